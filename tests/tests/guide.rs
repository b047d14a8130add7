//! The guide says what is true.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use ucwa_gen::diagnostic::{Code, Diagnostic, Severity};
use ucwa_gen::files::Sources;
use ucwa_gen::overrides::Overrides;
use ucwa_gen::source::SourceFile;

/// Codes about files and folders, about writing, and of the reader's own defects, which no page can show.
const WITHOUT_PAGE: &[Code] = &[
    Code::NoPages,
    Code::Unreadable,
    Code::NotUtf8,
    Code::LinkLoop,
    Code::NotAFile,
    Code::FileTooLarge,
    Code::InputTooLarge,
    Code::TooManyFiles,
    Code::FoldersTooDeep,
    Code::RewriteLoses,
    Code::RowLost,
];

/// A part of the catalogue: what follows the heading of a code.
struct Section<'a> {
    title: &'a str,
    body: &'a str,
}

fn sections(catalogue: &str) -> Vec<Section<'_>> {
    let parts = catalogue.split("\n## UG").skip(1);
    let split = |part| str::split_once(part, '\n').expect("text follows the heading");
    parts.map(split).map(|(title, body)| Section { title, body }).collect()
}

/// The pages in a part, each a block of code that names its file.
fn pages(body: &str) -> Vec<SourceFile> {
    let blocks = body.split("````markdown ").skip(1);
    let page = |block: &str| {
        let (name, rest) = block.split_once('\n').expect("a page follows its name");
        let (text, _) = rest.split_once("\n````").expect("the page ends");
        SourceFile::new(name, format!("{text}\n"))
    };
    blocks.map(page).collect()
}

/// The corrections in a part; most have none.
fn overrides(body: &str) -> (Overrides, Vec<Diagnostic>) {
    let Some((_, block)) = body.split_once("````toml ucwa.toml\n") else { return Default::default() };
    let (text, _) = block.split_once("````").expect("the file ends");
    Overrides::parse(&SourceFile::new("ucwa.toml", text))
}

#[test]
fn every_code_is_in_the_catalogue_and_its_example_gives_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guide/diagnostics.md");
    let catalogue = fs::read_to_string(path).expect("the guide is there");
    let sections = sections(&catalogue);
    let titles: Vec<String> = sections.iter().map(|section| format!("UG{}", section.title)).collect();
    let expected: Vec<String> =
        Code::ALL.iter().map(|code| format!("{code}: {}", code.info().title)).collect();
    assert_eq!(titles, expected, "each code in its order, with its title");
    for (code, section) in Code::ALL.iter().zip(&sections) {
        let severity = match code.info().severity {
            Severity::Note => "*Note.*",
            Severity::Warning => "*Warning.*",
            Severity::Error => "*Error.*",
        };
        assert!(section.body.trim_start().starts_with(severity), "{code} is {severity}");
        assert!(section.body.contains("**What to do.**"), "{code}: what is to be done?");
        let pages = pages(section.body);
        assert_eq!(pages.is_empty(), WITHOUT_PAGE.contains(code), "{code} has an example");
        if pages.is_empty() {
            continue;
        }
        let (sources, mut found) = Sources::from_files(pages);
        let (overrides, wrong) = overrides(section.body);
        found.extend(wrong);
        found.extend(ucwa_gen::analyse_with(&sources, &overrides).diagnostics);
        assert!(found.iter().any(|found| found.code == *code), "the example of {code} gives {found:#?}");
    }
}
