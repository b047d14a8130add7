//! The same pages in other renditions: the published page saved as text, and flattened.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::PathBuf;

use ucwa_gen::files::Sources;
use ucwa_gen::schema::{Resource, Schema};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{Analysis, analyse};
use ucwa_tests::{revision, shared};

/// The five renditions, in the order of their names.
fn seeds() -> Option<Vec<PathBuf>> {
    let mut seeds: Vec<PathBuf> = fs::read_dir(shared("seeds")?)
        .expect("the folder can be read")
        .map(|seed| seed.expect("it is there").path())
        .collect();
    seeds.sort();
    Some(seeds)
}

fn alone(path: &PathBuf) -> Analysis {
    let (sources, found) = ucwa_gen::files::read(&[path]);
    assert_eq!(found, []);
    analyse(&sources)
}

fn bare(schema: &Schema, name: &str) -> Resource {
    schema.clone().without_prose().resource(name).expect("the page is read").clone()
}

#[test]
fn a_page_saved_as_text_says_the_same() {
    let Some(seeds) = seeds() else { return };
    let (markdown, text) = (alone(&seeds[0]), alone(&seeds[1]));
    let name = "phoneAudioInvitation";
    assert_eq!(bare(&text.schema, name), bare(&markdown.schema, name));
    assert_eq!(text.summary.rows, markdown.summary.rows);
    assert_eq!(text.summary.samples, markdown.summary.samples);
}

#[test]
fn a_flattened_page_says_the_same() {
    let (Some(seeds), Some(corpus)) = (seeds(), revision("2018-01")) else { return };
    let page =
        corpus.pages.iter().find(|page| page.file() == "addPhoneAudio_ref.md").expect("the page exists");
    let (sources, _) = Sources::from_files([page.clone()]);
    let (markdown, text) = (analyse(&sources), alone(&seeds[2]));
    let name = "addPhoneAudio";
    assert_eq!(bare(&text.schema, name), bare(&markdown.schema, name));
    assert_eq!(text.summary.rows, markdown.summary.rows);
}

/// Among all the other pages, each rendition can stand for the page it renders.
#[test]
fn each_rendition_can_stand_for_its_page() {
    let (Some(seeds), Some(corpus)) = (seeds(), revision("2018-01")) else { return };
    let expected = analyse(&corpus).schema.without_prose();
    let names = [
        "phoneAudioInvitation",
        "phoneAudioInvitation",
        "addPhoneAudio",
        "participantInvitation",
        "onlineMeetingInvitation",
    ];
    for (seed, name) in seeds.iter().zip(names) {
        let text = fs::read_to_string(seed).expect("the seed can be read");
        let others = corpus.pages.iter().filter(|page| page.file() != format!("{name}_ref.md"));
        let files =
            others.chain(&corpus.indexes).chain(&corpus.errors).cloned().chain([SourceFile::new(seed, text)]);
        let (sources, found) = Sources::from_files(files);
        assert_eq!(found, []);
        let Analysis { schema, summary, .. } = analyse(&sources);
        assert_eq!(
            (summary.lines.lost, summary.resources, summary.errors),
            (0, 238, 0),
            "{}",
            seed.display()
        );
        assert_eq!(
            bare(&schema, name),
            *expected.resource(name).expect("the page exists"),
            "{}",
            seed.display()
        );
    }
}

#[test]
fn every_rendition_is_read_without_a_loss() {
    let Some(seeds) = seeds() else { return };
    for seed in seeds {
        let Analysis { summary, diagnostics, .. } = alone(&seed);
        let name = seed.display();
        assert_eq!(summary.lines.lost, 0, "{name}: {diagnostics:?}");
        assert_eq!(summary.errors, 0, "{name}: {diagnostics:?}");
        assert!(summary.rows > 10 && summary.samples >= 4, "{name}: {summary:?}");
        assert_eq!(summary.samples_parsed, summary.samples, "{name}: {diagnostics:?}");
    }
}

/// The concept pages beside the reference are not taken for reference pages.
#[test]
fn a_folder_is_searched_by_content() {
    let (Some(folder), Some(corpus)) = (shared("seeds"), shared("corpus")) else { return };
    let (sources, found) = ucwa_gen::files::read(&[folder]);
    assert_eq!(sources.pages.len(), 5);
    assert_eq!(found, []);
    let (sources, _) = ucwa_gen::files::read(&[corpus.join("2022-12")]);
    assert_eq!(sources.pages.len(), 294);
}
