//! The operations of a page: what is sent, what comes back, and what can go wrong.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::{Doc, code};
use super::file::{File, ident};
use super::names::GENERIC_ERROR;
use super::parameters;
use super::plan::{OperationPlan, PUT, Plan, ResourcePlan, Struct};
use super::runtime::{self, Item};
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
            let docs = file.comment(&docs);
            let (ty, enumeration) = (file.declare(&errors.ty), file.ty(enumeration));
            file.push(quote!(#docs pub type #ty = #enumeration;));
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
    let docs = file.comment(&docs);
    let (operation_trait, marker) = (file.runtime(runtime::OPERATION), file.runtime(marker));
    let query = own(file, planned.query.as_ref()).unwrap_or_else(|| quote!(()));
    let input = input(file, planned);
    let output = output(file, plan, resource, on, planned);
    let query_rules = rules(file, "QUERY", &operation.query);
    let input_rules = operation.consumes.is_empty().then(|| rules(file, "INPUT", &operation.input));
    let statuses = (!operation.statuses.is_empty()).then(|| {
        let statuses = operation.statuses.iter().map(|status| Literal::u16_unsuffixed(*status));
        quote!(const STATUSES: &'static [u16] = &[#(#statuses),*];)
    });
    let error = match &planned.errors {
        Some(errors) => file.declare(&errors.ty),
        None => file.ty(GENERIC_ERROR),
    };
    let on = file.ty(on);
    file.push(quote! {
        #docs
        impl #operation_trait<#marker> for #on {
            type Query = #query;
            type Input = #input;
            type Output = #output;
            type Error = #error;
            #query_rules
            #input_rules
            #statuses
        }
    });
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

fn own<T>(file: &mut File<'_>, body: Option<&Struct<'_, T>>) -> Option<TokenStream> {
    body.map(|body| {
        let ty = file.declare(&body.ty);
        quote!(#ty)
    })
}

fn input(file: &mut File<'_>, planned: &OperationPlan<'_>) -> TokenStream {
    let operation = planned.operation;
    if !operation.consumes.is_empty() {
        let content = file.runtime(runtime::CONTENT);
        return quote!(#content);
    }
    if operation.method == PUT {
        return quote!(Self);
    }
    own(file, planned.input.as_ref()).unwrap_or_else(|| quote!(()))
}

fn output(
    file: &mut File<'_>,
    plan: &Plan<'_>,
    resource: &ResourcePlan<'_>,
    on: &str,
    planned: &OperationPlan<'_>,
) -> TokenStream {
    let operation = planned.operation;
    let is_get = operation.method == "GET";
    if is_get && resource.resource.rel == EVENT_CHANNEL {
        let document = file.runtime(runtime::EVENT_DOCUMENT);
        let any = file.ty(runtime::ANY_RESOURCE.name);
        return quote!(#document<#any>);
    }
    if !operation.produces.is_empty() {
        let content = file.runtime(runtime::CONTENT);
        return quote!(#content);
    }
    if let Some(own) = own(file, planned.output.as_ref()) {
        return own;
    }
    match operation.output.as_deref().and_then(|name| plan.types.resource(name)) {
        Some(name) if name != on => {
            let name = file.ty(name);
            quote!(#name)
        }
        Some(_) => quote!(Self),
        // The pages say so of every one.
        None if is_get => quote!(Self),
        None => quote!(()),
    }
}

/// The documented rules about parameters, in a constant; none if there are none.
fn rules(file: &mut File<'_>, name: &str, parameters: &[Property]) -> Option<TokenStream> {
    let rules: Vec<_> = parameters.iter().filter_map(|parameter| rule(file, parameter)).collect();
    if rules.is_empty() {
        return None;
    }
    let (name, rule) = (ident(name), file.runtime(runtime::RULE));
    Some(quote!(const #name: &'static [#rule] = &[#(#rules),*];))
}

fn rule(file: &mut File<'_>, parameter: &Property) -> Option<TokenStream> {
    let required = parameter.required.then(|| quote!(.required()));
    let max_length = parameter.max_length.map(|length| {
        let length = Literal::u32_unsuffixed(length);
        quote!(.max_length(#length))
    });
    let minimum = parameter.minimum.map(|bound| {
        let bound = Literal::i64_unsuffixed(bound);
        quote!(.minimum(#bound))
    });
    let maximum = parameter.maximum.map(|bound| {
        let bound = Literal::i64_unsuffixed(bound);
        quote!(.maximum(#bound))
    });
    let clauses: Vec<_> = [required, max_length, minimum, maximum].into_iter().flatten().collect();
    if clauses.is_empty() {
        return None;
    }
    let (rule, name) = (file.runtime(runtime::RULE), &parameter.name);
    Some(quote!(#rule::new(#name) #(#clauses)*))
}
