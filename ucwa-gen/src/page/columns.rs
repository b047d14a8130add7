//! The columns of the reference's tables.

use super::section::Section;
use crate::extract::{Row, Text};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Description,
    Required,
    Type,
    Link,
    Embedded,
    Target,
    Cardinality,
    Item,
    Element,
    Error,
    Status,
    Subcode,
    Reason,
    Resource,
    Priority,
    Sender,
    In,
    Scope,
    Permission,
    MediaType,
}

/// What the rows of a table describe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    WebLink,
    Properties,
    Query,
    Input,
    Output,
    Members,
    Links,
    Embedded,
    Scopes,
    Errors,
    Events,
    Reasons,
    Items,
    Element,
    Statuses,
    MediaTypes,
}

/// The columns that a heading row names; none when one of them is unknown.
pub(super) fn columns(header: &Row) -> Option<Vec<Column>> {
    let mut columns = Vec::with_capacity(header.cells.len());
    for cell in &header.cells {
        columns.push(match cell.plain.trim().trim_end_matches('?').to_lowercase().as_str() {
            "name" => Column::Name,
            "description" => Column::Description,
            "required" => Column::Required,
            "type" => Column::Type,
            "link" => Column::Link,
            "embedded resource" => Column::Embedded,
            "leads to" | "holds" => Column::Target,
            "cardinality" => Column::Cardinality,
            "item" => Column::Item,
            "element" => Column::Element,
            "error" => Column::Error,
            "code" | "status" => Column::Status,
            "subcode" => Column::Subcode,
            "reason" => Column::Reason,
            "resource" => Column::Resource,
            "priority" => Column::Priority,
            "sender" => Column::Sender,
            "in" => Column::In,
            "scope" => Column::Scope,
            "permission" => Column::Permission,
            "media type" => Column::MediaType,
            _ => return None,
        });
    }
    Some(columns)
}

/// What a table with these columns describes in a section.
pub(super) fn kind(columns: &[Column], section: Option<&Section>) -> Option<Kind> {
    let has = |column| columns.contains(&column);
    Some(match columns.first()? {
        Column::Scope => Kind::Scopes,
        Column::Error => Kind::Errors,
        Column::Resource => Kind::Events,
        Column::Subcode if has(Column::Reason) => Kind::Reasons,
        Column::Link => Kind::Links,
        Column::Embedded => Kind::Embedded,
        Column::Item => Kind::Items,
        Column::Element => Kind::Element,
        Column::MediaType => Kind::MediaTypes,
        Column::Status => Kind::Statuses,
        Column::Name => match section? {
            Section::WebLink => Kind::WebLink,
            Section::Properties => Kind::Properties,
            Section::Members => Kind::Members,
            Section::Query => Kind::Query,
            Section::RequestBody => Kind::Input,
            Section::ResponseBody => Kind::Output,
            // A table of names without a section of its own says by a column what it is.
            Section::Method(_) if has(Column::Required) => Kind::Query,
            _ => return None,
        },
        _ => return None,
    })
}

/// The columns that the tables of a section usually have, for a table without a heading row of this width.
pub(super) fn usual(section: Option<&Section>, width: usize) -> Option<&'static [Column]> {
    Some(match section? {
        Section::WebLink | Section::Properties | Section::Members => &[Column::Name, Column::Description],
        Section::Links => &[Column::Link, Column::Description],
        Section::Embedded => &[Column::Embedded, Column::Target, Column::Cardinality, Column::Description],
        Section::Scopes => &[Column::Scope, Column::Permission, Column::Description],
        Section::Event(_) => &[Column::Resource, Column::Priority, Column::Sender, Column::Reason],
        Section::Query => &[Column::Name, Column::Description, Column::Required],
        Section::RequestBody if width >= 3 => &[Column::Name, Column::Description, Column::Required],
        Section::RequestBody | Section::ResponseBody => &[Column::Item, Column::Description],
        Section::Errors => &[Column::Error, Column::Status, Column::Subcode, Column::Description],
        Section::ReasonCode(_) => &[Column::Subcode, Column::Reason],
        _ => return None,
    })
}

/// The cells of a row, by column.
pub(super) struct Cells<'a> {
    row: &'a Row,
    columns: &'a [Column],
    /// For each column the index of its cell.
    places: Vec<Option<usize>>,
    /// Whether the row has as many cells as there are columns.
    pub(super) complete: bool,
}

impl<'a> Cells<'a> {
    pub(super) fn new(row: &'a Row, columns: &'a [Column]) -> Self {
        let complete = row.cells.len() == columns.len();
        let mut places: Vec<Option<usize>> =
            (0..columns.len()).map(|at| (at < row.cells.len()).then_some(at)).collect();
        if row.cells.len() < columns.len() {
            by_content(row, columns, &mut places);
        }
        Self { row, columns, places, complete }
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
