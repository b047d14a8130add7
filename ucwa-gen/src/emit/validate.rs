//! The schema as emission needs it: in an order of its own, and free of contradictions.
//!
//! What is wrong with a schema is found here, all of it at once, so that everything downstream can rely on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::externs::Externs;
use crate::hidden::escape;
use crate::parallel;
use crate::schema::{
    Event, Operation, OperationError, Property, Resource, ResourceKind, Schema, is_in_name, is_name,
    is_title, is_visible,
};

/// Something in a schema that no code can be generated from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Inconsistency {
    /// An entry of a list has no name.
    Unnamed {
        /// The list (`resources`, `contact.properties`).
        scope: String,
    },
    /// The name of an entry is not a valid name.
    Name {
        /// The list (`resources`, `contact.properties`), or the place in an entry (`contact.rel`).
        scope: String,
        /// The invalid name.
        name: String,
    },
    /// Two entries of one list have the same name.
    Duplicate {
        /// The list (`resources`, `contact.properties`).
        scope: String,
        /// The name.
        name: String,
    },
    /// An entry names something that the schema does not hold.
    Missing {
        /// The entry (`contact.links.organizer`).
        entry: String,
        /// The name.
        name: String,
    },
    /// A role without a representation, or whose representation is a role itself.
    Role {
        /// The resource.
        name: String,
    },
    /// A revision below 1.
    Revision {
        /// The resource.
        name: String,
    },
    /// A method that the API does not have.
    Method {
        /// The resource.
        name: String,
        /// The method.
        method: String,
    },
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unnamed { scope } => write!(f, "{}: there is an entry without a name", visible(scope)),
            Self::Name { scope, name } => {
                let (scope, shown) = (visible(scope), visible(name));
                write!(f, "{scope}: `{shown}` is not a name: it contains {}", fault(name))
            }
            Self::Duplicate { scope, name } => {
                write!(f, "{}: `{}` is there twice", visible(scope), visible(name))
            }
            Self::Missing { entry, name } => {
                write!(f, "{}: the schema has no `{}`", visible(entry), visible(name))
            }
            Self::Role { name } => {
                write!(f, "{}: a role needs a representation that is not itself a role", visible(name))
            }
            Self::Revision { name } => write!(f, "{}.revision: revisions count from 1", visible(name)),
            Self::Method { name, method } => {
                let (name, method, methods) = (visible(name), visible(method), METHODS.join(", "));
                write!(f, "{name}.operations: `{method}` is not a method of the API ({methods})")
            }
        }
    }
}

/// A text with escapes in the place of what is not shown.
fn visible(text: &str) -> String {
    escape(text, |c| !is_visible(c))
}

/// What keeps a text from being a name.
fn fault(text: &str) -> String {
    match text.chars().find(|c| !is_in_name(*c)) {
        Some(c) if !is_visible(c) => format!("U+{:04X}, which is not shown", u32::from(c)),
        Some(c) if c.is_whitespace() => "white space".to_owned(),
        Some(c) => format!("`{c}`"),
        None => "nothing".to_owned(),
    }
}

/// The methods of the API, in the order in which they are emitted.
pub(crate) const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "OPTIONS"];

/// Sorts what has no order of its own, and checks the whole. What is elsewhere may be missing.
pub(crate) fn valid(schema: &Schema, externs: &Externs) -> Result<Schema, Vec<Inconsistency>> {
    let Schema { ir_version, digest, link_attributes, resources, enumerations, errors, scopes, names, since } =
        schema;
    let mut schema = Schema {
        ir_version: *ir_version,
        digest: digest.clone(),
        link_attributes: link_attributes.clone(),
        resources: parallel::map(resources, sorted),
        enumerations: enumerations.clone(),
        errors: errors.clone(),
        scopes: scopes.clone(),
        names: names.clone(),
        since: since.clone(),
    };
    schema.resources.sort_by(|a, b| a.name.cmp(&b.name));
    schema.enumerations.sort_by(|a, b| a.name.cmp(&b.name));
    schema.names.sort_by(|a, b| a.of.cmp(&b.of));
    schema.since.sort_by(|a, b| a.of.cmp(&b.of));
    schema.scopes.sort_by(|a, b| a.name.cmp(&b.name));
    let problems = inconsistencies(&schema, externs);
    if problems.is_empty() { Ok(schema) } else { Err(problems.into_iter().collect()) }
}

/// A resource whose lists have the order of emission.
fn sorted(resource: &Resource) -> Resource {
    let mut resource = resource.clone();
    resource.aliases.sort();
    resource
        .operations
        .sort_by_key(|operation| METHODS.iter().position(|method| *method == operation.method));
    resource
}

fn inconsistencies(schema: &Schema, externs: &Externs) -> BTreeSet<Inconsistency> {
    let elsewhere = || externs.iter().map(|(page, _)| page);
    let resources = schema.resources.iter().map(|resource| (resource.name.as_str(), resource.kind));
    let resources: BTreeMap<&str, ResourceKind> =
        elsewhere().map(|page| (page, ResourceKind::Resource)).chain(resources).collect();
    let enumerations = schema.enumerations.iter().map(|enumeration| enumeration.name.as_str());
    let enumerations: BTreeSet<&str> = elsewhere().chain(enumerations).collect();
    let mut found = Findings { resources, enumerations, problems: BTreeSet::new() };
    found.names("link_attributes", schema.link_attributes.iter().map(|attribute| attribute.name.as_str()));
    found.names("resources", schema.resources.iter().map(|resource| resource.name.as_str()));
    schema.resources.iter().for_each(|resource| found.of_resource(resource));
    found.names("enumerations", schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()));
    for enumeration in &schema.enumerations {
        let members = enumeration.members.iter().map(|member| member.name.as_str());
        found.names(&format!("{}.members", enumeration.name), members);
    }
    found.errors("errors.generic", &schema.errors.generic);
    found.names("errors.codes", schema.errors.codes.iter().map(|code| code.name.as_str()));
    found.names("errors.subcodes", schema.errors.subcodes.iter().map(|code| code.name.as_str()));
    found.names("scopes", schema.scopes.iter().map(|scope| scope.name.as_str()));
    for name in &schema.names {
        found.name(&format!("names.{}", name.of), &name.name);
    }
    found.problems
}

/// The names that entries can refer to, and what was found wrong.
struct Findings<'a> {
    resources: BTreeMap<&'a str, ResourceKind>,
    enumerations: BTreeSet<&'a str>,
    problems: BTreeSet<Inconsistency>,
}

impl Findings<'_> {
    fn of_resource(&mut self, resource: &Resource) {
        let name = &resource.name;
        self.name(&format!("{name}.rel"), &resource.rel);
        self.names(&format!("{name}.aliases"), resource.aliases.iter().map(String::as_str));
        if resource.revision == 0 {
            self.problems.insert(Inconsistency::Revision { name: name.clone() });
        }
        if let Some(title) = resource.group.as_ref().filter(|title| !is_title(title)) {
            let scope = format!("{name}.group");
            self.problems.insert(match title.trim().is_empty() {
                true => Inconsistency::Unnamed { scope },
                false => Inconsistency::Name { scope, name: title.clone() },
            });
        }
        self.role(resource.kind, name, resource.role_of.as_deref());
        self.properties(&format!("{name}.properties"), &resource.properties);
        for (what, links) in [("links", &resource.links), ("embedded", &resource.embedded)] {
            let scope = format!("{name}.{what}");
            self.names(&scope, links.iter().map(|link| link.rel.as_str()));
            for link in links {
                self.resource(&format!("{scope}.{}", link.rel), link.target.as_deref());
            }
        }
        self.names(&format!("{name}.operations"), resource.operations.iter().map(|o| o.method.as_str()));
        resource.operations.iter().for_each(|operation| self.operation(name, operation));
        let scope = format!("{name}.events");
        resource.events.iter().for_each(|event| self.event(&scope, event));
        let scope = format!("{name}.reasons");
        for reason in &resource.reasons {
            self.code(&scope, &reason.code, reason.subcode.as_deref());
        }
        self.names(&format!("{name}.scopes"), resource.scopes.iter().map(|scope| scope.name.as_str()));
    }

    fn operation(&mut self, resource: &str, operation: &Operation) {
        let method = &operation.method;
        if !METHODS.contains(&method.as_str()) {
            let (name, method) = (resource.to_owned(), method.clone());
            self.problems.insert(Inconsistency::Method { name, method });
        }
        let scope = format!("{resource}.{method}");
        self.properties(&format!("{scope}.query"), &operation.query);
        self.properties(&format!("{scope}.input"), &operation.input);
        self.properties(&format!("{scope}.output"), &operation.output_fields);
        self.resource(&format!("{scope}.output"), operation.output.as_deref());
        if let Some(element) = &operation.output_element {
            self.name(&format!("{scope}.output_element"), element);
        }
        self.errors(&format!("{scope}.errors"), &operation.errors);
    }

    fn event(&mut self, scope: &str, event: &Event) {
        self.name(scope, &event.ty);
        self.name(scope, &event.resource);
        // Neither has to be documented.
        let optional = [&event.sender].into_iter().chain(&event.scope);
        optional.filter(|name| !name.is_empty()).for_each(|name| self.name(scope, name));
    }

    fn errors(&mut self, scope: &str, errors: &[OperationError]) {
        for error in errors {
            self.code(scope, &error.code, error.subcode.as_deref());
        }
    }

    fn code(&mut self, scope: &str, code: &str, subcode: Option<&str>) {
        self.name(scope, code);
        if let Some(subcode) = subcode {
            self.name(scope, subcode);
        }
    }

    /// The names of one list, each of which can be there once.
    fn names<'n>(&mut self, scope: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            self.name(scope, name);
            if !name.is_empty() && !seen.insert(name) {
                self.problems
                    .insert(Inconsistency::Duplicate { scope: scope.to_owned(), name: name.to_owned() });
            }
        }
    }

    fn name(&mut self, scope: &str, name: &str) {
        let scope = || scope.to_owned();
        if name.is_empty() {
            self.problems.insert(Inconsistency::Unnamed { scope: scope() });
        } else if !is_name(name) {
            self.problems.insert(Inconsistency::Name { scope: scope(), name: name.to_owned() });
        }
    }

    fn properties(&mut self, scope: &str, properties: &[Property]) {
        self.names(scope, properties.iter().map(|property| property.name.as_str()));
        for property in properties {
            if let Some(name) = property.ty.enumeration()
                && !self.enumerations.contains(name)
            {
                let entry = format!("{scope}.{}", property.name);
                self.problems.insert(Inconsistency::Missing { entry, name: name.to_owned() });
            }
        }
    }

    fn resource(&mut self, entry: &str, target: Option<&str>) {
        if let Some(name) = target
            && !self.resources.contains_key(name)
        {
            self.problems.insert(Inconsistency::Missing { entry: entry.to_owned(), name: name.to_owned() });
        }
    }

    fn role(&mut self, kind: ResourceKind, name: &str, role_of: Option<&str>) {
        let representation = role_of.map(|of| self.resources.get(of));
        let fits = match (kind, representation) {
            (ResourceKind::Role, Some(Some(kind))) => *kind != ResourceKind::Role,
            (ResourceKind::Role, _) | (_, Some(_)) => false,
            (_, None) => true,
        };
        if !fits {
            self.problems.insert(Inconsistency::Role { name: name.to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Externs, Inconsistency, valid};
    use crate::schema::from_json;

    /// One of each thing that has a name.
    fn schema() -> Value {
        let page = json!({"file": "lamp_ref.md", "digest": "xxh3:0"});
        let property = json!({"name": "colour", "type": "String", "required": false});
        let error = json!({"code": "Gone", "subcode": "Broken"});
        let link = json!({"rel": "self", "many": false, "target": "lamp"});
        json!({
            "irVersion": 2, "digest": "xxh3:0",
            "link_attributes": [{"name": "href"}],
            "resources": [{
                "name": "lamp", "rel": "lamp", "aliases": ["light"], "revision": 1, "group": "Lamps and others",
                "kind": "resource", "page": page, "properties": [property], "links": [link], "embedded": [link],
                "operations": [{"method": "POST", "query": [property], "input": [property],
                    "output_fields": [property], "output_element": "answer", "errors": [error]}],
                "events": [{"type": "added", "resource": "lamp", "priority": "High", "sender": "house", "in": ["room"]}],
                "reasons": [error], "scopes": [{"name": "Lamps.ReadWrite"}],
            }],
            "enumerations": [{"name": "LampState", "members": [{"name": "On"}]}],
            "errors": {"codes": [{"name": "Gone", "documented": true}],
                "subcodes": [{"name": "Broken", "documented": true}], "generic": [error]},
            "scopes": [{"name": "Lamps.ReadWrite"}],
            "names": [{"of": "lamp", "name": "lantern"}],
        })
    }

    fn problems(schema: &Value) -> Vec<String> {
        let schema = from_json(&schema.to_string()).unwrap();
        let problems = valid(&schema, &Externs::default()).err().unwrap_or_default();
        problems.iter().map(Inconsistency::to_string).collect()
    }

    #[test]
    fn what_is_not_a_name_is_found_wherever_it_is() {
        assert_eq!(problems(&schema()), [""; 0]);
        for (place, scope) in [
            ("/link_attributes/0/name", "link_attributes"),
            ("/resources/0/rel", "lamp.rel"),
            ("/resources/0/aliases/0", "lamp.aliases"),
            ("/resources/0/properties/0/name", "lamp.properties"),
            ("/resources/0/links/0/rel", "lamp.links"),
            ("/resources/0/embedded/0/rel", "lamp.embedded"),
            ("/resources/0/operations/0/query/0/name", "lamp.POST.query"),
            ("/resources/0/operations/0/input/0/name", "lamp.POST.input"),
            ("/resources/0/operations/0/output_fields/0/name", "lamp.POST.output"),
            ("/resources/0/operations/0/output_element", "lamp.POST.output_element"),
            ("/resources/0/operations/0/errors/0/code", "lamp.POST.errors"),
            ("/resources/0/operations/0/errors/0/subcode", "lamp.POST.errors"),
            ("/resources/0/events/0/type", "lamp.events"),
            ("/resources/0/events/0/resource", "lamp.events"),
            ("/resources/0/reasons/0/code", "lamp.reasons"),
            ("/resources/0/reasons/0/subcode", "lamp.reasons"),
            ("/resources/0/scopes/0/name", "lamp.scopes"),
            ("/enumerations/0/name", "enumerations"),
            ("/enumerations/0/members/0/name", "LampState.members"),
            ("/errors/codes/0/name", "errors.codes"),
            ("/errors/subcodes/0/name", "errors.subcodes"),
            ("/errors/generic/0/code", "errors.generic"),
            ("/scopes/0/name", "scopes"),
            ("/names/0/name", "names.lamp"),
        ] {
            for (name, message) in [
                ("a b", "`a b` is not a name: it contains white space"),
                ("a\"b", "`a\"b` is not a name: it contains `\"`"),
                ("a\u{202E}b", r"`a\u{202e}b` is not a name: it contains U+202E, which is not shown"),
                ("", "there is an entry without a name"),
            ] {
                let mut schema = schema();
                *schema.pointer_mut(place).unwrap() = json!(name);
                let found = problems(&schema);
                assert!(found.contains(&format!("{scope}: {message}")), "{place} {name:?}: {found:#?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_is_found() {
        for (place, value, expected) in [
            ("/resources/0/name", json!("a b"), "resources: `a b` is not a name: it contains white space"),
            ("/resources/0/name", json!("a\nb"), r"a\u{a}b.links.self: the schema has no `lamp`"),
            (
                "/resources/0/group",
                json!("\u{202E}"),
                r"lamp.group: `\u{202e}` is not a name: it contains U+202E, which is not shown",
            ),
            ("/resources/0/group", json!(" "), "lamp.group: there is an entry without a name"),
            (
                "/resources/0/events/0/sender",
                json!("a b"),
                "lamp.events: `a b` is not a name: it contains white space",
            ),
            (
                "/resources/0/events/0/in/0",
                json!("a b"),
                "lamp.events: `a b` is not a name: it contains white space",
            ),
            ("/resources/0/revision", json!(0), "lamp.revision: revisions count from 1"),
            (
                "/resources/0/operations/0/method",
                json!("PATCH"),
                "lamp.operations: `PATCH` is not a method of the API (GET, POST, PUT, DELETE, OPTIONS)",
            ),
            (
                "/resources/0/kind",
                json!("role"),
                "lamp: a role needs a representation that is not itself a role",
            ),
            ("/resources/0/links/0/target", json!("house"), "lamp.links.self: the schema has no `house`"),
            (
                "/resources/0/properties/0/type",
                json!("House"),
                "lamp.properties.colour: the schema has no `House`",
            ),
        ] {
            let mut schema = schema();
            *schema.pointer_mut(place).unwrap() = value;
            let found = problems(&schema);
            assert!(found.iter().any(|problem| problem == expected), "{place}: {found:#?}");
        }
    }
}
