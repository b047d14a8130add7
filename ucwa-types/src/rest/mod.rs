//! Operations as HTTP messages, for any HTTP client. There is no I/O here.
//!
//! A link is followed by the methods that its target documents: `link.get()`, `link.post(input)`,
//! `link.put(representation)` and `link.delete()` are [`Call`]s. A call becomes an `http::Request`, given a [`BaseUrl`] and
//! a [`WireFormat`], and reads an `http::Response`: into a [`Reply`] with the typed output, or into a [`ResponseError`] with the
//! whole response. A request that breaks a documented rule is a [`RequestError`], before anything is sent.
//!
//! | | |
//! |---|---|
//! | references | absolute, or relative to the [`BaseUrl`]; their own query parameters are kept, a `data:` URI is refused |
//! | `Accept`, `Content-Type` | the exact media type of the format; that of the content where an operation takes other content; in discovery `Accept` also names `application/json` or `application/xml` |
//! | `Content-Length` | `0` for a `POST` or `PUT` without a body, which servers refuse otherwise (411); for all others it is the HTTP client's |
//! | `If-Match` | on a `PUT`, the representation's `etag` |
//! | `X-MS-RequiresMinResourceVersion` | the revision that is asked for, if that is above 1; a link to a lower one is refused |
//! | 200 to 299, and 304 | a [`Reply`], with an output, a `Location`, or neither, and with the header fields and the body |
//! | legacy autodiscovery | a [`ResponseError`] with a [`LegacyDiscovery`], which can be followed |
//! | 401 | a [`ResponseError`] with [`Challenge`]s |
//! | 409, 412, 428 and all others | a [`ResponseError`]: an error of the service, or of something in front of it |
//! | `X-Ms-diagnostics`, `Warning`, `Retry-After` | [`Diagnostic`], [`Warning`], [`RetryAfter`]; what to do about a failure is [`ResponseError::advice`] |
//! | a body shorter than its `Content-Length` | a [`ResponseError`], whatever the status |
//!
//! The other side, for servers and test doubles, is in [`server`].
//!
//! Discovery can answer with a link to another host in place of a resource. That is not a redirect of HTTP:
//! [`BaseUrl::follow`] leads there.

mod advice;
mod base_url;
mod call;
mod callable;
mod challenge;
mod content;
mod diagnostics;
mod events;
pub(crate) mod header;
mod legacy;
pub(crate) mod media_type;
pub(crate) mod output;
mod payload;
pub(crate) mod reply;
pub(crate) mod response_error;
pub mod server;
mod spelling;

#[cfg(test)]
mod tests;

pub use self::advice::Advice;
pub use self::base_url::{BaseUrl, HrefError};
pub use self::call::{Call, RequestError};
pub use self::callable::{Callable, Fetchable};
pub use self::challenge::{Challenge, TokenService};
pub use self::content::ExternalContent;
pub use self::diagnostics::{Diagnostic, RetryAfter, Warning};
pub use self::legacy::LegacyDiscovery;
pub use self::media_type::WireFormat;
pub use self::output::{DecodeError, Output};
pub use self::payload::{Body, EncodeError, Parameters, Payload};
pub use self::reply::Reply;
pub use self::response_error::{Cause, ResponseError};
