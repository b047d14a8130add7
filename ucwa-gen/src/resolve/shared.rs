//! Rows that are the same on every page and kept once: the attributes of web links, and the errors that nearly every operation
//! lists. Where one page differs, the schema has what the others say, and `render` would undo the change.

use std::collections::{BTreeMap, BTreeSet};

use super::generic::{ENOUGH, Generic, Key, key, nearly_every};
use super::index::Index;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Form, NamedRow, PageFacts};
use crate::source::Span;

/// Compares the shared rows of all pages.
pub(super) fn check<'a>(index: &Index<'a>, generic: &Generic<'a>) -> Vec<Diagnostic> {
    let mut found = web_links(index);
    found.extend(errors(index, generic));
    found
}

/// The texts of one row on all pages: of each, how often it stands, and where first.
#[derive(Default)]
struct Texts<'a>(BTreeMap<&'a str, (usize, &'a Span)>, usize);

impl<'a> Texts<'a> {
    fn add(&mut self, text: &'a str, span: &'a Span) {
        self.0.entry(text).or_insert((0, span)).0 += 1;
        self.1 += 1;
    }

    /// The text that nearly every page has, and where.
    fn usual(&self) -> Option<(&'a str, &'a Span)> {
        let (text, (_, span)) = self.0.iter().find(|(_, (count, _))| nearly_every(*count, self.1))?;
        Some((text, span))
    }

    /// The finding that a row has another text.
    fn other(&self, name: &str, text: &str, span: &Span) -> Option<Diagnostic> {
        let (usual, place) = self.usual().filter(|(usual, _)| *usual != text)?;
        let count = self.0.get(usual).map_or(0, |(count, _)| *count);
        let message = format!(
            "`{name}` has another text here than in {count} other rows, and that one is in the schema"
        );
        Some(Diagnostic::new(Code::SharedRow, span.clone(), message).related(place.clone(), "the usual text"))
    }
}

fn web_links(index: &Index<'_>) -> Vec<Diagnostic> {
    let pages: Vec<&PageFacts> = index.resources().filter(|page| !page.web_link.is_empty()).collect();
    if pages.len() < ENOUGH {
        return Vec::new();
    }
    let mut texts: BTreeMap<&str, Texts<'_>> = BTreeMap::new();
    for page in &pages {
        // Of rows that stand twice there is a finding.
        let own: BTreeMap<&str, &NamedRow> =
            page.web_link.iter().map(|row| (row.name.as_str(), row)).collect();
        for (name, row) in own {
            texts.entry(name).or_default().add(&row.description, &row.span);
        }
    }
    let usual: BTreeSet<&str> =
        texts.iter().filter(|(_, texts)| nearly_every(texts.1, pages.len())).map(|(name, _)| *name).collect();
    let mut found = Vec::new();
    for page in pages {
        let own: BTreeSet<&str> = page.web_link.iter().map(|row| row.name.as_str()).collect();
        for missing in usual.difference(&own) {
            let message = format!(
                "`{}` lacks the row `{missing}` under `Web Link`, which nearly every page has",
                page.name
            );
            found.extend(
                page.web_link.first().map(|row| Diagnostic::new(Code::SharedRow, row.span.clone(), message)),
            );
        }
        // The original form has an attribute in the words of each page.
        if page.forms.page() == Form::Explicit {
            let rows = page.web_link.iter();
            found.extend(rows.filter_map(|row| {
                texts.get(row.name.as_str())?.other(&row.name, &row.description, &row.span)
            }));
        }
    }
    found
}

fn errors<'a>(index: &Index<'a>, generic: &Generic<'a>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // Some operations list some of them, several the same ones. What one alone lists is what is left of all.
    let mut parts: BTreeMap<Vec<Key<'a>>, Vec<(String, &'a Span)>> = BTreeMap::new();
    let mut texts: BTreeMap<Key<'a>, Texts<'a>> = BTreeMap::new();
    let mut complete = Vec::new();
    for page in index.resources() {
        for (at, operation) in page.operations.iter().enumerate() {
            let rows = operation.errors.iter().filter(|row| generic.errors.contains_key(&key(row)));
            let listed: BTreeSet<Key<'a>> = rows.clone().map(key).collect();
            let Some(first) = rows.clone().next() else { continue };
            if listed.len() < generic.errors.len() {
                let of = format!("{}.{}", page.name, operation.method);
                parts.entry(listed.into_iter().collect()).or_default().push((of, &first.span));
                continue;
            }
            for row in rows {
                texts.entry(key(row)).or_default().add(&row.description, &row.span);
            }
            if page.forms.operation(at) == Form::Explicit {
                complete.push(operation);
            }
        }
    }
    for (listed, operations) in &parts {
        if let [(of, span)] = &operations[..] {
            let message = format!(
                "`{of}` lists {} of the {} errors that nearly every operation lists, as no other one does",
                listed.len(),
                generic.errors.len()
            );
            found.push(Diagnostic::new(Code::SharedRow, (*span).clone(), message));
        }
    }
    for operation in complete {
        for (key, texts) in &texts {
            // An operation may have such an error of its own besides.
            let mut rows = operation.errors.iter().filter(|row| self::key(row) == *key);
            let is_usual =
                texts.usual().is_none_or(|(usual, _)| rows.clone().any(|row| row.description == usual));
            if let Some(row) = rows.next_back().filter(|_| !is_usual) {
                found.extend(texts.other(&row.code, &row.description, &row.span));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::testing::{explicit, found, operation, original, table};
    use crate::diagnostic::Severity;
    use crate::source::SourceFile;

    const ROWS: [&str; 2] = ["href|Where it is.", "rel|What it is."];

    /// Six pages, the rows of the last under `Web Link`, and what is found.
    #[test]
    fn a_row_of_web_links_is_the_same_on_every_page() {
        type Page = fn(&str, &[String]) -> SourceFile;
        let (explicit, original): (Page, Page) = (explicit, original);
        #[rustfmt::skip]
        let cases: [(&str, Page, &[&str], &str); 5] = [
            ("the same", explicit, &ROWS, ""),
            ("one is missing", explicit, &ROWS[..1], "UG089 `lampF` lacks the row `rel` under `Web Link`, which nearly every page has"),
            ("another text", explicit, &["href|Where it is.", "rel|What."], "UG089 `rel` has another text here than in 5 other rows, and that one is in the schema"),
            ("another text in the original form", original, &["href|Where it is.", "rel|What."], ""),
            ("none at all", explicit, &[], ""),
        ];
        for (why, last, rows, expected) in cases {
            let page = |page: Page, name: &str, rows: &[&str]| {
                let table = table("## Web Link", "Name|Description", rows);
                page(name, if rows.is_empty() { &[] } else { std::slice::from_ref(&table) })
            };
            let mut pages: Vec<_> = ["A", "B", "C", "D", "E"]
                .iter()
                .map(|at| page(explicit, &format!("lamp{at}"), &ROWS))
                .collect();
            pages.push(page(last, "lampF", rows));
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{why}");
        }
    }

    /// Ten operations, of which eight list all; the errors of the last two, and what is found.
    #[test]
    fn an_error_of_every_operation_is_the_same() {
        const ALL: &[&str] = &["Gone|404|None|It is gone.", "Busy|409|None|It is busy."];
        const BUSY: &[&str] = &[ALL[1]];
        #[rustfmt::skip]
        let cases: [(&str, &[&str], &[&str], &str); 6] = [
            ("the same", ALL, ALL, ""),
            ("one lists a part", ALL, BUSY, "UG089 `lampJ.GET` lists 1 of the 2 errors that nearly every operation lists, as no other one does"),
            ("two list the same part", BUSY, BUSY, ""),
            ("none", ALL, &[], ""),
            ("another text", ALL, &[ALL[0], "Busy|409|None|Busy."], "UG089 `Busy` has another text here than in 9 other rows, and that one is in the schema"),
            ("a second text", ALL, &["Busy|409|None|It hums.", ALL[0], ALL[1]], ""),
        ];
        for (why, last_but_one, last, expected) in cases {
            let page = |name: &str, rows: &[&str]| {
                let status = table("#### Response body", "Status", &["200"]);
                let errors = table("#### Synchronous errors", "Error|Code|Subcode|Description", rows);
                explicit(name, &[operation("GET", &[status, errors])])
            };
            let mut pages: Vec<_> = ["A", "B", "C", "D", "E", "F", "G", "H"]
                .iter()
                .map(|at| page(&format!("lamp{at}"), ALL))
                .collect();
            pages.extend([page("lampI", last_but_one), page("lampJ", last)]);
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{why}");
        }
    }
}
