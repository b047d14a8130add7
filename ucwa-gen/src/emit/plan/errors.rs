//! The errors of a tree: each pair of a code and a subcode once, wherever it is documented.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::names::fixed::OTHER_ERROR;
use crate::emit::names::{Kind, Names};
use crate::schema::{Errors, OperationError, Provenance, Schema};

/// All errors, sorted by code and subcode.
#[derive(Debug)]
pub(crate) struct ErrorKinds<'a>(BTreeMap<Key<'a>, ErrorKind<'a>>);

/// One error, however often it is documented.
#[derive(Clone, Debug)]
pub(crate) struct ErrorKind<'a> {
    pub(crate) name: String,
    pub(crate) code: &'a str,
    pub(crate) subcode: Option<&'a str>,
    /// The statuses that it is documented with.
    pub(crate) statuses: BTreeSet<u16>,
    /// What its subcode means everywhere, or else its code; empty if no page says so.
    pub(crate) meaning: &'a str,
    /// What it means to the operations that document it.
    pub(crate) descriptions: BTreeSet<&'a str>,
    /// Where each of its rows comes from.
    pub(crate) origins: BTreeSet<&'a Provenance>,
    /// Whether any resource can answer with it.
    pub(crate) is_generic: bool,
}

/// The descriptions of an enumeration's members.
fn members<'a>(schema: &'a Schema, name: &str) -> BTreeMap<&'a str, &'a str> {
    let members = schema.enumerations.iter().filter(|it| it.name == name).flat_map(|it| &it.members);
    members.map(|member| (&*member.name, &*member.description)).collect()
}

/// What one operation documents of an error.
#[derive(Clone, Debug)]
pub(crate) struct OperationErrorPlan<'a> {
    /// The name of its kind.
    pub(crate) name: String,
    /// The statuses that it is documented with there.
    pub(crate) statuses: BTreeSet<u16>,
    /// What it means there, by the pages that document the operation.
    pub(crate) descriptions: BTreeSet<&'a str>,
    /// Where each of its rows comes from.
    pub(crate) origins: BTreeSet<&'a Provenance>,
}

/// The documentation and the service do not agree on the case of `PreconditionFailed`.
fn key<'a>(code: &str, subcode: Option<&'a str>) -> Key<'a> {
    (code.to_ascii_lowercase(), subcode)
}

type Key<'a> = (String, Option<&'a str>);

/// The entry of a code and a subcode.
fn entry<'a, 'k>(
    kinds: &'k mut BTreeMap<Key<'a>, ErrorKind<'a>>,
    code: &'a str,
    subcode: Option<&'a str>,
) -> &'k mut ErrorKind<'a> {
    let new = || ErrorKind {
        name: String::new(),
        code,
        subcode,
        statuses: BTreeSet::new(),
        meaning: "",
        descriptions: BTreeSet::new(),
        origins: BTreeSet::new(),
        is_generic: false,
    };
    let kind = kinds.entry(key(code, subcode)).or_insert_with(new);
    // Whatever the order of the pages.
    kind.code = kind.code.min(code);
    kind
}

impl<'a> ErrorKinds<'a> {
    /// The errors of all operations, the asynchronous reasons, and the errors that any resource can answer with, named.
    pub(super) fn new(schema: &'a Schema, names: &mut Names) -> Self {
        let mut kinds = BTreeMap::new();
        let operations = schema.resources.iter().flat_map(|resource| &resource.operations);
        let specific = operations.flat_map(|operation| &operation.errors).map(|error| (error, false));
        for (error, is_generic) in specific.chain(schema.errors.generic.iter().map(|error| (error, true))) {
            let kind = entry(&mut kinds, &error.code, error.subcode.as_deref());
            kind.statuses.extend(error.status);
            kind.descriptions.insert(&error.description);
            kind.origins.insert(&error.provenance);
            kind.is_generic |= is_generic;
        }
        for reason in schema.resources.iter().flat_map(|resource| &resource.reasons) {
            let kind = entry(&mut kinds, &reason.code, reason.subcode.as_deref());
            kind.descriptions.insert(&reason.description);
            kind.origins.insert(&reason.provenance);
        }
        let (codes, subcodes) = (members(schema, Errors::CODES), members(schema, Errors::SUBCODES));
        for kind in kinds.values_mut() {
            let meaning = kind.subcode.map_or_else(|| codes.get(kind.code), |subcode| subcodes.get(subcode));
            kind.meaning = meaning.copied().unwrap_or_default();
        }
        let words: Vec<String> = kinds
            .values()
            .map(|kind| {
                kind.subcode.map_or(kind.code.to_owned(), |subcode| format!("{} {subcode}", kind.code))
            })
            .collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let names = names.fields(Kind::Member, "errors", &words, &[OTHER_ERROR]);
        let named = kinds.into_iter().zip(names);
        Self(named.map(|((key, kind), name)| (key, ErrorKind { name, ..kind })).collect())
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &ErrorKind<'a>> {
        self.0.values()
    }

    /// What an operation documents, each kind once, sorted by its least status.
    pub(super) fn of(&self, errors: &[&'a OperationError]) -> Vec<OperationErrorPlan<'a>> {
        let mut found: BTreeMap<_, OperationErrorPlan<'a>> = BTreeMap::new();
        for error in errors {
            let wanted = key(&error.code, error.subcode.as_deref());
            let Some(kind) = self.0.get(&wanted) else { continue };
            let new = || OperationErrorPlan {
                name: kind.name.clone(),
                statuses: BTreeSet::new(),
                descriptions: BTreeSet::new(),
                origins: BTreeSet::new(),
            };
            let plan = found.entry(wanted).or_insert_with(new);
            plan.statuses.extend(error.status);
            plan.descriptions.insert(&error.description);
            plan.origins.insert(&error.provenance);
        }
        let mut found: Vec<_> = found.into_values().collect();
        found.sort_by_key(|plan| plan.statuses.first().copied());
        found
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ErrorKinds;
    use crate::emit::names::Names;
    use crate::schema::{Schema, from_json};

    fn schema() -> Schema {
        let error = |status: u16, code: &str, subcode: Option<&str>, description: &str| json!({"code": code, "status": status, "subcode": subcode, "description": description});
        let lamp = [
            error(410, "Gone", None, "It was here."),
            error(409, "Conflict", Some("TooBright"), "It is bright."),
            error(412, "preconditionFailed", None, "It has changed."),
            error(404, "Gone", None, "It was never here."),
        ];
        let door = [
            error(410, "Gone", None, "It is gone."),
            error(412, "PreconditionFailed", None, "It has changed."),
        ];
        let page = |name: &str, errors: &[serde_json::Value]| {
            json!({
                "name": name, "rel": name, "revision": 1, "page": {"file": format!("{name}_ref.md"), "digest": ""}, "kind": "resource",
                "operations": [{"method": "GET", "errors": errors}],
                "reasons": [{"code": "Gone", "subcode": "Broken", "description": "It broke."}],
            })
        };
        let schema = json!({
            "irVersion": 2, "digest": "", "enumerations": [],
            "resources": [page("door", &door), page("lamp", &lamp)],
            "errors": {"codes": [], "subcodes": [], "generic": [error(409, "Conflict", None, "Not now.")]},
        });
        from_json(&schema.to_string()).unwrap()
    }

    #[test]
    fn each_pair_of_code_and_subcode_is_one_kind() {
        let schema = schema();
        let kinds = ErrorKinds::new(&schema, &mut Names::new(&[]));
        let shown: Vec<_> = kinds
            .iter()
            .map(|it| format!("{} {:?} {} {}", it.name, it.statuses, it.descriptions.len(), it.is_generic))
            .collect();
        assert_eq!(
            shown,
            [
                "Conflict {409} 1 true",
                "ConflictTooBright {409} 1 false",
                "Gone {404, 410} 3 false",
                "GoneBroken {} 1 false",
                "PreconditionFailed {412} 1 false",
            ]
        );
    }

    #[test]
    fn an_operation_documents_some_of_them() {
        let schema = schema();
        let kinds = ErrorKinds::new(&schema, &mut Names::new(&[]));
        let of = |index: usize| {
            let errors: Vec<_> = schema.resources[index].operations[0].errors.iter().collect();
            let shown = |plan: super::OperationErrorPlan<'_>| {
                format!("{} {:?} {}", plan.name, plan.statuses, plan.descriptions.len())
            };
            kinds.of(&errors).into_iter().map(shown).collect::<Vec<_>>()
        };
        assert_eq!(of(0), ["Gone {410} 1", "PreconditionFailed {412} 1"]);
        let lamp = ["Gone {404, 410} 2", "ConflictTooBright {409} 1", "PreconditionFailed {412} 1"];
        assert_eq!(of(1), lamp);
    }
}
