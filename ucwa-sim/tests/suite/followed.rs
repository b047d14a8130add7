//! What is answered where: by the links that were seen, an address leads to what the page of its rel documents, and the
//! answer has a documented status and the schema of the documented representation.

use std::collections::{BTreeMap, BTreeSet};

use http::header::LOCATION;
use http::{Request, Response};
use serde_json::{Value, json};
use ucwa_gen::schema::{Operation, Resource};

use crate::closed::{Documented, ERROR, EVENTS, TOKEN};

/// The rels under which addresses were linked to, by path.
pub(crate) struct Followed {
    rels: BTreeMap<String, BTreeSet<String>>,
}

impl Followed {
    pub(crate) fn new() -> Self {
        let mut followed = Self { rels: BTreeMap::new() };
        // Where clients begin.
        followed.learn("/", "root");
        followed
    }

    fn learn(&mut self, href: &str, rel: &str) {
        if !href.starts_with("data:") {
            self.rels.entry(path(href).to_owned()).or_default().insert(rel.to_owned());
        }
    }

    /// Compares an answer in JSON with what is documented. Returns what is wrong with it.
    pub(crate) fn check(&mut self, request: &Request<Vec<u8>>, response: &Response<Vec<u8>>) -> Vec<String> {
        let path = path(&request.uri().to_string()).to_owned();
        let status = response.status().as_u16();
        let body = json_body(response);
        let documented = Documented::get();
        if path == "/WebTicket/oauthtoken" && body.is_some() {
            return documented.faults(TOKEN, &body.unwrap_or_default());
        }
        if status >= 400 {
            let error = body.map(|body| json!({ "status": status, "body": body }));
            return error.map(|error| documented.faults(ERROR, &error)).unwrap_or_default();
        }
        // Methods that HTTP has of itself, and no page mentions.
        let method = match request.method().as_str() {
            "OPTIONS" if status == 204 => return Vec::new(),
            "HEAD" => "GET",
            method => method,
        };
        let rels = self.rels.get(&path).cloned().unwrap_or_default();
        let operations = operations(documented, &rels, method);
        let mut faults = Vec::new();
        // An address that no link has led to is one that a test has made up.
        // The page of `reason` documents no status.
        let is_documented =
            |it: &Operation| it.statuses.is_empty() || it.statuses.iter().any(|it| it.status == status);
        if !rels.is_empty() && !operations.iter().any(|(_, it)| is_documented(it)) {
            faults.push(format!("{status} is not documented for {rels:?}"));
        }
        let outputs: BTreeSet<&str> = operations.iter().filter_map(|(_, it)| it.output.as_deref()).collect();
        if let Some(body) = body {
            let names = if outputs.contains("events") || body.get("sender").is_some() {
                vec![EVENTS]
            } else {
                names_of(documented, &body, &outputs)
            };
            match names.first() {
                Some(name) if outputs.is_empty() && !rels.is_empty() => {
                    faults.push(format!("{name} is sent, and nothing is documented for {rels:?}"));
                }
                Some(_) => {
                    let each = names.iter().map(|name| documented.faults(name, &body));
                    faults.extend(each.min_by_key(Vec::len).unwrap_or_default());
                }
                None => faults.push(format!("none of {outputs:?}: {body}")),
            }
            self.learn_from(&body);
        }
        if let Some(location) = response.headers().get(LOCATION).and_then(|it| it.to_str().ok()) {
            outputs.iter().for_each(|rel| self.learn(location, rel));
        }
        faults
    }

    /// Remembers where the links of a body lead.
    fn learn_from(&mut self, body: &Value) {
        match body {
            Value::Array(items) => items.iter().for_each(|item| self.learn_from(item)),
            Value::Object(members) => {
                if let (Some(rel), Some(href)) = (text(body, "rel"), text(body, "href")) {
                    self.learn(href, rel);
                }
                for (name, links) in members.get("_links").and_then(Value::as_object).into_iter().flatten() {
                    let rels = match name.as_str() {
                        "self" => vec![text(body, "rel").unwrap_or("events")],
                        "next" | "resync" | "resume" => vec!["events"],
                        // It leads to the root of another server.
                        "redirect" => vec!["redirect", "root"],
                        name => vec![name],
                    };
                    let links = links.as_array().map_or(std::slice::from_ref(links), Vec::as_slice);
                    for href in links.iter().filter_map(|link| text(link, "href")) {
                        rels.iter().for_each(|rel| self.learn(href, rel));
                    }
                }
                members.values().for_each(|member| self.learn_from(member));
            }
            _ => {}
        }
    }
}

/// The names of the schemas of which a body has to have one: those of its rel, one for each revision. The rel has to be one of
/// what the operation answers with.
fn names_of<'d>(documented: &'d Documented, body: &Value, outputs: &BTreeSet<&str>) -> Vec<&'d str> {
    let Some(rel) = text(body, "rel") else { return Vec::new() };
    let is_output = |page: &&Resource| {
        outputs.iter().any(|output| documented.represented(output).is_some_and(|it| it.rel == page.rel))
    };
    let pages = documented.pages(rel).filter(|page| outputs.is_empty() || is_output(page));
    pages.map(|page| page.name.as_str()).collect()
}

/// The operations of this method that the pages of these rels document, of roles those of the resource too.
fn operations<'d>(
    documented: &'d Documented,
    rels: &BTreeSet<String>,
    method: &str,
) -> Vec<(&'d Resource, &'d Operation)> {
    let pages = rels.iter().flat_map(|rel| documented.pages(rel));
    let pages = pages.flat_map(|page| [Some(page), documented.represented(&page.name)]).flatten();
    pages
        .flat_map(|page| page.operations.iter().map(move |operation| (page, operation)))
        .filter(|(_, operation)| operation.method == method)
        .collect()
}

/// The body, if it is JSON.
pub(crate) fn json_body(response: &Response<Vec<u8>>) -> Option<Value> {
    let media_type = response.headers().get("content-type")?.to_str().ok()?;
    let is_json = media_type.contains("json") && !response.body().is_empty();
    is_json.then(|| serde_json::from_slice(response.body()).unwrap())
}

fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str()
}

/// The path of an address, without host and query.
fn path(href: &str) -> &str {
    let href = href.split('?').next().unwrap_or_default();
    match href.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => href,
    }
}

#[test]
fn an_answer_is_what_the_page_of_the_link_documents() {
    let note = json!({ "rel": "note", "message": "Hi", "_links": { "self": { "href": "/me/note" } } });
    let contact = json!({ "rel": "contact", "_links": { "self": { "href": "/bo" } } });
    let me = json!({
        "rel": "me",
        "_links": {
            "self": { "href": "/me" }, "note": { "href": "/me/note?a=b" },
            "reportMyActivity": { "href": "/me/activity" }, "makeMeAvailable": { "href": "https://x/me/available" },
        },
    });
    let error = json!({ "code": "NotFound" });
    let mut followed = Followed::new();
    let mut faults = |method: &str, path: &str, status: u16, body: Option<&Value>| {
        let request = Request::builder().method(method).uri(path).body(Vec::new()).unwrap();
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let response =
            Response::builder().status(status).header("content-type", "application/json").body(body);
        followed.check(&request, &response.unwrap()).len()
    };
    for (method, path, status, body, expected) in [
        // Nothing has led there yet.
        ("GET", "/somewhere", 200, Some(&me), 0),
        ("GET", "/me", 200, Some(&me), 0),
        ("GET", "https://pool/me?x=y", 200, Some(&me), 0),
        ("GET", "/me/note", 200, Some(&note), 0),
        ("POST", "/me/note", 204, None, 0),
        ("POST", "/me/activity", 204, None, 0),
        ("GET", "/me", 404, Some(&error), 0),
        // Another representation, status, method; a body where there is none; an error with another status.
        ("GET", "/me/note", 200, Some(&contact), 1),
        ("GET", "/me/note", 200, Some(&json!({ "message": "Hi" })), 1),
        ("GET", "/me", 201, Some(&me), 1),
        ("POST", "/me/note", 200, None, 1),
        ("DELETE", "/me", 204, None, 1),
        ("GET", "/me/activity", 200, Some(&note), 2),
        ("POST", "/me/available", 204, Some(&note), 1),
        ("GET", "/me", 409, Some(&error), 1),
    ] {
        assert_eq!(faults(method, path, status, body), expected, "{method} {path} {status} {body:?}");
    }
}
