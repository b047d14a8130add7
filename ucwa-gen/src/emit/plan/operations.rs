//! Operations, and the types that belong to each.

use super::errors::{ErrorKinds, OperationErrorPlan};
use super::named::{Struct, named};
use super::sharing::Sharing;
use crate::emit::names::fixed::UNKNOWN;
use crate::emit::names::{Kind, Names};
use crate::schema::{Operation, Property, Resource};

/// An operation and the types that belong to it alone.
#[derive(Debug)]
pub(crate) struct OperationPlan<'a> {
    pub(crate) operation: &'a Operation,
    /// Its errors, with those of the same operation on the roles of the resource, which are links of the same type.
    pub(crate) errors: Vec<OperationErrorPlan<'a>>,
    pub(crate) query: Option<Struct<'a, Property>>,
    pub(crate) input: Option<Struct<'a, Property>>,
    pub(crate) output: Option<Struct<'a, Property>>,
}

/// What a body holds under these names has its own place in it, whatever a page lists.
const NO_FIELDS: [&str; 2] = ["_links", "_embedded"];

/// The method whose request body is the representation, undocumented properties included.
pub(crate) const PUT: &str = "PUT";

/// Whether the request body is a list of fields, rather than the representation or content of another media type.
fn has_own_input(operation: &Operation) -> bool {
    operation.method != PUT && operation.consumes.is_empty()
}

/// Names what belongs to an operation on the type `owner`.
pub(super) fn operation_plan<'a>(
    sharing: &Sharing<'a>,
    errors: &ErrorKinds<'a>,
    resource: &'a Resource,
    operation: &'a Operation,
    owner: &str,
    names: &mut Names,
) -> OperationPlan<'a> {
    let errors = errors.of(sharing.errors(resource, operation));
    let mut body = |what, fields| parameters(names, owner, resource, operation, what, fields);
    OperationPlan {
        operation,
        errors,
        query: body("Query", &operation.query),
        input: if has_own_input(operation) { body("Input", &operation.input) } else { None },
        output: body("Output", &operation.output_fields),
    }
}

fn parameters<'a>(
    names: &mut Names,
    owner: &str,
    resource: &Resource,
    operation: &Operation,
    suffix: &str,
    fields: &'a [Property],
) -> Option<Struct<'a, Property>> {
    if fields.is_empty() {
        return None;
    }
    let scope = format!("{}.{}.{}", resource.name, operation.method, suffix.to_lowercase());
    let method = heck::AsUpperCamelCase(&operation.method).to_string();
    let suffixes = [suffix.to_owned(), format!("{method}{suffix}")];
    let ty = names.companion(&scope, owner, &suffixes);
    let own = fields.iter().filter(|field| !NO_FIELDS.contains(&field.name.as_str()));
    let fields = named(names, Kind::Property, &scope, &[UNKNOWN], own, |field| &field.name);
    Some(Struct { ty, fields })
}
