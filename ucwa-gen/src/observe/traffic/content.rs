//! Bodies that a recording holds as a string.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::exchange::Problem;
use crate::diagnostic::Severity;
use crate::sample::{Body, Decoded, Message, Node, StartLine, escaped, recorded_body};
use crate::source::SourceFile;

/// The start line and the headers of a message, and what has to be repaired so far.
#[derive(Default)]
pub(super) struct Head {
    pub(super) start: Option<StartLine>,
    pub(super) headers: Vec<(String, String)>,
}

impl Head {
    /// The message with this head and a body that is a string in the recording.
    pub(super) fn with_text(self, text: &Node) -> (Message, Option<String>) {
        let decoded = escaped(&text.span).unwrap_or_else(|| Decoded::new(&text.span));
        recorded_body(self.start, self.headers, &decoded)
    }

    /// The same with a body that the string holds in base64.
    pub(super) fn with_base64(self, text: &Node) -> Result<(Message, Option<String>), Problem> {
        let wrong = |error: String| Problem::at(Severity::Warning, &text.span, error);
        let encoded = text.as_str().ok_or_else(|| wrong("base64 is expected in a string".to_owned()))?;
        let encoded: String = encoded.split_whitespace().collect();
        let bytes =
            STANDARD.decode(encoded).map_err(|error| wrong(format!("a body is not base64: {error}")))?;
        match String::from_utf8(bytes) {
            Ok(content) => {
                let path = text.span.source().path();
                let begin = text.span.location();
                let file = SourceFile::part(path, content, (begin.line, begin.column));
                let all = Decoded::new(&file.span(0..file.text().len()));
                Ok(recorded_body(self.start, self.headers, &all))
            }
            Err(error) => Ok((self.with_bytes(error.as_bytes()), None)),
        }
    }

    /// The same with a body that is not text.
    pub(super) fn with_bytes(self, bytes: &[u8]) -> Message {
        let mut message = Message { start: self.start, headers: self.headers, body: Body::Empty };
        let media_type = message.media_type().unwrap_or_default();
        message.body = Body::Other { media_type, text: String::from_utf8_lossy(bytes).into_owned() };
        message
    }

    /// The same without a body.
    pub(super) fn without_body(self) -> Message {
        Message { start: self.start, headers: self.headers, body: Body::Empty }
    }
}
