//! Operations of emergency calls.

use ucwa_types::api::{ClientNetworkType, ErrorKind, Importance, ReportMyNetwork, StartEmergencyCall};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::calls::{Started, started};
use super::check_known;
use crate::answer::{Handled, ServiceError};
use crate::ids::AppId;
use crate::represent::{EMERGENCY, EMERGENCY_MASK};
use crate::route::EmergencyPlace as Place;
use crate::uri;
use crate::world::{Incoming, World};

impl World {
    /// An operation of emergency calls.
    pub(crate) fn e911_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        match place {
            Place::ReportMyNetwork => {
                let input = server::read::<ReportMyNetwork, Post>(incoming.request)?.input;
                check_known("clientNetworkType", &input.client_network_type)?;
                self.locate(app, input.client_network_type == Some(ClientNetworkType::Internal));
                Ok(server::created(&self.hrefs(app).to("reportMyNetwork"))?)
            }
            Place::StartEmergencyCall => self.start_emergency_call(app, incoming),
        }
    }

    /// Calls the emergency services.
    fn start_emergency_call(&mut self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let mut input = started!(server::read::<StartEmergencyCall, Post>(incoming.request)?.input, media [join_audio_muted, custom_content]);
        self.check_voice(app)?;
        let wanted = uri::normal(input.to.as_deref().unwrap_or_default());
        let number =
            wanted.split_once(':').map_or("", |(_, rest)| rest.split(['@', ';']).next().unwrap_or(rest));
        if ![EMERGENCY, EMERGENCY_MASK].contains(&number) {
            let message = format!("`to` is no number of the emergency services, such as `tel:{EMERGENCY}`.");
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        input.to = Some(format!("tel:{EMERGENCY}"));
        input.importance = Some(input.importance.unwrap_or(Importance::Emergency));
        let kind = self.call_with(app, Some((true, false)), &input)?;
        self.place_call(app, None, kind, input)
    }
}
