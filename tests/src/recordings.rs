//! Recordings that are made up: every operation, event and error of a schema, as a server would send it.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use ucwa_gen::facts;
use ucwa_gen::files::Sources;
use ucwa_gen::observe::traffic::{Content, Record, Request, Response};
use ucwa_gen::sample::{Format, Role, Sample};
use ucwa_gen::schema::{Event, Operation, Property, Resource, Scalar, Schema, Type};

/// Where the resource of a page is.
#[must_use]
pub fn address(page: &str) -> String {
    format!("/ucwa/v1/applications/1/{page}")
}

/// A recording of all that pages with samples document, as records.
#[must_use]
pub fn of_pages(sources: &Sources, schema: &Schema) -> Vec<Record> {
    let mut records = vec![body(&directory(schema))];
    for page in &facts(sources).0.pages {
        let Some(resource) = schema.resource(&page.name) else { continue };
        for (operation, facts) in resource.operations.iter().zip(&page.operations) {
            let of = |format| {
                let of = |role| facts.samples.iter().find(|it| it.role == role && it.format == format);
                (of(Role::Request), of(Role::Response))
            };
            for (request, response) in [of(Format::Json), of(Format::Xml)] {
                records.extend(request.map(|request| exchange(resource, request, response)));
            }
            let needs_body = operation.input.iter().any(|member| member.required);
            if let Some(status) =
                operation.statuses.first().filter(|_| facts.samples.is_empty() && !needs_body)
            {
                records.push(with_every_parameter(schema, resource, operation, status.status));
            }
            // It fails, since it has no body.
            records.push(with_every_parameter(schema, resource, operation, 503));
            records.extend(operation.errors.iter().filter_map(|error| {
                let status = error.status?;
                let mut record = asked(resource, &operation.method, &address(&resource.name));
                let body = json!({"code": error.code, "subcode": error.subcode, "message": "See the code."});
                let body = if error.subcode.is_some() { body } else { json!({"code": error.code}) };
                record.response = Some(response(status, json_content(body)));
                Some(record)
            }));
        }
        for (_, sample) in &page.event_samples {
            records.push(event(sample));
        }
        records.extend(reasons(resource));
    }
    records
}

/// An answer of the event channel that names the address of every page: in what an event happens is nothing that pages list.
fn directory(schema: &Schema) -> Value {
    let mut events = schema.resources.iter().flat_map(|resource| &resource.events);
    let Some(event) = events.next() else { return json!({}) };
    let all = schema.resources.iter().map(|resource| {
        let scope = json!({"rel": resource.rel, "href": address(&resource.name)});
        json!({"type": event.ty, "link": {"rel": event.resource, "href": address(&event.resource)}, "in": scope})
    });
    json!({"sender": [{"rel": event.sender, "href": address(&event.sender), "events": all.collect::<Vec<_>>()}]})
}

/// Each reason code, with the event of the resource that tells it.
fn reasons(resource: &Resource) -> Vec<Record> {
    let own = |event: &&Event| event.resource == resource.rel;
    let Some(event) = resource.events.iter().find(own) else { return Vec::new() };
    let record = |(code, subcode): (&String, &Option<String>)| {
        let mut reason = json!({"code": code});
        if let Some(subcode) = subcode {
            reason["subcode"] = subcode.as_str().into();
        }
        let link = json!({"rel": event.resource, "href": address(&resource.name)});
        json!({"type": event.ty, "link": link, "status": "Failure", "reason": reason})
    };
    let reasons = resource.reasons.iter().map(|reason| record((&reason.code, &reason.subcode)));
    let sender = |found: Value| {
        body(&json!({"sender": [{"rel": event.sender, "href": address(&event.sender), "events": [found]}]}))
    };
    reasons.map(sender).collect()
}

fn body(json: &Value) -> Record {
    let mut record = Record::default();
    record.response = Some(Response::default());
    if let Some(response) = &mut record.response {
        response.content = json_content(json.clone());
    }
    record
}

fn json_content(json: Value) -> Content {
    let mut content = Content::default();
    content.json = Some(json);
    content
}

fn text_content(text: &str) -> Content {
    let mut content = Content::default();
    content.text = Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    content
}

fn response(status: u16, content: Content) -> Response {
    let mut response = Response::default();
    response.status = Some(status);
    response.content = content;
    response
}

fn asked(resource: &Resource, method: &str, url: &str) -> Record {
    let mut request = Request::default();
    request.method = Some(method.to_owned());
    request.url = Some(format!("https://pool.example.com{url}"));
    let revision = resource.revision.to_string();
    request.headers = vec![("X-MS-RequiresMinResourceVersion".to_owned(), revision)];
    let mut record = Record::default();
    record.request = Some(request);
    record
}

/// The head and the body of a sample.
fn parts(sample: &Sample) -> (&str, &str) {
    let text = sample.span.text();
    text.split_once("\n\n").unwrap_or((text, ""))
}

fn exchange(resource: &Resource, request: &Sample, answer: Option<&Sample>) -> Record {
    let (head, content) = parts(request);
    let mut line = head.lines().next().unwrap_or_default().split(' ');
    let (method, url) = (line.next().unwrap_or_default(), line.next().unwrap_or_default());
    let mut record = asked(resource, method, url);
    if let Some(request) = &mut record.request {
        request.content = text_content(content);
    }
    record.response = answer.map(|answer| {
        let (_, content) = parts(answer);
        response(answer.message.status().unwrap_or(200), text_content(content))
    });
    record
}

fn event(sample: &Sample) -> Record {
    let mut record = Record::default();
    let mut answer = Response::default();
    answer.content = text_content(sample.span.text());
    record.response = Some(answer);
    record
}

/// A request without a body, with every parameter whose value can be made up.
fn with_every_parameter(schema: &Schema, resource: &Resource, operation: &Operation, status: u16) -> Record {
    let pair = |parameter: &Property| Some(format!("{}={}", parameter.name, value(schema, &parameter.ty)?));
    let query: Vec<String> = operation.query.iter().filter_map(pair).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let url = format!("{}{mark}{}", address(&resource.name), query.join("&"));
    let mut record = asked(resource, &operation.method, &url);
    record.response = Some(response(status, Content::default()));
    record
}

fn value(schema: &Schema, ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Scalar(Scalar::String | Scalar::Uri) => "x".to_owned(),
        Type::Scalar(Scalar::Int32) => "7".to_owned(),
        Type::Scalar(Scalar::Boolean) => "true".to_owned(),
        Type::Scalar(Scalar::Enumeration(name)) => schema.enumeration(name)?.members.first()?.name.clone(),
        _ => return None,
    })
}

/// The records as lines.
#[must_use]
pub fn lines(records: &[Record]) -> String {
    let line = |record: &Record| serde_json::to_string(record).unwrap_or_default();
    records.iter().map(|record| line(record) + "\n").collect()
}

/// What a recording shows, by kind and as overrides name it, with how often. Kinds are those of findings, and `code` and `subcode` of
/// errors, which are members.
#[must_use]
pub fn shown(records: &[Record], schema: &Schema) -> BTreeMap<(&'static str, String), usize> {
    let mut shown = Shown { schema, found: BTreeMap::new() };
    for record in records {
        shown.record(record);
    }
    shown.found
}

struct Shown<'s> {
    schema: &'s Schema,
    found: BTreeMap<(&'static str, String), usize>,
}

impl<'s> Shown<'s> {
    fn add(&mut self, kind: &'static str, of: String) {
        *self.found.entry((kind, of)).or_default() += 1;
    }

    /// The page that a request is for, by its address and the revision that it asks for.
    fn page(&self, request: &Request) -> Option<&'s Resource> {
        let path = request.url.as_deref()?.split('?').next()?.rsplit('/').next()?.to_owned();
        self.schema.resource(&path)
    }

    fn record(&mut self, record: &Record) {
        let response = record.response.as_ref();
        if let Some(request) = &record.request
            && let Some(resource) = self.page(request)
        {
            let method = request.method.as_deref().unwrap_or_default();
            let of = format!("{}.{method}", resource.name);
            let is_success = response.and_then(|response| response.status).is_some_and(|status| status < 300);
            // Where one revision lacks a method, the others of the rel may have it, and for a role the page that it carries.
            let revisions = self.schema.resources.iter().filter(|it| it.rel == resource.rel).count();
            if is_success && revisions == 1 && resource.role_of.is_none() {
                self.add("operation", of.clone());
            }
            let query =
                request.url.as_deref().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
            for name in
                query.split('&').filter_map(|pair| pair.split('=').next()).filter(|name| !name.is_empty())
            {
                self.add("parameter", format!("{of}.query.{name}"));
            }
            if let Some(members) = json_of(&request.content).as_ref().and_then(Value::as_object) {
                for name in members.keys().filter(|name| !name.starts_with('_')) {
                    self.add("input", format!("{of}.input.{name}"));
                }
            }
            match response.and_then(|response| response.status) {
                Some(status) if status < 300 => {
                    self.add("status", format!("{of} {status}"));
                    self.fields(resource, method, response);
                }
                Some(status) => {
                    let error = response.and_then(|response| json_of(&response.content)).unwrap_or_default();
                    if let Some(code) = error["code"].as_str() {
                        let subcode = error["subcode"].as_str().unwrap_or_default();
                        self.add("error", format!("{of} {status} {code} {subcode}"));
                        self.add("code", format!("ErrorCode.members.{code}"));
                        if !subcode.is_empty() {
                            self.add("subcode", format!("ErrorSubcode.members.{subcode}"));
                        }
                    }
                }
                None => {}
            }
        }
        if let Some(body) = response.and_then(|response| json_of(&response.content)) {
            self.body(&body);
        }
    }

    /// The fields of an answer that is no representation.
    fn fields(&mut self, resource: &Resource, method: &str, response: Option<&Response>) {
        let operation = resource.operations.iter().find(|operation| operation.method == method);
        let documented = operation.map(|operation| operation.output_fields.as_slice()).unwrap_or_default();
        let body = response.and_then(|response| json_of(&response.content)).unwrap_or_default();
        let names = body.as_object().into_iter().flat_map(|body| body.keys());
        for name in names.filter(|name| documented.iter().any(|field| field.name == **name)) {
            self.add("output", format!("{}.{method}.output.{name}", resource.name));
        }
    }

    /// Why an operation failed that an event of this rel tells of.
    fn reason(&mut self, rel: &str, reason: &Value) {
        let Some(code) = reason["code"].as_str() else { return };
        let subcode = reason["subcode"].as_str().unwrap_or_default();
        // Where a rel has several pages, each of them may list it.
        let is_page =
            |resource: &&Resource| resource.rel == rel || resource.aliases.iter().any(|it| it == rel);
        let mut pages = self.schema.resources.iter().filter(is_page);
        if let (Some(page), None) = (pages.next(), pages.next()) {
            self.add("reason", format!("{}.reasons {code} {subcode}", page.name));
        }
    }

    fn body(&mut self, body: &Value) {
        for sender in body["sender"].as_array().into_iter().flatten() {
            for event in sender["events"].as_array().into_iter().flatten() {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let (rel, ty) = (text(&event["link"]["rel"]), text(&event["type"]));
                self.add("event", format!("{rel} {ty} {}", text(&sender["rel"])));
                self.reason(&rel, &event["reason"]);
                for held in event["_embedded"].as_object().into_iter().flat_map(|held| held.values()) {
                    self.representation(held);
                }
            }
        }
        self.representation(body);
    }

    fn representation(&mut self, body: &Value) {
        if let Some(all) = body.as_array() {
            all.iter().for_each(|one| self.representation(one));
        }
        let (Some(rel), Some(members)) = (body["rel"].as_str(), body.as_object()) else { return };
        let mut pages = self.schema.resources.iter().filter(|resource| resource.rel == rel);
        // Of a rel with several pages the name alone does not tell.
        let (Some(page), None) = (pages.next(), pages.next()) else { return };
        let page = page.representation().to_owned();
        let Some(resource) = self.schema.resource(&page) else { return };
        for (name, value) in members {
            match name.as_str() {
                "rel" => {}
                "_links" => {
                    for rel in value.as_object().into_iter().flat_map(|links| links.keys()) {
                        let is_property = resource.properties.iter().any(|property| property.name == *rel);
                        let (kind, part) =
                            if is_property { ("property", "properties") } else { ("link", "links") };
                        self.add(kind, format!("{page}.{part}.{rel}"));
                    }
                }
                "_embedded" => {
                    for (rel, held) in value.as_object().into_iter().flatten() {
                        self.add("embedded", format!("{page}.embedded.{rel}"));
                        self.representation(held);
                    }
                }
                _ => {
                    self.add("property", format!("{page}.properties.{name}"));
                    let property = resource.properties.iter().find(|property| property.name == *name);
                    let enumeration = property.and_then(|property| property.ty.enumeration());
                    let one = std::slice::from_ref(value);
                    for value in value.as_array().map_or(one, Vec::as_slice).iter().filter_map(Value::as_str)
                    {
                        if let Some(enumeration) = enumeration {
                            self.add("member", format!("{enumeration}.members.{value}"));
                        }
                    }
                }
            }
        }
    }
}

fn json_of(content: &Content) -> Option<Value> {
    let text = content.text.as_deref().and_then(|text| serde_json::from_str(text).ok());
    content.json.clone().or(text)
}
