//! Reading one file.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::limits::Limits;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::SourceFile;

/// Reads one file, such as a page or a schema file.
///
/// # Errors
/// A finding with the path, if it cannot be read, is a pipe or a device, is larger than
/// [`Limits::file_size`], or is not UTF-8.
pub fn read_file(path: &Path, limits: &Limits) -> Result<SourceFile, Box<Diagnostic>> {
    source(path, whole(path, limits)?)
}

/// The bytes of a file.
pub(super) fn whole(path: &Path, limits: &Limits) -> Result<Vec<u8>, Box<Diagnostic>> {
    let bytes = beginning(path, limits)?;
    if is_beyond(&bytes, limits) {
        return Err(Box::new(limits.file_too_large(path)));
    }
    Ok(bytes)
}

/// The bytes of a file up to the limit; where there are more, one more.
pub(super) fn beginning(path: &Path, limits: &Limits) -> Result<Vec<u8>, Box<Diagnostic>> {
    let read = || -> io::Result<Result<Vec<u8>, Box<Diagnostic>>> {
        // Opening a pipe waits until somebody writes to it: what it is has to be known before.
        if let Some(found) = not_a_file(path, &fs::metadata(path)?) {
            return Ok(Err(Box::new(found)));
        }
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        if let Some(found) = not_a_file(path, &metadata) {
            return Ok(Err(Box::new(found)));
        }
        // A file system can state any size, and a file can grow.
        let stated = usize::try_from(metadata.len().min(limits.file_size)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(stated.saturating_add(1));
        file.take(limits.file_size.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(Ok(bytes))
    };
    read().map_err(|error| Box::new(failed(path, &error)))?
}

/// Whether more was read than the limit allows.
pub(super) fn is_beyond(bytes: &[u8], limits: &Limits) -> bool {
    bytes.len() as u64 > limits.file_size
}

/// The page in these bytes.
pub(super) fn source(path: &Path, bytes: Vec<u8>) -> Result<SourceFile, Box<Diagnostic>> {
    String::from_utf8(bytes).map(|text| SourceFile::new(path, text)).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let is_utf16 = error.as_bytes().starts_with(b"\xff\xfe") || error.as_bytes().starts_with(b"\xfe\xff");
        let why = if is_utf16 {
            "it begins as UTF-16 does".into()
        } else {
            format!("byte {at} begins no character")
        };
        let message = format!("`{}` is not UTF-8: {why}", path.display());
        Box::new(Diagnostic::global(Code::NotUtf8, message).of_file(path))
    })
}

/// The finding that there is something else than a file at the path; `None` if it is a file.
pub(super) fn not_a_file(path: &Path, metadata: &Metadata) -> Option<Diagnostic> {
    if metadata.is_file() {
        return None;
    }
    let message = format!("`{}` is {}, not a file", path.display(), kind(metadata));
    Some(Diagnostic::global(Code::NotAFile, message).of_file(path))
}

#[cfg(unix)]
fn kind(metadata: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    if kind.is_dir() {
        "a folder"
    } else if kind.is_fifo() {
        "a pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind(metadata: &Metadata) -> &'static str {
    if metadata.is_dir() { "a folder" } else { "a device" }
}

/// The finding that something cannot be read.
pub(super) fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let code = if is_loop(error) { Code::LinkLoop } else { Code::Unreadable };
    Diagnostic::global(code, format!("`{}`: {}", path.display(), describe(error))).of_file(path)
}

pub(super) fn is_loop(error: &io::Error) -> bool {
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
