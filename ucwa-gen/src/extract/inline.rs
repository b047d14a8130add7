//! The text of a cell, a heading or a paragraph: markup off, links and code kept.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::prose;
use crate::source::{Span, page_name, reference_name};

/// Plain text, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text without markup, blanks folded.
    pub plain: String,
    /// The text with code spans in backticks. A link to a reference page under the page's name is such a span.
    pub prose: String,
    /// The links in it, in order.
    pub links: Vec<Hyperlink>,
    /// Where it stands.
    pub span: Span,
}

/// A link in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hyperlink {
    /// The linked words.
    pub text: String,
    /// The target as it is written.
    pub target: String,
}

impl Hyperlink {
    /// The target without anchor and query.
    pub(crate) fn path(&self) -> &str {
        self.target.split(['#', '?']).next().unwrap_or_default()
    }

    /// The file that the target names.
    pub(crate) fn file(&self) -> &str {
        self.path().rsplit('/').next().unwrap_or_default()
    }

    /// The name of the page that the target names.
    pub(crate) fn page(&self) -> &str {
        page_name(self.file())
    }

    /// Whether the target is the file of a page and nothing more: no host, no anchor, no query. The folder says nothing.
    pub(crate) fn is_plain(&self) -> bool {
        self.path() == self.target && !self.target.contains("://")
    }

    /// Whether the link leads to a reference page, and its words are the page's name.
    pub(crate) fn names_its_page(&self) -> bool {
        reference_name(self.file()).is_some_and(|name| name.eq_ignore_ascii_case(&self.text))
    }
}

impl Text {
    /// Reads the text at a place.
    #[must_use]
    pub fn read(span: &Span, diagnostics: &mut Vec<Diagnostic>) -> Self {
        Self::of(span.text().trim(), span, diagnostics)
    }

    /// Reads the text of a table's cell, in which a pipe has a backslash before it, even in code.
    #[must_use]
    pub(super) fn cell(span: &Span, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let text = span.text().trim();
        if text.contains('\\') {
            Self::of(&text.replace("\\|", "|"), span, diagnostics)
        } else {
            Self::of(text, span, diagnostics)
        }
    }

    /// Reads a text whose lines were joined, and that stands at a place.
    pub(super) fn joined(source: &str, span: &Span, diagnostics: &mut Vec<Diagnostic>) -> Self {
        Self::of(source.trim(), span, diagnostics)
    }

    fn of(source: &str, span: &Span, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let source = bold(source).unwrap_or(source);
        let is_markup = |byte| matches!(byte, b'[' | b'*' | b'_' | b'`' | b'<' | b'&' | b'\\' | b'\n');
        if !source.bytes().any(is_markup) {
            let plain = fold(source);
            return Self { prose: plain.clone(), plain, links: Vec::new(), span: span.clone() };
        }
        let mut collector = Collector::default();
        if let Some(mended) = close_link(source) {
            diagnostics.push(Diagnostic::new(
                Code::BrokenLink,
                span.clone(),
                "a link is not closed by a parenthesis",
            ));
            collector.read(&mended);
        } else {
            collector.read(source);
        }
        if collector.comment {
            let message = "a comment hides what stands in it";
            diagnostics.push(Diagnostic::new(Code::Comment, span.clone(), message));
        }
        if let Some(tag) = collector.words_in_brackets {
            let message = format!("`{tag}` is read as a tag of HTML, and is not in the text");
            let found = Diagnostic::new(Code::Markup, span.clone(), message).with_severity(Severity::Warning);
            diagnostics.push(found.help("write `\\<` for the sign, or remove the tag"));
        } else if collector.stray_markup {
            let message = "an HTML tag stands in the text";
            diagnostics.push(Diagnostic::new(Code::Markup, span.clone(), message));
        }
        for hidden in collector.hidden {
            let message = format!("{hidden}, and is in no text");
            let found = Diagnostic::new(Code::Markup, span.clone(), message).with_severity(Severity::Warning);
            diagnostics.push(found.help("write as text what is to be read, and remove the rest"));
        }
        let (plain, prose) = (fold(&collector.plain), fold(&collector.prose));
        Self { plain, prose, links: collector.links, span: span.clone() }
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }
}

#[derive(Default)]
struct Collector {
    plain: String,
    prose: String,
    links: Vec<Hyperlink>,
    /// The target of the link being read, and where its words begin in `plain` and in `prose`.
    open: Option<(String, usize, usize)>,
    /// Where the content of `<code>` begins in `plain` and in `prose`.
    code: Option<(usize, usize)>,
    stray_markup: bool,
    /// The first tag that HTML does not have: words between angle brackets.
    words_in_brackets: Option<String>,
    comment: bool,
    /// The words of links and tags that are in no text: each with what holds it.
    hidden: Vec<String>,
}

impl Collector {
    fn read(&mut self, source: &str) {
        // A word before the text keeps its first character from being read as the mark of a list or a heading.
        let guarded = format!("{GUARD} {source}");
        for event in Parser::new_ext(&guarded, Options::empty()) {
            self.event(event);
        }
        for text in [&mut self.plain, &mut self.prose] {
            if let Some(rest) = text.trim_start().strip_prefix(GUARD) {
                let removed = text.len() - rest.len();
                text.drain(..removed);
            }
        }
    }

    /// Adds a character that separates.
    fn separate(&mut self, by: char) {
        self.plain.push(by);
        self.prose.push(by);
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => {
                self.plain.push_str(&text);
                prose::push_text(&mut self.prose, &text);
            }
            Event::Code(code) => {
                self.plain.push_str(&code);
                prose::push_code(&mut self.prose, &code);
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                self.separate(' ');
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => {
                if !title.is_empty() {
                    self.hidden.push(format!("`{}` is the title of a link", fold(&title)));
                }
                self.open_link(dest_url.into_string());
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.hidden.push(format!("`{}` is an image", fold(&dest_url)));
            }
            Event::End(TagEnd::Link) => self.close_link(),
            Event::Html(tag) | Event::InlineHtml(tag) => self.html(&tag),
            _ => {}
        }
    }

    fn open_link(&mut self, target: String) {
        self.open = Some((target, self.plain.len(), self.prose.len()));
    }

    fn close_link(&mut self) {
        let Some((target, start, in_prose)) = self.open.take() else { return };
        let text = fold(self.plain.get(start..).unwrap_or_default());
        let link = Hyperlink { text, target };
        if link.text.is_empty() {
            self.hidden.push(format!("`{}` is the target of a link without words", fold(&link.target)));
        } else if link.path() != link.target && reference_name(link.file()).is_some() {
            self.hidden.push(format!("`{}` is a place on a page", fold(&link.target)));
        }
        if link.names_its_page() {
            self.prose.truncate(in_prose);
            prose::push_code(&mut self.prose, &link.text);
        }
        self.links.push(link);
    }

    fn html(&mut self, tag: &CowStr<'_>) {
        if tag.starts_with("<!--") {
            self.comment = true;
            return self.separate(' ');
        }
        let name = tag.trim_start_matches(['<', '/']).trim_end_matches(['>', '/', ' ']);
        if let Some(words) = attributes(name).filter(|_| is_html(tag) || name.starts_with("br")) {
            self.hidden.push(format!("`{words}` stands in a tag"));
        }
        match name.split_whitespace().next().unwrap_or_default().to_ascii_lowercase().as_str() {
            // Anchors and line breaks are how the reference is written; closed paragraphs in a cell are not.
            "a" if tag.starts_with("</") => self.close_link(),
            "a" => {
                if let Some(target) = href(tag) {
                    self.open_link(target.to_owned());
                }
            }
            "br" => self.separate('\n'),
            "code" if tag.starts_with("</") => {
                if let Some((in_plain, in_prose)) = self.code.take() {
                    let code = self.plain.get(in_plain..).unwrap_or_default().to_owned();
                    self.prose.truncate(in_prose);
                    prose::push_code(&mut self.prose, &code);
                }
            }
            "code" => self.code = Some((self.plain.len(), self.prose.len())),
            _ => {
                self.stray_markup = true;
                if self.words_in_brackets.is_none() && !is_html(tag) {
                    self.words_in_brackets = Some(fold(tag));
                }
                self.separate(' ');
            }
        }
    }
}

/// The elements of HTML that a text may have been written with.
const ELEMENTS: [&str; 51] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// The parts of a table, which stand in texts where a table is damaged.
const PARTS: [&str; 6] = ["tbody", "td", "tfoot", "th", "thead", "tr"];

/// Whether a tag is one of HTML: an element that there is, whose attributes have values. `<string>` and `<b and c>` are words,
/// and so are declarations and instructions.
fn is_html(tag: &str) -> bool {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let name = name.to_ascii_lowercase();
    let is_element = ELEMENTS.contains(&name.as_str()) || PARTS.contains(&name.as_str());
    is_element && (attributes.trim().is_empty() || attributes.contains('='))
}

/// The attributes of a tag, where they may say something. Those of anchors, of links and of layout do not.
fn attributes(inner: &str) -> Option<String> {
    const SILENT: [&str; 9] = ["name", "id", "href", "class", "style", "align", "width", "height", "color"];
    let (_, attributes) = inner.split_once(char::is_whitespace)?;
    let mut rest = attributes.trim();
    while !rest.is_empty() {
        let (key, value) = rest.split_once('=').unwrap_or((rest, ""));
        if !SILENT.iter().any(|silent| silent.eq_ignore_ascii_case(key.trim())) {
            return Some(fold(attributes));
        }
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = match quote {
            Some(quote) => value[1..].find(quote).map(|at| at + 2),
            None => value.find(char::is_whitespace),
        };
        rest = value.get(end.unwrap_or(value.len())..).unwrap_or_default().trim_start();
    }
    None
}

/// Where a tag `<a href="…">` leads.
fn href(tag: &str) -> Option<&str> {
    let (_, value) = tag.split_once("href")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// The words of a text that is bold as a whole. Those are nearly all that have markup, since cells of heading rows are
/// written so: no parser is needed for them.
fn bold(source: &str) -> Option<&str> {
    let words = source.strip_prefix("**")?.strip_suffix("**")?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'?');
    let begins = words.starts_with(|c: char| c.is_ascii_alphanumeric());
    (begins && !words.ends_with(' ') && words.bytes().all(is_word)).then_some(words)
}

/// A word that no page uses.
const GUARD: &str = "\u{2060}";

/// Folds runs of blanks into one and keeps line breaks, but no empty lines: what they separate is paragraphs.
fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for line in text.split('\n') {
        let start = folded.len();
        for word in line.split_whitespace() {
            if folded.len() > start {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        if folded.len() > start {
            folded.push('\n');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether nothing is to be folded, as in nearly all texts; some of which it is not said that do not have to be, either.
fn is_folded(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        let is_usual = byte.is_ascii_graphic() || byte == b' ' && before != b' ';
        if !is_usual {
            return false;
        }
        before = byte;
    }
    text.is_empty() || before != b' '
}

/// The text with the parenthesis that its last link lacks; none when every link is closed.
fn close_link(source: &str) -> Option<String> {
    if !source.contains("](") {
        return None;
    }
    let at = without_code(source).rfind("](")?;
    let (before, target) = (&source[..at], &source[at + 2..]);
    let is_escaped = before.ends_with('\\');
    let open = before.contains('[') && !is_escaped && !target.contains(')');
    open.then(|| match target.find(char::is_whitespace) {
        Some(end) => format!("{before}]({}){}", &target[..end], &target[end..]),
        None => format!("{source})"),
    })
}

/// The text with blanks for its code, where a bracket belongs to no link.
fn without_code(source: &str) -> String {
    let mut text = source.to_owned();
    if !text.contains('`') {
        return text;
    }
    let guarded = format!("{GUARD} {source}");
    let offset = guarded.len() - source.len();
    for (event, range) in Parser::new_ext(&guarded, Options::empty()).into_offset_iter() {
        if matches!(event, Event::Code(_)) && range.start >= offset {
            let range = range.start - offset..range.end - offset;
            let blanks = " ".repeat(range.len());
            text.replace_range(range, &blanks);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Collector, bold, fold, is_folded, is_html};

    #[test]
    fn words_of_links_and_tags_are_in_no_text() {
        for (text, expected) in [
            ("[note](note_ref.md)", ""),
            ("[note](../a/note_ref.md)", ""),
            ("[a text](http://example.com/x#y?z)", ""),
            ("[note](note_ref.md \"see there\")", "`see there` is the title of a link"),
            ("[note](note_ref.md#there)", "`note_ref.md#there` is a place on a page"),
            ("[note](note_ref.md?there)", "`note_ref.md?there` is a place on a page"),
            ("[](note_ref.md)", "`note_ref.md` is the target of a link without words"),
            ("![words](there.png)", "`there.png` is an image"),
            ("<a name=\"there\"> </a>", ""),
            ("<a href=\"x\" class = \"y\">words</a>", ""),
            ("<a href='x' title='there'>words</a>", "`href='x' title='there'` stands in a tag"),
            ("<br>", ""),
            ("<br/>", ""),
            ("<br />", ""),
            ("<br class=\"clear\">", ""),
            ("<br there>", "`there` stands in a tag"),
            ("<img alt=\"there\">", "`alt=\"there\"` stands in a tag"),
            ("<p align=center>", ""),
        ] {
            let mut collector = Collector::default();
            collector.read(&format!("a {text} b"));
            assert_eq!(collector.hidden.join(", "), expected, "{text}");
        }
    }

    #[test]
    fn words_in_angle_brackets_are_no_tags() {
        for (text, is_tag) in [
            ("<b>", true),
            ("</p>", true),
            ("<BR />", true),
            ("<td>", true),
            ("<font color=\"red\">", true),
            ("<img src=x />", true),
            ("<string>", false),
            ("</string>", false),
            ("<b and c>", false),
            ("<meeting-id>", false),
            ("<?php ?>", false),
            ("<!DOCTYPE html>", false),
            ("<![CDATA[x]]>", false),
        ] {
            assert_eq!(is_html(text), is_tag, "{text}");
            let mut collector = Collector::default();
            collector.read(&format!("a {text} b"));
            assert_eq!(collector.words_in_brackets.is_none(), is_tag, "{text}");
        }
    }

    #[test]
    fn bold_words_are_what_the_parser_makes_of_them() {
        for text in ["**Name**", "**Embedded resource**", "**Required?**", "**a  b**", "**1**", "**a?b ?**"] {
            let words = bold(text);
            let mut collector = Collector::default();
            collector.read(text);
            assert_eq!(words.map(fold), Some(fold(&collector.plain)), "{text}");
            assert_eq!(words.map(fold), Some(fold(&collector.prose)), "{text}");
        }
        for text in ["", "**", "****", "***", "**?**", "** a**", "**a **", "**a**b**", "**`a`**", "*a*", "a"]
        {
            assert_eq!(bold(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_folded_stays_as_it_is() {
        let mut texts = vec![String::new()];
        for _ in 0..6 {
            let longer = |text: &String| ["a", " ", "\n", "\t", "\u{a0}"].map(|c| format!("{text}{c}"));
            texts = texts.iter().flat_map(longer).collect();
            for text in texts.iter().filter(|text| is_folded(text)) {
                let slowly = fold(&format!("{text}\n"));
                assert_eq!(&slowly, text);
            }
        }
        assert!(is_folded("a b.") && !is_folded("a  b") && !is_folded(" a") && !is_folded("a "));
    }
}
