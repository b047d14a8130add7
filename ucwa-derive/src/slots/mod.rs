//! `Resource`, `Input`, `Object`, `Links` and `Embedded`: structs as tables of slots.

mod expand;
mod setters;

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Error, Field, Fields, GenericParam, Generics, Ident, LitInt, LitStr, Path, Result,
    Type, Visibility,
};

use crate::attributes::{Attributes, Names, note};
use crate::runtime;
use crate::types::{advice, argument};

pub(crate) use self::expand::expand;

/// A struct described as slots.
pub(crate) struct Description {
    pub(crate) krate: Path,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) members: Vec<Member>,
    /// Whether it has methods that build it.
    pub(crate) has_setters: bool,
    pub(crate) kind: Kind,
}

/// A field of a struct.
pub(crate) struct Declared {
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

/// One documented member.
pub(crate) struct Member {
    pub(crate) field: Declared,
    pub(crate) name: LitStr,
    /// Whether it cannot be omitted.
    pub(crate) is_required: bool,
}

/// What a struct describes.
pub(crate) enum Kind {
    /// Links alone.
    Links,
    /// Embedded resources alone.
    Embedded,
    /// A whole representation.
    Model(Box<Model>),
}

/// The parts of a representation beside its members.
pub(crate) struct Model {
    pub(crate) form: Form,
    pub(crate) links: Option<Declared>,
    pub(crate) embedded: Option<Declared>,
    pub(crate) unknown: Declared,
}

/// What distinguishes a representation from others.
pub(crate) enum Form {
    Resource(Rel),
    Input,
    /// Under an XML element of this name.
    Object(LitStr),
}

/// The resource that a representation belongs to.
pub(crate) struct Rel {
    pub(crate) rel: LitStr,
    /// `None` means the first.
    pub(crate) revision: Option<LitInt>,
}

/// The input of `derive(Resource)`.
pub(crate) struct Resource(pub(crate) Description);
/// The input of `derive(Input)`.
pub(crate) struct Input(pub(crate) Description);
/// The input of `derive(Object)`.
pub(crate) struct Object(pub(crate) Description);
/// The input of `derive(Links)`.
pub(crate) struct Links(pub(crate) Description);
/// The input of `derive(Embedded)`.
pub(crate) struct Embedded(pub(crate) Description);

impl TryFrom<DeriveInput> for Resource {
    type Error = Error;

    fn try_from(input: DeriveInput) -> Result<Self> {
        let mut attributes = Attributes::parse(&input.attrs, &["rel", "revision", "setters", "crate"])?;
        let Some(rel) = attributes.rel.take() else {
            return Err(Error::new(input.ident.span(), "a resource needs its rel: #[ucwa(rel = \"…\")]"));
        };
        let form = Form::Resource(Rel { rel, revision: attributes.revision.take() });
        model(input, attributes, form, &["rel", "_links", "_embedded"]).map(Self)
    }
}

impl TryFrom<DeriveInput> for Input {
    type Error = Error;

    fn try_from(input: DeriveInput) -> Result<Self> {
        let attributes = Attributes::parse(&input.attrs, &["setters", "crate"])?;
        model(input, attributes, Form::Input, &["_links", "_embedded"]).map(Self)
    }
}

impl TryFrom<DeriveInput> for Object {
    type Error = Error;

    fn try_from(input: DeriveInput) -> Result<Self> {
        let mut attributes = Attributes::parse(&input.attrs, &["element", "setters", "crate"])?;
        let element = attributes.element.take().unwrap_or_else(|| LitStr::new("resource", Span::call_site()));
        // An event's `_embedded` is a member like any other: it is keyed by rels that only the server knows.
        model(input, attributes, Form::Object(element), &["_links"]).map(Self)
    }
}

impl TryFrom<DeriveInput> for Links {
    type Error = Error;

    fn try_from(input: DeriveInput) -> Result<Self> {
        group(input, Kind::Links).map(Self)
    }
}

impl TryFrom<DeriveInput> for Embedded {
    type Error = Error;

    fn try_from(input: DeriveInput) -> Result<Self> {
        group(input, Kind::Embedded).map(Self)
    }
}

/// Parses a group of links or of embedded resources.
fn group(input: DeriveInput, kind: Kind) -> Result<Description> {
    let attributes = Attributes::parse(&input.attrs, &["setters", "crate"])?;
    let fields = fields(&input)?;
    let mut members = Members::default();
    for field in &fields {
        members.add(field, &["name"], &[]);
    }
    let members = members.finish()?;
    description(input, attributes, members, kind)
}

fn description(
    input: DeriveInput,
    attributes: Attributes,
    members: Vec<Member>,
    kind: Kind,
) -> Result<Description> {
    let has_setters = attributes.flag("setters").is_some();
    let krate = runtime::path(attributes.krate)?;
    let DeriveInput { vis, ident, generics, .. } = input;
    Ok(Description { krate, vis, ident, generics, members, has_setters, kind })
}

/// Parses a whole representation, in which some names have a meaning of their own.
fn model(input: DeriveInput, attributes: Attributes, form: Form, reserved: &[&str]) -> Result<Description> {
    let fields = fields(&input)?;
    let mut members = Members::default();
    for field in &fields {
        members.add(field, &["name", "required", "links", "embedded", "unknown"], reserved);
    }
    if members.unknown.is_none() {
        let message =
            "a representation needs a field for undocumented members: #[ucwa(unknown)] unknown: Unknown";
        note(&mut members.errors, Error::new(input.ident.span(), message));
    }
    // An object's link is a member like any other. Those of a resource are in its group, and decoded from there alone.
    if !matches!(form, Form::Object(_)) {
        members.refuse_links();
    }
    let Members { links, embedded, unknown, .. } = &mut members;
    let (links, embedded, unknown) = (links.take(), embedded.take(), unknown.take());
    let members = members.finish()?;
    let Some(unknown) = unknown else {
        return Err(Error::new(input.ident.span(), "no field for undocumented members"));
    };
    let kind = Kind::Model(Box::new(Model { form, links, embedded, unknown }));
    description(input, attributes, members, kind)
}

/// The fields of a struct that can be described.
fn fields(input: &DeriveInput) -> Result<Vec<Field>> {
    for parameter in &input.generics.params {
        let message = match parameter {
            GenericParam::Type(_) => continue,
            GenericParam::Lifetime(_) => "lifetimes are not supported: a representation owns its data",
            GenericParam::Const(_) => "const parameters are not supported",
        };
        return Err(Error::new(parameter.span(), message));
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter().cloned().collect()),
            Fields::Unit => Ok(Vec::new()),
            Fields::Unnamed(fields) => {
                Err(Error::new(fields.span(), "the fields need names, because members have names"))
            }
        },
        Data::Enum(data) => Err(Error::new(data.enum_token.span, "expected a struct, found an enum")),
        Data::Union(data) => Err(Error::new(data.union_token.span, "expected a struct, found a union")),
    }
}

/// The fields of a struct found so far.
#[derive(Default)]
struct Members {
    members: Vec<Member>,
    links: Option<Declared>,
    embedded: Option<Declared>,
    unknown: Option<Declared>,
    names: Names,
    /// All errors, so that they can be corrected at once.
    errors: Option<Error>,
}

impl Members {
    fn add(&mut self, field: &Field, allowed: &[&'static str], reserved: &[&str]) {
        if let Err(error) = self.try_add(field, allowed, reserved) {
            note(&mut self.errors, error);
        }
    }

    fn try_add(&mut self, field: &Field, allowed: &[&'static str], reserved: &[&str]) -> Result<()> {
        let Some(ident) = field.ident.clone() else {
            return Err(Error::new(field.span(), "a field needs a name"));
        };
        let attributes = Attributes::parse(&field.attrs, allowed)?;
        let declared = || Declared { vis: field.vis.clone(), ident: ident.clone(), ty: field.ty.clone() };
        let parts =
            [("links", &mut self.links), ("embedded", &mut self.embedded), ("unknown", &mut self.unknown)];
        let mut part_of = None;
        for (name, part) in parts {
            let Some(span) = attributes.flag(name) else {
                continue;
            };
            if let Some(other) = part_of {
                return Err(Error::new(span, format!("one field cannot be both `{other}` and `{name}`")));
            }
            if let Some(Declared { ident: first, .. }) = part {
                return Err(Error::new(span, format!("`{name}` is given twice: `{first}` has it too")));
            }
            *part = Some(declared());
            part_of = Some(name);
        }
        let required = attributes.flag("required");
        if let Some(part) = part_of {
            return match (attributes.name, required) {
                (Some(name), _) => {
                    Err(Error::new(name.span(), format!("`{part}` has no name of its own on the wire")))
                }
                (None, Some(span)) => Err(Error::new(span, format!("`{part}` is always present"))),
                (None, None) => Ok(()),
            };
        }
        let name = attributes.name.unwrap_or_else(|| LitStr::new(&lower_camel_case(&ident), ident.span()));
        if reserved.contains(&name.value().as_str()) {
            let message = format!("`{}` has a meaning of its own on the wire", name.value());
            return Err(Error::new(name.span(), message));
        }
        // So that the encoder need not look for them.
        if name.value().contains(|c: char| c.is_ascii_control() || c == '"' || c == '\\') {
            let message = "a name on the wire has no quotes, backslashes or control characters";
            return Err(Error::new(name.span(), message));
        }
        self.names.take(&name)?;
        if let Some(advice) = advice(&field.ty) {
            return Err(Error::new(field.ty.span(), advice));
        }
        let is_required = required.is_some();
        self.members.push(Member { field: declared(), name, is_required });
        Ok(())
    }

    fn refuse_links(&mut self) {
        for Member { field: Declared { ty, .. }, .. } in &self.members {
            let item = argument(ty, "Option").or_else(|| argument(ty, "Vec"));
            if item.is_some_and(|item| argument(item, "Link").is_some()) {
                let message = "a link is not a property: it belongs to the struct under `#[ucwa(links)]`, \
                               which derives `Links`";
                note(&mut self.errors, Error::new(ty.span(), message));
            }
        }
    }

    fn finish(self) -> Result<Vec<Member>> {
        match self.errors {
            Some(errors) => Err(errors),
            None => Ok(self.members),
        }
    }
}

/// `operation_id` is `operationId` on the wire; `r#type` is `type` and `self_` is `self`.
fn lower_camel_case(ident: &Ident) -> String {
    let mut name = String::new();
    let mut upper = false;
    for letter in ident.to_string().trim_start_matches("r#").chars() {
        match letter {
            '_' => upper = !name.is_empty(),
            letter if upper => {
                name.extend(letter.to_uppercase());
                upper = false;
            }
            letter => name.push(letter),
        }
    }
    name
}
