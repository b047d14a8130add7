//! Whole pages.

use crate::diff::change::Effect;
use crate::diff::found::{Changes, Found, What, told};
use crate::schema::Location;

/// The top of a page.
pub(in crate::diff) fn top(file: &str) -> Option<Location> {
    (!file.is_empty()).then(|| Location { file: file.to_owned(), line: 1, column: 1 })
}

/// A whole page that came or went; an enumeration without one is declared where it is used.
pub(super) fn page<'c>(
    of: &'static str,
    files: [Option<&String>; 2],
    changes: &'c mut Changes,
) -> &'c mut Found {
    let word = |file: &String| if file.is_empty() { "declaration" } else { "page" };
    let ends = files.map(|file| file.map(|file| word(file).to_owned()));
    let is_gone = files[0].is_some();
    let (what, state) = if is_gone { (What::Gone, "gone") } else { (What::New, "new") };
    let wire = match (of, is_gone) {
        // Where it is used, the property has another type, and that is a change of its own.
        ("enumeration", _) => Effect::None,
        (_, true) => Effect::Breaks,
        (_, false) => Effect::Extends,
    };
    let noun = if files.into_iter().flatten().all(String::is_empty) { of } else { "page" };
    let told = told(wire, Effect::None, format!("the {noun} is {state}"));
    changes.push(of, &[], what, told, ends, files.map(|file| file.and_then(|file| top(file))))
}
