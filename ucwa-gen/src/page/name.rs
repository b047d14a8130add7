//! What a name on a page can be.

use crate::schema::is_visible;

/// Whether a cell begins or ends with a mark of emphasis that nothing closes. One that is meant has a backslash.
pub(super) fn is_half_emphasised(source: &str) -> bool {
    let source = source.trim();
    source.starts_with('_') || source.ends_with('_') && !source.ends_with("\\_")
}

/// The first character of a name that cannot be seen, or that changes the direction of the text around it.
pub(super) fn invisible(name: &str) -> Option<char> {
    name.chars().find(|c| !is_visible(*c))
}

/// Words that stand in the place of a name that is still to be written.
const LATER: [&str; 3] = ["n/a", "tbd", "todo"];

/// What no name of the API has, though it could be a name.
pub(super) fn unusual(name: &str) -> Option<String> {
    if let Some(c) = name.chars().find(|c| !c.is_ascii()) {
        return Some(format!("the character `{c}` (U+{:04X}), which is outside of ASCII", u32::from(c)));
    }
    if LATER.iter().any(|word| word.eq_ignore_ascii_case(name)) {
        return Some("the words for one that is still to be written".to_owned());
    }
    let is_usual = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let edges = [name.chars().next(), name.chars().next_back()];
    if let Some(c) = edges.into_iter().flatten().find(|c| !is_usual(*c)) {
        return Some(format!("the mark `{c}` at its edge"));
    }
    if let Some(c) = name.chars().find(|c| matches!(c, ':' | '/')) {
        return Some(format!("the mark `{c}`, as if it were two names"));
    }
    (!name.contains(|c: char| c.is_ascii_alphabetic())).then(|| "no letter".to_owned())
}

#[cfg(test)]
mod tests {
    use super::{invisible, is_half_emphasised, unusual};

    #[test]
    fn what_no_name_has_is_found() {
        for (name, expected) in [
            ("label", ""),
            ("label2", ""),
            ("_label", ""),
            ("Conversations.ReadWrite", ""),
            ("a-b", ""),
            ("label:", "the mark `:` at its edge"),
            ("label.", "the mark `.` at its edge"),
            ("label/", "the mark `/` at its edge"),
            ("-label", "the mark `-` at its edge"),
            ("@label", "the mark `@` at its edge"),
            ("../label", "the mark `.` at its edge"),
            ("label:String", "the mark `:`, as if it were two names"),
            ("message/type", "the mark `/`, as if it were two names"),
            ("1", "no letter"),
            ("n/a", "the words for one that is still to be written"),
            ("TODO", "the words for one that is still to be written"),
            ("l\u{430}bel", "the character `\u{430}` (U+0430), which is outside of ASCII"),
            ("label\u{b2}", "the character `\u{b2}` (U+00B2), which is outside of ASCII"),
            ("\u{fb01}le", "the character `\u{fb01}` (U+FB01), which is outside of ASCII"),
        ] {
            assert_eq!(unusual(name).unwrap_or_default(), expected, "{name:?}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_found() {
        for (name, expected) in [
            ("name", None),
            ("größe", None),
            ("na\u{200b}me", Some('\u{200b}')),
            ("na\u{202e}me", Some('\u{202e}')),
            ("\u{feff}name", Some('\u{feff}')),
            ("na\u{ad}me", Some('\u{ad}')),
        ] {
            assert_eq!(invisible(name), expected, "{name:?}");
        }
    }

    #[test]
    fn half_an_emphasis_is_found() {
        for (source, expected) in
            [("a", false), ("a_b", false), ("a_", true), (r"a\_", false), ("_a", true), (r"\_a", false)]
        {
            assert_eq!(is_half_emphasised(source), expected, "{source}");
        }
    }
}
