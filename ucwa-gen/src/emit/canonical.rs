//! The schema as emission needs it: in an order of its own, and free of contradictions.
//!
//! What is wrong with a schema is found here, all of it at once, so that everything downstream can take its word.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::parallel;
use crate::schema::{Property, Resource, ResourceKind, Schema};

/// Something in a schema that no code can be generated from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Inconsistency {
    /// An entry of a list has no name.
    Unnamed {
        /// The list (`resources`, `contact.properties`).
        scope: String,
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
    /// A method that HTTP has and the API has not, or that nobody has.
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
            Self::Unnamed { scope } => write!(f, "{scope}: there is an entry without a name"),
            Self::Duplicate { scope, name } => write!(f, "{scope}: `{name}` is there twice"),
            Self::Missing { entry, name } => write!(f, "{entry}: the schema has no `{name}`"),
            Self::Role { name } => write!(f, "{name}: a role needs a representation that is no role itself"),
            Self::Method { name, method } => {
                write!(f, "{name}: `{method}` is none of {}", METHODS.join(", "))
            }
        }
    }
}

/// The methods of the API, in the order in which they are emitted.
pub(crate) const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "OPTIONS"];

/// Sorts what has no order of its own, and checks the whole.
pub(crate) fn canonical(schema: &Schema) -> Result<Schema, Vec<Inconsistency>> {
    let Schema { ir_version, digest, link_attributes, resources, enumerations, errors, scopes, names } =
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
    };
    schema.resources.sort_by(|a, b| a.name.cmp(&b.name));
    schema.enumerations.sort_by(|a, b| a.name.cmp(&b.name));
    schema.names.sort_by(|a, b| a.of.cmp(&b.of));
    schema.scopes.sort_by(|a, b| a.name.cmp(&b.name));
    let problems = inconsistencies(&schema);
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

fn inconsistencies(schema: &Schema) -> BTreeSet<Inconsistency> {
    let resources: BTreeMap<&str, ResourceKind> =
        schema.resources.iter().map(|resource| (resource.name.as_str(), resource.kind)).collect();
    let enumerations: BTreeSet<&str> =
        schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()).collect();
    let mut found = Findings { resources, enumerations, problems: BTreeSet::new() };
    found.names("resources", schema.resources.iter().map(|resource| resource.name.as_str()));
    found.names("enumerations", schema.enumerations.iter().map(|enumeration| enumeration.name.as_str()));
    for enumeration in &schema.enumerations {
        let members = enumeration.members.iter().map(|member| member.name.as_str());
        found.names(&format!("{}.members", enumeration.name), members);
    }
    for resource in &schema.resources {
        let name = &resource.name;
        found.role(resource.kind, name, resource.role_of.as_deref());
        found.properties(&format!("{name}.properties"), &resource.properties);
        for (what, links) in [("links", &resource.links), ("embedded", &resource.embedded)] {
            let scope = format!("{name}.{what}");
            found.names(&scope, links.iter().map(|link| link.rel.as_str()));
            for link in links {
                found.resource(&format!("{scope}.{}", link.rel), link.target.as_deref());
            }
        }
        found.names(&format!("{name}.operations"), resource.operations.iter().map(|o| o.method.as_str()));
        for operation in &resource.operations {
            let method = &operation.method;
            if !METHODS.contains(&method.as_str()) {
                found.problems.insert(Inconsistency::Method { name: name.clone(), method: method.clone() });
            }
            found.properties(&format!("{name}.{method}.query"), &operation.query);
            found.properties(&format!("{name}.{method}.input"), &operation.input);
            found.properties(&format!("{name}.{method}.output"), &operation.output_fields);
            found.resource(&format!("{name}.{method}.output"), operation.output.as_deref());
        }
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
    fn names<'n>(&mut self, scope: &str, names: impl Iterator<Item = &'n str>) {
        let mut seen = BTreeSet::new();
        for name in names {
            if name.is_empty() {
                self.problems.insert(Inconsistency::Unnamed { scope: scope.to_owned() });
            } else if !seen.insert(name) {
                self.problems
                    .insert(Inconsistency::Duplicate { scope: scope.to_owned(), name: name.to_owned() });
            }
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
