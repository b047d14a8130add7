//! Writes a tree of generated files, or says how a folder differs from it.
//!
//! A file is written under a temporary name and then renamed, so that it is never half there. One that is as it should
//! be is left alone, time of change included. One that is no longer generated is removed, if its first line says that
//! this generator wrote it; nobody else's file is ever touched.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::emit::MARK;
use crate::parallel;

/// Why a tree could not be written or compared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A path that leads out of the folder, or to nothing in it.
    #[error("`{path}` is not the path of a file in a folder")]
    Path {
        /// The path.
        path: String,
    },
    /// Something that this generator did not write is in the way.
    #[error("{}: was not written by ucwa-gen; move it away first", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
}

/// What was done to a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Files that were created or changed.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that are no longer generated.
    pub removed: usize,
}

/// How a file in a folder differs from the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// It is not there.
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It is no longer generated.
    Stale {
        /// The file.
        path: PathBuf,
    },
    /// It has another text.
    Changed {
        /// The file.
        path: PathBuf,
        /// The first line that differs, from 1.
        line: usize,
        /// That line as it is; none where the file ends.
        found: Option<String>,
        /// That line as it should be; none where the text ends.
        expected: Option<String>,
    },
}

impl Difference {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing { path } | Self::Stale { path } | Self::Changed { path, .. } => path,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path().display();
        match self {
            Self::Missing { .. } => write!(f, "{path}: missing"),
            Self::Stale { .. } => write!(f, "{path}: no longer generated"),
            Self::Changed { line, found, expected, .. } => {
                write!(f, "{path}:{line}: differs")?;
                for (sign, text) in [('-', found), ('+', expected)] {
                    if let Some(text) = text {
                        write!(f, "\n  {sign} {text}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

/// Makes the folder hold these files, given by their paths in it, and no other generated ones.
///
/// # Errors
/// When the file system refuses, or a file that somebody else wrote is in the way of one of these. Nothing is
/// half-written then, but others may be written.
pub fn write(dir: &Path, files: &BTreeMap<String, String>) -> Result<Written, Error> {
    let targets = targets(dir, files)?;
    let all: Vec<(&PathBuf, &str)> = targets.iter().map(|(path, text)| (path, *text)).collect();
    let is_outdated = |(path, text): &(&PathBuf, &str)| match read(path)? {
        Some(found) if found == text.as_bytes() => Ok(false),
        Some(found) if !is_generated(&found) && is_generated(text.as_bytes()) => {
            Err(Error::Foreign { path: path.to_path_buf() })
        }
        _ => Ok(true),
    };
    let mut outdated = Vec::new();
    for (target, is_outdated) in all.iter().zip(parallel::map(&all, is_outdated)) {
        if is_outdated? {
            outdated.push(target);
        }
    }
    let stale = stale(dir, &targets)?;
    for replaced in parallel::map(&outdated, |(path, text)| replace(path, text)) {
        replaced?;
    }
    let written = outdated.len();
    let mut done = Written { written, unchanged: targets.len() - written, removed: 0 };
    for path in stale {
        fs::remove_file(&path).map_err(at(&path))?;
        done.removed += 1;
        remove_empty(dir, path.parent());
    }
    Ok(done)
}

/// How the folder differs from these files, by path; nothing is written.
///
/// # Errors
/// When the folder cannot be read.
pub fn check(dir: &Path, files: &BTreeMap<String, String>) -> Result<Vec<Difference>, Error> {
    let targets = targets(dir, files)?;
    let mut differences = Vec::new();
    for (path, text) in &targets {
        match read(path)? {
            None => differences.push(Difference::Missing { path: path.clone() }),
            Some(found) if found != text.as_bytes() => differences.push(changed(path, &found, text)),
            Some(_) => {}
        }
    }
    let stale = stale(dir, &targets)?;
    differences.extend(stale.into_iter().map(|path| Difference::Stale { path }));
    differences.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(differences)
}

/// Puts a text under a path, at once or not at all.
///
/// # Errors
/// When the file system refuses.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let Some(name) = path.file_name() else {
        return Err(Error::Path { path: path.display().to_string() });
    };
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    // In the same folder, since a rename works within one file system only; under a name that no other process takes.
    let mut temporary = name.to_owned();
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(temporary);
    let written = fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.flush()))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|source| {
        // The error that counts is the first one.
        let _ = fs::remove_file(&temporary);
        Error::Io { path: path.to_owned(), source }
    })
}

/// The files with their paths in the folder.
fn targets<'f>(dir: &Path, files: &'f BTreeMap<String, String>) -> Result<BTreeMap<PathBuf, &'f str>, Error> {
    let mut targets = BTreeMap::new();
    for (path, text) in files {
        let is_part =
            |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':']);
        if !path.split('/').all(is_part) {
            return Err(Error::Path { path: path.clone() });
        }
        let target = path.split('/').fold(dir.to_owned(), |target, part| target.join(part));
        targets.insert(target, text.as_str());
    }
    Ok(targets)
}

/// The generated files below the folder that are none of the targets, sorted.
fn stale(dir: &Path, targets: &BTreeMap<PathBuf, &str>) -> Result<BTreeSet<PathBuf>, Error> {
    let mut stale = BTreeSet::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(source) => return Err(Error::Io { path: folder, source }),
        };
        for entry in entries {
            let entry = entry.map_err(at(&folder))?;
            let path = entry.path();
            // Links are not followed: what they lead to is not in this folder.
            let kind = entry.file_type().map_err(at(&path))?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && !targets.contains_key(&path) && starts_generated(&path)? {
                stale.insert(path);
            }
        }
    }
    Ok(stale)
}

/// Whether the file's first line says that this generator wrote it; no more of it is read.
fn starts_generated(path: &Path) -> Result<bool, Error> {
    let mut start = Vec::with_capacity(MARK.len());
    let file = fs::File::open(path).map_err(at(path))?;
    io::Read::read_to_end(&mut io::Read::take(file, MARK.len() as u64), &mut start).map_err(at(path))?;
    Ok(is_generated(&start))
}

fn is_generated(content: &[u8]) -> bool {
    content.starts_with(MARK.as_bytes())
}

/// Removes the folders that the removal of a file has emptied, up to the folder of the tree.
fn remove_empty(dir: &Path, mut folder: Option<&Path>) {
    while let Some(path) = folder.filter(|path| *path != dir && path.starts_with(dir)) {
        // Refused if there is anything in it, which is as it should be.
        if fs::remove_dir(path).is_err() {
            return;
        }
        folder = path.parent();
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::Io { path: path.to_owned(), source }),
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { path, source }
}

fn changed(path: &Path, found: &[u8], expected: &str) -> Difference {
    let found = String::from_utf8_lossy(found);
    // With their ends, so that a file that lacks its last line break differs somewhere.
    let (mut old, mut new) = (found.split_inclusive('\n'), expected.split_inclusive('\n'));
    let mut line = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(found), Some(expected)) if found == expected => line += 1,
            (found, expected) => {
                let shown = |text: &str| text.trim_end_matches('\n').to_owned();
                let (found, expected) = (found.map(shown), expected.map(shown));
                return Difference::Changed { path: path.to_owned(), line, found, expected };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::{Difference, Error, Written, check, write};

    fn files(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        let text = |text: &str| format!("// @generated by ucwa-gen 0.0.0\n{text}");
        entries.iter().map(|(path, body)| ((*path).to_owned(), text(body))).collect()
    }

    #[test]
    fn a_tree_is_written_and_then_as_it_should_be() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("a/b");
        let tree = files(&[("mod.rs", "mod x;\n"), ("x/mod.rs", "")]);
        assert_eq!(check(&dir, &tree).unwrap().len(), 2);
        assert_eq!(write(&dir, &tree).unwrap(), Written { written: 2, unchanged: 0, removed: 0 });
        assert_eq!(check(&dir, &tree).unwrap(), []);
        assert_eq!(fs::read_to_string(dir.join("x/mod.rs")).unwrap(), tree["x/mod.rs"]);
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 2, "no temporary file is left");
    }

    #[test]
    fn what_is_as_it_should_be_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        write(dir, &files(&[("a.rs", "1"), ("b.rs", "2")])).unwrap();
        let old = SystemTime::now() - Duration::from_secs(3600);
        for name in ["a.rs", "b.rs"] {
            fs::File::options().write(true).open(dir.join(name)).unwrap().set_modified(old).unwrap();
        }
        let done = write(dir, &files(&[("a.rs", "1"), ("b.rs", "3")])).unwrap();
        assert_eq!(done, Written { written: 1, unchanged: 1, removed: 0 });
        let modified = |name: &str| fs::metadata(dir.join(name)).unwrap().modified().unwrap();
        assert_eq!(modified("a.rs"), old);
        assert_ne!(modified("b.rs"), old);
    }

    #[test]
    fn only_what_was_generated_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        let full = files(&[("mod.rs", ""), ("old/x.rs", ""), ("kept/y.rs", "")]);
        write(dir, &full).unwrap();
        fs::write(dir.join("kept/mine.rs"), "// mine\n").unwrap();
        let left = files(&[("mod.rs", "")]);
        let stale: Vec<_> = check(dir, &left).unwrap().iter().map(ToString::to_string).collect();
        let shown = |path: &str| format!("{}: no longer generated", dir.join(path).display());
        assert_eq!(stale, [shown("kept/y.rs"), shown("old/x.rs")]);
        assert_eq!(write(dir, &left).unwrap(), Written { written: 0, unchanged: 1, removed: 2 });
        assert!(!dir.join("old").exists());
        assert!(dir.join("kept/mine.rs").exists());
        assert_eq!(check(dir, &left).unwrap(), []);
    }

    #[test]
    fn nobody_elses_file_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        fs::write(dir.join("z.rs"), "// mine\n").unwrap();
        let error = write(dir, &files(&[("a.rs", ""), ("z.rs", "")])).unwrap_err();
        assert!(matches!(error, Error::Foreign { .. }), "{error}");
        assert!(!dir.join("a.rs").exists(), "nothing is written before that is known");
        assert_eq!(fs::read_to_string(dir.join("z.rs")).unwrap(), "// mine\n");
    }

    #[test]
    fn a_difference_names_its_first_line() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        let tree = files(&[("a.rs", "one\ntwo\n")]);
        let path = dir.join("a.rs");
        let changed = |text: &str| {
            fs::write(&path, text).unwrap();
            let [Difference::Changed { line, found, expected, .. }] = &check(dir, &tree).unwrap()[..] else {
                panic!("one file differs");
            };
            (*line, found.clone(), expected.clone())
        };
        let head = "// @generated by ucwa-gen 0.0.0\n";
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(changed(&format!("{head}one\n2\n")), (3, text("2"), text("two")));
        assert_eq!(changed(&format!("{head}one\n")), (3, None, text("two")));
        assert_eq!(changed(&format!("{head}one\ntwo")), (3, text("two"), text("two")));
        assert_eq!(changed(&format!("{head}one\ntwo\nthree\n")), (4, text("three"), None));
    }

    #[test]
    fn paths_stay_in_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["../x.rs", "/x.rs", "a//b.rs", "", "a/./b.rs", "C:x.rs", "a\\b.rs"] {
            let error = write(dir.path(), &files(&[(path, "")])).unwrap_err();
            assert!(matches!(error, Error::Path { .. }), "{path}: {error}");
        }
    }

    #[test]
    fn a_file_in_place_of_a_folder_is_an_error_with_its_path() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a"), "").unwrap();
        let error = write(dir.path(), &files(&[("a/b.rs", "")])).unwrap_err();
        assert!(error.to_string().contains("a"), "{error}");
    }
}
