//! A description → its implementations.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::GenericParam;
use syn::spanned::Spanned;

use super::{Declared, Description, Form, Kind, Rel, setters};

pub(crate) fn expand(description: &Description) -> TokenStream {
    let slots = slots(description);
    let setters = setters::expand(description);
    let Kind::Model { form, links, embedded, unknown } = &description.kind else {
        return quote!(#slots #setters);
    };
    let model = model(description, form, links.as_ref(), embedded.as_ref(), unknown);
    let also = match form {
        Form::Resource(rel) => Some(resource(description, rel)),
        Form::Input if description.members.iter().all(|member| !member.is_required) => {
            Some(optional_query(description))
        }
        Form::Input | Form::Object(_) => None,
    };
    quote!(#slots #model #also #setters)
}

/// Keeps rustc from compiling a method again in each crate that decodes the type. One that has next to nothing is better
/// compiled there, and not at all where it is not used.
fn once(is_small: bool) -> TokenStream {
    if is_small { quote!(#[inline]) } else { quote!(#[inline(never)]) }
}

fn slots(Description { krate, ident, generics, members, .. }: &Description) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let methods = (!members.is_empty()).then(|| {
        let once = once(false);
        let names = members.iter().map(|member| &member.name);
        let read = members.iter().map(|member| {
            let Declared { ident, ty, .. } = &member.field;
            // An error about the type of a field is one of the field.
            quote_spanned!(ty.span()=> show.field(&self.#ident);)
        });
        let write = members.iter().enumerate().map(|(index, member)| {
            let Declared { ident, ty, .. } = &member.field;
            quote_spanned!(ty.span()=> #index => #krate::codec::Field::slot_mut(&mut self.#ident),)
        });
        quote! {
            fn names(&self) -> &'static [&'static str] {
                &[#(#names),*]
            }

            #once
            fn each<'ucwa_a>(&'ucwa_a self, mut show: #krate::codec::Show<'_, 'ucwa_a>) {
                #(#read)*
            }

            #once
            fn slot_mut(&mut self, index: usize) -> ::core::option::Option<#krate::codec::SlotMut<'_>> {
                ::core::option::Option::Some(match index {
                    #(#write)*
                    _ => return ::core::option::Option::None,
                })
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::Slots for #ident #ty_generics #where_clause {
            #methods
        }
    }
}

fn model(
    Description { krate, ident, generics, members, .. }: &Description,
    form: &Form,
    links: Option<&Declared>,
    embedded: Option<&Declared>,
    unknown: &Declared,
) -> TokenStream {
    let (_, ty_generics, where_clause) = generics.split_for_impl();
    let params = generics.params.iter().map(without_default);
    let once = once(members.is_empty() && links.is_none() && embedded.is_none());
    let form = match form {
        Form::Resource(Rel { rel, .. }) => quote!(Resource(#rel)),
        Form::Input => quote!(Input),
        Form::Object(element) => quote!(Object(#element)),
    };
    let members = members.iter().map(|member| &member.field.ident);
    let [links, embedded] = [links, embedded].map(|group| group.map(|group| &group.ident));
    let unknown = &unknown.ident;
    quote! {
        #krate::codec::__model! {
            [#(#params),*] [#ident #ty_generics] [#where_clause]
            #once #form [#(#members)*] [#links] [#embedded] #unknown
        }
    }
}

fn resource(Description { krate, ident, generics, .. }: &Description, rel: &Rel) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let Rel { rel, revision } = rel;
    let revision = revision.as_ref().map(|revision| quote!(const REVISION: u32 = #revision;));
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::Resource for #ident #ty_generics #where_clause {
            const REL: &'static str = #rel;
            #revision
        }
    }
}

/// An input that can be left out, if it is a query.
fn optional_query(Description { krate, ident, generics, .. }: &Description) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::operation::OptionalQuery for #ident #ty_generics #where_clause {}
    }
}

/// A parameter as an implementation declares it.
fn without_default(parameter: &GenericParam) -> GenericParam {
    let mut parameter = parameter.clone();
    if let GenericParam::Type(parameter) = &mut parameter {
        parameter.default = None;
    }
    parameter
}
