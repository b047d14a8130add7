//! The descriptions in the project's own pages are in words of our own, and all documentation is in plain words.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use ucwa_gen::schema::{Property, Scalar, Schema, Type};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse, extract};
use ucwa_tests::glossary::{Language, files, phrases};
use ucwa_tests::words::{Foreign, descriptions, lines, remarks};
use ucwa_tests::{REVISIONS, reference, revision};

#[test]
fn no_description_is_copied() {
    let mut foreign = Foreign::default();
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        sources.pages.iter().for_each(|page| foreign.add(&extract::document(page).0));
    }
    let sources = reference();
    let schema = analyse(&sources).schema;
    let ours = descriptions(&schema).into_iter().chain(remarks(&schema));
    let found =
        lines(ours.filter_map(|text| Some((text, format!("copied: {}", foreign.copied(text.text)?)))));
    assert!(found.is_empty(), "{} descriptions are copied:\n{}", found.len(), found.join("\n"));
}

#[test]
fn no_description_is_empty() {
    let sources = reference();
    let schema = analyse(&sources).schema;
    let found = lines(
        descriptions(&schema)
            .into_iter()
            .filter(|described| described.text.is_empty())
            .map(|described| (described, "empty".to_owned())),
    );
    assert!(found.is_empty(), "{} descriptions are empty:\n{}", found.len(), found.join("\n"));
}

/// The properties and parameters of a schema, each with the name of its page.
fn fields(schema: &Schema) -> impl Iterator<Item = (&str, &Property)> {
    schema.resources.iter().flat_map(|resource| {
        let fields = resource.operations.iter().flat_map(|it| it.query.iter().chain(&it.input));
        resource.properties.iter().chain(fields).map(move |property| (resource.name.as_str(), property))
    })
}

/// The type of a field has its limits and its default, and its comment lists them.
#[test]
fn limits_and_defaults_are_stated_once() {
    const DEFAULT: [&str; 4] = ["if omitted", "otherwise", "by default", "The default is"];
    let schema = analyse(&reference()).schema;
    let found: Vec<_> = fields(&schema)
        .filter(|(_, field)| {
            let has = |number: Option<i64>| {
                number.is_some_and(|number| {
                    field.description.split(|c: char| !c.is_alphanumeric()).any(|it| it == number.to_string())
                })
            };
            has(field.minimum)
                || field.minimum.is_none() && has(field.maximum)
                || field.default.is_some() && DEFAULT.iter().any(|it| field.description.contains(it))
        })
        .map(|(page, field)| format!("{page}.{}: {}", field.name, field.description))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A property that holds a URI is described as something that has one, not as a room or a name.
#[test]
fn words_do_not_contradict_the_type_uri() {
    const URI: [&str; 6] = ["URI", "URL", "ddress", "page", "Place", "dentity"];
    let schema = analyse(&reference()).schema;
    let uris = fields(&schema)
        .filter(|(_, it)| matches!(it.ty, Type::Scalar(Scalar::Uri) | Type::Array(Scalar::Uri)));
    let found: Vec<_> = uris
        .filter(|(_, property)| !URI.iter().any(|word| property.description.contains(word)))
        .map(|(page, property)| format!("{page}.{}: {}", property.name, property.description))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn documentation_is_in_plain_words() {
    const DOCUMENTED: [&str; 18] = [
        "CONTRIBUTING.md",
        "README.md",
        "SECURITY.md",
        "docs/guide",
        "docs/page-format.md",
        "docs/reference",
        "docs/simulator.md",
        "ucwa-client/README.md",
        "ucwa-derive/README.md",
        "ucwa-derive/src",
        "ucwa-gen/README.md",
        "ucwa-gen/src",
        "ucwa-client/src",
        "ucwa-client/examples",
        "ucwa-client/tests",
        "ucwa-sim/src",
        "ucwa-types/README.md",
        "ucwa-types/src",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for part in DOCUMENTED {
        for file in files(&root.join(part)).expect("the folder is there") {
            let name = file.strip_prefix(&root).expect("a path below the root");
            let Some(language) = Language::of(name) else { continue };
            let text = fs::read_to_string(&file).expect("a text");
            found.extend(phrases(&text, language).into_iter().map(|(line, phrase, instead)| {
                format!("{}:{line}: \"{phrase}\"; write: {instead}", name.display())
            }));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_phrase_is_found_in_prose_alone() {
    for (language, text, lines) in [
        (Language::Markdown, "It is told\nby its rel.", &[(1, "is told"), (1, "told by")][..]),
        (Language::Markdown, "Kept *as\nit came*, or not", &[(1, "as it came")]),
        (Language::Markdown, "```text\nas it came\n```\n", &[]),
        (Language::Markdown, "|as it|came|\n\nAs it. Came.\n\nas it\n\ncame", &[]),
        (Language::Markdown, "In place of `None`, of none.", &[(1, "of none")]),
        (Language::Rust, "/// Absent\n/// when off.\nfn absent() {}", &[(1, "absent when")]),
        (Language::Rust, "// as it came\nlet text = \"as it came\";", &[]),
    ] {
        let found: Vec<_> =
            phrases(text, language).into_iter().map(|(line, phrase, _)| (line, phrase)).collect();
        assert_eq!(found, lines, "{text}");
    }
}

#[test]
fn what_is_copied_is_found() {
    let page = SourceFile::new(
        "a_ref.md",
        "# a\n\nThe first, the second: and the third of the `many` things there are.\n\n\
         |**Name**|**Description**|\n|:--|:--|\n|b|Whether it is on.|\n",
    );
    let mut foreign = Foreign::default();
    foreign.add(&extract::document(&page).0);
    assert_eq!(foreign.copied("Whether `it` is ON").as_deref(), Some("whether it is on"));
    assert_eq!(foreign.copied("It says whether it is on or off."), None);
    assert_eq!(
        foreign.copied("All but THE SECOND and the third of the many more.").as_deref(),
        Some("the second and the third of the many")
    );
    assert_eq!(foreign.copied("The first, the second and the third."), None);
}
