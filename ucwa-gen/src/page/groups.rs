//! The groups of the index page: which group lists which page.

use std::collections::BTreeMap;

use super::boilerplate::is_boilerplate;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::{Block, Document};
use crate::source::Span;

/// The groups, by the names of the pages they list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    by_page: BTreeMap<String, Listed>,
}

/// The group that lists a page, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    group: String,
    span: Span,
}

impl Groups {
    /// The group that lists the page.
    #[must_use]
    pub fn of(&self, page: &str) -> Option<&str> {
        self.by_page.get(&page.to_lowercase()).map(|listed| listed.group.as_str())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_page.is_empty()
    }

    /// Takes in the groups of another index page; a page that is listed already stays where it is. That it is in another
    /// group there is a finding.
    #[must_use]
    pub fn extend(&mut self, other: Self) -> Vec<Diagnostic> {
        other.by_page.into_iter().filter_map(|(page, listed)| self.add(page, listed)).collect()
    }

    fn add(&mut self, page: String, listed: Listed) -> Option<Diagnostic> {
        let Some(first) = self.by_page.get(&page) else {
            self.by_page.insert(page, listed);
            return None;
        };
        (first.group != listed.group).then(|| {
            let message =
                format!("`{page}` is listed in the group `{}`, and in `{}`", first.group, listed.group);
            Diagnostic::new(Code::RowsDiffer, listed.span, message)
                .related(first.span.clone(), "this one counts")
        })
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
                    let listed = Listed { group: group.clone(), span: text.span.clone() };
                    let again = groups.add(link.page().to_lowercase(), listed);
                    // On one page it can be meant: the public documentation lists `group` twice.
                    found.extend(again.map(|again| again.with_severity(Severity::Note)));
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

#[cfg(test)]
mod tests {
    use super::{Groups, groups};
    use crate::extract::document;
    use crate::source::SourceFile;

    fn read(path: &str, lists: &[(&str, &[&str])]) -> (Groups, Vec<String>) {
        let entry = |page: &&str| format!("- [{page}]({page}_ref.md)\n");
        let list = |(group, pages): &(&str, &[&str])| {
            format!("## {group}\n\n{}\n", pages.iter().map(entry).collect::<String>())
        };
        let text = format!("# Resources\n\n{}", lists.iter().map(list).collect::<String>());
        let (groups, found) = groups(&document(&SourceFile::new(path, text)).0);
        (groups, found.into_iter().map(|found| found.message).collect())
    }

    #[test]
    fn each_index_counts_and_the_first_of_two_groups() {
        let (mut groups, found) =
            read("a/UCWAResources.md", &[("Lamps", &["lamp", "bulb"]), ("Doors", &["door"])]);
        assert_eq!(found, [""; 0]);
        let (others, _) =
            read("b/UCWAResources.md", &[("Doors", &["door", "lock", "bulb"]), ("Rooms", &["hall"])]);
        let found = groups.extend(others);
        let shown = |page| groups.of(page).unwrap_or("no group");
        let pages = ["lamp", "bulb", "door", "lock", "hall", "roof"];
        assert_eq!(pages.map(shown), ["Lamps", "Lamps", "Doors", "Doors", "Rooms", "no group"]);
        let [found] = &found[..] else { panic!("one page is in two groups: {found:?}") };
        assert_eq!(found.message, "`bulb` is listed in the group `Lamps`, and in `Doors`");
        assert_eq!(found.path().and_then(|path| path.to_str()), Some("b/UCWAResources.md"));
    }

    #[test]
    fn one_index_lists_a_page_once() {
        let (groups, found) = read("UCWAResources.md", &[("Lamps", &["lamp", "lamp"]), ("Doors", &["lamp"])]);
        assert_eq!(groups.of("lamp"), Some("Lamps"));
        assert_eq!(found, ["`lamp` is listed in the group `Lamps`, and in `Doors`"]);
    }
}
