//! An open enumeration → its implementations.

use proc_macro2::TokenStream;
use quote::quote;

use super::Enumeration;

pub(crate) fn expand(Enumeration { krate, ident, members, unrecognized }: &Enumeration) -> TokenStream {
    let (variants, names): (Vec<_>, Vec<_>) = members.iter().map(|(variant, name)| (variant, name)).unzip();
    quote! {
        #[automatically_derived]
        impl #krate::codec::Enumeration for #ident {
            const MEMBERS: &'static [&'static str] = &[#(#names),*];

            fn from_text(text: &str) -> Self {
                match text {
                    #(#names => Self::#variants,)*
                    other => Self::#unrecognized(::core::convert::From::from(other)),
                }
            }

            fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #names,)*
                    Self::#unrecognized(text) => text,
                }
            }

            fn is_recognized(&self) -> bool {
                !::core::matches!(self, Self::#unrecognized(_))
            }
        }

        #[automatically_derived]
        impl #krate::codec::Scalar for #ident {
            fn read(incoming: #krate::codec::Incoming<'_>) -> ::core::option::Option<Self> {
                #krate::codec::enumeration::read(incoming)
            }

            fn view(&self, _: #krate::codec::Format) -> #krate::codec::View<'_> {
                #krate::codec::enumeration::view(self)
            }
        }

        #[automatically_derived]
        impl #krate::codec::Element for #ident {
            fn slot(field: &::core::option::Option<Self>) -> #krate::codec::Slot<'_> {
                #krate::codec::Slot::Value(field)
            }

            fn slot_mut(field: &mut ::core::option::Option<Self>) -> #krate::codec::SlotMut<'_> {
                #krate::codec::SlotMut::Value(field)
            }
        }

        #[automatically_derived]
        impl #krate::codec::serde::Serialize for #ident {
            fn serialize<S: #krate::codec::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(#krate::codec::Enumeration::as_str(self))
            }
        }

        #[automatically_derived]
        impl<'de> #krate::codec::serde::Deserialize<'de> for #ident {
            fn deserialize<D: #krate::codec::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                #krate::codec::enumeration::deserialize(deserializer)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(#krate::codec::Enumeration::as_str(self))
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&str> for #ident {
            fn from(text: &str) -> Self {
                #krate::codec::Enumeration::from_text(text)
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for #ident {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(#krate::codec::Enumeration::from_text(text))
            }
        }
    }
}
