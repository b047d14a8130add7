//! The public items of a tree: what code that uses it can name, with everything that decides whether such code compiles.
//!
//! The list is made of the plan that the text is made of. What all trees have, whatever the schema (`EventChannel`,
//! `ErrorKind::Other`, `Contact::clone`), is not in it; nor is what follows from another item, as `with_name` does from
//! the field `name`.

mod collect;
mod item;

pub(super) use self::collect::of;
pub(crate) use self::collect::{error_path, event_path};
pub use self::item::{Derive, ItemKind, Parameter, PublicItem};
