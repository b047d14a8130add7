//! The folder that is written to.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::Error;

/// The folder below the other that holds nothing else, so that what is no longer generated can be removed from it.
const OWN: &str = "ucwa";

/// The folder that was given, below the one that Cargo gives a build script.
pub(super) fn resolve(asked: Option<&Path>, given: Option<&Path>) -> Result<PathBuf, Error> {
    let folder = match (asked, given) {
        (None, None) => return Err(Error::NoOutDir),
        (Some(asked), None) => asked.to_owned(),
        (asked, Some(given)) => {
            let folder = asked.map_or_else(|| given.to_owned(), |asked| given.join(asked));
            let is_below = |rest: &Path| rest.components().all(|part| part != Component::ParentDir);
            if !folder.strip_prefix(given).is_ok_and(is_below) {
                return Err(Error::OutsideOutDir { path: folder });
            }
            folder
        }
    };
    Ok(folder.join(OWN))
}

/// Makes sure that writing to the folder changes no folder of pages, because a change there runs the script again.
pub(super) fn keep_apart(folder: &Path, docs: &[PathBuf]) -> Result<(), Error> {
    let above = folder.ancestors().find_map(|above| fs::canonicalize(above).ok());
    let holds = |docs: &&PathBuf| {
        let Ok(docs) = fs::canonicalize(docs) else { return false };
        above.as_ref().is_some_and(|above| above.starts_with(docs))
    };
    match docs.iter().find(holds) {
        Some(docs) => Err(Error::Overlap { out_dir: folder.to_owned(), docs: docs.clone() }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_script_writes_below_the_folder_it_was_given() {
        let given = Some(Path::new("/target/out"));
        let resolved =
            |asked: Option<&str>| resolve(asked.map(Path::new), given).map_err(|error| error.to_string());
        let below = |path: &str| Ok(PathBuf::from(path));
        assert_eq!(resolved(None), below("/target/out/ucwa"));
        assert_eq!(resolved(Some("people")), below("/target/out/people/ucwa"));
        assert_eq!(resolved(Some("/target/out")), below("/target/out/ucwa"));
        assert_eq!(resolved(Some("/target/out/a")), below("/target/out/a/ucwa"));
        for path in ["/target", "/target/outer", "..", "a/../../b", "/target/out/../x"] {
            assert!(resolved(Some(path)).is_err_and(|text| text.ends_with("below OUT_DIR only")), "{path}");
        }
    }

    #[test]
    fn the_given_folder_may_be_written_in_any_way() {
        let given = Path::new("/project/../target/out");
        let below = |asked| resolve(asked, Some(given)).ok();
        assert_eq!(below(None), Some(given.join("ucwa")));
        assert_eq!(below(Some(given)), Some(given.join("ucwa")));
        assert_eq!(below(Some(&given.join("../x"))), None);
    }

    #[test]
    fn elsewhere_a_folder_has_to_be_given() {
        assert!(matches!(resolve(None, None), Err(Error::NoOutDir)));
        assert_eq!(resolve(Some(Path::new("x")), None).ok(), Some(PathBuf::from("x/ucwa")));
    }

    #[test]
    fn pages_are_apart_from_what_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let docs = dir.path().join("docs");
        fs::create_dir(&docs).unwrap();
        let docs = [docs];
        let apart = |folder: &str| keep_apart(&dir.path().join(folder), &docs).is_ok();
        assert!(apart("out/ucwa") && apart("docs2/ucwa"));
        assert!(!apart("docs/ucwa") && !apart("docs/target/debug/out/ucwa"));
    }
}
