//! What was counted. How much is kept does not depend on how much was read, but on how much of it was different.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use super::document::{Shape, Value};
use super::form;
use super::index::Page;
use super::kinds::Kinds;
use super::place::Place;
use crate::source::Span;

/// How often something was seen, and the first places.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub(super) seen: u64,
    pub(super) places: Vec<Place>,
}

const PLACES: usize = 3;

impl Tally {
    pub(super) fn add(&mut self, at: &Span) {
        self.seen += 1;
        if self.places.len() < PLACES {
            let place = Place::of(at);
            // A request can have a parameter twice.
            if !self.places.contains(&place) {
                self.places.push(place);
            }
        }
    }
}

/// In how many of how many bodies something was, of which a body can have several: two members of one name, two links without a form.
pub(super) fn in_bodies(seen: u64, bodies: u64) -> (u64, u64) {
    let bodies = bodies.max(1);
    (seen.min(bodies), bodies)
}

/// What was seen of a property, a parameter or a member of an input.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    pub(super) tally: Tally,
    pub(super) kinds: Kinds,
    /// Values that the documented type cannot hold, by their kinds.
    pub(super) unlike: BTreeMap<&'static str, Tally>,
}

impl Field {
    pub(super) fn add(&mut self, value: &Value<'_>, at: &Span) {
        self.tally.add(at);
        self.kinds.add(value);
    }

    pub(super) fn add_content(&mut self, at: &Span) {
        self.tally.add(at);
        self.kinds.add_content();
    }

    pub(super) fn add_unlike(&mut self, instead: &'static str, at: &Span) {
        self.unlike.entry(instead).or_default().add(at);
    }
}

/// What was seen of a link or an embedded resource.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    pub(super) tally: Tally,
    /// As a list.
    pub(super) lists: Tally,
    /// As one object, which JSON alone can tell.
    pub(super) singles: Tally,
}

impl Held {
    pub(super) fn add(&mut self, shape: Shape, at: &Span) {
        self.tally.add(at);
        match shape {
            Shape::List => self.lists.add(at),
            Shape::One => self.singles.add(at),
            Shape::Either => {}
        }
    }
}

/// What was seen of a representation.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) seen: u64,
    pub(super) properties: Names<Field>,
    /// Properties with a GUID as their name, another one each time: what the protocol asks to be sent back.
    pub(super) named_by_guid: Tally,
    pub(super) links: Names<Held>,
    pub(super) embedded: Names<Held>,
    pub(super) malformed: Malformed,
}

/// Malformed links, embedded resources and properties, by the part of the body with the rel, and by what is wrong.
pub(super) type Malformed = Limited<(String, &'static str), Tally>;

/// What was seen of an operation.
#[derive(Debug, Default)]
pub(super) struct Exchanged {
    pub(super) requests: Tally,
    /// The requests that succeeded.
    pub(super) successes: u64,
    /// The requests with a body of members.
    pub(super) inputs: u64,
    pub(super) parameters: Names<Field>,
    pub(super) members: Names<Field>,
    /// What is required, and was not in a request that succeeded.
    pub(super) missing_parameters: BTreeMap<String, Tally>,
    pub(super) missing_members: BTreeMap<String, Tally>,
    pub(super) statuses: BTreeMap<u16, Tally>,
    pub(super) failures: u64,
    /// By status, code and subcode.
    pub(super) errors: Limited<(u16, String, Option<String>), Tally>,
    pub(super) answers: u64,
    pub(super) outputs: BTreeMap<Page, Tally>,
    pub(super) fields: Names<Field>,
}

/// What was seen of an event.
#[derive(Debug, Default)]
pub(super) struct Happened {
    pub(super) tally: Tally,
    /// How often the resource came with it.
    pub(super) embedded: u64,
}

/// Everything that was counted.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) representations: BTreeMap<Page, Shown>,
    pub(super) operations: BTreeMap<Page, Names<Exchanged>>,
    /// By rel, type and sender.
    pub(super) events: Limited<(String, String, String), Happened>,
    /// In answers of the event channel.
    pub(super) malformed: Malformed,
    pub(super) event_count: u64,
    /// By the rel of the event, code and subcode.
    pub(super) reasons: Limited<(String, String, Option<String>), Tally>,
    pub(super) reason_count: u64,
    /// Values of enumerations that are no members, by enumeration.
    pub(super) values: BTreeMap<String, Names<Tally>>,
    pub(super) value_counts: BTreeMap<String, u64>,
    pub(super) codes: Names<Tally>,
    pub(super) subcodes: Names<Tally>,
    pub(super) error_count: u64,
    /// Rels of representations that no page has.
    pub(super) rels: Names<Tally>,
    pub(super) representation_count: u64,
    /// Bodies of which nothing tells what they are.
    pub(super) unattributed: Tally,
}

impl Ledger {
    /// How often something was not counted, because there were too many different ones.
    pub(super) fn dropped(&self) -> u64 {
        let shown = self.representations.values();
        let shown = shown
            .map(|it| it.properties.dropped + it.links.dropped + it.embedded.dropped + it.malformed.dropped);
        let methods =
            self.operations.values().flat_map(|methods| methods.iter().map(|(_, exchanged)| exchanged));
        let exchanged = methods
            .map(|it| it.parameters.dropped + it.members.dropped + it.errors.dropped + it.fields.dropped);
        let methods = self.operations.values().map(|methods| methods.dropped);
        let values = self.values.values().map(|values| values.dropped);
        let others = [
            self.events.dropped,
            self.malformed.dropped,
            self.reasons.dropped,
            self.codes.dropped,
            self.subcodes.dropped,
            self.rels.dropped,
        ];
        shown.chain(exchanged).chain(methods).chain(values).chain(others).sum()
    }
}

/// By name.
pub(super) type Names<V> = Limited<String, V>;

/// A map with a limit. Servers do not have so many names; what has is no traffic of the API, or names are values.
#[derive(Debug)]
pub(super) struct Limited<K, V> {
    map: BTreeMap<K, V>,
    /// How often something was not counted.
    dropped: u64,
}

impl<K, V> Default for Limited<K, V> {
    fn default() -> Self {
        Self { map: BTreeMap::new(), dropped: 0 }
    }
}

const DIFFERENT: usize = 1_000;

impl<K: Ord, V: Default> Limited<K, V> {
    /// What is counted under a key; `None` if there are too many others.
    pub(super) fn entry<Q: Ord + ?Sized + ToOwned<Owned = K>>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        if !self.map.contains_key(key) {
            if self.map.len() == DIFFERENT {
                self.dropped += 1;
                return None;
            }
            self.map.insert(key.to_owned(), V::default());
        }
        self.map.get_mut(key)
    }

    pub(super) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.map.get(key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.map.iter()
    }
}

impl Malformed {
    pub(super) fn count(&mut self, found: &form::Malformed<'_>) {
        let rel = found.rel.map_or_else(String::new, |rel| format!(".{rel}"));
        if let Some(tally) = self.entry(&(format!("{}{rel}", found.part), found.message)) {
            tally.add(found.at);
        }
    }
}

impl Limited<String, Tally> {
    pub(super) fn count(&mut self, name: &str, at: &Span) {
        if let Some(tally) = self.entry(name) {
            tally.add(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_bodies;

    #[test]
    fn nothing_is_in_more_bodies_than_there_are() {
        for (seen, bodies, expected) in
            [(1, 1, (1, 1)), (2, 3, (2, 3)), (2, 1, (1, 1)), (4, 3, (3, 3)), (2, 0, (1, 1))]
        {
            assert_eq!(in_bodies(seen, bodies), expected);
        }
    }
}
