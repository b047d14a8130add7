//! Conversations and messages.

use ucwa_types::api::{
    AddMessaging, CallState, ErrorCode, MessageFormat, SendMessage, SetIsTyping, StopMessaging,
};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::check_first_message;
use crate::acts::{Content, Wish};
use crate::answer::{self, Handled, ServiceError};
use crate::faults::Fault;
use crate::ids::{AppId, ConversationId};
use crate::route::ConversationPlace as Place;
use crate::state::{Kind, Modality};
use crate::world::{Incoming, World};

impl World {
    /// An operation on a conversation.
    pub(crate) fn conversation_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let id = place.id();
        let conversation = self.own_conversation(app, id)?;
        let (messaging, format) = (conversation.messaging.clone(), incoming.format());
        match place {
            Place::Conversation(_) if incoming.request.method() == http::Method::DELETE => {
                self.leave(id);
                answer::done()
            }
            Place::Conversation(_) => answer::found(self.conversation(id), format),
            Place::Message(_, message) => {
                let message = *message;
                let representation = self.message(id, message).ok_or_else(ServiceError::not_found)?;
                self.fetch_message(id, message);
                answer::ok(&representation, format)
            }
            Place::AddMessaging(_) => {
                let input = server::read::<AddMessaging, Post>(incoming.request)?.input;
                if !self.can_add(id) {
                    return Err(ServiceError::not_offered(place.rel(), "nobody else is in the conversation"));
                }
                if messaging != CallState::Disconnected {
                    return Err(ServiceError::not_offered(place.rel(), messaging_is(&messaging)));
                }
                check_first_message(input.message.as_ref())?;
                self.begin_operation(app, input.operation_id.as_deref())?;
                let to = self.addressee(id);
                let (operation, message) = (input.operation_id, input.message);
                let wish = Wish { operation, message, ..Wish::new(Kind::Messaging, to) };
                let invitation = self.invite(app, Some(id), wish);
                self.invited(app, "messagingInvitation", invitation)
            }
            Place::StopMessaging(_) => {
                server::read::<StopMessaging, Post>(incoming.request)?;
                match messaging {
                    CallState::Disconnected => {
                        Err(ServiceError::not_offered(place.rel(), messaging_is(&messaging)))
                    }
                    _ => {
                        self.stop(id, Modality::Messaging);
                        answer::done()
                    }
                }
            }
            Place::SetIsTyping(_) => {
                server::read::<SetIsTyping, Post>(incoming.request)?;
                if messaging != CallState::Connected {
                    return Err(ServiceError::not_offered(place.rel(), messaging_is(&messaging)));
                }
                self.type_in(id);
                answer::done()
            }
            Place::EnableMuteLock(_)
            | Place::DisableMuteLock(_)
            | Place::EnableMessaging(_)
            | Place::DisableMessaging(_) => self.audience_operation(id, place, incoming),
            Place::SendMessage(_) => self.send_message(app, id, &messaging, incoming),
            _ => answer::found(self.messaging(id), format),
        }
    }

    fn send_message(
        &mut self,
        app: AppId,
        id: ConversationId,
        messaging: &CallState,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let received = server::read::<SendMessage, Post>(incoming.request)?;
        let media_type = received.input.media_type().to_lowercase();
        self.check_message_format(id, &media_type)?;
        let text = String::from_utf8(received.input.bytes().to_vec()).map_err(|_| {
            ServiceError::of(&ErrorCode::BadRequest, None, "The text of the message is not in UTF-8.")
        })?;
        if *messaging != CallState::Connected {
            return Err(ServiceError::not_offered(incoming.route.rel(), messaging_is(messaging)));
        }
        if !self.has_messaging(id) {
            let state = "instant messaging is turned off in the online meeting";
            return Err(ServiceError::not_offered(incoming.route.rel(), state));
        }
        let operation = received.query.operation_id;
        self.begin_operation(app, operation.as_deref())?;
        let is_lost = incoming.fault == Some(Fault::Undelivered);
        let message = self.send(id, operation, &Content { media_type, text }, is_lost);
        Ok(server::created(&self.hrefs(app).message(id, message))?)
    }

    /// Returns an error if a message of this media type cannot be shown to both users.
    fn check_message_format(&self, id: ConversationId, media_type: &str) -> Result<(), ServiceError> {
        let formats = self.conversations.get(&id).map(|it| it.formats.as_slice()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let message = match essence {
            "text/plain" => return Ok(()),
            "text/html" if formats.contains(&MessageFormat::Html) => return Ok(()),
            "text/html" => "A message is `text/html` only if `negotiatedMessageFormats` has `Html`: both \
                            users need it in their `supportedMessageFormats`."
                .to_owned(),
            other => format!("A message is `text/plain` or `text/html`, and this is `{other}`."),
        };
        Err(ServiceError::of(&ErrorCode::UnsupportedMediaType, None, message))
    }
}

fn messaging_is(state: &CallState) -> String {
    format!("messaging is {}", state.as_str())
}
