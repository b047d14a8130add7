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

            fn member(&self) -> ::core::result::Result<&'static str, &str> {
                ::core::result::Result::Ok(match self {
                    #(Self::#variants => #names,)*
                    Self::#unrecognized(text) => return ::core::result::Result::Err(text),
                })
            }
        }

        // Here, since the lints of whoever derives it leave alone what a derive writes.
        impl #ident {
            /// Returns the name on the wire; an undocumented string is returned unchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                #krate::codec::Enumeration::as_str(self)
            }

            /// Whether this is a documented member.
            #[must_use]
            pub fn is_recognized(&self) -> bool {
                #krate::codec::Enumeration::is_recognized(self)
            }
        }

        #krate::codec::__enumeration! { #ident }
    }
}
