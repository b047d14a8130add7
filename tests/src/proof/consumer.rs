//! Code that builds, reads and matches every public item of a tree by its full path, one item a line.

use std::collections::BTreeMap;

use ucwa_gen::emit::{Derive, ItemKind, PublicItem, RustType};

/// Where the code finds the tree and the runtime crate.
const TREE: &str = "::tree::api";
const RUNTIME: &str = "::ucwa_types";

/// The code, and the item that each of its lines uses, from line 1.
#[must_use]
pub fn consumer(items: &BTreeMap<String, PublicItem>) -> (String, Vec<String>) {
    let mut lines = vec![
        (String::new(), "#![allow(warnings)]".to_owned()),
        // Implemented for every struct: two of them are not one type.
        (String::new(), "pub trait Own {}".to_owned()),
    ];
    for (number, (path, item)) in items.iter().enumerate() {
        let uses = uses(path, item, number);
        assert!(!uses.contains('\n'), "{uses}");
        lines.push((path.clone(), format!("mod item{number} {{ use super::*; {uses} }}")));
    }
    let text = lines.iter().map(|(_, line)| format!("{line}\n")).collect();
    (text, lines.into_iter().map(|(path, _)| path).collect())
}

fn code(ty: &RustType) -> String {
    ty.code(TREE, RUNTIME)
}

/// Code that uses an item.
fn uses(path: &str, item: &PublicItem, number: usize) -> String {
    let full = format!("{TREE}::{path}");
    match &item.kind {
        ItemKind::Reexport => {
            let name = path.rsplit_once("::").map_or(path, |(_, name)| name);
            format!(
                "pub use {full} as Reexported{number}; pub use {TREE}::{name} as Item{number}; {}",
                same(path, name, item)
            )
        }
        ItemKind::Struct(derive) => {
            let bound = match derive {
                Derive::Resource => format!("{RUNTIME}::Resource"),
                Derive::Input | Derive::Object => format!("{RUNTIME}::Model"),
                _ => "Default".to_owned(),
            };
            let pattern = match derive {
                Derive::Links | Derive::Embedded => "{ .. }",
                _ => "{ unknown: _, .. }",
            };
            format!(
                "fn takes(value: &{full}) -> {full} {{ let {full} {pattern} = value; value.clone() }} fn is<T: {bound} + Clone + PartialEq + std::fmt::Debug>() {{}} fn it() {{ is::<{full}>() }} impl crate::Own for {full} {{}}"
            )
        }
        ItemKind::Enumeration => format!(
            "fn is<T: {RUNTIME}::Enumeration + Eq + std::hash::Hash>() {{}} fn it() {{ is::<{full}>() }} fn reads(value: &{full}) -> &str {{ match value {{ {full}::Unrecognized(text) => text, other => other.as_str() }} }}"
        ),
        ItemKind::Alias(ty) => format!("fn same(value: {full}) -> {} {{ value }}", code(ty)),
        ItemKind::Field(ty) => field(path, ty),
        ItemKind::Variant(None) => {
            format!(
                "fn builds() -> {} {{ {full} }} fn reads(value: &{0}) -> bool {{ matches!(value, {full}) }}",
                owner(path)
            )
        }
        ItemKind::Variant(Some(ty)) => variant(path, ty),
        ItemKind::Default => {
            let owner = owner(path);
            format!(
                "fn builds() -> {owner} {{ <{owner} as Default>::default() }} fn is<T: {RUNTIME}::operation::OptionalQuery>() {{}} fn it() {{ is::<{owner}>() }}"
            )
        }
        ItemKind::New(parameters) => {
            let taken = parameters.iter().enumerate();
            let taken: Vec<String> =
                taken.map(|(index, it)| format!("p{index}: {}", code(&inner(&it.ty)))).collect();
            let given: Vec<String> = (0..parameters.len()).map(|index| format!("p{index}")).collect();
            format!("fn builds({}) -> {} {{ {full}({}) }}", taken.join(", "), owner(path), given.join(", "))
        }
        ItemKind::Operation => {
            let (on, method) = operation(path);
            format!("fn is<T: {RUNTIME}::operation::Operation<{method}>>() {{}} fn it() {{ is::<{on}>() }}")
        }
        ItemKind::OperationType(ty) => {
            let (on, method) = operation(path);
            let what = path.rsplit_once("::").map_or(path, |(_, what)| what);
            let associated = format!("<{on} as {RUNTIME}::operation::Operation<{method}>>::{what}");
            format!("fn same(value: {associated}) -> {} {{ value }}", code(ty))
        }
        ItemKind::EventSource => {
            format!("fn is<T: {RUNTIME}::channel::EventSource>() {{}} fn it() {{ is::<{}>() }}", owner(path))
        }
        ItemKind::Constant(ty) => format!("const ROWS: &[{}] = {full};", code(ty)),
        _ => panic!("{path} is used by no code"),
    }
}

/// That two paths are one type; of constants nothing is to be said.
fn same(path: &str, name: &str, item: &PublicItem) -> String {
    let is_constant = name.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit())
        && item.of.last().is_some_and(|list| list == "events" || list == "reasons");
    if is_constant {
        return String::new();
    }
    format!("fn same(value: {TREE}::{path}) -> {TREE}::{name} {{ value }}")
}

/// The type that has an item.
fn owner(path: &str) -> String {
    format!("{TREE}::{}", path.split_once(['.', ':']).map_or(path, |(owner, _)| owner))
}

/// The type and the marker of `Contact: Operation<Get>`.
fn operation(path: &str) -> (String, String) {
    let method = path.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(name, _)| name);
    (owner(path), format!("{RUNTIME}::operation::{method}"))
}

/// The `T` of an `Option<T>`.
fn inner(ty: &RustType) -> RustType {
    match ty {
        RustType::Option(inner) => (**inner).clone(),
        other => other.clone(),
    }
}

/// A field is read, set, matched, and set by its setter.
fn field(path: &str, ty: &RustType) -> String {
    let name = path.split_once('.').map_or(path, |(_, name)| name);
    let (owner, full) = (owner(path), code(ty));
    let setter = match name {
        "self_" | "Self_" | "super_" | "crate_" => name.trim_end_matches('_'),
        name => name.trim_start_matches("r#"),
    };
    let argument = code(&inner(ty));
    format!(
        "fn reads(value: &{owner}) -> &{full} {{ &value.{name} }} fn sets(value: &mut {owner}, it: {full}) {{ value.{name} = it; }} fn matches(value: &{owner}) -> &{full} {{ let {owner} {{ {name}: it, .. }} = value; it }} fn builds(value: {owner}, it: {argument}) -> {owner} {{ value.with_{setter}(it) }}"
    )
}

fn variant(path: &str, ty: &RustType) -> String {
    let (owner, full, held) = (owner(path), format!("{TREE}::{path}"), code(ty));
    match ty {
        RustType::Event(_) => format!(
            "fn reads<'a>(value: {owner}<'a>) -> Option<{}> {{ match value {{ {full}(it) => Some(it), _ => None }} }} fn builds<'a>(it: {0}) -> {owner}<'a> {{ {full}(it) }}",
            held.replace("'_", "'a")
        ),
        RustType::Boxed(resource) => format!(
            "fn reads(value: {owner}) -> Option<{held}> {{ match value {{ {full}(it) => Some(it), _ => None }} }} fn builds(it: {held}) -> {owner} {{ {full}(it) }} fn from(it: {}) -> {owner} {{ <{owner} as From<{0}>>::from(it) }}",
            code(resource)
        ),
        _ => panic!("{path} holds {ty}"),
    }
}
