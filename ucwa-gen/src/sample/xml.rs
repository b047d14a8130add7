//! XML as the samples write it, each element with its place.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::decoded::Decoded;
use super::repair::{self, Repair, Repairs};
use crate::source::Span;

/// An XML element and where it begins.
#[derive(Clone, Debug)]
pub struct Element {
    /// The name, without prefix.
    pub name: String,
    /// The attributes, in order, without the namespace declarations.
    pub attributes: Vec<(String, String)>,
    /// The elements in it.
    pub children: Vec<Element>,
    /// The text in it, trimmed.
    pub text: String,
    /// Its start tag.
    pub span: Span,
}

impl Element {
    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.as_str())
    }

    /// The first child of this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }
}

/// Deeper than any sample, shallow enough for any stack.
const MAX_DEPTH: usize = 64;

/// More than any element has. Each is compared with all others.
const MAX_ATTRIBUTES: usize = 1_000;

/// Reads one XML document.
pub(super) fn parse(text: &Decoded, repairs: &mut Repairs) -> Result<Element, String> {
    let mut reader = Reader::from_str(text.as_str());
    reader.config_mut().check_end_names = false;
    let mut open: Vec<Element> = Vec::new();
    loop {
        let start = position(&reader);
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let end = position(&reader);
        let closed = match event {
            Event::Start(tag) => {
                if open.len() >= MAX_DEPTH {
                    return Err(format!("it is nested deeper than {MAX_DEPTH} levels"));
                }
                open.push(element(&tag, text.span(start..end), repairs)?);
                None
            }
            Event::Empty(tag) => Some(element(&tag, text.span(start..end), repairs)?),
            Event::End(_) => open.pop(),
            Event::Text(content) => {
                append(open.last_mut(), &content);
                None
            }
            Event::CData(content) => {
                append(open.last_mut(), &content);
                None
            }
            Event::GeneralRef(reference) => {
                let escaped = format!("&{};", &*reference);
                let content = quick_xml::escape::unescape(&escaped).map_err(|error| error.to_string())?;
                append(open.last_mut(), &content);
                None
            }
            Event::Eof => {
                // Tags that are not closed are closed by the end of the sample.
                repairs.add(Repair::Tags);
                if open.is_empty() {
                    return Err("it has no element".to_owned());
                }
                let element = open.pop();
                element.map(|element| fold(element, &mut open))
            }
            _ => None,
        };
        let Some(mut element) = closed else { continue };
        element.text = repair::scheme(element.text.trim().to_owned(), repairs);
        match open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => {
                let rest = text.as_str().get(position(&reader)..).unwrap_or_default();
                if repairs.is_traffic() && !rest.trim().is_empty() {
                    repairs.add(Repair::Trailing);
                }
                return Ok(element);
            }
        }
    }
}

/// Closes all open elements around the innermost one.
fn fold(element: Element, open: &mut Vec<Element>) -> Element {
    let mut element = element;
    while let Some(mut parent) = open.pop() {
        parent.children.push(element);
        element = parent;
    }
    element
}

fn append(element: Option<&mut Element>, content: &str) {
    if let Some(element) = element {
        element.text.push_str(content);
    }
}

fn element(tag: &BytesStart<'_>, span: Span, repairs: &mut Repairs) -> Result<Element, String> {
    repairs.count(1)?;
    let name = tag.local_name().as_ref().to_owned();
    let mut attributes = Vec::new();
    for (at, attribute) in tag.attributes().enumerate() {
        if at == MAX_ATTRIBUTES {
            return Err(format!("an element has more than {MAX_ATTRIBUTES} attributes"));
        }
        repairs.count(1)?;
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref().to_owned();
        if key == "xmlns" || key.starts_with("xmlns:") {
            continue;
        }
        // A value with an unknown entity is kept as it is written.
        let value = match quick_xml::escape::unescape(&attribute.value) {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.into_owned(),
        };
        let is_name = matches!(key.as_str(), "name" | "rel");
        let value = if is_name { repair::name(value, repairs) } else { Some(repair::scheme(value, repairs)) };
        attributes.extend(value.map(|value| (key, value)));
    }
    Ok(Element { name, attributes, children: Vec::new(), text: String::new(), span })
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
