//! What stands in links and not in their words.

use super::form::Form;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::{Block, Document, Hyperlink, Row, Table, Text};

/// The columns that hold prose. The others say themselves where a link may lead.
const PROSE: [&str; 3] = ["description", "reason", "permission"];

/// The findings about links in the prose of a page of the explicit form. There a link has the page's name as its words: the
/// schema has these, and where any other link leads is nowhere. The original form has links of all kinds.
pub(super) fn lost(document: &Document, form: Form) -> Vec<Diagnostic> {
    let blocks = document.blocks.iter().filter(|_| form == Form::Explicit);
    blocks.flat_map(texts).flat_map(targets).collect()
}

/// The texts of a block that are prose.
fn texts(block: &Block) -> Vec<&Text> {
    match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => vec![text],
        Block::Table(Table { header, rows, .. }) => {
            let of = |row| prose(header.as_ref(), row);
            rows.iter().flat_map(of).collect()
        }
        Block::Code { .. } => Vec::new(),
    }
}

/// The cells of a row that are prose.
fn prose<'a>(header: Option<&'a Row>, row: &'a Row) -> impl Iterator<Item = &'a Text> {
    let columns = header.into_iter().flat_map(|header| &header.cells);
    let is_prose = |column: &Text| PROSE.iter().any(|known| known.eq_ignore_ascii_case(&column.plain));
    row.cells.iter().zip(columns).filter(move |(_, column)| is_prose(column)).map(|(cell, _)| cell)
}

fn targets(text: &Text) -> impl Iterator<Item = Diagnostic> {
    let is_lost = |link: &&Hyperlink| !(link.text.is_empty() || link.names_its_page() && link.is_plain());
    text.links.iter().filter(is_lost).map(|link| {
        let message = format!("`{}` is where a link leads, and is in no text", link.target);
        let found =
            Diagnostic::new(Code::Markup, text.span.clone(), message).with_severity(Severity::Warning);
        found.help("a link has the name of its page as its words; write anything else as text")
    })
}

#[cfg(test)]
mod tests {
    use super::{Form, lost};
    use crate::extract::document;
    use crate::source::SourceFile;

    #[test]
    fn a_link_whose_words_are_not_its_page_is_found() {
        for (text, expected) in [
            ("[bulb](bulb_ref.md)", 0),
            ("[bulb](x/bulb_ref.md)", 0),
            ("[the bulb](bulb_ref.md)", 1),
            ("[bulb](lamp_ref.md)", 1),
            ("[bulb](https://example.com/bulb_ref.md)", 1),
            ("[bulb](http://example.com)", 1),
            ("`[bulb](x)`", 0),
        ] {
            for page in [
                format!("# lamp\n\n{text}\n"),
                format!("# lamp\n\n|Name|Description|\n|:--|:--|\n|on|{text}|\n"),
            ] {
                let (document, _) = document(&SourceFile::new("lamp_ref.md", page.as_str()));
                assert_eq!(lost(&document, Form::Explicit).len(), expected, "{page}");
                assert_eq!(lost(&document, Form::Original), [], "{page}");
            }
        }
    }

    #[test]
    fn columns_of_links_say_themselves_where_one_leads() {
        let page = "# lamp\n\n|Resource|Reason|\n|:--|:--|\n|[group](group2_ref.md)||\n";
        let (document, _) = document(&SourceFile::new("lamp_ref.md", page));
        assert_eq!(lost(&document, Form::Explicit), []);
    }
}
