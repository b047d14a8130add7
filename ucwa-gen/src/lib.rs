//! Reads the reference pages of UCWA 2.0 into a schema, and generates Rust types and pages from it.
//!
//! # In a build script
//!
//! ```no_run
//! fn main() -> Result<(), ucwa_gen::build::Error> {
//!     ucwa_gen::Builder::new().docs("docs/reference").generate()
//! }
//! ```
//!
//! `ucwa_types::include_ucwa!(pub mod api);` in the crate declares the module with the types. [`Builder`] has the options.
//! Turn the default features off: only the command needs them.
//!
//! # In a program
//!
//! Pages go in, findings and a schema come out, and the schema becomes Rust:
//!
//! ```
//! use ucwa_gen::{analyse, emit, files::Sources, source::SourceFile};
//!
//! # fn main() -> Result<(), ucwa_gen::emit::Error> {
//! let page = "\
//! ---
//! title: lamp
//! ---
//! ## lamp
//!
//! #### Properties
//!
//! |**Name**|**Type**|**Description**|
//! |:-----|:-----|:-----|
//! |isOn|Boolean|Whether it gives light.|
//!
//! #### Links
//!
//! |**Link**|**Leads to**|**Cardinality**|**Description**|
//! |:-----|:-----|:-----|:-----|
//! |room|[room](room_ref.md)|one|The room that it lights.|
//! ";
//! let (sources, found) = Sources::from_files([SourceFile::new("lamp_ref.md", page)]);
//! let analysis = analyse(&sources).with(found);
//!
//! let findings: Vec<String> = analysis.diagnostics.iter().map(ToString::to_string).collect();
//! assert_eq!(findings, ["lamp_ref.md:16:1: warning[UG026]: there is no page `room_ref.md`"]);
//!
//! let emitted = emit::rust(&analysis.schema, &emit::Options::new())?;
//! assert!(emitted.files["other/lamp.rs"].contains("pub is_on: Option<bool>,"));
//! # Ok(())
//! # }
//! ```
//!
//! [`files::read`] reads pages from disk, [`report`] prints findings as the command does, and [`output`] writes each
//! file as a whole or not at all.
//!
//! # How the parts are connected
//!
//! Data flows one way: [`files`] → documents → page facts → [`schema`] → outputs. Reading never fails: what cannot be read is a
//! finding ([`diagnostic`]). Of the outputs, [`emit`] makes Rust, [`render`] pages, [`explain`] an answer to what the schema
//! holds and why, [`diff`] compares two schemas, and [`history`] several. With the feature `observe`, the module of that name compares recorded traffic
//! with a schema.
//!
//! # Stability
//!
//! Before 1.0 a minor version (0.2) may change anything, with a table of old and new names in its changelog; a patch (0.1.1)
//! keeps all of this:
//!
//! - The functions of the crate root, and the modules [`build`], [`files`], [`source`], [`diagnostic`], [`report`], [`schema`],
//!   [`emit`], [`render`], [`output`], [`rewrite`], [`diff`], [`history`] and [`explain`], `observe`, and [`overrides`] but for the types of its entries. New
//!   fields, variants and codes come at any time: what can grow is `#[non_exhaustive]`.
//! - A code (`UG026`) never gets another meaning. How serious it is and its message may change, and pages may get new
//!   findings.
//! - The JSON of a schema has a version, [`schema::IR_VERSION`]. Within one version entries are added and never changed. The
//!   same holds for [`report::json()`], and for [`diff::json()`] with [`diff::FORMAT`]. The names of changes stay the same.
//! - The same pages and options give the same bytes with the same version of this crate. Another version may generate other
//!   code.
//!
//! [`extract`], [`page`], [`sample`], [`facts`], [`Facts`] and [`decide`] are the steps of reading one by one, for tools that
//! measure and test them. They change with any version.

mod analysis;
pub mod build;
mod coverage;
mod decision;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod explain;
pub mod extract;
pub mod files;
mod hidden;
pub mod history;
mod ingest;
#[cfg(feature = "observe")]
pub mod observe;
pub mod output;
pub mod overrides;
pub mod page;
mod parallel;
mod prose;
pub mod render;
pub mod report;
mod resolve;
pub mod rewrite;
pub mod sample;
pub mod schema;
pub mod source;
mod suggest;
mod vocabulary;

pub use self::analysis::{Analysis, analyse, analyse_with, decide};
pub use self::build::Builder;
pub use self::coverage::{Lines, Summary};
pub use self::ingest::{Facts, facts};

/// The example of the crate's README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
