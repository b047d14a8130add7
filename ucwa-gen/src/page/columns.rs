//! The columns of the reference's tables.

use crate::extract::{Row, Text};
use crate::suggest::{nearest, suggestion};
use crate::vocabulary::COLUMNS;

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
    WithResource,
    Scope,
    Permission,
    MediaType,
}

impl Column {
    /// What the column is called, of several words the first.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Description => "Description",
            Self::Required => "Required?",
            Self::Type => "Type",
            Self::Link => "Link",
            Self::Embedded => "Embedded resource",
            Self::Target => "Leads to",
            Self::Cardinality => "Cardinality",
            Self::Item => "Item",
            Self::Element => "Element",
            Self::Error => "Error",
            Self::Status => "Code",
            Self::Subcode => "Subcode",
            Self::Reason => "Reason",
            Self::Resource => "Resource",
            Self::Priority => "Priority",
            Self::Sender => "Sender",
            Self::In => "In",
            Self::WithResource => "Embedded?",
            Self::Scope => "Scope",
            Self::Permission => "Permission",
            Self::MediaType => "Media type",
        }
    }
}

/// The columns that a heading row names.
///
/// # Errors
/// The cell that names no column, or one that is there already, and what is wrong with it.
pub(super) fn columns(header: &Row) -> Result<Vec<Column>, (&Text, String)> {
    let mut columns = Vec::with_capacity(header.cells.len());
    for cell in &header.cells {
        let Some(column) = column(&cell.plain) else {
            let near = suggestion(&nearest(&cell.plain, COLUMNS.iter().copied()));
            let near = near.map_or_else(String::new, |near| format!("; {near}"));
            return Err((cell, format!("the reference has no column `{}`{near}", cell.plain)));
        };
        if columns.contains(&column) {
            return Err((cell, format!("the column `{}` is there twice", cell.plain)));
        }
        columns.push(column);
    }
    Ok(columns)
}

fn column(text: &str) -> Option<Column> {
    Some(match text.trim().trim_end_matches('?').to_lowercase().as_str() {
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
        "embedded" => Column::WithResource,
        "scope" => Column::Scope,
        "permission" => Column::Permission,
        "media type" => Column::MediaType,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::column;
    use crate::vocabulary::COLUMNS;

    #[test]
    fn each_word_over_a_column_is_one() {
        for word in COLUMNS {
            let column = column(word);
            assert!(column.is_some(), "{word}");
            assert_eq!(column.and_then(|it| super::column(it.word())), column, "{word}");
        }
    }
}
