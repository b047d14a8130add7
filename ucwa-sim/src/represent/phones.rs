//! The user's phones.

use ucwa_types::api::{Phone, PhoneLinks, Phones, PhonesEmbedded, PhonesLinks};

use crate::ids::{AppId, UserId};
use crate::keys::PhoneType;
use crate::state;
use crate::world::World;

impl World {
    /// A phone of a user. A work phone from the directory cannot be changed.
    pub(crate) fn phone_of(&self, user: UserId, kind: PhoneType) -> state::Phone {
        match self.directory_phone(user, kind) {
            Some(number) => state::Phone { number: Some(number), is_shown: true },
            None => self.areas.phones.get(user, kind),
        }
    }

    /// The number that the directory has of a user's phone.
    pub(crate) fn directory_phone(&self, user: UserId, kind: PhoneType) -> Option<String> {
        let person = &self.users.get(user.0)?.person;
        person.work_phone.clone().filter(|_| kind == PhoneType::Work)
    }

    /// A phone of the user of an application.
    pub(crate) fn phone(&self, app: AppId, kind: PhoneType) -> Option<Phone> {
        let user = self.applications.get(&app)?.user;
        let own = self.hrefs(app).phone(kind);
        let known = self.phone_of(user, kind);
        let mut links = PhoneLinks::default();
        if self.directory_phone(user, kind).is_none() {
            links = links
                .with_change_number(format!("{own}/number"))
                .with_change_visibility(format!("{own}/visibility"));
        }
        let mut phone = Phone::default()
            .with_type(kind.name())
            .with_include_in_contact_card(known.is_shown)
            .with_links(links.with_self(own));
        phone.number = known.number;
        Some(phone)
    }

    /// All phones of the user of an application.
    pub(crate) fn phones(&self, app: AppId) -> Phones {
        let all = PhoneType::ALL.into_iter().filter_map(|kind| self.phone(app, kind));
        let links = PhonesLinks::default().with_self(self.hrefs(app).to("me/phones"));
        Phones::default().with_links(links).with_embedded(PhonesEmbedded::default().with_phone(all))
    }
}
