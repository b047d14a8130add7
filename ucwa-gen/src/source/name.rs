//! The names of pages, from those of their files.

/// The name of the page in a file: the file name without extension and `_ref`, whatever its case.
#[must_use]
pub(crate) fn page_name(file: &str) -> &str {
    reference_name(file).unwrap_or_else(|| stem(file))
}

/// The page's name where the file is named `NAME_ref`, whatever the case of the ending.
pub(crate) fn reference_name(file: &str) -> Option<&str> {
    let stem = stem(file);
    let (name, suffix) = stem.split_at_checked(stem.len().checked_sub(4)?)?;
    suffix.eq_ignore_ascii_case("_ref").then_some(name)
}

fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
