//! Queries and bodies: structs with a constructor for what is required and a setter for each of the rest.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::facts::Sent;
use super::fields;
use super::file::{File, ident};
use super::plan::{Named, Struct, Types};
use super::resource::unknown;
use super::runtime::{self, Item};
use crate::schema::{Property, Scalar, Type};

/// How many parameters clippy lets a function have.
const MANY: usize = 7;

/// Writes down the struct, with functions to build it unless only the server does; as the XML `element`, if that is not
/// the usual one.
pub(crate) fn emit(
    file: &mut File<'_>,
    types: &Types<'_>,
    body: &Struct<'_, Property>,
    derive: Item,
    docs: &str,
    element: Option<&str>,
) {
    let is_built = derive == runtime::INPUT;
    let sent = if is_built { Sent::ByClient } else { Sent::ByServer };
    let docs = Doc::new().markdown(docs);
    let ty = file.declare(&body.ty);
    let attributes: Vec<_> =
        element.map(|name| quote!(element = #name)).into_iter().chain(file.runtime_attribute()).collect();
    let attribute = (!attributes.is_empty()).then(|| quote!(#[ucwa(#(#attributes),*)]));
    let declared: Vec<_> =
        body.fields.iter().map(|field| fields::property(file, types, field, sent)).collect();
    let unknown = unknown(file, "What is not documented.");
    file.push_struct(&docs, derive, attribute.as_ref(), &ty, &quote!(#(#declared,)* #unknown));
    if !is_built {
        return;
    }
    let (required, rest): (Vec<_>, Vec<_>) = body.fields.iter().partition(|field| field.item.required);
    let constructor = constructor(file, types, &required);
    let setters: Vec<_> = rest.iter().map(|field| setter(file, types, field)).collect();
    if constructor.is_some() || !setters.is_empty() {
        file.push(quote!(impl #ty { #constructor #(#setters)* }));
    }
}

/// The constructor; none where nothing is required, since `default()` is one then.
fn constructor(
    file: &mut File<'_>,
    types: &Types<'_>,
    required: &[&Named<'_, Property>],
) -> Option<TokenStream> {
    if required.is_empty() {
        return None;
    }
    let allow = (required.len() > MANY)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "that many are required")]));
    let parameters: Vec<_> = required
        .iter()
        .map(|field| {
            let name = ident(&field.name);
            let (ty, _) = argument(file, types, &field.item.ty, &quote!(#name));
            quote!(#name: #ty)
        })
        .collect();
    let values: Vec<_> = required
        .iter()
        .map(|field| {
            let name = ident(&field.name);
            let (_, value) = argument(file, types, &field.item.ty, &quote!(#name));
            quote!(#name: Some(#value))
        })
        .collect();
    Some(quote! {
        #[doc = " With what is required."]
        #allow
        #[must_use]
        pub fn new(#(#parameters),*) -> Self {
            Self { #(#values,)* ..Self::default() }
        }
    })
}

fn setter(file: &mut File<'_>, types: &Types<'_>, field: &Named<'_, Property>) -> TokenStream {
    let plain = field.name.strip_prefix("r#").unwrap_or(&field.name);
    let docs = format!(" Sets `{plain}`.");
    let (name, function) = (ident(&field.name), ident(&format!("with_{plain}")));
    let (ty, value) = argument(file, types, &field.item.ty, &quote!(value));
    quote! {
        #[doc = #docs]
        #[must_use]
        pub fn #function(mut self, value: #ty) -> Self {
            self.#name = Some(#value);
            self
        }
    }
}

/// The type of an argument that makes a value of this type, and how it does.
fn argument(
    file: &mut File<'_>,
    types: &Types<'_>,
    ty: &Type,
    name: &TokenStream,
) -> (TokenStream, TokenStream) {
    match ty {
        Type::Scalar(Scalar::String | Scalar::Uri) => (quote!(impl Into<String>), quote!(#name.into())),
        Type::Array(Scalar::String | Scalar::Uri) => (
            quote!(impl IntoIterator<Item = impl Into<String>>),
            quote!(#name.into_iter().map(Into::into).collect()),
        ),
        Type::Array(Scalar::Byte | Scalar::ExternalResource) | Type::Scalar(_) => {
            (fields::value_type(file, types, ty), name.clone())
        }
        Type::Array(scalar) => {
            let item = fields::value_type(file, types, &Type::Scalar(scalar.clone()));
            (quote!(impl IntoIterator<Item = #item>), quote!(#name.into_iter().collect()))
        }
    }
}
