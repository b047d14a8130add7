//! Text from traffic, for output.

use crate::schema::is_visible;

/// A text on one line, with escapes in the place of characters that are not visible: names come from traffic, and may hold any.
pub(super) fn shown(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut line, c| {
        match is_visible(c) && (c == ' ' || !c.is_whitespace()) {
            true => line.push(c),
            false => line.extend(c.escape_default()),
        }
        line
    })
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn what_is_not_shown_is_escaped() {
        for (text, expected) in [
            ("a name", "a name"),
            ("\u{e9}\u{4e2d}", "\u{e9}\u{4e2d}"),
            ("a\nb\tc", "a\\nb\\tc"),
            ("a\u{a0}b\u{202e}c\u{200b}", "a\\u{a0}b\\u{202e}c\\u{200b}"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }
}
