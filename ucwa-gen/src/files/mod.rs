//! Finding and reading the pages.

mod limits;
mod name;
mod search;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, digest, page_name};

pub use self::limits::Limits;
#[cfg(feature = "observe")]
pub(crate) use self::limits::size;
pub use self::text::read_file;

pub(crate) use self::name::ENUMERATIONS;

use self::name::{ERRORS, INDEXES};
use self::search::Search;

/// The pages read, sorted by file name.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Sources {
    /// The reference pages (`NAME_ref.md`).
    pub pages: Vec<SourceFile>,
    /// The pages that list and group the reference pages (`UCWAResources.md`, `ResourceList.md`), where they stand beside
    /// them, in the order in which they count. Each folder may have its own; all of them count.
    pub indexes: Vec<SourceFile>,
    /// The pages that list the errors of any resource (`GenericSynchronousErrors.md`), where they stand beside them.
    pub errors: Vec<SourceFile>,
    /// The files and folders that were read to find them, pages or not, sorted: a change in anything else changes nothing.
    pub inputs: Vec<PathBuf>,
    /// The names of pages that need not be there, since code for them is elsewhere
    /// ([`Options::with_extern_path`](crate::emit::Options::with_extern_path)). A link to one of them has a target.
    /// Of a page that is not there, a name that begins with a capital is that of an enumeration, as in the documentation.
    pub external: BTreeSet<String>,
}

impl Sources {
    /// The pages of a set of files in memory, whatever their order: the first of two with one name is kept, and every index.
    #[must_use]
    pub fn from_files(files: impl IntoIterator<Item = SourceFile>) -> (Self, Vec<Diagnostic>) {
        let mut sorted: Vec<SourceFile> = files.into_iter().collect();
        sorted.sort_by(|a, b| (a.file(), a.path()).cmp(&(b.file(), b.path())));
        let mut sources = Self::default();
        let mut diagnostics = Vec::new();
        let mut seen: BTreeMap<String, SourceFile> = BTreeMap::new();
        for file in sorted {
            // The index is not a page, even where a page has its name.
            if INDEXES.contains(&file.file().to_lowercase().as_str()) {
                sources.indexes.push(file);
                continue;
            }
            if file.file().eq_ignore_ascii_case(ERRORS) {
                sources.errors.push(file);
                continue;
            }
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
            sources.pages.push(file);
        }
        sources
            .indexes
            .sort_by_key(|file| INDEXES.iter().position(|name| *name == file.file().to_lowercase()));
        if sources.pages.is_empty() {
            diagnostics.push(Diagnostic::global(Code::NoPages, "there is no reference page to read"));
        }
        (sources, diagnostics)
    }

    /// All files: the pages, then the others.
    pub fn files(&self) -> impl DoubleEndedIterator<Item = &SourceFile> {
        self.pages.iter().chain(&self.indexes).chain(&self.errors)
    }

    /// The digest over the names and digests of all pages, in name order, of the overrides, and of the names of the pages
    /// that need not be there, where there are any.
    pub(crate) fn digest(&self, overrides: Option<&SourceFile>) -> String {
        let files = self.files().chain(overrides);
        let files = files.flat_map(|file| [file.file(), file.digest()]);
        let external = self.external.iter().flat_map(|name| [name, ""]);
        digest(files.chain(external).flat_map(|text| [text.as_bytes(), b"\0".as_slice()]))
    }
}

/// Reads the pages that the paths name: single pages, or folders, searched for reference pages. Those are named
/// `NAME_ref.md`, or are text files (`.md`, `.txt`) with the sections of one.
///
/// A path that cannot be read becomes a diagnostic; the other pages are read all the same.
#[must_use]
pub fn read<P: AsRef<Path>>(paths: &[P]) -> (Sources, Vec<Diagnostic>) {
    read_within(paths, &Limits::default())
}

/// As [`read`], with other limits than the default ones.
#[must_use]
pub fn read_within<P: AsRef<Path>>(paths: &[P], limits: &Limits) -> (Sources, Vec<Diagnostic>) {
    let mut search = Search::new(limits);
    for path in paths {
        search.root(path.as_ref());
    }
    let (mut sources, found) = Sources::from_files(search.files);
    sources.inputs = search.inputs;
    sources.inputs.sort_unstable();
    sources.inputs.dedup();
    let mut diagnostics = search.diagnostics;
    // A folder that could not be read says more than "there is no page".
    let failed = !diagnostics.is_empty();
    diagnostics.extend(found.into_iter().filter(|found| !(failed && found.code == Code::NoPages)));
    (sources, diagnostics)
}

/// Reads one file, within the default limits.
///
/// # Errors
/// As [`read_file`].
pub(crate) fn text_file(path: &Path) -> Result<SourceFile, Box<Diagnostic>> {
    read_file(path, &Limits::default())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use tempfile::TempDir;

    use super::*;

    const PAGE: &str = "# widget\n\n## Members\n\nNone\n";

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// The names of the pages that were read, and the findings: code and file, and how the message ends.
    fn found(folder: &Path, limits: &Limits) -> (Vec<String>, Vec<(Code, String, String)>) {
        let (sources, found) = read_within(&[folder], limits);
        let pages = sources.pages.iter().map(|page| page.file().to_owned()).collect();
        let of = |found: &Diagnostic| {
            let file = found.file.as_deref().unwrap_or(Path::new("")).strip_prefix(folder).unwrap();
            let message = found.message.rsplit("` ").next().unwrap_or_default().to_owned();
            (found.code, file.display().to_string(), message)
        };
        (pages, found.iter().map(of).collect())
    }

    fn findings(folder: &Path, limits: &Limits) -> Vec<(Code, String)> {
        found(folder, limits).1.into_iter().map(|(code, file, _)| (code, file)).collect()
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_a_file_is_not_opened() {
        use std::os::unix::{fs::symlink, net::UnixListener};
        let dir = folder(&[("a_ref.md", PAGE), ("folder_ref.md/b_ref.md", PAGE)]);
        let path = |name: &str| dir.path().join(name);
        for pipe in ["pipe_ref.md", "pipe.txt", "pipe"] {
            let made = std::process::Command::new("mkfifo").arg(path(pipe)).status();
            assert!(made.is_ok_and(|status| status.success()));
        }
        symlink("/dev/zero", path("zero_ref.md")).unwrap();
        symlink("/dev/zero", path("zero.txt")).unwrap();
        symlink("a_ref.md", path("link_ref.md")).unwrap();
        let _socket = UnixListener::bind(path("socket_ref.md")).unwrap();
        let (pages, found) = found(dir.path(), &Limits::default());
        assert_eq!(pages, ["a_ref.md", "link_ref.md"]);
        let expected = [
            ("folder_ref.md", "is a folder, not a file"),
            ("pipe_ref.md", "is a pipe, not a file"),
            ("socket_ref.md", "is a socket, not a file"),
            ("zero_ref.md", "is a device, not a file"),
        ];
        assert_eq!(found, expected.map(|(file, is)| (Code::NotAFile, file.to_owned(), is.to_owned())));
        // Named itself, it may have any name.
        for name in ["pipe", "pipe.txt", "zero.txt"] {
            let (_, found) = read(&[path(name)]);
            assert_eq!(found.iter().map(|found| found.code).collect::<Vec<_>>(), [Code::NotAFile], "{name}");
            assert_eq!(read_file(&path(name), &Limits::default()).unwrap_err().code, Code::NotAFile);
        }
    }

    #[test]
    fn no_more_is_read_than_the_limits_allow() {
        let size = PAGE.len() as u64;
        let pages = ["a_ref.md", "b_ref.md", "c/c_ref.md", "d.txt", "other.md"];
        let dir = folder(&pages.map(|name| (name, if name == "other.md" { "other" } else { PAGE })));
        let within = |limits: Limits| {
            let (pages, found) = found(dir.path(), &limits);
            (pages.concat(), found.into_iter().map(|(code, file, _)| (code, file)).collect::<Vec<_>>())
        };
        let all = "a_ref.mdb_ref.mdc_ref.mdd.txt".to_owned();
        let limits = Limits::default();
        let is = |code, file: &str| vec![(code, file.replace('/', std::path::MAIN_SEPARATOR_STR))];
        // The folders count as well, and what turns out to be something else.
        assert_eq!(within(Limits { files: 7, ..limits }), (all.clone(), vec![]));
        let too_many = is(Code::TooManyFiles, "other.md");
        assert_eq!(within(Limits { files: 6, ..limits }), (all.clone(), too_many));
        let too_many = is(Code::TooManyFiles, "c/c_ref.md");
        assert_eq!(within(Limits { files: 4, ..limits }), ("a_ref.mdb_ref.md".to_owned(), too_many));
        assert_eq!(within(Limits { files: 0, ..limits }).1, is(Code::TooManyFiles, ""));

        assert_eq!(within(Limits { total_size: 4 * size + 5, ..limits }), (all.clone(), vec![]));
        let too_large = is(Code::InputTooLarge, "d.txt");
        let read = within(Limits { total_size: 4 * size - 1, ..limits });
        assert_eq!(read, ("a_ref.mdb_ref.mdc_ref.md".to_owned(), too_large));

        assert_eq!(within(Limits { file_size: size, ..limits }), (all, vec![]));
        let too_large = ["a_ref.md", "b_ref.md", "c/c_ref.md", "d.txt"];
        let too_large: Vec<_> = too_large.iter().flat_map(|file| is(Code::FileTooLarge, file)).collect();
        assert_eq!(within(Limits { file_size: size - 1, ..limits }), (String::new(), too_large));
    }

    #[cfg(unix)]
    #[test]
    fn the_stated_size_of_a_file_is_not_allocated() {
        let dir = folder(&[("a_ref.md", PAGE), ("large.txt", PAGE), ("other.txt", "")]);
        for name in ["b_ref.md", "large.txt", "other.txt"] {
            let file = File::options().create(true).append(true).open(dir.path().join(name)).unwrap();
            // Where there are no sparse files, and no such room, there is nothing to try.
            if file.set_len(5 << 30).is_err() {
                return;
            }
        }
        let limits = Limits { file_size: 1 << 20, ..Limits::default() };
        let expected = ["b_ref.md", "large.txt"].map(|file| (Code::FileTooLarge, file.to_owned()));
        assert_eq!(findings(dir.path(), &limits), expected);
        let found = read_file(&dir.path().join("b_ref.md"), &limits).unwrap_err();
        assert!(found.message.ends_with("b_ref.md` is larger than 1 MiB"), "{}", found.message);
    }

    #[test]
    fn folders_are_searched_32_levels_deep() {
        let below = |depth: usize| "a/".repeat(depth);
        let dir = folder(&[(&(below(31) + "a_ref.md"), PAGE)]);
        assert_eq!(found(dir.path(), &Limits::default()), (vec!["a_ref.md".to_owned()], vec![]));
        let dir = folder(&[(&(below(33) + "a_ref.md"), PAGE), ("b_ref.md", PAGE)]);
        let (pages, found) = found(dir.path(), &Limits::default());
        assert_eq!((pages, found.len()), (vec!["b_ref.md".to_owned()], 1));
        assert_eq!(
            (found[0].0, found[0].2.as_str()),
            (Code::FoldersTooDeep, "is nested deeper than 32 folders")
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_to_one_folder_again_and_again_are_not_followed_for_ever() {
        use std::os::unix::fs::symlink;
        let dir = folder(&[]);
        for depth in 0..30 {
            let path = dir.path().join(format!("f{depth}"));
            fs::create_dir(&path).unwrap();
            for name in ["left", "right"] {
                symlink(format!("../f{}", depth + 1), path.join(name)).unwrap();
            }
        }
        let limits = Limits { files: 1000, ..Limits::default() };
        let found = findings(&dir.path().join("f0"), &limits);
        assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::TooManyFiles]);
    }
}
