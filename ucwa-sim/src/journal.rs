//! The journal: requests and their answers.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Request, Response};
use serde::Serialize;

use crate::answer::Answer;
use crate::faults::Fault;
use crate::ids::RequestId;

/// How many requests, and how many exchanges, are kept.
const KEPT: usize = 10_000;

/// The media type of forms, in which passwords are.
const FORM: &str = "application/x-www-form-urlencoded";
/// The line of a part's head with its token.
const AUTHORIZATION: &[u8] = b"authorization:";

/// A request, unchanged but for its host.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Asked {
    /// Which request it is.
    pub id: RequestId,
    /// When it arrived, since the start.
    pub at: Duration,
    /// Whether it was sent to the host where the users are, not to the one of discovery.
    pub is_at_home: bool,
    /// The rel of the requested resource; `token` for the token service; empty if there is no such resource.
    pub rel: &'static str,
    /// The URI of the user whose token it has.
    pub user: Option<String>,
    /// The request. Its URI has no host.
    pub request: Request<Vec<u8>>,
    /// The faults that happened to it, or to the parts of a batch.
    pub faults: Vec<Fault>,
}

impl Asked {
    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// The path and the query.
    #[must_use]
    pub fn target(&self) -> &str {
        self.request.uri().path_and_query().map_or("/", |target| target.as_str())
    }

    /// A header field, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }
}

/// A request and its outcome.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The request.
    pub asked: Asked,
    /// The answer, before any fault on the way; `None` if a fault prevents one, or if the client has disconnected before it.
    pub response: Option<Response<Vec<u8>>>,
    /// Whether the client has disconnected before the answer.
    pub is_abandoned: bool,
}

impl Exchange {
    /// The exchange as a line of a recording, in the form of `docs/recording.schema.json`. Tokens and passwords are left out: the
    /// fields `Authorization`, those of the parts of a batch included, and what is sent to the token service or as a form.
    /// `None` if there is no answer.
    #[must_use]
    pub fn record(&self) -> Option<String> {
        let answer = self.response.as_ref()?;
        let is_form = self.asked.header("content-type").is_some_and(|ty| ty.starts_with(FORM));
        let is_secret = self.asked.rel == "token" || is_form;
        let url = match self.asked.target().split_once('?') {
            Some((path, _)) if is_secret => path,
            _ => self.asked.target(),
        };
        let body = |bytes| match self.asked.rel {
            _ if is_secret => Body::of(Vec::new()),
            "batch" => Body::of(without_tokens(bytes)),
            _ => Body::of(bytes.to_vec()),
        };
        let request = Message {
            method: Some(self.asked.method()),
            url: Some(url),
            status: None,
            headers: fields(self.asked.request.headers()),
            body: body(self.asked.request.body()),
        };
        let response = Message {
            method: None,
            url: None,
            status: Some(answer.status().as_u16()),
            headers: fields(answer.headers()),
            body: body(answer.body()),
        };
        serde_json::to_string(&Record { request, response }).ok()
    }
}

#[derive(Serialize)]
struct Record<'a> {
    request: Message<'a>,
    response: Message<'a>,
}

#[derive(Serialize)]
struct Message<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    headers: Vec<(&'a str, String)>,
    #[serde(flatten)]
    body: Body,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Body {
    Text(String),
    Base64(String),
}

impl Body {
    fn of(bytes: Vec<u8>) -> Self {
        String::from_utf8(bytes)
            .map_or_else(|error| Self::Base64(STANDARD.encode(error.as_bytes())), Self::Text)
    }
}

/// A batch without the lines that have a token.
fn without_tokens(batch: &[u8]) -> Vec<u8> {
    let lines = batch.split_inclusive(|byte| *byte == b'\n');
    let is_token = |line: &&[u8]| {
        line.get(..AUTHORIZATION.len()).is_some_and(|name| name.eq_ignore_ascii_case(AUTHORIZATION))
    };
    lines.filter(|line| !is_token(line)).flatten().copied().collect()
}

fn fields(headers: &HeaderMap) -> Vec<(&str, String)> {
    let fields = headers.iter().filter(|(name, _)| *name != http::header::AUTHORIZATION);
    fields
        .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect()
}

/// The latest requests and exchanges.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    asked: VecDeque<Asked>,
    exchanges: VecDeque<Exchange>,
    /// The requests whose outcome is open.
    open: BTreeSet<RequestId>,
}

impl Journal {
    pub(crate) fn ask(&mut self, asked: Asked) {
        self.open.insert(asked.id);
        self.asked.push_back(asked);
        if self.asked.len() > KEPT
            && let Some(oldest) = self.asked.pop_front()
        {
            self.open.remove(&oldest.id);
        }
    }

    /// Records the faults that happened to a request.
    pub(crate) fn meet(&mut self, id: RequestId, faults: Vec<Fault>) {
        if let Ok(index) = self.asked.binary_search_by_key(&id, |asked| asked.id)
            && let Some(asked) = self.asked.get_mut(index)
        {
            asked.faults = faults;
        }
    }

    /// Records the answer to a request, or that there is none.
    pub(crate) fn answer(&mut self, id: RequestId, answer: Option<&Answer>) {
        self.close(id, answer.cloned(), false);
    }

    /// Records that a client has disconnected before the answer to a request.
    pub(crate) fn abandon(&mut self, id: RequestId) {
        self.close(id, None, true);
    }

    fn close(&mut self, id: RequestId, response: Option<Answer>, is_abandoned: bool) {
        if self.open.remove(&id)
            && let Ok(index) = self.asked.binary_search_by_key(&id, |asked| asked.id)
            && let Some(asked) = self.asked.get(index)
        {
            self.exchanges.push_back(Exchange { asked: asked.clone(), response, is_abandoned });
        }
        if self.exchanges.len() > KEPT {
            self.exchanges.pop_front();
        }
    }

    pub(crate) fn asked(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter()
    }

    pub(crate) fn take(&mut self) -> Vec<Exchange> {
        std::mem::take(&mut self.exchanges).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Route;

    fn ask(journal: &mut Journal, request: Request<Vec<u8>>) {
        let rel = Route::of(request.uri().path()).rel();
        let id = RequestId(1);
        journal.ask(Asked {
            id,
            at: Duration::ZERO,
            is_at_home: true,
            rel,
            user: None,
            request,
            faults: Vec::new(),
        });
    }

    #[test]
    fn a_record_has_no_secrets() {
        let batch = "/ucwa/oauth/v1/applications/1/batch";
        for (target, media_type, body, why) in [
            ("/WebTicket/oauthtoken", FORM, "password=secret", "the form of a password"),
            (
                "/WebTicket/oauthtokens",
                "application/x-www-form-urlencoded; charset=utf-8",
                "password=secret",
                "misdirected",
            ),
            ("/WebTicket/oauthtoken?password=secret", "text/plain", "", "in the address"),
            (
                batch,
                "multipart/batching",
                "GET / HTTP/1.1\r\nAUTHORIZATION: Bearer secret\r\nAccept: a/b\r\n\r\n",
                "in a part",
            ),
        ] {
            let mut journal = Journal::default();
            let request = Request::post(target).header("Authorization", "Bearer secret");
            let request = request.header("Content-Type", media_type).body(body.as_bytes().to_vec()).unwrap();
            ask(&mut journal, request);
            let answer = if target == batch { "{}" } else { "{\"access_token\":\"secret\"}" };
            journal.answer(RequestId(1), Some(&Response::new(answer.as_bytes().to_vec())));
            let record = journal.take().remove(0).record().unwrap();
            assert!(!record.contains("secret"), "{why}: {record}");
            let path = target.split('?').next().unwrap();
            assert!(record.contains(&format!(r#""method":"POST","url":"{path}""#)), "{why}: {record}");
            assert_eq!(record.contains("Accept: a/b"), target == batch, "{why}: {record}");
        }
    }

    #[test]
    fn a_body_is_text_or_base64() {
        let mut journal = Journal::default();
        let request = Request::get("/x").body(b"\xff".to_vec()).unwrap();
        ask(&mut journal, request);
        journal.answer(RequestId(1), Some(&Response::new(b"Hi".to_vec())));
        let record = journal.take().remove(0).record().unwrap();
        assert!(record.contains(r#""base64":"/w==""#) && record.contains(r#""text":"Hi""#), "{record}");
    }
}
