//! Call forwarding.

use ucwa_types::api::{
    CallForwardingSettings, CallForwardingSettingsEmbedded, CallForwardingSettingsLinks,
    ImmediateForwardSettings, ImmediateForwardSettingsLinks, ImmediateForwardSettingsTarget,
    SimultaneousRingSettings, SimultaneousRingSettingsLinks, SimultaneousRingTarget,
    UnansweredCallHandlingTarget, UnansweredCallSettings, UnansweredCallSettingsLinks,
};

use crate::ids::{AppId, UserId};
use crate::keys::GroupKey;
use crate::world::World;

impl World {
    /// Whether a user can use the phone network.
    pub(crate) fn has_voice(&self, user: UserId) -> bool {
        self.users.get(user.0).is_some_and(|user| !user.person.without_voice)
    }

    /// Whether there is somebody in the team of a user.
    pub(crate) fn has_team(&self, user: UserId) -> bool {
        self.users.get(user.0).is_some_and(|user| !user.person.team.is_empty())
    }

    /// Where the calls of the user of an application go.
    pub(crate) fn call_forwarding(&self, app: AppId) -> Option<CallForwardingSettings> {
        let rules = self.areas.forwarding.get(self.applications.get(&app)?.user);
        let own = self.hrefs(app).to("me/callForwardingSettings");
        let mut links = CallForwardingSettingsLinks::default();
        if !rules.is_off() {
            links = links.with_turn_off_call_forwarding(format!("{own}/off"));
        }
        let embedded = CallForwardingSettingsEmbedded::default()
            .with_immediate_forward_settings(self.immediate_forward(app)?)
            .with_simultaneous_ring_settings(self.simultaneous_ring(app)?)
            .with_unanswered_call_settings(self.unanswered_calls(app)?);
        Some(
            CallForwardingSettings::default()
                .with_unanswered_call_handling(rules.handling())
                .with_active_period(rules.period)
                .with_active_setting(rules.active)
                .with_links(links.with_self(own))
                .with_embedded(embedded),
        )
    }

    /// Where calls go at once.
    pub(crate) fn immediate_forward(&self, app: AppId) -> Option<ImmediateForwardSettings> {
        let user = self.applications.get(&app)?.user;
        let target = self.areas.forwarding.get(user).immediate;
        let own = self.hrefs(app).to("me/callForwardingSettings/immediate");
        let mut links = ImmediateForwardSettingsLinks::default()
            .with_immediate_forward_to_contact(format!("{own}/contact"))
            .with_immediate_forward_to_voicemail(format!("{own}/voicemail"));
        if self.members(app, &GroupKey::Delegates).is_some_and(|delegates| !delegates.is_empty()) {
            links = links.with_immediate_forward_to_delegates(format!("{own}/delegates"));
        }
        let uri = target.uri.filter(|_| target.kind == ImmediateForwardSettingsTarget::Contact);
        if let Some(contact) = self.target_contact(app, uri) {
            links = links.with_contact(contact);
        }
        Some(ImmediateForwardSettings::default().with_target(target.kind).with_links(links.with_self(own)))
    }

    /// Whom calls ring as well.
    pub(crate) fn simultaneous_ring(&self, app: AppId) -> Option<SimultaneousRingSettings> {
        let user = self.applications.get(&app)?.user;
        let rules = self.areas.forwarding.get(user);
        let target = rules.simultaneous;
        let own = self.hrefs(app).to("me/callForwardingSettings/simultaneous");
        let mut links = SimultaneousRingSettingsLinks::default()
            .with_simultaneous_ring_to_contact(format!("{own}/contact"));
        if self.members(app, &GroupKey::Delegates).is_some_and(|delegates| !delegates.is_empty()) {
            links = links.with_simultaneous_ring_to_delegates(format!("{own}/delegates"));
        }
        if self.has_team(user) {
            links = links.with_simultaneous_ring_to_team(format!("{own}/team"));
        }
        let uri = target.uri.filter(|_| target.kind == SimultaneousRingTarget::Contact);
        if let Some(contact) = self.target_contact(app, uri) {
            links = links.with_contact(contact);
        }
        Some(
            SimultaneousRingSettings::default()
                .with_ring_delay(rules.simultaneous_delay)
                .with_target(target.kind)
                .with_links(links.with_self(own)),
        )
    }

    /// Where unanswered calls go.
    pub(crate) fn unanswered_calls(&self, app: AppId) -> Option<UnansweredCallSettings> {
        let user = self.applications.get(&app)?.user;
        let rules = self.areas.forwarding.get(user);
        let own = self.hrefs(app).to("me/callForwardingSettings/unanswered");
        let mut links = UnansweredCallSettingsLinks::default();
        if !rules.is_immediate() {
            links = links
                .with_unanswered_call_to_contact(format!("{own}/contact"))
                .with_unanswered_call_to_voicemail(format!("{own}/voicemail"));
        }
        if !rules.is_unanswered_default() {
            links = links.with_reset_unanswered_call_settings(format!("{own}/reset"));
        }
        let target = rules.unanswered;
        let uri = target.uri.filter(|_| target.kind == UnansweredCallHandlingTarget::Contact);
        if let Some(contact) = self.target_contact(app, uri) {
            links = links.with_contact(contact);
        }
        Some(
            UnansweredCallSettings::default()
                .with_ring_delay(rules.unanswered_delay)
                .with_target(target.kind)
                .with_links(links.with_self(own)),
        )
    }

    /// The address of the contact to whom calls go, if the target is a user.
    fn target_contact(&self, app: AppId, uri: Option<String>) -> Option<String> {
        let uri = uri.filter(|uri| self.find_user(uri).is_some())?;
        Some(self.hrefs(app).contact(&uri))
    }
}
