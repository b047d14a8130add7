//! Entries of lists with another name: properties, parameters, fields, links, embedded resources and members of enumerations that
//! are gone under one name, and new under another in the same list.
//!
//! A wrong move would hide that something is gone. So each rule counts only where no other entry could be meant:
//!
//! 1. The names differ in case alone.
//! 2. The descriptions are the same, and nothing else in the list is described so.
//! 3. Everything but the name is the same, the description included; without a description the names are nearly the same, too.
//!
//! Members of enumerations have nothing but a name and a description, so rule 3 does not apply to them.

use std::collections::{BTreeMap, BTreeSet};

use super::moved::{Entered, Moves};
use crate::diff::found::Path;
use crate::diff::index::Index;
use crate::schema::{Evidence, Link, Location, Member, Property, Schema};
use crate::suggest::nearest;

/// How many that are gone from a list are compared with as many that are new: comparing all would take time by the square of
/// their number.
const COMPARED: usize = 100;

/// An entry that can have another name.
trait Named {
    fn name(&self) -> &str;
    fn rename(&mut self, name: &str);
    fn description(&self) -> &str;
    fn evidence(&self) -> &[Evidence];
    /// Whether both are the same but for their names and descriptions.
    fn has_facts_of(&self, other: &Self) -> bool;
}

/// Implements [`Named`] for what has its name in a field, a description and evidence.
macro_rules! named {
    ($($ty:ty, $name:ident: |$was:pat_param, $is:pat_param| $has_same_facts:expr;)*) => {$(
        impl Named for $ty {
            fn name(&self) -> &str {
                &self.$name
            }

            fn rename(&mut self, name: &str) {
                name.clone_into(&mut self.$name);
            }

            fn description(&self) -> &str {
                &self.description
            }

            fn evidence(&self) -> &[Evidence] {
                &self.evidence
            }

            fn has_facts_of(&self, other: &Self) -> bool {
                let ($was, $is) = (self, other);
                $has_same_facts
            }
        }
    )*};
}

named! {
    Property, name: |was, is| facts(was) == facts(is);
    Link, rel: |was, is| was.target == is.target && was.many == is.many;
    Member, name: |_, _| false;
}

/// What is known of a property beside its name and description.
fn facts(property: &Property) -> impl PartialEq + use<'_> {
    let limits = (property.max_length, property.minimum, property.maximum);
    (&property.ty, property.nullable, property.required, limits, &property.default)
}

/// Gives the entries of the old schema that moved their new names. Its pages and enumerations have theirs already.
pub(super) fn find(old: &mut Schema, new: &Index<'_>, moves: &mut Moves) {
    for resource in &mut old.resources {
        let Some(now) = new.resource(&resource.name) else { continue };
        let mut list = Lists { owner: &resource.name, of_whom: now.representation(), moves };
        list.renames("property", &["properties"], &mut resource.properties, &now.properties);
        list.renames("link", &["links"], &mut resource.links, &now.links);
        list.renames("embedded", &["embedded"], &mut resource.embedded, &now.embedded);
        for operation in &mut resource.operations {
            let method = &operation.method;
            let Some(now) = now.operations.iter().find(|it| it.method == *method) else { continue };
            let at = |list| ["operations", method.as_str(), list];
            list.renames("query", &at("query"), &mut operation.query, &now.query);
            list.renames("input", &at("input"), &mut operation.input, &now.input);
            list.renames("output", &at("output_fields"), &mut operation.output_fields, &now.output_fields);
        }
    }
    for enumeration in &mut old.enumerations {
        let Some(now) = new.enumeration(&enumeration.name) else { continue };
        let mut list = Lists { owner: &enumeration.name, of_whom: &now.name, moves };
        list.renames("member", &["members"], &mut enumeration.members, &now.members);
    }
}

/// The lists of a page or an enumeration.
struct Lists<'m> {
    /// Its name.
    owner: &'m str,
    /// Whose representation it has: the same move on several pages with one representation is one change.
    of_whom: &'m str,
    moves: &'m mut Moves,
}

impl Lists<'_> {
    fn renames<T: Named>(&mut self, of: &'static str, list: &[&str], old: &mut [T], new: &[T]) {
        for [was, is] in pairs(old, new) {
            let (Some(before), Some(after)) = (old.get_mut(was), new.get(is)) else { continue };
            let path = |name: &str| -> Path {
                let segments = [self.owner].into_iter().chain(list.iter().copied()).chain([name]);
                segments.map(str::to_owned).collect()
            };
            let names = [before.name(), after.name()].map(str::to_owned);
            let key = (self.of_whom.to_owned(), of, names.clone());
            let [from, to] = names.each_ref().map(|name| path(name));
            let places = [place(before), place(after)];
            self.moves.enter(key, Entered { from, to, places });
            before.rename(after.name());
        }
    }
}

fn place<T: Named>(entry: &T) -> Option<Location> {
    entry.evidence().iter().find_map(|why| why.at.clone())
}

/// Whether an entry of the old list can be one of the new list.
type Rule<'r, T> = &'r dyn Fn(&T, &T) -> bool;

/// The entries that moved, by their positions in both lists.
fn pairs<T: Named>(old: &[T], new: &[T]) -> Vec<[usize; 2]> {
    let only = |list: &[T], other: &[T]| -> Vec<usize> {
        let names: BTreeSet<&str> = other.iter().map(T::name).collect();
        let only = list.iter().enumerate().filter(|(_, entry)| !names.contains(entry.name()));
        only.map(|(index, _)| index).take(COMPARED).collect()
    };
    let (mut gone, mut came) = (only(old, new), only(new, old));
    if gone.is_empty() || came.is_empty() {
        return Vec::new();
    }
    let described = [old, new].map(|list| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        list.iter().for_each(|entry| *counts.entry(entry.description()).or_default() += 1);
        counts
    });
    let is_own = |text: &str| {
        !text.is_empty() && described.iter().all(|counts| counts.get(text).is_none_or(|count| *count == 1))
    };
    let in_case = |was: &T, is: &T| was.name().eq_ignore_ascii_case(is.name());
    let by_description = |was: &T, is: &T| was.description() == is.description() && is_own(is.description());
    let by_facts = |was: &T, is: &T| {
        let is_near = || !nearest(was.name(), std::iter::once(is.name())).is_empty();
        let is_same = was.has_facts_of(is) && was.description() == is.description();
        is_same && (!is.description().is_empty() || is_near())
    };
    let rules: [Rule<'_, T>; 3] = [&in_case, &by_description, &by_facts];
    let mut found = Vec::new();
    for rule in rules {
        for [was, is] in unambiguous(&gone, &came, &|was, is| rule(&old[was], &new[is])) {
            gone.retain(|index| *index != was);
            came.retain(|index| *index != is);
            found.push([was, is]);
        }
    }
    found
}

/// The pairs in which each is the only one for the other.
fn unambiguous(gone: &[usize], came: &[usize], is_moved: &dyn Fn(usize, usize) -> bool) -> Vec<[usize; 2]> {
    let mut candidates: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut claims: BTreeMap<usize, usize> = BTreeMap::new();
    for was in gone {
        for is in came.iter().filter(|is| is_moved(*was, **is)) {
            candidates.entry(*was).or_default().push(*is);
            *claims.entry(*is).or_default() += 1;
        }
    }
    let only = |(was, all): (usize, Vec<usize>)| match all[..] {
        [is] if claims.get(&is) == Some(&1) => Some([was, is]),
        _ => None,
    };
    candidates.into_iter().filter_map(only).collect()
}

#[cfg(test)]
mod tests {
    use super::pairs;
    use crate::schema::{Member, Property};

    fn properties(list: &[[&str; 3]]) -> Vec<Property> {
        let property = |[name, ty, description]: &[&str; 3]| {
            let value =
                serde_json::json!({"name": name, "type": ty, "required": false, "description": description});
            serde_json::from_value(value).unwrap()
        };
        list.iter().map(property).collect()
    }

    #[test]
    fn an_entry_moved_if_no_other_one_could_be_meant() {
        type List<'l> = &'l [[&'l str; 3]];
        let cases: [(&str, List<'_>, List<'_>, &[[usize; 2]]); 13] = [
            ("in case", &[["name", "String", ""]], &[["Name", "String", ""]], &[[0, 0]]),
            (
                "in case, whatever else changed",
                &[["name", "String", "A."]],
                &[["Name", "Int32", "B."]],
                &[[0, 0]],
            ),
            ("in case, twice", &[["name", "String", ""]], &[["Name", "Uri", ""], ["NAME", "Uri", ""]], &[]),
            ("described so", &[["name", "String", "A."]], &[["title", "Int32", "A."]], &[[0, 0]]),
            ("described otherwise", &[["name", "String", "A."]], &[["title", "String", "B."]], &[]),
            (
                "another one is described so",
                &[["name", "String", "A."], ["size", "Int32", "A."]],
                &[["title", "Uri", "A."], ["size", "Int32", "A."]],
                &[],
            ),
            (
                "another one is described so, but differs",
                &[["name", "String", "A."], ["size", "Int32", "A."]],
                &[["title", "String", "A."], ["size", "Int32", "A."]],
                &[[0, 0]],
            ),
            (
                "two could be meant",
                &[["name", "String", "A."]],
                &[["title", "String", "A."], ["label", "String", "A."]],
                &[],
            ),
            ("nearly called so", &[["colour", "String", ""]], &[["color", "String", ""]], &[[0, 0]]),
            (
                "nearly called so, of another type",
                &[["colour", "String", ""]],
                &[["color", "Int32", ""]],
                &[],
            ),
            ("not called so", &[["colour", "String", ""]], &[["title", "String", ""]], &[]),
            (
                "two are nearly called so",
                &[["colour", "String", ""]],
                &[["color", "String", ""], ["colours", "String", ""]],
                &[],
            ),
            (
                "case before description",
                &[["name", "String", "A."]],
                &[["title", "String", "A."], ["Name", "String", ""]],
                &[[0, 1]],
            ),
        ];
        for (what, old, new, expected) in cases {
            assert_eq!(pairs(&properties(old), &properties(new)), expected, "{what}");
        }
    }

    #[test]
    fn members_are_known_by_their_descriptions() {
        let members = |list: &[[&str; 2]]| -> Vec<Member> {
            let member = |[name, description]: &[&str; 2]| {
                serde_json::from_value(serde_json::json!({"name": name, "description": description})).unwrap()
            };
            list.iter().map(member).collect()
        };
        for (old, new, count) in [
            (["Level1", ""], ["Level2", ""], 0),
            (["Level1", "The first."], ["Lowest", "The first."], 1),
            (["Low", ""], ["low", ""], 1),
        ] {
            assert_eq!(pairs(&members(&[old]), &members(&[new])).len(), count, "{old:?} {new:?}");
        }
    }
}
