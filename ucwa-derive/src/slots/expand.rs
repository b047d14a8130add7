//! A description → its implementations.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Generics, Ident, Lifetime, LifetimeParam, Path, parse_quote};

use super::{Description, Form, Kind, Member, Rel};

pub(crate) fn expand(description: &Description) -> TokenStream {
    let slots = slots(description);
    let Kind::Model { form, links, embedded, unknown } = &description.kind else {
        return slots;
    };
    let model = model(description, form, links.as_ref(), embedded.as_ref(), unknown);
    let resource = match form {
        Form::Resource(rel) => Some(resource(description, rel)),
        Form::Input | Form::Object(_) => None,
    };
    let serde = serde(description);
    quote!(#slots #model #resource #serde)
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
        let read = members.iter().map(|Member { field, ty, .. }| {
            // An error about the type of a field is one of the field.
            quote_spanned!(ty.span()=> show.field(&self.#field);)
        });
        let write = members.iter().enumerate().map(|(index, Member { field, ty, .. })| {
            quote_spanned!(ty.span()=> #index => #krate::codec::Field::slot_mut(&mut self.#field),)
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
    links: Option<&Ident>,
    embedded: Option<&Ident>,
    unknown: &Ident,
) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let once = once(members.is_empty() && links.is_none() && embedded.is_none());
    let form = match form {
        Form::Resource(Rel { rel, .. }) => quote!(Resource(#rel)),
        Form::Input => quote!(Input),
        Form::Object(element) => quote!(Object(#element)),
    };
    let none = quote!(::core::option::Option::None);
    let part = |field: Option<&Ident>, borrow: TokenStream| {
        field.map_or(none.clone(), |field| quote!(::core::option::Option::Some(#borrow self.#field)))
    };
    let (links_ref, embedded_ref) = (part(links, quote!(&)), part(embedded, quote!(&)));
    let (links_mut, embedded_mut) = (part(links, quote!(&mut)), part(embedded, quote!(&mut)));
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::Model for #ident #ty_generics #where_clause {
            #once
            fn parts(&self) -> #krate::codec::Parts<'_> {
                #krate::codec::Parts {
                    form: #krate::codec::Form::#form,
                    links: #links_ref,
                    embedded: #embedded_ref,
                    unknown: &self.#unknown,
                }
            }

            #once
            fn parts_mut(&mut self) -> #krate::codec::PartsMut<'_> {
                #krate::codec::PartsMut {
                    links: #links_mut,
                    embedded: #embedded_mut,
                    unknown: &mut self.#unknown,
                }
            }
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

fn serde(Description { krate, ident, generics, .. }: &Description) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let with_lifetime = with_de_lifetime(generics);
    let (de_generics, _, _) = with_lifetime.split_for_impl();
    let serde = serde_path(krate);
    quote! {
        #[automatically_derived]
        impl #impl_generics #serde::Serialize for #ident #ty_generics #where_clause {
            fn serialize<UcwaS: #serde::Serializer>(
                &self,
                serializer: UcwaS,
            ) -> ::core::result::Result<UcwaS::Ok, UcwaS::Error> {
                #krate::codec::encode(self, serializer)
            }
        }

        #[automatically_derived]
        impl #de_generics #serde::Deserialize<'ucwa_de> for #ident #ty_generics #where_clause {
            fn deserialize<UcwaD: #serde::Deserializer<'ucwa_de>>(
                deserializer: UcwaD,
            ) -> ::core::result::Result<Self, UcwaD::Error> {
                #krate::codec::deserialize(deserializer)
            }
        }
    }
}

/// serde, whether or not the crate that derives depends on it.
fn serde_path(krate: &Path) -> Path {
    parse_quote!(#krate::codec::serde)
}

fn with_de_lifetime(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    let lifetime = Lifetime::new("'ucwa_de", proc_macro2::Span::call_site());
    generics.params.insert(0, GenericParam::Lifetime(LifetimeParam::new(lifetime)));
    generics
}
