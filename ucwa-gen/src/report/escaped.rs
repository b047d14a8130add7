//! Printing what others wrote.

use std::io::{self, Write};

use crate::hidden::printable;

/// A writer for terminals: text goes through unchanged, except for characters that are not shown (control characters but line
/// feeds and tabs, line separators, and those that turn the direction of text). They become `\u001b`, so that
/// nothing from a page acts on a terminal. JSON and TOML read the same values from what is written.
#[derive(Debug)]
pub struct Escaped<W> {
    inner: W,
    /// The beginning of a character whose end is not written yet.
    begun: Vec<u8>,
}

impl<W: Write> Escaped<W> {
    /// Writes to another writer.
    pub fn new(inner: W) -> Self {
        Self { inner, begun: Vec::new() }
    }

    /// The other writer, for what is to reach it unchanged, such as colours.
    pub fn verbatim(&mut self) -> &mut W {
        &mut self.inner
    }
}

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_plain = |byte: &u8| matches!(byte, b'\n' | b'\t' | b' '..=b'~');
        if self.begun.is_empty() && bytes.iter().all(is_plain) {
            self.inner.write_all(bytes)?;
            return Ok(bytes.len());
        }
        self.begun.extend_from_slice(bytes);
        let begun = std::mem::take(&mut self.begun);
        let complete = match std::str::from_utf8(&begun) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            // It is no text, and is shown as that.
            Err(_) => begun.len(),
        };
        let (text, rest) = begun.split_at(complete);
        self.begun = rest.to_vec();
        self.inner.write_all(printable(&String::from_utf8_lossy(text)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_escaped_wherever_it_is_cut() {
        let text = "a\u{e9}\u{1b}[2J\u{9b}\u{202e}\u{1f600}\n\tb";
        let expected = "a\u{e9}\\u001b[2J\\u009b\\u202e\u{1f600}\n\tb";
        for cut in 0..=text.len() {
            let mut written = Escaped::new(Vec::new());
            for part in [&text.as_bytes()[..cut], &text.as_bytes()[cut..]] {
                written.write_all(part).unwrap();
            }
            assert_eq!(String::from_utf8_lossy(written.verbatim()), expected, "{cut}");
        }
        let mut written = Escaped::new(Vec::new());
        written.write_all(b"a\xff\x1bb").unwrap();
        assert_eq!(String::from_utf8_lossy(written.verbatim()), "a\u{fffd}\\u001bb");
    }
}
