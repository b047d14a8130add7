//! The text of a cell, a heading or a paragraph: markup off, links kept.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Plain text, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text without markup, blanks folded.
    pub plain: String,
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

impl Text {
    /// Reads the text at a place.
    #[must_use]
    pub fn read(span: Span, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let source = span.text().trim();
        if !source.contains(['[', '*', '_', '`', '<', '&', '\\', '\n']) {
            let plain = fold(source);
            return Self { plain, links: Vec::new(), span };
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
        if collector.stray_markup {
            let message = "an HTML tag stands in the text";
            diagnostics.push(Diagnostic::new(Code::Markup, span.clone(), message));
        }
        Self { plain: fold(&collector.plain), links: collector.links, span }
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
    links: Vec<Hyperlink>,
    /// The target of the link being read, and where its words begin in `plain`.
    open: Option<(String, usize)>,
    stray_markup: bool,
}

impl Collector {
    fn read(&mut self, source: &str) {
        // A word before the text keeps its first character from being read as the mark of a list or a heading.
        let guarded = format!("{GUARD} {source}");
        for event in Parser::new_ext(&guarded, Options::empty()) {
            self.event(event);
        }
        if let Some(rest) = self.plain.trim_start().strip_prefix(GUARD) {
            let removed = self.plain.len() - rest.len();
            self.plain.drain(..removed);
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.plain.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                self.plain.push(' ');
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.open = Some((dest_url.into_string(), self.plain.len()));
            }
            Event::End(TagEnd::Link) => {
                if let Some((target, start)) = self.open.take() {
                    let text = fold(self.plain.get(start..).unwrap_or_default());
                    self.links.push(Hyperlink { text, target });
                }
            }
            Event::Html(tag) | Event::InlineHtml(tag) => self.html(&tag),
            _ => {}
        }
    }

    fn html(&mut self, tag: &CowStr<'_>) {
        let name = tag.trim_start_matches(['<', '/']).trim_end_matches(['>', '/', ' ']);
        match name.split_whitespace().next().unwrap_or_default().to_ascii_lowercase().as_str() {
            // Anchors and line breaks are how the reference is written; closed paragraphs in a cell are not.
            "a" => {}
            "br" => self.plain.push('\n'),
            _ => {
                self.stray_markup = true;
                self.plain.push(' ');
            }
        }
    }
}

/// A word that no page uses.
const GUARD: &str = "\u{2060}";

/// Folds runs of blanks into one, keeps explicit line breaks, trims.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for line in text.split('\n') {
        let start = folded.len();
        for word in line.split_whitespace() {
            if folded.len() > start {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        folded.push('\n');
    }
    folded.truncate(folded.trim_end().len());
    folded.drain(..folded.len() - folded.trim_start().len());
    folded
}

/// The text with the parenthesis that its last link lacks; none when every link is closed.
fn close_link(source: &str) -> Option<String> {
    let (before, target) = source.rsplit_once("](")?;
    let is_escaped = before.ends_with('\\');
    let open = before.contains('[') && !is_escaped && !target.contains(')');
    open.then(|| match target.find(char::is_whitespace) {
        Some(end) => format!("{before}]({}){}", &target[..end], &target[end..]),
        None => format!("{source})"),
    })
}
