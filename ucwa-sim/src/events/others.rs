//! Events of resources without a behaviour of their own.

use ucwa_types::Link;
use ucwa_types::api::{AnyResource, Event};
use ucwa_types::event::{EventStatus, EventType};

use super::describe::{Described, Sender};
use crate::channel::Priority;
use crate::happening::OtherHappening;
use crate::ids::AppId;
use crate::route::OtherPlace;
use crate::schema;
use crate::world::World;

impl World {
    pub(super) fn describe_others(&self, app: AppId, happening: &OtherHappening) -> Described {
        let OtherHappening { event: row, place, existing } = happening;
        let own = existing.clone().unwrap_or_else(|| self.hrefs(app).other(*place));
        let r#type: EventType = <EventType as ucwa_types::Enumeration>::from_text(row.ty);
        let mut event = Event::default();
        event.r#type = Some(r#type.clone());
        event.link = Some(named(own, row.resource));
        if let Some(rel) = row.within.first() {
            event.in_ = Some(named(self.around(app, rel), rel));
        }
        if r#type == EventType::Completed {
            event = event.with_status(EventStatus::Success);
        }
        let resource = match row.target.and_then(schema::page) {
            _ if r#type == EventType::Deleted => None,
            _ if row.resource == "policies" => {
                self.policies(app).and_then(|policies| serde_json::to_value(policies).ok())
            }
            // Servers do not always embed a resource.
            Some(page) if existing.is_none() => self.other(app, *place, page),
            _ => None,
        };
        let resource = resource.and_then(|json| serde_json::from_value::<AnyResource>(json).ok());
        let priority = match row.priority {
            "Low" => Priority::Low,
            "Medium" => Priority::Medium,
            _ => Priority::High,
        };
        let sender: Sender = (row.sender, self.around(app, row.sender));
        Described { sender, priority, event: self.with(event, resource) }
    }

    /// The href of a resource that sends an event, or in which it happens.
    fn around(&self, app: AppId, rel: &'static str) -> String {
        self.existing(app, rel).unwrap_or_else(|| {
            let hrefs = self.hrefs(app);
            match rel {
                "conversation" => hrefs.to("communication"),
                rel => hrefs.other(OtherPlace::from(hrefs.own(), rel)),
            }
        })
    }
}

fn named(href: String, rel: &str) -> Link<()> {
    let mut link = Link::new(href);
    link.set_attribute("rel", Some(rel.into()));
    link
}
