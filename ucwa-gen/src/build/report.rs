//! An error as the command prints it.
//!
//! The command leaves that to a library, which a build script does not compile. An error stands in one line of a page,
//! and so what is needed of it is little; where a finding goes over several lines, only the first is shown here.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// The finding in several lines, the last one with its end.
pub(super) fn text(found: &Diagnostic) -> String {
    let places = found.span.iter().chain(found.related.iter().map(|(span, _)| span));
    let lines = places.map(|span| span.location().line);
    let width = lines.max().map_or(0, |line| line.to_string().len());
    let mut text = format!("{}[{}]: {}\n", found.severity, found.code, found.message);
    if let Some(span) = &found.span {
        text.push_str(&snippet(span, width));
    }
    text.push_str(&format!("{:width$} |\n{:width$} = help: {}\n", "", "", found.advice()));
    for (span, why) in &found.related {
        text.push_str(&format!("note: {why}\n{}", snippet(span, width)));
    }
    text
}

/// Where it is, and the line there, underlined.
fn snippet(span: &Span, width: usize) -> String {
    let (line, column) = span.source().line_column(span.range().start);
    let path = span.source().path().display();
    let source = span.source().line(line);
    let before = source.chars().take(column as usize - 1).map(printed_width).sum::<usize>();
    let marked = span.text().lines().next().unwrap_or_default();
    let marks = "^".repeat(marked.chars().map(printed_width).sum::<usize>().max(1));
    let source = source.replace('\t', TAB);
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
