//! The folder in which a run keeps new texts until all of them are there, its lock, and the mark that it leaves.
//!
//! It is a hidden folder in the folder that is written to, since a rename works within one file system only. It is there
//! while a run writes, and no longer; so a folder without a run that holds its lock was left by one that was killed.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::{Error, at};

/// The name of the folder.
pub(super) const NAME: &str = ".ucwa-gen";

/// The file that a run locks. The system gives the lock back however the run ends.
const LOCK: &str = "lock";

/// The folder of new texts.
const NEW: &str = "new";

/// For whoever finds it.
const MARK: &str = "\
ucwa-gen is writing to the folder above this one, or was stopped while it did.
Run the same command again: it completes what is missing, and removes this folder.
";

/// How often another run may remove the folder while this one enters it.
const ATTEMPTS: usize = 100;

/// The folder, while this run has it to itself.
pub(super) struct Staging {
    folder: PathBuf,
    /// The folders that had to be made.
    made: Vec<PathBuf>,
    /// Held until the folder is removed.
    _lock: File,
}

impl Staging {
    /// Enters the folder below this one, which is made if it is not there. What a killed run left in it is removed.
    ///
    /// # Errors
    /// [`Error::Busy`] when another run is in it. Nothing is left behind then.
    pub(super) fn enter(dir: &Path) -> Result<Self, Error> {
        let mut made = Vec::new();
        let entered = make_all(dir, &mut made).and_then(|()| {
            let folder = dir.join(NAME);
            let lock = lock(&folder).map_err(|error| match error {
                TryLockError::WouldBlock => Error::Busy { path: dir.to_owned() },
                TryLockError::Error(error) => at(&folder)(error),
            })?;
            Ok(Self { folder, made: Vec::new(), _lock: lock })
        });
        let mut staging = entered.inspect_err(|_| unmake(&made))?;
        staging.made = made;
        let emptied = remove_if_there(&staging.new_folder(), |path| fs::remove_dir_all(path))
            .and_then(|()| fs::create_dir(staging.new_folder()));
        match emptied {
            Ok(()) => Ok(staging),
            Err(error) => {
                let error = at(&staging.new_folder())(error);
                staging.abandon();
                Err(error)
            }
        }
    }

    /// Where new texts are kept.
    pub(super) fn new_folder(&self) -> PathBuf {
        self.folder.join(NEW)
    }

    /// Removes the folder: the run has done what it had to do.
    pub(super) fn leave(self) -> Result<(), Error> {
        self.remove().map_err(at(&self.folder))
    }

    /// Removes the folder, and those that were made for it: the run has changed nothing.
    pub(super) fn abandon(self) {
        // The error that counts is the one for which the run ends.
        let _ = self.remove();
        unmake(&self.made);
    }

    /// Leaves the folder behind as a mark, without the new texts: the run has done a part of what it had to do.
    pub(super) fn leave_mark(self) {
        // The mark stays whether or not there is something beside it.
        let _ = fs::remove_dir_all(self.new_folder());
    }

    fn remove(&self) -> io::Result<()> {
        remove_if_there(&self.new_folder(), |path| fs::remove_dir_all(path))?;
        remove_if_there(&self.folder.join(LOCK), |path| fs::remove_file(path))?;
        match fs::remove_dir(&self.folder) {
            // Another run is about to enter it.
            Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => Err(error),
            _ => Ok(()),
        }
    }
}

/// Whether a run left its folder below this one.
///
/// # Errors
/// [`Error::Busy`] when a run is in it now.
pub(super) fn left_behind(dir: &Path) -> Result<Option<PathBuf>, Error> {
    let folder = dir.join(NAME);
    if !is_there(dir) {
        return Ok(None);
    }
    match File::open(folder.join(LOCK)).map(|file| file.try_lock_shared()) {
        Ok(Err(TryLockError::WouldBlock)) => Err(Error::Busy { path: dir.to_owned() }),
        // The run that was in it may have ended in between.
        _ => Ok(Some(folder).filter(|_| is_there(dir))),
    }
}

/// Whether there is such a folder below this one.
pub(super) fn is_there(dir: &Path) -> bool {
    fs::symlink_metadata(dir.join(NAME)).is_ok()
}

/// Locks the file in the folder, which is made if it is not there.
fn lock(folder: &Path) -> Result<File, TryLockError> {
    let path = folder.join(LOCK);
    for _ in 0..ATTEMPTS {
        match fs::create_dir(folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(TryLockError::Error(error));
            }
            _ => {}
        }
        let made = own(folder, &path)
            .and_then(|()| File::options().read(true).write(true).create(true).truncate(false).open(&path));
        let file = match made {
            Ok(file) => file,
            // The run that was in it has just removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(give_up(folder, error)),
        };
        match file.try_lock() {
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
                return Err(give_up(folder, error));
            }
            Err(TryLockError::WouldBlock) => return Err(TryLockError::WouldBlock),
            // A file system without locks: two runs at once are not noticed there, all else holds.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        // Removed by the run that had locked it, after it was opened here: then it locks nothing.
        if !is_at(&file, &path) {
            continue;
        }
        return match mark(&file) {
            Ok(()) => Ok(file),
            Err(error) => {
                let _ = fs::remove_file(&path);
                Err(give_up(folder, error))
            }
        };
    }
    Err(TryLockError::WouldBlock)
}

/// Refuses what is not a folder of ours: through a link something else would be written to.
fn own(folder: &Path, lock: &Path) -> io::Result<()> {
    let is_link = |path: &Path| fs::symlink_metadata(path).map(|metadata| metadata.is_symlink());
    if is_link(folder)? || is_link(lock).unwrap_or(false) {
        return Err(io::Error::new(io::ErrorKind::NotADirectory, "a symbolic link is in the way"));
    }
    Ok(())
}

fn give_up(folder: &Path, error: io::Error) -> TryLockError {
    // Refused if there is something in it, which is then somebody else's.
    let _ = fs::remove_dir(folder);
    TryLockError::Error(error)
}

fn mark(mut file: &File) -> io::Result<()> {
    if file.metadata()?.len() == 0 {
        file.write_all(MARK.as_bytes())?;
    }
    Ok(())
}

/// Whether the path still leads to the open file.
fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(there)) => identity(&open) == identity(&there),
        _ => false,
    }
}

#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> impl PartialEq + use<> {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

/// The standard library has no number of a file here. One that was made anew was last written to later.
#[cfg(not(unix))]
fn identity(metadata: &fs::Metadata) -> impl PartialEq + use<> {
    metadata.modified().ok()
}

/// Makes a folder and those above it, and lists those that were not there.
fn make_all(folder: &Path, made: &mut Vec<PathBuf>) -> Result<(), Error> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        make_all(above, made)?;
    }
    match fs::create_dir(folder) {
        Ok(()) => made.push(folder.to_owned()),
        // Another run makes it as well.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
        Err(error) => return Err(at(folder)(error)),
    }
    Ok(())
}

/// Removes folders that were made, unless something is in them.
fn unmake(made: &[PathBuf]) {
    for folder in made.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}

fn remove_if_there(path: &Path, remove: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    match remove(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
