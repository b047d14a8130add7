//! What fuzzing found, and what it starts from: what must hold for everything holds for these.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use ucwa_gen::source::{SourceFile, Sources};
use ucwa_gen::{analyse, render};
use ucwa_tests::entrances::ENTRANCES;
use ucwa_tests::say;

/// What was wrong once, and a page that shows it.
const PAGES: &[(&str, &str)] = &[
    ("an empty cell among too many", "## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red|a||b||\n"),
    ("brackets that are text", "## Resource description\n\nA \\[b\\](c of d.\n\n## Operations\n"),
    (
        "a link that is not closed twice",
        "## Resource description\n\nA [b](c of a [b](c_ref.md).\n\n## Operations\n",
    ),
    (
        "a media type with a blank",
        "### GET\n\n#### JSON Response\n\n```\nHTTP/1.1 200 OK\nContent-Type: application/x y\n\nz\n```\n",
    ),
    (
        "an error without a status",
        "### POST\n\n#### Synchronous errors\n\n|**Error**|**Code**|**Subcode**|**Description**|\n|:--|:--|:--|:--|\n|Gone||||\n",
    ),
];

#[test]
fn rendering_what_was_rendered_is_a_fixed_point() {
    for (what, page) in PAGES {
        let pages = |sources: &Sources| render::pages(&analyse(sources).schema, &render::Options::default());
        let (sources, _) = Sources::from_files([SourceFile::new("widget_ref.md", *page)]);
        let rendered = pages(&sources);
        let files = rendered.iter().map(|(name, text)| SourceFile::new(name, text.as_str()));
        assert_eq!(pages(&Sources::from_files(files).0), rendered, "{what}");
    }
}

/// The seeds are what each fuzz target starts from, and what it has found.
#[test]
fn every_seed_of_the_fuzz_targets_is_read() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds");
    assert_eq!(fs::read_dir(&seeds).unwrap().count(), ENTRANCES.len(), "one folder for each target");
    for (name, read) in ENTRANCES {
        let files: Vec<_> =
            fs::read_dir(seeds.join(name)).unwrap().map(|file| file.unwrap().path()).collect();
        assert!(!files.is_empty(), "{name}");
        for file in &files {
            read(&fs::read(file).unwrap());
        }
        say(&format!("{name}: {} seeds\n", files.len()));
    }
}
