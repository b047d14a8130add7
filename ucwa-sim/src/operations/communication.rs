//! Communication: its settings, the conversations, and `startMessaging`.

use ucwa_types::api::{
    Communication, CommunicationLinks, Conversations, ConversationsLinks, ErrorKind, StartMessaging,
    StartMessaging2,
};
use ucwa_types::operation::{Post, Put};
use ucwa_types::rest::server;

use super::normalized;
use super::replacing::{check_etag, check_whole};
use super::{check_first_message, check_known, check_people};
use crate::acts::Wish;
use crate::answer::{self, Handled, ServiceError};
use crate::happening::{MeHappening, Part};
use crate::ids::AppId;
use crate::route::CommunicationPlace as Place;
use crate::state::Kind;
use crate::world::{Incoming, World};

impl World {
    /// An operation on communication as a whole.
    pub(crate) fn communication_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        match place {
            Place::Conversations => {
                match incoming.parameter("filter") {
                    None => self.complain(format!("{} lost its query", incoming.request.uri())),
                    Some(filter) if filter.eq_ignore_ascii_case("active") => {}
                    Some(filter) => {
                        let message = format!("`filter` has `{filter}`. It can have `active`.");
                        return Err(ServiceError::new(
                            &ErrorKind::BadRequestParameterValidationFailure,
                            message,
                        ));
                    }
                }
                let hrefs = self.hrefs(app);
                let active = self.active_conversations(app).into_iter().map(|id| hrefs.conversation(id));
                let links = ConversationsLinks::default()
                    .with_self(hrefs.to("communication/conversations?filter=active"))
                    .with_conversation(active);
                answer::ok(&Conversations::default().with_links(links), incoming.format())
            }
            Place::StartMessaging => self.start_messaging(app, incoming),
            _ if incoming.request.method() == http::Method::PUT => self.put_communication(app, incoming),
            _ => answer::found(self.communication(app), incoming.format()),
        }
    }

    /// Replaces the settings, if `If-Match` has their etag.
    fn put_communication(&mut self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let mut input = server::read::<Communication, Put>(incoming.request)?.input;
        check_known("audioPreference", &input.audio_preference)?;
        check_known("supportedMessageFormats", input.supported_message_formats.iter().flatten())?;
        check_known("supportedModalities", input.supported_modalities.iter().flatten())?;
        let etag = self.ids.number();
        let application = self.applications.get_mut(&app).ok_or_else(ServiceError::no_application)?;
        check_etag(incoming, application.settings_etag)?;
        check_whole(&input.unknown, &application.guid)?;
        input.links = CommunicationLinks::default();
        input.unknown = ucwa_types::Unknown::default();
        input.etag = None;
        input.phone_number = input.phone_number.map(normalized);
        let user = application.user;
        let are_others =
            application.modalities() != input.supported_modalities.as_deref().unwrap_or_default();
        application.settings = input;
        application.settings_etag = etag;
        self.emit(app, MeHappening::CommunicationUpdated);
        if are_others {
            self.tell_subscribers(user, Part::Modalities);
        }
        Ok(server::empty(http::StatusCode::OK))
    }

    fn start_messaging(&mut self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let wish = match incoming.revision() {
            1 => {
                let input = server::read::<StartMessaging, Post>(incoming.request)?.input;
                Wish {
                    kind: Kind::Messaging,
                    to: input.to.unwrap_or_default(),
                    operation: input.operation_id,
                    subject: input.subject,
                    thread: input.thread_id,
                    importance: input.importance,
                    message: input.message,
                    custom: None,
                    delegator: None,
                }
            }
            _ => {
                let input = server::read::<StartMessaging2, Post>(incoming.request)?.input;
                Wish {
                    kind: Kind::Messaging,
                    to: input.to.unwrap_or_default(),
                    operation: input.operation_id,
                    subject: input.subject,
                    thread: input.thread_id,
                    importance: input.importance,
                    message: input.message,
                    custom: input.custom_content,
                    delegator: None,
                }
            }
        };
        if wish.to.is_empty() {
            let message = "`to` is missing or empty. It is the URI of whom to invite.";
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        check_people("to", [&wish.to])?;
        check_known("importance", &wish.importance)?;
        check_first_message(wish.message.as_ref())?;
        self.begin_operation(app, wish.operation.as_deref())?;
        let invitation = self.invite(app, None, wish);
        self.invited(app, "messagingInvitation", invitation)
    }
}
