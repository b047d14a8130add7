//! The event channel, and whatever it is answered.

use http::{HeaderValue, Response, StatusCode};
use serde_json::Value;
use ucwa_types::api::{ErrorKind, EventChannel, Events, PollAnswer};
use ucwa_types::channel::{NextStep, PollRequest, Rejection};
use ucwa_types::rest::{BaseUrl, ResponseError};

/// Where the channel is.
const SERVER: &str = "https://pool.example.com";

/// What starts an answer.
const ANSWER: &[u8] = b"\n=== ";

/// Reads an href up to the first line break, and answers, each after a line `=== STATUS` with a media type or a number of
/// `X-Ms-diagnostics` behind it; or `=== lost`. After each answer the channel is where an outermost link of the answer
/// leads, on the same server, or it has not moved and reports that.
///
/// # Panics
/// When it is not.
pub fn channel(input: &[u8]) {
    let mut parts = split(input).into_iter();
    let href = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    // What the channel begins with is the client's own, and on its server.
    if server().resolve(&href).is_ok_and(|uri| !server().same_origin(&uri)) {
        return;
    }
    let start = EventChannel::from_href(&href).with_server(SERVER);
    let mut channel = start.clone();
    for part in parts {
        let Some(request) = channel.next_request() else { break };
        let is_end = step(&mut channel, &request, part);
        assert_eq!(
            channel.clone().next_request().is_none(),
            is_end,
            "the channel does not end, or just ends"
        );
        decides(start.clone(), part);
    }
}

fn server() -> BaseUrl {
    SERVER.parse().expect("it is one")
}

/// An input in its parts.
fn split(input: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = input;
    while let Some(at) = rest.windows(ANSWER.len()).position(|part| part == ANSWER) {
        let (part, after) = rest.split_at(at);
        parts.push(part);
        rest = &after[ANSWER.len()..];
    }
    parts.push(rest);
    parts
}

/// The answer that a part of the input is.
fn response(part: &[u8]) -> Option<Response<Vec<u8>>> {
    let end = part.iter().position(|byte| *byte == b'\n').unwrap_or(part.len());
    let (head, body) = (String::from_utf8_lossy(&part[..end]), part.get(end + 1..).unwrap_or_default());
    let (status, rest) = head.split_once(' ').unwrap_or((&head, ""));
    let mut response = Response::new(body.to_vec());
    *response.status_mut() =
        status.parse::<u16>().ok().and_then(|status| StatusCode::from_u16(status).ok())?;
    if let Ok(value) = HeaderValue::from_str(rest.trim()) {
        let is_number = rest.trim().bytes().all(|byte| byte.is_ascii_digit());
        let name = if is_number { "X-Ms-diagnostics" } else { "Content-Type" };
        response.headers_mut().insert(name, value);
    }
    Some(response)
}

fn answer(request: &PollRequest, part: &[u8]) -> PollAnswer<ResponseError<ErrorKind>> {
    response(part).map_or(PollAnswer::Lost, |response| request.call::<Events>().read(response).into())
}

/// Gives the channel an answer. Says whether the channel has ended.
fn step(channel: &mut EventChannel, request: &PollRequest, part: &[u8]) -> bool {
    let answer = answer(request, part);
    let decoded = match &answer {
        PollAnswer::Document(document) => Some(document.links.clone()),
        _ => None,
    };
    let outcome = channel.handle(request.ticket, answer);
    let next = channel.clone().next_request().map(|request| request.href);
    if outcome.next_step != NextStep::Continue {
        assert!(outcome.skipped.is_none() && outcome.senders.is_empty() && outcome.state_loss.is_none());
        let has_ended = matches!(outcome.next_step, NextStep::CreateApplication | NextStep::Discover);
        assert!(has_ended || next.as_ref() == Some(&request.href), "{next:?} after {:?}", outcome.next_step);
        return has_ended;
    }
    let href = next.expect("the channel goes on");
    let server: BaseUrl = SERVER.parse().expect("it is one");
    assert!(
        server.resolve(&href).map_or(true, |uri| server.same_origin(&uri)),
        "{href} is on another server"
    );
    let found = match (&decoded, &outcome.skipped) {
        (Some(links), None) => {
            let links = [&links.resync, &links.resume, &links.next].into_iter().flatten();
            Some(links.map(|link| link.href().to_owned()).collect::<Vec<_>>())
        }
        (None, Some(skipped)) => {
            let undecoded = skipped.undecoded().expect("it could not be decoded");
            assert!(outcome.state_loss.is_some() && outcome.senders.is_empty());
            if is_xml(skipped) { xml_hrefs(undecoded.body) } else { Some(json_hrefs(undecoded.body)) }
        }
        _ => panic!("either there is a document, or one was skipped"),
    };
    // A fragment is not for the server.
    let is_it = |found: &String| found.split('#').next() == Some(&href);
    assert!(found.as_ref().is_none_or(|found| found.iter().any(is_it)), "{href} is none of {found:?}");
    false
}

fn is_xml(answer: &ResponseError<ErrorKind>) -> bool {
    answer.media_type().is_some_and(|name| name.to_ascii_lowercase().contains("xml"))
}

/// A document that is answered again and again does not make the channel retry as for a busy server.
fn decides(mut channel: EventChannel, part: &[u8]) {
    let mut is_document = false;
    let steps: Vec<_> = (0..4)
        .map_while(|_| {
            let request = channel.next_request()?;
            let answer = answer(&request, part);
            is_document |= match &answer {
                PollAnswer::Document(_) => true,
                PollAnswer::Failure(failure) => failure.undecoded().is_some(),
                PollAnswer::Nothing | PollAnswer::Lost => false,
            };
            Some(channel.handle(request.ticket, answer).next_step)
        })
        .collect();
    let is_decided = steps.iter().any(|step| !matches!(step, NextStep::Retry { .. }));
    assert!(is_decided || !is_document, "{steps:?}");
}

/// The hrefs in the outermost `_links`, read with more patience than the channel has: brackets may not fit, and commas may
/// be anywhere.
fn json_hrefs(body: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    // For each open bracket, the name of the member that is being read.
    let mut path: Vec<Value> = Vec::new();
    let mut rest = body;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' | b'[' => path.push(Value::Null),
            b'}' | b']' => drop(path.pop()),
            b'"' => {
                let (text, after) = string(after);
                rest = after.trim_ascii_start();
                if let (Some(b':'), Some(name)) = (rest.first(), path.last_mut()) {
                    *name = text;
                } else if let [first, _, last] = &path[..]
                    && first == "_links"
                    && last == "href"
                {
                    found.extend(text.as_str().map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    found
}

/// A string after its first quote, if it is one, and what comes after it.
fn string(text: &[u8]) -> (Value, &[u8]) {
    let mut is_escaped = false;
    let end = text.iter().position(|byte| {
        let is_end = !is_escaped && *byte == b'"';
        is_escaped = !is_escaped && *byte == b'\\';
        is_end
    });
    let Some(end) = end else { return (Value::Null, &[]) };
    let quoted = [b"\"", &text[..=end]].concat();
    (serde_json::from_slice(&quoted).unwrap_or_default(), &text[end + 1..])
}

/// The hrefs of all links; `None` if one may be spelt in a way that is not read here.
fn xml_hrefs(body: &[u8]) -> Option<Vec<String>> {
    never_leads_from_inside(body);
    let body = String::from_utf8_lossy(body);
    let is_reference =
        |rest: &str| ["#", "lt;", "gt;", "apos;", "quot;"].iter().any(|known| rest.starts_with(known));
    if body.contains('\r') || body.split('&').skip(1).any(is_reference) {
        return None;
    }
    let starts = body.match_indices("href").map(|(at, name)| &body[at + name.len()..]);
    let starts = starts.filter_map(|rest| rest.trim_start().strip_prefix('='));
    let hrefs = starts.filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next()?;
        let value = rest.get(1..)?.split(quote).next()?;
        Some(value.replace("&amp;", "&").replace(['\t', '\n'], " "))
    });
    Some(hrefs.collect())
}

/// What leads somewhere does not if it is further inside.
fn never_leads_from_inside(body: &[u8]) {
    if body.windows(2).any(|part| part == b"</") {
        return;
    }
    let inner = [b"200 application/xml\n<events><sender>".as_slice(), body].concat();
    let mut channel = EventChannel::from_href("/start").with_server(SERVER);
    for _ in 0..5 {
        let request = channel.next_request().expect("the channel has just begun");
        let outcome = channel.handle(request.ticket, answer(&request, &inner));
        assert!(outcome.next_step != NextStep::Continue, "a link that is further inside is followed");
    }
}
