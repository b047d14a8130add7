//! The page of a role lists what its representation has: a change that both pages have is one change.

use std::collections::BTreeMap;

use crate::diff::change::Effects;
use crate::diff::found::{Found, Path};
use crate::diff::index::Index;

/// Leaves out each change of a role that its representation has as well: that change names the role. A change that only the page of a role
/// has does nothing, because the types are those of the representation.
pub(super) fn fold(found: Vec<Found>, sides: &[Index<'_>; 2]) -> Vec<Found> {
    let (of_roles, mut left): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|change| representation(change, sides).is_some());
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for (index, change) in left.iter().enumerate() {
        known.entry(key(&change.subject, change)).or_insert(index);
    }
    for mut change in of_roles {
        let key = representation(&change, sides).map(|base| key(base, &change));
        if let Some(same) = key.and_then(|key| known.get(&key)) {
            left[*same].references.insert(change.whole_path());
            continue;
        }
        if matches!(change.of, "property" | "link" | "embedded") {
            change.effects = Effects::default();
            change.reason = format!("on the page of the role alone: {}", change.reason);
        }
        left.push(change);
    }
    left
}

/// What the same change of another page has in common with a change: the page, the rest of the path, what happened, and both ends.
type Key = (String, Path, &'static str, [Option<String>; 2]);

fn key(page: &str, change: &Found) -> Key {
    let ends = change.ends.clone();
    (page.to_owned(), change.path.iter().skip(1).cloned().collect(), change.what.as_str(), ends)
}

/// The page of the representation, if a change is about a row on the page of a role that is one on both sides.
fn representation<'s>(change: &Found, sides: &[Index<'s>; 2]) -> Option<&'s str> {
    let list = change.path.get(1).map_or("", String::as_str);
    let is_row = matches!(list, "properties" | "links" | "embedded" | "operations");
    let [old, new] = sides.each_ref().map(|side| side.resource(&change.subject)?.role_of.as_deref());
    new.filter(|_| is_row && old == new)
}
