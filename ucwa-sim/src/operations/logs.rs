//! Operations of conversation logs.

use http::Method;
use ucwa_types::api::{
    ContinueAudio, ContinueAudioVideo, ContinueMessaging, ContinuePhoneAudio, ContinueVideo,
    ConversationLogs, ErrorKind, MarkAsRead,
};
use ucwa_types::operation::{Get, Post};
use ucwa_types::rest::server;

use super::calls::{Started, started};
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
            Place::AudioTranscript(id, index) => {
                answer::found(self.audio_transcript(app, *id, *index), format)
            }
            Place::ErrorTranscript(id, index) => {
                answer::found(self.error_transcript(app, *id, *index), format)
            }
            Place::ContinuePhoneAudio(id)
            | Place::ContinueAudio(id)
            | Place::ContinueVideo(id)
            | Place::ContinueAudioVideo(id) => self.continue_call(app, *id, place, incoming),
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
        let (to, subject, thread) = self.continued_here(app, id, incoming)?;
        check_first_message(input.message.as_ref())?;
        self.begin_operation(app, input.operation_id.as_deref())?;
        let wish = Wish {
            operation: input.operation_id,
            subject: Some(subject),
            thread: Some(thread),
            message: input.message,
            ..Wish::new(Kind::Messaging, to)
        };
        let invitation = self.invite(app, None, wish);
        self.invited(app, "messagingInvitation", invitation)
    }

    /// The same, with a call.
    fn continue_call(&mut self, app: AppId, id: LogId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let request = incoming.request;
        let mut input = match place {
            Place::ContinuePhoneAudio(_) => started!(
                server::read::<ContinuePhoneAudio, Post>(request)?.input,
                [operation_id, phone_number]
            ),
            Place::ContinueAudio(_) => started!(
                server::read::<ContinueAudio, Post>(request)?.input,
                [operation_id, media_offer, session_context]
            ),
            Place::ContinueVideo(_) => started!(
                server::read::<ContinueVideo, Post>(request)?.input,
                [operation_id, media_offer, session_context]
            ),
            _ => started!(
                server::read::<ContinueAudioVideo, Post>(request)?.input,
                [operation_id, media_offer, session_context]
            ),
        };
        let (to, subject, thread) = self.continued_here(app, id, incoming)?;
        (input.to, input.subject, input.thread_id) = (Some(to), Some(subject), Some(thread));
        let kind = match place {
            Place::ContinuePhoneAudio(_) => self.phone_call(app, &input)?,
            Place::ContinueAudio(_) => self.call_with(app, Some((true, false)), &input)?,
            Place::ContinueVideo(_) => self.call_with(app, Some((false, true)), &input)?,
            _ => self.call_with(app, Some((true, true)), &input)?,
        };
        self.place_call(app, None, kind, input)
    }

    /// Whom a past conversation was with, its subject and its thread.
    fn continued_here(
        &self,
        app: AppId,
        id: LogId,
        incoming: &Incoming<'_>,
    ) -> Result<(String, String, String), ServiceError> {
        let log = self.log(app, id).ok_or_else(ServiceError::not_found)?;
        match self.continued(app, log) {
            Some(to) => Ok((to.clone(), log.subject.clone(), log.thread.clone())),
            None => {
                let state = "the conversation was not with one other user, or the user is not available here";
                Err(ServiceError::not_offered(incoming.route.rel(), state))
            }
        }
    }
}
