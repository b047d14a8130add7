//! Entries that `observe` proposes: whatever traffic shows, they end what they were proposed for, and none is one too many.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use ucwa_gen::diagnostic::Diagnostic;
use ucwa_gen::files::Sources;
use ucwa_gen::observe::traffic::{Content, Record, Traffic};
use ucwa_gen::observe::{Observations, observe, report};
use ucwa_gen::overrides::Overrides;
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse, analyse_with};
use ucwa_tests::recordings::{lines, of_pages};
use ucwa_tests::{reference, revision};

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn one_in(&mut self, limit: u64) -> bool {
        self.below(limit) == 0
    }
}

/// Words that mean something somewhere: types and senders of events, rels, codes, and what is a name of nothing.
const WORDS: [&str; 12] = [
    "added",
    "completed",
    "contact",
    "message",
    "Message",
    "conversation",
    "Conflict",
    "Busy",
    "NewWord",
    "none",
    "in.dots",
    "Communication",
];

/// Changes some members of a body: their values, their names, whether they are lists.
fn shake(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Array(elements) => elements.iter_mut().for_each(|element| shake(element, dice)),
        Value::Object(members) => {
            let mut shaken = Map::new();
            for (mut name, mut value) in std::mem::take(members) {
                shake(&mut value, dice);
                if value.is_string() && dice.one_in(40) {
                    value = json!(WORDS[dice.below(WORDS.len() as u64) as usize]);
                } else if dice.one_in(60) {
                    match dice.below(9) {
                        0 => value = json!(7),
                        1 => value = json!("a text"),
                        2 => value = Value::Null,
                        3 => value = json!([value]),
                        4 => name.push('X'),
                        5 => name = name.to_uppercase(),
                        6 => value = json!(1.5),
                        7 => value = json!({"a": value}),
                        _ => continue,
                    }
                }
                shaken.insert(name, value);
            }
            *members = shaken;
        }
        _ => {}
    }
}

fn shake_content(content: &mut Content, dice: &mut Dice) {
    let text = content.text.as_deref().and_then(|text| serde_json::from_str(text).ok());
    if let Some(mut json) = content.json.take().or(text) {
        shake(&mut json, dice);
        *content = Content::default();
        content.json = Some(json);
    }
}

fn shake_record(record: &mut Record, dice: &mut Dice) {
    if let Some(request) = &mut record.request {
        shake_content(&mut request.content, dice);
        if dice.one_in(40) {
            request.method = Some("PATCH".to_owned());
        }
        if let Some(url) = request.url.as_mut().filter(|_| dice.one_in(40)) {
            url.push_str(if url.contains('?') { "&size=1" } else { "?size=1" });
        }
    }
    if let Some(response) = &mut record.response {
        shake_content(&mut response.content, dice);
        if dice.one_in(40) {
            response.status = Some(203);
        }
    }
}

/// What is observed, and the entries that are proposed for it.
fn propose(schema: &Schema, records: &[Record]) -> (Observations, String) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("all.jsonl");
    fs::write(&path, lines(records)).expect("a file");
    let observations = observe(schema, Traffic::read(&[path]));
    let mut entries = Vec::new();
    report::proposals(&observations, &mut entries).expect("memory");
    (observations, String::from_utf8(entries).expect("text"))
}

#[test]
fn entries_end_what_they_were_proposed_for() {
    check(&reference(), 1..=SEEDS);
}

#[test]
fn entries_end_what_public_pages_lack() {
    for name in ["2016-06", "2022-12"] {
        let Some(sources) = revision(name) else { return };
        check(&sources, 1..=1);
    }
}

fn check(sources: &Sources, seeds: RangeInclusive<u64>) {
    let schema = analyse(sources).schema;
    let records = of_pages(sources, &schema);
    for seed in seeds {
        let dice = &mut Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut seen = Vec::new();
        let mut entries = String::new();
        let mut schema = schema.clone();
        // What is shown later contradicts what was shown, and was written down, before.
        for round in 1..=3 {
            let mut shaken = records.clone();
            shaken.iter_mut().for_each(|record| shake_record(record, dice));
            seen.extend(shaken);
            let (before, more) = propose(&schema, &seen);
            assert!(before.findings.len() > 50, "{seed}: {}", before.findings.len());
            entries.push_str(&more);
            entries.push('\n');
            let (overrides, wrong) = Overrides::parse(&SourceFile::new("ucwa.toml", entries.as_str()));
            assert_eq!(wrong, [], "{seed} {round}");
            let analysis = analyse_with(sources, &overrides);
            let is_of_overrides =
                |found: &&Diagnostic| found.path().is_some_and(|path| path.ends_with("ucwa.toml"));
            let wrong: Vec<String> =
                analysis.diagnostics.iter().filter(is_of_overrides).map(ToString::to_string).collect();
            assert_eq!(wrong, [""; 0], "{seed} {round}");
            schema = analysis.schema;
            let (after, _) = propose(&schema, &seen);
            let left: Vec<_> = after.findings.iter().filter(|finding| finding.proposal.is_some()).collect();
            assert!(left.is_empty(), "{seed} {round}: {left:#?}");
            for finding in &after.findings {
                assert!(finding.change.is_some() != finding.help.is_some(), "{seed} {round}: {finding:#?}");
            }
        }
    }
}

/// More of them find no more.
const SEEDS: u64 = 3;
