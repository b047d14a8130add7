//! The events and the asynchronous reason codes that a page documents.

use std::collections::BTreeMap;

use super::docs::code;
use super::file::File;
use super::format::{INDENT, list, literal};
use crate::emit::names::fixed::ANY_EVENT_TYPE;
use crate::emit::names::runtime;
use crate::emit::plan::{EventPlan, Plan, ResourcePlan};
use crate::schema::{Event, ReasonCode, Resource, ResourceKind};

/// Writes down the tables that are not empty: associated with the type or, for a role, whose type is another page's,
/// beside it.
pub(crate) fn emit(file: &mut File<'_>, plan: &ResourcePlan<'_>) {
    let page = code(&plan.resource.page.file);
    let events = events(file, &plan.resource.events);
    let reasons = reasons(file, &plan.resource.reasons);
    let tables = [
        (format!("The events that {page} documents."), "EVENTS", runtime::DOCUMENTED_EVENT, events),
        (
            format!("The asynchronous reason codes that {page} documents."),
            "REASONS",
            runtime::DOCUMENTED_REASON,
            reasons,
        ),
    ];
    let tables = tables.into_iter().filter(|(.., rows)| !rows.is_empty());
    if plan.resource.kind == ResourceKind::Role {
        for (docs, name, row, rows) in tables {
            let declaration = format!("pub const {}_{name}: &[{}]", plan.constant, file.runtime(row));
            file.push(format!("/// {docs}\n{}", list("", &declaration, &rows)));
        }
        return;
    }
    let constants: String = tables
        .map(|(docs, name, row, rows)| {
            let declaration = format!("pub const {name}: &'static [{}]", file.runtime(row));
            format!("{INDENT}/// {docs}\n{}", list(INDENT, &declaration, &rows))
        })
        .collect();
    if !constants.is_empty() {
        let ty = file.declare(&plan.ty);
        file.push(format!("impl {ty} {{\n{constants}}}\n"));
    }
}

/// The events that a page documents, and those of its resource that other pages document, as items of a list.
pub(crate) fn summaries(plan: &Plan<'_>, resource: &Resource) -> Vec<String> {
    let documented = resource.events.iter().filter_map(|event| plan.event(&event.resource, &event.ty));
    let events: BTreeMap<_, _> = documented
        .chain(plan.events_of(&resource.rel))
        .map(|event| ((event.rel, event.event), event))
        .collect();
    let item = |event: &EventPlan<'_>| {
        let what = format!("{} is {}", code(event.rel), code(event.event));
        let senders: Vec<_> =
            event.senders.iter().filter(|sender| !sender.is_empty()).map(|sender| code(sender)).collect();
        let from =
            if senders.is_empty() { String::new() } else { format!(", sent by {}", senders.join(" or ")) };
        let path = format!("super::super::{ANY_EVENT_TYPE}::{}", event.name);
        let variant =
            plan.has_variant(event).then(|| format!(": [`{ANY_EVENT_TYPE}::{}`]({path})", event.name));
        format!("{what}{from}{}", variant.unwrap_or_default())
    };
    events.into_values().map(item).collect()
}

fn events(file: &mut File<'_>, events: &[Event]) -> Vec<Vec<String>> {
    let mut rows: Vec<_> = events
        .iter()
        .map(|event| {
            let mut scope: Vec<&str> = event.scope.iter().map(String::as_str).collect();
            scope.sort_unstable();
            (
                event.ty.as_str(),
                event.resource.as_str(),
                event.sender.as_str(),
                event.priority.as_str(),
                scope,
            )
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter()
        .map(|(event, resource, sender, priority, scope)| {
            let row = file.runtime(runtime::DOCUMENTED_EVENT);
            let (event, resource) = (literal(event), literal(resource));
            let mut parts =
                vec![format!("{row}::new({event}, {resource})"), format!(".sender({})", literal(sender))];
            if !priority.is_empty() {
                parts.push(format!(".priority({})", literal(priority)));
            }
            if !scope.is_empty() {
                let scope: Vec<String> = scope.into_iter().map(literal).collect();
                parts.push(format!(".within(&[{}])", scope.join(", ")));
            }
            parts
        })
        .collect()
}

fn reasons(file: &mut File<'_>, reasons: &[ReasonCode]) -> Vec<Vec<String>> {
    let mut rows: Vec<_> =
        reasons.iter().map(|reason| (reason.code.as_str(), reason.subcode.as_deref())).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter()
        .map(|(code, subcode)| {
            let row = file.runtime(runtime::DOCUMENTED_REASON);
            let subcode = subcode.map(|subcode| format!(".subcode({})", literal(subcode)));
            [format!("{row}::new({})", literal(code))].into_iter().chain(subcode).collect()
        })
        .collect()
}
