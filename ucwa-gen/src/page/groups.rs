//! The groups of the index page: which group lists which page.

use std::collections::BTreeMap;

use super::boilerplate::is_boilerplate;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Block, Document};

/// The groups, by the names of the pages they list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    by_page: BTreeMap<String, String>,
}

impl Groups {
    /// The group that lists the page.
    #[must_use]
    pub fn of(&self, page: &str) -> Option<&str> {
        self.by_page.get(&page.to_lowercase()).map(String::as_str)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_page.is_empty()
    }

    /// Takes in the groups of another index page; a page that is listed already stays where it is.
    pub fn extend(&mut self, other: Self) {
        for (page, group) in other.by_page {
            self.by_page.entry(page).or_insert(group);
        }
    }
}

/// Reads the groups: each second-level heading is one, and lists the pages that its items link to. An entry that links to
/// no page is a finding: the page that it was to list would be in no group, or in another one.
#[must_use]
pub fn groups(document: &Document) -> (Groups, Vec<Diagnostic>) {
    let mut groups = Groups::default();
    let mut found = Vec::new();
    let mut group = None;
    for block in &document.blocks {
        match block {
            Block::Heading { level: 2, text } => group = Some(text.plain.clone()),
            Block::Item(text) | Block::Paragraph(text) => {
                let is_entry = matches!(block, Block::Item(_)) || group.is_some();
                if is_entry && text.links.is_empty() && !text.is_empty() && !is_boilerplate(&text.plain) {
                    let message = format!("`{}` links to no page", text.plain);
                    found.push(Diagnostic::new(Code::Unread, text.span.clone(), message));
                }
                let Some(group) = &group else { continue };
                for link in &text.links {
                    let page = link.page().to_lowercase();
                    groups.by_page.entry(page).or_insert_with(|| group.clone());
                }
            }
            Block::Table(table) => {
                let message = "a table stands on a page of lists";
                found.push(Diagnostic::new(Code::Unread, table.span.clone(), message));
            }
            Block::Heading { .. } | Block::Code { .. } => {}
        }
    }
    (groups, found)
}
