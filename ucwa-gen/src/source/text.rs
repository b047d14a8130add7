//! The text of one page, and places in it.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use twox_hash::xxhash3_128::Hasher;

use crate::schema::{Location, Page};

/// One page: its name, its text, and where its lines begin. Cheap to clone.
#[derive(Clone)]
pub struct SourceFile(Arc<Inner>);

struct Inner {
    path: PathBuf,
    file: String,
    text: String,
    /// Empty for a part of a file.
    digest: String,
    /// The line and the column where the text begins in its file.
    begin: (u32, u32),
    lines: Vec<u32>,
    /// How many characters begin before each block of the text, and before its end.
    characters: Vec<u32>,
}

/// The bytes of a block. A line that is longer than one is not counted from its beginning: thousands of places can be in it.
const BLOCK: usize = 1024;

impl SourceFile {
    /// A page from memory. `path` is only shown; the page is known by its last component.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let text = text.into();
        let digest = text_digest(&text);
        Self::begun(path.into(), text, (1, 1), digest)
    }

    /// A part of a file that is not kept as a whole, such as one line of a long recording. `begin` is the line and the column
    /// (from 1) where it begins; all lines and columns are those of the file. It has no digest: there are many of them.
    #[cfg(feature = "observe")]
    pub(crate) fn part(path: impl Into<PathBuf>, text: impl Into<String>, begin: (u32, u32)) -> Self {
        Self::begun(path.into(), text.into(), (begin.0.max(1), begin.1.max(1)), String::new())
    }

    fn begun(path: PathBuf, text: String, begin: (u32, u32), digest: String) -> Self {
        let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let newlines = text.match_indices('\n');
        let lines = std::iter::once(0).chain(newlines.map(|(at, _)| to_u32(at) + 1)).collect();
        let counted = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            *before = u32::saturating_add(*before, to_u32(characters(block)));
            Some(*before)
        });
        let characters = std::iter::once(0).chain(counted).collect();
        Self(Arc::new(Inner { path, file, text, digest, begin, lines, characters }))
    }

    /// The path that was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The file name without its folder.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.0.file
    }

    /// The whole text of the file, unchanged.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// `xxh3:` and the hexadecimal digest of the text, whatever its line endings, and without a byte-order mark.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.0.digest
    }

    /// The page as the schema names it.
    #[must_use]
    pub fn page(&self) -> Page {
        Page { file: self.file().to_owned(), digest: self.digest().to_owned() }
    }

    /// A place in the page. A range that is out of bounds or cuts a character is narrowed to what exists.
    #[must_use]
    pub fn span(&self, range: Range<usize>) -> Span {
        let end = floor(self.text(), range.end);
        let start = floor(self.text(), range.start.min(end));
        Span { file: self.clone(), start: to_u32(start), end: to_u32(end) }
    }

    /// The text of a line (from 1), without its line break; empty when there is no such line.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        &self.text()[self.line_range(line)]
    }

    /// Where the text of a line (from 1) stands, without its line break.
    #[must_use]
    pub fn line_range(&self, line: u32) -> Range<usize> {
        let index = line.saturating_sub(self.0.begin.0) as usize;
        let end = self.text().len();
        let Some(&start) = self.0.lines.get(index) else { return end..end };
        let (start, end) = (start as usize, self.0.lines.get(index + 1).map_or(end, |next| *next as usize));
        start..start + self.text()[start..end].trim_end_matches(['\n', '\r']).len()
    }

    /// The place of a line (from 1), without its line break and the blanks around it; empty if there is no such line.
    pub(crate) fn line_span(&self, line: u32) -> Span {
        let range = self.line_range(line);
        let text = &self.text()[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        self.span(start..start + text.trim().len())
    }

    /// Where the lines stand, each with its line break.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.0.lines.iter().skip(1).map(|start| *start as usize);
        let mut start = 0;
        ends.chain([self.text().len()]).filter_map(move |end| {
            let line = start..end;
            start = end;
            Some(line).filter(|line| !line.is_empty())
        })
    }

    /// The line of the file that an offset is on.
    fn line_of(&self, offset: usize) -> u32 {
        to_u32(self.lines_to(offset)).saturating_add(self.0.begin.0 - 1)
    }

    /// How many lines begin up to an offset.
    fn lines_to(&self, offset: usize) -> usize {
        self.0.lines.partition_point(|start| *start as usize <= offset)
    }

    /// The line (from 1) and the column in characters (from 1) of a byte offset.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (u32, u32) {
        let offset = floor(self.text(), offset);
        let line = self.lines_to(offset);
        let start = self.0.lines.get(line - 1).map_or(0, |start| *start as usize);
        let before = if offset - start > BLOCK {
            self.characters_to(offset).saturating_sub(self.characters_to(start))
        } else {
            characters(&self.text().as_bytes()[start..offset])
        };
        let indented = if line == 1 { self.0.begin.1 } else { 1 };
        (self.line_of(offset), to_u32(before).saturating_add(indented))
    }

    /// How many characters begin before an offset.
    fn characters_to(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let before = self.0.characters.get(block).map_or(0, |before| *before as usize);
        before + characters(&self.text().as_bytes()[block * BLOCK..offset])
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SourceFile").field(&self.0.file).finish()
    }
}

/// A place in a page: a file and a range of bytes. Ordered by file name, then by place.
#[derive(Clone)]
pub struct Span {
    file: SourceFile,
    start: u32,
    end: u32,
}

impl Span {
    /// The page.
    #[must_use]
    pub fn source(&self) -> &SourceFile {
        &self.file
    }

    /// The bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text there.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.file.text()[self.range()]
    }

    /// A part of this place, by byte offsets within its text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let start = self.start as usize;
        self.file.span(start + range.start..(start + range.end).min(self.end as usize))
    }

    /// The line (from 1) where it begins.
    pub(crate) fn line(&self) -> u32 {
        self.file.line_of(self.start as usize)
    }

    /// The lines (from 1) that it stands on.
    pub(crate) fn lines(&self) -> RangeInclusive<u32> {
        let last = self.end.saturating_sub(1).max(self.start);
        self.line()..=self.file.line_of(last as usize)
    }

    /// Where it begins, as line and column.
    #[must_use]
    pub fn location(&self) -> Location {
        let (line, column) = self.file.line_column(self.start as usize);
        Location { file: self.file.file().to_owned(), line, column }
    }

    fn key(&self) -> (&str, u32, u32) {
        (self.file.file(), self.start, self.end)
    }
}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Span {}

impl PartialOrd for Span {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Span {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.location())
    }
}

/// The digest of a text, the same wherever it is checked out: git and editors convert line endings, and add a byte-order
/// mark or remove it.
fn text_digest(text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') {
        return digest([text.replace("\r\n", "\n").as_bytes()]);
    }
    digest([text.as_bytes()])
}

/// `xxh3:` and the hexadecimal XXH3 digest, of 128 bits, of the parts, one after the other. It tells texts apart; it is
/// not cryptographic, so somebody can make two texts of one digest.
#[must_use]
pub fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Hasher::new();
    for part in parts {
        hasher.write(part);
    }
    format!("xxh3:{:032x}", hasher.finish_128())
}

/// How many characters begin in these bytes of a text.
fn characters(bytes: &[u8]) -> usize {
    let continues = |byte: u8| byte & 0b1100_0000 == 0b1000_0000;
    bytes.iter().filter(|byte| !continues(**byte)).count()
}

/// The offset itself, or the nearest character boundary before it.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Pages are far smaller than 4 GiB; one that is not is read, its places saturate.
fn to_u32(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::SourceFile;

    #[test]
    fn a_digest_does_not_depend_on_line_endings_or_a_byte_order_mark() {
        let digest = |text: &str| SourceFile::new("a_ref.md", text).digest().to_owned();
        let expected = super::digest([b"a\n\nb\n".as_slice()]);
        for text in ["a\n\nb\n", "a\r\n\r\nb\r\n", "a\r\n\nb\n", "\u{feff}a\n\nb\n", "\u{feff}a\n\r\nb\r\n"] {
            assert_eq!(digest(text), expected, "{text:?}");
        }
        for text in ["a\n\nb", "a\r\rb\r", "a\n\n\u{feff}b\n", "a\n\nb\n\r"] {
            assert_ne!(digest(text), expected, "{text:?}");
        }
    }

    #[test]
    fn columns_are_characters_however_long_the_line_is() {
        for (line, times) in
            [("abc", 1000), ("\u{e9}", 2000), ("a\u{4e2d}\u{1f600}", 500), ("", 1), ("\u{e9}", 1533)]
        {
            let text = format!("{line}\n{}\n{line}", line.repeat(times));
            let file = SourceFile::new("a_ref.md", text.as_str());
            for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                let before = &text[..offset];
                let start = before.rfind('\n').map_or(0, |at| at + 1);
                let expected = (before.matches('\n').count() + 1, before[start..].chars().count() + 1);
                let (line, column) = file.line_column(offset);
                assert_eq!((line as usize, column as usize), expected, "{offset}");
            }
        }
    }

    #[cfg(feature = "observe")]
    #[test]
    fn places_in_a_part_are_those_in_the_file() {
        let file = SourceFile::part("a.jsonl", "ab\ncd", (7, 5));
        for (offset, expected) in [(0, (7, 5)), (1, (7, 6)), (3, (8, 1)), (5, (8, 3))] {
            assert_eq!(file.line_column(offset), expected, "{offset}");
        }
        assert_eq!((file.line(7), file.line(8), file.span(3..4).line()), ("ab", "cd", 8));
    }

    #[test]
    fn a_digest_is_that_of_all_parts_together() {
        let expected = "xxh3:06b05ab6733a618578af5f94892f3950";
        assert_eq!(super::digest([b"a".as_slice(), b"bc"]), expected);
    }
}
