//! The whole schema, walked by sessions of `ucwa-client` with the types of `ucwa-types`: every operation, every event, every
//! embedded resource, every documented error, in JSON and in XML. Each answer is also compared with the documentation and with
//! the one in the other format (`twin`).
//!
//! Three users first do what needs a certain order (`scenes`). Then they follow the links that they find, and perform every
//! documented operation where one leads to it, until nothing new is reached. What needs other users follows (`apart`). What
//! behaviour does not reach is injected, and counted apart.

mod account;
mod apart;
mod company;
mod found;
mod provoke;
mod reasons;
mod scenes;
mod script;
mod stage;
mod typed;
mod values;
mod walker;

use ucwa_gen::schema::{Operation, Resource};
use ucwa_types::rest::WireFormat;

use self::company::{USERS, company};
use self::walker::Walker;
use crate::closed::Documented;

/// How many links to a page are followed in a round.
const LINKS: usize = 5;
/// How often something is created of which there can be too many.
const MANY: usize = 150;

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
    // It has no body, and is asked for apart.
    all.filter(|(_, operation)| operation.method != "OPTIONS")
}

fn walked(format: WireFormat) -> String {
    let mut walker = Walker::new(company(), &USERS, format);
    walker.become_available();
    walker.rehearse();
    for highest in [2, 2, 3, 3, 3, 4, 4, 4, 5, 5] {
        walker.round(highest);
        walker.stage.pass(5);
        walker.hear(false);
    }
    walker.play();
    walker.provoke();
    walker.inject_errors();
    walker.replace_poll();
    walker.go_apart();
    walker.round(9);
    walker.account.text()
}

fn check(format: WireFormat) {
    let text = walked(format);
    insta::assert_snapshot!("walk", text);
    assert!(!text.contains("?:"), "without a reason is missing: {text}");
}

#[test]
fn everything_is_reached_in_json() {
    check(WireFormat::Json);
}

#[test]
fn everything_is_reached_in_xml() {
    check(WireFormat::Xml);
}
