//! The Rust tree of the real schema: the same bytes whatever the order, and one page one file.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ucwa_gen::analyse;
use ucwa_gen::emit::{self, Options};
use ucwa_gen::files::Sources;
use ucwa_gen::schema::{Errors, Schema};
use ucwa_gen::source::{SourceFile, digest};
use ucwa_tests::{REVISIONS, corrected, reference, revision, say};

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

/// Each resource and each enumeration with a page has a file of its own, whose header names the page, and the digest of
/// what stands below it; but for the codes and subcodes, to which any page can add.
#[test]
fn one_page_is_one_file() {
    let schema = analyse(&reference()).schema;
    let files = emit(&schema);
    let pages = schema.resources.iter().map(|resource| &resource.page);
    let of_all = [Errors::CODES, Errors::SUBCODES];
    let own = schema.enumerations.iter().filter(|it| !of_all.contains(&it.name.as_str()));
    for page in pages.chain(own.filter_map(|enumeration| enumeration.page.as_ref())) {
        let named = format!(" from {} (", page.file);
        let mut found = files.values().filter_map(|text| {
            let (header, body) = text.split_once('\n')?;
            header.contains(&named).then_some((header, body))
        });
        let (header, body) = found.next().unwrap_or_else(|| panic!("no file is from {}", page.file));
        assert!(header.ends_with(&format!("({})", digest([body.as_bytes()]))), "{header}");
        assert_eq!(found.next(), None, "{}", page.file);
    }
}

/// The pages with one of them changed.
fn edited(sources: &Sources, name: &str, change: impl Fn(&str) -> String) -> Sources {
    let files = sources.files().map(|file| {
        if file.file() != name {
            return file.clone();
        }
        let text = change(file.text());
        assert_ne!(text, file.text(), "{name}");
        SourceFile::new(file.path(), text)
    });
    Sources::from_files(files).0
}

/// Adds a word to the first paragraph.
fn reworded(text: &str) -> String {
    let start = text.find("\n# ").expect("it has a heading") + 1;
    let (head, rest) = text[start..].split_once("\n\n").expect("it has a paragraph");
    format!("{}{head}\n\nReworded: {rest}", &text[..start])
}

#[test]
fn a_change_in_one_page_changes_one_file() {
    let sources = reference();
    let before = emit(&analyse(&sources).schema);
    let after = edited(&sources, "note_ref.md", |text| {
        text.replace("|message|String|", "|message|String (at most 7 characters)|")
    });
    assert_eq!(differences(&before, &emit(&analyse(&after).schema)), ["me/note.rs"]);
}

/// A change of the page that nothing of is generated: the lines are others, the text is not.
#[test]
fn a_file_is_untouched_while_nothing_in_it_changes() {
    let sources = reference();
    let before = emit(&analyse(&sources).schema);
    let after = edited(&sources, "note_ref.md", |text| text.replace("\n## ", "\n\n\n## "));
    assert_eq!(differences(&before, &emit(&analyse(&after).schema)), [""; 0]);
}

/// A kind of edit: the page, the new text of a page, and the files that it changes.
type Edit = (&'static str, fn(&str) -> String, &'static [&'static str]);

/// Edits of eight pages: words, facts, a member, an event, an error. Any two of them are the changes of two branches.
const EDITS: [Edit; 8] = [
    (
        "note_ref.md",
        |text| text.replace("|message|String|", "|message|String (at most 7 characters)|"),
        &["me/note.rs"],
    ),
    ("contact_ref.md", reworded, &["people/contact.rs"]),
    ("me_ref.md", |text| text.replace("|emailAddresses|", "|emailAddress|"), &["me/me.rs"]),
    ("group_ref.md", reworded, &["people/group.rs"]),
    ("group2_ref.md", reworded, &["people/group2.rs"]),
    (
        "conversation_ref.md",
        |text| text.replace("|subject|String|", "|subject|Int32|"),
        &["communication/conversation.rs"],
    ),
    ("Direction_ref.md", reworded, &["enumerations/direction.rs"]),
    ("lobby_ref.md", reworded, &["communication/lobby.rs"]),
];

/// No file is changed by two of the edits, so that git merges the trees whatever the order, and the result is what the merged
/// pages generate.
#[test]
fn branches_that_change_different_pages_merge() {
    let base = reference();
    let before = emit(&analyse(&base).schema);
    let (mut merged, mut pages) = (before.clone(), base.clone());
    let mut changed_by: BTreeMap<String, &str> = BTreeMap::new();
    for (page, change, expected) in EDITS {
        let branch = emit(&analyse(&edited(&base, page, change)).schema);
        let changed = differences(&before, &branch);
        assert_eq!(changed, expected, "{page}");
        for path in changed {
            merged.insert(path.clone(), branch[&path].clone());
            let other = changed_by.insert(path.clone(), page);
            assert_eq!(other, None, "{path} is changed by {page} too");
        }
        pages = edited(&pages, page, change);
    }
    assert_eq!(differences(&merged, &emit(&analyse(&pages).schema)), [""; 0]);
}

/// What the revisions of the documentation changed, counted: no file changes in its first line alone.
#[test]
fn no_file_of_a_revision_changes_in_its_digest_alone() {
    let trees = REVISIONS.iter().filter_map(|name| Some((*name, emit(&corrected(name)?.schema))));
    let trees: Vec<_> = trees.collect();
    for pair in trees.windows(2) {
        let [(old_name, old), (new_name, new)] = pair else { continue };
        let body = |text: &str| text.split_once('\n').map(|(_, body)| body.to_owned());
        let both = old.keys().filter(|path| new.contains_key(*path)).count();
        let changed: Vec<String> = differences(old, new)
            .into_iter()
            .filter(|path| old.contains_key(path) && new.contains_key(path))
            .collect();
        let alone: Vec<&String> =
            changed.iter().filter(|path| body(&old[*path]) == body(&new[*path])).collect();
        say(&format!(
            "{old_name} to {new_name}: of {both} files that both have {} change, {} of them in the first line alone\n",
            changed.len(),
            alone.len()
        ));
        assert!(alone.is_empty(), "{alone:?}");
    }
}

/// `AnyResource` has one variant for a rel. What it cannot hold is named at the variant, also if the schema comes from a file.
#[test]
fn a_second_type_of_one_revision_is_named_by_the_first() {
    let mut schema = analyse(&reference()).schema;
    let mut again = schema.resource("note").expect("it has a page").clone();
    again.name = "noteAgain".to_owned();
    schema.resources.push(again);
    let text = &emit(&schema)["any_resource.rs"];
    let expected = "    /// [`Note`].\n    ///\n    /// The same revision of the rel is documented as `NoteAgain`, which has no variant.\n";
    assert!(text.contains(expected), "{text}");
}
