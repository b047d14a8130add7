//! Archives of Fiddler (`.saz`): zip files with a file for each request and each answer.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use zip::ZipArchive;

use super::exchange::Problem;
use super::files::paired;
use super::limits::too_large;
use crate::diagnostic::Severity;

/// The files of one exchange: each as its path, that of the archive before it, and its bytes.
pub(super) type Files = Vec<Result<(PathBuf, Vec<u8>), Problem>>;

/// An archive that is being read.
pub(super) struct Archive {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    left: IntoIter<(PathBuf, Option<PathBuf>)>,
    limit: usize,
}

impl Archive {
    pub(super) fn open(path: &Path, limit: usize) -> Result<Self, Problem> {
        let unreadable = |error: &dyn std::fmt::Display| Problem::unreadable(path, error);
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|error| unreadable(&error))?;
        let names: BTreeSet<PathBuf> =
            zip.file_names().filter(|name| is_message(name)).map(PathBuf::from).collect();
        if names.is_empty() {
            let message = "an archive of Fiddler has messages in its folder `raw`, and this one has none";
            return Err(Problem::of_file(Severity::Warning, path, message));
        }
        Ok(Self { path: path.to_owned(), zip, left: paired(&names).into_iter(), limit })
    }

    fn read(&mut self, name: &Path) -> Result<(PathBuf, Vec<u8>), Problem> {
        let path = self.path.join(name);
        let name = name.to_string_lossy();
        let entry = self.zip.by_name(&name).map_err(|error| Problem::unreadable(&path, &error))?;
        let mut bytes = Vec::new();
        let most = u64::try_from(self.limit).unwrap_or(u64::MAX);
        entry
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| Problem::unreadable(&path, &error))?;
        if bytes.len() > self.limit {
            return Err(Problem::of_file(Severity::Warning, &path, too_large(self.limit)));
        }
        Ok((path, bytes))
    }
}

/// Whether a file of the archive is a message: `raw/1_c.txt` and `raw/1_s.txt` are; `raw/1_m.xml` describes them. Old versions of
/// Fiddler write `raw\1_c.txt`.
fn is_message(name: &str) -> bool {
    let is_raw = name.starts_with("raw/") || name.starts_with("raw\\");
    is_raw && (name.ends_with("_c.txt") || name.ends_with("_s.txt"))
}

impl Iterator for Archive {
    type Item = Files;

    fn next(&mut self) -> Option<Self::Item> {
        let (file, answer) = self.left.next()?;
        Some([Some(file), answer].iter().flatten().map(|name| self.read(name)).collect())
    }
}
