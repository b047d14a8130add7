//! Fields: the types of properties and links.

use proc_macro2::TokenStream;
use quote::quote;

use super::facts::{self, Sent};
use super::file::{File, ident};
use super::names::lower_camel;
use super::plan::{Named, Plan, Types};
use super::runtime;
use crate::schema::{Link, Property, Scalar, Type};

/// The declaration of a property's field.
pub(crate) fn property(
    file: &mut File<'_>,
    types: &Types<'_>,
    field: &Named<'_, Property>,
    sent: Sent,
) -> TokenStream {
    let docs = facts::property(file, field.item, sent);
    let docs = file.comment(&docs);
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
    let docs = facts::link(file, link);
    let docs = file.comment(&docs);
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
pub(crate) const SELF: &str = "self";

/// The declaration of an embedded resource's field; none for one of no documented type.
pub(crate) fn embedded(file: &mut File<'_>, plan: &Plan<'_>, field: &Named<'_, Link>) -> Option<TokenStream> {
    let target = plan.types.resource(field.item.target.as_deref()?)?;
    let docs = facts::embedded(file, field.item);
    let docs = file.comment(&docs);
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
