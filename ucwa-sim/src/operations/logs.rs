//! Operations of conversation logs.

use http::Method;
use ucwa_types::api::{ContinueMessaging, ConversationLogs, ErrorKind, MarkAsRead};
use ucwa_types::operation::{Get, Post};
use ucwa_types::rest::server;

use super::check_first_message;
use crate::acts::Wish;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, LogId};
use crate::route::LogPlace as Place;
use crate::state::Kind;
use crate::world::{Incoming, World};

impl World {
    /// An operation of conversation logs.
    pub(crate) fn logs_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let format = incoming.format();
        let user = self.applications.get(&app).map(|it| it.user).ok_or_else(ServiceError::no_application)?;
        match place {
            Place::ConversationLogs => {
                let query = server::read::<ConversationLogs, Get>(incoming.request)?.query;
                let limit = match query.limit.map(usize::try_from).transpose() {
                    Ok(limit) if limit != Some(0) => limit,
                    _ => {
                        let message = "`limit` is the largest number of logs, 1 at least.";
                        return Err(ServiceError::new(
                            &ErrorKind::BadRequestParameterValidationFailure,
                            message,
                        ));
                    }
                };
                answer::found(self.conversation_logs(app, limit), format)
            }
            Place::ConversationLog(id) if incoming.request.method() == Method::DELETE => {
                if !self.areas.logs.remove(user, *id) {
                    return Err(ServiceError::not_found());
                }
                self.tell_of_missed(user);
                answer::done()
            }
            Place::ConversationLog(id) => answer::found(self.conversation_log(app, *id), format),
            Place::Recipient(id, uri) => answer::found(self.log_recipient(app, *id, uri), format),
            Place::Transcripts(id) => answer::found(self.transcripts(app, *id), format),
            Place::MoreTranscripts(id, start) => {
                answer::found(self.more_transcripts(app, *id, *start), format)
            }
            Place::Transcript(id, index) => answer::found(self.transcript(app, *id, *index), format),
            Place::MessageTranscript(id, index) => {
                answer::found(self.message_transcript(app, *id, *index), format)
            }
            Place::MarkAsRead(id) => {
                server::read::<MarkAsRead, Post>(incoming.request)?;
                self.log(app, *id).ok_or_else(ServiceError::not_found)?;
                if !self.areas.logs.read(user, *id) {
                    return Err(ServiceError::not_offered(place.rel(), "the log is read"));
                }
                self.tell_of_missed(user);
                answer::done()
            }
            Place::ContinueMessaging(id) => self.continue_messaging(app, *id, incoming),
        }
    }

    /// Invites who took part in a past conversation, in the same thread.
    fn continue_messaging(&mut self, app: AppId, id: LogId, incoming: &Incoming<'_>) -> Handled {
        let input = server::read::<ContinueMessaging, Post>(incoming.request)?.input;
        let log = self.log(app, id).ok_or_else(ServiceError::not_found)?;
        let Some(to) = self.continued(app, log).cloned() else {
            return Err(ServiceError::not_offered(
                incoming.route.rel(),
                "the conversation was not with one other user, or the user is not available here",
            ));
        };
        let (subject, thread) = (Some(log.subject.clone()), Some(log.thread.clone()));
        check_first_message(input.message.as_ref())?;
        self.begin_operation(app, input.operation_id.as_deref())?;
        let (operation, message) = (input.operation_id, input.message);
        let wish = Wish { operation, subject, thread, message, ..Wish::new(Kind::Messaging, to) };
        let invitation = self.invite(app, None, wish);
        self.invited(app, "messagingInvitation", invitation)
    }
}
