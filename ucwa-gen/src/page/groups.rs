//! The groups of the index page: which group lists which page.

use std::collections::BTreeMap;

use crate::extract::{Block, Document};
use crate::source::page_name;

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

/// Reads the groups: each second-level heading is one, and lists the pages that its items link to.
#[must_use]
pub fn groups(document: &Document) -> Groups {
    let mut groups = Groups::default();
    let mut group = None;
    for block in &document.blocks {
        match block {
            Block::Heading { level: 2, text } => group = Some(text.plain.clone()),
            Block::Item(text) | Block::Paragraph(text) => {
                let Some(group) = &group else { continue };
                for link in &text.links {
                    let file = link.target.rsplit('/').next().unwrap_or(&link.target);
                    let page = page_name(file).to_lowercase();
                    groups.by_page.entry(page).or_insert_with(|| group.clone());
                }
            }
            _ => {}
        }
    }
    groups
}
