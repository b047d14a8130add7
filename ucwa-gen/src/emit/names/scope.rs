//! One namespace: whoever comes first gets the name, everybody gets one.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::{Case, identifier, is_plain, lower_camel};

/// The names of one namespace that are taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    taken: BTreeSet<String>,
    /// The first number of each stem that was not tried yet: trying them all again would be quadratic.
    numbers: BTreeMap<String, u32>,
}

impl Scope {
    /// A namespace in which these names are taken.
    pub(crate) fn with(reserved: impl IntoIterator<Item = String>) -> Self {
        Self { taken: reserved.into_iter().collect(), numbers: BTreeMap::new() }
    }

    /// Takes the first of the candidates that is free, and else the stem with the first number from 2 that is.
    pub(crate) fn claim(&mut self, candidates: &[String], stem: &str) -> String {
        for candidate in candidates {
            if self.take(candidate) {
                return candidate.clone();
            }
        }
        let mut number = self.numbers.get(stem).copied().unwrap_or(2);
        loop {
            let candidate = format!("{stem}{number}");
            number += 1;
            if self.take(&candidate) {
                self.numbers.insert(stem.to_owned(), number);
                return candidate;
            }
        }
    }

    fn take(&mut self, name: &str) -> bool {
        !name.is_empty() && self.taken.insert(name.to_owned())
    }
}

/// The indices of the texts, those with the better claim to their name first, so that who gets a contested name does not
/// depend on the order they come in: a text that is spelt as convention spells it goes before one that is not (`state`
/// before `State`), and otherwise the alphabet decides.
pub(crate) fn by_claim(texts: &[&str], case: Case) -> Vec<usize> {
    let mut order: Vec<usize> = (0..texts.len()).collect();
    order.sort_by_cached_key(|&index| (!is_spelt(texts[index], case), texts[index], index));
    order
}

fn is_spelt(text: &str, case: Case) -> bool {
    if is_plain(text) {
        return case == Case::Camel || text.starts_with(|c: char| c.is_ascii_lowercase());
    }
    is_spelt_as_named(text, case)
}

fn is_spelt_as_named(text: &str, case: Case) -> bool {
    let name = identifier(text, case, "");
    match case {
        Case::Snake => lower_camel(&name) == text,
        // Types are spelt either way: enumerations like `CallState`, resources like `phoneAudio`.
        Case::Camel => name == text || (name.eq_ignore_ascii_case(text) && name.get(1..) == text.get(1..)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Scope, by_claim, is_spelt, is_spelt_as_named};

    #[test]
    fn first_come_first_served_and_everybody_is() {
        let mut scope = Scope::with(["Option".to_owned()]);
        let candidates = ["Option".to_owned(), "OptionResource".to_owned()];
        assert_eq!(scope.claim(&candidates, "Option"), "OptionResource");
        assert_eq!(scope.claim(&candidates, "Option"), "Option2");
        assert_eq!(scope.claim(&candidates, "Option"), "Option3");
    }

    /// Were all numbers tried for each name, this would take an hour.
    #[test]
    fn names_that_are_equal_cost_no_more_than_others() {
        let mut scope = Scope::with(["a7".to_owned()]);
        let candidates = ["a".to_owned(), "a_".to_owned()];
        let names: Vec<String> = (0..200_000).map(|_| scope.claim(&candidates, "a")).collect();
        assert_eq!(names[..4], ["a", "a_", "a2", "a3"]);
        assert_eq!(names[6..8], ["a6", "a8"]);
        assert_eq!(names.last().map(String::as_str), Some("a200000"));
    }

    #[test]
    fn plain_words_are_spelt_as_their_names_say() {
        for text in ["a", "ab", "Ab", "aB", "abCd", "AbCd", "aBcDe", "AB", "ab2", "ab_cd"] {
            for case in [Case::Snake, Case::Camel] {
                assert_eq!(is_spelt(text, case), is_spelt_as_named(text, case), "{text}");
            }
        }
    }

    #[test]
    fn conventional_spelling_has_the_better_claim() {
        assert_eq!(by_claim(&["State", "b", "STATE", "state", "a"], Case::Snake), [4, 1, 3, 2, 0]);
        assert_eq!(by_claim(&["foo-bar", "fooBar"], Case::Camel), [1, 0]);
        assert_eq!(by_claim(&["connected", "Connected"], Case::Camel), [1, 0]);
    }
}
