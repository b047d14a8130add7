//! What each section of a reference page holds: which tables, and which texts.

use super::columns::Column;
use super::section::Section;

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

impl Kind {
    /// The columns that such a table can have.
    pub(super) fn columns(self) -> &'static [Column] {
        match self {
            Self::WebLink | Self::Members => &[Column::Name, Column::Description],
            Self::Properties | Self::Query | Self::Input | Self::Output => {
                &[Column::Name, Column::Type, Column::Required, Column::Description]
            }
            Self::Links => &[Column::Link, Column::Target, Column::Cardinality, Column::Description],
            Self::Embedded => &[Column::Embedded, Column::Target, Column::Cardinality, Column::Description],
            Self::Scopes => &[Column::Scope, Column::Permission, Column::Description],
            Self::Errors => &[Column::Error, Column::Status, Column::Subcode, Column::Description],
            Self::Events => &[
                Column::Resource,
                Column::Priority,
                Column::Sender,
                Column::In,
                Column::WithResource,
                Column::Reason,
            ],
            Self::Reasons => &[Column::Subcode, Column::Reason],
            Self::Items => &[Column::Item, Column::Description],
            Self::Element => &[Column::Element, Column::Description],
            Self::Statuses => &[Column::Status, Column::Description],
            Self::MediaTypes => &[Column::MediaType, Column::Description],
        }
    }
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

/// The tables of a section, each of which it has at most once.
pub(super) fn tables(section: Option<&Section>) -> &'static [Kind] {
    match section {
        Some(Section::WebLink) => &[Kind::WebLink],
        Some(Section::Properties) => &[Kind::Properties],
        Some(Section::Links) => &[Kind::Links],
        Some(Section::Embedded) => &[Kind::Embedded],
        Some(Section::Scopes) => &[Kind::Scopes],
        Some(Section::Event(_)) => &[Kind::Events],
        Some(Section::Query) => &[Kind::Query],
        Some(Section::RequestBody) => &[Kind::Input, Kind::MediaTypes],
        Some(Section::ResponseBody) => {
            &[Kind::Items, Kind::Output, Kind::Element, Kind::MediaTypes, Kind::Statuses]
        }
        Some(Section::Errors) => &[Kind::Errors],
        Some(Section::ReasonCode(_)) => &[Kind::Reasons],
        Some(Section::Members) => &[Kind::Members],
        _ => &[],
    }
}

/// Where the text of a section goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prose {
    /// Into the description of the page, then its remarks.
    Description,
    /// Into the remarks.
    Remarks,
    /// Into the description of the operation.
    Operation,
    /// It has no place in the schema.
    Nowhere,
}

/// Where the text of a section goes.
pub(super) fn prose(section: Option<&Section>) -> Prose {
    match section {
        None => Prose::Description,
        Some(Section::ResourceDescription | Section::Remarks) => Prose::Remarks,
        Some(Section::Method(_)) => Prose::Operation,
        Some(_) => Prose::Nowhere,
    }
}

/// Whether `None` in the section says that there is nothing.
pub(super) fn can_be_none(section: Option<&Section>) -> bool {
    // Some pages have `None` below the heading over the operations.
    section == Some(&Section::Operations) || !tables(section).is_empty()
}
