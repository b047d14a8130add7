//! What belongs to the whole API: errors, scopes, the attributes of links, and names in code.

use std::collections::BTreeMap;

use super::errors::{self, Generic, Statuses};
use super::list::{List, Meaning, growing, list};
use super::mentions::{Mention, mentioned};
use super::value::{Values, another_case, only_words, yes_or_no};
use crate::diff::change::Effect;
use crate::diff::found::{Changes, Places, Told, told};
use crate::schema::{ErrorCode, ErrorSubcode, Errors, LinkAttribute, Location, Name, Schema, Scope};

/// The lists of the newer schema.
pub(super) struct Lists<'s> {
    pub(super) link_attributes: &'s [LinkAttribute],
    pub(super) errors: &'s Errors,
    pub(super) scopes: &'s [Scope],
    pub(super) names: &'s [Name],
}

type At<'m> = BTreeMap<(Mention, &'m str), Location>;

pub(super) fn whole(
    old: &Schema,
    new: &Lists<'_>,
    schemas: [&Schema; 2],
    errors_of_all: &Generic<'_>,
    changes: &mut Changes,
) {
    let Lists { link_attributes, errors, scopes, names: renamings } = new;
    let Errors { codes, subcodes, generic: _, anywhere } = errors;
    let all: [At<'_>; 2] = schemas.map(mentioned);
    let statuses = schemas.map(errors::statuses);
    let at = |kind| all.each_ref().map(|all| move |name: &str| all.get(&(kind, name)).cloned());
    derived(
        "code",
        &["errors", "codes"],
        [&old.errors.codes, codes],
        &code(&statuses),
        &at(Mention::Code),
        changes,
    );
    let lists = [&old.errors.subcodes[..], subcodes];
    derived("subcode", &["errors", "subcodes"], lists, &subcode, &at(Mention::Subcode), changes);
    errors::of_nearly_all(&["errors", "generic"], errors_of_all, changes);
    let anywhere = [&old.errors.anywhere[..], anywhere];
    // The page does not tell codes and subcodes apart.
    let at_any = all.each_ref().map(|all| {
        move |name: &str| {
            [Mention::Subcode, Mention::Code].iter().find_map(|kind| all.get(&(*kind, name)).cloned())
        }
    });
    let [before, after] = &at_any;
    let [gone, came] = growing(false, "error of any resource");
    let list_of_any = List { of: "anywhere", gone: &gone, new: &came, touches: &|_| Vec::new() };
    list_of_any.compare(&["errors", "anywhere"], anywhere, &|_, _, _, _, _| {}, &[before, after], changes);
    let attributes = [&old.link_attributes[..], link_attributes];
    let meaning = growing(false, "attribute of links");
    list("link_attribute", &meaning, &["link_attributes"], attributes, &attribute, changes);
    derived("api_scope", &["scopes"], [&old.scopes, scopes], &scope, &at(Mention::Scope), changes);
    // What generated code calls things is a matter of code alone.
    let meaning: Meaning<'_, Name> = [Box::new(|_| another_name()), Box::new(|_| another_name())];
    let touches = |it: &Name| vec![vec![it.of.clone()]];
    let list = List { of: "name", gone: &meaning[0], new: &meaning[1], touches: &touches };
    let none = |_: &str| None;
    list.compare(&["names"], [&old.names, renamings], &name, &[&none, &none], changes);
}

/// A list that follows from others, whose entries keep no evidence.
fn derived<T: super::list::Entry>(
    of: &'static str,
    path: &[&str],
    lists: [&[T]; 2],
    both: super::list::Both<'_, T>,
    [before, after]: &[impl Fn(&str) -> Option<Location>; 2],
    changes: &mut Changes,
) {
    let [gone, new] = growing(false, if of == "api_scope" { "scope" } else { of });
    let list = List { of, gone: &gone, new: &new, touches: &|_| Vec::new() };
    list.compare(path, lists, both, &[before, after], changes);
}

fn code(at: &[Statuses; 2]) -> impl Fn(&[&str], &ErrorCode, &ErrorCode, &Places, &mut Changes) {
    move |path, old, new, places, changes| {
        let ErrorCode { name, statuses, documented } = new;
        let mut values = Values { of: "code", path: path.to_vec(), places: places.clone(), changes };
        values.value("name", [old.name.clone(), name.clone()], another_case);
        let ends = [yes_or_no(old.documented), yes_or_no(*documented)];
        values.value("documented", ends, || listed(*documented));
        let path: Vec<&str> = path.iter().copied().chain(["statuses"]).collect();
        let place = |side: usize, code: &str, status: &str| {
            let key = (code.to_ascii_lowercase(), status.parse().ok()?);
            at[side].get(&key).cloned().or_else(|| places[side].clone())
        };
        let [before, after] =
            [&|status: &str| place(0, &old.name, status), &|status: &str| place(1, name, status)]
                as [&dyn Fn(&str) -> Option<Location>; 2];
        // It follows from the errors of operations.
        let gone =
            |_: &u16| told(Effect::None, Effect::None, "no operation has the error with this status now");
        let new =
            |_: &u16| told(Effect::None, Effect::None, "an operation has the error with this status now");
        let list = List { of: "code_status", gone: &gone, new: &new, touches: &|_| Vec::new() };
        list.compare(&path, [&old.statuses, statuses], &|_, _, _, _, _| {}, &[before, after], changes);
    }
}

fn subcode(path: &[&str], old: &ErrorSubcode, new: &ErrorSubcode, places: &Places, changes: &mut Changes) {
    let ErrorSubcode { name: _, documented } = new;
    let mut values = Values { of: "subcode", path: path.to_vec(), places: places.clone(), changes };
    values.value("documented", [yes_or_no(old.documented), yes_or_no(*documented)], || listed(*documented));
}

/// What it means that the page of all codes or subcodes has one, beside the tables of errors.
fn listed(is_listed: bool) -> Told {
    let reason = match is_listed {
        true => "the page of all of them lists it now",
        false => "the page of all of them no longer lists it",
    };
    told(Effect::None, Effect::None, reason)
}

fn attribute(
    path: &[&str],
    old: &LinkAttribute,
    new: &LinkAttribute,
    places: &Places,
    changes: &mut Changes,
) {
    let LinkAttribute { name: _, description, evidence: _ } = new;
    let mut values = Values { of: "link_attribute", path: path.to_vec(), places: places.clone(), changes };
    values.text("description", &old.description, description);
}

fn another_name() -> Told {
    told(Effect::None, Effect::None, "code calls it otherwise")
}

fn name(path: &[&str], old: &Name, new: &Name, places: &Places, changes: &mut Changes) {
    let Name { of, name, evidence: _ } = new;
    let before = changes.found.len();
    let mut values = Values { of: "name", path: path.to_vec(), places: places.clone(), changes };
    values.value("name", [old.name.clone(), name.clone()], another_name);
    for found in changes.found.iter_mut().skip(before) {
        found.touches.push(vec![of.clone()]);
    }
}

fn scope(path: &[&str], old: &Scope, new: &Scope, places: &Places, changes: &mut Changes) {
    let Scope { name: _, permission, description } = new;
    let mut values = Values { of: "api_scope", path: path.to_vec(), places: places.clone(), changes };
    values.value("permission", [old.permission.clone(), permission.clone()], only_words);
    values.text("description", &old.description, description);
}
