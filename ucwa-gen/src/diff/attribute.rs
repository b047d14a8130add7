//! Which change of the schema each difference of the items comes from.
//!
//! A change explains a difference if the item would not differ without it. Several changes can explain one difference, as two
//! required members of one constructor do. What no change explains is a change of its own, never one of a neighbour: who accepts a change
//! accepts its items.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Effect, Effects, ItemChange};
use super::compare::{Entry, top};
use super::found::{Changes, Found, Path, What, told};
use super::index::Index;
use super::items::{ItemDiff, Presence};
use super::lists::entries;
use crate::emit::{error_path, event_path, is_same_type};
use crate::schema::{Location, Resource, Type};

/// Adds each difference to the changes that it comes from; one that comes from none is a change of its own.
pub(super) fn attribute(mut found: Vec<Found>, items: Vec<ItemDiff>, sides: &[Index<'_>; 2]) -> Vec<Found> {
    let by_path = ByPath::new(&found);
    let mut alone: BTreeMap<Path, Vec<ItemDiff>> = BTreeMap::new();
    for item in items {
        let mut is_explained = false;
        for index in by_path.candidates(&item) {
            if let Some(change) = found.get_mut(index).filter(|change| explains(change, &item, sides)) {
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
        own(&of, &items, sides, &mut changes);
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
            for part in [change].into_iter().chain(&change.parts) {
                let own = part.whole_path();
                let list = embedded_target(part).unwrap_or_default();
                for path in part.touches.iter().chain(&part.references).chain([&own, &list]) {
                    for at in 0..path.len() {
                        let mut pattern = path.clone();
                        pattern[at] = "*".to_owned();
                        by_path.entry(pattern).or_default().push(index);
                    }
                    by_path.entry(path.clone()).or_default().push(index);
                }
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

/// Where an entry is documented: its operation, or else its page.
fn place(side: &Index<'_>, of: &[String]) -> Option<Location> {
    let (subject, rest) = of.split_first()?;
    if let Some(resource) = side.resource(subject) {
        let operation = match rest {
            [list, method, ..] if list == "operations" => {
                resource.operations.iter().find(|it| it.method == *method)
            }
            _ => None,
        };
        return operation.and_then(Entry::place).or_else(|| top(&resource.page.file));
    }
    side.enumeration(subject)?.page.as_ref().and_then(|page| top(&page.file))
}

/// A change that only code has.
fn own(of: &[String], items: &[ItemDiff], sides: &[Index<'_>; 2], changes: &mut Changes) {
    let new = &sides[1];
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
    let is_all = |presence: Presence| {
        items.iter().all(|item| item.source == Effect::None && item.presence == presence)
    };
    let reason = if is_all(Presence::Changed) {
        "the arguments of `new` have another order: code compiles, and passes its values to other fields"
    } else if items.iter().all(|item| item.source == Effect::None) {
        "a name in code stands for something else: code that uses it may compile"
    } else {
        "its name in code depends on other names, and these changed"
    };
    let change = changes.push(
        "code",
        &path,
        What::Items,
        told(Effect::None, Effect::None, reason),
        [None, None],
        sides.each_ref().map(|side| place(side, of)),
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
fn explains(change: &Found, item: &ItemDiff, sides: &[Index<'_>; 2]) -> bool {
    if !change.parts.is_empty() {
        return change.parts.iter().any(|part| explains(part, item, sides));
    }
    let path = change.whole_path();
    match change.what {
        _ if change.of == "name" => change.path.get(1).is_some_and(|of| is_named_after(item, of, sides)),
        What::New => comes(change, Presence::New, &path, item, sides),
        What::Gone => comes(change, Presence::Gone, &path, item, sides),
        What::Renamed => is_renamed(change, &path, item, sides),
        What::Value(field) => is_made_of(change, field, &path, item, sides),
        What::Split | What::Items => false,
    }
}

/// Whether a difference comes from an entry that is new or gone: an item of the entry itself, one that exists by this entry alone, or
/// a constructor that takes it.
fn comes(
    change: &Found,
    presence: Presence,
    path: &[String],
    item: &ItemDiff,
    sides: &[Index<'_>; 2],
) -> bool {
    let is_own = item.of.starts_with(path);
    let is_touched = item.presence == presence && change.touches.contains(&item.of);
    is_own
        || is_touched
        || made_of(item).iter().any(|pattern| match &item.members {
            Some(members) => matches(pattern, path, members),
            None => pattern == path || is_of_list(pattern, path) && decides(path, presence, sides),
        })
}

/// The places that decide about an item, beside its entry. Whether there is an event does not depend on the page that it is about; what it holds
/// does.
fn made_of(item: &ItemDiff) -> &[Path] {
    let is_event = item.of.first() == event_path("", "").first();
    match item.presence {
        Presence::New | Presence::Gone if is_event => &[],
        _ => &item.made_of,
    }
}

/// Whether a pattern stands for any entry of the list of a path.
fn is_of_list(pattern: &[String], path: &[String]) -> bool {
    match (pattern.split_last(), path.split_last()) {
        (Some((last, of)), Some((_, list))) => last == "*" && of == list,
        _ => false,
    }
}

/// Whether a list has entries on one side alone, so that what exists by any of them exists there alone; and whether this one is such an
/// entry.
fn decides(path: &[String], presence: Presence, sides: &[Index<'_>; 2]) -> bool {
    let Some((name, list)) = path.split_last() else { return false };
    let [old, new] = sides.each_ref().map(|side| entries(side, list));
    match presence {
        Presence::New => old.is_empty() && new.contains(name.as_str()),
        _ => new.is_empty() && old.contains(name.as_str()),
    }
}

/// Whether a difference comes from another name of a page, an enumeration or an entry of a list.
fn is_renamed(change: &Found, path: &Path, item: &ItemDiff, sides: &[Index<'_>; 2]) -> bool {
    if let [name] = &path[..] {
        let rel = [name.clone(), "rel".to_owned()];
        let has_rel =
            change.has_rel && item.presence == Presence::Renamed && item.made_of.iter().any(|it| *it == rel);
        return is_named_after(item, name, sides)
            || has_rel
            || change.references.contains(&item.of) && has_other_name(item);
    }
    [path].into_iter().chain(&change.references).any(|path| match &item.members {
        Some(members) => item.made_of.iter().any(|pattern| matches(pattern, path, members)),
        None => item.of == *path && has_other_name(item),
    })
}

fn has_other_name(item: &ItemDiff) -> bool {
    matches!(item.presence, Presence::Renamed | Presence::Reassigned)
}

/// Whether an item has the name of an entry, by the path that names in code are given: the entry's own item, and of a page all types and
/// constants, whose names begin with its name. What the module of another group exports is elsewhere anyway, whatever it is called there.
fn is_named_after(item: &ItemDiff, of: &str, sides: &[Index<'_>; 2]) -> bool {
    let is_type = !matches!(item.class, "field" | "member" | "operation" | "query" | "input" | "output");
    let [old, new] =
        sides.each_ref().map(|side| side.resource(item.of.first()?).and_then(|page| page.group.as_ref()));
    let is_elsewhere = item.class == "reexport" && old != new;
    let is_of_page = is_type && item.of.first().is_some_and(|page| page == of);
    has_other_name(item) && !is_elsewhere && (key(&item.of) == of || is_of_page)
}

/// Whether a difference comes from a value that changed.
fn is_made_of(change: &Found, field: &str, path: &[String], item: &ItemDiff, sides: &[Index<'_>; 2]) -> bool {
    // A value that has the same type in code is the same to it.
    if is_same_in_code(change, field, sides) {
        return false;
    }
    // The module that a type is in does not depend on what its page stands for, nor do the constants of what is a role on both sides.
    let is_moved = item.class == "reexport" && item.presence == Presence::Renamed;
    let is_role = |side: &Index<'_>| {
        item.of.first().and_then(|page| side.resource(page)).is_some_and(|page| page.role_of.is_some())
    };
    let is_own = item.class == "constant" && sides.iter().all(is_role);
    if change.of == "page" && field == "role_of" && (is_moved || is_own) {
        return false;
    }
    // What an item is called is decided by few values, and what it holds by the others.
    if item.presence == Presence::Renamed && !matches!(field, "group" | "role_of" | "rel" | "revision") {
        return false;
    }
    // A role has no variant, so a rel decides about a variant only if neither page is a role.
    let is_variant = item.class == "variant" && item.of.len() == 1;
    if is_variant && matches!(field, "rel" | "revision") && sides.iter().any(is_role) {
        return false;
    }
    let list = embedded_target(change);
    made_of(item).iter().any(|pattern| match &item.members {
        Some(members) => matches(pattern, path, members),
        None => {
            let is_first = list.as_ref().is_some_and(|entry| {
                let presences = [Presence::New, Presence::Gone];
                is_of_list(pattern, entry) && presences.iter().any(|it| decides(entry, *it, sides))
            });
            pattern == path || is_first
        }
    })
}

/// Whether both sides of another type of a property, or of another resource that something leads to, are one type in code.
fn is_same_in_code(change: &Found, field: &str, sides: &[Index<'_>; 2]) -> bool {
    let [Some(old), Some(new)] = change.ends.each_ref().map(Option::as_deref) else { return false };
    match field {
        "type" => match [old, new].map(str::parse::<Type>) {
            [Ok(old), Ok(new)] => is_same_type(&old, &new),
            _ => false,
        },
        // A role has the type of its representation.
        "target" | "output" => {
            let [old, new] = [(&sides[0], old), (&sides[1], new)]
                .map(|(side, page)| side.resource(page).map(Resource::representation));
            old.is_some() && old == new
        }
        _ => false,
    }
}

/// The entry whose target a change is about, if it is embedded: without a target it has no item.
fn embedded_target(change: &Found) -> Option<Path> {
    (change.of == "embedded" && change.what == What::Value("target")).then(|| change.path.clone())
}

/// Whether a path is the one of a pattern; of a wildcard only these members count.
fn matches(pattern: &[String], path: &[String], members: &BTreeSet<String>) -> bool {
    pattern.len() == path.len()
        && pattern.iter().zip(path).all(|(pattern, segment)| match pattern.as_str() {
            "*" => members.contains(segment),
            pattern => pattern == segment,
        })
}

/// How overrides name an entry.
fn key(path: &[String]) -> String {
    let segments: Vec<&str> =
        path.iter().map(String::as_str).filter(|segment| *segment != "operations").collect();
    segments.join(".")
}
