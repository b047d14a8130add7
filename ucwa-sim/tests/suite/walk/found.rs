//! Links that were found, and values that some parameters want.

use serde_json::Value;
use ucwa_gen::schema::Resource;

use super::{LINKS, MANY, Walker};

/// A link that was found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) seat: usize,
    pub(super) rel: String,
    pub(super) href: String,
    pub(super) revision: u32,
}

impl Walker {
    pub(super) fn add(&mut self, seat: usize, rel: &str, href: &str, revision: u32) {
        let found = Found { seat, rel: rel.to_owned(), href: href.to_owned(), revision };
        if !href.starts_with("data:") && self.known.insert(found.clone()) {
            self.found.push(found);
        }
    }

    /// Remembers the links in a representation or an event.
    pub(super) fn learn(&mut self, seat: usize, value: &Value) {
        self.account.see(value);
        self.learn_links(seat, value);
    }

    pub(super) fn learn_links(&mut self, seat: usize, value: &Value) {
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

    /// The latest links to a page, or the address where no link leads.
    pub(super) fn links(&self, page: &Resource) -> Vec<Found> {
        let fits = |it: &&Found| it.rel == page.rel && it.revision >= page.revision;
        let (made_up, followed): (Vec<_>, Vec<_>) =
            self.found.iter().rev().filter(fits).cloned().partition(|it| it.href.ends_with("/0"));
        let rest = if followed.is_empty() { made_up } else { followed };
        // Few logs have messages in them.
        let many = if page.rel.starts_with("conversationLog") { MANY } else { LINKS };
        rest.into_iter().take(many).collect()
    }
}
