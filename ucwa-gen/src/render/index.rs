//! The pages that list the pages.

use std::collections::BTreeMap;

use super::markdown::{Page, link};
use crate::schema::Schema;

/// The resources by group. Those of no group come first, under no group's heading.
pub(super) fn resources(schema: &Schema) -> String {
    let mut groups: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    for resource in &schema.resources {
        groups.entry(resource.group.as_deref()).or_default().push(&resource.name);
    }
    let mut page = Page::new("UCWA resources", &[("title", "UCWA resources".to_owned())]);
    for (group, names) in groups {
        if let Some(group) = group {
            page.heading(2, group);
        }
        page.list(names.into_iter().map(|name| link(name, name)));
    }
    page.finish()
}

/// The enumerations that have a page.
pub(super) fn enumerations(schema: &Schema) -> String {
    let mut page = Page::new("UCWA enumerations", &[("title", "UCWA enumerations".to_owned())]);
    let paged = schema.enumerations.iter().filter(|enumeration| enumeration.page.is_some());
    page.list(paged.map(|enumeration| link(&enumeration.name, &enumeration.name)));
    page.finish()
}
