//! Entries of overrides that end a finding (`docs/guide/overrides.md`).

use std::fmt::Write;

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
        // JSON's escapes are TOML's, too.
        let quoted = serde_json::Value::from(value).to_string();
        self.with_value(key, &quoted)
    }

    /// With a key whose value is written as TOML writes it.
    pub(super) fn with_value(mut self, key: &str, value: &str) -> Self {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{key} = {value}");
        self
    }

    /// The entry, with the reason that it was seen so often.
    pub(super) fn seen(self, seen: u64, of: u64) -> String {
        self.with("reason", "seen in traffic")
            .with_value("traffic", &format!("{{ seen = {seen}, of = {of} }}"))
            .text
    }

    /// The entry, of a table whose entries have no counts.
    pub(super) fn because(self, reason: &str) -> String {
        self.with("reason", reason).text
    }
}
