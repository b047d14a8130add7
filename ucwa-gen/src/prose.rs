//! Prose: plain text with code spans.
//!
//! A code span stands between two runs of as many backticks, as in CommonMark. Nothing else in prose is markup, and a
//! backtick always is: one that is meant as such is the content of a code span.

use std::collections::BTreeMap;
use std::ops::Range;

/// A part of prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part<'a> {
    /// Text, without backticks.
    Text(&'a str),
    /// The content of a code span.
    Code(&'a str),
}

/// The parts of prose, in order. A run of backticks that no other closes is taken for the content of a span.
pub(crate) fn parts(prose: &str) -> Vec<Part<'_>> {
    let runs = runs(prose);
    // For each run the next one of its length, found from the end.
    let mut closing = vec![None; runs.len()];
    let mut last = BTreeMap::new();
    for (index, run) in runs.iter().enumerate().rev() {
        closing[index] = last.insert(run.len(), index);
    }
    let mut parts = Vec::new();
    let (mut at, mut index) = (0, 0);
    while let Some(open) = runs.get(index) {
        if at < open.start {
            parts.push(Part::Text(&prose[at..open.start]));
        }
        match closing[index] {
            Some(close) => {
                parts.push(Part::Code(unpadded(&prose[open.end..runs[close].start])));
                (at, index) = (runs[close].end, close + 1);
            }
            None => {
                parts.push(Part::Code(&prose[open.clone()]));
                (at, index) = (open.end, index + 1);
            }
        }
    }
    if at < prose.len() {
        parts.push(Part::Text(&prose[at..]));
    }
    parts
}

/// Where the runs of backticks stand.
fn runs(prose: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, tick) in prose.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += tick.len(),
            _ => runs.push(at..at + tick.len()),
        }
    }
    runs
}

/// Prose without its markup.
pub(crate) fn plain(prose: &str) -> String {
    parts(prose).into_iter().map(|(Part::Text(text) | Part::Code(text))| text).collect()
}

/// Adds text to prose; backticks in it become code.
pub(crate) fn push_text(prose: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        prose.push_str(&rest[..at]);
        let (ticks, after) = rest[at..].split_at(run(&rest[at..]));
        push_code(prose, ticks);
        rest = after;
    }
    prose.push_str(rest);
}

/// Adds a code span to prose.
pub(crate) fn push_code(prose: &mut String, content: &str) {
    if prose.ends_with('`') {
        // Two spans that touch would be one.
        prose.push(' ');
    }
    prose.push_str(&code(content));
}

/// A code span, its blanks folded; a space for one that has no content.
pub(crate) fn code(content: &str) -> String {
    // As nearly all names are, of which there are many.
    if !content.is_empty() && content.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'`') {
        return ["`", content, "`"].concat();
    }
    let content = content.split_whitespace().collect::<Vec<_>>().join(" ");
    if content.is_empty() {
        return " ".to_owned();
    }
    if !content.contains('`') {
        return format!("`{content}`");
    }
    // A fence longer than any run inside; the spaces are not part of the code.
    let longest = content.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {content} {fence}")
}

/// The length of the run of backticks at the beginning.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// The content of a span without the spaces that keep its backticks from those of the fence.
fn unpadded(content: &str) -> &str {
    let padded = content.strip_prefix(' ').and_then(|content| content.strip_suffix(' '));
    padded.filter(|content| !content.trim().is_empty()).unwrap_or(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_stands_between_runs_of_one_length() {
        use Part::{Code, Text};
        assert_eq!(parts(""), []);
        assert_eq!(parts("a `b c` d."), [Text("a "), Code("b c"), Text(" d.")]);
        assert_eq!(parts("`` a`b `` ``` `` ```"), [Code("a`b"), Text(" "), Code("``")]);
        assert_eq!(parts("a ` b `` c"), [Text("a "), Code("`"), Text(" b "), Code("``"), Text(" c")]);
        assert_eq!(plain("a `b c` d `` ` ``"), "a b c d `");
    }

    #[test]
    fn what_is_added_can_be_told_apart() {
        let mut prose = String::new();
        push_text(&mut prose, "a`b``");
        push_code(&mut prose, "c  `d` ");
        push_code(&mut prose, " ");
        push_text(&mut prose, "e");
        assert_eq!(prose, "a`` ` ``b``` `` ``` `` c `d` ``  e");
        assert_eq!(plain(&prose), "a`b`` c `d`  e");
    }
}
