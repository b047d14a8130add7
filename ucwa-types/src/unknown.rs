//! The undocumented members of a representation.

use std::fmt;
use std::slice;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::link::Link;
use crate::raw_json::RawJson;
use crate::read::MemberName;

/// The members of a representation that its Rust type has no field for, so that nothing is lost.
///
/// It holds undocumented properties, links and embedded resources; a `rel` other than the type's own; and documented members
/// whose value does not fit their field (`null`, an empty string for a date, two links where one is documented), under their
/// own name. All of it is written back. A field that is set wins over an entry of its name.
///
/// Values are kept as [`RawJson`], and decoded on demand. [`json_body`](crate::json_body) keeps them verbatim: in their order,
/// with the spelling of names, numbers and escapes, and all of several undocumented members with one name. `get` and the like
/// return the last of those. serde's own traits and XML have values without a spelling, which are written anew.
///
/// If a field holds only the nearest value, the JSON is kept beside it: see [`losses`](Self::losses).
///
/// It also remembers how a documented member was written if there is a choice (a list with one item or just the item, a
/// `rel` or none, the digits of a number), so that it is written the same way again. Comparisons ignore that.
///
/// ```
/// use ucwa_types::{Link, Unknown};
///
/// let mut unknown = Unknown::default();
/// unknown.insert("since", "/Date(1500000000000)/");
/// unknown.insert_link("freeze", &Link::<()>::new("/ucwa/v1/freeze"));
/// let since: Option<String> = unknown.get("since").and_then(|json| json.decode().ok());
/// assert_eq!(since.as_deref(), Some("/Date(1500000000000)/"));
/// assert_eq!(unknown.link::<()>("freeze").unwrap().href(), "/ucwa/v1/freeze");
/// ```
#[derive(Clone, Default)]
pub struct Unknown(Option<Box<Rest>>);

/// `None` stands for an empty one, so that a value without anything unknown pays one pointer.
#[derive(Clone, Default)]
struct Rest {
    /// What is not documented, in the order in which it came. Nothing is looked for in it while it is filled, of which there
    /// can be much.
    members: Vec<Member>,
    /// What is known of documented members, of which there are few. No two are of one name and place.
    documented: Vec<Documented>,
    /// What the property `rel` says, if it is a string.
    rel: Option<Box<str>>,
    without_rel: bool,
}

/// A member that is not documented.
#[derive(Clone)]
struct Member {
    place: Place,
    name: MemberName,
    value: RawJson,
}

/// What is known of a documented member.
#[derive(Clone)]
struct Documented {
    place: Place,
    name: &'static str,
    /// It was a list where a single value is documented, or the other way round.
    flipped: bool,
    kept: Kept,
}

#[derive(Clone)]
enum Kept {
    Nothing,
    /// What does not fit the field.
    Misfit(RawJson),
    /// What the field holds the nearest value of.
    Literal(Literal),
}

/// What a field holds the nearest value of.
#[derive(Clone)]
pub(crate) struct Literal {
    pub(crate) literal: RawJson,
    /// Whether the nearest value is another one, and not only spelt in another way.
    pub(crate) lossy: bool,
    /// What the nearest value is written as, by which it is known.
    pub(crate) written: Box<str>,
}

impl Documented {
    fn is_of(&self, place: Place, name: &str) -> bool {
        self.place == place && self.name == name
    }

    fn misfit(&self) -> Option<&RawJson> {
        match &self.kept {
            Kept::Misfit(value) => Some(value),
            Kept::Literal(_) | Kept::Nothing => None,
        }
    }

    fn literal(&self) -> Option<&Literal> {
        match &self.kept {
            Kept::Literal(literal) => Some(literal),
            Kept::Misfit(_) | Kept::Nothing => None,
        }
    }
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

const REL: &str = "rel";

/// A member that is kept.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    /// The JSON that the name is, if something in it is escaped.
    pub(crate) spelling: Option<&'a str>,
    pub(crate) value: &'a RawJson,
}

const PLACES: [Place; 3] = [Place::Property, Place::Link, Place::Embedded];

impl Unknown {
    /// Whether it has no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        PLACES.iter().all(|place| !self.has_entries(*place))
    }

    /// The `rel` of the representation, if it is not the type's own.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        self.0.as_ref()?.rel.as_deref()
    }

    /// Returns a property: the last of several with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RawJson> {
        self.entry(Place::Property, name)
    }

    /// Iterates over the properties with their names: documented ones that do not fit their field, then all others in their
    /// order.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &RawJson)> {
        self.pairs(Place::Property)
    }

    /// Sets a property, replaces all with its name, and returns the last of them.
    ///
    /// For a type of your own, use [`RawJson::new`].
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<RawJson>) -> Option<RawJson> {
        self.set(Place::Property, name.into(), value.into())
    }

    /// Removes all properties with this name, and returns the last of them.
    pub fn remove(&mut self, name: &str) -> Option<RawJson> {
        self.take(Place::Property, name)
    }

    /// Returns a link to a `T`; `None` if there is none, or not a single one with an `href`.
    #[must_use]
    pub fn link<T: ?Sized>(&self, name: &str) -> Option<Link<T>> {
        self.entry(Place::Link, name)?.decode().ok()
    }

    /// Iterates over the links with their names, in the order of [`properties`](Self::properties). Mostly each is an object, or
    /// a list of objects.
    pub fn links(&self) -> impl Iterator<Item = (&str, &RawJson)> {
        self.pairs(Place::Link)
    }

    /// Sets a link, and returns the last value with its name.
    pub fn insert_link<T: ?Sized>(&mut self, name: impl Into<String>, link: &Link<T>) -> Option<RawJson> {
        self.set(Place::Link, name.into(), link.as_data().to_value().into())
    }

    /// Removes a link and returns it.
    pub fn remove_link(&mut self, name: &str) -> Option<RawJson> {
        self.take(Place::Link, name)
    }

    /// Decodes an embedded resource as a `T`; `None` if there is none. A list of them decodes as a `Vec`.
    ///
    /// # Errors
    /// If it cannot be decoded as a `T`. Every object decodes as a resource.
    #[must_use]
    pub fn embedded<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, serde_json::Error>> {
        Some(self.entry(Place::Embedded, name)?.decode())
    }

    /// Iterates over the embedded resources with their names, in the order of [`properties`](Self::properties). Mostly each is
    /// an object, or a list of objects.
    pub fn embedded_resources(&self) -> impl Iterator<Item = (&str, &RawJson)> {
        self.pairs(Place::Embedded)
    }

    /// Embeds a resource, or a list of them, and returns the last value with its name.
    ///
    /// # Errors
    /// If it cannot be encoded as JSON. A resource can.
    pub fn insert_embedded<T: Serialize + ?Sized>(
        &mut self,
        name: impl Into<String>,
        resource: &T,
    ) -> Result<Option<RawJson>, serde_json::Error> {
        Ok(self.set(Place::Embedded, name.into(), RawJson::new(resource)?))
    }

    /// Removes an embedded resource and returns it.
    pub fn remove_embedded(&mut self, name: &str) -> Option<RawJson> {
        self.take(Place::Embedded, name)
    }

    /// Iterates over the documented members that [`json_body`](crate::json_body) could not decode exactly, each with its name and
    /// its JSON. The field has the nearest value. They can be properties, links or embedded resources.
    ///
    /// It is a string with half of a surrogate pair, for which the field has U+FFFD; a number out of range, with more digits than
    /// the field holds, or with a fraction where an integer is documented; and a link, a list or an object with one of these
    /// in it. `json_body` writes the JSON back unless the field was changed. In either case it stays here.
    ///
    /// Objects inside this one have losses of their own.
    ///
    /// ```
    /// use ucwa_types::api::Conversation;
    /// use ucwa_types::json_body;
    ///
    /// let body = r#"{"rel":"conversation","subject":"Lunch \ud83d"}"#;
    /// let conversation: Conversation = json_body::from_str(body)?;
    /// assert_eq!(conversation.subject.as_deref(), Some("Lunch \u{fffd}"));
    /// let losses: Vec<_> = conversation.unknown.losses().collect();
    /// assert_eq!(losses[0].0, "subject");
    /// assert_eq!(losses[0].1.as_json(), r#""Lunch \ud83d""#);
    /// assert_eq!(json_body::to_string(&conversation), body);
    /// # Ok::<(), json_body::Error>(())
    /// ```
    pub fn losses(&self) -> impl Iterator<Item = (&'static str, &RawJson)> {
        let documented = self.0.as_deref().map_or(&[][..], |rest| &rest.documented);
        documented.iter().filter_map(|member| {
            let literal = member.literal().filter(|literal| literal.lossy)?;
            Some((member.name, &literal.literal))
        })
    }

    fn pairs(&self, place: Place) -> impl Iterator<Item = (&str, &RawJson)> {
        self.entries(place).map(|entry| (entry.name, entry.value))
    }

    /// Whether nothing was ever noted in it.
    #[inline]
    pub(crate) fn is_untouched(&self) -> bool {
        self.0.is_none()
    }

    pub(crate) fn entry(&self, place: Place, name: &str) -> Option<&RawJson> {
        let rest = self.0.as_ref()?;
        let other = rest.members.iter().rfind(|member| member.place == place && &*member.name.text == name);
        other.map(|member| &member.value).or_else(|| {
            rest.documented.iter().find(|member| member.is_of(place, name)).and_then(Documented::misfit)
        })
    }

    #[inline]
    pub(crate) fn has_entries(&self, place: Place) -> bool {
        !self.is_untouched() && self.entries(place).next().is_some()
    }

    pub(crate) fn entries(&self, place: Place) -> Entries<'_> {
        let rest = self.0.as_deref();
        let (documented, members) =
            rest.map_or((&[][..], &[][..]), |rest| (&rest.documented[..], &rest.members[..]));
        Entries { place, documented: documented.iter(), members: members.iter() }
    }

    /// Adds an undocumented member, also to those of its name.
    pub(crate) fn keep(&mut self, place: Place, name: MemberName, value: RawJson) {
        let rest = self.0.get_or_insert_default();
        if place == Place::Property && &*name.text == REL {
            rest.rel = value.as_text().map(Into::into);
        }
        rest.members.push(Member { place, name, value });
    }

    /// Keeps the value of a documented member that does not fit its field.
    pub(crate) fn keep_misfit(&mut self, place: Place, name: &'static str, value: RawJson) {
        if place == Place::Property && name == REL {
            self.0.get_or_insert_default().rel = value.as_text().map(Into::into);
        }
        self.documented(place, name).kept = Kept::Misfit(value);
    }

    /// Keeps the text of a documented member beside its field.
    pub(crate) fn keep_literal(&mut self, place: Place, name: &'static str, literal: Literal) {
        self.documented(place, name).kept = Kept::Literal(literal);
    }

    pub(crate) fn literal(&self, place: Place, name: &str) -> Option<&Literal> {
        let documented = &self.0.as_ref()?.documented;
        documented.iter().find(|member| member.is_of(place, name))?.literal()
    }

    fn set(&mut self, place: Place, name: String, value: RawJson) -> Option<RawJson> {
        let old = self.take(place, &name);
        self.keep(place, name.into(), value);
        old
    }

    fn take(&mut self, place: Place, name: &str) -> Option<RawJson> {
        let rest = self.0.as_mut()?;
        if place == Place::Property && name == REL {
            rest.rel = None;
        }
        let documented = rest.documented.iter_mut().find(|member| member.is_of(place, name));
        let mut old =
            documented.and_then(|member| match std::mem::replace(&mut member.kept, Kept::Nothing) {
                Kept::Misfit(value) => Some(value),
                other => {
                    member.kept = other;
                    None
                }
            });
        let is_it = |member: &mut Member| member.place == place && &*member.name.text == name;
        for member in rest.members.extract_if(.., is_it) {
            old = Some(member.value);
        }
        old
    }

    fn documented(&mut self, place: Place, name: &'static str) -> &mut Documented {
        let documented = &mut self.0.get_or_insert_default().documented;
        let index = documented.iter().position(|member| member.is_of(place, name)).unwrap_or_else(|| {
            documented.push(Documented { place, name, flipped: false, kept: Kept::Nothing });
            documented.len() - 1
        });
        &mut documented[index]
    }

    /// Forgets what it knows of one documented member, which is about to be read again.
    pub(crate) fn forget(&mut self, place: Place, name: &'static str) {
        if let Some(rest) = &mut self.0 {
            rest.documented.retain(|member| !member.is_of(place, name));
            if place == Place::Property && name == REL {
                rest.rel = None;
            }
        }
    }

    /// Forgets everything of one place, which is about to be read again.
    pub(crate) fn forget_all(&mut self, place: Place) {
        if let Some(rest) = &mut self.0 {
            rest.members.retain(|member| member.place != place);
            rest.documented.retain(|member| member.place != place);
        }
    }

    /// Notes that a documented member is a list where one is documented, or the other way round.
    pub(crate) fn flip(&mut self, place: Place, name: &'static str) {
        self.documented(place, name).flipped = true;
    }

    #[inline]
    pub(crate) fn is_flipped(&self, place: Place, name: &'static str) -> bool {
        self.0.as_ref().is_some_and(|rest| {
            rest.documented.iter().any(|member| member.flipped && member.is_of(place, name))
        })
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

/// The members that are kept of one place.
pub(crate) struct Entries<'a> {
    place: Place,
    documented: slice::Iter<'a, Documented>,
    members: slice::Iter<'a, Member>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let place = self.place;
        for member in self.documented.by_ref().filter(|member| member.place == place) {
            if let Some(value) = member.misfit() {
                return Some(Entry { name: member.name, spelling: None, value });
            }
        }
        let Member { name, value, .. } = self.members.find(|member| member.place == place)?;
        Some(Entry { name: &name.text, spelling: name.spelling.as_deref(), value })
    }
}

/// Compares the members, not how documented ones were written. The order counts only among members with one name.
impl PartialEq for Unknown {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |unknown: &Self, place| -> Vec<(Box<str>, RawJson)> {
            let mut pairs: Vec<_> =
                unknown.pairs(place).map(|(name, value)| (name.into(), value.clone())).collect();
            pairs.sort_by(|(a, _): &(Box<str>, RawJson), (b, _)| a.cmp(b));
            pairs
        };
        if self.is_untouched() && other.is_untouched() {
            return true;
        }
        PLACES.iter().all(|place| sorted(self, *place) == sorted(other, *place))
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct Entries<'a>(&'a Unknown, Place);
        impl fmt::Debug for Entries<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_map().entries(self.0.pairs(self.1)).finish()
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
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_empty_one_is_one_word() {
        assert_eq!(size_of::<Unknown>(), size_of::<usize>());
    }

    fn raw(text: &str) -> RawJson {
        RawJson::parse(text).unwrap()
    }

    #[test]
    fn entries_come_and_go() {
        let mut unknown = Unknown::default();
        assert_eq!(unknown.insert("a", 1), None);
        assert_eq!(unknown.insert("a", 2), Some(raw("1")));
        assert!(unknown.insert_link("b", &Link::<()>::new("/b")).is_none());
        assert!(unknown.insert_embedded("c", &json!([{"rel": "c"}])).unwrap().is_none());
        assert!(!unknown.is_empty());
        assert_eq!(unknown.properties().collect::<Vec<_>>(), [("a", &raw("2"))]);
        assert_eq!(unknown.links().collect::<Vec<_>>(), [("b", &raw(r#"{"href":"/b"}"#))]);
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
    fn of_one_name_there_can_be_several() {
        let mut unknown = Unknown::default();
        for (name, value) in [("a", "1"), ("b", "2"), ("a", "3")] {
            unknown.keep(Place::Property, name.to_owned().into(), raw(value));
        }
        let shown: Vec<_> = unknown.properties().map(|(name, value)| format!("{name}{value}")).collect();
        assert_eq!(shown, ["a1", "b2", "a3"]);
        assert_eq!(unknown.get("a"), Some(&raw("3")));
        let mut other = Unknown::default();
        for (name, value) in [("b", "2"), ("a", "1"), ("a", "3")] {
            other.keep(Place::Property, name.to_owned().into(), raw(value));
        }
        assert_eq!(unknown, other);
        assert_eq!(unknown.insert("a", "4"), Some(raw("3")));
        assert_ne!(unknown, other);
        assert_eq!(unknown.properties().count(), 2);
        assert_eq!(other.remove("a"), Some(raw("3")));
        assert_eq!(other.properties().count(), 1);
    }

    #[test]
    fn a_misfit_is_replaced_and_taken() {
        let mut unknown = Unknown::default();
        unknown.keep_misfit(Place::Property, "subject", raw("7"));
        unknown.keep_misfit(Place::Property, "rel", raw(r#""\u0061""#));
        assert_eq!((unknown.get("subject"), unknown.rel()), (Some(&raw("7")), Some("a")));
        assert_eq!(unknown.insert("subject", "x"), Some(raw("7")));
        assert_eq!(unknown.properties().count(), 2);
        assert_eq!(unknown.remove("rel"), Some(raw(r#""a""#)));
        assert_eq!(unknown.rel(), None);
        unknown.insert("rel", true);
        assert_eq!((unknown.rel(), unknown.get("rel")), (None, Some(&raw("true"))));
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
