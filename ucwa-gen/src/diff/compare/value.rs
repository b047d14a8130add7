//! Values of entries that changed.

use crate::diff::change::Effect;
use crate::diff::found::{Changes, Places, Told, What, told};
use crate::schema::Provenance;

/// The entry whose values are compared.
pub(super) struct Values<'c> {
    pub(super) of: &'static str,
    /// Below the subject.
    pub(super) path: Vec<&'c str>,
    pub(super) places: Places,
    pub(super) changes: &'c mut Changes,
}

impl Values<'_> {
    /// A value that may have changed, and what that means.
    pub(super) fn value(
        &mut self,
        field: &'static str,
        [old, new]: [String; 2],
        told: impl FnOnce() -> Told,
    ) {
        self.value_at(field, [old, new], &self.places.clone(), told);
    }

    /// The same for a value with a place of its own.
    pub(super) fn value_at(
        &mut self,
        field: &'static str,
        [old, new]: [String; 2],
        places: &Places,
        told: impl FnOnce() -> Told,
    ) {
        if old != new {
            let ends = [Some(old), Some(new)];
            self.changes.push(self.of, &self.path, What::Value(field), told(), ends, places.clone());
        }
    }

    /// Words that may have changed.
    pub(super) fn text(&mut self, field: &'static str, old: &str, new: &str) {
        self.value(field, [old.to_owned(), new.to_owned()], only_words);
    }

    /// Where an entry comes from.
    pub(super) fn provenance(&mut self, old: &Provenance, new: &Provenance) {
        self.value("provenance", [words(old), words(new)], another_source);
    }
}

/// Where something comes from, in words.
pub(super) fn words(it: &Provenance) -> String {
    it.mark().unwrap_or_else(|| "listed".to_owned())
}

pub(super) fn only_words() -> Told {
    told(Effect::None, Effect::None, "it is worded otherwise")
}

/// What it does that a code is spelt in another case: codes are read in any.
pub(super) fn another_case() -> Told {
    told(Effect::None, Effect::None, "it is spelt in another case, and read in any")
}

pub(super) fn another_source() -> Told {
    told(Effect::None, Effect::None, "it comes from another source")
}

/// A value that means something else now.
pub(super) fn other_meaning(reason: impl Into<String>) -> Told {
    told(Effect::None, Effect::Breaks, reason)
}

pub(super) fn or_none(text: Option<&String>) -> String {
    text.cloned().unwrap_or_else(|| "none".to_owned())
}

pub(super) fn yes_or_no(flag: bool) -> String {
    if flag { "yes" } else { "no" }.to_owned()
}
