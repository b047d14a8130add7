//! The schema (the intermediate representation, IR): what the API is.
//!
//! Plain data, sorted, serialisable. It keeps the reasons: every row of every table that was read is reachable
//! through an [`Evidence`] span, and every inferred type, target and cardinality names what it was inferred from.
//! Nothing downstream looks at Markdown again, and nothing in here knows Rust.

mod evidence;
mod json;
mod model;
mod name;
mod prose;
mod provenance;
mod ty;

pub(crate) use self::evidence::GENERIC_ERROR;
pub use self::evidence::{Evidence, EvidenceKind, Location};
#[cfg(feature = "json-schema")]
pub use self::json::json_schema;
pub use self::json::{ReadError, from_json, to_json};
pub use self::model::{
    Enumeration, ErrorCode, ErrorSubcode, Errors, Event, IR_VERSION, Link, LinkAttribute, Member, Name,
    Operation, OperationError, Page, Property, ReasonCode, Resource, ResourceKind, Schema, Scope, ScopeRef,
    Since, Status,
};
pub(crate) use self::name::{
    is_error_name, is_in_name, is_listable, is_listable_member, is_member, is_name, is_plain_name, is_title,
    is_visible, names_no_error,
};
pub use self::provenance::{Count, Provenance};
pub(crate) use self::provenance::{PAGES, is_line, is_source};
pub(crate) use self::ty::is_type_name;
pub use self::ty::{ParseTypeError, Scalar, Type};
