//! Changing a folder as planned: all new texts are on disk before the first file changes, and files are removed last.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::{Error, at};
use super::plan::{Found, Plan, folders};
use super::staging::{self, Staging};
use crate::parallel;

/// What was done to a folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Files that were created or changed.
    pub written: usize,
    /// Files that were unchanged.
    pub unchanged: usize,
    /// Files that are no longer generated.
    pub removed: usize,
}

/// One change of the folder. Each is done at once or not at all.
#[derive(Debug)]
enum Step<'p> {
    /// Makes a folder.
    Folder(&'p Path),
    /// Moves a new text to where nothing is.
    Create(PathBuf, &'p Path),
    /// Moves a new text to where an old one is.
    Replace(PathBuf, &'p Path),
    /// Removes a file, and the folders below this one that it leaves empty.
    Remove(&'p Path, &'p Path),
}

impl Plan<'_> {
    /// Changes the folder, unless there is nothing to change.
    ///
    /// # Errors
    /// When the file system reports an error, something is in the way, another run is writing to the folder, or a file in
    /// it has changed since. The folder is unchanged then, except after [`Error::Partly`].
    pub fn write(&self) -> Result<Written, Error> {
        let written = self.outdated().count();
        let done = Written { written, unchanged: self.targets().len() - written, removed: self.stale.len() };
        if self.is_done() && !staging::is_there(&self.dir) {
            return Ok(done);
        }
        self.permitted()?;
        let staging = Staging::enter(&self.dir)?;
        match self.stage(&staging.new_folder()).and_then(|steps| take(&steps)) {
            Ok(()) => staging.leave().map(|()| done),
            Err(error @ Error::Partly { .. }) => {
                staging.leave_mark();
                Err(error)
            }
            Err(error) => {
                staging.abandon();
                Err(error)
            }
        }
    }

    /// Writes all new texts to a folder, and says what is left to do; nothing if another run has done it.
    fn stage(&self, folder: &Path) -> Result<Vec<Step<'_>>, Error> {
        let outdated: Vec<_> =
            self.outdated().enumerate().map(|(index, it)| (folder.join(index.to_string()), it)).collect();
        for put in parallel::map(&outdated, |(new, it)| put(new, it.text, &it.path).map_err(at(&it.path))) {
            put?;
        }
        // The lock keeps other runs out from here on, not those that ended before, and nothing else.
        let now = Plan::new(&self.dir, self.files)?;
        if now.is_done() {
            return Ok(Vec::new());
        }
        if now != *self {
            return Err(Error::Changed { path: self.dir.clone() });
        }
        let (new, old): (Vec<_>, Vec<_>) =
            outdated.into_iter().partition(|(_, it)| it.found == Found::Nothing);
        let missing = folders(&self.dir, new.iter().map(|(_, it)| it.path.as_path()));
        let missing = missing.into_iter().filter(|folder| !folder.is_dir());
        // What needs room in a folder comes first, since it can still be taken back.
        let steps = missing.map(Step::Folder);
        let steps = steps.chain(new.into_iter().map(|(new, it)| Step::Create(new, &it.path)));
        let steps = steps.chain(old.into_iter().map(|(new, it)| Step::Replace(new, &it.path)));
        Ok(steps.chain(self.stale.iter().map(|path| Step::Remove(path, &self.dir))).collect())
    }
}

/// Takes all steps. If one fails, those before it are taken back; if that cannot be, some of them stay done.
fn take(steps: &[Step<'_>]) -> Result<(), Error> {
    for (index, step) in steps.iter().enumerate() {
        let Err(source) = step.take() else { continue };
        let (done, path) = (&steps[..index], step.path().to_owned());
        if done.iter().all(Step::can_be_undone) {
            done.iter().rev().for_each(Step::undo);
            return Err(Error::Io { path, source });
        }
        let count = |steps: &[Step<'_>]| steps.iter().filter(|it| !matches!(it, Step::Folder(_))).count();
        return Err(Error::Partly { path, source, done: count(done), of: count(steps) });
    }
    Ok(())
}

impl Step<'_> {
    fn take(&self) -> io::Result<()> {
        match self {
            Self::Folder(path) => fs::create_dir(path),
            Self::Create(new, path) | Self::Replace(new, path) => fs::rename(new, path),
            Self::Remove(path, dir) => {
                fs::remove_file(path)?;
                remove_empty(dir, path.parent());
                Ok(())
            }
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::Folder(path) | Self::Create(_, path) | Self::Replace(_, path) | Self::Remove(path, _) => {
                path
            }
        }
    }

    fn can_be_undone(&self) -> bool {
        matches!(self, Self::Folder(_) | Self::Create(..))
    }

    /// The error that counts is the one for which it is undone.
    fn undo(&self) {
        let _ = match self {
            Self::Folder(path) => fs::remove_dir(path),
            Self::Create(_, path) => fs::remove_file(path),
            Self::Replace(..) | Self::Remove(..) => Ok(()),
        };
    }
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

/// Puts a text under a path, at once or not at all. A link stays one: the file that it leads to is replaced. A file that is
/// replaced keeps its permissions.
///
/// # Errors
/// When the file system reports an error, or the file is read-only. What was there is unchanged then.
pub fn replace(path: &Path, text: &str) -> Result<(), Error> {
    let resolved = if path.is_symlink() { Some(fs::canonicalize(path).map_err(at(path))?) } else { None };
    let path = resolved.as_deref().unwrap_or(path);
    if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(Error::ReadOnly { path: path.to_owned() });
    }
    let Some(name) = path.file_name() else {
        return Err(Error::Path { path: path.display().to_string() });
    };
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    // In the same folder, since a rename works within one file system only; under a name that no other process takes.
    let temporary = path.with_file_name(format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id()));
    put(&temporary, text, path).and_then(|()| fs::rename(&temporary, path)).map_err(|source| {
        // The error that counts is the first one.
        let _ = fs::remove_file(&temporary);
        at(path)(source)
    })
}

/// Writes a file that is to replace another one, with the permissions of that, and waits until it is on disk.
///
/// Only then is it known that there is room for it: a network file system, or one with quotas, may say so no earlier. And
/// after a power failure there is no file with its new name and without its text.
fn put(path: &Path, text: &str, replaced: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    if let Ok(metadata) = fs::metadata(replaced)
        && metadata.is_file()
    {
        file.set_permissions(metadata.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    match file.sync_data() {
        // There are file systems that have nothing to wait for.
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        synced => synced,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::emit::MARK;
    use crate::output::{Difference, check, write};

    fn files(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries.iter().map(|(path, text)| ((*path).to_owned(), format!("{MARK}\n{text}"))).collect()
    }

    /// Every file below a folder, by its path in it.
    fn content(dir: &Path) -> BTreeMap<String, String> {
        let mut content = BTreeMap::new();
        let mut folders = vec![dir.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(dir).unwrap().to_string_lossy().into_owned();
                if path.is_symlink() {
                    content.insert(name, format!("-> {}", fs::read_link(path).unwrap().display()));
                } else if path.is_dir() {
                    folders.push(path);
                } else {
                    content.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
        content
    }

    fn old() -> BTreeMap<String, String> {
        files(&[("a.rs", "1"), ("b.rs", "1"), ("c/d.rs", "1"), ("e/f.rs", "1"), ("same.rs", "")])
    }

    fn new() -> BTreeMap<String, String> {
        files(&[("a.rs", "2"), ("c/d.rs", "2"), ("g/h.rs", "2"), ("g/i/j.rs", "2"), ("same.rs", "")])
    }

    #[test]
    fn a_run_that_is_killed_leaves_each_file_old_or_new_and_is_completed() {
        let (old, new) = (old(), new());
        let mut killed_at = 0;
        loop {
            let dir = tempfile::tempdir().unwrap();
            let dir = dir.path();
            write(dir, &old).unwrap();
            // All that a process does before it is killed; its lock goes with it.
            let plan = Plan::new(dir, &new).unwrap();
            let staging = Staging::enter(dir).unwrap();
            let steps = plan.stage(&staging.new_folder()).unwrap();
            let Some(taken) = steps.get(..killed_at) else { break };
            taken.iter().for_each(|step| step.take().unwrap());
            drop(staging);

            let mut found = content(dir);
            found.retain(|path, _| !path.starts_with(staging::NAME));
            for (path, text) in &found {
                let is_known = [&old, &new].iter().any(|files| files.get(path) == Some(text));
                assert!(is_known, "{path} after {killed_at} steps: {text}");
            }
            for path in old.keys().filter(|path| new.contains_key(*path)) {
                assert!(found.contains_key(path), "{path} is there after {killed_at} steps");
            }
            let differences = check(dir, &new).unwrap();
            let is_marked = differences.iter().any(|it| matches!(it, Difference::Interrupted { .. }));
            assert!(is_marked, "after {killed_at} steps: {differences:?}");

            write(dir, &new).unwrap();
            assert_eq!(content(dir), new, "after {killed_at} steps");
            assert_eq!(check(dir, &new).unwrap(), []);
            assert!(!dir.join(staging::NAME).exists() && !dir.join("e").exists());
            killed_at += 1;
        }
        assert!(killed_at > 8, "there are steps to be killed after: {killed_at}");
    }

    #[test]
    fn a_run_that_was_killed_is_forgotten_even_if_nothing_is_left_to_do() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &old()).unwrap();
        drop(Staging::enter(dir.path()).unwrap());
        assert_eq!(check(dir.path(), &old()).unwrap().len(), 1);
        write(dir.path(), &old()).unwrap();
        assert_eq!(check(dir.path(), &old()).unwrap(), []);
    }

    #[test]
    fn a_step_that_fails_takes_those_before_it_back_while_that_can_be() {
        let (old, new) = (old(), new());
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        write(dir, &old).unwrap();
        let plan = Plan::new(dir, &new).unwrap();
        for failing in [0, 2, 3, 4] {
            let staging = Staging::enter(dir).unwrap();
            let steps = plan.stage(&staging.new_folder()).unwrap();
            let kinds: Vec<bool> = steps.iter().map(Step::can_be_undone).collect();
            assert_eq!(kinds, [true, true, true, true, false, false, false, false], "{steps:?}");
            match &steps[failing] {
                Step::Folder(path) => fs::write(path, "in the way").unwrap(),
                Step::Create(new, _) | Step::Replace(new, _) => fs::remove_file(new).unwrap(),
                Step::Remove(..) => panic!("{steps:?}"),
            }
            let error = take(&steps).unwrap_err();
            assert!(matches!(error, Error::Io { .. }), "step {failing}: {error}");
            staging.abandon();
            if failing == 0 {
                fs::remove_file(dir.join("g")).unwrap();
            }
            assert_eq!(content(dir), old, "step {failing}");
            assert!(!dir.join("g").exists());
        }
        let staging = Staging::enter(dir).unwrap();
        let steps = plan.stage(&staging.new_folder()).unwrap();
        let Step::Replace(last, _) = &steps[5] else { panic!("{steps:?}") };
        fs::remove_file(last).unwrap();
        let error = take(&steps).unwrap_err();
        assert!(matches!(error, Error::Partly { done: 3, of: 6, .. }), "{error}");
        staging.leave_mark();
        assert!(dir.join(staging::NAME).exists());
        write(dir, &new).unwrap();
        assert_eq!(content(dir), new);
    }

    #[test]
    fn two_runs_are_never_in_one_folder() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        write(dir, &old()).unwrap();
        let first = Staging::enter(dir).unwrap();
        let before = content(dir);
        for refused in [write(dir, &new()).map(drop), check(dir, &old()).map(drop)] {
            assert!(matches!(refused, Err(Error::Busy { .. })), "{refused:?}");
        }
        assert_eq!(content(dir), before);
        first.leave().unwrap();
        assert_eq!(content(dir), old());
        write(dir, &new()).unwrap();
    }

    #[test]
    fn what_changed_after_it_was_compared_is_not_written_over() {
        let (old, new) = (old(), new());
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        write(dir, &old).unwrap();
        let plan = Plan::new(dir, &new).unwrap();
        fs::write(dir.join("a.rs"), format!("{MARK}\nmine")).unwrap();
        let before = content(dir);
        assert!(matches!(plan.write().unwrap_err(), Error::Changed { .. }));
        assert_eq!(content(dir), before);
        // Another run has done the same.
        let plan = Plan::new(dir, &new).unwrap();
        write(dir, &new).unwrap();
        plan.write().unwrap();
        assert_eq!(content(dir), new);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;
        let place = tempfile::tempdir().unwrap();
        let [dir, outside] = ["out", "outside"].map(|name| place.path().join(name));
        fs::create_dir_all(outside.join("c")).unwrap();
        // The folder itself may be a link.
        fs::create_dir(place.path().join("real")).unwrap();
        symlink("real", &dir).unwrap();
        for to in ["../outside/c", "e", "nowhere"] {
            write(&dir, &files(&[("e/f.rs", "")])).unwrap();
            symlink(to, dir.join("c")).unwrap();
            let before = content(place.path());
            let error = write(&dir, &files(&[("c/d.rs", ""), ("e/f.rs", "")])).unwrap_err();
            assert!(matches!(error, Error::Link { .. }), "{to}: {error}");
            assert_eq!(content(place.path()), before, "{to}");
            fs::remove_file(dir.join("c")).unwrap();
        }
        // Nor through our own folder, if it is one.
        symlink("../outside", dir.join(staging::NAME)).unwrap();
        let error = write(&dir, &files(&[("c/d.rs", "")])).unwrap_err();
        assert!(error.to_string().contains("symbolic link"), "{error}");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_what_it_is() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let place = tempfile::tempdir().unwrap();
        let dir = place.path().join("out");
        let [file, elsewhere] = [dir.join("a.rs"), place.path().join("elsewhere.rs")];
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        write(&dir, &files(&[("a.rs", "1")])).unwrap();
        set(&file, 0o600);
        write(&dir, &files(&[("a.rs", "2")])).unwrap();
        assert_eq!(mode(&file), 0o600);
        replace(&file, MARK).unwrap();
        assert_eq!(mode(&file), 0o600);
        set(&file, 0o444);
        let before = content(place.path());
        assert!(matches!(write(&dir, &files(&[("a.rs", "3")])), Err(Error::ReadOnly { .. })));
        assert!(matches!(replace(&file, ""), Err(Error::ReadOnly { .. })));
        assert_eq!((content(place.path()), mode(&file)), (before, 0o444));
        fs::remove_file(&file).unwrap();
        // A link, to a file or to nothing.
        for text in [Some(MARK), None] {
            let _ = fs::remove_file(&elsewhere);
            if let Some(text) = text {
                fs::write(&elsewhere, text).unwrap();
            }
            symlink("../elsewhere.rs", &file).unwrap();
            let before = content(place.path());
            assert!(matches!(write(&dir, &files(&[("a.rs", "3")])), Err(Error::Link { .. })), "{text:?}");
            assert_eq!(content(place.path()), before);
            fs::remove_file(&file).unwrap();
        }
        fs::write(&elsewhere, "1").unwrap();
        symlink("../elsewhere.rs", &file).unwrap();
        replace(&file, "2").unwrap();
        assert!(file.is_symlink());
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "2");
    }

    #[test]
    fn nothing_but_generated_code_makes_generated_code_stale() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path();
        write(dir, &old()).unwrap();
        let page = BTreeMap::from([("lamp_ref.md".to_owned(), "# lamp\n".to_owned())]);
        assert_eq!(check(dir, &page).unwrap().len(), 1);
        assert_eq!(write(dir, &page).unwrap(), Written { written: 1, unchanged: 0, removed: 0 });
        assert_eq!(content(dir), old().into_iter().chain(page).collect());
    }
}
