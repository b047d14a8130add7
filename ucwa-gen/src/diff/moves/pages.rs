//! Pages that were renamed: gone under one name, there under another. The names differ in case alone, or the pages say the same.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::schema::Resource;

/// What a page says, item by item.
type Content = BTreeSet<String>;

/// The renamed pages among those that are gone and those that are new, both sorted by name: for each new name the page
/// that had another one. Each page is renamed at most once, the most alike first.
pub(super) fn renames<'a>(gone: &[&'a Resource], new: &[&'a Resource]) -> BTreeMap<&'a str, &'a Resource> {
    let mut renamed: BTreeMap<&str, &Resource> = BTreeMap::new();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let names = |resources: &[&'a Resource]| resources.iter().map(|it| it.name.as_str()).collect::<Vec<_>>();
    for [was, is] in in_case(&names(gone), &names(new)) {
        if let Some(was) = gone.iter().find(|it| it.name == was) {
            renamed.insert(is, was);
            taken.insert(&was.name);
        }
    }
    let with_content = |resources: &[&'a Resource]| {
        let all = resources.iter().map(|resource| (content(resource), *resource));
        let is_enough =
            |(content, it): &(Content, &Resource)| content.len() >= ENOUGH || !it.description.is_empty();
        all.filter(is_enough).collect::<Vec<_>>()
    };
    let (mut gone, mut new) = (with_content(gone), with_content(new));
    gone.retain(|(_, was)| !taken.contains(was.name.as_str()));
    new.retain(|(_, is)| !renamed.contains_key(is.name.as_str()));
    // Those that say the very same: the first has the first name, and so on.
    let mut same: BTreeMap<&Content, VecDeque<&Resource>> = BTreeMap::new();
    for (content, was) in &gone {
        same.entry(content).or_default().push_back(was);
    }
    for (content, is) in &new {
        if let Some(was) = same.get_mut(content).and_then(VecDeque::pop_front) {
            renamed.insert(is.name.as_str(), was);
            taken.insert(was.name.as_str());
        }
    }
    gone.retain(|(_, was)| !taken.contains(was.name.as_str()));
    new.retain(|(_, is)| !renamed.contains_key(is.name.as_str()));
    gone.truncate(COMPARED);
    new.truncate(COMPARED);
    let mut candidates: Vec<(usize, &Resource, &Resource)> = Vec::new();
    for (old, was) in &gone {
        for (new, is) in &new {
            let alike = likeness(old, new);
            if alike >= ALIKE {
                candidates.push((alike, was, is));
            }
        }
    }
    candidates
        .sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (&a.1.name, &a.2.name).cmp(&(&b.1.name, &b.2.name))));
    for (_, was, is) in candidates {
        if !renamed.contains_key(is.name.as_str()) && taken.insert(was.name.as_str()) {
            renamed.insert(&is.name, was);
        }
    }
    renamed
}

/// The pairs of old and new names that differ in case alone, each of which is the only one for the other.
pub(super) fn in_case<'a>(gone: &[&'a str], new: &[&'a str]) -> Vec<[&'a str; 2]> {
    let by_name = |names: &[&'a str]| {
        let mut all: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
        names.iter().for_each(|name| all.entry(name.to_ascii_lowercase()).or_default().push(name));
        all
    };
    let (gone, new) = (by_name(gone), by_name(new));
    let pair = |(name, was): (&String, &Vec<&'a str>)| match (&was[..], new.get(name).map(Vec::as_slice)) {
        ([was], Some([is])) => Some([*was, *is]),
        _ => None,
    };
    gone.iter().filter_map(pair).collect()
}

/// Four fifths of the content, in percent.
const ALIKE: usize = 80;
/// Pages with less content than this are alike by chance, unless they are described.
const ENOUGH: usize = 3;
/// How many pages that are gone are compared with as many that are new. Where more of both are left, these are not two
/// revisions of one API, and comparing all would take time by the square of their number.
const COMPARED: usize = 300;

/// What a page says, without the names that a renaming changes.
fn content(resource: &Resource) -> Content {
    let mut content = BTreeSet::new();
    for property in &resource.properties {
        content.insert(format!("property {} {}", property.name, property.ty));
    }
    for link in resource.links.iter().filter(|link| link.rel != "self") {
        content.insert(format!("link {}", link.rel));
    }
    for link in &resource.embedded {
        content.insert(format!("embedded {}", link.rel));
    }
    for operation in &resource.operations {
        for field in operation.query.iter().chain(&operation.input) {
            content.insert(format!("{} {} {}", operation.method, field.name, field.ty));
        }
        for error in &operation.errors {
            content.insert(format!("{} {} {:?}", operation.method, error.code, error.subcode));
        }
    }
    if !resource.description.is_empty() {
        content.insert(resource.description.clone());
    }
    content
}

/// How much of what either says both say, in percent.
fn likeness(a: &Content, b: &Content) -> usize {
    a.intersection(b).count() * 100 / a.union(b).count().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with a property for each letter.
    fn page(name: &str, letters: &str) -> Resource {
        let properties = letters.chars().map(
            |letter| serde_json::json!({"name": letter.to_string(), "type": "String", "required": false}),
        );
        serde_json::from_value(serde_json::json!({
            "name": name, "rel": name, "revision": 1, "kind": "resource", "page": {"file": "", "digest": ""},
            "properties": properties.collect::<Vec<_>>(),
        }))
        .unwrap()
    }

    fn renamed(gone: &[Resource], new: &[Resource]) -> Vec<(String, String)> {
        let (gone, new): (Vec<_>, Vec<_>) = (gone.iter().collect(), new.iter().collect());
        renames(&gone, &new).into_iter().map(|(is, was)| (was.name.clone(), is.to_owned())).collect()
    }

    #[test]
    fn a_page_is_known_by_what_it_says() {
        type Pages<'p> = &'p [(&'p str, &'p str)];
        let cases: [(&str, Pages<'_>, Pages<'_>, Pages<'_>); 8] = [
            ("nothing", &[], &[("x", "abcde")], &[]),
            ("the same", &[("a", "abcde")], &[("x", "abcde")], &[("a", "x")]),
            ("four of five", &[("a", "abcde")], &[("x", "abcd")], &[("a", "x")]),
            ("three of five", &[("a", "abcde")], &[("x", "abc")], &[]),
            ("too little to tell", &[("a", "ab")], &[("x", "ab")], &[]),
            (
                "in the order of the names",
                &[("a", "abc"), ("b", "abc")],
                &[("x", "abc"), ("y", "abc")],
                &[("a", "x"), ("b", "y")],
            ),
            ("each once", &[("a", "abc"), ("b", "abc")], &[("x", "abc")], &[("a", "x")]),
            (
                "the most alike first",
                &[("a", "abcdef"), ("b", "abcde")],
                &[("x", "abcde"), ("y", "abcdeg")],
                &[("b", "x")],
            ),
        ];
        for (what, gone, new, expected) in cases {
            let pages =
                |of: Pages<'_>| of.iter().map(|(name, letters)| page(name, letters)).collect::<Vec<_>>();
            let expected: Vec<_> =
                expected.iter().map(|(was, is)| ((*was).to_owned(), (*is).to_owned())).collect();
            assert_eq!(renamed(&pages(gone), &pages(new)), expected, "{what}");
        }
    }

    #[test]
    fn pages_that_say_the_same_are_found_however_many_there_are() {
        let pages = |prefix: &str| {
            let letters =
                |number: usize| format!("abcdefghi{}", char::from_u32(0x4e00 + number as u32).unwrap());
            (0..2 * COMPARED)
                .map(|number| page(&format!("{prefix}{number:05}"), &letters(number)))
                .collect::<Vec<_>>()
        };
        let expected = (0..2 * COMPARED).map(|number| (format!("a{number:05}"), format!("x{number:05}")));
        assert_eq!(renamed(&pages("a"), &pages("x")), expected.collect::<Vec<_>>());
    }
}
