//! The errors of a build.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::hidden::printable;
use crate::{emit, output};

/// Why no code could be generated in a build script.
///
/// Its `Debug` is its `Display`, because `Debug` is printed if `main` returns an error, or an error is unwrapped.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The pages have errors: the findings, as the command prints them.
    #[error("the pages cannot be read without a loss\n\n{}", .0.join("\n"))]
    Pages(Vec<String>),
    /// There is nothing to generate code from, or a name that was given does not exist.
    #[error(transparent)]
    Emit(#[from] emit::Error),
    /// The files could not be written.
    #[error(transparent)]
    Output(#[from] output::Error),
    /// There is no `OUT_DIR`, and no folder was given.
    #[error("there is no OUT_DIR outside of a build script: say with `out_dir` where to write to")]
    NoOutDir,
    /// The folder to write to is not below `OUT_DIR`.
    #[error("{}: a build script writes below OUT_DIR only", path.display())]
    OutsideOutDir {
        /// The folder.
        path: PathBuf,
    },
    /// The folder to write to is in a folder of pages.
    #[error(
        "{}: what is written there is in the folder {}, which is searched for pages, so that the script would run at \
         every build; put the pages into a folder of their own",
        out_dir.display(),
        docs.display()
    )]
    Overlap {
        /// The folder to write to.
        out_dir: PathBuf,
        /// The folder of pages.
        docs: PathBuf,
    },
    /// Another builder has written to the folder to write to, to one above it or below it.
    #[error(
        "{}: another builder of this script writes there, and each would remove what the other has written; give each a \
         folder of its own with `out_dir`",
        out_dir.display()
    )]
    Claimed {
        /// The folder to write to.
        out_dir: PathBuf,
    },
    /// The lines for Cargo could not be printed.
    #[error("the lines for Cargo cannot be printed: {0}")]
    Print(io::Error),
}

// The message has the words of the system: as a source they would be printed twice.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Print(error)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A terminal shows this, and a name in it may hold anything.
        f.write_str(&printable(&self.to_string()))
    }
}
