//! A finding as the command prints it, without colour.
//!
//! The command leaves that to a library, which a build script does not compile. An error stands in one line of a page,
//! and so what is needed of it is little; where a finding goes over several lines, only the first is shown here.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::hidden::{is_hidden, printable};
use crate::source::Span;

/// A finding in several lines: the message, the line of the page underlined, the advice, and the other places that matter.
#[must_use]
pub fn plain(found: &Diagnostic) -> String {
    let places = found.span.iter().chain(found.related.iter().map(|(span, _)| span));
    let lines = places.map(|span| span.location().line);
    let width = lines.max().map_or(0, |line| line.to_string().len());
    let mut text = format!("{}[{}]: {}\n", found.severity, found.code, printable(&found.message));
    if let Some(span) = &found.span {
        text.push_str(&snippet(span, width));
    }
    text.push_str(&format!("{:width$} |\n{:width$} = help: {}\n", "", "", printable(found.advice())));
    for (span, why) in &found.related {
        text.push_str(&format!("note: {}\n{}", printable(why), snippet(span, width)));
    }
    text
}

/// How much of a line is shown before and after a place in it, in bytes: all of any line that somebody wrote.
const AROUND: usize = 4_000;

/// Where it is, and the line there, underlined.
fn snippet(span: &Span, width: usize) -> String {
    let (file, Range { start, .. }) = (span.source(), span.range());
    let (line, column) = file.line_column(start);
    let path = printable(&file.path().to_string_lossy());
    let whole = file.line_range(line);
    let shown = whole.start.max(start.saturating_sub(AROUND))..whole.end.min(start + AROUND);
    let before = file.span(shown.start..start);
    let source = file.span(before.range().start..shown.end);
    let before = before.text().chars().map(printed_width).sum::<usize>();
    let marked = file.span(start..span.range().end.min(shown.end.max(start)));
    let marks = "^".repeat(marked.text().chars().map(printed_width).sum::<usize>().max(1));
    let source = source.text().replace('\t', TAB).replace(is_hidden, "\u{FFFD}");
    let lines = [
        format!("{:width$}--> {path}:{line}:{column}", ""),
        format!("{:width$} |", ""),
        format!("{line:>width$} | {source}"),
        format!("{:width$} | {:before$}{marks}", "", ""),
    ];
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

const TAB: &str = "    ";

fn printed_width(c: char) -> usize {
    if c == '\t' { TAB.len() } else { 1 }
}
