//! What the cells of columns with a closed set of values hold.
//!
//! Case and blanks are forgiven where nothing else can be meant. Each error says what is wrong and what is expected.

use super::name::is_half_emphasised;
use crate::extract::{Hyperlink, Text};
use crate::schema::{is_member, is_plain_name as is_name, names_no_error};
use crate::vocabulary::{self, is_element, is_media_type};

/// `Yes` or `No`.
pub(super) fn required(cell: &Text) -> Result<bool, String> {
    one_of(cell, [("Yes", true), ("No", false)])
}

/// `Yes`, `No`, or `None` where nothing says it.
pub(super) fn embedded(cell: &Text) -> Result<Option<bool>, String> {
    one_of(cell, [("Yes", Some(true)), ("No", Some(false)), ("None", None)])
}

/// `one` or `many`.
pub(super) fn cardinality(cell: &Text) -> Result<bool, String> {
    one_of(cell, [("many", true), ("one", false)])
}

/// A priority of events. `None` stands for one that is not known.
pub(super) fn priority(cell: &Text) -> Result<&'static str, String> {
    one_of(cell, [("High", "High"), ("Medium", "Medium"), ("Low", "Low"), ("None", "")])
}

/// An HTTP status.
fn status(text: &str) -> Result<u16, String> {
    vocabulary::status(text)
        .ok_or_else(|| format!("`{text}` is not a status: expected a number from 100 to 599"))
}

/// An HTTP status, or `None`.
pub(super) fn code(text: &str) -> Result<Option<u16>, String> {
    if is_none(text) {
        return Ok(None);
    }
    status(text).map(Some).map_err(|message| format!("{message}, or `None`"))
}

/// The name of a subcode, or `None`.
pub(super) fn subcode(cell: &Text, text: &str) -> Result<Option<String>, String> {
    if is_none(text) {
        return Ok(None);
    }
    let name = named(cell, text).map_err(|message| format!("{message}, or `None`"))?;
    if names_no_error(&name) {
        return Err(format!("`{name}` names no subcode: write `None` where there is none"));
    }
    if !is_member(&name) {
        return Err(format!("`{name}` is not the name of a subcode: expected letters and digits, or `None`"));
    }
    Ok(Some(name))
}

/// One name.
pub(super) fn name(cell: &Text) -> Result<String, String> {
    named(cell, &cell.plain)
}

/// One name, the text of a cell without its mark.
fn named(cell: &Text, text: &str) -> Result<String, String> {
    let is_half = is_half_emphasised(cell.span.text()) && (text.starts_with('_') || text.ends_with('_'));
    if !is_name(text) || is_half {
        return Err(format!("`{text}` is not one name"));
    }
    Ok(text.to_owned())
}

/// Names, separated by commas; or nothing.
pub(super) fn names(cell: &Text) -> Result<Vec<String>, String> {
    if cell.plain.is_empty() {
        return Ok(Vec::new());
    }
    let names = cell.plain.split(',').map(str::trim);
    let wrong = names.clone().find(|name| !is_name(name));
    match wrong {
        Some(name) => Err(format!(
            "`{name}` in `{}` is not a name: expected names with commas between them",
            cell.plain
        )),
        None => Ok(names.map(str::to_owned).collect()),
    }
}

/// A link and nothing else.
pub(super) fn link(cell: &Text) -> Result<Hyperlink, String> {
    linked(cell, &cell.plain)
}

/// A link with this text, which is that of a cell without its mark.
pub(super) fn linked(cell: &Text, text: &str) -> Result<Hyperlink, String> {
    match cell.links.as_slice() {
        [link] if link.text == text && !link.text.is_empty() => Ok(link.clone()),
        _ => Err(format!("`{}` is not one link to a page, as `[contact](contact_ref.md)` is", cell.plain)),
    }
}

/// A media type without parameters.
pub(super) fn media_type(cell: &Text) -> Result<String, String> {
    if is_media_type(&cell.plain) {
        return Ok(cell.plain.to_ascii_lowercase());
    }
    Err(format!("`{}` is not a media type, as `application/sdp` is", cell.plain))
}

/// The name of an XML element.
pub(super) fn element(cell: &Text) -> Result<String, String> {
    let text = cell.plain.as_str();
    if is_element(text) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is not the name of an XML element"))
    }
}

fn is_none(text: &str) -> bool {
    text.eq_ignore_ascii_case("none")
}

fn one_of<T: Copy, const N: usize>(cell: &Text, values: [(&str, T); N]) -> Result<T, String> {
    let found = values.iter().find(|(word, _)| word.eq_ignore_ascii_case(&cell.plain));
    found.map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<&str> = values.iter().map(|(word, _)| *word).collect();
        format!("`{}` is not {}", cell.plain, crate::suggest::list(&words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn cell(text: &str) -> Text {
        let file = SourceFile::new("a_ref.md", text);
        Text::read(&file.span(0..text.len()), &mut Vec::new())
    }

    /// Whether each cell is accepted by a rule.
    fn check<T: std::fmt::Debug>(rule: fn(&Text) -> Result<T, String>, cells: &[(&str, bool)]) {
        for (text, expected) in cells {
            let found = rule(&cell(text));
            assert_eq!(found.is_ok(), *expected, "{text}: {found:?}");
        }
    }

    #[test]
    fn cells_outside_of_the_grammar_are_refused() {
        check(
            required,
            &[("Yes", true), ("no", true), (" NO ", true), ("Y", false), ("", false), ("Yes.", false)],
        );
        check(cardinality, &[("one", true), ("Many", true), ("mnay", false), ("", false), ("2", false)]);
        check(embedded, &[("Yes", true), ("no", true), ("None", true), ("", false), ("one", false)]);
        check(priority, &[("None", true), ("High", true), ("low", true), ("Hihg", false), ("", false)]);
        check(
            |cell| status(&cell.plain),
            &[("200", true), ("2OO", false), ("200 OK", false), ("2000", false), ("099", false), ("", false)],
        );
        check(|cell| code(&cell.plain), &[("404", true), ("None", true), ("4O4", false), ("", false)]);
        check(
            |cell| subcode(cell, &cell.plain),
            &[
                ("Gone", true),
                ("None", true),
                ("not found", false),
                ("", false),
                ("Gone`", false),
                ("Gone_", false),
                ("Go\u{200b}ne", false),
                ("N/A", false),
                ("n/a", false),
                ("Any", false),
                ("409", false),
                ("MakeMeAvailableRequired/AlreadyExists", false),
            ],
        );
        check(names, &[("", true), ("a", true), ("a, b", true), ("a b", false), ("a,", false)]);
        check(link, &[("[a](a_ref.md)", true), ("a", false), ("[a](a_ref.md) b", false), ("", false)]);
        check(
            media_type,
            &[
                ("text/plain", true),
                ("multipart/batching", true),
                ("text", false),
                ("text/b/c", false),
                ("txet/plain", false),
            ],
        );
        check(element, &[("events", true), ("a b", false), ("1", false), ("", false)]);
    }
}
