//! What the administrator allows the user of an application.

use ucwa_types::api::{GenericPolicy, LocationRequiredEnum, Policies, PoliciesLinks};

use crate::ids::AppId;
use crate::world::World;

/// The number of the emergency services.
pub(crate) const EMERGENCY: &str = "112";
/// The number that clients translate to it.
pub(crate) const EMERGENCY_MASK: &str = "911";

impl World {
    /// The policies for the user of an application.
    pub(crate) fn policies(&self, app: AppId) -> Option<Policies> {
        let user = self.applications.get(&app)?.user;
        let has_voice = self.has_voice(user);
        let policy = |is_on: bool| if is_on { GenericPolicy::Enabled } else { GenericPolicy::Disabled };
        let mut policies = Policies::default()
            .with_allow_device_contacts_sync(policy(false))
            .with_audio_only_on_wifi(policy(false))
            .with_call_log_archiving(policy(true))
            .with_customer_experience_improvement_program(policy(false))
            .with_emoticons(policy(true))
            .with_encrypt_app_data(policy(false))
            .with_exchange_unified_messaging(policy(has_voice))
            .with_html_messaging(policy(true))
            .with_logging(policy(false))
            .with_message_archiving(policy(true))
            .with_messaging_urls(policy(true))
            .with_multi_view_join(policy(false))
            .with_photos(policy(true))
            .with_save_call_logs(policy(true))
            .with_save_credentials(policy(true))
            .with_save_messaging_history(policy(true))
            .with_sharing_only_on_wifi(policy(false))
            .with_software_quality_metrics(policy(false))
            .with_telephony_mode(if has_voice { "Uc" } else { "AudioVideo" })
            .with_video_only_on_wifi(policy(false));
        if has_voice {
            policies = policies
                .with_emergency_dial_string(EMERGENCY)
                .with_emergency_dial_mask(EMERGENCY_MASK)
                .with_emergency_numbers([format!("{EMERGENCY};{EMERGENCY_MASK}")])
                .with_location_refresh_interval(4)
                .with_location_required(LocationRequiredEnum::Disclaimer)
                .with_emergency_service_disclaimer("Tell the emergency services where you are.");
        }
        if let Some(uri) = self.voicemail_uri(user) {
            policies = policies.with_voicemail_uri(uri);
        }
        let links = PoliciesLinks::default().with_self(self.hrefs(app).to("policies"));
        Some(policies.with_links(links))
    }
}
