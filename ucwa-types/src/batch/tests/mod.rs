//! Batches, by the scenarios of the protocol.

mod hostile;
mod samples;
mod scenarios;

use http::Response;

use crate::batch::Batch;
use crate::operation::{Delete, Get, Operation, Post, RawBody};
use crate::rest::{BaseUrl, WireFormat};
use crate::{Input, Resource, Unknown};

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "me")]
struct Me {
    name: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

impl Operation<Get> for Me {
    type Query = ();
    type Input = ();
    type Output = Self;
    type Error = ();
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "note")]
struct Note {
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Input)]
struct NoteInput {
    message: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

impl Operation<Post> for Note {
    type Query = ();
    type Input = NoteInput;
    type Output = ();
    type Error = ();
}

impl Operation<Delete> for Note {
    type Query = ();
    type Input = ();
    type Output = ();
    type Error = ();
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "photo")]
struct Photo {
    #[ucwa(unknown)]
    unknown: Unknown,
}

impl Operation<Get> for Photo {
    type Query = ();
    type Input = ();
    type Output = RawBody;
    type Error = ();
}

fn batch() -> Batch<()> {
    let base: BaseUrl = "https://pool.example.com:444".parse().unwrap();
    Batch::new(base, WireFormat::Json)
}

/// An answer of these parts, each a `Content-ID` or nothing, and a message.
fn answer(parts: &[(&str, String)]) -> Response<String> {
    let mut body = String::new();
    for (id, message) in parts {
        body.push_str("--x\r\nContent-Type: application/http; msgtype=response\r\n");
        if !id.is_empty() {
            body.push_str(&format!("Content-ID: {id}\r\n"));
        }
        body.push_str(&format!("\r\n{message}\r\n"));
    }
    body.push_str("--x--\r\n");
    multipart(body)
}

fn multipart(body: impl Into<String>) -> Response<String> {
    let builder = Response::builder().header("Content-Type", "multipart/batching; boundary=\"x\"");
    builder.body(body.into()).unwrap()
}

/// A representation that calls itself this, or nothing.
fn ok(name: &str, href: &str) -> String {
    let links = if href.is_empty() {
        String::new()
    } else {
        format!(",\"_links\":{{\"self\":{{\"href\":\"{href}\"}}}}")
    };
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{{\"name\":\"{name}\"{links}}}")
}

fn no_content() -> String {
    "HTTP/1.1 204 No Content\r\nCache-Control: no-cache\r\n".to_owned()
}
