//! The page of the errors that any resource can return.

use super::cells::Cells;
use super::columns::{self, Column};
use super::facts::NamedRow;
use super::rows::RowReader;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Block, Document, Table};

/// Reads the names of the errors that a page lists: codes and subcodes, which it does not tell apart. Its text says nothing
/// else that the schema has.
#[must_use]
pub fn errors(document: &Document) -> (Vec<NamedRow>, Vec<Diagnostic>) {
    let (mut errors, mut found) = (Vec::new(), Vec::new());
    let mut has_table = false;
    for block in &document.blocks {
        let Block::Table(table) = block else { continue };
        has_table = true;
        match columns(table) {
            Some(columns) => {
                for row in &table.rows {
                    let cells = Cells::new(row, &columns, table.header.as_ref());
                    let mut reader = RowReader { cells, span: &row.span, diagnostics: &mut found };
                    errors.extend(reader.named(Column::Error));
                }
            }
            None => {
                let first = table.header.as_ref().or(table.rows.first()).map_or(&table.span, |row| &row.span);
                let message = "a table of the generic errors has the columns `Error` and `Description`";
                found.push(Diagnostic::new(Code::UnknownTable, first.clone(), message));
            }
        }
    }
    if !has_table {
        let message = format!("`{}` lists no error", document.source.file());
        found.push(Diagnostic::new(Code::ListDamaged, document.source.span(0..0), message));
    }
    (errors, found)
}

/// The columns of a table that lists errors.
fn columns(table: &Table) -> Option<Vec<Column>> {
    let columns = columns::columns(table.header.as_ref()?).ok()?;
    (columns == [Column::Error, Column::Description]).then_some(columns)
}

#[cfg(test)]
mod tests {
    use super::errors;
    use crate::extract;
    use crate::source::SourceFile;

    /// A page, the errors on it, and what is found.
    #[test]
    fn the_page_lists_names() {
        const HEAD: &str = "# Errors\n\nAny resource has them.\n\n|Error|Description|\n|:--|:--|\n";
        #[rustfmt::skip]
        let cases = [
            (format!("{HEAD}|Gone|It is gone.|\n|Busy|It is busy.|\n"), "Gone Busy", ""),
            (format!("{HEAD}||It is gone.|\n|Busy|It is busy.|\n"), "Busy", "UG025"),
            (HEAD.replace("Error|", "Errors|") + "|Gone|It is gone.|\n", "", "UG012"),
            ("# Errors\n\nAny resource has them.\n".to_owned(), "", "UG087"),
        ];
        for (text, expected, codes) in cases {
            let (document, _) =
                extract::document(&SourceFile::new("GenericSynchronousErrors.md", text.as_str()));
            let (rows, found) = errors(&document);
            let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
            let found: Vec<String> = found.iter().map(|found| found.code.to_string()).collect();
            assert_eq!((names.join(" ").as_str(), found.join(" ").as_str()), (expected, codes), "{text}");
        }
    }
}
