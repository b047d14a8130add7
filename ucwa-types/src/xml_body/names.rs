//! The names that mean something in the XML representation.

pub(super) const RESOURCE: &str = "resource";
pub(super) const INPUT: &str = "input";
pub(super) const LINK: &str = "link";
pub(super) const PROPERTY: &str = "property";
pub(super) const PROPERTY_LIST: &str = "propertyList";
pub(super) const ITEM: &str = "item";
/// Says what a `property` or `propertyList` is called.
pub(super) const NAME: &str = "name";
pub(super) const REL: &str = "rel";
pub(super) const HREF: &str = "href";
/// The link that is the `href` of its resource's own element.
pub(super) const SELF: &str = "self";
/// The namespace of all of it.
pub(super) const NAMESPACE: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";

/// The property whose objects are elements named by their [`TYPE`]: the events of a sender.
pub(super) const EVENTS: &str = "events";
pub(super) const TYPE: &str = "type";
/// The name of an event that has no type, or one that cannot be an element's name.
pub(super) const EVENT: &str = "event";
/// The property that is the attributes of its object's own element: the link of an event.
pub(super) const OWN_LINK: &str = LINK;
/// The properties of plain objects that are written as attributes.
pub(super) const ATTRIBUTES: [&str; 4] = [REL, HREF, "status", TYPE];
/// What holds links and resources in JSON. The latter is also the property of a plain object that holds resources by rel.
pub(super) use crate::unknown::{EMBEDDED, LINKS};

/// Whether the members of this element are named by an attribute rather than by elements of their own.
pub(super) fn is_bag(element: &str) -> bool {
    matches!(element, RESOURCE | INPUT)
}

/// Whether this can be the name of an attribute or an element, in the part of Unicode where that is simple.
pub(super) fn is_name(text: &str) -> bool {
    let is_start = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let is_rest = |byte: u8| is_start(byte) || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
    let mut bytes = text.bytes();
    bytes.next().is_some_and(is_start) && bytes.all(is_rest) && !text.starts_with("xml")
}

/// Whether this can be the name of the element that a member of a plain object is.
pub(super) fn is_member_name(text: &str) -> bool {
    is_name(text) && !matches!(text, PROPERTY | PROPERTY_LIST | RESOURCE | ITEM | LINK | EVENT)
}

/// Whether XML 1.0 has this character.
pub(super) fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a byte of a text is, without looking at those around it, part of a character that XML 1.0 has.
pub(super) fn is_plain(byte: u8) -> bool {
    // U+FFFE and U+FFFF begin with 0xEF, as do many that it has.
    (byte >= 0x20 && byte != 0xef) || byte == b'\t' || byte == b'\n' || byte == b'\r'
}

/// Whether a byte of a name is, without looking at those around it, a character of a name.
pub(super) fn is_simple(byte: u8) -> bool {
    const SIMPLE: [bool; 256] = {
        let mut simple = [false; 256];
        let mut byte = 0_u8;
        while byte < 0x80 {
            simple[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b':');
            byte += 1;
        }
        simple
    };
    SIMPLE[usize::from(byte)]
}
