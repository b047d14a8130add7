//! Batches: several requests in one.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use ucwa_types::api::{ErrorCode, ErrorKind};
use ucwa_types::batch;
use ucwa_types::multipart::{self, Part};
use ucwa_types::rest::server;

use crate::answer::{self, Answer, Handled, ServiceError};
use crate::dispatch::Processed;
use crate::faults::{Fault, cut, garble, respell};
use crate::route::Route;
use crate::world::{Incoming, World};

/// The largest number of requests in a batch.
const BATCH: usize = 100;

impl World {
    /// Answers the requests of a batch, in an order that the seed determines.
    pub(crate) fn batch(&mut self, incoming: &Incoming<'_>) -> Handled {
        // Nested batches would need a stack without a limit.
        if incoming.is_part {
            return Err(unfit("A batch cannot be a part of another one."));
        }
        let media_type = incoming.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("multipart/batching") {
            let message = format!("A batch is `multipart/batching`, and this is `{essence}`.");
            return Err(ServiceError::of(&ErrorCode::UnsupportedMediaType, None, message));
        }
        let requests = batch::requests(media_type, incoming.request.body());
        let requests = requests
            .ok_or_else(|| unfit("The body has no parts, or `Content-Type` does not have their boundary."))?;
        let requests: Vec<_> = requests.collect();
        if requests.len() > BATCH {
            let message =
                format!("A batch has {BATCH} requests at most, and this one has {}.", requests.len());
            return Err(ServiceError::new(&ErrorKind::TooManyRequests, message));
        }
        // `Content-ID` is in the head of the part, not of the request.
        let heads = multipart::parts(media_type, incoming.request.body()).unwrap_or_default();
        let ids = heads.iter().map(|part| part.headers.get("content-id").cloned());
        let mut parts = Vec::new();
        for (request, id) in requests.into_iter().zip(ids.chain(std::iter::repeat(None))) {
            let mut answer = match request {
                Ok(mut request) => {
                    // A part has the token of the batch.
                    if let Some(token) = incoming.request.headers().get(AUTHORIZATION) {
                        request.headers_mut().insert(AUTHORIZATION, token.clone());
                    }
                    let route = &Route::of(request.uri().path());
                    let part = Incoming { request: &request, route, fault: None, is_part: true, ..*incoming };
                    match self.process(part) {
                        Processed::Answer(mut answer, fault) => {
                            match fault {
                                Some(Fault::CutBody) => cut(&mut answer),
                                Some(Fault::Undecodable) => garble(&mut answer),
                                _ => {}
                            }
                            answer
                        }
                        _ => unfit("This request has no answer in a batch. Send it by itself.")
                            .answer(server::accepted_format(&request)),
                    }
                }
                Err(_) => {
                    unfit("This part is no request of HTTP: a line with method and address, then its head.")
                        .answer(incoming.format())
                }
            };
            if self.config.quirks.is_respelt {
                respell(&mut answer);
            }
            let mut part = Part::new("application/http; msgtype=response", written(&answer));
            if let Some(id) = id.filter(|_| !self.config.quirks.is_respelt) {
                part.headers.insert("content-id", id);
            }
            parts.push(part);
        }
        self.ids.choices().shuffle(&mut parts);
        let body = multipart::compose("batching", &parts);
        let media_type = body.media_type().to_owned();
        Ok(answer::text(200, &media_type, body.into_bytes()))
    }
}

fn unfit(message: &str) -> ServiceError {
    ServiceError::of(&ErrorCode::BadRequest, None, message)
}

/// An answer as bytes of HTTP/1.1.
fn written(answer: &Answer) -> Vec<u8> {
    let reason = answer.status().canonical_reason().unwrap_or_default();
    let mut out = format!("HTTP/1.1 {} {reason}\r\n", answer.status().as_u16()).into_bytes();
    for (name, value) in answer.headers() {
        for bytes in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            out.extend_from_slice(bytes);
        }
    }
    out.extend_from_slice(b"\r\n");
    out.extend_from_slice(answer.body());
    out
}
