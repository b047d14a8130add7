//! The changes found so far, before it is known what they do to code.

use std::collections::BTreeSet;

use serde::Serialize;

use super::change::{Change, Effect, Effects, ItemChange};
use crate::schema::Location;
use crate::source;

/// A path in a schema, as segments: `contact`, `properties`, `name`.
pub(super) type Path = Vec<String>;

/// Where the two sides of a change stand.
pub(super) type Places = [Option<Location>; 2];

/// The group of enumerations.
const ENUMERATIONS: &str = "Enumerations";
/// The group of what belongs to no resource.
const WHOLE: &str = "The whole API";
/// The group of resources that no group lists.
const OTHER: &str = "Other";

/// What a change does to the wire and to what names mean, and why.
pub(super) struct Told {
    pub(super) wire: Effect,
    pub(super) behaviour: Effect,
    pub(super) reason: String,
}

/// Says what a change does.
pub(super) fn told(wire: Effect, behaviour: Effect, reason: impl Into<String>) -> Told {
    Told { wire, behaviour, reason: reason.into() }
}

/// What happened to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    New,
    Gone,
    Renamed,
    Split,
    /// The field of this name has another value.
    Value(&'static str),
    /// What was generated for it is named otherwise, or has another order.
    Items,
}

impl What {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Gone => "gone",
            Self::Renamed => "renamed",
            Self::Split => "split",
            Self::Value(field) => field,
            Self::Items => "items",
        }
    }
}

/// One difference.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The word for what the entry is.
    pub(super) of: &'static str,
    /// The path of the entry.
    pub(super) path: Path,
    pub(super) what: What,
    pub(super) effects: Effects,
    pub(super) reason: String,
    pub(super) group: String,
    pub(super) subject: String,
    pub(super) ends: [Option<String>; 2],
    pub(super) places: Places,
    /// Paths of items that it concerns, beside its own: errors and events are there once for all pages.
    pub(super) touches: Vec<Path>,
    /// The changes that it was made of, if it is several that are one.
    pub(super) parts: Vec<Found>,
    /// Whether a page with another name has another rel, too.
    pub(super) has_rel: bool,
    pub(super) items: Vec<ItemChange>,
    /// The paths of what moved along.
    pub(super) references: BTreeSet<Path>,
}

impl Found {
    /// The path of what changed, the field included.
    pub(super) fn whole_path(&self) -> Path {
        let field = match self.what {
            What::Value(field) => Some(field.to_owned()),
            _ => None,
        };
        self.path.iter().cloned().chain(field).collect()
    }

    pub(super) fn into_change(self) -> Change {
        let path = self.whole_path().join(".");
        let name = match self.what {
            What::Value(_) => path.clone(),
            what => format!("{path}.{}", what.as_str()),
        };
        let ([old, new], [old_at, new_at]) = (self.ends, self.places);
        let references: Vec<String> = self.references.into_iter().map(|path| path.join(".")).collect();
        // What a change itself is, not the words for its items: those of a constructor name all of its arguments. Where only code differs, these
        // words are all there is.
        let is_of_code = self.what == What::Items;
        let items: Vec<_> =
            self.items.iter().map(|it| (&it.item, it.source, is_of_code.then_some(&it.what))).collect();
        let digest = digest(&(&name, self.effects, &old, &new, items, &references));
        Change {
            name,
            digest,
            kind: format!("{}.{}", self.of, self.what.as_str()),
            effects: self.effects,
            reason: self.reason,
            group: self.group,
            subject: self.subject,
            path,
            old,
            new,
            old_at,
            new_at,
            items: self.items,
            references,
        }
    }
}

/// How long the digest of a change is: long enough for no two changes of one name to share it by chance, short enough to be read.
const DIGITS: usize = 16;

/// A digest of data. JSON keeps the borders between its parts.
fn digest(data: &impl Serialize) -> String {
    // Plain data cannot fail to be written.
    let text = serde_json::to_string(data).unwrap_or_default();
    let digest = source::digest([text.as_bytes()]);
    let digits = digest.split_once(':').map_or("", |(_, digits)| digits);
    digits.chars().take(DIGITS).collect()
}

/// The changes found so far, and the subject of the next ones.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) subject: String,
    pub(super) group: String,
    pub(super) found: Vec<Found>,
}

impl Changes {
    /// The next changes are about a resource.
    pub(super) fn resource(&mut self, name: &str, group: Option<&String>) {
        name.clone_into(&mut self.subject);
        group.map_or(OTHER, String::as_str).clone_into(&mut self.group);
    }

    /// The next changes are about an enumeration.
    pub(super) fn enumeration(&mut self, name: &str) {
        name.clone_into(&mut self.subject);
        ENUMERATIONS.clone_into(&mut self.group);
    }

    /// The next changes are about what belongs to no resource.
    pub(super) fn whole_api(&mut self) {
        self.subject.clear();
        WHOLE.clone_into(&mut self.group);
    }

    /// Adds a change of an entry; its path begins below the subject.
    pub(super) fn push(
        &mut self,
        of: &'static str,
        path: &[&str],
        what: What,
        told: Told,
        ends: [Option<String>; 2],
        places: Places,
    ) -> &mut Found {
        let subject = Some(self.subject.as_str()).filter(|subject| !subject.is_empty());
        let path = subject.into_iter().chain(path.iter().copied()).map(str::to_owned).collect();
        let effects = Effects { wire: told.wire, behaviour: told.behaviour, ..Effects::default() };
        let at = self.found.len();
        self.found.push(Found {
            of,
            path,
            what,
            effects,
            reason: told.reason,
            group: self.group.clone(),
            subject: self.subject.clone(),
            ends,
            places,
            touches: Vec::new(),
            parts: Vec::new(),
            has_rel: false,
            items: Vec::new(),
            references: BTreeSet::new(),
        });
        &mut self.found[at]
    }
}
