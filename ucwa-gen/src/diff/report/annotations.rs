//! A diff for code hosts: annotations of GitHub Actions, and SARIF 2.1.0.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::request::{Report, does_in_words};
use crate::diff::change::{Change, Effect};
use crate::report::{escape_data, escape_property, sarif_document, sarif_uri};
use crate::schema::Location;

/// How serious a change is to a code host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Note,
    Warning,
    Error,
}

/// What breaks is a warning, and where that is denied an error.
fn level(report: &Report<'_>, change: &Change) -> Level {
    if report.denied.iter().any(|axis| change.effects.on(*axis) == Effect::Breaks) {
        return Level::Error;
    }
    if change.effects.worst() == Effect::Breaks { Level::Warning } else { Level::Note }
}

/// The changes as workflow commands of GitHub Actions, which makes annotations of them, at the place in the new pages or
/// else in the old ones. Accepted ones are left out.
#[must_use]
pub fn github(report: &Report<'_>) -> String {
    let incomplete = report.incomplete();
    let incomplete =
        incomplete.map(|text| format!("::error title=errors in the pages::{}\n", escape_data(&text)));
    let changes: String = report
        .shown()
        .map(|change| {
            let command = match level(report, change) {
                Level::Note => "notice",
                Level::Warning => "warning",
                Level::Error => "error",
            };
            let title = escape_property(&format!("{}: {}", does_in_words(change), change.name));
            let place = place(report, change).map_or_else(String::new, |(path, at)| {
                let file = escape_property(&path.to_string_lossy());
                format!("file={file},line={},endLine={},col={},", at.line, at.line, at.column)
            });
            format!("::{command} {place}title={title}::{}\n", escape_data(&message(change)))
        })
        .collect();
    incomplete.unwrap_or_default() + &changes
}

/// The changes as one SARIF 2.1.0 document, with their kinds as its rules. Accepted ones are suppressed.
#[must_use]
pub fn sarif(report: &Report<'_>) -> String {
    let diff = report.diff;
    let all = || report.shown().chain(diff.accepted.iter().map(|it| &it.change));
    let kinds: Vec<&str> = all().map(|it| it.kind.as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let rules = kinds.iter().map(|kind| json!({ "id": kind, "shortDescription": { "text": words(kind) } }));
    let rules: Vec<Value> = rules.collect();
    let mut results: Vec<Value> = Vec::new();
    results.extend(report.shown().map(|change| result(report, change, &kinds)));
    for accepted in &diff.accepted {
        let mut result = result(report, &accepted.change, &kinds);
        result["suppressions"] = json!([{ "kind": "external", "justification": accepted.accepted }]);
        results.push(result);
    }
    let mut document = sarif_document(&rules, &results);
    if let Some(sentence) = report.incomplete() {
        let notification = json!({ "level": "error", "message": { "text": sentence } });
        document["runs"][0]["invocations"] =
            json!([{ "executionSuccessful": false, "toolExecutionNotifications": [notification] }]);
    }
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// `input.required` in words.
fn words(kind: &str) -> String {
    let (of, what) = kind.split_once('.').unwrap_or((kind, ""));
    let of = of.replace('_', " ");
    match what {
        "new" | "gone" | "renamed" | "split" => format!("{of} {what}"),
        "items" => "what code calls something".to_owned(),
        field => format!("{of}: another {}", field.replace('_', " ")),
    }
}

fn result(report: &Report<'_>, change: &Change, kinds: &[&str]) -> Value {
    let level = match level(report, change) {
        Level::Note => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    let location = place(report, change).map(|(path, at)| {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": sarif_uri(&path) },
            "region": { "startLine": at.line, "startColumn": at.column },
        } })
    });
    json!({
        "ruleId": change.kind,
        "ruleIndex": kinds.iter().position(|kind| *kind == change.kind),
        "level": level,
        "message": { "text": message(change) },
        "locations": location.into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "change/v1": change.name },
    })
}

/// What the change is, and what it does to code.
fn message(change: &Change) -> String {
    let ends = match (&change.old, &change.new) {
        (Some(old), Some(new)) => format!(" ({old} → {new})"),
        (Some(one), None) | (None, Some(one)) => format!(" ({one})"),
        (None, None) => String::new(),
    };
    let items: String = change.items.iter().map(|item| format!("\n{}", item.what)).collect();
    format!("{}: {}{ends}; {}{items}", change.name, change.reason, does_in_words(change))
}

/// The place of a change, and the file as the code host knows it.
fn place<'c>(report: &Report<'_>, change: &'c Change) -> Option<(PathBuf, &'c Location)> {
    let in_folder = |folder: &Option<PathBuf>, at: &'c Location| {
        let path = folder.as_deref().map_or_else(|| Path::new(&at.file).to_owned(), |it| it.join(&at.file));
        (path, at)
    };
    let new = change.new_at.as_ref().map(|at| in_folder(&report.folders.new, at));
    new.or_else(|| change.old_at.as_ref().map(|at| in_folder(&report.folders.old, at)))
}
