//! The operations of a page: what is sent, what comes back, and what can go wrong.

use super::docs::{Doc, code};
use super::facts::{origin, origins};
use super::file::File;
use super::format::{INDENT, impl_of, list, literal};
use super::parameters;
use crate::emit::names::fixed::ERROR_KIND;
use crate::emit::names::runtime::{self, Item};
use crate::emit::plan::{OperationPlan, Plan, ResourcePlan, RustType, rust_type};
use crate::schema::Property;

/// Writes down the operations and the types of their queries and bodies.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>, resource: &ResourcePlan<'_>) {
    // A role's operations are those of its representation.
    let Some(on) = plan.types.representation(resource.resource) else {
        return;
    };
    let page = code(&resource.resource.page.file);
    for operation in &resource.operations {
        implementation(file, plan, resource, on, operation);
        let method = &operation.operation.method;
        let element = operation.operation.output_element.as_deref();
        let bodies = [
            (
                &operation.query,
                runtime::INPUT,
                format!("The query of {method} on [`{on}`]; documented in {page}."),
                None,
            ),
            (
                &operation.input,
                runtime::INPUT,
                format!("The input of {method} on [`{on}`]; documented in {page}."),
                None,
            ),
            (
                &operation.output,
                runtime::OBJECT,
                format!("The output of {method} on [`{on}`]; documented in {page}."),
                element,
            ),
        ];
        for (body, derive, docs, element) in bodies {
            if let Some(body) = body {
                parameters::emit(file, &plan.types, body, derive, &docs, element);
            }
        }
    }
}

fn implementation(
    file: &mut File<'_>,
    plan: &Plan<'_>,
    resource: &ResourcePlan<'_>,
    on: &str,
    planned: &OperationPlan<'_>,
) {
    let operation = planned.operation;
    let Some(marker) = marker(&operation.method) else {
        return;
    };
    let mut docs = Doc::new().prose(file, &operation.description);
    for (verb, media_types) in [("Takes", &operation.consumes), ("Returns", &operation.produces)] {
        if !media_types.is_empty() {
            let media_types: Vec<String> = media_types.iter().map(|name| code(name)).collect();
            docs = docs.markdown(format!("{verb} {}.", media_types.join(", ")));
        }
    }
    for status in &operation.statuses {
        if let Some(origin) = origin(&status.provenance) {
            docs = docs.markdown(format!("Answers {} as well: {origin}.", status.status));
        }
    }
    let docs = errors(file, plan, docs, planned).comment("///");
    let (operation_trait, marker) = (file.runtime(runtime::OPERATION), file.runtime(marker));
    let query = file.rust_type(&rust_type::query(planned));
    let input = or_self(file, on, &rust_type::input(on, planned));
    let output = or_self(file, on, &rust_type::output(&plan.types, resource.resource, on, planned));
    let mut constants = rules(file, "QUERY", &operation.query);
    if operation.consumes.is_empty() {
        constants.push_str(&rules(file, "INPUT", &operation.input));
    }
    if !operation.statuses.is_empty() {
        let statuses: Vec<String> = operation.statuses.iter().map(|it| it.status.to_string()).collect();
        constants.push_str(&format!("    const STATUSES: &'static [u16] = &[{}];\n", statuses.join(", ")));
    }
    let error = file.ty(ERROR_KIND);
    if !planned.errors.is_empty() {
        let kinds: Vec<_> =
            planned.errors.iter().map(|error| vec![format!("{ERROR_KIND}::{}", error.name)]).collect();
        constants.push_str(&list(INDENT, &format!("const ERRORS: &'static [{error}]"), &kinds));
    }
    if !operation.generic_errors {
        constants.push_str("    const GENERIC_ERRORS: bool = false;\n");
    }
    let head = impl_of(&format!("{operation_trait}<{marker}>"), file.ty(on));
    file.push(format!(
        "{docs}{head} {{
    type Query = {query};
    type Input = {input};
    type Output = {output};
    type Error = {error};
{constants}}}
"
    ));
    if rust_type::is_event_channel(resource.resource, operation) {
        let (source, any) = (file.runtime(runtime::EVENT_SOURCE), file.ty(runtime::ANY_RESOURCE.name));
        let head = impl_of(source, file.ty(on));
        file.push(format!("{head} {{\n    type Resources = {any};\n}}\n"));
    }
}

/// What each operation takes, answers and documents as errors, as an item of a list.
pub(crate) fn summaries(file: &mut File<'_>, plan: &Plan<'_>, resource: &ResourcePlan<'_>) -> Vec<String> {
    let Some(on) = plan.types.representation(resource.resource) else { return Vec::new() };
    resource.operations.iter().map(|planned| summary(file, plan, resource, on, planned)).collect()
}

fn summary(
    file: &mut File<'_>,
    plan: &Plan<'_>,
    resource: &ResourcePlan<'_>,
    on: &str,
    planned: &OperationPlan<'_>,
) -> String {
    let shown = |ty: &str| match ty {
        "()" => None,
        "Self" => Some("this resource".to_owned()),
        ty => Some(match ty.rsplit_once("::") {
            Some((_, name)) => format!("[`{name}`]({ty})"),
            None => format!("[`{ty}`]"),
        }),
    };
    let input = shown(&or_self(file, on, &rust_type::input(on, planned)));
    let query = shown(&file.rust_type(&rust_type::query(planned))).map(|query| format!("the query {query}"));
    let taken: Vec<String> = input.into_iter().chain(query).collect();
    let output = or_self(file, on, &rust_type::output(&plan.types, resource.resource, on, planned));
    let answered = shown(&output).map(|output| format!("returns {output}"));
    let taken = match taken.as_slice() {
        [] => answered.is_none().then(|| "takes no body".to_owned()),
        taken => Some(format!("takes {}", taken.join(" and "))),
    };
    let errors: Vec<String> =
        planned.errors.iter().map(|error| format!("[`{}`](ErrorKind::{})", error.name, error.name)).collect();
    let errors = (!errors.is_empty()).then(|| format!("errors: {}", errors.join(", ")));
    let parts: Vec<String> = taken.into_iter().chain(answered).chain(errors).collect();
    let method = code(&planned.operation.method);
    format!("{method} {}.", parts.join("; "))
}

/// Documents each error with what it means for the operation.
fn errors(file: &File<'_>, plan: &Plan<'_>, docs: Doc, planned: &OperationPlan<'_>) -> Doc {
    let generic = super::errors::generic(plan).filter(|_| planned.operation.generic_errors);
    if planned.errors.is_empty() && generic.is_none() {
        return docs;
    }
    let docs = planned.errors.iter().fold(docs.markdown("# Errors"), |docs, error| {
        let statuses: String = error.statuses.iter().map(|status| format!("{status} ")).collect();
        let origins = origins(&error.origins).map_or_else(String::new, |origins| format!(" ({origins})"));
        let kind = format!("{statuses}[`{}`](ErrorKind::{}){origins}", error.name, error.name);
        docs.item(file, &kind, &error.descriptions)
    });
    match generic {
        Some(generic) => docs.item(file, &format!("the {generic}"), []),
        None => docs,
    }
}

fn marker(method: &str) -> Option<Item> {
    Some(match method {
        "GET" => runtime::GET,
        "POST" => runtime::POST,
        "PUT" => runtime::PUT,
        "DELETE" => runtime::DELETE,
        "OPTIONS" => runtime::OPTIONS,
        _ => return None,
    })
}

/// Returns the type, or `Self` if the type is the one that has the operation.
fn or_self(file: &mut File<'_>, on: &str, ty: &RustType) -> String {
    if *ty == RustType::named(on) { "Self".to_owned() } else { file.rust_type(ty) }
}

/// The documented rules about parameters, in a constant; empty without rules.
fn rules(file: &mut File<'_>, name: &str, parameters: &[Property]) -> String {
    let rules: Vec<Vec<String>> = parameters.iter().filter_map(rule).collect();
    if rules.is_empty() {
        return String::new();
    }
    list(INDENT, &format!("const {name}: &'static [{}]", file.runtime(runtime::RULE)), &rules)
}

fn rule(parameter: &Property) -> Option<Vec<String>> {
    let clauses = [
        parameter.required.then(|| ".required()".to_owned()),
        parameter.max_length.map(|length| format!(".max_length({length})")),
        parameter.minimum.map(|bound| format!(".minimum({bound})")),
        parameter.maximum.map(|bound| format!(".maximum({bound})")),
    ];
    let mut clauses = clauses.into_iter().flatten().peekable();
    clauses.peek()?;
    let new = format!("{}::new({})", runtime::RULE.name, literal(&parameter.name));
    Some([new].into_iter().chain(clauses).collect())
}
