//! Places of the resources without a behaviour of their own: `other/REL/KEY`.

use twox_hash::xxhash3_128::Hasher;

use crate::hrefs::Hrefs;
use crate::schema;

/// A place of a resource without a behaviour of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OtherPlace {
    /// The rel.
    pub(crate) rel: &'static str,
    /// What tells the resource from others with this rel. That of a resource which no documented link leads to is 0.
    number: u64,
}

impl OtherPlace {
    /// No rel: those without a behaviour are all others.
    pub(super) const RELS: &'static [&'static str] = &[];

    /// The place that a link with this rel leads to, from a resource with a behaviour.
    pub(crate) fn from(href: &str, rel: &'static str) -> Self {
        Self { rel, number: digest(href) & 0xffff_ffff }
    }

    /// The place that a link with this rel leads to, from the resource at this place. All of such links keep the number, so there
    /// is no endless way through them.
    pub(crate) fn to(self, rel: &'static str) -> Self {
        Self { rel, ..self }
    }

    /// Whether links with documented rels lead here from the resource at this address.
    pub(crate) fn is_from(self, href: &str) -> bool {
        Self::from(href, self.rel) == self
    }

    /// The place of a path, in segments that are in lower case and without escapes.
    pub(super) fn of(segments: &[&str]) -> Option<Self> {
        let ["other", rel, key] = segments else { return None };
        let rel = schema::pages_of(rel).next()?.rel;
        let number = if *key == "0" { 0 } else { u64::from_str_radix(key.get(..8)?, 16).ok()? };
        let place = Self { rel, number };
        // Whoever makes up an address does not know the last digits.
        (place.key() == *key).then_some(place)
    }

    /// The rel of the resource.
    pub(crate) fn rel(&self) -> &'static str {
        self.rel
    }

    fn key(self) -> String {
        match self.number {
            0 => "0".to_owned(),
            number => format!("{number:08x}{:04x}", digest(&format!("{} {number}", self.rel)) & 0xffff),
        }
    }
}

/// A number that is as good as random, and always the same for a text.
pub(crate) fn digest(text: &str) -> u64 {
    u64::try_from(Hasher::oneshot(text.as_bytes()) >> 64).unwrap_or_default()
}

impl Hrefs {
    /// A resource without a behaviour of its own.
    pub(crate) fn other(&self, place: OtherPlace) -> String {
        self.to(&format!("other/{}/{}", place.rel, place.key()))
    }
}
