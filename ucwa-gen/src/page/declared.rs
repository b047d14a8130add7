//! Declared types: glued to the end of a description in the original form, in a column of their own in the explicit one.

use std::collections::BTreeSet;

use super::facts::Declared;
use super::limits::Limits;
use crate::schema::{Scalar, Type, is_member};
use crate::suggest::suggestion;

/// The scalars that request tables declare by name.
const SCALARS: &[(&str, Scalar)] = &[
    ("ExternalResource", Scalar::ExternalResource),
    ("DateTime", Scalar::DateTime),
    ("TimeSpan", Scalar::TimeSpan),
    ("Boolean", Scalar::Boolean),
    ("String", Scalar::String),
    ("Int32", Scalar::Int32),
    ("Byte", Scalar::Byte),
    ("Uri", Scalar::Uri),
];

/// Splits a description into its text and the type at its end (`… 50 characters. String`, `AddressString`,
/// `Array of (ModalityType)Audio, or Video`). Nothing else may follow the type: `(CAA)` in a sentence is none.
pub(super) fn split(description: &str) -> (&str, Option<Declared>) {
    let text = description.trim_end();
    let Some((before, scalar, members)) = enumeration(text).or_else(|| scalar(text)) else {
        return (text, None);
    };
    let (before, array) = strip_word(before, "Array of");
    let (before, nullable) = strip_word(before, "Nullable");
    let ty = if array { Type::Array(scalar) } else { Type::Scalar(scalar) };
    (before.trim_end(), Some(Declared { nullable, ty, members }))
}

/// The word before a declared type that was to say that it is a list, or that there may be no value, and does not: it is
/// another word for that, in another case, or misspelt.
///
/// What stands before a type is the end of a sentence, or a word that the type is glued to (`AddressString`).
pub(super) fn misread(description: &str) -> Option<&str> {
    let text = description.trim_end();
    let (before, scalar, _) = enumeration(text).or_else(|| scalar(text))?;
    let (before, _) = strip_word(before, "Array of");
    let (before, is_nullable) = strip_word(before, "Nullable");
    let words = before.trim_end();
    let word = words.rsplit(|c: char| !c.is_alphanumeric()).next().filter(|word| !word.is_empty())?;
    // `Nullable` begins with a capital, and can stand behind a sentence without its period. So can an enumeration.
    let is_apart = words.len() < before.len() && !is_nullable && !matches!(scalar, Scalar::Enumeration(_));
    // A capital by itself or behind a small letter, or the first one of the type again, is one too many: `AddressSString`,
    // `IDSString`. `URIString` has none.
    let mut letters = word.chars().rev();
    let last = letters.next().filter(char::is_ascii_uppercase);
    let is_alone = !letters.next().is_some_and(|c| c.is_ascii_uppercase());
    let is_stray = last.is_some_and(|last| is_alone || text[words.len()..].trim_start().starts_with(last));
    (is_apart || is_stray || is_modifier(word)).then_some(word)
}

/// Whether a word, or its end, is nearly one that qualifies the type behind it.
fn is_modifier(word: &str) -> bool {
    let lower = word.to_lowercase();
    let ends_nearly = |known: &str| {
        let lengths = known.len() - 1..=known.len() + 1;
        let mut ends = lengths.filter_map(|length| lower.get(lower.len().checked_sub(length)?..));
        ends.any(|end| strsim::osa_distance(end, known) <= 1)
    };
    ["of", "list"].contains(&lower.as_str())
        || ["arrayof", "listof", "array", "nullable"].into_iter().any(ends_nearly)
}

/// The type that the last word of a description may have been meant for.
pub(crate) fn misspelt(description: &str) -> Option<String> {
    let text = description.trim_end();
    let ends_nearly = |name: &&str| {
        // The type may be glued to the word before it, so any end of about its length is looked at. One without a capital,
        // and with no sentence before it, is the end of a sentence itself (`the media type`).
        (name.len() - 1..=name.len() + 1).any(|length| {
            let Some(start) = text.len().checked_sub(length).filter(|start| text.is_char_boundary(*start))
            else {
                return false;
            };
            let (before, end) = text.split_at(start);
            let before = before.trim_end();
            let follows = before.ends_with(['.', ')'])
                || ["Nullable", "Array of"].iter().any(|word| before.ends_with(word));
            (follows || end.contains(char::is_uppercase)) && strsim::osa_distance(end, name) == 1
        })
    };
    let near: Vec<String> =
        SCALARS.iter().map(|(name, _)| *name).filter(ends_nearly).map(str::to_owned).collect();
    suggestion(&near)
}

fn scalar(text: &str) -> Option<(&str, Scalar, Vec<String>)> {
    let (name, scalar) = SCALARS.iter().find(|(name, _)| text.ends_with(name))?;
    Some((&text[..text.len() - name.len()], scalar.clone(), Vec::new()))
}

/// `(Name)A, B, or C` at the end of the text.
fn enumeration(text: &str) -> Option<(&str, Scalar, Vec<String>)> {
    let close = text.rfind(')')?;
    let open = text[..close].rfind('(')?;
    let name = &text[open + 1..close];
    let Ok(Scalar::Enumeration(name)) = name.parse::<Scalar>() else { return None };
    let members = members(&text[close + 1..])?;
    Some((&text[..open], Scalar::Enumeration(name), members))
}

/// `A, B, or C`, or a single member; none when the text is anything else.
fn members(text: &str) -> Option<Vec<String>> {
    let members: Vec<String> =
        text.split(',').map(|member| member.trim().trim_start_matches("or ").trim().to_owned()).collect();
    members.iter().all(|member| is_member(member)).then_some(members)
}

/// Why members are not listed as `A`, `A, or B` or `A, B, or C` are.
fn misordered(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let last = parts.len() - 1;
    let mut known = BTreeSet::new();
    for (at, part) in parts.iter().enumerate() {
        let (member, has_or) =
            part.strip_prefix("or ").map_or((*part, false), |member| (member.trim(), true));
        if has_or != (at == last && last > 0) || member.eq_ignore_ascii_case("or") {
            return Some(format!("`{}` does not list members as `A, B, or C` does", text.trim()));
        }
        if !known.insert(member.to_ascii_lowercase()) {
            return Some(format!("`{member}` is listed as a member twice"));
        }
    }
    None
}

/// Why the members of an enumeration at the end of a description may be others than it was to list.
pub(super) fn misread_members(description: &str) -> Option<String> {
    let text = description.trim_end();
    enumeration(text)?;
    misordered(&text[text.rfind(')')? + 1..])
}

fn strip_word<'a>(text: &'a str, word: &str) -> (&'a str, bool) {
    match text.trim_end().strip_suffix(word) {
        Some(before) => (before, true),
        None => (text, false),
    }
}

/// What a cell of the Type column says, and what no value of the type can be.
pub(super) struct Cell {
    pub(super) declared: Declared,
    pub(super) limits: Limits,
    pub(super) doubt: Option<String>,
}

/// Reads the Type column of the explicit form: `[Nullable ]TYPE[ (limits)]`. What is well-formed is read, whether or not it makes
/// sense: a schema has what the original form says, and its pages are read as they were written.
///
/// # Errors
/// When the cell is in no such form; the error is what is wrong with it.
pub(super) fn cell(text: &str) -> Result<Cell, String> {
    let text = text.trim();
    let (text, nullable) = match text.strip_prefix("Nullable ") {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    };
    let (text, array) = match text.strip_prefix("Array of ") {
        Some(rest) => (rest.trim_start(), true),
        None => (text, false),
    };
    // A default and the mark behind it can have parentheses of their own.
    let (element, limits) = match text.strip_suffix(')').and_then(|text| text.split_once(" (")) {
        Some((element, limits)) => (element.trim_end(), Limits::from_list(limits)?),
        None => (text, Limits::default()),
    };
    let (scalar, members, misordered) = match enumeration(element) {
        Some(("", scalar, members)) => {
            let listed = element.rfind(')').map_or("", |close| &element[close + 1..]);
            (scalar, members, misordered(listed))
        }
        _ => (element.parse::<Scalar>().map_err(|error| error.to_string())?, Vec::new(), None),
    };
    let doubt = misordered.or_else(|| limits.misapplied(&scalar, &members));
    let ty = if array { Type::Array(scalar) } else { Type::Scalar(scalar) };
    Ok(Cell { declared: Declared { nullable, ty, members }, limits, doubt })
}

#[cfg(test)]
mod tests {
    use super::{cell, misread, misread_members, misspelt};

    /// A cell of the Type column, and what is wrong with it.
    #[test]
    fn members_and_limits_are_those_that_a_type_can_have() {
        for (text, expected) in [
            ("(Hue)Warm", ""),
            ("(Hue)Warm, or Cold", ""),
            ("(Hue)Warm, Neutral, or Cold", ""),
            ("(Hue)Warm, Neutral, or Cold (default Cold)", ""),
            ("(Hue)Warm, Neutral, or", "`Warm, Neutral, or` does not list members"),
            ("(Hue)Warm, Neutral", "`Warm, Neutral` does not list members"),
            ("(Hue)Warm, or Neutral, or Cold", "`Warm, or Neutral, or Cold` does not list members"),
            ("(Hue)or Warm", "`or Warm` does not list members"),
            ("(Hue)Warm, Cold, or Warm", "`Warm` is listed as a member twice"),
            ("(Hue)Warm, or warm", "`warm` is listed as a member twice"),
            ("(Hue)Warm, or Cold (default Hot)", "`Hot` is not a member of `Hue`"),
            ("(Hue)Warm, or Cold (at most 5 characters)", "a `Hue` has no length"),
            ("Int32 (minimum 0, maximum 100, default 100)", ""),
            ("Int32 (minimum 5, maximum 60, default 15 seconds)", ""),
            ("Int32 (minimum -5, default -1)", ""),
            ("Nullable Array of Int32 (maximum 7)", ""),
            ("Int32 (minimum 0, maximum 100, default 101)", "the default 101 is not within the limits"),
            ("Int32 (minimum 1, default 0)", "the default 0 is not within the limits"),
            ("Int32 (default 1OO)", "`1OO` is not a number, or a number and a unit"),
            ("Int32 (default = 100)", "`= 100` is not a number"),
            ("Int32 (default value 100)", "`value 100` is not a number"),
            ("Int32 (default 100))", "`100)` is not a number"),
            ("Int32 (default 0 to 100)", "`0 to 100` is not a number"),
            ("Int32 (default 100, minimum)", "`minimum` stands behind the default"),
            ("Int32 (default 100, at least 3)", "`at least 3` stands behind the default"),
            ("Int32 (maximum 99999999999)", "99999999999 is no value of an `Int32`"),
            ("Byte (maximum 256)", "256 is no value of a `Byte`"),
            ("Int32 (at most 100 characters)", "an `Int32` has no length"),
            ("Boolean (default True)", ""),
            ("Boolean (default false)", ""),
            ("Boolean (default maybe)", "`maybe` is not `true` or `false`"),
            ("Boolean (minimum 0, maximum 1)", "a `Boolean` has no smallest or largest value"),
            ("Nullable DateTime (default 8 hours)", ""),
            ("DateTime (default soon enough, or later)", "`soon enough, or later` is not one value"),
            ("DateTime (at most 50 characters)", "a `DateTime` has no length"),
            ("[Hue](Hue_ref.md) (default Warm)", ""),
            ("String (at most 50 characters, default the user's name)", ""),
            ("String (default = x)", "`= x` is not one value"),
            ("String (default x))", "`x)` is not one value"),
            ("String (default x (y))", ""),
            ("Array of String (default x (y) (source: a book (of lamps)))", ""),
            ("String (minimum 1)", "a `String` has no smallest or largest value"),
            ("Uri (at most 50 characters)", ""),
            ("Object (default x)", "`x` is not one value"),
        ] {
            // The words of a link are all that is left of it when a cell is read.
            let plain = text.replace("[Hue](Hue_ref.md)", "Hue");
            let found = cell(&plain).map_or_else(Some, |cell| cell.doubt).unwrap_or_default();
            assert!(
                found.starts_with(expected) && found.is_empty() == expected.is_empty(),
                "{text}: {found}"
            );
        }
    }

    #[test]
    fn members_behind_a_description_are_listed_as_others_are() {
        for (text, is_doubted) in [
            ("How. (Hue)Warm, or Cold", false),
            ("How. (Hue)Warm", false),
            ("How. (Hue)Warm, Cold, or", true),
            ("How. (Hue)Warm, or warm", true),
            ("How (CAA) it is", false),
        ] {
            assert_eq!(misread_members(text).is_some(), is_doubted, "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_type_is_a_sentence_or_says_something_about_it() {
        // A description, the word that is none of that, and why.
        for (text, expected, why) in [
            ("The ID. String", None, "behind a sentence"),
            ("The ID.String", None, "glued to it"),
            ("AddressString", None, "glued to its last word"),
            ("Building/Room NoString", None, "glued to a short word"),
            ("The minimum value is 5 Nullable Int32", None, "a sentence without its period"),
            ("Who.Nullable Array of Uri", None, "both"),
            ("Where to.Array of (Modality)Audio, or Video", None, "of an enumeration"),
            ("The state (ModalityType)Audio, or Video", None, "behind a word"),
            ("Who.List of String", Some("of"), "another word for a list"),
            ("Who. Array String", Some("Array"), "half of it"),
            ("Who. array of String", Some("of"), "another case"),
            ("Who. Array Of String", Some("Of"), "another case"),
            ("Who. Arrays of String", Some("of"), "another number"),
            ("Who.ArrayofString", Some("Arrayof"), "without a blank"),
            ("Who. Array of(ModalityType)Audio", None, "nothing is missing"),
            ("Who. Arrray (ModalityType)Audio", Some("Arrray"), "of an enumeration"),
            ("Who. nullable Boolean", Some("nullable"), "another case"),
            ("Who.Nullabel Boolean", Some("Nullabel"), "misspelt"),
            ("Who.NullabelBoolean", Some("Nullabel"), "misspelt and glued"),
            ("Who.nullable Array of Uri", Some("nullable"), "before the list"),
            ("Who. Optional Boolean", Some("Optional"), "a word of its own"),
            ("The address of a URIString", None, "glued to an abbreviation"),
            ("AddressSString", Some("AddressS"), "a letter too many"),
            ("Who.SString", Some("S"), "behind a sentence"),
            ("The address of a URISString", Some("URIS"), "behind an abbreviation"),
            ("Who. Nullable TTimeSpan", Some("T"), "behind another word"),
            ("A text.", None, "no type"),
        ] {
            assert_eq!(misread(text), expected, "{text}: {why}");
        }
    }

    #[test]
    fn a_misspelt_type_is_told_from_the_end_of_a_sentence() {
        for (text, expected) in [
            ("The ID. Strng", true),
            ("The body.Array of yBte", true),
            ("Content of the invitationExternalRessource", true),
            ("The ID.Sring", true),
            ("The ID.tring", true),
            ("The delay Nullable pnt32", true),
            ("The media type", false),
            ("The maximum length is 50 characters.", false),
            ("An SMTP address", false),
            ("", false),
            ("\u{e9}\u{e9}\u{e9}", false),
        ] {
            assert_eq!(misspelt(text).is_some(), expected, "{text}");
        }
    }
}
