//! Multipart bodies, taken apart (RFC 2046, section 5.1).

/// The parts of a multipart body, in order.
///
/// Lines may end with LF alone; what is before the first boundary and after the last is skipped. A part without a
/// boundary after it is cut, unless there is nothing in it: then it is none.
#[derive(Clone, Debug)]
pub(crate) struct Sections<'a> {
    boundary: Box<[u8]>,
    /// What comes after the last delimiter that was read; `None` after the last boundary.
    rest: Option<&'a [u8]>,
}

/// What is between two boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Section<'a> {
    pub(crate) bytes: &'a [u8],
    /// Whether the body ends before a boundary that would end this.
    pub(crate) is_cut: bool,
}

/// A line that separates parts.
struct Delimiter {
    start: usize,
    end: usize,
    is_last: bool,
}

impl<'a> Sections<'a> {
    pub(crate) fn new(body: &'a [u8], boundary: &[u8]) -> Self {
        let rest = match delimiter(body, boundary) {
            Some(first) if !first.is_last => Some(&body[first.end..]),
            _ => None,
        };
        Self { boundary: boundary.into(), rest }
    }
}

impl<'a> Iterator for Sections<'a> {
    type Item = Section<'a>;

    fn next(&mut self) -> Option<Section<'a>> {
        let rest = self.rest.take()?;
        let Some(delimiter) = delimiter(rest, &self.boundary) else {
            return (!rest.trim_ascii().is_empty()).then_some(Section { bytes: rest, is_cut: true });
        };
        if !delimiter.is_last {
            self.rest = Some(&rest[delimiter.end..]);
        }
        // The line break before a delimiter is part of it.
        let bytes = &rest[..delimiter.start];
        let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        Some(Section { bytes, is_cut: false })
    }
}

/// The first line that is a delimiter.
fn delimiter(body: &[u8], boundary: &[u8]) -> Option<Delimiter> {
    let mut start = 0;
    while start < body.len() {
        let rest = &body[start..];
        let length = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        if let Some(after) = rest[..length].strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary)) {
            let is_last = after.starts_with(b"--");
            if is_last || after.trim_ascii().is_empty() {
                return Some(Delimiter { start, end: start + length, is_last });
            }
        }
        start += length;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(body: &str) -> Vec<&str> {
        Sections::new(body.as_bytes(), b"b").map(|part| std::str::from_utf8(part.bytes).unwrap()).collect()
    }

    #[test]
    fn parts_are_between_delimiters() {
        for (body, expected) in [
            ("--b\r\none\r\n--b\r\ntwo\r\n\r\n--b--\r\n", &["one", "two\r\n"][..]),
            ("--b\none\n--b\ntwo\n--b--", &["one", "two"]),
            ("preamble\r\n--b  \r\none\r\n--b-- \r\nepilogue\r\n--b\r\nno\r\n--b--", &["one"]),
            ("--b\none", &["one"]),
            ("--b\none\n--b\n", &["one"]),
            ("--b\none\n--b", &["one"]),
            ("--b\n\n--b\nx\n--b--", &["", "x"]),
            ("--b\n--b\nx\n--b--", &["", "x"]),
            ("--b\nnot --b\n--bb\n -b\n--b x\n--b--", &["not --b\n--bb\n -b\n--b x"]),
            ("--b--\n--b\nx", &[]),
            ("", &[]),
            ("nothing", &[]),
        ] {
            assert_eq!(parts(body), expected, "{body:?}");
        }
    }

    #[test]
    fn a_part_without_a_boundary_after_it_is_cut() {
        for (body, expected) in [
            ("--b\none\n--b\ntwo\n--b--", &[false, false][..]),
            ("--b\none\n--b\ntwo\n--b", &[false, false]),
            ("--b\none\n--b\ntwo\n--", &[false, true]),
            ("--b\none\n--b\ntwo\n", &[false, true]),
            ("--b\none\n--b\nt", &[false, true]),
            ("--b\none\n--b\n", &[false]),
            ("--b\no", &[true]),
        ] {
            let found: Vec<_> = Sections::new(body.as_bytes(), b"b").map(|part| part.is_cut).collect();
            assert_eq!(found, expected, "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn any_body_is_taken_apart(body in prop::collection::vec(any::<u8>(), 0..80), text in "[-b\r\nx]{0,40}") {
            for body in [&body, text.as_bytes()] {
                for boundary in [&b"b"[..], b""] {
                    let length: usize = Sections::new(body, boundary).map(|part| part.bytes.len()).sum();
                    prop_assert!(length <= body.len());
                }
            }
        }

        #[test]
        fn what_is_put_together_comes_apart(
            parts in prop::collection::vec("[-a-c\r\n]{0,12}", 1..6),
            line in prop::sample::select(vec!["\n", "\r\n"]),
        ) {
            let boundary = "=x=";
            let mut body = String::new();
            for part in &parts {
                body.push_str(&format!("--{boundary}{line}{part}{line}"));
            }
            body.push_str(&format!("--{boundary}--"));
            let found: Vec<_> = Sections::new(body.as_bytes(), boundary.as_bytes()).collect();
            prop_assert_eq!(found.len(), parts.len());
            for (found, part) in found.iter().zip(&parts) {
                // With LF alone, a CR at the end of a part cannot be told from the line break.
                let part = if line == "\n" { part.strip_suffix('\r').unwrap_or(part) } else { part };
                prop_assert_eq!(*found, Section { bytes: part.as_bytes(), is_cut: false });
            }
        }
    }
}
