//! Several operations in one request, as `multipart/batching`.
//!
//! ```
//! use http::Response;
//! use ucwa_types::batch::Batch;
//! use ucwa_types::rest::{BaseUrl, WireFormat};
//! use ucwa_types::operation::{Get, Operation};
//! use ucwa_types::{Link, Resource, Unknown};
//!
//! #[derive(Clone, Debug, Default, PartialEq, Resource)]
//! #[ucwa(rel = "me")]
//! struct Me {
//!     name: Option<String>,
//!     #[ucwa(unknown)]
//!     unknown: Unknown,
//! }
//!
//! impl Operation<Get> for Me {
//!     type Query = ();
//!     type Input = ();
//!     type Output = Self;
//!     type Error = ();
//! }
//!
//! let base: BaseUrl = "https://pool.example.com".parse()?;
//! let mut batch = Batch::new(base, WireFormat::Json);
//! let me = batch.add(&Link::<Me>::new("/ucwa/v1/applications/7/me").get())?;
//! let request = batch.request(&Link::<()>::new("/ucwa/v1/applications/7/batch"))?;
//! assert_eq!(request.uri().path(), "/ucwa/v1/applications/7/batch");
//!
//! // … which some client sends.
//! let response = Response::builder().header("Content-Type", "multipart/batching; boundary=x").body(
//!     "--x\r\nContent-Type: application/http; msgtype=response\r\n\r\n\
//!      HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"name\": \"Ann\"}\r\n--x--",
//! )?;
//! let mut answers = batch.read(response)?;
//! let me = answers.take(&me)?.output.unwrap_or_default();
//! assert_eq!(me.name.as_deref(), Some("Ann"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits
//! Another batch, a photo and the event channel cannot be in a batch. A server accepts a limited number of requests of a
//! user at a time, 100 as documented and subject to change. It refuses a larger batch as a whole with a 429: no operation of
//! it was done, and smaller batches can be sent later. [`Batch::add`] refuses operations above the documented number.
//!
//! # Which answer is whose
//! The server may process the requests in any order. An answer belongs to the request that it names by `Content-ID`,
//! or else to the only one with its `self` link, compared exactly first and then without case and percent-encoding. The
//! remaining answers are assigned in order.
//!
//! # When the answer is cut short
//! Each part ends with a boundary. A part that does not is an error of its own, with the bytes that arrived. Parts before
//! it are read; parts after it are missing.

mod answers;
mod compose;
mod entry;
mod matching;
mod message;

#[cfg(test)]
mod tests;

pub use self::answers::{Answers, PartError};
pub use self::compose::Batch;
pub use self::entry::Entry;
pub use self::message::{Defect, Malformed};

use http::Request;

use crate::multipart::{Sections, boundary};

/// The requests in the body of a batch, for a server. Each is read when the iterator reaches it. `None` if the media type is
/// not `multipart/…` with a boundary.
///
/// ```
/// let body = "--x\n\nGET /ucwa/v1/applications/7/me HTTP/1.1\nHost: pool.example.com\n\n--x--";
/// let requests = ucwa_types::batch::requests("multipart/batching; boundary=x", body.as_bytes()).unwrap();
/// let paths: Vec<_> = requests.flatten().map(|request| request.uri().path().to_owned()).collect();
/// assert_eq!(paths, ["/ucwa/v1/applications/7/me"]);
/// ```
pub fn requests(
    media_type: &str,
    body: &[u8],
) -> Option<impl Iterator<Item = Result<Request<Vec<u8>>, Malformed>>> {
    let boundary = boundary(media_type)?;
    let parts = Sections::new(body, boundary.as_bytes());
    Some(parts.map(|part| message::request(part).map(|part| part.message)))
}
