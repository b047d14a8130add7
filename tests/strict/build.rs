//! Generates types from a schema in which everything is named after each word that Rust, its prelude, the runtime or
//! the code around them uses, and from the schema of `tests/golden` that has one of each kind of thing.

mod words;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use serde_json::{Value, json};
use ucwa_gen::emit::{Options, rust};
use ucwa_gen::schema::{Schema, Type, from_json};

use self::words::words;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=words.rs");
    println!("cargo::rerun-if-changed=../golden/shapes.json");
    let words = from_json(&schema(&words()).to_string())?;
    let shapes = from_json(&fs::read_to_string("../golden/shapes.json")?)?;
    generate("words", &words, &Options::new())?;
    generate("shapes", &shapes, &Options::new())?;
    generate("groups", &shapes, &Options::new().with_features())?;
    generate("badge", &shapes, &Options::new().with_only(["badge"]))?;
    generate("nothing", &Schema::empty(), &Options::new())
}

/// Writes a tree where `include_ucwa!` looks for it.
fn generate(folder: &str, schema: &Schema, options: &Options) -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("OUT_DIR")?).join(folder).join("ucwa");
    for (path, text) in rust(schema, options)?.files {
        let path = root.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // `include!` takes no documentation of the module around it.
        let is_root = path == root.join("mod.rs");
        fs::write(path, if is_root { text.replace("//!", "//") } else { text })?;
    }
    Ok(())
}

/// A schema whose resources, enumerations, groups, properties, links, members, parameters, errors and events have these
/// names.
fn schema(words: &[&str]) -> Value {
    let page = |name: &str| json!({"file": format!("{name}_ref.md"), "digest": "sha256:0"});
    let of = |one: &dyn Fn(&str) -> Value| words.iter().map(|word| one(word)).collect::<Value>();
    let parameters =
        |required: bool| of(&|name| json!({"name": name, "type": "String", "required": required}));
    let links = |many: bool| of(&|name| json!({"rel": name, "many": many, "target": name}));
    let errors = of(&|name| json!({"code": name, "status": 400}));
    let members = of(&|name| json!({"name": name}));
    let event = |ty: &str, resource: &str| json!({"type": ty, "resource": resource, "priority": "High", "sender": "events"});
    let all = json!({
        "name": "everything", "rel": "everything", "revision": 1, "kind": "resource", "group": "Everything",
        "page": page("everything"), "properties": parameters(false), "links": links(false), "embedded": links(true),
        "operations": [
            {"method": "GET", "query": parameters(false), "errors": errors},
            {"method": "POST", "input": parameters(true), "output_fields": parameters(false), "errors": errors},
            {"method": "PUT", "query": parameters(true), "input": parameters(false)},
        ],
        "events": of(&|name| event(name, "everything")),
        "reasons": of(&|name| json!({"code": name, "subcode": name})),
    });
    let roles = json!({
        "name": "role", "rel": "role", "revision": 1, "kind": "role", "role_of": "everything", "group": "Everything",
        "page": page("role"), "events": [event("added", "role")],
    });
    let ty = |name: &str| name.parse::<Type>().map_or_else(|_| "String".to_owned(), |ty| ty.to_string());
    // Each in a group of its own name, with one of everything.
    let resources = words.iter().map(|name| {
        json!({
            "name": name, "rel": name, "revision": 1, "kind": "resource", "group": name, "page": page(name),
            "properties": [{"name": "state", "type": ty(name), "required": false}],
            "links": [{"rel": "self", "many": false}],
            "operations": [{"method": "GET", "errors": [{"code": name}]}],
            "events": [event("added", name)],
        })
    });
    let resources: Vec<Value> = [all, roles].into_iter().chain(resources).collect();
    let enumerations =
        words.iter().map(|name| json!({"name": name, "page": page(name), "members": [{"name": name}]}));
    let enumerations: Vec<Value> =
        std::iter::once(json!({"name": "EveryMember", "members": members})).chain(enumerations).collect();
    json!({
        "irVersion": 1, "digest": "sha256:0", "resources": resources, "enumerations": enumerations,
        "errors": {"codes": [], "subcodes": [], "generic": errors},
    })
}
