//! The operations of a page: what is sent, what comes back, and what can go wrong.

use std::borrow::Cow;

use super::docs::{Doc, code};
use super::file::File;
use super::format::{INDENT, impl_of, list, literal};
use super::parameters;
use crate::emit::names::fixed::GENERIC_ERROR;
use crate::emit::names::runtime::{self, Item};
use crate::emit::plan::{OperationPlan, PUT, Plan, ResourcePlan, Struct};
use crate::schema::Property;

/// The resource whose representation no page describes: the answers of the event channel are the runtime's.
const EVENT_CHANNEL: &str = "events";

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
        if let Some(errors) = &operation.errors
            && let Some(enumeration) = plan.error_sets.ty(&errors.kinds)
        {
            let docs = Doc::new().markdown(format!("How {method} on [`{on}`] can be refused; see {page}."));
            let docs = docs.comment("///");
            let (ty, enumeration) = (file.declare(&errors.ty), file.ty(enumeration));
            file.push(format!("{docs}pub type {ty} = {enumeration};\n"));
        }
        let element = operation.operation.output_element.as_deref();
        let bodies = [
            (
                &operation.query,
                runtime::INPUT,
                format!("The query of {method} on [`{on}`]; see {page}."),
                None,
            ),
            (&operation.input, runtime::INPUT, format!("What {method} on [`{on}`] takes; see {page}."), None),
            (
                &operation.output,
                runtime::OBJECT,
                format!("What {method} on [`{on}`] answers; see {page}."),
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
    for (verb, media_types) in [("Takes", &operation.consumes), ("Answers", &operation.produces)] {
        if !media_types.is_empty() {
            let media_types: Vec<String> = media_types.iter().map(|name| code(name)).collect();
            docs = docs.markdown(format!("{verb} {}.", media_types.join(", ")));
        }
    }
    let docs = docs.comment("///");
    let (operation_trait, marker) = (file.runtime(runtime::OPERATION), file.runtime(marker));
    let query = own(file, planned.query.as_ref()).unwrap_or("()");
    let input = input(file, planned);
    let output = output(file, plan, resource, on, planned);
    let mut constants = rules(file, "QUERY", &operation.query);
    if operation.consumes.is_empty() {
        constants.push_str(&rules(file, "INPUT", &operation.input));
    }
    if !operation.statuses.is_empty() {
        let statuses: Vec<String> = operation.statuses.iter().map(u16::to_string).collect();
        constants.push_str(&format!("    const STATUSES: &'static [u16] = &[{}];\n", statuses.join(", ")));
    }
    let error = match &planned.errors {
        Some(errors) => file.declare(&errors.ty),
        None => file.ty(GENERIC_ERROR),
    };
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

fn own<'s, T>(file: &mut File<'_>, body: Option<&'s Struct<'_, T>>) -> Option<&'s str> {
    body.map(|body| file.declare(&body.ty))
}

fn input<'s>(file: &mut File<'_>, planned: &'s OperationPlan<'_>) -> &'s str {
    let operation = planned.operation;
    if !operation.consumes.is_empty() {
        return file.runtime(runtime::RAW_BODY);
    }
    if operation.method == PUT {
        return "Self";
    }
    own(file, planned.input.as_ref()).unwrap_or("()")
}

fn output<'s>(
    file: &mut File<'_>,
    plan: &'s Plan<'_>,
    resource: &ResourcePlan<'_>,
    on: &str,
    planned: &'s OperationPlan<'_>,
) -> Cow<'s, str> {
    let operation = planned.operation;
    let is_get = operation.method == "GET";
    if is_get && resource.resource.rel == EVENT_CHANNEL {
        let document = file.runtime(runtime::EVENT_DOCUMENT);
        let any = file.ty(runtime::ANY_RESOURCE.name);
        return format!("{document}<{any}>").into();
    }
    if !operation.produces.is_empty() {
        return file.runtime(runtime::RAW_BODY).into();
    }
    if let Some(own) = own(file, planned.output.as_ref()) {
        return own.into();
    }
    match operation.output.as_deref().and_then(|name| plan.types.resource(name)) {
        Some(name) if name != on => file.ty(name).into(),
        Some(_) => "Self".into(),
        // The pages say so of every one.
        None if is_get => "Self".into(),
        None => "()".into(),
    }
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
