//! Reads `docs/reference` into the tables that `src/schema` declares.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use ucwa_gen::schema::{Event, Link, Operation, Property, Resource, ResourceKind, Scalar, Schema};
use ucwa_gen::{analyse, files};

/// The pages.
const REFERENCE: &str = "../docs/reference";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={REFERENCE}");
    let schema = analyse(&files::read(&[REFERENCE]).0).schema;
    if schema.resources.is_empty() {
        return Err(format!("there are no pages in {REFERENCE}").into());
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("schema.rs"), tables(&schema)?)?;
    fs::write(Path::new(&out).join("typed.rs"), typed(&schema)?)?;
    fs::write(Path::new(&out).join("walk.rs"), walk(&schema)?)?;
    Ok(())
}

fn tables(schema: &Schema) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(text, "/// The pages, sorted by name.\npub(crate) static PAGES: &[Page] = &[")?;
    for resource in &schema.resources {
        writeln!(text, "{},", page(schema, resource))?;
    }
    writeln!(text, "];\n")?;
    let mut methods: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for resource in &schema.resources {
        let own = resource.operations.iter().map(|operation| operation.method.as_str());
        methods.entry(&resource.rel).or_default().extend(own);
    }
    writeln!(text, "/// The methods of each rel, of all revisions, sorted by rel.")?;
    writeln!(text, "static METHODS: &[(&str, &[&str])] = &[")?;
    for (rel, methods) in methods {
        writeln!(text, "    ({rel:?}, &{:?}),", methods.iter().collect::<Vec<_>>())?;
    }
    writeln!(text, "];")?;
    Ok(text)
}

/// What leads from the name of a page to its type.
fn typed(schema: &Schema) -> Result<String, std::fmt::Error> {
    // A role has the type of its representation.
    let pages = || schema.resources.iter().filter(|resource| resource.kind != ResourceKind::Role);
    let roles = schema.resources.iter().filter(|resource| resource.kind == ResourceKind::Role);
    let mut text = String::new();
    writeln!(
        text,
        "/// Reads a request for an operation of a page; `None` if the page has no such operation."
    )?;
    writeln!(
        text,
        "pub(crate) fn receive(page: &str, method: &str, request: &Request<Vec<u8>>) -> Option<Given> {{"
    )?;
    writeln!(text, "    Some(match (page, method) {{")?;
    let mut known = BTreeSet::new();
    // Operations that only the page of a role has are those of the role's type, too.
    for resource in pages().chain(roles) {
        for operation in &resource.operations {
            let page = resource.representation();
            if !known.insert((page, &operation.method)) {
                continue;
            }
            let verb = pascal(&operation.method.to_lowercase());
            let reads = if operation.consumes.is_empty() { "members" } else { "content" };
            let name = pascal(&resource.name);
            writeln!(
                text,
                "        ({page:?}, {:?}) => {reads}::<api::{name}, operation::{verb}>(request),",
                operation.method
            )?;
        }
    }
    writeln!(text, "        _ => return None,\n    }})\n}}\n")?;
    writeln!(
        text,
        "/// Makes JSON the representation that a page documents, and encodes that; `None` if there is no page."
    )?;
    writeln!(
        text,
        "pub(crate) fn encode(page: &str, json: Value, format: WireFormat) -> Option<Handled> {{"
    )?;
    writeln!(text, "    Some(match page {{")?;
    for resource in pages() {
        writeln!(
            text,
            "        {:?} => encoded::<api::{}>(json, format),",
            resource.name,
            pascal(&resource.name)
        )?;
    }
    writeln!(text, "        _ => return None,\n    }})\n}}")?;
    Ok(text)
}

/// What a test needs to perform each operation by its types.
fn walk(schema: &Schema) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(text, "/// Performs an operation of a page.")?;
    writeln!(text, "pub(crate) fn perform(to: &mut dyn Perform, page: &str, method: &str) {{")?;
    writeln!(text, "    match (page, method) {{")?;
    for resource in &schema.resources {
        for operation in &resource.operations {
            let verb = pascal(&operation.method.to_lowercase());
            let performs = match (operation.consumes.is_empty(), operation.produces.is_empty()) {
                (true, true) => "members",
                (false, true) => "content",
                (true, false) => "fetched",
                (false, false) => "both",
            };
            // The name of a role can be that of something else in Rust.
            let base = schema
                .resource(resource.representation())
                .filter(|base| base.operations.iter().any(|it| it.method == operation.method));
            let (page, name) = (&resource.name, pascal(&base.unwrap_or(resource).name));
            writeln!(
                text,
                "        ({page:?}, {:?}) => {performs}::<api::{name}, operation::{verb}>(to),",
                operation.method
            )?;
        }
    }
    writeln!(text, "        _ => panic!(\"{{page}} has no {{method}}\"),\n    }}\n}}")?;
    Ok(text)
}

/// The name of a type.
fn pascal(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

fn page(schema: &Schema, resource: &Resource) -> String {
    let kind = match resource.kind {
        ResourceKind::Role => "Kind::Role",
        ResourceKind::Operation => "Kind::Operation",
        _ => "Kind::Resource",
    };
    let Resource { name, rel, revision, role_of, .. } = resource;
    let properties = list(&resource.properties, |it| property(schema, it));
    let links = list(&resource.links, link);
    let embedded = list(&resource.embedded, link);
    let operations = list(&resource.operations, operation);
    let events = list(&resource.events, event);
    format!(
        "    Page {{ name: {name:?}, rel: {rel:?}, revision: {revision}, kind: {kind}, role_of: {role_of:?}, properties: {properties}, links: {links}, embedded: {embedded}, operations: {operations}, events: {events} }}"
    )
}

fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    format!("&[{}]", items.iter().map(text).collect::<Vec<_>>().join(", "))
}

fn property(schema: &Schema, property: &Property) -> String {
    let Property { name, max_length, minimum, maximum, .. } = property;
    let kind = match property.ty.scalar() {
        Scalar::Boolean => "Boolean".to_owned(),
        Scalar::Int32 => "Int32".to_owned(),
        Scalar::DateTime => "DateTime".to_owned(),
        Scalar::Uri => "Uri".to_owned(),
        Scalar::ExternalResource => "Content".to_owned(),
        Scalar::Enumeration(name) => {
            let members = schema.enumeration(name).map(|it| it.members.as_slice()).unwrap_or_default();
            format!("Enumeration({})", list(members, |member| format!("{:?}", member.name)))
        }
        _ => "String".to_owned(),
    };
    let is_list = property.ty.is_array();
    format!(
        "Property {{ name: {name:?}, kind: Value::{kind}, is_list: {is_list}, max_length: {max_length:?}, minimum: {minimum:?}, maximum: {maximum:?} }}"
    )
}

fn link(link: &Link) -> String {
    let Link { rel, target, many, .. } = link;
    format!("Link {{ rel: {rel:?}, target: {target:?}, many: {many} }}")
}

fn operation(operation: &Operation) -> String {
    let Operation { method, output, generic_errors, .. } = operation;
    let statuses: Vec<u16> = operation.statuses.iter().map(|status| status.status).collect();
    let errors = list(&operation.errors, |error| format!("({:?}, {:?})", error.code, error.subcode));
    format!(
        "Operation {{ method: {method:?}, output: {output:?}, statuses: &{statuses:?}, errors: {errors}, generic_errors: {generic_errors} }}"
    )
}

fn event(event: &Event) -> String {
    let Event { ty, resource, target, priority, sender, scope, .. } = event;
    format!(
        "Event {{ ty: {ty:?}, resource: {resource:?}, target: {target:?}, priority: {priority:?}, sender: {sender:?}, within: &{scope:?} }}"
    )
}
