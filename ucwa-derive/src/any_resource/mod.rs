//! `AnyResource`: enums over resource types.

mod expand;

use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Path, Result, Type, Variant};

use crate::attributes::{Attributes, Names, note};
use crate::runtime;
use crate::types::argument;

pub(crate) use self::expand::expand;

/// The input of `derive(AnyResource)`.
pub(crate) struct AnyResource {
    pub(crate) krate: Path,
    pub(crate) ident: Ident,
    pub(crate) types: Vec<ResourceType>,
    pub(crate) unknown: Rest,
}

/// The variant for any other resource.
pub(crate) struct Rest {
    pub(crate) variant: Ident,
    /// Another set of resource types; `Value` is the empty one.
    pub(crate) ty: Type,
}

/// A variant that holds a resource.
pub(crate) struct ResourceType {
    pub(crate) variant: Ident,
    /// The `T` of its `Box<T>`.
    pub(crate) ty: Type,
    /// Rels beside the type's own.
    pub(crate) also: Vec<LitStr>,
}

impl TryFrom<DeriveInput> for AnyResource {
    type Error = Error;

    fn try_from(input: DeriveInput) -> Result<Self> {
        let attributes = Attributes::parse(&input.attrs, &["crate"])?;
        if let Some(parameter) = input.generics.params.first() {
            return Err(Error::new(parameter.span(), "a set of resource types has no generic parameters"));
        }
        let Data::Enum(data) = &input.data else {
            return Err(Error::new(input.ident.span(), "a set of resource types is an enum"));
        };
        let mut found = Found::default();
        for variant in &data.variants {
            if let Err(error) = found.add(variant) {
                note(&mut found.errors, error);
            }
        }
        if found.unknown.is_none() {
            let message = "a set of resource types needs a variant for anything else: \
                           #[ucwa(unknown)] Unknown(Value)";
            note(&mut found.errors, Error::new(input.ident.span(), message));
        }
        match (found.errors, found.unknown) {
            (None, Some(unknown)) => Ok(Self {
                krate: runtime::path(attributes.krate)?,
                ident: input.ident,
                types: found.types,
                unknown,
            }),
            (errors, _) => Err(errors.unwrap_or_else(|| Error::new(input.ident.span(), "no variants"))),
        }
    }
}

/// The variants of an enum found so far.
#[derive(Default)]
struct Found {
    types: Vec<ResourceType>,
    unknown: Option<Rest>,
    names: Names,
    errors: Option<Error>,
}

impl Found {
    fn add(&mut self, variant: &Variant) -> Result<()> {
        let attributes = Attributes::parse(&variant.attrs, &["unknown", "also"])?;
        let field = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first(),
            _ => None,
        };
        if let Some(span) = attributes.flag("unknown") {
            if let Some(Rest { variant: first, .. }) = &self.unknown {
                return Err(Error::new(span, format!("`unknown` is given twice: `{first}` has it too")));
            }
            let Some(field) = field else {
                let message =
                    "the variant for anything else holds the body: (Value), or another set of resource types";
                return Err(Error::new(variant.span(), message));
            };
            self.unknown = Some(Rest { variant: variant.ident.clone(), ty: field.ty.clone() });
            return match attributes.also.first() {
                Some(rel) => Err(Error::new(rel.span(), "the variant for anything else has no rel")),
                None => Ok(()),
            };
        }
        let Some(ty) = field.and_then(|field| argument(&field.ty, "Box")) else {
            return Err(Error::new(
                variant.span(),
                format!("a variant holds one resource, in a box: `{}(Box<…>)`", variant.ident),
            ));
        };
        for rel in &attributes.also {
            self.names.take(rel)?;
        }
        self.types.push(ResourceType {
            variant: variant.ident.clone(),
            ty: ty.clone(),
            also: attributes.also,
        });
        Ok(())
    }
}
