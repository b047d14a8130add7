//! A text that differs from the page, with the place in the page of each of its bytes.

use std::ops::Range;

use crate::source::Span;

/// A text and where it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Decoded {
    text: String,
    /// Where the text begins in the page, and what it is a part of.
    span: Span,
    /// For each byte of the text its offset within the span; none while the text is the span's own.
    offsets: Option<Vec<u32>>,
    /// The offset of the text within the span, while it is the span's own.
    start: usize,
}

impl Decoded {
    /// The text of a place, unchanged.
    pub(crate) fn new(span: &Span) -> Self {
        Self { text: span.text().to_owned(), span: span.clone(), offsets: None, start: 0 }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The place in the page of a range of the text.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        let end = self.offset(range.end).max(start);
        self.span.slice(start..end)
    }

    /// A part of the text. The range must lie on character boundaries; what does not exist is left out.
    pub(crate) fn slice(&self, range: Range<usize>) -> Self {
        let range = range.start.min(self.text.len())..range.end.min(self.text.len());
        let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
        let offsets = self.offsets.as_ref().map(|offsets| offsets[range.clone()].to_vec());
        Self { text, span: self.span.clone(), offsets, start: self.start + range.start }
    }

    /// The text without blanks at its ends.
    pub(super) fn trim(&self) -> Self {
        let start = self.text.len() - self.text.trim_start().len();
        let end = self.text.trim_end().len();
        self.slice(start..end.max(start))
    }

    /// The text with some of its parts replaced; the ranges are ascending and do not overlap.
    pub(crate) fn replace(&self, replacements: &[(Range<usize>, String)]) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut offsets = Vec::with_capacity(self.text.len());
        let mut at = 0;
        for (range, with) in replacements {
            self.copy(at..range.start, &mut text, &mut offsets);
            text.push_str(with);
            offsets.extend(std::iter::repeat_n(to_u32(self.offset(range.start)), with.len()));
            at = range.end;
        }
        self.copy(at..self.text.len(), &mut text, &mut offsets);
        Self { text, span: self.span.clone(), offsets: Some(offsets), start: self.start }
    }

    fn copy(&self, range: Range<usize>, text: &mut String, offsets: &mut Vec<u32>) {
        text.push_str(&self.text[range.clone()]);
        offsets.extend(range.map(|at| to_u32(self.offset(at))));
    }

    fn offset(&self, at: usize) -> usize {
        match &self.offsets {
            None => self.start + at,
            Some(offsets) => match offsets.get(at) {
                Some(offset) => *offset as usize,
                None => offsets.last().map_or(self.start, |last| *last as usize + 1),
            },
        }
    }
}

fn to_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
