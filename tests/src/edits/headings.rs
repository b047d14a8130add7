//! Edits of a section heading. Headings with a meaning of their own are edited; the title and the codes of asynchronous
//! reasons are free words.

use super::page::{HEADINGS, Heading, Page, choose};
use super::typo::{beyond_recognition, misspell};
use crate::random::Random;

fn is_heading(text: &str) -> bool {
    HEADINGS.contains(&text.trim().to_lowercase().as_str())
}

fn marked(heading: Heading<'_>, text: &str) -> String {
    format!("{} {text}", "#".repeat(heading.level))
}

/// One mistake in a heading. What comes out is no other heading of the reference.
pub(super) fn misspelt(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let text = misspell(random, heading.text, is_heading)?;
    Some(page.with_line(heading.line, &marked(heading, &text)))
}

/// Several mistakes in a heading.
pub(super) fn misspelt_often(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let mut text = heading.text.to_owned();
    for _ in 0..2 + random.below(3) {
        text = misspell(random, &text, is_heading)?;
    }
    (text.to_lowercase() != heading.text.to_lowercase()).then_some(())?;
    Some(page.with_line(heading.line, &marked(heading, &text)))
}

/// A heading of which no letter is left.
pub(super) fn unrecognisable(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let text = if random.once_in(2) {
        random.pick(&["Overview", "Background", "More about it", "Details"]).to_owned()
    } else {
        beyond_recognition(random, heading.text, is_heading)?
    };
    Some(page.with_line(heading.line, &marked(heading, &text)))
}

/// A heading is gone. What stands below it is still there.
pub(super) fn gone(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    Some(page.with::<&str>(heading.line..heading.line + 1, []))
}

/// A heading is an empty one: its words are gone.
pub(super) fn emptied(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    Some(page.with_line(heading.line, &"#".repeat(heading.level)))
}

/// A heading that is closed, as CommonMark allows.
pub(super) fn closed(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let closing = random.pick(&["##", "#", "####", "## "]);
    Some(page.with_line(heading.line, &format!("{} {closing}", marked(heading, heading.text))))
}

/// A heading with an identifier behind its words, as some writers of Markdown have it.
pub(super) fn identifier(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let id = heading.text.to_lowercase().replace(' ', "-");
    let by = random.pick(&["{#ID}", "{: #ID}", "{#ID .x}", "## {#ID}"]).replace("ID", &id);
    Some(page.with_line(heading.line, &format!("{} {by}", marked(heading, heading.text))))
}

/// A heading that is underlined instead of marked.
pub(super) fn setext(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let under =
        if heading.level == 1 { "=".repeat(heading.text.len()) } else { "-".repeat(heading.text.len()) };
    Some(page.with(heading.line..heading.line + 1, [heading.text, &under]))
}

/// A heading on another level.
pub(super) fn other_level(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let level = *choose(random, &(1..=6).filter(|level| *level != heading.level).collect::<Vec<_>>())?;
    Some(page.with_line(heading.line, &marked(Heading { level, ..heading }, heading.text)))
}

/// A heading with another mark than `# `: none, bold, without its blank, indented, of too many signs, escaped.
pub(super) fn other_mark(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let (marks, text) = ("#".repeat(heading.level), heading.text);
    let line = match random.below(9) {
        0 => text.to_owned(),
        1 => format!("**{text}**"),
        2 => format!("{marks}{text}"),
        3 => format!("    {marks} {text}"),
        4 => format!("####### {text}"),
        5 => format!("\\{marks} {text}"),
        6 => format!("<h{0}>{text}</h{0}>", heading.level),
        7 => format!("> {marks} {text}"),
        _ => format!("- {marks} {text}"),
    };
    Some(page.with_line(heading.line, &line))
}

/// A heading with other blanks than a space: after the mark, or between two words.
pub(super) fn other_blanks(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let blank = random.pick(&["\t", "\u{a0}", "\u{2003}", "\u{3000}", "  ", "&nbsp;"]);
    let text = if heading.text.contains(' ') && random.once_in(2) {
        marked(heading, &heading.text.replacen(' ', blank, 1))
    } else {
        format!("{}{blank}{}", "#".repeat(heading.level), heading.text)
    };
    Some(page.with_line(heading.line, &text))
}

/// A heading with a character that nobody sees.
pub(super) fn invisible(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let text = super::characters::with_invisible(random, heading.text);
    Some(page.with_line(heading.line, &marked(heading, &text)))
}

/// A heading and all that a maintainer writes around it: a full stop, a number, emphasis, a link.
pub(super) fn dressed_up(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    let text = heading.text;
    let dressed = match random.below(6) {
        0 => format!("{text}."),
        1 => format!("1. {text}"),
        2 => format!("*{text}*"),
        3 => format!("[{text}](#top)"),
        4 => format!("`{text}`"),
        _ => format!("{text} (new)"),
    };
    Some(page.with_line(heading.line, &marked(heading, &dressed)))
}

/// A heading that is commented out.
pub(super) fn commented_out(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let heading = page.heading(random)?;
    Some(page.with_line(heading.line, &format!("<!-- {} -->", page.lines[heading.line])))
}
