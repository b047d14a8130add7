//! Resources without a behaviour of their own, made of what their pages document.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use ucwa_types::{Link, Unknown};

use super::values::value;
use crate::ids::{AppId, ConversationId};
use crate::route::{OtherPlace, digest, has_behaviour};
use crate::schema::{self, Page};
use crate::world::World;

type Members = Map<String, Value>;

/// How deep resources are embedded in each other.
const DEPTH: u32 = 2;

impl World {
    /// The resource at a place as this page documents it; `None` if it was deleted.
    pub(crate) fn other(&self, app: AppId, place: OtherPlace, page: &'static Page) -> Option<Value> {
        self.other_within(app, place, page.representation(), DEPTH)
    }

    fn other_within(&self, app: AppId, place: OtherPlace, page: &'static Page, depth: u32) -> Option<Value> {
        let key = (app, place);
        if self.areas.others.deleted.contains(&key) {
            return None;
        }
        let own = self.hrefs(app).other(place);
        let seed = digest(&own);
        let mut members = Members::new();
        members.insert("rel".to_owned(), page.rel.into());
        let mut links = Members::new();
        links.insert("self".to_owned(), json!({ "href": own }));
        let set = self.areas.others.set.get(&key);
        for property in page.properties {
            let made = || value(property, seed, self.me_uri(app), self.config.epoch);
            let value = set.and_then(|set| set.get(property.name)).cloned().unwrap_or_else(made);
            match property.kind {
                // It travels as a link.
                schema::Value::Content => links.insert(property.name.to_owned(), value),
                _ => members.insert(property.name.to_owned(), value),
            };
        }
        for link in page.links.iter().filter(|link| link.rel != "self") {
            let Some(target) = link.target.and_then(schema::page) else { continue };
            if let Some(href) = self.href_from(app, place, target) {
                let mut one = json!({ "href": href });
                if let Some(latest) = schema::latest_revision(target.rel) {
                    one["revision"] = latest.to_string().into();
                }
                links.insert(link.rel.to_owned(), if link.many { json!([one]) } else { one });
            }
        }
        members.insert("_links".to_owned(), links.into());
        let embedded = self.embedded_in(app, place, page, depth, self.areas.others.created.get(&key));
        if !embedded.is_empty() {
            members.insert("_embedded".to_owned(), embedded.into());
        }
        Some(members.into())
    }

    fn embedded_in(
        &self,
        app: AppId,
        place: OtherPlace,
        page: &'static Page,
        depth: u32,
        created: Option<&Vec<OtherPlace>>,
    ) -> Members {
        let mut embedded = Members::new();
        for link in page.embedded.iter().filter(|_| depth > 0) {
            let Some(target) = link.target.and_then(schema::page).filter(|target| !has_behaviour(target))
            else {
                continue;
            };
            let first = place.to(target.rel);
            let created = created.into_iter().flatten().copied().filter(|place| place.rel == target.rel);
            let places = std::iter::once(first).chain(created);
            let mut all: Vec<Value> = places
                .filter_map(|place| self.other_within(app, place, target.representation(), depth - 1))
                .collect();
            if link.many {
                embedded.insert(link.rel.to_owned(), all.into());
            } else if let Some(one) = all.pop() {
                embedded.insert(link.rel.to_owned(), one);
            }
        }
        embedded
    }

    /// Where a link to this page leads, from the resource at this place. Of those that have a behaviour only some are known
    /// without an id.
    fn href_from(&self, app: AppId, place: OtherPlace, target: &'static Page) -> Option<String> {
        let hrefs = self.hrefs(app);
        if !has_behaviour(target) {
            return Some(hrefs.other(place.to(target.rel)));
        }
        let uri = self.me_uri(app);
        match target.representation().rel {
            "conversation" => self.around_other(app, place).map(|(id, _)| hrefs.conversation(id)),
            "participant" => self.around_other(app, place).map(|(id, key)| hrefs.participant(id, key)),
            "me" => Some(hrefs.to("me")),
            "communication" => Some(hrefs.to("communication")),
            "people" => Some(hrefs.to("people")),
            "contact" => Some(hrefs.contact(uri)),
            "contactPhoto" | "photo" => Some(hrefs.photo(uri)),
            "contactPresence" => Some(hrefs.of_contact(uri, "presence")),
            "contactNote" => Some(hrefs.of_contact(uri, "note")),
            "contactLocation" => Some(hrefs.of_contact(uri, "location")),
            "contactSupportedModalities" => Some(hrefs.of_contact(uri, "supportedMedia")),
            _ => None,
        }
    }

    /// The conversation to which the resource at a place belongs, and the participant: the user, if it belongs to nobody else.
    fn around_other(&self, app: AppId, place: OtherPlace) -> Option<(ConversationId, &str)> {
        let hrefs = self.hrefs(app);
        self.conversations.iter().filter(|(_, conversation)| conversation.app == app).find_map(|(id, it)| {
            let mut members = self.room(*id)?.joined().map(|member| member.key.as_str());
            let member = members.find(|key| place.is_from(&hrefs.participant(*id, key)));
            let of_all = [hrefs.conversation(*id), hrefs.audio_video(*id), hrefs.messaging(*id)];
            let is_here = member.is_some() || of_all.iter().any(|href| place.is_from(href));
            is_here.then(|| (*id, member.unwrap_or(&it.me)))
        })
    }

    fn me_uri(&self, app: AppId) -> &str {
        self.user_of(app).map(|user| user.person.uri.as_str()).unwrap_or_default()
    }

    /// Adds the documented links to resources without a behaviour of their own, and those of them that are embedded, to a resource
    /// of this rel and href.
    pub(crate) fn add_others(&self, app: AppId, rel: &str, own: &str, unknown: &mut Unknown) {
        let Some((rel, missing)) = missing().get_key_value(rel) else { return };
        if self.guest_of(app).is_some() {
            return;
        }
        let place = OtherPlace::from(own, rel);
        for (link, target) in &missing.links {
            let href = self.hrefs(app).other(place.to(target.rel));
            match schema::latest_revision(target.rel) {
                Some(_) => unknown.insert_link(link.rel, &self.revised::<()>(href)),
                None => unknown.insert_link(link.rel, &Link::<()>::new(href)),
            };
        }
        for (rel, resource) in
            missing.embedding.iter().flat_map(|page| self.embedded_in(app, place, page, DEPTH, None))
        {
            // A JSON value can be encoded as JSON.
            let _ = unknown.insert_embedded(rel, &resource);
        }
    }
}

/// What the resources of a rel have beside what areas give them.
#[derive(Default)]
struct Missing {
    links: Vec<(&'static schema::Link, &'static Page)>,
    /// The pages that document embedded resources without a behaviour.
    embedding: Vec<&'static Page>,
}

/// By rel.
fn missing() -> &'static BTreeMap<&'static str, Missing> {
    static MISSING: OnceLock<BTreeMap<&'static str, Missing>> = OnceLock::new();
    MISSING.get_or_init(|| {
        let target =
            |link: &schema::Link| link.target.and_then(schema::page).filter(|target| !has_behaviour(target));
        let mut all: BTreeMap<&str, Missing> = BTreeMap::new();
        for page in schema::PAGES.iter().filter(|page| has_behaviour(page)) {
            let missing = all.entry(page.rel).or_default();
            let links = page.links.iter().filter(|link| link.rel != "self");
            missing.links.extend(links.filter_map(|link| Some((link, target(link)?))));
            if page.embedded.iter().any(|link| target(link).is_some()) {
                missing.embedding.push(page);
            }
        }
        all
    })
}
