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
/// One exchange is in memory at a time, and of HTTP messages one file. [`Limits`] limits their size.
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

    /// Like [`Self::read`], with these limits.
    #[must_use]
    pub fn read_within(paths: &[PathBuf], limits: &Limits) -> Self {
        let (inputs, problems) = files::list(paths);
        let ready = problems.into_iter().map(Err).collect();
        // Offsets in a document have 32 bits.
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
        let not_read = |message: &str| {
            let severity = match is_named {
                true => Severity::Error,
                false if RECORDINGS.contains(&extension.as_str()) => Severity::Warning,
                false => Severity::Note,
            };
            Problem::of_file(severity, path, message)
        };
        if begin.starts_with(&[0xff, 0xfe]) || begin.starts_with(&[0xfe, 0xff]) {
            return Err(not_read("it is not read: it is in UTF-16, and has to be saved as UTF-8"));
        }
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
            None => return Err(not_read("it is not read: it is no recording in a known form")),
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

/// The extensions of recordings. A folder may have other files as well.
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

/// What is wrong with a piece that is not a document.
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
    if let Some(entries) = har::entries(&node) {
        to.extend(problems.into_iter().map(Err));
        return to.extend(entries.elements().iter().map(|entry| har::exchange(entry, Vec::new(), limit)));
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
