//! `Enumeration`: enums that accept any string.

mod expand;

use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Fields, Ident, LitStr, Path, Result, Variant};

use crate::attributes::{Attributes, Names, note};
use crate::runtime;

pub(crate) use self::expand::expand;

/// The input of `derive(Enumeration)`.
pub(crate) struct Enumeration {
    pub(crate) krate: Path,
    pub(crate) ident: Ident,
    pub(crate) members: Vec<(Ident, LitStr)>,
    pub(crate) unrecognized: Ident,
}

impl TryFrom<DeriveInput> for Enumeration {
    type Error = Error;

    fn try_from(input: DeriveInput) -> Result<Self> {
        let attributes = Attributes::parse(&input.attrs, &["crate"])?;
        if let Some(parameter) = input.generics.params.first() {
            return Err(Error::new(parameter.span(), "an enumeration has no generic parameters"));
        }
        let Data::Enum(data) = &input.data else {
            return Err(Error::new(input.ident.span(), "an enumeration is an enum"));
        };
        let mut found = Found::default();
        for variant in &data.variants {
            if let Err(error) = found.add(variant) {
                note(&mut found.errors, error);
            }
        }
        if found.unrecognized.is_none() {
            let message = "an enumeration needs a variant for any other text: \
                           #[ucwa(unrecognized)] Unrecognized(Box<str>)";
            note(&mut found.errors, Error::new(input.ident.span(), message));
        }
        match (found.errors, found.unrecognized) {
            (None, Some(unrecognized)) => Ok(Self {
                krate: runtime::path(attributes.krate)?,
                ident: input.ident,
                members: found.members,
                unrecognized,
            }),
            (errors, _) => Err(errors.unwrap_or_else(|| Error::new(input.ident.span(), "no variants"))),
        }
    }
}

/// The variants of an enum found so far.
#[derive(Default)]
struct Found {
    members: Vec<(Ident, LitStr)>,
    unrecognized: Option<Ident>,
    names: Names,
    errors: Option<Error>,
}

impl Found {
    fn add(&mut self, variant: &Variant) -> Result<()> {
        let attributes = Attributes::parse(&variant.attrs, &["name", "unrecognized"])?;
        let ident = variant.ident.clone();
        if let Some(span) = attributes.flag("unrecognized") {
            if let Some(first) = &self.unrecognized {
                return Err(Error::new(span, format!("`unrecognized` is given twice: `{first}` has it too")));
            }
            // Noted even where its fields are wrong, so that it is not reported missing as well.
            self.unrecognized = Some(ident);
            if let Some(name) = attributes.name {
                return Err(Error::new(
                    name.span(),
                    "the variant for any other string has no name on the wire",
                ));
            }
            return match &variant.fields {
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Ok(()),
                fields if fields.is_empty() => Err(Error::new(
                    variant.ident.span(),
                    "the variant for any other string holds it: (Box<str>)",
                )),
                fields => Err(Error::new(
                    fields.span(),
                    "the variant for any other string holds that and nothing else: (Box<str>)",
                )),
            };
        }
        if !variant.fields.is_empty() {
            return Err(Error::new(variant.fields.span(), "a documented member holds nothing"));
        }
        let name = attributes
            .name
            .unwrap_or_else(|| LitStr::new(ident.to_string().trim_start_matches("r#"), ident.span()));
        self.names.take(&name)?;
        self.members.push((ident, name));
        Ok(())
    }
}
