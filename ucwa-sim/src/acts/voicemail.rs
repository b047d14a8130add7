//! Voicemail: it answers calls in the place of users, and reads to them what was left.

use ucwa_types::api::{ErrorCode, ErrorSubcode, InvitationState};

use crate::happening::Outcome;
use crate::ids::{CallId, UserId};
use crate::state::{Kind, MediaCall, PhoneCall};
use crate::world::World;

/// What the URI of a voicemail has behind that of its user, as on real servers.
const SUFFIX: &str = ";opaque=app:voicemail";

impl World {
    /// The URI of a user's voicemail; `None` without enterprise voice.
    pub(crate) fn voicemail_uri(&self, user: UserId) -> Option<String> {
        let person = &self.users.get(user.0).filter(|_| self.has_voice(user))?.person;
        Some(format!("{}{SUFFIX}", person.uri))
    }

    /// The user whose voicemail has this URI.
    fn voicemail_of(&self, uri: &str) -> Option<UserId> {
        let user = self.find_user(uri.strip_suffix(SUFFIX)?)?;
        self.has_voice(user).then_some(user)
    }

    /// The voicemail of a user answers a call that the user does not take. Returns whether it does: only calls with a voice, and
    /// only those that began a conversation.
    pub(super) fn go_to_voicemail(&mut self, id: CallId, by: &str) -> bool {
        let Some(user) = self.find_user(by).filter(|_| self.has_voice_for(id)) else { return false };
        let Some(voicemail) = self.voicemail_uri(user) else { return false };
        let missed = self.missed(id);
        let Some(call) = self.calls.get_mut(&id) else { return false };
        call.forwarded_by.push(by.to_owned());
        let (ringing, room) = (std::mem::take(&mut call.ringing), call.room);
        call.guest = None;
        for id in ringing {
            let outcome = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::Missed);
            self.stop_ringing(id, InvitationState::Failed, outcome);
        }
        self.forget_uninvited(room);
        let name = format!("Voicemail of {}", self.name(by));
        self.answer_without_application(id, &voicemail, &name);
        self.areas.missed.leave(user);
        match missed {
            Some((user, log)) => self.keep_log(user, log),
            None => self.tell_of_missed(user),
        }
        true
    }

    /// A call to the URI of a voicemail: it reads the messages to their owner, and everybody else leaves one. Returns whether the
    /// call is such a call.
    pub(super) fn call_voicemail(&mut self, id: CallId) -> bool {
        let Some(to) = self.calls.get(&id).filter(|_| self.has_voice_for(id)).map(|call| call.to.clone())
        else {
            return false;
        };
        let Some(user) = self.voicemail_of(&to) else { return false };
        let owner = self.users.get(user.0).map(|user| user.person.uri.clone()).unwrap_or_default();
        let from = self.calls.get(&id).and_then(|call| self.rooms.get(&call.room)?.member(&call.from));
        let is_owner = from.is_some_and(|from| from.uri == owner);
        let name = format!("Voicemail of {}", self.name(&owner));
        self.answer_without_application(id, &to, &name);
        let is_changed = match is_owner {
            true => self.areas.missed.listen(user),
            false => {
                self.areas.missed.leave(user);
                true
            }
        };
        if is_changed {
            self.tell_of_missed(user);
        }
        true
    }

    /// Whether a call can be answered by a machine that speaks and listens.
    fn has_voice_for(&self, id: CallId) -> bool {
        let has_voice = self.calls.get(&id).is_some_and(|call| match &call.kind {
            Kind::PhoneAudio(PhoneCall { is_replacement, .. }) => !is_replacement,
            Kind::AudioVideo(MediaCall { has_audio, .. }) => *has_audio,
            _ => false,
        });
        has_voice && self.is_for_somebody_new(id)
    }
}
