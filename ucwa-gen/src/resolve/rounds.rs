//! Types are decided in two rounds: first those that have evidence of their own, then the others, which may have the type
//! that the same name has everywhere else.

use std::collections::BTreeMap;

use super::field::{Field, Question, Related};
use super::types::{Answer, Types};
use crate::schema::EvidenceKind;

/// What the first round made of some questions, by where they belong.
pub(super) struct FirstRound<'a, K> {
    places: BTreeMap<K, Place<'a>>,
}

/// The answers of one place, and the first of each name.
struct Place<'a> {
    answers: Vec<Answer<'a>>,
    by_name: BTreeMap<&'a str, usize>,
}

/// The fields of each place.
pub(super) type Fields<'a, K> = BTreeMap<K, Group<'a>>;

/// The fields of one place, in the order of the page.
#[derive(Default)]
pub(super) struct Group<'a> {
    pub(super) fields: Vec<Field<'a>>,
    by_name: BTreeMap<&'a str, usize>,
}

impl<'a> Group<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&Field<'a>> {
        self.by_name.get(name).map(|at| &self.fields[*at])
    }
}

impl<K> Default for FirstRound<'_, K> {
    fn default() -> Self {
        Self { places: BTreeMap::new() }
    }
}

impl<'a, K: Ord + Clone> FirstRound<'a, K> {
    pub(super) fn ask(&mut self, key: &K, question: Question<'_, 'a>, types: &mut Types<'a>) {
        let name = question.subject.name;
        let place = self.place(key);
        place.by_name.entry(name).or_insert(place.answers.len());
        place.answers.push(types.decide(question));
    }

    /// Takes in a field that is decided already.
    pub(super) fn add(&mut self, key: &K, field: Field<'a>) {
        let place = self.place(key);
        place.by_name.entry(field.subject.name).or_insert(place.answers.len());
        place.answers.push(Answer::Decided(Box::new(field)));
    }

    fn place(&mut self, key: &K) -> &mut Place<'a> {
        let empty = || Place { answers: Vec::new(), by_name: BTreeMap::new() };
        self.places.entry(key.clone()).or_insert_with(empty)
    }

    fn answer(&self, key: &K, name: &str) -> Option<&Answer<'a>> {
        let place = self.places.get(key)?;
        place.by_name.get(name).map(|at| &place.answers[*at])
    }

    /// The type that a name was given so far.
    pub(super) fn related(&self, key: &K, name: &str, kind: EvidenceKind, whose: &str) -> Option<Related> {
        let field = match self.answer(key, name)? {
            Answer::Decided(field) => field,
            Answer::Open(open) => open.provisional.as_ref()?,
        };
        Some(field.related(kind, whose))
    }

    /// Whether only its name is left to decide it.
    pub(super) fn is_open(&self, key: &K, name: &str) -> bool {
        matches!(self.answer(key, name), Some(Answer::Open(open)) if open.provisional.is_none())
    }

    /// The second round.
    pub(super) fn finish(self, types: &Types<'a>) -> Fields<'a, K> {
        let finish = |answer| match answer {
            Answer::Decided(field) => *field,
            Answer::Open(open) => types.by_name(*open),
        };
        let places = self.places.into_iter().map(|(key, place)| {
            let fields = place.answers.into_iter().map(finish).collect();
            (key, Group { fields, by_name: place.by_name })
        });
        places.collect()
    }
}
