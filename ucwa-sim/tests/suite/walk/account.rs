//! What a walk has reached of what the pages document.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::Value;
use ucwa_gen::schema::Event as Row;
use ucwa_types::api::{AnyEvent, Event, Sender};

use super::reasons::explained;
use crate::closed::Documented;

type Words = BTreeSet<String>;

/// What was reached, each as a line of text.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) operations: Words,
    pub(crate) embedded: Words,
    /// By behaviour, and because the test has asked the simulator for it.
    pub(crate) events: [Words; 2],
    pub(crate) errors: [Words; 2],
    /// Operations that have refused an old etag, and none.
    pub(crate) etags: Words,
    /// Parameters whose rules were enforced.
    pub(crate) parameters: Words,
    /// What an operation that was not reached was answered with.
    pub(crate) last: BTreeMap<String, String>,
}

const BEHAVIOUR: usize = 0;
const INJECTED: usize = 1;

impl Account {
    /// Takes a representation, and what is embedded in it.
    pub(crate) fn see(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                if let (Some(rel), Some(Value::Object(embedded))) =
                    (value["rel"].as_str(), members.get("_embedded"))
                {
                    self.embedded.extend(embedded.keys().map(|name| format!("{rel} {name}")));
                }
                members.values().for_each(|member| self.see(member));
            }
            Value::Array(items) => items.iter().for_each(|item| self.see(item)),
            _ => {}
        }
    }

    /// Takes an event. The types know each that is documented.
    pub(crate) fn hear(&mut self, sender: &Sender, event: &Event, is_injected: bool) {
        let known = !matches!(AnyEvent::from((sender, event)), AnyEvent::Unknown(_));
        let within = event.in_.as_ref().and_then(|link| link.rel());
        let r#type = event.r#type.as_ref().map_or("", |it| it.as_str());
        let rows = rows().into_iter().filter(|row| {
            row.ty == r#type
                && Some(&*row.resource) == event.rel()
                && Some(&*row.sender) == sender.rel.as_deref()
                && (row.scope.is_empty()
                    || within.is_some_and(|within| row.scope.iter().any(|it| it == within)))
        });
        for row in rows {
            assert!(known, "AnyEvent has no {row:?}");
            self.events[usize::from(is_injected)].insert(line_of(row));
        }
    }

    pub(crate) fn fail(
        &mut self,
        page: &str,
        method: &str,
        (code, subcode): (&str, Option<&str>),
        is_injected: bool,
    ) {
        let line = error_line(page, method, code, subcode);
        self.errors[usize::from(is_injected)].insert(line);
    }

    /// The counts, and what was not reached.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let schema = Documented::get().schema();
        let pages = || schema.resources.iter();
        let operations: Words = pages()
            .flat_map(|page| page.operations.iter().map(|it| format!("{} {}", page.name, it.method)))
            .collect();
        count(&mut text, "operations", &operations, &self.operations, &Words::new());
        let embedded: Words = pages()
            .flat_map(|page| {
                let own = Documented::get().represented(&page.name).map_or(&page.rel, |it| &it.rel);
                page.embedded.iter().map(move |link| format!("{own} {}", link.rel))
            })
            .collect();
        count(&mut text, "embedded resources", &embedded, &self.embedded, &Words::new());
        let events: Words = rows().into_iter().map(line_of).collect();
        count(&mut text, "events", &events, &self.events[BEHAVIOUR], &self.events[INJECTED]);
        let errors: Words = pages()
            .flat_map(|page| page.operations.iter().map(move |it| (page, it)))
            .flat_map(|(page, it)| {
                let generic = schema.errors.generic.iter().filter(|_| it.generic_errors);
                it.errors.iter().chain(generic).map(move |error| {
                    error_line(&page.name, &it.method, &error.code, error.subcode.as_deref())
                })
            })
            .collect();
        count(&mut text, "errors", &errors, &self.errors[BEHAVIOUR], &self.errors[INJECTED]);
        let kinds = |lines: &Words| -> Words {
            lines.iter().filter_map(|line| line.splitn(3, ' ').nth(2)).map(str::to_owned).collect()
        };
        let (by_behaviour, all) = (kinds(&self.errors[BEHAVIOUR]), kinds(&errors));
        count(&mut text, "kinds of errors by behaviour", &all, &by_behaviour, &Words::new());
        let etags: Words = pages()
            .filter(|page| page.properties.iter().any(|it| it.name == "etag"))
            .filter(|page| page.operations.iter().any(|it| it.method == "PUT"))
            .flat_map(|page| {
                ["PreconditionRequired", "PreconditionFailed"].map(|code| format!("{} PUT {code}", page.name))
            })
            .collect();
        count(&mut text, "checks of etags", &etags, &self.etags, &Words::new());
        let posts = pages().flat_map(|page| page.operations.iter().map(move |it| (page, it)));
        let parameters: Words = posts
            .filter(|(_, operation)| operation.method == "POST")
            .flat_map(|(page, operation)| operation.input.iter().map(move |it| (page, it)))
            .filter(|(_, it)| it.required || it.max_length.is_some() || it.maximum.is_some())
            .map(|(page, it)| format!("{} POST {}", page.name, it.name))
            .collect();
        count(&mut text, "rules of parameters", &parameters, &self.parameters, &Words::new());
        text
    }
}

fn count(text: &mut String, what: &str, all: &Words, by_behaviour: &Words, by_injection: &Words) {
    let behaviour = all.intersection(by_behaviour).count();
    let injected = all.intersection(by_injection).filter(|it| !by_behaviour.contains(*it)).count();
    let missing: Vec<_> =
        all.iter().filter(|it| !by_behaviour.contains(*it) && !by_injection.contains(*it)).collect();
    let _ = write!(text, "{what}: {} documented, {behaviour} reached", all.len());
    if injected > 0 {
        let _ = write!(text, " by behaviour, {injected} by injection");
    }
    let _ = writeln!(text, ", {} not", missing.len());
    for (reason, lines) in explained(missing) {
        let _ = writeln!(text, "    {reason}: {}", lines.join(", "));
    }
}

fn rows() -> Vec<&'static Row> {
    Documented::get().schema().resources.iter().flat_map(|page| &page.events).collect()
}

fn line_of(row: &Row) -> String {
    let within = if row.scope.is_empty() { String::new() } else { format!(" in {}", row.scope.join(", ")) };
    format!("{}: {} {}{within}", row.sender, row.ty, row.resource)
}

fn error_line(page: &str, method: &str, code: &str, subcode: Option<&str>) -> String {
    let subcode = subcode.map(|subcode| format!("/{subcode}")).unwrap_or_default();
    format!("{page} {method} {code}{subcode}")
}
