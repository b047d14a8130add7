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

/// Words that say in the place of a name that there is none, or more than one.
const NO_NAMES: [&str; 13] = [
    "any", "all", "errors", "error", "na", "nil", "none", "null", "nothing", "other", "todo", "various",
    "empty",
];

/// Whether a word in the place of an error's name says that there is none, or more than one.
pub(super) fn names_no_error(name: &str) -> bool {
    NO_NAMES.contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::{invisible, is_half_emphasised, names_no_error};

    #[test]
    fn a_word_in_place_of_an_error_is_found() {
        for (name, expected) in
            [("None", true), ("Any", true), ("TODO", true), ("Conflict", false), ("Anyone", false)]
        {
            assert_eq!(names_no_error(name), expected, "{name}");
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
