//! What is emitted: the schema, arranged as the Rust tree will be. Everything that needs a decision is decided here.

mod enumerations;
mod errors;
mod events;
mod features;
mod groups;
mod linkable;
mod named;
mod operations;
mod resources;
pub(crate) mod rust_type;
mod selection;
mod sharing;
mod since;
mod tree;
mod types;
mod variants;

pub(crate) use self::enumerations::EnumerationPlan;
pub(crate) use self::errors::ErrorKind;
pub(crate) use self::events::EventPlan;
pub(crate) use self::groups::{Group, Stub};
pub(crate) use self::named::{Named, Struct};
pub(crate) use self::operations::OperationPlan;
pub(crate) use self::resources::ResourcePlan;
pub use self::rust_type::RustType;
pub(crate) use self::rust_type::is_same as is_same_type;
pub(crate) use self::selection::Selection;
pub use self::selection::UnknownName;
pub(crate) use self::tree::Plan;
pub(crate) use self::types::Types;
