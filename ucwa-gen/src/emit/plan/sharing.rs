//! Operations that a resource and its roles have together: one type has each method once.

use std::collections::BTreeMap;

use crate::schema::{Operation, OperationError, Resource, ResourceKind, Schema};

/// The operations on each representation, by its name and the method.
pub(super) struct Sharing<'a>(BTreeMap<(&'a str, &'a str), Shared<'a>>);

/// One operation, however many pages document it.
struct Shared<'a> {
    /// The page whose file has it: that of the representation, or else the first of its roles.
    owner: &'a Resource,
    /// The errors that any of the pages documents.
    errors: Vec<&'a OperationError>,
}

impl<'a> Sharing<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        let mut all: BTreeMap<_, Shared<'_>> = BTreeMap::new();
        let rank = |resource: &'a Resource| (resource.kind == ResourceKind::Role, &resource.name);
        for resource in &schema.resources {
            for operation in &resource.operations {
                let key = (resource.representation(), operation.method.as_str());
                let shared = all.entry(key).or_insert(Shared { owner: resource, errors: Vec::new() });
                if rank(resource) < rank(shared.owner) {
                    shared.owner = resource;
                }
                shared.errors.extend(&operation.errors);
            }
        }
        Self(all)
    }

    /// Whether the file of a resource has the operation, rather than that of another one with its representation.
    pub(super) fn owns(&self, resource: &'a Resource, operation: &'a Operation) -> bool {
        self.get(resource, operation).is_none_or(|shared| shared.owner.name == resource.name)
    }

    /// The errors of an operation, wherever they are documented.
    pub(super) fn errors(&self, resource: &'a Resource, operation: &'a Operation) -> &[&'a OperationError] {
        self.get(resource, operation).map_or(&[], |shared| &shared.errors)
    }

    fn get(&self, resource: &'a Resource, operation: &'a Operation) -> Option<&Shared<'a>> {
        self.0.get(&(resource.representation(), operation.method.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Sharing;
    use crate::schema::from_json;

    #[test]
    fn the_first_page_of_a_type_has_each_method_and_all_its_errors() {
        let resource = |name: &str, of: Option<&str>, methods: &[&str]| {
            let operations: Vec<Value> =
                methods.iter().map(|method| json!({"method": method, "errors": [{"code": name}]})).collect();
            json!({
                "name": name, "rel": name, "revision": 1, "kind": if of.is_some() { "role" } else { "resource" },
                "role_of": of, "page": {"file": "", "digest": ""}, "operations": operations,
            })
        };
        let resources = [
            resource("z", None, &["GET"]),
            resource("c", Some("z"), &["GET", "PUT", "POST"]),
            resource("b", Some("z"), &["GET", "PUT"]),
            resource("a", Some("other"), &["PUT"]),
        ];
        let errors = json!({"codes": [], "subcodes": [], "generic": []});
        let schema = json!({
            "irVersion": 2, "digest": "", "resources": resources, "enumerations": [], "errors": errors,
        });
        let schema = from_json(&schema.to_string()).unwrap();
        let sharing = Sharing::new(&schema);
        let mut found = Vec::new();
        for resource in &schema.resources {
            for operation in resource.operations.iter().filter(|it| sharing.owns(resource, it)) {
                let errors = sharing.errors(resource, operation).iter().map(|error| error.code.as_str());
                found.push((
                    resource.name.as_str(),
                    operation.method.as_str(),
                    errors.collect::<Vec<_>>().concat(),
                ));
            }
        }
        let expected = [
            ("z", "GET", "zcb".to_owned()),
            ("c", "POST", "c".to_owned()),
            ("b", "PUT", "cb".to_owned()),
            ("a", "PUT", "a".to_owned()),
        ];
        assert_eq!(found, expected);
    }
}
