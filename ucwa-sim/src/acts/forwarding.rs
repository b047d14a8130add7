//! What the rules of call forwarding do to calls.

use ucwa_types::api::{
    CallForwardingState, ImmediateForwardSettingsTarget, InvitationState, SimultaneousRingTarget,
    UnansweredCallHandling, UnansweredCallHandlingTarget,
};

use crate::ids::CallId;
use crate::state::{CallForwarding, Kind};
use crate::world::{Due, World};

impl World {
    /// The rules that a call to this URI follows, and the user who has made them. Messages follow none.
    fn rules(&self, id: CallId, uri: &str) -> Option<(String, CallForwarding)> {
        let call = self.calls.get(&id)?;
        if !matches!(call.kind, Kind::PhoneAudio(_) | Kind::AudioVideo(_)) {
            return None;
        }
        let user = self.find_by_phone(&crate::uri::normal(uri))?;
        Some((self.users.get(user.0)?.person.uri.clone(), self.areas.forwarding.get(user)))
    }

    /// Passes a call on if the user wants that of all calls.
    pub(super) fn divert(&mut self, id: CallId, uri: &str) -> bool {
        let Some((by, rules)) = self.rules(id, uri).filter(|(_, rules)| rules.is_immediate()) else {
            return false;
        };
        let to = match rules.immediate.kind {
            ImmediateForwardSettingsTarget::Contact => rules.immediate.uri.into_iter().collect(),
            ImmediateForwardSettingsTarget::Delegates => self.delegates(&by),
            ImmediateForwardSettingsTarget::Voicemail if self.go_to_voicemail(id, &by) => return true,
            _ => Vec::new(),
        };
        self.pass_on(id, &by, &to);
        true
    }

    fn delegates(&self, uri: &str) -> Vec<String> {
        self.user(uri).map(|user| user.person.delegates.clone()).unwrap_or_default()
    }

    /// For whom a call rings beside the user.
    fn others_rung(&self, id: CallId, uri: &str) -> Vec<String> {
        let rules = self.rules(id, uri);
        let Some((by, rules)) = rules.filter(|(_, it)| it.active == CallForwardingState::SimultaneousRing)
        else {
            return Vec::new();
        };
        match rules.simultaneous.kind {
            SimultaneousRingTarget::Contact => rules.simultaneous.uri.into_iter().collect(),
            SimultaneousRingTarget::Delegates => self.delegates(&by),
            SimultaneousRingTarget::Team => {
                self.user(&by).map(|user| user.person.team.clone()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a call rings for others beside the user.
    pub(super) fn rings_others(&self, id: CallId, uri: &str) -> bool {
        !self.others_rung(id, uri).is_empty()
    }

    /// Plans what the rules of the user do while a call rings.
    pub(super) fn look_at_rules(&mut self, id: CallId, uri: &str) {
        let Some((_, rules)) = self.rules(id, uri) else { return };
        let after = |seconds: i64| std::time::Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        if self.rings_others(id, uri) {
            match rules.simultaneous_delay {
                0 => self.ring_beside(id),
                delay => self.clock.remind(self.now() + after(delay), Due::RingOthers(id)),
            }
        }
        if rules.handling() == UnansweredCallHandling::Enabled
            && rules.unanswered.kind != UnansweredCallHandlingTarget::None
        {
            self.clock.remind(self.now() + after(rules.unanswered_delay), Due::Unanswered(id));
        }
    }

    /// A call that still rings for the user rings for others too.
    pub(crate) fn ring_beside(&mut self, id: CallId) {
        let Some(call) = self.calls.get(&id).filter(|call| call.forwarded_by.is_empty()) else { return };
        let (caller, to) = (call.caller, call.to.clone());
        if !self.invitations.get(&caller).is_some_and(crate::state::Invitation::is_open) {
            return;
        }
        let is_team = self
            .rules(id, &to)
            .is_some_and(|(_, rules)| rules.simultaneous.kind == SimultaneousRingTarget::Team);
        let others = self.others_rung(id, &to);
        if self.ring_each(id, &others).is_ok() && is_team {
            self.be_rung(id, InvitationState::TeamRing);
        }
    }

    /// Forwards an unanswered call to the target that the user has chosen.
    pub(crate) fn divert_unanswered(&mut self, id: CallId) {
        let Some(call) = self.calls.get(&id).filter(|call| call.forwarded_by.is_empty()) else { return };
        let (caller, to) = (call.caller, call.to.clone());
        if !self.invitations.get(&caller).is_some_and(crate::state::Invitation::is_open) {
            return;
        }
        let Some((by, rules)) = self.rules(id, &to) else { return };
        match (rules.unanswered.kind, rules.unanswered.uri) {
            (UnansweredCallHandlingTarget::Contact, Some(uri)) => self.pass_on(id, &by, &[uri]),
            // A call without a voice goes on ringing.
            (UnansweredCallHandlingTarget::Voicemail, _) => drop(self.go_to_voicemail(id, &by)),
            _ => {}
        }
    }
}
