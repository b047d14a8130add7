//! Queries and bodies: structs with a constructor for what is required and a setter for each of the rest.

use super::docs::Doc;
use super::facts::Sent;
use super::fields;
use super::file::File;
use super::format::{INDENT, line, literal, signature};
use crate::emit::names::runtime::{self, Item};
use crate::emit::names::unraw;
use crate::emit::plan::{Named, Struct, Types};
use crate::schema::{Property, Scalar, Type};

/// How many parameters clippy lets a function have.
const MANY: usize = 7;

/// Writes down the struct, with functions to build it unless only the server does; as the XML `element`, if that is not
/// the usual one.
pub(crate) fn emit(
    file: &mut File<'_>,
    types: &Types<'_>,
    body: &Struct<'_, Property>,
    derive: Item,
    docs: &str,
    element: Option<&str>,
) {
    let is_built = derive == runtime::INPUT;
    let sent = if is_built { Sent::ByClient } else { Sent::ByServer };
    let docs = Doc::new().markdown(docs);
    let ty = file.declare(&body.ty);
    let element = element.map(|name| format!("element = {}", literal(name)));
    let attributes: Vec<String> = element.into_iter().chain(file.runtime_attribute()).collect();
    let attribute = (!attributes.is_empty()).then(|| format!("#[ucwa({})]", attributes.join(", ")));
    let mut declared: String =
        body.fields.iter().map(|field| fields::property(file, types, field, sent)).collect();
    declared.push_str(&fields::unknown(file, "What is not documented."));
    file.push_struct(&docs, derive, attribute.as_deref(), ty, &declared);
    if !is_built {
        return;
    }
    let (required, rest): (Vec<_>, Vec<_>) = body.fields.iter().partition(|field| field.item.required);
    let mut functions = constructor(file, types, &required);
    functions.extend(rest.iter().map(|field| setter(file, types, field)));
    if !functions.is_empty() {
        file.push(format!("impl {ty} {{\n{functions}}}\n"));
    }
}

/// The constructor; empty where nothing is required, since `default()` is one then.
fn constructor(file: &mut File<'_>, types: &Types<'_>, required: &[&Named<'_, Property>]) -> String {
    if required.is_empty() {
        return String::new();
    }
    let (mut parameters, mut values) = (Vec::new(), String::new());
    for field in required {
        let name = &field.name;
        let (ty, value) = argument(file, types, &field.item.ty, name);
        parameters.push(format!("{name}: {ty}"));
        values.push_str(&format!("            {name}: Some({value}),\n"));
    }
    let allow = (required.len() > MANY)
        .then_some("#[allow(clippy::too_many_arguments, reason = \"that many are required\")]");
    let (allow, signature) = (line(INDENT, allow), signature("new", &parameters));
    format!(
        "    /// With what is required.
{allow}    #[must_use]
{signature}        Self {{
{values}            ..Self::default()
        }}
    }}
"
    )
}

fn setter(file: &mut File<'_>, types: &Types<'_>, field: &Named<'_, Property>) -> String {
    let name = &field.name;
    let plain = unraw(name);
    let (ty, value) = argument(file, types, &field.item.ty, "value");
    let parameters = ["mut self".to_owned(), format!("value: {ty}")];
    let signature = signature(&format!("with_{plain}"), &parameters);
    format!(
        "    /// Sets `{plain}`.
    #[must_use]
{signature}        self.{name} = Some({value});
        self
    }}
"
    )
}

/// The type of an argument that makes a value of this type, and how it does.
fn argument(file: &mut File<'_>, types: &Types<'_>, ty: &Type, name: &str) -> (String, String) {
    match ty {
        Type::Scalar(Scalar::String | Scalar::Uri) => {
            ("impl Into<String>".to_owned(), format!("{name}.into()"))
        }
        Type::Array(Scalar::String | Scalar::Uri) => (
            "impl IntoIterator<Item = impl Into<String>>".to_owned(),
            format!("{name}.into_iter().map(Into::into).collect()"),
        ),
        Type::Array(Scalar::Byte | Scalar::ExternalResource) | Type::Scalar(_) => {
            (fields::value_type(file, types, ty).into_owned(), name.to_owned())
        }
        Type::Array(scalar) => {
            let item = fields::value_type(file, types, &Type::Scalar(scalar.clone()));
            (format!("impl IntoIterator<Item = {item}>"), format!("{name}.into_iter().collect()"))
        }
    }
}
