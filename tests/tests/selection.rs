//! Parts of the real API: whatever is selected, the tree names nothing that it does not have, and has it where the
//! whole API does.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use syn::{Item, UseTree};
use ucwa_gen::analyse;
use ucwa_gen::emit::{Error, Options, rust};
use ucwa_gen::schema::{ResourceKind, Schema};
use ucwa_tests::reference;

type Files = BTreeMap<String, String>;

fn only(schema: &Schema, names: &[&str]) -> Files {
    rust(schema, &Options::new().with_only(names.iter().copied())).expect("it can be selected").files
}

/// The types that a file declares, and those that it imports from the rest of the tree.
fn types(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut declared, mut imported) = (BTreeSet::new(), BTreeSet::new());
    for item in syn::parse_file(text).expect("it is Rust").items {
        match item {
            Item::Struct(item) => drop(declared.insert(item.ident.to_string())),
            Item::Enum(item) => drop(declared.insert(item.ident.to_string())),
            Item::Type(item) => drop(declared.insert(item.ident.to_string())),
            Item::Use(item) => imports(&item.tree, &mut imported),
            _ => {}
        }
    }
    (declared, imported)
}

fn imports(tree: &UseTree, found: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) if path.ident == "super" => imports(&path.tree, found),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, found)),
        UseTree::Name(name) => drop(found.insert(name.ident.to_string())),
        _ => {}
    }
}

/// The path of each type, and a check that every type that is named is there.
fn places(files: &Files) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    let mut named = BTreeSet::new();
    for (path, text) in files {
        let (declared, imported) = types(text);
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for ty in declared {
            let earlier = places.insert(ty.clone(), folder.to_owned());
            assert_eq!(earlier, None, "{ty} is there twice");
        }
        named.extend(imported);
    }
    let missing: Vec<_> = named.iter().filter(|ty| !places.contains_key(*ty)).collect();
    assert!(missing.is_empty(), "named and not there: {missing:?}");
    places
}

#[test]
fn each_group_and_each_role_can_be_generated_alone() {
    let schema = analyse(&reference()).schema;
    let all = places(&rust(&schema, &Options::new()).expect("the schema is consistent").files);
    let groups = schema.resources.iter().map(|resource| resource.group.as_deref().unwrap_or("Other"));
    let roles = schema.resources.iter().filter(|resource| resource.kind == ResourceKind::Role);
    let names: BTreeSet<&str> = groups.chain(roles.map(|resource| resource.name.as_str())).collect();
    for name in names {
        for (ty, folder) in places(&only(&schema, &[name])) {
            assert_eq!(all.get(&ty), Some(&folder), "{ty} with {name} alone");
        }
    }
}

/// A file without its descriptions, which link only to what is there, and without its first line, which has their digest.
fn code(text: Option<&String>) -> Option<Vec<&str>> {
    text.map(|text| text.lines().skip(1).filter(|line| !line.trim_start().starts_with("///")).collect())
}

#[test]
fn what_is_selected_is_what_it_is_among_all() {
    let schema = analyse(&reference()).schema;
    let all = rust(&schema, &Options::new()).expect("the schema is consistent").files;
    let part = only(&schema, &["E911", "contact"]);
    let pages: Vec<&String> =
        part.keys().filter(|path| path.contains('/') && !path.ends_with("mod.rs")).collect();
    assert_eq!(
        pages,
        [
            "e911/report_my_network.rs",
            "e911/start_emergency_call.rs",
            "enumerations/client_network_type.rs",
            "enumerations/contact_type.rs",
            "enumerations/importance.rs",
            "enumerations/source_network.rs",
            "people/contact.rs",
        ]
    );
    for path in pages {
        assert_eq!(code(part.get(path)), code(all.get(path)), "{path}");
    }
}

#[test]
fn a_role_stands_for_its_representation_too() {
    let schema = analyse(&reference()).schema;
    let files = only(&schema, &["organizer"]);
    assert!(files.contains_key("online_meeting/organizer.rs"));
    assert!(files.contains_key("people/contact.rs"));
}

#[test]
fn all_groups_are_the_whole_tree() {
    let schema = analyse(&reference()).schema;
    let groups: BTreeSet<&str> =
        schema.resources.iter().map(|resource| resource.group.as_deref().unwrap_or("Other")).collect();
    let all = rust(&schema, &Options::new()).expect("the schema is consistent").files;
    assert!(only(&schema, &groups.into_iter().collect::<Vec<_>>()) == all);
    let nothing = only(&schema, &[]);
    assert_eq!(
        nothing.keys().collect::<Vec<_>>(),
        ["any_event.rs", "any_resource.rs", "errors.rs", "mod.rs"]
    );
}

#[test]
fn unknown_names_are_errors_with_those_that_may_be_meant() {
    let schema = analyse(&reference()).schema;
    let options = Options::new().with_only(["Peple", "contact", "contcat", "whatever"]);
    let Err(error @ Error::Selection(_)) = rust(&schema, &options) else {
        panic!("there are no such names");
    };
    insta::assert_snapshot!(error, @r"
    nothing can be selected by these names:
      there is no group and no resource named `Peple`; did you mean `People` or `people`?
      there is no group and no resource named `contcat`; did you mean `contact`?
      there is no group and no resource named `whatever`
    ");
}

/// The features of `ucwa-types` are the groups, and all of them are there unless somebody says otherwise.
#[test]
fn each_group_is_a_feature() {
    let manifest = include_str!("../../ucwa-types/Cargo.toml");
    let (_, features) = manifest.split_once("default = [").expect("there are default features");
    let (default, _) = features.split_once(']').expect("the list ends");
    let default: BTreeSet<&str> = default.split(',').map(|name| name.trim().trim_matches('"')).collect();
    let schema = analyse(&reference()).schema;
    let files = rust(&schema, &Options::new().with_features()).expect("the schema is consistent").files;
    let stubs = files.keys().filter_map(|path| path.strip_prefix("stubs/")?.strip_suffix(".rs"));
    let groups: BTreeSet<String> = stubs.map(|module| module.replace('_', "-")).collect();
    assert_eq!(
        default.into_iter().filter(|name| !name.is_empty()).collect::<BTreeSet<_>>(),
        groups.iter().map(String::as_str).collect()
    );
}
