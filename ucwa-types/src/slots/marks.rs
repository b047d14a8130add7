//! What servers put into any representation for their own use, and take back with a PUT.

use std::borrow::Cow;

use serde_json::Value;

use crate::slots::model::{Model, Slot, Slots};
use crate::slots::scalar::{Notation, View};

const ETAG: &str = "etag";

/// The version of a representation, whether its type has a field for it or not.
pub(crate) fn etag<M: Model>(model: &M) -> Option<Cow<'_, str>> {
    let slots: &dyn Slots = model;
    let index = slots.names().iter().position(|known| *known == ETAG);
    let documented = match index.and_then(|index| slots.slot(index)) {
        Some(Slot::Value(slot)) => slot.view(Notation::Json),
        _ => None,
    };
    match documented {
        Some(View::Text(text)) => Some(text),
        Some(View::Number(number)) => Some(number.to_string().into()),
        _ => match model.parts().unknown.get(ETAG)?.to_value() {
            Value::String(text) => Some(text.into()),
            Value::Number(number) => Some(number.to_string().into()),
            _ => None,
        },
    }
}

/// The property that is named by a GUID: its name and its value.
pub(crate) fn guid_property<M: Model>(model: &M) -> Option<(&str, String)> {
    let mut properties = model.parts().unknown.properties();
    let (name, value) = properties.find(|(name, _)| is_guid(name))?;
    match value.to_value() {
        Value::String(text) => Some((name, text)),
        _ => None,
    }
}

/// Whether a name is a GUID: hexadecimal digits in groups of 8, 4, 4, 4 and 12.
fn is_guid(name: &str) -> bool {
    let groups =
        name.split('-').map(|group| group.bytes().all(|b| b.is_ascii_hexdigit()).then_some(group.len()));
    groups.eq([8, 4, 4, 4, 12].map(Some))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::is_guid;
    use crate::{Resource, Unknown};

    #[derive(Clone, Debug, Default, PartialEq, Resource)]
    #[ucwa(rel = "badge")]
    struct Badge {
        etag: Option<String>,
        #[ucwa(unknown)]
        unknown: Unknown,
    }

    #[derive(Clone, Debug, Default, PartialEq, Resource)]
    #[ucwa(rel = "plain")]
    struct Plain {
        #[ucwa(unknown)]
        unknown: Unknown,
    }

    fn read<T: serde::de::DeserializeOwned>(etag: &Value) -> T {
        serde_json::from_value(json!({"etag": etag})).expect("any object is a resource")
    }

    #[test]
    fn an_etag_is_found_with_and_without_a_field() {
        for (etag, expected) in [
            (json!("7"), Some("7")),
            (json!(7), Some("7")),
            (json!(null), None),
            (json!([]), None),
            (json!({}), None),
        ] {
            assert_eq!(read::<Badge>(&etag).etag().as_deref(), expected, "{etag}");
            assert_eq!(read::<Plain>(&etag).etag().as_deref(), expected, "{etag}");
        }
        assert_eq!((Badge::default().etag(), Plain::default().etag()), (None, None));
    }

    #[test]
    fn a_property_named_by_a_guid_is_found() {
        const NAME: &str = "3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3c7";
        for (name, value, expected) in [
            (NAME, json!("pass this"), Some((NAME, "pass this".to_owned()))),
            (NAME, json!(1), None),
            ("name", json!("pass this"), None),
        ] {
            let plain: Plain = serde_json::from_value(json!({ "a": 1, name: value })).expect("as any object");
            assert_eq!(plain.guid_property(), expected, "{name} {value}");
        }
        for (name, expected) in [
            ("3FB21A5F-CFC7-47A3-A4C8-8B1DF5F9F3C7", true),
            ("3fb21a5fcfc747a3a4c88b1df5f9f3c7", false),
            ("3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3cg", false),
            ("-3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3c7", false),
            ("", false),
        ] {
            assert_eq!(is_guid(name), expected, "{name}");
        }
    }
}
