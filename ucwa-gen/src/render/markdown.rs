//! Writing Markdown blocks and text that reads back as it was.

use crate::prose::{self, Part, parts};

/// A page being written: blocks with one empty line between them.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// A page with its front matter and its title.
    pub(super) fn new(name: &str, front_matter: &[(&str, String)]) -> Self {
        let mut page = Self("---\n".to_owned());
        for (key, value) in front_matter {
            page.0.extend([key, ": ", &one_line(value), "\n"]);
        }
        page.0.push_str("---\n");
        page.heading(1, name);
        page
    }

    /// A heading of a level.
    pub(super) fn heading(&mut self, level: usize, text: &str) {
        self.block(&format!("{} {}", "#".repeat(level), one_line(text)));
    }

    /// Prose: paragraphs with an empty line between them. Empty prose writes nothing.
    pub(super) fn prose(&mut self, text: &str) {
        for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            self.block(&inline(paragraph, prose::code));
        }
    }

    /// `None`: the section says that there is nothing.
    pub(super) fn none(&mut self) {
        self.block("None");
    }

    /// A table; one without rows writes nothing. Says whether it wrote one.
    pub(super) fn table<const N: usize>(
        &mut self,
        columns: [&str; N],
        rows: impl IntoIterator<Item = [String; N]>,
    ) -> bool {
        let mut rows = rows.into_iter().peekable();
        if rows.peek().is_none() {
            return false;
        }
        let mut text = row(&columns.map(|column| format!("**{column}**")));
        text.push_str(&row(&[":-----"; N]));
        text.extend(rows.map(|cells| row(&cells)));
        self.block(text.trim_end());
        true
    }

    /// Code in a fence.
    pub(super) fn code(&mut self, language: &str, text: &str) {
        self.block(&format!("```{language}\n{text}\n```"));
    }

    /// A list, one line for each item.
    pub(super) fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        self.block(&lines.join("\n"));
    }

    /// The text of the page.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        // The title follows the front matter directly, as on the original pages.
        if !self.0.is_empty() && !self.0.ends_with("---\n") {
            self.0.push('\n');
        }
        self.0.push_str(text);
        self.0.push('\n');
    }
}

/// A link to the page of this name, or to another page under this text.
pub(super) fn link(text: &str, page: &str) -> String {
    format!("[{}]({})", escape(text), super::file_name(&one_line(page)))
}

/// Plain text as CommonMark that reads back as the same text.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text.trim());
    ended(escaped)
}

/// Prose as a cell of a table.
pub(super) fn prose_cell(prose: &str) -> String {
    // In a table a pipe ends the cell even in code, and has its backslash even there.
    inline(prose, |code| prose::code(code).replace('|', "\\|"))
}

fn inline(prose: &str, code: impl Fn(&str) -> String) -> String {
    let mut text = String::with_capacity(prose.len());
    for part in parts(prose.trim()) {
        match part {
            Part::Text(part) => push_escaped(&mut text, part),
            Part::Code(part) => text.push_str(&code(part)),
        }
    }
    ended(text)
}

/// Adds text: what would be markup has a backslash before it, a line break is written `<br>`.
fn push_escaped(escaped: &mut String, text: &str) {
    for c in text.chars() {
        let markup = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '|');
        // What would begin a heading, a list, a fence, a quotation or a sample.
        let begins_block = escaped.is_empty() && matches!(c, '#' | '-' | '+' | '=' | '~' | '>' | '{');
        match c {
            '\n' => escaped.push_str("<br>"),
            '\r' => {}
            _ if markup || begins_block => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
}

fn ended(mut text: String) -> String {
    if text.ends_with('\\') {
        // Else the `|` that ends the cell would count as escaped.
        text.push(' ');
    }
    text
}

fn row<S: AsRef<str>>(cells: &[S]) -> String {
    let mut text = "|".to_owned();
    for cell in cells {
        text.extend([cell.as_ref(), "|"]);
    }
    text.push('\n');
    text
}

/// Names hold no line breaks; a schema made by hand may, and must not break the page.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Block, document};
    use crate::source::SourceFile;

    #[test]
    fn blocks_are_separated_by_one_empty_line() {
        let mut page = Page::new("name", &[("title", "name".to_owned())]);
        page.prose("One.\n\nTwo\nlines.");
        page.table(["A", "B"], [["1".to_owned(), String::new()]]);
        page.table(["A"], Vec::<[String; 1]>::new());
        page.none();
        let expected = "---\ntitle: name\n---\n# name\n\nOne.\n\nTwo<br>lines.\n\n\
                        |**A**|**B**|\n|:-----|:-----|\n|1||\n\nNone\n";
        assert_eq!(page.finish(), expected);
    }

    #[test]
    fn text_reads_back() {
        let texts =
            ["a|b", "a\\|b", "|", "a\nb", "*a* [b](c.md) _e_ f_g", "&lt; <b> &", "a\\", "- a", "# a", "{ }"];
        for text in texts {
            let page = SourceFile::new("a_ref.md", format!("|{}|{}|", escape(text), escape(text)));
            let (document, diagnostics) = document(&page);
            assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
            let [Block::Table(table)] = document.blocks.as_slice() else { panic!("{text}: {document:?}") };
            let cells: Vec<&str> = table.rows[0].cells.iter().map(|cell| cell.plain.as_str()).collect();
            assert_eq!(cells, [text, text]);
        }
    }

    #[test]
    fn code_reads_back() {
        let texts = [
            "a `b` c, `d`.",
            "`a|b`|`\\|`",
            "`a\\`",
            "`` a`b `` and `` ` `` and ``` `` ```",
            "`*a* _b_ <c> &lt; \\d`",
            "`[a](b`",
            "`[a](b` c",
            "`{ }` `- a`",
            "``` ``a ```",
        ];
        for text in texts {
            let mut page = Page::default();
            page.prose(text);
            page.table(["A"], [[prose_cell(text)]]);
            let (document, diagnostics) = document(&SourceFile::new("a_ref.md", page.finish()));
            assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
            let [Block::Paragraph(paragraph), Block::Table(table)] = document.blocks.as_slice() else {
                panic!("{text}: {document:?}")
            };
            assert_eq!([paragraph.prose.as_str(), table.rows[0].cells[0].prose.as_str()], [text, text]);
        }
    }

    #[test]
    fn prose_reads_back_as_paragraphs() {
        let texts = ["# a", "``` a", "- a", "| a", "{ a }", "> a", "--- a", "1. a", "<a name=\"b\"></a>"];
        let mut page = Page::default();
        page.prose(&texts.join("\n\n"));
        let (document, diagnostics) = document(&SourceFile::new("a_ref.md", page.finish()));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let paragraphs: Vec<&str> = document
            .blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(text) => text.plain.as_str(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(paragraphs, texts);
    }
}
