//! The comparison, entry by entry.
//!
//! Each function takes the newer entry apart, all of it, so that a field that is added to the schema does not compile until
//! it is compared, or named among those that are not: what matched the two entries, evidence, digests and files.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Class};
use super::mentions::{Mention, mentioned};
use super::rename::renames;
use crate::render::property_facts;
use crate::schema::{
    Enumeration, ErrorCode, ErrorSubcode, Errors, Event, Evidence, EvidenceKind, Link, LinkAttribute,
    Location, Member, Name, Operation, OperationError, Page, Property, Provenance, ReasonCode, Resource,
    Scalar, Schema, Scope, ScopeRef, Status, Type,
};

/// All changes, in no particular order.
pub(super) fn schemas(old: &Schema, new: &Schema) -> Vec<Change> {
    let Schema {
        ir_version: _,
        digest: _,
        link_attributes,
        resources,
        enumerations,
        errors,
        scopes,
        names,
        since: _,
    } = new;
    let mut changes = Changes::default();
    all_resources(&old.resources, resources, &mut changes);
    for (name, pair) in pairs(&old.enumerations, enumerations, |found: &Enumeration| found.name.clone()) {
        changes.subject = name;
        enumeration(&pair, &mut changes);
    }
    changes.subject = String::new();
    let Errors { codes, subcodes, generic, anywhere } = errors;
    let mentioned = [mentioned(old), mentioned(new)];
    let at = |kind| mentioned.each_ref().map(|all| move |name: &str| all.get(&(kind, name)).cloned());
    changes.list_at("errors.codes", &growing(), [&old.errors.codes, codes], code, &at(Mention::Code));
    changes.list_at(
        "errors.subcodes",
        &growing(),
        [&old.errors.subcodes, subcodes],
        subcode,
        &at(Mention::Subcode),
    );
    changes.list("errors.generic", &growing(), &old.errors.generic, generic, error);
    let anywhere = [&set_of(&old.errors.anywhere), &set_of(anywhere)];
    changes.names("errors.anywhere", &words(), anywhere, &[None, None]);
    changes.list("link_attributes", &words(), &old.link_attributes, link_attributes, attribute);
    changes.list_at("scopes", &words(), [&old.scopes, scopes], scope, &at(Mention::Scope));
    changes.list("names", &renaming(), &old.names, names, name);
    changes.found
}

/// An entry of a list: its key, its description if it is added or removed, and its place.
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
    Property: |it| it.name.clone(), property_facts(it);
    Link: |it| it.rel.clone(), format!("{}{}", target_of(it), if it.many { ", many" } else { "" });
    Status: |it| it.status.to_string();
    ScopeRef: |it| it.name.clone();
    Operation: |it| it.method.clone();
    OperationError: |it| {
        let status = it.status.map_or_else(String::new, |status| format!("{status} "));
        format!("{status}{}", with_subcode(&it.code, it.subcode.as_ref()))
    };
    ReasonCode: |it| with_subcode(&it.code, it.subcode.as_ref());
    Event: |it| format!("{} {} from {}", it.resource, it.ty, it.sender);
    Member: |it| it.name.clone();
    LinkAttribute: |it| it.name.clone();
    Name: |it| it.of.clone(), it.name.clone();
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

named!(ErrorCode, ErrorSubcode, Scope);

fn with_subcode(code: &str, subcode: Option<&String>) -> String {
    subcode.map_or_else(|| code.to_owned(), |subcode| format!("{code}/{subcode}"))
}

fn first(evidence: &[Evidence]) -> Option<Location> {
    evidence.iter().find_map(|why| why.at.clone())
}

fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}

/// Where a link leads, as pages write it.
fn target_of(link: &Link) -> String {
    link.target.clone().unwrap_or_else(|| "unknown".to_owned())
}

fn or_none(text: Option<&String>) -> String {
    text.cloned().unwrap_or_else(|| "none".to_owned())
}

fn yes_or_no(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}

fn numbers(list: &[u16]) -> BTreeSet<String> {
    list.iter().map(u16::to_string).collect()
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

/// The entries of two lists, matched by name and sorted by it. Of several with one name the first are matched, then the
/// second, and so on.
fn pairs<'a, T>(old: &'a [T], new: &'a [T], key: impl Fn(&T) -> String) -> Vec<(String, Pair<'a, T>)> {
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

    /// Where an entry comes from.
    fn provenance(&mut self, path: &str, old: &Provenance, new: &Provenance, places: &Places) {
        let words = |it: &Provenance| it.mark().unwrap_or_else(|| "listed".to_owned());
        self.text(&format!("{path}.provenance"), &words(old), &words(new), places);
    }

    /// Names without evidence of their own. Their place is that of the entry that has them.
    fn names(
        &mut self,
        path: &str,
        meaning: &Meaning<str>,
        [old, new]: [&BTreeSet<String>; 2],
        places: &Places,
    ) {
        let [old_at, new_at] = places;
        for name in old.difference(new) {
            let ends = [Some(name.clone()), None];
            self.push(meaning.gone, &format!("{path}.{name}"), ends, [old_at.clone(), None]);
        }
        for name in new.difference(old) {
            let ends = [None, Some(name.clone())];
            self.push((meaning.new)(name), &format!("{path}.{name}"), ends, [None, new_at.clone()]);
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
        self.list_at(path, meaning, [old, new], both, &[|_: &str| None; 2]);
    }

    /// Like [`Self::list`], for entries that keep no evidence: `elsewhere` returns the place of one by its key, in each schema.
    fn list_at<T: Entry>(
        &mut self,
        path: &str,
        meaning: &Meaning<T>,
        [old, new]: [&[T]; 2],
        both: fn(&str, &T, &T, &Places, &mut Self),
        elsewhere: &[impl Fn(&str) -> Option<Location>; 2],
    ) {
        for (name, pair) in pairs(old, new, T::key) {
            let path = format!("{path}.{name}");
            let [before, after] = elsewhere;
            let old_at = |it: &T| it.place().or_else(|| before(&name));
            let new_at = |it: &T| it.place().or_else(|| after(&name));
            match pair {
                Pair::Both(a, b) => both(&path, a, b, &[old_at(a), new_at(b)], self),
                Pair::Gone(it) => {
                    self.push(meaning.gone, &path, [Some(it.summary()), None], [old_at(it), None]);
                }
                Pair::New(it) => {
                    self.push((meaning.new)(it), &path, [None, Some(it.summary())], [None, new_at(it)]);
                }
            }
        }
    }
}

fn all_resources(old: &[Resource], new: &[Resource], changes: &mut Changes) {
    let all = pairs(old, new, |found: &Resource| found.name.clone());
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
    let Resource {
        name: _,
        rel,
        aliases,
        revision,
        group,
        kind,
        role_of,
        description,
        remarks,
        page,
        properties,
        links,
        embedded,
        operations,
        events,
        reasons,
        scopes,
        evidence: _,
    } = new;
    let places = &[top(&old.page.file), top(&page.file)];
    // The group is the module that the type lives in.
    let facts: [(&str, [String; 2]); 5] = [
        ("rel", [old.rel.clone(), rel.clone()]),
        ("revision", [old.revision, *revision].map(|it| it.to_string())),
        ("kind", [old.kind, *kind].map(|it| format!("{it:?}"))),
        ("role_of", [&old.role_of, role_of].map(|it| or_none(it.as_ref()))),
        ("group", [&old.group, group].map(|it| or_none(it.as_ref()))),
    ];
    for (name, [old, new]) in facts {
        changes.value(Class::Breaking, name, old, new, places);
    }
    changes.names("aliases", &growing(), [&set_of(&old.aliases), &set_of(aliases)], places);
    changes.text("description", &old.description, description, places);
    changes.text("remarks", &old.remarks, remarks, places);
    changes.list("properties", &growing(), &old.properties, properties, property);
    changes.list("links", &growing(), &old.links, links, link);
    changes.list("embedded", &growing(), &old.embedded, embedded, link);
    changes.list("operations", &growing(), &old.operations, operations, operation);
    changes.list("events", &growing(), &old.events, events, event);
    // With which reasons an operation can fail is told by its event as a text: no type knows the list.
    changes.list("reasons", &words(), &old.reasons, reasons, reason);
    changes.list("scopes", &words(), &old.scopes, scopes, |_, _, ScopeRef { name: _, evidence: _ }, _, _| {});
}

fn property(path: &str, old: &Property, new: &Property, places: &Places, changes: &mut Changes) {
    let Property {
        name: _,
        ty,
        nullable,
        required,
        max_length,
        minimum,
        maximum,
        default,
        default_provenance,
        provenance,
        description,
        evidence: _,
    } = new;
    // A URI is kept as text, in Rust and on the wire.
    let is_text = |ty: &Type| matches!(ty.scalar(), Scalar::String | Scalar::Uri);
    let alike = is_text(&old.ty) && is_text(ty) && old.ty.is_array() == ty.is_array();
    let class = if alike { Class::Documentation } else { Class::Breaking };
    changes.value(class, &format!("{path}.type"), old.ty.to_string(), ty.to_string(), places);
    let class = if *required { Class::Breaking } else { Class::Additive };
    changes.value(class, &format!("{path}.required"), yes_or_no(old.required), yes_or_no(*required), places);
    // A tighter limit refuses what was right; a wider one does not.
    let limits = [
        ("max_length", [old.max_length, *max_length].map(|length| length.map(i64::from)), false),
        ("maximum", [old.maximum, *maximum], false),
        ("minimum", [old.minimum, *minimum], true),
    ];
    for (name, [a, b], grows_tighter) in limits {
        let is_tighter = match (a, b) {
            (None, Some(_)) => true,
            (Some(a), Some(b)) => (b > a) == grows_tighter,
            _ => false,
        };
        let class = if is_tighter { Class::Breaking } else { Class::Additive };
        let text = |limit: Option<i64>| limit.map_or_else(|| "none".to_owned(), |limit| limit.to_string());
        changes.value(class, &format!("{path}.{name}"), text(a), text(b), places);
    }
    changes.text(&format!("{path}.nullable"), &yes_or_no(old.nullable), &yes_or_no(*nullable), places);
    // A request that omits the property has another meaning if the default changes or goes.
    let class = if old.default.is_some() { Class::Breaking } else { Class::Additive };
    let [before, after] = [&old.default, default].map(|default| or_none(default.as_ref()));
    let own = [default_place(old), default_place(new)];
    changes.value(class, &format!("{path}.default"), before, after, &own);
    if old.default.is_some() && default.is_some() {
        changes.provenance(&format!("{path}.default"), &old.default_provenance, default_provenance, &own);
    }
    changes.provenance(path, &old.provenance, provenance, places);
    changes.text(&format!("{path}.description"), &old.description, description, places);
}

/// The place of the default of a property: its row, or the override, which is the last of the evidence.
fn default_place(property: &Property) -> Option<Location> {
    let mut reasons = property.evidence.iter();
    let last = reasons.rfind(|why| !matches!(why.kind, EvidenceKind::Traffic | EvidenceKind::Outside))?;
    let row = property.evidence.iter().find(|why| why.kind == EvidenceKind::Row);
    let why = if last.kind == EvidenceKind::Override { last } else { row.unwrap_or(last) };
    why.at.clone().or_else(|| first(&property.evidence))
}

fn link(path: &str, old: &Link, new: &Link, places: &Places, changes: &mut Changes) {
    let Link { rel: _, target: _, many, provenance, description, evidence: _ } = new;
    let [before, after] = [old, new].map(target_of);
    changes.value(Class::Breaking, &format!("{path}.target"), before, after, places);
    let [before, after] = [old.many, *many].map(|many| if many { "many" } else { "one" }.to_owned());
    changes.value(Class::Breaking, &format!("{path}.many"), before, after, places);
    changes.provenance(path, &old.provenance, provenance, places);
    changes.text(&format!("{path}.description"), &old.description, description, places);
}

fn operation(path: &str, old: &Operation, new: &Operation, places: &Places, changes: &mut Changes) {
    let Operation {
        method: _,
        description,
        query,
        input,
        consumes,
        output,
        output_fields,
        output_element,
        produces,
        statuses,
        errors,
        generic_errors,
        evidence: _,
    } = new;
    changes.list(&format!("{path}.query"), &sent(), &old.query, query, property);
    changes.list(&format!("{path}.input"), &sent(), &old.input, input, property);
    let received = format!("{path}.output_fields");
    changes.list(&received, &growing(), &old.output_fields, output_fields, property);
    let [before, after] = [&old.output, output].map(|output| or_none(output.as_ref()));
    changes.value(Class::Breaking, &format!("{path}.output"), before, after, places);
    // By its outermost element a body in XML is recognised.
    let [before, after] = [&old.output_element, output_element].map(|element| or_none(element.as_ref()));
    changes.value(Class::Breaking, &format!("{path}.output_element"), before, after, places);
    for (name, before, after) in
        [("consumes", &old.consumes, consumes), ("produces", &old.produces, produces)]
    {
        changes.names(&format!("{path}.{name}"), &growing(), [&set_of(before), &set_of(after)], places);
    }
    // Samples of the operation may show a status that no row lists.
    let elsewhere = places.each_ref().map(|place| move |_: &str| place.clone());
    changes.list_at(&format!("{path}.statuses"), &growing(), [&old.statuses, statuses], status, &elsewhere);
    changes.list(&format!("{path}.errors"), &growing(), &old.errors, errors, error);
    let [before, after] = [old.generic_errors, *generic_errors].map(yes_or_no);
    changes.text(&format!("{path}.generic_errors"), &before, &after, places);
    changes.text(&format!("{path}.description"), &old.description, description, places);
}

fn status(path: &str, old: &Status, new: &Status, places: &Places, changes: &mut Changes) {
    let Status { status: _, provenance, evidence: _ } = new;
    changes.provenance(path, &old.provenance, provenance, places);
}

fn error(path: &str, old: &OperationError, new: &OperationError, places: &Places, changes: &mut Changes) {
    let OperationError { code: _, status: _, subcode: _, provenance, description, evidence: _ } = new;
    changes.provenance(path, &old.provenance, provenance, places);
    changes.text(&format!("{path}.description"), &old.description, description, places);
}

fn reason(path: &str, old: &ReasonCode, new: &ReasonCode, places: &Places, changes: &mut Changes) {
    let ReasonCode { code: _, subcode: _, provenance, description, evidence: _ } = new;
    changes.provenance(path, &old.provenance, provenance, places);
    changes.text(&format!("{path}.description"), &old.description, description, places);
}

fn code(path: &str, old: &ErrorCode, new: &ErrorCode, places: &Places, changes: &mut Changes) {
    let ErrorCode { name: _, statuses, documented } = new;
    changes.names(
        &format!("{path}.statuses"),
        &words(),
        [&numbers(&old.statuses), &numbers(statuses)],
        places,
    );
    changes.text(&format!("{path}.documented"), &yes_or_no(old.documented), &yes_or_no(*documented), places);
}

fn subcode(path: &str, old: &ErrorSubcode, new: &ErrorSubcode, places: &Places, changes: &mut Changes) {
    let ErrorSubcode { name: _, documented } = new;
    changes.text(&format!("{path}.documented"), &yes_or_no(old.documented), &yes_or_no(*documented), places);
}

fn event(path: &str, old: &Event, new: &Event, places: &Places, changes: &mut Changes) {
    let Event {
        ty: _,
        resource: _,
        target,
        priority,
        sender: _,
        scope,
        embedded,
        provenance,
        reason,
        evidence: _,
    } = new;
    changes.provenance(path, &old.provenance, provenance, places);
    let said = |embedded: Option<bool>| embedded.map_or_else(|| "none".to_owned(), yes_or_no);
    changes.text(&format!("{path}.embedded"), &said(old.embedded), &said(*embedded), places);
    let [before, after] = [&old.target, target].map(|target| or_none(target.as_ref()));
    changes.value(Class::Breaking, &format!("{path}.target"), before, after, places);
    changes.text(&format!("{path}.priority"), &old.priority, priority, places);
    changes.names(&format!("{path}.in"), &words(), [&set_of(&old.scope), &set_of(scope)], places);
    changes.text(&format!("{path}.reason"), &old.reason, reason, places);
}

fn attribute(path: &str, old: &LinkAttribute, new: &LinkAttribute, places: &Places, changes: &mut Changes) {
    let LinkAttribute { name: _, description, evidence: _ } = new;
    changes.text(&format!("{path}.description"), &old.description, description, places);
}

fn name(path: &str, old: &Name, new: &Name, places: &Places, changes: &mut Changes) {
    let Name { of: _, name, evidence: _ } = new;
    changes.value(Class::Breaking, path, old.name.clone(), name.clone(), places);
}

fn scope(path: &str, old: &Scope, new: &Scope, places: &Places, changes: &mut Changes) {
    let Scope { name: _, permission, description } = new;
    changes.text(&format!("{path}.permission"), &old.permission, permission, places);
    changes.text(&format!("{path}.description"), &old.description, description, places);
}

fn enumeration(pair: &Pair<'_, Enumeration>, changes: &mut Changes) {
    let file = |page: &Option<Page>| page.as_ref().map_or_else(String::new, |page| page.file.clone());
    let (old, new) = match pair {
        Pair::Both(old, new) => (old, new),
        Pair::Gone(it) => return page(&[Some(&file(&it.page)), None], changes),
        Pair::New(it) => return page(&[None, Some(&file(&it.page))], changes),
    };
    let Enumeration { name: _, description, remarks, page, members, evidence: _ } = new;
    let places = &[top(&file(&old.page)), top(&file(page))];
    changes.text("page", &yes_or_no(old.page.is_some()), &yes_or_no(page.is_some()), places);
    changes.text("description", &old.description, description, places);
    changes.text("remarks", &old.remarks, remarks, places);
    // Enumerations are open: a new member is told from the others where it was not before, and that is all.
    changes.list("members", &growing(), &old.members, members, member);
}

fn member(path: &str, old: &Member, new: &Member, places: &Places, changes: &mut Changes) {
    let Member { name: _, provenance, description, evidence: _ } = new;
    changes.provenance(path, &old.provenance, provenance, places);
    changes.text(&format!("{path}.description"), &old.description, description, places);
}
