//! The enum over all events.

use std::collections::BTreeSet;

use super::docs::{Doc, code};
use super::file::File;
use super::format::{COMMENT, INDENT, arm, cfg, line, literal, variant};
use crate::emit::names::fixed::{ANY_EVENT_TYPE, RESOURCE_SET, UNKNOWN_EVENT};
use crate::emit::names::runtime;
use crate::emit::plan::{EventPlan, Plan};

/// Writes down the enum, with a variant for each rel and what is documented to happen to it.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>) {
    let name = file.declare(ANY_EVENT_TYPE);
    let r = RESOURCE_SET;
    let any = file.ty(runtime::ANY_RESOURCE.name);
    let (set, sender, event, typed) = (
        file.runtime(runtime::RESOURCE_SET),
        file.runtime(runtime::SENDER),
        file.runtime(runtime::EVENT),
        file.runtime(runtime::TYPED_EVENT),
    );
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
        declared.push_str(&variant(name, &format!("{typed}<'a, {ty}, {r}>")));
        let (rel, happened) = (literal(planned.rel), literal(planned.event));
        arms.push_str(&line("            ", feature.as_deref()));
        let made = format!("{typed}::new(sender, event)");
        arms.push_str(&arm(&format!("({rel}, {happened})"), &format!("Self::{name}"), &made));
    }
    let docs = Doc::new()
        .markdown("Any event, told by the rel of the resource that it happened to and by what happened.")
        .markdown(format!(
            "`{r}` is the set of types that embedded resources were decoded into. The resource of an event is a `T` \
             whether the server sent it along or not: see [`{typed}`]."
        ))
        .comment("///");
    let derive = file.derive(&["Debug"]);
    file.push(format!(
        "{docs}{derive}#[non_exhaustive]
pub enum {name}<'a, {r}: {set} = {any}> {{
{declared}    /// Anything else, as it came.
    {UNKNOWN_EVENT}({typed}<'a, (), {r}>),
}}
"
    ));
    // Derived, they would ask for an `R` that can be cloned and copied.
    file.push(format!(
        "impl<{r}: {set}> Clone for {name}<'_, {r}> {{
    fn clone(&self) -> Self {{
        *self
    }}
}}
"
    ));
    file.push(format!("impl<{r}: {set}> Copy for {name}<'_, {r}> {{}}\n"));
    file.push(format!(
        "impl<'a, {r}: {set}> From<(&'a {sender}<{r}>, &'a {event}<{r}>)> for {name}<'a, {r}> {{
    fn from((sender, event): (&'a {sender}<{r}>, &'a {event}<{r}>)) -> Self {{
        match event.name() {{
{arms}            _ => Self::{UNKNOWN_EVENT}({typed}::new(sender, event)),
        }}
    }}
}}
"
    ));
}

fn docs(file: &File<'_>, plan: &Plan<'_>, planned: &EventPlan<'_>) -> Doc {
    let list = |names: &BTreeSet<&str>| {
        let names: Vec<String> =
            names.iter().filter(|name| !name.is_empty()).map(|name| code(name)).collect();
        names.join(", ")
    };
    let mut fact = format!("{} is {}", code(planned.rel), code(planned.event));
    for (relation, names) in [("told by", &planned.senders), ("seen in", &planned.scopes)] {
        let names = list(names);
        if !names.is_empty() {
            fact.push_str(&format!("; {relation} {names}"));
        }
    }
    let pages = planned.documented_by.iter().filter_map(|name| plan.resource(name));
    let pages: Vec<String> = pages.map(|resource| code(&resource.page.file)).collect();
    fact.push_str(&format!("; see {}.", pages.join(", ")));
    let reasons = planned.reasons.iter().fold(Doc::new(), |docs, reason| docs.prose(file, reason));
    reasons.markdown(fact)
}
