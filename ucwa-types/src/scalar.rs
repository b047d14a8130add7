//! Properties of types of your own.
//!
//! A type that implements [`Scalar`] and [`Element`] can be the type of a property: a field is an `Option` of it, or of a
//! `Vec` of it. An enumeration needs neither: `derive(Enumeration)` implements both.
//!
//! ```
//! use std::borrow::Cow;
//! use ucwa_types::scalar::{Element, Incoming, Notation, Scalar, Slot, SlotMut, View};
//! use ucwa_types::{Object, Unknown};
//!
//! #[derive(Clone, Debug, PartialEq)]
//! struct Extension(u16);
//!
//! impl Scalar for Extension {
//!     fn read(incoming: Incoming<'_>) -> Option<Self> {
//!         // What does not fit is kept as unknown.
//!         incoming.text()?.strip_prefix('x')?.parse().ok().map(Self)
//!     }
//!
//!     fn view(&self, _: Notation) -> View<'_> {
//!         View::Text(Cow::Owned(format!("x{}", self.0)))
//!     }
//! }
//!
//! impl Element for Extension {
//!     fn slot(field: &Option<Self>) -> Slot<'_> {
//!         Slot::Value(field)
//!     }
//!
//!     fn slot_mut(field: &mut Option<Self>) -> SlotMut<'_> {
//!         SlotMut::Value(field)
//!     }
//! }
//!
//! #[derive(Clone, Debug, Default, PartialEq, Object)]
//! struct Phone {
//!     extension: Option<Extension>,
//!     #[ucwa(unknown)]
//!     unknown: Unknown,
//! }
//!
//! let phone: Phone = serde_json::from_str(r#"{"extension": "x701"}"#)?;
//! assert_eq!(phone.extension, Some(Extension(701)));
//! # Ok::<(), serde_json::Error>(())
//! ```

pub use crate::slots::{Element, Incoming, Notation, Scalar, Slot, SlotMut, View};
