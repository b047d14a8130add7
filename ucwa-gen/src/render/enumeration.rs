//! The page of an enumeration.

use super::cell;
use super::markdown::{Page, prose_cell};
use crate::schema::Enumeration;

pub(super) fn page(enumeration: &Enumeration) -> String {
    let mut page = Page::new(&enumeration.name, &[("title", enumeration.name.clone())]);
    page.prose(&enumeration.description);
    page.heading(2, "Members");
    let members = enumeration.members.iter();
    let rows =
        members.map(|member| [cell::name(&member.name, &member.provenance), prose_cell(&member.description)]);
    if !page.table(["Name", "Description"], rows) {
        page.none();
    }
    if !enumeration.remarks.is_empty() {
        page.heading(2, "Remarks");
        page.prose(&enumeration.remarks);
    }
    page.finish()
}
