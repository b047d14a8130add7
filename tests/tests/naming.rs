//! Whatever things are called, they get names that Rust takes, each its own, whatever order they come in.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};
use syn::{Fields, Item};
use ucwa_gen::emit::{Emitted, Options, rust};
use ucwa_gen::schema::from_json;

fn word() -> impl Strategy<Value = String> {
    let traps = prop::sample::select(vec![
        "self",
        "Self",
        "type",
        "gen",
        "state",
        "State",
        "STATE",
        "state_",
        "state_2",
        "links",
        "unknown",
        "Unrecognized",
        "Option",
        "option",
        "from",
        "Vec",
        "link",
        "contact",
        "contactLinks",
        "contactQuery",
        "contactResource",
        "mod",
        "con",
        "str",
        "Enumerations",
        "any-resource",
        "00000000-0000-4000-8000-000000000000",
        "3d",
        "a-b",
        "a_b",
        "aB",
        "é",
        "—",
        "_",
        "__",
        "r#type",
        "a`b",
        "Err",
        "r",
        "rel",
        "_links",
    ]);
    // No white space, quotes and backslashes: what holds them is not a name.
    prop_oneof![traps.prop_map(str::to_owned), r"[!#-\[\]-~ß€é—😀]{1,8}", "[a-zA-Z_-]{1,6}"]
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(word(), 0..12).prop_map(|set| set.into_iter().collect())
}

#[derive(Clone, Debug)]
struct Words {
    resources: Vec<String>,
    enumerations: Vec<String>,
    groups: Vec<String>,
    members: Vec<String>,
}

fn all_words() -> impl Strategy<Value = Words> {
    (words(), words(), words(), words()).prop_map(|(resources, enumerations, groups, members)| Words {
        resources,
        enumerations,
        groups,
        members,
    })
}

impl Words {
    fn reversed(&self) -> Self {
        let reverse = |words: &[String]| words.iter().rev().cloned().collect();
        Self {
            resources: reverse(&self.resources),
            enumerations: reverse(&self.enumerations),
            groups: self.groups.clone(),
            members: reverse(&self.members),
        }
    }

    fn emit(&self) -> Emitted {
        let page = |name: &str| json!({"file": format!("{name}_ref.md"), "digest": "xxh3:0"});
        let property =
            |name: &String| json!({"name": name, "type": "String", "required": name.contains('a')});
        let link = |name: &String| json!({"rel": name, "many": name.contains('a'), "target": self.resources.first()});
        let properties: Vec<_> = self.members.iter().map(property).collect();
        let links: Vec<_> = self.members.iter().map(link).collect();
        let operations: Vec<_> = ["GET", "POST", "DELETE"]
            .map(|method| json!({"method": method, "query": properties, "input": properties}))
            .to_vec();
        // By the name, so that a resource stays in its group when the order changes.
        let group = |name: &String| self.groups.get(name.len() % (self.groups.len() + 1));
        let resources: Vec<_> = self
            .resources
            .iter()
            .map(|name| {
                json!({
                    "name": name, "rel": name, "revision": 1, "kind": "resource", "group": group(name),
                    "page": page(name), "properties": properties, "links": links, "embedded": links,
                    "operations": operations,
                })
            })
            .collect();
        let members: Vec<_> = self.members.iter().map(|name| json!({"name": name})).collect();
        let enumerations: Vec<_> = self
            .enumerations
            .iter()
            .map(|name| json!({"name": name, "page": page(name), "members": members}))
            .collect();
        let schema: Value = json!({
            "irVersion": 2, "digest": "xxh3:0", "resources": resources, "enumerations": enumerations,
            "errors": {"codes": [], "subcodes": [], "generic": []},
        });
        rust(&from_json(&schema.to_string()).unwrap(), &Options::new()).unwrap()
    }
}

/// The names in one namespace: each must be there once.
#[derive(Default)]
struct Once(BTreeMap<String, BTreeSet<String>>);

impl Once {
    fn see(&mut self, scope: &str, name: &impl ToString) {
        let name = name.to_string();
        assert!(
            self.0.entry(scope.to_owned()).or_default().insert(name.clone()),
            "{scope}: {name} is there twice"
        );
    }

    fn fields(&mut self, scope: &str, fields: &Fields) {
        for field in fields {
            if let Some(name) = &field.ident {
                self.see(scope, name);
            }
        }
    }
}

fn inspect(emitted: &Emitted) {
    let mut once = Once::default();
    for (path, text) in &emitted.files {
        // A file system may not tell upper case from lower case.
        once.see("files", &path.to_lowercase());
        for item in syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}")).items {
            match item {
                Item::Struct(item) => {
                    once.see("types", &item.ident);
                    once.fields(&format!("fields of {}", item.ident), &item.fields);
                }
                Item::Enum(item) => {
                    once.see("types", &item.ident);
                    for variant in &item.variants {
                        once.see(&format!("variants of {}", item.ident), &variant.ident);
                    }
                }
                Item::Type(item) => once.see("types", &item.ident),
                Item::Const(item) => once.see("constants", &item.ident),
                Item::Mod(item) => once.see(&format!("modules of {path}"), &item.ident),
                _ => {}
            }
        }
    }
    for name in once.0.remove("types").unwrap_or_default() {
        assert!(
            !["Option", "Vec", "String", "Box", "Self", "From", "Link", "Unknown"].contains(&name.as_str()),
            "{name}"
        );
        assert!(name.starts_with(|c: char| c.is_ascii_uppercase()), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn names_are_valid_unique_and_stable(words in all_words()) {
        let emitted = words.emit();
        inspect(&emitted);
        prop_assert_eq!(words.reversed().emit().renamings, emitted.renamings);
    }
}
