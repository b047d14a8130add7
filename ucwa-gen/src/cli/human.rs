//! Diagnostics for people: the source line underlined, the code, and what to do.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use ucwa_gen::Summary;
use ucwa_gen::diagnostic::{Diagnostic, Severity};
use ucwa_gen::source::Span;

/// Prints the findings of a severity or above, an empty line after each.
pub(super) fn diagnostics(found: &[Diagnostic], shown: Severity, to: &mut dyn Write) -> io::Result<()> {
    // The colours are taken out again where they are not wanted.
    let renderer = Renderer::styled();
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.severity >= shown) {
        writeln!(to, "{}\n", renderer.render(&report(diagnostic)))?;
    }
    Ok(())
}

/// Prints the entries of overrides that would decide what is open, each once, after what is open.
pub(super) fn proposals(found: &[Diagnostic], to: &mut dyn Write) -> io::Result<()> {
    let mut printed: BTreeSet<&str> = BTreeSet::new();
    for diagnostic in found {
        let Some(entry) = diagnostic.proposal.as_deref().filter(|entry| !printed.contains(entry)) else {
            continue;
        };
        let at = diagnostic.location().map_or_else(String::new, |at| format!("{at}: "));
        let break_ = if printed.is_empty() { "" } else { "\n" };
        writeln!(to, "{break_}# {at}{}", diagnostic.message)?;
        write!(to, "{entry}")?;
        printed.insert(entry);
    }
    Ok(())
}

/// Prints the summary in one line.
pub(super) fn summary(summary: &Summary, notes: usize, to: &mut dyn Write) -> io::Result<()> {
    writeln!(
        to,
        "{} ({}, {}); {} ({} in the schema, {} diagnosed, {} lost); {} ({} parsed, {} repaired); {}, {}, {}",
        counted(summary.pages, "page"),
        counted(summary.resources, "resource"),
        counted(summary.enumerations, "enumeration"),
        counted(summary.rows, "row"),
        summary.rows_in_schema,
        summary.rows_diagnosed,
        summary.rows_lost,
        counted(summary.samples, "sample"),
        summary.samples_parsed,
        summary.samples_repaired,
        counted(summary.errors, "error"),
        counted(summary.warnings, "warning"),
        counted(notes, "note"),
    )
}

/// `1 page`, `2 pages`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn report(diagnostic: &Diagnostic) -> Vec<Group<'_>> {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.info().text);
    let place = diagnostic.span.as_ref().map(snippet);
    let group = title.elements(place).element(Level::HELP.message(diagnostic.advice()));
    let related = diagnostic.related.iter();
    let related = related.map(|(span, why)| Level::NOTE.secondary_title(why.as_str()).element(snippet(span)));
    std::iter::once(group).chain(related).collect()
}

/// The lines of a place. Only they are handed on: the renderer looks at each line that it is given.
fn snippet(span: &Span) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let text = span.source().text();
    let Range { start, end } = span.range();
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at);
    // A carriage return would be shown as a symbol.
    let to = if text[end..to].ends_with('\r') { to - 1 } else { to };
    let line = span.location().line as usize;
    Snippet::source(&text[from..to])
        .path(span.source().path().to_string_lossy())
        .line_start(line)
        .annotation(AnnotationKind::Primary.span(start - from..end - from))
}

#[cfg(test)]
mod tests {
    use ucwa_gen::diagnostic::Code;
    use ucwa_gen::source::SourceFile;

    use super::*;

    #[test]
    fn every_place_can_be_shown() {
        for text in
            ["", "\n", "a", "|é\t\u{4e2d}|\r\n\r\n| \u{1b}[31m |\n", "\u{feff}# a\n\n\n\n\n\n\n\nb\u{2028}c"]
        {
            let page = SourceFile::new("a_ref.md", text);
            for start in 0..=text.len() {
                for end in start..=text.len() + 1 {
                    let found = Diagnostic::new(Code::UnknownTable, page.span(start..end), "odd")
                        .related(page.span(end..end), "here too");
                    let mut printed = Vec::new();
                    diagnostics(&[found], Severity::Note, &mut printed).expect("memory can be written to");
                    let printed = String::from_utf8(printed).expect("UTF-8");
                    assert!(printed.contains("a_ref.md:"), "{start}..{end} of {text:?}: {printed}");
                }
            }
        }
    }
}
