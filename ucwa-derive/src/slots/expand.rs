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

fn slots(Description { krate, ident, generics, members, .. }: &Description) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let names = members.iter().map(|member| &member.name);
    let read = members.iter().enumerate().map(|(index, Member { field, ty, .. })| {
        // An error about the type of a field is one of the field.
        quote_spanned!(ty.span()=> #index => ::core::option::Option::Some(#krate::codec::Field::slot(&self.#field)),)
    });
    let write = members.iter().enumerate().map(|(index, Member { field, ty, .. })| {
        quote_spanned!(ty.span()=> #index => ::core::option::Option::Some(#krate::codec::Field::slot_mut(&mut self.#field)),)
    });
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::Slots for #ident #ty_generics #where_clause {
            fn names(&self) -> &'static [&'static str] {
                &[#(#names),*]
            }

            fn slot(&self, index: usize) -> ::core::option::Option<#krate::codec::Slot<'_>> {
                match index {
                    #(#read)*
                    _ => ::core::option::Option::None,
                }
            }

            fn slot_mut(&mut self, index: usize) -> ::core::option::Option<#krate::codec::SlotMut<'_>> {
                match index {
                    #(#write)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}

fn model(
    Description { krate, ident, generics, .. }: &Description,
    form: &Form,
    links: Option<&Ident>,
    embedded: Option<&Ident>,
    unknown: &Ident,
) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let none = quote!(::core::option::Option::None);
    let (own_rel, element) = match form {
        Form::Resource(Rel { rel, .. }) => (quote!(::core::option::Option::Some(#rel)), quote!("resource")),
        Form::Input => (none, quote!("input")),
        Form::Object(element) => (none, quote!(#element)),
    };
    let group = |field: Option<&Ident>, mutable: Option<TokenStream>| match field {
        Some(field) => quote!(::core::option::Option::Some(&#mutable self.#field)),
        None => quote!(::core::option::Option::None),
    };
    let (links_ref, links_mut) = (group(links, None), group(links, Some(quote!(mut))));
    let (embedded_ref, embedded_mut) = (group(embedded, None), group(embedded, Some(quote!(mut))));
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::Model for #ident #ty_generics #where_clause {
            fn own_rel(&self) -> ::core::option::Option<&'static str> {
                #own_rel
            }

            fn element(&self) -> &'static str {
                #element
            }

            fn links(&self) -> ::core::option::Option<&dyn #krate::codec::Slots> {
                #links_ref
            }

            fn links_mut(&mut self) -> ::core::option::Option<&mut dyn #krate::codec::Slots> {
                #links_mut
            }

            fn embedded(&self) -> ::core::option::Option<&dyn #krate::codec::Slots> {
                #embedded_ref
            }

            fn embedded_mut(&mut self) -> ::core::option::Option<&mut dyn #krate::codec::Slots> {
                #embedded_mut
            }

            fn unknown(&self) -> &#krate::Unknown {
                &self.#unknown
            }

            fn unknown_mut(&mut self) -> &mut #krate::Unknown {
                &mut self.#unknown
            }
        }
    }
}

fn resource(Description { krate, ident, generics, .. }: &Description, rel: &Rel) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let Rel { rel, revision } = rel;
    quote! {
        #[automatically_derived]
        impl #impl_generics #krate::codec::Resource for #ident #ty_generics #where_clause {
            const REL: &'static str = #rel;
            const REVISION: u32 = #revision;
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
                let mut value: Self = ::core::default::Default::default();
                #krate::codec::decode(&mut value, deserializer)?;
                ::core::result::Result::Ok(value)
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
