//! Pages for tests: written in short, read by the real reader.

use crate::diagnostic::{Diagnostic, Severity, sort};
use crate::files::Sources;
use crate::ingest;
use crate::overrides::Overrides;
use crate::schema::Schema;
use crate::source::SourceFile;

/// A section with a table. Cells are separated by pipes: `Name|Type|Description`.
pub(super) fn table(heading: &str, columns: &str, rows: &[&str]) -> String {
    let line = |row: &str| format!("|{row}|\n");
    let separator = vec![":--"; columns.split('|').count()].join("|");
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("{heading}\n\n{}{}{rows}\n", line(columns), line(&separator))
}

/// A page of the original form with these sections, and with the sections that every page has.
pub(super) fn original(name: &str, sections: &[String]) -> SourceFile {
    page(&format!("# {name}\n\nA thing.\n\n"), name, sections)
}

/// A page of the explicit form with these sections, and with the sections that every page has.
pub(super) fn explicit(name: &str, sections: &[String]) -> SourceFile {
    page(&format!("---\ntitle: {name}\n---\n# {name}\n\nA thing.\n\n"), name, sections)
}

fn page(head: &str, name: &str, sections: &[String]) -> SourceFile {
    let has = |heading: &str| sections.iter().any(|section| section.starts_with(heading));
    let none = ["### Properties", "### Links"].into_iter().filter(|heading| !has(heading));
    let none: String = none.map(|heading| format!("{heading}\n\nNone\n\n")).collect();
    SourceFile::new(format!("{name}_ref.md"), format!("{head}{none}{}", sections.concat()))
}

/// An enumeration and its members.
pub(super) fn enumeration(name: &str, members: &[&str]) -> SourceFile {
    let rows: Vec<String> = members.iter().map(|member| format!("{member}|")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let table = table("## Members", "Name|Description", &rows);
    SourceFile::new(format!("{name}_ref.md"), format!("# {name}\n\n{table}"))
}

/// An operation and its sections.
pub(super) fn operation(method: &str, sections: &[String]) -> String {
    format!("## Operations\n\n### {method}\n\n{}", sections.concat())
}

/// The sample of a response in JSON.
pub(super) fn response(body: &str) -> String {
    format!("#### JSON Response\n\n```\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{body}\n```\n\n")
}

/// The sample of a request in JSON.
pub(super) fn request(method: &str, body: &str) -> String {
    format!(
        "#### JSON Request\n\n```\n{method} /lamps HTTP/1.1\nContent-Type: application/json\n\n{body}\n```\n\n"
    )
}

/// The schema of the pages, and what is found in deciding it.
pub(super) fn schema(pages: &[SourceFile], overrides: &str) -> (Schema, Vec<Diagnostic>) {
    let (overrides, found) = Overrides::parse(&SourceFile::new("ucwa.toml", overrides));
    assert_eq!(found, [], "the overrides can be read");
    let (sources, _) = Sources::from_files(pages.iter().cloned());
    let (facts, _) = ingest::corrected(&sources, &overrides);
    let (schema, findings) = super::schema(&facts, &overrides, String::new());
    let (mut found, _) = findings.into_parts();
    sort(&mut found);
    (schema, found)
}

/// The findings of deciding, from a severity on, each as its code and its message.
pub(super) fn found(pages: &[SourceFile], at_least: Severity) -> Vec<String> {
    let (_, found) = schema(pages, "");
    let found = found.into_iter().filter(|found| found.severity >= at_least);
    found.map(|found| format!("{} {}", found.code, found.message)).collect()
}
