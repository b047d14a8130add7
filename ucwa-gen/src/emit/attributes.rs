//! Attributes that the caller adds to generated types and fields, by path.

use std::collections::{BTreeMap, BTreeSet};

use syn::parse::Parser as _;
use syn::{Attribute, Fields, Item};

use super::error::{Error, UnmatchedPath};
use super::names::fixed::STUBS;
use super::names::unraw;
use crate::suggest::nearest;

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
}

impl Path {
    fn matches_type(&self, module: &[&str], name: &str) -> bool {
        match &self.types[..] {
            [only] if only == name => true,
            types => {
                let mut own = module.iter().copied().chain([name]);
                types.iter().all(|segment| own.next().is_some_and(|own| own == segment))
            }
        }
    }

    fn matches_field(&self, name: &str) -> bool {
        self.field.as_deref().is_some_and(|field| field.is_empty() || field == unraw(name))
    }

    /// The path with the likest ones: of the types it names, if there are any, it is the field that nothing has.
    fn unmatched(&self, declared: &[Declared<'_>]) -> UnmatchedPath {
        let types = self.types.join("::");
        let matching: Vec<&Declared<'_>> =
            declared.iter().filter(|ty| self.matches_type(&ty.module, &ty.name)).collect();
        let near = match &self.field {
            Some(field) if !matching.is_empty() => {
                let fields = matching.iter().flat_map(|ty| &ty.fields).map(String::as_str);
                nearest(field, fields).into_iter().map(|field| format!("{types}.{field}")).collect()
            }
            field => {
                let field = field.as_deref().filter(|field| !field.is_empty());
                let field = field.map(|field| format!(".{field}")).unwrap_or_default();
                let near = self.near_types(declared);
                near.into_iter().map(|types| types + &field).collect()
            }
        };
        UnmatchedPath { path: self.text.clone(), near }
    }

    fn near_types(&self, declared: &[Declared<'_>]) -> Vec<String> {
        // A type in the wrong module: its name alone will do.
        if let Some(last) = self.types.last()
            && declared.iter().any(|ty| ty.name == *last)
        {
            return vec![last.clone()];
        }
        let paths: BTreeSet<String> = declared.iter().flat_map(Declared::paths).collect();
        nearest(&self.types.join("::"), paths.iter().map(String::as_str))
    }
}

impl Declared<'_> {
    /// The paths that name it, alone or among others.
    fn paths(&self) -> impl Iterator<Item = String> {
        let all: Vec<&str> = self.module.iter().copied().chain([self.name.as_str()]).collect();
        let paths: Vec<String> = (1..=all.len()).map(|length| all[..length].join("::")).collect();
        paths.into_iter().chain([self.name.clone()])
    }
}

/// The segments of a path; empty for all types.
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
        let module = module(path);
        let (attributes, name) = match item {
            Item::Struct(item) => (&mut item.attrs, item.ident.to_string()),
            Item::Enum(item) => (&mut item.attrs, item.ident.to_string()),
            _ => return,
        };
        let rules =
            self.rules.iter().enumerate().filter(|(_, (rule, _))| rule.path.matches_type(&module, &name));
        let (types, fields): (Vec<_>, Vec<_>) = rules.partition(|(_, (rule, _))| rule.path.field.is_none());
        for (index, (_, added)) in types {
            attributes.extend_from_slice(added);
            self.used.insert(index);
        }
        if fields.is_empty() {
            return;
        }
        for (name, attributes) in members(item) {
            for (index, (_, added)) in fields.iter().filter(|(_, (rule, _))| rule.path.matches_field(&name)) {
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

/// The segments of a file's path that lead to the types in it.
fn module(path: &str) -> Vec<&str> {
    let path = path.strip_prefix(STUBS).and_then(|path| path.strip_prefix('/')).unwrap_or(path);
    path.trim_end_matches(".rs").split('/').collect()
}

/// The paths of the rules that are not among those that were of use, with the likest ones of what the files declare.
pub(crate) fn unmatched(
    rules: &[Rule],
    used: &BTreeSet<usize>,
    files: &BTreeMap<String, String>,
) -> Result<Vec<UnmatchedPath>, Error> {
    let unused: Vec<&Rule> =
        rules.iter().enumerate().filter(|(index, _)| !used.contains(index)).map(|(_, rule)| rule).collect();
    if unused.is_empty() {
        return Ok(Vec::new());
    }
    let declared = declared(files)?;
    Ok(unused.into_iter().map(|rule| rule.path.unmatched(&declared)).collect())
}

/// A type that a file declares.
struct Declared<'f> {
    module: Vec<&'f str>,
    name: String,
    /// Its fields or members.
    fields: Vec<String>,
}

fn declared(files: &BTreeMap<String, String>) -> Result<Vec<Declared<'_>>, Error> {
    let mut declared = Vec::new();
    for (path, text) in files {
        let malformed =
            |error: syn::Error| Error::Malformed { path: path.clone(), message: error.to_string() };
        for mut item in syn::parse_file(text).map_err(malformed)?.items {
            let name = match &item {
                Item::Struct(item) => item.ident.to_string(),
                Item::Enum(item) => item.ident.to_string(),
                _ => continue,
            };
            let fields = members(&mut item).into_iter().map(|(name, _)| unraw(&name).to_owned()).collect();
            declared.push(Declared { module: module(path), name, fields });
        }
    }
    Ok(declared)
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
