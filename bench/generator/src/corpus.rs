//! Where the pages are that are measured.

use std::env;
use std::path::{Path, PathBuf};

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The corpus of 2022-12, in the folder that `UCWA_SHARED` names or `../shared`; `None` if it is not there.
fn corpus() -> Option<PathBuf> {
    let shared = env::var_os("UCWA_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    Some(shared.join(CORPUS)).filter(|folder| folder.is_dir())
}

const CORPUS: &str = "corpus/2022-12";
const REFERENCE: &str = "docs/reference";

/// The pages to be measured, with their samples: the corpus, or without it the project's own.
#[must_use]
pub fn pages() -> PathBuf {
    corpus().unwrap_or_else(|| root().join(REFERENCE))
}

/// What [`pages`] are called.
#[must_use]
pub fn name() -> &'static str {
    if corpus().is_some() { CORPUS } else { REFERENCE }
}
