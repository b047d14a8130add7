//! What users do wrong, what is injected, and what the server has to refuse.

use serde_json::{Value, json};
use ucwa_gen::schema::{Operation, Resource};
use ucwa_sim::Rule;

use super::company::STAFF;
use super::found::Found;
use super::typed::{Attempt, Performed};
use super::values::{Topic, content};
use super::{MANY, Walker, operations, rank};
use crate::bench::{ANN, BO};
use crate::closed::Documented;

impl Walker {
    /// Does wrong what can be done wrong: leaves out what is required, sends what is too long, has an old etag or none, and
    /// follows links that lead nowhere any more.
    pub(super) fn provoke(&mut self) {
        // Much is gone by now.
        self.round(2);
        let mut all: Vec<_> = operations().collect();
        all.sort_by_key(|(page, operation)| rank(page, operation));
        // These wait for something, or end the application.
        all.retain(|(page, _)| page.rel != "events" && page.rel != "batch" && page.name != "application");
        for (page, operation) in &all {
            for at in self.links(page).into_iter().take(3) {
                self.break_rules(page, operation, &at);
            }
        }
        for (page, operation) in &all {
            for at in self.links(page).into_iter().take(2) {
                self.perform(page, operation, &at, true);
            }
            let is_limit = |it: &str| it.starts_with("TooMany") || it == "LimitExceeded";
            let mut limits = operation.errors.iter().filter_map(|error| error.subcode.as_deref());
            // That of groups is one of the generic errors.
            if limits.any(is_limit) || page.name == "myGroups2" && operation.method == "POST" {
                let Some(at) = self.links(page).first().cloned() else { continue };
                let name = format!("{} {} ", page.name, operation.method);
                for _ in 0..MANY {
                    self.perform(page, operation, &at, false);
                    let mut failed = self.account.errors[0].iter().filter(|line| line.starts_with(&name));
                    if failed.any(|line| line.rsplit('/').next().is_some_and(is_limit)) {
                        break;
                    }
                }
            }
        }
        let (page, operation) = operations()
            .find(|(page, it)| page.name == "presenceSubscriptions" && it.method == "POST")
            .unwrap();
        let at = self.links(page).remove(0);
        let mut attempt = self.prepare(page, operation, &at, false).unwrap();
        attempt.input["uris"] = (0..1001).map(|number| json!(format!("sip:{number}@example.com"))).collect();
        self.refused(page, operation, &at, attempt);
    }

    pub(super) fn break_rules(&mut self, page: &Resource, operation: &Operation, at: &Found) {
        let name = format!("{} {}", page.name, operation.method);
        let Some(right) = self.prepare(page, operation, at, false) else { return };
        if operation.method == "PUT" && page.properties.iter().any(|it| it.name == "etag") {
            for (etag, expected) in [(None, "PreconditionRequired"), (Some("0"), "PreconditionFailed")] {
                let wrong = Attempt { etag: etag.map(str::to_owned), ..right.clone() };
                if self.refused(page, operation, at, wrong).as_deref() == Some(expected) {
                    self.account.etags.insert(format!("{name} {expected}"));
                }
            }
        }
        for parameter in operation.input.iter().filter(|_| operation.method == "POST") {
            let mut wrongs = Vec::new();
            if parameter.required {
                wrongs.push(Value::Null);
            }
            let listed = |text: String| if parameter.ty.is_array() { json!([text]) } else { text.into() };
            wrongs.extend(parameter.max_length.map(|longest| listed("x".repeat(longest as usize + 1))));
            wrongs.extend(parameter.maximum.map(|highest| json!(highest + 1)));
            wrongs.extend(odd(&parameter.name).map(|odd| listed(odd.to_owned())));
            for wrong in wrongs {
                let mut attempt = Attempt { is_wrong: true, ..right.clone() };
                // Some pages list one name in both places.
                if let Some(members) = attempt.input.as_object_mut() {
                    members.insert(parameter.name.clone(), wrong.clone());
                }
                if let Some(given) = attempt.query.get_mut(&parameter.name) {
                    *given = wrong;
                }
                if self.refused(page, operation, at, attempt).as_deref() == Some("BadRequest") {
                    self.account.parameters.insert(format!("{name} {}", parameter.name));
                }
            }
        }
    }

    /// Tries what the server has to refuse. Returns the code of its error.
    pub(super) fn refused(
        &mut self,
        page: &Resource,
        operation: &Operation,
        at: &Found,
        attempt: Attempt,
    ) -> Option<String> {
        let performed = self.attempt(page, operation, at, attempt);
        self.stage.settle();
        self.hear(false);
        match performed {
            Performed::Failed { code, .. } => Some(code),
            Performed::Unsent(_) => None,
            // Not every resource looks at `operationId`.
            Performed::Done { .. } => None,
        }
    }

    /// Causes all events, while Ann has a resource for each: first those that do not wait for others.
    pub(super) fn inject_events(&mut self) {
        let pages = Documented::get().schema().resources.iter();
        let mut rows: Vec<_> = pages.flat_map(|page| &page.events).collect();
        rows.sort_by_key(|row| (row.resource != "message", row.priority != "High"));
        for row in rows {
            self.stage.sim.cause(ANN, &row.resource, &row.ty);
            let is_urgent = row.priority == "High";
            self.stage.pass(if is_urgent { 1 } else { 10 });
            self.hear(true);
        }
    }

    /// Has every documented error happen to every operation.
    pub(super) fn inject_errors(&mut self) {
        let schema = Documented::get().schema();
        for (page, operation) in operations() {
            let generic = schema.errors.generic.iter().filter(|_| operation.generic_errors);
            let at = self.found.iter().find(|it| it.rel == page.rel && it.seat == 0).cloned();
            let Some(at) = at else { continue };
            for error in operation.errors.iter().chain(generic) {
                let code = schema.errors.codes.iter().find(|code| code.name == error.code);
                let status =
                    error.status.or(code.and_then(|code| code.statuses.first().copied())).unwrap_or(500);
                let fault =
                    json!({ "error": { "status": status, "code": error.code, "subcode": error.subcode } });
                let rule = json!({ "fault": fault, "method": operation.method, "count": 1 });
                self.stage.sim.add_fault(serde_json::from_value::<Rule>(rule).unwrap());
                let at = Found { revision: page.revision, ..at.clone() };
                let attempt = self.plain(operation, &at);
                self.is_injected = true;
                let performed = self.attempt(page, operation, &at, attempt);
                self.is_injected = false;
                self.stage.sim.clear_faults();
                let expected = (error.code.as_str(), error.subcode.as_deref());
                match &performed {
                    Performed::Failed { code, subcode, .. } if (&**code, subcode.as_deref()) == expected => {}
                    other => panic!("{} {} {expected:?}: {other:?}", page.name, operation.method),
                }
            }
        }
    }

    /// Asks for events while the session does: the request of the session is replaced.
    pub(super) fn replace_poll(&mut self) {
        let (page, operation) = operations().find(|(page, _)| page.name == "events").unwrap();
        // The session waits after an error.
        self.stage.pass(120);
        let at = Found { seat: 0, rel: "events".to_owned(), href: self.stage.polls[&0].clone(), revision: 1 };
        let attempt = self.prepare(page, operation, &at, false).unwrap();
        let performed = self.attempt(page, operation, &at, attempt);
        // The session reports the 409 `PGetReplaced` as a step.
        let steps = &self.stage.seats[0].steps;
        assert!(steps.iter().any(|step| step == "Replaced"), "{steps:?} {performed:?}");
    }

    pub(super) fn plain(&mut self, operation: &Operation, at: &Found) -> Attempt {
        self.serial += 1;
        let topic = Topic {
            schema: Documented::get().schema(),
            other: BO,
            group: STAFF,
            group_rel: "group",
            seen: &self.seen,
            serial: self.serial,
            media: self.media,
            is_full: false,
        };
        let input = match &*operation.method {
            "PUT" => json!({}),
            _ => topic.parameters(&operation.input),
        };
        let query = if at.href.contains('?') { Value::Null } else { topic.parameters(&operation.query) };
        let content = content(operation, "/me", &topic.session());
        let (href, revision) = (at.href.clone(), at.revision);
        Attempt { href, revision, query, input, content, etag: None, is_wrong: true }
    }
}

/// A value that is of the right type and of no use.
fn odd(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    match () {
        () if name == "to" || name.contains("uri") => Some("sip:nobody@example.com"),
        () if name.contains("number") || name == "target" => Some("none"),
        () => None,
    }
}
