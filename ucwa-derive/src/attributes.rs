//! `#[ucwa(…)]`: one parser for all places, each of which states what it takes.

use std::collections::HashSet;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};
use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Error, LitInt, LitStr, Path, Result, Token, parenthesized};

/// Removes the attributes of a type and of its fields or variants that are not `#[ucwa(…)]`. Most are documentation,
/// and parsing it would take as long as everything else.
pub(crate) fn own(tokens: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let mut members = Group::new(Delimiter::Brace, own(group.stream()));
                members.set_span(group.span());
                kept.push(TokenTree::Group(members));
            }
            TokenTree::Group(group) if ends_in_hash(&kept) && !is_own(&group) => {
                kept.pop();
            }
            token => kept.push(token),
        }
    }
    kept.into_iter().collect()
}

/// Whether an attribute comes next.
fn ends_in_hash(tokens: &[TokenTree]) -> bool {
    matches!(tokens.last(), Some(TokenTree::Punct(last)) if last.as_char() == '#')
}

fn is_own(attribute: &Group) -> bool {
    let name = attribute.stream().into_iter().next();
    name.is_some_and(|name| name.to_string() == "ucwa")
}

/// The attributes of one type, field or variant.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) krate: Option<Path>,
    pub(crate) rel: Option<LitStr>,
    pub(crate) revision: Option<LitInt>,
    pub(crate) name: Option<LitStr>,
    pub(crate) element: Option<LitStr>,
    pub(crate) also: Vec<LitStr>,
    /// Those without a value, and where each is.
    flags: Vec<(&'static str, Span)>,
}

impl Attributes {
    /// Reads the attributes, of which this place takes `allowed`.
    pub(crate) fn parse(attributes: &[Attribute], allowed: &[&'static str]) -> Result<Self> {
        let mut parsed = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("ucwa")) {
            attribute.parse_nested_meta(|meta| parsed.item(&meta, allowed))?;
        }
        Ok(parsed)
    }

    /// Where this flag is, if it is set.
    pub(crate) fn flag(&self, name: &str) -> Option<Span> {
        self.flags.iter().find(|(flag, _)| *flag == name).map(|(_, span)| *span)
    }

    fn item(&mut self, meta: &ParseNestedMeta<'_>, allowed: &[&'static str]) -> Result<()> {
        let Some(name) = allowed.iter().copied().find(|name| meta.path.is_ident(name)) else {
            let allowed = allowed.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            return Err(meta.error(format!("unknown attribute; this place takes {allowed}")));
        };
        let fresh = match name {
            "crate" => {
                let path: LitStr = meta.value()?.parse()?;
                self.krate.replace(path.parse()?).is_none()
            }
            "rel" => self.rel.replace(text(meta)?).is_none(),
            "name" => self.name.replace(text(meta)?).is_none(),
            "element" => self.element.replace(text(meta)?).is_none(),
            "revision" => {
                let number: LitInt = meta.value()?.parse()?;
                if number.base10_parse::<u32>()? == 0 {
                    return Err(Error::new(number.span(), "revisions count from 1"));
                }
                self.revision.replace(number).is_none()
            }
            "also" => {
                let fresh = self.also.is_empty();
                let content;
                parenthesized!(content in meta.input);
                self.also.extend(Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?);
                fresh
            }
            flag => {
                let fresh = self.flag(flag).is_none();
                self.flags.push((flag, meta.path.span()));
                fresh
            }
        };
        if fresh { Ok(()) } else { Err(meta.error(format!("`{name}` is given twice"))) }
    }
}

/// The string that an attribute is set to.
fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    let text: LitStr = meta.value()?.parse()?;
    if text.value().is_empty() {
        return Err(Error::new(text.span(), "an empty name"));
    }
    Ok(text)
}

/// The names of one type, each of which may be taken once.
#[derive(Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    pub(crate) fn take(&mut self, name: &LitStr) -> Result<()> {
        let text = name.value();
        if self.0.contains(&text) {
            return Err(Error::new(name.span(), format!("a second `{text}` on the wire")));
        }
        self.0.insert(text);
        Ok(())
    }
}

/// Adds an error to those found so far.
pub(crate) fn note(errors: &mut Option<Error>, error: Error) {
    match errors {
        Some(errors) => errors.combine(error),
        None => *errors = Some(error),
    }
}
