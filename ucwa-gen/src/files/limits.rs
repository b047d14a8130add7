//! Limits on the input.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic};

/// Limits on the input. A finding names the limit that is exceeded.
///
/// ```
/// let limits = ucwa_gen::files::Limits { file_size: 64 << 20, ..Default::default() };
/// # let docs = "docs/reference";
/// let (sources, found) = ucwa_gen::files::read_within(&[docs], &limits);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest size of a file in bytes, by default 4 MiB. The largest page of the documentation has 33 KiB.
    pub file_size: u64,
    /// The largest size of all files together in bytes, by default 256 MiB. The documentation has 2 MiB.
    pub total_size: u64,
    /// The largest number of files that are read and folders that are searched, by default 100,000. The documentation
    /// has 300.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_size: 4 * MIB, total_size: 256 * MIB, files: 100_000 }
    }
}

const MIB: u64 = 1 << 20;

impl Limits {
    /// The finding that a file is larger than the limit.
    pub(super) fn file_too_large(&self, file: &Path) -> Diagnostic {
        let message = format!("`{}` is larger than {}", file.display(), size(self.file_size));
        Diagnostic::global(Code::FileTooLarge, message).of_file(file)
    }

    /// The finding that all files together are larger than the limit.
    pub(super) fn input_too_large(&self, first_beyond: &Path) -> Diagnostic {
        let limit = size(self.total_size);
        let message = format!("the pages are larger than {limit} together; {}", rest(first_beyond));
        Diagnostic::global(Code::InputTooLarge, message).of_file(first_beyond)
    }

    /// The finding that there are more files and folders than the limit.
    pub(super) fn too_many(&self, first_beyond: &Path) -> Diagnostic {
        let limit = self.files;
        let message = format!("there are more than {limit} files and folders; {}", rest(first_beyond));
        Diagnostic::global(Code::TooManyFiles, message).of_file(first_beyond)
    }
}

fn rest(first: &Path) -> String {
    format!("`{}` and what comes after it is not read", first.display())
}

/// A size in words.
pub(crate) fn size(bytes: u64) -> String {
    if bytes >= MIB && bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{bytes} bytes")
    }
}
