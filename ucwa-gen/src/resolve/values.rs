//! What the values in samples say about a type.

use super::instance::Observed;
use super::seen::Values;
use crate::schema::{Scalar, Type};
use crate::source::Span;

/// A value in a sample that the type cannot hold, in words.
pub(super) fn contradiction<'s>(ty: &Type, values: &'s Values<'s>) -> Option<(&'static str, &'s Span)> {
    elements(values).find_map(|(value, span)| {
        let is_text = matches!(
            ty.scalar(),
            Scalar::String | Scalar::Uri | Scalar::Enumeration(_) | Scalar::DateTime | Scalar::TimeSpan
        );
        let found = match value {
            Observed::Boolean if *ty.scalar() != Scalar::Boolean => "true or false",
            Observed::Integer | Observed::Float if *ty.scalar() != Scalar::Int32 => "a number",
            Observed::Object if *ty.scalar() != Scalar::Object => "a structure",
            Observed::Text(text) if !is_text && !text.is_empty() && !is_placeholder(text) => "a text",
            _ => return None,
        };
        Some((found, span))
    })
}

/// A value in a sample that the type of the explicit form does not say, in words. There samples are made from the types, so
/// they have to agree in more than that the type can hold the value.
pub(super) fn disagreement<'s>(ty: &Type, values: &'s Values<'s>) -> Option<(&'static str, &'s Span)> {
    let shape = values.iter().find_map(|(value, span)| match value {
        Observed::List(_) if !ty.is_array() => Some(("a list", *span)),
        Observed::List(_) | Observed::Null => None,
        _ if ty.is_array() && says_something(value) => Some(("a single value", *span)),
        _ => None,
    });
    let reads_as: fn(&str) -> bool = match ty.scalar() {
        Scalar::Boolean => is_bool,
        Scalar::Int32 => is_integer,
        Scalar::DateTime => is_date,
        Scalar::TimeSpan => is_duration,
        _ => |_| true,
    };
    let unlike = || texts(values).find(|(text, _)| !is_placeholder(text) && !reads_as(text));
    shape
        .or_else(|| contradiction(ty, values))
        .or_else(|| unlike().map(|(_, span)| ("a text of another kind", span)))
}

/// A value that samples show alone and one that they show as a list, or the other way round: one of the two is wrong.
pub(super) fn two_shapes<'s>(values: &'s Values<'s>) -> Option<(&'s Span, &'s Span)> {
    let telling = || values.iter().filter(|(value, _)| says_something(value));
    let is_list = |value: &Observed| matches!(value, Observed::List(_));
    let (first, at) = telling().next()?;
    let (_, other) = telling().find(|(value, _)| is_list(value) != is_list(first))?;
    Some((at, other))
}

/// A truth value that JSON has in quotes, as if it were a text.
pub(super) fn quoted<'s>(values: &'s Values<'s>) -> Option<(&'s str, &'s Span)> {
    elements(values).find_map(|(value, span)| match value {
        Observed::Text(text) if is_bool(text) => Some((text.as_str(), span)),
        _ => None,
    })
}

pub(super) fn is_list(values: &Values<'_>) -> bool {
    values.iter().any(|(value, _)| matches!(value, Observed::List(_)))
}

/// The values, those of lists one by one.
pub(super) fn elements<'v>(values: &'v Values<'v>) -> impl Iterator<Item = (&'v Observed, &'v Span)> {
    values.iter().flat_map(|(value, span)| {
        let elements = match value {
            Observed::List(elements) => elements.as_slice(),
            single => std::slice::from_ref(*single),
        };
        elements.iter().map(move |element| (element, *span))
    })
}

pub(super) fn texts<'v>(values: &'v Values<'v>) -> impl Iterator<Item = (&'v str, &'v Span)> {
    elements(values).filter_map(|(value, span)| Some((text(value)?, span)))
}

pub(super) fn text(value: &Observed) -> Option<&str> {
    match value {
        Observed::Text(text) | Observed::Untyped(text) => Some(text),
        _ => None,
    }
}

/// Whether the value says anything about its type: null, an empty text and an empty list do not.
pub(super) fn says_something(value: &Observed) -> bool {
    match value {
        Observed::Null => false,
        Observed::Text(text) | Observed::Untyped(text) => !text.is_empty(),
        Observed::List(elements) => elements.iter().any(says_something),
        _ => true,
    }
}

/// The scalar of all values that are evidence, if it is more specific than a string, and a description of it.
/// `Err` where they are of several types.
pub(super) fn scalar(values: &Values<'_>) -> Result<Option<(Scalar, &'static str)>, ()> {
    let telling: Vec<&Observed> =
        elements(values).map(|(value, _)| value).filter(|value| says_something(value)).collect();
    if telling.is_empty() {
        return Ok(None);
    }
    let all = |test: &dyn Fn(&Observed) -> bool| telling.iter().all(|value| test(value));
    let all_texts = |test: fn(&str) -> bool| all(&|value| text(value).is_some_and(test));
    if all(&|value| *value == Observed::Boolean || is_xml(value, is_bool)) {
        return Ok(Some((Scalar::Boolean, "true or false")));
    }
    // In XML alone, digits may be a text.
    if all(&|value| *value == Observed::Integer || is_xml(value, is_integer))
        && telling.contains(&&Observed::Integer)
    {
        return Ok(Some((Scalar::Int32, "a whole number")));
    }
    if all(&|value| matches!(value, Observed::Object)) {
        return Ok(Some((Scalar::Object, "a structure")));
    }
    if all_texts(is_date) {
        return Ok(Some((Scalar::DateTime, "an instant")));
    }
    if all_texts(is_duration) {
        return Ok(Some((Scalar::TimeSpan, "a duration")));
    }
    if all_texts(is_uri) {
        return Ok(Some((Scalar::Uri, "a URI")));
    }
    if all_texts(|_| true) { Ok(None) } else { Err(()) }
}

fn is_xml(value: &Observed, test: fn(&str) -> bool) -> bool {
    matches!(value, Observed::Untyped(text) if test(text))
}

pub(crate) fn is_bool(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

pub(crate) fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// What the samples have where nobody thought of a value.
pub(super) fn is_placeholder(text: &str) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case("samplevalue")
}

/// `/Date(1474932027265)/`, or `2016-09-26T23:20:27.265Z`.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.trim_matches('\\');
    let iso = || {
        let bytes = text.as_bytes();
        bytes.len() >= 19
            && bytes[4] == b'-'
            && bytes[7] == b'-'
            && bytes[10] == b'T'
            && bytes[..4].iter().all(u8::is_ascii_digit)
    };
    (text.starts_with("/Date(") && text.contains(")")) || iso()
}

/// `PT5M`, or `01:30:00`.
pub(crate) fn is_duration(text: &str) -> bool {
    let iso = || {
        text.strip_prefix('P').is_some_and(|rest| {
            !rest.is_empty()
                && rest.chars().any(|c| c.is_ascii_digit())
                && rest.chars().all(|c| c.is_ascii_digit() || "YMWDTHS.".contains(c))
        })
    };
    let clock = || {
        let mut parts = text.split(':');
        parts.clone().count() == 3
            && parts.all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '.'))
    };
    iso() || clock()
}

pub(crate) fn is_uri(text: &str) -> bool {
    let schemes = ["sip:", "sips:", "tel:", "http:", "https:", "mailto:", "conf:", "callto:", "smtp:"];
    schemes
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    fn json(text: &str) -> Observed {
        Observed::Text(text.to_owned())
    }

    fn xml(text: &str) -> Observed {
        Observed::Untyped(text.to_owned())
    }

    #[test]
    fn samples_that_contradict_each_other_are_found() {
        use Observed::{Boolean, Integer, List, Null};
        let cases: Vec<(Vec<Observed>, [bool; 2], &str)> = vec![
            (vec![json("a"), xml("a")], [false, false], "both alone"),
            (vec![List(vec![json("a")]), List(vec![xml("a")])], [false, false], "both lists"),
            (vec![List(vec![json("a")]), xml("a")], [true, false], "a list in JSON alone"),
            (vec![Integer, List(vec![xml("7")])], [true, false], "a list in XML alone"),
            (vec![List(vec![]), xml("a")], [false, false], "an empty list says nothing"),
            (vec![Null, List(vec![xml("a")])], [false, false], "null says nothing"),
            (vec![Boolean, xml("False")], [false, false], "in XML every value is a text"),
            (vec![json("false"), xml("False")], [false, true], "in quotes"),
            (vec![List(vec![json("True")])], [false, true], "in a list"),
            (vec![json("falsehood")], [false, false], "a text"),
        ];
        let span = SourceFile::new("lamp_ref.md", "").span(0..0);
        for (values, expected, why) in cases {
            let values: Vec<(&Observed, &Span)> = values.iter().map(|value| (value, &span)).collect();
            assert_eq!([two_shapes(&values).is_some(), quoted(&values).is_some()], expected, "{why}");
        }
    }

    #[test]
    fn values_of_one_kind_say_a_type() {
        use Observed::{Boolean, Float, Integer, List, Null, Object};
        let cases: Vec<(Vec<Observed>, &str, &str)> = vec![
            (vec![Boolean, xml("True")], "Boolean", "XML has only texts"),
            (vec![Integer, xml("7")], "Int32", "a number in JSON, the same in XML"),
            (vec![xml("7")], "a text", "in XML alone, digits may be a text"),
            (vec![xml("true")], "Boolean", "but `true` hardly is one"),
            (vec![json("7")], "a text", "JSON has quotes around it"),
            (vec![Null, Integer], "Int32", "null says nothing"),
            (vec![json(""), Boolean], "Boolean", "an empty text says nothing"),
            (vec![Object], "Object", "a structure of unknown shape"),
            (vec![json("/Date(1474932027265)/")], "DateTime", "as JSON writes an instant"),
            (vec![json("2016-09-26T23:20:27.265Z")], "DateTime", "as XML writes it"),
            (vec![json("2016-09-26")], "a text", "a day is not an instant"),
            (vec![json("PT5M"), json("01:30:00")], "TimeSpan", "both forms of a duration"),
            (vec![json("P")], "a text", "nothing is counted"),
            (vec![json("12:30")], "a text", "a time of day, or a ratio"),
            (vec![json("sip:ann@example.com"), json("TEL:+1")], "Uri", "schemes in any case"),
            (vec![json("ftp://example.com")], "a text", "no scheme that the API uses"),
            (vec![json("sip:ann@example.com"), json("Ann")], "a text", "one is none"),
            (vec![json("Ann")], "a text", "just a text"),
            (vec![List(vec![Integer, Integer])], "Int32", "each element counts"),
            (vec![Integer, json("high")], "several", "a number and a text"),
            (vec![Boolean, Object], "several", "true and a structure"),
            (vec![Float], "several", "the API has no type for fractions"),
        ];
        let span = SourceFile::new("lamp_ref.md", "").span(0..0);
        for (values, expected, why) in cases {
            let with_places: Vec<(&Observed, &Span)> = values.iter().map(|value| (value, &span)).collect();
            let found = match scalar(&with_places) {
                Ok(Some((scalar, _))) => scalar.to_string(),
                Ok(None) => "a text".to_owned(),
                Err(()) => "several".to_owned(),
            };
            assert_eq!(found, expected, "{values:?}: {why}");
        }
    }
}
