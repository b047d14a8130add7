//! Doc comments: anybody's text, made so that rustdoc shows it as it is and does nothing else with it.
//!
//! Text of the documentation is escaped wherever Markdown, HTML or rustdoc would see more in it than text: no doctest,
//! no list, no tag comes of it, and no link but that of a code span that names a page. Text of our own is Markdown.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::file::File;
use crate::prose::{self, Part, parts};

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

    /// Adds what the documentation says, a paragraph for each of its own. In the file, code that names a page is a link
    /// to its type.
    pub(crate) fn prose(mut self, file: &File<'_>, text: &str) -> Self {
        let paragraphs = text.split("\n\n").map(|text| shown(file, text)).filter(|text| !text.is_empty());
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
    let code = prose::code(&text.chars().filter(|c| is_shown(*c)).collect::<String>());
    if code.trim().is_empty() { "(empty)".to_owned() } else { code }
}

/// Code that is a link.
pub(crate) fn link(text: &str, path: &str) -> String {
    format!("[{}]({path})", code(text))
}

/// The text with links to types by their names alone, in place of those by the names and this path, where the names are
/// in scope.
pub(crate) fn by_name(text: &str, path: &str, is_in_scope: impl Fn(&str) -> bool) -> String {
    let mut shortened = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(LINK) {
        shortened.push_str(&rest[..at]);
        rest = &rest[at..];
        match linked(rest, path).filter(|(name, _)| is_in_scope(name)) {
            Some((name, after)) => {
                shortened.push_str(&format!("[{}]", code(name)));
                // Else these would be part of the link.
                if after.starts_with(['(', '[', ':']) {
                    shortened.push_str("[]");
                }
                rest = after;
            }
            None => {
                shortened.push_str(LINK);
                rest = &rest[LINK.len()..];
            }
        }
    }
    shortened.push_str(rest);
    shortened
}

/// What a link to code begins with.
const LINK: &str = "[`";

/// The name that a text begins to link to by the path and the name itself, and what follows the link.
fn linked<'t>(text: &'t str, path: &str) -> Option<(&'t str, &'t str)> {
    let (name, rest) = text.strip_prefix(LINK)?.split_once('`')?;
    let after = rest.strip_prefix("](")?.strip_prefix(path)?.strip_prefix(name)?.strip_prefix(')')?;
    Some((name, after))
}

/// Prose as Markdown that shows just that, without line breaks.
fn shown(file: &File<'_>, text: &str) -> String {
    let mut shown = String::new();
    for part in parts(text.trim()) {
        match part {
            Part::Text(text) => escape(&mut shown, text),
            Part::Code(name) => match file.path(name) {
                Some(path) => {
                    if shown.ends_with('!') {
                        // Else the link would be an image.
                        shown.insert(shown.len() - 1, '\\');
                    }
                    shown.push_str(&link(name, &path));
                }
                None => shown.push_str(&code(name)),
            },
        }
    }
    shown
}

/// Adds plain text as Markdown that shows just that.
fn escape(shown: &mut String, text: &str) {
    let mut separate = text.starts_with(char::is_whitespace);
    for word in text.split_whitespace().map(escape_word).filter(|word| !word.is_empty()) {
        if separate {
            shown.push(' ');
        }
        separate = true;
        shown.push_str(&word);
    }
    if text.ends_with(char::is_whitespace) {
        shown.push(' ');
    }
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
        line.push_str(&word);
        width += length;
    }
    lines.push(line);
}

/// The parts between which a line may end: at spaces, but not inside code.
fn words(paragraph: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut fence = 0;
    for piece in paragraph.split(' ') {
        word.push_str(piece);
        for run in piece.split(|c| c != '`').map(str::len).filter(|length| *length > 0) {
            fence = match fence {
                0 => run,
                _ if fence == run => 0,
                _ => fence,
            };
        }
        if fence > 0 {
            word.push(' ');
        } else if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use super::{Doc, by_name, code};
    use crate::emit::Options;
    use crate::emit::file::File;
    use crate::emit::plan::Plan;
    use crate::emit::selection::Selection;
    use crate::schema::{Enumeration, Schema};

    fn shown(text: &str) -> String {
        let mut schema = Schema::empty();
        schema.enumerations.push(Enumeration {
            name: "Direction".to_owned(),
            description: String::new(),
            remarks: String::new(),
            page: None,
            members: Vec::new(),
            evidence: Vec::new(),
        });
        let plan = Plan::new(&schema, &Selection::new(&schema, None).unwrap(), false);
        Doc::new().prose(&File::new(&Options::new(), &plan, 2), text).lines().join("\n")
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
            ("```\npanic!()\n```", "`panic!()`"),
            ("` ``` x", "`` ` `` ```` ``` ```` x"),
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
    fn code_that_names_a_page_is_a_link() {
        assert_eq!(
            shown("The `Direction`s, a `direction`, (`Direction`) !`Direction`."),
            "The [`Direction`](super::super::Direction)s, a `direction`, ([`Direction`](super::super::Direction)) \\![`Direction`](super::super::Direction)."
                .replace(") \\", ")\n\\")
        );
        let text = by_name(
            "[`A`](super::A): [`A`](super::A)(s) [`A`](super::A), [`a`](super::A), [`a`](super::a)",
            "super::",
            |name| name == "A",
        );
        assert_eq!(text, "[`A`][]: [`A`][](s) [`A`], [`a`](super::A), [`a`](super::a)");
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
        let text = format!("{} `a b` {} ``a ` b``", "x".repeat(96), "y".repeat(120));
        let lines = Doc::new().markdown(text).lines();
        assert_eq!(lines, ["x".repeat(96), "`a b`".to_owned(), "y".repeat(120), "``a ` b``".to_owned()]);
    }
}
