//! The Rust tree of the real schema: the same bytes whatever the order, and one page one file.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ucwa_gen::analyse;
use ucwa_gen::emit::{self, Options};
use ucwa_gen::files::Sources;
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_tests::{REVISIONS, reference, revision};

fn emit(schema: &Schema) -> BTreeMap<String, String> {
    emit::rust(schema, &Options::new().with_features()).expect("the schema is consistent").files
}

/// The files that differ between two trees.
fn differences(a: &BTreeMap<String, String>, b: &BTreeMap<String, String>) -> Vec<String> {
    let names = a.keys().chain(b.keys()).collect::<std::collections::BTreeSet<&String>>();
    names.into_iter().filter(|name| a.get(*name) != b.get(*name)).cloned().collect()
}

#[test]
fn the_committed_api_is_that_of_our_own_pages() {
    let files = emit(&analyse(&reference()).schema);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ucwa-types/src/api");
    for (path, text) in &files {
        let committed = fs::read_to_string(folder.join(path)).unwrap_or_default();
        assert!(committed == *text, "{path} is not what is generated; run `ucwa-gen generate`");
    }
}

/// Demands that a file is, item by item, what `prettyplease` prints of it.
fn assert_formatted(path: &str, text: &str) {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let body = text.lines().skip_while(|line| line.starts_with("//")).map(|line| format!("{line}\n"));
    let body: String = body.collect();
    let mut rest = body.as_str();
    for item in parsed.items {
        let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
        let item = prettyplease::unparse(&file);
        let own = rest.strip_prefix('\n').unwrap_or(rest);
        rest = own.strip_prefix(&item).unwrap_or_else(|| {
            let own: String =
                own.lines().take(item.lines().count()).map(|line| format!("{line}\n")).collect();
            panic!("{path}: `prettyplease` prints\n{item}in place of\n{own}")
        });
    }
    assert_eq!(rest, "", "{path}");
}

#[test]
fn every_file_is_formatted() {
    let corpora = REVISIONS.iter().filter_map(|name| revision(name));
    for sources in std::iter::once(reference()).chain(corpora) {
        let schema = analyse(&sources).schema;
        let plain = emit::rust(&schema, &Options::new()).expect("the schema is consistent").files;
        for (path, text) in plain.iter().chain(&emit(&schema)) {
            assert_formatted(path, text);
        }
    }
}

#[test]
fn the_order_of_the_schema_does_not_matter() {
    let schema = analyse(&reference()).schema;
    let expected = emit(&schema);
    let mut shuffled = schema.clone();
    shuffled.resources.reverse();
    shuffled.enumerations.rotate_left(17);
    shuffled.errors.codes.reverse();
    shuffled.errors.subcodes.rotate_left(5);
    shuffled.scopes.reverse();
    for resource in &mut shuffled.resources {
        resource.operations.reverse();
        resource.events.reverse();
        resource.scopes.reverse();
    }
    assert_eq!(differences(&expected, &emit(&shuffled)), [""; 0]);
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let Some(sources) = revision("2022-12") else { return };
    let (reversed, _) = Sources::from_files(sources.files().rev().cloned());
    let (a, b) = (emit(&analyse(&sources).schema), emit(&analyse(&reversed).schema));
    assert_eq!(differences(&a, &b), [""; 0]);
}

/// Each resource and each enumeration with a page has a file of its own, whose header names the page and its digest.
#[test]
fn one_page_is_one_file() {
    let schema = analyse(&reference()).schema;
    let files = emit(&schema);
    let pages = schema.resources.iter().map(|resource| &resource.page);
    for page in pages.chain(schema.enumerations.iter().filter_map(|enumeration| enumeration.page.as_ref())) {
        let header = format!("from {} ({})", page.file, page.digest);
        let found =
            files.values().filter(|text| text.lines().next().is_some_and(|line| line.contains(&header)));
        assert_eq!(found.count(), 1, "{header}");
    }
}

/// A change in one page changes one generated file, and the list of modules, which names the digest of all pages.
#[test]
fn a_change_in_one_page_changes_one_file() {
    let sources = reference();
    let before = emit(&analyse(&sources).schema);
    let changed = sources.files().map(|file| {
        if file.file() == "note_ref.md" {
            let text = file.text().replace("|message|String|", "|message|String (at most 7 characters)|");
            assert_ne!(text, file.text());
            SourceFile::new(file.path(), text)
        } else {
            file.clone()
        }
    });
    let (changed, _) = Sources::from_files(changed);
    let after = emit(&analyse(&changed).schema);
    assert_eq!(differences(&before, &after), ["me/note.rs", "mod.rs"]);
}
