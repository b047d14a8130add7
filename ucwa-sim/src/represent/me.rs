//! The user: profile, presence, note and location.

use ucwa_types::Link;
use ucwa_types::api::{
    Availability, Location, LocationLinks, Me, MeLinks, Note, NoteLinks, NoteType, Presence, PresenceLinks,
};

use crate::ids::AppId;
use crate::keys::PhoneType;
use crate::uri;
use crate::world::World;

impl World {
    /// The user of an application.
    pub(crate) fn me(&self, app: AppId) -> Option<Me> {
        let application = self.applications.get(&app)?;
        let person = &self.user_of(app)?.person;
        let hrefs = self.hrefs(app);
        if self.guest_of(app).is_some() {
            let links = MeLinks::default().with_self(hrefs.to("me"));
            return Some(Me::default().with_name(&*person.name).with_uri(&*person.uri).with_links(links));
        }
        let mut links = MeLinks::default().with_self(hrefs.to("me")).with_photo(hrefs.photo(&person.uri));
        if application.is_available {
            links = links
                .with_presence(hrefs.to("me/presence"))
                .with_note(hrefs.to("me/note"))
                .with_location(hrefs.to("me/location"))
                .with_report_my_activity(hrefs.to("me/reportMyActivity"));
        } else {
            links = links.with_make_me_available(self.revised(hrefs.to("me/makeMeAvailable")));
        }
        if self.has_voice(application.user) {
            links = links
                .with_phones(hrefs.to("me/phones"))
                .with_call_forwarding_settings(hrefs.to("me/callForwardingSettings"));
        }
        let mut me = Me::default().with_name(&*person.name).with_uri(&*person.uri).with_links(links);
        me.email_addresses = uri::mail(&person.uri).map(|mail| vec![mail]);
        me.title.clone_from(&person.title);
        me.department.clone_from(&person.department);
        me.company.clone_from(&person.company);
        me.office_location.clone_from(&person.office);
        let number = |kind| self.phone_of(application.user, kind).number;
        me.work_phone_number = number(PhoneType::Work);
        me.home_phone_number = number(PhoneType::Home);
        me.mobile_phone_number = number(PhoneType::Mobile);
        me.other_phone_number = number(PhoneType::Other);
        self.add_others(app, "me", &hrefs.to("me"), &mut me.unknown);
        Some(me)
    }

    /// The user's presence.
    pub(crate) fn presence(&self, app: AppId) -> Option<Presence> {
        let shown = &self.user_of(app)?.shown;
        let links = PresenceLinks::default().with_self(self.hrefs(app).to("me/presence"));
        Some(
            Presence::default()
                .with_availability(shown.clone())
                .with_activity(activity(shown))
                .with_links(links),
        )
    }

    /// The user's note.
    pub(crate) fn note(&self, app: AppId) -> Option<Note> {
        let note = &self.user_of(app)?.note;
        let links = NoteLinks::default().with_self(self.hrefs(app).to("me/note"));
        Some(Note::default().with_message(&**note).with_type(NoteType::Personal).with_links(links))
    }

    /// The user's location.
    pub(crate) fn location(&self, app: AppId) -> Option<Location> {
        let location = &self.user_of(app)?.location;
        let links = LocationLinks::default().with_self(self.hrefs(app).to("me/location"));
        Some(Location::default().with_location(&**location).with_links(links))
    }

    /// A link to something of which the server has a second revision.
    pub(crate) fn revised<T>(&self, href: String) -> Link<T> {
        let mut link = Link::new(href);
        link.set_attribute("revision", Some("2".into()));
        link
    }
}

/// The activity that belongs to an availability.
pub(crate) fn activity(availability: &Availability) -> &'static str {
    match availability {
        Availability::Online => "Available",
        Availability::IdleOnline => "Inactive",
        Availability::Busy | Availability::IdleBusy => "Busy",
        Availability::DoNotDisturb => "DoNotDisturb",
        Availability::BeRightBack => "BeRightBack",
        Availability::Away => "Away",
        _ => "Offline",
    }
}
