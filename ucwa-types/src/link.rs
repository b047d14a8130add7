//! Links: where a resource can be found, and so what may be done next.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::codec::Resource;
use crate::data_uri::DataUri;
use crate::read::{self, Names, visit_scalars};

/// A link to a resource that is represented by `T`.
///
/// A link that is present is a capability: the operation it leads to is allowed now. What a link says beside its
/// type is reached through [`LinkData`], to which it dereferences. `T` is not stored, so a link is as small as its
/// `href` and one pointer, and it can be cloned, compared and printed whatever `T` is.
///
/// ```
/// use ucwa_types::Link;
///
/// struct Contact;
/// let link: Link<Contact> = Link::new("/ucwa/v1/applications/7/people/3");
/// assert_eq!(link.href(), "/ucwa/v1/applications/7/people/3");
/// assert_eq!(link.revision(), 1);
/// ```
pub struct Link<T: ?Sized> {
    data: LinkData,
    target: PhantomData<fn() -> Box<T>>,
}

impl<T: ?Sized> Link<T> {
    /// A link to this place.
    #[must_use]
    pub fn new(href: impl Into<Box<str>>) -> Self {
        LinkData::new(href).into()
    }

    /// The same link, to be read as leading to a `U`.
    #[must_use]
    pub fn cast<U: ?Sized>(self) -> Link<U> {
        self.data.into()
    }

    /// The same link, to be read as leading to a later revision of the resource; `None` if the server does not have that.
    ///
    /// ```
    /// # use ucwa_types::api::People;
    /// use ucwa_types::Link;
    /// use ucwa_types::api::Search2;
    ///
    /// # let people: People = serde_json::from_str(r#"{"_links": {"search": {"href": "/s", "revision": "2"}}}"#)?;
    /// let search: Option<Link<Search2>> = people.links.search.as_ref().and_then(Link::revised);
    /// assert!(search.is_some());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// That it is the same resource is checked when this is compiled:
    ///
    /// ```compile_fail
    /// use ucwa_types::Link;
    /// use ucwa_types::api::{Group2, Search};
    ///
    /// let search: Link<Search> = Link::new("/s");
    /// let _: Option<Link<Group2>> = search.revised();
    /// ```
    #[must_use]
    pub fn revised<U: Resource>(&self) -> Option<Link<U>>
    where
        T: Resource,
    {
        const { assert!(is_same(T::REL, U::REL), "a revision of a resource has the same rel") };
        (self.revision() >= U::REVISION).then(|| self.data.clone().into())
    }

    /// What it says, without its type.
    #[must_use]
    pub fn into_data(self) -> LinkData {
        self.data
    }
}

/// Whether two texts are the same; `==` is not for constants.
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

impl<T: ?Sized> Deref for Link<T> {
    type Target = LinkData;

    fn deref(&self) -> &LinkData {
        &self.data
    }
}

impl<T: ?Sized> DerefMut for Link<T> {
    fn deref_mut(&mut self) -> &mut LinkData {
        &mut self.data
    }
}

impl<T: ?Sized> From<LinkData> for Link<T> {
    fn from(data: LinkData) -> Self {
        Self { data, target: PhantomData }
    }
}

impl<T: ?Sized> Clone for Link<T> {
    fn clone(&self) -> Self {
        self.data.clone().into()
    }
}

impl<T: ?Sized> PartialEq for Link<T> {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data
    }
}

impl<T: ?Sized> fmt::Debug for Link<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.data.fmt(f)
    }
}

impl<T: ?Sized> Serialize for Link<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.data.serialize(serializer)
    }
}

/// Fails for anything but an object with a text `href`. (Inside a resource such a thing is kept as unknown instead.)
impl<'de, T: ?Sized> Deserialize<'de> for Link<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LinkData::deserialize(deserializer).map(Self::from)
    }
}

/// What a link says: its `href` and, all optional, `title`, `revision`, `rel` and attributes that are not documented.
#[derive(Clone, PartialEq)]
pub struct LinkData {
    href: Box<str>,
    /// `None` rather than empty, so that equal links compare equal.
    rare: Option<Box<Rare>>,
}

/// What most links do not have.
#[derive(Clone, Default, PartialEq)]
struct Rare {
    title: Option<Box<str>>,
    revision: Option<Box<str>>,
    rel: Option<Box<str>>,
    /// Undocumented attributes, and documented ones that are not text.
    other: Map<String, Value>,
}

impl Rare {
    fn text(&self, name: &str) -> Option<&str> {
        match name {
            "title" => self.title.as_deref(),
            "revision" => self.revision.as_deref(),
            "rel" => self.rel.as_deref(),
            _ => None,
        }
    }

    fn text_mut(&mut self, name: &str) -> Option<&mut Option<Box<str>>> {
        match name {
            "title" => Some(&mut self.title),
            "revision" => Some(&mut self.revision),
            "rel" => Some(&mut self.rel),
            _ => None,
        }
    }

    /// Sets an attribute; the last one of a name wins.
    fn set(&mut self, name: &str, value: Result<Box<str>, Value>) {
        match (self.text_mut(name), value) {
            (Some(field), Ok(text)) => {
                *field = Some(text);
                self.other.remove(name);
            }
            (Some(field), Err(value)) => {
                *field = None;
                self.other.insert(name.to_owned(), value);
            }
            (None, Ok(text)) => {
                self.other.insert(name.to_owned(), Value::String(text.into()));
            }
            (None, Err(value)) => {
                self.other.insert(name.to_owned(), value);
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.title.is_none() && self.revision.is_none() && self.rel.is_none() && self.other.is_empty()
    }
}

/// The documented attributes beside `href`, in the order they are written in.
const TEXTS: [&str; 3] = ["rel", "title", "revision"];
const NAMES: [&str; 4] = ["href", TEXTS[0], TEXTS[1], TEXTS[2]];

impl LinkData {
    /// A link to this place.
    #[must_use]
    pub fn new(href: impl Into<Box<str>>) -> Self {
        Self { href: href.into(), rare: None }
    }

    /// Where it leads: a URI, mostly a path on the server that sent it, possibly with a query; or a `data:` URI.
    #[must_use]
    pub fn href(&self) -> &str {
        &self.href
    }

    /// The name of what it leads to, for people.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.text("title")
    }

    /// The rel it names itself. Links of a resource do not: there the member's name is the rel.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        self.text("rel")
    }

    /// The server's revision of the resource it leads to, as a whole number: `2.5` is good for 2. It is 1 unless the link
    /// gives a number above that.
    #[must_use]
    pub fn revision(&self) -> u32 {
        let number = match self.text("revision") {
            Some(text) => text.trim().parse().ok(),
            None => self.attribute("revision").and_then(Value::as_f64),
        };
        // The cast rounds down, and stays within its bounds.
        number.map_or(1, |number: f64| number as u32).max(1)
    }

    /// An undocumented attribute, or a documented one that is not text.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        self.rare.as_ref()?.other.get(name)
    }

    /// What [`Self::attribute`] finds, by name.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.rare.iter().flat_map(|rare| &rare.other).map(|(name, value)| (name.as_str(), value))
    }

    /// Its content, where its `href` is a `data:` URI.
    #[must_use]
    pub fn data(&self) -> Option<DataUri<'_>> {
        DataUri::parse(&self.href)
    }

    /// Makes it lead elsewhere.
    pub fn set_href(&mut self, href: impl Into<Box<str>>) {
        self.href = href.into();
    }

    /// Sets an attribute by its name on the wire (`href` excepted, which is not set this way), or takes it away.
    pub fn set_attribute(&mut self, name: impl Into<String>, value: Option<Value>) {
        let name: &str = &name.into();
        if name == NAMES[0] {
            return;
        }
        let rare = self.rare.get_or_insert_default();
        match value {
            Some(Value::String(text)) => rare.set(name, Ok(text.into())),
            Some(value) => rare.set(name, Err(value)),
            None => {
                rare.other.remove(name);
                if let Some(field) = rare.text_mut(name) {
                    *field = None;
                }
            }
        }
        if rare.is_empty() {
            self.rare = None;
        }
    }

    /// Sets an attribute to a text; that of the `href` stays.
    #[cfg(feature = "xml")]
    pub(crate) fn set_text(&mut self, name: &str, text: &str) {
        if name != NAMES[0] {
            self.rare.get_or_insert_default().set(name, Ok(text.into()));
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.rare.as_ref()?.text(name)
    }

    /// Whether there is more to it than the `href`.
    #[inline]
    pub(crate) fn says_more(&self) -> bool {
        self.rare.is_some()
    }

    /// All its texts but `href`, in the order they are written in.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        TEXTS.into_iter().filter_map(|name| Some((name, self.text(name)?)))
    }

    /// The JSON object it is.
    pub(crate) fn to_value(&self) -> Value {
        let mut object = Map::new();
        object.insert(NAMES[0].to_owned(), Value::from(self.href()));
        object.extend(self.texts().map(|(name, text)| (name.to_owned(), Value::from(text))));
        object.extend(self.attributes().map(|(name, value)| (name.to_owned(), value.clone())));
        Value::Object(object)
    }
}

impl fmt::Debug for LinkData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.says_more() {
            return write!(f, "Link({:?})", self.href);
        }
        let mut map = f.debug_map();
        map.entry(&NAMES[0], &self.href).entries(self.texts()).entries(self.attributes()).finish()
    }
}

impl Serialize for LinkData {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(NAMES[0], self.href())?;
        if !self.says_more() {
            return map.end();
        }
        for (name, text) in self.texts() {
            map.serialize_entry(name, text)?;
        }
        for (name, value) in self.attributes() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for LinkData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LinkOrValue.deserialize(deserializer)?.map_err(|_| D::Error::custom("a link needs a text `href`"))
    }
}

/// Reads a link, or whatever came instead of one.
pub(crate) struct LinkOrValue;

impl LinkOrValue {
    fn scalar(self, value: Value) -> Result<LinkData, Value> {
        Err(value)
    }

    pub(crate) fn read<'de, A: MapAccess<'de>>(mut map: A) -> Result<Result<LinkData, Value>, A::Error> {
        let mut href = None;
        let mut rare: Option<Box<Rare>> = None;
        let mut expected = 0;
        let names = Names::of(&map, &NAMES, &[]);
        while let Some(name) = map.next_key_seed(names.key(expected))? {
            match name {
                read::Name::Known(0) => {
                    expected = 1;
                    href = Some(map.next_value_seed(read::Text)?);
                }
                read::Name::Known(index) => {
                    expected = index + 1;
                    let value = map.next_value_seed(read::Text)?;
                    rare.get_or_insert_default().set(NAMES[index], value);
                }
                read::Name::Reserved(_) => {}
                read::Name::Other(name) => {
                    let value = map.next_value_seed(read::Text)?;
                    rare.get_or_insert_default().set(&name, value);
                }
            }
        }
        let (href, instead) = match href {
            Some(Ok(href)) => (href, None),
            Some(Err(value)) => (Box::default(), Some(Some(value))),
            None => (Box::default(), Some(None)),
        };
        let link = LinkData { href, rare: rare.filter(|rare| !rare.is_empty()) };
        let Some(instead) = instead else {
            return Ok(Ok(link));
        };
        let mut value = link.to_value();
        if let Value::Object(object) = &mut value {
            match instead {
                Some(value) => object.insert(NAMES[0].to_owned(), value),
                None => object.remove(NAMES[0]),
            };
        }
        Ok(Err(value))
    }
}

impl<'de> DeserializeSeed<'de> for LinkOrValue {
    type Value = Result<LinkData, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for LinkOrValue {
    type Value = Result<LinkData, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a link")
    }

    visit_scalars!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(Value::from(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        read::list(seq).map(Err)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Self::read(map)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Nothing that a link could need of its target.
    enum Nothing {}

    #[test]
    fn a_link_is_three_words() {
        assert_eq!(size_of::<Link<Nothing>>(), 3 * size_of::<usize>());
        assert_eq!(size_of::<Option<Link<Nothing>>>(), 3 * size_of::<usize>());
    }

    #[test]
    fn what_a_link_says_is_read() {
        let value = json!({"title": "Ann", "href": "/x?a=1", "revision": "2", "rel": "contact", "etag": "9", "n": [1]});
        let link: Link<Nothing> = serde_json::from_value(value.clone()).unwrap();
        assert_eq!((link.href(), link.title(), link.rel()), ("/x?a=1", Some("Ann"), Some("contact")));
        assert_eq!(link.revision(), 2);
        assert_eq!(link.attribute("etag"), Some(&json!("9")));
        assert_eq!(link.attributes().count(), 2);
        assert_eq!(serde_json::to_value(&link).unwrap(), value);
        assert_eq!(link.clone().cast::<()>().into_data().to_value(), value);
    }

    #[test]
    fn a_revision_is_compared_as_a_number() {
        for (revision, expected) in [
            (json!("10"), 10),
            (json!(3), 3),
            (json!("2.5"), 2),
            (json!(" 2 "), 2),
            (json!(2.0), 2),
            (json!("0"), 1),
            (json!("1e99"), u32::MAX),
            (json!("NaN"), 1),
            (json!("two"), 1),
            (json!(""), 1),
            (json!(-1), 1),
            (json!(null), 1),
        ] {
            let value = json!({"href": "", "revision": revision});
            let link: Link<Nothing> = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(link.revision(), expected);
            assert_eq!(serde_json::to_value(&link).unwrap(), value);
        }
    }

    #[test]
    fn a_link_without_a_text_href_is_none() {
        for value in
            [json!({}), json!({"href": null}), json!({"href": 1, "title": "x"}), json!("/x"), json!([])]
        {
            assert_eq!(serde_json::from_value::<LinkOrNot>(value.clone()).unwrap().0.unwrap_err(), value);
            assert!(serde_json::from_value::<Link<Nothing>>(value).is_err());
        }
    }

    struct LinkOrNot(Result<LinkData, Value>);

    impl<'de> Deserialize<'de> for LinkOrNot {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            LinkOrValue.deserialize(deserializer).map(Self)
        }
    }

    #[test]
    fn attributes_are_set_and_taken_away() {
        let mut link: Link<Nothing> = Link::new("/x");
        link.set_attribute("title", Some(json!("Ann")));
        link.set_attribute("revision", Some(json!(2)));
        link.set_attribute("href", Some(json!("/y")));
        assert_eq!(link.to_value(), json!({"href": "/x", "title": "Ann", "revision": 2}));
        link.set_attribute("title", None);
        link.set_attribute("revision", None);
        assert_eq!(link, Link::new("/x"));
    }
}
