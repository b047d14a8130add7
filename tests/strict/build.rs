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

/// Text that turns its own direction, and ends the comments, literals and code blocks of whoever does not escape it.
const HOSTILE: &str = "\u{202E}a `\u{2066}b` */ \" ' \\ {} #\n\n```\ncompile_error!()\n```\n\n    \u{0} \u{200F}https://a\u{2069}";

/// A schema whose resources, enumerations, groups, properties, links, members, parameters, errors and events have these
/// names.
fn schema(words: &[&str]) -> Value {
    let all = |one: &dyn Fn(&str) -> Value| words.iter().map(|word| one(word)).collect::<Value>();
    let optional = all(&|name| parameter(name, false));
    let links = |many: bool| all(&|name| json!({"rel": name, "many": many, "target": name}));
    let errors = all(&|name| json!({"code": name, "status": 400, "description": HOSTILE}));
    let everything = json!({
        "name": "everything", "rel": "everything", "revision": 1, "kind": "resource", "group": "Everything",
        "page": page("everything"), "description": HOSTILE, "remarks": HOSTILE,
        "properties": optional, "links": links(false), "embedded": links(true),
        "operations": [
            {"method": "GET", "description": HOSTILE, "produces": [HOSTILE], "query": optional, "errors": errors},
            {"method": "POST", "input": all(&|name| parameter(name, true)), "output_fields": optional, "errors": errors},
            {"method": "PUT", "query": all(&|name| parameter(name, true)), "input": optional},
            {"method": "DELETE", "consumes": [HOSTILE]},
        ],
        "events": all(&|name| event(name, "everything")),
        "reasons": all(&|name| json!({"code": name, "subcode": name, "description": HOSTILE})),
    });
    let role = json!({
        "name": "role", "rel": "role", "revision": 1, "kind": "role", "role_of": "everything", "group": "Everything",
        "page": page("role"), "events": [event("added", "role")],
    });
    // Each in a group of its own name, with one of everything.
    let ty = |name: &str| name.parse::<Type>().map_or_else(|_| "String".to_owned(), |ty| ty.to_string());
    let resources = words.iter().map(|name| {
        json!({
            "name": name, "rel": name, "revision": 1, "kind": "resource", "group": name, "page": page(name),
            "properties": [{"name": "state", "type": ty(name), "required": false}],
            "links": [{"rel": "self", "many": false}],
            "operations": [{"method": "GET", "errors": [{"code": name}]}],
            "events": [event("added", name)],
        })
    });
    let resources: Vec<Value> = [everything, role].into_iter().chain(resources).collect();
    let members = all(&|name| json!({"name": name, "description": HOSTILE}));
    let enumerations =
        words.iter().map(|name| json!({"name": name, "page": page(name), "members": [{"name": name}]}));
    let enumerations: Vec<Value> =
        std::iter::once(json!({"name": "EveryMember", "members": members})).chain(enumerations).collect();
    json!({
        "irVersion": 2, "digest": HOSTILE, "resources": resources, "enumerations": enumerations,
        "errors": {"codes": [], "subcodes": [], "generic": errors},
    })
}

fn page(name: &str) -> Value {
    json!({"file": format!("\u{202E}{name}\n\u{2067}_ref.md"), "digest": HOSTILE})
}

fn parameter(name: &str, required: bool) -> Value {
    json!({"name": name, "type": "String", "required": required, "default": HOSTILE, "description": HOSTILE})
}

fn event(ty: &str, resource: &str) -> Value {
    json!({"type": ty, "resource": resource, "priority": HOSTILE, "sender": "events", "reason": HOSTILE})
}
