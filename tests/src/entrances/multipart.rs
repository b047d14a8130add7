//! Batches and the answers to them.

use http::{HeaderValue, Method, Request, Response};
use ucwa_types::batch::{Batch, Defect, requests};
use ucwa_types::operation::{Get, Operation, Post, RawBody};
use ucwa_types::rest::{BaseUrl, WireFormat};
use ucwa_types::{Link, Resource, Unknown};

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "note")]
struct Note {
    name: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

impl Operation<Get> for Note {
    type Query = ();
    type Input = ();
    type Output = Self;
    type Error = ();
}

impl Operation<Post> for Note {
    type Query = ();
    type Input = RawBody;
    type Output = RawBody;
    type Error = ();
}

/// Reads a media type, up to the first line break, and a body: as the answer to a batch and as a batch. Each operation
/// has an answer or an error; what is in a batch that was read comes back from one that is made of it.
///
/// # Panics
/// When it does not.
pub fn multipart(input: &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    let (media_type, body) = (&input[..end], input.get(end + 1..).unwrap_or_default());
    let media_type = String::from_utf8_lossy(media_type);
    answers(&media_type, body);
    let Some(found) = requests(&media_type, body) else { return };
    let mut size = 0;
    let mut whole = Vec::new();
    for request in found {
        match request {
            Ok(request) => {
                size += request.body().len();
                whole.push(request);
            }
            Err(malformed) => {
                size += malformed.part.len();
                assert!(!malformed.to_string().is_empty());
                let known = [Defect::MediaType, Defect::Field, Defect::StartLine, Defect::Truncated];
                assert!(known.contains(&malformed.what));
            }
        }
    }
    assert!(size <= body.len(), "there is more in the parts than in the whole");
    comes_back(&whole);
}

fn base() -> BaseUrl {
    "https://pool.example.com".parse().expect("it is one")
}

fn answers(media_type: &str, body: &[u8]) {
    let mut batch = Batch::new(base(), WireFormat::Json);
    let mut add = |href: &str| batch.add(&Link::<Note>::new(href).get()).expect("it can be in a batch");
    let entries = [add("/a"), add("/b"), add("/c")];
    let content = RawBody::new("text/plain", "x");
    let posted = batch.add(&Link::<Note>::new("/d").post(content)).expect("it can be in a batch");
    let mut response = Response::new(body);
    let Ok(value) = HeaderValue::from_str(media_type) else { return };
    response.headers_mut().insert("Content-Type", value);
    let Ok(mut answers) = batch.read(response) else { return };
    for entry in entries {
        match answers.take(&entry) {
            Ok(reply) => assert!(reply.status.is_success() || reply.is_unchanged()),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        assert!(answers.take(&entry).is_err(), "an answer is taken once");
    }
    if let Ok(reply) = answers.take(&posted) {
        assert!(reply.output.is_none_or(|content| content.bytes().len() <= body.len()));
    }
    assert!(answers.surplus() <= body.len());
}

/// Puts what was read into a batch, as far as it can be, and reads it again.
fn comes_back(read: &[Request<Vec<u8>>]) {
    let mut batch = Batch::new(base(), WireFormat::Json);
    let mut added = Vec::new();
    for request in read {
        let Some(target) = request.uri().path_and_query() else { continue };
        let Some(media_type) = request.headers().get("Content-Type").and_then(|value| value.to_str().ok())
        else {
            continue;
        };
        let content = RawBody::new(media_type, request.body().clone());
        let call = Link::<Note>::new(target.as_str()).post(content);
        if batch.add(&call).is_ok() {
            let alone = call.request(&base(), WireFormat::Json).expect("it can be in a batch");
            added.push((alone, media_type, request.body()));
        }
    }
    let request = batch.request(&Link::<()>::new("/batch")).expect("the link leads somewhere");
    let media_type = request.headers()["Content-Type"].to_str().expect("it is text");
    let again: Vec<_> = requests(media_type, request.body()).expect("it is a batch").collect();
    assert_eq!(again.len(), added.len(), "{:?}", String::from_utf8_lossy(request.body()));
    for (again, (alone, media_type, body)) in again.into_iter().zip(added) {
        let again = again.expect("what was written can be read");
        assert_eq!((again.method(), again.body()), (&Method::POST, body));
        assert_eq!(again.uri().path_and_query(), alone.uri().path_and_query());
        assert_eq!(again.headers()["Content-Type"].to_str().ok(), Some(media_type));
    }
}
