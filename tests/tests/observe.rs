//! What recorded traffic shows: of a schema from which facts were deleted exactly those, and of real traffic what is known.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;
use ucwa_gen::diagnostic::Diagnostic;
use ucwa_gen::files::Sources;
use ucwa_gen::observe::traffic::{Record, Traffic};
use ucwa_gen::observe::{Finding, Kind, Observations, observe, report};
use ucwa_gen::overrides::{Overrides, TABLES};
use ucwa_gen::schema::{Resource, Scalar, Schema, Type};
use ucwa_gen::source::SourceFile;
use ucwa_gen::{analyse, analyse_with, render};
use ucwa_tests::recordings::{lines, of_pages, shown};
use ucwa_tests::{reference, say, shared};

/// A recording on disk.
struct Recording {
    folder: TempDir,
    records: Vec<Record>,
}

impl Recording {
    fn new(records: Vec<Record>) -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("all.jsonl"), lines(&records)).expect("a file");
        Self { folder, records }
    }

    fn observe(&self, schema: &Schema) -> Observations {
        observe(schema, Traffic::read(&[self.folder.path().join("all.jsonl")]))
    }
}

fn told(found: &[Finding]) -> BTreeSet<(Kind, String)> {
    found.iter().map(|finding| (finding.kind, finding.of.clone())).collect()
}

/// Everything that pages document, and a recording of it. The newest pages have no asynchronous reasons, which older ones have.
fn everything() -> (Schema, Recording) {
    let sources = reference();
    let mut schema = analyse(&sources).schema;
    for resource in schema.resources.iter_mut().filter(|resource| resource.name == "messagingInvitation") {
        for reason in [json!({"code": "LocalFailure"}), json!({"code": "RemoteFailure", "subcode": "Busy"})] {
            resource.reasons.push(serde_json::from_value(reason).expect("a reason"));
        }
    }
    let records = of_pages(&sources, &schema);
    (schema, Recording::new(records))
}

#[test]
fn what_the_schema_has_is_no_finding() {
    let (schema, recording) = everything();
    let observations = recording.observe(&schema);
    assert_eq!(observations.findings, []);
    assert_eq!(observations.problems, []);
    assert_eq!(observations.unattributed, 0, "{:?}", observations.unattributed_places);
    let coverage = &observations.coverage;
    assert_eq!(coverage.operations.never, [""; 0]);
    assert_eq!(coverage.events.never, [""; 0]);
    // What only a batch or no operation answers with.
    assert!(coverage.resources.seen * 10 >= coverage.resources.total * 9, "{:?}", coverage.resources.never);
}

/// Deletes what is of a kind and in a set, as overrides name it.
fn delete(schema: &mut Schema, kind: &str, gone: &BTreeSet<&str>) {
    for enumeration in schema.enumerations.iter_mut().filter(|_| kind == "member") {
        let name = enumeration.name.clone();
        enumeration.members.retain(|it| !gone.contains(format!("{name}.members.{}", it.name).as_str()));
    }
    let is_code = |list: &str, name: &str| gone.contains(format!("{list}.members.{name}").as_str());
    match kind {
        "code" => schema.errors.codes.retain(|it| !is_code("ErrorCode", &it.name)),
        "subcode" => schema.errors.subcodes.retain(|it| !is_code("ErrorSubcode", &it.name)),
        _ => {}
    }
    for resource in &mut schema.resources {
        let Resource { name, properties, links, embedded, operations, events, reasons, .. } = resource;
        let is_gone = |part: &str, of: &str| gone.contains(format!("{name}.{part}{of}").as_str());
        match kind {
            "property" => properties.retain(|it| !is_gone("properties.", &it.name)),
            "link" => links.retain(|it| !is_gone("links.", &it.rel)),
            "embedded" => embedded.retain(|it| !is_gone("embedded.", &it.rel)),
            "event" => {
                let key = |ty: &str, rel: &str, sender: &str| format!("{rel} {ty} {sender}");
                events.retain(|it| !gone.contains(key(&it.ty, &it.resource, &it.sender).as_str()));
            }
            "reason" => reasons.retain(|it| {
                let subcode = it.subcode.as_deref().unwrap_or_default();
                !is_gone("reasons", &format!(" {} {subcode}", it.code))
            }),
            "operation" => operations.retain(|it| !is_gone(&it.method, "")),
            _ => {}
        }
        for operation in operations {
            let of = operation.method.clone();
            let is_gone = |what: &str| is_gone(&of, what);
            match kind {
                "parameter" => operation.query.retain(|it| !is_gone(&format!(".query.{}", it.name))),
                "input" => operation.input.retain(|it| !is_gone(&format!(".input.{}", it.name))),
                "output" => operation.output_fields.retain(|it| !is_gone(&format!(".output.{}", it.name))),
                "status" => operation.statuses.retain(|it| !is_gone(&format!(" {}", it.status))),
                "error" => operation.errors.retain(|it| {
                    let subcode = it.subcode.as_deref().unwrap_or_default();
                    !is_gone(&format!(" {} {} {subcode}", it.status.unwrap_or_default(), it.code))
                }),
                _ => {}
            }
        }
    }
}

#[test]
fn exactly_what_was_deleted_is_found() {
    let (schema, recording) = everything();
    let shown = shown(&recording.records, &schema);
    let kinds: BTreeSet<&str> = shown.keys().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds.len(), 14, "{kinds:?}");
    for kind in kinds {
        let all: Vec<&str> = shown.keys().filter(|(it, _)| *it == kind).map(|(_, of)| of.as_str()).collect();
        // Every fourth of those that can be deleted, and all of a few.
        let step = if all.len() < 8 { 1 } else { 4 };
        let some: BTreeSet<&str> = all.iter().step_by(step).copied().collect();
        let mut less = schema.clone();
        delete(&mut less, kind, &some);
        let found = recording.observe(&less);
        let found = found.findings.iter().map(|finding| (finding.kind.as_str(), name(finding))).collect();
        let expected = some.iter().filter(|of| is_lacking(&schema, kind, of));
        let kind = match kind {
            "code" | "subcode" => "member",
            "output" => "input",
            "reason" => "error",
            kind => kind,
        };
        let expected: BTreeSet<(&str, String)> = expected.map(|of| (kind, (*of).to_owned())).collect();
        compare(&found, &expected);
        assert!(expected.len() >= all.len().min(2), "{kind}");
    }
}

/// What a finding is about, as [`shown`] names it.
fn name(finding: &Finding) -> String {
    let words: Vec<&str> = finding.message.split(' ').collect();
    match (finding.kind, words.as_slice()) {
        (Kind::Status, [_, status]) => format!("{} {status}", finding.of),
        (Kind::Error, [_, status, code]) => {
            let (code, subcode) = code.split_once('/').unwrap_or((code, ""));
            format!("{} {status} {code} {subcode}", finding.of)
        }
        (Kind::Error, [_, code]) => {
            let (code, subcode) = code.split_once('/').unwrap_or((code, ""));
            format!("{} {code} {subcode}", finding.of)
        }
        (Kind::Event, [_, rel, ty, _, sender, ..]) => {
            format!(
                "{} {} {}",
                rel.trim_start_matches('`'),
                ty.trim_end_matches('`'),
                sender.trim_matches(['`', ','])
            )
        }
        _ => finding.of.clone(),
    }
}

/// Whether traffic can show that the schema lacks it.
fn is_lacking(schema: &Schema, kind: &str, of: &str) -> bool {
    let mut parts = of.split('.');
    let resource = parts.next().and_then(|page| schema.resource(page));
    let representation = resource.and_then(|resource| schema.resource(resource.representation()));
    match kind {
        // OPTIONS are what browsers ask before they send something, wherever they are.
        "operation" => !of.ends_with(".OPTIONS"),
        // Anything can have its own address with it.
        "link" => !of.ends_with(".links.self"),
        // A generic error is one of every operation.
        "error" => {
            let mut narrowest = of.split(' ').rev().filter(|word| !word.is_empty());
            let narrowest = narrowest.next().unwrap_or_default();
            let is_generic = schema.errors.generic.iter().any(|it| {
                let subcode = it.subcode.as_deref().unwrap_or_default();
                of.ends_with(&format!(" {} {} {subcode}", it.status.unwrap_or_default(), it.code))
            });
            !is_generic && !schema.errors.anywhere.iter().any(|name| name == narrowest)
        }
        // A PUT sends back all properties, of which inputs are some.
        "input" if parts.next() == Some("PUT") => {
            let name = parts.next_back();
            !representation.is_some_and(|it| it.properties.iter().any(|it| Some(it.name.as_str()) == name))
        }
        _ => true,
    }
}

fn compare(found: &BTreeSet<(&str, String)>, expected: &BTreeSet<(&str, String)>) {
    let more: Vec<_> = found.difference(expected).collect();
    let less: Vec<_> = expected.difference(found).collect();
    assert!(more.is_empty() && less.is_empty(), "found in addition: {more:#?}\nnot found: {less:#?}");
}

#[test]
fn what_contradicts_the_schema_is_found() {
    let (schema, recording) = everything();
    // One in the place of many that is seen once contradicts nothing yet.
    let recording = Recording::new([recording.records.clone(), recording.records].concat());
    let mut other = schema.clone();
    let mut expected = BTreeSet::new();
    let page =
        |name: &str| schema.resources.iter().position(|resource| resource.name == name).expect("a page");
    let contact = page("contact");
    for property in &mut other.resources[contact].properties {
        if property.name == "name" {
            property.ty = Type::Scalar(Scalar::Int32);
            expected.insert((Kind::Type, "contact.properties.name".to_owned()));
        }
        if property.name == "emailAddresses" {
            property.ty = Type::Scalar(Scalar::String);
            expected.insert((Kind::Type, "contact.properties.emailAddresses".to_owned()));
        }
    }
    let message = page("message");
    for link in &mut other.resources[message].links {
        if matches!(link.rel.as_str(), "failedDeliveryParticipant" | "contact") {
            link.many = !link.many;
            expected.insert((Kind::Cardinality, format!("message.links.{}", link.rel)));
        }
    }
    for operation in &mut other.resources[contact].operations {
        let mut required = schema.resources[message].properties[0].clone();
        (required.name, required.required) = ("sipuri".to_owned(), true);
        operation.query.push(required);
        operation.output = Some("message".to_owned());
        expected.insert((Kind::Response, format!("contact.{}", operation.method)));
        expected.insert((Kind::Required, format!("contact.{}.query.sipuri", operation.method)));
    }
    assert!(expected.len() >= 6, "{expected:?}");
    assert_eq!(told(&recording.observe(&other).findings), expected);
}

#[test]
fn proposals_end_all_findings() {
    if !TABLES.iter().any(|(table, _)| *table == "property") {
        return say("SKIPPED: overrides cannot add anything\n");
    }
    let (schema, recording) = everything();
    let shown = shown(&recording.records, &schema);
    let mut less = schema.clone();
    let kinds = [
        "property",
        "link",
        "embedded",
        "event",
        "member",
        "code",
        "subcode",
        "parameter",
        "input",
        "output",
        "status",
        "error",
        "reason",
    ];
    for kind in kinds {
        let all = shown.keys().filter(|(it, of)| *it == kind && is_lacking(&schema, kind, of));
        let some: BTreeSet<&str> = all.map(|(_, of)| of.as_str()).step_by(6).collect();
        delete(&mut less, kind, &some);
    }
    let contact = less.resources.iter_mut().find(|resource| resource.name == "contact").expect("a page");
    for property in contact.properties.iter_mut().filter(|property| property.name == "emailAddresses") {
        property.ty = Type::Scalar(Scalar::Int32);
    }
    for link in contact.links.iter_mut().filter(|link| link.rel == "contactPhoto") {
        link.many = !link.many;
    }
    // What no request has in its address.
    let mut required = contact.properties[0].clone();
    (required.name, required.required) = ("sipuri".to_owned(), true);
    contact.operations.iter_mut().for_each(|operation| operation.query.push(required.clone()));
    // What pages say that are written of it, so that entries can correct them.
    let pages = render::pages(&less, &render::Options::default());
    let (sources, _) =
        Sources::from_files(pages.iter().map(|(file, text)| SourceFile::new(file, text.as_str())));
    let mut entries = Vec::new();
    let before = recording.observe(&analyse(&sources).schema);
    report::proposals(&before, &mut entries).expect("memory");
    let entries = String::from_utf8(entries).expect("text");
    assert!(before.findings.len() > 100 && before.findings.iter().all(|finding| finding.proposal.is_some()));
    let (overrides, wrong) = Overrides::parse(&SourceFile::new("ucwa.toml", entries.as_str()));
    assert_eq!(wrong, []);
    let analysis = analyse_with(&sources, &overrides);
    let of_overrides = |found: &&Diagnostic| found.path().is_some_and(|path| path.ends_with("ucwa.toml"));
    let wrong: Vec<String> =
        analysis.diagnostics.iter().filter(of_overrides).map(ToString::to_string).collect();
    assert_eq!(wrong, [""; 0]);
    let after = recording.observe(&analysis.schema);
    assert_eq!(told(&after.findings), BTreeSet::new());
}

/// What no page of the public documentation has: a kind, what it is about as [`delete`] names it, and what a file has, blanks aside,
/// that shows it.
const UNDOCUMENTED: [(&str, &str, &[&str]); 33] = [
    ("event", "message completed conversation", &[r#""rel":"message""#, r#""type":"completed""#]),
    (
        "event",
        "onlineMeetingInvitation completed communication",
        &[r#""rel":"onlineMeetingInvitation""#, r#""type":"completed""#],
    ),
    (
        "event",
        "participantInvitation completed communication",
        &[r#""rel":"participantInvitation""#, r#""type":"completed""#],
    ),
    ("event", "dataCollaborationSettings updated conversation", &[r#""rel":"dataCollaborationSettings""#]),
    ("property", "application.properties.etag", &[r#""rel":"application","etag":"#]),
    ("property", "communication.properties.etag", &[r#""rel":"communication","etag":"#]),
    ("property", "contact.properties.etag", &[r#""rel":"contact","etag":"#]),
    ("property", "group.properties.etag", &[r#""rel":"group","etag":"#]),
    ("property", "myOnlineMeeting.properties.etag", &[r#""rel":"myOnlineMeeting","etag":"#]),
    ("property", "myAssignedOnlineMeeting.properties.etag", &[r#""rel":"myAssignedOnlineMeeting","etag":"#]),
    ("property", "application.properties.expires", &[r#""rel":"application","#, r#""expires":"/Date("#]),
    ("property", "contact.properties.expires", &[r#""rel":"contact","#, r#""expires":"/Date("#]),
    ("property", "conversation.properties.rdpSupport", &["rdpSupport"]),
    ("property", "conversation.properties.videoScreenSharing", &["videoScreenSharing"]),
    ("link", "onlineMeeting.links.terminateMeeting", &["terminateMeeting"]),
    ("link", "redirect.links.redirect", &[r#""rel":"redirect""#]),
    ("input", "applications.POST.input.type", &["<input", r#"name="type""#]),
    ("input", "applications2.POST.input.type", &["POST/", r#""type":"Browser""#]),
    ("input", "applications2.POST.input.instanceId", &["POST/", r#""instanceId":"#]),
    ("status", "applications.POST 200", &["POST/", "/applicationsHTTP/1.1", "HTTP/1.1200"]),
    ("status", "applications2.POST 200", &["POST/", "/applicationsHTTP/1.1", "HTTP/1.1200"]),
    ("parameter", "root.GET.query.sipuri", &["sipuri="]),
    ("embedded", "myOnlineMeetings.embedded.myAssignedOnlineMeeting", &[r#""myAssignedOnlineMeeting":["#]),
    (
        "subcode",
        "ErrorSubcode.members.MobileApplicationNoLongerAllowed",
        &["MobileApplicationNoLongerAllowed"],
    ),
    ("subcode", "ErrorSubcode.members.ResourceNotFound", &["ResourceNotFound"]),
    ("subcode", "ErrorSubcode.members.ServiceTimeout", &["ServiceTimeout"]),
    ("subcode", "ErrorSubcode.members.VersionNotSupported", &["VersionNotSupported"]),
    ("subcode", "ErrorSubcode.members.ExchangeAutoDiscoverFailure", &["ExchangeAutoDiscoverFailure"]),
    ("subcode", "ErrorSubcode.members.ExchangeSmtpMissingFailure", &["ExchangeSmtpMissingFailure"]),
    ("member", "InvitationState.members.ForwardedLocally", &["ForwardedLocally"]),
    ("member", "CallTerminationReason.members.ApplicationInitiatedAction", &["ApplicationInitiatedAction"]),
    ("member", "CallDeclineReason.members.ApplicationInitiatedAction", &["ApplicationInitiatedAction"]),
    // The public pages have it, and clients send it: nothing of it is deleted.
    ("input", "applications.POST.input.DomainName", &[r#""DomainName":"#]),
];

/// The texts of the files of a folder, without blanks.
fn texts(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let read = |path: PathBuf| String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned();
    entries.map(|entry| read(entry.path()).split_whitespace().collect()).collect()
}

/// The schema of the public documentation, without what is known besides: exactly what recordings of real servers have of that is found.
#[test]
fn what_is_known_of_real_traffic_is_found() {
    let (Some(wire), Some(wire2)) = (shared("wire"), shared("wire2")) else { return };
    let whole = analyse(&reference()).schema;
    let mut schema = whole.clone();
    for (kind, of, _) in UNDOCUMENTED {
        delete(&mut schema, kind, &BTreeSet::from([of]));
        schema.errors.anywhere.retain(|name| !of.ends_with(&format!(".{name}")));
    }
    let files = [texts(&wire), texts(&wire2)].concat();
    let held = UNDOCUMENTED
        .iter()
        .filter(|(_, _, shown)| files.iter().any(|file| shown.iter().all(|part| file.contains(part))));
    let held: BTreeSet<(&str, String)> = held
        .map(|(kind, of, _)| (if *kind == "subcode" { "member" } else { kind }, (*of).to_owned()))
        .collect();
    assert!(held.len() >= 8, "{held:?}");
    let observations = observe(&schema, Traffic::read(&[wire, wire2]));
    let found = observations.findings.iter().map(|finding| (finding.kind.as_str(), name(finding))).collect();
    compare(&found, &held);
    assert_eq!(observations.named_by_guid, ["communication", "myOnlineMeeting"]);
    // All of the table is in the schema.
    for (kind, of, _) in UNDOCUMENTED.iter().filter(|(_, of, _)| !of.ends_with(".DomainName")) {
        let mut less = whole.clone();
        delete(&mut less, kind, &BTreeSet::from([*of]));
        assert_ne!(less, whole, "{of}");
    }
}

#[test]
fn each_form_of_recording_shows_the_same() {
    let (schema, recording) = everything();
    let mut less = schema.clone();
    let gone = ["contact.properties.name", "participant.properties.name"].into_iter().collect();
    delete(&mut less, "property", &gone);
    let expected = recording.observe(&less);
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    fs::write(path("all.har"), har(&recording.records)).expect("a file");
    let mut saz = zip::ZipWriter::new(fs::File::create(path("all.saz")).expect("a file"));
    for (at, record) in recording.records.iter().enumerate() {
        let (request, response) = messages(record);
        fs::create_dir_all(path("messages")).expect("a folder");
        for (text, raw, file) in [(&request, "c", "request"), (&response, "s", "response")] {
            if let Some(text) = text {
                fs::write(path(&format!("messages/{at:05}.{file}.http")), text).expect("a file");
                let options = zip::write::SimpleFileOptions::default();
                saz.start_file(format!("raw/{at:05}_{raw}.txt"), options).expect("an entry");
                std::io::Write::write_all(&mut saz, text.as_bytes()).expect("an entry");
            }
        }
    }
    saz.finish().expect("an archive");
    for name in ["all.har", "all.saz", "messages"] {
        let found = observe(&less, Traffic::read(&[path(name)]));
        assert_eq!(found.problems, [], "{name}");
        let seen = |found: &Observations| -> Vec<(String, u64, u64)> {
            found.findings.iter().map(|it| (it.of.clone(), it.seen, it.total)).collect()
        };
        assert_eq!(seen(&found), seen(&expected), "{name}");
    }
}

fn body(content: &ucwa_gen::observe::traffic::Content) -> String {
    let json = content.json.as_ref().map(ToString::to_string);
    content.text.clone().or(json).unwrap_or_default()
}

/// A record as HTTP messages.
fn messages(record: &Record) -> (Option<String>, Option<String>) {
    let head = |headers: &[(String, String)], body: &str| -> String {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("{headers}Content-Length: {}\r\n\r\n{body}", body.len())
    };
    let request = record.request.as_ref().map(|it| {
        let (method, url) = (it.method.as_deref().unwrap_or_default(), it.url.as_deref().unwrap_or_default());
        format!("{method} {url} HTTP/1.1\r\n{}", head(&it.headers, &body(&it.content)))
    });
    let response = record.response.as_ref().map(|it| {
        format!("HTTP/1.1 {} X\r\n{}", it.status.unwrap_or(200), head(&it.headers, &body(&it.content)))
    });
    (request, response)
}

/// Records as an HTTP archive.
fn har(records: &[Record]) -> String {
    let headers = |headers: &[(String, String)]| -> Vec<serde_json::Value> {
        headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
    };
    let entry = |record: &Record| {
        let mut entry = json!({"startedDateTime": "2026-01-01T00:00:00Z"});
        if let Some(it) = &record.request {
            entry["request"] = json!({
                "method": it.method, "url": it.url, "headers": headers(&it.headers),
                "postData": {"mimeType": "", "text": body(&it.content)},
            });
        }
        if let Some(it) = &record.response {
            let content = json!({"mimeType": "", "text": body(&it.content)});
            entry["response"] = json!({
                "status": it.status.unwrap_or(200), "headers": headers(&it.headers), "content": content,
            });
        }
        entry
    };
    let entries: Vec<_> = records.iter().map(entry).collect();
    serde_json::to_string_pretty(&json!({"log": {"version": "1.2", "pages": [], "entries": entries}}))
        .expect("plain data")
}
