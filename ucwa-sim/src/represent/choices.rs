//! The choices for online meetings, and what the administrator has decided.

use ucwa_types::api::{
    AccessLevel, AutomaticLeaderAssignment, DialInRegion, DialInRegionLinks, EntryExitAnnouncement,
    GenericPolicy, LobbyBypassForPhoneUsers, OnlineMeetingDefaultValues, OnlineMeetingDefaultValuesLinks,
    OnlineMeetingEligibleValues, OnlineMeetingEligibleValuesLinks, OnlineMeetingInvitationCustomization,
    OnlineMeetingInvitationCustomizationLinks, OnlineMeetingPolicies, OnlineMeetingPoliciesLinks,
    OnlineMeetingRel, PhoneDialInInformation, PhoneDialInInformationEmbedded, PhoneDialInInformationLinks,
};

use crate::ids::AppId;
use crate::state::{Scheduled, Settings};
use crate::world::World;

/// The access levels that a user can choose.
pub(crate) const ACCESS_LEVELS: [AccessLevel; 4] =
    [AccessLevel::Invited, AccessLevel::SameEnterprise, AccessLevel::Everyone, AccessLevel::Locked];
/// The announcements that a user can choose.
pub(crate) const ANNOUNCEMENTS: [EntryExitAnnouncement; 2] =
    [EntryExitAnnouncement::Disabled, EntryExitAnnouncement::Enabled];
/// Who can become a leader on joining.
pub(crate) const LEADER_ASSIGNMENTS: [AutomaticLeaderAssignment; 3] = [
    AutomaticLeaderAssignment::Disabled,
    AutomaticLeaderAssignment::Everyone,
    AutomaticLeaderAssignment::SameEnterprise,
];
/// Whether callers can skip the lobby.
pub(crate) const BYPASSES: [LobbyBypassForPhoneUsers; 2] =
    [LobbyBypassForPhoneUsers::Disabled, LobbyBypassForPhoneUsers::Enabled];

/// How many invited people are too many without a warning.
const MANY: i64 = 200;

/// The access numbers: the region, the number and the languages.
const REGIONS: [(&str, &str, &[&str]); 2] = [
    ("Redmond", "tel:+14255550100", &["en-US", "es-MX"]),
    ("Zurich", "tel:+41445550100", &["de-CH", "fr-CH", "en-GB"]),
];

impl World {
    /// The values that a new meeting gets if the request omits them.
    pub(crate) fn meeting_defaults(&self, app: AppId) -> OnlineMeetingDefaultValues {
        let Settings { access, leader_assignment, announcement, bypass, .. } = Settings::default();
        let links = OnlineMeetingDefaultValuesLinks::default()
            .with_self(self.hrefs(app).to("onlineMeetings/defaultValues"));
        OnlineMeetingDefaultValues::default()
            .with_access_level(access)
            .with_automatic_leader_assignment(leader_assignment)
            .with_default_online_meeting_rel(OnlineMeetingRel::MyOnlineMeetings)
            .with_entry_exit_announcement(announcement)
            .with_lobby_bypass_for_phone_users(bypass)
            .with_participants_warning_threshold(MANY)
            .with_links(links)
    }

    /// The values that a user can choose.
    pub(crate) fn eligible_values(&self, app: AppId) -> Option<OnlineMeetingEligibleValues> {
        let user = self.applications.get(&app)?.user;
        let hrefs = self.hrefs(app);
        let mut links = OnlineMeetingEligibleValuesLinks::default()
            .with_self(hrefs.to("onlineMeetings/eligibleValues"))
            .with_my_online_meetings(hrefs.to("onlineMeetings/myOnlineMeetings"));
        let mut rels = vec![OnlineMeetingRel::MyOnlineMeetings];
        if self.areas.scheduling.assigned(user).is_some() {
            links = links.with_my_assigned_online_meeting(hrefs.to("onlineMeetings/myAssignedOnlineMeeting"));
            rels.insert(0, OnlineMeetingRel::MyAssignedOnlineMeeting);
        }
        Some(
            OnlineMeetingEligibleValues::default()
                .with_access_levels(ACCESS_LEVELS)
                .with_automatic_leader_assignments(LEADER_ASSIGNMENTS)
                .with_eligible_online_meeting_rels(rels)
                .with_entry_exit_announcements(ANNOUNCEMENTS)
                .with_lobby_bypass_for_phone_users_settings(BYPASSES)
                .with_links(links),
        )
    }

    /// What the administrator allows in the meetings of a user.
    pub(crate) fn meeting_policies(&self, app: AppId) -> OnlineMeetingPolicies {
        let links =
            OnlineMeetingPoliciesLinks::default().with_self(self.hrefs(app).to("onlineMeetings/policies"));
        OnlineMeetingPolicies::default()
            .with_entry_exit_announcement(GenericPolicy::Enabled)
            .with_external_user_meeting_recording(GenericPolicy::Disabled)
            .with_meeting_recording(GenericPolicy::Disabled)
            .with_meeting_size(MANY)
            .with_phone_user_admission(GenericPolicy::Enabled)
            .with_voip_audio(GenericPolicy::Enabled)
            .with_links(links)
    }

    /// What is added to the mails that invite people.
    pub(crate) fn invitation_customization(&self, app: AppId) -> OnlineMeetingInvitationCustomization {
        let links = OnlineMeetingInvitationCustomizationLinks::default()
            .with_self(self.hrefs(app).to("onlineMeetings/customInvitation"));
        OnlineMeetingInvitationCustomization::default()
            .with_enterprise_help_url("https://www.example.com/help/first")
            .with_invitation_footer_text("This meeting is simulated.")
            .with_invitation_help_url("https://www.example.com/help")
            .with_invitation_legal_url("https://www.example.com/legal")
            .with_invitation_logo_url("https://www.example.com/logo.png")
            .with_links(links)
    }

    /// How meetings are joined by phone, and this one if there is one.
    pub(crate) fn dial_in(
        &self,
        app: AppId,
        own: String,
        meeting: Option<&Scheduled>,
    ) -> PhoneDialInInformation {
        let regions = (0..REGIONS.len()).filter_map(|index| self.dial_in_region(app, index));
        let mut information = PhoneDialInInformation::default()
            .with_external_directory_uri("https://dialin.example.com/")
            .with_internal_directory_uri("https://dialin.internal.example.com/")
            .with_is_audio_conference_provider_enabled(false)
            .with_links(PhoneDialInInformationLinks::default().with_self(own))
            .with_embedded(PhoneDialInInformationEmbedded::default().with_dial_in_region(regions));
        information.default_region = REGIONS.first().map(|(name, ..)| (*name).to_owned());
        information.conference_id = meeting.map(|meeting| meeting.conference.clone());
        information
    }

    /// An access number.
    pub(crate) fn dial_in_region(&self, app: AppId, index: usize) -> Option<DialInRegion> {
        let (name, number, languages) = REGIONS.get(index)?;
        let own = self.hrefs(app).to(&format!("onlineMeetings/phoneDialInInformation/regions/{index}"));
        Some(
            DialInRegion::default()
                .with_name(*name)
                .with_number(*number)
                .with_languages(languages.iter().copied())
                .with_links(DialInRegionLinks::default().with_self(own)),
        )
    }
}
