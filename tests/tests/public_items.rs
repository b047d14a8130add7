//! The list of public items is that of the generated code, item by item.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use syn::{Fields, ImplItem, Item, ItemImpl, Type, Visibility};
use ucwa_gen::analyse;
use ucwa_gen::emit::{self, ItemKind, Options};
use ucwa_gen::schema::Schema;
use ucwa_tests::proof::base;
use ucwa_tests::proof::mutate::{MUTATIONS, mutated};
use ucwa_tests::{REVISIONS, reference, revision};

/// What every tree has, whatever the schema.
const FIXED: [&str; 13] = [
    "AnyEvent",
    "AnyEvent::Unknown",
    "AnyResource",
    "AnyResource::Unknown",
    "ErrorKind",
    "ErrorKind::Other",
    "Event",
    "EventChannel",
    "EventDocument",
    "PollAnswer",
    "PollOutcome",
    "Sender",
    "TypedEvent",
];

/// The public items that the text of a tree has, as paths.
fn in_text(schema: &Schema) -> BTreeSet<String> {
    let files = emit::rust(schema, &Options::new()).expect("the schema is consistent").files;
    let mut found = BTreeSet::new();
    for (path, text) in &files {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let group = path.split_once('/').map(|(group, _)| group);
        file.items.iter().for_each(|item| add(item, group, &mut found));
    }
    found.retain(|path| !FIXED.contains(&path.as_str()));
    found
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Adds an item, and its path in the module of its group.
fn export(name: &str, group: Option<&str>, found: &mut BTreeSet<String>) {
    found.insert(name.to_owned());
    found.extend(group.map(|group| format!("{group}::{name}")));
}

fn add(item: &Item, group: Option<&str>, found: &mut BTreeSet<String>) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let name = item.ident.to_string();
            export(&name, group, found);
            let Fields::Named(fields) = &item.fields else { panic!("{name} has fields without names") };
            let public = fields.named.iter().filter(|field| is_public(&field.vis));
            let own = public.filter_map(|field| field.ident.as_ref()).filter(|field| *field != "unknown");
            found.extend(own.map(|field| format!("{name}.{field}")));
            let derives = derives(&item.attrs);
            // Resources, objects and groups of links can always be created.
            if derives.iter().any(|it| it == "Input") {
                let can_omit = derives.iter().any(|it| it == "Default");
                found.insert(if can_omit { format!("{name}: Default") } else { format!("{name}::new") });
            }
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let name = item.ident.to_string();
            export(&name, group, found);
            let own = item.variants.iter().filter(|variant| variant.ident != "Unrecognized");
            found.extend(own.map(|variant| format!("{name}::{}", variant.ident)));
        }
        Item::Type(item) if is_public(&item.vis) => export(&item.ident.to_string(), group, found),
        Item::Const(item) if is_public(&item.vis) => export(&item.ident.to_string(), group, found),
        Item::Impl(item) => implementation(item, found),
        _ => {}
    }
}

fn derives(attributes: &[syn::Attribute]) -> Vec<String> {
    let mut derived = Vec::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            derived.extend(meta.path.get_ident().map(ToString::to_string));
            Ok(())
        });
        parsed.expect("it is a list of derives");
    }
    derived
}

fn implementation(item: &ItemImpl, found: &mut BTreeSet<String>) {
    let Type::Path(ty) = &*item.self_ty else { return };
    let Some(name) = ty.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
    let Some((path, _)) = &item.trait_ else {
        for member in &item.items {
            if let ImplItem::Const(constant) = member {
                found.insert(format!("{name}::{}", constant.ident));
            }
        }
        return;
    };
    let Some(implemented) = path.segments.last() else { return };
    match implemented.ident.to_string().as_str() {
        "EventSource" => drop(found.insert(format!("{name}: EventSource"))),
        "Operation" => {
            let syn::PathArguments::AngleBracketed(arguments) = &implemented.arguments else { return };
            let Some(syn::GenericArgument::Type(Type::Path(method))) = arguments.args.first() else { return };
            let method =
                method.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
            let own = format!("{name}: Operation<{method}>");
            for member in &item.items {
                if let ImplItem::Type(ty) = member
                    && ty.ident != "Error"
                {
                    found.insert(format!("{own}::{}", ty.ident));
                }
            }
            found.insert(own);
        }
        _ => {}
    }
}

fn compare(schema: &Schema, what: &str) {
    let items = emit::items(schema, &Options::new()).expect("the schema is consistent");
    let listed: BTreeSet<String> = items.keys().cloned().collect();
    let written = in_text(schema);
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
    assert_eq!((only(&listed, &written), only(&written, &listed)), (Vec::new(), Vec::new()), "{what}");
    // The types of fields are those of the text, too.
    assert!(items.values().any(|item| matches!(item.kind, ItemKind::Field(_))), "{what}");
}

#[test]
fn the_list_is_that_of_the_text() {
    compare(&analyse(&reference()).schema, "our own pages");
    for name in REVISIONS {
        if let Some(sources) = revision(name) {
            compare(&analyse(&sources).schema, name);
        }
    }
}

#[test]
fn the_list_of_a_mutated_schema_is_that_of_the_text() {
    let schema = base::schema();
    for seed in 0..4 * MUTATIONS.len() as u64 {
        let (mutated, names) = mutated(&schema, seed);
        compare(&mutated, &format!("seed {seed}, {names:?}"));
    }
}
