//! The section of an operation.

use super::cell;
use super::lookup::Lookup;
use super::markdown::{Page, escape, link, prose_cell};
use crate::schema::{Operation, OperationError, Property};

pub(super) fn section(page: &mut Page, lookup: &Lookup<'_>, operation: &Operation) {
    page.heading(3, &operation.method);
    page.prose(&operation.description);
    if !operation.query.is_empty() {
        page.heading(4, "Query parameters");
        fields(page, lookup, &operation.query);
    }

    page.heading(4, "Request body");
    let has_fields = fields(page, lookup, &operation.input);
    let has_media = media_types(page, &operation.consumes);
    if !has_fields && !has_media {
        page.none();
    }

    page.heading(4, "Response body");
    response(page, lookup, operation);

    page.heading(4, "Synchronous errors");
    let generic = if operation.generic_errors { lookup.schema.errors.generic.as_slice() } else { &[] };
    let errors = operation.errors.iter().chain(generic);
    if !page.table(["Error", "Code", "Subcode", "Description"], errors.map(error_row)) {
        page.none();
    }
}

fn response(page: &mut Page, lookup: &Lookup<'_>, operation: &Operation) {
    let item = operation.output.iter().map(|name| [link(name, name)]);
    let has_item = page.table(["Item"], item);
    let has_fields = fields(page, lookup, &operation.output_fields);
    let element = operation.output_element.iter().map(|name| [escape(name)]);
    let has_element = page.table(["Element"], element);
    let has_media = media_types(page, &operation.produces);
    if !has_item && !has_fields && !has_element && !has_media {
        page.none();
    }
    let statuses = operation.statuses.iter().map(|it| [cell::name(&it.status.to_string(), &it.provenance)]);
    if !page.table(["Status"], statuses) {
        page.table(["Status"], [["None".to_owned()]]);
    }
}

pub(super) fn fields(page: &mut Page, lookup: &Lookup<'_>, fields: &[Property]) -> bool {
    let rows = fields.iter().map(|field| {
        [
            cell::name(&field.name, &field.provenance),
            cell::ty(lookup, field),
            if field.required { "Yes" } else { "No" }.to_owned(),
            prose_cell(&field.description),
        ]
    });
    page.table(["Name", "Type", "Required?", "Description"], rows)
}

fn media_types(page: &mut Page, media_types: &[String]) -> bool {
    let rows = media_types.iter().map(|media_type| [escape(media_type)]);
    page.table(["Media type"], rows)
}

fn error_row(error: &OperationError) -> [String; 4] {
    [
        cell::name(&error.code, &error.provenance),
        error.status.map_or_else(|| "None".to_owned(), |status| status.to_string()),
        or_none(error.subcode.as_deref()),
        prose_cell(&error.description),
    ]
}

/// A subcode, or what the pages write where there is none.
pub(super) fn or_none(subcode: Option<&str>) -> String {
    subcode.map_or_else(|| "None".to_owned(), escape)
}
