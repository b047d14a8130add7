//! Types of UCWA 2.0, the REST protocol of Skype for Business Server.
//!
//! A representation becomes a struct: documented properties are its fields, links and embedded resources are in
//! groups of their own, and everything else is in [`Unknown`]. Decoding an object never fails over what it says, and
//! encoding a decoded one gives an equal JSON value. There is no I/O in this crate: bring the HTTP client that you like.
//!
//! ```
//! # #[cfg(feature = "communication")] {
//! use ucwa_types::{Link, api::MessagingInvitation};
//!
//! let body = r#"{"rel": "messagingInvitation", "subject": "Lunch", "priority": 3,
//!     "_links": {"accept": {"href": "/2/accept"}}}"#;
//! let invitation: MessagingInvitation = serde_json::from_str(body)?;
//! assert_eq!(invitation.subject.as_deref(), Some("Lunch"));
//! assert_eq!(invitation.links.accept.as_ref().map(Link::href), Some("/2/accept"));
//! assert!(invitation.unknown.get("priority").is_some()); // not documented, and kept
//! # }
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! # What is where
//! | to | see |
//! |:---|:----|
//! | find a resource, its operations, errors and events | [`api`] |
//! | decode and encode JSON within limits; the same in XML | [`json_body`], [`xml_body`](xml_body/index.html) |
//! | follow a link: requests and responses of the crate `http` | [`rest`](rest/index.html) |
//! | send several requests in one | [`batch`](batch/index.html) |
//! | follow the event channel, and read its events | [`channel`], [`event`] |
//! | answer as a server, or as a test double | [`rest::server`](rest/server/index.html) |
//! | write a type for a resource of your own | [below](#resources-of-your-own), and [`derive@Resource`] |
//!
//! In every type are [`Link<T>`], an action that is available, typed by what it leads to; [`DateTime`] and [`TimeSpan`], in
//! every spelling that servers use; [`ExternalResource`], content that is no resource, such as the text of a message; and
//! [`Unknown`], which keeps [`RawJson`]. [`ErrorBody`] is the body of a failed request, and the reason of an event.
//!
//! # Features
//! - `http`: the modules `rest` and `batch`.
//! - `xml`: the module `xml_body`.
//! - `communication`, `discovery`, `e911`, `general`, `me`, `online-meeting`, `other`, `people`, all on by default: the
//!   groups of the documentation. A client of some groups compiles those alone; links to the others stay typed.
//!
//! # Resources of your own
//! The derives are for people too. A type for a vendor's resource is written like a generated one, and goes wherever
//! those go: into a [`Link`], into a group of embedded resources, out of [`Unknown::embedded`], out of
//! [`ResourceSet::decode`].
//!
//! ```
//! use ucwa_types::{Embedded, Link, Links, Resource, Unknown};
//!
//! #[derive(Clone, Debug, Default, PartialEq, Resource)]
//! #[ucwa(rel = "badge")]
//! pub struct Badge {
//!     /// `colourName` on the wire.
//!     pub colour_name: Option<String>,
//!     #[ucwa(links)]
//!     pub links: BadgeLinks,
//!     #[ucwa(embedded)]
//!     pub embedded: BadgeEmbedded,
//!     #[ucwa(unknown)]
//!     pub unknown: Unknown,
//! }
//!
//! #[derive(Clone, Debug, Default, PartialEq, Links)]
//! pub struct BadgeLinks {
//!     pub self_: Option<Link<Badge>>,
//!     /// There may be many of these.
//!     pub related: Vec<Link<Badge>>,
//! }
//!
//! #[derive(Clone, Debug, Default, PartialEq, Embedded)]
//! pub struct BadgeEmbedded {
//!     pub part: Vec<Badge>,
//!     pub parent: Option<Box<Badge>>,
//! }
//!
//! let badge: Badge = serde_json::from_str(
//!     r#"{
//!         "rel": "badge", "colourName": "teal", "issued": 2015,
//!         "_links": {"self": {"href": "/badges/1"}},
//!         "_embedded": {"parent": {"rel": "badge", "colourName": "red"}}
//!     }"#,
//! )?;
//! assert_eq!(badge.colour_name.as_deref(), Some("teal"));
//! assert_eq!(badge.unknown.get("issued").unwrap().decode::<i64>()?, 2015);
//! assert_eq!(badge.links.self_.as_ref().map(|link| link.href()), Some("/badges/1"));
//! assert_eq!(badge.embedded.parent.unwrap().colour_name.as_deref(), Some("red"));
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! ## What a field can be
//!
//! | field | on the wire |
//! |---|---|
//! | `Option<T>` of a [`Scalar`](scalar::Scalar) `T`: `String`, `bool`, `i64`, [`Number`], [`DateTime`], [`TimeSpan`], an enumeration, [`Value`], or a `Vec` of these | a property |
//! | `Option<`[`ExternalResource`]`>` | a member of `_links`, though a property to the user |
//! | `Option<`[`Link<T>`](Link)`>`, `Vec<Link<T>>` | a link, or a list of links |
//! | `Option<Box<M>>`, `Vec<M>` of a [`Model`] `M` | an object, or a list of objects |
//! | [`EmbeddedResources<R>`](EmbeddedResources) of a [`ResourceSet`] `R` | an object of resources by rel |
//!
//! Links are fields of the struct that derives `Links`, embedded resources of the one that derives `Embedded`, and neither
//! is a property of a resource or an input. In an object, which is no resource, they are members like any other, as the
//! `link` of an event is. The name on the wire is the field's in `lowerCamelCase`, or that of `#[ucwa(name = "…")]`.

#![forbid(unsafe_code)]
// On docs.rs, whatever needs a feature says so.
#![cfg_attr(docsrs, feature(doc_cfg))]

// Derived code names this crate by its name, here as anywhere else.
extern crate self as ucwa_types;

// Generated, formatted by the generator.
#[allow(clippy::nursery, clippy::pedantic, reason = "the code is generated")]
#[rustfmt::skip]
pub mod api;
#[cfg(feature = "http")]
pub mod batch;
pub mod channel;
#[doc(hidden)]
pub mod codec;
mod cursor;
mod data_uri;
mod date_time;
mod derives;
mod error_body;
pub mod event;
mod external;
mod include;
pub mod json_body;
mod json_text;
mod limits;
mod link;
#[cfg(feature = "http")]
pub mod multipart;
pub mod operation;
mod query;
mod raw_json;
mod read;
#[cfg(feature = "http")]
pub mod rest;
pub mod scalar;
mod service_error;
mod slots;
mod time_span;
mod unknown;
#[cfg(feature = "xml")]
pub mod xml_body;

pub use crate::data_uri::{DataUri, DataUriError};
pub use crate::date_time::{DateTime, ParseError};
pub use crate::derives::{AnyResource, Embedded, Enumeration, Input, Links, Object, Resource};
pub use crate::error_body::ErrorBody;
pub use crate::external::ExternalResource;
pub use crate::limits::{LimitExceeded, Limits};
pub use crate::link::{Link, LinkData};
pub use crate::raw_json::RawJson;
pub use crate::slots::{AnyRef, EmbeddedResources, Enumeration, Model, Resource, ResourceSet, Stub};
pub use crate::time_span::TimeSpan;
pub use crate::unknown::Unknown;
/// Any JSON value: what a type holds where no type of its own is documented.
pub use serde_json::{Number, Value};

/// The example of the crate's README, compiled.
#[cfg(all(doctest, feature = "communication"))]
#[doc = include_str!("../README.md")]
mod readme {}
