//! The pages whose types are elsewhere, and the paths of those types.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use syn::parse::Parser as _;

use crate::schema::{Resource, Schema};
use crate::suggest::{ask, nearest};

/// The paths of types, by the names of the pages for which nothing is generated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Externs {
    paths: BTreeMap<String, String>,
}

impl Externs {
    /// Adds a page, or changes its path; `None` if that is not the path of a type.
    pub(super) fn insert(&mut self, page: &str, path: &str) -> Option<()> {
        self.paths.insert(page.to_owned(), normal(path)?);
        Some(())
    }

    pub(crate) fn contains(&self, page: &str) -> bool {
        self.paths.contains_key(page)
    }

    /// The pages and their paths, by page.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.paths.iter().map(|(page, path)| (page.as_str(), path.as_str()))
    }

    /// The names that neither a page has nor something that leads to a page.
    pub(super) fn unmatched(&self, schema: &Schema) -> Vec<UnmatchedPage> {
        if self.paths.is_empty() {
            return Vec::new();
        }
        let resources = schema.resources.iter();
        let links = || resources.clone().flat_map(|resource| resource.links.iter().chain(&resource.embedded));
        let pages = resources.clone().map(|resource| resource.name.as_str());
        let enumerations = schema.enumerations.iter().map(|enumeration| enumeration.name.as_str());
        let mentioned = resources.clone().flat_map(Resource::mentions);
        let known: BTreeSet<&str> = pages.chain(enumerations).chain(mentioned).collect();
        // Where a link leads that leads nowhere is not in the schema; the rel is likely to be the name of the page.
        let open = links().filter(|link| link.target.is_none()).map(|link| link.rel.as_str());
        let candidates: BTreeSet<&str> = known.iter().copied().chain(open).collect();
        let unmatched = self.paths.keys().filter(|page| !known.contains(page.as_str()));
        unmatched
            .map(|page| UnmatchedPage { name: page.clone(), near: nearest(page, candidates.iter().copied()) })
            .collect()
    }
}

/// The name of a page that neither is there nor is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnmatchedPage {
    /// The name.
    pub name: String,
    /// The names most like it, the likest first.
    pub near: Vec<String>,
}

impl fmt::Display for UnmatchedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        ask(f, &self.near)
    }
}

/// A path in its one spelling; `None` if it is not one that means the same in every module of every crate that it can be
/// in.
fn normal(text: &str) -> Option<String> {
    let path = syn::Path::parse_mod_style.parse_str(text).ok()?;
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let root = match (path.leading_colon, segments.first()?.as_str()) {
        (Some(_), "crate" | "self" | "super" | "Self") => return None,
        (Some(_), _) => "::",
        (None, "crate") => "",
        (None, _) => return None,
    };
    let is_inner = |name: &String| !matches!(name.as_str(), "crate" | "self" | "super" | "Self");
    // The name of a crate alone is no type.
    (segments.len() >= 2 && segments.iter().skip(1).all(is_inner))
        .then(|| format!("{root}{}", segments.join("::")))
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn a_path_means_the_same_everywhere() {
        for (text, expected) in [
            ("::ucwa_types::api::Contact", Some("::ucwa_types::api::Contact")),
            (" :: ucwa_types :: Contact ", Some("::ucwa_types::Contact")),
            ("crate::people::r#Type", Some("crate::people::r#Type")),
            ("::ucwa_types", None),
            ("crate", None),
            ("Contact", None),
            ("ucwa_types::api::Contact", None),
            ("super::Contact", None),
            ("self::Contact", None),
            ("::crate::Contact", None),
            ("crate::super::Contact", None),
            ("::ucwa_types::api::Contact<T>", None),
            ("::ucwa_types::api::*", None),
            ("::ucwa_types::", None),
            ("::ucwa_types::api::Contact; mod x", None),
            ("", None),
        ] {
            assert_eq!(normal(text).as_deref(), expected, "{text}");
        }
    }
}
