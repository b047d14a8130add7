//! Where the real corpora are, and how a test that needs them skips when they are not there.

pub mod decoding;
pub mod edits;
pub mod entrances;
pub mod facts;
pub mod glossary;
pub mod golden;
pub mod json;
pub mod proof;
pub mod random;
pub mod recordings;
pub mod registry;
pub mod samples;
pub mod shaken;
pub mod words;

use std::collections::BTreeMap;
use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

use ucwa_gen::diagnostic::Severity;
use ucwa_gen::files::Sources;
use ucwa_gen::overrides::Overrides;
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_gen::{Analysis, analyse, analyse_with};

/// The three revisions of the documentation.
pub const REVISIONS: [&str; 3] = ["2016-06", "2018-01", "2022-12"];

/// A folder beside the repository that holds the corpora: the variable `UCWA_SHARED`, or `../shared`.
///
/// Without it, as with the value `none`, the test says that it is skipped, past the capture of the test harness, and `None` is returned.
///
/// # Panics
/// When the folder is missing and the variable `CI` is set: there, a skipped test is a failed one, unless it is `none` that was asked for.
#[must_use]
pub fn shared(part: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let named = env::var_os("UCWA_SHARED");
    let is_waived = named.as_ref().is_some_and(|named| named == "none");
    let folder = named.map_or(beside, PathBuf::from).join(part);
    if !is_waived && folder.is_dir() {
        return Some(folder);
    }
    assert!(is_waived || env::var_os("CI").is_none(), "`{part}` of the corpora is missing; set UCWA_SHARED");
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
    let (sources, _) = ucwa_gen::files::read(&[folder]);
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

/// What rendered pages say.
///
/// # Panics
/// When there is more to remark on them than notes, or a row is lost.
#[must_use]
pub fn reread(pages: &BTreeMap<String, String>) -> Schema {
    let files = pages.iter().map(|(file, text)| SourceFile::new(file, text.as_str()));
    let (sources, found) = Sources::from_files(files);
    let Analysis { schema, diagnostics, summary, .. } = analyse(&sources).with(found);
    let serious = diagnostics.iter().filter(|found| found.severity > Severity::Note);
    let serious: Vec<_> = serious.map(|found| format!("{:?} {}", found.span, found.message)).collect();
    assert_eq!(serious, [""; 0]);
    assert_eq!(summary.lines.lost, 0);
    schema
}

/// The project's own pages.
#[must_use]
pub fn reference() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    ucwa_gen::files::read(&[folder]).0
}
