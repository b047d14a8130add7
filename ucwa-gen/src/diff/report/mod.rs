//! A diff as text: for a terminal, for a pull request, for programs, for code hosts.

mod annotations;
mod document;
mod human;
mod markdown;
mod proposals;
mod request;
mod text;

pub use self::annotations::{github, sarif};
#[cfg(feature = "json-schema")]
pub use self::document::json_schema;
pub use self::document::{FORMAT, json};
pub use self::human::human;
pub use self::markdown::markdown;
pub use self::proposals::proposals;
pub use self::request::{Folders, PerSide, Report, Words};
