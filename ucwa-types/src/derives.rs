//! The derives, documented where they are used.

/// Describes the struct of a resource: [`Model`](crate::Model), [`Resource`](trait@crate::Resource), and serde's traits.
///
/// # On the struct
/// - `rel = "…"`, required: the rel of the resource.
/// - `revision = 2`: the revision that is described, if not the first.
/// - `setters`: a method `with_*` for each field, which takes what the field holds without its wrappers: `impl Into<T>` for
///   an `Option<T>`, anything that can be iterated over for a list, a link or an href for a link. If a field is `required`,
///   also `new`, which takes the required ones. Methods are as visible as the field, `new` is as visible as the struct.
/// - `crate = "…"`: the path of `ucwa_types`, if it is not `::ucwa_types`.
///
/// # On a field
/// - `name = "…"`: its name on the wire, if that is not the field's in `lowerCamelCase`.
/// - `links`: it holds the links, in a struct that derives [`Links`](macro@crate::Links).
/// - `embedded`: it holds the embedded resources, in a struct that derives [`Embedded`](macro@crate::Embedded).
/// - `unknown`, required on one field: it holds what is not documented, in an [`Unknown`](crate::Unknown).
/// - `required`: the member cannot be left out. It is an argument of `new`. Decoding takes what comes without it too.
///
/// Any other field is a property; [the front page](crate#what-a-field-can-be) lists the types that it can have.
///
/// ```
/// use ucwa_types::{Embedded, Link, Links, Resource, Unknown};
///
/// #[derive(Clone, Debug, Default, PartialEq, Resource)]
/// #[ucwa(rel = "badge", revision = 2, setters)]
/// pub struct Badge {
///     /// `displayName` on the wire.
///     pub display_name: Option<String>,
///     #[ucwa(name = "pinColour")]
///     pub colour: Option<String>,
///     #[ucwa(links)]
///     pub links: BadgeLinks,
///     #[ucwa(embedded)]
///     pub embedded: BadgeEmbedded,
///     #[ucwa(unknown)]
///     pub unknown: Unknown,
/// }
///
/// #[derive(Clone, Debug, Default, PartialEq, Links)]
/// #[ucwa(setters)]
/// pub struct BadgeLinks {
///     /// `self` on the wire, which no field can be called.
///     pub self_: Option<Link<Badge>>,
/// }
///
/// #[derive(Clone, Debug, Default, PartialEq, Embedded)]
/// #[ucwa(setters)]
/// pub struct BadgeEmbedded {
///     pub parts: Vec<Badge>,
/// }
///
/// let badge = Badge::default()
///     .with_display_name("Visitor")
///     .with_colour("red")
///     .with_links(BadgeLinks::default().with_self("/badges/1"))
///     .with_embedded(BadgeEmbedded::default().with_parts([Badge::default()]));
/// assert_eq!(
///     serde_json::to_value(&badge)?,
///     serde_json::json!({
///         "rel": "badge",
///         "displayName": "Visitor",
///         "pinColour": "red",
///         "_links": {"self": {"href": "/badges/1"}},
///         "_embedded": {"parts": [{"rel": "badge"}]},
///     }),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Operations
/// A resource of your own has operations as the generated ones have them: an implementation of
/// [`Operation`](crate::operation::Operation) for each method. With the feature `http` a link to it then has that method.
///
/// ```
/// use ucwa_types::operation::{Get, Operation};
/// use ucwa_types::{Resource, Unknown};
///
/// #[derive(Clone, Debug, Default, PartialEq, Resource)]
/// #[ucwa(rel = "badge")]
/// pub struct Badge {
///     pub colour: Option<String>,
///     #[ucwa(unknown)]
///     pub unknown: Unknown,
/// }
///
/// impl Operation<Get> for Badge {
///     type Query = ();
///     type Input = ();
///     type Output = Self;
///     type Error = ();
///     const STATUSES: &'static [u16] = &[200];
/// }
/// ```
///
/// # Another path
/// Derived code names `::ucwa_types`. A crate that depends on it under another name, or through a crate that exports it,
/// says where it is:
///
/// ```
/// /// What another crate exports.
/// pub mod skype {
///     pub use ucwa_types::*;
/// }
///
/// #[derive(Clone, Debug, Default, PartialEq, skype::Resource)]
/// #[ucwa(rel = "badge", crate = "crate::skype")]
/// pub struct Badge {
///     pub colour: Option<String>,
///     #[ucwa(unknown)]
///     pub unknown: skype::Unknown,
/// }
/// # fn main() {}
/// ```
pub use ucwa_derive::Resource;

/// Describes the body or the query of a request: [`Model`](crate::Model), and serde's traits. It takes the attributes of
/// [`Resource`](macro@crate::Resource), but for `rel` and `revision`.
///
/// An input without a field `#[ucwa(required)]` is an [`OptionalQuery`](crate::operation::OptionalQuery).
///
/// ```
/// use ucwa_types::{Input, Unknown};
///
/// #[derive(Clone, Debug, PartialEq, Input)]
/// #[ucwa(setters)]
/// pub struct Award {
///     #[ucwa(required)]
///     pub title: Option<String>,
///     pub winners: Option<Vec<String>>,
///     #[ucwa(unknown)]
///     pub unknown: Unknown,
/// }
///
/// let award = Award::new("Best in show").with_winners(["ann", "ben"]);
/// assert_eq!(serde_json::to_value(&award)?, serde_json::json!({"title": "Best in show", "winners": ["ann", "ben"]}));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub use ucwa_derive::Input;

/// Describes an object that is no resource: [`Model`](crate::Model), and serde's traits. It takes the attributes of
/// [`Resource`](macro@crate::Resource), but for `rel` and `revision`, and on the struct
/// - `element = "…"`: the name of the XML element that it is, whose members are elements of their own.
///
/// Its links can be fields of its own: those are members like any other, and not in `_links`.
///
/// ```
/// use ucwa_types::{Link, Object, Unknown};
///
/// #[derive(Clone, Debug, Default, PartialEq, Object)]
/// #[ucwa(element = "award")]
/// pub struct Award {
///     pub title: Option<String>,
///     pub winner: Option<Link<()>>,
///     #[ucwa(unknown)]
///     pub unknown: Unknown,
/// }
///
/// let award: Award = serde_json::from_str(r#"{"title": "Best in show", "winner": {"href": "/ann"}}"#)?;
/// assert_eq!(award.winner.as_ref().map(|link| link.href()), Some("/ann"));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub use ucwa_derive::Object;

/// Describes the struct of a resource's links, for its field `#[ucwa(links)]`.
///
/// A field is an `Option<`[`Link<T>`](crate::Link)`>`, or a `Vec<Link<T>>` where there can be several. The struct takes
/// `setters` and `crate`, a field takes `name`, as with [`Resource`](macro@crate::Resource).
///
/// ```
/// use ucwa_types::{Link, Links};
///
/// #[derive(Clone, Debug, Default, PartialEq, Links)]
/// #[ucwa(setters)]
/// pub struct BadgeLinks {
///     pub owner: Option<Link<()>>,
///     #[ucwa(name = "seeAlso")]
///     pub related: Vec<Link<()>>,
/// }
///
/// let links = BadgeLinks::default().with_owner("/ann").with_related(["/badges/2", "/badges/3"]);
/// assert_eq!(links.related.len(), 2);
/// ```
pub use ucwa_derive::Links;

/// Describes the struct of a resource's embedded resources, for its field `#[ucwa(embedded)]`.
///
/// A field is an `Option<Box<T>>` of a resource `T`, or a `Vec<T>` where there can be several. The struct takes `setters`
/// and `crate`, a field takes `name`, as with [`Resource`](macro@crate::Resource).
///
/// ```
/// use ucwa_types::{Embedded, Resource, Unknown};
///
/// #[derive(Clone, Debug, Default, PartialEq, Resource)]
/// #[ucwa(rel = "pin", setters)]
/// pub struct Pin {
///     pub colour: Option<String>,
///     #[ucwa(unknown)]
///     pub unknown: Unknown,
/// }
///
/// #[derive(Clone, Debug, Default, PartialEq, Embedded)]
/// #[ucwa(setters)]
/// pub struct BadgeEmbedded {
///     pub front: Option<Box<Pin>>,
///     pub others: Vec<Pin>,
/// }
///
/// let embedded = BadgeEmbedded::default().with_front(Pin::default().with_colour("red")).with_others([Pin::default()]);
/// assert_eq!(embedded.front.unwrap().colour.as_deref(), Some("red"));
/// ```
pub use ucwa_derive::Embedded;

/// Describes an open enumeration: [`Enumeration`](trait@crate::Enumeration), `Display`, `FromStr`, `From<&str>`, and serde's
/// traits. A property can have it as its type.
///
/// The enum takes `crate`, as with [`Resource`](macro@crate::Resource). A variant takes `name = "…"`, its name on the wire if
/// that is not its own. One variant is `#[ucwa(unrecognized)]` and holds any other string as a `Box<str>`.
///
/// ```
/// use ucwa_types::Enumeration;
///
/// #[derive(Clone, Debug, PartialEq, Eq, Enumeration)]
/// pub enum Colour {
///     Red,
///     #[ucwa(name = "deep-blue")]
///     DeepBlue,
///     #[ucwa(unrecognized)]
///     Unrecognized(Box<str>),
/// }
///
/// assert_eq!(Colour::from("deep-blue"), Colour::DeepBlue);
/// assert_eq!(Colour::from("teal").to_string(), "teal");
/// ```
pub use ucwa_derive::Enumeration;

/// Makes an enum a set of resource types: [`ResourceSet`](crate::ResourceSet), serde's traits, and `From<T>` of each type.
///
/// A representation is decoded as the type whose rel it names. The enum takes `crate`, as with
/// [`Resource`](macro@crate::Resource). A variant holds one resource as a `Box<T>`, no two of one rel, and takes
/// - `also("…", …)`: further rels that have this representation.
///
/// One variant is `#[ucwa(unknown)]` and holds whatever no other does: as a [`Value`](crate::Value), or in another set. So
/// the types of your own and the documented ones are one set; where both have a rel, yours is taken.
///
/// ```
/// # #[cfg(feature = "default")] {
/// use ucwa_types::{AnyResource, Resource, Unknown, api};
///
/// #[derive(Clone, Debug, Default, PartialEq, Resource)]
/// #[ucwa(rel = "badge")]
/// pub struct Badge {
///     pub colour: Option<String>,
///     #[ucwa(unknown)]
///     pub unknown: Unknown,
/// }
///
/// #[derive(Clone, Debug, PartialEq, AnyResource)]
/// pub enum AnyOfOurs {
///     #[ucwa(also("visitorBadge"))]
///     Badge(Box<Badge>),
///     #[ucwa(unknown)]
///     Ucwa(api::AnyResource),
/// }
///
/// let badge: AnyOfOurs = serde_json::from_str(r#"{"rel": "visitorBadge", "colour": "red"}"#).unwrap();
/// assert!(matches!(badge, AnyOfOurs::Badge(badge) if badge.colour.as_deref() == Some("red")));
/// let contact: AnyOfOurs = serde_json::from_str(r#"{"rel": "contact", "name": "Ann"}"#).unwrap();
/// assert!(matches!(contact, AnyOfOurs::Ucwa(api::AnyResource::Contact(_))));
/// # }
/// ```
pub use ucwa_derive::AnyResource;
