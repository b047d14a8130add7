//! The cells of a row, by column.

use super::columns::Column;
use crate::extract::{Row, Text};

/// The cells of a row, by column.
pub(super) struct Cells<'a> {
    row: &'a Row,
    columns: &'a [Column],
    /// The heading row, where the table has one.
    header: Option<&'a Row>,
    /// For each column the index of its cell.
    places: Vec<Option<usize>>,
    /// Whether the row has as many cells as there are columns.
    pub(super) complete: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn new(row: &'a Row, columns: &'a [Column], header: Option<&'a Row>) -> Self {
        let complete = row.cells.len() == columns.len();
        let mut places: Vec<Option<usize>> =
            (0..columns.len()).map(|at| (at < row.cells.len()).then_some(at)).collect();
        if row.cells.len() < columns.len() {
            by_content(row, columns, &mut places);
        }
        Self { row, columns, header, places, complete }
    }

    /// Whether the table has the column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// What the table calls the column.
    pub(super) fn word(&self, column: Column) -> &'a str {
        let at = self.columns.iter().position(|candidate| *candidate == column);
        let heading = self.header.zip(at).and_then(|(row, at)| row.cells.get(at));
        heading.map_or(column.word(), |cell| cell.plain.as_str())
    }

    /// The cell of a column.
    pub(super) fn get(&self, column: Column) -> Option<&'a Text> {
        let at = self.columns.iter().position(|candidate| *candidate == column)?;
        self.row.cells.get(self.places.get(at).copied().flatten()?)
    }

    /// The plain text in a column; empty where there is none.
    pub(super) fn text(&self, column: Column) -> String {
        self.joined(column, |cell| &cell.plain)
    }

    /// The text in a column with its code spans; empty where there is none.
    pub(super) fn prose(&self, column: Column) -> String {
        self.joined(column, |cell| &cell.prose)
    }

    /// The last column takes the cells that are too many, which an unescaped pipe in the text makes.
    fn joined(&self, column: Column, text: fn(&Text) -> &String) -> String {
        let last = self.columns.last() == Some(&column);
        if last && self.row.cells.len() > self.columns.len() {
            let from = self.columns.len() - 1;
            let parts = self.row.cells[from..].iter().map(|cell| text(cell).as_str());
            let with_pipes: Vec<&str> = parts.flat_map(|part| ["|", part]).skip(1).collect();
            // Of an empty cell only its pipe is left: CommonMark knows no two spaces.
            return with_pipes.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        }
        self.get(column).map_or_else(String::new, |cell| text(cell).clone())
    }
}

/// Matches the cells of a row that has too few of them by what they hold.
fn by_content(row: &Row, columns: &[Column], places: &mut [Option<usize>]) {
    let cells = &row.cells;
    let column = |wanted: Column| columns.iter().position(|candidate| *candidate == wanted);
    // An error row without a subcode: the third cell is a sentence.
    if let (Some(subcode), Some(description), 3) =
        (column(Column::Subcode), column(Column::Description), cells.len())
        && cells[2].plain.contains(' ')
    {
        places[subcode] = None;
        places[description] = Some(2);
    }
    // A single cell that is a sentence describes; it does not name.
    if let (Some(description), 1) = (column(Column::Description), cells.len())
        && cells[0].plain.contains(' ')
        && cells[0].links.is_empty()
    {
        places.fill(None);
        places[description] = Some(0);
    }
}
