//! Which answer belongs to which request.
//!
//! The documentation says that requests may be processed in any order, and that answers keep the order of the requests.
//! Since servers are known not to keep it, an answer is told, by the best evidence there is, by
//!
//! 1. the `Content-ID` that was sent along, from servers that send it back;
//! 2. the `self` link of a representation, if it is that of exactly one request that asks for a representation, and no
//!    other answer says so;
//! 3. the order of what is left.

use std::collections::BTreeMap;

use http::header::CONTENT_TYPE;
use http::{Method, Request, Response};

use crate::Object;
use crate::batch::message::{Malformed, Part};
use crate::limits::Limits;
use crate::rest::header::text;
use crate::rest::output::model;
use crate::unknown::Unknown;

/// A part, or what is wrong with it.
pub(crate) type Parsed = Result<Part<Response<Vec<u8>>>, Malformed>;

/// The answer to each request; `None` where there is none.
pub(crate) fn assign(
    requests: &[Request<Vec<u8>>],
    parts: Vec<Parsed>,
    limits: Limits,
) -> Vec<Option<Parsed>> {
    let mut owners = vec![None; parts.len()];
    let mut is_answered = vec![false; requests.len()];
    let claims = [
        claims(&parts, |part| part.index().filter(|index| *index < requests.len())),
        claims(&parts, |part| by_self(part, requests, limits)),
    ];
    for claims in claims {
        for (request, claimants) in claims {
            if let [part] = claimants[..]
                && owners[part].is_none()
                && !is_answered[request]
            {
                owners[part] = Some(request);
                is_answered[request] = true;
            }
        }
    }
    let mut left = (0..requests.len()).filter(|request| !is_answered[*request]);
    for owner in owners.iter_mut().filter(|owner| owner.is_none()) {
        *owner = left.next();
    }
    let mut answers: Vec<_> = requests.iter().map(|_| None).collect();
    for (part, owner) in parts.into_iter().zip(owners) {
        if let Some(request) = owner {
            answers[request] = Some(part);
        }
    }
    answers
}

/// The parts that say of a request that they are the answer to it.
fn claims(
    parts: &[Parsed],
    request: impl Fn(&Part<Response<Vec<u8>>>) -> Option<usize>,
) -> BTreeMap<usize, Vec<usize>> {
    let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, part) in parts.iter().enumerate() {
        if let Some(request) = part.as_ref().ok().and_then(&request) {
            claims.entry(request).or_default().push(index);
        }
    }
    claims
}

fn by_self(part: &Part<Response<Vec<u8>>>, requests: &[Request<Vec<u8>>], limits: Limits) -> Option<usize> {
    let response = &part.message;
    if !response.status().is_success() || response.body().is_empty() {
        return None;
    }
    let media_type = text(response.headers(), CONTENT_TYPE);
    let anything: Anything = model(media_type, response.body(), limits).ok()?;
    let link = anything.unknown.link::<()>("self")?;
    let mut candidates = requests.iter().enumerate().filter(|(_, request)| is_self(link.href(), request));
    let (index, _) = candidates.next()?;
    candidates.next().is_none().then_some(index)
}

/// Whether what a request asks for calls itself this. A server may leave off the query.
fn is_self(href: &str, request: &Request<Vec<u8>>) -> bool {
    let uri = request.uri();
    let local = match href.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
        None => href,
    };
    let is_representation = *request.method() == Method::GET || *request.method() == Method::PUT;
    is_representation && (local == uri.path() || uri.path_and_query().is_some_and(|target| target == local))
}

/// A representation of whatever type.
#[derive(Default, Object)]
struct Anything {
    #[ucwa(unknown)]
    unknown: Unknown,
}
