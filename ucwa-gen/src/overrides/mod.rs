//! Corrections of the documentation, kept beside it: `ucwa.toml`.
//!
//! `docs/guide/overrides.md` shows every key. An entry is one fact about one thing, with a reason. The step that decides
//! about the thing asks for its entry and compares the two (`decision`); what no step asked for is found in the end
//! (`account`). So an entry that no longer applies, or that the pages agree with, cannot stay unnoticed.

mod account;
mod entry;
mod parse;
mod proposal;
mod set;

pub(crate) use self::account::{SEARCHED, account, stale, things};
pub use self::entry::{Added, AddedEvent, Correction, Heading, Override, Target};
pub use self::parse::{SOURCES, TABLES};
pub(crate) use self::proposal::Proposal;
pub use self::set::Overrides;

/// The name under which the command looks for overrides beside a folder of pages.
pub const FILE: &str = "ucwa.toml";
