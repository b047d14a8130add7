//! Guests: people without an account, who get a token for one online meeting.

use crate::config::Person;
use crate::ids::{AppId, MeetingId, UserId};
use crate::state::User;
use crate::world::World;

/// The name of a guest who gives none.
const NAME: &str = "Guest";

impl World {
    /// A guest of an online meeting, whose key is its id: the one who renews a token, or else a new one.
    pub(crate) fn guest(
        &mut self,
        uri: Option<&str>,
        key: Option<&str>,
        renewed: Option<&str>,
    ) -> Option<UserId> {
        let meeting = self.find_meeting(uri?)?;
        if !key?.eq_ignore_ascii_case(&meeting.to_string()) {
            return None;
        }
        let known = renewed.and_then(|token| self.tokens.owner(Some(&format!("Bearer {token}"))));
        let is_same = |id: &UserId| self.users.get(id.0).is_some_and(|user| user.guest_of == Some(meeting));
        Some(known.filter(is_same).unwrap_or_else(|| self.add_guest(meeting)))
    }

    /// Makes somebody a guest of an online meeting. No search finds guests, and nobody can invite them.
    fn add_guest(&mut self, meeting: MeetingId) -> UserId {
        let uri = format!("sip:{}@anonymous.invalid", self.ids.hex(8));
        let guest = User { guest_of: Some(meeting), ..User::new(Person::new(uri, NAME, "")) };
        self.users.push(guest);
        UserId(self.users.len() - 1)
    }

    /// The online meeting of which the user of an application is a guest.
    pub(crate) fn guest_of(&self, app: AppId) -> Option<MeetingId> {
        self.user_of(app)?.guest_of
    }

    /// The name of the user of an application who is a guest.
    pub(crate) fn guest_name(&self, app: AppId) -> Option<String> {
        self.user_of(app).filter(|user| user.guest_of.is_some()).map(|user| user.person.name.clone())
    }

    /// Sets the name under which a guest appears.
    pub(crate) fn name_guest(&mut self, app: AppId, name: String) {
        let user = self.applications.get(&app).map(|application| application.user);
        let user = user.and_then(|user| self.users.get_mut(user.0));
        if let Some(guest) = user.filter(|user| user.guest_of.is_some()) {
            guest.person.name = name;
        }
    }
}
