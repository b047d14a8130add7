//! Which resources of the schema have a behaviour of their own.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::route::has_behaviour;
use crate::schema::{self, PAGES, Page};

/// How long a line of rels is, in characters.
const WIDTH: usize = 130;

/// Lists, as Markdown, the rels that have a behaviour of their own, and those whose resources are made of what their pages document. It
/// follows from the pages and from the places of the simulator.
#[must_use]
pub fn coverage() -> String {
    let behaving = |page: &&'static Page| has_behaviour(page);
    let other = |page: &&'static Page| !has_behaviour(page);
    let mut text = String::from("| | Pages | Rels | Operations | Events |\n|:-|-:|-:|-:|-:|\n");
    row(&mut text, "With a behaviour", PAGES.iter().filter(behaving));
    row(&mut text, "Made of what their pages document", PAGES.iter().filter(other));
    row(&mut text, "All", PAGES.iter());
    let is_role = |page: &&'static Page| page.role_of.is_some();
    let has_method =
        |page: &&'static Page| page.representation().operations.len() + page.operations.len() > 0;
    let own = |page: &&'static Page| !is_role(page);
    list(&mut text, "With a behaviour", PAGES.iter().filter(behaving).filter(own));
    list(&mut text, "Roles of these", PAGES.iter().filter(behaving).filter(is_role));
    list(
        &mut text,
        "Made of what their pages document",
        PAGES.iter().filter(other).filter(own).filter(has_method),
    );
    list(&mut text, "Roles of these", PAGES.iter().filter(other).filter(is_role));
    let is_nowhere = |page: &&'static Page| !is_linked(page) && has_method(page);
    list(
        &mut text,
        "Of these, at `other/REL/0`, since no page documents what leads there",
        PAGES.iter().filter(other).filter(is_nowhere),
    );
    let has_no_method = |page: &&'static Page| !has_method(page);
    list(
        &mut text,
        "Without any documented method: 405",
        PAGES.iter().filter(other).filter(own).filter(has_no_method),
    );
    text
}

/// Whether a page documents a link to it, an operation that creates it, an event of it, or that it is embedded.
fn is_linked(page: &Page) -> bool {
    let leads_there =
        |target: Option<&str>| target.and_then(schema::page).is_some_and(|to| to.rel == page.rel);
    let is_source = |other: &&'static Page| {
        other.links.iter().chain(other.embedded).any(|link| link.rel != "self" && leads_there(link.target))
            || other.rel != page.rel && other.operations.iter().any(|operation| leads_there(operation.output))
            || other.events.iter().any(|event| leads_there(event.target))
    };
    PAGES.iter().any(|other| is_source(&other))
}

fn row(text: &mut String, name: &str, pages: impl Iterator<Item = &'static Page>) {
    let pages: Vec<_> = pages.collect();
    let rels: BTreeSet<_> = pages.iter().map(|page| page.rel).collect();
    let operations: usize = pages.iter().map(|page| page.operations.len()).sum();
    let events: usize = pages.iter().map(|page| page.events.len()).sum();
    let _ = writeln!(text, "| {name} | {} | {} | {operations} | {events} |", pages.len(), rels.len());
}

fn list(text: &mut String, heading: &str, pages: impl Iterator<Item = &'static Page>) {
    let rels: BTreeSet<_> = pages.map(|page| page.rel).collect();
    if rels.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{heading} ({}):", rels.len());
    let mut line = String::new();
    for (index, rel) in rels.iter().enumerate() {
        let end = if index + 1 == rels.len() { "." } else { "," };
        let word = format!("`{rel}`{end}");
        if line.len() + word.len() >= WIDTH {
            let _ = writeln!(text, "{}", line.trim_end());
            line.clear();
        }
        line.push_str(&word);
        line.push(' ');
    }
    let _ = writeln!(text, "{}", line.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_has_it() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/simulator.md");
        let document = std::fs::read_to_string(path).unwrap();
        let coverage = coverage();
        let start = document.find(coverage.lines().next().unwrap()).expect("the heading row");
        let end = start + document[start..].find("\n## ").expect("another section");
        if std::env::var_os("UCWA_BLESS").is_some() {
            let blessed = format!("{}{coverage}{}", &document[..start], &document[end..]);
            std::fs::write(path, blessed).unwrap();
        } else {
            assert_eq!(document[start..end], coverage, "UCWA_BLESS=1 writes it");
        }
    }
}
