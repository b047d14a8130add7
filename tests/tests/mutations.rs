//! Damaged pages through the whole generator: whatever happens to a page, no row is lost silently, and what is
//! generated is Rust. The variable `UCWA_MUTATIONS` says how many pages of each kind are damaged, 400 otherwise.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use ucwa_gen::source::SourceFile;
use ucwa_tests::edits;
use ucwa_tests::entrances::{markdown, read_pages};
use ucwa_tests::random::Random;
use ucwa_tests::{reference, revision, say};

fn config() -> ProptestConfig {
    let cases = std::env::var("UCWA_MUTATIONS").ok().and_then(|value| value.parse().ok()).unwrap_or(400);
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// One act of damage to a text, at a place given as a fraction of its length.
#[derive(Clone, Debug)]
enum Damage {
    Cut(f64),
    Remove(f64, usize),
    Insert(f64, &'static str),
    Repeat(f64, usize),
    DropLine(f64),
}

const SCRAPS: &[&str] = &[
    "|",
    "||",
    "\n|a|b|c|d|e|\n",
    "```",
    "\n```\n",
    "#",
    "\n## Members\n",
    "\n### POST\n",
    "{",
    "}",
    "\"",
    "&quot;",
    "&lt;",
    "<BR>",
    "[",
    "](",
    ")",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "---",
    "\n---\n",
    "|:--|",
    "\\",
    "*",
    "_",
    "<",
    ">",
    "<?xml",
    "\r",
    "\r\n",
    "\t",
    "(Enum)A, B, or C",
    "HTTP/1.1 999999",
    "Nullable Array of ",
];

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0.0..1.0).prop_map(Damage::Cut),
        (0.0..1.0, 1_usize..40).prop_map(|(at, length)| Damage::Remove(at, length)),
        (0.0..1.0, prop::sample::select(SCRAPS)).prop_map(|(at, scrap)| Damage::Insert(at, scrap)),
        (0.0..1.0, 1_usize..400).prop_map(|(at, length)| Damage::Repeat(at, length)),
        (0.0..1.0).prop_map(Damage::DropLine),
    ]
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place in a text"
)]
fn place(text: &str, at: f64) -> usize {
    let mut place = ((text.len() as f64) * at) as usize;
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

fn ending(text: &str, start: usize, length: usize) -> usize {
    text[start..].char_indices().nth(length).map_or(text.len(), |(at, _)| start + at)
}

fn apply(text: &str, damage: &Damage) -> String {
    match *damage {
        Damage::Cut(at) => text[..place(text, at)].to_owned(),
        Damage::Remove(at, length) => {
            let start = place(text, at);
            format!("{}{}", &text[..start], &text[ending(text, start, length)..])
        }
        Damage::Insert(at, scrap) => {
            let start = place(text, at);
            format!("{}{scrap}{}", &text[..start], &text[start..])
        }
        Damage::Repeat(at, length) => {
            let start = place(text, at);
            let part = &text[start..ending(text, start, length)];
            format!("{}{part}{}", &text[..start], &text[start..])
        }
        Damage::DropLine(at) => {
            let start = place(text, at);
            let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
            let next = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
            format!("{}{}", &text[..line], &text[next..])
        }
    }
}

fn check(file: &SourceFile, damages: &[Damage]) {
    let mut text = file.text().to_owned();
    for damage in damages {
        text = apply(&text, damage);
    }
    read_pages([SourceFile::new(file.path(), text)]);
}

#[test]
fn damaged_pages_of_every_revision_are_read() {
    for name in ucwa_tests::REVISIONS {
        let Some(sources) = revision(name) else { return };
        let config = config();
        let cases = config.cases;
        let strategy = (0..sources.pages.len(), prop::collection::vec(damage(), 1..6));
        let mut runner = proptest::test_runner::TestRunner::new(config);
        let result = runner.run(&strategy, |(page, damages)| {
            check(&sources.pages[page], &damages);
            Ok(())
        });
        result.unwrap_or_else(|error| panic!("{name}: {error}"));
        say(&format!("{cases} damaged pages of {name} were read\n"));
    }
}

#[test]
fn any_text_is_read() {
    let config = config();
    let cases = config.cases;
    let line = prop_oneof![
        ".{0,40}",
        prop::sample::select(SCRAPS).prop_map(str::to_owned),
        "\\|.{0,20}\\|.{0,20}\\|"
    ];
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let result = runner.run(&prop::collection::vec(line, 0..60), |lines| {
        check(&SourceFile::new("made_ref.md", lines.join("\n")), &[]);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    say(&format!("{cases} damaged pages of any text were read\n"));
}

/// Pages after several edits and other damage: what is rendered from them says the same, and is rendered the same again.
#[test]
fn edited_pages_are_a_fixed_point_once_rendered() {
    let pages = pages();
    let cases = config().cases;
    for seed in 0..u64::from(cases) {
        let mut random = Random::new(seed);
        let page = random.below(pages.len());
        let mut text = pages[page].clone();
        for _ in 0..1 + random.below(6) {
            text = match random.below(4) {
                0 => apply(&text, &any_damage(&mut random)),
                1 => spliced(&text, &pages[random.below(pages.len())], &mut random),
                _ => edits::any(&text, random.number()).unwrap_or(text),
            };
        }
        let result = catch_unwind(|| markdown(&text));
        assert!(result.is_ok(), "seed {seed}:\n{text}");
    }
    say(&format!("{cases} edited pages were rendered and read again\n"));
}

fn any_damage(random: &mut Random) -> Damage {
    #[expect(clippy::cast_precision_loss, reason = "a place in a text")]
    let at = random.below(1 << 20) as f64 / f64::from(1 << 20);
    match random.below(5) {
        0 => Damage::Cut(at),
        1 => Damage::Remove(at, 1 + random.below(40)),
        2 => Damage::Insert(at, SCRAPS[random.below(SCRAPS.len())]),
        3 => Damage::Repeat(at, 1 + random.below(400)),
        _ => Damage::DropLine(at),
    }
}

/// A text with some lines of another one in it.
fn spliced(text: &str, other: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let others: Vec<&str> = other.split('\n').collect();
    let start = random.below(others.len());
    let end = others.len().min(start + 1 + random.below(12));
    let at = random.below(lines.len() + 1);
    lines.splice(at..at, others[start..end].iter().copied());
    lines.join("\n")
}

/// The seeds of the fuzz target, many times since they are few; our own pages, and those of the revisions.
fn pages() -> Vec<String> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds/markdown");
    let seeds: BTreeSet<PathBuf> = fs::read_dir(seeds)
        .expect("the seeds are there")
        .filter_map(|file| Some(file.ok()?.path()))
        .collect();
    let seeds = seeds.iter().map(|seed| fs::read_to_string(seed).expect("it is text"));
    let mut pages: Vec<String> = seeds.flat_map(|seed| vec![seed; 40]).collect();
    pages.extend(reference().pages.iter().map(|page| page.text().to_owned()));
    for name in ucwa_tests::REVISIONS {
        let sources = revision(name).map(|sources| sources.pages).unwrap_or_default();
        pages.extend(sources.iter().map(|page| page.text().to_owned()));
    }
    pages
}
