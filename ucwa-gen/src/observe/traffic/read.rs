//! The exchanges of files of any form.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::content::{Found, with_bytes};
use super::exchange::{Exchange, Problem};
use super::files::{self, Input};
use super::head;
use super::http::Conversation;
use super::limits::{Limits, too_large};
use super::saz::Archive;
use super::split::{Documents, Kind, Lines, Piece};
use super::{har, record};
use crate::diagnostic::Severity;
use crate::sample::{Body, Decoded, Message, Node, Value, recorded_body};
use crate::source::SourceFile;

/// The exchanges of recordings, in order. What cannot be read is a problem, and does not stop the rest.
///
/// One exchange is in memory at a time, and of HTTP messages one file; [`Limits`] says how large they can be.
pub struct Traffic {
    inputs: VecDeque<Input>,
    open: Option<Open>,
    ready: VecDeque<Result<Exchange, Problem>>,
    /// [`Limits::document_size`]
    limit: usize,
}

/// A file that is being read.
enum Open {
    Pieces(PathBuf, Box<dyn Iterator<Item = io::Result<Piece>>>),
    Archive(Box<Archive>),
}

impl Traffic {
    /// Reads these files and folders. The form of each file is known by its name, or else by how it begins.
    #[must_use]
    pub fn read(paths: &[PathBuf]) -> Self {
        Self::read_within(paths, &Limits::default())
    }

    /// As [`Self::read`], with other limits than the default ones.
    #[must_use]
    pub fn read_within(paths: &[PathBuf], limits: &Limits) -> Self {
        let (inputs, problems) = files::list(paths);
        let ready = problems.into_iter().map(Err).collect();
        // Places in a document have 32 bits.
        let limit = limits.document_size.min(u32::MAX as usize);
        Self { inputs: inputs.into(), open: None, ready, limit }
    }

    /// Opens the next file, or reads all of it.
    fn start(&mut self, input: &Input) -> Result<(), Problem> {
        match input {
            Input::File(path, is_named) => self.open(path, *is_named),
            Input::Pair(request, response) => {
                let limit = self.limit;
                self.messages([request, response].map(|path| Ok((path.clone(), whole(path, limit)?))));
                Ok(())
            }
        }
    }

    fn open(&mut self, path: &Path, is_named: bool) -> Result<(), Problem> {
        let unreadable = |error: io::Error| Problem::unreadable(path, &error);
        let mut input = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
        let begin = input.fill_buf().map_err(unreadable)?;
        let extension = path.extension().and_then(|it| it.to_str()).unwrap_or_default().to_ascii_lowercase();
        match form(&extension, begin) {
            Some(Form::Archive) => {
                let archive = Archive::open(path, self.limit)?;
                self.open = Some(Open::Archive(Box::new(archive)));
            }
            Some(Form::Lines) => {
                self.open = Some(Open::Pieces(path.to_owned(), Box::new(Lines::new(input, self.limit))));
            }
            Some(Form::Documents) => {
                self.open = Some(Open::Pieces(path.to_owned(), Box::new(Documents::new(input, self.limit))));
            }
            Some(Form::Messages) => {
                let bytes = whole(path, self.limit)?;
                self.messages([Ok((path.to_owned(), bytes))]);
            }
            Some(Form::Xml) => {
                let bytes = whole(path, self.limit)?;
                self.ready.push_back(Ok(xml(path, &bytes, self.limit)));
            }
            None => {
                let severity = match () {
                    () if is_named => Severity::Error,
                    () if RECORDINGS.contains(&extension.as_str()) => Severity::Warning,
                    () => Severity::Note,
                };
                return Err(Problem::of_file(
                    severity,
                    path,
                    "it is not read: it is no recording in a known form",
                ));
            }
        }
        Ok(())
    }

    /// Files of HTTP messages.
    fn messages(&mut self, files: impl IntoIterator<Item = Result<(PathBuf, Vec<u8>), Problem>>) {
        let mut conversation = Conversation::new(self.limit);
        for file in files {
            match file {
                Ok((path, bytes)) => conversation.add(&path, &bytes),
                Err(problem) => self.ready.push_back(Err(problem)),
            }
        }
        self.ready.extend(conversation.finish());
    }

    /// Reads on in the file that is open.
    fn advance(&mut self) {
        match &mut self.open {
            None => {}
            Some(Open::Pieces(path, pieces)) => match pieces.next() {
                Some(Ok(piece)) => {
                    exchanges(path, &piece, self.limit, &mut self.ready);
                }
                Some(Err(error)) => {
                    let problem = Problem::unreadable(path, &error);
                    self.ready.push_back(Err(problem));
                }
                None => self.open = None,
            },
            Some(Open::Archive(archive)) => match archive.next() {
                Some(files) => self.messages(files),
                None => self.open = None,
            },
        }
    }
}

impl Iterator for Traffic {
    type Item = Result<Exchange, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.ready.pop_front() {
                return Some(found);
            }
            if self.open.is_some() {
                self.advance();
                continue;
            }
            let input = self.inputs.pop_front()?;
            if let Err(problem) = self.start(&input) {
                return Some(Err(problem));
            }
        }
    }
}

/// How recordings are called. Of the other files in a folder, some are none.
const RECORDINGS: [&str; 7] = ["har", "http", "json", "jsonl", "ndjson", "saz", "xml"];

/// The forms of files.
enum Form {
    Archive,
    Lines,
    Documents,
    Messages,
    Xml,
}

fn form(extension: &str, begin: &[u8]) -> Option<Form> {
    if begin.starts_with(b"PK\x03\x04") {
        return Some(Form::Archive);
    }
    if matches!(extension, "jsonl" | "ndjson") {
        return Some(Form::Lines);
    }
    let text = String::from_utf8_lossy(begin);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        Some('{' | '[') => Some(Form::Documents),
        _ if head::begins(text.as_bytes()) => Some(Form::Messages),
        Some('<') if !is_html(text) => Some(Form::Xml),
        _ => None,
    }
}

fn is_html(text: &str) -> bool {
    let begins = |tag: &str| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins("<!doctype") || begins("<html") || begins("<!--")
}

/// All of a file that is no larger than the limit.
fn whole(path: &Path, limit: usize) -> Result<Vec<u8>, Problem> {
    let unreadable = |error: io::Error| Problem::unreadable(path, &error);
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    if fs::metadata(path).map_err(unreadable)?.len() > most {
        return Err(Problem::of_file(Severity::Warning, path, too_large(limit)));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// A body by itself that is XML.
fn xml(path: &Path, bytes: &[u8], limit: usize) -> Exchange {
    let head = Message { start: None, headers: Vec::new(), body: Body::Empty };
    let Found { message, problems } = with_bytes(head, bytes, path, (1, 1), limit);
    let span = SourceFile::part(path, "", (1, 1)).span(0..0);
    Exchange { request: None, response: Some(message), span, problems }
}

/// What is wrong with a piece, if it is no document.
fn wrong(kind: Kind, limit: usize) -> Option<String> {
    Some(match kind {
        Kind::Document | Kind::HarEntry => return None,
        Kind::TooLarge => format!("a document is not read: {}", too_large(limit)),
        Kind::Cut => "the file is cut off here, within a list or an archive".to_owned(),
        Kind::Stray => "a bracket closes what no bracket opens".to_owned(),
        Kind::NoEntries => "an HTTP archive has no list `entries`".to_owned(),
    })
}

/// What a piece of a file holds: mostly one exchange.
fn exchanges(path: &Path, piece: &Piece, limit: usize, to: &mut VecDeque<Result<Exchange, Problem>>) {
    let text = String::from_utf8_lossy(&piece.text);
    let is_replaced = matches!(text, Cow::Owned(_));
    let source = SourceFile::part(path, text, piece.begin);
    let span = source.span(0..source.text().len());
    if let Some(wrong) = wrong(piece.kind, limit) {
        return to.push_back(Err(Problem::warning(&span, wrong)));
    }
    let head = Message { start: None, headers: Vec::new(), body: Body::Empty };
    let (message, repaired) = recorded_body(head, &Decoded::new(&span));
    let mut problems: Vec<Problem> = repaired.iter().map(|it| Problem::repaired(&span, it)).collect();
    if is_replaced {
        problems.push(Problem::repaired(&span, "what is not UTF-8 was replaced"));
    }
    match message.body {
        Body::Json(node) if piece.kind == Kind::HarEntry => {
            to.push_back(har::exchange(&node, problems, limit));
        }
        Body::Json(node) => document(node, problems, limit, to),
        Body::Unreadable(error) => {
            to.push_back(Err(Problem::warning(&span, format!("a document cannot be read: {error}"))));
        }
        _ => to.push_back(Err(Problem::warning(&span, "a document is expected that is JSON"))),
    }
}

/// The exchanges of a document: itself, the elements of a list, or the entries of an archive.
fn document(node: Node, problems: Vec<Problem>, limit: usize, to: &mut VecDeque<Result<Exchange, Problem>>) {
    let entries = har::entries(&node).map(|entries| {
        let entry = |entry| har::exchange(entry, Vec::new(), limit);
        entries.elements().iter().map(entry).collect::<Vec<_>>()
    });
    if let Some(entries) = entries {
        to.extend(problems.into_iter().map(Err));
        return to.extend(entries);
    }
    match node.value {
        Value::Object(_) => to.push_back(record::exchange(node, problems, limit)),
        Value::Array(elements) => {
            to.extend(problems.into_iter().map(Err));
            elements.into_iter().for_each(|element| document(element, Vec::new(), limit, to));
        }
        _ => to.push_back(Err(Problem::warning(
            &node.span,
            "it is neither an exchange nor a body: both are objects",
        ))),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::super::testing::{line, told, told_within};
    use super::{Limits, Traffic};

    #[test]
    fn nothing_is_left_out_in_silence() {
        const ENTRY: &str = r#"{"request":{"method":"GET","url":"/a"}}"#;
        for (name, text, expected) in [
            (
                "a.jsonl",
                "{\"a\":1}\n[{\"b\":2},[{\"c\":3}],7]\n".to_owned(),
                &[
                    "? {\"a\":1}",
                    "? {\"b\":2}",
                    "? {\"c\":3}",
                    "2:20 warning: it is neither an exchange nor a body: both are objects",
                ][..],
            ),
            (
                "a.jsonl",
                "7\n{\"a\":1}\n".to_owned(),
                &[
                    "1:1 warning: a document cannot be read: it begins with neither a brace nor a bracket",
                    "? {\"a\":1}",
                ],
            ),
            ("a.jsonl", format!("{{\"log\":{{\"entries\":[{ENTRY}]}}}}\n"), &["GET /a"]),
            (
                "a.har",
                format!("{{\"log\":{{\"entries\":[{ENTRY},"),
                &["GET /a", "1:60 warning: the file is cut off here, within a list or an archive"],
            ),
            (
                "a.har",
                format!("{{\"log\":{{\"entries\":[{ENTRY},\n{{\"request\":{{}}"),
                &[
                    "GET /a",
                    "? | 2:1 warning: it was repaired to be read: a brace or bracket was added or left out | 2:2 warning: a request has `method` and `url`, which are strings",
                    "2:14 warning: the file is cut off here, within a list or an archive",
                ],
            ),
            (
                "a.har",
                "{\"log\":{\"version\":\"1.2\"}}".to_owned(),
                &["1:25 warning: an HTTP archive has no list `entries`"],
            ),
            (
                "a.json",
                "[{\"a\":1}]]{\"b\":2}".to_owned(),
                &["? {\"a\":1}", "1:10 warning: a bracket closes what no bracket opens", "? {\"b\":2}"],
            ),
            (
                "a.xml",
                "<resource/><resource/>".to_owned(),
                &[
                    "? <resource> | 1:1 warning: it was repaired to be read: what follows the end of an XML document was left out",
                ],
            ),
            (
                "a.json",
                r#"{"request":7,"response":{"status":200}}"#.to_owned(),
                &["200 | 1:2 warning: `request` is an object"],
            ),
            (
                "a.json",
                r#"{"response":{"status":200,"base64":"?"}}"#.to_owned(),
                &[
                    "200 unreadable | 1:27 warning: a body cannot be read: it is not base64: Invalid symbol 63, offset 0",
                ],
            ),
            (
                "a.json",
                r#"{"a":1e999,"b":-1e999}"#.to_owned(),
                &[
                    "? {\"a\":1.7976931348623157e+308,\"b\":-1.7976931348623157e+308} | 1:1 warning: it was repaired to be read: a number out of range was replaced by the largest one",
                ],
            ),
            // Names are what was sent.
            ("a.json", r#"{"a b":1,"":2,"\n":3}"#.to_owned(), &["? {\"\":2,\"\\n\":3,\"a b\":1}"]),
        ] {
            assert_eq!(told(name, text.as_bytes()), expected, "{text}");
        }
        assert_eq!(
            told("a.json", b"{\"a\":\"\xff\"}"),
            [
                "? {\"a\":\"\u{fffd}\"} | 1:1 warning: it was repaired to be read: what is not UTF-8 was replaced"
            ]
        );
    }

    #[test]
    fn a_problem_names_the_limit() {
        let limits = Limits { document_size: 20 };
        for (name, text, expected) in [
            (
                "a.jsonl",
                "{\"aaaaaaaaaaaaaaaaaaa\":1}\n{\"a\":1}\n",
                &["1:1 warning: a document is not read: it is larger than 20 bytes", "? {\"a\":1}"][..],
            ),
            (
                "a.json",
                "[{\"aaaaaaaaaaaaaaaaaaa\":1},{\"a\":1}]",
                &["1:2 warning: a document is not read: it is larger than 20 bytes", "? {\"a\":1}"],
            ),
            ("a.http", "GET /aaaaaaaaaaaaa HTTP/1.1\n\n", &["1:1 warning: it is larger than 20 bytes"]),
        ] {
            assert_eq!(told_within(name, text.as_bytes(), &limits), expected, "{text}");
        }
    }

    #[test]
    fn every_file_of_a_folder_is_read_or_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for (name, text) in [
            ("10.http", "GET /10 HTTP/1.1\n\n"),
            ("9.http", "GET /9 HTTP/1.1\n\n"),
            ("broken.har", "\u{1}\u{2}"),
            ("empty.json", ""),
            ("notes.md", "Recorded on Monday.\n"),
        ] {
            fs::write(path(name), text).expect("a file");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(path("nowhere"), path("link.http")).expect("a link");
        let mut zip = zip::ZipWriter::new(fs::File::create(path("other.zip")).expect("a file"));
        zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.finish().expect("an archive");
        let read: Vec<String> = Traffic::read(&[folder.path().to_owned()]).map(|read| line(&read)).collect();
        let mut expected = vec![
            "1:1 error: it cannot be read: No such file or directory (os error 2)",
            "GET /9",
            "GET /10",
            "1:1 warning: it is not read: it is no recording in a known form",
            "1:1 warning: it is not read: it is no recording in a known form",
            "1:1 note: it is not read: it is no recording in a known form",
            "1:1 warning: an archive of Fiddler has messages in its folder `raw`, and this one has none",
        ];
        if cfg!(not(unix)) {
            expected.remove(0);
        }
        assert_eq!(read, expected);
    }

    /// What cannot be read of one half of an exchange leaves the other one.
    #[test]
    fn of_two_files_one_can_be_missing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| -> PathBuf { folder.path().join(name) };
        fs::write(path("1_c.txt"), "GET /aaaaaaaaaaaaa HTTP/1.1\n\n").expect("a file");
        fs::write(path("1_s.txt"), "HTTP/1.1 204 X\n\n").expect("a file");
        let limits = Limits { document_size: 20 };
        let read: Vec<String> = Traffic::read_within(&[path("1_c.txt"), path("1_s.txt")], &limits)
            .map(|read| line(&read))
            .collect();
        assert_eq!(read, ["1:1 warning: it is larger than 20 bytes", "204"]);
    }

    #[test]
    fn archives_are_read_by_number() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.saz");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
        for (name, text) in [
            ("raw/10_c.txt", "GET /10 HTTP/1.1\r\n\r\n"),
            ("raw/2_c.txt", "HEAD /2 HTTP/1.1\r\n\r\n"),
            ("raw/2_s.txt", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"),
            ("raw\\3_c.txt", "GET /3 HTTP/1.1\r\n\r\n"),
            ("raw\\3_s.txt", "HTTP/1.1 204 No Content\r\n\r\n"),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
            std::io::Write::write_all(&mut zip, text.as_bytes()).expect("an entry");
        }
        zip.finish().expect("an archive");
        let read: Vec<String> = Traffic::read(&[path]).map(|read| line(&read)).collect();
        assert_eq!(read, ["HEAD /2 > 200", "GET /10", "GET /3 > 204"]);
    }
}
