//! What happened to the public items of the generated code: the verdict on source.
//!
//! The two lists are compared by the paths that code names. Types are compared as the newer tree reads the names in them,
//! so that an alias and what it stands for are the same type. The entries of the schema are used only to find
//! items that have another name now.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Effect;
use super::found::Path;
use super::moves::Moves;
use crate::emit::{Derive, ItemKind, Parameter, PublicItem, RustType};

/// The items of a tree, by path.
pub(super) type Items = BTreeMap<String, PublicItem>;

/// On which sides an item is there, and as what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    New,
    Gone,
    /// What it stands for has another name in code.
    Renamed,
    /// Its name stands for something else.
    Reassigned,
    /// It has another type, or other parameters.
    Changed,
}

/// What happened to one item.
#[derive(Debug)]
pub(super) struct ItemDiff {
    pub(super) item: String,
    pub(super) presence: Presence,
    /// What tells it apart from the other items of its entry.
    pub(super) class: &'static str,
    pub(super) source: Effect,
    pub(super) behaviour: Effect,
    pub(super) what: String,
    /// The entry that it stands for.
    pub(super) of: Path,
    /// The places in the schema that it is made of.
    pub(super) made_of: Vec<Path>,
    /// The members that matter, if not all of them do.
    pub(super) members: Option<BTreeSet<String>>,
}

/// The differences between two lists, in the order of the paths. What follows from another one is left out: what a type
/// has that is gone, and what has another name because its type has.
pub(super) fn differences(old: &Items, new: &Items, moves: &Moves) -> Vec<ItemDiff> {
    let comparison = Comparison::new(old, new, moves);
    let mut found = Vec::new();
    let mut counterparts = BTreeSet::new();
    for (path, item) in old {
        let (name, now) = match (new.get_key_value(path), comparison.counterpart(path, item)) {
            (Some(now), _) => now,
            (None, Counterpart::Follows) => continue,
            (None, Counterpart::Owned(name)) => match new.get_key_value(name.as_str()) {
                Some(now) => now,
                None => continue,
            },
            (None, Counterpart::Now(name)) => {
                let what = format!("`{path}` is `{name}` now");
                found.push(comparison.gone(path, item, Presence::Renamed, what));
                match new.get_key_value(name) {
                    Some(now) => now,
                    None => continue,
                }
            }
            (None, Counterpart::None) => {
                found.push(comparison.gone(path, item, Presence::Gone, gone(path, item)));
                continue;
            }
        };
        counterparts.insert(name.as_str());
        found.extend(comparison.both([path, name], item, now));
    }
    for (path, item) in new {
        let is_new = !old.contains_key(path) && !counterparts.contains(path.as_str());
        if is_new && !comparison.comes_along(path, item) {
            found.push(comparison.new_item(path, item));
        }
    }
    found.sort_by(|a, b| a.item.cmp(&b.item));
    found
}

/// What there is in the place of an item that is gone.
enum Counterpart<'i> {
    /// What its type has become has it, or it went with its type.
    Follows,
    /// What its type has become has it under this path, but it may have changed.
    Owned(String),
    /// The same thing under another name.
    Now(&'i str),
    None,
}

struct Comparison<'i> {
    old: &'i Items,
    new: &'i Items,
    moves: &'i Moves,
    /// The new items by what they stand for.
    by_entry: BTreeMap<(&'static str, Path), &'i str>,
    /// The types that have another name, by the old one, and by the new one.
    renamed: BTreeMap<&'i str, &'i str>,
    renamed_from: BTreeMap<&'i str, &'i str>,
    /// What the aliases of the newer tree stand for.
    aliases: BTreeMap<&'i str, String>,
}

impl<'i> Comparison<'i> {
    fn new(old: &'i Items, new: &'i Items, moves: &'i Moves) -> Self {
        let by_entry: BTreeMap<_, _> =
            new.iter().map(|(path, item)| ((class(path, item), item.of.clone()), path.as_str())).collect();
        let is_type = |item: &PublicItem| {
            matches!(item.kind, ItemKind::Struct(_) | ItemKind::Enumeration | ItemKind::Alias(_))
        };
        let gone = old.iter().filter(|(path, item)| is_type(item) && !new.contains_key(*path));
        let renamed: BTreeMap<&str, &str> = gone
            .filter_map(|(path, item)| {
                let now = by_entry.get(&(class(path, item), moves.path(&item.of)))?;
                (!old.contains_key(*now)).then_some((path.as_str(), *now))
            })
            .collect();
        let renamed_from = renamed.iter().map(|(was, is)| (*is, *was)).collect();
        let aliases = new.iter().filter_map(|(path, item)| match &item.kind {
            ItemKind::Alias(ty) => Some((path.as_str(), ty.to_string())),
            _ => None,
        });
        let aliases = aliases.collect();
        Self { old, new, moves, by_entry, renamed, renamed_from, aliases }
    }

    /// An item that is not there any more, at least under its name.
    fn gone(&self, path: &str, item: &'i PublicItem, presence: Presence, what: String) -> ItemDiff {
        self.difference(path, [Some(item), None], presence, what)
    }

    fn new_item(&self, path: &str, item: &'i PublicItem) -> ItemDiff {
        self.difference(path, [None, Some(item)], Presence::New, format!("`{path}` is new"))
    }

    /// A difference, with where it can come from on both sides.
    fn difference(
        &self,
        path: &str,
        [old, new]: [Option<&'i PublicItem>; 2],
        presence: Presence,
        what: String,
    ) -> ItemDiff {
        let moved = |path: &Path| self.moves.path(path);
        let mut made_of: Vec<Path> = old.iter().flat_map(|old| &old.made_of).map(moved).collect();
        made_of.extend(new.iter().flat_map(|new| &new.made_of).cloned());
        let was = old.map(|old| moved(&old.of));
        if let (Some(_), Some(new)) = (&was, new) {
            made_of.push(new.of.clone());
        }
        let item = old.or(new);
        ItemDiff {
            item: path.to_owned(),
            presence,
            class: item.map_or("", |item| class(path, item)),
            source: if presence == Presence::New { Effect::Extends } else { Effect::Breaks },
            behaviour: Effect::None,
            what,
            of: was.or_else(|| new.map(|new| new.of.clone())).unwrap_or_default(),
            made_of,
            members: item.and_then(|item| self.members(path, item)),
        }
    }

    /// The members that a constructor takes on one side only, or in another position; `None` if the item is not a constructor.
    fn members(&self, path: &str, item: &PublicItem) -> Option<BTreeSet<String>> {
        if !matches!(item.kind, ItemKind::New(_) | ItemKind::Default) {
            return None;
        }
        let constructor = format!("{}::new", owner(path, item));
        let now = self.renamed.get(owner(path, item)).map(|now| format!("{now}::new"));
        let [old, new] = [
            self.old.get(&constructor).map_or_else(Vec::new, |item| self.parameters_then(item)),
            self.new
                .get(now.as_ref().unwrap_or(&constructor))
                .map_or_else(Vec::new, |it| self.parameters_now(it)),
        ];
        let [old, new] = [&old[..], &new[..]];
        let is_in = |list: &[Parameter], name: &str| list.iter().any(|parameter| parameter.name == name);
        let all: BTreeSet<String> = differing(old, new).chain(differing(new, old)).collect();
        // What moved because another one came or went did not change.
        let own: BTreeSet<String> = all
            .iter()
            .filter(|name| {
                let types = [old, new].map(|list| list.iter().find(|it| it.name == **name).map(|it| &it.ty));
                !(is_in(old, name) && is_in(new, name)) || types[0] != types[1]
            })
            .cloned()
            .collect();
        Some(if own.is_empty() { all } else { own })
    }

    /// The parameters of a constructor of the older tree with the names and types that they have in the newer one.
    fn parameters_then(&self, item: &PublicItem) -> Vec<Parameter> {
        let name = |parameter: &Parameter| {
            let path: Path = item.of.iter().chain([&parameter.name]).cloned().collect();
            self.moves.path(&path).pop().unwrap_or_default()
        };
        let now = |it: &Parameter| Parameter { name: name(it), ty: self.was(&it.ty) };
        parameters(item).iter().map(now).collect()
    }

    fn parameters_now(&self, item: &PublicItem) -> Vec<Parameter> {
        let now = |it: &Parameter| Parameter { name: it.name.clone(), ty: self.is(&it.ty) };
        parameters(item).iter().map(now).collect()
    }

    /// An item that is there on both sides, by its paths there.
    fn both(&self, [was, path]: [&str; 2], old: &'i PublicItem, new: &'i PublicItem) -> Option<ItemDiff> {
        let what = match (&old.kind, &new.kind) {
            (ItemKind::Field(a), ItemKind::Field(b))
            | (ItemKind::Alias(a), ItemKind::Alias(b))
            | (ItemKind::OperationType(a), ItemKind::OperationType(b))
            | (ItemKind::Constant(a), ItemKind::Constant(b))
            | (ItemKind::Variant(Some(a)), ItemKind::Variant(Some(b))) => {
                (self.was(a) != self.is(b)).then(|| format!("`{path}` is `{b}`, and was `{a}`"))
            }
            (ItemKind::New(_), ItemKind::New(_)) => {
                let [a, b] = [self.parameters_then(old), self.parameters_now(new)];
                if a == b {
                    return None;
                }
                let is_same_names = names(&a) == names(&b);
                let takes =
                    [&a, &b].map(|list| if is_same_names { typed(list) } else { names(list).join(", ") });
                let types = [&a, &b].map(|list| list.iter().map(|it| it.ty.clone()).collect::<Vec<_>>());
                if types[0] == types[1] {
                    return Some(self.reordered([was, path], [old, new], &takes));
                }
                Some(format!("`{path}` takes {}, and took {}", takes[1], takes[0]))
            }
            (a, b) if a == b => None,
            (a, b) => Some(format!("`{path}` is {}, and was {}", noun(b), noun(a))),
        };
        let sides = [Some(old), Some(new)];
        if let Some(what) = what {
            return Some(self.difference(was, sides, Presence::Changed, what));
        }
        let of = self.moves.path(&old.of);
        (of != new.of && !matches!(old.kind, ItemKind::Reexport)).then(|| {
            let what =
                format!("`{path}` stands for `{}` now, and stood for `{}`", new.of.join("."), of.join("."));
            let difference = self.difference(was, sides, Presence::Reassigned, what);
            ItemDiff { source: Effect::None, behaviour: Effect::Breaks, ..difference }
        })
    }

    /// The parameters have another order. Code that calls the constructor compiles, but passes its values to other members.
    fn reordered(
        &self,
        [was, path]: [&str; 2],
        sides: [&'i PublicItem; 2],
        [took, takes]: &[String; 2],
    ) -> ItemDiff {
        let what = format!("`{path}` takes {takes}, and took {took}: the same types, so that code compiles");
        let difference = self.difference(was, sides.map(Some), Presence::Changed, what);
        ItemDiff { source: Effect::None, behaviour: Effect::Breaks, ..difference }
    }

    /// A type of the older tree as the newer one reads it.
    fn was(&self, ty: &RustType) -> RustType {
        self.is(&ty.map(&|name| self.renamed.get(name).copied().unwrap_or(name).to_owned()))
    }

    /// A type of the newer tree.
    fn is(&self, ty: &RustType) -> RustType {
        ty.map(&|name| self.aliases.get(name).map_or(name, String::as_str).to_owned())
    }

    fn counterpart(&self, path: &str, item: &PublicItem) -> Counterpart<'i> {
        let owner = owner(path, item);
        if is_of_missing_operation(path, item, self.new) && self.new.contains_key(owner) {
            return Counterpart::Follows;
        }
        let is_below = owner != path;
        if is_below && !self.new.contains_key(owner) && self.old.contains_key(owner) {
            let Some(now) = self.renamed.get(owner) else { return Counterpart::Follows };
            let expected = renamed(path, item, owner, now);
            if self.new.contains_key(&expected) {
                return Counterpart::Owned(expected);
            }
        }
        let key = (class(path, item), self.moves.path(&item.of));
        match self.by_entry.get(&key) {
            Some(name) if !self.old.contains_key(*name) => Counterpart::Now(name),
            _ => Counterpart::None,
        }
    }

    /// Whether an item that was not there is part of one that was not there either, or has another name with its type.
    fn comes_along(&self, path: &str, item: &PublicItem) -> bool {
        let owner = owner(path, item);
        if is_of_missing_operation(path, item, self.old) {
            return true;
        }
        if owner == path || self.old.contains_key(owner) {
            return self.renamed_from.contains_key(path);
        }
        match self.renamed_from.get(owner) {
            Some(was) => self.old.contains_key(&renamed(path, item, owner, was)),
            None => self.new.contains_key(owner),
        }
    }
}

/// Whether an item is a type of an operation that is missing on a side.
fn is_of_missing_operation(path: &str, item: &PublicItem, side: &Items) -> bool {
    let operation = path.rsplit_once("::").map_or(path, |(operation, _)| operation);
    matches!(item.kind, ItemKind::OperationType(_)) && !side.contains_key(operation)
}

/// The path that an item has if its owner is called otherwise.
fn renamed(path: &str, item: &PublicItem, owner: &str, now: &str) -> String {
    match item.kind {
        ItemKind::Reexport => {
            path.rsplit_once("::").map_or_else(String::new, |(module, _)| format!("{module}::{now}"))
        }
        _ => format!("{now}{}", path.get(owner.len()..).unwrap_or_default()),
    }
}

/// The type that has an item; the item itself if none has.
fn owner<'p>(path: &'p str, item: &PublicItem) -> &'p str {
    match item.kind {
        ItemKind::Reexport => path.rsplit_once("::").map_or(path, |(_, name)| name),
        _ => path.split_once(['.', ':']).map_or(path, |(owner, _)| owner),
    }
}

/// What tells apart the items of one entry.
fn class(path: &str, item: &PublicItem) -> &'static str {
    match &item.kind {
        ItemKind::Reexport => "reexport",
        ItemKind::Struct(Derive::Links) => "links",
        ItemKind::Struct(Derive::Embedded) => "embedded",
        ItemKind::Struct(_) | ItemKind::Alias(_) | ItemKind::Enumeration => "type",
        ItemKind::Field(_) => "field",
        ItemKind::Variant(None) => "member",
        ItemKind::Variant(Some(_)) => "variant",
        ItemKind::Default => "default",
        ItemKind::New(_) => "new",
        ItemKind::Operation => "operation",
        ItemKind::OperationType(_) => match path.rsplit_once("::").map(|(_, what)| what) {
            Some("Query") => "query",
            Some("Input") => "input",
            _ => "output",
        },
        ItemKind::EventSource => "event source",
        ItemKind::Constant(_) => "constant",
    }
}

/// The parameters of a constructor; empty if the item is another one.
fn parameters(item: &PublicItem) -> &[Parameter] {
    match &item.kind {
        ItemKind::New(parameters) => parameters,
        _ => &[],
    }
}

/// The parameters that another list does not have in the same position.
fn differing(list: &[Parameter], other: &[Parameter]) -> impl Iterator<Item = String> {
    let differs = |(index, parameter): &(usize, &Parameter)| other.get(*index) != Some(*parameter);
    list.iter().enumerate().filter(differs).map(|(_, parameter)| parameter.name.clone())
}

fn names(parameters: &[Parameter]) -> Vec<&str> {
    parameters.iter().map(|parameter| parameter.name.as_str()).collect()
}

/// The parameters with the types of their fields.
fn typed(parameters: &[Parameter]) -> String {
    let all = parameters.iter().map(|parameter| format!("{}: {}", parameter.name, parameter.ty));
    all.collect::<Vec<_>>().join(", ")
}

fn gone(path: &str, item: &PublicItem) -> String {
    match item.kind {
        ItemKind::Default => {
            let ty = owner(path, item);
            format!(
                "`{ty}` has no `Default` any more: it cannot be created or left out without its required members"
            )
        }
        _ => format!("`{path}` is gone"),
    }
}

fn noun(kind: &ItemKind) -> String {
    match kind {
        ItemKind::Struct(derive) => format!("a struct that derives `{derive:?}`"),
        ItemKind::Enumeration => "an enumeration".to_owned(),
        ItemKind::Alias(ty) => format!("another name of `{ty}`"),
        ItemKind::Variant(None) => "a variant that holds nothing".to_owned(),
        ItemKind::Variant(Some(ty)) => format!("a variant that holds `{ty}`"),
        _ => "another item".to_owned(),
    }
}
