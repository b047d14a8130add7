//! XML text → a tree of elements, within limits. What the decoder must look ahead for is there to be looked at.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};

use super::{Error, names};
use crate::limits::Limits;

/// An element, without its namespace. What stands in the body as it is meant is borrowed from there.
#[derive(Debug, Default)]
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    /// Sorted by name.
    pub(super) attributes: Vec<(&'a str, Cow<'a, str>)>,
    pub(super) children: Vec<Element<'a>>,
    /// Without the blanks that follow a child.
    pub(super) text: Cow<'a, str>,
    /// Whether it says that it has no value.
    pub(super) nil: bool,
}

impl Element<'_> {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let (_, text) = self.attributes.iter().find(|(known, _)| *known == name)?;
        Some(text)
    }
}

/// Parses a body.
pub(super) fn parse(body: &[u8], limits: Limits) -> Result<Element<'_>, Error> {
    limits.check_size(body.len())?;
    let text = std::str::from_utf8(body).map_err(|_| Error::Encoding)?;
    Parser::new(text.strip_prefix('\u{feff}').unwrap_or(text)).parse(limits)
}

struct Parser<'a> {
    body: &'a str,
    /// Whether no character of the body needs a closer look.
    plain: bool,
    open: Vec<Element<'a>>,
}

impl<'a> Parser<'a> {
    fn new(body: &'a str) -> Self {
        // Without an early end it is done for many bytes at once.
        let odd = body.bytes().fold(false, |odd, byte| odd | !names::is_plain(byte));
        Self { body, plain: !odd, open: Vec::new() }
    }

    fn parse(mut self, limits: Limits) -> Result<Element<'a>, Error> {
        let mut reader = Reader::from_str(self.body);
        let mut root = None;
        loop {
            let at = reader.buffer_position();
            let event = reader.read_event().map_err(|error| syntax(reader.error_position(), &error))?;
            let closed = match event {
                Event::Start(start) => {
                    limits.check_depth(self.open.len() + 1)?;
                    let element = self.element(&start, at)?;
                    self.open.push(element);
                    continue;
                }
                Event::Empty(start) => {
                    limits.check_depth(self.open.len() + 1)?;
                    self.element(&start, at)?
                }
                Event::End(_) => match self.open.pop() {
                    Some(element) => element,
                    None => return Err(syntax(at, &"an end without a start")),
                },
                Event::Text(text) => {
                    self.push_text(text.xml10_content(), at, self.plain)?;
                    continue;
                }
                Event::CData(text) => {
                    self.push_text(text.xml10_content(), at, self.plain)?;
                    continue;
                }
                Event::GeneralRef(reference) => {
                    let mut buffer = [0; 4];
                    let text = match reference.resolve_char_ref().map_err(|error| syntax(at, &error))? {
                        Some(character) => character.encode_utf8(&mut buffer).to_owned(),
                        None => resolve_predefined_entity(&reference)
                            .ok_or_else(|| Error::Entity((&*reference).into()))?
                            .to_owned(),
                    };
                    self.push_text(Cow::Owned(text), at, false)?;
                    continue;
                }
                Event::DocType(_) => return Err(Error::Doctype),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => continue,
                Event::Eof => break,
            };
            match (self.open.last_mut(), &root) {
                (Some(parent), _) => parent.children.push(closed),
                (None, None) => root = Some(closed),
                (None, Some(_)) => return Err(syntax(at, &"a second outermost element")),
            }
        }
        match root {
            Some(root) if self.open.is_empty() => Ok(root),
            _ => Err(syntax(reader.buffer_position(), &"the body ends too early")),
        }
    }

    fn push_text(&mut self, text: Cow<'a, str>, at: u64, plain: bool) -> Result<(), Error> {
        if !plain {
            check_characters(&text, at)?;
        }
        match self.open.last_mut() {
            Some(element) if element.text.is_empty() && element.children.is_empty() => element.text = text,
            // The indentation between two children.
            Some(element) if !element.children.is_empty() && text.trim().is_empty() => {}
            Some(element) => element.text.to_mut().push_str(&text),
            None if text.trim().is_empty() => {}
            None => return Err(syntax(at, &"text outside of the outermost element")),
        }
        Ok(())
    }

    fn element(&self, start: &BytesStart<'_>, at: u64) -> Result<Element<'a>, Error> {
        // What the reader hands out is not borrowed from the body for as long as that lives.
        let begin = usize::try_from(at).unwrap_or(usize::MAX).saturating_add("<".len());
        let tag = self.body.get(begin..begin.saturating_add(start.len()));
        let tag = tag.ok_or_else(|| syntax(at, &"an element that is not in the body"))?;
        let length = start.name().as_ref().len();
        let qualified = tag.get(..length).unwrap_or_default();
        let local = qualified.split_once(':').map_or(qualified, |(_, local)| local);
        let mut element = Element { name: name(local, at)?, ..Element::default() };
        // Looking for duplicates afterwards takes no time that grows with the square of their number.
        for attribute in Attributes::new(tag, length).with_checks(false) {
            let attribute = attribute.map_err(|error| syntax(at, &error))?;
            let is_normal =
                |value: &str| value.bytes().fold(true, |is, byte| is & (byte >= 0x20) & (byte != b'&'));
            let value = match attribute.value {
                Cow::Borrowed(value) if is_normal(value) => Cow::Borrowed(value),
                _ => {
                    attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| syntax(at, &error))?
                }
            };
            // One that is not borrowed can have a character that the body only refers to.
            if !self.plain || matches!(value, Cow::Owned(_)) {
                check_characters(&value, at)?;
            }
            match name(attribute.key.0, at)? {
                "xmlns" => {}
                qualified if qualified.contains(':') => {
                    let is_nil = qualified.ends_with(":nil") && matches!(&*value, "true" | "1");
                    element.nil |= is_nil;
                }
                name => element.attributes.push((name, value)),
            }
        }
        element.attributes.sort();
        if let Some([(name, _), _]) = element.attributes.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(syntax(at, &format_args!("a second attribute `{name}`")));
        }
        Ok(element)
    }
}

fn check_characters(text: &str, at: u64) -> Result<(), Error> {
    match text.chars().find(|character| !names::is_character(*character)) {
        Some(character) => Err(syntax(at, &format_args!("XML has no {character:?}"))),
        None => Ok(()),
    }
}

/// The name of an element or an attribute, which the reader takes for one whatever is in it.
fn name(text: &str, at: u64) -> Result<&str, Error> {
    let is_odd = |character: char| {
        !names::is_character(character) || character.is_whitespace() || "<>&\"'=/".contains(character)
    };
    let is_simple = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':');
    if text.is_empty() || !text.bytes().all(is_simple) && text.contains(is_odd) {
        return Err(syntax(at, &format_args!("{text:?} is no name")));
    }
    Ok(text)
}

fn syntax(at: u64, message: &dyn std::fmt::Display) -> Error {
    Error::Syntax { at, message: message.to_string().into() }
}
