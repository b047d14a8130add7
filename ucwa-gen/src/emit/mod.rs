//! The schema as Rust: one file for each page, in one module for each group.
//!
//! Three steps, each of which takes the word of the one before: `canonical` sorts and checks the schema, `plan`
//! decides what is emitted and what it is called, and the rest writes that down. Names are settled in one place,
//! `names`, and listed where they are not what the documentation calls things.

mod any_event;
mod any_resource;
mod attributes;
mod canonical;
mod docs;
mod enumeration;
mod error_sets;
mod errors;
mod events;
mod facts;
mod feature;
mod fields;
mod file;
mod format;
mod names;
mod operation;
mod parameters;
mod plan;
mod resource;
mod runtime;
mod selection;
mod stub;
mod tree;

use std::collections::BTreeMap;
use std::fmt;

use syn::parse::Parser as _;

use self::attributes::Rule;
pub use self::canonical::Inconsistency;
pub(crate) use self::file::MARK;
pub use self::names::Renaming;
use self::plan::Plan;
use self::selection::Selection;
pub use self::selection::UnknownName;
use crate::parallel;
use crate::schema::Schema;

/// Where generated code finds `ucwa-types` if nothing else is said.
const RUNTIME: &str = "::ucwa_types";

/// How code is generated.
#[derive(Clone, Debug)]
pub struct Options {
    runtime: String,
    attributes: Vec<Rule>,
    only: Option<Vec<String>>,
    features: bool,
}

impl Options {
    /// Code for a crate that depends on `ucwa-types` under that name.
    #[must_use]
    pub fn new() -> Self {
        Self { runtime: RUNTIME.to_owned(), attributes: Vec::new(), only: None, features: false }
    }

    /// Generates these groups and resources alone, by their names in the documentation: a group as `UCWAResources`
    /// has it (`People`, and `Other` for the pages that no group lists), a resource as its page (`contact`). A role by
    /// its name stands for the resource whose representation it carries, too.
    ///
    /// What they lead to stays typed: each resource that is not among them, but that they link to, embed or answer, is
    /// a struct at its usual path that keeps all of a representation in its `unknown`, and has no operations.
    /// Enumerations that only others use are left out. [`rust`] knows the names, and fails on those it does not.
    #[must_use]
    pub fn with_only(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.only = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Puts each group behind a Cargo feature of the crate that holds the code: that of the group's module, with `-`
    /// for `_` (`online-meeting`).
    ///
    /// Without the feature all resources of the group are what [`Self::with_only`] makes of those it does not name.
    #[must_use]
    pub fn with_features(mut self) -> Self {
        self.features = true;
        self
    }

    /// The same as a tree that is there already, given the text of its `mod.rs`: with features if it has them.
    #[must_use]
    pub fn as_in(self, root: &str) -> Self {
        let has_features = root.lines().next().is_some_and(|header| header.ends_with(feature::NOTE));
        if has_features { self.with_features() } else { self }
    }

    /// Sets the path under which generated code finds `ucwa-types`.
    ///
    /// # Errors
    /// When the text is not a path.
    pub fn with_runtime(mut self, path: &str) -> Result<Self, Error> {
        let none = |_| Error::Runtime { path: path.to_owned() };
        let runtime = syn::Path::parse_mod_style.parse_str(path).map_err(none)?;
        let segments: Vec<String> =
            runtime.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let root = if runtime.leading_colon.is_some() { "::" } else { "" };
        self.runtime = format!("{root}{}", segments.join("::"));
        Ok(self)
    }

    /// Adds attributes (`#[derive(Hash)]`) to generated types, behind their own.
    ///
    /// A path names types as Rust does below the root of the tree: `people` all types of a group, `people::contact` all
    /// types of a page, `people::contact::Contact` one of them. The name of a type alone will do too, since there is no
    /// second one: `Contact`. `.` names all types.
    ///
    /// # Errors
    /// When the text is not attributes. [`rust`] fails if the path names nothing that is generated.
    pub fn with_type_attribute(mut self, path: &str, attribute: &str) -> Result<Self, Error> {
        self.attributes.push(Rule::types(path, attribute)?);
        Ok(self)
    }

    /// Adds attributes to the fields of generated structs, and to the members of generated enumerations.
    ///
    /// A path names types, as that of [`Self::with_type_attribute`] does, and then a field: `Contact.name`. Without a
    /// field it names all fields of these types, without types the fields of that name in all of them: `.name`. `.`
    /// names all fields.
    ///
    /// # Errors
    /// As [`Self::with_type_attribute`].
    pub fn with_field_attribute(mut self, path: &str, attribute: &str) -> Result<Self, Error> {
        self.attributes.push(Rule::fields(path, attribute)?);
        Ok(self)
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

/// What was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Emitted {
    /// The text of each file, by its path with `/` below the folder of the tree.
    pub files: BTreeMap<String, String>,
    /// The names that are not simply the documentation's in Rust's spelling, sorted.
    pub renamings: Vec<Renaming>,
}

/// Why no code could be generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The schema contradicts itself.
    #[error("no code can be generated from this schema:{}", list(.0))]
    Inconsistent(Vec<Inconsistency>),
    /// Names were selected that the schema does not have.
    #[error("nothing can be selected by these names:{}", list(.0))]
    Selection(Vec<UnknownName>),
    /// The path of the runtime crate is none.
    #[error("`{path}` is not the path of a crate")]
    Runtime {
        /// What was given.
        path: String,
    },
    /// What should be added is not attributes.
    #[error("`{text}` is not an attribute: {message}")]
    Attribute {
        /// What was given.
        text: String,
        /// What is wrong with it.
        message: String,
    },
    /// There is nothing at some of the paths that attributes should be added to.
    #[error("attributes cannot be added, since nothing that is generated has these paths:{}", list(.0))]
    Unmatched(Vec<String>),
    /// Generated code is not Rust, which is an error of the generator or of an attribute.
    #[error("the code for {path} is not Rust: {message}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong with it.
        message: String,
    },
}

fn list(problems: &[impl fmt::Display]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}

/// Generates the Rust tree of a schema.
///
/// # Errors
/// When the schema contradicts itself, or does not have what is selected: everything that is wrong is listed.
pub fn rust(schema: &Schema, options: &Options) -> Result<Emitted, Error> {
    let schema = canonical::canonical(schema).map_err(Error::Inconsistent)?;
    let selection = Selection::new(&schema, options.only.as_deref()).map_err(Error::Selection)?;
    let plan = Plan::new(&schema, &selection, options.features);
    let files = tree::files(&plan, options)?;
    let renamings = plan.renamings;
    parallel::free(schema);
    Ok(Emitted { files, renamings })
}
