//! Names that may have been meant.

use std::cell::Cell;
use std::fmt;

/// How many names are suggested at most.
const AT_MOST: usize = 3;

/// How many candidates are looked at. With as many misspelt names as there are candidates, looking at all of them for
/// each would take time by the square of their number. The documentation has 297 pages.
const LOOKED_AT: usize = 1_000;

/// Of the first thousand candidates those most like the name, the likest first. Case does not count.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    let limit = (length / 3).max(1);
    // Two names are at least as far apart as their lengths are.
    let can_be_near = |candidate: &&str| !candidate.is_ascii() || candidate.len().abs_diff(length) <= limit;
    let mut near: Vec<(usize, &str)> = candidates
        .take(LOOKED_AT)
        .filter(can_be_near)
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(AT_MOST).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// Names that may be suggested. Comparing is slow, so only so many questions are answered: who has more names wrong than
/// that has another problem.
pub(crate) struct Candidates<'a> {
    names: Vec<&'a str>,
    left: Cell<usize>,
}

/// How many questions are answered.
const QUESTIONS: usize = 200;

impl<'a> Candidates<'a> {
    pub(crate) fn new(names: impl Iterator<Item = &'a str>) -> Self {
        Self { names: names.collect(), left: Cell::new(QUESTIONS) }
    }

    /// The names most like this one; none once there were too many questions.
    pub(crate) fn nearest(&self, name: &str) -> Vec<String> {
        match self.left.get().checked_sub(1) {
            Some(left) => {
                self.left.set(left);
                nearest(name, self.names.iter().copied())
            }
            None => Vec::new(),
        }
    }
}

/// Appends the question whether one of these was meant; nothing if there are no names.
pub(crate) fn ask(f: &mut fmt::Formatter<'_>, near: &[String]) -> fmt::Result {
    suggestion(near).map_or(Ok(()), |suggestion| write!(f, "; {suggestion}"))
}

/// The names as a question; empty where there are no names.
pub(crate) fn suggestion(names: &[String]) -> Option<String> {
    let names: Vec<&str> = names.iter().take(AT_MOST).map(String::as_str).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", list(&names)))
}

/// The names, each as it is written, as alternatives.
pub(crate) fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likest_come_first() {
        let names = ["contact", "contacts", "contactNote", "me"];
        assert_eq!(nearest("Contcat", names.into_iter()), ["contact", "contacts"]);
        assert_eq!(nearest("contacts", names.into_iter()), ["contacts", "contact"]);
        assert!(nearest("zzz", names.into_iter()).is_empty());
    }
}
