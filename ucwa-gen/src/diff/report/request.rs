//! A diff, and what is wanted of its report.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use super::text::counted;
use crate::diff::accept::Problem;
use crate::diff::change::{Axis, Change, Diff, Effect, Effects};
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
    /// The files of the new side's pages, by resource and enumeration. What is gone is shown there.
    pub new_pages: BTreeMap<String, String>,
}

/// How many findings of a severity the pages of the two sides have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PerSide {
    /// Those of the old side.
    pub old: usize,
    /// Those of the new side.
    pub new: usize,
}

impl PerSide {
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
    /// How many errors they have. Pages with errors are not compared.
    pub errors: PerSide,
    /// How many warnings they have. What a warning is about may have been read as something else, which looks like a change.
    pub warnings: PerSide,
    /// The acceptances that do not hold.
    pub problems: Vec<Problem>,
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
            errors: PerSide::default(),
            warnings: PerSide::default(),
            problems: Vec::new(),
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
        let errors = self.errors.in_words("error")?;
        let left_out = match self.diff.left_out.len() {
            0 => String::new(),
            1 => ": 1 change of a page with errors is left out".to_owned(),
            count => format!(": {count} changes of pages with errors are left out"),
        };
        Some(format!("not everything is compared, because of {errors}{left_out}"))
    }

    /// A sentence without its full stop if the pages have warnings, so that what was misread is not taken for a change.
    pub(super) fn misread(&self) -> Option<String> {
        let warnings = self.warnings.in_words("warning")?;
        Some(format!(
            "{warnings} (`ucwa-gen check` prints them): what was read wrongly may look like a change"
        ))
    }

    /// The version that the changes ask for, as a sentence without its full stop. The version itself is between two of these marks.
    pub(super) fn asks_for(&self, mark: &str) -> String {
        match (self.diff.is_empty(), self.errors.is_empty()) {
            (true, true) => return format!("{mark}no release is needed{mark}: nothing changed"),
            (true, false) => {
                return format!("{mark}no release is needed{mark} for what was compared: nothing changed");
            }
            _ => {}
        }
        let accepted = if self.diff.accepted.is_empty() { "" } else { ", accepted changes included" };
        format!("asks for the version{accepted}: {mark}{}{mark}", self.version())
    }

    /// The version that the changes ask for, in words. What is not compared may ask for more.
    fn version(&self) -> String {
        let least = if self.errors.is_empty() { "" } else { "at least " };
        let bump = Bump::of(self.diff.effects);
        if let Some(current) = self.current {
            return format!("{least}{} after {current}", bump.after(current));
        }
        let after = |text: &str| text.parse().map_or_else(|_| String::new(), |it| bump.after(it).to_string());
        format!("{least}{} ({} after 1.2.3, {} after 0.2.3)", bump.as_str(), after("1.2.3"), after("0.2.3"))
    }

    /// How many changes there are, and how many are accepted: `2 changes besides 1 that is accepted`.
    pub(super) fn count(&self) -> String {
        let accepted = match self.diff.accepted.len() {
            0 => String::new(),
            1 => " besides 1 that is accepted".to_owned(),
            count => format!(" besides {count} that are accepted"),
        };
        format!("{}{accepted}", counted(self.diff.changes.len(), "change"))
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
        let axes = Axis::ALL.map(on).join("; ");
        format!("{}: {axes}", self.count())
    }
}

impl PerSide {
    /// `1 error in the old pages and 2 errors in the new pages`. `None` without any.
    fn in_words(self, noun: &str) -> Option<String> {
        let of = |count: usize, side: &str| {
            (count > 0).then(|| format!("{} in the {side} pages", counted(count, noun)))
        };
        let sides: Vec<String> = [of(self.old, "old"), of(self.new, "new")].into_iter().flatten().collect();
        (!sides.is_empty()).then(|| sides.join(" and "))
    }
}

/// How serious a change is: the most serious is the least. What breaks is before what extends, and among that what breaks source or wire, and of
/// these what breaks both.
pub(super) type Rank = Reverse<[Effect; 4]>;

/// How serious these effects are.
pub(super) fn rank(effects: Effects) -> Rank {
    let Effects { source, wire, behaviour } = effects;
    Reverse([effects.worst(), source.max(wire), source.min(wire), behaviour])
}

/// Whether a change is that of a whole page or enumeration, which has no value to be shown.
pub(super) fn is_whole(change: &Change) -> bool {
    change.path == change.subject && matches!(change.kind.rsplit('.').next(), Some("new" | "gone"))
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
