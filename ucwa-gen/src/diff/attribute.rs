//! Which change of the schema each difference of the items comes from.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Effect, Effects, ItemChange};
use super::found::{Changes, Found, Path, What, told};
use super::index::Index;
use super::items::ItemDiff;
use crate::emit::error_path;

/// Adds each difference to the changes that it comes from; one that comes from none is a change of its own.
pub(super) fn attribute(mut found: Vec<Found>, items: Vec<ItemDiff>, new: &Index<'_>) -> Vec<Found> {
    let by_path = ByPath::new(&found);
    let mut alone: BTreeMap<Path, Vec<ItemDiff>> = BTreeMap::new();
    for item in items {
        let mut is_explained = false;
        for index in by_path.candidates(&item) {
            if let Some(change) = found.get_mut(index).filter(|change| explains(change, &item)) {
                add(change, &item);
                is_explained = true;
            }
        }
        if !is_explained {
            alone.entry(item.of.clone()).or_default().push(item);
        }
    }
    let mut changes = Changes { found, ..Changes::default() };
    for (of, items) in alone {
        own(&of, &items, new, &mut changes);
    }
    changes.found
}

/// The changes by their paths: asking each of them about each difference would take time by the square of their number.
struct ByPath {
    /// By each path that a change is about, and by that path with `*` in the place of each segment.
    by_path: BTreeMap<Path, Vec<usize>>,
}

impl ByPath {
    fn new(found: &[Found]) -> Self {
        let mut by_path: BTreeMap<Path, Vec<usize>> = BTreeMap::new();
        for (index, change) in found.iter().enumerate() {
            let own = change.whole_path();
            for path in change.touches.iter().chain(&change.references).chain([&own]) {
                for at in 0..path.len() {
                    let mut pattern = path.clone();
                    pattern[at] = "*".to_owned();
                    by_path.entry(pattern).or_default().push(index);
                }
                by_path.entry(path.clone()).or_default().push(index);
            }
        }
        Self { by_path }
    }

    /// The changes that a difference may come from.
    fn candidates(&self, item: &ItemDiff) -> BTreeSet<usize> {
        let above = (1..=item.of.len()).filter_map(|length| self.by_path.get(item.of.get(..length)?));
        let named = self.by_path.get(std::slice::from_ref(&key(&item.of)));
        let made_of = item.made_of.iter().filter_map(|pattern| self.by_path.get(pattern));
        above.chain(named).chain(made_of).flatten().copied().collect()
    }
}

/// A change that only code has.
fn own(of: &[String], items: &[ItemDiff], new: &Index<'_>, changes: &mut Changes) {
    let subject = of.first().map_or("", String::as_str);
    let mut path: Vec<&str> = of.iter().map(String::as_str).collect();
    if let Some(resource) = new.resource(subject) {
        changes.resource(subject, resource.group.as_ref());
        path.remove(0);
    } else if new.enumeration(subject).is_some() {
        changes.enumeration(subject);
        path.remove(0);
    } else {
        changes.whole_api();
    }
    let is_order = items.iter().all(|item| item.source == Effect::None);
    let reason = if is_order {
        "what code says of it means something else"
    } else {
        "what code calls it follows from something else that changed"
    };
    let change = changes.push(
        "code",
        &path,
        What::Items,
        told(Effect::None, Effect::None, reason),
        [None, None],
        [None, None],
    );
    items.iter().for_each(|item| add(change, item));
}

fn add(change: &mut Found, item: &ItemDiff) {
    // What no page documents any more is decoded as `ErrorKind::Other`: a value that lands elsewhere. What is documented first has a place now.
    let is_error = matches!(change.of, "error" | "generic_error" | "reason") && is_error_kind(&item.of);
    let wire = if is_error { item.source } else { Effect::None };
    let effects = Effects { source: item.source, wire, behaviour: item.behaviour };
    change.effects = change.effects.and(effects);
    change.items.push(ItemChange { item: item.item.clone(), source: item.source, what: item.what.clone() });
}

/// Whether an item is a variant of `ErrorKind`.
fn is_error_kind(of: &[String]) -> bool {
    of.first() == error_path("", None).first()
}

/// Whether a difference comes from a change.
fn explains(change: &Found, item: &ItemDiff) -> bool {
    let path = change.whole_path();
    let is_whole = change.is_whole();
    let moved = change.references.iter().chain(&change.touches);
    moved.clone().any(|path| path.len() == 1 && path[0] == key(&item.of))
        || is_whole && item.of.starts_with(&path)
        || moved.clone().any(|path| item.of.starts_with(path))
        || item.made_of.iter().any(|pattern| {
            matches(pattern, &path, item.members.as_ref())
                || moved.clone().any(|path| matches(pattern, path, item.members.as_ref()))
        })
}

/// Whether a path is the one of a pattern; of a wildcard only these members count.
fn matches(pattern: &[String], path: &[String], members: Option<&BTreeSet<String>>) -> bool {
    pattern.len() == path.len()
        && pattern.iter().zip(path).all(|(pattern, segment)| match pattern.as_str() {
            "*" => members.is_none_or(|members| members.contains(segment)),
            pattern => pattern == segment,
        })
}

/// How overrides name an entry.
fn key(path: &[String]) -> String {
    let segments: Vec<&str> =
        path.iter().map(String::as_str).filter(|segment| *segment != "operations").collect();
    segments.join(".")
}
