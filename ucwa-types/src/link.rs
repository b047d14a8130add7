//! Links: where a resource can be found, and so what may be done next.

mod data;
mod read;
mod target;
mod texts;

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

pub use self::data::LinkData;
pub(crate) use self::read::LinkOrValue;
#[cfg(feature = "http")]
pub(crate) use self::target::{is_scheme, without_dots};
pub(crate) use self::target::{origin, place};
pub(crate) use self::texts::Texts;
use crate::data_uri::DataUri;
use crate::slots::Resource;

/// A link to a resource that is represented by `T`.
///
/// A link that is present is a capability: the operation it leads to is allowed now. `T` is not stored, so that a link can
/// be cloned, compared and printed whatever `T` is. [`LinkData`] is a link without a `T`.
///
/// Two links are equal if all their attributes are, undocumented ones included. So two links to one resource can be
/// unequal: [`same_target`](Self::same_target) compares where they lead.
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
    /// Creates a link with this `href`.
    #[must_use]
    pub fn new(href: impl Into<Box<str>>) -> Self {
        LinkData::new(href).into()
    }

    /// Converts the link into one to a `U`.
    #[must_use]
    pub fn cast<U: ?Sized>(self) -> Link<U> {
        self.data.into()
    }

    /// Returns the link as one to a later revision of the resource; `None` if the server does not have that revision.
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
    /// The compiler checks that it is the same resource:
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

    /// Borrows the link without its type.
    #[must_use]
    pub const fn as_data(&self) -> &LinkData {
        &self.data
    }

    /// Returns the link without its type.
    #[must_use]
    pub fn into_data(self) -> LinkData {
        self.data
    }

    /// Returns the `href`: a URI, mostly a path on the server that sent it, possibly with a query; or a `data:` URI.
    #[must_use]
    pub fn href(&self) -> &str {
        self.data.href()
    }

    /// Sets the `href`.
    pub fn set_href(&mut self, href: impl Into<Box<str>>) {
        self.data.set_href(href);
    }

    /// Returns the `title` attribute: a name of the target for people.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.data.title()
    }

    /// Returns the `rel` attribute. Links of a resource have no such attribute: there the name of the member is the rel.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        self.data.rel()
    }

    /// Returns the server's revision of the target, as a whole number: 2 for `2.5`. It is 1 unless the link has a higher
    /// number.
    #[must_use]
    pub fn revision(&self) -> u32 {
        self.data.revision()
    }

    /// Returns an undocumented attribute, or a documented one whose value is not a string.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        self.data.attribute(name)
    }

    /// Iterates over all that [`attribute`](Self::attribute) returns, with their names.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.data.attributes()
    }

    /// Sets an attribute by its name on the wire, or removes it. `href` is set by [`set_href`](Self::set_href) alone.
    pub fn set_attribute(&mut self, name: impl Into<String>, value: Option<Value>) {
        self.data.set_attribute(name, value);
    }

    /// Returns the content of the `href`, if it is a `data:` URI.
    #[must_use]
    pub fn data_uri(&self) -> Option<DataUri<'_>> {
        self.data.data_uri()
    }

    /// Whether both lead to one target: their `href`s are the same URI reference. Other attributes are not compared.
    ///
    /// Compares the normal forms (RFC 3986, section 6). Scheme and host may differ in case, as may the digits of a
    /// percent-escape. Characters may be escaped needlessly. `.` and `..` are removed from a path that begins with `/`. Over `http` and
    /// `https`, an empty path is `/`, and the scheme's default port may be omitted.
    ///
    /// If it returns `true`, and both links came from one server, they lead to one resource. `false` may be wrong: a URI with a
    /// host never equals one without, since the host of the latter is not known here; nor do two that differ in their query
    /// or fragment, in the case of their path, or in whether a non-ASCII character is escaped, although a server may treat
    /// them as one. To compare a path with a whole URI, resolve both first (`BaseUrl::resolve`, feature `http`).
    ///
    /// ```
    /// use ucwa_types::Link;
    ///
    /// struct Contact;
    /// let mut titled = Link::<Contact>::new("/people/%7Eann");
    /// titled.set_attribute("title", Some("Ann".into()));
    /// let plain = Link::<Contact>::new("/people/~ann");
    /// assert!(titled != plain && titled.same_target(&plain));
    /// ```
    #[must_use]
    pub fn same_target<U: ?Sized>(&self, other: &Link<U>) -> bool {
        self.data.same_target(&other.data)
    }

    /// Returns the `href` in its normal form, which [`same_target`](Self::same_target) compares: a key for maps.
    #[must_use]
    pub fn normalized_href(&self) -> String {
        self.data.normalized_href()
    }
}

/// Whether two strings are equal: `==` is not `const`.
const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() && a[at] == b[at] {
        at += 1;
    }
    at == a.len() && at == b.len()
}

impl<T: ?Sized> From<LinkData> for Link<T> {
    fn from(data: LinkData) -> Self {
        Self { data, target: PhantomData }
    }
}

/// Creates a link with this `href`.
impl<T: ?Sized> From<&str> for Link<T> {
    fn from(href: &str) -> Self {
        Self::new(href)
    }
}

/// Creates a link with this `href`.
impl<T: ?Sized> From<String> for Link<T> {
    fn from(href: String) -> Self {
        Self::new(href)
    }
}

impl<T: ?Sized> From<Link<T>> for LinkData {
    fn from(link: Link<T>) -> Self {
        link.data
    }
}

impl<T: ?Sized> AsRef<LinkData> for Link<T> {
    fn as_ref(&self) -> &LinkData {
        &self.data
    }
}

impl<T: ?Sized> Clone for Link<T> {
    fn clone(&self) -> Self {
        self.data.clone().into()
    }
}

/// Compares all attributes. To compare targets, see [`Link::same_target`].
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

/// Fails for anything but an object whose `href` is a string. (Inside a resource any other value is kept as unknown.)
impl<'de, T: ?Sized> Deserialize<'de> for Link<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LinkData::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// Nothing that a link could need of its target.
    enum Nothing {}

    #[test]
    fn a_link_is_two_words() {
        assert_eq!(size_of::<Link<Nothing>>(), 2 * size_of::<usize>());
        assert_eq!(size_of::<Option<Link<Nothing>>>(), 2 * size_of::<usize>());
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
    fn attributes_are_read_in_any_order_and_length() {
        let long = |length| "x".repeat(length);
        for (href, beside) in [(0, 0), (1, 255), (1, 256), (0xffff, 3), (0x1_0000, 3), (0x2_0000, 0x1_0000)] {
            for name in ["rel", "title", "revision", "other"] {
                let (href, beside) = (long(href), long(beside));
                let before = format!(r#"{{"{name}": "{beside}", "href": "{href}"}}"#);
                let after = format!(r#"{{"href": "{href}", "{name}": "{beside}"}}"#);
                let twice = format!(
                    r#"{{"{name}": "no", "href": "no", "{name}": 1, "href": "{href}", "{name}": "{beside}"}}"#
                );
                let mut set: Link<Nothing> = Link::new(href.as_str());
                set.set_attribute(name, Some(json!(beside)));
                for text in [before, after, twice] {
                    let link: Link<Nothing> = crate::json_body::from_slice(text.as_bytes()).unwrap();
                    assert_eq!(link.as_data().to_value(), json!({"href": href, name: beside}));
                    assert_eq!(link, set);
                }
            }
        }
    }

    #[derive(Debug, Default, PartialEq, crate::Object)]
    struct Linked {
        one: Option<Link<()>>,
        two: Option<Link<()>>,
        part: Option<Box<Linked>>,
        #[ucwa(links)]
        links: Links,
        #[ucwa(unknown)]
        unknown: crate::Unknown,
    }

    #[derive(Debug, Default, PartialEq, crate::Links)]
    struct Links {
        a: Option<Link<()>>,
        b: Vec<Link<()>>,
        c: Option<crate::ExternalResource>,
        e: Option<Link<()>>,
    }

    fn any_link() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => r#"\{"href": "[a-z]{0,5}"\}"#,
            1 => "[a-z]{200,600}".prop_map(|href| format!(r#"{{"href": "{href}"}}"#)),
            1 => r#"\{"(rel|title|x|href)": ("[a-z]{0,3}"|1), "href": "[a-z]{0,5}"\}"#,
            1 => r#"\{"href": ("[a-z]{0,3}"|null), "(rel|title|x|href)": "[a-z]{0,5}"\}"#,
            1 => r#"(\{\}|7|"x")"#,
        ]
    }

    fn any_links() -> BoxedStrategy<String> {
        let list =
            prop::collection::vec(any_link(), 0..4).prop_map(|links| format!("[{}]", links.join(", ")));
        let value = prop_oneof![4 => any_link(), 1 => list];
        let member = ("[a-f]", value).prop_map(|(name, value)| format!(r#""{name}": {value}"#));
        prop::collection::vec(member, 0..9).prop_map(|members| format!("{{{}}}", members.join(", "))).boxed()
    }

    fn any_linked(depth: u32) -> BoxedStrategy<String> {
        let one = any_link().prop_map(|link| format!(r#""one": {link}"#));
        let two = any_link().prop_map(|link| format!(r#""two": {link}"#));
        let links = any_links().prop_map(|links| format!(r#""_links": {links}"#));
        let member = prop_oneof![1 => one, 1 => two, 2 => links].boxed();
        let member = match depth.checked_sub(1) {
            None => member,
            Some(depth) => {
                let part = any_linked(depth).prop_map(|part| format!(r#""part": {part}"#));
                prop_oneof![4 => member, 1 => part].boxed()
            }
        };
        prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(", "))).boxed()
    }

    proptest! {
        #[test]
        fn links_of_one_object_say_each_what_it_said(text in any_linked(2)) {
            let linked: Linked = crate::json_body::from_slice(text.as_bytes()).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::to_value(&linked).unwrap(), value);
        }
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
            assert_eq!(
                serde_json::from_value::<LinkOrNot>(value.clone()).unwrap().0.unwrap_err(),
                Some(value.clone().into())
            );
            assert!(serde_json::from_value::<Link<Nothing>>(value).is_err());
        }
    }

    struct LinkOrNot(Result<LinkData, Option<crate::RawJson>>);

    impl<'de> Deserialize<'de> for LinkOrNot {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            read::link_or_value(deserializer).map(Self)
        }
    }

    #[test]
    fn attributes_are_set_and_taken_away() {
        let mut link: Link<Nothing> = Link::new("/x");
        link.set_attribute("title", Some(json!("Ann")));
        link.set_attribute("revision", Some(json!(2)));
        link.set_attribute("href", Some(json!("/y")));
        assert_eq!(link.as_data().to_value(), json!({"href": "/x", "title": "Ann", "revision": 2}));
        link.set_attribute("title", None);
        link.set_attribute("revision", None);
        assert_eq!(link, Link::new("/x"));
    }
}
