//! The compression of bodies.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::limits::too_large;
use crate::sample::{Message, is_opaque};

/// Decompresses a body. Some programs record the decompressed body with the original headers. A body whose content is not
/// looked into stays unchanged.
pub(super) fn undone<'b>(head: &Message, body: &'b [u8], limit: usize) -> Result<Cow<'b, [u8]>, String> {
    let mut body = Cow::Borrowed(body);
    let media_type = head.media_type().unwrap_or_default();
    if is_opaque(&media_type) {
        return Ok(body);
    }
    let listed =
        |name| head.header(name).unwrap_or_default().split(',').map(|it| it.trim().to_ascii_lowercase());
    let codings = listed("content-encoding").chain(listed("transfer-encoding"));
    let codings: Vec<String> =
        codings.filter(|it| !matches!(it.as_str(), "" | "identity" | "chunked")).collect();
    // The codings are listed in the order in which they were applied.
    for coding in codings.iter().rev() {
        if is_text(&body) {
            // What cannot be undone can happen to be text.
            if !is_known(coding) && !is_like(&media_type, &body) {
                return Err(not_undone(coding));
            }
            break;
        }
        if let Some(content) = one(coding, &body, limit)? {
            body = Cow::Owned(content);
        }
    }
    Ok(body)
}

/// Whether these bytes are text. Compressed bytes are not.
fn is_text(bytes: &[u8]) -> bool {
    let is_plain = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r');
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_plain))
}

fn is_known(coding: &str) -> bool {
    matches!(coding, "gzip" | "x-gzip" | "deflate")
}

fn not_undone(coding: &str) -> String {
    format!("its Content-Encoding `{coding}` cannot be undone")
}

/// Whether a text can be a body of this media type that was recorded without its compression: a document by how it begins.
fn is_like(media_type: &str, body: &[u8]) -> bool {
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii_start();
    let is_document = !media_type.starts_with("multipart/") && media_type != "application/http";
    !is_document || body.first().is_none_or(|first| b"{[<".contains(first))
}

/// Undoes one coding; `None` if the body does not have it (any more).
fn one(coding: &str, body: &[u8], limit: usize) -> Result<Option<Vec<u8>>, String> {
    let reader: Box<dyn Read + '_> = match (coding, body) {
        ("gzip" | "x-gzip", [0x1f, 0x8b, ..]) => Box::new(MultiGzDecoder::new(body)),
        ("gzip" | "x-gzip", _) => return Ok(None),
        ("deflate", [first, ..]) if first & 0x0f == 8 => Box::new(ZlibDecoder::new(body)),
        ("deflate", _) => Box::new(DeflateDecoder::new(body)),
        _ => return Err(not_undone(coding)),
    };
    let mut content = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut content)
        .map_err(|error| format!("its Content-Encoding `{coding}` cannot be undone: {error}"))?;
    if content.len() > limit {
        return Err(format!("{} when it is decompressed", too_large(limit)));
    }
    Ok(Some(content))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::undone;
    use crate::sample::{Body, Message};

    #[test]
    fn compression_is_undone_within_a_limit() {
        let gzip = |content: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(content).expect("memory");
            encoder.finish().expect("memory")
        };
        let short = gzip(b"{\"a\":1}");
        let twice = gzip(&short);
        let long = gzip(&[b' '; 2000]);
        let cut = &short[..12];
        let brotli = b"\x0b\x03\x80{\"a\":1}\x03".as_slice();
        for (coding, media_type, body, expected) in [
            ("gzip", "application/json", short.as_slice(), Ok("{\"a\":1}")),
            ("GZip, identity", "", &short, Ok("{\"a\":1}")),
            ("gzip, gzip", "", &twice, Ok("{\"a\":1}")),
            ("gzip", "", b"{\"a\":1}", Ok("{\"a\":1}")),
            ("deflate", "", b"hello", Ok("hello")),
            ("br", "", b"{\"a\":1}", Ok("{\"a\":1}")),
            ("br", "", b"", Ok("")),
            ("br", "", b"<a/>", Ok("<a/>")),
            ("br", "multipart/batching", b"--b\n", Ok("--b\n")),
            ("br", "application/json", b"hello", Err("its Content-Encoding `br` cannot be undone")),
            ("gzip, br", "", b"hello", Err("its Content-Encoding `br` cannot be undone")),
            ("gzip", "application/json", b"hello", Ok("hello")),
            ("br", "application/json", brotli, Err("its Content-Encoding `br` cannot be undone")),
            ("br", "image/png", brotli, Ok("\x0b\x03\u{fffd}{\"a\":1}\x03")),
            ("gzip, br", "", brotli, Err("its Content-Encoding `br` cannot be undone")),
            ("gzip", "", &long, Err("it is larger than 1000 bytes when it is decompressed")),
            ("gzip", "", cut, Err("its Content-Encoding `gzip` cannot be undone: ")),
            ("deflate", "", b"\xff\xff\xff", Err("its Content-Encoding `deflate` cannot be undone: ")),
        ] {
            let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            let headers = vec![header("content-encoding", coding), header("content-type", media_type)];
            let head = Message { start: None, headers, body: Body::Empty };
            match (undone(&head, body, 1000), expected) {
                (Ok(content), Ok(expected)) => {
                    assert_eq!(String::from_utf8_lossy(&content), expected, "{coding}");
                }
                (Err(error), Err(expected)) => assert!(error.starts_with(expected), "{error}"),
                (found, _) => panic!("{coding} {media_type}: {found:?}"),
            }
        }
    }
}
