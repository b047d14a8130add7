//! Schemas as JSON values, to compare them.

use std::collections::BTreeSet;

use serde_json::Value;
use ucwa_gen::schema::Schema;

/// The schema without the members of these names, wherever they are.
///
/// # Panics
/// When the schema cannot be serialised.
#[must_use]
pub fn without(schema: &Schema, names: &[&str]) -> Value {
    fn strip(value: &mut Value, names: &[&str]) {
        match value {
            Value::Object(members) => {
                members.retain(|name, _| !names.contains(&name.as_str()));
                members.values_mut().for_each(|value| strip(value, names));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| strip(item, names)),
            _ => {}
        }
    }
    let value = serde_json::to_value(schema);
    assert!(value.is_ok(), "{value:?}");
    let mut value = value.unwrap_or_default();
    strip(&mut value, names);
    value
}

/// Where two values differ, as paths.
#[must_use]
pub fn differences(before: &Value, after: &Value) -> Vec<String> {
    let mut changes = Vec::new();
    compare("", before, after, &mut changes);
    changes
}

/// What an entry of a list is known by.
const KEYS: [&str; 6] = ["name", "rel", "method", "code", "resource", "type"];

fn compare(path: &str, before: &Value, after: &Value, changes: &mut Vec<String>) {
    match (before, after) {
        _ if before == after => {}
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let path = format!("{path}.{key}");
                compare(
                    &path,
                    a.get(key).unwrap_or(&Value::Null),
                    b.get(key).unwrap_or(&Value::Null),
                    changes,
                );
            }
        }
        (Value::Array(a), Value::Array(b)) if keys(a).is_some() && keys(a) == keys(b) => {
            for ((a, b), key) in a.iter().zip(b).zip(keys(a).unwrap_or_default()) {
                compare(&format!("{path}.{key}"), a, b, changes);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let lost =
                a.iter().filter(|item| !b.contains(item)).map(|item| format!("{path}: - {}", short(item)));
            let new =
                b.iter().filter(|item| !a.contains(item)).map(|item| format!("{path}: + {}", short(item)));
            let count = changes.len();
            changes.extend(lost.chain(new));
            if changes.len() == count {
                changes.push(format!("{path}: another order, or another number"));
            }
        }
        _ => changes.push(format!("{path}: {} → {}", short(before), short(after))),
    }
}

fn keys(items: &[Value]) -> Option<Vec<&str>> {
    items.iter().map(|item| KEYS.iter().find_map(|key| item.get(key)?.as_str())).collect()
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
