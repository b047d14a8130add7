//! Entries of the schema with the names that they have in Rust.

use crate::emit::names::{Kind, Names};

/// An entry of the schema and its name in Rust.
#[derive(Debug)]
pub(crate) struct Named<'a, T> {
    pub(crate) name: String,
    pub(crate) item: &'a T,
}

/// A struct beside that of a resource.
#[derive(Debug)]
pub(crate) struct Struct<'a, T> {
    pub(crate) ty: String,
    pub(crate) fields: Vec<Named<'a, T>>,
}

/// Names the fields of one struct or the members of one enum.
pub(super) fn named<'a, T>(
    names: &mut Names,
    kind: Kind,
    scope: &str,
    taken: &[&str],
    items: impl IntoIterator<Item = &'a T>,
    word: fn(&T) -> &String,
) -> Vec<Named<'a, T>> {
    let items: Vec<&T> = items.into_iter().collect();
    let words: Vec<&str> = items.iter().map(|item| word(item).as_str()).collect();
    let names = names.fields(kind, scope, &words, taken);
    names.into_iter().zip(items).map(|(name, item)| Named { name, item }).collect()
}
