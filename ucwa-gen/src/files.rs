//! Finding and reading the pages.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::parallel;
use crate::source::{SourceFile, digest, page_name, reference_name};
use crate::vocabulary::is_reference;

/// The pages read, sorted by file name.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The reference pages (`NAME_ref.md`).
    pub pages: Vec<SourceFile>,
    /// The pages that list and group the reference pages (`UCWAResources.md`, `ResourceList.md`), where they stand beside
    /// them, in the order in which they count.
    pub indexes: Vec<SourceFile>,
    /// The files and folders that were read to find them, pages or not, sorted: a change in anything else changes nothing.
    pub inputs: Vec<PathBuf>,
}

/// The concept pages that list the reference pages, in lower case. They group the resources, the first before the second;
/// the third has no groups, and is known so that it is not taken for a reference page.
const INDEXES: &[&str] = &["ucwaresources.md", "resourcelist.md", "ucwaenumerations.md"];

/// How deep folders may be nested.
const MAX_DEPTH: usize = 32;

impl Sources {
    /// The pages of a set of files in memory, whatever their order: the first of two with one name is kept.
    #[must_use]
    pub fn from_files(files: impl IntoIterator<Item = SourceFile>) -> (Self, Vec<Diagnostic>) {
        let mut sorted: Vec<SourceFile> = files.into_iter().collect();
        sorted.sort_by(|a, b| (a.file(), a.path()).cmp(&(b.file(), b.path())));
        let mut sources = Self::default();
        let mut diagnostics = Vec::new();
        let mut seen: BTreeMap<String, SourceFile> = BTreeMap::new();
        for file in sorted {
            let key = page_name(file.file()).to_owned();
            if let Some(first) = seen.get(&key) {
                let message = format!(
                    "`{}` and `{}` are both the page `{}`",
                    file.path().display(),
                    first.path().display(),
                    page_name(file.file())
                );
                diagnostics.push(
                    Diagnostic::new(Code::DuplicatePage, file.span(0..0), message)
                        .related(first.span(0..0), "this one is read"),
                );
                continue;
            }
            seen.insert(key, file.clone());
            if INDEXES.contains(&file.file().to_lowercase().as_str()) {
                sources.indexes.push(file);
            } else {
                sources.pages.push(file);
            }
        }
        sources
            .indexes
            .sort_by_key(|file| INDEXES.iter().position(|name| *name == file.file().to_lowercase()));
        if sources.pages.is_empty() {
            diagnostics.push(Diagnostic::global(Code::NoPages, "there is no reference page to read"));
        }
        (sources, diagnostics)
    }

    /// The digest over the names and digests of all pages, in name order, and of the overrides, where there are any.
    pub(crate) fn digest(&self, overrides: Option<&SourceFile>) -> String {
        let files = self.pages.iter().chain(&self.indexes).chain(overrides);
        digest(files.flat_map(|file| {
            [file.file().as_bytes(), b"\0".as_slice(), file.digest().as_bytes(), b"\0".as_slice()]
        }))
    }
}

/// Reads the pages that the paths name: single pages, or folders, searched for reference pages. Those are named
/// `NAME_ref.md`, or are text files (`.md`, `.txt`) with the sections of one.
///
/// What cannot be read is a diagnostic with its path; the other pages are read all the same.
#[must_use]
pub fn read<P: AsRef<Path>>(paths: &[P]) -> (Sources, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    for path in paths {
        reader.root(path.as_ref());
    }
    let (mut sources, found) = Sources::from_files(reader.files);
    sources.inputs = reader.inputs;
    sources.inputs.sort_unstable();
    sources.inputs.dedup();
    let mut diagnostics = reader.diagnostics;
    // A folder that could not be read says more than "there is no page".
    let failed = !diagnostics.is_empty();
    diagnostics.extend(found.into_iter().filter(|found| !(failed && found.code == Code::NoPages)));
    (sources, diagnostics)
}

#[derive(Default)]
struct Reader {
    files: Vec<SourceFile>,
    diagnostics: Vec<Diagnostic>,
    inputs: Vec<PathBuf>,
    /// What was found and is not read yet, in order.
    found: Vec<Found>,
    /// The folders above the one being searched, resolved: one that comes again is a loop.
    above: Vec<PathBuf>,
}

/// What was found in a folder.
enum Found {
    /// A page, by its name.
    Page(PathBuf),
    /// A text file, which is a page if it reads like one; whatever else it is, it is none of ours.
    Text(PathBuf),
    /// Something that cannot be read.
    Failed(Diagnostic),
}

/// What is in a file.
enum Read {
    Page(SourceFile),
    /// Something that is none of ours.
    Other,
    /// It cannot be said.
    Unknown,
    Failed(Diagnostic),
}

impl Found {
    fn read(&self) -> Read {
        match self {
            Self::Page(path) => page(path, fs::read(path)),
            Self::Text(path) => match fs::read(path) {
                Ok(bytes) if is_reference(&String::from_utf8_lossy(&bytes)) => page(path, Ok(bytes)),
                Ok(_) => Read::Other,
                Err(_) => Read::Unknown,
            },
            Self::Failed(diagnostic) => Read::Failed(diagnostic.clone()),
        }
    }
}

fn page(path: &Path, bytes: io::Result<Vec<u8>>) -> Read {
    match text(path, bytes) {
        Ok(file) => Read::Page(file),
        Err(diagnostic) => Read::Failed(diagnostic),
    }
}

impl Reader {
    fn root(&mut self, path: &Path) {
        let before = (self.files.len(), self.diagnostics.len());
        let metadata = fs::metadata(path);
        let is_folder = metadata.as_ref().is_ok_and(fs::Metadata::is_dir);
        match metadata {
            Ok(_) if is_folder => self.folder(path),
            Ok(_) => self.found.push(Found::Page(path.to_owned())),
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
        if self.above.contains(&resolved) || self.above.len() >= MAX_DEPTH {
            let message = format!("`{}` leads back to a folder above it", path.display());
            let found = Diagnostic::global(Code::LinkLoop, message).of_file(path);
            return self.found.push(Found::Failed(found));
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
            let (entry, name) = (path.join(&entry), entry.to_string_lossy().to_lowercase());
            if name.starts_with('.') {
                continue;
            }
            // A link is what it leads to.
            let kind = match kind.filter(|kind| !kind.is_symlink()) {
                Some(kind) => Ok(kind),
                None => fs::metadata(&entry).map(|metadata| metadata.file_type()),
            };
            match kind {
                Ok(kind) if kind.is_dir() => self.folder(&entry),
                Ok(_) if is_page(&name) => self.found.push(Found::Page(entry)),
                Ok(_) if is_text(&name) => self.found.push(Found::Text(entry)),
                Ok(_) => {}
                // A broken or circular link matters only where a page would be.
                Err(error) if is_page(&name) || is_loop(&error) => self.failed(&entry, &error),
                Err(_) => {}
            }
        }
        self.above.pop();
    }

    fn failed(&mut self, path: &Path, error: &io::Error) {
        self.found.push(Found::Failed(failed(path, error)));
    }

    /// Reads what was found.
    fn read(&mut self) {
        let found = std::mem::take(&mut self.found);
        for (found, read) in found.iter().zip(parallel::map(&found, Found::read)) {
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

/// Reads one file.
///
/// # Errors
/// When it cannot be read, or is not UTF-8.
pub(crate) fn text_file(path: &Path) -> Result<SourceFile, Diagnostic> {
    text(path, fs::read(path))
}

fn text(path: &Path, bytes: io::Result<Vec<u8>>) -> Result<SourceFile, Diagnostic> {
    match bytes.map(String::from_utf8) {
        Ok(Ok(text)) => Ok(SourceFile::new(path, text)),
        Ok(Err(error)) => {
            let at = error.utf8_error().valid_up_to();
            let message = format!("`{}` is not UTF-8: byte {at} begins no character", path.display());
            Err(Diagnostic::global(Code::NotUtf8, message).of_file(path))
        }
        Err(error) => Err(failed(path, &error)),
    }
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let code = if is_loop(error) { Code::LinkLoop } else { Code::Unreadable };
    Diagnostic::global(code, format!("`{}`: {}", path.display(), describe(error))).of_file(path)
}

fn is_page(name: &str) -> bool {
    INDEXES.contains(&name) || (is_text(name) && reference_name(name).is_some())
}

fn is_text(name: &str) -> bool {
    name.ends_with(".md") || name.ends_with(".txt")
}

fn is_loop(error: &io::Error) -> bool {
    // `io::ErrorKind::FilesystemLoop` cannot be named on stable Rust yet, only printed.
    format!("{:?}", error.kind()) == "FilesystemLoop"
}

/// The system's words without the error number, which differs between systems.
fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ if is_loop(error) => "the symbolic link leads to itself".to_owned(),
        kind => kind.to_string(),
    }
}
