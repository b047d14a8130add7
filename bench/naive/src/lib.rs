//! The baseline: the same resources, properties, links and enumerations as plain serde derives.
//!
//! A struct has an `Option` for each member, a `rename` for its name and a setter like ours; an enumeration has one member
//! for all that is not documented. What an operation can be refused with, and which methods there are, is left out: it costs nothing to
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

    fn structure(&self, name: &Ident, fields: &[Field]) -> TokenStream {
        let declared = fields.iter().map(Field::declaration);
        let setters = fields.iter().map(Field::setter);
        let flattened = self.flattened();
        let required: Vec<&Field> = fields.iter().filter(|field| field.is_required).collect();
        let default = required.is_empty().then(|| quote!(Default,));
        let constructor = (!required.is_empty()).then(|| {
            let parameters = required.iter().map(|Field { ident, argument, .. }| quote!(#ident: #argument));
            let values = fields.iter().map(|field| {
                let ident = &field.ident;
                let value = if field.is_required { field.value(ident) } else { quote!(Default::default()) };
                quote!(#ident: #value,)
            });
            let unknown = flattened.as_ref().map(|_| quote!(unknown: Default::default(),));
            quote! {
                #[must_use]
                pub fn new(#(#parameters),*) -> Self { Self { #(#values)* #unknown } }
            }
        });
        let methods = (!fields.is_empty()).then(|| quote!(impl #name { #constructor #(#setters)* }));
        quote! {
            #[derive(Clone, Debug, #default PartialEq, serde::Serialize, serde::Deserialize)]
            pub struct #name { #(#declared,)* #flattened }
            #methods
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
        let flattened = self.flattened();
        quote! {
            #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
            pub struct Link { #(#fields,)* #flattened }
        }
    }

    fn page(&self, resource: &Resource) -> TokenStream {
        let mut items = TokenStream::new();
        if resource.kind != ResourceKind::Role {
            let links = resource.links.iter().map(|link| (link.rel.as_str(), link.many));
            items.extend(self.body(
                &resource.name,
                &resource.properties,
                false,
                links.collect(),
                &resource.embedded,
            ));
        }
        for (operation, side, fields) in parts(resource) {
            items.extend(self.body(&part_name(operation, side), fields, side == "Input", Vec::new(), &[]));
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
        is_input: bool,
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
                let form = if property.ty.is_array() { Form::OptionalList } else { Form::One };
                let mut field = Field::new(&mut taken, name, &scalar(&property.ty), form);
                field.is_required = is_input && property.required;
                fields.push(field);
            }
        }
        let name = name.to_upper_camel_case();
        let mut items = TokenStream::new();
        let mut group = |suffix: &str, wire: &str, members: &[Field]| {
            let ty = format_ident!("{name}{suffix}");
            items.extend(self.structure(&ty, members));
            let field = Field::new(&mut BTreeSet::new(), suffix, &quote!(#ty), Form::Group);
            fields.push(Field { wire: wire.to_owned(), ..field });
        };
        if !links.is_empty() {
            let mut taken = BTreeSet::from(["unknown".to_owned()]);
            let member = |(name, many): (&str, bool)| match many {
                true => Field::new(&mut taken, name, &quote!(super::Link), Form::List),
                false => Field::new(&mut taken, name, &quote!(super::Link), Form::One),
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
                    true => Field::new(&mut taken, &link.rel, &ty, Form::List),
                    false => Field::new(&mut taken, &link.rel, &quote!(Box<#ty>), Form::One),
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

/// A field of a struct, and how it is set.
struct Field {
    ident: Ident,
    wire: String,
    ty: TokenStream,
    argument: TokenStream,
    form: Form,
    is_required: bool,
}

/// What a field holds.
#[derive(Clone, Copy)]
enum Form {
    One,
    OptionalList,
    List,
    Group,
}

impl Field {
    fn new(taken: &mut BTreeSet<String>, name: &str, item: &TokenStream, form: Form) -> Self {
        let ident = unique(taken, &name.to_snake_case());
        let (ty, argument) = match form {
            Form::One => (quote!(Option<#item>), quote!(impl Into<#item>)),
            Form::OptionalList => (quote!(Option<Vec<#item>>), quote!(impl IntoIterator<Item: Into<#item>>)),
            Form::List => (quote!(Vec<#item>), quote!(impl IntoIterator<Item: Into<#item>>)),
            Form::Group => (quote!(Option<#item>), quote!(#item)),
        };
        Self { ident, wire: name.to_owned(), ty, argument, form, is_required: false }
    }

    fn declaration(&self) -> TokenStream {
        let Self { ident, wire, ty, .. } = self;
        match self.form {
            Form::List => quote! {
                #[serde(rename = #wire, default, skip_serializing_if = "Vec::is_empty")]
                pub #ident: #ty
            },
            _ => quote! {
                #[serde(rename = #wire, skip_serializing_if = "Option::is_none")]
                pub #ident: #ty
            },
        }
    }

    /// What an argument of this name is made into.
    fn value(&self, argument: &Ident) -> TokenStream {
        let list = quote!(#argument.into_iter().map(Into::into).collect());
        match self.form {
            Form::One => quote!(Some(#argument.into())),
            Form::OptionalList => quote!(Some(#list)),
            Form::List => list,
            Form::Group => quote!(Some(#argument)),
        }
    }

    fn setter(&self) -> TokenStream {
        let Self { ident, argument, .. } = self;
        let method = format_ident!("with_{}", ident);
        let value = self.value(&format_ident!("value"));
        quote! {
            #[must_use]
            pub fn #method(mut self, value: #argument) -> Self {
                self.#ident = #value;
                self
            }
        }
    }
}

fn scalar(ty: &Type) -> TokenStream {
    match ty.scalar() {
        Scalar::Boolean => quote!(bool),
        Scalar::Int32 | Scalar::Byte => quote!(i64),
        Scalar::Object | Scalar::ExternalResource => quote!(serde_json::Value),
        Scalar::Enumeration(name) => {
            let name = format_ident!("{}", name.to_upper_camel_case());
            quote!(super::enumerations::#name)
        }
        // Strings, URIs, instants and time spans, and whatever a schema may come to have.
        _ => quote!(String),
    }
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
