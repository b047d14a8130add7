//! Why files could not be written or compared.

use std::io;
use std::path::{Path, PathBuf};

/// Why a tree could not be written or compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file system reports an error.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A path that leads out of the folder, or to nothing in it.
    #[error("`{path}` is not the path of a file in a folder")]
    Path {
        /// The path.
        path: String,
    },
    /// Something that this generator did not write is in the way.
    #[error("{}: was not written by ucwa-gen, or its first line was changed; move it away first", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A folder below the one to write to is a symbolic link, or a file that would be replaced is one. What is written there
    /// may be written somewhere else.
    #[error("{}: is a symbolic link, through which nothing is written; remove it first", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A file that would be replaced is not to be written to, by its permissions.
    #[error("{}: is read-only; make it writable first", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another run holds the lock of the folder.
    #[error("{}: another run of ucwa-gen is writing to this folder; try again when it has ended", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// A file in the folder changed after it was compared with its new text.
    #[error("{}: a file in this folder was changed by something else during this run; run it again", path.display())]
    Changed {
        /// The folder.
        path: PathBuf,
    },
    /// Some files have their new text. Each of the others has its old one, and a marker is left for the next run.
    #[error("{}: {source}; {done} of {of} changes are done: run the same command again", path.display())]
    Partly {
        /// The file that could not be written or removed.
        path: PathBuf,
        /// Why.
        source: io::Error,
        /// How many files were written or removed.
        done: usize,
        /// How many there are to write or to remove.
        of: usize,
    },
}

/// The error of the file system about this path.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { path, source }
}
