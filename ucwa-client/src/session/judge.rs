//! What the sender of a request has to know of its answer, whatever operation it is.

use std::time::Duration;

use http::{Response, StatusCode};
use ucwa_types::Link;
use ucwa_types::channel::Rejection;
use ucwa_types::operation::ErrorSet;
use ucwa_types::rest::{Advice, ExternalContent, ResponseError, TokenService};

/// What an answer says about sending the request again.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) advice: Option<Advice>,
    pub(super) service: Option<TokenService>,
    pub(super) retry_after: Option<Duration>,
    /// Whether the server says that it has done nothing.
    pub(super) is_undone: bool,
    /// Whether the service answers that the resource does not exist.
    pub(super) is_gone: bool,
}

pub(super) fn judge(response: &Response<Vec<u8>>) -> Judgement {
    if response.status().is_success() {
        return Judgement::default();
    }
    failure::<()>(response.clone()).map_or_else(Judgement::default, |failure| Judgement {
        advice: failure.advice(),
        service: failure.token_service(),
        retry_after: Rejection::retry_after(&failure),
        is_undone: failure.subcode() == Some("CallbackChannelError")
            || failure.status() == StatusCode::TOO_MANY_REQUESTS,
        is_gone: failure.service_error().is_some()
            && matches!(failure.status(), StatusCode::NOT_FOUND | StatusCode::GONE),
    })
}

/// The failure that an answer is, with the errors of any API; `None` if it is a success.
pub(crate) fn failure<K: ErrorSet>(response: Response<Vec<u8>>) -> Option<ResponseError<K>> {
    // Content of any kind, so that only the status and what it says of an error count.
    Link::<ExternalContent<K>>::new("/").get().read(response).err()
}
