//! Places of call forwarding.

use super::table::places;

places! {
    /// Places of call forwarding.
    ForwardingPlace {
        CallForwardingSettings = "callForwardingSettings";
        TurnOffCallForwarding = "turnOffCallForwarding";
        ImmediateForwardSettings = "immediateForwardSettings";
        ImmediateForwardToContact = "immediateForwardToContact";
        ImmediateForwardToDelegates = "immediateForwardToDelegates";
        ImmediateForwardToVoicemail = "immediateForwardToVoicemail";
        SimultaneousRingSettings = "simultaneousRingSettings";
        SimultaneousRingToContact = "simultaneousRingToContact";
        SimultaneousRingToDelegates = "simultaneousRingToDelegates";
        SimultaneousRingToTeam = "simultaneousRingToTeam";
        UnansweredCallSettings = "unansweredCallSettings";
        UnansweredCallToContact = "unansweredCallToContact";
        UnansweredCallToVoicemail = "unansweredCallToVoicemail";
        ResetUnansweredCallSettings = "resetUnansweredCallSettings";
    }
    |segments| {
        let ["me", "callforwardingsettings", rest @ ..] = segments else { return None };
        Some(match rest {
            [] => Self::CallForwardingSettings,
            ["off"] => Self::TurnOffCallForwarding,
            ["immediate"] => Self::ImmediateForwardSettings,
            ["immediate", "contact"] => Self::ImmediateForwardToContact,
            ["immediate", "delegates"] => Self::ImmediateForwardToDelegates,
            ["immediate", "voicemail"] => Self::ImmediateForwardToVoicemail,
            ["simultaneous"] => Self::SimultaneousRingSettings,
            ["simultaneous", "contact"] => Self::SimultaneousRingToContact,
            ["simultaneous", "delegates"] => Self::SimultaneousRingToDelegates,
            ["simultaneous", "team"] => Self::SimultaneousRingToTeam,
            ["unanswered"] => Self::UnansweredCallSettings,
            ["unanswered", "contact"] => Self::UnansweredCallToContact,
            ["unanswered", "voicemail"] => Self::UnansweredCallToVoicemail,
            ["unanswered", "reset"] => Self::ResetUnansweredCallSettings,
            _ => return None,
        })
    }
}
