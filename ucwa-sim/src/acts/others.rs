//! Changes of resources without a behaviour of their own.

use serde_json::{Map, Value};
use ucwa_types::event::EventType;
use ucwa_types::{DateTime, Enumeration};

use crate::happening::{Happening, MeHappening, MissedHappening, OtherHappening, Part};
use crate::ids::{AppId, UserId};
use crate::route::{OtherPlace, has_behaviour};
use crate::schema::{self, Page};
use crate::world::World;

/// What has come of an event that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Caused {
    Sent,
    /// No page documents the event.
    Undocumented,
    /// No application of the user has such a resource.
    Nowhere,
    /// No client of the user has an application.
    Absent,
}

impl World {
    /// Sets properties of a resource.
    pub(crate) fn set_other(
        &mut self,
        app: AppId,
        place: OtherPlace,
        page: &'static Page,
        given: Map<String, Value>,
    ) {
        let properties = page.representation().properties;
        let mut set = fitting(page, given);
        if properties.iter().any(|property| property.name == "etag") {
            set.insert("etag".to_owned(), self.ids.number().to_string().into());
        }
        self.areas.others.set.entry((app, place)).or_default().extend(set);
        self.tell_of_other(app, place, &["updated"]);
    }

    /// Deletes a resource.
    pub(crate) fn delete_other(&mut self, app: AppId, place: OtherPlace) {
        self.areas.others.deleted.insert((app, place));
        self.areas.others.set.remove(&(app, place));
        self.tell_of_other(app, place, &["deleted"]);
    }

    /// Creates a resource with these properties.
    pub(crate) fn create_other(
        &mut self,
        app: AppId,
        at: OtherPlace,
        page: &'static Page,
        given: Map<String, Value>,
    ) -> OtherPlace {
        let place = OtherPlace::from(&self.ids.hex(12), page.rel);
        let set = fitting(page, given);
        self.areas.others.set.insert((app, place), set);
        self.areas.others.created.entry((app, at)).or_default().push(place);
        self.tell_of_other(app, place, &["added", "started", "updated", "completed"]);
        place
    }

    /// Sends an event of a resource to the applications of a user that have the resource.
    pub(crate) fn cause(&mut self, user: UserId, rel: &str, r#type: &str) -> Caused {
        let rows = schema::PAGES.iter().flat_map(|page| page.events);
        let rows: Vec<_> = rows.filter(|row| row.resource == rel && row.ty == r#type).collect();
        if rows.is_empty() {
            return Caused::Undocumented;
        }
        let has_behaviour = schema::pages_of(rel).any(has_behaviour);
        // Nobody receives the events of a bot.
        let apps = self.applications_of(user).filter(|(_, it)| !it.is_bot);
        let apps: Vec<AppId> = apps.map(|(app, _)| app).collect();
        let mut caused = if apps.is_empty() { Caused::Absent } else { Caused::Nowhere };
        for app in apps {
            let existing = self.existing(app, rel).filter(|_| has_behaviour);
            if has_behaviour && existing.is_none() {
                continue;
            }
            if let Some(happening) = single(rel, r#type) {
                caused = Caused::Sent;
                self.emit(app, happening);
                continue;
            }
            let own = self.hrefs(app).own().to_owned();
            for event in &rows {
                if !self.happens_somewhere(app, event) {
                    continue;
                }
                caused = Caused::Sent;
                let place = OtherPlace::from(&own, event.resource);
                self.emit(app, OtherHappening { event, place, existing: existing.clone() });
            }
        }
        caused
    }

    /// Whether the application has the resources that send an event and in which it happens. Only one with a behaviour can be missing.
    fn happens_somewhere(&self, app: AppId, event: &schema::Event) -> bool {
        let mut places = [event.sender].into_iter().chain(event.within.iter().copied());
        places.all(|rel| !schema::pages_of(rel).any(has_behaviour) || self.existing(app, rel).is_some())
    }

    fn tell_of_other(&mut self, app: AppId, place: OtherPlace, types: &[&str]) {
        let rows = schema::pages_of(place.rel).flat_map(|page| page.events);
        let rows: Vec<_> = rows.filter(|row| row.resource == place.rel).collect();
        for r#type in types {
            for event in rows.iter().filter(|row| row.ty == *r#type) {
                self.emit(app, OtherHappening { event, place, existing: None });
            }
        }
    }
}

/// What happens to a resource of which an application has only one: its events come from its area, with its own address.
fn single(rel: &str, r#type: &str) -> Option<Happening> {
    let part = match rel {
        "me" => return Some(MeHappening::MeUpdated.into()),
        "communication" => return Some(MeHappening::CommunicationUpdated.into()),
        "missedItems" => return Some(MissedHappening::Updated.into()),
        "presence" => Part::Presence,
        "note" => Part::Note,
        "location" => Part::Location,
        _ => return None,
    };
    Some(MeHappening::Own(<EventType as Enumeration>::from_text(r#type), part).into())
}

/// What was given for properties of the representation: parameters of an operation can have other types.
fn fitting(page: &'static Page, given: Map<String, Value>) -> Map<String, Value> {
    let fit = |name: &str, value: Value| {
        let property = page.representation().properties.iter().find(|property| property.name == name)?;
        match (&property.kind, value.as_str()) {
            (schema::Value::Uri, Some(text)) => {
                (text.contains(':') && !text.contains(char::is_whitespace)).then_some(value)
            }
            (schema::Value::Enumeration(members), Some(text)) => members.contains(&text).then_some(value),
            // A date in XML has another form.
            (schema::Value::DateTime, Some(text)) => {
                let millis = text.parse::<DateTime>().ok()?.unix_millis();
                Some(format!("/Date({millis})/").into())
            }
            _ => Some(value),
        }
    };
    given.into_iter().filter_map(|(name, value)| Some((name.clone(), fit(&name, value)?))).collect()
}
