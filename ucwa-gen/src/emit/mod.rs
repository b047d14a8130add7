//! The schema as Rust: one file for each page, in one module for each group.
//!
//! Data goes once through the modules, each of which relies on the ones before: `validate` sorts and checks the schema;
//! `names` decides the names in Rust, for `plan`, which arranges what is emitted; `write` turns that into text, `items` into a list.

mod attributes;
mod error;
mod externs;
mod header;
mod items;
mod names;
mod options;
mod plan;
mod validate;
mod write;

use std::collections::BTreeMap;

pub use self::error::{Error, UnmatchedPath};
pub use self::externs::UnmatchedPage;
pub(crate) use self::header::MARK;
pub use self::items::{Derive, ItemKind, Parameter, PublicItem};
pub(crate) use self::items::{error_path, event_path};
pub use self::names::Renaming;
pub use self::options::Options;
pub(crate) use self::plan::is_same_type;
use self::plan::{Plan, Selection};
pub use self::plan::{RustType, UnknownName};
pub use self::validate::Inconsistency;
use crate::parallel;
use crate::schema::Schema;

/// What was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Emitted {
    /// The text of each file, by its path with `/` below the folder of the tree.
    pub files: BTreeMap<String, String>,
    /// The names that differ from the documentation's in more than Rust's spelling, sorted.
    pub renamings: Vec<Renaming>,
}

/// Generates the Rust tree of a schema.
///
/// # Errors
/// If the schema contradicts itself, or lacks a name that the options have: all errors are listed.
pub fn rust(schema: &Schema, options: &Options) -> Result<Emitted, Error> {
    let schema = validate::valid(schema, &options.externs).map_err(Error::Inconsistent)?;
    let selection = selection(&schema, options)?;
    let plan = Plan::new(&schema, &selection, &options.externs, options.features);
    let files = write::files(&plan, options)?;
    let renamings = plan.renamings;
    parallel::free(schema);
    Ok(Emitted { files, renamings })
}

/// Lists the public items of the Rust tree of a schema, by their paths: what code that uses the tree can name.
///
/// The list is that of a tree with all groups, whatever features it has.
///
/// # Errors
/// As [`rust`], attributes aside.
pub fn items(schema: &Schema, options: &Options) -> Result<BTreeMap<String, PublicItem>, Error> {
    let schema = validate::valid(schema, &options.externs).map_err(Error::Inconsistent)?;
    let selection = selection(&schema, options)?;
    let plan = Plan::new(&schema, &selection, &options.externs, options.features);
    let found = items::of(&plan);
    parallel::free(schema);
    Ok(found)
}

fn selection<'s>(schema: &'s Schema, options: &Options) -> Result<Selection<'s>, Error> {
    let unmatched = options.externs.unmatched(schema);
    if !unmatched.is_empty() {
        return Err(Error::UnmatchedExtern(unmatched));
    }
    Selection::new(schema, options.only.as_deref(), &options.externs).map_err(Error::Selection)
}
