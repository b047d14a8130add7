//! Entries of one list that exchanged their descriptions: the names stand for each other's things now.
//!
//! Whoever swaps two names in a table and leaves the rest in place changes what both mean, and nothing but words differs in the schema.

use std::collections::{BTreeMap, BTreeSet};

use super::value::other_meaning;
use crate::diff::found::{Found, What};

/// Marks the changes of descriptions that went from one entry of a list to another, all round.
pub(super) fn mark(found: &mut [Found]) {
    let mut lists: BTreeMap<(&str, &[String]), Vec<usize>> = BTreeMap::new();
    for (index, change) in found.iter().enumerate() {
        // A description that was or is empty says nothing about the other entry.
        let is_text = change.ends.iter().flatten().filter(|text| !text.is_empty()).count() == 2;
        if let Some((_, list)) = change.path.split_last()
            && is_description(change.what)
            && is_text
        {
            lists.entry((change.of, list)).or_default().push(index);
        }
    }
    let exchanged: Vec<(usize, String)> = lists.into_values().flat_map(|list| of_list(found, list)).collect();
    for (index, was) in exchanged {
        if let Some(change) = found.get_mut(index) {
            let told = other_meaning(format!(
                "its description is the one that `{was}` had: it means something else"
            ));
            change.effects.behaviour = told.behaviour;
            change.reason = told.reason;
        }
    }
}

/// The text that says what an entry is; that of an event is when it happens.
fn is_description(what: What) -> bool {
    matches!(what, What::Value("description" | "reason"))
}

/// The changes of a list whose texts are the same before and after, each with the name of the entry that had its new text.
fn of_list(found: &[Found], mut list: Vec<usize>) -> Vec<(usize, String)> {
    let text = |index: usize, end: usize| found.get(index).and_then(|change| change.ends[end].as_deref());
    loop {
        let [old, new] =
            [0, 1].map(|end| list.iter().map(|index| text(*index, end)).collect::<BTreeSet<_>>());
        let before = list.len();
        list.retain(|index| old.contains(&text(*index, 1)) && new.contains(&text(*index, 0)));
        if list.len() == before {
            break;
        }
    }
    let name = |index: usize| found.get(index).and_then(|change| change.path.last()).cloned();
    let had: BTreeMap<Option<&str>, usize> = list.iter().map(|index| (text(*index, 0), *index)).collect();
    list.iter().filter_map(|index| Some((*index, name(*had.get(&text(*index, 1))?)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::diff::change::Effect;
    use crate::diff::compare::value::only_words;
    use crate::diff::found::{Changes, What};

    #[test]
    fn texts_that_went_from_one_entry_to_another_change_their_meaning() {
        type List<'l> = &'l [[&'l str; 3]];
        let cases: [(List<'_>, &[&str]); 6] = [
            (&[["a", "A.", "B."], ["b", "B.", "A."]], &["a", "b"]),
            (&[["a", "A.", "B."], ["b", "B.", "C."], ["c", "C.", "A."]], &["a", "b", "c"]),
            (&[["a", "A.", "B."], ["b", "B.", "C."]], &[]),
            (&[["a", "A.", "B."], ["b", "B.", "A."], ["c", "C.", "A."]], &["a", "b"]),
            (&[["a", "A.", ""], ["b", "", "A."]], &[]),
            (&[["a", "A.", "B."]], &[]),
        ];
        for (list, expected) in cases {
            let mut changes = Changes::default();
            for [name, old, new] in list {
                let ends = [old, new].map(|text| Some((*text).to_owned()));
                let what = What::Value("description");
                changes.push("property", &["properties", name], what, only_words(), ends, [None, None]);
            }
            mark(&mut changes.found);
            let marked = changes.found.iter().filter(|it| it.effects.behaviour == Effect::Breaks);
            let names: Vec<&str> = marked.filter_map(|it| it.path.last()).map(String::as_str).collect();
            assert_eq!(names, expected, "{list:?}");
        }
    }
}
