//! The errors of operations.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::names::fixed::OTHER_ERROR;
use crate::emit::names::{Kind, Names};
use crate::schema::OperationError;

/// Errors, and what they are called: those of an operation, or an enumeration of them.
#[derive(Debug)]
pub(crate) struct Errors<'a> {
    pub(crate) ty: String,
    pub(crate) kinds: Vec<ErrorKind<'a>>,
}

/// One error, however often it is documented.
#[derive(Clone, Debug)]
pub(crate) struct ErrorKind<'a> {
    pub(crate) name: String,
    pub(crate) status: Option<u16>,
    pub(crate) code: &'a str,
    pub(crate) subcode: Option<&'a str>,
    pub(crate) descriptions: BTreeSet<&'a str>,
}

/// The errors, sorted, each once.
pub(super) fn kinds<'a>(
    names: &mut Names,
    scope: &str,
    errors: impl IntoIterator<Item = &'a OperationError>,
) -> Vec<ErrorKind<'a>> {
    let mut rows: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
    for error in errors {
        let key = (error.status, error.code.as_str(), error.subcode.as_deref());
        rows.entry(key).or_default().insert(&error.description);
    }
    let words: Vec<String> = rows
        .keys()
        .map(|(_, code, subcode)| subcode.map_or((*code).to_owned(), |subcode| format!("{code} {subcode}")))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let names = names.fields(Kind::Member, scope, &words, &[OTHER_ERROR]);
    rows.into_iter()
        .zip(names)
        .map(|(((status, code, subcode), descriptions), name)| ErrorKind {
            name,
            status,
            code,
            subcode,
            descriptions,
        })
        .collect()
}
