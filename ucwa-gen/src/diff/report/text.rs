//! Texts of the documentation within reports: nothing in them has a meaning of its own there.

use crate::schema::is_visible;

/// `1 change`, `2 changes`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A text in one line, with escapes in the place of what is not shown.
pub(super) fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => line.push('⏎'),
            '\t' => line.push(' '),
            c if is_visible(c) => line.push(c),
            c => line.extend(c.escape_unicode()),
        }
    }
    line
}

/// A text as code in Markdown.
pub(super) fn code(text: &str) -> String {
    let text = line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // Of a text that begins or ends with a fence or a blank, one blank on each side is not shown.
    let edge = |c: Option<char>| c.is_none_or(|c| c == '`' || c == ' ');
    let pad = if edge(text.chars().next()) || edge(text.chars().last()) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// A sentence with code between backticks, as Markdown.
pub(super) fn sentence(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { code(part) } else { plain(part) }).collect()
}

/// A text as Markdown without any meaning of its own.
pub(super) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '@' | '$' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A text as HTML, as code.
pub(super) fn html(text: &str) -> String {
    let escaped = line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<code>{escaped}</code>")
}

#[cfg(test)]
mod tests {
    use super::{code, html, plain, sentence};

    #[test]
    fn a_text_of_the_documentation_means_nothing_in_markdown() {
        for (text, expected) in [
            ("String", "`String`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("a\nb", "`a⏎b`"),
            ("a|b", "`a|b`"),
            ("\u{1b}[31m", "`\\u{1b}[31m`"),
            ("a\u{202e}b", "`a\\u{202e}b`"),
            ("", "`  `"),
        ] {
            assert_eq!(code(text), expected);
        }
        assert_eq!(plain("<b>*x*</b>"), "&lt;b&gt;\\*x\\*&lt;/b&gt;");
        assert_eq!(html("</summary>&"), "<code>&lt;/summary&gt;&amp;</code>");
        assert_eq!(sentence("`A<B>` is _new_"), "`A<B>` is \\_new\\_");
        // An uneven number of backticks does not open anything.
        assert_eq!(sentence("`a`b` is <i>"), "`a`b`  is <i> `");
    }
}
