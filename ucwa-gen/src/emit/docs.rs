//! Doc comments: anybody's text, made so that rustdoc shows it as it is and does nothing else with it.
//!
//! Text of the documentation is escaped wherever Markdown, HTML or rustdoc would see more in it than text: no doctest,
//! no link, no list, no tag comes of it. Text of our own is Markdown.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The width to which comments are wrapped, from the first column of the text.
const WIDTH: usize = 100;

/// A doc comment of several paragraphs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doc {
    paragraphs: Vec<String>,
}

impl Doc {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds what the documentation says, a paragraph for each of its own.
    pub(crate) fn prose(mut self, text: &str) -> Self {
        let paragraphs = text.split("\n\n").map(escape).filter(|paragraph| !paragraph.is_empty());
        self.paragraphs.extend(paragraphs);
        self
    }

    /// Adds a paragraph of Markdown.
    pub(crate) fn markdown(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.paragraphs.push(text);
        }
        self
    }

    /// The lines of the comment, each without the space that follows the slashes.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            wrap(paragraph, &mut lines);
        }
        lines
    }
}

impl ToTokens for Doc {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        for line in self.lines() {
            let line = if line.is_empty() { line } else { format!(" {line}") };
            tokens.extend(quote!(#[doc = #line]));
        }
    }
}

/// A name as code.
pub(crate) fn code(text: &str) -> String {
    let text: String =
        text.chars().filter(|c| is_shown(*c)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if text.trim().is_empty() {
        return "(empty)".to_owned();
    }
    if text.contains('`') {
        // A fence longer than any run of backticks inside; the spaces are not part of the code.
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        return format!("{fence} {text} {fence}");
    }
    format!("`{text}`")
}

/// Plain text as Markdown that shows just that, without line breaks.
fn escape(text: &str) -> String {
    let words = text.split_whitespace().map(escape_word).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn escape_word(word: &str) -> String {
    if word.contains("://") {
        return escape_address(word);
    }
    let mut escaped = String::with_capacity(word.len());
    let mut shown = word.chars().filter(|c| is_shown(*c)).peekable();
    // At the start of a line, which any word can come to stand at, these are a list item, a heading or a rule.
    if !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '+' | '=' | '#')) {
        escaped.push('\\');
    }
    let mut only_digits = true;
    while let Some(c) = shown.next() {
        let ends = matches!(c, '.' | ')') && shown.peek().is_none();
        let numbers_a_list = ends && only_digits && !escaped.is_empty();
        if numbers_a_list
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$')
        {
            escaped.push('\\');
        }
        only_digits &= c.is_ascii_digit();
        escaped.push(c);
    }
    escaped
}

/// An address is code, since rustdoc would have it be a link; the punctuation around it is not part of it.
fn escape_address(word: &str) -> String {
    let is_punctuation = |c: char| !c.is_alphanumeric() && c != '/';
    let core = word.trim_matches(is_punctuation);
    let Some(start) = word.find(core).filter(|_| !core.is_empty()) else {
        return code(word);
    };
    let (before, after) = (&word[..start], &word[start + core.len()..]);
    format!("{}{}{}", escape_word(before), code(core), escape_word(after))
}

/// Whether a character can stand in a comment: rustc rejects those that turn the direction of the text.
fn is_shown(c: char) -> bool {
    let turns = matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    !turns && (!c.is_control() || c.is_whitespace())
}

fn wrap(paragraph: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut width = 0;
    for word in words(paragraph) {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        if width > 0 {
            line.push(' ');
            width += 1;
        }
        line.push_str(word);
        width += length;
    }
    lines.push(line);
}

/// The parts between which a line may end: at spaces, but not inside code.
fn words(paragraph: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let (mut in_code, mut is_escaped) = (false, false);
    for (index, c) in paragraph.char_indices() {
        let was_escaped = is_escaped;
        is_escaped = c == '\\' && !in_code && !was_escaped;
        match c {
            '`' if !was_escaped => in_code = !in_code,
            ' ' if !in_code => {
                words.push(&paragraph[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    words.push(&paragraph[start..]);
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{Doc, code};

    fn shown(text: &str) -> String {
        Doc::new().prose(text).lines().join("\n")
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        assert_eq!(
            shown("Delivered when an invitation is started, e.g. \"now\"."),
            "Delivered when an invitation is started, e.g. \"now\"."
        );
        assert_eq!(shown(""), "");
        assert_eq!(shown("one\ntwo\n\nthree"), "one two\n\nthree");
    }

    #[test]
    fn nothing_is_markup() {
        for (text, expected) in [
            ("    let x = 1;", r"let x \= 1;"),
            ("```\npanic!()\n```", r"\`\`\` panic!() \`\`\`"),
            ("~~~", r"\~\~\~"),
            ("[contact](contact_ref.md)", r"\[contact\](contact\_ref.md)"),
            ("<b>x</b> &amp;", r"\<b\>x\</b\> \&amp;"),
            ("- a", r"\- a"),
            ("+1 4255551234 -x + - --", r"+1 4255551234 -x \+ \- \--"),
            ("1. a 2) b", r"1\. a 2\) b"),
            ("# a", r"\# a"),
            ("===", r"\==="),
            ("a | b", r"a \| b"),
            ("*a* __b__", r"\*a\* \_\_b\_\_"),
            ("version 2.0, 1.5)", "version 2.0, 1.5)"),
            (r"C:\x", r"C:\\x"),
            ("a\u{202E}b\u{0}c", "abc"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_code() {
        assert_eq!(
            shown("see (https://example.com/a_b?c=d&e), now"),
            "see (`https://example.com/a_b?c=d&e`), now"
        );
        assert_eq!(shown("a ://"), "a :`//`");
    }

    #[test]
    fn code_can_hold_anything() {
        assert_eq!(code("self"), "`self`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code("a\nb"), "`a b`");
        assert_eq!(code(" "), "(empty)");
    }

    #[test]
    fn lines_end_between_words() {
        let lines = Doc::new().markdown(format!("{} `a b` {}", "x".repeat(96), "y".repeat(120))).lines();
        assert_eq!(lines, ["x".repeat(96), "`a b`".to_owned(), "y".repeat(120)]);
    }
}
