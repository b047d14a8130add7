//! Users in sessions, who perform operations and remember what they find.

use std::collections::{BTreeMap, BTreeSet};

use http::Response;
use serde_json::{Value, json};
use ucwa_gen::schema::{Operation, Resource};
use ucwa_sim::Config;
use ucwa_types::rest::{BaseUrl, WireFormat};

use super::account::Account;
use super::company::{FORWARDER, OPERATOR, SERVICES, STAFF, USERS};
use super::found::Found;
use super::stage::Stage;
use super::typed::{Attempt, Perform, Performed, Start, perform};
use super::values::{Topic, content};
use crate::closed::Documented;

pub(super) struct Walker {
    pub(super) stage: Stage,
    pub(super) found: Vec<Found>,
    pub(super) known: BTreeSet<Found>,
    pub(super) account: Account,
    /// Values that some parameters want, by their names.
    pub(super) seen: BTreeMap<&'static str, Value>,
    pub(super) serial: usize,
    /// Whom to call; `None` for anybody.
    pub(super) to: Option<&'static str>,
    /// What offers and answers of media are; `None` for anything.
    pub(super) media: Option<&'static [(&'static str, &'static str)]>,
    /// Whether a fault is going to happen.
    pub(super) is_injected: bool,
}

/// One attempt by one seat.
struct Turn<'s> {
    stage: &'s mut Stage,
    seat: usize,
    attempt: Attempt,
    performed: Option<Performed>,
}

impl Perform for Turn<'_> {
    fn attempt(&self) -> &Attempt {
        &self.attempt
    }

    fn base(&self) -> BaseUrl {
        self.stage.seats[self.seat].session.base().expect("a base").clone()
    }

    fn format(&self) -> WireFormat {
        self.stage.format
    }

    fn send(&mut self, start: &mut dyn Start) -> Option<Response<Vec<u8>>> {
        self.stage.call(self.seat, start)
    }

    fn finish(&mut self, performed: Performed) {
        self.performed = Some(performed);
    }
}

impl Walker {
    /// Signs users in.
    pub(super) fn new(config: Config, users: &[(&str, &str)], format: WireFormat) -> Self {
        let stage = Stage::new(config, format);
        let (account, seen, serial, to, media, is_injected) = Default::default();
        let (found, known) = (Vec::new(), BTreeSet::new());
        let mut walker = Self { stage, found, known, to, media, account, seen, serial, is_injected };
        for (user, password) in users {
            let seat = walker.stage.sign_in(user, password);
            let application = serde_json::to_value(walker.stage.seats[seat].application.as_ref()).unwrap();
            walker.learn(seat, &application);
            walker.add(seat, "root", "/Autodiscover/AutodiscoverService.svc/root", 1);
            walker.add(seat, "anonApplications", "/ucwa/oauth/v1/anonApplications", 1);
            let own = application["_links"]["self"]["href"].as_str().unwrap().to_owned();
            // Where no documented link leads.
            walker.add(
                seat,
                "removeContactFromAllGroups",
                &format!("{own}/people/groupMemberships/removeContactFromAllGroups"),
                2,
            );
            walker.add(seat, "groupMemberships", &format!("{own}/people/groups/default/memberships"), 1);
            for page in &Documented::get().schema().resources {
                walker.add(seat, &page.rel, &format!("{own}/other/{}/0", page.rel), page.revision);
            }
        }
        walker
    }

    /// Takes the events that have come.
    pub(super) fn hear(&mut self, is_injected: bool) {
        for seat in 0..self.stage.seats.len() {
            for (sender, event) in std::mem::take(&mut self.stage.seats[seat].events) {
                // The session asks for them.
                self.account.operations.insert("events GET".to_owned());
                self.account.hear(&sender, &event, is_injected);
                let event = serde_json::to_value(&event).unwrap();
                match is_injected {
                    true => self.learn_links(seat, &event),
                    false => self.learn(seat, &event),
                }
            }
        }
    }

    pub(super) fn attempt(
        &mut self,
        page: &Resource,
        operation: &Operation,
        at: &Found,
        attempt: Attempt,
    ) -> Performed {
        let mut turn = Turn { stage: &mut self.stage, seat: at.seat, attempt, performed: None };
        perform(&mut turn, &page.name, &operation.method);
        let performed = turn.performed.expect("an outcome");
        if let Performed::Failed { code, subcode, .. } = &performed {
            let is_injected = std::mem::take(&mut self.is_injected);
            self.account.fail(&page.name, &operation.method, (code, subcode.as_deref()), is_injected);
        }
        performed
    }

    /// Performs an operation at a link. Returns whether it has succeeded.
    pub(super) fn perform(
        &mut self,
        page: &Resource,
        operation: &Operation,
        at: &Found,
        is_full: bool,
    ) -> bool {
        let Some(attempt) = self.prepare(page, operation, at, is_full) else { return false };
        let performed = self.attempt(page, operation, at, attempt.clone());
        self.stage.settle();
        let name = format!("{} {}", page.name, operation.method);
        let is_done = match performed {
            Performed::Done { status, output, location } => {
                let is_documented = operation.statuses.iter().any(|it| it.status == status);
                assert!(is_documented || operation.statuses.is_empty(), "{name} {status} {at:?}");
                // The session follows one application.
                self.account.see(&output);
                if page.rel != "applications" && page.rel != "anonApplications" {
                    self.learn_links(at.seat, &output);
                    let created =
                        operation.output.as_deref().and_then(|it| Documented::get().represented(it));
                    if let (Some(created), Some(location)) = (created, location) {
                        self.add(at.seat, &created.rel, &location, 1);
                    }
                }
                self.account.last.remove(&name);
                self.account.operations.insert(name);
                // An operation is started once.
                if attempt.input["operationId"].is_string() || attempt.query["operationId"].is_string() {
                    self.refused(page, operation, at, attempt);
                }
                true
            }
            Performed::Failed { code, subcode, status } => {
                self.account.last.insert(name, format!("{status} {code} {}", subcode.unwrap_or_default()));
                false
            }
            Performed::Unsent(why) => {
                self.account.last.insert(name, why);
                false
            }
        };
        self.hear(false);
        is_done
    }

    /// The parameters of an operation. What is PUT is what was fetched.
    pub(super) fn prepare(
        &mut self,
        page: &Resource,
        operation: &Operation,
        at: &Found,
        is_full: bool,
    ) -> Option<Attempt> {
        self.serial += 1;
        let schema = Documented::get().schema();
        let users = USERS.iter().map(|(uri, _)| *uri).cycle().skip(at.seat + 1).take(2);
        let others: Vec<&str> = users.chain([FORWARDER, OPERATOR]).collect();
        let other = self.to.unwrap_or(others[self.serial % others.len()]);
        let mut topic = Topic {
            schema,
            other,
            group: STAFF,
            group_rel: "group",
            seen: &self.seen,
            serial: self.serial,
            media: self.media,
            is_full,
        };
        match &*page.name {
            "startEmergencyCall" => topic.other = SERVICES,
            "removeFromContactList" => topic.group_rel = "distributionGroup",
            _ => {}
        }
        let has_query = at.href.contains('?');
        let me = self.stage.seats[at.seat].application.as_ref()?.embedded.me.as_ref()?.links.self_.clone()?;
        let mut attempt = Attempt {
            href: at.href.clone(),
            revision: at.revision,
            query: if has_query { Value::Null } else { topic.parameters(&operation.query) },
            input: topic.parameters(&operation.input),
            content: content(operation, me.href(), &topic.session()),
            etag: None,
            is_wrong: false,
        };
        if operation.method == "PUT" {
            let get = page.operations.iter().find(|it| it.method == "GET")?;
            let fetch = Attempt {
                query: Value::Null,
                input: Value::Null,
                content: attempt.content.clone(),
                href: at.href.clone(),
                ..attempt
            };
            let Performed::Done { output, .. } = self.attempt(page, get, at, fetch) else { return None };
            attempt.etag = output["etag"].as_str().map(str::to_owned);
            attempt.input = output;
            if page.name == "communication" {
                attempt.input["supportedModalities"] = json!(["Messaging", "PhoneAudio", "Audio", "Video"]);
                attempt.input["conversationHistory"] = json!("Enabled");
                attempt.input["supportedMessageFormats"] = json!(["Plain", "Html"]);
            }
        }
        Some(attempt)
    }
}
