//! A program that encodes with the types of one schema and decodes with those of others: what lands elsewhere, and which
//! requests are refused.
//!
//! It prints a line for each entry that both sides have and that did not come back unchanged: the number of the newer schema, and the path
//! of the entry.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Map, Value, json};
use ucwa_gen::emit::{ItemKind, Options, PublicItem, RustType, items};
use ucwa_gen::schema::{Link, Operation, Property, Resource, ResourceKind, Scalar, Schema, Type};

type Items = BTreeMap<String, PublicItem>;

/// What is the same in each program.
const FRAME: &str = r#"
#![allow(warnings)]
use std::fmt::Debug;
use ucwa_types::operation::{Delete, Get, Operation, Options, Post, Put, Rule, check};
use ucwa_types::{Enumeration, Model, Unknown, Value, json_body};

/// What the old type encodes is in the same places in the new one, and is right by these rules.
fn lands<A, B>(
    samples: &[&str],
    rules: &[Rule],
    was_right: &[Rule],
    was_unknown: fn(&A) -> Vec<&Unknown>,
    unknown: fn(&B) -> Vec<&Unknown>,
    recognized: fn(&B) -> bool,
) -> Result<(), String>
where
    A: Model + ucwa_types::codec::serde::de::DeserializeOwned,
    B: Model + ucwa_types::codec::serde::de::DeserializeOwned,
{
    for sample in samples {
        let old: A = json_body::from_str(sample).map_err(|error| format!("{error}: {sample}"))?;
        if check(was_right, &old).is_err() {
            continue;
        }
        let text = json_body::to_string(&old);
        let new: B = json_body::from_str(&text).map_err(|error| format!("{error}: {text}"))?;
        let of_one = |unknown: &Unknown| -> Vec<String> {
            let properties = unknown.properties().map(|(name, _)| name.to_owned());
            let links = unknown.links().map(|(name, _)| format!("_links.{name}"));
            let embedded = unknown.embedded_resources().map(|(name, _)| format!("_embedded.{name}"));
            properties.chain(links).chain(embedded).collect()
        };
        let kept = |all: Vec<&Unknown>| -> Vec<String> { all.into_iter().flat_map(of_one).collect() };
        let was_kept = kept(was_unknown(&old));
        let kept: Vec<String> = kept(unknown(&new)).into_iter().filter(|name| !was_kept.contains(name)).collect();
        if !kept.is_empty() {
            return Err(format!("not in its place: {kept:?}"));
        }
        if !recognized(&new) {
            return Err(format!("a value is not recognized: {text}"));
        }
        check(rules, &new).map_err(|violation| violation.to_string())?;
    }
    Ok(())
}

fn report(number: usize, path: &str, outcome: Result<(), String>) {
    if let Err(why) = outcome {
        println!("{number}\t{path}\t{why}");
    }
}
"#;

/// The text of a program: the trees of an old schema and of new ones are modules of it, `old`, `new0`, `new1` and so on.
///
/// # Panics
/// If a schema is inconsistent.
#[must_use]
pub fn program(old: &Schema, new: &[Schema]) -> String {
    let of = |schema: &Schema| items(schema, &Options::new()).expect("the schema is consistent");
    let before = of(old);
    let mut text = FRAME.to_owned();
    let mut main = String::new();
    text.push_str("#[path = \"old/mod.rs\"] mod old;\n");
    for (number, schema) in new.iter().enumerate() {
        let tree = format!("new{number}");
        let _ = writeln!(text, "#[path = \"{tree}/mod.rs\"] mod {tree};");
        let side = Sides { old, new: schema, before: &before, after: &of(schema), number };
        let _ = writeln!(text, "fn compare{number}() {{\n{}}}", side.lines());
        let _ = writeln!(main, "    compare{number}();");
    }
    let _ = writeln!(text, "fn main() {{\n{main}}}");
    text
}

struct Sides<'s> {
    old: &'s Schema,
    new: &'s Schema,
    before: &'s Items,
    after: &'s Items,
    number: usize,
}

/// The struct that stands for an entry.
fn struct_of<'i>(items: &'i Items, of: &[&str]) -> Option<&'i str> {
    let is_it = |item: &PublicItem| matches!(item.kind, ItemKind::Struct(_)) && item.of.iter().eq(of.iter());
    items
        .iter()
        .find(|(path, item)| is_it(item) && !path.ends_with("Links") && !path.ends_with("Embedded"))
        .map(|(path, _)| path.as_str())
}

/// The type of a page: its struct, or what it is another name of.
fn page_type(items: &Items, name: &str) -> Option<String> {
    items.iter().filter(|(_, item)| item.of == [name]).find_map(|(path, item)| match &item.kind {
        ItemKind::Struct(_) => Some(path.clone()),
        ItemKind::Alias(ty) => Some(ty.to_string()),
        _ => None,
    })
}

impl Sides<'_> {
    fn lines(&self) -> String {
        let mut lines = String::new();
        for was in &self.old.resources {
            let Some(is) = self.new.resource(&was.name) else { continue };
            if was.kind != ResourceKind::Role && is.kind != ResourceKind::Role {
                self.representation(was, &mut lines);
            }
            self.resource_set(was, &mut lines);
            for operation in &was.operations {
                if is.operations.iter().any(|it| it.method == operation.method) {
                    self.operation(was, operation, &mut lines);
                }
            }
        }
        for enumeration in &self.old.enumerations {
            let of = |items: &Items| {
                let is_it = |item: &PublicItem| {
                    item.kind == ItemKind::Enumeration && item.of == [enumeration.name.as_str()]
                };
                items.iter().find(|(_, item)| is_it(item)).map(|(path, _)| path.clone())
            };
            let Some(ty) = of(self.after) else { continue };
            for member in &enumeration.members {
                let new = format!("new{}::{ty}", self.number);
                let _ = writeln!(
                    lines,
                    "    report({}, {:?}, if <{new} as From<&str>>::from({:?}).is_recognized() {{ Ok(()) }} else {{ Err(String::new()) }});",
                    self.number,
                    format!("{}.members", enumeration.name),
                    member.name
                );
            }
        }
        self.events(&mut lines);
        lines
    }

    fn call(&self, path: &str, types: [&str; 2], samples: &[Value], rules: [String; 2], lines: &mut String) {
        let samples: Vec<String> = samples.iter().map(|sample| format!("{:?}", sample.to_string())).collect();
        let [old, new] = [format!("old::{}", types[0]), format!("new{}::{}", self.number, types[1])];
        let [was_right, rules] = rules;
        let _ = writeln!(
            lines,
            "    report({}, {path:?}, lands::<{old}, {new}>(&[{}], {rules}, {was_right}, |it| {}, |it| {}, |it| {}));",
            self.number,
            samples.join(", "),
            unknown(self.before, types[0]),
            unknown(self.after, types[1]),
            self.recognized(types[1])
        );
    }

    /// Whether all values of enumerations in a type are members.
    fn recognized(&self, ty: &str) -> String {
        let prefix = format!("{ty}.");
        let is_enumeration = |ty: &RustType| matches!(ty, RustType::Own(name) if self.after.get(name).is_some_and(|it| it.kind == ItemKind::Enumeration));
        let mut all = vec!["true".to_owned()];
        for (path, item) in
            self.after.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix))
        {
            let field = &path[prefix.len()..];
            let ItemKind::Field(RustType::Option(inner)) = &item.kind else { continue };
            match &**inner {
                RustType::Vec(item) if is_enumeration(item) => {
                    all.push(format!("it.{field}.iter().flatten().all(|it| it.is_recognized())"));
                }
                one if is_enumeration(one) => {
                    all.push(format!("it.{field}.iter().all(|it| it.is_recognized())"));
                }
                _ => {}
            }
        }
        all.join(" && ")
    }

    fn representation(&self, was: &Resource, lines: &mut String) {
        let of = [was.name.as_str()];
        let (Some(old), Some(new)) = (struct_of(self.before, &of), struct_of(self.after, &of)) else {
            return;
        };
        let samples = self.samples(was);
        self.call(&was.name, [old, new], &samples, ["&[]".to_owned(), "&[]".to_owned()], lines);
    }

    /// Representations of a resource, as the old schema documents it.
    fn samples(&self, resource: &Resource) -> Vec<Value> {
        let mut samples = objects(self.old, &resource.properties);
        for sample in &mut samples {
            sample["rel"] = resource.rel.clone().into();
            let links = links(&resource.links, |link| json!({"href": format!("/{}", link.rel)}));
            if let Value::Object(links) = links {
                let all = sample.as_object_mut().map(|it| it.entry("_links").or_insert_with(|| json!({})));
                all.and_then(Value::as_object_mut).into_iter().for_each(|it| it.extend(links.clone()));
            }
            let rel = |link: &Link| {
                link.target.as_deref().and_then(|it| self.old.resource(it)).map(|it| it.rel.clone())
            };
            let documented: Vec<Link> =
                resource.embedded.iter().filter(|link| link.target.is_some()).cloned().collect();
            if !documented.is_empty() {
                sample["_embedded"] = links_of(&documented, |link| json!({"rel": rel(link)}));
            }
        }
        samples
    }

    /// A rel is decoded into the type of its page.
    fn resource_set(&self, was: &Resource, lines: &mut String) {
        let Some(ty) = page_type(self.after, &was.name) else { return };
        if was.revision != 1 {
            return;
        }
        for rel in std::iter::once(&was.rel).chain(&was.aliases) {
            // Where another page has it, it is decoded into that.
            if self
                .before
                .get(&format!("AnyResource::{}", page_type(self.before, &was.name).unwrap_or_default()))
                .is_none()
            {
                continue;
            }
            let _ = writeln!(
                lines,
                "    {{ let any: new{n}::AnyResource = json_body::any_from_slice(br#\"{{\"rel\": \"{rel}\"}}\"#).unwrap(); report({n}, {path:?}, match any {{ new{n}::AnyResource::Unknown(_) => Err(\"unknown\".to_owned()), _ => Ok(()) }}); }}",
                n = self.number,
                path = format!("{}.rel.{ty}", was.name),
            );
        }
    }

    fn operation(&self, was: &Resource, old: &Operation, lines: &mut String) {
        let path = |list: &str| format!("{}.operations.{}.{list}", was.name, old.method);
        let method = format!("{}{}", &old.method[..1], old.method[1..].to_lowercase());
        let types = [page_type(self.before, &was.name), page_type(self.after, &was.name)];
        let [Some(before), Some(after)] = types else { return };
        // A role's operation may be another page's.
        let has = |items: &Items, ty: &str| items.contains_key(&format!("{ty}: Operation<{method}>"));
        if !has(self.before, &before) || !has(self.after, &after) {
            return;
        }
        let rules = |what: &str| {
            [
                format!("<old::{before} as Operation<{method}>>::{what}"),
                format!("<new{}::{after} as Operation<{method}>>::{what}", self.number),
            ]
        };
        for (list, what, fields) in [("query", "QUERY", &old.query), ("input", "INPUT", &old.input)] {
            let of = [was.name.as_str(), "operations", &old.method, list];
            let types = (struct_of(self.before, &of), struct_of(self.after, &of));
            if let (Some(a), Some(b)) = types {
                self.call(&path(list), [a, b], &objects(self.old, fields), rules(what), lines);
            }
        }
        let of = [was.name.as_str(), "operations", &old.method, "output_fields"];
        if let (Some(a), Some(b)) = (struct_of(self.before, &of), struct_of(self.after, &of)) {
            let none = ["&[]".to_owned(), "&[]".to_owned()];
            let samples = objects(self.old, &old.output_fields);
            self.call(&path("output_fields"), [a, b], &samples, none, lines);
            let sample = samples.first().map(|it| format!("{:?}", it.to_string())).unwrap_or_default();
            let _ = writeln!(
                lines,
                "    {{ let old: old::{a} = json_body::from_str({sample}).unwrap(); let text = ucwa_types::xml_body::to_string(&old).unwrap(); report({n}, {path:?}, ucwa_types::xml_body::from_str::<new{n}::{b}>(&text).map(drop).map_err(|error| error.to_string())); }}",
                n = self.number,
                path = path("output_element"),
            );
        }
        // The type of the output, by the page that it is generated from.
        let answer = |items: &Items, on: &str| {
            items.get(&format!("{on}: Operation<{method}>::Output")).and_then(|item| match &item.kind {
                ItemKind::OperationType(ty) => Some(page_of(items, ty)),
                _ => None,
            })
        };
        let [a, b] = [answer(self.before, &before), answer(self.after, &after)];
        if a != b && a != Some("()".to_owned()) {
            let _ = writeln!(lines, "    report({}, {:?}, Err(String::new()));", self.number, path("output"));
        }
    }

    /// Whether each event has a variant still.
    fn events(&self, lines: &mut String) {
        for event in self.old.resources.iter().flat_map(|it| &it.events) {
            let is_there = |items: &Items| {
                items.values().any(|item| item.of == ["AnyEvent", &event.resource, &event.ty])
            };
            if !is_there(self.before) {
                continue;
            }
            let document = json!({"sender": [{"rel": "house", "href": "/house", "events": [{
                "type": event.ty, "link": {"rel": event.resource, "href": "/it"},
            }]}]});
            let _ = writeln!(
                lines,
                "    {{ let document: new{n}::EventDocument = json_body::from_str({text:?}).unwrap(); for event in document.events() {{ report({n}, {path:?}, match new{n}::AnyEvent::from(event) {{ new{n}::AnyEvent::Unknown(_) => Err(\"unknown\".to_owned()), _ => Ok(()) }}); }} }}",
                n = self.number,
                text = document.to_string(),
                path = format!("AnyEvent.{}.{}", event.resource, event.ty),
            );
        }
    }
}

/// What a resource does not document, and what those embedded in it do not.
fn unknown(items: &Items, ty: &str) -> String {
    let mut all = "std::iter::once(&it.unknown)".to_owned();
    let embedded = match items.get(&format!("{ty}.embedded")).map(|item| &item.kind) {
        Some(ItemKind::Field(RustType::Own(name))) => name.as_str(),
        _ => return format!("{all}.collect()"),
    };
    let prefix = format!("{embedded}.");
    for (path, item) in items.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
        let ItemKind::Field(mut ty) = item.kind.clone() else { continue };
        while let RustType::Option(inner) | RustType::Vec(inner) | RustType::Boxed(inner) = ty {
            ty = *inner;
        }
        if matches!(ty, RustType::Own(_)) {
            let _ = write!(all, ".chain(it.embedded.{}.iter().map(|it| &it.unknown))", &path[prefix.len()..]);
        }
    }
    format!("{all}.collect()")
}

/// The page that a type stands for, or the type.
fn page_of(items: &Items, ty: &RustType) -> String {
    match ty {
        RustType::Own(name) => {
            let name = match items.get(name).map(|item| &item.kind) {
                Some(ItemKind::Alias(ty)) => ty.to_string(),
                _ => name.clone(),
            };
            items.get(&name).map_or(name, |item| item.of.join("."))
        }
        other => other.to_string(),
    }
}

fn links(list: &[Link], one: impl Fn(&Link) -> Value) -> Value {
    links_of(list, one)
}

fn links_of(list: &[Link], one: impl Fn(&Link) -> Value) -> Value {
    let value = |link: &Link| if link.many { json!([one(link), one(link)]) } else { one(link) };
    Value::Object(list.iter().map(|link| (link.rel.clone(), value(link))).collect())
}

/// Returns objects with these members: one with the largest values, one with the smallest, one for each member of an enumeration, and one
/// with the required members only.
fn objects(schema: &Schema, fields: &[Property]) -> Vec<Value> {
    let object = |index: usize, fields: &mut dyn Iterator<Item = &Property>| {
        let (mut members, mut links) = (Map::new(), Map::new());
        for field in fields.filter(|it| !matches!(it.name.as_str(), "rel" | "_links" | "_embedded")) {
            match value(schema, field, index) {
                Some(Sample::Member(value)) => drop(members.insert(field.name.clone(), value)),
                Some(Sample::Link(value)) => drop(links.insert(field.name.clone(), value)),
                None => {}
            }
        }
        if !links.is_empty() {
            members.insert("_links".to_owned(), Value::Object(links));
        }
        Value::Object(members)
    };
    let mut all: Vec<Value> = (0..6).map(|index| object(index, &mut fields.iter())).collect();
    all.push(object(0, &mut fields.iter().filter(|field| field.required)));
    all
}

enum Sample {
    Member(Value),
    Link(Value),
}

fn value(schema: &Schema, field: &Property, index: usize) -> Option<Sample> {
    let text = |limit: Option<u32>| "x".repeat(limit.unwrap_or(300) as usize);
    let number = |index: usize| {
        let largest = field.maximum.unwrap_or(1_000_000);
        if index.is_multiple_of(2) { largest } else { field.minimum.unwrap_or(-1_000_000) }
    };
    let scalar = |scalar: &Scalar| {
        Some(match scalar {
            Scalar::String | Scalar::Uri => json!(text(field.max_length)),
            Scalar::Boolean => json!(true),
            Scalar::Int32 | Scalar::Byte => json!(number(index)),
            Scalar::DateTime => json!("2020-01-02T03:04:05Z"),
            Scalar::TimeSpan => json!("PT8H"),
            Scalar::Object => json!({"any": [1, "thing"]}),
            Scalar::Enumeration(name) => {
                let members = &schema.enumeration(name)?.members;
                json!(members.get(index % members.len().max(1))?.name)
            }
            _ => return None,
        })
    };
    Some(match &field.ty {
        Type::Array(Scalar::Byte) | Type::Scalar(Scalar::ExternalResource) => {
            Sample::Link(json!({"href": "data:text/plain,abc"}))
        }
        Type::Array(Scalar::ExternalResource) => Sample::Member(json!({"any": "thing"})),
        Type::Array(item) => Sample::Member(json!([scalar(item)?, scalar(item)?])),
        Type::Scalar(item) => Sample::Member(scalar(item)?),
    })
}
