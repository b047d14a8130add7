//! Multipart bodies: the batch samples, and recorded batches.

use super::decoded::Decoded;
use super::repair::{self, Repair, Repairs};
use super::{Body, Format, message};

/// A part takes as much memory as so many values.
const VALUES: usize = 16;

/// The parts of a multipart body. Without a boundary in the header, the first line that begins with two dashes is taken for it. What
/// comes before the first part and after the last one is ignored (RFC 2046, section 5.1.1).
pub(super) fn read(
    text: &Decoded,
    boundary: Option<&str>,
    format: Format,
    repairs: &mut Repairs,
    depth: usize,
) -> Body {
    let mended = repair::line_breaks(text, repairs);
    let text = mended.as_ref().unwrap_or(text);
    let source = text.as_str();
    let delimiter = match boundary {
        Some(boundary) => format!("--{boundary}"),
        None => source.lines().find(|line| line.starts_with("--")).unwrap_or_default().trim().to_owned(),
    };
    let mut parts = Vec::new();
    let mut start = None;
    let mut is_ended = false;
    let mut at = 0;
    let mut add = |range, repairs: &mut Repairs| {
        repairs.count(VALUES)?;
        parts.push(message(&text.slice(range), format, repairs, depth + 1));
        Ok(())
    };
    for line in source.split_inclusive('\n') {
        let marks = line.trim_end();
        // Some samples have fewer or more dashes at the end.
        if delimiter.len() > 2 && marks.trim_end_matches('-') == delimiter.trim_end_matches('-') {
            if let Some(Err(error)) = start.map(|start| add(start..at, repairs)) {
                return Body::Unreadable(error);
            }
            start = Some(at + line.len());
            is_ended = marks.len() > delimiter.len();
        }
        at += line.len();
        if is_ended {
            break;
        }
    }
    match start {
        Some(start) if !is_ended => {
            if !source[start..].trim().is_empty()
                && let Err(error) = add(start..at, repairs)
            {
                return Body::Unreadable(error);
            }
            repairs.add(Repair::Unended);
        }
        Some(_) => {}
        None => return Body::Unreadable(format!("no part begins with `{delimiter}`")),
    }
    Body::Multipart(parts)
}

#[cfg(test)]
mod tests {
    use super::super::decoded::Decoded;
    use super::{Body, Format, Repairs, read};
    use crate::source::SourceFile;

    #[test]
    fn parts_are_read_whatever_is_around_them() {
        let whole = "--b\n\n{}\n--b\n\n[]\n--b--\n";
        for (text, boundary, expected) in [
            (whole.to_owned(), Some("b"), "{} []"),
            (whole.to_owned(), None, "{} []"),
            (format!("a preamble\n{whole}"), None, "{} []"),
            (format!("a preamble\nof two lines\n{whole}"), Some("b"), "{} []"),
            (format!("{whole}an epilogue\n--b\n\n{{}}\n--b--\n"), Some("b"), "{} []"),
            (
                "--b\n\n{}\n--b\n\n[]\n".to_owned(),
                Some("b"),
                "{} [] (a multipart body was cut off before its last boundary)",
            ),
            (
                "--b\n\n{}\n--b\n".to_owned(),
                Some("b"),
                "{} (a multipart body was cut off before its last boundary)",
            ),
            ("--b--\n".to_owned(), Some("b"), ""),
            ("none\n".to_owned(), Some("b"), "no part begins with `--b`"),
            ("--\n\n{}\n".to_owned(), None, "no part begins with `--`"),
            ("{}\n".to_owned(), None, "no part begins with ``"),
        ] {
            let file = SourceFile::new("a.txt", text.as_str());
            let mut repairs = Repairs::default();
            let all = Decoded::new(&file.span(0..text.len()));
            let told = match read(&all, boundary, Format::Json, &mut repairs, 0) {
                Body::Multipart(parts) => {
                    let part = |part: &crate::sample::Message| match &part.body {
                        Body::Json(node) => node.to_json().to_string(),
                        other => format!("{other:?}"),
                    };
                    parts.iter().map(part).collect::<Vec<_>>().join(" ")
                }
                Body::Unreadable(error) => error,
                other => format!("{other:?}"),
            };
            let repaired = repairs.summary().map_or_else(String::new, |repaired| format!(" ({repaired})"));
            assert_eq!(told + &repaired, expected, "{text:?}");
        }
    }
}
