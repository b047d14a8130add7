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
mod errors;
mod events;
mod fields;
mod file;
mod names;
mod operation;
mod parameters;
mod plan;
mod resource;
mod runtime;
mod tree;

use std::collections::BTreeMap;
use std::fmt;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use self::attributes::Rule;
pub use self::canonical::Inconsistency;
pub(crate) use self::file::MARK;
pub use self::names::Renaming;
use self::plan::Plan;
use crate::schema::Schema;

/// How code is generated.
#[derive(Clone, Debug)]
pub struct Options {
    runtime: TokenStream,
    attributes: Vec<Rule>,
}

impl Options {
    /// Code for a crate that depends on `ucwa-types` under that name.
    #[must_use]
    pub fn new() -> Self {
        Self { runtime: quote!(::ucwa_types), attributes: Vec::new() }
    }

    /// Sets the path under which generated code finds `ucwa-types`.
    ///
    /// # Errors
    /// When the text is not a path.
    pub fn with_runtime(mut self, path: &str) -> Result<Self, Error> {
        let runtime: syn::Path =
            syn::parse_str(path).map_err(|_| Error::Runtime { path: path.to_owned() })?;
        self.runtime = runtime.into_token_stream();
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
/// When the schema contradicts itself: everything that is wrong with it is listed.
pub fn rust(schema: &Schema, options: &Options) -> Result<Emitted, Error> {
    let schema = canonical::canonical(schema).map_err(Error::Inconsistent)?;
    let plan = Plan::new(&schema);
    let files = tree::files(&plan, options)?;
    Ok(Emitted { files, renamings: plan.renamings })
}
