//! The errors of an operation, as an enumeration with a table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{Doc, code};
use super::file::{File, ident};
use super::names::GENERIC_ERROR;
use super::plan::{ErrorKind, Errors, OTHER_ERROR};
use super::runtime;

/// Writes down the errors that any resource can answer with.
pub(crate) fn generic(file: &mut File<'_>, errors: &Errors<'_>) {
    let docs = Doc::new().markdown("How any resource can refuse, whatever the operation.");
    let name = ident(OTHER_ERROR);
    let other = Other {
        variant: quote!(#[doc = " Anything else."] #name),
        function: quote! {
            fn other(_: u16, _: &str, _: Option<&str>) -> Self {
                Self::#name
            }
        },
    };
    enumeration(file, errors, &docs, &other, " on most pages");
}

/// Writes down the errors of some operations, beside which there are those that any resource can answer with.
pub(crate) fn of_operations(file: &mut File<'_>, errors: &Errors<'_>) {
    let docs =
        Doc::new().markdown("How an operation can be refused that documents these errors and no others.");
    let (name, generic) = (ident(OTHER_ERROR), file.ty(GENERIC_ERROR));
    let other = Other {
        variant: quote!(#[doc = " Anything else; perhaps what any resource can answer with."] #name(#generic)),
        function: quote! {
            fn other(status: u16, code: &str, subcode: Option<&str>) -> Self {
                Self::#name(#generic::of(status, code, subcode))
            }
        },
    };
    enumeration(file, errors, &docs, &other, "");
}

/// What stands for every error that the enumeration does not list.
struct Other {
    variant: TokenStream,
    function: TokenStream,
}

fn enumeration(file: &mut File<'_>, errors: &Errors<'_>, docs: &Doc, other: &Other, listed: &str) {
    let ty = file.declare(&errors.ty);
    let kind = file.runtime(runtime::ERROR_KIND);
    let row = file.runtime(runtime::DOCUMENTED_ERROR);
    let variants: Vec<_> = errors.kinds.iter().map(|kind| variant(file, kind, listed)).collect();
    let rows: Vec<_> = errors.kinds.iter().map(|kind| documented(file, kind)).collect();
    let kinds = errors.kinds.iter().map(|kind| ident(&kind.name));
    let Other { variant, function } = other;
    let docs = file.comment(docs);
    file.push(quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum #ty {
            #(#variants,)*
            #variant,
        }
    });
    file.push(quote! {
        impl #kind for #ty {
            const DOCUMENTED: &'static [#row] = &[#(#rows),*];
            const KINDS: &'static [Self] = &[#(Self::#kinds),*];

            #function
        }
    });
}

fn variant(file: &mut File<'_>, kind: &ErrorKind<'_>, listed: &str) -> TokenStream {
    let mut docs = Doc::new();
    for description in &kind.descriptions {
        docs = docs.prose(file, description);
    }
    let status = kind.status.map(|status| status.to_string());
    let facts: Vec<_> = status.into_iter().chain([code(kind.code)]).chain(kind.subcode.map(code)).collect();
    let docs = docs.markdown(format!("{}{listed}.", facts.join(" ")));
    let docs = file.comment(&docs);
    let name = ident(&kind.name);
    quote!(#docs #name)
}

fn documented(file: &mut File<'_>, kind: &ErrorKind<'_>) -> TokenStream {
    let ty = file.runtime(runtime::DOCUMENTED_ERROR);
    let code = kind.code;
    let status = kind.status.map(|status| {
        let status = Literal::u16_unsuffixed(status);
        quote!(.status(#status))
    });
    let subcode = kind.subcode.map(|subcode| quote!(.subcode(#subcode)));
    quote!(#ty::new(#code) #status #subcode)
}
