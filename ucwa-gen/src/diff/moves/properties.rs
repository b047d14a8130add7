//! Properties with another name: gone under one, new under another in the same list, and otherwise the same.

use std::collections::{BTreeMap, BTreeSet};

use super::moved::Moves;
use crate::diff::change::Effect;
use crate::diff::found::{Changes, Found, Path, What, told};
use crate::diff::index::Index;
use crate::schema::Property;

/// How many that are gone from a list are compared with as many that are new: comparing all would take time by the square of
/// their number.
const COMPARED: usize = 100;

/// Joins the two changes of each into one. The same on several pages with one representation is one change.
pub(super) fn fold(found: Vec<Found>, sides: &[Index<'_>; 2], moves: &mut Moves) -> Vec<Found> {
    let is_in_list = |change: &Found| matches!(change.of, "property" | "query" | "input" | "output");
    let of = |what: What| {
        let mut all: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
        for (index, change) in found.iter().enumerate() {
            if change.what == what && is_in_list(change) {
                let list = change.path.get(..change.path.len() - 1).unwrap_or_default();
                all.entry(list).or_default().push(index);
            }
        }
        all
    };
    let (gone, new) = (of(What::Gone), of(What::New));
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for (list, gone) in &gone {
        let mut left: Vec<usize> = new.get(list).cloned().unwrap_or_default();
        left.truncate(COMPARED);
        for was in gone.iter().take(COMPARED) {
            let is = left.iter().position(|is| is_renamed(&found[*was], &found[*is], sides));
            if let Some(is) = is {
                pairs.insert(left.remove(is), *was);
            }
        }
    }
    join(found, &pairs, &sides[1], &mut moves.paths)
}

/// What is documented as the same, or under nearly the same name as the same.
fn is_renamed(was: &Found, is: &Found, [old, new]: &[Index<'_>; 2]) -> bool {
    let (Some(a), Some(b)) = (property(old, &was.path), property(new, &is.path)) else { return false };
    let facts = |it: &Property| {
        (it.ty.clone(), it.nullable, it.required, it.max_length, it.minimum, it.maximum, it.default.clone())
    };
    let near = crate::suggest::nearest(&a.name, std::iter::once(b.name.as_str()));
    facts(a) == facts(b) && a.description == b.description && (!a.description.is_empty() || !near.is_empty())
}

fn property<'s>(side: &Index<'s>, path: &[String]) -> Option<&'s Property> {
    let segments: Vec<&str> = path.iter().map(String::as_str).collect();
    let [resource, rest @ ..] = segments.as_slice() else { return None };
    let resource = side.resource(resource)?;
    let (list, name) = match rest {
        ["properties", name] => (&resource.properties, name),
        ["operations", method, list, name] => {
            let operation = resource.operations.iter().find(|it| it.method == *method)?;
            let list = match *list {
                "query" => &operation.query,
                "input" => &operation.input,
                _ => &operation.output_fields,
            };
            (list, name)
        }
        _ => return None,
    };
    list.iter().find(|property| property.name == **name)
}

fn join(
    found: Vec<Found>,
    pairs: &BTreeMap<usize, usize>,
    new: &Index<'_>,
    paths: &mut BTreeMap<Path, Path>,
) -> Vec<Found> {
    let gone: BTreeSet<usize> = pairs.values().copied().collect();
    // The same on several pages, by representation, kind of list, and the two names.
    let mut same: BTreeMap<(String, &str, String, String), Vec<usize>> = BTreeMap::new();
    for (is, was) in pairs {
        let (is, was) = (&found[*is], &found[*was]);
        paths.insert(was.path.clone(), is.path.clone());
    }
    let last = |change: &Found| change.path.last().cloned().unwrap_or_default();
    for (is, was) in pairs {
        let change = &found[*is];
        let of = new.resource(&change.subject).map_or("", |resource| resource.representation());
        same.entry((of.to_owned(), change.of, last(&found[*was]), last(change))).or_default().push(*is);
    }
    let mut changes = Changes::default();
    for ((of, kind, was, is), indices) in &same {
        let first = indices.iter().find(|index| found[**index].subject == *of).or(indices.first());
        let Some(first) = first else { continue };
        let (change, before) = (&found[*first], pairs.get(first).map(|was| &found[*was]));
        changes.subject.clone_from(&change.subject);
        changes.group.clone_from(&change.group);
        let path: Vec<&str> = change.path.iter().skip(1).map(String::as_str).collect();
        let ends = [Some(was.clone()), Some(is.clone())];
        let places = [before.and_then(|it| it.places[0].clone()), change.places[1].clone()];
        let told = told(Effect::Breaks, Effect::None, "it has another name");
        let renamed = changes.push(kind_of(kind), &path, What::Renamed, told, ends, places);
        renamed.references =
            indices.iter().filter(|index| *index != first).map(|index| found[*index].path.clone()).collect();
    }
    let rest = found.into_iter().enumerate();
    let rest = rest.filter(|(index, _)| !pairs.contains_key(index) && !gone.contains(index));
    rest.map(|(_, change)| change).chain(changes.found).collect()
}

fn kind_of(kind: &str) -> &'static str {
    match kind {
        "query" => "query",
        "input" => "input",
        "output" => "output",
        _ => "property",
    }
}
