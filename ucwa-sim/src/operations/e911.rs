//! Operations of emergency calls.

use ucwa_types::api::{ClientNetworkType, ReportMyNetwork};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::check_known;
use crate::answer::Handled;
use crate::ids::AppId;
use crate::route::EmergencyPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation of emergency calls.
    pub(crate) fn e911_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let Place::ReportMyNetwork = place;
        let input = server::read::<ReportMyNetwork, Post>(incoming.request)?.input;
        check_known("clientNetworkType", &input.client_network_type)?;
        self.locate(app, input.client_network_type == Some(ClientNetworkType::Internal));
        Ok(server::created(&self.hrefs(app).to("reportMyNetwork"))?)
    }
}
