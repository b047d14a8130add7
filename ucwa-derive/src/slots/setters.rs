//! The methods that build a struct: `with_*` for each field, and `new` if some of them are required.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Path, Type};

use super::{Declared, Description, Kind};
use crate::types::argument;

/// How many parameters clippy lets a function have.
const MANY: usize = 7;

pub(crate) fn expand(description: &Description) -> TokenStream {
    let Description { krate, ident, generics, members, has_setters, kind, .. } = description;
    if !has_setters {
        return TokenStream::new();
    }
    let groups = match kind {
        Kind::Links | Kind::Embedded => [None, None],
        Kind::Model(model) => [model.links.as_ref(), model.embedded.as_ref()],
    };
    let members = members.iter().map(|member| setter(krate, &member.field, Value::of(&member.field.ty)));
    let groups = groups.into_iter().flatten().map(|group| setter(krate, group, Value::Group(&group.ty)));
    let setters: Vec<_> = members.chain(groups).collect();
    if setters.is_empty() {
        return TokenStream::new();
    }
    let constructor = constructor(description);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        impl #impl_generics #ident #ty_generics #where_clause {
            #constructor
            #(#setters)*
        }
    }
}

/// The constructor; nothing if no field is required, because `default()` is enough then.
fn constructor(Description { krate, vis, ident, members, .. }: &Description) -> TokenStream {
    let required: Vec<_> = members.iter().filter(|member| member.is_required).collect();
    if required.is_empty() {
        return TokenStream::new();
    }
    let (parameters, values): (Vec<_>, Vec<_>) = required
        .iter()
        .map(|member| {
            let Declared { ident, ty, .. } = &member.field;
            let (ty, value) = Value::of(ty).argument(krate, ident);
            (quote!(#ident: #ty), quote!(made.#ident = #value;))
        })
        .unzip();
    let allow = (required.len() > MANY).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let docs = format!(" Creates a `{ident}` with its required members.");
    quote! {
        #[doc = #docs]
        #[must_use]
        #allow
        #vis fn new(#(#parameters),*) -> Self {
            let mut made = <Self as #krate::codec::Model>::empty();
            #(#values)*
            made
        }
    }
}

fn setter(krate: &Path, Declared { vis, ident, .. }: &Declared, value: Value<'_>) -> TokenStream {
    let name = name(ident);
    let docs = format!(" Sets `{name}`.");
    let method = format_ident!("with_{name}", span = ident.span());
    let (ty, value) = value.argument(krate, &format_ident!("value"));
    quote! {
        #[doc = #docs]
        #[must_use]
        #vis fn #method(mut self, value: #ty) -> Self {
            self.#ident = #value;
            self
        }
    }
}

/// The name of a field without the escape of a keyword.
fn name(field: &Ident) -> String {
    let name = field.to_string();
    match name.as_str() {
        // These cannot be raw.
        "self_" | "Self_" | "super_" | "crate_" => name.trim_end_matches('_').to_owned(),
        name => name.trim_start_matches("r#").to_owned(),
    }
}

/// What a field holds, and therefore what it is set to.
enum Value<'t> {
    /// An `Option<T>`.
    One(&'t Type),
    /// An `Option<Vec<T>>`.
    OptionalList(&'t Type),
    /// A `Vec<T>`.
    List(&'t Type),
    /// The links or the embedded resources, of this type.
    Group(&'t Type),
}

impl<'t> Value<'t> {
    fn of(ty: &'t Type) -> Self {
        match (argument(ty, "Option"), argument(ty, "Vec")) {
            (Some(one), _) => argument(one, "Vec").map_or(Self::One(one), Self::OptionalList),
            (None, Some(item)) => Self::List(item),
            (None, None) => Self::Group(ty),
        }
    }

    /// The type of an argument, and the value made from it.
    fn argument(self, krate: &Path, name: &Ident) -> (TokenStream, TokenStream) {
        match self {
            Self::One(ty) => (
                quote!(impl ::core::convert::Into<#ty>),
                quote!(::core::option::Option::Some(::core::convert::Into::into(#name))),
            ),
            Self::OptionalList(item) => {
                let (ty, list) = Self::List(item).argument(krate, name);
                (ty, quote!(::core::option::Option::Some(#list)))
            }
            Self::List(item) => (
                quote!(impl ::core::iter::IntoIterator<Item: ::core::convert::Into<#item>>),
                quote!(#krate::codec::list(#name)),
            ),
            Self::Group(ty) => (quote!(#ty), quote!(#name)),
        }
    }
}
