//! The comparison, entry by entry.

use std::collections::{BTreeMap, BTreeSet};

use super::rename::renames;
use super::{Change, Class};
use crate::schema::{
    Enumeration, Event, Evidence, Link, Location, Operation, OperationError, Property, ReasonCode, Resource,
    Scalar, Schema, Type,
};

/// All changes, in no particular order.
pub(super) fn schemas(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut changes = Changes::default();
    resources(old, new, &mut changes);
    let (before, after) =
        (by(&old.enumerations, |found| &found.name), by(&new.enumerations, |found| &found.name));
    for (name, pair) in pairs(&before, &after) {
        changes.subject = name.clone();
        enumeration(&pair, &mut changes);
    }
    changes.subject = String::new();
    let codes = |schema: &Schema| schema.errors.codes.iter().map(|code| code.name.clone()).collect();
    set("errors.codes", &codes(old), &codes(new), &mut changes);
    let subcodes = |schema: &Schema| schema.errors.subcodes.iter().map(|code| code.name.clone()).collect();
    set("errors.subcodes", &subcodes(old), &subcodes(new), &mut changes);
    errors("errors.generic", &old.errors.generic, &new.errors.generic, &mut changes);
    let (before, after) = (by(&old.scopes, |scope| &scope.name), by(&new.scopes, |scope| &scope.name));
    for (name, pair) in pairs(&before, &after) {
        let path = format!("scopes.{name}");
        match pair {
            Pair::Both(a, b) => {
                changes.text(&format!("{path}.permission"), &a.permission, &b.permission, None, None);
                changes.text(&format!("{path}.description"), &a.description, &b.description, None, None);
            }
            Pair::Gone(_) => changes.gone(Class::Documentation, &path, name, None),
            Pair::New(_) => changes.added(Class::Documentation, &path, name, None),
        }
    }
    changes.list
}

/// An entry of one schema, of the other, or of both.
enum Pair<'a, T> {
    Gone(&'a T),
    New(&'a T),
    Both(&'a T, &'a T),
}

type ByName<'a, T> = BTreeMap<String, &'a T>;

fn by<T>(list: &[T], name: impl Fn(&T) -> &String) -> ByName<'_, T> {
    list.iter().map(|entry| (name(entry).clone(), entry)).collect()
}

fn pairs<'a, 'n, T>(old: &'n ByName<'a, T>, new: &'n ByName<'a, T>) -> Vec<(&'n String, Pair<'a, T>)> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let pair = match (old.get(name).copied(), new.get(name).copied()) {
                (Some(a), Some(b)) => Pair::Both(a, b),
                (Some(a), None) => Pair::Gone(a),
                (None, Some(b)) => Pair::New(b),
                (None, None) => return None,
            };
            Some((name, pair))
        })
        .collect()
}

/// The changes found so far, and the subject of the next ones.
#[derive(Default)]
struct Changes {
    subject: String,
    list: Vec<Change>,
}

impl Changes {
    fn push(&mut self, class: Class, path: &str, ends: [Option<String>; 2], places: [Option<Location>; 2]) {
        let path = match (self.subject.is_empty(), path.is_empty()) {
            (true, _) => path.to_owned(),
            (false, true) => self.subject.clone(),
            (false, false) => format!("{}.{path}", self.subject),
        };
        let ([old, new], [old_at, new_at]) = (ends, places);
        self.list.push(Change { class, subject: self.subject.clone(), path, old, new, old_at, new_at });
    }

    fn gone(&mut self, class: Class, path: &str, what: &str, at: Option<Location>) {
        self.push(class, path, [Some(what.to_owned()), None], [at, None]);
    }

    fn added(&mut self, class: Class, path: &str, what: &str, at: Option<Location>) {
        self.push(class, path, [None, Some(what.to_owned())], [None, at]);
    }

    fn changed(&mut self, class: Class, path: &str, old: &str, new: &str, at: [Option<Location>; 2]) {
        if old != new {
            self.push(class, path, [Some(old.to_owned()), Some(new.to_owned())], at);
        }
    }

    /// Words that changed.
    fn text(&mut self, path: &str, old: &str, new: &str, old_at: Option<Location>, new_at: Option<Location>) {
        self.changed(Class::Documentation, path, old, new, [old_at, new_at]);
    }
}

fn place(evidence: &[Evidence]) -> Option<Location> {
    evidence.iter().find_map(|why| why.at.clone())
}

fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}

fn resources(old: &Schema, new: &Schema, changes: &mut Changes) {
    let (before, after) = (by(&old.resources, |found| &found.name), by(&new.resources, |found| &found.name));
    let all = pairs(&before, &after);
    let gone: Vec<&Resource> =
        all.iter().filter_map(|(_, pair)| if let Pair::Gone(it) = pair { Some(*it) } else { None }).collect();
    let added: Vec<&Resource> =
        all.iter().filter_map(|(_, pair)| if let Pair::New(it) = pair { Some(*it) } else { None }).collect();
    let renamed = renames(&gone, &added);
    for (name, pair) in &all {
        changes.subject = (*name).clone();
        match pair {
            Pair::Both(a, b) => resource(a, b, changes),
            Pair::Gone(it) if renamed.iter().any(|(from, _)| *from == it.name) => {}
            Pair::Gone(it) => changes.gone(Class::Breaking, "", "page", top(&it.page.file)),
            Pair::New(it) => match renamed.iter().find(|(_, to)| *to == it.name) {
                Some((from, _)) => {
                    let Some(was) = before.get(*from) else { continue };
                    let at = [top(&was.page.file), top(&it.page.file)];
                    changes.changed(Class::Breaking, "name", from, &it.name, at);
                    resource(was, it, changes);
                }
                None => changes.added(Class::Additive, "", "page", top(&it.page.file)),
            },
        }
    }
}

fn resource(old: &Resource, new: &Resource, changes: &mut Changes) {
    let at = || [top(&old.page.file), top(&new.page.file)];
    changes.changed(Class::Breaking, "rel", &old.rel, &new.rel, at());
    changes.changed(Class::Breaking, "revision", &old.revision.to_string(), &new.revision.to_string(), at());
    changes.changed(Class::Breaking, "kind", &format!("{:?}", old.kind), &format!("{:?}", new.kind), at());
    changes.changed(
        Class::Breaking,
        "role_of",
        &or_none(old.role_of.as_ref()),
        &or_none(new.role_of.as_ref()),
        at(),
    );
    // The group is the module that the type lives in.
    changes.changed(
        Class::Breaking,
        "group",
        &or_none(old.group.as_ref()),
        &or_none(new.group.as_ref()),
        at(),
    );
    set("aliases", &set_of(&old.aliases), &set_of(&new.aliases), changes);
    changes.text("description", &old.description, &new.description, top(&old.page.file), top(&new.page.file));
    changes.text("remarks", &old.remarks, &new.remarks, top(&old.page.file), top(&new.page.file));
    properties("properties", &old.properties, &new.properties, false, changes);
    links("links", &old.links, &new.links, changes);
    links("embedded", &old.embedded, &new.embedded, changes);
    let (before, after) =
        (by(&old.operations, |found| &found.method), by(&new.operations, |found| &found.method));
    for (method, pair) in pairs(&before, &after) {
        let path = format!("operations.{method}");
        match pair {
            Pair::Both(a, b) => operation(&path, a, b, changes),
            Pair::Gone(it) => changes.gone(Class::Breaking, &path, method, place(&it.evidence)),
            Pair::New(it) => changes.added(Class::Additive, &path, method, place(&it.evidence)),
        }
    }
    events(&old.events, &new.events, changes);
    reasons(&old.reasons, &new.reasons, changes);
    let scopes = |resource: &Resource| resource.scopes.iter().map(|scope| scope.name.clone()).collect();
    words("scopes", &scopes(old), &scopes(new), changes);
}

fn or_none(text: Option<&String>) -> String {
    text.cloned().unwrap_or_else(|| "none".to_owned())
}

fn set_of(list: &[String]) -> BTreeSet<String> {
    list.iter().cloned().collect()
}

/// Names of which more are an addition, and fewer break.
fn set(path: &str, old: &BTreeSet<String>, new: &BTreeSet<String>, changes: &mut Changes) {
    for name in old.difference(new) {
        changes.gone(Class::Breaking, &format!("{path}.{name}"), name, None);
    }
    for name in new.difference(old) {
        changes.added(Class::Additive, &format!("{path}.{name}"), name, None);
    }
}

/// Names that neither the types nor the wire know of.
fn words(path: &str, old: &BTreeSet<String>, new: &BTreeSet<String>, changes: &mut Changes) {
    for name in old.difference(new) {
        changes.gone(Class::Documentation, &format!("{path}.{name}"), name, None);
    }
    for name in new.difference(old) {
        changes.added(Class::Documentation, &format!("{path}.{name}"), name, None);
    }
}

/// Properties, parameters or fields; what is sent can be required.
fn properties(path: &str, old: &[Property], new: &[Property], is_sent: bool, changes: &mut Changes) {
    let (before, after) = (by(old, |found| &found.name), by(new, |found| &found.name));
    for (name, pair) in pairs(&before, &after) {
        let path = format!("{path}.{name}");
        match pair {
            Pair::Both(a, b) => property(&path, a, b, changes),
            Pair::Gone(it) => changes.gone(Class::Breaking, &path, &it.ty.to_string(), place(&it.evidence)),
            Pair::New(it) => {
                // A request that was complete is no longer, if it lacks what is required now.
                let class = if is_sent && it.required { Class::Breaking } else { Class::Additive };
                changes.added(class, &path, &it.ty.to_string(), place(&it.evidence));
            }
        }
    }
}

fn property(path: &str, old: &Property, new: &Property, changes: &mut Changes) {
    let at = || [place(&old.evidence), place(&new.evidence)];
    let is = |flag: bool| if flag { "yes" } else { "no" };
    let number = |value: Option<i64>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
    // A URI is kept as text, in Rust and on the wire.
    let is_text = |ty: &Type| matches!(ty.scalar(), Scalar::String | Scalar::Uri);
    let alike = is_text(&old.ty) && is_text(&new.ty) && old.ty.is_array() == new.ty.is_array();
    let class = if alike { Class::Documentation } else { Class::Breaking };
    changes.changed(class, &format!("{path}.type"), &old.ty.to_string(), &new.ty.to_string(), at());
    let required = if new.required { Class::Breaking } else { Class::Additive };
    changes.changed(required, &format!("{path}.required"), is(old.required), is(new.required), at());
    changes.text(
        &format!("{path}.nullable"),
        is(old.nullable),
        is(new.nullable),
        place(&old.evidence),
        place(&new.evidence),
    );
    // A tighter limit refuses what was right; a wider one does not.
    let narrower = |old: Option<i64>, new: Option<i64>, tighter: fn(i64, i64) -> bool| match (old, new) {
        (None, Some(_)) => Class::Breaking,
        (Some(a), Some(b)) if tighter(b, a) => Class::Breaking,
        _ => Class::Additive,
    };
    let limits = [
        (
            "max_length",
            old.max_length.map(i64::from),
            new.max_length.map(i64::from),
            (|b, a| b < a) as fn(i64, i64) -> bool,
        ),
        ("maximum", old.maximum, new.maximum, |b, a| b < a),
        ("minimum", old.minimum, new.minimum, |b, a| b > a),
    ];
    for (name, a, b, tighter) in limits {
        changes.changed(narrower(a, b, tighter), &format!("{path}.{name}"), &number(a), &number(b), at());
    }
    let default = |property: &Property| or_none(property.default.as_ref());
    changes.text(
        &format!("{path}.default"),
        &default(old),
        &default(new),
        place(&old.evidence),
        place(&new.evidence),
    );
    changes.text(
        &format!("{path}.observed"),
        is(old.observed),
        is(new.observed),
        place(&old.evidence),
        place(&new.evidence),
    );
    changes.text(
        &format!("{path}.description"),
        &old.description,
        &new.description,
        place(&old.evidence),
        place(&new.evidence),
    );
}

fn links(path: &str, old: &[Link], new: &[Link], changes: &mut Changes) {
    let (before, after) = (by(old, |found| &found.rel), by(new, |found| &found.rel));
    for (rel, pair) in pairs(&before, &after) {
        let path = format!("{path}.{rel}");
        match pair {
            Pair::Both(a, b) => {
                let at = || [place(&a.evidence), place(&b.evidence)];
                let target = |link: &Link| or_none(link.target.as_ref());
                let cardinality = |link: &Link| if link.many { "many" } else { "one" };
                changes.changed(Class::Breaking, &format!("{path}.target"), &target(a), &target(b), at());
                changes.changed(
                    Class::Breaking,
                    &format!("{path}.many"),
                    cardinality(a),
                    cardinality(b),
                    at(),
                );
                let is = |flag: bool| if flag { "yes" } else { "no" };
                changes.text(
                    &format!("{path}.observed"),
                    is(a.observed),
                    is(b.observed),
                    place(&a.evidence),
                    place(&b.evidence),
                );
                changes.text(
                    &format!("{path}.description"),
                    &a.description,
                    &b.description,
                    place(&a.evidence),
                    place(&b.evidence),
                );
            }
            Pair::Gone(it) => {
                changes.gone(Class::Breaking, &path, &or_none(it.target.as_ref()), place(&it.evidence));
            }
            Pair::New(it) => {
                changes.added(Class::Additive, &path, &or_none(it.target.as_ref()), place(&it.evidence));
            }
        }
    }
}

fn operation(path: &str, old: &Operation, new: &Operation, changes: &mut Changes) {
    let at = || [place(&old.evidence), place(&new.evidence)];
    properties(&format!("{path}.query"), &old.query, &new.query, true, changes);
    properties(&format!("{path}.input"), &old.input, &new.input, true, changes);
    properties(&format!("{path}.output_fields"), &old.output_fields, &new.output_fields, false, changes);
    changes.changed(
        Class::Breaking,
        &format!("{path}.output"),
        &or_none(old.output.as_ref()),
        &or_none(new.output.as_ref()),
        at(),
    );
    changes.changed(
        Class::Breaking,
        &format!("{path}.output_element"),
        &or_none(old.output_element.as_ref()),
        &or_none(new.output_element.as_ref()),
        at(),
    );
    set(&format!("{path}.consumes"), &set_of(&old.consumes), &set_of(&new.consumes), changes);
    set(&format!("{path}.produces"), &set_of(&old.produces), &set_of(&new.produces), changes);
    let statuses = |operation: &Operation| operation.statuses.iter().map(u16::to_string).collect();
    words(&format!("{path}.statuses"), &statuses(old), &statuses(new), changes);
    errors(&format!("{path}.errors"), &old.errors, &new.errors, changes);
    let is = |flag: bool| if flag { "yes" } else { "no" };
    changes.changed(
        Class::Documentation,
        &format!("{path}.generic_errors"),
        is(old.generic_errors),
        is(new.generic_errors),
        at(),
    );
    changes.text(
        &format!("{path}.description"),
        &old.description,
        &new.description,
        place(&old.evidence),
        place(&new.evidence),
    );
}

fn errors(path: &str, old: &[OperationError], new: &[OperationError], changes: &mut Changes) {
    let name = |error: &OperationError| {
        let status = error.status.map_or_else(String::new, |status| format!("{status} "));
        let subcode = error.subcode.as_ref().map_or_else(String::new, |subcode| format!("/{subcode}"));
        format!("{status}{}{subcode}", error.code)
    };
    let list = |errors| -> BTreeMap<String, &OperationError> {
        <[OperationError]>::iter(errors).map(|error| (name(error), error)).collect()
    };
    for (name, pair) in pairs(&list(old), &list(new)) {
        let path = format!("{path}.{name}");
        match pair {
            Pair::Both(a, b) => changes.text(
                &format!("{path}.description"),
                &a.description,
                &b.description,
                place(&a.evidence),
                place(&b.evidence),
            ),
            Pair::Gone(it) => changes.gone(Class::Breaking, &path, name, place(&it.evidence)),
            Pair::New(it) => changes.added(Class::Additive, &path, name, place(&it.evidence)),
        }
    }
}

fn events(old: &[Event], new: &[Event], changes: &mut Changes) {
    let name = |event: &Event| format!("{} {} from {}", event.resource, event.ty, event.sender);
    let list = |events| -> BTreeMap<String, &Event> {
        <[Event]>::iter(events).map(|event| (name(event), event)).collect()
    };
    for (name, pair) in pairs(&list(old), &list(new)) {
        let path = format!("events.{name}");
        match pair {
            Pair::Both(a, b) => {
                let at = || [place(&a.evidence), place(&b.evidence)];
                changes.changed(
                    Class::Documentation,
                    &format!("{path}.priority"),
                    &a.priority,
                    &b.priority,
                    at(),
                );
                let target = |event: &Event| or_none(event.target.as_ref());
                changes.changed(Class::Breaking, &format!("{path}.target"), &target(a), &target(b), at());
                words(&format!("{path}.in"), &set_of(&a.scope), &set_of(&b.scope), changes);
                changes.text(
                    &format!("{path}.reason"),
                    &a.reason,
                    &b.reason,
                    place(&a.evidence),
                    place(&b.evidence),
                );
            }
            Pair::Gone(it) => changes.gone(Class::Breaking, &path, name, place(&it.evidence)),
            Pair::New(it) => changes.added(Class::Additive, &path, name, place(&it.evidence)),
        }
    }
}

fn reasons(old: &[ReasonCode], new: &[ReasonCode], changes: &mut Changes) {
    let name = |reason: &ReasonCode| match &reason.subcode {
        Some(subcode) => format!("{}/{subcode}", reason.code),
        None => reason.code.clone(),
    };
    let list = |reasons| -> BTreeMap<String, &ReasonCode> {
        <[ReasonCode]>::iter(reasons).map(|reason| (name(reason), reason)).collect()
    };
    for (name, pair) in pairs(&list(old), &list(new)) {
        let path = format!("reasons.{name}");
        match pair {
            Pair::Both(a, b) => changes.text(
                &format!("{path}.description"),
                &a.description,
                &b.description,
                place(&a.evidence),
                place(&b.evidence),
            ),
            // Which reasons an operation can fail with is told by its event as a text: no type knows the list.
            Pair::Gone(it) => changes.gone(Class::Documentation, &path, name, place(&it.evidence)),
            Pair::New(it) => changes.added(Class::Documentation, &path, name, place(&it.evidence)),
        }
    }
}

/// An enumeration without a page is declared where it is used.
fn whole(enumeration: &Enumeration) -> &'static str {
    if enumeration.page.is_some() { "page" } else { "enumeration" }
}

fn enumeration(pair: &Pair<'_, Enumeration>, changes: &mut Changes) {
    let at = |found: &Enumeration| found.page.as_ref().and_then(|page| top(&page.file));
    let (old, new) = match pair {
        Pair::Both(old, new) => (old, new),
        Pair::Gone(it) => return changes.gone(Class::Breaking, "", whole(it), at(it)),
        Pair::New(it) => return changes.added(Class::Additive, "", whole(it), at(it)),
    };
    changes.text("description", &old.description, &new.description, at(old), at(new));
    changes.text("remarks", &old.remarks, &new.remarks, at(old), at(new));
    let (before, after) = (by(&old.members, |found| &found.name), by(&new.members, |found| &found.name));
    for (name, pair) in pairs(&before, &after) {
        let path = format!("members.{name}");
        match pair {
            Pair::Both(a, b) => {
                let is = |flag: bool| if flag { "yes" } else { "no" };
                changes.text(
                    &format!("{path}.observed"),
                    is(a.observed),
                    is(b.observed),
                    place(&a.evidence),
                    place(&b.evidence),
                );
                changes.text(
                    &format!("{path}.description"),
                    &a.description,
                    &b.description,
                    place(&a.evidence),
                    place(&b.evidence),
                );
            }
            Pair::Gone(it) => changes.gone(Class::Breaking, &path, name, place(&it.evidence)),
            // Enumerations are open: a new member is told from the others where it was not before, and that is all.
            Pair::New(it) => changes.added(Class::Additive, &path, name, place(&it.evidence)),
        }
    }
}
