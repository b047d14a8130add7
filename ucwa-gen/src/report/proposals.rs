//! What could be decided by overrides.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::hidden::one_line;

/// Writes the entries of overrides that would decide what the pages leave open, each once, after what is open.
///
/// # Errors
/// When it cannot be written.
pub fn proposals(found: &[Diagnostic], to: &mut dyn Write) -> io::Result<()> {
    let mut printed: BTreeSet<&str> = BTreeSet::new();
    for diagnostic in found {
        let Some(entry) = diagnostic.proposal.as_deref().filter(|entry| !printed.contains(entry)) else {
            continue;
        };
        let at = diagnostic.location().map_or_else(String::new, |at| format!("{at}: "));
        let break_ = if printed.is_empty() { "" } else { "\n" };
        // A comment ends with its line, and the name of a file may have several.
        writeln!(to, "{break_}# {}", one_line(&format!("{at}{}", diagnostic.message)))?;
        write!(to, "{entry}")?;
        printed.insert(entry);
    }
    Ok(())
}
