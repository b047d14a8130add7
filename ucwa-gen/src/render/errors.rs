//! The page of the errors that any resource can return.

use super::cell;
use super::markdown::{Page, prose_cell};
use crate::schema::{Errors, Provenance, Schema};

/// `None` if no page lists any.
pub(super) fn page(schema: &Schema) -> Option<String> {
    let mut page = Page::new("Generic errors", &[("title", "Generic errors".to_owned())]);
    let lists = [Errors::CODES, Errors::SUBCODES].into_iter().filter_map(|name| schema.enumeration(name));
    let members: Vec<_> = lists.flat_map(|list| &list.members).collect();
    let rows = schema.errors.anywhere.iter().map(|name| {
        let mut named = members.iter().filter(|member| member.name == *name).map(|it| &it.description);
        let description = named.find(|text| !text.is_empty());
        [cell::name(name, &Provenance::Page), description.map_or_else(String::new, |text| prose_cell(text))]
    });
    page.table(["Error", "Description"], rows).then(|| page.finish())
}
