//! The enum over all events.

use std::collections::BTreeSet;

use super::docs::{Doc, code};
use super::facts;
use super::file::File;
use super::format::{COMMENT, INDENT, arm, cfg, line, literal, variant};
use crate::emit::names::fixed::{ANY_EVENT_TYPE, UNKNOWN_EVENT};
use crate::emit::names::runtime::{self, Item};
use crate::emit::plan::{EventPlan, Plan};

/// Writes down the enum, with a variant for each rel and what is documented to happen to it.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>) {
    channel(file);
    let name = file.declare(ANY_EVENT_TYPE);
    let (sender, event, typed) = (runtime::SENDER.name, runtime::EVENT.name, runtime::TYPED_EVENT.name);
    let (mut declared, mut arms) = (String::new(), String::new());
    for planned in &plan.events {
        let (ty, features) = match plan.variants.of(planned.rel) {
            Some(found) => (file.ty(&found.ty), plan.features.of([found.resource])),
            None if plan.is_selected(planned) => {
                ("()", plan.features.of(planned.documented_by.iter().copied()))
            }
            None => continue,
        };
        let feature = cfg(&features);
        let (docs, name) = (docs(file, plan, planned).comment(COMMENT), &planned.name);
        declared.push_str(&docs);
        declared.push_str(&line(INDENT, feature.as_deref()));
        declared.push_str(&variant(name, &format!("{typed}<'a, {ty}>")));
        let (rel, happened) = (literal(planned.rel), literal(planned.event));
        arms.push_str(&line("            ", feature.as_deref()));
        let made = format!("{typed}::new(sender, event)");
        arms.push_str(&arm(&format!("({rel}, {happened})"), &format!("Self::{name}"), &made));
    }
    let docs = Doc::new()
        .markdown("Any event: a variant for each rel of a resource and each thing that happens to it.")
        .markdown(format!("The server may omit the resource of an event: see [`{typed}`]."))
        .comment("///");
    let derive = file.derive(&["Clone", "Copy", "Debug"]);
    file.push(format!(
        "{docs}{derive}#[non_exhaustive]
pub enum {name}<'a> {{
{declared}    /// Anything else, unchanged.
    {UNKNOWN_EVENT}({typed}<'a, ()>),
}}
"
    ));
    file.push(format!(
        "impl<'a> From<(&'a {sender}, &'a {event})> for {name}<'a> {{
    fn from((sender, event): (&'a {sender}, &'a {event})) -> Self {{
        match event.name() {{
{arms}            _ => Self::{UNKNOWN_EVENT}({typed}::new(sender, event)),
        }}
    }}
}}
"
    ));
}

/// The types of the event channel over this tree's set of resources: the parameters before and behind the set, and what
/// it is.
const CHANNEL: [(Item, &str, &str, &str); 7] = [
    (runtime::EVENT_DOCUMENT, "", "", "One answer of the event channel."),
    (runtime::SENDER, "", "", "The events that one resource sent."),
    (runtime::EVENT, "", "", "Something that happened to a resource."),
    (runtime::TYPED_EVENT, "'a, T", "", "Something that happened to a `T`."),
    (runtime::EVENT_CHANNEL, "", "", "The event channel of one application."),
    (runtime::POLL_ANSWER, "", "F", "The answer to a request on the event channel; `F` is the error type."),
    (
        runtime::POLL_OUTCOME,
        "",
        "F",
        "What an answer of the event channel amounts to; `F` is the error type.",
    ),
];

/// Declares them, so that the plain names are the right ones.
fn channel(file: &mut File<'_>) {
    let any = file.ty(runtime::ANY_RESOURCE.name);
    let list = |parts: &[&str]| {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { String::new() } else { format!("<{}>", parts.join(", ")) }
    };
    let aliases = CHANNEL.map(|(item, before, behind, docs)| {
        let (name, path) = (file.declare(item.name), file.runtime_path(item));
        let (parameters, arguments) = (list(&[before, behind]), list(&[before, any, behind]));
        format!("/// {docs}\npub type {name}{parameters} = {path}{arguments};\n")
    });
    file.push_list(aliases.into());
}

fn docs(file: &File<'_>, plan: &Plan<'_>, planned: &EventPlan<'_>) -> Doc {
    let list = |names: &BTreeSet<&str>| {
        let names: Vec<String> =
            names.iter().filter(|name| !name.is_empty()).map(|name| code(name)).collect();
        names.join(", ")
    };
    let mut fact = format!("{} is {}", code(planned.rel), code(planned.event));
    for (relation, names) in [("sent by", &planned.senders), ("happens in", &planned.scopes)] {
        let names = list(names);
        if !names.is_empty() {
            fact.push_str(&format!("; {relation} {names}"));
        }
    }
    if let [Some(embedded)] = planned.embedded.iter().collect::<Vec<_>>()[..] {
        fact.push_str(if *embedded {
            "; the resource is embedded"
        } else {
            "; the resource is not embedded"
        });
    }
    if let Some(origins) = facts::origins(&planned.origins) {
        fact.push_str(&format!("; {origins}"));
    }
    if plan.variants.of(planned.rel).is_none() {
        fact.push_str("; no page documents the resource");
    }
    let pages = planned.documented_by.iter().filter_map(|name| plan.resource(name));
    let pages: Vec<String> = pages.map(|resource| code(&resource.page.file)).collect();
    fact.push_str(&format!("; see {}.", pages.join(", ")));
    let reasons = planned.reasons.iter().fold(Doc::new(), |docs, reason| docs.prose(file, reason));
    reasons.markdown(fact)
}
