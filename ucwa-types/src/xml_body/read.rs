//! XML text → a tree of elements, by the events of `quick_xml`.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::attributes::{Attribute, Attributes};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Error;
use super::tree::{Builder, Tree, check_name, local, syntax};
use crate::limits::Limits;

/// Parses a body.
pub(super) fn parse(body: &str, limits: Limits) -> Result<Tree<'_>, Error> {
    let mut reader = Reader::from_str(body);
    let mut builder = Builder::new(body, limits);
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| syntax(reader.error_position(), &error))?;
        match event {
            Event::Start(start) => element(&mut builder, body, &start, at)?,
            Event::Empty(start) => {
                element(&mut builder, body, &start, at)?;
                builder.end(at)?;
            }
            Event::End(_) => builder.end(at)?,
            Event::Text(text) => builder.text(text.xml10_content(), at)?,
            Event::CData(text) => builder.text(text.xml10_content(), at)?,
            Event::GeneralRef(reference) => builder.referred(resolve(&reference, at)?, at)?,
            Event::DocType(_) => return Err(Error::Doctype),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => return builder.finish(reader.buffer_position()),
        }
    }
}

fn element<'a>(
    builder: &mut Builder<'a>,
    body: &'a str,
    start: &BytesStart<'_>,
    at: u64,
) -> Result<(), Error> {
    // What the reader hands out is not borrowed from the body for as long as that lives.
    let begin = usize::try_from(at).unwrap_or(usize::MAX).saturating_add("<".len());
    let tag = body.get(begin..begin.saturating_add(start.len()));
    let tag = tag.ok_or_else(|| syntax(at, &"an element that is not in the body"))?;
    let length = start.name().as_ref().len();
    let name = local(tag.get(..length).unwrap_or_default());
    builder.start(name)?;
    check_name(name, at)?;
    for attribute in Attributes::new(tag, length).with_checks(false) {
        let attribute = attribute.map_err(|error| syntax(at, &error))?;
        builder.attribute(attribute.key.0, normalized(&attribute, at)?, at)?;
        check_name(attribute.key.0, at)?;
    }
    builder.started(at)
}

/// What the value of an attribute stands for.
pub(super) fn normalized<'a>(attribute: &Attribute<'a>, at: u64) -> Result<Cow<'a, str>, Error> {
    let is_normal = |value: &str| value.bytes().fold(true, |is, byte| is & (byte >= 0x20) & (byte != b'&'));
    match &attribute.value {
        Cow::Borrowed(value) if is_normal(value) => Ok(Cow::Borrowed(value)),
        _ => attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|error| syntax(at, &error)),
    }
}

/// What a reference to a character or an entity stands for.
pub(super) fn resolve(reference: &BytesRef<'_>, at: u64) -> Result<String, Error> {
    match reference.resolve_char_ref().map_err(|error| syntax(at, &error))? {
        Some(character) => Ok(character.to_string()),
        None => {
            let known = resolve_predefined_entity(reference);
            Ok(known.ok_or_else(|| Error::Entity((&**reference).into()))?.to_owned())
        }
    }
}
