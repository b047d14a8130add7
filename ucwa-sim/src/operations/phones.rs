//! Operations of the user's phones.

use ucwa_types::api::{ChangeNumber, ChangeVisibility, ErrorKind};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, UserId};
use crate::keys::PhoneType;
use crate::route::PhonePlace as Place;
use crate::state::Phone;
use crate::uri;
use crate::world::{Incoming, World};

impl World {
    /// An operation of the user's phones.
    pub(crate) fn phones_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let user = self.check_voice(app)?;
        match place {
            Place::Phones => answer::ok(&self.phones(app), incoming.format()),
            Place::Phone(kind) => answer::found(self.phone(app, *kind), incoming.format()),
            Place::ChangeNumber(kind) => {
                let input = server::read::<ChangeNumber, Post>(incoming.request)?.input;
                let number = match input.number.filter(|number| !number.is_empty()) {
                    None => None,
                    Some(number) => Some(uri::phone(&number).ok_or_else(|| {
                        let message = format!("`{number}` is not a phone number.");
                        ServiceError::new(&ErrorKind::BadRequestNormalizationFailed, message)
                    })?),
                };
                self.check_changeable(user, *kind)?;
                let known = self.areas.phones.get(user, *kind);
                let is_shown = input.include_in_contact_card.unwrap_or(known.is_shown);
                self.areas.phones.set(user, *kind, Phone { number, is_shown });
                answer::done()
            }
            Place::ChangeVisibility(kind) => {
                let input = server::read::<ChangeVisibility, Post>(incoming.request)?.input;
                self.check_changeable(user, *kind)?;
                let known = self.areas.phones.get(user, *kind);
                let is_shown = input.include_in_contact_card.unwrap_or(known.is_shown);
                self.areas.phones.set(user, *kind, Phone { is_shown, ..known });
                answer::done()
            }
        }
    }

    /// The user of an application, who has enterprise voice.
    pub(super) fn check_voice(&self, app: AppId) -> Result<UserId, ServiceError> {
        let user = self.applications.get(&app).map(|it| it.user).ok_or_else(ServiceError::no_application)?;
        match self.has_voice(user) {
            true => Ok(user),
            false => {
                let message = "The user has no enterprise voice.";
                Err(ServiceError::new(&ErrorKind::Forbidden, message))
            }
        }
    }

    /// Returns an error if the directory has the number.
    fn check_changeable(&self, user: UserId, kind: PhoneType) -> Result<(), ServiceError> {
        match self.directory_phone(user, kind) {
            Some(_) => {
                let message = "The directory has this number. It cannot be changed here.";
                Err(ServiceError::new(&ErrorKind::Conflict, message))
            }
            None => Ok(()),
        }
    }
}
