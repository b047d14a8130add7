//! The comparison, entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use super::rename::renames;
use super::{Change, Class};
use crate::schema::{
    Enumeration, Event, Evidence, Link, Location, Member, Name, Operation, OperationError, Property,
    ReasonCode, Resource, Scalar, Schema, Scope, Type,
};

/// All changes, in no particular order.
pub(super) fn schemas(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut changes = Changes::default();
    resources(old, new, &mut changes);
    for (name, pair) in pairs(&old.enumerations, &new.enumerations, |found: &Enumeration| found.name.clone())
    {
        changes.subject = name;
        enumeration(&pair, &mut changes);
    }
    changes.subject = String::new();
    let codes = |schema: &Schema| schema.errors.codes.iter().map(|code| code.name.clone()).collect();
    changes.names("errors.codes", &growing(), &codes(old), &codes(new));
    let subcodes = |schema: &Schema| schema.errors.subcodes.iter().map(|code| code.name.clone()).collect();
    changes.names("errors.subcodes", &growing(), &subcodes(old), &subcodes(new));
    changes.list("errors.generic", &growing(), &old.errors.generic, &new.errors.generic, error);
    changes.list("scopes", &words(), &old.scopes, &new.scopes, scope);
    changes.list("names", &renaming(), &old.names, &new.names, name);
    changes.found
}

/// An entry of a list: what it is known by, what is said of it when it comes or goes, and where it stands.
trait Entry {
    fn key(&self) -> String;
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
    Property: |it| it.name.clone(), it.ty.to_string();
    Link: |it| it.rel.clone(), or_none(it.target.as_ref());
    Operation: |it| it.method.clone();
    OperationError: |it| {
        let status = it.status.map_or_else(String::new, |status| format!("{status} "));
        format!("{status}{}", with_subcode(&it.code, it.subcode.as_ref()))
    };
    ReasonCode: |it| with_subcode(&it.code, it.subcode.as_ref());
    Event: |it| format!("{} {} from {}", it.resource, it.ty, it.sender);
    Member: |it| it.name.clone();
    Name: |it| it.of.clone(), it.name.clone();
}

impl Entry for Scope {
    fn key(&self) -> String {
        self.name.clone()
    }

    fn place(&self) -> Option<Location> {
        None
    }
}

fn with_subcode(code: &str, subcode: Option<&String>) -> String {
    subcode.map_or_else(|| code.to_owned(), |subcode| format!("{code}/{subcode}"))
}

fn first(evidence: &[Evidence]) -> Option<Location> {
    evidence.iter().find_map(|why| why.at.clone())
}

fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}

fn or_none(text: Option<&String>) -> String {
    text.cloned().unwrap_or_else(|| "none".to_owned())
}

fn yes_or_no(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

fn set_of(list: &[String]) -> BTreeSet<String> {
    list.iter().cloned().collect()
}

/// An entry of one schema, of the other, or of both.
enum Pair<'a, T> {
    Gone(&'a T),
    New(&'a T),
    Both(&'a T, &'a T),
}

/// The entries of two lists, matched by name and sorted by it.
fn pairs<'a, T>(old: &'a [T], new: &'a [T], key: impl Fn(&T) -> String) -> Vec<(String, Pair<'a, T>)> {
    let mut all: BTreeMap<String, Pair<'a, T>> =
        old.iter().map(|entry| (key(entry), Pair::Gone(entry))).collect();
    for entry in new {
        let key = key(entry);
        let pair = match all.remove(&key) {
            Some(Pair::Gone(before) | Pair::Both(before, _)) => Pair::Both(before, entry),
            _ => Pair::New(entry),
        };
        all.insert(key, pair);
    }
    all.into_iter().collect()
}

/// What it means that an entry is gone, and that there is a new one.
struct Meaning<T: ?Sized> {
    gone: Class,
    new: fn(&T) -> Class,
}

/// The list may grow; what was in it was relied on.
fn growing<T: ?Sized>() -> Meaning<T> {
    Meaning { gone: Class::Breaking, new: |_| Class::Additive }
}

/// Neither the types nor the wire know of the list.
fn words<T: ?Sized>() -> Meaning<T> {
    Meaning { gone: Class::Documentation, new: |_| Class::Documentation }
}

/// What generated code calls things: whoever uses the one name does not know the other.
fn renaming<T: ?Sized>() -> Meaning<T> {
    Meaning { gone: Class::Breaking, new: |_| Class::Breaking }
}

/// What is sent. A request that was complete is no longer, if it lacks what is required now.
fn sent() -> Meaning<Property> {
    let new = |it: &Property| if it.required { Class::Breaking } else { Class::Additive };
    Meaning { new, ..growing() }
}

/// The changes found so far, and the subject of the next ones.
#[derive(Default)]
struct Changes {
    subject: String,
    found: Vec<Change>,
}

/// Where the two sides of a change stand.
type Places = [Option<Location>; 2];

impl Changes {
    fn push(&mut self, class: Class, path: &str, ends: [Option<String>; 2], places: Places) {
        let path = match (self.subject.is_empty(), path.is_empty()) {
            (true, _) => path.to_owned(),
            (false, true) => self.subject.clone(),
            (false, false) => format!("{}.{path}", self.subject),
        };
        let ([old, new], [old_at, new_at]) = (ends, places);
        self.found.push(Change { class, subject: self.subject.clone(), path, old, new, old_at, new_at });
    }

    /// Something that may have changed.
    fn value(&mut self, class: Class, path: &str, old: String, new: String, places: &Places) {
        if old != new {
            self.push(class, path, [Some(old), Some(new)], places.clone());
        }
    }

    /// Words that may have changed.
    fn text(&mut self, path: &str, old: &str, new: &str, places: &Places) {
        self.value(Class::Documentation, path, old.to_owned(), new.to_owned(), places);
    }

    /// Names without anything behind them.
    fn names(&mut self, path: &str, meaning: &Meaning<str>, old: &BTreeSet<String>, new: &BTreeSet<String>) {
        for name in old.difference(new) {
            self.push(meaning.gone, &format!("{path}.{name}"), [Some(name.clone()), None], [None, None]);
        }
        for name in new.difference(old) {
            self.push(
                (meaning.new)(name),
                &format!("{path}.{name}"),
                [None, Some(name.clone())],
                [None, None],
            );
        }
    }

    /// Entries that came, went, or changed.
    fn list<T: Entry>(
        &mut self,
        path: &str,
        meaning: &Meaning<T>,
        old: &[T],
        new: &[T],
        both: fn(&str, &T, &T, &Places, &mut Self),
    ) {
        for (name, pair) in pairs(old, new, T::key) {
            let path = format!("{path}.{name}");
            match pair {
                Pair::Both(a, b) => both(&path, a, b, &[a.place(), b.place()], self),
                Pair::Gone(it) => {
                    self.push(meaning.gone, &path, [Some(it.summary()), None], [it.place(), None]);
                }
                Pair::New(it) => {
                    self.push((meaning.new)(it), &path, [None, Some(it.summary())], [None, it.place()]);
                }
            }
        }
    }
}

fn resources(old: &Schema, new: &Schema, changes: &mut Changes) {
    let all = pairs(&old.resources, &new.resources, |found: &Resource| found.name.clone());
    let gone: Vec<&Resource> = all.iter().filter_map(|(_, pair)| gone(pair)).collect();
    let added: Vec<&Resource> = all.iter().filter_map(|(_, pair)| added(pair)).collect();
    let renamed = renames(&gone, &added);
    let has_new_name: BTreeSet<&str> = renamed.values().map(|was| was.name.as_str()).collect();
    for (name, pair) in &all {
        changes.subject.clone_from(name);
        match pair {
            Pair::Both(a, b) => resource(a, b, changes),
            Pair::Gone(it) if has_new_name.contains(it.name.as_str()) => {}
            Pair::Gone(it) => page(&[Some(&it.page.file), None], changes),
            Pair::New(it) => match renamed.get(it.name.as_str()) {
                Some(was) => {
                    let places = [top(&was.page.file), top(&it.page.file)];
                    changes.value(Class::Breaking, "name", was.name.clone(), it.name.clone(), &places);
                    resource(was, it, changes);
                }
                None => page(&[None, Some(&it.page.file)], changes),
            },
        }
    }
}

fn gone<'a, T>(pair: &Pair<'a, T>) -> Option<&'a T> {
    if let Pair::Gone(it) = pair { Some(it) } else { None }
}

fn added<'a, T>(pair: &Pair<'a, T>) -> Option<&'a T> {
    if let Pair::New(it) = pair { Some(it) } else { None }
}

/// A whole page that came or went; an enumeration without one is declared where it is used.
fn page(files: &[Option<&String>; 2], changes: &mut Changes) {
    let what = |file: &String| if file.is_empty() { "declaration" } else { "page" }.to_owned();
    let class = if files[0].is_some() { Class::Breaking } else { Class::Additive };
    let ends = files.map(|file| file.map(what));
    changes.push(class, "", ends, files.map(|file| file.and_then(|file| top(file))));
}

fn resource(old: &Resource, new: &Resource, changes: &mut Changes) {
    let places = &[top(&old.page.file), top(&new.page.file)];
    // The group is the module that the type lives in.
    type Fact = fn(&Resource) -> String;
    let facts: [(&str, Fact); 5] = [
        ("rel", |it| it.rel.clone()),
        ("revision", |it| it.revision.to_string()),
        ("kind", |it| format!("{:?}", it.kind)),
        ("role_of", |it| or_none(it.role_of.as_ref())),
        ("group", |it| or_none(it.group.as_ref())),
    ];
    for (name, fact) in facts {
        changes.value(Class::Breaking, name, fact(old), fact(new), places);
    }
    changes.names("aliases", &growing(), &set_of(&old.aliases), &set_of(&new.aliases));
    changes.text("description", &old.description, &new.description, places);
    changes.text("remarks", &old.remarks, &new.remarks, places);
    changes.list("properties", &growing(), &old.properties, &new.properties, property);
    changes.list("links", &growing(), &old.links, &new.links, link);
    changes.list("embedded", &growing(), &old.embedded, &new.embedded, link);
    changes.list("operations", &growing(), &old.operations, &new.operations, operation);
    changes.list("events", &growing(), &old.events, &new.events, event);
    // With which reasons an operation can fail is told by its event as a text: no type knows the list.
    changes.list("reasons", &words(), &old.reasons, &new.reasons, reason);
    let scopes = |resource: &Resource| resource.scopes.iter().map(|scope| scope.name.clone()).collect();
    changes.names("scopes", &words(), &scopes(old), &scopes(new));
}

fn property(path: &str, old: &Property, new: &Property, places: &Places, changes: &mut Changes) {
    // A URI is kept as text, in Rust and on the wire.
    let is_text = |ty: &Type| matches!(ty.scalar(), Scalar::String | Scalar::Uri);
    let alike = is_text(&old.ty) && is_text(&new.ty) && old.ty.is_array() == new.ty.is_array();
    let class = if alike { Class::Documentation } else { Class::Breaking };
    changes.value(class, &format!("{path}.type"), old.ty.to_string(), new.ty.to_string(), places);
    let required = if new.required { Class::Breaking } else { Class::Additive };
    changes.value(
        required,
        &format!("{path}.required"),
        yes_or_no(old.required),
        yes_or_no(new.required),
        places,
    );
    // A tighter limit refuses what was right; a wider one does not.
    type Limit = fn(&Property) -> Option<i64>;
    let limits: [(&str, Limit, bool); 3] = [
        ("max_length", |it| it.max_length.map(i64::from), false),
        ("maximum", |it| it.maximum, false),
        ("minimum", |it| it.minimum, true),
    ];
    for (name, limit, grows_tighter) in limits {
        let (a, b) = (limit(old), limit(new));
        let is_tighter = match (a, b) {
            (None, Some(_)) => true,
            (Some(a), Some(b)) => (b > a) == grows_tighter,
            _ => false,
        };
        let class = if is_tighter { Class::Breaking } else { Class::Additive };
        let text = |limit: Option<i64>| limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string());
        changes.value(class, &format!("{path}.{name}"), text(a), text(b), places);
    }
    changes.text(&format!("{path}.nullable"), &yes_or_no(old.nullable), &yes_or_no(new.nullable), places);
    changes.text(
        &format!("{path}.default"),
        &or_none(old.default.as_ref()),
        &or_none(new.default.as_ref()),
        places,
    );
    changes.text(&format!("{path}.observed"), &yes_or_no(old.observed), &yes_or_no(new.observed), places);
    changes.text(&format!("{path}.description"), &old.description, &new.description, places);
}

fn link(path: &str, old: &Link, new: &Link, places: &Places, changes: &mut Changes) {
    let target = |link: &Link| or_none(link.target.as_ref());
    let cardinality = |link: &Link| if link.many { "many" } else { "one" }.to_owned();
    changes.value(Class::Breaking, &format!("{path}.target"), target(old), target(new), places);
    changes.value(Class::Breaking, &format!("{path}.many"), cardinality(old), cardinality(new), places);
    changes.text(&format!("{path}.observed"), &yes_or_no(old.observed), &yes_or_no(new.observed), places);
    changes.text(&format!("{path}.description"), &old.description, &new.description, places);
}

fn operation(path: &str, old: &Operation, new: &Operation, places: &Places, changes: &mut Changes) {
    changes.list(&format!("{path}.query"), &sent(), &old.query, &new.query, property);
    changes.list(&format!("{path}.input"), &sent(), &old.input, &new.input, property);
    let received = format!("{path}.output_fields");
    changes.list(&received, &growing(), &old.output_fields, &new.output_fields, property);
    let output = |operation: &Operation| or_none(operation.output.as_ref());
    changes.value(Class::Breaking, &format!("{path}.output"), output(old), output(new), places);
    changes.names(&format!("{path}.consumes"), &growing(), &set_of(&old.consumes), &set_of(&new.consumes));
    changes.names(&format!("{path}.produces"), &growing(), &set_of(&old.produces), &set_of(&new.produces));
    let statuses = |operation: &Operation| operation.statuses.iter().map(u16::to_string).collect();
    changes.names(&format!("{path}.statuses"), &words(), &statuses(old), &statuses(new));
    changes.list(&format!("{path}.errors"), &growing(), &old.errors, &new.errors, error);
    let generic = |operation: &Operation| yes_or_no(operation.generic_errors);
    changes.text(&format!("{path}.generic_errors"), &generic(old), &generic(new), places);
    changes.text(&format!("{path}.description"), &old.description, &new.description, places);
}

fn error(path: &str, old: &OperationError, new: &OperationError, places: &Places, changes: &mut Changes) {
    changes.text(&format!("{path}.description"), &old.description, &new.description, places);
}

fn reason(path: &str, old: &ReasonCode, new: &ReasonCode, places: &Places, changes: &mut Changes) {
    changes.text(&format!("{path}.description"), &old.description, &new.description, places);
}

fn event(path: &str, old: &Event, new: &Event, places: &Places, changes: &mut Changes) {
    let target = |event: &Event| or_none(event.target.as_ref());
    changes.value(Class::Breaking, &format!("{path}.target"), target(old), target(new), places);
    changes.text(&format!("{path}.priority"), &old.priority, &new.priority, places);
    changes.names(&format!("{path}.in"), &words(), &set_of(&old.scope), &set_of(&new.scope));
    changes.text(&format!("{path}.reason"), &old.reason, &new.reason, places);
}

fn name(path: &str, old: &Name, new: &Name, places: &Places, changes: &mut Changes) {
    changes.value(Class::Breaking, path, old.name.clone(), new.name.clone(), places);
}

fn scope(path: &str, old: &Scope, new: &Scope, places: &Places, changes: &mut Changes) {
    changes.text(&format!("{path}.permission"), &old.permission, &new.permission, places);
    changes.text(&format!("{path}.description"), &old.description, &new.description, places);
}

fn enumeration(pair: &Pair<'_, Enumeration>, changes: &mut Changes) {
    let file = |found: &Enumeration| found.page.as_ref().map_or_else(String::new, |page| page.file.clone());
    let (old, new) = match pair {
        Pair::Both(old, new) => (old, new),
        Pair::Gone(it) => return page(&[Some(&file(it)), None], changes),
        Pair::New(it) => return page(&[None, Some(&file(it))], changes),
    };
    let places = &[top(&file(old)), top(&file(new))];
    changes.text("description", &old.description, &new.description, places);
    changes.text("remarks", &old.remarks, &new.remarks, places);
    // Enumerations are open: a new member is told from the others where it was not before, and that is all.
    changes.list("members", &growing(), &old.members, &new.members, member);
}

fn member(path: &str, old: &Member, new: &Member, places: &Places, changes: &mut Changes) {
    changes.text(&format!("{path}.observed"), &yes_or_no(old.observed), &yes_or_no(new.observed), places);
    changes.text(&format!("{path}.description"), &old.description, &new.description, places);
}
