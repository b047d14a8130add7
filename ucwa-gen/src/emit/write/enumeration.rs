//! A page about an enumeration.

use super::docs::{Doc, code};
use super::facts::source;
use super::file::File;
use super::format::{COMMENT, INDENT, line, literal};
use super::since;
use crate::emit::names::fixed::UNRECOGNIZED;
use crate::emit::names::runtime;
use crate::emit::plan::{EnumerationPlan, Named};
use crate::schema::Member;

/// Writes down the enumeration that the page documents.
pub(crate) fn emit(file: &mut File<'_>, plan: &EnumerationPlan<'_>) {
    let enumeration = plan.enumeration;
    let mut fact = format!("{} in the documentation", code(&enumeration.name));
    if let Some(page) = &enumeration.page {
        fact.push_str(&format!("; see {}", code(&page.file)));
    }
    let docs = Doc::new()
        .prose(file, &enumeration.description)
        .prose(file, &enumeration.remarks)
        .markdown(format!("{fact}."));
    let docs = since::section(docs, file, file.since(&enumeration.name)).comment("///");
    let derive = file.runtime(runtime::ENUMERATION);
    let derive = file.derive(&["Clone", "Debug", "PartialEq", "Eq", "Hash", derive]);
    let attribute = file.runtime_attribute().map(|attribute| format!("#[ucwa({attribute})]"));
    let attribute = line("", attribute.as_deref());
    let ty = file.declare(&plan.ty);
    let members: String = plan.members.iter().map(|named| member(file, named)).collect();
    file.push(format!(
        "{docs}{derive}{attribute}#[non_exhaustive]
pub enum {ty} {{
{members}    /// Any other value, unchanged.
    #[ucwa(unrecognized)]
    {UNRECOGNIZED}(Box<str>),
}}
"
    ));
}

fn member(file: &File<'_>, member: &Named<'_, Member>) -> String {
    let (name, wire) = (&member.name, &member.item.name);
    let mut fact = file.wire(wire);
    match source(&member.item.provenance) {
        // A table of another page may have it.
        _ if member.item.provenance.is_sample() => fact.push_str("; undocumented"),
        Some(source) => fact.push_str(&format!("; undocumented, {source}")),
        None => {}
    }
    let docs = Doc::new().prose(file, &member.item.description).markdown(format!("{fact}."));
    let docs = docs.comment(COMMENT);
    let attribute = (name != wire).then(|| format!("#[ucwa(name = {})]", literal(wire)));
    format!("{docs}{}{INDENT}{name},\n", line(INDENT, attribute.as_deref()))
}
