//! What a representation holds beyond what its type documents.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, map};

use crate::link::Link;

/// The parts of a representation that its Rust type has no field for, kept so that nothing is lost.
///
/// That is: undocumented properties, links and embedded resources; a `rel` other than the type's own; documented
/// members whose value does not fit their field (`null`, an empty text for a date, two links where one is documented),
/// under their own name and as they came. All of it is written back. A field that is set wins over an entry of its
/// name kept here.
///
/// It also remembers how a documented member was written where there is a choice (a list of one or just the one, a
/// `rel` or none), so that it is written the same way again; that takes no part in comparing two values.
///
/// ```
/// use serde_json::{Value, json};
/// use ucwa_types::{Link, Unknown};
///
/// let mut unknown = Unknown::default();
/// unknown.insert("expires", json!("/Date(1500000000000)/"));
/// unknown.insert_link("terminateMeeting", &Link::<()>::new("/ucwa/v1/terminate"));
/// assert_eq!(unknown.get("expires").and_then(Value::as_str), Some("/Date(1500000000000)/"));
/// assert_eq!(unknown.link::<()>("terminateMeeting").unwrap().href(), "/ucwa/v1/terminate");
/// ```
#[derive(Clone, Default)]
pub struct Unknown(Option<Box<Rest>>);

/// `None` stands for an empty one, so that a value without anything unknown pays one pointer.
#[derive(Clone, Default)]
struct Rest {
    properties: Map<String, Value>,
    links: Map<String, Value>,
    embedded: Map<String, Value>,
    /// Documented members that came as a list where one is documented, or the other way round.
    flipped: Vec<(Place, &'static str)>,
    without_rel: bool,
}

/// The member that all links are in.
pub(crate) const LINKS: &str = "_links";
/// The member that all embedded resources are in.
pub(crate) const EMBEDDED: &str = "_embedded";

/// Which part of a representation a member stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Property,
    Link,
    Embedded,
}

impl Rest {
    fn kept(&self, place: Place) -> &Map<String, Value> {
        match place {
            Place::Property => &self.properties,
            Place::Link => &self.links,
            Place::Embedded => &self.embedded,
        }
    }

    fn kept_mut(&mut self, place: Place) -> &mut Map<String, Value> {
        match place {
            Place::Property => &mut self.properties,
            Place::Link => &mut self.links,
            Place::Embedded => &mut self.embedded,
        }
    }
}

const PLACES: [Place; 3] = [Place::Property, Place::Link, Place::Embedded];

impl Unknown {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        PLACES.iter().all(|place| self.entries(*place).next().is_none())
    }

    /// The `rel` the representation named, where that is not the type's own.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        self.get("rel")?.as_str()
    }

    /// A property, as it came.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.entry(Place::Property, name)
    }

    /// All properties by name.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries(Place::Property)
    }

    /// Sets a property; the value it had is returned.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.keep(Place::Property, name.into(), value.into())
    }

    /// Takes a property away.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.take(Place::Property, name)
    }

    /// A link, to be read as leading to a `T`; `None` if there is none or it is not a single one with an `href`.
    #[must_use]
    pub fn link<T: ?Sized>(&self, name: &str) -> Option<Link<T>> {
        serde_json::from_value(self.entry(Place::Link, name)?.clone()).ok()
    }

    /// All links by name, as they came: mostly an object, or a list of objects.
    pub fn links(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries(Place::Link)
    }

    /// Sets a link; what stood under its name is returned.
    pub fn insert_link<T: ?Sized>(&mut self, name: impl Into<String>, link: &Link<T>) -> Option<Value> {
        self.keep(Place::Link, name.into(), link.as_data().to_value())
    }

    /// Takes a link away.
    pub fn remove_link(&mut self, name: &str) -> Option<Value> {
        self.take(Place::Link, name)
    }

    /// An embedded resource, decoded as a `T`; `None` if there is none. A `Vec` takes a list of them.
    ///
    /// # Errors
    /// If it cannot be a `T`: for a resource that is, if it is not an object.
    #[must_use]
    pub fn embedded<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, serde_json::Error>> {
        Some(serde_json::from_value(self.entry(Place::Embedded, name)?.clone()))
    }

    /// All embedded resources by name, as they came: mostly an object, or a list of objects.
    pub fn embedded_resources(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries(Place::Embedded)
    }

    /// Embeds a resource, or a list of them; what stood under its name is returned.
    ///
    /// # Errors
    /// If it cannot be written as JSON, which a resource can.
    pub fn insert_embedded<T: Serialize + ?Sized>(
        &mut self,
        name: impl Into<String>,
        resource: &T,
    ) -> Result<Option<Value>, serde_json::Error> {
        Ok(self.keep(Place::Embedded, name.into(), serde_json::to_value(resource)?))
    }

    /// Takes an embedded resource away.
    pub fn remove_embedded(&mut self, name: &str) -> Option<Value> {
        self.take(Place::Embedded, name)
    }

    /// The object it is when there is nothing else to it.
    #[cfg(feature = "xml")]
    pub(crate) fn into_value(self) -> Value {
        let Rest { mut properties, links, embedded, .. } = self.0.map_or_else(Rest::default, |rest| *rest);
        for (name, members) in [(LINKS, links), (EMBEDDED, embedded)] {
            if !members.is_empty() {
                properties.insert(name.to_owned(), Value::Object(members));
            }
        }
        Value::Object(properties)
    }

    /// Whether nothing was ever noted in it.
    #[inline]
    pub(crate) fn is_untouched(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn entry(&self, place: Place, name: &str) -> Option<&Value> {
        self.0.as_ref()?.kept(place).get(name)
    }

    #[inline]
    pub(crate) fn has_entries(&self, place: Place) -> bool {
        self.0.as_ref().is_some_and(|rest| !rest.kept(place).is_empty())
    }

    pub(crate) fn entries(&self, place: Place) -> Entries<'_> {
        Entries::of(self.0.as_ref().map(|rest| rest.kept(place)))
    }

    pub(crate) fn keep(&mut self, place: Place, name: String, value: Value) -> Option<Value> {
        self.0.get_or_insert_default().kept_mut(place).insert(name, value)
    }

    fn take(&mut self, place: Place, name: &str) -> Option<Value> {
        self.0.as_mut()?.kept_mut(place).remove(name)
    }

    /// Forgets what it knows of one documented member, which is about to be read again.
    pub(crate) fn forget(&mut self, place: Place, name: &'static str) {
        if let Some(rest) = &mut self.0 {
            rest.kept_mut(place).remove(name);
            rest.flipped.retain(|flipped| *flipped != (place, name));
        }
    }

    /// Forgets everything of one place, which is about to be read again.
    pub(crate) fn forget_all(&mut self, place: Place) {
        if let Some(rest) = &mut self.0 {
            rest.kept_mut(place).clear();
            rest.flipped.retain(|(flipped, _)| *flipped != place);
        }
    }

    /// Notes that a documented member is a list where one is documented, or the other way round.
    pub(crate) fn flip(&mut self, place: Place, name: &'static str) {
        self.0.get_or_insert_default().flipped.push((place, name));
    }

    #[inline]
    pub(crate) fn is_flipped(&self, place: Place, name: &'static str) -> bool {
        self.0.as_ref().is_some_and(|rest| rest.flipped.contains(&(place, name)))
    }

    /// Notes that a resource came without its `rel`.
    pub(crate) fn set_without_rel(&mut self) {
        self.0.get_or_insert_default().without_rel = true;
    }

    #[inline]
    pub(crate) fn is_without_rel(&self) -> bool {
        self.0.as_ref().is_some_and(|rest| rest.without_rel)
    }
}

/// The members of an object, or of none. A type of its own is much less to compile than what adapters would make.
pub(crate) struct Entries<'a>(Option<map::Iter<'a>>);

impl<'a> Entries<'a> {
    pub(crate) fn of(object: Option<&'a Map<String, Value>>) -> Self {
        Self(object.map(Map::iter))
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.0.as_mut()?.next()?;
        Some((name, value))
    }
}

/// Compares what is kept, not how documented members were written.
impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        // By lookup rather than in order: serde_json can be told to keep the order of insertion.
        PLACES.iter().all(|place| {
            self.entries(*place).count() == other.entries(*place).count()
                && self.entries(*place).all(|(name, value)| other.entry(*place, name) == Some(value))
        })
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Entries<'a>(&'a Unknown, Place);
        impl fmt::Debug for Entries<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_map().entries(self.0.entries(self.1)).finish()
            }
        }
        let mut shown = f.debug_struct("Unknown");
        for (place, name) in
            [(Place::Property, "properties"), (Place::Link, "links"), (Place::Embedded, "embedded")]
        {
            if self.entries(place).next().is_some() {
                shown.field(name, &Entries(self, place));
            }
        }
        shown.finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_empty_one_is_one_word() {
        assert_eq!(size_of::<Unknown>(), size_of::<usize>());
    }

    #[test]
    fn entries_come_and_go() {
        let mut unknown = Unknown::default();
        assert_eq!(unknown.insert("a", 1), None);
        assert_eq!(unknown.insert("a", 2), Some(json!(1)));
        assert!(unknown.insert_link("b", &Link::<()>::new("/b")).is_none());
        assert!(unknown.insert_embedded("c", &json!([{"rel": "c"}])).unwrap().is_none());
        assert!(!unknown.is_empty());
        assert_eq!(unknown.properties().collect::<Vec<_>>(), [("a", &json!(2))]);
        assert_eq!(unknown.links().collect::<Vec<_>>(), [("b", &json!({"href": "/b"}))]);
        assert_eq!(unknown.embedded_resources().count(), 1);
        assert_eq!(unknown.embedded::<Vec<Value>>("c").unwrap().unwrap(), [json!({"rel": "c"})]);
        assert!(unknown.embedded::<bool>("c").unwrap().is_err());
        assert!(unknown.embedded::<bool>("d").is_none());
        assert!(format!("{unknown:?}").contains("\"href\""));
        unknown.remove("a");
        unknown.remove_link("b");
        unknown.remove_embedded("c");
        assert!(unknown.is_empty());
        assert_eq!(unknown, Unknown::default());
    }

    #[test]
    fn how_it_was_written_does_not_count() {
        let mut unknown = Unknown::default();
        unknown.set_without_rel();
        unknown.flip(Place::Link, "contact");
        assert_eq!(unknown, Unknown::default());
        unknown.insert("rel", "to");
        assert_ne!(unknown, Unknown::default());
        assert_eq!(unknown.rel(), Some("to"));
    }
}
