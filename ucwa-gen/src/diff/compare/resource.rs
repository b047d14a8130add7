//! Pages about resources and enumerations.

use std::collections::BTreeSet;

use super::errors::Generic;
use super::list::{Entry, List, Meaning, Pair, growing, list, names, target_of};
use super::operation::operation;
use super::pages::{page, top};
use super::property::{Sent, property};
use super::value::{Values, another_case, or_none, other_meaning, yes_or_no};
use crate::diff::change::Effect;
use crate::diff::found::{Changes, Path, Places, told};
use crate::diff::index::Index;
use crate::emit::{error_path, event_path};
use crate::schema::{
    Enumeration, Event, Link, Member, Operation, Page, Property, ReasonCode, Resource, Schema, ScopeRef,
};

/// The items that a page concerns beside its own: its events and errors, which are there once for all pages.
pub(super) fn touches(resource: &Resource) -> Vec<Path> {
    let events = resource.events.iter().map(|it| event_path(&it.resource, &it.ty));
    let errors = resource.operations.iter().flat_map(|operation| &operation.errors);
    let errors = errors.map(|it| error_path(&it.code, it.subcode.as_deref()));
    let reasons = resource.reasons.iter().map(|it| error_path(&it.code, it.subcode.as_deref()));
    events.chain(errors).chain(reasons).collect()
}

pub(super) fn resource(
    old: &Resource,
    new: &Resource,
    sides: &[Index<'_>; 2],
    generic: &Generic<'_>,
    changes: &mut Changes,
) {
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
        // Below.
        scopes: _,
        evidence: _,
    } = new;
    let places = &[top(&old.page.file), top(&page.file)];
    let mut values = Values { of: "page", path: Vec::new(), places: places.clone(), changes };
    let breaks = |reason: &'static str| move || told(Effect::Breaks, Effect::None, reason);
    values.value("rel", [old.rel.clone(), rel.clone()], breaks("it has another rel on the wire"));
    let revisions = [old.revision, *revision].map(|it| it.to_string());
    values.value("revision", revisions, breaks("another revision is requested"));
    let roles = [&old.role_of, role_of].map(|it| or_none(it.as_ref()));
    if old.role_of == *role_of {
        values.value("kind", [old.kind, *kind].map(|it| format!("{it:?}")), || {
            other_meaning("it is a page of another kind")
        });
    }
    // That a page is a role, or no longer one, is its kind, too: one change.
    let why = match (&old.role_of, role_of) {
        (Some(_), None) => "it has a representation of its own now, and had that of another page",
        (None, Some(_)) => "it has the representation of another page now, and had its own",
        _ => "it has the representation of another page",
    };
    values.value("role_of", roles, breaks(why));
    // Which module the type is in is a matter of code alone.
    let groups = [&old.group, group].map(|it| or_none(it.as_ref()));
    values.value("group", groups, || told(Effect::None, Effect::None, "it is in another group"));
    values.text("description", &old.description, description);
    values.text("remarks", &old.remarks, remarks);
    names("alias", &growing(true, "alias"), &["aliases"], [&old.aliases, aliases], places, changes);
    let of_server: Meaning<'_, Property> = growing(true, "property");
    let properties = [&old.properties[..], properties];
    let both = property("property", Sent::ByServer, sides);
    list("property", &of_server, &["properties"], properties, &both, changes);
    list("link", &growing(true, "link"), &["links"], [&old.links, links], &link("link", sides), changes);
    // Without a documented type it has no place of its own.
    let has_place = |effect: Effect| {
        move |it: &Link| {
            let wire = if it.target.is_some() { effect } else { Effect::None };
            let behaviour = if it.target.is_some() { Effect::None } else { effect };
            let state = if effect == Effect::Breaks { "gone" } else { "new" };
            let page = if it.target.is_some() { "" } else { ", and no page documents it" };
            told(wire, behaviour, format!("the embedded resource is {state}{page}"))
        }
    };
    let meaning: Meaning<'_, Link> =
        [Box::new(has_place(Effect::Breaks)), Box::new(has_place(Effect::Extends))];
    list("embedded", &meaning, &["embedded"], [&old.embedded, embedded], &link("embedded", sides), changes);
    let [gone, came] = growing(true, "operation");
    let touches_of = |it: &Operation| {
        it.errors.iter().map(|it| error_path(&it.code, it.subcode.as_deref())).collect::<Vec<_>>()
    };
    let operations_list = List { of: "operation", gone: &gone, new: &came, touches: &touches_of };
    operations_list.compare(
        &["operations"],
        [&old.operations, operations],
        &operation(sides, [old, new], generic),
        &[&|_: &str| None, &|_: &str| None],
        changes,
    );
    scopes_of([old, new], places, changes);
    all_events([&old.events, events], sides, changes);
    let [gone, new] = growing(false, "reason code");
    let touches_of = |it: &ReasonCode| vec![error_path(&it.code, it.subcode.as_deref())];
    let reasons_list = List { of: "reason", gone: &gone, new: &new, touches: &touches_of };
    let none = |_: &str| None;
    reasons_list.compare(&["reasons"], [&old.reasons, reasons], &reason, &[&none, &none], changes);
}

/// Compares the scopes of a page, any one of which is enough.
fn scopes_of([old, new]: [&Resource; 2], places: &Places, changes: &mut Changes) {
    let lists = [&old.scopes, &new.scopes];
    if lists[0].is_empty() != lists[1].is_empty() {
        let named = lists.map(|list| {
            let names: Vec<&str> = list.iter().map(|scope| scope.name.as_str()).collect();
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        });
        let own = lists.map(|list| list.iter().find_map(Entry::place));
        let [old_at, new_at] = [0, 1].map(|side| own[side].clone().or_else(|| places[side].clone()));
        let mut values = Values { of: "page", path: Vec::new(), places: [old_at, new_at], changes };
        values.value("scopes", named, || match new.scopes.is_empty() {
            true => told(Effect::None, Effect::Extends, "no scope is needed any more"),
            false => told(Effect::None, Effect::Breaks, "one of these scopes is needed now"),
        });
        return;
    }
    let meaning: Meaning<'_, ScopeRef> = [
        Box::new(|_| told(Effect::None, Effect::Breaks, "the scope is no longer enough")),
        Box::new(|_| told(Effect::None, Effect::Extends, "the scope is enough")),
    ];
    let both = |_: &[&str],
                _: &ScopeRef,
                ScopeRef { name: _, evidence: _ }: &ScopeRef,
                _: &Places,
                _: &mut Changes| {};
    list("scope", &meaning, &["scopes"], lists.map(Vec::as_slice), &both, changes);
}

fn link<'s>(
    of: &'static str,
    [before, after]: &'s [Index<'_>; 2],
) -> impl Fn(&[&str], &Link, &Link, &Places, &mut Changes) + 's {
    let representation = |side: &Index<'_>, name: &str| {
        side.resource(name).map_or_else(|| name.to_owned(), |it| it.representation().to_owned())
    };
    let same = move |old: &str, new: &str| representation(before, old) == representation(after, new);
    move |path, old, new, places, changes| {
        let Link { rel: _, target, many, provenance, description, evidence: _ } = new;
        let mut values = Values { of, path: path.to_vec(), places: places.clone(), changes };
        values.value("target", [old, new].map(target_of), || match (of, &old.target, target) {
            ("embedded", None, Some(_)) => {
                told(Effect::Extends, Effect::None, "what is embedded is documented now")
            }
            ("embedded", Some(old), Some(new)) if same(old, new) => {
                other_meaning("another resource is embedded, in the same form")
            }
            ("embedded", ..) => told(Effect::Breaks, Effect::None, "another resource is embedded"),
            (_, None, Some(_)) => told(Effect::None, Effect::Extends, "where it leads is documented now"),
            _ => other_meaning("it leads to another resource"),
        });
        let cardinality = [old.many, *many].map(|many| if many { "many" } else { "one" }.to_owned());
        values.value("many", cardinality, || match many {
            true => told(Effect::Extends, Effect::None, "there can be many"),
            false => told(Effect::Breaks, Effect::None, "there can be only one"),
        });
        values.provenance(&old.provenance, provenance);
        values.text("description", &old.description, description);
    }
}

/// An event lands in another variant only if no page documents that it happens to the rel.
fn all_events(lists: [&[Event]; 2], sides: &[Index<'_>; 2], changes: &mut Changes) {
    let [old, new] = sides.each_ref().map(|side| happens(side.schema));
    let in_variant = |others: &BTreeSet<(&str, &str)>, effect: Effect, it: &Event| match others
        .contains(&(it.resource.as_str(), it.ty.as_str()))
    {
        true => [Effect::None, effect],
        false => [effect, Effect::None],
    };
    let gone = |it: &Event| {
        let [wire, behaviour] = in_variant(&new, Effect::Breaks, it);
        told(wire, behaviour, "the event is gone")
    };
    let came = |it: &Event| {
        let [wire, behaviour] = in_variant(&old, Effect::Extends, it);
        told(wire, behaviour, "the event is new")
    };
    let touches = |it: &Event| vec![event_path(&it.resource, &it.ty)];
    let list = List { of: "event", gone: &gone, new: &came, touches: &touches };
    list.compare(&["events"], lists, &event, &[&|_: &str| None, &|_: &str| None], changes);
}

/// The rels and types of all events.
fn happens(schema: &Schema) -> BTreeSet<(&str, &str)> {
    let events = schema.resources.iter().flat_map(|resource| &resource.events);
    events.map(|event| (event.resource.as_str(), event.ty.as_str())).collect()
}

fn event(path: &[&str], old: &Event, new: &Event, places: &Places, changes: &mut Changes) {
    let Event {
        ty: _,
        resource: _,
        target,
        priority,
        sender,
        scope,
        embedded,
        provenance,
        reason,
        evidence: _,
    } = new;
    let mut values = Values { of: "event", path: path.to_vec(), places: places.clone(), changes };
    values.value("sender", [old.sender.clone(), sender.clone()], || other_meaning("another rel sends it"));
    values.provenance(&old.provenance, provenance);
    let said = |embedded: Option<bool>| embedded.map_or_else(|| "none".to_owned(), yes_or_no);
    values.value("embedded", [old.embedded, *embedded].map(said), || match embedded {
        Some(true) => told(Effect::None, Effect::Extends, "the resource is embedded in it now"),
        _ if old.embedded != Some(true) => {
            told(Effect::None, Effect::Extends, "the resource is not embedded in it")
        }
        _ => other_meaning("the resource is no longer embedded in it"),
    });
    let targets = [&old.target, target].map(|target| or_none(target.as_ref()));
    values.value("target", targets, || match &old.target {
        None => told(Effect::None, Effect::Extends, "what it happens to is documented now"),
        Some(_) => other_meaning("it happens to another resource"),
    });
    values.value("priority", [old.priority.clone(), priority.clone()], || match old.priority.is_empty() {
        true => told(Effect::None, Effect::Extends, "its priority is documented now"),
        false => other_meaning("it has another priority"),
    });
    values.text("reason", &old.reason, reason);
    let path: Vec<&str> = path.iter().copied().chain(["in"]).collect();
    names(
        "event_scope",
        &growing(false, "rel in the event's `in`"),
        &path,
        [&old.scope, scope],
        places,
        changes,
    );
}

fn reason(path: &[&str], old: &ReasonCode, new: &ReasonCode, places: &Places, changes: &mut Changes) {
    let ReasonCode { code, subcode: _, provenance, description, evidence: _ } = new;
    let mut values = Values { of: "reason", path: path.to_vec(), places: places.clone(), changes };
    values.value("code", [old.code.clone(), code.clone()], another_case);
    values.provenance(&old.provenance, provenance);
    values.text("description", &old.description, description);
}

pub(super) fn enumeration(pair: &Pair<'_, Enumeration>, changes: &mut Changes) {
    let file = |page: &Option<Page>| page.as_ref().map_or_else(String::new, |page| page.file.clone());
    let (old, new) = match pair {
        Pair::Both(old, new) => (old, new),
        Pair::Gone(it) => {
            page("enumeration", [Some(&file(&it.page)), None], changes);
            return;
        }
        Pair::New(it) => {
            page("enumeration", [None, Some(&file(&it.page))], changes);
            return;
        }
    };
    let Enumeration { name: _, description, remarks, page, members, evidence: _ } = new;
    let places = [top(&file(&old.page)), top(&file(page))];
    let mut values = Values { of: "enumeration", path: Vec::new(), places, changes };
    values.value("page", [yes_or_no(old.page.is_some()), yes_or_no(page.is_some())], || {
        told(Effect::None, Effect::None, "it is documented elsewhere")
    });
    values.text("description", &old.description, description);
    values.text("remarks", &old.remarks, remarks);
    // Enumerations are open: a new member was `Unrecognized` before, and is recognised now.
    list("member", &growing(true, "member"), &["members"], [&old.members, members], &member, changes);
}

fn member(path: &[&str], old: &Member, new: &Member, places: &Places, changes: &mut Changes) {
    let Member { name: _, provenance, description, evidence: _ } = new;
    let mut values = Values { of: "member", path: path.to_vec(), places: places.clone(), changes };
    values.provenance(&old.provenance, provenance);
    values.text("description", &old.description, description);
}
