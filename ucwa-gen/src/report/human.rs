//! Findings for people: the source line underlined, the code, and what to do.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::hidden::{is_hidden, printable};
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
        let shown = Shown::of(diagnostic);
        writeln!(to, "{}\n", renderer.render(&shown.report()))?;
    }
    Ok(())
}

/// A finding without anything that acts on a terminal.
struct Shown<'d> {
    diagnostic: &'d Diagnostic,
    message: String,
    advice: String,
    place: Option<Excerpt>,
    related: Vec<(String, Excerpt)>,
}

impl<'d> Shown<'d> {
    fn of(diagnostic: &'d Diagnostic) -> Self {
        let related = diagnostic.related.iter();
        Self {
            diagnostic,
            message: printable(&diagnostic.message),
            advice: printable(diagnostic.advice()),
            place: diagnostic.span.as_ref().map(Excerpt::of),
            related: related.map(|(span, why)| (printable(why), Excerpt::of(span))).collect(),
        }
    }

    fn report(&self) -> Vec<Group<'_>> {
        let level = match self.diagnostic.severity {
            Severity::Note => Level::NOTE,
            Severity::Warning => Level::WARNING,
            Severity::Error => Level::ERROR,
        };
        let title = level.primary_title(self.message.as_str()).id(self.diagnostic.code.info().text);
        let group = Group::with_title(title);
        let group = match &self.place {
            Some(place) => place.add_to(group),
            None => group,
        };
        let group = group.element(Level::HELP.message(self.advice.as_str()));
        let related = self
            .related
            .iter()
            .map(|(why, place)| place.add_to(Group::with_title(Level::NOTE.secondary_title(why.as_str()))));
        std::iter::once(group).chain(related).collect()
    }
}

/// How much of a line is handed on before and after a place in it, in bytes: all of any line that somebody wrote.
const AROUND: usize = 4_000;

/// The lines of a place. Only they are handed on, and of long ones a part: the renderer looks at all that it is given.
struct Excerpt {
    path: String,
    text: String,
    marked: Range<usize>,
    line: usize,
    column: usize,
    /// Whether the text begins where the line does.
    is_whole: bool,
}

impl Excerpt {
    fn of(span: &Span) -> Self {
        let (source, Range { start, end }) = (span.source(), span.range());
        let (line, column) = source.line_column(start);
        let (last, _) = source.line_column(end);
        let (first, last) = (source.line_range(line), source.line_range(last));
        let from = source.span(first.start.max(start.saturating_sub(AROUND))..end).range().start;
        let to = source.span(start..last.end.max(end).min(end + AROUND)).range().end;
        Self {
            path: printable(&source.path().to_string_lossy()),
            text: source.text()[from..to].chars().map(same_length).collect(),
            marked: start - from..end - from,
            line: line as usize,
            column: column as usize,
            is_whole: from == first.start,
        }
    }

    fn add_to<'a>(&'a self, group: Group<'a>) -> Group<'a> {
        let snippet = Snippet::source(self.text.as_str())
            .line_start(self.line)
            .annotation(AnnotationKind::Primary.span(self.marked.clone()));
        if self.is_whole {
            return group.element(snippet.path(self.path.as_str()));
        }
        // The renderer would count the column from where the part begins.
        let origin = Origin::path(self.path.as_str()).line(self.line).char_column(self.column);
        group.element(origin).element(snippet)
    }
}

/// What stands for a character of a page that is hidden and that the renderer does not replace itself. It has as many
/// bytes, since places are counted in bytes.
fn same_length(c: char) -> char {
    match c.len_utf8() {
        2 if is_hidden(c) => '\u{B7}',
        3 if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
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
