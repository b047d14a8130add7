//! Sanitised traffic: nothing that is anybody's is left in it, and it shows the same.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;
use ucwa_gen::analyse;
use ucwa_gen::observe::traffic::{Record, Traffic};
use ucwa_gen::observe::{Key, Observations, Sanitizer, observe};
use ucwa_gen::schema::Schema;
use ucwa_tests::recordings::{lines, of_pages};
use ucwa_tests::shaken::{Dice, shaken};
use ucwa_tests::{reference, shared};

/// Reads a recording, sanitises it, and reads that: what both show, and the sanitised text.
fn sanitized(schema: &Schema, text: &str, keep: &[String]) -> (Observations, Observations, String) {
    sanitized_files(schema, &[("a.jsonl", text.as_bytes())], keep)
}

/// As [`sanitized`], of a recording in several files.
fn sanitized_files(
    schema: &Schema,
    files: &[(&str, &[u8])],
    keep: &[String],
) -> (Observations, Observations, String) {
    let folder = TempDir::new().expect("a folder");
    let paths: Vec<_> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
    for (path, (_, content)) in paths.iter().zip(files) {
        fs::write(path, content).expect("a file");
    }
    let sanitizer = Sanitizer::new(schema, Key::from_seed(7), keep);
    let read: Vec<_> = Traffic::read(&paths).collect();
    let file = folder.path().join("sanitised.jsonl");
    let records: Vec<Record> = read.iter().flatten().map(|exchange| sanitizer.record(exchange)).collect();
    let other = lines(&records);
    let before = observe(schema, read);
    fs::write(&file, &other).expect("a file");
    (before, observe(schema, Traffic::read(&[file])), other)
}

/// What is found, with counts, but not what had to be repaired, which is mended; names that are placeholders or that one would stand for are left out.
fn counted(found: &Observations) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in &found.findings {
        let of = finding.of.split('.').next().unwrap_or_default();
        let is_placeholder = |name: &str| name.len() == 13 && name.starts_with('x');
        let of = if of.contains("Planted") || is_placeholder(of) { "placeholder" } else { of };
        let line = format!("{} {of} {} of {}", finding.kind.as_str(), finding.seen, finding.total);
        *counts.entry(line).or_default() += 1;
    }
    let counts_of = format!(
        "{} exchanges {} representations {} events {} unattributed",
        found.exchanges, found.representations, found.events, found.unattributed
    );
    counts.insert(counts_of, 1);
    counts
}

/// A text in base64.
fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| char::from(DIGITS[(bits & 63) as usize]);
    let encode = |chunk: &[u8]| -> String {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*chunk.get(at).unwrap_or(&0)));
        let all = [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)];
        all.iter().enumerate().map(|(at, digit)| if at > chunk.len() { '=' } else { *digit }).collect()
    };
    text.as_bytes().chunks(3).map(encode).collect()
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// A recording with a text in every place, in every encoding.
fn planted(secret: &str) -> String {
    let (percent, base64) = (percent(secret), base64(secret));
    let name = format!("Planted{}", secret.replace(|c: char| !c.is_ascii_alphanumeric(), ""));
    let xml = quick_xml_escape(secret);
    let data = format!("data:text/plain;charset=utf-8,{percent}");
    let contact = json!({
        "rel": "contact", "name": secret, "uri": format!("sip:{secret}@example.com"), "type": secret, "etag": secret,
        "emailAddresses": [format!("{secret}@example.com"), secret], "note": null, name.as_str(): secret,
        "nested": {name.as_str(): [secret, {secret: secret}]}, "number": 1234567, "lastSeen": "/Date(1474932023993)/",
        "_links": {
            "self": {"href": format!("/ucwa/v1/applications/1/people/{percent}"), "title": secret},
            "contactPhoto": {"href": format!("https://{name}.example.com:8443/photos/{secret}?a={percent}&{percent}={secret}#{secret}")},
            name.as_str(): [{"href": format!("/{secret}"), name.as_str(): secret}],
            "planted": {"href": data},
            "more": {"href": format!("data:image/png;name={secret};base64,{base64}")},
        },
        "_embedded": {name.as_str(): {"rel": name, "name": secret, "_links": {}}},
        secret: secret,
    });
    let malformed = json!({
        "rel": "contact", "_links": {name.as_str(): secret, secret: {"href": 1234567, "title": secret}, "self": [secret, {}]},
        "_embedded": secret,
    });
    let events = json!({
        "_links": {"next": {"href": format!("/events?ack=2&key={percent}")}},
        "sender": [{"rel": "conversation", "href": format!("/conversations/{secret}"), "events": [
            {"type": "completed", "link": {"rel": name, "href": format!("/x/{percent}"), "title": secret}, "in": {"rel": name, "href": secret},
             "reason": {"code": name, "subcode": name, "message": secret}, "_embedded": {name.as_str(): {"rel": name, "a": secret}}},
            {"type": name, "link": {"rel": "message", "href": secret}},
        ]}],
    });
    let document = format!(
        "<?xml version=\"1.0\"?><!-- {xml} --><resource xmlns=\"urn:{name}\" rel=\"contact\" href=\"/people/{xml}\" {name}=\"{xml}\">\
         <link rel=\"{name}\" href=\"/a/{xml}\" title=\"{xml}\"/><property name=\"name\">{xml}</property>\
         <property name=\"{name}\"><![CDATA[{secret}]]></property><property name=\"{xml}\">{xml}</property><link rel=\"{xml}\"/>\
         <property>{xml}</property><propertyList name=\"emailAddresses\"><item>{xml}</item></propertyList>\
         <{name}>{xml}</{name}><resource rel=\"{name}\" href=\"{xml}\"/></resource>"
    );
    let headers = json!([
        ["Authorization", format!("Bearer {secret}")],
        [name, secret],
        ["Set-Cookie", format!("a={secret}")],
        ["Location", format!("https://{name}.example.com/people/{percent}")],
        ["Content-Type", "application/json"],
        ["X-MS-RequiresMinResourceVersion", "2"],
        ["WWW-Authenticate", format!("Bearer realm=\"{secret}\"")],
        ["Host", format!("{secret}.example.com:8443")],
        ["Host", format!("{secret}:{secret}@{name}")],
        ["Date", "Sun, 06 Nov 1994 08:49:37 GMT"],
        ["Date", format!("Sun, 06 Nov 1994 08:49:37 GMT{secret}")],
        ["If-Match", format!("\"{secret}\"")],
        ["Referer", format!("https://{name}.example.com/{secret}?{name}={percent}")],
    ]);
    let batch = format!(
        "A preamble of {secret}\r\n\r\n--{name}\r\nContent-Type: application/http; msgtype=response; x={name}\r\nContent-ID: <{name}>\r\n\r\nHTTP/1.1 200 {name}\r\n\
         Content-Type: application/json; name={name}\r\nX-{name}: {name}\r\n\r\n{contact}\r\n--{name}\r\nContent-Type: text/html\r\n\r\n\
         <html>{secret}</html>\r\n--{name}--\r\nan epilogue of {secret}"
    );
    let unended = batch.replace(&format!("--{name}--"), "");
    let form = format!(
        "--{name}\r\nContent-Disposition: form-data; name=\"{secret}\"\r\n\r\n{secret}\r\n--{name}--\r\n"
    );
    let encoded = |coding: &str| json!([["Content-Type", "application/json"], ["Content-Encoding", coding]]);
    let url = |path: &str| {
        format!(
            "https://{name}.example.com/ucwa/v1/applications/{percent}/{path}?query={secret}&{name}={percent}"
        )
    };
    let typed = |media_type: &str| json!([["Content-Type", media_type]]);
    let failure =
        json!({"code": "NotFound", "subcode": name, "message": secret, "debugInfo": {name.as_str(): secret}});
    let records = [
        json!({"time": secret, "request": {"method": "GET", "url": url("a"), "headers": headers}, "response": {"status": 200, "headers": headers, "json": contact}}),
        json!({"request": {"method": "PUT", "url": url("b"), "json": contact}, "response": {"status": 404, "json": failure}}),
        json!({"request": {"method": "POST", "url": url("c"), "headers": typed("application/xml"), "text": document.replace("resource", "input")}}),
        json!({"request": {"method": name, "url": secret}, "response": {"status": 200, "headers": typed("application/xml"), "text": document}}),
        json!({"response": {"status": 200, "headers": typed(&format!("multipart/batching; boundary=\"{name}\"")), "text": batch}}),
        json!({"response": {"status": 200, "headers": typed("application/json"), "text": format!("{{\"rel\": {secret}")}}),
        json!({"response": {"status": 200, "headers": typed(&format!("text/{name}; charset={name}")), "text": secret}}),
        json!({"response": {"status": 200, "headers": typed("application/sdp"), "base64": base64}}),
        json!({"response": {"status": 200, "headers": typed(&format!("multipart/batching; boundary=\"{name}\"")), "text": unended}}),
        json!({"request": {"method": "POST", "url": url("d"), "headers": typed(&format!("multipart/form-data; boundary={name}")), "text": form}}),
        json!({"response": {"status": 200, "headers": encoded("br"), "base64": self::base64(&format!("\u{1}{secret}"))}}),
        json!({"response": {"status": 200, "headers": encoded(secret), "base64": self::base64(&format!("\u{1}{secret}"))}}),
        json!({"response": {"status": 200, "headers": encoded("gzip"), "text": secret}}),
        json!({"response": {"status": 200, "json": [secret, {secret: secret}]}}),
        json!({"request": {"method": "CONNECT", "url": format!("{secret}.example.com:443")}, "response": {"status": 200}}),
        json!({"response": {"json": events}}),
        json!([contact, [malformed], secret]),
        contact.clone(),
    ];
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// HTTP messages with a text in every place, those included where no message is.
fn planted_messages(secret: &str) -> Vec<u8> {
    let percent = percent(secret);
    let body = |coding: &str| -> Vec<u8> {
        let head = format!(
            "GET /{percent}?{percent}={percent} HTTP/1.1\r\nHost: {secret}\r\nno header {secret}\r\nX-A: {secret}\r\n {secret}\r\n\r\n\
             HTTP/1.1 200 {secret}\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\n\r\n"
        );
        [head.as_bytes(), b"\x1f\x8b\x08\xff", secret.as_bytes(), b"\r\n"].concat()
    };
    let tunnel = format!(
        "{secret}\r\nCONNECT {percent}:443 HTTP/1.1\r\n\r\nHTTP/1.1 200 {secret}\r\nX-A: {secret}\r\n\r\n\u{1}{secret}\r\n\
         HEAD / HTTP/2\r\n\r\nHTTP/2 200\r\nContent-Length: 7\r\n\r\n{secret}\r\n"
    );
    [body("gzip"), body("br"), body("deflate"), body("zstd, identity"), tunnel.into_bytes()].concat()
}

/// Characters that mean something in XML as references.
fn quick_xml_escape(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) })
        .collect()
}

/// Fails if a text can be found in another one, in whatever case and encoding.
fn assert_absent(text: &str, secret: &str) {
    let decoded = decode(text);
    let letters: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
    for needle in [secret, letters.as_str(), base64(secret).trim_end_matches('='), &percent(secret)] {
        for text in [text, decoded.as_str()] {
            let at = text.to_lowercase().find(&needle.to_lowercase());
            let around = at.map(|at| text.chars().skip(at.saturating_sub(80)).take(200).collect::<String>());
            assert!(at.is_none(), "`{needle}` is in {around:?}");
        }
    }
}

/// A text with its escapes in addresses undone.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|it| std::str::from_utf8(it).ok())
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        match hex.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Ten letters and digits, so that it is nowhere by chance, and marks that formats need for themselves.
    #[test]
    fn nothing_that_is_planted_is_left(start in "[A-Za-z]{5}[0-9]{2}", marks in "[ .&<>\"'%+=/ä中-]{0,4}", end in "[A-Za-z0-9]{5}") {
        thread_local!(static SCHEMA: Schema = analyse(&reference()).schema);
        let secret = format!("{start}{marks}{end}");
        SCHEMA.with(|schema| {
            let (lines, messages) = (planted(&secret), planted_messages(&secret));
            let files = [("a.jsonl", lines.as_bytes()), ("b.http", messages.as_slice())];
            let (before, after, text) = sanitized_files(schema, &files, &[]);
            assert_absent(&text, &secret);
            assert_eq!(counted(&after), counted(&before));
        });
    }
}

#[test]
fn sanitized_traffic_shows_the_same() {
    let sources = reference();
    let schema = analyse(&sources).schema;
    let mut less = schema.clone();
    for resource in &mut less.resources {
        let mut at = 0;
        // Every fifth name is unknown, and becomes a placeholder if no other page has it.
        let mut keep = || {
            at += 1;
            at % 5 != 0
        };
        resource.properties.retain(|_| keep());
        resource.links.retain(|_| keep());
        resource.events.retain(|_| keep());
    }
    let text = lines(&of_pages(&sources, &schema));
    let (before, after, _) = sanitized(&less, &text, &[]);
    assert!(before.findings.len() > 100);
    assert_eq!(counted(&after), counted(&before));
    for wire in ["wire", "wire2"] {
        let Some(folder) = shared(wire) else { return };
        let read: Vec<_> = Traffic::read(&[folder]).collect();
        let before = observe(&schema, read.iter().cloned());
        let sanitizer = Sanitizer::new(&schema, Key::from_seed(7), &[]);
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("a.jsonl");
        let records: Vec<Record> = read.iter().flatten().map(|exchange| sanitizer.record(exchange)).collect();
        fs::write(&file, lines(&records)).expect("a file");
        let after = observe(&schema, Traffic::read(&[file]));
        assert_eq!(counted(&after), counted(&before), "{wire}");
    }
}

/// Whatever is sent, what is found of it is found afterwards.
#[test]
fn sanitized_traffic_of_any_kind_shows_the_same() {
    let sources = reference();
    let schema = analyse(&sources).schema;
    let records = of_pages(&sources, &schema);
    for seed in 1..=SEEDS {
        let text = lines(&shaken(&records, &mut Dice::new(seed)));
        let (before, after, _) = sanitized(&schema, &text, &[]);
        assert!(before.findings.len() > 50);
        assert_eq!(counts(&after), counts(&before), "{seed}");
    }
}

const SEEDS: u64 = 4;

/// How often there is a finding of a kind with such counts.
fn counts(found: &Observations) -> BTreeMap<(&'static str, u64, u64), usize> {
    let mut counts = BTreeMap::new();
    for finding in &found.findings {
        *counts.entry((finding.kind.as_str(), finding.seen, finding.total)).or_default() += 1;
    }
    counts
}

#[test]
fn names_can_be_kept() {
    let schema = analyse(&reference()).schema;
    let text = "{\"rel\": \"contact\", \"shoeSize\": 43, \"hatSize\": 7}\n";
    let (_, _, hidden) = sanitized(&schema, text, &[]);
    let (_, _, kept) = sanitized(&schema, text, &["shoeSize".to_owned()]);
    assert!(!hidden.contains("shoeSize") && kept.contains("shoeSize") && !kept.contains("hatSize"), "{kept}");
    assert!(!kept.contains("43"), "{kept}");
}

/// In each place that has a name, and where it is a rel; any other value that is equal to a name that is kept is a value.
#[test]
fn a_name_is_kept_in_every_place_that_has_one() {
    let schema = analyse(&reference()).schema;
    let keep = ["shoeSize".to_owned()];
    let xml =
        |text: &str| json!({"response": {"headers": [["Content-Type", "application/xml"]], "text": text}});
    for (record, expected) in [
        (json!({"shoeSize": "shoeSize"}), 1),
        (json!({"rel": "shoeSize", "name": "shoeSize"}), 1),
        (json!({"_links": {"shoeSize": {"href": "/shoeSize", "title": "shoeSize"}}}), 1),
        (json!({"_embedded": {"shoeSize": {"rel": "shoeSize"}}}), 2),
        (json!({"sender": [{"rel": "shoeSize", "events": [{"link": {"rel": "shoeSize"}}]}]}), 2),
        (json!({"request": {"method": "GET", "url": "/a?shoeSize=shoeSize#shoeSize"}}), 1),
        (
            json!({"response": {"headers": [["shoeSize", "shoeSize"], ["Referer", "https://a.example.com/?shoeSize=43"]]}}),
            2,
        ),
        (xml("<resource rel='shoeSize'><property name='shoeSize'>shoeSize</property></resource>"), 2),
        (xml("<resource><link rel='shoeSize' href='/'/><resource rel='shoeSize' href='/'/></resource>"), 2),
    ] {
        let (_, _, kept) = sanitized(&schema, &format!("{record}\n"), &keep);
        assert_eq!(kept.to_lowercase().matches("shoesize").count(), expected, "{record}: {kept}");
    }
}

/// A body, how often its two members are there afterwards, and the form that the body has then.
#[test]
fn no_member_is_lost() {
    let schema = analyse(&reference()).schema;
    for (body, form) in [
        (r#"{"shoe": 1, "Shoe": 2}"#, "json"),
        (r#"{"shoe": 1, "shoe": 2}"#, "text"),
        (r#"{"rel": "contact", "name": {"a": [{"shoe": 1, "shoe": 2}]}}"#, "text"),
    ] {
        let record = format!("{{\"response\": {{\"status\": 200, \"json\": {body}}}}}\n");
        let (before, after, text) = sanitized(&schema, &record, &[]);
        assert_eq!(counted(&before), counted(&after), "{body}: {text}");
        let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let content = &record["response"][form];
        let content = content.as_str().map_or_else(|| content.to_string(), str::to_owned);
        let numbers = content.split(':').filter(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        assert_eq!(numbers.count(), 2, "{body}: {text}");
    }
}

#[test]
fn dates_and_hosts_keep_their_forms() {
    let schema = Schema::empty();
    let headers = json!([["Date", "Sun, 06 Nov 1994 08:49:37 GMT"], ["Host", "pool.example.com:8443"]]);
    let record =
        json!({"request": {"method": "GET", "url": "https://pool.example.com:8443/a", "headers": headers}});
    let (_, _, text) = sanitized(&schema, &format!("{record}\n"), &[]);
    let record: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let header = |at: usize| record["request"]["headers"][at][1].as_str().unwrap_or_default().to_owned();
    let (date, host) = (header(0), header(1));
    assert!(date.ends_with(" GMT") && date.len() == 29 && !text.contains("1994"), "{date}");
    assert!(host.ends_with(".example.invalid") && !text.contains("pool") && !text.contains("8443"), "{host}");
    assert!(
        record["request"]["url"].as_str().is_some_and(|url| url.starts_with(&format!("https://{host}/"))),
        "{text}"
    );
}

/// Batches in batches keep all that is in them: parts that are batches, and messages whose bodies are.
#[test]
fn batches_in_batches_stay_what_they_are() {
    let sources = reference();
    let schema = analyse(&sources).schema;
    let rels = |text: &str| text.matches("note").count();
    let body = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"rel\":\"note\"}\r\n";
    let parts = |boundary: &str, parts: &[String]| {
        let begin = format!("--{boundary}\r\n");
        format!("{begin}{}--{boundary}--\r\n", parts.join(&begin))
    };
    let http = |message: &str| format!("Content-Type: application/http\r\n\r\n{message}");
    let batch = |boundary: &str, text: &str| {
        format!("Content-Type: multipart/batching; boundary={boundary}\r\n\r\n{text}")
    };
    let inner = batch("inner", &parts("inner", &[http(body), http(body)]));
    for part in [inner.clone(), http(&format!("HTTP/1.1 200 OK\r\n{inner}"))] {
        let text = parts("outer", &[part, http(body)]);
        let record = json!({"response": {
            "status": 200, "headers": [["Content-Type", "multipart/batching; boundary=outer"]], "text": text,
        }});
        let (before, after, text) = sanitized(&schema, &format!("{record}\n"), &[]);
        assert_eq!((before.representations, &before.problems), (3, &Vec::new()), "{record}");
        assert_eq!((counted(&after), &after.problems), (counted(&before), &Vec::new()), "{text}");
        assert_eq!(rels(&text), 3, "{text}");
    }
}

#[test]
fn a_secret_is_another_one_each_time() {
    let schema = Schema::empty();
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("a.jsonl");
    fs::write(&file, "{\"name\": \"Ann Example\"}\n").expect("a file");
    let read: Vec<_> = Traffic::read(&[file]).flatten().collect();
    let with = |key: Key| lines(&[Sanitizer::new(&schema, key, &[]).record(&read[0])]);
    let random = || with(Key::random().expect("random numbers"));
    assert_ne!(random(), random());
    assert_eq!(with(Key::from_seed(1)), with(Key::from_seed(1)));
    assert_ne!(with(Key::from_seed(1)), with(Key::from_seed(2)));
}
