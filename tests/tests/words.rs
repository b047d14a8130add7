//! The descriptions in the project's own pages are in words of our own.

#![allow(clippy::panic, reason = "a test fails by panicking")]

use ucwa_gen::schema::{Scalar, Type};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse, extract};
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

/// A property that holds a URI is described as something that has one, not as a room or a name.
#[test]
fn words_do_not_contradict_the_type_uri() {
    const URI: [&str; 6] = ["URI", "URL", "ddress", "page", "Place", "dentity"];
    let schema = analyse(&reference()).schema;
    let uris = schema.resources.iter().flat_map(|resource| {
        let fields = resource.operations.iter().flat_map(|it| it.query.iter().chain(&it.input));
        resource.properties.iter().chain(fields).map(move |property| (&resource.name, property))
    });
    let uris = uris.filter(|(_, it)| matches!(it.ty, Type::Scalar(Scalar::Uri) | Type::Array(Scalar::Uri)));
    let found: Vec<_> = uris
        .filter(|(_, property)| !URI.iter().any(|word| property.description.contains(word)))
        .map(|(page, property)| format!("{page}.{}: {}", property.name, property.description))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
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
