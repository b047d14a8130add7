//! Where the entries of the schema come from.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::evidence::EvidenceKind;
use super::name::is_visible;

/// Where an entry of the schema comes from: what says that it is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Provenance {
    /// A page lists it, or it follows from the pages.
    #[default]
    Page,
    /// No table lists it, and a sample shows it. For a member of an enumeration also: its own table lacks it, and another
    /// table has it.
    Sample,
    /// Recorded traffic shows it.
    Traffic(Count),
    /// A source outside of the pages has it.
    Elsewhere {
        /// The source, in a few words.
        source: String,
    },
}

/// In how many of how many bodies or events something was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// In how many it was seen: at least one.
    pub seen: u32,
    /// Of how many.
    pub of: u32,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.seen, self.of)
    }
}

impl Provenance {
    /// Whether a page lists it.
    #[must_use]
    pub fn is_page(&self) -> bool {
        *self == Self::Page
    }

    /// Whether nothing but a sample shows it.
    #[must_use]
    pub fn is_sample(&self) -> bool {
        *self == Self::Sample
    }

    /// The mark behind a name on the pages of the explicit form, without its parentheses; `None` for what a page lists.
    #[must_use]
    pub fn mark(&self) -> Option<String> {
        match self {
            Self::Page => None,
            Self::Sample => Some(SAMPLE.to_owned()),
            Self::Traffic(count) => Some(format!("{TRAFFIC}{count}")),
            Self::Elsewhere { source } => Some(format!("{ELSEWHERE}{source}")),
        }
    }

    /// Reads a mark.
    ///
    /// # Errors
    /// What a mark has to be, for a text that is none.
    pub(crate) fn from_mark(mark: &str) -> Result<Self, &'static str> {
        if mark == SAMPLE {
            return Ok(Self::Sample);
        }
        if let Some(count) = mark.strip_prefix(TRAFFIC) {
            return Self::counted(count)
                .ok_or("a count is two numbers, as in `seen in 3 of 40`, the first at most the second");
        }
        match mark.strip_prefix(ELSEWHERE).map(str::trim) {
            Some(source) if is_source(source) => Ok(Self::Elsewhere { source: source.to_owned() }),
            Some(_) => Err("a source has a name"),
            None => Err("a mark is `observed`, `seen in 3 of 40` or `source: NAME`"),
        }
    }

    fn counted(text: &str) -> Option<Self> {
        let (seen, of) = text.split_once(" of ")?;
        // `parse` takes a sign.
        let number =
            |text: &str| Some(text).filter(|it| it.bytes().all(|b| b.is_ascii_digit()))?.parse().ok();
        Self::traffic(number(seen)?, number(of)?)
    }

    /// Something that was seen in some of a number of bodies; `None` if that cannot be.
    #[must_use]
    pub fn traffic(seen: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&seen).then_some(Self::Traffic(Count { seen, of }))
    }

    /// The kind of evidence that it is, and its words; `None` for what a page lists or shows, which has a place as its
    /// evidence.
    pub(crate) fn evidence(&self) -> Option<(EvidenceKind, String)> {
        match self {
            Self::Page | Self::Sample => None,
            Self::Traffic(count) => Some((EvidenceKind::Traffic, count.to_string())),
            Self::Elsewhere { source } => Some((EvidenceKind::Outside, source.clone())),
        }
    }
}

const SAMPLE: &str = "observed";
const TRAFFIC: &str = "seen in ";
const ELSEWHERE: &str = "source: ";

/// The `source` of an override that follows from the pages. No other source can have this name.
pub(crate) const PAGES: &str = "pages";

/// Whether a text can name a source outside of the pages.
pub(crate) fn is_source(text: &str) -> bool {
    text != PAGES && is_line(text)
}

/// Whether a text is one line, without blanks that a page would not keep.
pub(crate) fn is_line(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_visible) && text.split_whitespace().eq(text.split(' '))
}

#[cfg(test)]
mod tests {
    use super::{Provenance, is_source};

    #[test]
    fn a_mark_reads_back_or_is_none() {
        for (mark, is_one) in [
            ("observed", true),
            ("seen in 1 of 1", true),
            ("seen in 361 of 5897", true),
            ("source: RFC 1 (draft)", true),
            ("seen in 0 of 5", false),
            ("seen in 6 of 5", false),
            ("seen in 5", false),
            ("seen in +5 of 6", false),
            ("seen in 5 of 99999999999", false),
            ("seen in of 6", false),
            ("source:", false),
            ("source: ", false),
            ("source: pages", false),
            ("obsrved", false),
            ("Observed", false),
            ("", false),
        ] {
            let read = Provenance::from_mark(mark);
            assert_eq!(read.is_ok(), is_one, "{mark}: {read:?}");
            assert!(
                read.is_err() || read.as_ref().map(Provenance::mark) == Ok(Some(mark.to_owned())),
                "{mark}"
            );
        }
    }

    #[test]
    fn a_source_is_one_line() {
        for (text, expected) in [
            ("a b", true),
            ("pages", false),
            ("", false),
            ("a  b", false),
            (" a", false),
            ("a\nb", false),
            ("a\u{200b}b", false),
        ] {
            assert_eq!(is_source(text), expected, "{text:?}");
        }
    }
}
