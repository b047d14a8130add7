//! A diff, and what is wanted of its report.

use std::path::PathBuf;

use serde::Serialize;

use super::text::counted;
use crate::diff::change::{Axis, Change, Diff, Effect};
use crate::diff::version::{Bump, Version};

/// Which changes are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Those that do something on one of the axes. The others are counted.
    #[default]
    Count,
    /// All of them: those, too, in which only words and sources changed.
    Show,
}

/// The folders that the two sides were read from, for code hosts; `None` for a schema file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Folders {
    /// That of the old side.
    pub old: Option<PathBuf>,
    /// That of the new side.
    pub new: Option<PathBuf>,
}

/// How many errors the pages of the two sides have. What they are about is missing from the schemas, and so from the diff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Errors {
    /// Those of the old side.
    pub old: usize,
    /// Those of the new side.
    pub new: usize,
}

impl Errors {
    /// Whether there are any.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// A diff, and what is wanted of its report.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report<'d> {
    /// The diff.
    pub diff: &'d Diff,
    /// Which changes are shown.
    pub words: Words,
    /// The version of the old side, if it is known.
    pub current: Option<Version>,
    /// The axes on which nothing may break.
    pub denied: Vec<Axis>,
    /// The command that prints the changes for which there is no room, quoted for a shell, without `--verbose`.
    pub command: String,
    /// Where the pages are.
    pub folders: Folders,
    /// How many errors they have.
    pub errors: Errors,
}

impl<'d> Report<'d> {
    /// A report of what does something.
    #[must_use]
    pub fn new(diff: &'d Diff) -> Self {
        Self {
            diff,
            words: Words::Count,
            current: None,
            denied: Vec::new(),
            command: "ucwa-gen diff OLD NEW".to_owned(),
            folders: Folders::default(),
            errors: Errors::default(),
        }
    }

    /// The changes to be shown that are not accepted.
    pub(super) fn shown(&self) -> impl Iterator<Item = &'d Change> + use<'d> {
        let words = self.words;
        self.diff.changes.iter().filter(move |change| is_shown(change, words))
    }

    /// How many are not.
    pub(super) fn hidden(&self) -> usize {
        self.diff.changes.len() - self.shown().count()
    }

    /// What is denied and breaks all the same, a sentence without its full stop for each axis: `4 changes break
    /// behaviour, which is denied`.
    #[must_use]
    pub fn denials(&self) -> Vec<String> {
        let axes = Axis::ALL.into_iter().filter(|axis| self.denied.contains(axis));
        let sentence = |axis: Axis| match self.diff.count(axis, Effect::Breaks) {
            0 => None,
            1 => Some(format!("1 change breaks {}, which is denied", axis.as_str())),
            count => Some(format!("{count} changes break {}, which is denied", axis.as_str())),
        };
        axes.filter_map(sentence).collect()
    }

    /// A sentence without its full stop if the pages have errors, so that no changes are not taken for equality.
    pub(super) fn incomplete(&self) -> Option<String> {
        let of = |count: usize, side: &str| match count {
            0 => None,
            count => Some(format!("{} in the {side} pages", counted(count, "error"))),
        };
        let sides: Vec<String> =
            [of(self.errors.old, "old"), of(self.errors.new, "new")].into_iter().flatten().collect();
        (!sides.is_empty()).then(|| format!("not everything is compared, because of {}", sides.join(" and ")))
    }

    /// The version that the changes ask for, in words. What is not compared may ask for more.
    pub(super) fn version(&self) -> String {
        let least = if self.errors.is_empty() { "" } else { "at least " };
        let bump = Bump::of(self.diff.effects);
        if let Some(current) = self.current {
            return format!("{least}{} after {current}", bump.after(current));
        }
        let after = |text: &str| text.parse().map_or_else(|_| String::new(), |it| bump.after(it).to_string());
        format!("{least}{} ({} after 1.2.3, {} after 0.2.3)", bump.as_str(), after("1.2.3"), after("0.2.3"))
    }

    /// How many changes there are, and what they do.
    pub(super) fn summary(&self) -> String {
        let diff = self.diff;
        let on = |axis: Axis| {
            let counted = |effect: Effect, word: &str| match diff.count(axis, effect) {
                0 => None,
                count => Some(format!("{count} {word}")),
            };
            let parts: Vec<String> = [counted(Effect::Breaks, "break"), counted(Effect::Extends, "extend")]
                .into_iter()
                .flatten()
                .collect();
            let parts = if parts.is_empty() { "unchanged".to_owned() } else { parts.join(", ") };
            format!("{} {parts}", axis.as_str())
        };
        let accepted = match diff.accepted.len() {
            0 => String::new(),
            count => format!(" and {count} accepted"),
        };
        let axes = Axis::ALL.map(on).join("; ");
        format!("{}{accepted}: {axes}", counted(diff.changes.len(), "change"))
    }
}

/// Whether a change does something.
pub(super) fn is_shown(change: &Change, words: Words) -> bool {
    words == Words::Show || change.effects.worst() != Effect::None
}

/// What a change does, in words, what breaks first: `breaks source, wire` and `extends behaviour`. Axes on which it does nothing are left out.
pub(super) fn does(change: &Change) -> Vec<String> {
    let on = |effect: Effect| {
        let axes: Vec<&str> = change.effects.axes(effect).map(Axis::as_str).collect();
        (!axes.is_empty()).then(|| format!("{} {}", effect.as_str(), axes.join(", ")))
    };
    let parts: Vec<String> = [on(Effect::Breaks), on(Effect::Extends)].into_iter().flatten().collect();
    if parts.is_empty() { vec!["only words".to_owned()] } else { parts }
}

/// The same in one line.
pub(super) fn does_in_words(change: &Change) -> String {
    does(change).join("; ")
}
