//! The errors of the tree, as one open enumeration.

use super::docs::{Doc, code};
use super::facts::origins;
use super::file::File;
use super::format::{COMMENT, INDENT, impl_of, list, literal};
use super::since;
use crate::emit::names::fixed::{ERROR_KIND, OTHER_ERROR};
use crate::emit::names::runtime;
use crate::emit::plan::{ErrorKind, Plan};

/// The heading over the errors that any resource can return.
const GENERIC: &str = "Generic errors";

/// A link to the errors that any resource can return; `None` if there are none.
pub(crate) fn generic(plan: &Plan<'_>) -> Option<String> {
    let anchor = GENERIC.to_lowercase().replace(' ', "-");
    plan.errors.iter().any(|kind| kind.is_generic).then(|| format!("[generic errors]({ERROR_KIND}#{anchor})"))
}

/// Writes down the enumeration.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>) {
    let ty = file.declare(ERROR_KIND);
    let set = file.runtime(runtime::ERROR_SET);
    let variants: String = plan.errors.iter().map(|kind| variant(file, kind)).collect();
    let rows: Vec<_> = plan.errors.iter().map(|kind| vec![row(kind)]).collect();
    let generic: Vec<_> = plan
        .errors
        .iter()
        .filter(|kind| kind.is_generic)
        .map(|kind| format!("Self::{}", kind.name))
        .collect();
    let mut docs = Doc::new()
        .markdown("The errors of the service: a code each, with a subcode where there is one.")
        .markdown(
            "An operation documents what an error means to it, and lists those that it documents in its `ERRORS`.",
        )
        .markdown(format!(
            "An error that no page documents is [`Self::{OTHER_ERROR}`]; a later version may have a variant for it."
        ));
    if !generic.is_empty() {
        let links: Vec<_> = generic.iter().map(|kind| format!("[`{kind}`]")).collect();
        docs = docs
            .markdown(format!("# {GENERIC}"))
            .markdown(format!("Any resource can return {}.", links.join(", ")));
    }
    let docs = since::section(docs, file, file.since("errors")).comment("///");
    let generic: Vec<_> = generic.into_iter().map(|kind| vec![kind]).collect();
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
    let (operation, method) = (file.runtime(runtime::OPERATION), file.runtime(runtime::HTTP_METHOD));
    file.push(format!(
        "impl {ty} {{
    /// The code; empty if the error has none.
    #[must_use]
    pub fn code(&self) -> &str {{
        {set}::code(self)
    }}
    /// The subcode.
    #[must_use]
    pub fn subcode(&self) -> Option<&str> {{
        {set}::subcode(self)
    }}
    /// Whether an operation documents this error, on its own page or as one that any resource can
    /// return.
    #[must_use]
    pub fn is_documented<T: {operation}<M, Error = Self>, M: {method}>(&self) -> bool {{
        {set}::is_documented::<T, M>(self)
    }}
}}
"
    ));
    file.push(format!(
        "/// The code, and the subcode behind a slash.
impl ::std::fmt::Display for {ty} {{
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
        {set}::fmt(self, f)
    }}
}}
"
    ));
}

fn variant(file: &File<'_>, kind: &ErrorKind<'_>) -> String {
    let only =
        kind.descriptions.first().filter(|_| kind.descriptions.len() == 1).copied().unwrap_or_default();
    let docs = Doc::new().prose(file, if kind.meaning.is_empty() { only } else { kind.meaning });
    let statuses = kind.statuses.iter().map(u16::to_string);
    let facts: Vec<_> = statuses.chain([code(kind.code)]).chain(kind.subcode.map(code)).collect();
    let generic = if kind.is_generic { "; any resource can return it" } else { "" };
    let origins = origins(&kind.origins).map_or_else(String::new, |origins| format!("; {origins}"));
    let docs = docs.markdown(format!("{}{generic}{origins}.", facts.join(" "))).comment(COMMENT);
    format!("{docs}{INDENT}{},\n", kind.name)
}

fn row(kind: &ErrorKind<'_>) -> String {
    let subcode = kind.subcode.map_or("None".to_owned(), |subcode| format!("Some({})", literal(subcode)));
    format!("({}, {subcode}, Self::{})", literal(kind.code), kind.name)
}
