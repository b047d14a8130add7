//! Which files are pages, by their names in lower case.

use crate::source::reference_name;

/// The concept pages that list the reference pages. They group the resources, the first before the second;
/// the third has no groups, and is known so that it is not taken for a reference page.
pub(super) const INDEXES: &[&str] = &["ucwaresources.md", "resourcelist.md", ENUMERATIONS];

/// The page that lists the enumerations.
pub(crate) const ENUMERATIONS: &str = "ucwaenumerations.md";

/// The concept page that lists the errors of any resource.
pub(super) const ERRORS: &str = "genericsynchronouserrors.md";

pub(super) fn is_page(name: &str) -> bool {
    INDEXES.contains(&name) || name == ERRORS || (is_text(name) && reference_name(name).is_some())
}

pub(super) fn is_text(name: &str) -> bool {
    name.ends_with(".md") || name.ends_with(".txt")
}
