//! The baseline: the same resources, properties, links and enumerations as plain serde derives.
//!
//! A struct has an `Option` for each member and a `rename` for its name; an enumeration has one member for all that is
//! not documented. What an operation can be refused with, and which methods there are, is left out: it costs nothing to
//! decode, and a user would not write it down.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use ucwa_gen::schema::{
    Enumeration, Link, Operation, Property, Resource, ResourceKind, Scalar, Schema, Type,
};

/// What happens to members that are not documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// They are dropped.
    Dropped,
    /// A flattened map keeps them.
    Kept,
}

/// A struct that stands for a whole body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The page; for what is not its representation also the method, and `Input` or `Output`.
    pub key: String,
    /// The path of the struct below the module.
    pub path: String,
}

/// Every body there is a struct for.
#[must_use]
pub fn bodies(schema: &Schema) -> Vec<Body> {
    let mut bodies = Vec::new();
    for resource in &schema.resources {
        let page = &resource.name;
        let module = module(resource.representation());
        let ty = resource.representation().to_upper_camel_case();
        bodies.push(Body { key: page.clone(), path: format!("{module}::{ty}") });
        for (operation, side, _) in parts(resource) {
            let path = format!("{}::{}", self::module(page), part_name(operation, side));
            bodies.push(Body { key: format!("{page} {} {side}", operation.method), path });
        }
    }
    bodies
}

/// The types of a schema, as the items of a module.
#[must_use]
pub fn rust(schema: &Schema, unknown: Unknown) -> TokenStream {
    let emitter = Emitter { schema, unknown };
    let enumerations = schema.enumerations.iter().map(enumeration);
    let resources = schema.resources.iter().map(|resource| emitter.page(resource));
    let link = emitter.link();
    quote! {
        #link

        pub mod enumerations {
            #(#enumerations)*
        }
        #(#resources)*
    }
}

fn enumeration(enumeration: &Enumeration) -> TokenStream {
    let name = format_ident!("{}", enumeration.name.to_upper_camel_case());
    let mut taken = BTreeSet::from(["Unknown".to_owned()]);
    // The one for everything else has that name too.
    let members = enumeration.members.iter().filter(|member| member.name != "Unknown").map(|member| {
        let name = &member.name;
        let variant = unique(&mut taken, &name.to_upper_camel_case());
        quote!(#[serde(rename = #name)] #variant)
    });
    quote! {
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum #name {
            #(#members,)*
            #[serde(other)]
            Unknown,
        }
    }
}

struct Emitter<'a> {
    schema: &'a Schema,
    unknown: Unknown,
}

impl Emitter<'_> {
    fn flattened(&self) -> Option<TokenStream> {
        (self.unknown == Unknown::Kept)
            .then(|| quote!(#[serde(flatten)] pub unknown: serde_json::Map<String, serde_json::Value>,))
    }

    fn structure(&self, name: &Ident, fields: &[TokenStream]) -> TokenStream {
        let flattened = self.flattened();
        quote! {
            #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
            pub struct #name { #(#fields,)* #flattened }
        }
    }

    /// The link, with the attributes that the tables list.
    fn link(&self) -> TokenStream {
        let fields = self.schema.link_attributes.iter().map(|attribute| {
            let name = format_ident!("{}", attribute.name);
            match attribute.name.as_str() {
                "href" => quote!(pub href: String),
                _ => quote!(#[serde(skip_serializing_if = "Option::is_none")] pub #name: Option<String>),
            }
        });
        self.structure(&format_ident!("Link"), &fields.collect::<Vec<_>>())
    }

    fn page(&self, resource: &Resource) -> TokenStream {
        let mut items = TokenStream::new();
        if resource.kind != ResourceKind::Role {
            let links = resource.links.iter().map(|link| (link.rel.as_str(), link.many));
            items.extend(self.body(
                &resource.name,
                &resource.properties,
                links.collect(),
                &resource.embedded,
            ));
        }
        for (operation, side, fields) in parts(resource) {
            items.extend(self.body(&part_name(operation, side), fields, Vec::new(), &[]));
        }
        let module = ident(&module(&resource.name));
        quote! {
            pub mod #module { #items }
        }
    }

    fn body<'a>(
        &self,
        name: &str,
        properties: &'a [Property],
        mut links: Vec<(&'a str, bool)>,
        embedded: &[Link],
    ) -> TokenStream {
        let mut taken = BTreeSet::from(["links", "embedded", "unknown"].map(str::to_owned));
        let mut fields = Vec::new();
        for property in properties {
            let name = property.name.as_str();
            if ["rel", "_links", "_embedded"].contains(&name) {
            } else if is_content(&property.ty) {
                links.push((name, false));
            } else {
                fields.push(optional(&mut taken, name, &value(&property.ty)));
            }
        }
        let name = name.to_upper_camel_case();
        let mut items = TokenStream::new();
        let mut group = |suffix: &str, wire: &str, members: &[TokenStream]| {
            let ty = format_ident!("{name}{suffix}");
            let field = format_ident!("{}", suffix.to_lowercase());
            items.extend(self.structure(&ty, members));
            fields.push(quote! {
                #[serde(rename = #wire, skip_serializing_if = "Option::is_none")]
                pub #field: Option<#ty>
            });
        };
        if !links.is_empty() {
            let mut taken = BTreeSet::from(["unknown".to_owned()]);
            let member = |(name, many): (&str, bool)| match many {
                true => list(&mut taken, name, &quote!(super::Link)),
                false => optional(&mut taken, name, &quote!(super::Link)),
            };
            group("Links", "_links", &links.into_iter().map(member).collect::<Vec<_>>());
        }
        if !embedded.is_empty() {
            let mut taken = BTreeSet::from(["unknown".to_owned()]);
            let member = |link: &Link| {
                let target = link.target.as_deref().and_then(|target| self.schema.resource(target));
                let ty = match target.map(Resource::representation) {
                    Some(target) => {
                        let (module, ty) =
                            (ident(&module(target)), format_ident!("{}", target.to_upper_camel_case()));
                        quote!(super::#module::#ty)
                    }
                    None => quote!(serde_json::Value),
                };
                match link.many {
                    true => list(&mut taken, &link.rel, &ty),
                    false => optional(&mut taken, &link.rel, &quote!(Box<#ty>)),
                }
            };
            group("Embedded", "_embedded", &embedded.iter().map(member).collect::<Vec<_>>());
        }
        items.extend(self.structure(&format_ident!("{name}"), &fields));
        items
    }
}

/// What is a property to the reader and a link on the wire.
fn is_content(ty: &Type) -> bool {
    matches!(ty, Type::Scalar(Scalar::ExternalResource) | Type::Array(Scalar::Byte))
}

fn optional(taken: &mut BTreeSet<String>, name: &str, ty: &TokenStream) -> TokenStream {
    let field = unique(taken, &name.to_snake_case());
    quote!(#[serde(rename = #name, skip_serializing_if = "Option::is_none")] pub #field: Option<#ty>)
}

fn list(taken: &mut BTreeSet<String>, name: &str, ty: &TokenStream) -> TokenStream {
    let field = unique(taken, &name.to_snake_case());
    quote!(#[serde(rename = #name, default, skip_serializing_if = "Vec::is_empty")] pub #field: Vec<#ty>)
}

fn value(ty: &Type) -> TokenStream {
    let scalar = match ty.scalar() {
        Scalar::Boolean => quote!(bool),
        Scalar::Int32 | Scalar::Byte => quote!(i64),
        Scalar::Object | Scalar::ExternalResource => quote!(serde_json::Value),
        Scalar::Enumeration(name) => {
            let name = format_ident!("{}", name.to_upper_camel_case());
            quote!(super::enumerations::#name)
        }
        Scalar::String | Scalar::Uri | Scalar::DateTime | Scalar::TimeSpan => quote!(String),
    };
    if ty.is_array() { quote!(Vec<#scalar>) } else { scalar }
}

/// The bodies of a page's operations that are not the representation.
fn parts(resource: &Resource) -> impl Iterator<Item = (&Operation, &'static str, &[Property])> {
    resource.operations.iter().flat_map(|operation| {
        let input = if operation.method == "PUT" { &[][..] } else { &operation.input };
        let parts = [("Input", input), ("Output", &operation.output_fields)];
        parts
            .into_iter()
            .filter(|(_, fields)| !fields.is_empty())
            .map(move |(side, fields)| (operation, side, fields))
    })
}

fn part_name(operation: &Operation, side: &str) -> String {
    format!("{}{side}", operation.method.to_upper_camel_case())
}

fn module(page: &str) -> String {
    page.to_snake_case()
}

fn unique(taken: &mut BTreeSet<String>, name: &str) -> Ident {
    let mut found = name.to_owned();
    for number in 2.. {
        if taken.insert(found.clone()) {
            break;
        }
        found = format!("{name}{number}");
    }
    ident(&found)
}

fn ident(name: &str) -> Ident {
    match name {
        "self" | "super" | "crate" | "Self" => format_ident!("{name}_"),
        "type" | "in" | "as" | "where" | "mod" | "use" | "ref" | "move" => {
            Ident::new_raw(name, Span::call_site())
        }
        _ if name.starts_with(|first: char| first.is_ascii_digit()) => format_ident!("_{name}"),
        _ => format_ident!("{name}"),
    }
}
