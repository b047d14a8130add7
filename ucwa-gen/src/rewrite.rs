//! Whether pages may be written over those that they were made from.
//!
//! What the reader understood of a page is in its new text, and what it did not understand is nowhere. So nothing in here
//! relies on the reader, beside that a page about which it has a warning is left alone: the old text is compared with the
//! new one, word by word.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::files::Sources;
use crate::output::{Found, Plan};
use crate::schema::Schema;
use crate::source::{SourceFile, page_name, reference_name};

/// What the pages were made from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'o> {
    /// From pages.
    Pages(&'o Sources),
    /// From a schema file. Its pages are those of the digests that it holds.
    Schema(&'o Schema),
}

/// The words of headings and of heading rows. Where they stand as such, they are the form of a page and not its content.
const STRUCTURE: &str = "\
    web link resource description properties links embedded resources azure active directory scopes for online \
    applications events added updated deleted started completed operations get post put delete options patch head query \
    parameters request body response synchronous errors examples json xml asynchronous reason codes members remarks name \
    type required leads to cardinality holds scope permission priority sender in error code subcode media item element \
    status";

/// How many lost words of a line are named.
const NAMED: usize = 5;

/// How many lines of a page are named for their lost words.
const NAMED_LINES: usize = 5;

/// What would be lost if the plan were carried out, for each page that would be written over although it was read: nothing
/// should be written unless that is nothing.
#[must_use]
pub fn objections(plan: &Plan<'_>, origin: Origin<'_>, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let originals = Originals::new(origin, plan.dir());
    let mut doubts: BTreeMap<&Path, Vec<&Diagnostic>> = BTreeMap::new();
    for doubt in found.iter().filter(|found| found.severity >= Severity::Warning) {
        doubts.entry(doubt.path().unwrap_or(Path::new(""))).or_default().push(doubt);
    }
    let mut objections = Vec::new();
    for target in plan.targets() {
        match &target.found {
            Found::Same => {}
            Found::Nothing => objections.extend(originals.second(target.name)),
            Found::Other(old) => match originals.original(&target.path, old) {
                Original::None => {}
                Original::Unread(why) => {
                    let message = format!("`{}` would be written over, but {why}", target.path.display());
                    objections.push(Diagnostic::global(Code::RewriteLoses, message).of_file(&target.path));
                }
                Original::Page(page) => {
                    let doubts = doubts.get(page.path()).map(Vec::as_slice).unwrap_or_default();
                    objections.extend(losses(&page, target.text, doubts));
                }
            },
        }
    }
    objections
}

/// The files that pages were read from.
struct Originals<'o> {
    /// By their resolved paths; `None` for a file that was read and is not one of the pages.
    files: BTreeMap<PathBuf, Option<&'o SourceFile>>,
    /// The pages below the folder that is written to, by their names.
    names: BTreeMap<&'o str, &'o SourceFile>,
    /// The digests of pages of which nothing else is known.
    digests: BTreeSet<&'o str>,
}

enum Original {
    Page(SourceFile),
    Unread(&'static str),
    None,
}

impl<'o> Originals<'o> {
    fn new(origin: Origin<'o>, dir: &Path) -> Self {
        let mut originals = Self { files: BTreeMap::new(), names: BTreeMap::new(), digests: BTreeSet::new() };
        match origin {
            Origin::Pages(sources) => {
                let pages = sources.files();
                let others = sources.inputs.iter().map(|path| (path.as_path(), None));
                // A page is reached by any path that leads to it.
                let files = others.chain(pages.map(|page| (page.path(), Some(page))));
                let files = files.filter_map(|(path, page)| Some((fs::canonicalize(path).ok()?, page)));
                originals.files = files.collect();
                if let Ok(dir) = fs::canonicalize(dir) {
                    let below = originals.files.iter().filter(|(path, _)| path.starts_with(&dir));
                    let pages = below.filter_map(|(_, page)| *page);
                    originals.names = pages.map(|page| (page_name(page.file()), page)).collect();
                }
            }
            Origin::Schema(schema) => {
                let enumerations = schema.enumerations.iter().filter_map(|it| it.page.as_ref());
                let pages = schema.resources.iter().map(|it| &it.page).chain(enumerations);
                originals.digests = pages.map(|page| page.digest.as_str()).collect();
            }
        }
        originals
    }

    /// The page that a file is, which has this content.
    fn original(&self, path: &Path, content: &[u8]) -> Original {
        let text = std::str::from_utf8(content);
        match (fs::canonicalize(path).ok().and_then(|path| self.files.get(&path)), text) {
            (Some(Some(page)), text) if text == Ok(page.text()) => Original::Page((*page).clone()),
            (Some(Some(_)), _) => Original::Unread("it has changed since it was read"),
            (Some(None), _) => Original::Unread("it could not be read, or is not the page of its name"),
            (None, Ok(text)) if !self.digests.is_empty() => {
                let page = SourceFile::new(path, text);
                if self.digests.contains(page.digest()) { Original::Page(page) } else { Original::None }
            }
            (None, _) => Original::None,
        }
    }

    /// The page of a name that stands at another path below the folder. A new file would be a second page of that name.
    fn second(&self, name: &str) -> Option<Diagnostic> {
        let page = self.names.get(page_name(name))?;
        let message = format!("`{name}` would be a second page of this name");
        Some(Diagnostic::new(Code::RewriteLoses, page.span(0..0), message))
    }
}

/// What a page would lose about which there are these warnings and errors.
fn losses(old: &SourceFile, new: &str, doubts: &[&Diagnostic]) -> Vec<Diagnostic> {
    match title_differs(old.text(), new) {
        None => {
            let message =
                "the page is not in the form that `render` writes, and would lose what that has no place for";
            let help = "the form begins with front matter that has the page's name as its `title`";
            return vec![Diagnostic::new(Code::RewriteLoses, old.span(0..0), message).help(help)];
        }
        Some(Some((line, title))) => {
            let message = format!("`{}` would become `{title}`", &old.text()[line.clone()]);
            let help = "the title is the page's name; correct the one or the other";
            return vec![Diagnostic::new(Code::RewriteLoses, old.span(line), message).help(help)];
        }
        Some(None) => {}
    }
    let doubts = doubts.iter().filter_map(|doubt| Some((doubt, doubt.span.clone()?)));
    let mut losses: Vec<Diagnostic> = doubts
        .map(|(Diagnostic { severity, code, message, .. }, span)| {
            let message =
                format!("the page is not written over, because of a {severity} ({code}): {message}");
            Diagnostic::new(Code::RewriteLoses, span, message)
        })
        .collect();
    let (was, is) = (Content::of(old.text()), Content::of(new));
    if let Some(first) = was.samples.get(is.samples.len()) {
        let help = "render with --samples, or remove what no longer belongs to the page";
        let message =
            format!("the page has {} samples, and its new text {}", was.samples.len(), is.samples.len());
        let span = old.span(first.clone());
        losses.push(Diagnostic::new(Code::RewriteLoses, span, message).help(help));
    }
    let lines = lost(&was.lines, &is.lines);
    let more = lines.len().saturating_sub(NAMED_LINES);
    for (line, words) in lines.into_iter().take(NAMED_LINES) {
        let span = old.span(line);
        let is_known = |loss: &Diagnostic| loss.span.as_ref().is_some_and(|it| it.line() == span.line());
        if !losses.iter().any(is_known) {
            let message = format!("the page would lose {}", listed(&words));
            losses.push(Diagnostic::new(Code::RewriteLoses, span, message));
        }
    }
    if more > 0 {
        let message = format!("`{}` would lose words of {more} more lines", old.path().display());
        losses.push(Diagnostic::global(Code::RewriteLoses, message).of_file(old.path()));
    }
    losses
}

/// The line of the old text's front matter whose title is not that of the new text, and the line that would be in its place.
/// The outer value is `None` where the old text has no front matter with a title.
fn title_differs<'n>(old: &str, new: &'n str) -> Option<Option<(Range<usize>, &'n str)>> {
    let key = |line: &str| line.strip_prefix("title:").map(|title| title.trim().trim_matches('"').to_owned());
    let title = new.lines().nth(1).filter(|line| key(line).is_some())?;
    let mut at = old.len() - old.trim_start_matches('\u{feff}').len();
    let mut lines = old[at..].split_inclusive('\n').map(|line| {
        let range = at..at + line.trim_end().len();
        at += line.len();
        (range, line.trim_end())
    });
    if lines.next()?.1 != "---" {
        return None;
    }
    let front: Vec<_> = lines.collect();
    let end = front.iter().position(|(_, line)| *line == "---")?;
    let (range, line) = front[..end].iter().find(|(_, line)| key(line).is_some())?;
    Some((key(line) != key(title)).then(|| (range.clone(), title)))
}

/// A line and where it stands.
type Line<'t> = (Range<usize>, &'t str);

/// A page, as far as the comparison has to know it.
struct Content<'t> {
    /// The lines outside of samples, but for those that are only form.
    lines: Vec<Line<'t>>,
    /// Where the samples begin.
    samples: Vec<Range<usize>>,
}

impl<'t> Content<'t> {
    fn of(text: &'t str) -> Self {
        let mut content = Self { lines: Vec::new(), samples: Vec::new() };
        let mut fence = None;
        let mut at = 0;
        let mut lines = text.split_inclusive('\n').peekable();
        while let Some(whole) = lines.next() {
            let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
            let line = whole.trim_matches(is_blank);
            let start = at + whole.len() - whole.trim_start_matches(is_blank).len();
            at += whole.len();
            let range = start..start + line.len();
            let mark = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark));
            match (mark, fence) {
                (Some(_), None) => {
                    fence = mark;
                    content.samples.push(range);
                }
                (Some(_), Some(_)) if mark == fence => fence = None,
                // No sample has a heading or a table. There, a fence is missing.
                (_, Some(_)) if !line.starts_with(['#', '|']) => {}
                _ if is_form(line, lines.peek().copied()) => {}
                _ => content.lines.push((range, line)),
            }
        }
        content
    }
}

/// Whether a line says nothing beyond the form of the page: a heading or a heading row of the reference, or `None`.
fn is_form(line: &str, next: Option<&str>) -> bool {
    let is_rule = |line: &str| {
        line.contains(['-', '=']) && line.chars().all(|c| c.is_whitespace() || "|:-=".contains(c))
    };
    let is_structure = |word: &str| STRUCTURE.split(' ').any(|known| known.eq_ignore_ascii_case(word));
    let is_heading = line.starts_with('#') || next.is_some_and(is_rule);
    line.eq_ignore_ascii_case("none") || (is_heading && words(line).iter().all(|word| is_structure(word)))
}

/// The lines of the old text with words that the new text does not have as often, and these words.
fn lost<'t>(old: &[Line<'t>], new: &[Line<'t>]) -> Vec<(Range<usize>, Vec<String>)> {
    // What stands in both, word for word, is compared no further, so that the line that is named is the one that differs.
    let mut balance: BTreeMap<&str, isize> = BTreeMap::new();
    new.iter().for_each(|(_, line)| *balance.entry(line).or_default() += 1);
    old.iter().for_each(|(_, line)| *balance.entry(line).or_default() -= 1);
    let mut has: BTreeMap<String, isize> = BTreeMap::new();
    for (line, more) in balance.iter().filter(|(_, more)| **more > 0) {
        words(line).into_iter().for_each(|word| *has.entry(word).or_default() += more);
    }
    let mut is_left = |word: &String| has.get_mut(word).is_some_and(|count| take(count, 1));
    let mut lost = Vec::new();
    for (range, line) in old {
        if balance.get_mut(line).is_some_and(|more| take(more, -1)) {
            let words: Vec<String> = words(line).into_iter().filter(|word| !is_left(word)).collect();
            if !words.is_empty() {
                lost.push((range.clone(), words));
            }
        }
    }
    lost
}

/// Takes one from a count of this sign, if there is one.
fn take(count: &mut isize, sign: isize) -> bool {
    let is_there = *count * sign > 0;
    *count -= if is_there { sign } else { 0 };
    is_there
}

/// Words of closed lists, which mean the same in any case.
const IN_ANY_CASE: [&str; 9] = ["high", "low", "many", "medium", "no", "none", "one", "unknown", "yes"];

/// Marks that `render` writes in another way, and what stands for them: line breaks, and characters that it escapes.
const MARKS: [(&str, &str); 8] = [
    ("<br>", " "),
    ("<br/>", " "),
    ("<br />", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
    ("&quot;", "\""),
    ("&nbsp;", " "),
];

/// The words of a line. A link to a page under the page's name is one word: in prose it becomes a name in backticks.
fn words(line: &str) -> Vec<String> {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at);
        let target = after[2..].split(')').next().unwrap_or_default();
        let shown = before.rsplit('[').next().unwrap_or_default();
        text.extend([before, " "]);
        // In any folder and in any case it is the same page. A host, an anchor or a title is more than the page.
        let file = target.rsplit('/').next().unwrap_or_default();
        let is_page = !target.contains(|c: char| c.is_whitespace() || "#?:\"'".contains(c));
        let is_name = is_page && reference_name(file).is_some_and(|name| name.eq_ignore_ascii_case(shown));
        rest = if is_name { &after[2 + target.len()..] } else { &after[2..] };
    }
    text.push_str(rest);
    for (mark, meant) in MARKS {
        if text.contains(mark) {
            text = text.replace(mark, meant);
        }
    }
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let word = |word: &str| {
        let known = IN_ANY_CASE.iter().find(|known| known.eq_ignore_ascii_case(word));
        known.map_or_else(|| word.to_owned(), |known| (*known).to_owned())
    };
    words.map(word).collect()
}

fn listed(words: &[String]) -> String {
    let mut seen = BTreeSet::new();
    let distinct: Vec<String> =
        words.iter().filter(|word| seen.insert(*word)).map(|word| format!("`{word}`")).collect();
    match distinct.split_at_checked(NAMED) {
        Some((named, more)) if !more.is_empty() => format!("{} and {} more", named.join(", "), more.len()),
        _ => distinct.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    const PAGE: &str = "\
---
title: lamp
---
# lamp

A `bulb` in a shade.

### Properties

|**Name**|**Type**|**Description**|
|:-----|:-----|:-----|
|hue|[Hue](Hue_ref.md)|The hue.|
|state|String|The state.|

### Links

None

## Operations

### GET

#### JSON response

```http
HTTP/1.1 200 OK

{ \"hue\": \"Red\" }
```
";

    /// The messages, each with its line, when a page with the old text gets the new one.
    fn said(old: &str, new: &str) -> Vec<String> {
        let page = SourceFile::new("docs/lamp_ref.md", old);
        let said = losses(&page, new, &[]);
        let line = |loss: &Diagnostic| loss.span.as_ref().map_or(0, Span::line);
        said.iter().map(|loss| format!("{}: {}", line(loss), loss.message)).collect()
    }

    #[test]
    fn words_that_the_new_text_does_not_have_are_lost() {
        let row = "|state|String|The state.|\n";
        let without_row: &str = &PAGE.replace(row, "");
        let row_is_lost = "13: the page would lose `state`, `String`, `The`";
        // What is on the page in the place of what, and the text of a reader that makes nothing of it.
        for (text, with, new, expected) in [
            ("|state|String|", "state|String|", without_row, row_is_lost),
            ("|state|String|The state.|", "|state|String|The state.", without_row, row_is_lost),
            ("|state|String|The state.|", "<!-- |state|String|The state.| -->", without_row, row_is_lost),
            (
                row,
                "|state|String|The state.|\n|state|Int32||\n",
                PAGE,
                "14: the page would lose `state`, `Int32`",
            ),
            ("### Links\n", "Some prose.\n\n### Links\n", PAGE, "15: the page would lose `Some`, `prose`"),
            ("### Links\n", "### Likns\n", PAGE, "15: the page would lose `Likns`"),
            ("title: lamp\n", "title: lamp\nauthor: me\n", PAGE, "3: the page would lose `author`, `me`"),
            ("[Hue](Hue_ref.md)", "[hue](Hue_ref.md)", PAGE, "12: the page would lose `hue`"),
            ("A `bulb`", "A [bulb](x.md)", PAGE, "6: the page would lose `x`, `md`"),
            (
                "(Hue_ref.md)",
                "(Hue_ref.md \"see there\")",
                PAGE,
                "12: the page would lose `Hue`, `ref`, `md`, `see`, `there`",
            ),
            (
                "(Hue_ref.md)",
                "(Hue_ref.md#there)",
                PAGE,
                "12: the page would lose `Hue`, `ref`, `md`, `there`",
            ),
            (
                "(Hue_ref.md)",
                "(https://a.b/Hue_ref.md)",
                PAGE,
                "12: the page would lose `https`, `a`, `b`, `Hue`, `ref` and 1 more",
            ),
            ("A `bulb`", "A `bulb`<br there>", PAGE, "6: the page would lose `br`, `there`"),
            ("None", "None yet", PAGE, "17: the page would lose `none`, `yet`"),
            ("A `bulb`", "A b c d e f `bulb`", PAGE, "6: the page would lose `b`, `c`, `d`, `e`, `f`"),
            (
                "A `bulb`",
                "A b c d e f g `bulb`",
                PAGE,
                "6: the page would lose `b`, `c`, `d`, `e`, `f` and 1 more",
            ),
        ] {
            let old = PAGE.replacen(text, with, 1);
            assert_ne!(old, PAGE, "{text}");
            assert_eq!(said(&old, new), [expected], "{text}: {with}");
        }
    }

    #[test]
    fn form_is_no_text() {
        let as_text = |old: &str| said(old, PAGE);
        assert_eq!(as_text(PAGE), [""; 0]);
        for (text, with) in [
            ("\n", "\r\n"),
            ("---\ntitle", "\u{feff}---\ntitle"),
            (
                "|**Name**|**Type**|**Description**|\n|:-----|:-----|:-----|",
                "Name | Type | Description\n--- | --- | ---",
            ),
            ("|**Name**|**Type**|", "|**Name**|**Required?**|**Type**|"),
            ("### Links", "## LINKS ##"),
            ("### Links\n", "Links\n=====\n"),
            ("`bulb`", "[bulb](bulb_ref.md)"),
            ("[Hue](Hue_ref.md)", "[Hue](hue_Ref.md)"),
            ("[Hue](Hue_ref.md)", "[Hue](./sub/Hue_ref.md)"),
            ("A `bulb`", "A<br><br> `bulb`"),
            ("A `bulb`", "A &lt; `bulb`"),
            ("None", "NONE"),
            ("## Operations\n", "## Operations\n\n### POST\n\nNone\n"),
            ("|hue|[Hue](Hue_ref.md)|The hue.|", "| hue | [Hue](Hue_ref.md) | The hue. |"),
            ("\"Red\"", "\"Blue\", \"no\": true"),
        ] {
            assert_eq!(as_text(&PAGE.replace(text, with)), [""; 0], "{text}: {with}");
        }
    }

    #[test]
    fn a_page_in_another_form_is_left_alone() {
        let expected =
            "1: the page is not in the form that `render` writes, and would lose what that has no place for";
        for (text, with) in [
            ("---\ntitle: lamp\n---\n", ""),
            ("title: lamp\n---\n", "title: lamp\n"),
            ("---\ntitle: lamp", "\n---\ntitle: lamp"),
        ] {
            assert_eq!(said(&PAGE.replacen(text, with, 1), PAGE), [expected], "{text}: {with}");
        }
    }

    #[test]
    fn a_title_that_is_not_the_name_is_named_with_its_line() {
        for (title, expected) in [
            ("title: Lamp", "2: `title: Lamp` would become `title: lamp`"),
            ("title: Lamp resource", "2: `title: Lamp resource` would become `title: lamp`"),
        ] {
            assert_eq!(said(&PAGE.replacen("title: lamp", title, 1), PAGE), [expected], "{title}");
        }
        assert_eq!(said(&PAGE.replacen("title: lamp", "title:  \"lamp\"", 1), PAGE), [""; 0]);
    }

    #[test]
    fn a_sample_is_replaced_by_another_or_kept() {
        let (without, _) = PAGE.split_once("\n#### JSON").unwrap();
        assert_eq!(said(PAGE, without), ["25: the page has 1 samples, and its new text 0"]);
        // A fence that is missing makes text look like a sample, and a sample like text.
        let opened = PAGE.replacen("### Properties\n", "```\n### Properties\n", 1);
        let swallowed = without.replacen("|state|String|The state.|\n", "", 1);
        assert_eq!(
            said(&opened, &format!("{swallowed}\n```\n```\n```\n```\n")),
            [
                "14: the page would lose `state`, `String`, `The`",
                "27: the page would lose `HTTP`, `1`, `200`, `OK`",
                "29: the page would lose `hue`, `Red`"
            ]
        );
    }

    #[test]
    fn a_page_with_a_warning_is_left_alone() {
        let page = SourceFile::new("docs/lamp_ref.md", PAGE);
        let found = Diagnostic::new(Code::UnknownSection, page.span(9..13), "odd");
        let said = losses(&page, PAGE, &[&found]);
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(said[0].message, "the page is not written over, because of a warning (UG015): odd");
        assert_eq!(said[0].span, found.span);
    }

    #[test]
    fn no_more_than_a_few_lines_are_named() {
        let old = PAGE.replace("### Links\n", &"\nword\n".repeat(10));
        let said = said(&old, PAGE);
        assert_eq!(said.len(), 6, "{said:?}");
        assert_eq!(said[5], "0: `docs/lamp_ref.md` would lose words of 5 more lines");
    }
}
