//! Multipart bodies: the batch samples.

use super::decoded::Decoded;
use super::repair::{self, Repairs};
use super::{Body, Format, message};

/// The parts of a multipart body. Without a boundary in the header, the first line is taken for one.
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
        None => source.lines().next().unwrap_or_default().trim().to_owned(),
    };
    if !source.starts_with(&delimiter) || delimiter.len() < 3 {
        return Body::Unreadable(format!("no part begins with `{delimiter}`"));
    }
    let mut parts = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        if line.trim_end().trim_end_matches('-') == delimiter.trim_end_matches('-') {
            if let Some(start) = start {
                parts.push(message(&text.slice(start..at), format, repairs, depth + 1));
            }
            start = Some(at + line.len());
        }
        at += line.len();
    }
    Body::Multipart(parts)
}
