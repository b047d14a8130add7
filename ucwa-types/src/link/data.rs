//! The attributes of a link, in two machine words.

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::de::Error;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::texts::{Part, Shared, Texts};
use super::{read, target};
use crate::data_uri::DataUri;

/// A link without the type of its target: an `href` and, all optional, `title`, `revision`, `rel` and undocumented attributes.
///
/// Links that were decoded together share one buffer of up to some 900 bytes, which is freed with the last of them.
#[derive(Clone)]
pub struct LinkData(Said);

/// The variant has no meaning: any link can be either.
#[derive(Clone)]
enum Said {
    Short(Short),
    Full(Box<Full>),
}

/// Nearly all links: an `href`, and at most one short string beside it.
#[derive(Clone)]
struct Short {
    /// The buffer that the link is a part of.
    text: Shared,
    start: u32,
    href: u16,
    /// The length of the string beside the `href`, which follows it.
    beside: u8,
    name: Option<Name>,
}

/// The documented attributes beside `href`.
#[derive(Clone, Copy, PartialEq)]
enum Name {
    Rel,
    Title,
    Revision,
}

impl Name {
    const ALL: [Self; TEXTS.len()] = [Self::Rel, Self::Title, Self::Revision];
}

/// A link with any attributes.
#[derive(Clone, Default)]
struct Full {
    href: Box<str>,
    /// Those of [`TEXTS`].
    texts: [Option<Box<str>>; TEXTS.len()],
    /// Undocumented attributes, and documented ones that are not strings.
    other: Map<String, Value>,
}

/// The documented attributes beside `href`, in the order they are written in.
const TEXTS: [&str; 3] = ["rel", "title", "revision"];
/// All documented attributes.
pub(super) const NAMES: [&str; 4] = ["href", TEXTS[0], TEXTS[1], TEXTS[2]];

impl Short {
    /// `None` if a part is too long.
    #[inline]
    fn new(href: Part, beside: Option<(Name, Part)>, text: impl FnOnce() -> Shared) -> Option<Self> {
        let length = |part: Part| part.end - part.start;
        let (name, beside) = match beside {
            Some((name, part)) => (Some(name), length(part)),
            None => (None, 0),
        };
        let start = href.start.try_into().ok()?;
        let (href, beside) = (length(href).try_into().ok()?, beside.try_into().ok()?);
        Some(Self { text: text(), start, href, beside, name })
    }

    fn part(&self, start: usize, length: usize) -> &str {
        let start = self.start as usize + start;
        self.text.get().and_then(|text| text.get(start..start + length)).unwrap_or_default()
    }

    fn href(&self) -> &str {
        self.part(0, self.href.into())
    }

    fn beside(&self) -> &str {
        self.part(self.href.into(), self.beside.into())
    }
}

impl Full {
    fn field(&mut self, name: &str) -> Option<&mut Option<Box<str>>> {
        TEXTS.into_iter().zip(&mut self.texts).find(|(known, _)| *known == name).map(|(_, text)| text)
    }

    /// Sets an attribute, or removes it.
    fn set(&mut self, name: &str, value: Option<Value>) {
        self.other.remove(name);
        let field = self.field(name);
        match (field, value) {
            (Some(field), Some(Value::String(text))) => *field = Some(text.into()),
            (field, value) => {
                if let Some(field) = field {
                    *field = None;
                }
                if let Some(value) = value {
                    self.other.insert(name.to_owned(), value);
                }
            }
        }
    }
}

impl LinkData {
    /// Creates a link with this `href`.
    #[must_use]
    pub fn new(href: impl Into<Box<str>>) -> Self {
        let text = href.into();
        Self(match u16::try_from(text.len()) {
            Ok(href) => {
                let text = Arc::new(OnceLock::from(text));
                Said::Short(Short { text, start: 0, href, beside: 0, name: None })
            }
            Err(_) => Said::Full(Box::new(Full { href: text, ..Full::default() })),
        })
    }

    /// Creates a link from what has been read since `begin`: an `href`, the strings beside it in their order, and attributes
    /// that are undocumented or not strings.
    #[inline]
    pub(super) fn of_parts(
        texts: &mut Texts,
        begin: usize,
        href: Part,
        beside: [Option<Part>; TEXTS.len()],
        other: Option<Map<String, Value>>,
    ) -> Self {
        let short = match beside {
            _ if other.is_some() => None,
            [None, None, None] => Short::new(href, None, || texts.shared()),
            _ => Self::of_two(texts, href, beside),
        };
        if let Some(short) = short {
            return Self(Said::Short(short));
        }
        let beside = beside.map(|part| Some(texts.get(part?).into()));
        let full = Full { href: texts.get(href).into(), texts: beside, other: other.unwrap_or_default() };
        texts.take_back(begin);
        Self(Said::Full(Box::new(full)))
    }

    /// A link with one attribute beside its `href`, which is moved behind that; `None` if it has more.
    fn of_two(texts: &mut Texts, href: Part, beside: [Option<Part>; TEXTS.len()]) -> Option<Short> {
        let mut said = Name::ALL.into_iter().zip(beside).filter_map(|(name, part)| Some((name, part?)));
        let (Some((name, beside)), None) = (said.next(), said.next()) else {
            return None;
        };
        let (href, beside) = texts.join(href, beside);
        Short::new(href, Some((name, beside)), || texts.shared())
    }

    /// Returns the `href`: a URI, mostly a path on the server that sent it, possibly with a query; or a `data:` URI.
    #[must_use]
    pub fn href(&self) -> &str {
        match &self.0 {
            Said::Short(short) => short.href(),
            Said::Full(full) => &full.href,
        }
    }

    /// Returns the `title` attribute: a name of the target for people.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.text(Name::Title)
    }

    /// Returns the `rel` attribute. Links of a resource have no such attribute: there the name of the member is the rel.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        self.text(Name::Rel)
    }

    /// Returns the server's revision of the target, as a whole number: 2 for `2.5`. It is 1 unless the link has a higher
    /// number.
    #[must_use]
    pub fn revision(&self) -> u32 {
        let number = match self.text(Name::Revision) {
            Some(text) => text.trim().parse().ok(),
            None => self.attribute(TEXTS[Name::Revision as usize]).and_then(Value::as_f64),
        };
        // The cast rounds down, and stays within its bounds.
        number.map_or(1, |number: f64| number as u32).max(1)
    }

    /// Returns an undocumented attribute, or a documented one whose value is not a string.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Value> {
        self.other()?.get(name)
    }

    /// Iterates over all that [`Self::attribute`] returns, with their names.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.other().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
    }

    /// Returns the content of the `href`, if it is a `data:` URI.
    #[must_use]
    pub fn data_uri(&self) -> Option<DataUri<'_>> {
        DataUri::parse(self.href())
    }

    /// Whether both lead to one target: see [`Link::same_target`](crate::Link::same_target).
    #[must_use]
    pub fn same_target(&self, other: &Self) -> bool {
        target::is_same(self.href(), other.href())
    }

    /// The `href` in its normal form: see [`Link::normalized_href`](crate::Link::normalized_href).
    #[must_use]
    pub fn normalized_href(&self) -> String {
        target::normalize(self.href())
    }

    /// Sets the `href`.
    pub fn set_href(&mut self, href: impl Into<Box<str>>) {
        let href = href.into();
        self.change(|full| full.href = href);
    }

    /// Sets an attribute by its name on the wire, or removes it. `href` is set by [`set_href`](Self::set_href) alone.
    pub fn set_attribute(&mut self, name: impl Into<String>, value: Option<Value>) {
        let name: &str = &name.into();
        if name != NAMES[0] {
            self.change(|full| full.set(name, value));
        }
    }

    /// Sets an attribute to a string; the `href` is unchanged.
    #[cfg(feature = "xml")]
    pub(crate) fn set_text(&mut self, name: &str, text: &str) {
        if name != NAMES[0] {
            self.set_attribute(name, Some(Value::from(text)));
        }
    }

    fn text(&self, name: Name) -> Option<&str> {
        match &self.0 {
            Said::Short(short) => (short.name == Some(name)).then(|| short.beside()),
            Said::Full(full) => full.texts[name as usize].as_deref(),
        }
    }

    /// All its strings but `href`, in the order in which they are written.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        Name::ALL.into_iter().filter_map(|name| Some((TEXTS[name as usize], self.text(name)?)))
    }

    fn other(&self) -> Option<&Map<String, Value>> {
        match &self.0 {
            Said::Short(_) => None,
            Said::Full(full) => Some(&full.other),
        }
    }

    /// Changes the link, with room for any attributes.
    fn change(&mut self, change: impl FnOnce(&mut Full)) {
        if let Said::Short(_) = self.0 {
            let texts = Name::ALL.map(|name| self.text(name).map(Into::into));
            self.0 = Said::Full(Box::new(Full { href: self.href().into(), texts, other: Map::new() }));
        }
        if let Said::Full(full) = &mut self.0 {
            change(full);
        }
    }

    /// Whether it has attributes beside the `href`.
    #[inline]
    pub(crate) fn says_more(&self) -> bool {
        match &self.0 {
            Said::Short(short) => short.name.is_some(),
            Said::Full(full) => full.texts.iter().any(Option::is_some) || !full.other.is_empty(),
        }
    }

    /// The link as a JSON object.
    pub(crate) fn to_value(&self) -> Value {
        let mut object = Map::new();
        object.insert(NAMES[0].to_owned(), Value::from(self.href()));
        object.extend(self.texts().map(|(name, text)| (name.to_owned(), Value::from(text))));
        object.extend(self.attributes().map(|(name, value)| (name.to_owned(), value.clone())));
        Value::Object(object)
    }
}

/// Compares all attributes. To compare targets, see [`LinkData::same_target`].
impl PartialEq for LinkData {
    fn eq(&self, other: &Self) -> bool {
        let is_same = match (self.other(), other.other()) {
            (Some(ours), Some(theirs)) => ours == theirs,
            (Some(some), None) | (None, Some(some)) => some.is_empty(),
            (None, None) => true,
        };
        is_same && self.href() == other.href() && self.texts().eq(other.texts())
    }
}

impl From<&str> for LinkData {
    fn from(href: &str) -> Self {
        Self::new(href)
    }
}

impl From<String> for LinkData {
    fn from(href: String) -> Self {
        Self::new(href)
    }
}

impl fmt::Debug for LinkData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.says_more() {
            return write!(f, "Link({:?})", self.href());
        }
        let mut map = f.debug_map();
        map.entry(&NAMES[0], &self.href()).entries(self.texts()).entries(self.attributes()).finish()
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
        read::link_or_value(deserializer)?
            .map_err(|_| D::Error::custom("a link needs an `href` that is a string"))
    }
}
