//! A page about an enumeration.

use quote::quote;

use super::docs::{Doc, code};
use super::file::{File, ident};
use super::plan::{EnumerationPlan, Named, UNRECOGNIZED};
use super::runtime;
use crate::schema::Member;

/// Writes down the enumeration that the page documents.
pub(crate) fn emit(file: &mut File<'_>, plan: &EnumerationPlan<'_>) {
    let enumeration = plan.enumeration;
    let mut fact = format!("{} in the documentation", code(&enumeration.name));
    if let Some(page) = &enumeration.page {
        fact.push_str(&format!("; see {}", code(&page.file)));
    }
    let docs = Doc::new()
        .prose(file, &enumeration.description)
        .prose(file, &enumeration.remarks)
        .markdown(format!("{fact}."));
    let docs = file.comment(&docs);
    let derive = file.runtime(runtime::ENUMERATION);
    let attribute = file.runtime_attribute().map(|attribute| quote!(#[ucwa(#attribute)]));
    let ty = file.declare(&plan.ty);
    let members: Vec<_> = plan.members.iter().map(|named| member(file, named)).collect();
    let unrecognized = ident(UNRECOGNIZED);
    file.push(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash, #derive)]
        #attribute
        #[non_exhaustive]
        pub enum #ty {
            #(#members,)*
            #[doc = " Anything else, as it came."]
            #[ucwa(unrecognized)]
            #unrecognized(Box<str>),
        }
    });
}

fn member(file: &mut File<'_>, member: &Named<'_, Member>) -> proc_macro2::TokenStream {
    let wire = &member.item.name;
    let mut fact = file.wire(wire);
    if member.item.observed {
        fact.push_str("; undocumented");
    }
    let docs = Doc::new().prose(file, &member.item.description).markdown(format!("{fact}."));
    let docs = file.comment(&docs);
    let attribute = (member.name != *wire).then(|| quote!(#[ucwa(name = #wire)]));
    let name = ident(&member.name);
    quote!(#docs #attribute #name)
}
