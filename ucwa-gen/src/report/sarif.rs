//! Findings as SARIF 2.1.0, which code hosts and editors read.

use std::io::{self, Write};
use std::path::{Component, Path};

use serde_json::{Value, json};

use super::place::Place;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Writes every finding as one SARIF 2.1.0 document, with all codes as its rules.
///
/// # Errors
/// When it cannot be written.
pub fn sarif(found: &[Diagnostic], to: &mut dyn Write) -> io::Result<()> {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = found.iter().map(result).collect();
    serde_json::to_writer_pretty(&mut *to, &document(&rules, &results))?;
    writeln!(to)
}

/// A document with these rules and results.
pub(crate) fn document(rules: &[Value], results: &[Value]) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ucwa-gen",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: Code) -> Value {
    let info = code.info();
    json!({
        "id": info.text,
        "name": format!("{code:?}"),
        "shortDescription": { "text": info.title },
        "help": { "text": info.help },
        "defaultConfiguration": { "level": info.severity },
    })
}

fn result(diagnostic: &Diagnostic) -> Value {
    let related = diagnostic.related.iter().enumerate().map(|(id, (span, why))| {
        let mut location = location(span);
        location["id"] = json!(id);
        location["message"] = json!({ "text": why });
        location
    });
    let file = diagnostic.file.as_deref().map(|file| json!({ "physicalLocation": artifact(file) }));
    let locations: Vec<Value> = diagnostic.span.iter().map(location).chain(file).collect();
    json!({
        "ruleId": diagnostic.code,
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": diagnostic.severity,
        "message": { "text": format!("{}\n{}", diagnostic.message, diagnostic.advice()) },
        "locations": locations,
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(span: &Span) -> Value {
    let Place { line, column, end_line, end_column, .. } = Place::of(span);
    let mut place = artifact(span.source().path());
    place["region"] =
        json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
    json!({ "physicalLocation": place })
}

fn artifact(path: &Path) -> Value {
    json!({ "artifactLocation": { "uri": uri(path) } })
}

/// A path as a URI reference: relative as it was named, or `file:`.
pub(crate) fn uri(path: &Path) -> String {
    let mut segments = Vec::new();
    let mut prefix = "";
    for component in path.components() {
        match component {
            Component::RootDir => prefix = "file:///",
            Component::CurDir => {}
            other => segments.push(encode(&other.as_os_str().to_string_lossy())),
        }
    }
    format!("{prefix}{}", segments.join("/"))
}

fn encode(segment: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    segment
        .bytes()
        .map(|byte| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
