//! Characters that are not shown: what stands in pages must not act on a terminal, on a compiler or on a reader's eye.

/// Whether a character is not shown, or turns the direction of the text around it, which rustc rejects.
pub(crate) fn is_hidden(c: char) -> bool {
    let turns =
        matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The text with escapes of Rust in the place of such characters.
pub(crate) fn escape(text: &str, is_hidden: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match is_hidden(c) {
            true => escaped.extend(c.escape_unicode()),
            false => escaped.push(c),
        }
    }
    escaped
}

/// The text as it may be printed: line feeds and tabs are kept, and any other hidden character is `\u001b`. JSON and TOML
/// read that back as the character.
pub(crate) fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => printable.push(c),
            // Each of them has four digits at most.
            _ if is_hidden(c) => printable.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => printable.push(c),
        }
    }
    printable
}

/// As [`printable`], in one line: what is a line of its own must not become several.
pub(crate) fn one_line(text: &str) -> String {
    printable(&text.replace(['\n', '\r'], " "))
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, printable};

    #[test]
    fn what_is_printed_is_read_back_by_json_and_toml() {
        for c in ('\0'..=char::MAX).filter(|c| is_hidden(*c) && !matches!(c, '\n' | '\t')) {
            let text = printable(&format!("\"a{c}b\""));
            assert!(!text.contains(is_hidden), "{text}");
            let json: String = serde_json::from_str(&text).unwrap();
            let toml = format!("a = {text}");
            let toml = toml::de::DeTable::parse(&toml).unwrap();
            let read = toml.get_ref()["a"].get_ref().as_str();
            assert_eq!((json.as_str(), read), (&*format!("a{c}b"), Some(json.as_str())));
        }
        assert_eq!(printable("a\n\t\u{e9}\r\u{202e}"), "a\n\t\u{e9}\\u000d\\u202e");
    }
}
