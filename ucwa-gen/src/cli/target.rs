//! Writing what a command made.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use super::args::TargetArgs;
use super::{Console, Outcome};

/// Writes files into a folder, or with `--check` prints which of them differ.
pub(super) fn tree(
    files: &BTreeMap<String, String>,
    target: &TargetArgs,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Fine;
    for (name, text) in files {
        let path = target.out.join(name);
        if !target.check {
            file(&path, text.clone())?;
        } else if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            writeln!(console.out, "{}", path.display())?;
            outcome = Outcome::Problems;
        }
    }
    Ok(outcome)
}

/// Writes one file.
pub(super) fn file(path: &Path, text: String) -> io::Result<()> {
    fs::write(path, text)
}
