//! Samples: HTTP messages and bodies as the pages show them, damage repaired.
//!
//! A repair changes what is read, never what a diagnostic points at: every value keeps its place in the page.

mod decoded;
#[cfg(feature = "observe")]
mod escaped;
mod http;
mod json;
mod multipart;
mod repair;
mod xml;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

pub use self::http::StartLine;
pub use self::json::{Node, Value};
pub use self::xml::Element;

pub(crate) use self::decoded::Decoded;
#[cfg(feature = "observe")]
pub(crate) use self::escaped::escaped;
pub(crate) use self::http::parameter;
use self::repair::{Repair, Repairs};

/// What a sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// A request.
    Request,
    /// A response.
    Response,
    /// An event document.
    Event,
}

/// The format that the heading above a sample announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// JSON.
    Json,
    /// XML.
    Xml,
}

/// A sample.
#[derive(Clone, Debug)]
pub struct Sample {
    /// What it shows.
    pub role: Role,
    /// The format that its heading announces.
    pub format: Format,
    /// The message.
    pub message: Message,
    /// Whether something had to be repaired.
    pub repaired: bool,
    /// Whether its end had to be repaired: a bracket or a tag that nothing closes.
    pub is_cut: bool,
    /// The whole sample.
    pub span: Span,
    /// What was repaired in it, and what is unusual about it.
    pub remarks: Vec<Diagnostic>,
    /// What could not be read in it.
    pub unreadable: Vec<Diagnostic>,
}

/// An HTTP message, or a body alone.
#[derive(Clone, Debug)]
pub struct Message {
    /// The request or status line; none for a body alone.
    pub start: Option<StartLine>,
    /// The headers, in order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
}

/// The body of a message.
#[derive(Clone, Debug)]
pub enum Body {
    /// No body.
    Empty,
    /// A JSON document.
    Json(Node),
    /// An XML document.
    Xml(Element, String),
    /// The parts of a multipart body.
    Multipart(Vec<Message>),
    /// Content in another form, by media type (`application/sdp`, `image/jpeg`, `text/html`).
    Other {
        /// The media type, without parameters.
        media_type: String,
        /// The content.
        text: String,
    },
    /// Content that is not what its media type says.
    Unreadable(String),
}

impl Message {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// The status of a response.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self.start {
            Some(StartLine::Response { status }) => Some(status),
            _ => None,
        }
    }

    /// The media type of the body as the headers state it, without parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?;
        // What follows a blank is no part of it, whatever it is.
        let media_type = value.split(';').next().unwrap_or_default().split_whitespace().next();
        Some(media_type.unwrap_or_default().to_ascii_lowercase())
    }
}

/// Reads a sample. What is to be reported about it stays with it, since an override may put another one in its place.
#[must_use]
pub fn read(role: Role, format: Format, span: Span) -> Sample {
    let (mut remarks, mut unreadable) = (Vec::new(), Vec::new());
    let mut repairs = Repairs::default();
    let message = message(&Decoded::new(&span), format, &mut repairs, 0);
    if role != Role::Event && message.start.is_none() && !matches!(message.body, Body::Empty) {
        repairs.add(Repair::Head);
    }
    let first = first_line(&span);
    if let Some(summary) = repairs.summary() {
        remarks.push(Diagnostic::new(Code::SampleRepaired, first.clone(), summary));
    }
    report(&message, format, &first, &mut remarks, &mut unreadable);
    let repaired = !repairs.is_empty();
    let is_cut = repairs.has(Repair::Unbalanced) || repairs.has(Repair::Tags);
    Sample { role, format, message, repaired, is_cut, span, remarks, unreadable }
}

/// Reads the body of a message whose head was recorded apart from it; and says what had to be repaired in it.
#[cfg(feature = "observe")]
pub(crate) fn recorded_body(head: Message, text: &Decoded) -> (Message, Option<String>) {
    let mut repairs = Repairs::of_traffic();
    let body = body(&head, &without_mark(text), Format::Json, &mut repairs, 0);
    let message = Message { body, ..head };
    (message, repairs.summary())
}

/// The text without a byte-order mark.
#[cfg(feature = "observe")]
fn without_mark(text: &Decoded) -> Decoded {
    let marks = text.as_str().len() - text.as_str().trim_start_matches('\u{feff}').len();
    text.slice(marks..text.as_str().len())
}

/// Reports what a body is that is neither JSON nor XML, or not what the heading announces. `first` is the first line.
fn report(
    message: &Message,
    format: Format,
    first: &Span,
    remarks: &mut Vec<Diagnostic>,
    unreadable: &mut Vec<Diagnostic>,
) {
    match &message.body {
        Body::Other { media_type, .. } => {
            let message = format!("the body is `{media_type}`");
            remarks.push(Diagnostic::new(Code::SampleOpaque, first.clone(), message));
        }
        Body::Unreadable(error) => {
            let message = format!("the sample cannot be read: {error}");
            unreadable.push(Diagnostic::new(Code::SampleUnreadable, first.clone(), message));
        }
        Body::Json(_) if format == Format::Xml => {
            let message = "a JSON body stands under an XML heading";
            remarks.push(Diagnostic::new(Code::SampleMisplaced, first.clone(), message));
        }
        Body::Xml(..) if format == Format::Json => {
            let message = "an XML body stands under a JSON heading";
            remarks.push(Diagnostic::new(Code::SampleMisplaced, first.clone(), message));
        }
        Body::Multipart(parts) => {
            for part in parts {
                // A part says by its own headers what it is: no heading contradicts it.
                let format = if matches!(part.body, Body::Xml(..)) { Format::Xml } else { Format::Json };
                report(part, format, first, remarks, unreadable);
            }
        }
        _ => {}
    }
}

/// How deep messages may be nested in multipart bodies.
const MAX_NESTING: usize = 4;

/// Whether the content of this media type is not looked into. A form, `multipart/form-data`, holds no messages.
pub(crate) fn is_opaque(media_type: &str) -> bool {
    let holds_messages = media_type.starts_with("multipart/") && media_type != "multipart/form-data";
    let is_document = media_type.is_empty() || media_type.ends_with("json") || media_type.ends_with("xml");
    !(holds_messages || is_document || media_type == "application/http")
}

fn message(text: &Decoded, format: Format, repairs: &mut Repairs, depth: usize) -> Message {
    let (start, headers, body) = http::split(text, repairs);
    let mut message = Message { start, headers, body: Body::Empty };
    message.body = self::body(&message, &body, format, repairs, depth);
    message
}

fn body(head: &Message, text: &Decoded, format: Format, repairs: &mut Repairs, depth: usize) -> Body {
    let text = text.trim();
    if text.is_empty() {
        return Body::Empty;
    }
    let media_type = head.media_type().unwrap_or_default();
    if is_opaque(&media_type) {
        return Body::Other { media_type, text: text.as_str().to_owned() };
    }
    let is_multipart = media_type.starts_with("multipart/");
    if (is_multipart || media_type == "application/http") && depth >= MAX_NESTING {
        return Body::Unreadable(format!("messages are nested deeper than {MAX_NESTING} levels"));
    }
    if is_multipart {
        let boundary = parameter(head.header("content-type").unwrap_or_default(), "boundary");
        return multipart::read(&text, boundary, format, repairs, depth);
    }
    if media_type == "application/http" {
        return Body::Multipart(vec![message(&text, format, repairs, depth + 1)]);
    }
    let text = repair::entities(text, repairs);
    match text.as_str().chars().next() {
        Some('<') => match xml::parse(&text, repairs) {
            Ok(element) => Body::Xml(element, text.as_str().to_owned()),
            Err(error) => Body::Unreadable(error),
        },
        _ => match json::parse(&text, repairs) {
            Ok(node) => Body::Json(node),
            Err(error) => Body::Unreadable(error),
        },
    }
}

/// The first line of a place, for a diagnostic that is about all of it.
fn first_line(span: &Span) -> Span {
    let end = span.text().find('\n').unwrap_or(span.text().len());
    span.slice(0..end)
}
