//! Entries of overrides that end a finding (`docs/guide/overrides.md`).

use std::fmt::Write;

use super::tally::in_bodies;
use crate::schema::is_listable;

/// Whether an entry can be about something of this name. Its `of` has dots between names.
pub(super) fn is_nameable(name: &str) -> bool {
    is_listable(name) && !name.contains('.')
}

/// Why there is no entry about something else.
pub(super) const UNNAMEABLE: &str = "no entry can be about a name with such characters: it may be a value in the place of a name, or a damaged recording";

/// A string as TOML writes it. JSON's escapes are TOML's, too.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// An entry, as its table and its keys, in the order in which they are written.
pub(super) struct Entry {
    text: String,
}

impl Entry {
    /// An entry of a table (`property`) about something.
    pub(super) fn new(table: &str, of: &str) -> Self {
        let entry = Self { text: format!("[[{table}]]\n") };
        entry.with("of", of)
    }

    /// With a key whose value is a string.
    pub(super) fn with(self, key: &str, value: &str) -> Self {
        self.with_value(key, &quoted(value))
    }

    /// With a key whose value is written as TOML writes it.
    pub(super) fn with_value(mut self, key: &str, value: &str) -> Self {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{key} = {value}");
        self
    }

    /// The entry, with the reason that it was seen so often.
    pub(super) fn seen(self, seen: u64, of: u64) -> String {
        let (seen, of) = in_bodies(seen, of);
        let number = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let traffic = format!("{{ seen = {}, of = {} }}", number(seen), number(of));
        self.with("reason", "seen in traffic").with_value("traffic", &traffic).text
    }

    /// The entry, of a table whose entries have no counts.
    pub(super) fn because(self, reason: &str) -> String {
        self.with("reason", reason).text
    }
}
