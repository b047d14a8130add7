//! Enumerations that were renamed: gone under one name, there under another. The names differ in case alone, or the members are
//! the same.

use std::collections::BTreeSet;

use super::pages::in_case;
use crate::schema::Enumeration;

/// More alike than any members are, in percent.
const IN_CASE: usize = 101;
/// Four fifths of the members, in percent.
const ALIKE: usize = 80;
/// Enumerations with fewer members are alike by chance.
const ENOUGH: usize = 2;
/// How many are compared with as many: see pages.
const COMPARED: usize = 300;

/// The pairs of old and new names, the most alike first.
pub(super) fn renames<'a>(gone: &[&'a Enumeration], new: &[&'a Enumeration]) -> Vec<[&'a Enumeration; 2]> {
    let names = |all: &[&'a Enumeration]| all.iter().map(|it| it.name.as_str()).collect::<Vec<_>>();
    let in_case = in_case(&names(gone), &names(new));
    let mut candidates = Vec::new();
    for [was, is] in in_case {
        let find = |all: &[&'a Enumeration], name: &str| all.iter().copied().find(|it| it.name == name);
        if let (Some(was), Some(is)) = (find(gone, was), find(new, is)) {
            candidates.push((IN_CASE, was, is));
        }
    }
    for was in gone.iter().take(COMPARED) {
        for is in new.iter().take(COMPARED) {
            let [a, b] = [was, is].map(|it| members(it));
            let alike = a.intersection(&b).count() * 100 / a.union(&b).count().max(1);
            if alike >= ALIKE && a.len() >= ENOUGH {
                candidates.push((alike, *was, *is));
            }
        }
    }
    candidates
        .sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.name, &a.2.name).cmp(&(&b.1.name, &b.2.name))));
    let mut taken: [BTreeSet<&str>; 2] = Default::default();
    let mut renamed = Vec::new();
    for (_, was, is) in candidates {
        if !taken[0].contains(was.name.as_str()) && !taken[1].contains(is.name.as_str()) {
            taken[0].insert(&was.name);
            taken[1].insert(&is.name);
            renamed.push([was, is]);
        }
    }
    renamed
}

fn members(enumeration: &Enumeration) -> BTreeSet<&str> {
    enumeration.members.iter().map(|member| member.name.as_str()).collect()
}
