//! The files of recordings, and which of them belong together.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use super::exchange::Problem;
use crate::diagnostic::Severity;

/// A file, or the two files of one exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A file, and whether it was named itself, not found in a folder.
    File(PathBuf, bool),
    /// The file of a request, and that of the answer.
    Pair(PathBuf, PathBuf),
}

/// How files are called that hold a request and the answer to it.
const PAIRS: [(&str, &str); 3] =
    [(".request.http", ".response.http"), ("_request.http", "_response.http"), ("_c.txt", "_s.txt")];

/// The names of a request and of its answer among some names; every other name alone. Sorted as people count: `2_c.txt` comes
/// before `10_c.txt`.
pub(super) fn paired(names: &BTreeSet<PathBuf>) -> Vec<(PathBuf, Option<PathBuf>)> {
    let mut answers: BTreeSet<PathBuf> = BTreeSet::new();
    let mut found = Vec::new();
    for name in names {
        let other = answer(name).filter(|answer| names.contains(answer));
        answers.extend(other.clone());
        found.push((name.clone(), other));
    }
    found.retain(|(name, _)| !answers.contains(name));
    found.sort_by_cached_key(|(name, _)| order(name));
    found
}

/// A text, and the number of digits behind it and the digits, both without leading zeros.
type Run = (String, usize, String);

/// A key that sorts paths folder by folder, and numbers in names by their values.
fn order(path: &Path) -> Vec<Vec<Run>> {
    path.components().map(|part| runs(&part.as_os_str().to_string_lossy())).collect()
}

fn runs(name: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
        let (digits, after) =
            after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
        let value = digits.trim_start_matches('0');
        runs.push((text.to_owned(), value.len(), value.to_owned()));
        rest = after;
    }
    runs
}

/// What the answer to the request in a file of this name is called.
fn answer(request: &Path) -> Option<PathBuf> {
    let name = request.file_name()?.to_str()?;
    let answer = |(asks, answers): (&str, &str)| Some(format!("{}{answers}", name.strip_suffix(asks)?));
    PAIRS.into_iter().find_map(answer).map(|answer| request.with_file_name(answer))
}

/// The files that are named, and those in the folders that are named, sorted within each folder. Each file is in it once: one
/// that is in a folder, too, is read with that.
pub(super) fn list(paths: &[PathBuf]) -> (Vec<Input>, Vec<Problem>) {
    let (mut inputs, mut problems) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let mut folders = VecDeque::new();
    for path in paths.iter().filter(|path| path.is_dir()) {
        let mut files = BTreeSet::new();
        walk(path, 0, &mut files, &mut problems);
        files.retain(|file| seen.insert(real(file)));
        folders.push_back(files);
    }
    let mut named = BTreeSet::new();
    let mut alone: BTreeSet<PathBuf> = BTreeSet::new();
    for path in paths.iter().filter(|path| !path.is_dir()) {
        named.insert(real(path));
        if seen.insert(real(path)) {
            alone.insert(path.clone());
        }
    }
    let mut pairs = paired(&alone);
    for path in paths {
        if path.is_dir() {
            let files = paired(&folders.pop_front().unwrap_or_default());
            inputs.extend(files.into_iter().map(|(file, answer)| {
                let is_named = named.contains(&real(&file));
                input(file, answer, is_named)
            }));
        } else if let Some(at) = pairs.iter().position(|(file, _)| file == path) {
            let (file, answer) = pairs.remove(at);
            inputs.push(input(file, answer, true));
        }
    }
    (inputs, problems)
}

/// A file without the links that lead to it.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn input(file: PathBuf, answer: Option<PathBuf>, is_named: bool) -> Input {
    match answer {
        Some(answer) => Input::Pair(file, answer),
        None => Input::File(file, is_named),
    }
}

/// Deeper than anybody keeps recordings.
const MAX_DEPTH: usize = 32;

/// Links to folders are not followed: they can lead back.
fn walk(folder: &Path, depth: usize, files: &mut BTreeSet<PathBuf>, problems: &mut Vec<Problem>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) if depth < MAX_DEPTH => entries,
        Ok(_) => {
            let message = format!("folders deeper than {MAX_DEPTH} levels are not searched");
            problems.push(Problem::of_file(Severity::Error, folder, message));
            return;
        }
        Err(error) => {
            problems.push(Problem::unreadable(folder, &error));
            return;
        }
    };
    for entry in entries {
        match entry.and_then(|entry| Ok((entry.file_type()?, entry.path()))) {
            Ok((kind, path)) if kind.is_dir() => walk(&path, depth + 1, files, problems),
            Ok((_, path)) if path.is_dir() => {
                problems.push(Problem::of_file(Severity::Note, &path, "a link to a folder is not followed"));
            }
            Ok((_, path)) => match fs::metadata(&path) {
                Ok(found) if found.is_file() => {
                    files.insert(path);
                }
                Ok(_) => {
                    let message = "it is not read: it is neither a file nor a folder";
                    problems.push(Problem::of_file(Severity::Warning, &path, message));
                }
                Err(error) => problems.push(Problem::unreadable(&path, &error)),
            },
            Err(error) => problems.push(Problem::unreadable(folder, &error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    use super::{Input, list, paired};

    /// What is named, and what is read.
    #[test]
    fn each_file_is_read_once() {
        let place = tempfile::tempdir().expect("a folder");
        let at = |name: &str| place.path().join(name);
        std::fs::create_dir_all(at("t/inner")).expect("a folder");
        for name in ["t/1_c.txt", "t/1_s.txt", "t/inner/a.har", "b.har"] {
            std::fs::write(at(name), "").expect("a file");
        }
        let told = |input: &Input| {
            let name = |path: &PathBuf| path.strip_prefix(place.path()).unwrap_or(path).display().to_string();
            match input {
                Input::File(file, is_named) => format!("{}{}", name(file), if *is_named { "!" } else { "" }),
                Input::Pair(request, response) => format!("{}+{}", name(request), name(response)),
            }
        };
        for (named, expected) in [
            (&["t"][..], "t/1_c.txt+t/1_s.txt t/inner/a.har"),
            (&["t/1_c.txt", "t"], "t/1_c.txt+t/1_s.txt t/inner/a.har"),
            (&["t", "t/inner/a.har"], "t/1_c.txt+t/1_s.txt t/inner/a.har!"),
            (&["t/inner", "t"], "t/inner/a.har t/1_c.txt+t/1_s.txt"),
            (&["b.har", "b.har", "t/../b.har"], "b.har!"),
            (&["t/1_s.txt", "b.har", "t/1_c.txt"], "b.har! t/1_c.txt+t/1_s.txt"),
            (&["nowhere.har"], "nowhere.har!"),
        ] {
            let named: Vec<PathBuf> = named.iter().map(|name| at(name)).collect();
            let (inputs, problems) = list(&named);
            assert_eq!(problems, []);
            assert_eq!(inputs.iter().map(told).collect::<Vec<_>>().join(" "), expected, "{named:?}");
        }
    }

    #[test]
    fn a_request_and_its_answer_are_read_together() {
        let names = [
            "a/10_c.txt",
            "a/1_c.txt",
            "a/1_s.txt",
            "a/2_c.txt",
            "a/002_c.txt",
            "a10/a.har",
            "a9/a.har",
            "b.request.http",
            "b.response.http",
            "c_s.txt",
        ];
        let names: BTreeSet<PathBuf> = names.into_iter().map(PathBuf::from).collect();
        let found: Vec<String> = paired(&names)
            .into_iter()
            .map(|(file, answer)| {
                format!(
                    "{} {}",
                    file.display(),
                    answer.map_or_else(String::new, |it| it.display().to_string())
                )
            })
            .collect();
        let expected = [
            "a/1_c.txt a/1_s.txt",
            "a/002_c.txt ",
            "a/2_c.txt ",
            "a/10_c.txt ",
            "a9/a.har ",
            "a10/a.har ",
            "b.request.http b.response.http",
            "c_s.txt ",
        ];
        assert_eq!(found, expected);
    }
}
