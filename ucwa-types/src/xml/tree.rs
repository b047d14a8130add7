//! XML text → a tree of elements, within limits. What the decoder must look ahead for is there to be looked at.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::{Error, names};
use crate::limits::Limits;

/// An element, without its namespace.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: Box<str>,
    /// Sorted by name.
    pub(super) attributes: Vec<(Box<str>, Box<str>)>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
    /// Whether it says that it has no value.
    pub(super) nil: bool,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let index = self.attributes.binary_search_by(|(known, _)| (**known).cmp(name)).ok()?;
        self.attributes.get(index).map(|(_, text)| &**text)
    }
}

/// Parses a body.
pub(super) fn parse(body: &[u8], limits: Limits) -> Result<Element, Error> {
    limits.check_size(body.len())?;
    let text = std::str::from_utf8(body).map_err(|_| Error::Encoding)?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| syntax(reader.error_position(), &error))?;
        let closed = match event {
            Event::Start(start) => {
                limits.check_depth(open.len() + 1)?;
                open.push(element(&start, at)?);
                continue;
            }
            Event::Empty(start) => {
                limits.check_depth(open.len() + 1)?;
                element(&start, at)?
            }
            Event::End(_) => match open.pop() {
                Some(element) => element,
                None => return Err(syntax(at, &"an end without a start")),
            },
            Event::Text(text) => {
                push_text(&mut open, &text.xml10_content(), at)?;
                continue;
            }
            Event::CData(text) => {
                push_text(&mut open, &text.xml10_content(), at)?;
                continue;
            }
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                let text = match reference.resolve_char_ref().map_err(|error| syntax(at, &error))? {
                    Some(character) => &*character.encode_utf8(&mut buffer),
                    None => resolve_predefined_entity(&reference)
                        .ok_or_else(|| Error::Entity((&*reference).into()))?,
                };
                push_text(&mut open, text, at)?;
                continue;
            }
            Event::DocType(_) => return Err(Error::Doctype),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
            Event::Eof => break,
        };
        match (open.last_mut(), &root) {
            (Some(parent), _) => parent.children.push(closed),
            (None, None) => root = Some(closed),
            (None, Some(_)) => return Err(syntax(at, &"a second outermost element")),
        }
    }
    match root {
        Some(root) if open.is_empty() => Ok(root),
        _ => Err(syntax(reader.buffer_position(), &"the body ends too early")),
    }
}

fn push_text(open: &mut [Element], text: &str, at: u64) -> Result<(), Error> {
    if let Some(character) = text.chars().find(|character| !names::is_character(*character)) {
        return Err(syntax(at, &format_args!("XML has no {character:?}")));
    }
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err(syntax(at, &"text outside of the outermost element")),
    }
    Ok(())
}

fn element(start: &BytesStart<'_>, at: u64) -> Result<Element, Error> {
    let mut element = Element { name: name(start.local_name().as_ref(), at)?.into(), ..Element::default() };
    // Looking for duplicates afterwards takes no time that grows with the square of their number.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| syntax(at, &error))?;
        let value =
            attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| syntax(at, &error))?;
        if let Some(character) = value.chars().find(|character| !names::is_character(*character)) {
            return Err(syntax(at, &format_args!("XML has no {character:?}")));
        }
        match name(attribute.key.as_ref(), at)? {
            "xmlns" => {}
            qualified if qualified.contains(':') => {
                let is_nil = qualified.ends_with(":nil") && matches!(&*value, "true" | "1");
                element.nil |= is_nil;
            }
            name => element.attributes.push((name.into(), value.into())),
        }
    }
    element.attributes.sort();
    if let Some([(name, _), _]) = element.attributes.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(syntax(at, &format_args!("a second attribute `{name}`")));
    }
    Ok(element)
}

/// The name of an element or an attribute, which the reader takes for one whatever is in it.
fn name(text: &str, at: u64) -> Result<&str, Error> {
    let is_odd = |character: char| {
        !names::is_character(character) || character.is_whitespace() || "<>&\"'=/".contains(character)
    };
    if text.is_empty() || text.contains(is_odd) {
        return Err(syntax(at, &format_args!("{text:?} is no name")));
    }
    Ok(text)
}

fn syntax(at: u64, message: &dyn std::fmt::Display) -> Error {
    Error::Syntax { at, message: message.to_string().into() }
}
