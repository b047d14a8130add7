//! The transport on `ureq`.

use std::io::ErrorKind;
use std::time::Duration;

use http::{Request, Response};

use crate::blocking::transport::Transport;
use crate::error::{Cause, LARGEST_BODY, NotSent, TooLarge};

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
        let (head, mut body) = self.0.run(request).map_err(cause)?.into_parts();
        // At its limit it errs, even if nothing follows.
        let limit = u64::try_from(LARGEST_BODY).unwrap_or(u64::MAX).saturating_add(1);
        match body.with_config().limit(limit).read_to_vec() {
            Ok(body) => Ok(Response::from_parts(head, body)),
            Err(ureq::Error::BodyExceedsLimit(_)) => Err(TooLarge.into()),
            Err(error) => Err(error.into()),
        }
    }
}

/// What the program gets of an error before there is an answer.
fn cause(error: ureq::Error) -> Cause {
    use ureq::{Error, Timeout};
    match &error {
        Error::TlsRequired | Error::BadUri(_) | Error::Http(_) | Error::RequireHttpsOnly(_) => {
            NotSent::ever(error).into()
        }
        Error::ConnectionFailed
        | Error::HostNotFound
        | Error::Timeout(Timeout::Resolve | Timeout::Connect) => NotSent::now(error).into(),
        // Only of an attempt to connect.
        Error::Io(io)
            if matches!(
                io.kind(),
                ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable
            ) =>
        {
            NotSent::now(error).into()
        }
        _ => error.into(),
    }
}
