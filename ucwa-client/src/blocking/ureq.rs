//! The transport on `ureq`.

use std::time::Duration;

use http::{Request, Response};

use crate::blocking::transport::Transport;
use crate::error::Cause;

/// The transport on `ureq`.
#[derive(Clone, Debug)]
pub struct Ureq(ureq::Agent);

impl Ureq {
    /// Makes it of a configuration, whose TLS, proxy and pool stay the program's. Redirects are not followed, a status is no
    /// error, and the time for a request is that of each request.
    #[must_use]
    pub fn new(builder: ureq::config::ConfigBuilder<ureq::typestate::AgentScope>) -> Self {
        let builder = builder.http_status_as_error(false).max_redirects(0).timeout_global(None);
        Self(builder.build().into())
    }
}

impl Default for Ureq {
    fn default() -> Self {
        Self::new(ureq::Agent::config_builder())
    }
}

impl Transport for Ureq {
    fn send(&self, request: Request<Vec<u8>>, patience: Duration) -> Result<Response<Vec<u8>>, Cause> {
        let request = self.0.configure_request(request).timeout_global(Some(patience)).build();
        let (head, mut body) = self.0.run(request)?.into_parts();
        Ok(Response::from_parts(head, body.read_to_vec()?))
    }
}
