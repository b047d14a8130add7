//! Facts that the pages state in sentences: limits and defaults.

use super::mark;
use crate::schema::{Provenance, Scalar, is_line};

/// The documented limits of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The maximum length in characters.
    pub max_length: Option<u32>,
    /// The smallest value.
    pub minimum: Option<i64>,
    /// The largest value.
    pub maximum: Option<i64>,
    /// The default, in the words of the page.
    pub default: Option<String>,
    /// Where the default comes from.
    pub default_provenance: Provenance,
}

impl Limits {
    /// The limits that a description states, and what is wrong with those that it seems to state.
    pub(super) fn from_prose(text: &str) -> (Self, Vec<String>) {
        let lower = text.to_ascii_lowercase();
        let has_any =
            ["imum ", "default", "can range from ", "expiry "].iter().any(|part| lower.contains(part));
        if !has_any && !lower.contains(|c: char| c.is_ascii_digit()) {
            return (Self::default(), Vec::new());
        }
        let mut doubts = Vec::new();
        let mut stated = |rest: Option<&str>| {
            let rest = rest?;
            let found = number(rest);
            if found.is_none() {
                let word = rest.split_whitespace().next().unwrap_or_default();
                doubts.push(format!("`{word}` is no number, and states no limit"));
            }
            found
        };
        let max_length = stated(after(text, &lower, &["maximum length is "]));
        let minimum = stated(after(
            text,
            &lower,
            &["minimum value is ", "minimum possible value is ", "can range from "],
        ));
        let range = || {
            let rest = after(text, &lower, &["can range from "])?;
            after(rest, &rest.to_ascii_lowercase(), &[" to "])
        };
        let maximum = after(text, &lower, &["maximum value is ", "maximum possible value is "]);
        let maximum = stated(maximum.or_else(range));
        let default = after(
            text,
            &lower,
            &[
                "default value is ",
                "default priority is ",
                "expiry time is set to ",
                "default is ",
                "defaults to ",
            ],
        )
        .and_then(value);
        let mut limits = Self {
            max_length: max_length.and_then(|length| u32::try_from(length).ok()),
            minimum,
            maximum,
            default,
            default_provenance: Provenance::Page,
        };
        doubts.extend(unread(&lower, &[max_length, minimum, maximum]));
        if let Some(contradiction) = limits.contradiction() {
            doubts.push(contradiction);
            limits = Self { default: limits.default, ..Self::default() };
        }
        (limits, doubts)
    }

    /// What no value satisfies.
    fn contradiction(&self) -> Option<String> {
        match (self.minimum, self.maximum) {
            (Some(minimum), Some(maximum)) if minimum > maximum => {
                Some(format!("the minimum {minimum} is greater than the maximum {maximum}"))
            }
            _ if self.max_length == Some(0) => Some("a text of at most 0 characters says nothing".to_owned()),
            _ => None,
        }
    }

    /// Why a value of a type cannot have these limits. `members` are those of an enumeration without a page.
    pub(super) fn misapplied(&self, scalar: &Scalar, members: &[String]) -> Option<String> {
        let text = scalar.to_string();
        let article = if text.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
        let range = match scalar {
            Scalar::Int32 => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
            Scalar::Byte => Some((0, i64::from(u8::MAX))),
            _ => None,
        };
        if self.max_length.is_some() && !matches!(scalar, Scalar::String | Scalar::Uri) {
            return Some(format!("{article} `{text}` has no length"));
        }
        let Some((least, most)) = range else {
            if self.minimum.or(self.maximum).is_some() {
                return Some(format!("{article} `{text}` has no smallest or largest value"));
            }
            return self.default.as_ref().and_then(|default| misfit(default, scalar, members));
        };
        let limits = [self.minimum, self.maximum];
        if let Some(limit) = limits.into_iter().flatten().find(|limit| !(least..=most).contains(limit)) {
            return Some(format!("{limit} is no value of {article} `{text}`"));
        }
        let default = self.default.as_ref()?;
        let Some(number) = with_unit(default) else {
            return Some(format!("`{default}` is not a number, or a number and a unit"));
        };
        let (least, most) = (self.minimum.unwrap_or(least), self.maximum.unwrap_or(most));
        let is_within = (least..=most).contains(&number);
        (!is_within).then(|| format!("the default {number} is not within the limits"))
    }

    /// Why a value of a type cannot have this default beside these limits.
    pub(crate) fn misfit(&self, default: &str, scalar: &Scalar, members: &[String]) -> Option<String> {
        if !is_line(default) {
            return Some(format!("`{default}` is not one line with single blanks in it"));
        }
        match Self::from_list(&format!("default {default}")) {
            Ok(stated) if stated.default.as_deref() == Some(default) => {
                Self { default: stated.default, ..self.clone() }.misapplied(scalar, members)
            }
            Ok(_) => Some(format!("`{default}` ends with what a page would take for a mark")),
            Err(why) => Some(why),
        }
    }

    /// The limits that a Type cell lists: `at most 50 characters, minimum 5, maximum 60, default 15 seconds`.
    pub(super) fn from_list(text: &str) -> Result<Self, String> {
        let mut limits = Self::default();
        // The default comes last, and may have commas of its own.
        let (text, default) = match text.strip_prefix("default") {
            Some(default) if default.is_empty() || default.starts_with(' ') => ("", Some(default)),
            _ => match text.split_once(", default ") {
                Some((text, default)) => (text, Some(default)),
                None => (text, None),
            },
        };
        if let Some(default) = default.map(str::trim) {
            let (default, provenance) = mark::behind(default);
            limits.default_provenance = provenance;
            if default.is_empty() {
                return Err("`default` needs a value".to_owned());
            }
            let mut parts = default.split(',').map(str::trim).enumerate();
            let is_limit =
                |(at, part): &(usize, &str)| is_like_a_limit(part) || *at > 0 && begins_limit(part);
            if let Some((_, limit)) = parts.find(is_limit) {
                return Err(format!("`{limit}` stands behind the default, and would be a part of its text"));
            }
            limits.default = Some(default.to_owned());
        }
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let is_new = if let Some(rest) = part.strip_prefix("at most ") {
                let length = rest.strip_suffix(" characters").and_then(|n| n.parse().ok());
                length.map(|length| limits.max_length.replace(length).is_none())
            } else if let Some(rest) = part.strip_prefix("minimum ") {
                rest.parse().ok().map(|least| limits.minimum.replace(least).is_none())
            } else if let Some(rest) = part.strip_prefix("maximum ") {
                rest.parse().ok().map(|most| limits.maximum.replace(most).is_none())
            } else {
                None
            };
            match is_new {
                Some(true) => {}
                Some(false) => return Err(format!("`{part}` is the second limit of its kind")),
                None => {
                    return Err(format!(
                        "`{part}` is not a limit: expected `at most N characters`, `minimum N`, `maximum N` or `default …`"
                    ));
                }
            }
        }
        limits.contradiction().map_or(Ok(limits), Err)
    }
}

/// The words for limits that are written in another way than the documentation does.
const WORDS: [&str; 6] = ["maximum", "minimum", "characters", "max", "min", "most"];

/// Whether a word is one for a limit, or nearly.
fn is_word(word: &str) -> bool {
    WORDS.iter().any(|known| {
        *known == word || known.len() > 6 && word.is_ascii() && strsim::osa_distance(word, known) == 1
    })
}

/// The words of a text in lower case.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a part of a list has a number, and a word for a limit.
fn is_like_a_limit(part: &str) -> bool {
    let lower = part.to_ascii_lowercase();
    lower.contains(|c: char| c.is_ascii_digit()) && words(&lower).any(is_word)
}

/// Whether a part of a list begins as a limit does, whatever follows.
fn begins_limit(part: &str) -> bool {
    let lower = part.to_ascii_lowercase();
    let first = words(&lower).next();
    lower.starts_with("at least") || lower.starts_with("at most") || first.is_some_and(is_word)
}

/// The number in a text that is one, or one and its unit.
fn with_unit(text: &str) -> Option<i64> {
    let (number, unit) = text.split_once(' ').unwrap_or((text, "s"));
    let is_unit = !unit.is_empty() && unit.chars().all(char::is_alphabetic);
    number.parse().ok().filter(|_| is_unit && !number.starts_with('+'))
}

/// Why a default cannot be a value of a type that is no number.
fn misfit(default: &str, scalar: &Scalar, members: &[String]) -> Option<String> {
    let is_true = |word: &str| default.eq_ignore_ascii_case(word);
    let is_one = || default.chars().all(|c| c.is_alphanumeric() || "_-+.:/".contains(c));
    match scalar {
        Scalar::Boolean if is_true("true") || is_true("false") => None,
        Scalar::Boolean => Some(format!("`{default}` is not `true` or `false`")),
        Scalar::Enumeration(_) if !members.is_empty() => {
            let is_member = members.iter().any(|member| member == default);
            (!is_member).then(|| format!("`{default}` is not a member of `{scalar}`"))
        }
        // A text may have any words, but no more parentheses than it closes, and no sign before it.
        Scalar::String | Scalar::Uri => {
            let is_odd = default.starts_with(['=', ':'])
                || default.matches('(').count() != default.matches(')').count();
            is_odd.then(|| format!("`{default}` is not one value"))
        }
        Scalar::Object | Scalar::ExternalResource => Some(format!("`{default}` is not one value")),
        Scalar::Enumeration(_) => (!is_one()).then(|| format!("`{default}` is not one value")),
        _ => (with_unit(default).is_none() && !is_one()).then(|| format!("`{default}` is not one value")),
    }
}

/// That a sentence has a word for a limit and a number, and no limit was read. The numbers of those that were read may
/// stand in other words as well: `a length of 250 characters. The maximum length is 250 characters`.
fn unread(lower: &str, read: &[Option<i64>]) -> Option<String> {
    let is_limit = |sentence: &&str| {
        let numbers = words(sentence).filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        let mut unknown = numbers.filter(|word| !read.iter().flatten().any(|it| it.to_string() == **word));
        unknown.next().is_some() && words(sentence).any(|word| word != "most" && is_word(word))
    };
    let is_stated = read.iter().any(Option::is_some);
    let sentence = lower.split(['.', ';']).find(is_limit).filter(|_| !is_stated)?;
    Some(format!("`{}` is read as no limit", sentence.trim()))
}

/// What follows the first of the phrases that the text has, whatever their case.
fn after<'a>(text: &'a str, lower: &str, phrases: &[&str]) -> Option<&'a str> {
    phrases.iter().find_map(|phrase| lower.find(phrase).map(|at| &text[at + phrase.len()..]))
}

/// The number that a text begins with. One that goes on (`1,000`, `5O`) is another number, or none.
fn number(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    let mut rest = text[end..].chars();
    let goes_on = match rest.next() {
        Some(',' | '.') => rest.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_alphanumeric(),
        None => false,
    };
    text[..end].parse().ok().filter(|_| !goes_on)
}

/// A number with its unit, or a single word. A default in more words than that (`the phone number supplied when …`) is
/// no value.
fn value(text: &str) -> Option<String> {
    let end = text.find(['.', ',', ')', ';']).unwrap_or(text.len());
    let words: Vec<&str> = text[..end].split_whitespace().map(|word| word.trim_matches('"')).collect();
    let (first, unit) = (words.first()?, words.get(1));
    let is_number = first.chars().all(|c| c.is_ascii_digit());
    match unit {
        Some(unit) if is_number && unit.chars().all(char::is_alphabetic) => Some(format!("{first} {unit}")),
        None if is_number || first.chars().all(|c| c.is_ascii_alphanumeric()) => Some((*first).to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    fn told(limits: &Limits) -> String {
        let Limits { max_length, minimum, maximum, default, default_provenance } = limits;
        let numbers = [max_length.map(i64::from), *minimum, *maximum];
        let numbers = numbers.map(|it| it.map_or_else(|| "-".to_owned(), |it| it.to_string()));
        let mark = default_provenance.mark().map_or_else(String::new, |mark| format!(", {mark}"));
        format!("{} {}{mark}", numbers.join(" "), default.as_deref().unwrap_or("-"))
    }

    #[test]
    fn a_list_has_each_limit_once_and_the_default_last() {
        for (text, expected) in [
            ("at most 50 characters", "50 - - -"),
            ("minimum 5, maximum 60, default 15 seconds", "- 5 60 15 seconds"),
            ("maximum 60, minimum 5", "- 5 60 -"),
            ("minimum 5, maximum 5", "- 5 5 -"),
            ("default a, b", "- - - a, b"),
            ("default the most", "- - - the most"),
            ("default a (b)", "- - - a (b)"),
            ("default 5 (seen in 3 of 4)", "- - - 5, seen in 3 of 4"),
            ("minimum 5, default 5 s (source: a, minimum (b))", "- 5 - 5 s, source: a, minimum (b)"),
            ("default (seen in 3 of 4)", "`default` needs a value"),
            ("default x, at most 50 characters", "`at most 50 characters` stands behind the default"),
            ("default 5, minimum 0, maximum 55", "`minimum 0` stands behind the default"),
            ("default 5, maximun 55", "`maximun 55` stands behind the default"),
            ("default x, at most 5O characters", "`at most 5O characters` stands behind the default"),
            ("default x, default at most 5 characters", "`default at most 5 characters` stands behind"),
            ("default", "`default` needs a value"),
            ("minimum 1, minimum 2", "`minimum 2` is the second limit of its kind"),
            ("at most 1 characters, at most 2 characters", "`at most 2 characters` is the second"),
            ("minimum 99, maximum 55", "the minimum 99 is greater than the maximum 55"),
            ("at most 0 characters", "a text of at most 0 characters"),
            ("at most 5O characters", "`at most 5O characters` is not a limit"),
            ("defaults 5", "`defaults 5` is not a limit"),
        ] {
            let found = Limits::from_list(text).map_or_else(|error| error, |limits| told(&limits));
            assert!(found.starts_with(expected), "{text}: {found}");
        }
    }

    /// A description, the limits that it states, and what is doubtful about it.
    #[test]
    fn a_limit_in_other_words_is_reported() {
        for (text, expected, doubt) in [
            ("The maximum length is 50 characters.", "50 - - -", ""),
            ("The maximum value is 55 and the minimum value is 0", "- 0 55 -", ""),
            ("This value can range from 5 seconds to 60 seconds.", "- 5 60 -", ""),
            ("It has a length of 250 characters.The maximum length is 250 characters.", "250 - - -", ""),
            ("The default value is 8 hours.", "- - - 8 hours", ""),
            ("The maximum number of contacts.", "- - - -", ""),
            ("Minutes: 5.", "- - - -", ""),
            (
                "The maximum length is 1,000 characters.",
                "- - - -",
                "`1,000` is no number, and states no limit",
            ),
            ("The maximum length is 5O characters.", "- - - -", "`5O` is no number, and states no limit"),
            (
                "The maximum length is fifty characters.",
                "- - - -",
                "`fifty` is no number, and states no limit",
            ),
            ("The max length is 50.", "- - - -", "`the max length is 50` is read as no limit"),
            ("Maximum length: 50", "- - - -", "`maximum length: 50` is read as no limit"),
            ("The maximun length is 50.", "- - - -", "`the maximun length is 50` is read as no limit"),
            ("At most 50 characters.", "- - - -", "`at most 50 characters` is read as no limit"),
            (
                "The maximum value is 5 and the minimum value is 9.",
                "- - - -",
                "the minimum 9 is greater than the maximum 5",
            ),
            ("The maximum length is 0 characters.", "- - - -", "a text of at most 0 characters says nothing"),
        ] {
            let (limits, doubts) = Limits::from_prose(text);
            assert_eq!(told(&limits), expected, "{text}");
            let first = doubts.first().map(String::as_str).unwrap_or_default();
            assert!(first.starts_with(doubt) && first.is_empty() == doubt.is_empty(), "{text}: {doubts:?}");
        }
    }
}
