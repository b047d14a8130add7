//! Attributes that are added to generated types and fields, by path.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use syn::{Attribute, Item};
use ucwa_gen::emit::{self, Error, Options};
use ucwa_gen::schema::{Schema, from_json};

static SCHEMA: LazyLock<Schema> =
    LazyLock::new(|| from_json(include_str!("../golden/shapes.json")).expect("it is a schema"));

/// Generates code with an attribute `#[added]`, and lists what has it: the path of a type, or with a field.
fn added(options: &Options) -> Result<Vec<String>, Error> {
    let files = emit::rust(&SCHEMA, options)?.files;
    Ok(files.iter().flat_map(|(path, text)| added_in(path, text)).collect())
}

fn added_in(path: &str, text: &str) -> Vec<String> {
    let is_added =
        |attributes: &[Attribute]| attributes.last().is_some_and(|last| last.path().is_ident("added"));
    let module = path.trim_end_matches(".rs").replace('/', "::");
    let mut found = Vec::new();
    for item in syn::parse_file(text).expect("it is Rust").items {
        let (name, attributes, members): (_, _, BTreeMap<_, _>) = match item {
            Item::Struct(item) => {
                let fields = item.fields.into_iter();
                let fields =
                    fields.filter_map(|field| Some((field.ident?.to_string(), field.attrs))).collect();
                (item.ident, item.attrs, fields)
            }
            Item::Enum(item) => {
                let members = item.variants.into_iter().map(|it| (it.ident.to_string(), it.attrs)).collect();
                (item.ident, item.attrs, members)
            }
            _ => continue,
        };
        let path = format!("{module}::{name}");
        found.extend(is_added(&attributes).then(|| path.clone()));
        let members = members.iter().filter(|(_, attributes)| is_added(attributes));
        found.extend(members.map(|(member, _)| format!("{path}.{member}")));
    }
    found
}

fn types(path: &str) -> Vec<String> {
    added(&Options::new().with_type_attribute(path, "#[added]").expect("it is an attribute"))
        .expect("it is there")
}

fn fields(path: &str) -> Vec<String> {
    added(&Options::new().with_field_attribute(path, "#[added]").expect("it is an attribute"))
        .expect("it is there")
}

#[test]
fn a_type_has_one_name_and_one_path() {
    let expected = ["badges::badge::Badge"];
    assert_eq!(types("Badge"), expected);
    assert_eq!(types("badges::badge::Badge"), expected);
    assert_eq!(types("AnyEvent"), ["any_event::AnyEvent"]);
}

#[test]
fn a_page_a_group_and_a_dot_are_many_types() {
    let (page, group, all) = (types("badges::badge"), types("badges"), types("."));
    let names = ["Badge", "BadgeLinks", "BadgeEmbedded", "BadgeQuery"];
    assert_eq!(page, names.map(|name| format!("badges::badge::{name}")));
    let expected: Vec<_> = all.iter().filter(|path| path.starts_with("badges::")).collect();
    assert_eq!(group.iter().collect::<Vec<_>>(), expected);
    assert_eq!((page.len(), group.len(), all.len()), (4, 12, 20));
}

#[test]
fn a_field_is_named_behind_its_type() {
    assert_eq!(fields("Badge.colour"), ["badges::badge::Badge.colour"]);
    assert_eq!(fields("badges::badge.self_"), ["badges::badge::BadgeLinks.self_"]);
    assert_eq!(fields("BadgeKind.Silver"), ["enumerations::badge_kind::BadgeKind.Silver"]);
    let (own, named, all) = (fields("Badge"), fields(".unknown"), fields("."));
    assert!(own.iter().all(|path| path.starts_with("badges::badge::Badge.")) && own.len() > 10, "{own:?}");
    assert!(named.iter().all(|path| path.ends_with(".unknown")) && named.len() > 5, "{named:?}");
    assert!(all.len() > 50, "{}", all.len());
}

#[test]
fn several_attributes_stand_in_their_order() {
    let options = Options::new()
        .with_type_attribute("Badge", "#[first] #[second]")
        .and_then(|options| options.with_type_attribute(".", "#[added]"))
        .expect("they are attributes");
    let files = emit::rust(&SCHEMA, &options).expect("it is there").files;
    let expected = "#[non_exhaustive]\n#[first]\n#[second]\n#[added]\npub struct Badge {";
    assert!(files["badges/badge.rs"].contains(expected));
}

#[test]
fn what_is_no_attribute_or_for_nothing_is_an_error() {
    for text in ["", "Hash", "#![inner]", "#[open", "#[a] struct B;"] {
        let error = Options::new().with_type_attribute(".", text).expect_err("it is no attribute");
        assert!(error.to_string().starts_with(&format!("`{text}` is not an attribute: ")), "{error}");
    }
    let options = Options::new()
        .with_type_attribute("Bagde", "#[a]")
        .and_then(|options| options.with_type_attribute("Badge", "#[a]"))
        .and_then(|options| options.with_field_attribute("Badge.color", "#[a]"))
        .expect("they are attributes");
    let error = added(&options).expect_err("two paths name nothing");
    assert_eq!(
        error.to_string(),
        "attributes cannot be added, since nothing that is generated has these paths:\n  \
         Bagde; did you mean `Badge`?\n  Badge.color; did you mean `Badge.colour`?"
    );
}

#[test]
fn a_path_for_nothing_comes_with_the_likest_ones() {
    for (path, expected) in [
        ("badge", "`Badge`, `Badge2` or `badges`"),
        ("badgs", "`Badge` or `badges`"),
        ("badges::bagde", "`badges::badge` or `badges::badge2`"),
        ("enumerations::BadgeKind", "`BadgeKind`"),
        ("people::Badge", "`Badge`"),
        ("AnyEvnet", "`AnyEvent` or `any_event`"),
        ("whatever", ""),
    ] {
        let options = Options::new().with_type_attribute(path, "#[a]").expect("it is an attribute");
        assert_eq!(suggestion(&options), expected, "{path}");
    }
    for (path, expected) in [
        ("Bagde.colour", "`Badge.colour`"),
        ("people::Badge.colour", "`Badge.colour`"),
        ("Badge.Colour", "`Badge.colour`"),
        ("badges::badge.sefl_", "`badges::badge.self_`"),
        ("BadgeKind.Sliver", "`BadgeKind.Silver`"),
        (".unknwon", "`.Unknown` or `.unknown`"),
        ("Bagde", "`Badge`"),
        ("Badge.whatever", ""),
    ] {
        let options = Options::new().with_field_attribute(path, "#[a]").expect("it is an attribute");
        assert_eq!(suggestion(&options), expected, "{path}");
    }
}

/// The paths that may have been meant by the only one that options have.
fn suggestion(options: &Options) -> String {
    let error = added(options).expect_err("the path names nothing").to_string();
    let question = error.split_once("; did you mean ").map(|(_, question)| question.trim_end_matches('?'));
    question.unwrap_or_default().to_owned()
}
