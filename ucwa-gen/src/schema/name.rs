//! What can be a name in the schema.

/// Whether a text is a name of the API: a page, a rel, a property, a member, a code.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_in_name)
}

/// Whether a text is a name as pages and samples write one: of letters, digits, and marks that no format needs for itself, but not of marks alone.
pub(crate) fn is_plain_name(text: &str) -> bool {
    let is_mark = |c| matches!(c, '_' | '-' | '.' | ':' | '/' | '@' | '+' | '$' | '#');
    text.contains(char::is_alphanumeric) && text.chars().all(|c| c.is_alphanumeric() || is_mark(c))
}

/// Whether a table of a page can list something of this name. In most tables the word `None` stands for an empty table.
pub(crate) fn is_listable(name: &str) -> bool {
    is_listable_member(name) && !name.eq_ignore_ascii_case("none")
}

/// Whether the page of an enumeration can list a member of this name.
pub(crate) fn is_listable_member(name: &str) -> bool {
    is_plain_name(name) && name.chars().all(is_visible)
}

/// Words that stand in the place of a name for no error, or for several.
const NO_NAMES: [&str; 13] = [
    "any", "all", "errors", "error", "na", "nil", "none", "null", "nothing", "other", "todo", "various",
    "empty",
];

/// Whether a word in the place of an error's name stands for no error, or for several.
pub(crate) fn names_no_error(name: &str) -> bool {
    NO_NAMES.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a text can be the name of an enumeration's member.
pub(crate) fn is_member(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a text can be the name of an error code or a subcode.
pub(crate) fn is_error_name(text: &str) -> bool {
    is_member(text) && !names_no_error(text)
}

/// Whether a name of the API can have this character: one that is shown, and that a format can write unchanged.
pub(crate) fn is_in_name(c: char) -> bool {
    match c {
        '"' | '\\' => false,
        _ if c.is_ascii() => c.is_ascii_graphic(),
        _ => !c.is_whitespace() && is_visible(c),
    }
}

/// Whether a text is a title: one line, with something to be seen in it.
pub(crate) fn is_title(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().all(is_visible)
}

/// Whether a character is visible. Those that Unicode calls default ignorable are not, and some of them change the
/// direction of the text around them.
pub(crate) fn is_visible(c: char) -> bool {
    let is_ignorable = matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    );
    !is_ignorable && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{is_name, is_plain_name, is_title, names_no_error};

    #[test]
    fn a_name_has_no_blank_and_nothing_that_is_not_seen() {
        for (text, name, title) in [
            ("contact", true, true),
            ("00000000-0000-4000-8000-000000000001", true, true),
            ("application/sdp", true, true),
            ("\u{e9}t\u{e9}", true, true),
            ("\u{2014}", true, true),
            ("e\u{301}", true, true),
            ("200 OK", false, true),
            ("a\"b", false, true),
            ("a\\b", false, true),
            ("", false, false),
            (" ", false, false),
            ("a\nb", false, false),
            ("a\u{0}", false, false),
            ("a\u{2028}b", false, false),
            ("\u{FEFF}a", false, false),
            ("a\u{200B}b", false, false),
            ("a\u{202E}b", false, false),
            ("a\u{2066}b", false, false),
        ] {
            assert_eq!((is_name(text), is_title(text)), (name, title), "{text:?}");
        }
    }

    #[test]
    fn a_name_is_one_word() {
        for (text, expected) in [
            ("contact", true),
            ("Conversations.Initiate", true),
            ("größe2", true),
            ("x:y/z@a+b$c#d_e-f", true),
            ("", false),
            ("a b", false),
            (":---", false),
            ("a`", false),
            ("a\u{200b}", false),
        ] {
            assert_eq!(is_plain_name(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_in_place_of_an_error_is_found() {
        for (name, expected) in
            [("None", true), ("Any", true), ("TODO", true), ("Conflict", false), ("Anyone", false)]
        {
            assert_eq!(names_no_error(name), expected, "{name}");
        }
    }
}
