//! The whole schema, walked by sessions of `ucwa-client` with the types of `ucwa-types`: every operation, every event, every
//! embedded resource, every documented error, in JSON and in XML. Each answer is also compared with the documentation and with
//! the one in the other format (`twin`).
//!
//! Two users follow the links that they find, and perform every documented operation where one leads to it, until nothing new is
//! reached. What behaviour does not reach is injected, and counted apart.

mod account;
mod provoke;
mod script;
mod stage;
mod typed;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use http::Response;
use serde_json::{Value, json};
use ucwa_gen::schema::{Operation, Resource};
use ucwa_sim::{Bot, Config, DistributionGroup, Person};
use ucwa_types::rest::{BaseUrl, WireFormat};

use self::account::Account;
use self::stage::Stage;
use self::typed::{Attempt, Perform, Performed, Start, perform};
use self::values::{Topic, content};
use crate::bench::{ANN, BO};
use crate::closed::Documented;

/// A link that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    seat: usize,
    rel: String,
    href: String,
    revision: u32,
}

/// The users, and their passwords.
const USERS: [(&str, &str); 3] = [(ANN, "a+b & c%"), (BO, "secret"), (CY, "cy")];
const CY: &str = "sip:cy@example.com";
/// Bots that forward invitations and transfer calls to Cy.
const FORWARDER: &str = "sip:forwarder@example.com";
const OPERATOR: &str = "sip:operator@example.com";
const SERVICES: &str = "tel:112";
const STAFF: &str = "sip:staff@example.com";
/// How many links to a page are followed in a round.
const LINKS: usize = 5;
/// How often something is created of which there can be too many.
const MANY: usize = 150;

/// Three users of one department. Ann and Bo act for each other, and Cy is alone.
fn company() -> Config {
    let mut config = Config::new(1);
    for (uri, password) in USERS {
        let others = USERS.iter().map(|(other, _)| (*other).to_owned()).filter(|other| other != uri);
        let mut person = Person::new(uri, uri, password).with_contacts(others.clone());
        person.department = Some("Sales".to_owned());
        person.work_phone = Some("tel:+14255550100".to_owned());
        if uri != CY {
            person.delegates = others.clone().filter(|other| other != CY).collect();
            person.team = others.collect();
        }
        config = config.with_user(person).unwrap();
    }
    let bot = |uri: &str, change: fn(&mut Bot)| {
        let mut bot = Bot::default();
        change(&mut bot);
        Person::new(uri, uri, "").with_bot(bot)
    };
    let config = config
        .with_user(bot(FORWARDER, |bot| bot.forwards = Some(CY.to_owned())))
        .unwrap()
        .with_user(bot(OPERATOR, |bot| {
            bot.accepts = true;
            bot.transfers = Some(CY.to_owned());
        }))
        .unwrap();
    let config = config.with_user(bot(SERVICES, |bot| bot.accepts = true)).unwrap();
    let staff = DistributionGroup::new(STAFF, "Staff").with_members([ANN, BO]);
    let all = DistributionGroup::new("sip:all@example.com", "All of example").with_members([CY, STAFF]);
    config.with_distribution_group(staff).unwrap().with_distribution_group(all).unwrap()
}

struct Walker {
    stage: Stage,
    found: Vec<Found>,
    known: BTreeSet<Found>,
    account: Account,
    /// Values that some parameters want, by their names.
    seen: BTreeMap<&'static str, Value>,
    serial: usize,
    /// Whom to call; `None` for anybody.
    to: Option<&'static str>,
    /// Whether a fault is going to happen.
    is_injected: bool,
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

/// In which order operations are tried: what ends something comes last.
fn rank(page: &Resource, operation: &Operation) -> u32 {
    let ends = ["stop", "decline", "cancel", "eject", "reject", "dismiss", "turnOff", "remove"];
    match &*operation.method {
        "GET" => 0,
        "PUT" => 1,
        "DELETE" if page.name == "application" => 9,
        "DELETE" => 5,
        _ if ends.iter().any(|start| page.rel.starts_with(start)) => 4,
        _ if page.rel.starts_with("accept") || page.rel == "answer" => 3,
        _ => 2,
    }
}

impl Walker {
    fn new(format: WireFormat) -> Self {
        let stage = Stage::new(company(), format);
        let (account, seen, serial, to, is_injected) = Default::default();
        let mut walker =
            Self { stage, found: Vec::new(), known: BTreeSet::new(), to, account, seen, serial, is_injected };
        for (user, password) in USERS {
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

    fn add(&mut self, seat: usize, rel: &str, href: &str, revision: u32) {
        let found = Found { seat, rel: rel.to_owned(), href: href.to_owned(), revision };
        if !href.starts_with("data:") && self.known.insert(found.clone()) {
            self.found.push(found);
        }
    }

    /// Remembers the links in a representation or an event.
    fn learn(&mut self, seat: usize, value: &Value) {
        self.account.see(value);
        self.learn_links(seat, value);
    }

    fn learn_links(&mut self, seat: usize, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, links) in members.get("_links").and_then(Value::as_object).into_iter().flatten() {
                    let links = links.as_array().map_or(std::slice::from_ref(links), Vec::as_slice);
                    for link in links {
                        let rel = if name == "self" { value["rel"].as_str().unwrap_or("") } else { name };
                        let revision = link["revision"].as_str().and_then(|it| it.parse().ok()).unwrap_or(1);
                        if let Some(href) = link["href"].as_str() {
                            self.add(seat, rel, href, revision);
                        }
                    }
                }
                for name in ["onlineMeetingUri", "joinUrl"] {
                    if let Some(uri) = members.get(name).filter(|uri| uri.is_string()) {
                        self.seen.insert(name, uri.clone());
                    }
                }
                for rel in ["group", "distributionGroup"] {
                    let is_removable = rel == "group" || !value["_links"]["removeFromContactList"].is_null();
                    if value["rel"] == *rel && value["id"].is_string() && is_removable {
                        self.seen.insert(rel, value["id"].clone());
                    }
                }
                if let (Some(rel), Some(href)) = (value["rel"].as_str(), value["href"].as_str()) {
                    self.add(seat, rel, href, 1);
                }
                // A role has the name under which it is embedded.
                for (name, embedded) in
                    members.get("_embedded").and_then(Value::as_object).into_iter().flatten()
                {
                    let embedded = embedded.as_array().map_or(std::slice::from_ref(embedded), Vec::as_slice);
                    for href in embedded.iter().filter_map(|it| it["_links"]["self"]["href"].as_str()) {
                        self.add(seat, name, href, 1);
                    }
                }
                members.values().for_each(|member| self.learn_links(seat, member));
            }
            Value::Array(items) => items.iter().for_each(|item| self.learn_links(seat, item)),
            _ => {}
        }
    }

    /// Takes the events that have come.
    fn hear(&mut self, is_injected: bool) {
        for seat in 0..self.stage.seats.len() {
            for (sender, event) in std::mem::take(&mut self.stage.seats[seat].events) {
                // The session asks for them.
                self.account.operations.insert("events GET".to_owned());
                self.account.hear(&sender, &event, is_injected);
                if !is_injected {
                    self.learn(seat, &serde_json::to_value(&event).unwrap());
                }
            }
        }
    }

    fn attempt(&mut self, page: &Resource, operation: &Operation, at: &Found, attempt: Attempt) -> Performed {
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
    fn perform(&mut self, page: &Resource, operation: &Operation, at: &Found, is_full: bool) -> bool {
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
    fn prepare(
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
        let topic = Topic {
            schema,
            other,
            group: STAFF,
            group_rel: "group",
            seen: &self.seen,
            serial: self.serial,
            is_full,
        };
        let mut topic = topic;
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
            content: content(operation, me.href(), self.serial),
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

    /// The latest links to a page, or the address where no link leads.
    fn links(&self, page: &Resource) -> Vec<Found> {
        let fits = |it: &&Found| it.rel == page.rel && it.revision >= page.revision;
        let (made_up, followed): (Vec<_>, Vec<_>) =
            self.found.iter().rev().filter(fits).cloned().partition(|it| it.href.ends_with("/0"));
        let rest = if followed.is_empty() { made_up } else { followed };
        // Few logs have messages in them.
        let many = if page.rel.starts_with("conversationLog") { MANY } else { LINKS };
        rest.into_iter().take(many).collect()
    }

    /// Performs every operation up to this rank that was not reached yet.
    fn round(&mut self, highest: u32) {
        let mut operations: Vec<_> = operations().collect();
        operations.sort_by_key(|(page, operation)| (rank(page, operation), &page.name));
        for (page, operation) in operations {
            let name = format!("{} {}", page.name, operation.method);
            // What creates and what accepts is performed again, for something new to work with, and what fetches, for new links.
            let creates = operation.statuses.iter().any(|it| it.status == 201);
            let goes_on = operation.method == "GET" || (rank(page, operation) == 3 && highest == 3);
            let is_reached = self.account.operations.contains(&name) && !creates && !goes_on;
            if is_reached || rank(page, operation) > highest || page.rel == "events" {
                continue;
            }
            for at in self.links(page) {
                let is_done =
                    self.perform(page, operation, &at, false) || self.perform(page, operation, &at, true);
                if is_done && !goes_on {
                    break;
                }
            }
        }
    }
}

fn operations() -> impl Iterator<Item = (&'static Resource, &'static Operation)> {
    let pages = Documented::get().schema().resources.iter();
    let all = pages.flat_map(|page| page.operations.iter().map(move |operation| (page, operation)));
    // The simulator has it for every resource, without a body.
    all.filter(|(_, operation)| operation.method != "OPTIONS")
}

fn walked(format: WireFormat) -> String {
    let mut walker = Walker::new(format);
    walker.become_available();
    for highest in [2, 2, 3, 3, 3, 4, 4, 4, 5, 5] {
        walker.round(highest);
        walker.stage.pass(5);
        walker.hear(false);
    }
    walker.play();
    walker.provoke();
    walker.inject_events();
    walker.inject_errors();
    walker.replace_poll();
    walker.round(9);
    walker.account.text()
}

#[test]
fn everything_is_reached_in_json() {
    insta::assert_snapshot!("walk", walked(WireFormat::Json));
}

#[test]
fn everything_is_reached_in_xml() {
    insta::assert_snapshot!("walk", walked(WireFormat::Xml));
}
