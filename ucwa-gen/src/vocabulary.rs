//! The fixed words of the reference: its headings and the heading rows of its tables.

use crate::schema::names_no_error;

/// The headings that do not depend on where they stand, in lower case, and the level each has in the reference.
pub(crate) const HEADINGS: &[(&str, usize)] = &[
    ("web link", 2),
    ("resource description", 2),
    ("properties", 3),
    ("links", 3),
    ("embedded resources", 3),
    ("azure active directory scopes for online applications", 3),
    ("events", 2),
    ("operations", 2),
    ("query parameters", 4),
    ("request body", 4),
    ("response body", 4),
    ("synchronous errors", 4),
    ("examples", 4),
    ("json request", 4),
    ("json response", 4),
    ("xml request", 4),
    ("xml response", 4),
    ("asynchronous reason codes", 4),
    ("members", 2),
    ("remarks", 2),
];

/// The words over the columns of tables, as they are written there.
pub(crate) const COLUMNS: &[&str] = &[
    "Name",
    "Description",
    "Required?",
    "Type",
    "Link",
    "Embedded resource",
    "Leads to",
    "Holds",
    "Cardinality",
    "Item",
    "Element",
    "Error",
    "Code",
    "Status",
    "Subcode",
    "Reason",
    "Resource",
    "Priority",
    "Sender",
    "In",
    "Embedded?",
    "Scope",
    "Permission",
    "Media type",
];

/// Whether this is the word over a column, in its own spelling: a property may be called `name`.
pub(crate) fn is_column(text: &str) -> bool {
    COLUMNS.contains(&text)
}

/// The methods, each a heading of the third level.
pub(crate) const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"];

/// The event types, each a heading of the third level, in lower case.
pub(crate) const EVENT_TYPES: &[&str] = &["added", "updated", "deleted", "started", "completed"];

/// The priorities of events.
pub(crate) const PRIORITIES: &[&str] = &["High", "Medium", "Low"];

/// The groups of resources, as the documentation names them. Pages of one's own may have others.
pub(crate) const GROUPS: &[&str] =
    &["Communication", "Discovery", "E911", "General", "Me", "OnlineMeeting", "People"];

/// The heading that a misspelt one, in lower case, is most like.
pub(crate) fn meant_heading(text: &str) -> Option<&'static str> {
    let all = HEADINGS.iter().map(|(name, _)| (strsim::osa_distance(name, text), *name));
    all.filter(|(distance, name)| *distance <= 1 + name.len() / 8).min().map(|(_, name)| name)
}

/// Whether a text looks like an error code: one word with a capital at its beginning.
pub(crate) fn is_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && !names_no_error(text)
}

/// Whether a text can be the heading over the asynchronous reasons of one code: it looks like a code, and is no other heading.
pub(crate) fn is_reason_heading(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_other = METHODS.contains(&text.to_uppercase().as_str())
        || EVENT_TYPES.contains(&lower.as_str())
        || meant_heading(&lower).is_some();
    is_code(text) && !is_other
}

/// The level of a line that is a heading of the reference word for word; none when it is none.
pub(crate) fn heading_level(line: &str) -> Option<usize> {
    let text = line.trim().to_lowercase();
    if METHODS.contains(&line.trim()) || EVENT_TYPES.contains(&text.as_str()) {
        return Some(3);
    }
    HEADINGS.iter().find(|(heading, _)| *heading == text).map(|(_, level)| *level)
}

/// The headings that other documents have as well.
const COMMON: &[&str] = &["events", "examples", "links", "members", "operations", "properties", "remarks"];

/// Whether a text is a reference page, or what is left of one: it has a heading, marked or bare, that every page has, or two
/// that only those pages have. A page that has lost some of them is read, so that its damage is found.
pub(crate) fn is_reference(text: &str) -> bool {
    let mut seen: Option<&str> = None;
    text.lines().any(|line| {
        let line = line.trim_start_matches(['#', ' ', '\u{feff}']);
        // No heading is longer.
        if line.len() > 80 {
            return false;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let line = words.join(" ").to_lowercase();
        if line == "response body" || line == "members" {
            return true;
        }
        let known = HEADINGS.iter().map(|(heading, _)| *heading).find(|heading| *heading == line);
        let Some(known) = known.filter(|known| !COMMON.contains(known)) else { return false };
        *seen.get_or_insert(known) != known
    })
}

/// The registered types of media, before the slash.
const MEDIA: [&str; 10] =
    ["application", "audio", "example", "font", "image", "message", "model", "multipart", "text", "video"];

/// Whether the body of a request of this method has no meaning, whatever a client sends (RFC 9110, sections 9.3.1 and 9.3.2).
pub(crate) fn is_without_request_body(method: &str) -> bool {
    matches!(method, "GET" | "HEAD")
}

/// Whether an answer of this HTTP status has no body, whatever it answers (RFC 9110, section 15).
pub(crate) fn is_without_body(status: u16) -> bool {
    matches!(status, 100..=199 | 204 | 205 | 304)
}

/// The HTTP status that a text is: three digits, from 100 to 599.
pub(crate) fn status(text: &str) -> Option<u16> {
    let is_number = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten().filter(|status| (100..600).contains(status))
}

/// Whether this is a media type without parameters.
pub(crate) fn is_media_type(text: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
    };
    let is_known = |ty: &str| MEDIA.iter().any(|known| known.eq_ignore_ascii_case(ty));
    text.split_once('/').is_some_and(|(ty, subtype)| is_known(ty) && is_token(subtype))
}

/// Whether this is the name of an XML element.
pub(crate) fn is_element(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

#[cfg(test)]
mod tests {
    use super::is_reference;

    #[test]
    fn what_is_left_of_a_page_is_one() {
        for (text, expected) in [
            ("lamp\n\nResponse body\n", true),
            ("# Hue\n\n## Members\n", true),
            ("lamp\n\nResponse\u{a0}body\n", true),
            ("lamp\n\nWeb Link\n\nRequest body\n", true),
            ("# lamp\n\n## Web Link\n\n## Resource description\n", true),
            ("# About\n\n## Query parameters\n\n## Query parameters\n", false),
            ("# About\n\n## Links\n\n## Examples\n\n## Properties\n", false),
            ("# About\n\nThe response body and the members.\n", false),
            ("", false),
        ] {
            assert_eq!(is_reference(text), expected, "{text}");
        }
    }
}
