//! Operations of phone audio.

use ucwa_types::api::{
    AddPhoneAudio, CallState, ErrorKind, HoldPhoneAudio, ModalityType, ReplaceWithPhoneAudio,
    ResumePhoneAudio, StartPhoneAudio, StartPhoneAudio2, StartPhoneAudioOnBehalfOfDelegator, StopPhoneAudio,
};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::calls::{Started, started};
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, ConversationId};
use crate::route::PhoneAudioPlace as Place;
use crate::state::{Kind, Modality, PhoneCall};
use crate::uri;
use crate::world::{Incoming, World};

impl World {
    /// An operation of phone audio.
    pub(crate) fn phone_audio_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let Some(id) = place.id() else { return self.start_phone_audio(app, place, incoming) };
        let conversation = self.own_conversation(app, id)?;
        let (state, is_held) = (conversation.phone_audio.clone(), conversation.is_held);
        let request = incoming.request;
        let not_offered = || {
            let held = if is_held { " and on hold" } else { "" };
            Err(ServiceError::not_offered(place.rel(), format!("phone audio is {}{held}", state.as_str())))
        };
        match place {
            Place::Add(_) | Place::Replace(_) => return self.add_phone_audio(app, id, place, incoming),
            Place::Stop(_) => {
                server::read::<StopPhoneAudio, Post>(request)?;
                if state == CallState::Disconnected {
                    return not_offered();
                }
                self.stop(id, Modality::PhoneAudio);
            }
            Place::Hold(_) | Place::Resume(_) => {
                let is_hold = matches!(place, Place::Hold(_));
                match is_hold {
                    true => drop(server::read::<HoldPhoneAudio, Post>(request)?),
                    false => drop(server::read::<ResumePhoneAudio, Post>(request)?),
                }
                if state != CallState::Connected || is_held == is_hold {
                    return not_offered();
                }
                self.hold(id, is_hold);
            }
            _ => return answer::found(self.phone_audio(id), incoming.format()),
        }
        answer::done()
    }

    fn start_phone_audio(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let request = incoming.request;
        let mut input = match (place, incoming.revision()) {
            (Place::StartForDelegator, _) => {
                started!(server::read::<StartPhoneAudioOnBehalfOfDelegator, Post>(request)?.input, phone [custom_content, delegator])
            }
            (_, 1) => started!(server::read::<StartPhoneAudio, Post>(request)?.input, phone []),
            _ => started!(server::read::<StartPhoneAudio2, Post>(request)?.input, phone[custom_content]),
        };
        let kind = self.phone_call(app, &input)?;
        self.check_delegator(app, matches!(place, Place::StartForDelegator), &mut input)?;
        self.place_call(app, None, kind, input)
    }

    /// A call by phone.
    pub(super) fn phone_call(&self, app: AppId, input: &Started) -> Result<Kind, ServiceError> {
        self.check_modality(app, &ModalityType::PhoneAudio)?;
        let phone = self.own_phone(app, input.phone_number.as_deref())?;
        Ok(Kind::PhoneAudio(PhoneCall { phone, is_replacement: false }))
    }

    fn add_phone_audio(
        &mut self,
        app: AppId,
        id: ConversationId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let request = incoming.request;
        let is_replacement = matches!(place, Place::Replace(_));
        let input = match is_replacement {
            true => started!(
                server::read::<ReplaceWithPhoneAudio, Post>(request)?.input,
                [operation_id, to, phone_number]
            ),
            false => {
                started!(
                    server::read::<AddPhoneAudio, Post>(request)?.input,
                    [operation_id, to, phone_number]
                )
            }
        };
        let has_session = self.conversations.get(&id).is_some_and(|it| it.session.is_some());
        let is_offered = match is_replacement {
            true => has_session && self.has_modality(app, &ModalityType::PhoneAudio),
            false => self.can_add_phone_audio(id),
        };
        if !is_offered {
            let state = "audio is in use or not, nobody else is in the conversation, or the application has no phone audio";
            return Err(ServiceError::not_offered(place.rel(), state));
        }
        let phone = self.own_phone(app, input.phone_number.as_deref())?;
        self.place_call(app, Some(id), Kind::PhoneAudio(PhoneCall { phone, is_replacement }), input)
    }

    /// The URI of the phone on which the user takes a call.
    fn own_phone(&self, app: AppId, given: Option<&str>) -> Result<String, ServiceError> {
        let settings = self.applications.get(&app).and_then(|it| it.settings.phone_number.as_deref());
        let work = self.user_of(app).and_then(|user| user.person.work_phone.as_deref());
        let phone = given.or(settings).or(work).map(str::trim).filter(|phone| !phone.is_empty());
        let phone = phone.ok_or_else(|| {
            let message = "There is no phone to ring. Send `phoneNumber`, here or to `makeMeAvailable`.";
            ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message)
        })?;
        uri::phone_with_parameters(phone).ok_or_else(|| {
            let message = format!("`phoneNumber` has `{phone}`. It wants a number, such as `+14255550101`.");
            ServiceError::new(&ErrorKind::BadRequestNormalizationFailed, message)
        })
    }
}
