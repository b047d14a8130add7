//! The user: becoming available, activity, presence, note, location, photo.

use std::time::Duration;

use ucwa_types::TimeSpan;
use ucwa_types::api::{ErrorKind, Location, MakeMeAvailable, ModalityType, Note, Presence};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::{check_known, chosen, normalized};
use crate::acts::Availing;
use crate::answer::{self, Answer, Handled, ServiceError};
use crate::ids::AppId;
use crate::route::MePlace as Place;
use crate::world::{Incoming, World};

/// The photo of everybody: one grey dot.
const PHOTO: &[u8] = include_bytes!("../photo.jpg");
const PHOTO_ETAG: &str = "\"p1\"";

impl World {
    /// An operation on the user.
    pub(crate) fn me_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let is_post = incoming.request.method() == http::Method::POST;
        let format = incoming.format();
        let user = self.applications.get(&app).map(|it| it.user).ok_or_else(ServiceError::no_application)?;
        match place {
            Place::Me => answer::found(self.me(app), format),
            Place::MakeMeAvailable => self.make_me_available(app, incoming),
            Place::Photo(uri) => match self.find_user(uri) {
                Some(_) => Ok(photo(incoming)),
                None => Err(ServiceError::not_found()),
            },
            _ => {
                self.check_available(app)?;
                match place {
                    Place::Presence if is_post => {
                        let received = server::read::<Presence, Post>(incoming.request)?;
                        check_known("availability", &received.input.availability)?;
                        self.choose_presence(user, chosen(received.input.availability));
                        answer::done()
                    }
                    Place::Presence => answer::found(self.presence(app), format),
                    Place::Note if is_post => {
                        let received = server::read::<Note, Post>(incoming.request)?;
                        self.set_note(user, received.input.message.unwrap_or_default());
                        answer::done()
                    }
                    Place::Note => answer::found(self.note(app), format),
                    Place::Location if is_post => {
                        let received = server::read::<Location, Post>(incoming.request)?;
                        self.set_location(user, received.input.location.unwrap_or_default());
                        answer::done()
                    }
                    Place::Location => answer::found(self.location(app), format),
                    _ => {
                        self.be_active(user);
                        answer::done()
                    }
                }
            }
        }
    }

    fn make_me_available(&mut self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<MakeMeAvailable, Post>(incoming.request)?.input;
        check_known("audioPreference", &input.audio_preference)?;
        check_known("signInAs", &input.sign_in_as)?;
        check_known("supportedMessageFormats", input.supported_message_formats.iter().flatten())?;
        check_known("supportedModalities", input.supported_modalities.iter().flatten())?;
        let is_other = |it: &&ModalityType| !matches!(it, ModalityType::Messaging | ModalityType::PhoneAudio);
        if let Some(other) = input.supported_modalities.iter().flatten().find(is_other) {
            let message = format!(
                "`supportedModalities` has `{}`. Only `Messaging` and `PhoneAudio` are permitted.",
                other.as_str()
            );
            return Err(ServiceError::new(&ErrorKind::Forbidden, message));
        }
        if self.check_available(app).is_ok() {
            self.complain_of_repetition(incoming, "made available twice");
            let message = "The user is available here already: `me` has no link `makeMeAvailable`.";
            return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
        }
        let availing = Availing {
            chosen: chosen(input.sign_in_as),
            modalities: input.supported_modalities,
            formats: input.supported_message_formats,
            preference: input.audio_preference,
            phone: input.phone_number.map(normalized),
            inactive: input.inactive_timeout.as_ref().and_then(duration),
        };
        self.become_available(app, availing);
        self.greet(app);
        match incoming.revision() {
            1 => answer::done(),
            // What was accepted and what was not has no documented form.
            _ => Ok(server::empty(http::StatusCode::CREATED)),
        }
    }
}

/// The photo, or 304 if the client has it already.
fn photo(incoming: &Incoming<'_>) -> Answer {
    let mut photo = match incoming.header("if-none-match") {
        Some(PHOTO_ETAG) => server::empty(http::StatusCode::NOT_MODIFIED),
        _ => answer::text(200, "image/jpeg", PHOTO),
    };
    answer::add_header(&mut photo, http::header::ETAG, PHOTO_ETAG);
    photo
}

/// A positive time span.
fn duration(span: &TimeSpan) -> Option<Duration> {
    let ticks = u64::try_from(span.ticks()).ok().filter(|ticks| *ticks > 0)?;
    Some(Duration::from_nanos(ticks.saturating_mul(100)))
}
