//! What has to change in a folder. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Error, at};
use super::staging;
use crate::emit::MARK;
use crate::hidden::is_hidden;
use crate::parallel;

/// What has to change in a folder, so that it holds a set of files.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan<'f> {
    pub(super) dir: PathBuf,
    pub(super) files: &'f BTreeMap<String, String>,
    targets: Vec<Target<'f>>,
    /// The generated files that are not among the targets.
    pub(super) stale: BTreeSet<PathBuf>,
}

/// A file that the folder is to hold.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target<'f> {
    /// Its path in the folder, with `/`.
    pub(crate) name: &'f str,
    pub(crate) path: PathBuf,
    pub(crate) text: &'f str,
    pub(crate) found: Found,
}

/// What is there in the place of a target.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Nothing,
    /// The very text.
    Same,
    /// Another content.
    Other(Vec<u8>),
}

impl<'f> Plan<'f> {
    /// Compares the folder with the files, given by their paths in it.
    ///
    /// # Errors
    /// When something cannot be read, or a path does not stay in the folder.
    pub fn new(dir: &Path, files: &'f BTreeMap<String, String>) -> Result<Self, Error> {
        let paths: Vec<(&str, PathBuf, &str)> = files
            .iter()
            .map(|(name, text)| Ok((name.as_str(), target(dir, name)?, text.as_str())))
            .collect::<Result<_, Error>>()?;
        let found = parallel::map(&paths, |(_, path, text)| compare(path, text));
        let targets: Vec<Target<'f>> = paths
            .into_iter()
            .zip(found)
            .map(|((name, path, text), found)| Ok(Target { name, path, text, found: found? }))
            .collect::<Result<_, Error>>()?;
        // Pages have no mark. A folder to which pages are written keeps all else that is in it.
        let is_generated = targets.iter().any(|target| is_generated(target.text.as_bytes()));
        let stale = if is_generated { stale(dir, &targets)? } else { BTreeSet::new() };
        Ok(Self { dir: dir.to_owned(), files, targets, stale })
    }

    /// The files, by their paths.
    pub(crate) fn targets(&self) -> &[Target<'f>] {
        &self.targets
    }

    /// The folder.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The files that have to be written.
    pub(super) fn outdated(&self) -> impl Iterator<Item = &Target<'f>> {
        self.targets.iter().filter(|target| target.found != Found::Same)
    }

    pub(super) fn is_done(&self) -> bool {
        self.outdated().next().is_none() && self.stale.is_empty()
    }

    /// Refuses what must not be written over, or through.
    pub(super) fn permitted(&self) -> Result<(), Error> {
        for Target { path, text, found, .. } in &self.targets {
            if let Found::Other(found) = found
                && !is_generated(found)
                && is_generated(text.as_bytes())
            {
                return Err(Error::Foreign { path: path.clone() });
            }
            if *found != Found::Same {
                replaceable(path)?;
            }
        }
        for folder in folders(&self.dir, self.targets.iter().map(|target| target.path.as_path())) {
            if fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink()) {
                return Err(Error::Link { path: folder.to_owned() });
            }
        }
        Ok(())
    }
}

/// Refuses to replace a link by a file, and a file that is not to be written to. A rename would do either.
fn replaceable(path: &Path) -> Result<(), Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(Error::Link { path: path.to_owned() }),
        Ok(metadata) if metadata.permissions().readonly() => Err(Error::ReadOnly { path: path.to_owned() }),
        _ => Ok(()),
    }
}

/// The folders below this one that hold the files, each after the one that holds it.
pub(super) fn folders<'p>(dir: &Path, files: impl Iterator<Item = &'p Path>) -> BTreeSet<&'p Path> {
    let below = |folder: &&Path| *folder != dir && folder.starts_with(dir);
    files.flat_map(|path| path.ancestors().skip(1).take_while(below)).collect()
}

/// The path of a file in the folder.
fn target(dir: &Path, name: &str) -> Result<PathBuf, Error> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && part != staging::NAME
            && !part.contains(|c| matches!(c, '\\' | ':') || is_hidden(c))
    };
    if !name.split('/').all(is_part) {
        return Err(Error::Path { path: name.to_owned() });
    }
    Ok(name.split('/').fold(dir.to_owned(), |target, part| target.join(part)))
}

fn compare(path: &Path, text: &str) -> Result<Found, Error> {
    match fs::metadata(path) {
        // Reading a pipe or a device may never end.
        Ok(metadata) if !metadata.is_file() => return Err(Error::Foreign { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        _ => {}
    }
    match fs::read(path) {
        Ok(content) if content == text.as_bytes() => Ok(Found::Same),
        Ok(content) => Ok(Found::Other(content)),
        Err(error) => Err(at(path)(error)),
    }
}

/// The generated files below the folder that are not among the targets, sorted.
fn stale(dir: &Path, targets: &[Target<'_>]) -> Result<BTreeSet<PathBuf>, Error> {
    let targets: BTreeSet<&Path> = targets.iter().map(|target| target.path.as_path()).collect();
    let mut stale = BTreeSet::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(at(&folder)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(at(&folder))?;
            let path = entry.path();
            // Links are not followed: what they lead to is not in this folder. Nothing hidden is ever generated.
            let kind = entry.file_type().map_err(at(&path))?;
            if kind.is_dir() && !entry.file_name().to_string_lossy().starts_with('.') {
                folders.push(path);
            } else if kind.is_file() && !targets.contains(path.as_path()) && starts_generated(&path)? {
                stale.insert(path);
            }
        }
    }
    Ok(stale)
}

/// Whether the file's first line says that this generator wrote it; no more of it is read.
fn starts_generated(path: &Path) -> Result<bool, Error> {
    let length = BYTE_ORDER_MARK.len() + MARK.len();
    let mut start = Vec::with_capacity(length);
    let file = fs::File::open(path).map_err(at(path))?;
    io::Read::read_to_end(&mut io::Read::take(file, length as u64), &mut start).map_err(at(path))?;
    Ok(is_generated(&start))
}

/// What an editor may put before the first line.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

fn is_generated(content: &[u8]) -> bool {
    content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content).starts_with(MARK.as_bytes())
}
