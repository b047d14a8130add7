//! The example in `docs/page-format.md` is a page in the form that it shows.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use ucwa_gen::files::Sources;
use ucwa_gen::render::{Options, pages};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse, emit};

const FORM: &str = include_str!("../../docs/page-format.md");
const FILE: &str = "lamp_ref.md";

#[test]
fn the_complete_page_has_no_findings_and_is_what_is_rendered() {
    let (_, block) = FORM.split_once(&format!("````markdown {FILE}\n")).expect("there is an example");
    let (page, _) = block.split_once("````").expect("it ends");
    let (sources, found) = Sources::from_files([SourceFile::new(FILE, page)]);
    let analysis = analyse(&sources).with(found);
    assert_eq!(analysis.diagnostics, [], "not even notes");
    assert_eq!(pages(&analysis.schema, &Options::default())[FILE], page);

    // It shows something under each heading of a resource.
    let lamp = analysis.schema.resource("lamp").expect("it is a page about a lamp");
    assert!(!lamp.links.is_empty() && !lamp.embedded.is_empty() && !lamp.scopes.is_empty());
    assert!(!lamp.events.is_empty() && !lamp.reasons.is_empty());
    assert!(lamp.operations.iter().any(|it| !it.query.is_empty() && it.output.is_some()));
    assert!(lamp.operations.iter().any(|it| !it.input.is_empty() && !it.errors.is_empty()));
    emit::rust(&analysis.schema, &emit::Options::new()).expect("code can be generated from it");
}
