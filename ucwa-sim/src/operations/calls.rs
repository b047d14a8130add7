//! What all operations that start a call have in common.

use ucwa_types::ExternalResource;
use ucwa_types::api::{Direction, ErrorKind, Importance};
use ucwa_types::rest::server;

use super::{check_known, check_people};
use crate::acts::Wish;
use crate::answer::{Handled, ServiceError};
use crate::ids::{AppId, ConversationId, InvitationId};
use crate::state::Kind;
use crate::world::World;

/// The input of all operations that start a call. Each has some of it.
#[derive(Debug, Default)]
pub(super) struct Started {
    pub(super) operation_id: Option<String>,
    pub(super) to: Option<String>,
    pub(super) phone_number: Option<String>,
    pub(super) importance: Option<Importance>,
    pub(super) subject: Option<String>,
    pub(super) thread_id: Option<String>,
    pub(super) custom_content: Option<ExternalResource>,
    pub(super) delegator: Option<String>,
    pub(super) media_offer: Option<ExternalResource>,
    pub(super) session_context: Option<String>,
    pub(super) join_audio_muted: Option<bool>,
    pub(super) join_video_muted: Option<bool>,
}

/// Copies members of an input. `media` and `phone` stand for the members that all such calls have in common.
macro_rules! started {
    ($input:expr, media [$($member:ident),*]) => {
        started!(
            $input,
            [operation_id, to, importance, subject, thread_id, media_offer, session_context, $($member),*]
        )
    };
    ($input:expr, phone [$($member:ident),*]) => {
        started!($input, [operation_id, to, phone_number, importance, subject, thread_id $(, $member)*])
    };
    ($input:expr, [$($member:ident),*]) => {{
        let input = $input;
        let mut started = Started::default();
        $(started.$member = input.$member;)*
        started
    }};
}

pub(super) use started;

impl World {
    /// Checks the input, and invites.
    pub(super) fn place_call(
        &mut self,
        app: AppId,
        within: Option<ConversationId>,
        kind: Kind,
        input: Started,
    ) -> Handled {
        let to = input.to.unwrap_or_default();
        if to.is_empty() {
            let message = "`to` is missing or empty. It is the URI of whom to invite.";
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        check_people("to", [&to])?;
        check_known("importance", &input.importance)?;
        self.begin_operation(app, input.operation_id.as_deref())?;
        let rel = kind.rel(&Direction::Outgoing);
        let wish = Wish {
            kind,
            to,
            operation: input.operation_id,
            subject: input.subject,
            thread: input.thread_id,
            importance: input.importance,
            message: None,
            custom: input.custom_content,
            delegator: input.delegator.as_deref().map(crate::uri::normal),
        };
        let invitation = self.invite(app, within, wish);
        self.invited(app, rel, invitation)
    }

    /// 201 with the address of an invitation with this rel, even if it has failed and is gone.
    pub(super) fn invited(&self, app: AppId, rel: &str, id: InvitationId) -> Handled {
        Ok(server::created(&self.hrefs(app).invitation(rel, id))?)
    }

    /// Returns an error unless the user may call for the delegator. Without one, the call is for the only delegator of the user.
    pub(super) fn check_delegator(
        &self,
        app: AppId,
        is_for_delegator: bool,
        input: &mut Started,
    ) -> Result<(), ServiceError> {
        if !is_for_delegator {
            return Ok(());
        }
        let own = self.user_of(app).map(|user| user.person.uri.clone()).unwrap_or_default();
        let known: Vec<String> = self.delegators_of(&own).map(Into::into).collect();
        let Some(delegator) = &input.delegator else {
            return match known.as_slice() {
                [one] => {
                    input.delegator = Some(one.clone());
                    Ok(())
                }
                [] => Err(ServiceError::new(&ErrorKind::Forbidden, "The user is nobody's delegate.")),
                _ => {
                    let message = "`delegator` is missing, and the user has several: send the URI of one.";
                    Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message))
                }
            };
        };
        check_people("delegator", [delegator])?;
        match known.contains(&crate::uri::normal(delegator)) {
            true => Ok(()),
            false => {
                let message = format!("The user is no delegate of `{delegator}`.");
                Err(ServiceError::new(&ErrorKind::Forbidden, message))
            }
        }
    }
}
