//! The errors of an operation, as an enumeration with a table.

use super::docs::{Doc, code};
use super::file::File;
use super::format::{COMMENT, INDENT, impl_of, list, literal};
use crate::emit::names::fixed::{GENERIC_ERROR, OTHER_ERROR};
use crate::emit::names::runtime;
use crate::emit::plan::{ErrorKind, Errors};

/// Writes down the errors that any resource can answer with.
pub(crate) fn generic(file: &mut File<'_>, errors: &Errors<'_>) {
    let docs = Doc::new().markdown("How any resource can refuse, whatever the operation.");
    let other = Other {
        variant: format!("    /// Anything else.\n    {OTHER_ERROR},\n"),
        function: format!(
            "    fn other(_: u16, _: &str, _: Option<&str>) -> Self {{
        Self::{OTHER_ERROR}
    }}
"
        ),
    };
    enumeration(file, errors, &docs, &other, " on most pages");
}

/// Writes down the errors of some operations, beside which there are those that any resource can answer with.
pub(crate) fn of_operations(file: &mut File<'_>, errors: &Errors<'_>) {
    let docs =
        Doc::new().markdown("How an operation can be refused that documents these errors and no others.");
    let generic = file.ty(GENERIC_ERROR);
    let other = Other {
        variant: format!(
            "    /// Anything else; perhaps what any resource can answer with.\n    {OTHER_ERROR}({generic}),\n"
        ),
        function: format!(
            "    fn other(status: u16, code: &str, subcode: Option<&str>) -> Self {{
        Self::{OTHER_ERROR}({generic}::of(status, code, subcode))
    }}
"
        ),
    };
    enumeration(file, errors, &docs, &other, "");
}

/// What stands for every error that the enumeration does not list.
struct Other {
    variant: String,
    function: String,
}

fn enumeration(file: &mut File<'_>, errors: &Errors<'_>, docs: &Doc, other: &Other, listed: &str) {
    let ty = file.declare(&errors.ty);
    let kind = file.runtime(runtime::ERROR_KIND);
    let row = file.runtime(runtime::DOCUMENTED_ERROR);
    let variants: String = errors.kinds.iter().map(|kind| variant(file, kind, listed)).collect();
    let rows: Vec<_> = errors.kinds.iter().map(|kind| documented(row, kind)).collect();
    let kinds: Vec<_> = errors.kinds.iter().map(|kind| vec![format!("Self::{}", kind.name)]).collect();
    let Other { variant, function } = other;
    let docs = docs.comment("///");
    let derive = file.derive(&["Clone", "Copy", "Debug", "PartialEq", "Eq"]);
    file.push(format!(
        "{docs}{derive}#[non_exhaustive]
pub enum {ty} {{
{variants}{variant}}}
"
    ));
    let rows = list(INDENT, &format!("const DOCUMENTED: &'static [{row}]"), &rows);
    let kinds = list(INDENT, "const KINDS: &'static [Self]", &kinds);
    file.push(format!("{} {{\n{rows}{kinds}{function}}}\n", impl_of(kind, ty)));
}

fn variant(file: &File<'_>, kind: &ErrorKind<'_>, listed: &str) -> String {
    let mut docs = Doc::new();
    for description in &kind.descriptions {
        docs = docs.prose(file, description);
    }
    let status = kind.status.map(|status| status.to_string());
    let facts: Vec<_> = status.into_iter().chain([code(kind.code)]).chain(kind.subcode.map(code)).collect();
    let docs = docs.markdown(format!("{}{listed}.", facts.join(" "))).comment(COMMENT);
    format!("{docs}{INDENT}{},\n", kind.name)
}

fn documented(row: &str, kind: &ErrorKind<'_>) -> Vec<String> {
    let new = format!("{row}::new({})", literal(kind.code));
    let status = kind.status.map(|status| format!(".status({status})"));
    let subcode = kind.subcode.map(|subcode| format!(".subcode({})", literal(subcode)));
    [new].into_iter().chain(status).chain(subcode).collect()
}
