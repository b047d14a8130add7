//! The lines that are printed for Cargo.

use std::io::{self, Write};
use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Severity};
use crate::hidden::one_line;

/// Lets Cargo run the script again when one of these changes.
pub(super) fn inputs<'p>(paths: impl Iterator<Item = &'p PathBuf>, to: &mut dyn Write) -> io::Result<()> {
    // A path that Cargo cannot find would let the script run at every build; such a file is in a folder that it can find.
    let paths = paths.filter_map(|path| path.to_str()).filter(|path| !path.contains(['\n', '\r']));
    for path in paths {
        writeln!(to, "cargo:rerun-if-changed={path}")?;
    }
    Ok(())
}

/// Lets Cargo print the warnings, each in one line.
pub(super) fn warnings(found: &[Diagnostic], to: &mut dyn Write) -> io::Result<()> {
    for warning in found.iter().filter(|found| found.severity == Severity::Warning) {
        let text = format!("{}{} [{}]", warning.place(), warning.message, warning.code);
        writeln!(to, "cargo:warning={}", one_line(&text))?;
    }
    Ok(())
}
