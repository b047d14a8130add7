//! Finding the pages, and reading what was found.

use std::ffi::OsString;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::limits::Limits;
use super::name::{is_page, is_text};
use super::text::{beginning, failed, is_beyond, is_loop, not_a_file, source, whole};
use crate::diagnostic::{Code, Diagnostic};
use crate::parallel;
use crate::source::SourceFile;
use crate::vocabulary::is_reference;

/// How deep folders may be nested, so that searching them never exhausts the stack.
const MAX_DEPTH: usize = 32;

/// A search for pages, and what it has found so far.
pub(super) struct Search<'l> {
    pub(super) files: Vec<SourceFile>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The files and folders that were read.
    pub(super) inputs: Vec<PathBuf>,
    limits: &'l Limits,
    /// What was found and is not read yet, in order.
    found: Vec<Found>,
    /// The folders above the one being searched, resolved: one that comes again is a loop.
    above: Vec<PathBuf>,
    /// How many files and folders were found.
    count: usize,
    /// The size of the files that were found.
    size: u64,
    /// Whether there is more than the limits allow, so that nothing more is looked for.
    is_full: bool,
}

/// What was found in a folder.
enum Found {
    /// A page, by its name.
    Page(PathBuf),
    /// A text file, which is a page if it reads like one; any other is ignored.
    Text(PathBuf),
    /// Something that cannot be read.
    Failed(Diagnostic),
}

/// What is in a file.
enum Read {
    Page(SourceFile),
    /// Anything else.
    Other,
    /// It cannot be determined.
    Unknown,
    Failed(Diagnostic),
}

impl Found {
    fn read(&self, limits: &Limits) -> Read {
        match self {
            Self::Page(path) => page(path, whole(path, limits)),
            Self::Text(path) => match beginning(path, limits) {
                Ok(bytes) if !is_reference(&String::from_utf8_lossy(&bytes)) => Read::Other,
                Ok(bytes) if is_beyond(&bytes, limits) => Read::Failed(limits.file_too_large(path)),
                Ok(bytes) => page(path, Ok(bytes)),
                Err(_) => Read::Unknown,
            },
            Self::Failed(diagnostic) => Read::Failed(diagnostic.clone()),
        }
    }
}

fn page(path: &Path, bytes: Result<Vec<u8>, Box<Diagnostic>>) -> Read {
    match bytes.and_then(|bytes| source(path, bytes)) {
        Ok(file) => Read::Page(file),
        Err(diagnostic) => Read::Failed(*diagnostic),
    }
}

impl<'l> Search<'l> {
    pub(super) fn new(limits: &'l Limits) -> Self {
        Self {
            files: Vec::new(),
            diagnostics: Vec::new(),
            inputs: Vec::new(),
            limits,
            found: Vec::new(),
            above: Vec::new(),
            count: 0,
            size: 0,
            is_full: false,
        }
    }

    /// Reads a page, or the pages in a folder.
    pub(super) fn root(&mut self, path: &Path) {
        if self.is_full {
            return;
        }
        let before = (self.files.len(), self.diagnostics.len());
        let metadata = fs::metadata(path);
        let is_folder = metadata.as_ref().is_ok_and(Metadata::is_dir);
        match metadata {
            Ok(_) if is_folder => self.folder(path),
            Ok(metadata) => self.file(path, &metadata, Found::Page),
            Err(error) => self.failed(path, &error),
        }
        self.read();
        if is_folder && (self.files.len(), self.diagnostics.len()) == before {
            let message = format!("the folder `{}` holds no reference page", path.display());
            self.diagnostics.push(Diagnostic::global(Code::NoPages, message).of_file(path));
        }
    }

    fn folder(&mut self, path: &Path) {
        let resolved = match fs::canonicalize(path) {
            Ok(resolved) => resolved,
            Err(error) => return self.failed(path, &error),
        };
        if self.above.contains(&resolved) {
            let message = format!("`{}` leads back to a folder above it", path.display());
            let found = Diagnostic::global(Code::LinkLoop, message).of_file(path);
            return self.found.push(Found::Failed(found));
        }
        if self.above.len() >= MAX_DEPTH {
            let message = format!("`{}` is nested deeper than {MAX_DEPTH} folders", path.display());
            let found = Diagnostic::global(Code::FoldersTooDeep, message).of_file(path);
            return self.found.push(Found::Failed(found));
        }
        // Folders count as well: links can lead to one folder again and again.
        if !self.counts(path) {
            return;
        }
        let mut entries: Vec<(OsString, Option<FileType>)> = match fs::read_dir(path) {
            Ok(entries) => {
                entries.flatten().map(|entry| (entry.file_name(), entry.file_type().ok())).collect()
            }
            Err(error) => return self.failed(path, &error),
        };
        entries.sort_by(|(a, _), (b, _)| a.cmp(b));
        self.inputs.push(path.to_owned());
        self.above.push(resolved);
        for (entry, kind) in entries {
            if self.is_full {
                break;
            }
            self.entry(&path.join(&entry), &entry.to_string_lossy().to_lowercase(), kind);
        }
        self.above.pop();
    }

    /// Looks at what is in a folder, by its name in lower case and by what the folder states that it is.
    fn entry(&mut self, path: &Path, name: &str, kind: Option<FileType>) {
        let is_ours = is_page(name) || is_text(name);
        if name.starts_with('.') || !is_ours && kind.is_some_and(|kind| kind.is_file()) {
            return;
        }
        // A link is what it leads to.
        match fs::metadata(path) {
            Ok(metadata) if is_page(name) => self.file(path, &metadata, Found::Page),
            Ok(metadata) if metadata.is_dir() => self.folder(path),
            Ok(metadata) if is_text(name) && metadata.is_file() => self.file(path, &metadata, Found::Text),
            Ok(_) => {}
            // A broken or circular link matters only where a page would be.
            Err(error) if is_page(name) || is_loop(&error) => self.failed(path, &error),
            Err(_) => {}
        }
    }

    /// Takes in a file, if it is one and the limits allow it.
    fn file(&mut self, path: &Path, metadata: &Metadata, found: fn(PathBuf) -> Found) {
        if let Some(other) = not_a_file(path, metadata) {
            return self.found.push(Found::Failed(other));
        }
        if !self.counts(path) {
            return;
        }
        // No more is read of it.
        self.size = self.size.saturating_add(metadata.len().min(self.limits.file_size));
        if self.size > self.limits.total_size {
            return self.full(self.limits.input_too_large(path));
        }
        self.found.push(found(path.to_owned()));
    }

    /// Counts a file or folder; false if it is one too many.
    fn counts(&mut self, path: &Path) -> bool {
        if !self.is_full && self.count >= self.limits.files {
            self.full(self.limits.too_many(path));
        }
        self.count += 1;
        !self.is_full
    }

    /// Ends the search. One finding is enough: what comes after it is beyond the limit as well.
    fn full(&mut self, found: Diagnostic) {
        self.is_full = true;
        self.found.push(Found::Failed(found));
    }

    fn failed(&mut self, path: &Path, error: &io::Error) {
        self.found.push(Found::Failed(failed(path, error)));
    }

    /// Reads what was found.
    fn read(&mut self) {
        let found = std::mem::take(&mut self.found);
        for (found, read) in found.iter().zip(parallel::map(&found, |found| found.read(self.limits))) {
            let is_read = match &read {
                Read::Page(_) | Read::Other => true,
                Read::Failed(diagnostic) => diagnostic.code == Code::NotUtf8,
                Read::Unknown => false,
            };
            if let (Found::Page(path) | Found::Text(path), true) = (found, is_read) {
                self.inputs.push(path.clone());
            }
            match read {
                Read::Page(file) => self.files.push(file),
                Read::Failed(diagnostic) => self.diagnostics.push(diagnostic),
                Read::Other | Read::Unknown => {}
            }
        }
    }
}
