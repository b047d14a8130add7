//! The errors of the tree, as one open enumeration.

use super::docs::{Doc, code};
use super::file::File;
use super::format::{COMMENT, INDENT, impl_of, list, literal};
use crate::emit::names::fixed::{ERROR_KIND, OTHER_ERROR};
use crate::emit::names::runtime;
use crate::emit::plan::{ErrorKind, Plan};

/// A variant is documented by what it means everywhere, as long as that is not this many different things.
const FEW: usize = 3;

/// Writes down the enumeration.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>) {
    let ty = file.declare(ERROR_KIND);
    let set = file.runtime(runtime::ERROR_SET);
    let variants: String = plan.errors.iter().map(|kind| variant(file, kind)).collect();
    let rows: Vec<_> = plan.errors.iter().map(|kind| vec![row(kind)]).collect();
    let generic = plan.errors.iter().filter(|kind| kind.is_generic);
    let generic: Vec<_> = generic.map(|kind| vec![format!("Self::{}", kind.name)]).collect();
    let docs = Doc::new()
        .markdown("The errors of the service: a code each, with a subcode where there is one.")
        .markdown(format!(
            "An operation lists those it documents in its `ERRORS`. An undocumented error is \
             [`Self::{OTHER_ERROR}`]; a later version may add a variant for it."
        ))
        .comment("///");
    let derive = file.derive(&["Clone", "Debug", "PartialEq", "Eq", "Hash"]);
    file.push(format!(
        "{docs}{derive}#[non_exhaustive]
pub enum {ty} {{
{variants}    /// Any other error.
    {OTHER_ERROR} {{
        /// The code; empty if the error has none.
        code: Box<str>,
        /// The subcode.
        subcode: Option<Box<str>>,
    }},
}}
"
    ));
    // Without another variant nothing is left.
    let rest = if rows.is_empty() { "" } else { "            _ => None,\n" };
    let documented =
        list(INDENT, "const DOCUMENTED: &'static [(&'static str, Option<&'static str>, Self)]", &rows);
    let generic = list(INDENT, "const GENERIC: &'static [Self]", &generic);
    file.push(format!(
        "{} {{
{documented}{generic}    fn other(code: &str, subcode: Option<&str>) -> Self {{
        Self::{OTHER_ERROR} {{
            code: code.into(),
            subcode: subcode.map(Into::into),
        }}
    }}
    fn as_other(&self) -> Option<(&str, Option<&str>)> {{
        match self {{
            Self::{OTHER_ERROR} {{ code, subcode }} => Some((code, subcode.as_deref())),
{rest}        }}
    }}
}}
",
        impl_of(set, ty)
    ));
}

fn variant(file: &File<'_>, kind: &ErrorKind<'_>) -> String {
    let mut docs = Doc::new();
    if kind.descriptions.len() <= FEW {
        for description in &kind.descriptions {
            docs = docs.prose(file, description);
        }
    } else {
        docs = docs.markdown("The meaning depends on the operation: see its documentation.");
    }
    let statuses = kind.statuses.iter().map(u16::to_string);
    let facts: Vec<_> = statuses.chain([code(kind.code)]).chain(kind.subcode.map(code)).collect();
    let generic = if kind.is_generic { "; any resource can return it" } else { "" };
    let docs = docs.markdown(format!("{}{generic}.", facts.join(" "))).comment(COMMENT);
    format!("{docs}{INDENT}{},\n", kind.name)
}

fn row(kind: &ErrorKind<'_>) -> String {
    let subcode = kind.subcode.map_or("None".to_owned(), |subcode| format!("Some({})", literal(subcode)));
    format!("({}, {subcode}, Self::{})", literal(kind.code), kind.name)
}
