//! Two simulators of one seed that get the same requests, one for JSON and one for XML; and the checks of all their answers.

use std::collections::BTreeMap;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Request, Response};
use ucwa_sim::{Config, ConfigError, Delivery, Exchange, RequestId, Rule, Simulator};

use crate::followed::{Followed, json_body};
use crate::{forms, parts};

type Answer = Response<Vec<u8>>;

/// A simulator, and another one whose clients accept the other format.
///
/// The second gets every request that the first gets, at the same time, with JSON and XML exchanged in `Accept`. So it gives
/// the same answers in the other format, and nothing is fetched twice from either. Each answer in JSON is checked against the
/// documentation (`followed`, `closed`), and compared with the one in XML (`forms`).
pub(crate) struct Twin {
    shown: Simulator,
    /// `None` if nothing is compared.
    other: Option<Simulator>,
    /// Answers whose counterpart has not come yet.
    alone: BTreeMap<RequestId, Exchange>,
    followed: Followed,
    seen: Vec<Exchange>,
}

impl Twin {
    pub(crate) fn new(config: Config) -> Self {
        let other = Simulator::new(config.clone());
        Self { other: Some(other), ..Self::unseen(config) }
    }

    /// One simulator, whose answers are not checked.
    pub(crate) fn unseen(config: Config) -> Self {
        let shown = Simulator::new(config);
        Self { shown, other: None, alone: BTreeMap::new(), followed: Followed::new(), seen: Vec::new() }
    }

    pub(crate) fn submit(&mut self, request: Request<Vec<u8>>) -> RequestId {
        let flipped = self.other.is_some().then(|| flipped(&request));
        let id = self.shown.submit(request);
        if let Some((other, request)) = self.other.as_mut().zip(flipped) {
            assert_eq!(other.submit(request), id);
        }
        self.compare();
        id
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.shown.advance(by);
        if let Some(other) = &mut self.other {
            other.advance(by);
        }
        self.compare();
    }

    pub(crate) fn take(&mut self) -> Vec<Delivery> {
        if let Some(other) = &mut self.other {
            other.take();
        }
        self.shown.take()
    }

    pub(crate) fn abandon(&mut self, request: RequestId) {
        self.shown.abandon(request);
        if let Some(other) = &mut self.other {
            other.abandon(request);
        }
    }

    pub(crate) fn add_fault(&mut self, rule: Rule) {
        if let Some(other) = &mut self.other {
            other.add_fault(rule.clone()).unwrap();
        }
        self.shown.add_fault(rule).unwrap();
    }

    /// Causes an event. Returns whether there is a resource for it.
    pub(crate) fn cause(&mut self, user: &str, rel: &str, event: &str) -> bool {
        let caused = self.shown.cause(user, rel, event);
        if let Some(other) = &mut self.other {
            assert_eq!(other.cause(user, rel, event), caused);
        }
        self.compare();
        match caused {
            Ok(()) => true,
            Err(ConfigError::Nowhere { .. } | ConfigError::NoApplication(_)) => false,
            Err(error) => panic!("{error}"),
        }
    }

    pub(crate) fn clear_faults(&mut self) {
        self.shown.clear_faults();
        if let Some(other) = &mut self.other {
            other.clear_faults();
        }
    }

    pub(crate) fn take_exchanges(&mut self) -> Vec<Exchange> {
        self.compare();
        std::mem::take(&mut self.seen)
    }

    pub(crate) fn now(&self) -> Duration {
        self.shown.now()
    }

    pub(crate) fn next_due(&self) -> Option<Duration> {
        self.shown.next_due()
    }

    pub(crate) fn complaints(&self) -> &[String] {
        self.shown.complaints()
    }

    pub(crate) fn applications(&self) -> usize {
        self.shown.applications()
    }

    pub(crate) fn conversations(&self) -> usize {
        self.shown.conversations()
    }

    /// Compares the answers since the last call.
    fn compare(&mut self) {
        let exchanges = self.shown.take_exchanges();
        if let Some(other) = &mut self.other {
            for exchange in other.take_exchanges() {
                assert!(self.alone.insert(exchange.asked.id, exchange).is_none());
            }
            for exchange in &exchanges {
                let other = self.alone.remove(&exchange.asked.id).expect("an answer in the other format");
                inspect(&mut self.followed, exchange, &other);
            }
            assert!(self.alone.is_empty(), "{:?}", self.alone.keys());
        }
        self.seen.extend(exchanges);
    }
}

/// The request with JSON and XML exchanged in what it accepts, and so in the parts of a batch.
fn flipped(request: &Request<Vec<u8>>) -> Request<Vec<u8>> {
    let flip = |accepted: &str| {
        let words = [("json", "\0"), ("xml", "json"), ("\0", "xml")];
        words.iter().fold(accepted.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let mut request = request.clone();
    if let Some(accepted) = request.headers().get(ACCEPT).and_then(|it| it.to_str().ok()) {
        let flipped = HeaderValue::from_str(&flip(accepted)).unwrap();
        request.headers_mut().insert(ACCEPT, flipped);
    }
    if let Some(body) = parts::with_accept(request.headers(), request.body(), flip) {
        *request.body_mut() = body;
    }
    request
}

/// Compares an answer with its counterpart, and checks the one in JSON against the documentation.
fn inspect(followed: &mut Followed, exchange: &Exchange, other: &Exchange) {
    assert_eq!(exchange.response.is_some(), other.response.is_some(), "{}", exchange.asked.target());
    let (Some(one), Some(other)) = (&exchange.response, &other.response) else { return };
    let request = &exchange.asked.request;
    match (parts::responses(one), parts::responses(other)) {
        (Some(ones), Some(others)) => {
            assert_eq!(ones.len(), others.len());
            for (one, other) in ones.iter().zip(&others) {
                // The order is random, so the request of each is unknown.
                inspect_one(followed, &Request::post("/a/part").body(Vec::new()).unwrap(), one, other);
            }
        }
        _ => inspect_one(followed, request, one, other),
    }
}

fn inspect_one(followed: &mut Followed, request: &Request<Vec<u8>>, one: &Answer, other: &Answer) {
    let what = || {
        let [one, other] = [one, other].map(|it| String::from_utf8_lossy(it.body()).into_owned());
        format!("{} {}\n{one}\n{other}\n", request.method(), request.uri())
    };
    assert_eq!(one.status(), other.status(), "{}", what());
    let fields = |answer: &Answer| {
        let mut fields = answer.headers().clone();
        fields.remove(CONTENT_TYPE);
        fields
    };
    assert_eq!(fields(one), fields(other), "{}", what());
    let (json, xml) = if is_xml(one) { (other, one) } else { (one, other) };
    let faults = followed.check(request, json);
    assert!(faults.is_empty(), "{}{}", what(), faults.join("\n"));
    match json_body(json).filter(|_| is_xml(xml)) {
        Some(body) => {
            let text = std::str::from_utf8(xml.body()).unwrap();
            assert_eq!(forms::of_xml(text), forms::of_json(&body), "{}", what());
        }
        None => assert!(json.body() == xml.body(), "{}", what()),
    }
}

fn is_xml(answer: &Answer) -> bool {
    let media_type = answer.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    media_type.is_some_and(|it| it.contains("xml")) && !answer.body().is_empty()
}

#[test]
fn answers_that_differ_are_found() {
    let me = r#"{"rel":"me","name":"Ann","_links":{"self":{"href":"/me"}}}"#;
    let xml = r#"<resource rel="me" href="/me" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa">
        <property name="rel">me</property><property name="name">Ann</property></resource>"#;
    let answer = |status: u16, media_type: &str, body: &str| {
        let answer = Response::builder().status(status).header("content-type", media_type);
        answer.body(body.as_bytes().to_vec()).unwrap()
    };
    let differs = |one: Answer, other: Answer| {
        let request = Request::get("/me").body(Vec::new()).unwrap();
        let inspect = || inspect_one(&mut Followed::new(), &request, &one, &other);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(inspect)).is_err()
    };
    let json = || answer(200, "application/json", me);
    assert!(!differs(json(), answer(200, "application/xml", xml)));
    assert!(!differs(answer(200, "application/xml", xml), json()));
    assert!(differs(json(), answer(201, "application/xml", xml)));
    assert!(differs(json(), answer(200, "application/xml", &xml.replace("Ann", "Bo"))));
    assert!(differs(json(), answer(200, "application/json", &me.replace("Ann", "Bo"))));
    let wrong = [me, xml].map(|text| text.replace("name\"", "nom\""));
    assert!(differs(answer(200, "application/json", &wrong[0]), answer(200, "application/xml", &wrong[1])));
}
