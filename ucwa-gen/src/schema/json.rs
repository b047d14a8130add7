//! The schema as canonical JSON: two-space indentation, fields in a fixed order, one final line break.

use super::{IR_VERSION, Schema};

/// Why a schema could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The text is not JSON, or not a schema.
    #[error("not a schema: {0}")]
    Json(#[from] serde_json::Error),
    /// The schema was written in another version of the format.
    #[error("the schema has irVersion {found}; this version of ucwa-gen reads {IR_VERSION}")]
    Version {
        /// The version in the text.
        found: u32,
    },
}

/// Writes the schema as canonical JSON.
#[must_use]
pub fn to_json(schema: &Schema) -> String {
    // Serialising plain data with string keys cannot fail; were it to, an empty text is what a caller would notice.
    let mut text = serde_json::to_string_pretty(schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a schema.
///
/// # Errors
/// When the text is not JSON of a schema, or its `irVersion` is another one.
pub fn from_json(text: &str) -> Result<Schema, ReadError> {
    #[derive(serde::Deserialize)]
    struct Header {
        #[serde(rename = "irVersion")]
        ir_version: u32,
    }
    let header: Header = serde_json::from_str(text)?;
    if header.ir_version != IR_VERSION {
        return Err(ReadError::Version { found: header.ir_version });
    }
    Ok(serde_json::from_str(text)?)
}

/// The JSON Schema (2020-12) of the format.
#[cfg(feature = "json-schema")]
#[must_use]
pub fn json_schema() -> serde_json::Value {
    schemars::schema_for!(Schema).to_value()
}
