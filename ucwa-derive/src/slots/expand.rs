//! A description → its implementations.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{GenericParam, Ident};

use super::{Declared, Description, Form, Kind, Model, Rel, setters};
use crate::types::place;

pub(crate) fn expand(description: &Description) -> TokenStream {
    let slots = slots(description);
    let setters = setters::expand(description);
    let rest = match &description.kind {
        Kind::Links => group(description, &quote!(LinkGroup)),
        Kind::Embedded => group(description, &quote!(EmbeddedGroup)),
        Kind::Model(parts) => {
            let model = model(description, parts);
            let also = match &parts.form {
                Form::Resource(rel) => Some(resource(description, rel)),
                Form::Input if description.members.iter().all(|member| !member.is_required) => {
                    Some(optional_query(description))
                }
                Form::Input | Form::Object(_) => None,
            };
            quote!(#model #also)
        }
    };
    quote!(#slots #rest #setters)
}

/// Keeps rustc from compiling a method again in each crate that decodes the type. A method that does next to nothing is
/// better compiled there, and not at all if it is unused.
fn once(is_small: bool) -> TokenStream {
    if is_small { quote!(#[inline]) } else { quote!(#[inline(never)]) }
}

fn slots(Description { krate, ident, generics, members, kind, .. }: &Description) -> TokenStream {
    let field = match kind {
        Kind::Links => quote!(LinkField),
        Kind::Embedded => quote!(EmbeddedField),
        Kind::Model(_) => quote!(Field),
    };
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let methods = (!members.is_empty()).then(|| {
        let once = once(false);
        let names = members.iter().map(|member| &member.name);
        let read = members.iter().map(|member| {
            let Declared { ident, ty, .. } = &member.field;
            quote_spanned!(place(ty)=> UcwaField::show(&self.#ident, &mut show);)
        });
        let write = members.iter().enumerate().map(|(index, member)| {
            let Declared { ident, ty, .. } = &member.field;
            quote_spanned!(place(ty)=> #index => UcwaField::slot_mut(&mut self.#ident),)
        });
        quote! {
            fn names(&self) -> &'static [&'static str] {
                &[#(#names),*]
            }

            #once
            fn each<'ucwa_a>(&'ucwa_a self, mut show: #krate::codec::Show<'_, 'ucwa_a>) {
                use #krate::codec::#field as UcwaField;
                #(#read)*
            }

            #once
            fn slot_mut(&mut self, index: usize) -> ::core::option::Option<#krate::codec::SlotMut<'_>> {
                use #krate::codec::#field as UcwaField;
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

/// A group of links or of embedded resources.
fn group(Description { krate, ident, generics, .. }: &Description, of: &TokenStream) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::#of for #ident #ty_generics #where_clause {}
    }
}

fn model(
    Description { krate, ident, generics, members, .. }: &Description,
    Model { form, links, embedded, unknown }: &Model,
) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let params = generics.params.iter().map(without_default);
    let once = once(members.is_empty() && links.is_none() && embedded.is_none());
    let form = match form {
        Form::Resource(Rel { rel, .. }) => quote!(Resource(#rel)),
        Form::Input => quote!(Input),
        Form::Object(element) => quote!(Object(#element)),
    };
    let member = members.iter().map(|member| &member.field.ident);
    let unknown = &unknown.ident;
    let groups: Vec<_> = [("links", "UcwaLinks", links), ("embedded", "UcwaEmbedded", embedded)]
        .into_iter()
        .filter_map(|(part, of, group)| {
            let Declared { ident, ty, .. } = group.as_ref()?;
            let [part, of] = [part, of].map(|name| Ident::new(name, place(ty)));
            Some([
                quote_spanned!(place(ty)=> #ident: #of::empty(),),
                quote_spanned!(place(ty)=> .#part(#of::slots(&self.#ident))),
                quote_spanned!(place(ty)=> .#part(#of::slots_mut(&mut self.#ident))),
            ])
        })
        .collect();
    let [empty, read, write] = [0, 1, 2].map(|index| groups.iter().map(move |group| &group[index]));
    let traits = [
        links.as_ref().map(|_| quote!(use #krate::codec::LinkGroup as UcwaLinks;)),
        embedded.as_ref().map(|_| quote!(use #krate::codec::EmbeddedGroup as UcwaEmbedded;)),
    ];
    let traits = traits.into_iter().flatten().collect::<TokenStream>();
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::Model for #ident #ty_generics #where_clause {
            #once
            fn empty() -> Self {
                #traits
                Self {
                    #(#member: ::core::default::Default::default(),)*
                    #(#empty)*
                    #unknown: ::core::default::Default::default(),
                }
            }

            #once
            fn parts(&self) -> #krate::codec::Parts<'_> {
                #traits
                #krate::codec::Parts::new(#krate::codec::Form::#form, &self.#unknown)#(#read)*
            }

            #once
            fn parts_mut(&mut self) -> #krate::codec::PartsMut<'_> {
                #traits
                #krate::codec::PartsMut::new(&mut self.#unknown)#(#write)*
            }
        }

        #krate::codec::__model! { [#(#params),*] [#ident #ty_generics] [#where_clause] }
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

/// An input that can be omitted, if it is a query.
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
