//! Which builder owns which folder, while a build script runs.
//!
//! A builder removes from its folder what it no longer generates. A second builder would remove what the first one wrote, and
//! which of the two was the last would decide what is compiled.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::Error;

/// The folders that were written to, with the settings of the builder.
static CLAIMS: Mutex<BTreeMap<PathBuf, String>> = Mutex::new(BTreeMap::new());

/// Claims a folder for a builder with these settings. The same settings may claim it again.
///
/// # Errors
/// When the folder, one above it, or one below it is another builder's.
pub(super) fn claim(folder: &Path, settings: String) -> Result<(), Error> {
    let resolved = resolved(folder);
    let mut claims = CLAIMS.lock().unwrap_or_else(PoisonError::into_inner);
    let is_taken = |(other, by): (&PathBuf, &String)| {
        (other.starts_with(&resolved) || resolved.starts_with(other))
            && !(*other == resolved && *by == settings)
    };
    if claims.iter().any(is_taken) {
        return Err(Error::Claimed { out_dir: folder.to_owned() });
    }
    claims.insert(resolved, settings);
    Ok(())
}

/// The folder by its one path, although the last parts of it may not be there yet.
fn resolved(folder: &Path) -> PathBuf {
    let mut missing: Vec<OsString> = Vec::new();
    let mut above = folder.components();
    loop {
        let path = above.as_path();
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        if let Ok(mut resolved) = fs::canonicalize(path) {
            resolved.extend(missing.iter().rev());
            return resolved;
        }
        match above.next_back() {
            // Where nothing is, `..` undoes the part before it.
            Some(Component::ParentDir) => drop(above.next_back()),
            Some(part) => missing.push(part.as_os_str().to_owned()),
            None => return folder.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_the_builders_who_came_first() {
        let dir = tempfile::tempdir().unwrap();
        let claim = |path: &str, settings: &str| claim(&dir.path().join(path), settings.to_owned()).is_ok();
        assert!(claim("a/ucwa", "one"));
        assert!(claim("a/ucwa", "one"), "the same builder");
        assert!(claim("b/ucwa", "two") && claim("b/ucwa2", "one"));
        for path in ["a/ucwa", "a/../a/ucwa", "a/./ucwa/x", "a", "c/../a/ucwa"] {
            assert!(!claim(path, "two"), "{path}");
        }
        assert!(!claim("a/ucwa/x", "one"), "what is below it may be removed");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_folder_that_it_leads_to() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a")).unwrap();
        std::os::unix::fs::symlink("a", dir.path().join("b")).unwrap();
        assert!(claim(&dir.path().join("a/ucwa"), "one".to_owned()).is_ok());
        assert!(claim(&dir.path().join("b/ucwa"), "two".to_owned()).is_err());
    }
}
