//! Findings as text: for people, for programs, for code hosts.
//!
//! | Function | Who reads it | What of the findings |
//! |:---------|:-------------|:---------------------|
//! | [`plain()`] | people, in a log or a terminal | one, with the line of the page |
//! | `human` (feature `report-human`) | people, in a terminal | those of a severity or above, in colour, with the lines of the pages |
//! | [`json()`] | programs | all, with the summary |
//! | [`github()`] | GitHub Actions: annotations of a pull request | those of a severity or above |
//! | [`sarif()`] | code hosts and editors (SARIF 2.1.0) | all |
//!
//! [`Escaped`] keeps what pages hold from acting on a terminal. `human` and [`plain()`] escape it themselves.
//!
//! They print what the command prints. In one line a finding is its `Display`.
//!
//! ```
//! use ucwa_gen::diagnostic::Severity;
//! use ucwa_gen::source::SourceFile;
//! use ucwa_gen::{analyse, files::Sources, report};
//!
//! let page = SourceFile::new("lamp_ref.md", "# lamp\n\n### Properties\n\nNone\n");
//! let (sources, found) = Sources::from_files([page]);
//! let analysis = analyse(&sources).with(found);
//!
//! let mut printed = Vec::new();
//! report::github(&analysis.diagnostics, Severity::Warning, &mut printed)?;
//! assert!(printed.starts_with(b"::warning file=lamp_ref.md,line=1,"));
//! assert_eq!(
//!     analysis.diagnostics.last().map(ToString::to_string).as_deref(),
//!     Some("lamp_ref.md:1:1: warning[UG024]: `lamp` has no section `Links`"),
//! );
//! # std::io::Result::Ok(())
//! ```

mod escaped;
mod github;
#[cfg(feature = "report-human")]
mod human;
mod json;
mod place;
mod plain;
mod proposals;
mod sarif;
mod summary;

pub use self::escaped::Escaped;
pub use self::github::github;
pub(crate) use self::github::{data as escape_data, property as escape_property};
#[cfg(feature = "report-human")]
pub use self::human::human;
pub use self::json::json;
pub use self::plain::plain;
pub use self::proposals::proposals;
pub use self::sarif::sarif;
pub(crate) use self::sarif::{document as sarif_document, uri as sarif_uri};
pub use self::summary::summary;
