//! The state of call forwarding: the rules of each user who has changed them.

use std::collections::BTreeMap;

use ucwa_types::api::{
    ActivePeriod, CallForwardingState, ImmediateForwardSettingsTarget, SimultaneousRingTarget,
    UnansweredCallHandling, UnansweredCallHandlingTarget,
};

use crate::ids::UserId;

/// The seconds for which an unanswered call rings, unless the user wants another time.
const RINGING: i64 = 20;

/// Where a user's calls go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CallForwarding {
    pub(crate) period: ActivePeriod,
    pub(crate) active: CallForwardingState,
    /// What the user has chosen for unanswered calls. It has no effect while all calls are forwarded at once.
    pub(crate) chosen: UnansweredCallHandling,
    pub(crate) immediate: Target<ImmediateForwardSettingsTarget>,
    pub(crate) simultaneous: Target<SimultaneousRingTarget>,
    /// The seconds for which a call rings for the user alone.
    pub(crate) simultaneous_delay: i64,
    pub(crate) unanswered: Target<UnansweredCallHandlingTarget>,
    /// The seconds for which a call rings before it counts as unanswered.
    pub(crate) unanswered_delay: i64,
}

/// A target of calls, with the URI of the contact or of the number that was chosen last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target<T> {
    pub(crate) kind: T,
    pub(crate) uri: Option<String>,
}

impl<T> Target<T> {
    fn new(kind: T) -> Self {
        Self { kind, uri: None }
    }
}

impl CallForwarding {
    /// Whether calls ring for the user alone, as they do by default.
    pub(crate) fn is_off(&self) -> bool {
        self.active == CallForwardingState::None
    }

    /// Whether calls do not ring for the user.
    pub(crate) fn is_immediate(&self) -> bool {
        self.active == CallForwardingState::ImmediateForward
    }

    /// What happens to unanswered calls: nothing while all calls are forwarded at once, because then no call is unanswered.
    pub(crate) fn handling(&self) -> UnansweredCallHandling {
        if self.is_immediate() { UnansweredCallHandling::Disabled } else { self.chosen.clone() }
    }

    /// Resets where unanswered calls go.
    pub(crate) fn reset_unanswered(&mut self) {
        let Self { chosen, unanswered, unanswered_delay, .. } = Self::default();
        self.chosen = chosen;
        self.unanswered = unanswered;
        self.unanswered_delay = unanswered_delay;
    }

    /// Whether unanswered calls go where they go by default.
    pub(crate) fn is_unanswered_default(&self) -> bool {
        let mut reset = self.clone();
        reset.reset_unanswered();
        *self == reset
    }
}

impl Default for CallForwarding {
    fn default() -> Self {
        Self {
            period: ActivePeriod::Always,
            active: CallForwardingState::None,
            chosen: UnansweredCallHandling::Enabled,
            immediate: Target::new(ImmediateForwardSettingsTarget::None),
            simultaneous: Target::new(SimultaneousRingTarget::None),
            simultaneous_delay: 0,
            unanswered: Target::new(UnansweredCallHandlingTarget::Voicemail),
            unanswered_delay: RINGING,
        }
    }
}

/// The rules of the users who have changed them.
#[derive(Debug, Default)]
pub(crate) struct Forwarding {
    rules: BTreeMap<UserId, CallForwarding>,
}

impl Forwarding {
    /// Where a user's calls go.
    pub(crate) fn get(&self, user: UserId) -> CallForwarding {
        self.rules.get(&user).cloned().unwrap_or_default()
    }

    /// Changes where a user's calls go.
    pub(crate) fn set(&mut self, user: UserId, rules: CallForwarding) {
        self.rules.insert(user, rules);
    }
}
