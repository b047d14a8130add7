//! Recorded traffic, compared with the schema: what servers do that no page documents.
//!
//! ```text
//! files ──traffic──▶ Exchange      a request and the answer to it, one at a time
//!       ──document─▶ Document      what a body says, whether it is JSON or XML
//!       ──compare──▶ Ledger        what each body is of, and what it has, counted
//!       ──findings─▶ Finding       what the schema does not have, or says otherwise; with the entry of overrides that ends it
//!       ──sanitize─▶ Record        the same traffic without anything that the schema does not have
//! ```
//!
//! ```
//! use ucwa_gen::observe::{observe, traffic::Traffic};
//!
//! # let schema = ucwa_gen::schema::Schema::empty();
//! # let recordings = [];
//! let observations = observe(&schema, Traffic::read(&recordings));
//! for finding in &observations.findings {
//!     println!("{}: {} ({} of {})", finding.of, finding.message, finding.seen, finding.total);
//! }
//! ```

mod compare;
mod coverage;
mod document;
mod findings;
mod form;
mod guid;
mod hrefs;
mod index;
mod kinds;
mod observer;
mod pairs;
mod place;
mod propose;
pub mod report;
mod sanitize;
mod shown;
mod tally;
pub mod traffic;

pub use self::coverage::{Coverage, Part};
pub use self::findings::{Change, Finding, Kind};
pub use self::observer::{Observations, Observer, observe};
pub use self::place::Place;
pub use self::sanitize::{Key, NoRandom, Sanitizer};
