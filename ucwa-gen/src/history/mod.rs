//! Since which revision the documentation has what. It is the history of the documentation: a server may have had something
//! long before a page says so, and may have lost what pages still describe.

mod annotate;
mod compare;
mod model;
mod paths;
mod report;

pub use self::annotate::annotate;
pub use self::compare::history;
#[cfg(feature = "json-schema")]
pub use self::model::json_schema;
pub use self::model::{Entry, History, Kind, Period};
pub(crate) use self::paths::{error, event, reason};
pub use self::report::human;
