//! Groups with another name: gone under one, new under another, with the same pages.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::change::Effect;
use crate::diff::found::{Changes, Found, What, told};
use crate::diff::index::Index;
use crate::schema::Schema;

/// Joins the changes of the pages of each into one.
pub(super) fn fold(found: Vec<Found>, [old, new]: &[Index<'_>; 2]) -> Vec<Found> {
    let [before, after] = [old, new].map(|side| groups(side.schema));
    // Where each group that is gone went, by its name; pages that moved to several places did so one by one.
    let mut went: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut came: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for resource in &old.schema.resources {
        let now = new.resource(&resource.name).map(|now| now.group.as_deref().unwrap_or_default());
        if let (Some(was), Some(now)) = (resource.group.as_deref(), now) {
            went.entry(was).or_default().insert(now);
            came.entry(now).or_default().insert(was);
        }
    }
    let only = |went: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str| {
        went.get(from).is_some_and(|all| all.len() == 1 && all.contains(to))
    };
    let is_renamed = |was: &str, is: &str| {
        !after.contains(was) && !before.contains(is) && only(&went, was, is) && only(&came, is, was)
    };
    let mut joined: BTreeMap<[String; 2], Vec<Found>> = BTreeMap::new();
    let mut rest = Vec::new();
    for change in found {
        match &change.ends {
            [Some(was), Some(is)] if is_group(&change) && is_renamed(was, is) => {
                joined.entry([was.clone(), is.clone()]).or_default().push(change);
            }
            _ => rest.push(change),
        }
    }
    let mut changes = Changes { found: rest, ..Changes::default() };
    for ([was, is], joined) in joined {
        changes.whole_api();
        changes.group.clone_from(&is);
        let told = told(Effect::None, Effect::None, "the group has another name");
        let places = joined.first().map_or([None, None], |change| change.places.clone());
        let path = ["groups", is.as_str()];
        let change = changes.push("group", &path, What::Renamed, told, [Some(was), Some(is.clone())], places);
        change.references = joined.iter().map(Found::whole_path).collect();
        change.parts = joined;
    }
    changes.found
}

fn is_group(change: &Found) -> bool {
    change.of == "page" && change.what == What::Value("group")
}

fn groups(schema: &Schema) -> BTreeSet<&str> {
    schema.resources.iter().filter_map(|resource| resource.group.as_deref()).collect()
}
