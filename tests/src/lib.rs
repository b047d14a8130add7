//! Where the real corpora are, and how a test that needs them skips when they are not there.

pub mod decoding;
pub mod entrances;
pub mod golden;
pub mod random;
pub mod registry;
pub mod samples;
pub mod words;

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

use ucwa_gen::overrides::Overrides;
use ucwa_gen::source::Sources;
use ucwa_gen::{Analysis, analyse_with};

/// The three revisions of the documentation.
pub const REVISIONS: [&str; 3] = ["2016-06", "2018-01", "2022-12"];

/// A folder beside the repository that holds the corpora: the variable `UCWA_SHARED`, or `../shared`.
///
/// Without it the test says that it is skipped, past the capture of the test harness, and `None` is returned.
///
/// # Panics
/// When the folder is missing and the variable `CI` is set: there, a skipped test is a failed one.
#[must_use]
pub fn shared(part: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let folder = env::var_os("UCWA_SHARED").map_or(beside, PathBuf::from).join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(env::var_os("CI").is_none(), "`{part}` of the corpora is missing; set UCWA_SHARED");
    say(&format!("SKIPPED: `{part}` of the corpora is missing; set UCWA_SHARED to run this test\n"));
    None
}

/// Prints past the capture of the test harness, as `eprintln!` does not: that a test was skipped, or how much it tested,
/// must be seen.
pub fn say(message: &str) {
    drop(std::io::stderr().write_all(message.as_bytes()));
}

/// The pages of one revision; `None` when the corpora are missing.
#[must_use]
pub fn revision(name: &str) -> Option<Sources> {
    let folder = shared("corpus")?.join(name);
    let (sources, _) = ucwa_gen::source::read(&[folder]);
    Some(sources)
}

/// The corrections that the documentation needs.
///
/// # Panics
/// When there is anything wrong with the file.
#[must_use]
pub fn corrections() -> Overrides {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/corrections.toml");
    let (overrides, found) = Overrides::read(&file);
    assert!(found.is_empty(), "{found:?}");
    overrides
}

/// What one revision says, corrected; `None` when the corpora are missing. The corrections are those that the two newest
/// need, so the oldest is read as it is.
#[must_use]
pub fn corrected(name: &str) -> Option<Analysis> {
    let overrides = if name == REVISIONS[0] { Overrides::default() } else { corrections() };
    Some(analyse_with(&revision(name)?, &overrides))
}

/// The project's own pages.
#[must_use]
pub fn reference() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    ucwa_gen::source::read(&[folder]).0
}
