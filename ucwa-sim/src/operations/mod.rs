//! Operations: each reads a request by the documented rules, performs it, and answers it.

mod applications;
mod audience;
mod audio_video;
mod calls;
mod communication;
mod conversations;
mod e911;
mod forwarding;
mod groups;
mod invitations;
mod logs;
mod me;
mod meetings;
mod missed;
mod negotiating;
mod others;
mod participants;
mod people;
mod phone_audio;
mod phones;
mod policies;
mod privacy;
mod replacing;
mod scheduling;
mod subscriptions;

use ucwa_types::api::{ErrorCode, ErrorKind, ModalityType, PreferredAvailability};
use ucwa_types::{Enumeration, ExternalResource};

use crate::answer::ServiceError;
use crate::ids::{AppId, ConversationId, InvitationId};
use crate::state::{Conversation, Invitation};
use crate::uri;
use crate::world::{Incoming, World};

impl World {
    /// Returns an error unless the user is available in this application.
    fn check_available(&self, app: AppId) -> Result<(), ServiceError> {
        match self.applications.get(&app).is_some_and(|application| application.is_available) {
            true => Ok(()),
            false => {
                let message =
                    "The user is not available here. Follow the link `makeMeAvailable` of `me` first.";
                Err(ServiceError::new(&ErrorKind::ConflictMakeMeAvailableRequired, message))
            }
        }
    }

    /// Returns an error unless the application has this modality.
    fn check_modality(&self, app: AppId, modality: &ModalityType) -> Result<(), ServiceError> {
        match self.has_modality(app, modality) {
            true => Ok(()),
            false => {
                let name = modality.as_str();
                let message = format!("`supportedModalities` of `communication` does not have `{name}`.");
                Err(ServiceError::new(&ErrorKind::Forbidden, message))
            }
        }
    }

    /// A conversation of an application.
    fn own_conversation(&self, app: AppId, id: ConversationId) -> Result<&Conversation, ServiceError> {
        self.conversations.get(&id).filter(|it| it.app == app).ok_or_else(ServiceError::not_found)
    }

    /// An invitation that an application has sent or got.
    fn own_invitation(&self, app: AppId, id: InvitationId) -> Result<&Invitation, ServiceError> {
        self.invitations.get(&id).filter(|it| it.app == app).ok_or_else(ServiceError::not_found)
    }

    /// Records the `operationId` of an operation, which must be new. If a fault happened to the earlier operation, its client can send
    /// it again, and there is no complaint.
    fn begin_operation(&mut self, app: AppId, operation: Option<&str>) -> Result<(), ServiceError> {
        let (Some(operation), Some(application)) = (operation, self.applications.get_mut(&app)) else {
            return Ok(());
        };
        if operation.is_empty() {
            let message = "`operationId` is empty. It is a text that tells the operation from all others.";
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        let is_spoilt = !self.met.is_empty();
        if let Some(was_spoilt) = application.operations.insert(operation.to_owned(), is_spoilt) {
            if !was_spoilt {
                let user = self.user_of(app).map(|it| it.person.uri.clone()).unwrap_or_default();
                self.complain(format!("{user} starts the operation {operation} twice"));
            }
            let message =
                format!("The `operationId` {operation} was used before. Each operation needs its own.");
            return Err(ServiceError::new(&ErrorKind::ConflictAlreadyExists, message));
        }
        Ok(())
    }
}

/// Returns an error if a value is not a documented member of its enumeration.
fn check_known<'v, E: Enumeration + 'v>(
    name: &str,
    values: impl IntoIterator<Item = &'v E>,
) -> Result<(), ServiceError> {
    match values.into_iter().find_map(|value| value.member().err()) {
        Some(text) => {
            let message = format!("`{name}` has `{text}`. It can have {}.", E::MEMBERS.join(", "));
            Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
        }
        None => Ok(()),
    }
}

/// A user's phone as a `tel:` URI. The server does not test it: anything but a number stays unchanged.
fn normalized(phone: String) -> String {
    uri::phone_with_parameters(&phone).unwrap_or(phone)
}

/// Returns an error if a value cannot be the URI of a user.
fn check_people<'v>(name: &str, uris: impl IntoIterator<Item = &'v String>) -> Result<(), ServiceError> {
    match uris.into_iter().find(|uri| !uri::is_somebody(&uri::normal(uri))) {
        Some(wrong) => {
            let message = format!(
                "`{name}` has `{wrong}`. It wants URIs of people, such as `sip:ann@example.com` and `tel:+14255550101`."
            );
            Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
        }
        None => Ok(()),
    }
}

/// Returns an error unless the message of an invitation is text that can be read, as in `sendMessage`.
fn check_first_message(message: Option<&ExternalResource>) -> Result<(), ServiceError> {
    let Some(message) = message else { return Ok(()) };
    let media_type = message.media_type().unwrap_or_default();
    if !["", "text/plain", "text/html"].iter().any(|it| media_type.eq_ignore_ascii_case(it)) {
        let message = format!("`message` is `text/plain` or `text/html`, and this is `{media_type}`.");
        return Err(ServiceError::of(&ErrorCode::UnsupportedMediaType, None, message));
    }
    let unread = |error| {
        let message = format!("`message` wants a `data:` URI with text: {error}.");
        ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message)
    };
    message.to_text().map(drop).map_err(unread)
}

/// Returns an error if a request changes what the first revision of its resource can only show.
fn check_second(incoming: &Incoming<'_>) -> Result<(), ServiceError> {
    match incoming.revision() {
        0 | 1 => Err(ServiceError::Method { methods: &["GET"], has_head: true, later: Some(2) }),
        _ => Ok(()),
    }
}

/// Whether a collection is to embed its resources.
fn is_expanded(incoming: &Incoming<'_>) -> bool {
    incoming.parameter("expand").is_none_or(|expand| !expand.eq_ignore_ascii_case("false"))
}

/// The chosen availability; `None` for `Online`, which follows from activity.
fn chosen(choice: Option<PreferredAvailability>) -> Option<PreferredAvailability> {
    choice.filter(|choice| *choice != PreferredAvailability::Online)
}
