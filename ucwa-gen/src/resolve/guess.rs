//! Which enumeration a property is, by its name and by the values that it has in samples.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::enumerations::Enumerations;
use super::likeness::{Likeness, Nouns};
use super::tokenize::tokenize;

/// A property whose enumeration is asked for.
pub(super) struct Asked<'a> {
    pub(super) resource: &'a str,
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    /// The values in samples, placeholders left out.
    pub(super) values: &'a [&'a str],
    /// The names of all resources that have properties.
    pub(super) nouns: &'a Nouns,
}

/// The answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Guess {
    /// It is this one.
    Decided(String),
    /// It is one of these, or no enumeration.
    Open(Vec<String>),
    /// It is no enumeration.
    None,
}

/// Decides which enumeration a property is by its name and by the values it has in samples; and says which misspelt member
/// it would be otherwise.
pub(super) fn guess(candidates: &Enumerations<'_>, property: &Asked<'_>) -> (Guess, Option<Misspelt>) {
    let strict = Guesser { candidates, property, is_lenient: false, asks_prose: Cell::new(false) };
    let found = strict.guess();
    let values: BTreeSet<&str> = property.values.iter().copied().collect();
    let words = listed(property.description).filter(|_| strict.asks_prose.get());
    let words = values.into_iter().chain(words);
    let near: Vec<&str> = words.filter(|word| !candidates.nearly(word).is_empty()).collect();
    if near.is_empty() {
        return (found, None);
    }
    let lenient = Guesser { is_lenient: true, ..strict };
    let otherwise = lenient.guess();
    let misspelt = match &otherwise {
        _ if otherwise == found => None,
        Guess::Decided(name) => lenient.misspelt(name, &near),
        Guess::Open(names) => names.iter().find_map(|name| lenient.misspelt(name, &near)),
        Guess::None => None,
    };
    (found, misspelt)
}

/// A member of an enumeration's page that is nearly a word that samples or a description have.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misspelt {
    pub(super) enumeration: String,
    pub(super) member: String,
    pub(super) word: String,
}

/// The words of a description that may be members: `such as Connecting, or Disconnected`.
fn listed(description: &str) -> impl Iterator<Item = &str> {
    description
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
}

struct Guesser<'g, 'a> {
    candidates: &'g Enumerations<'a>,
    property: &'g Asked<'g>,
    /// Whether a member that is nearly a word counts as that word.
    is_lenient: bool,
    /// Whether the description had to be asked.
    asks_prose: Cell<bool>,
}

impl Guesser<'_, '_> {
    fn guess(&self) -> Guess {
        let Self { candidates, property, .. } = self;
        let vocabulary = candidates.vocabulary();
        let decided = |at: usize| Guess::Decided(candidates.name(at).to_owned());
        let open =
            |places: &[usize]| Guess::Open(places.iter().map(|at| candidates.name(*at).to_owned()).collect());
        let (name, resource) = (tokenize(property.name), tokenize(property.resource));
        if let Some(exact) = self.exact(&name, &resource) {
            return decided(exact);
        }
        let all = self.alike(&name, &resource);
        // An enumeration whose own page has every value comes before one that has some only from elsewhere.
        for is_documented in [true, false] {
            let holds = |at: usize| {
                property.values.iter().all(|value| match is_documented {
                    true => self.documents(at, value),
                    false => self.has(at, value),
                })
            };
            let of = |wanted: Likeness| {
                let alike = all.iter().filter(move |(likeness, _)| *likeness == wanted);
                alike.map(|(_, at)| *at).filter(|at| holds(*at)).collect::<Vec<_>>()
            };
            let Some(best) = Likeness::ALL.into_iter().map(of).find(|found| !found.is_empty()) else {
                continue;
            };
            return match single(&best).or_else(|| self.by_prose(&best)) {
                Some(only) => decided(only),
                None => open(&best),
            };
        }
        let is_candidate = |at: &usize| {
            property.values.iter().all(|value| self.has(*at, value))
                && is_named(vocabulary.of(*at), property, &resource)
        };
        let having = property.values.first().map(|value| self.having(value));
        let by_values: Vec<usize> = having.into_iter().flatten().filter(is_candidate).collect();
        match single(&by_values) {
            Some(only) => decided(only),
            None if by_values.is_empty() => Guess::None,
            None => open(&by_values),
        }
    }

    /// Whether the enumeration has the member.
    fn has(&self, at: usize, value: &str) -> bool {
        self.candidates.has(at, value) || self.nearly(at, value).is_some()
    }

    /// Whether the enumeration's own table has the member.
    fn documents(&self, at: usize, value: &str) -> bool {
        self.candidates.documents(at, value) || self.nearly(at, value).is_some()
    }

    /// The member of the enumeration's own table that a word nearly is.
    fn nearly(&self, at: usize, word: &str) -> Option<&str> {
        if !self.is_lenient || self.candidates.has(at, word) {
            return None;
        }
        self.candidates.nearly(word).into_iter().find(|member| self.candidates.documents(at, member))
    }

    /// The enumerations that have the member.
    fn having(&self, value: &str) -> BTreeSet<usize> {
        let near = if self.is_lenient { self.candidates.nearly(value) } else { BTreeSet::new() };
        near.into_iter().chain([value]).flat_map(|value| self.candidates.having(value)).collect()
    }

    /// The enumerations that can be it by their names, and that have the first value. There may be many enumerations of one
    /// last word; only a few of them have the value, or else the resource's words before it.
    fn alike(&self, name: &[String], resource: &[String]) -> Vec<(Likeness, usize)> {
        let vocabulary = self.candidates.vocabulary();
        if name.is_empty() {
            return Vec::new();
        }
        let Some(value) = self.property.values.first() else {
            // Without a value to check it against, half a name is not enough.
            let starts = 0..resource.len();
            let full = starts.flat_map(|start| vocabulary.called(&[&resource[start..], name].concat()));
            let mut full: Vec<_> = full.map(|at| (Likeness::Suffix, *at)).collect();
            full.sort_unstable();
            return full;
        };
        let nouns = self.property.nouns;
        let alike = |at: usize| Some((Likeness::of(vocabulary.of(at), name, resource, nouns)?, at));
        self.having(value).into_iter().filter_map(alike).collect()
    }

    /// The enumeration that has the property's name, or the resource's and the property's together. The latter is no
    /// coincidence even where a sample shows a value that the enumeration's page lacks.
    fn exact(&self, name: &[String], resource: &[String]) -> Option<usize> {
        let full = [resource, name].concat();
        let holds = |at: &usize| self.property.values.iter().all(|value| self.has(*at, value));
        let vocabulary = self.candidates.vocabulary();
        let mut exact = vocabulary.called(&full).to_vec();
        if full != name {
            exact.extend(vocabulary.called(name).iter().filter(|at| holds(at)));
        }
        single(&exact)
    }

    /// Of several candidates the one of which the description lists members, or that it names.
    fn by_prose(&self, places: &[usize]) -> Option<usize> {
        self.asks_prose.set(true);
        let listed: Vec<&str> = listed(self.property.description)
            .filter(|word| places.iter().any(|at| self.has(*at, word)))
            .collect();
        let only = |test: &dyn Fn(usize) -> bool| {
            let found: Vec<usize> = places.iter().copied().filter(|at| test(*at)).collect();
            single(&found)
        };
        let lower = self.property.description.to_lowercase();
        let lists = |at: usize| !listed.is_empty() && listed.iter().all(|word| self.has(at, word));
        let names = |at: usize| {
            let words = self.candidates.vocabulary().of(at);
            words.first().is_some_and(|first| lower.contains(first.as_str()))
        };
        only(&lists).or_else(|| only(&names))
    }

    /// The member of an enumeration that makes the difference.
    fn misspelt(&self, enumeration: &str, words: &[&str]) -> Option<Misspelt> {
        let at = self.candidates.place(enumeration)?;
        let (word, member) = words.iter().find_map(|word| Some((*word, self.nearly(at, word)?)))?;
        let [enumeration, member, word] = [enumeration, member, word].map(str::to_owned);
        Some(Misspelt { enumeration, member, word })
    }
}

/// Whether a word of the enumeration's name is in the resource's name, or in the property's description.
fn is_named(own: &[String], property: &Asked<'_>, resource: &[String]) -> bool {
    let description = property.description.to_lowercase();
    let in_resource = own.last().is_some_and(|last| resource.last() == Some(last));
    let in_text = own.first().is_some_and(|first| first.len() >= 4 && description.contains(first.as_str()));
    // `None` and `Unknown` are members of many an enumeration, and of more than list them.
    let is_telling = property.values.iter().any(|value| !matches!(*value, "None" | "Unknown"));
    in_resource || (in_text && is_telling)
}

fn single(candidates: &[usize]) -> Option<usize> {
    match candidates {
        [only] => Some(*only),
        _ => None,
    }
}
