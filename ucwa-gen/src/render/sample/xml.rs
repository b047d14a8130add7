//! Bodies as XML.

use quick_xml::escape::escape;

use super::body::{Body, EventBody};
use super::value::Value;
use super::{NEXT, THIS};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const NAMESPACE: (&str, &str) = ("xmlns", "http://schemas.microsoft.com/rtc/2012/03/ucwa");

pub(super) fn body(made: &Body<'_>) -> String {
    let mut writer = Writer::default();
    let attributes: Vec<_> = rel(made.rel).chain(href(made)).chain([NAMESPACE]).collect();
    writer.element(made.element, &attributes, |writer| writer.members(made, made.rel));
    writer.finish()
}

pub(super) fn event(made: &EventBody<'_>) -> String {
    let mut writer = Writer::default();
    writer.element("events", &[("href", THIS), NAMESPACE], |writer| {
        writer.empty("link", &[("rel", "next"), ("href", NEXT)]);
        let sender = [("rel", made.event.sender.as_str()), ("href", &made.sender_href)];
        writer.element("sender", &sender, |writer| {
            let mut attributes = vec![("rel", made.event.resource.as_str()), ("href", &made.href)];
            if made.event.ty == "completed" {
                attributes.push(("status", "Success"));
            }
            writer.element(&made.event.ty, &attributes, |writer| {
                if let Some((rel, href)) = &made.scope {
                    writer.empty("in", &[("rel", *rel), ("href", href)]);
                }
                if let Some(resource) = &made.resource {
                    writer.embedded(&made.event.resource, resource);
                }
            });
        });
    });
    writer.finish()
}

fn rel(rel: Option<&str>) -> impl Iterator<Item = (&str, &str)> {
    rel.map(|rel| ("rel", rel)).into_iter()
}

fn href<'a>(made: &'a Body<'_>) -> impl Iterator<Item = (&'a str, &'a str)> {
    made.href.iter().map(|href| ("href", href.as_str()))
}

#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn members(&mut self, made: &Body<'_>, known_as: Option<&str>) {
        for (name, hrefs) in &made.links {
            for href in hrefs.as_slice() {
                self.empty("link", &[("rel", *name), ("href", href)]);
            }
        }
        // The attribute has the name under which a resource is embedded.
        if let Some(rel) = made.rel.filter(|rel| known_as != Some(*rel)) {
            self.leaf("property", &[("name", "rel")], rel);
        }
        for (name, value) in &made.properties {
            self.property(name, value);
        }
        for (name, bodies) in &made.embedded {
            bodies.as_slice().iter().for_each(|body| self.embedded(name, body));
        }
    }

    fn embedded(&mut self, name: &str, made: &Body<'_>) {
        let attributes: Vec<_> = rel(Some(name)).chain(href(made)).collect();
        self.element("resource", &attributes, |writer| writer.members(made, Some(name)));
    }

    fn property(&mut self, name: &str, value: &Value) {
        match value {
            Value::List(items) => self.element("propertyList", &[("name", name)], |writer| {
                items.iter().for_each(|item| writer.leaf("item", &[], &text(item)));
            }),
            value => self.leaf("property", &[("name", name)], &text(value)),
        }
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.extend(["<", name]);
        for (name, value) in attributes {
            self.text.extend([" ", name, "=\"", &escape(*value), "\""]);
        }
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str("/>\n");
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], content: &str) {
        self.start(name, attributes);
        self.text.extend([">", &escape(content), "</", name, ">\n"]);
    }

    fn element(&mut self, name: &str, attributes: &[(&str, &str)], content: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        self.text.push_str(">\n");
        self.depth += 1;
        content(self);
        self.depth -= 1;
        self.text.push_str(&"  ".repeat(self.depth));
        self.text.extend(["</", name, ">\n"]);
    }

    fn finish(self) -> String {
        format!("{DECLARATION}{}", self.text.trim_end())
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Boolean(true) => "True".to_owned(),
        Value::Boolean(false) => "False".to_owned(),
        Value::Instant => "2018-02-01T12:00:00Z".to_owned(),
        // A list holds no lists.
        Value::List(_) => String::new(),
    }
}
