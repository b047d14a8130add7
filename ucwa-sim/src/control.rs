//! The control endpoint, for tests in other languages. It is not part of UCWA, and has its own address.

use std::time::Duration;

use http::header::ALLOW;
use http::{Request, Response, StatusCode};
use serde::Serialize;
use ucwa_types::rest::server;

use crate::answer::{add_header, json, text};
use crate::clock::END;
use crate::faults::{Fault, Rule};
use crate::simulator::Simulator;

/// The paths, and their methods.
const METHODS: [(&str, &str); 5] = [
    ("/state", "GET"),
    ("/requests", "GET"),
    ("/advance", "POST"),
    ("/events", "POST"),
    ("/faults", "POST, DELETE"),
];

/// The answer to `GET /state`.
#[derive(Serialize)]
struct State<'a> {
    /// The time since the start, in milliseconds.
    now: u128,
    applications: usize,
    conversations: usize,
    complaints: &'a [String],
}

/// A request in the answer to `GET /requests`.
#[derive(Serialize)]
struct Asked<'a> {
    at: u128,
    method: &'a str,
    target: &'a str,
    rel: &'a str,
    user: Option<&'a str>,
    /// The faults that happened to it.
    faults: Vec<&'static str>,
}

impl Simulator {
    /// Answers a request to the control endpoint.
    ///
    /// | | |
    /// |---|---|
    /// | `GET /state` | the time, the number of applications and conversations, and complaints, as JSON |
    /// | `GET /requests` | the latest 10,000 requests, and the faults that happened to them, as JSON |
    /// | `POST /advance?milliseconds=N` | advances time, in addition to the wall clock |
    /// | `POST /events?user=URI&rel=REL&type=TYPE` | sends an event, as [`Simulator::cause`] does |
    /// | `POST /faults` | adds the [`Rule`] in the body, as JSON |
    /// | `DELETE /faults` | removes all faults |
    #[must_use]
    pub fn control(&mut self, request: &Request<Vec<u8>>) -> Response<Vec<u8>> {
        match (request.method().as_str(), request.uri().path()) {
            ("GET", "/state") => json(
                200,
                &State {
                    now: self.now().as_millis(),
                    applications: self.applications(),
                    conversations: self.conversations(),
                    complaints: self.complaints(),
                },
            ),
            ("GET", "/requests") => {
                let requests = self.requests().map(|asked| Asked {
                    at: asked.at.as_millis(),
                    method: asked.method(),
                    target: asked.target(),
                    rel: asked.rel,
                    user: asked.user.as_deref(),
                    faults: asked.faults.iter().map(Fault::name).collect(),
                });
                json(200, &requests.collect::<Vec<_>>())
            }
            ("POST", "/advance") => {
                let query = request.uri().query().unwrap_or_default();
                let mut pairs = form_urlencoded::parse(query.as_bytes());
                let given = pairs.find(|(name, _)| name == "milliseconds");
                match given.and_then(|(_, value)| value.parse().ok()).map(Duration::from_millis) {
                    Some(by) if self.now().saturating_add(by) > END => {
                        let left = END.saturating_sub(self.now()).as_millis();
                        plain(400, &format!("time has an end: it can advance {left} milliseconds at most"))
                    }
                    Some(by) => {
                        self.advance(by);
                        server::empty(StatusCode::NO_CONTENT)
                    }
                    None => plain(400, "`milliseconds` is missing, or not a number"),
                }
            }
            ("POST", "/events") => {
                let query = request.uri().query().unwrap_or_default();
                let given = |name: &str| {
                    let mut pairs = form_urlencoded::parse(query.as_bytes());
                    let value = pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
                    value.filter(|value| !value.is_empty()).ok_or_else(|| format!("`{name}` is missing"))
                };
                let caused = given("user").and_then(|user| {
                    let (rel, event) = (given("rel")?, given("type")?);
                    self.cause(&user, &rel, &event).map_err(|error| error.to_string())
                });
                match caused {
                    Ok(()) => server::empty(StatusCode::NO_CONTENT),
                    Err(message) => plain(400, &message),
                }
            }
            ("POST", "/faults") => match serde_json::from_slice::<Rule>(request.body()) {
                Ok(rule) => match self.add_fault(rule) {
                    Ok(()) => server::empty(StatusCode::NO_CONTENT),
                    Err(error) => plain(400, &error.to_string()),
                },
                Err(error) => plain(400, &error.to_string()),
            },
            ("DELETE", "/faults") => {
                self.clear_faults();
                server::empty(StatusCode::NO_CONTENT)
            }
            (_, path) => match METHODS.iter().find(|(known, _)| *known == path) {
                Some((_, methods)) => {
                    let mut answer = plain(405, &format!("`{path}` has the methods: {methods}"));
                    add_header(&mut answer, ALLOW, methods);
                    answer
                }
                None => plain(404, "there is `/state`, `/requests`, `/advance`, `/events` and `/faults`"),
            },
        }
    }
}

fn plain(status: u16, message: &str) -> Response<Vec<u8>> {
    text(status, "text/plain; charset=utf-8", format!("{message}\n"))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::config::{Config, Person};

    #[test]
    fn a_test_in_another_language_has_its_hands_on_everything() {
        let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
        let mut simulator = Simulator::new(Config::new(1).with_user(ann).unwrap());
        let mut control = |method: &str, target: &str, body: &str| {
            let request =
                Request::builder().method(method).uri(target).body(body.as_bytes().to_vec()).unwrap();
            let response = simulator.control(&request);
            let body = String::from_utf8(response.body().clone()).unwrap();
            if target == "/ask" {
                let root = Request::get("https://lyncdiscover.example.com/").body(Vec::new()).unwrap();
                return (simulator.answer(root).unwrap().status().as_u16(), body);
            }
            (response.status().as_u16(), body)
        };
        assert_eq!(control("POST", "/advance?milliseconds=1500", "").0, 204);
        assert_eq!(control("POST", "/advance", "").0, 400);
        let (status, message) = control("POST", &format!("/advance?milliseconds={}", u64::MAX), "");
        assert!(status == 400 && message.contains("at most"), "{message}");
        for (method, path, expected, named) in [
            ("GET", "/advance", 405, "POST"),
            ("POST", "/state", 405, "GET"),
            ("PUT", "/faults", 405, "POST, DELETE"),
            ("POST", "/events?user=ann@example.com&rel=me&type=deleted", 400, "`me` is deleted"),
            ("POST", "/events?user=ann@example.com&rel=lobby&type=added", 400, "events of `participant`"),
            ("POST", "/events?user=bo@example.com&rel=me&type=updated", 400, "bo@example.com"),
            ("POST", "/events?user=ann@example.com&rel=me&type=updated", 400, "has no application"),
            ("POST", "/events?rel=me&type=updated", 400, "`user` is missing"),
            ("POST", "/events?user=ann@example.com&type=updated", 400, "`rel` is missing"),
            ("POST", "/events?user=ann@example.com&rel=me&type=", 400, "`type` is missing"),
            ("GET", "/elsewhere", 404, "/faults"),
        ] {
            let (status, message) = control(method, path, "");
            assert!(status == expected && message.contains(named), "{method} {path}: {status} {message}");
        }
        assert_eq!(
            control("POST", "/faults", r#"{"fault": {"html": 502}, "rel": "root", "count": 1}"#).0,
            204
        );
        assert_eq!(control("POST", "/faults", r#"{"fault": "sulk"}"#).0, 400);
        assert_eq!(control("POST", "/faults", r#"{"fault": "drop", "rel": "rot"}"#).0, 400);
        assert_eq!(control("GET", "/ask", "").0, 502);
        assert_eq!(control("GET", "/ask", "").0, 200);
        assert_eq!(control("POST", "/faults", r#"{"fault": {"empty": 503}}"#).0, 204);
        assert_eq!(control("DELETE", "/faults", "").0, 204);
        assert_eq!(control("GET", "/ask", "").0, 200);
        let state: Value = serde_json::from_str(&control("GET", "/state", "").1).unwrap();
        assert_eq!((&state["now"], &state["applications"]), (&1500.into(), &0.into()));
        let requests: Value = serde_json::from_str(&control("GET", "/requests", "").1).unwrap();
        assert_eq!((requests.as_array().unwrap().len(), &requests[0]["rel"]), (3, &"root".into()));
    }
}
