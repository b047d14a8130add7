//! Codes and subcodes are listed twice: by the page that explains them, and by what follows from all pages. One that comes or goes is one change.

use std::collections::BTreeMap;

use crate::diff::change::Effects;
use crate::diff::found::{Found, What};
use crate::schema::Errors;

/// Leaves out the changes of the list that follows from all pages if the member of the enumeration says the same. It keeps their effects.
pub(super) fn fold(found: Vec<Found>) -> Vec<Found> {
    let members: BTreeMap<(&str, String), What> = found
        .iter()
        .filter(|change| change.of == "member" && matches!(change.what, What::New | What::Gone))
        .filter_map(|change| Some(((list(&change.subject)?, change.path.last()?.clone()), change.what)))
        .collect();
    let mut effects: BTreeMap<(&str, String), Effects> = BTreeMap::new();
    let is_left_out = found.iter().map(|change| {
        let entry = (change.of, change.path.last().cloned().unwrap_or_default());
        let same = members.get(&entry).is_some_and(|what| match change.what {
            What::Value("documented") => true,
            own => own == *what,
        });
        if same {
            let all = effects.entry(entry).or_default();
            *all = all.and(change.effects);
        }
        same
    });
    let is_left_out: Vec<bool> = is_left_out.collect();
    let mut left: Vec<Found> = found
        .into_iter()
        .zip(is_left_out)
        .filter(|(_, is_left_out)| !is_left_out)
        .map(|(it, _)| it)
        .collect();
    for change in left.iter_mut().filter(|change| change.of == "member") {
        let entry = list(&change.subject).zip(change.path.last().cloned());
        if let Some(all) = entry.and_then(|entry| effects.get(&entry)) {
            change.effects = change.effects.and(*all);
        }
    }
    left
}

/// The kind of the entries that follow from an enumeration.
fn list(enumeration: &str) -> Option<&'static str> {
    match enumeration {
        Errors::CODES => Some("code"),
        Errors::SUBCODES => Some("subcode"),
        _ => None,
    }
}
