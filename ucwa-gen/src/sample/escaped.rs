//! What the strings of a JSON document stand for, where a string holds a document of its own.

use std::ops::Range;

use super::decoded::Decoded;
use crate::source::Span;

/// The text that a JSON string stands for, each byte with its place in the file. `span` is the place of a string, or of a member
/// of an object whose value is one; `None` if it is anything else.
pub(crate) fn escaped(span: &Span) -> Option<Decoded> {
    let inner = value(span.text())?;
    let quoted = Decoded::new(span).slice(inner);
    let source = quoted.as_str();
    if !source.contains('\\') {
        return Some(quoted);
    }
    let mut replacements = Vec::new();
    let mut at = 0;
    while let Some(found) = source[at..].find('\\').map(|found| at + found) {
        let (length, stands_for) = escape(&source[found..])?;
        replacements.push((found..found + length, stands_for.to_string()));
        at = found + length;
    }
    Some(quoted.replace(&replacements))
}

/// Where the contents of the string stand, within the text of a string or of a member.
fn value(text: &str) -> Option<Range<usize>> {
    let first = string(text, 0)?;
    let rest = &text[first.end + 1..];
    match rest.trim_start().strip_prefix(':') {
        Some(value) => {
            let value = value.trim_start();
            string(text, text.len() - value.len())
        }
        None => Some(first),
    }
}

/// The contents of the string that begins at an offset.
fn string(text: &str, at: usize) -> Option<Range<usize>> {
    let start = at + 1;
    let rest = text.get(at..)?.strip_prefix('"')?;
    let mut is_escaped = false;
    for (offset, byte) in rest.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(start..start + offset),
            _ => {}
        }
    }
    None
}

/// How long the escape at the beginning is, and what it stands for.
fn escape(text: &str) -> Option<(usize, char)> {
    let stands_for = match text.as_bytes().get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return Some(unicode(text)),
        _ => return None,
    };
    Some((2, stands_for))
}

/// As [`escape`], for `\u`. Half of a surrogate pair is replaced.
fn unicode(text: &str) -> (usize, char) {
    let hex = |at: usize| text.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let high = hex(2);
    let low = text.get(6..8).filter(|start| *start == "\\u").and_then(|_| hex(8));
    if let (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) = (high, low) {
        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return (12, char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let length = if high.is_some() { 6 } else { 2 };
    (length, high.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::escaped;
    use crate::source::SourceFile;

    #[test]
    fn a_string_is_decoded_and_keeps_its_places() {
        for (text, expected, offset, column) in [
            (r#""abc""#, Some("abc"), 2, 4),
            (r#""text" : "{\"a\":1}""#, Some("{\"a\":1}"), 4, 17),
            (r#""t":"\u00e9x""#, Some("\u{e9}x"), 2, 12),
            (r#""t":"\ud83d\ude00x""#, Some("\u{1f600}x"), 4, 18),
            (r#""t":"\ud83dx""#, Some("\u{fffd}x"), 3, 12),
            (r#""t":7"#, None, 0, 0),
            (r#""t":"\q""#, None, 0, 0),
            (r#""t"#, None, 0, 0),
        ] {
            let file = SourceFile::new("a.json", text);
            let decoded = escaped(&file.span(0..text.len()));
            assert_eq!(decoded.as_ref().map(super::Decoded::as_str), expected, "{text}");
            if let Some(decoded) = decoded {
                assert_eq!(decoded.span(offset..offset + 1).location().column, column, "{text}");
            }
        }
    }
}
