//! Operations as HTTP messages, for any HTTP client. There is no I/O here.
//!
//! A link is followed by the methods that its target documents: `link.get()`, `link.post(input)`,
//! `link.put(representation)` and `link.delete()` are [`Call`]s. A call becomes an `http::Request`, given a [`Base`] and
//! a [`Format`], and reads an `http::Response`: into a [`Reply`] that holds the typed output, or into a [`Failure`] that
//! holds everything else. What the documentation forbids is a [`Refusal`], before anything is sent.
//!
//! | | |
//! |---|---|
//! | references | absolute, or relative to the [`Base`]; their own query parameters are kept, a `data:` URI is refused |
//! | `Accept`, `Content-Type` | the exact media type of the format; that of the content where an operation takes other content |
//! | `If-Match` | on a `PUT`, the representation's `etag` |
//! | `X-MS-RequiresMinResourceVersion` | the revision that is asked for, if that is above 1; a link to a lower one is refused |
//! | 200, 201, 204, 304 | a [`Reply`], with an output, a `Location`, or neither |
//! | 401 | a [`Failure`] with [`Challenge`]s |
//! | 409, 412, 428 and all others | a [`Failure`]: an error of the service, or the answer of something else |
//! | a body shorter than its `Content-Length` | a [`Failure`], whatever the status |
//!
//! Discovery can answer with a link to another host in place of a resource; that is not HTTP's redirection, and
//! [`Base::follow`] is how to go on there.

mod base;
mod call;
mod challenge;
mod events;
pub(crate) mod failure;
pub(crate) mod header;
pub(crate) mod media_type;
pub(crate) mod output;
mod payload;
pub(crate) mod reply;

#[cfg(test)]
mod tests;

pub use self::base::{Base, HrefError};
pub use self::call::{Call, Refusal};
pub use self::challenge::{Challenge, TokenService};
pub use self::failure::{Cause, Failure};
pub use self::media_type::Format;
pub use self::output::{DecodeError, Output};
pub use self::payload::{Body, EncodeError, Parameters, Payload};
pub use self::reply::Reply;
