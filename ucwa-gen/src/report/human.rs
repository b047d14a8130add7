//! Findings for people: the source line underlined, the code, and what to do.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// Writes the findings of a severity or above, each with the lines of the page, and an empty line after it.
///
/// There are escape sequences for colours in it. A writer such as `anstream`'s takes them out where they are not wanted.
///
/// # Errors
/// When it cannot be written.
pub fn human(found: &[Diagnostic], at_least: Severity, to: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for diagnostic in found.iter().filter(|diagnostic| diagnostic.severity >= at_least) {
        writeln!(to, "{}\n", renderer.render(&report(diagnostic)))?;
    }
    Ok(())
}

fn report(diagnostic: &Diagnostic) -> Vec<Group<'_>> {
    let level = match diagnostic.severity {
        Severity::Note => Level::NOTE,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.info().text);
    let group = elements(Group::with_title(title), diagnostic.span.as_ref());
    let group = group.element(Level::HELP.message(diagnostic.advice()));
    let related = diagnostic.related.iter();
    let related = related.map(|(span, why)| {
        elements(Group::with_title(Level::NOTE.secondary_title(why.as_str())), Some(span))
    });
    std::iter::once(group).chain(related).collect()
}

/// How much of a line is handed on before and after a place in it, in bytes: all of any line that somebody wrote.
const AROUND: usize = 4_000;

/// Adds the lines of a place. Only they are handed on, and of long ones a part: the renderer looks at all that it is given.
fn elements<'a>(group: Group<'a>, span: Option<&'a Span>) -> Group<'a> {
    let Some(span) = span else { return group };
    let (source, Range { start, end }) = (span.source(), span.range());
    let (line, column) = source.line_column(start);
    let (last, _) = source.line_column(end);
    let (first, last) = (source.line_range(line), source.line_range(last));
    let from = source.span(first.start.max(start.saturating_sub(AROUND))..end).range().start;
    let to = source.span(start..last.end.max(end).min(end + AROUND)).range().end;
    let snippet = Snippet::source(&source.text()[from..to])
        .line_start(line as usize)
        .annotation(AnnotationKind::Primary.span(start - from..end - from));
    let path = source.path().to_string_lossy();
    if from == first.start {
        return group.element(snippet.path(path));
    }
    // The renderer would count the column from where the part begins.
    let origin = Origin::path(path).line(line as usize).char_column(column as usize);
    group.element(origin).element(snippet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::SourceFile;

    #[test]
    fn a_place_in_a_long_line_is_shown_with_its_column() {
        let text = format!("a\n{}<b>{}\nc\n", "\u{e9}".repeat(20_000), "d".repeat(20_000));
        let page = SourceFile::new("a_ref.md", text);
        let start = 2 + 2 * 20_000;
        let found = Diagnostic::new(Code::Markup, page.span(start..start + 3), "odd");
        let mut printed = Vec::new();
        human(&[found], Severity::Note, &mut printed).unwrap();
        let printed = String::from_utf8(printed).unwrap();
        assert!(printed.contains("a_ref.md:2:20001"), "{printed}");
        assert!(
            printed.contains("\u{e9}<b>d") && printed.contains("^^^") && printed.len() < 1_000,
            "{printed}"
        );
    }

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
                    human(&[found], Severity::Note, &mut printed).unwrap();
                    let printed = String::from_utf8(printed).unwrap();
                    assert!(printed.contains("a_ref.md:"), "{start}..{end} of {text:?}: {printed}");
                }
            }
        }
    }
}
