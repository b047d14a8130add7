//! The project's own pages: they say what the documentation says, and reading and rendering them is a fixed point.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use ucwa_gen::analyse;
use ucwa_gen::render::{self, Options, Prose};
use ucwa_gen::schema::Schema;
use ucwa_tests::{REVISIONS, corrected, reference, reread};

/// Two schemas that say the same of the API. Of a difference only the place is shown: whole schemas would hide it.
fn assert_same(a: &Schema, b: &Schema) {
    let bare = |schema: &Schema| ucwa_gen::schema::to_json(&schema.clone().without_prose());
    assert_same_lines(&bare(a), &bare(b), "the schema");
}

fn assert_same_lines(a: &str, b: &str, what: &str) {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.lines().collect(), b.lines().collect());
    if let Some(at) = (0..a.len().max(b.len())).find(|at| a.get(*at) != b.get(*at)) {
        let around = |lines: &[&str]| {
            lines[at.saturating_sub(25).min(lines.len())..lines.len().min(at + 5)].join("\n")
        };
        panic!("{what} differs at line {}:\n{}\n--- and ---\n{}", at + 1, around(&a), around(&b));
    }
}

#[test]
fn rendered_pages_say_what_the_documentation_says() {
    for name in REVISIONS {
        let Some(analysis) = corrected(name) else { return };
        let schema = analysis.schema;
        for prose in [Prose::None, Prose::Keep] {
            let pages = render::pages(&schema, &Options::default().with_prose(prose));
            assert_same(&schema, &reread(&pages));
        }
    }
}

#[test]
fn reading_and_rendering_is_a_fixed_point() {
    for name in REVISIONS {
        let Some(analysis) = corrected(name) else { return };
        let schema = analysis.schema;
        for prose in [Prose::None, Prose::Keep] {
            let options = Options::default().with_prose(prose);
            let once = render::pages(&schema, &options);
            let twice = render::pages(&reread(&once), &options);
            for (file, text) in &once {
                assert_same_lines(
                    text,
                    twice.get(file).map_or("", String::as_str),
                    &format!("{name}: {file}"),
                );
            }
            assert_eq!(once.len(), twice.len());
        }
    }
}

#[test]
fn our_own_pages_are_a_fixed_point() {
    let sources = reference();
    let schema = analyse(&sources).schema;
    let rendered = render::pages(&schema, &Options::default().with_samples());
    for file in sources.pages.iter().chain(&sources.indexes) {
        assert_same_lines(rendered.get(file.file()).map_or("", String::as_str), file.text(), file.file());
    }
}

#[test]
fn our_own_pages_say_what_the_documentation_says() {
    let Some(corrected) = corrected("2022-12") else { return };
    assert_same(&corrected.schema, &analyse(&reference()).schema);
}
