//! The exchanges of files of any form.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::exchange::{Exchange, Problem};
use super::files::{self, Input};
use super::saz::Archive;
use super::split::{Documents, Kind, Lines, Piece};
use super::{har, http, record};
use crate::diagnostic::Severity;
use crate::sample::{Body, Decoded, Message, StartLine, recorded};
use crate::source::SourceFile;

/// The exchanges of recordings, in order. What cannot be read is a problem, and does not stop the rest.
///
/// One exchange is in memory at a time, and of HTTP messages one file.
pub struct Traffic {
    inputs: VecDeque<Input>,
    open: Option<Open>,
    ready: VecDeque<Result<Exchange, Problem>>,
    /// The largest size of a document, of a file of HTTP messages, and of a body that is no longer compressed.
    limit: usize,
}

/// A file that is being read.
enum Open {
    Pieces(PathBuf, Box<dyn Iterator<Item = io::Result<Piece>>>),
    Archive(Box<Archive>),
}

/// Far larger than any message of the API.
const LIMIT: usize = 64 << 20;

impl Traffic {
    /// Reads these files and folders. The form of each file is known by its name, or else by how it begins.
    #[must_use]
    pub fn read(paths: &[PathBuf]) -> Self {
        let (inputs, problems) = files::list(paths);
        let ready = problems.into_iter().map(Err).collect();
        Self { inputs: inputs.into(), open: None, ready, limit: LIMIT }
    }

    /// Opens the next file, or reads all of it.
    fn start(&mut self, input: &Input) -> Result<(), Problem> {
        match input {
            Input::File(path, is_named) => self.open(path, *is_named),
            Input::Pair(request, response) => {
                let files = [request, response].map(|path| Ok((path.clone(), whole(path, self.limit)?)));
                let files = files.into_iter().collect::<Result<Vec<_>, Problem>>()?;
                self.messages(&files);
                Ok(())
            }
        }
    }

    fn open(&mut self, path: &Path, is_named: bool) -> Result<(), Problem> {
        let unreadable = |error: io::Error| Problem::unreadable(path, &error);
        let mut input = BufReader::with_capacity(1 << 16, File::open(path).map_err(unreadable)?);
        let begin = input.fill_buf().map_err(unreadable)?;
        let begin = &begin[..begin.len().min(1 << 10)];
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
                self.messages(&[(path.to_owned(), bytes)]);
            }
            Some(Form::Xml) => {
                let bytes = whole(path, self.limit)?;
                self.ready.push_back(xml(path, &bytes));
            }
            None => {
                let severity = if is_named { Severity::Error } else { Severity::Note };
                return Err(Problem::of_file(
                    severity,
                    path,
                    "it is not read: it is no recording in a known form",
                ));
            }
        }
        Ok(())
    }

    /// Files of HTTP messages: an answer belongs to the request before it.
    fn messages(&mut self, files: &[(PathBuf, Vec<u8>)]) {
        let mut asked: Option<Exchange> = None;
        for (path, bytes) in files {
            let found = match http::messages(path, bytes, self.limit) {
                Ok(found) => found,
                Err(problem) => {
                    self.ready.push_back(Err(problem));
                    continue;
                }
            };
            for (message, span, repaired) in found {
                if matches!(message.start, Some(StartLine::Request { .. })) {
                    let exchange = Exchange { request: Some(message), response: None, span, repaired };
                    self.ready.extend(asked.replace(exchange).map(Ok));
                    continue;
                }
                // An interim answer is followed by the final one.
                if message.status().is_some_and(|status| status < 200) {
                    continue;
                }
                let exchange = match asked.take() {
                    Some(asked) => Exchange {
                        response: Some(message),
                        repaired: asked.repaired.clone().or(repaired),
                        ..asked
                    },
                    None => Exchange { request: None, response: Some(message), span, repaired },
                };
                self.ready.push_back(Ok(exchange));
            }
        }
        self.ready.extend(asked.map(Ok));
    }

    /// Reads on in the file that is open.
    fn advance(&mut self) {
        match &mut self.open {
            None => {}
            Some(Open::Pieces(path, pieces)) => match pieces.next() {
                Some(Ok(piece)) => {
                    let found = exchange(path, &piece);
                    self.ready.push_back(found);
                }
                Some(Err(error)) => {
                    let problem = Problem::unreadable(path, &error);
                    self.ready.push_back(Err(problem));
                }
                None => self.open = None,
            },
            Some(Open::Archive(archive)) => match archive.next() {
                Some(Ok(files)) => self.messages(&files),
                Some(Err(problem)) => self.ready.push_back(Err(problem)),
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
        _ if http::is_message(text) => Some(Form::Messages),
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
        let message = format!("it is larger than {limit} bytes");
        return Err(Problem::of_file(Severity::Warning, path, message));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(bytes)
}

/// A body by itself that is XML.
fn xml(path: &Path, bytes: &[u8]) -> Result<Exchange, Problem> {
    let source = SourceFile::part(path, String::from_utf8_lossy(bytes), (1, 1));
    let span = source.span(0..source.text().len());
    let (message, repaired) = recorded(&Decoded::new(&span));
    Ok(Exchange { request: None, response: Some(message), span, repaired })
}

fn exchange(path: &Path, piece: &Piece) -> Result<Exchange, Problem> {
    let text = String::from_utf8_lossy(&piece.text);
    let source = SourceFile::part(path, text, piece.begin);
    let span = source.span(0..source.text().len());
    if piece.kind == Kind::TooLarge {
        let message = "a document is not read: it is larger than the limit";
        return Err(Problem::at(Severity::Warning, &span, message));
    }
    let head = Message { start: None, headers: Vec::new(), body: Body::Empty };
    let (message, repaired) = crate::sample::recorded_body(head.start, head.headers, &Decoded::new(&span));
    match message.body {
        Body::Json(node) if piece.kind == Kind::HarEntry => har::exchange(&node, repaired),
        Body::Json(node) => record::exchange(node, repaired),
        Body::Unreadable(error) => {
            Err(Problem::at(Severity::Warning, &span, format!("a document cannot be read: {error}")))
        }
        _ => Err(Problem::at(Severity::Warning, &span, "a document is expected that is JSON")),
    }
}
