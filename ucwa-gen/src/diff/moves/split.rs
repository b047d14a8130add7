//! Enumerations that were split: members that are gone from one, and are those of new ones, which properties have now.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Effect;
use crate::diff::found::{Changes, Found, What, told};
use crate::diff::index::Index;
use crate::schema::{Enumeration, Type};

/// Joins the changes of each into one.
pub(super) fn fold(found: Vec<Found>, sides: &[Index<'_>; 2]) -> Vec<Found> {
    let splits = splits(&found, sides);
    if splits.is_empty() {
        return found;
    }
    let mut joined: BTreeMap<&str, Vec<Found>> = BTreeMap::new();
    let mut rest = Vec::new();
    let by_part: BTreeMap<&str, &str> =
        splits.iter().flat_map(|(was, parts)| parts.iter().map(move |part| (*part, *was))).collect();
    for change in found {
        match split_of(&change, &splits, &by_part) {
            Some(was) => joined.entry(was).or_default().push(change),
            None => rest.push(change),
        }
    }
    let mut changes = Changes { found: rest, ..Changes::default() };
    for (was, joined) in joined {
        let parts = splits.get(was).into_iter().flatten().copied();
        let names: Vec<&str> =
            sides[1].enumeration(was).map(|it| it.name.as_str()).into_iter().chain(parts).collect();
        announce(was, &names, joined, &mut changes);
    }
    changes.found
}

/// The parts of each enumeration that was split, by its name.
type Splits<'s> = BTreeMap<&'s str, BTreeSet<&'s str>>;

fn splits<'s>(found: &[Found], [old, new]: &[Index<'s>; 2]) -> Splits<'s> {
    let mut users: Splits<'s> = BTreeMap::new();
    for [was, is] in found.iter().filter_map(retyped) {
        let is_new = !old.has(&is);
        if let (Some(was), Some(is), true) = (old.enumeration(&was), new.enumeration(&is), is_new) {
            users.entry(&was.name).or_default().insert(&is.name);
        }
    }
    users.retain(|was, parts| {
        let Some(all) = old.enumeration(was).map(members) else { return false };
        parts.retain(|is| {
            let members = new.enumeration(is).map(members).unwrap_or_default();
            !members.is_empty() && members.is_subset(&all)
        });
        let left = new.enumeration(was).map(members);
        let is_left = left.is_some();
        let lost: BTreeSet<&str> = all.difference(&left.unwrap_or_default()).copied().collect();
        let in_parts: BTreeSet<&str> =
            parts.iter().filter_map(|is| new.enumeration(is)).flat_map(members).collect();
        parts.len() + usize::from(is_left) >= 2 && !lost.is_empty() && lost.is_subset(&in_parts)
    });
    users
}

fn members(enumeration: &Enumeration) -> BTreeSet<&str> {
    enumeration.members.iter().map(|member| member.name.as_str()).collect()
}

/// The enumerations of a property that has another one.
fn retyped(change: &Found) -> Option<[String; 2]> {
    let enumeration =
        |end: &Option<String>| end.as_deref()?.parse::<Type>().ok()?.enumeration().map(str::to_owned);
    let [old, new] = &change.ends;
    (change.what == What::Value("type")).then(|| Some([enumeration(old)?, enumeration(new)?])).flatten()
}

/// The enumeration whose split a change belongs to.
fn split_of<'s>(change: &Found, splits: &Splits<'s>, by_part: &BTreeMap<&str, &'s str>) -> Option<&'s str> {
    let subject = change.subject.as_str();
    match (change.of, change.what) {
        ("enumeration" | "member", What::Gone) => splits.get_key_value(subject).map(|(was, _)| *was),
        ("enumeration", What::New) => by_part.get(subject).copied(),
        (_, What::Value("type")) => {
            let [was, is] = retyped(change)?;
            splits
                .get_key_value(was.as_str())
                .filter(|(_, parts)| parts.contains(is.as_str()))
                .map(|(was, _)| *was)
        }
        _ => None,
    }
}

fn announce(was: &str, names: &[&str], joined: Vec<Found>, changes: &mut Changes) {
    changes.enumeration(was);
    let place = |end: usize| {
        let own = joined.iter().filter(|change| change.of == "enumeration");
        own.chain(&joined).find_map(|change| change.places[end].clone())
    };
    let wire = joined.iter().map(|change| change.effects.wire).max().unwrap_or_default();
    let told = told(wire, Effect::None, "it is split");
    let ends = [Some(was.to_owned()), Some(names.join(", "))];
    let change = changes.push("enumeration", &[], What::Split, told, ends, [place(0), place(1)]);
    let retyped = joined.iter().filter(|change| matches!(change.what, What::Value(_)));
    change.references = retyped.map(Found::whole_path).collect();
    change.parts = joined;
}
