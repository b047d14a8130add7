//! A set of resource types → its implementations.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::{AnyResource, ResourceType, Rest};
use crate::types::place;

pub(crate) fn expand(AnyResource { krate, ident, types, unknown }: &AnyResource) -> TokenStream {
    // Each type is named where it is, and as the same trait, so that what is wrong with it several times is reported once.
    let member: Vec<_> = types
        .iter()
        .map(|ResourceType { ty, .. }| {
            let place = place(ty);
            quote_spanned!(place=> <#ty as UcwaMember>)
        })
        .collect();
    let variants: Vec<_> = types.iter().map(|ResourceType { variant, .. }| variant).collect();
    let indices: Vec<_> = (0..types.len()).collect();
    let distinct = types.iter().enumerate().map(
        |(index, ResourceType { ty, .. })| quote_spanned!(place(ty)=> ucwa_distinct(UCWA_TWICE, #index);),
    );
    let roles = types
        .iter()
        .enumerate()
        .flat_map(|(index, ResourceType { also, .. })| also.iter().map(move |rel| quote!((#rel, #index))));
    let Rest { variant: unknown, ty: rest } = unknown;
    let place = place(rest);
    let for_rel = quote_spanned!(place=> UcwaSet::for_rel(rel)?);
    let other = quote_spanned!(place=> UcwaSet::other(value));
    let view = quote_spanned!(place=> UcwaSet::view(rest));
    let model_mut = quote_spanned!(place=> UcwaSet::model_mut(rest));
    let set = quote!(use #krate::codec::ResourceSet as UcwaSet;);
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
    let own = (!types.is_empty()).then(|| {
        quote! {
            use #krate::codec::SetMember as UcwaMember;

            const _: () = {
                use #krate::codec::distinct as ucwa_distinct;
                const UCWA_TWICE: ::core::option::Option<usize> = #krate::codec::twice(&[#(#member::OWN_REL),*]);
                #(#distinct)*
            };
            // A type's own rel goes before the roles of others.
            static TYPES: ::std::sync::LazyLock<#krate::codec::RelTable> =
                ::std::sync::LazyLock::new(|| #krate::codec::RelTable::new(&[#((#member::OWN_REL, #indices),)* #(#roles,)*]));
            if let ::core::option::Option::Some(index) = TYPES.find(rel) {
                return ::core::option::Option::Some(match index {
                    #(#indices => Self::#variants(#member::boxed()),)*
                    _ => return ::core::option::Option::None,
                });
            }
        }
    });
    let resource = (!types.is_empty()).then(|| quote!(use #krate::codec::SetMember as UcwaMember;));
    quote! {
        #[automatically_derived]
        impl #krate::codec::ResourceSet for #ident {
            fn for_rel(rel: &str) -> ::core::option::Option<Self> {
                #set
                #own
                ::core::option::Option::Some(Self::#unknown(#for_rel))
            }

            fn other(value: #krate::Value) -> Self {
                #set
                Self::#unknown(#other)
            }

            fn view(&self) -> #krate::codec::AnyRef<'_> {
                #resource
                #set
                match self {
                    #(Self::#variants(resource) => #krate::codec::AnyRef::Model(#member::model(resource)),)*
                    Self::#unknown(rest) => #view,
                }
            }

            fn model_mut(&mut self) -> ::core::option::Option<&mut dyn #krate::codec::Model> {
                #resource
                #set
                match self {
                    #(Self::#variants(resource) => ::core::option::Option::Some(#member::model_mut(resource)),)*
                    Self::#unknown(rest) => #model_mut,
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
