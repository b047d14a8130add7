//! The same traffic as something that can be shown to others.

mod body;
mod key;
mod media_type;
mod sanitizer;
mod values;
mod vocabulary;

pub use self::key::{Key, NoRandom};
pub use self::sanitizer::Sanitizer;
