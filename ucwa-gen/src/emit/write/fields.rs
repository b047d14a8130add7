//! Fields: the types of properties and links.

use std::borrow::Cow;

use super::docs::Doc;
use super::facts::{self, SELF, Sent, wire_name};
use super::file::File;
use super::format::{COMMENT, INDENT, line, literal};
use crate::emit::names::fixed::UNKNOWN;
use crate::emit::names::runtime;
use crate::emit::plan::{Named, Plan, Types};
use crate::schema::{Link, Property, Scalar, Type};

/// The declaration of a property's field.
pub(crate) fn property(
    file: &mut File<'_>,
    types: &Types<'_>,
    field: &Named<'_, Property>,
    sent: Sent,
) -> String {
    let docs = facts::property(file, field, sent);
    let ty = value_type(file, types, &field.item.ty);
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

/// The type of a value: the `T` of the field's `Option<T>`.
pub(crate) fn value_type<'t>(file: &mut File<'_>, types: &'t Types<'_>, ty: &Type) -> Cow<'t, str> {
    match ty {
        // Raw content: on the wire, where it is not a body of its own, it can only be a link.
        Type::Array(Scalar::Byte) => scalar_type(file, types, &Scalar::ExternalResource).into(),
        // Content has no list form on the wire either, and there is no such property.
        Type::Array(Scalar::ExternalResource) => scalar_type(file, types, &Scalar::Object).into(),
        Type::Array(scalar) => format!("Vec<{}>", scalar_type(file, types, scalar)).into(),
        Type::Scalar(scalar) => scalar_type(file, types, scalar).into(),
    }
}

fn scalar_type<'t>(file: &mut File<'_>, types: &'t Types<'_>, scalar: &Scalar) -> &'t str {
    match scalar {
        Scalar::String | Scalar::Uri => "String",
        Scalar::Boolean => "bool",
        Scalar::Int32 | Scalar::Byte => "i64",
        Scalar::DateTime => file.runtime(runtime::DATE_TIME),
        Scalar::TimeSpan => file.runtime(runtime::TIME_SPAN),
        Scalar::ExternalResource => file.runtime(runtime::EXTERNAL_RESOURCE),
        Scalar::Object => file.runtime(runtime::VALUE),
        Scalar::Enumeration(name) => match types.enumeration(name) {
            Some(name) => file.ty(name),
            None => "String",
        },
    }
}

/// The declaration of a link's field.
pub(crate) fn link(file: &mut File<'_>, plan: &Plan<'_>, own: &str, field: &Named<'_, Link>) -> String {
    let link = field.item;
    let docs = facts::link(file, field);
    let target = match &link.target {
        Some(target) => plan.types.resource(target),
        // Wherever a page does not say so, too.
        None if link.rel == SELF => Some(own),
        None => None,
    };
    let target = file.ty(target.unwrap_or(runtime::ANY_RESOURCE.name));
    let (list, ty) = (if link.many { "Vec" } else { "Option" }, file.runtime(runtime::LINK));
    declaration(&docs, field, &link.rel, false, &format!("{list}<{ty}<{target}>>"))
}

/// The declaration of an embedded resource's field; `None` if its type is not documented.
pub(crate) fn embedded(file: &mut File<'_>, plan: &Plan<'_>, field: &Named<'_, Link>) -> Option<String> {
    let target = plan.types.resource(field.item.target.as_deref()?)?;
    let docs = facts::embedded(file, field);
    let target = file.ty(target);
    let ty = if field.item.many { format!("Vec<{target}>") } else { format!("Option<Box<{target}>>") };
    Some(declaration(&docs, field, &field.item.rel, false, &ty))
}

/// The declaration of the field that holds what no other does.
pub(crate) fn unknown(file: &mut File<'_>, docs: &str) -> String {
    let docs = Doc::new().markdown(docs).comment(COMMENT);
    let ty = file.runtime(runtime::UNKNOWN);
    format!("{docs}    #[ucwa(unknown)]\n    pub {UNKNOWN}: {ty},\n")
}
