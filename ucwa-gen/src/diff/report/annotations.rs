//! A diff for code hosts: annotations of GitHub Actions, and SARIF 2.1.0.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::request::{Report, does_in_words, is_whole, rank};
use crate::diff::change::{Change, Effect};
use crate::report::{escape_data, escape_property, sarif_document, sarif_uri};

/// How serious a change is to a code host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// The changes as workflow commands of GitHub Actions, which makes annotations of them, the most serious first: GitHub shows the first ones
/// alone. They point into the new pages, because a pull request has no others. Accepted changes are left out. The last command is a notice
/// with the totals, the version, and what is denied.
#[must_use]
pub fn github(report: &Report<'_>) -> String {
    let mut text = String::new();
    if let Some(sentence) = report.incomplete() {
        text.push_str(&format!("::error title=errors in the pages::{}\n", escape_data(&sentence)));
    }
    for problem in &report.problems {
        text.push_str(&format!(
            "::error file={},line={},endLine={},col={},title=accepted changes::{}\n",
            escape_property(&problem.file),
            problem.line,
            problem.line,
            problem.column,
            escape_data(&problem.message)
        ));
    }
    if let Some(sentence) = report.misread() {
        text.push_str(&format!("::warning title=warnings in the pages::{}\n", escape_data(&sentence)));
    }
    let mut shown: Vec<&Change> = report.shown().collect();
    // An error on a denied axis is before all others.
    shown.sort_by_key(|change| (Reverse(level(report, change)), rank(change.effects)));
    for change in shown {
        let command = match level(report, change) {
            Level::Note => "notice",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let title = escape_property(&format!("{}: {}", does_in_words(change), change.name));
        let place = place(report, change).map_or_else(String::new, |place| {
            let file = escape_property(&place.file.to_string_lossy());
            format!("file={file},line={},endLine={},col={},", place.line, place.line, place.column)
        });
        text.push_str(&format!("::{command} {place}title={title}::{}\n", escape_data(&message(change))));
    }
    let totals = [report.summary(), report.asks_for("")].into_iter().chain(report.denials());
    let totals = totals.collect::<Vec<_>>().join("\n");
    text.push_str(&format!("::notice title=what changed::{}\n", escape_data(&totals)));
    text
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
    let problems = report.problems.iter().map(ToString::to_string);
    let errors: Vec<String> = report.incomplete().into_iter().chain(problems).collect();
    let levels = errors.iter().map(|text| ("error", text));
    let warnings = report.misread();
    let levels = levels.chain(warnings.iter().map(|text| ("warning", text)));
    let notifications: Vec<Value> =
        levels.map(|(level, text)| json!({ "level": level, "message": { "text": text } })).collect();
    if !notifications.is_empty() {
        document["runs"][0]["invocations"] = json!([{
            "executionSuccessful": errors.is_empty(), "toolExecutionNotifications": notifications,
        }]);
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
    let location = place(report, change).map(|place| {
        json!({ "physicalLocation": {
            "artifactLocation": { "uri": sarif_uri(&place.file) },
            "region": { "startLine": place.line, "startColumn": place.column },
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
        _ if is_whole(change) => String::new(),
        (Some(old), Some(new)) => format!(" ({old} → {new})"),
        (Some(one), None) | (None, Some(one)) => format!(" ({one})"),
        (None, None) => String::new(),
    };
    let items: String = change.items.iter().map(|item| format!("\n{}", item.what)).collect();
    format!("{}: {}{ends}; {}{items}", change.name, change.reason, does_in_words(change))
}

/// A place in a file, as the code host knows it.
struct Place {
    file: PathBuf,
    line: u32,
    column: u32,
}

/// The place of a change in the new pages. What is gone has the top of the page that it was on, if that is still there: the
/// files of the old side are not part of what is reviewed.
fn place(report: &Report<'_>, change: &Change) -> Option<Place> {
    let folders = &report.folders;
    let in_folder =
        |file: &str| folders.new.as_deref().map_or_else(|| PathBuf::from(file), |it| it.join(file));
    if let Some(at) = &change.new_at {
        return Some(Place { file: in_folder(&at.file), line: at.line, column: at.column });
    }
    let is_old = |file: &&String| change.old_at.as_ref().is_some_and(|at| at.file == **file);
    let page = folders.new_pages.get(&change.subject).or_else(|| folders.new_pages.values().find(is_old));
    page.map(|file| Place { file: in_folder(file), line: 1, column: 1 })
}
