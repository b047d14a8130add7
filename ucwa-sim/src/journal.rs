//! The journal: requests and their answers.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request, Response};
use serde::Serialize;
use serde_json::value::RawValue;
use ucwa_types::rest::WireFormat;

use crate::answer::Answer;
use crate::faults::Fault;
use crate::ids::RequestId;

/// How many requests, and how many exchanges, are kept.
const KEPT: usize = 10_000;

/// The media type of forms, in which passwords are.
const FORM: &str = "application/x-www-form-urlencoded";
/// The header fields with tokens, passwords and sessions.
const SECRET_FIELDS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];
/// The parameters of an address with tokens and passwords.
const SECRET_PARAMETERS: [&str; 2] = ["access_token", "password"];
/// What only a part of a batch has that asks for a token, or its answer.
const SECRET_TEXTS: [&str; 3] = [FORM, "oauthtoken", "access_token\""];

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
    /// fields `Authorization`, `Proxy-Authorization`, `Cookie` and `Set-Cookie`, and the parameters `access_token` and `password`,
    /// those of the parts of a batch included; and the bodies of what is sent to the token service or as a form.
    /// `None` if there is no answer.
    #[must_use]
    pub fn record(&self) -> Option<String> {
        let answer = self.response.as_ref()?;
        let media_type = self.asked.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let is_batch = self.asked.rel == "batch" || media_type.starts_with("multipart/");
        let is_secret = self.asked.rel == "token"
            || media_type.starts_with(FORM)
            || is_batch && (asks_for_token(self.asked.request.body()) || asks_for_token(answer.body()));
        let url = match self.asked.target().split_once('?') {
            Some((path, _)) if is_secret => path.to_owned(),
            _ => without_secrets(self.asked.target()),
        };
        let body = |headers: &HeaderMap, bytes: &[u8]| match is_batch {
            _ if is_secret => Body::Text(String::new()),
            true => Body::of(headers, without_secret_lines(bytes)),
            false => Body::of(headers, bytes.to_vec()),
        };
        let request = Message {
            method: Some(self.asked.method()),
            url: Some(&url),
            status: None,
            headers: fields(self.asked.request.headers()),
            body: body(self.asked.request.headers(), self.asked.request.body()),
        };
        let response = Message {
            method: None,
            url: None,
            status: Some(answer.status().as_u16()),
            headers: fields(answer.headers()),
            body: body(answer.headers(), answer.body()),
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
    Json(Box<RawValue>),
    Text(String),
    Base64(String),
}

impl Body {
    fn of(headers: &HeaderMap, bytes: Vec<u8>) -> Self {
        let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        match String::from_utf8(bytes) {
            Ok(text) if media_type.and_then(WireFormat::from_content_type) == Some(WireFormat::Json) => {
                // A line of the recording has no breaks. In JSON, they are only between values.
                let json = RawValue::from_string(text.replace(['\r', '\n'], " "));
                json.map_or(Self::Text(text), Self::Json)
            }
            Ok(text) => Self::Text(text),
            Err(error) => Self::Base64(STANDARD.encode(error.as_bytes())),
        }
    }
}

/// An address without the parameters of its query that are secret.
pub(crate) fn without_secrets(target: &str) -> String {
    let Some((path, query)) = target.split_once('?') else { return target.to_owned() };
    let is_named = |pair: &str| {
        let name = form_urlencoded::parse(pair.as_bytes()).next().map(|(name, _)| name).unwrap_or_default();
        SECRET_PARAMETERS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
    };
    // Some clients append a query to an href that has one.
    let is_secret = |pair: &&str| pair.split('?').any(is_named);
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_secret(pair)).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// Whether a part of a batch asks for a token, or has got one.
fn asks_for_token(batch: &[u8]) -> bool {
    let text = String::from_utf8_lossy(batch).to_ascii_lowercase();
    SECRET_TEXTS.iter().any(|secret| text.contains(secret))
}

/// A batch without the fields and parameters that are secret.
fn without_secret_lines(batch: &[u8]) -> Vec<u8> {
    let (mut kept, mut is_left_out) = (Vec::new(), false);
    for line in batch.split_inclusive(|byte| *byte == b'\n') {
        // A line that begins with a space goes on with the field before.
        if is_left_out && matches!(line.first(), Some(b' ' | b'\t')) {
            continue;
        }
        let text = String::from_utf8_lossy(line);
        let name = text.split(':').next().unwrap_or_default().trim();
        is_left_out = SECRET_FIELDS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
        match text.splitn(3, ' ').collect::<Vec<_>>().as_slice() {
            _ if is_left_out => {}
            [method, target, version] if version.starts_with("HTTP/") => {
                kept.extend(format!("{method} {} {version}", without_secrets(target)).into_bytes());
            }
            _ => kept.extend_from_slice(line),
        }
    }
    kept
}

fn fields(headers: &HeaderMap) -> Vec<(&str, String)> {
    let fields = headers.iter().filter(|(name, _)| !SECRET_FIELDS.contains(&name.as_str()));
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
    use crate::paths::TOKEN;
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
            ("/x", "Application/X-WWW-Form-Urlencoded", "password=secret", "in another case"),
            ("/x?access_token=secret", "text/plain", "", "a token in the address"),
            (
                batch,
                "multipart/batching",
                "GET /?Access_Token=secret HTTP/1.1\r\nAUTHORIZATION: Bearer secret\r\nCookie:\r\n secret\r\n\
                 Accept: a/b\r\n\r\n",
                "in a part",
            ),
            (
                "/ucwa/oauth/v1/applications/1/batches",
                "multipart/batching",
                "GET / HTTP/1.1\r\nProxy-Authorization: secret\r\nAccept: a/b\r\n\r\n",
                "in a part, misdirected",
            ),
            (
                "/ucwa/oauth/v1/applications/1/batch",
                "multipart/batching",
                "POST /WebTicket/oauthtoken HTTP/1.1\r\n\r\npassword=secret",
                "a part asks for a token",
            ),
        ] {
            let mut journal = Journal::default();
            let mut request = Request::post(target);
            for name in SECRET_FIELDS {
                request = request.header(name, "secret");
            }
            let request = request.header("Content-Type", media_type).body(body.as_bytes().to_vec()).unwrap();
            ask(&mut journal, request);
            let has_token = media_type.to_ascii_lowercase().starts_with(FORM) || target.starts_with(TOKEN);
            let answer = if has_token { "{\"access_token\":\"secret\"}" } else { "{}" };
            journal.answer(RequestId(1), Some(&Response::new(answer.as_bytes().to_vec())));
            let record = journal.take().remove(0).record().unwrap();
            assert!(!record.contains("secret"), "{why}: {record}");
            let path = target.split('?').next().unwrap();
            assert!(record.contains(&format!(r#""method":"POST","url":"{path}""#)), "{why}: {record}");
            assert_eq!(record.contains("Accept: a/b"), body.contains("Accept: a/b"), "{why}: {record}");
        }
    }

    #[test]
    fn an_address_keeps_what_is_no_secret() {
        for (target, expected) in [
            ("/x", "/x"),
            ("/x?", "/x?"),
            ("/x?a=1&access%5Ftoken=secret&b=%20", "/x?a=1&b=%20"),
            ("/x?PASSWORD=secret", "/x"),
            ("/x?a=1?password=secret&b=2", "/x?b=2"),
            ("/x?token=1", "/x?token=1"),
        ] {
            assert_eq!(without_secrets(target), expected);
        }
    }

    #[test]
    fn a_body_is_json_text_or_base64() {
        let json = "application/vnd.microsoft.com.ucwa+json";
        for (media_type, body, expected) in [
            ("text/plain", &b"\xff"[..], r#""base64":"/w==""#),
            ("text/plain", b"{}", r#""text":"{}""#),
            // The order of members, and members that are there twice, are kept.
            (json, b"{\"b\": 1,\r\n\"a\":1.0,\"a\":2}", r#""json":{"b": 1,  "a":1.0,"a":2}}"#),
            (json, b"{", r#""text":"{""#),
            (json, b"", r#""text":"""#),
        ] {
            let mut journal = Journal::default();
            ask(&mut journal, Request::get("/x").body(Vec::new()).unwrap());
            let response = Response::builder().header("Content-Type", media_type);
            journal.answer(RequestId(1), Some(&response.body(body.to_vec()).unwrap()));
            let record = journal.take().remove(0).record().unwrap();
            assert!(record.contains(expected), "{expected}: {record}");
        }
    }
}
