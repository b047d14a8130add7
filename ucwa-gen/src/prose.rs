//! Prose: plain text with code spans.
//!
//! A code span stands between two runs of as many backticks, as in CommonMark. Nothing else in prose is markup, and a
//! backtick always is: one that is meant as such is the content of a code span.

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
    let mut parts = Vec::new();
    let mut rest = prose;
    while let Some(open) = rest.find('`') {
        let (text, after) = rest.split_at(open);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        let (fence, content) = after.split_at(run(after));
        match close(content, fence.len()) {
            Some(end) => {
                parts.push(Part::Code(unpadded(&content[..end])));
                rest = &content[end + fence.len()..];
            }
            None => {
                parts.push(Part::Code(fence));
                rest = content;
            }
        }
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
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

/// Where the run of exactly this many backticks begins.
fn close(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let found = run(&text[at..]);
        if found == length {
            return Some(at);
        }
        at += found;
    }
    None
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
