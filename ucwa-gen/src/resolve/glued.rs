//! Types that request tables of the original form declare at the end of a description, misspelt: `… 50 characters. Strng`.

use super::nearly::{is_nearly, misspelt};
use crate::diagnostic::Diagnostic;
use crate::page::{FieldRow, Form};
use crate::schema::Scalar;

/// The types that are long enough not to be mistaken for the end of another word.
const TYPES: [Scalar; 6] = [
    Scalar::ExternalResource,
    Scalar::DateTime,
    Scalar::TimeSpan,
    Scalar::Boolean,
    Scalar::String,
    Scalar::Int32,
];

/// That the description of a row without a type nearly ends in one.
pub(super) fn nearly_declared(row: &FieldRow, form: Form) -> Option<Diagnostic> {
    // Only these tables have types in their descriptions.
    if form == Form::Explicit || row.required.is_none() || row.declared.is_some() {
        return None;
    }
    let (word, ty) = ending(&row.description)?;
    let message =
        format!("`{}` declares no type, but its description ends in `{word}`, nearly `{ty}`", row.name);
    Some(misspelt(message, &row.span))
}

fn ending(text: &str) -> Option<(&str, String)> {
    TYPES.iter().map(Scalar::to_string).find_map(|ty| {
        let lengths = ty.len() - 1..=ty.len() + 1;
        let mut ends = lengths.filter_map(|length| text.get(text.len().checked_sub(length)?..));
        // Where a blank is in it, it is another word's end.
        let found = ends.find(|end| !end.contains(char::is_whitespace) && is_nearly(end, &ty))?;
        Some((found, ty.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_description_nearly_ends_in_a_type() {
        // A description, what its end nearly is, and why.
        let cases = [
            ("At most 50 characters.Strng", Some("String"), "glued to the sentence"),
            ("At most 50 characters. Strinng", Some("String"), "behind a blank"),
            ("How long.TieSpan", Some("TimeSpan"), "a letter is missing"),
            ("Whether.Boolaen", Some("Boolean"), "two letters are swapped"),
            ("How many.Int23", None, "two digits may be meant"),
            ("How many.Itn32", Some("Int32"), "but not two letters"),
            ("A string", Some("String"), "in another case"),
            ("At most 50 characters.", None, "no type at all"),
            ("The location", None, "another word"),
            ("", None, "nothing"),
        ];
        for (description, expected, why) in cases {
            assert_eq!(ending(description).map(|(_, ty)| ty).as_deref(), expected, "{description}: {why}");
        }
    }
}
