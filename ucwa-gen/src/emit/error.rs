//! Why no code could be generated.

use std::fmt;

use super::externs::UnmatchedPage;
use super::plan::UnknownName;
use super::validate::Inconsistency;
use crate::suggest::ask;

/// Why no code could be generated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The schema contradicts itself, or has a name that is none.
    #[error("no code can be generated from this schema:{}", list(.0))]
    Inconsistent(Vec<Inconsistency>),
    /// Names were selected that the schema does not have.
    #[error("nothing can be selected by these names:{}", list(.0))]
    Selection(Vec<UnknownName>),
    /// The path of the runtime crate is not a path.
    #[error("`{path}` is not the path of a crate")]
    Runtime {
        /// What was given.
        path: String,
    },
    /// An extern path does not mean the same in every file of the tree.
    #[error(
        "`{path}` is not the path of a type for `{page}`: it has to begin with `::` and the name of a crate, or with \
         `crate::`, as `::ucwa_types::api::Contact` does"
    )]
    ExternPath {
        /// The page.
        page: String,
        /// What was given.
        path: String,
    },
    /// Extern paths are given for pages that do not exist, and that nothing leads to.
    #[error("there is no such page, and nothing that is generated leads to one:{}", list(.0))]
    UnmatchedExtern(Vec<UnmatchedPage>),
    /// The text to add is not attributes.
    #[error("`{text}` is not an attribute: {message}")]
    Attribute {
        /// What was given.
        text: String,
        /// What is wrong with it.
        message: String,
    },
    /// Some of the paths for attributes match nothing.
    #[error("attributes cannot be added, since nothing that is generated has these paths:{}", list(.0))]
    Unmatched(Vec<UnmatchedPath>),
    /// Generated code is not Rust, which is an error of the generator or of an attribute.
    #[error("the code for {path} is not Rust: {message}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong with it.
        message: String,
    },
}

/// A path that neither a generated type nor a field has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnmatchedPath {
    /// The path.
    pub path: String,
    /// The paths most like it, the likest first.
    pub near: Vec<String>,
}

impl fmt::Display for UnmatchedPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        ask(f, &self.near)
    }
}

fn list(problems: &[impl fmt::Display]) -> String {
    problems.iter().map(|problem| format!("\n  {problem}")).collect()
}
