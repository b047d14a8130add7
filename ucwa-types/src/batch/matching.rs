//! Which answer belongs to which request.
//!
//! The documentation says that requests may be processed in any order, and that answers keep the order of the requests.
//! Since servers are known not to keep it, an answer is matched by the best evidence there is:
//!
//! 1. the `Content-ID` that was sent along, from servers that send it back;
//! 2. the `self` link of a representation, if it is that of exactly one request that asks for a representation, and no
//!    other answer says so;
//! 3. the same link, where case and percent-encoding are left aside: servers send an href in another spelling than the one
//!    they were asked by;
//! 4. the order of what is left.

use std::collections::BTreeMap;

use http::header::CONTENT_TYPE;
use http::uri::PathAndQuery;
use http::{Method, Request, Response};

use crate::Object;
use crate::batch::message::{Malformed, Part};
use crate::data_uri::percent_decode;
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
    let selves: Vec<_> = parts.iter().map(|part| own_href(part.as_ref().ok()?, limits)).collect();
    let claims = [
        claims(parts.len(), |part| {
            parts[part].as_ref().ok()?.index().filter(|index| *index < requests.len())
        }),
        claims(parts.len(), |part| by_self(selves[part].as_deref()?, requests, str::to_owned)),
        claims(parts.len(), |part| by_self(selves[part].as_deref()?, requests, folded)),
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
fn claims(parts: usize, request: impl Fn(usize) -> Option<usize>) -> BTreeMap<usize, Vec<usize>> {
    let mut claims: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for part in 0..parts {
        if let Some(request) = request(part) {
            claims.entry(request).or_default().push(part);
        }
    }
    claims
}

/// The `self` link of the representation in a part, without its host.
fn own_href(part: &Part<Response<Vec<u8>>>, limits: Limits) -> Option<String> {
    let response = &part.message;
    if !response.status().is_success() || response.body().is_empty() {
        return None;
    }
    let media_type = text(response.headers(), CONTENT_TYPE);
    let anything: Anything = model(media_type, response.body(), limits).ok()?;
    let link = anything.unknown.link::<()>("self")?;
    let local = match link.href().split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
        None => link.href(),
    };
    Some(local.to_owned())
}

/// The one request that asks for what is here, both in the same spelling.
fn by_self(href: &str, requests: &[Request<Vec<u8>>], spelling: fn(&str) -> String) -> Option<usize> {
    let href = spelling(href);
    let is_self = |request: &Request<Vec<u8>>| {
        let uri = request.uri();
        let is_representation = *request.method() == Method::GET || *request.method() == Method::PUT;
        // A server may leave off the query.
        let mut targets = std::iter::once(uri.path()).chain(uri.path_and_query().map(PathAndQuery::as_str));
        is_representation && targets.any(|target| spelling(target) == href)
    };
    let mut candidates = requests.iter().enumerate().filter(|(_, request)| is_self(request));
    let (index, _) = candidates.next()?;
    candidates.next().is_none().then_some(index)
}

/// An href without regard to case and to what is percent-encoded.
fn folded(href: &str) -> String {
    let decoded = percent_decode(href, false).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    decoded.map_or_else(|| href.to_lowercase(), |decoded| decoded.to_lowercase())
}

/// A representation of whatever type.
#[derive(Default, Object)]
struct Anything {
    #[ucwa(unknown)]
    unknown: Unknown,
}
