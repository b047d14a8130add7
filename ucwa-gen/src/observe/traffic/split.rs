//! The JSON documents of a file, one after the other, without reading all of it.

use std::io::{self, BufRead};

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: Vec<u8>,
    /// The line and the column (from 1) where it begins.
    pub(super) begin: (u32, u32),
    pub(super) kind: Kind,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A document, or an element of a list of documents.
    Document,
    /// An entry of an HTTP archive.
    HarEntry,
    /// It was larger than the limit, and is left out.
    TooLarge,
    /// Not a document: here the file ends within a list or an archive.
    Cut,
    /// Not a document: here a bracket closes what no bracket opens.
    Stray,
    /// Not a document: here an HTTP archive ends that has no list of entries.
    NoEntries,
}

/// The documents of a file: those that follow each other, the elements where the file is one list, and the entries where it is
/// an HTTP archive (HAR), which is one document of any length.
pub(super) struct Documents<R> {
    input: R,
    limit: usize,
    scan: Scan,
    is_done: bool,
}

impl<R: BufRead> Documents<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self { input, limit, scan: Scan::default(), is_done: false }
    }
}

impl<R: BufRead> Iterator for Documents<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            if let Some(next) = self.scan.next.take() {
                return Some(Ok(next));
            }
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(error));
                }
            };
            if buffer.is_empty() {
                let rest = self.scan.rest();
                self.is_done = rest.is_none();
                return rest.or_else(|| self.scan.end()).map(Ok);
            }
            let mut used = 0;
            let mut found = None;
            while found.is_none() && used < buffer.len() {
                found = self.scan.step(buffer[used], self.limit);
                used += 1;
            }
            self.input.consume(used);
            if found.is_some() {
                return found.map(Ok);
            }
        }
        None
    }
}

/// Where in the file the reader is.
#[derive(Default)]
struct Scan {
    /// The lines before, and the characters of this one.
    line: u32,
    column: u32,
    /// The brackets that are open.
    open: Vec<u8>,
    in_string: bool,
    is_escaped: bool,
    /// The last string, as far as it can be a key that matters.
    string: Vec<u8>,
    /// The documents are the elements of a list, or the entries of an archive: at this depth.
    depth: usize,
    is_archive: bool,
    has_entries: bool,
    /// What is wrong behind the document that was returned last.
    next: Option<Piece>,
    /// The document that is being read, how deep it begins, and whether it is beyond the limit.
    taken: Option<Taken>,
}

struct Taken {
    piece: Piece,
    depth: usize,
    /// Neither an object, nor a list, nor a string: it ends with the first mark that is no part of it.
    is_word: bool,
}

/// Longer than `entries`.
const KEY: usize = 8;

impl Scan {
    fn step(&mut self, byte: u8, limit: usize) -> Option<Piece> {
        let at = (self.line + 1, self.column + 1);
        if byte == b'\n' {
            (self.line, self.column) = (self.line.saturating_add(1), 0);
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            self.column = self.column.saturating_add(1);
        }
        if self.in_string {
            self.take(byte, limit);
            return self.in_string(byte);
        }
        if self.taken.as_ref().is_some_and(|taken| taken.is_word)
            && (byte.is_ascii_whitespace() || matches!(byte, b',' | b'{' | b'[' | b']' | b'}' | b'"'))
        {
            let ended = self.taken.take().map(|taken| taken.piece);
            // What ends a word belongs to something else. A list may end, or another document begin.
            self.next = self.mark(byte, at, limit);
            return ended;
        }
        self.mark(byte, at, limit)
    }

    fn in_string(&mut self, byte: u8) -> Option<Piece> {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' => self.is_escaped = true,
            b'"' => {
                self.in_string = false;
                return self.ended();
            }
            _ if self.string.len() < KEY => self.string.push(byte),
            _ => {}
        }
        None
    }

    fn mark(&mut self, byte: u8, at: (u32, u32), limit: usize) -> Option<Piece> {
        let is_here =
            self.taken.is_none() && self.open.len() == self.depth && (self.depth > 0 || !self.is_archive);
        match byte {
            b'{' | b'[' => {
                if is_here && self.depth == 0 && byte == b'[' {
                    self.depth = 1;
                } else if is_here {
                    self.begin(at, false);
                } else if self.is_archive_begun(byte) {
                    (self.taken, self.is_archive, self.has_entries) = (None, true, false);
                } else if self.is_archive && self.open.len() == 2 && byte == b'[' && self.string == b"entries"
                {
                    (self.depth, self.has_entries) = (3, true);
                }
                self.open.push(byte);
                self.take(byte, limit);
                None
            }
            b'}' | b']' => {
                self.take(byte, limit);
                let opened = self.open.pop();
                if self.taken.is_none() && self.open.len() < self.depth {
                    self.depth = 0;
                }
                let was_archive = self.is_archive;
                if self.open.is_empty() {
                    self.is_archive = false;
                }
                let opens = if byte == b'}' { b'{' } else { b'[' };
                if self.taken.is_some() {
                    self.ended()
                } else if opened != Some(opens) {
                    Some(nothing(Kind::Stray, at))
                } else {
                    (was_archive && !self.is_archive && !self.has_entries)
                        .then(|| nothing(Kind::NoEntries, at))
                }
            }
            b'"' => {
                if is_here {
                    self.begin(at, false);
                }
                self.take(byte, limit);
                self.in_string = true;
                self.string.clear();
                None
            }
            _ if byte.is_ascii_whitespace() || matches!(byte, b',' | b':' | 0xef | 0xbb | 0xbf) => {
                self.take(byte, limit);
                None
            }
            _ => {
                if is_here {
                    self.begin(at, true);
                }
                self.take(byte, limit);
                None
            }
        }
    }

    /// Whether this is the brace after `{"log":`, which every archive begins with.
    fn is_archive_begun(&self, byte: u8) -> bool {
        let begins = |taken: &Taken| {
            taken.piece.text.iter().filter(|byte| !byte.is_ascii_whitespace()).eq(br#"{"log":"#)
        };
        byte == b'{' && self.open.len() == 1 && self.depth == 0 && self.taken.as_ref().is_some_and(begins)
    }

    fn begin(&mut self, begin: (u32, u32), is_word: bool) {
        let kind = if self.is_archive { Kind::HarEntry } else { Kind::Document };
        let piece = Piece { text: Vec::new(), begin, kind };
        self.taken = Some(Taken { piece, depth: self.open.len(), is_word });
    }

    fn take(&mut self, byte: u8, limit: usize) {
        let Some(Taken { piece, .. }) = &mut self.taken else { return };
        if piece.kind == Kind::TooLarge {
            return;
        }
        if piece.text.len() == limit {
            piece.text = Vec::new();
            piece.kind = Kind::TooLarge;
        } else {
            piece.text.push(byte);
        }
    }

    /// The document, if it has ended.
    fn ended(&mut self) -> Option<Piece> {
        let depth = self.open.len();
        self.taken.take_if(|taken| taken.depth >= depth && !taken.is_word).map(|taken| taken.piece)
    }

    /// The document that the file ends within.
    fn rest(&mut self) -> Option<Piece> {
        self.taken.take().map(|taken| taken.piece)
    }

    /// What is wrong where the file ends. A document that is cut off is reported when it is read.
    fn end(&self) -> Option<Piece> {
        let is_cut = !self.open.is_empty() && (self.depth > 0 || self.is_archive);
        is_cut.then(|| nothing(Kind::Cut, (self.line + 1, self.column + 1)))
    }
}

/// A place where something is wrong.
fn nothing(kind: Kind, begin: (u32, u32)) -> Piece {
    Piece { text: Vec::new(), begin, kind }
}

/// The lines of a file that are not blank.
pub(super) struct Lines<R> {
    input: R,
    limit: usize,
    line: u32,
    is_done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R, limit: usize) -> Self {
        Self { input, limit, line: 0, is_done: false }
    }

    /// The next line, without its break; `None` where the file ends.
    fn line(&mut self) -> io::Result<Option<Piece>> {
        let mut text = Vec::new();
        let mut kind = Kind::Document;
        let mut any = false;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            any = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = &buffer[..end.unwrap_or(buffer.len())];
            if text.len() + part.len() > self.limit {
                (text, kind) = (Vec::new(), Kind::TooLarge);
            } else if kind == Kind::Document {
                text.extend_from_slice(part);
            }
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.line = self.line.saturating_add(1);
        Ok(any.then_some(Piece { text, begin: (self.line, 1), kind }))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_done {
            match self.line() {
                Ok(Some(piece)) if piece.kind == Kind::Document && piece.text.trim_ascii().is_empty() => {}
                Ok(Some(piece)) => return Some(Ok(piece)),
                Ok(None) => self.is_done = true,
                Err(error) => {
                    self.is_done = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{Documents, Kind, Lines, Piece};

    fn told(pieces: impl Iterator<Item = std::io::Result<Piece>>) -> Vec<String> {
        let tell = |piece: std::io::Result<Piece>| match piece {
            Ok(Piece { text, begin: (line, column), kind }) => {
                let kind = match kind {
                    Kind::Document => "",
                    Kind::HarEntry => " entry",
                    Kind::TooLarge => " too large",
                    Kind::Cut => " cut",
                    Kind::Stray => " stray",
                    Kind::NoEntries => " no entries",
                };
                format!("{line}:{column}{kind} {}", String::from_utf8_lossy(&text))
            }
            Err(error) => error.to_string(),
        };
        pieces.map(tell).collect()
    }

    #[test]
    fn documents_are_found_in_every_form() {
        for (text, expected) in [
            ("", &[][..]),
            ("{\"a\":1}", &["1:1 {\"a\":1}"]),
            ("\u{feff}\n {\"a\": {\"b\": []}}\n{}", &["2:2 {\"a\": {\"b\": []}}", "3:1 {}"]),
            ("[{\"a\":\"]}\\\"\"},\n {}]", &["1:2 {\"a\":\"]}\\\"\"}", "2:2 {}"]),
            (
                "{\"log\": {\"pages\": [{}], \"entries\": [{\"a\":1}, {\"log\":{}}], \"x\": [{}]}}{}",
                &["1:37 entry {\"a\":1}", "1:46 entry {\"log\":{}}", "1:70 {}"],
            ),
            ("{\"a\":1,\"log\":{\"entries\":[{}]}}", &["1:1 {\"a\":1,\"log\":{\"entries\":[{}]}}"]),
            ("{\"a\":", &["1:1 {\"a\":"]),
            ("garbage {} \"s\"", &["1:1 garbage", "1:9 {}", "1:12 \"s\""]),
            ("[1,{\"\u{e9}\":1},{}]", &["1:2 1", "1:4 {\"\u{e9}\":1}", "1:12 {}"]),
            ("}{}]{}", &["1:1 stray ", "1:2 {}", "1:4 stray ", "1:5 {}"]),
            ("[1]]{}", &["1:2 1", "1:4 stray ", "1:5 {}"]),
            ("[1}{}", &["1:2 1", "1:3 stray ", "1:4 {}"]),
            ("[{}}{}", &["1:2 {}", "1:4 stray ", "1:5 {}"]),
            ("[{},\n{\"a\"", &["1:2 {}", "2:1 {\"a\"", "2:5 cut "]),
            ("[{},", &["1:2 {}", "1:5 cut "]),
            ("{\"log\":{\"entries\":[{},", &["1:20 entry {}", "1:23 cut "]),
            ("{\"log\":{\"entries\":[{}]", &["1:20 entry {}", "1:23 cut "]),
            ("{\"log\":{\"entries\":[{}]}", &["1:20 entry {}", "1:24 cut "]),
            ("{\"log\":{\"entr", &["1:14 cut "]),
            ("{\"log\":{}} {}", &["1:10 no entries ", "1:12 {}"]),
            ("{\"log\":{\"entries\":[]}}", &[]),
        ] {
            for buffer in [1, 3, 4096] {
                let input = BufReader::with_capacity(buffer, text.as_bytes());
                assert_eq!(told(Documents::new(input, 100)), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_piece_beyond_the_limit_is_left_out() {
        let text = "{\"a\":1}\n{\"aaaaaaaaaaaa\":1}\n{\"b\":1}\n";
        let expected = ["1:1 {\"a\":1}", "2:1 too large ", "3:1 {\"b\":1}"];
        assert_eq!(told(Documents::new(text.as_bytes(), 10)), expected);
        assert_eq!(told(Lines::new(text.as_bytes(), 10)), expected);
        assert_eq!(told(Lines::new("\n\n{\n x".as_bytes(), 10)), ["3:1 {", "4:1  x"]);
    }
}
