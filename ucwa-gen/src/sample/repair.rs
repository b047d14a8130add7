//! What can be wrong with a sample, and how it is put right.

use std::collections::BTreeMap;

use serde_json::Number;

use super::decoded::Decoded;
use crate::schema::is_plain_name;

/// The repairs made to one sample.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    made: BTreeMap<Repair, usize>,
    /// Whether traffic is read, and not a page. What a server sends is evidence: names stay as they were sent, and HTML in a string
    /// is content.
    is_traffic: bool,
    /// How many values were read; see [`Self::count`].
    values: usize,
}

/// The most values of a document. Each takes some 200 bytes of memory, however short it is.
const MAX_VALUES: usize = 500_000;

/// One kind of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Repair {
    /// `&quot;` for a quotation mark.
    Entities,
    /// `<BR>` for a line break.
    LineBreaks,
    /// `tel : +1` for `tel:+1`, `data : text/plain` for `data:text/plain`.
    SchemeBlanks,
    /// A blank in a name.
    NameBlanks,
    /// A member whose name is empty, or is none.
    Nameless,
    /// A line break within a string.
    BrokenString,
    /// A comma too many, or one missing.
    Commas,
    /// A brace or bracket that is not closed, or text after the end.
    Unbalanced,
    /// A number beyond the range of a 64-bit floating-point number.
    OutOfRange,
    /// A multipart body without the boundary that ends it.
    Unended,
    /// Text after the end of an XML document.
    Trailing,
    /// A message without its start line.
    Head,
    /// A start line without its blanks (`HTTP/1.1200OK`).
    StartLine,
    /// Blanks before a header, or before its colon.
    HeaderBlanks,
    /// An XML declaration that is not at the beginning, or tags that do not match.
    Tags,
}

impl Repair {
    fn describe(self) -> &'static str {
        match self {
            Self::Entities => "HTML entities were decoded",
            Self::LineBreaks => "`<BR>` was read as a line break",
            Self::SchemeBlanks => "blanks around the colon of a URI were removed",
            Self::NameBlanks => "blanks in a name were removed",
            Self::Nameless => "a member without a name was left out",
            Self::BrokenString => "a string broken across lines was joined",
            Self::Commas => "a comma was added or left out",
            Self::Unbalanced => "a brace or bracket was added or left out",
            Self::OutOfRange => "a number out of range was replaced by the largest one",
            Self::Unended => "a multipart body was cut off before its last boundary",
            Self::Trailing => "what follows the end of an XML document was left out",
            Self::Head => "the missing start line was taken for granted",
            Self::StartLine => "blanks were added to a start line",
            Self::HeaderBlanks => "blanks around a header were removed",
            Self::Tags => "an XML tag was completed or left out",
        }
    }
}

impl Repairs {
    #[cfg(feature = "observe")]
    pub(super) fn of_traffic() -> Self {
        Self { is_traffic: true, ..Self::default() }
    }

    pub(super) fn add(&mut self, repair: Repair) {
        *self.made.entry(repair).or_default() += 1;
    }

    /// Counts a value, an element, an attribute or a header as one, and a part of a multipart body as many; an error if there are too
    /// many.
    pub(super) fn count(&mut self, values: usize) -> Result<(), String> {
        self.values += values;
        if self.values > MAX_VALUES { Err(format!("it has more than {MAX_VALUES} values")) } else { Ok(()) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.made.is_empty()
    }

    pub(super) fn has(&self, repair: Repair) -> bool {
        self.made.contains_key(&repair)
    }

    pub(super) fn is_traffic(&self) -> bool {
        self.is_traffic
    }

    /// All repairs in one line.
    pub(super) fn summary(&self) -> Option<String> {
        let parts: Vec<&str> = self.made.keys().map(|repair| repair.describe()).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// Decodes HTML entities in a body that is written with them throughout.
pub(super) fn entities(text: Decoded, repairs: &mut Repairs) -> Decoded {
    let source = text.as_str();
    // In a body that is written as it should be, an entity is content (`&amp;` in XML).
    let escaped = source.starts_with("&lt;") || (source.starts_with('{') && source.contains("&quot;"));
    if repairs.is_traffic || !escaped {
        return text;
    }
    let mut replacements = Vec::new();
    let mut at = 0;
    while let Some(found) = source[at..].find('&').map(|found| at + found) {
        at = found + 1;
        let known =
            [("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&apos;", "'"), ("&#39;", "'")];
        if let Some((entity, with)) = known.iter().find(|(entity, _)| source[found..].starts_with(entity)) {
            replacements.push((found..found + entity.len(), (*with).to_owned()));
            at = found + entity.len();
        }
    }
    repairs.add(Repair::Entities);
    text.replace(&replacements)
}

/// Reads `<BR>` as a line break.
pub(super) fn line_breaks(text: &Decoded, repairs: &mut Repairs) -> Option<Decoded> {
    if repairs.is_traffic {
        return None;
    }
    let source = text.as_str();
    let mut replacements = Vec::new();
    for (at, _) in source.match_indices('<') {
        if source.get(at..at + 4).is_some_and(|tag| tag.eq_ignore_ascii_case("<br>")) {
            replacements.push((at..at + 4, "\n".to_owned()));
        }
    }
    if replacements.is_empty() {
        return None;
    }
    repairs.add(Repair::LineBreaks);
    Some(text.replace(&replacements))
}

/// The name of a member, a property or a rel, without blanks, which no name has. `None` if what is left is not a name.
pub(super) fn name(name: String, repairs: &mut Repairs) -> Option<String> {
    if repairs.is_traffic {
        return Some(name);
    }
    let name = if name.contains(char::is_whitespace) {
        repairs.add(Repair::NameBlanks);
        name.split_whitespace().collect()
    } else {
        name
    };
    if !is_plain_name(&name) {
        repairs.add(Repair::Nameless);
        return None;
    }
    Some(name)
}

/// The largest or smallest 64-bit floating-point number, for a number beyond its range (`1e999`). `None` for any other text.
pub(super) fn number(text: &str, repairs: &mut Repairs) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_infinite())?;
    repairs.add(Repair::OutOfRange);
    Number::from_f64(number.clamp(f64::MIN, f64::MAX))
}

/// A value without the blanks that some samples have around the colon of a URI.
pub(super) fn scheme(value: String, repairs: &mut Repairs) -> String {
    for scheme in ["tel", "sip", "data", "http", "https", "mailto"] {
        let Some(rest) = value.strip_prefix(scheme) else { continue };
        if let Some(rest) = rest.trim_start().strip_prefix(':')
            && (rest.starts_with(' ') || value.as_bytes().get(scheme.len()) == Some(&b' '))
        {
            repairs.add(Repair::SchemeBlanks);
            return format!("{scheme}:{}", rest.trim_start());
        }
    }
    value
}
