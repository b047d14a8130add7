//! What the command and a build script print about hostile pages, schema files and recordings: nothing of it acts on a
//! terminal, on Cargo or on a code host, and every form of output stays what it is.

#![cfg(feature = "cli")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod payloads;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use pulldown_cmark::{Event, Options, Parser};
use serde_json::{Value, json};
use tempfile::TempDir;
use ucwa_gen::Builder;

/// A page with a text in every kind of place. Most of it is a finding.
fn page(text: &str) -> String {
    format!(
        "---\ntitle: {text}\n{text}: {text}\n---\n# {text}\n\n{text}\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n\
         |:-----|:-----|:-----|\n|{text}|String|{text}|\n|hue|{text}|{text}|\n|size|[{text}]({text}_ref.md)|`{text}`|\n\n\
         ### Links\n\n|**Link**|**Leads to**|**Cardinality**|**Description**|\n|:-----|:-----|:-----|:-----|\n\
         |{text}|[{text}]({text}_ref.md)|{text}|{text}|\n\n### {text}\n\n{text}\n\n## Operations\n\n### {text}\n\n### GET\n\n\
         {text}\n\n#### Response body\n\n|**Item**|\n|:-----|\n|{text}|\n\n|**Status**|\n|:-----|\n|{text}|\n\n\
         #### Synchronous errors\n\n|**Code**|**HTTP Status Code**|**Subcode**|**Description**|\n|:-----|:-----|:-----|:-----|\n\
         |{text}|{text}|{text}|{text}|\n\n#### JSON Response\n\n```\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n\
         {{\"{text}\": \"{text}\", \"rel\": \"{text}\"}}\n```\n\n### Events\n\n#### {text}\n\n\
         |**Resource**|**Priority**|**Sender**|**Reason**|\n|:-----|:-----|:-----|:-----|\n|{text}|{text}|{text}|{text}|\n"
    )
}

const LAMP: &str = "\
# lamp

### Properties

|**Name**|**Description**|**Type**|
|:-----|:-----|:-----|
|colour|Its colour.|String|

### Links

None
";

fn overrides(text: &str) -> String {
    let text = serde_json::to_string(text).expect("JSON");
    format!(
        "[[type]]\nof = {text}\ntype = {text}\nreason = {text}\n\n[[rename]]\nof = \"lamp\"\nname = {text}\nreason = {text}\n"
    )
}

/// A schema with a text in all names and descriptions. It contradicts itself if the text is no name.
fn schema(text: &str) -> Value {
    schema_with(text, text)
}

/// The same with another name where the text is none.
fn valid_schema(text: &str) -> Value {
    let is_name = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '\\'));
    schema_with(text, if is_name { text } else { "zqx" })
}

/// A schema with a text in all descriptions, and a name in all names.
fn schema_with(text: &str, name: &str) -> Value {
    let page = json!({"file": format!("{text}_ref.md"), "digest": text});
    let at = json!({"file": format!("{text}_ref.md"), "line": 1, "column": 1});
    let evidence = json!([{"kind": "row", "detail": text, "at": at}]);
    let property = json!({"name": name, "type": "String", "required": true, "default": text, "description": text,
        "evidence": evidence});
    let error =
        json!({"code": name, "subcode": name, "status": 400, "description": text, "evidence": evidence});
    let reason = json!({"code": name, "subcode": name, "description": text, "evidence": evidence});
    let link =
        json!({"rel": name, "target": "lamp", "many": false, "description": text, "evidence": evidence});
    json!({
        "irVersion": 2, "digest": text,
        "resources": [
            {"name": "lamp", "rel": name, "aliases": [name], "revision": 1, "group": name, "kind": "resource", "page": page,
                "description": text, "remarks": text, "properties": [property], "links": [link], "embedded": [link],
                "operations": [{"method": "GET", "description": text, "query": [property], "consumes": [text],
                    "output_element": name, "produces": [text], "errors": [error], "evidence": evidence}],
                "events": [{"type": name, "resource": name, "priority": text, "sender": name, "in": [name], "reason": text,
                    "evidence": evidence}],
                "reasons": [reason], "scopes": [{"name": name}], "evidence": evidence},
            {"name": format!("zqx{name}"), "rel": "zqx", "revision": 1, "kind": "resource", "page": page},
        ],
        "enumerations": [{"name": format!("Zqx{name}"), "description": text, "page": page,
            "members": [{"name": name, "description": text, "evidence": evidence}]}],
        "errors": {"codes": [{"name": name, "documented": true}], "subcodes": [], "generic": [error], "anywhere": [name]},
        "scopes": [{"name": name, "permission": text, "description": text}],
        "names": [{"of": "lamp", "name": name, "evidence": evidence}],
        "since": [{"of": "lamp", "since": text}, {"of": format!("lamp.properties.{text}"), "since": text}],
    })
}

/// A recorded exchange with a text in every name and value.
fn recording(text: &str) -> String {
    let body = json!({"rel": "lamp", text: text, "colour": {text: text}, "_links": {text: {"href": text}, "self": {"href": "/lamp"}},
        "_embedded": {text: {"rel": text, text: 1}}});
    let exchange = json!({
        "request": {"method": "GET", "url": format!("https://example.com/lamp?{text}={text}"), "headers": [["Accept", text]]},
        "response": {"status": 200, "headers": [["Content-Type", "application/json"], [text, text]], "json": body},
    });
    format!("{exchange}\n{{\"{text}\": \"{text}\"}}\n{text}\n")
}

/// A folder with all of that.
struct Place(TempDir);

impl Place {
    fn new(text: &str) -> Self {
        let place = Self(TempDir::new().expect("a folder"));
        place.write("docs/lamp_ref.md", LAMP);
        place.write("docs/zqx_ref.md", &page(text));
        let name = format!("docs/a{text}_ref.md");
        // Not every text can be the name of a file.
        if !text.contains(['/', '\\', '\0', ':']) && text.len() < 100 {
            let _ = fs::write(place.path().join(name), page(text));
        }
        place.write("ucwa.toml", &overrides(text));
        place.write("plain.json", &schema("x").to_string());
        place.write("hostile.json", &schema(text).to_string());
        place.write("valid.json", &valid_schema(text).to_string());
        place.write("traffic.jsonl", &recording(text));
        place
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// What a command prints on a terminal, on both streams; nothing in it but the report's colours acts on it.
    fn run(&self, args: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ucwa-gen"));
        command.args(args).current_dir(self.path()).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
        let run = command.output().expect("the command runs");
        assert!(run.status.code().is_some(), "{args:?} ended by a signal");
        let [out, err] = [run.stdout, run.stderr].map(|bytes| {
            let text = String::from_utf8(bytes).expect("text");
            let text = without_colours(&text);
            let acting = text.chars().find(|c| acts(*c));
            assert_eq!(acting, None, "{args:?}: {text}");
            text
        });
        assert!(!err.contains("panicked"), "{args:?}: {err}");
        (out, err)
    }
}

/// Whether a terminal acts on a character, or it turns the direction of text.
fn acts(c: char) -> bool {
    let turns =
        matches!(c, '\u{61C}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && !matches!(c, '\n' | '\t')
}

/// The text without the colours of the report, which are one or two numbers of one or two digits each.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1B}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let colour = part.split_once('m').filter(|(numbers, _)| {
            numbers.len() <= 8
                && numbers.split(';').all(|it| it.len() <= 2 && it.bytes().all(|b| b.is_ascii_digit()))
        });
        match colour {
            Some((_, rest)) => plain.push_str(rest),
            None => plain.push_str(&format!("\u{1B}[{part}")),
        }
    }
    plain
}

/// Those that a stream can carry; all of them where all are asked for.
fn texts() -> Vec<&'static str> {
    if payloads::rounds(0) > 0 {
        return payloads::all();
    }
    let few = [payloads::TERMINAL, payloads::HIDDEN, payloads::LINES, payloads::COMMANDS];
    let others = [payloads::MARKUP, payloads::RUST, payloads::PATHS].concat();
    few.concat().into_iter().chain(others.into_iter().step_by(9)).collect()
}

#[test]
fn no_escape_reaches_a_terminal() {
    for text in texts() {
        let place = Place::new(text);
        let commands: &[&[&str]] = &[
            &["check", "docs", "--verbose"],
            &["check", "docs", "--propose"],
            &["check", "docs/nowhere"],
            &["check", "ucwa.toml"],
            &["schema", "docs"],
            &["schema", "docs", "--verbose"],
            &["explain", "docs", "lamp", "--verbose"],
            &["explain", "hostile.json", "lamp"],
            &["explain", "hostile.json", "lam"],
            &["explain", "hostile.json", "zqx"],
            &["explain", "hostile.json", "Zqx"],
            &["explain", "hostile.json", "lamp.zq"],
            &["diff", "docs", "hostile.json", "--verbose"],
            &["diff", "plain.json", "hostile.json", "--verbose"],
            &["diff", "hostile.json", "plain.json"],
            &["diff", "plain.json", "valid.json", "--verbose"],
            &["diff", "valid.json", "plain.json"],
            &["history", "plain.json", "docs", "hostile.json", "--verbose"],
            &["history", "hostile.json", "plain.json", "--annotate", "annotated.json"],
            &["generate", "docs", "--out", "api", "--verbose"],
            &["generate", "docs", "--out", "api", "--keep-going", "--verbose"],
            &["generate", "docs", "--out", "api", "--keep-going", "--check"],
            &["generate", "hostile.json", "--out", "api", "--check"],
            &["render", "docs", "--out", "docs"],
            &["render", "docs", "--out", "pages", "--keep-going"],
            &["render", "hostile.json", "--out", "pages", "--check"],
            &["observe", "docs", "traffic.jsonl", "--verbose"],
            &["observe", "docs", "traffic.jsonl", "--propose"],
            &["observe", "hostile.json", "traffic.jsonl", "--verbose"],
            &["observe", "plain.json", "traffic.jsonl"],
        ];
        for args in commands {
            place.run(args);
        }
    }
}

/// What GitHub takes for a command: a line that begins with `::`.
fn is_annotation(line: &str) -> bool {
    ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start))
}

#[test]
fn every_format_stays_what_it_is() {
    for text in texts() {
        let place = Place::new(text);
        let json = |args: &[&str]| -> Value {
            let (out, err) = place.run(args);
            serde_json::from_str(&out)
                .unwrap_or_else(|error| panic!("{text:?} {args:?}: {error}\n{out}{err}"))
        };
        let found = json(&["check", "docs", "--format", "json"]);
        let found = found["diagnostics"].as_array().expect("a list");
        let sarif = json(&["check", "docs", "--format", "sarif"]);
        let results = sarif["runs"][0]["results"].as_array().expect("a list");
        assert_eq!(results.len(), found.len(), "{text:?}");
        for result in results {
            for location in result["locations"].as_array().expect("a list") {
                let uri =
                    location["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("an address");
                let is_plain = uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%:".contains(&b));
                assert!(is_plain && !uri.contains("zqx("), "{text:?}: {uri}");
            }
        }
        let (github, _) = place.run(&["check", "docs", "--format", "github", "--verbose"]);
        let odd: Vec<&str> = github.lines().filter(|line| !is_annotation(line)).collect();
        assert!(odd.is_empty(), "{text:?}: {odd:?}");
        assert_eq!(github.lines().count(), found.len(), "{text:?}");

        json(&["schema", "docs"]);
        json(&["diff", "plain.json", "valid.json", "--format", "json"]);
        let sarif = json(&["diff", "plain.json", "valid.json", "--format", "sarif"]);
        let results = sarif["runs"][0]["results"].as_array().expect("a list");
        assert!(!results.is_empty(), "{text:?}");
        let (github, err) =
            place.run(&["diff", "plain.json", "valid.json", "--format", "github", "--verbose"]);
        let odd: Vec<&str> = github.lines().filter(|line| !is_annotation(line)).collect();
        assert!(odd.is_empty() && !github.is_empty(), "{text:?}: {odd:?}{err}");
        json(&["history", "plain.json", "hostile.json", "--format", "json"]);
        let observed = json(&["observe", "docs", "traffic.jsonl", "--format", "json"]);
        assert!(
            observed["findings"].as_array().is_some_and(|found| !found.is_empty()),
            "{text:?}: {observed}"
        );
        json(&["observe", "hostile.json", "traffic.jsonl", "--format", "json"]);
        for args in [&["check", "docs", "--propose"][..], &["observe", "docs", "traffic.jsonl", "--propose"]]
        {
            let (toml, _) = place.run(args);
            let parsed = toml::de::DeTable::parse(&toml);
            assert!(parsed.is_ok(), "{text:?} {args:?}: {parsed:?}\n{toml}");
        }
    }
}

/// The structure of a document of Markdown: its elements, with what they lead to.
fn structure(markdown: &str) -> Vec<String> {
    let mut structure: Vec<String> = Vec::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        let element = match event {
            // How long a text is, and that code is in it, is no structure.
            Event::Text(_) | Event::SoftBreak | Event::Code(_) => "text".to_owned(),
            Event::Html(html) | Event::InlineHtml(html) => tags(&html),
            other => format!("{other:?}"),
        };
        if element != "text" || structure.last().is_none_or(|last| last != "text") {
            structure.push(element);
        }
    }
    structure
}

/// The tags of a piece of HTML, without the text between them.
fn tags(html: &str) -> String {
    html.split_inclusive('>').filter_map(|part| part.rfind('<').map(|start| &part[start..])).collect()
}

/// One change of each kind of entry, in Markdown, beside the same with `x`.
#[test]
fn a_payload_is_no_markdown() {
    for text in payloads::all() {
        let place = Place::new(text);
        place.write("x.json", &schema("y").to_string());
        let markdown = |file: &str| {
            let (out, err) = place.run(&["diff", "plain.json", file, "--format", "markdown", "--verbose"]);
            assert!(out.len() > 100, "{text:?}: {err}");
            out
        };
        let (hostile, plain) = (markdown("valid.json"), markdown("x.json"));
        let all: BTreeSet<String> = structure(&plain).into_iter().collect();
        let added: Vec<String> = structure(&hostile).into_iter().filter(|it| !all.contains(it)).collect();
        assert!(added.is_empty(), "{text:?}: {added:?}\n{hostile}");
    }
}

#[test]
fn cargo_is_told_what_was_read_and_warned_of() {
    for text in payloads::all() {
        let place = Place::new(text);
        let out = TempDir::new().expect("a folder");
        let mut told = Vec::new();
        let builder = Builder::new()
            .docs(place.path().join("docs"))
            .overrides(place.path().join("ucwa.toml"))
            .out_dir(out.path());
        let shown = match builder.generate_to(&mut told) {
            Ok(()) => String::new(),
            Err(error) => format!("{error:?}"),
        };
        assert_eq!(shown.chars().find(|c| acts(*c)), None, "{text:?}: {shown}");
        let told = String::from_utf8(told).expect("text");
        for line in told.split_terminator('\n') {
            let is_known =
                ["cargo:rerun-if-changed=", "cargo:warning="].iter().any(|start| line.starts_with(start));
            assert!(is_known, "{text:?}: {line:?}");
            let is_path = line.starts_with("cargo:rerun");
            assert!(is_path || !line.contains(acts), "{text:?}: {line:?}");
        }
    }
}
