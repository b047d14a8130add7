//! Operations of call forwarding.

use http::{Method, StatusCode};
use ucwa_types::api::{
    CallForwardingSettings, CallForwardingState, ErrorKind, ImmediateForwardSettingsTarget,
    ImmediateForwardToContact, ImmediateForwardToDelegates, ImmediateForwardToVoicemail,
    ResetUnansweredCallSettings, SimultaneousRingSettings, SimultaneousRingTarget, SimultaneousRingToContact,
    SimultaneousRingToDelegates, SimultaneousRingToTeam, TurnOffCallForwarding, UnansweredCallHandling,
    UnansweredCallHandlingTarget, UnansweredCallSettings, UnansweredCallToContact, UnansweredCallToVoicemail,
};
use ucwa_types::operation::{Post, Put};
use ucwa_types::rest::server;

use super::{check_known, check_people};
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, UserId};
use crate::route::ForwardingPlace as Place;
use crate::state::{CallForwarding, Target};
use crate::uri;
use crate::world::{Incoming, World};

/// The longest time for which a call rings for the user alone, in seconds, as documented.
const LONGEST: i64 = 55;

impl World {
    /// An operation of call forwarding.
    pub(crate) fn forwarding_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let user = self.check_voice(app)?;
        let format = incoming.format();
        if incoming.request.method() == Method::GET {
            return match place {
                Place::ImmediateForwardSettings => answer::found(self.immediate_forward(app), format),
                Place::SimultaneousRingSettings => answer::found(self.simultaneous_ring(app), format),
                Place::UnansweredCallSettings => answer::found(self.unanswered_calls(app), format),
                _ => answer::found(self.call_forwarding(app), format),
            };
        }
        let rules = self.areas.forwarding.get(user);
        let changed = match place {
            Place::CallForwardingSettings | Place::TurnOffCallForwarding => {
                changed_as_a_whole(rules, place, incoming)?
            }
            Place::ImmediateForwardSettings
            | Place::ImmediateForwardToContact
            | Place::ImmediateForwardToDelegates
            | Place::ImmediateForwardToVoicemail => self.forward_at_once(user, rules, place, incoming)?,
            Place::SimultaneousRingSettings
            | Place::SimultaneousRingToContact
            | Place::SimultaneousRingToDelegates
            | Place::SimultaneousRingToTeam => self.ring_others(user, rules, place, incoming)?,
            Place::UnansweredCallSettings
            | Place::UnansweredCallToContact
            | Place::UnansweredCallToVoicemail
            | Place::ResetUnansweredCallSettings => forward_unanswered(rules, place, incoming)?,
        };
        self.areas.forwarding.set(user, changed);
        match incoming.request.method() == Method::PUT {
            true => Ok(server::empty(StatusCode::OK)),
            false => answer::done(),
        }
    }

    /// Forwards calls at once.
    fn forward_at_once(
        &self,
        user: UserId,
        mut rules: CallForwarding,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Result<CallForwarding, ServiceError> {
        rules.immediate = match place {
            Place::ImmediateForwardToContact => {
                let input = server::read::<ImmediateForwardToContact, Post>(incoming.request)?.input;
                let uri = Some(target(input.target)?);
                Target { kind: ImmediateForwardSettingsTarget::Contact, uri }
            }
            Place::ImmediateForwardToDelegates => {
                server::read::<ImmediateForwardToDelegates, Post>(incoming.request)?;
                self.check_delegates(user)?;
                Target { kind: ImmediateForwardSettingsTarget::Delegates, ..rules.immediate }
            }
            _ => {
                server::read::<ImmediateForwardToVoicemail, Post>(incoming.request)?;
                Target { kind: ImmediateForwardSettingsTarget::Voicemail, ..rules.immediate }
            }
        };
        rules.active = CallForwardingState::ImmediateForward;
        Ok(rules)
    }

    /// Lets calls ring for others as well.
    fn ring_others(
        &self,
        user: UserId,
        mut rules: CallForwarding,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Result<CallForwarding, ServiceError> {
        let known = rules.simultaneous.clone();
        let (kind, uri, delay) = match place {
            Place::SimultaneousRingToContact => {
                let input = server::read::<SimultaneousRingToContact, Post>(incoming.request)?.input;
                (SimultaneousRingTarget::Contact, Some(target(input.target)?), None)
            }
            Place::SimultaneousRingToDelegates => {
                let input = server::read::<SimultaneousRingToDelegates, Post>(incoming.request)?.input;
                (SimultaneousRingTarget::Delegates, known.uri, input.ring_delay)
            }
            Place::SimultaneousRingToTeam => {
                let input = server::read::<SimultaneousRingToTeam, Post>(incoming.request)?.input;
                (SimultaneousRingTarget::Team, known.uri, input.ring_delay)
            }
            _ => {
                let input = server::read::<SimultaneousRingSettings, Put>(incoming.request)?.input;
                check_known("target", &input.target)?;
                (input.target.unwrap_or(known.kind), known.uri, input.ring_delay)
            }
        };
        match kind {
            SimultaneousRingTarget::Delegates => self.check_delegates(user)?,
            SimultaneousRingTarget::Team if !self.has_team(user) => {
                let message = "The user has no team.";
                return Err(ServiceError::new(&ErrorKind::ConflictNoTeamMembersConfigured, message));
            }
            SimultaneousRingTarget::Contact if uri.is_none() => {
                return Err(no_contact("simultaneousRingToContact"));
            }
            _ => {}
        }
        if let Some(delay) = delay.filter(|delay| !(0..=LONGEST).contains(delay)) {
            let message = format!("`ringDelay` is {delay}. It is within 0 and {LONGEST}.");
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        // A PUT describes whom calls would ring, and does not turn it on.
        if *place != Place::SimultaneousRingSettings {
            rules.active = CallForwardingState::SimultaneousRing;
        }
        rules.simultaneous = Target { kind, uri };
        rules.simultaneous_delay = delay.unwrap_or(rules.simultaneous_delay);
        Ok(rules)
    }

    fn check_delegates(&self, user: UserId) -> Result<(), ServiceError> {
        match self.users.get(user.0).is_some_and(|user| !user.list.delegates().is_empty()) {
            true => Ok(()),
            false => {
                let message = "The user has no delegates.";
                Err(ServiceError::new(&ErrorKind::ConflictNoDelegatesConfigured, message))
            }
        }
    }
}

/// The rules that replace others.
fn changed_as_a_whole(
    mut rules: CallForwarding,
    place: &Place,
    incoming: &Incoming<'_>,
) -> Result<CallForwarding, ServiceError> {
    if *place == Place::TurnOffCallForwarding {
        server::read::<TurnOffCallForwarding, Post>(incoming.request)?;
        return match rules.is_off() {
            true => Err(ServiceError::not_offered(place.rel(), "no calls are forwarded")),
            false => Ok(CallForwarding::default()),
        };
    }
    let input = server::read::<CallForwardingSettings, Put>(incoming.request)?.input;
    check_known("activePeriod", &input.active_period)?;
    check_known("activeSetting", &input.active_setting)?;
    check_known("unansweredCallHandling", &input.unanswered_call_handling)?;
    // A client that sends back the value it was shown changes nothing.
    let handling = input.unanswered_call_handling.filter(|given| *given != rules.handling());
    let active = input.active_setting.unwrap_or(rules.active);
    match active {
        CallForwardingState::ImmediateForward => {
            if rules.immediate.kind == ImmediateForwardSettingsTarget::None {
                return Err(no_contact("immediateForwardToContact"));
            }
            if handling == Some(UnansweredCallHandling::Enabled) {
                return Err(is_immediate());
            }
        }
        CallForwardingState::SimultaneousRing if rules.simultaneous.kind == SimultaneousRingTarget::None => {
            return Err(no_contact("simultaneousRingToContact"));
        }
        _ => {}
    }
    rules.active = active;
    rules.chosen = handling.unwrap_or(rules.chosen);
    rules.period = input.active_period.unwrap_or(rules.period);
    Ok(rules)
}

/// The rules with another target for unanswered calls.
fn forward_unanswered(
    mut rules: CallForwarding,
    place: &Place,
    incoming: &Incoming<'_>,
) -> Result<CallForwarding, ServiceError> {
    let known = rules.unanswered.clone();
    let (kind, uri, delay) = match place {
        Place::UnansweredCallToContact => {
            let input = server::read::<UnansweredCallToContact, Post>(incoming.request)?.input;
            (UnansweredCallHandlingTarget::Contact, Some(target(input.target)?), input.ring_delay)
        }
        Place::UnansweredCallToVoicemail => {
            let input = server::read::<UnansweredCallToVoicemail, Post>(incoming.request)?.input;
            (UnansweredCallHandlingTarget::Voicemail, known.uri, input.ring_delay)
        }
        Place::UnansweredCallSettings => {
            let input = server::read::<UnansweredCallSettings, Put>(incoming.request)?.input;
            check_known("target", &input.target)?;
            (input.target.unwrap_or(known.kind), known.uri, input.ring_delay)
        }
        _ => {
            server::read::<ResetUnansweredCallSettings, Post>(incoming.request)?;
            if rules.is_unanswered_default() {
                return Err(ServiceError::not_offered(
                    place.rel(),
                    "unanswered calls go where they go by default",
                ));
            }
            rules.reset_unanswered();
            return Ok(rules);
        }
    };
    if rules.is_immediate() {
        return Err(is_immediate());
    }
    if kind == UnansweredCallHandlingTarget::Contact && uri.is_none() {
        return Err(no_contact("unansweredCallToContact"));
    }
    if *place != Place::UnansweredCallSettings {
        rules.chosen = UnansweredCallHandling::Enabled;
    }
    rules.unanswered = Target { kind, uri };
    rules.unanswered_delay = delay.unwrap_or(rules.unanswered_delay);
    Ok(rules)
}

/// The URI to which calls go.
fn target(given: Option<String>) -> Result<String, ServiceError> {
    let given = given.unwrap_or_default();
    check_people("target", [&given])?;
    Ok(uri::normal(&given))
}

/// The error for a target that is not set yet.
fn no_contact(rel: &str) -> ServiceError {
    let message = format!("There is no target yet. Follow the link `{rel}`.");
    ServiceError::new(&ErrorKind::Conflict, message)
}

/// The error for unanswered calls where there are none.
fn is_immediate() -> ServiceError {
    let message = "No call is unanswered while all are forwarded at once.";
    ServiceError::new(&ErrorKind::Forbidden, message)
}
