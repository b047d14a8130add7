//! Where the pages are that are measured.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The corpus of 2022-12, in the folder that `UCWA_SHARED` names or `../shared`; `None` if it is not there.
#[must_use]
pub fn corpus() -> Option<PathBuf> {
    let shared = env::var_os("UCWA_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    Some(shared.join("corpus/2022-12")).filter(|folder| folder.is_dir())
}

/// The pages to be measured: the corpus, or without it the project's own pages.
#[must_use]
pub fn pages() -> PathBuf {
    corpus().unwrap_or_else(|| root().join("docs/reference"))
}
