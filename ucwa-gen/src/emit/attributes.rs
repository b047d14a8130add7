//! Attributes that the caller adds to generated types and fields, by path.

use std::collections::BTreeSet;

use syn::parse::Parser as _;
use syn::{Attribute, Fields, Item};

use super::error::Error;
use super::names::fixed::STUBS;
use super::names::unraw;

/// The attributes for what a path names.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    path: Path,
    /// As they were given: tokens stay on the thread that made them.
    attributes: String,
}

/// What is named: types, or with a field the fields of types.
#[derive(Clone, Debug)]
struct Path {
    /// As it was given.
    text: String,
    /// The segments of a path below the root of the tree, or the name of one type; empty for all of them.
    types: Vec<String>,
    /// Empty for all fields.
    field: Option<String>,
}

impl Rule {
    /// The attributes for types.
    pub(crate) fn types(path: &str, attributes: &str) -> Result<Self, Error> {
        let types = segments(if path == "." { "" } else { path });
        Self::new(Path { text: path.to_owned(), types, field: None }, attributes)
    }

    /// The attributes for fields and members.
    pub(crate) fn fields(path: &str, attributes: &str) -> Result<Self, Error> {
        let (types, field) = path.split_once('.').unwrap_or((path, ""));
        let field = Some(unraw(field).to_owned());
        Self::new(Path { text: path.to_owned(), types: segments(types), field }, attributes)
    }

    fn new(path: Path, attributes: &str) -> Result<Self, Error> {
        parse(attributes)?;
        Ok(Self { path, attributes: attributes.to_owned() })
    }

    fn matches_type(&self, module: &[&str], name: &str) -> bool {
        match &self.path.types[..] {
            [only] if only == name => true,
            types => {
                let mut own = module.iter().copied().chain([name]);
                types.iter().all(|segment| own.next().is_some_and(|own| own == segment))
            }
        }
    }

    fn matches_field(&self, name: &str) -> bool {
        self.path.field.as_deref().is_some_and(|field| field.is_empty() || field == unraw(name))
    }
}

/// The segments of a path; none for all types.
fn segments(types: &str) -> Vec<String> {
    if types.is_empty() { Vec::new() } else { types.split("::").map(str::to_owned).collect() }
}

fn parse(text: &str) -> Result<Vec<Attribute>, Error> {
    let malformed = |message: String| Error::Attribute { text: text.to_owned(), message };
    match Attribute::parse_outer.parse_str(text) {
        Ok(attributes) if attributes.is_empty() => Err(malformed("there is none".to_owned())),
        Ok(attributes) => Ok(attributes),
        Err(error) => Err(malformed(error.to_string())),
    }
}

/// Adds the attributes to the items of a file, and remembers which rules were of use.
pub(crate) struct Attributes<'r> {
    rules: Vec<(&'r Rule, Vec<Attribute>)>,
    used: BTreeSet<usize>,
}

impl<'r> Attributes<'r> {
    pub(crate) fn new(rules: &'r [Rule]) -> Result<Self, Error> {
        let rules = rules.iter().map(|rule| Ok((rule, parse(&rule.attributes)?)));
        Ok(Self { rules: rules.collect::<Result<_, Error>>()?, used: BTreeSet::new() })
    }

    /// Whether there is nothing to add anywhere.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Adds to an item of a file what the rules say. `path` is the file's in the tree.
    pub(crate) fn add(&mut self, path: &str, item: &mut Item) {
        if self.is_empty() {
            return;
        }
        let path = path.strip_prefix(STUBS).and_then(|path| path.strip_prefix('/')).unwrap_or(path);
        let module: Vec<&str> = path.trim_end_matches(".rs").split('/').collect();
        let (attributes, name) = match item {
            Item::Struct(item) => (&mut item.attrs, item.ident.to_string()),
            Item::Enum(item) => (&mut item.attrs, item.ident.to_string()),
            _ => return,
        };
        let rules = self.rules.iter().enumerate().filter(|(_, (rule, _))| rule.matches_type(&module, &name));
        let (types, fields): (Vec<_>, Vec<_>) = rules.partition(|(_, (rule, _))| rule.path.field.is_none());
        for (index, (_, added)) in types {
            attributes.extend_from_slice(added);
            self.used.insert(index);
        }
        if fields.is_empty() {
            return;
        }
        for (name, attributes) in members(item) {
            for (index, (_, added)) in fields.iter().filter(|(_, (rule, _))| rule.matches_field(&name)) {
                attributes.extend_from_slice(added);
                self.used.insert(*index);
            }
        }
    }

    /// The rules that were of use, by their places among all.
    pub(crate) fn into_used(self) -> BTreeSet<usize> {
        self.used
    }
}

/// The paths of the rules that are not among those that were of use.
pub(crate) fn unused(rules: &[Rule], used: &BTreeSet<usize>) -> Vec<String> {
    let unused = rules.iter().enumerate().filter(|(index, _)| !used.contains(index));
    unused.map(|(_, rule)| rule.path.text.clone()).collect()
}

/// The named fields of a struct, or the members of an enum.
fn members(item: &mut Item) -> Vec<(String, &mut Vec<Attribute>)> {
    match item {
        Item::Struct(item) => match &mut item.fields {
            Fields::Named(fields) => {
                let named = fields.named.iter_mut();
                named
                    .filter_map(|field| Some((field.ident.as_ref()?.to_string(), &mut field.attrs)))
                    .collect()
            }
            _ => Vec::new(),
        },
        Item::Enum(item) => {
            item.variants.iter_mut().map(|member| (member.ident.to_string(), &mut member.attrs)).collect()
        }
        _ => Vec::new(),
    }
}
