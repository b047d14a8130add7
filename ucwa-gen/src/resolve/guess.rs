//! Which enumeration a property is, by its name and by the values that it has in samples.

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
    /// It is one of these, or none.
    Open(Vec<String>),
    /// It is none.
    None,
}

/// Decides which enumeration a property is by its name and by the values it has in samples.
pub(super) fn guess(candidates: &Enumerations<'_>, property: &Asked<'_>) -> Guess {
    let vocabulary = candidates.vocabulary();
    let decided = |at: usize| Guess::Decided(candidates.name(at).to_owned());
    let open =
        |places: &[usize]| Guess::Open(places.iter().map(|at| candidates.name(*at).to_owned()).collect());
    let (name, resource) = (tokenize(property.name), tokenize(property.resource));
    if let Some(exact) = exact(candidates, property, &name, &resource) {
        return decided(exact);
    }
    let all = alike(candidates, property, &name, &resource);
    // An enumeration whose own page has every value comes before one that has some only from elsewhere.
    for is_documented in [true, false] {
        let holds = |at: usize| {
            property.values.iter().all(|value| match is_documented {
                true => candidates.documents(at, value),
                false => candidates.has(at, value),
            })
        };
        let of = |wanted: Likeness| {
            let alike = all.iter().filter(move |(likeness, _)| *likeness == wanted);
            alike.map(|(_, at)| *at).filter(|at| holds(*at)).collect::<Vec<_>>()
        };
        let Some(best) = Likeness::ALL.into_iter().map(of).find(|found| !found.is_empty()) else {
            continue;
        };
        return match single(&best).or_else(|| by_prose(candidates, &best, property)) {
            Some(only) => decided(only),
            None => open(&best),
        };
    }
    let is_candidate = |at: &usize| {
        property.values.iter().all(|value| candidates.has(*at, value))
            && is_named(vocabulary.of(*at), property, &resource)
    };
    let having = property.values.first().map(|value| candidates.having(value));
    let by_values: Vec<usize> = having.into_iter().flatten().filter(is_candidate).collect();
    match single(&by_values) {
        Some(only) => decided(only),
        None if by_values.is_empty() => Guess::None,
        None => open(&by_values),
    }
}

/// The enumerations that can be it by their names, and that have the first value. There may be many enumerations of one
/// last word; only a few of them have the value, or else the resource's words before it.
fn alike(
    candidates: &Enumerations<'_>,
    property: &Asked<'_>,
    name: &[String],
    resource: &[String],
) -> Vec<(Likeness, usize)> {
    let vocabulary = candidates.vocabulary();
    if name.is_empty() {
        return Vec::new();
    }
    let Some(value) = property.values.first() else {
        // Without a value to check it against, half a name is not enough.
        let starts = 0..resource.len();
        let full = starts.flat_map(|start| vocabulary.called(&[&resource[start..], name].concat()));
        let mut full: Vec<_> = full.map(|at| (Likeness::Suffix, *at)).collect();
        full.sort_unstable();
        return full;
    };
    let alike = |at: usize| Some((Likeness::of(vocabulary.of(at), name, resource, property.nouns)?, at));
    candidates.having(value).filter_map(alike).collect()
}

/// The enumeration that has the property's name, or the resource's and the property's together. The latter is no
/// coincidence even where a sample shows a value that the enumeration's page lacks.
fn exact(
    candidates: &Enumerations<'_>,
    property: &Asked<'_>,
    name: &[String],
    resource: &[String],
) -> Option<usize> {
    let full = [resource, name].concat();
    let holds = |at: &usize| property.values.iter().all(|value| candidates.has(*at, value));
    let mut exact = candidates.vocabulary().called(&full).to_vec();
    if full != name {
        exact.extend(candidates.vocabulary().called(name).iter().filter(|at| holds(at)));
    }
    single(&exact)
}

/// Of several candidates the one of which the description lists members (`such as Connecting, or Disconnected`), or that
/// it names.
fn by_prose(candidates: &Enumerations<'_>, places: &[usize], property: &Asked<'_>) -> Option<usize> {
    let listed: Vec<&str> = property
        .description
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
        .filter(|word| places.iter().any(|at| candidates.has(*at, word)))
        .collect();
    let only = |test: &dyn Fn(usize) -> bool| {
        let found: Vec<usize> = places.iter().copied().filter(|at| test(*at)).collect();
        single(&found)
    };
    let lower = property.description.to_lowercase();
    let lists = |at: usize| !listed.is_empty() && listed.iter().all(|word| candidates.has(at, word));
    let names = |at: usize| {
        candidates.vocabulary().of(at).first().is_some_and(|first| lower.contains(first.as_str()))
    };
    only(&lists).or_else(|| only(&names))
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
