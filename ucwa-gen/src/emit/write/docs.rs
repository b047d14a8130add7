//! Doc comments: anybody's text, escaped so that rustdoc shows it verbatim and does nothing else with it.
//!
//! Text of the documentation is escaped wherever Markdown, HTML or rustdoc would see more in it than text: no doctest,
//! no list, no tag comes of it, and no link but that of a code span that names a page. Text of our own is Markdown.

use crate::hidden::escape;
use crate::prose::{self, Part, parts};
use crate::schema::is_visible;

/// The width to which comments are wrapped, from the first column of the text.
const WIDTH: usize = 100;

/// What comments can link to.
pub(crate) trait Targets {
    /// The path of the type of a page; `None` if there is no such type.
    fn path(&self, page: &str) -> Option<String>;
}

/// A doc comment of several paragraphs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Doc {
    paragraphs: Vec<String>,
}

impl Doc {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds what the documentation says, a paragraph for each of its own. Code that names a page is a link to its type.
    pub(crate) fn prose(mut self, targets: &impl Targets, text: &str) -> Self {
        let paragraphs = text.split("\n\n").map(|text| shown(targets, text)).filter(|text| !text.is_empty());
        self.paragraphs.extend(paragraphs);
        self
    }

    /// Adds an item to a list: Markdown, and what the documentation says about it.
    pub(crate) fn item<'t>(
        mut self,
        targets: &impl Targets,
        head: &str,
        texts: impl IntoIterator<Item = &'t &'t str>,
    ) -> Self {
        let texts: Vec<String> = texts.into_iter().map(|text| shown(targets, text)).collect();
        let text = texts.join(" ");
        let item = if text.is_empty() { format!("- {head}") } else { format!("- {head}: {text}") };
        match self.paragraphs.last_mut().filter(|last| last.starts_with("- ")) {
            Some(list) => list.push_str(&format!("\n{item}")),
            None => self.paragraphs.push(item),
        }
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

    /// The comment, each line of it behind this; nothing if there is nothing to say.
    pub(crate) fn comment(&self, start: &str) -> String {
        let mut comment = String::new();
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            if index > 0 {
                comment.push_str(start);
                comment.push('\n');
            }
            // An item of a list is a line of its own.
            paragraph.split('\n').for_each(|line| wrap(line, start, &mut comment));
        }
        comment
    }
}

/// A name as code.
pub(crate) fn code(text: &str) -> String {
    let code = match text.contains(is_escaped) {
        true => prose::code(&escape(text, is_escaped)),
        false => prose::code(text),
    };
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
    // A search for one character is several times as fast as one for two.
    while let Some(at) = rest.find('[') {
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
                shortened.push('[');
                rest = &rest[1..];
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
fn shown(targets: &impl Targets, text: &str) -> String {
    let mut shown = String::new();
    for part in parts(text.trim()) {
        match part {
            Part::Text(text) => escape_text(&mut shown, text),
            Part::Code(name) => match targets.path(name) {
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

/// Plain text as Markdown that shows just that.
pub(crate) fn plain(text: &str) -> String {
    let mut shown = String::new();
    escape_text(&mut shown, text.trim());
    shown
}

/// Adds plain text as Markdown that shows just that.
fn escape_text(shown: &mut String, text: &str) {
    let mut separate = text.starts_with(char::is_whitespace);
    for word in text.split_whitespace() {
        if separate {
            shown.push(' ');
        }
        escape_word(shown, word);
        separate = true;
    }
    if text.ends_with(char::is_whitespace) {
        shown.push(' ');
    }
}

fn escape_word(escaped: &mut String, word: &str) {
    if word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        escaped.push_str(word);
        return;
    }
    if word.contains("://") {
        return escape_address(escaped, word);
    }
    if word.contains(is_escaped) {
        return escape_word(escaped, &escape(word, is_escaped));
    }
    let start = escaped.len();
    let mut shown = word.chars().peekable();
    // At the start of a line, which any word can come to stand at, these are a list item, a heading or a rule.
    if !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '+' | '=' | '#')) {
        escaped.push('\\');
    }
    let mut only_digits = true;
    while let Some(c) = shown.next() {
        let ends = matches!(c, '.' | ')') && shown.peek().is_none();
        let numbers_a_list = ends && only_digits && escaped.len() > start;
        if numbers_a_list
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '$')
        {
            escaped.push('\\');
        }
        only_digits &= c.is_ascii_digit();
        escaped.push(c);
    }
}

/// An address is code, since rustdoc would have it be a link; the punctuation around it is not part of it.
fn escape_address(escaped: &mut String, word: &str) {
    let is_punctuation = |c: char| !c.is_alphanumeric() && c != '/';
    let core = word.trim_matches(is_punctuation);
    let Some(start) = word.find(core).filter(|_| !core.is_empty()) else {
        escaped.push_str(&code(word));
        return;
    };
    escape_word(escaped, &word[..start]);
    escaped.push_str(&code(core));
    escape_word(escaped, &word[start + core.len()..]);
}

/// Whether an escape stands for a character. White space is folded.
fn is_escaped(c: char) -> bool {
    !is_visible(c) && !c.is_whitespace()
}

/// Adds the lines of a paragraph, each behind this.
fn wrap(paragraph: &str, start: &str, to: &mut String) {
    to.push_str(start);
    let mut width = 0;
    // What goes on with an item of a list stands below its words.
    let indent = if paragraph.starts_with("- ") { "  " } else { "" };
    for word in words(paragraph) {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDTH {
            end_line(to);
            to.push_str(start);
            to.push_str(indent);
            width = 0;
        }
        to.push(' ');
        to.push_str(word);
        width += usize::from(width > 0) + length;
    }
    end_line(to);
}

/// Ends a line, without the spaces at its end.
fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

/// The parts between which a line may end: at spaces, but not inside code.
fn words(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let mut fence = 0;
    let ends = paragraph.split(' ').scan(0, |end, piece| {
        *end += piece.len() + 1;
        Some((*end - 1, piece))
    });
    ends.filter_map(move |(end, piece)| {
        if piece.contains('`') {
            for run in piece.split(|c| c != '`').map(str::len).filter(|length| *length > 0) {
                fence = match fence {
                    0 => run,
                    _ if fence == run => 0,
                    _ => fence,
                };
            }
        }
        if fence > 0 && end < paragraph.len() {
            return None;
        }
        let word = &paragraph[start..end];
        start = end + 1;
        Some(word).filter(|word| !word.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::{Doc, Targets, by_name, code};

    /// One page, whose type has the path.
    struct Direction;

    impl Targets for Direction {
        fn path(&self, page: &str) -> Option<String> {
            (page == "Direction").then(|| "super::super::Direction".to_owned())
        }
    }

    fn lines(docs: &Doc) -> Vec<String> {
        let comment = docs.comment("//");
        let line = |line: &str| line.strip_prefix("// ").unwrap_or_default().to_owned();
        comment.lines().map(line).collect()
    }

    fn shown(text: &str) -> String {
        let docs = Doc::new().prose(&Direction, text);
        lines(&docs).join("\n")
    }

    #[test]
    fn what_is_not_shown_is_escaped() {
        assert_eq!(shown("a\u{200b}b"), r"a\\u{200b}b");
        assert_eq!(shown("`a\u{200b}b`"), r"`a\u{200b}b`");
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
            ("a\u{202E}b\u{0}c", r"a\\u{202e}b\\u{0}c"),
            ("`a\u{202E}b`", r"`a\u{202e}b`"),
            ("https://a\u{202E}/ \u{2066}://x", r"`https://a\u{202e}/` \\u{2066}:`//x`"),
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
        assert_eq!(
            lines(&Doc::new().markdown(text)),
            ["x".repeat(96), "`a b`".to_owned(), "y".repeat(120), "``a ` b``".to_owned()]
        );
    }
}
