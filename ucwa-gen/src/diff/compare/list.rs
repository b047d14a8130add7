//! Lists of entries: what came, what went, and what is there on both sides.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Effect;
use crate::diff::found::{Changes, Path, Places, Told, What, told};
use crate::render::property_facts;
use crate::schema::{
    ErrorCode, ErrorSubcode, Event, Evidence, Link, LinkAttribute, Location, Member, Name, Operation,
    OperationError, Property, ReasonCode, Scope, ScopeRef, Status,
};

/// An entry of a list: its key, its description if it is added or removed, and its place.
pub(in crate::diff) trait Entry {
    fn key(&self) -> String;

    /// What it is known by if its key changed: an event from another sender is the same event.
    fn loose_key(&self) -> Option<String> {
        None
    }

    fn summary(&self) -> String {
        self.key()
    }

    fn place(&self) -> Option<Location>;
}

/// Implements [`Entry`] for what keeps its evidence.
macro_rules! entries {
    ($($ty:ty: |$it:ident| $key:expr $(, $summary:expr)?;)*) => {$(
        impl Entry for $ty {
            fn key(&self) -> String {
                let $it = self;
                $key
            }

            $(fn summary(&self) -> String {
                let $it = self;
                $summary
            })?

            fn place(&self) -> Option<Location> {
                first(&self.evidence)
            }
        }
    )*};
}

entries! {
    Property: |it| it.name.clone(), property_facts(it);
    Link: |it| it.rel.clone(), link_facts(it);
    Status: |it| it.status.to_string();
    ScopeRef: |it| it.name.clone();
    Operation: |it| it.method.clone();
    Member: |it| it.name.clone();
    LinkAttribute: |it| it.name.clone();
    Name: |it| it.of.clone(), it.name.clone();
}

impl Entry for OperationError {
    fn key(&self) -> String {
        let status = self.status.map_or_else(String::new, |status| format!("{status} "));
        format!("{status}{}", with_subcode(&self.code, self.subcode.as_ref()))
    }

    fn loose_key(&self) -> Option<String> {
        Some(in_any_case(&self.code, self.subcode.as_ref()))
    }

    fn place(&self) -> Option<Location> {
        first(&self.evidence)
    }
}

impl Entry for ReasonCode {
    fn key(&self) -> String {
        with_subcode(&self.code, self.subcode.as_ref())
    }

    fn loose_key(&self) -> Option<String> {
        Some(in_any_case(&self.code, self.subcode.as_ref()))
    }

    fn place(&self) -> Option<Location> {
        first(&self.evidence)
    }
}

impl Entry for ErrorCode {
    fn key(&self) -> String {
        self.name.clone()
    }

    fn loose_key(&self) -> Option<String> {
        Some(in_any_case(&self.name, None))
    }

    fn place(&self) -> Option<Location> {
        None
    }
}

impl Entry for Event {
    fn key(&self) -> String {
        format!("{} {} from {}", self.resource, self.ty, self.sender)
    }

    fn loose_key(&self) -> Option<String> {
        Some(format!("{} {}", self.resource, self.ty))
    }

    fn place(&self) -> Option<Location> {
        first(&self.evidence)
    }
}

/// Implements [`Entry`] for what is known by its name alone.
macro_rules! named {
    ($($ty:ty),*) => {$(
        impl Entry for $ty {
            fn key(&self) -> String {
                self.name.clone()
            }

            fn place(&self) -> Option<Location> {
                None
            }
        }
    )*};
}

named!(ErrorSubcode, Scope);

/// Implements [`Entry`] for what is nothing but its name.
macro_rules! bare {
    ($($ty:ty),*) => {$(
        impl Entry for $ty {
            fn key(&self) -> String {
                self.to_string()
            }

            fn place(&self) -> Option<Location> {
                None
            }
        }
    )*};
}

bare!(String, u16);

fn with_subcode(code: &str, subcode: Option<&String>) -> String {
    subcode.map_or_else(|| code.to_owned(), |subcode| format!("{code}/{subcode}"))
}

/// What an error is known by: the codec reads codes in any case, and subcodes as they are.
fn in_any_case(code: &str, subcode: Option<&String>) -> String {
    with_subcode(&code.to_ascii_lowercase(), subcode)
}

/// The first place of an entry.
pub(super) fn first(evidence: &[Evidence]) -> Option<Location> {
    evidence.iter().find_map(|why| why.at.clone())
}

/// Where a link leads, as pages write it.
pub(super) fn target_of(link: &Link) -> String {
    link.target.clone().unwrap_or_else(|| "unknown".to_owned())
}

/// Where a link leads, and to how many.
pub(in crate::diff) fn link_facts(link: &Link) -> String {
    format!("{}{}", target_of(link), if link.many { ", many" } else { "" })
}

/// An entry of one schema, of the other, or of both.
pub(super) enum Pair<'a, T> {
    Gone(&'a T),
    New(&'a T),
    Both(&'a T, &'a T),
}

/// The entries of two lists, matched by name and sorted by it. Of several with one name the first are matched, then the
/// second, and so on.
pub(super) fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&T) -> String,
) -> Vec<(String, Pair<'a, T>)> {
    let mut all: BTreeMap<(String, usize), Pair<'a, T>> =
        numbered(old, &key).into_iter().map(|(key, entry)| (key, Pair::Gone(entry))).collect();
    for (key, entry) in numbered(new, &key) {
        let pair = match all.remove(&key) {
            Some(Pair::Gone(before)) => Pair::Both(before, entry),
            _ => Pair::New(entry),
        };
        all.insert(key, pair);
    }
    all.into_iter().map(|((name, _), pair)| (name, pair)).collect()
}

/// The entries of a list, each with its name and how many there are of that name before it.
fn numbered<T>(list: &[T], key: impl Fn(&T) -> String) -> Vec<((String, usize), &T)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let number = |entry| {
        let key = key(entry);
        let before = seen.entry(key.clone()).or_default();
        *before += 1;
        ((key, *before), entry)
    };
    list.iter().map(number).collect()
}

/// Matches what is gone with what is new under the same loose key. It keeps its old name, which is the same whatever the new one is.
fn matched<T: Entry>(pairs: Vec<(String, Pair<'_, T>)>) -> Vec<(String, Pair<'_, T>)> {
    let mut gone: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (_, pair)) in pairs.iter().enumerate() {
        if let Pair::Gone(it) = pair
            && let Some(key) = it.loose_key()
        {
            gone.entry(key).or_default().push(index);
        }
    }
    gone.values_mut().for_each(|indices| indices.reverse());
    let mut matches: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, (_, pair)) in pairs.iter().enumerate() {
        if let Pair::New(it) = pair
            && let Some(was) = it.loose_key().and_then(|key| gone.get_mut(&key)).and_then(Vec::pop)
        {
            matches.insert(index, was);
        }
    }
    let used: BTreeSet<usize> = matches.values().copied().collect();
    let before: BTreeMap<usize, &T> = pairs
        .iter()
        .enumerate()
        .filter(|(index, _)| used.contains(index))
        .filter_map(|(index, (_, pair))| if let Pair::Gone(it) = pair { Some((index, *it)) } else { None })
        .collect();
    let mut all = Vec::with_capacity(pairs.len());
    for (index, (name, pair)) in pairs.into_iter().enumerate() {
        match (matches.get(&index).and_then(|was| before.get(was)).copied(), pair) {
            (Some(was), Pair::New(it)) => all.push((was.key(), Pair::Both(was, it))),
            (_, pair) if !used.contains(&index) => all.push((name, pair)),
            _ => {}
        }
    }
    all
}

/// A list of entries: what it is called, and what it means if one comes or goes.
pub(super) struct List<'m, T: ?Sized> {
    /// The word for an entry in the kinds of changes.
    pub(super) of: &'static str,
    pub(super) gone: &'m dyn Fn(&T) -> Told,
    pub(super) new: &'m dyn Fn(&T) -> Told,
    /// The items that an entry concerns beside its own.
    pub(super) touches: &'m dyn Fn(&T) -> Vec<Path>,
}

/// What it means that an entry is gone, and that there is a new one.
pub(super) type Meaning<'m, T> = [Box<dyn Fn(&T) -> Told + 'm>; 2];

/// The places of entries without evidence by their keys, in each schema.
pub(super) type Elsewhere<'m> = [&'m dyn Fn(&str) -> Option<Location>; 2];

/// What a list that may grow means: what was in it was relied on.
pub(super) fn growing<T: ?Sized>(wire: bool, noun: &'static str) -> Meaning<'static, T> {
    let on = move |effect| if wire { [effect, Effect::None] } else { [Effect::None, effect] };
    [
        Box::new(move |_: &T| {
            let [wire, behaviour] = on(Effect::Breaks);
            told(wire, behaviour, format!("the {noun} is gone"))
        }),
        Box::new(move |_: &T| {
            let [wire, behaviour] = on(Effect::Extends);
            told(wire, behaviour, format!("the {noun} is new"))
        }),
    ]
}

/// What both sides of an entry have; the path begins below the subject.
pub(super) type Both<'m, T> = &'m dyn Fn(&[&str], &T, &T, &Places, &mut Changes);

impl<T: Entry> List<'_, T> {
    /// Compares two lists at a path below the subject. `elsewhere` returns the place of an entry without evidence by its key,
    /// in each schema.
    pub(super) fn compare(
        &self,
        path: &[&str],
        [old, new]: [&[T]; 2],
        both: Both<'_, T>,
        elsewhere: &Elsewhere<'_>,
        changes: &mut Changes,
    ) {
        for (name, pair) in matched(pairs(old, new, T::key)) {
            let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
            let [before, after] = elsewhere;
            let old_at = |it: &T| it.place().or_else(|| before(&it.key()));
            let new_at = |it: &T| it.place().or_else(|| after(&it.key()));
            match pair {
                Pair::Both(a, b) => both(&path, a, b, &[old_at(a), new_at(b)], changes),
                Pair::Gone(it) => {
                    let ends = [Some(it.summary()), None];
                    changes
                        .push(self.of, &path, What::Gone, (self.gone)(it), ends, [old_at(it), None])
                        .touches = (self.touches)(it);
                }
                Pair::New(it) => {
                    let ends = [None, Some(it.summary())];
                    changes
                        .push(self.of, &path, What::New, (self.new)(it), ends, [None, new_at(it)])
                        .touches = (self.touches)(it);
                }
            }
        }
    }
}

/// Compares two lists of entries that touch no items but their own.
pub(super) fn list<T: Entry>(
    of: &'static str,
    [gone, new]: &Meaning<'_, T>,
    path: &[&str],
    lists: [&[T]; 2],
    both: Both<'_, T>,
    changes: &mut Changes,
) {
    let list = List { of, gone, new, touches: &|_| Vec::new() };
    list.compare(path, lists, both, &[&|_: &str| None, &|_: &str| None], changes);
}

/// Compares names without evidence of their own. Their place is that of the entry that has them.
pub(super) fn names(
    of: &'static str,
    [gone, new]: &Meaning<'_, str>,
    path: &[&str],
    [old, now]: [&[String]; 2],
    [old_at, new_at]: &Places,
    changes: &mut Changes,
) {
    let [old, now]: [BTreeSet<&String>; 2] = [old.iter().collect(), now.iter().collect()];
    for name in old.difference(&now) {
        let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        let ends = [Some((*name).clone()), None];
        changes.push(of, &path, What::Gone, gone(name), ends, [old_at.clone(), None]);
    }
    for name in now.difference(&old) {
        let path: Vec<&str> = path.iter().copied().chain([name.as_str()]).collect();
        let ends = [None, Some((*name).clone())];
        changes.push(of, &path, What::New, new(name), ends, [None, new_at.clone()]);
    }
}
