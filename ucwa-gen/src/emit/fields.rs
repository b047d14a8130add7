//! Fields: the types of properties and links, and what is said about them.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Doc, code};
use super::file::{File, ident};
use super::names::lower_camel;
use super::plan::{Named, Plan, Types};
use super::runtime;
use crate::schema::{Link, Property, Scalar, Type};

/// The declaration of a property's field.
pub(crate) fn property(file: &mut File<'_>, types: &Types<'_>, field: &Named<'_, Property>) -> TokenStream {
    let docs = property_docs(file, field.item);
    let attribute = name_attribute(&field.name, &field.item.name);
    let name = ident(&field.name);
    let ty = value_type(file, types, &field.item.ty);
    quote!(#docs #attribute pub #name: Option<#ty>)
}

/// The type of a value: the `T` of the field's `Option<T>`.
pub(crate) fn value_type(file: &mut File<'_>, types: &Types<'_>, ty: &Type) -> TokenStream {
    match ty {
        // Content as it is: on the wire, where it is no body of its own, it can only be a link.
        Type::Array(Scalar::Byte) => scalar_type(file, types, &Scalar::ExternalResource),
        // Content has no list form on the wire either, and there is no such property.
        Type::Array(Scalar::ExternalResource) => scalar_type(file, types, &Scalar::Object),
        Type::Array(scalar) => {
            let scalar = scalar_type(file, types, scalar);
            quote!(Vec<#scalar>)
        }
        Type::Scalar(scalar) => scalar_type(file, types, scalar),
    }
}

fn scalar_type(file: &mut File<'_>, types: &Types<'_>, scalar: &Scalar) -> TokenStream {
    let name = match scalar {
        Scalar::String | Scalar::Uri => return quote!(String),
        Scalar::Boolean => return quote!(bool),
        Scalar::Int32 | Scalar::Byte => return quote!(i64),
        Scalar::DateTime => file.runtime(runtime::DATE_TIME),
        Scalar::TimeSpan => file.runtime(runtime::DURATION),
        Scalar::ExternalResource => file.runtime(runtime::EXTERNAL_RESOURCE),
        Scalar::Object => file.runtime(runtime::VALUE),
        Scalar::Enumeration(name) => match types.enumeration(name) {
            Some(name) => file.ty(name),
            None => return quote!(String),
        },
    };
    quote!(#name)
}

/// The declaration of a link's field.
pub(crate) fn link(file: &mut File<'_>, plan: &Plan<'_>, own: &str, field: &Named<'_, Link>) -> TokenStream {
    let link = field.item;
    let docs =
        if link.many { link_docs(file, link, "links", "to") } else { link_docs(file, link, "link", "to") };
    let attribute = name_attribute(&field.name, &link.rel);
    let name = ident(&field.name);
    let target = match &link.target {
        Some(target) => plan.types.resource(target),
        // Wherever a page does not say so, too.
        None if link.rel == SELF => Some(own),
        None => None,
    };
    let target = file.ty(target.unwrap_or(runtime::ANY_RESOURCE.name));
    let ty = file.runtime(runtime::LINK);
    let ty = if link.many { quote!(Vec<#ty<#target>>) } else { quote!(Option<#ty<#target>>) };
    quote!(#docs #attribute pub #name: #ty)
}

/// The rel under which every resource links to itself.
const SELF: &str = "self";

/// The declaration of an embedded resource's field; none for one of no documented type.
pub(crate) fn embedded(file: &mut File<'_>, plan: &Plan<'_>, field: &Named<'_, Link>) -> Option<TokenStream> {
    let target = plan.types.resource(field.item.target.as_deref()?)?;
    let docs = match field.item.many {
        true => link_docs(file, field.item, "embedded resources", "each a"),
        false => link_docs(file, field.item, "embedded resource", "a"),
    };
    let attribute = name_attribute(&field.name, &field.item.rel);
    let name = ident(&field.name);
    let target = file.ty(target);
    let ty = if field.item.many { quote!(Vec<#target>) } else { quote!(Option<Box<#target>>) };
    Some(quote!(#docs #attribute pub #name: #ty))
}

/// The attribute that gives a field its name on the wire, where the derive would not think of it.
fn name_attribute(field: &str, wire: &str) -> Option<TokenStream> {
    let plain = field.strip_prefix("r#").unwrap_or(field);
    (lower_camel(plain) != wire).then(|| quote!(#[ucwa(name = #wire)]))
}

/// What is said about a property or a parameter.
pub(crate) fn property_docs(file: &File<'_>, property: &Property) -> Doc {
    let mut facts = vec![format!("{} on the wire", code(&property.name))];
    facts.extend(match &property.ty {
        Type::Scalar(Scalar::Uri) => Some("a URI".to_owned()),
        Type::Array(Scalar::Uri) => Some("URIs".to_owned()),
        _ => None,
    });
    facts.extend(property.max_length.map(|length| format!("at most {length} characters")));
    facts.extend(match (property.minimum, property.maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("from {minimum} to {maximum}")),
        (Some(minimum), None) => Some(format!("at least {minimum}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}")),
        (None, None) => None,
    });
    facts.extend(property.default.as_ref().map(|default| format!("{} by default", code(default))));
    if property.required {
        facts.push("required".to_owned());
    }
    if property.observed {
        facts.push("undocumented".to_owned());
    }
    Doc::new().prose(file, &property.description).markdown(format!("{}.", facts.join("; ")))
}

fn link_docs(file: &File<'_>, link: &Link, what: &str, relation: &str) -> Doc {
    let observed = if link.observed { "undocumented " } else { "" };
    let mut fact = format!("{observed}{what} {}", code(&link.rel));
    capitalize(&mut fact);
    if let Some(target) = link.target.as_ref().filter(|target| **target != link.rel && link.rel != SELF) {
        fact.push_str(&format!(", {relation} {}", code(target)));
    }
    fact.push('.');
    Doc::new().prose(file, &link.description).markdown(fact)
}

/// Makes the first letter an upper-case one.
fn capitalize(text: &mut str) {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
}
