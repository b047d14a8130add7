//! The schema as canonical JSON: two-space indentation, fields in a fixed order, one final line break.

use super::model::{IR_VERSION, Schema};
use crate::hidden::printable;

/// Why a schema could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is not JSON, or not a schema.
    #[error("not a schema: {0}")]
    Json(serde_json::Error),
    /// The schema was written in another version of the format.
    #[error("the schema has irVersion {found}; this version of ucwa-gen reads {IR_VERSION}")]
    Version {
        /// The version in the text.
        found: u32,
    },
}

// The message has the words of the parser: as a source they would be printed twice.
impl From<serde_json::Error> for ReadError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

/// Writes the schema as canonical JSON.
#[must_use]
pub fn to_json(schema: &Schema) -> String {
    // Serialising plain data with string keys cannot fail; were it to, an empty text is what a caller would notice.
    // Nothing in the file should look like something else to who reviews it.
    let mut text = printable(&serde_json::to_string_pretty(schema).unwrap_or_default());
    text.push('\n');
    text
}

/// Reads a schema.
///
/// # Errors
/// If the text is not a schema in JSON, has a key that a schema does not have (a misspelt key would have no effect), or has
/// another `irVersion`.
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

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{
  "irVersion": 2,
  "digest": "",
  "resources": [{
    "name": "lamp", "rel": "lamp", "revision": 1, "kind": "resource", "page": { "file": "", "digest": "" },
    "properties": [{ "name": "hue", "type": "String", "required": false, "evidence": [{ "kind": "row" }] }],
    "operations": [{ "method": "GET", "errors": [{ "code": "Gone", "status": 410 }] }]
  }],
  "enumerations": [{ "name": "Hue", "members": [{ "name": "Red" }] }],
  "errors": { "codes": [], "subcodes": [], "generic": [] }
}"#;

    #[test]
    fn keys_that_a_schema_does_not_have_are_errors_with_their_place() {
        assert!(from_json(SCHEMA).is_ok());
        for (text, with, expected) in [
            (
                "\"digest\": \"\",\n",
                "\"digest\": \"\", \"version\": 2,\n",
                "unknown field `version`, expected one of",
            ),
            ("\"properties\"", "\"propertis\"", "unknown field `propertis`, expected one of"),
            ("\"required\": false", "\"required\": false, \"nulable\": true", "unknown field `nulable`"),
            ("\"kind\": \"row\"", "\"kind\": \"row\", \"where\": 1", "unknown field `where`"),
            ("\"status\"", "\"Status\"", "unknown field `Status`"),
            ("{ \"name\": \"Red\" }", "{ \"name\": \"Red\", \"value\": 1 }", "unknown field `value`"),
            ("\"generic\": []", "\"generic\": [], \"other\": []", "unknown field `other`"),
            ("\"kind\": \"resource\"", "\"kind\": \"ressource\"", "unknown variant `ressource`"),
        ] {
            let schema = SCHEMA.replacen(text, with, 1);
            assert_ne!(schema, SCHEMA, "{text}");
            let line =
                schema.lines().position(|line| line.contains(with.trim())).map_or(0, |index| index + 1);
            let error = from_json(&schema).map(drop).unwrap_err().to_string();
            let place = format!(" at line {line} column ");
            assert!(error.contains(expected) && error.contains(&place), "{with}: {error}");
        }
    }
}
