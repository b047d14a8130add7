//! Findings as annotations of a pull request: workflow commands of GitHub Actions.

use std::io::{self, Write};

use super::place::Place;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::is_visible;

/// Writes the findings of a severity or above as workflow commands of GitHub Actions, which makes annotations of them.
///
/// # Errors
/// When it cannot be written.
pub fn github(found: &[Diagnostic], at_least: Severity, to: &mut dyn Write) -> io::Result<()> {
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.severity >= at_least) {
        let command = match diagnostic.severity {
            Severity::Note => "notice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let info = diagnostic.code.info();
        let title = property(&format!("{}: {}", info.text, info.title));
        // The message may have several lines; an annotation shows nothing else that it could be in.
        let message = format!("{}\nhelp: {}", diagnostic.message, diagnostic.advice());
        let place = match (&diagnostic.span, &diagnostic.file) {
            (Some(span), _) => position(&Place::of(span)),
            (None, Some(file)) => format!("file={},", property(&file.to_string_lossy())),
            (None, None) => String::new(),
        };
        writeln!(to, "::{command} {place}title={title}::{}", data(&message))?;
    }
    Ok(())
}

fn position(place: &Place) -> String {
    let file = property(&place.file);
    // Columns are refused where there is more than one line. The end is included here.
    let columns = if place.line == place.end_line {
        format!("col={},endColumn={},", place.column, place.end_column.max(place.column + 1) - 1)
    } else {
        String::new()
    };
    format!("file={file},line={},endLine={},{columns}", place.line, place.end_line)
}

/// A message as a workflow command has it.
pub(crate) fn data(text: &str) -> String {
    let mut data = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => data.push_str("%25"),
            '\r' => data.push_str("%0D"),
            '\n' => data.push_str("%0A"),
            '\t' => data.push(c),
            c if is_visible(c) => data.push(c),
            c => data.extend(c.escape_unicode()),
        }
    }
    data
}

/// A property as a workflow command has it.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
