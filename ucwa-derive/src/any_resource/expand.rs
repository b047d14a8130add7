//! A set of resource types → its implementations.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{AnyResource, ResourceType};

pub(crate) fn expand(AnyResource { krate, ident, types, unknown }: &AnyResource) -> TokenStream {
    let variants: Vec<_> = types.iter().map(|ResourceType { variant, .. }| variant).collect();
    let indices = 0..types.len();
    // A type's own rel goes before the roles of others.
    let own = types.iter().enumerate().map(|(index, ResourceType { ty, .. })| {
        quote_spanned!(ty.span()=> (<#ty as #krate::codec::Resource>::REL, #index))
    });
    let roles = types
        .iter()
        .enumerate()
        .flat_map(|(index, ResourceType { also, .. })| also.iter().map(move |rel| quote!((#rel, #index))));
    let from = types.iter().map(|ResourceType { variant, ty, .. }| {
        quote! {
            #[automatically_derived]
            impl ::core::convert::From<#ty> for #ident {
                fn from(resource: #ty) -> Self {
                    Self::#variant(::std::boxed::Box::new(resource))
                }
            }
        }
    });
    let for_rel = if types.is_empty() {
        quote! {
            fn for_rel(_: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    } else {
        quote! {
            fn for_rel(rel: &str) -> ::core::option::Option<Self> {
                static TYPES: ::std::sync::LazyLock<#krate::codec::RelTable> =
                    ::std::sync::LazyLock::new(|| #krate::codec::RelTable::new(&[#(#own,)* #(#roles,)*]));
                ::core::option::Option::Some(match TYPES.find(rel)? {
                    #(#indices => Self::#variants(#krate::codec::boxed()),)*
                    _ => return ::core::option::Option::None,
                })
            }
        }
    };
    quote! {
        #[automatically_derived]
        impl #krate::codec::ResourceSet for #ident {
            #for_rel

            fn other(value: #krate::Value) -> Self {
                Self::#unknown(value)
            }

            fn view(&self) -> #krate::codec::AnyRef<'_> {
                match self {
                    #(Self::#variants(resource) => #krate::codec::AnyRef::Model(&**resource),)*
                    Self::#unknown(value) => #krate::codec::AnyRef::Value(value),
                }
            }

            fn model_mut(&mut self) -> ::core::option::Option<&mut dyn #krate::codec::Model> {
                match self {
                    #(Self::#variants(resource) => ::core::option::Option::Some(&mut **resource),)*
                    Self::#unknown(_) => ::core::option::Option::None,
                }
            }
        }

        #[automatically_derived]
        impl #krate::codec::serde::Serialize for #ident {
            fn serialize<S: #krate::codec::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                #krate::codec::serialize_any(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'de> #krate::codec::serde::Deserialize<'de> for #ident {
            fn deserialize<D: #krate::codec::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #krate::codec::deserialize_any(deserializer)
            }
        }

        #(#from)*
    }
}
