//! Queries and bodies.

use super::docs::Doc;
use super::facts::Sent;
use super::fields;
use super::file::File;
use super::format::literal;
use crate::emit::names::runtime::{self, Item};
use crate::emit::plan::{Struct, Types};
use crate::schema::Property;

/// Writes down the struct; as the XML `element`, if that is not the usual one.
pub(crate) fn emit(
    file: &mut File<'_>,
    types: &Types<'_>,
    body: &Struct<'_, Property>,
    derive: Item,
    docs: &str,
    element: Option<&str>,
) {
    let sent = if derive == runtime::INPUT { Sent::ByClient } else { Sent::ByServer };
    let docs = Doc::new().markdown(docs);
    let ty = file.declare(&body.ty);
    let element = element.map(|name| format!("element = {}", literal(name)));
    let mut declared: String =
        body.fields.iter().map(|field| fields::property(file, types, field, sent)).collect();
    declared.push_str(&fields::unknown(file, "Undocumented members."));
    let is_required = sent == Sent::ByClient && body.fields.iter().any(|field| field.item.required);
    file.push_struct(&docs, derive, element.as_slice(), ty, &declared, is_required);
}
