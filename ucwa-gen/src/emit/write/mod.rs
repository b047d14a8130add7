//! The plan as Rust text. Nothing is decided here but how it is put into words.

mod any_event;
mod any_resource;
mod docs;
mod enumeration;
mod errors;
mod events;
mod facts;
mod fields;
mod file;
mod format;
mod operation;
mod parameters;
mod resource;
mod since;
mod stub;
mod tree;

pub(super) use self::tree::files;
