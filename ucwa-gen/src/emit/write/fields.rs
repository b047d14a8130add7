//! Fields: the types of properties and links.

use super::docs::Doc;
use super::facts::{self, Sent, wire_name};
use super::file::File;
use super::format::{COMMENT, INDENT, line, literal};
use crate::emit::names::fixed::UNKNOWN;
use crate::emit::names::runtime;
use crate::emit::plan::{Named, Plan, Types, rust_type};
use crate::schema::{Link, Property};

/// The declaration of a property's field.
pub(crate) fn property(
    file: &mut File<'_>,
    types: &Types<'_>,
    field: &Named<'_, Property>,
    sent: Sent,
) -> String {
    let docs = facts::property(file, field, sent);
    let ty = file.rust_type(&rust_type::value(types, &field.item.ty));
    let is_required = sent == Sent::ByClient && field.item.required;
    declaration(&docs, field, &field.item.name, is_required, &format!("Option<{ty}>"))
}

/// The declaration of a field that has this name on the wire.
fn declaration<T>(docs: &Doc, field: &Named<'_, T>, wire: &str, is_required: bool, ty: &str) -> String {
    let (docs, name) = (docs.comment(COMMENT), &field.name);
    let required = is_required.then(|| "required".to_owned());
    let attributes: Vec<String> = wire_name(name, wire)
        .map(|wire| format!("name = {}", literal(wire)))
        .into_iter()
        .chain(required)
        .collect();
    let attribute = (!attributes.is_empty()).then(|| format!("#[ucwa({})]", attributes.join(", ")));
    let attribute = line(INDENT, attribute.as_deref());
    format!("{docs}{attribute}{INDENT}pub {name}: {ty},\n")
}

/// The declaration of a link's field.
pub(crate) fn link(file: &mut File<'_>, plan: &Plan<'_>, own: &str, field: &Named<'_, Link>) -> String {
    let docs = facts::link(file, field);
    let ty = file.rust_type(&rust_type::link(&plan.types, own, field.item));
    declaration(&docs, field, &field.item.rel, false, &ty)
}

/// The declaration of an embedded resource's field; `None` if its type is not documented.
pub(crate) fn embedded(file: &mut File<'_>, plan: &Plan<'_>, field: &Named<'_, Link>) -> Option<String> {
    let ty = rust_type::embedded(&plan.types, field.item)?;
    let docs = facts::embedded(file, field);
    let ty = file.rust_type(&ty);
    Some(declaration(&docs, field, &field.item.rel, false, &ty))
}

/// The declaration of the field that holds what no other does.
pub(crate) fn unknown(file: &mut File<'_>, docs: &str) -> String {
    let docs = Doc::new().markdown(docs).comment(COMMENT);
    let ty = file.runtime(runtime::UNKNOWN);
    format!("{docs}    #[ucwa(unknown)]\n    pub {UNKNOWN}: {ty},\n")
}
