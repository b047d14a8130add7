//! The page of a role lists what its representation has: a change that both pages have is one change.

use std::collections::BTreeMap;

use crate::diff::found::{Found, Path, What};
use crate::diff::index::Index;

/// Leaves out the changes of roles that their representation has as well, which names them.
pub(super) fn fold(found: Vec<Found>, sides: &[Index<'_>; 2]) -> Vec<Found> {
    let (of_roles, mut left): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|change| representation(change, sides).is_some());
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for (index, change) in left.iter().enumerate() {
        known.entry(key(&change.subject, change)).or_insert(index);
    }
    for change in of_roles {
        let key = representation(&change, sides).map(|base| key(base, &change));
        match key.and_then(|key| known.get(&key)) {
            Some(same) => drop(left[*same].references.insert(change.path)),
            None => left.push(change),
        }
    }
    left
}

/// What the same change of another page has in common with a change: the page, the rest of the path, what happened, and both ends.
type Key = (String, Path, &'static str, [Option<String>; 2]);

fn key(page: &str, change: &Found) -> Key {
    let ends = change.ends.clone();
    (page.to_owned(), change.path.iter().skip(1).cloned().collect(), change.what.as_str(), ends)
}

/// The page of the representation, if a change is about a part of it that the page of a role lists. Operations are a page's own.
fn representation<'s>(change: &Found, sides: &[Index<'s>; 2]) -> Option<&'s str> {
    let is_part = matches!(change.of, "property" | "link" | "embedded") && change.what != What::Renamed;
    let [old, new] = sides.each_ref().map(|side| side.resource(&change.subject)?.role_of.as_deref());
    new.filter(|_| is_part && old == new)
}
