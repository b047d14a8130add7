//! Types that request tables of the original form declare at the end of a description: misspelt (`… 50 characters. Strng`),
//! or gone.

use super::index::Index;
use super::nearly::{is_nearly, misspelt};
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{FieldRow, Form, misspelt as misspelt_type};
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

/// How many words behind the last sentence are in the place of a type. More of them are a sentence without its period.
const WORDS: usize = 3;

/// That behind a description stands something that is no type, where most rows of such tables have one. In the reference of
/// 2016 none has. A description that ends as a sentence does may lack its type: some do that were never damaged.
pub(super) fn undeclared(row: &FieldRow, index: &Index<'_>) -> Option<Diagnostic> {
    let is_open = row.required.is_some() && row.declared.is_none() && index.fields_have_types();
    if !is_open || misspelt_type(&row.description).is_some() || ending(&row.description).is_some() {
        return None;
    }
    let words = behind(&row.description)?;
    let message = format!("`{words}` behind the description of `{}` is no type", row.name);
    let help =
        "fields of a request body have their type at the end, such as `Nullable Int32` or `Array of String`";
    Some(Diagnostic::new(Code::TypeUnknown, row.span.clone(), message).help(help))
}

/// What a type is called in other languages.
const OTHER_NAMES: [&str; 19] = [
    "bool", "byte", "object", "uri", "char", "date", "decimal", "double", "float", "guid", "int", "int64",
    "integer", "long", "number", "str", "stream", "text", "url",
];

/// A few words behind the last period; or one word that has a period of its own, and is in the place of a type all the same:
/// it is glued to the sentence before it, or is the name of a type.
fn behind(description: &str) -> Option<&str> {
    if let Some((sentence, word)) = description.strip_suffix('.').and_then(|text| text.rsplit_once('.')) {
        let is_type = |word: &str| {
            let is_scalar = TYPES.iter().any(|ty| is_nearly(word, &ty.to_string()) || word == ty.to_string());
            is_scalar || OTHER_NAMES.iter().any(|known| known.eq_ignore_ascii_case(word))
        };
        let last = word.split_whitespace().next_back().unwrap_or_default();
        let is_one = !word.is_empty() && !word.contains(char::is_whitespace);
        let is_glued = is_one && word.starts_with(|c: char| c.is_ascii_uppercase()) && sentence.contains(' ');
        return (is_glued || is_modified(word) && is_type(last)).then_some(word.trim());
    }
    let (_, words) = description.rsplit_once('.')?;
    let words = words.trim();
    let count = words.split_whitespace().count();
    (1..=WORDS).contains(&count).then_some(words)
}

/// Whether nothing but what qualifies a type stands before the last of these words.
fn is_modified(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    let before = words.split_last().map_or(&[][..], |(_, before)| before);
    before.iter().all(|word| ["Nullable", "Array", "of"].contains(word))
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
    use super::{behind, ending};

    #[test]
    fn a_few_words_behind_a_sentence_are_in_the_place_of_a_type() {
        let cases = [
            ("At most 50 characters. INT32", Some("INT32")),
            ("Whether.Bool?", Some("Bool?")),
            ("Whether. Boolean (nullable)", Some("Boolean (nullable)")),
            ("Whether.Nullable", Some("Nullable")),
            ("At most 50 characters.", None),
            ("Whether to be reset.Integer.", Some("Integer")),
            ("Whether to be reset.Foo.", Some("Foo")),
            ("Whether to be reset. Integer.", Some("Integer")),
            ("Whether to be reset. String.", Some("String")),
            ("Whether to be reset. Nullable Boolean.", Some("Nullable Boolean")),
            ("Who. Array of Strng.", Some("Array of Strng")),
            ("Whether to be reset. Required.", None),
            ("Whether. It is a string.", None),
            ("An address, e.g. a.b.", None),
            ("The desired length.The maximum value is 30 and the minimum value is 10", None),
            ("Whether to set the user's endpoint location", None),
            ("Address", None),
            ("", None),
        ];
        for (description, expected) in cases {
            assert_eq!(behind(description), expected, "{description}");
        }
    }

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
