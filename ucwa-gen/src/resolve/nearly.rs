//! Names that are nearly another one: a letter is wrong, missing or one too many, two are swapped, or the case is another.
//!
//! Much is decided by names that stand on several pages: which enumeration a property is, by its members; whose
//! representation a rel carries, by its properties. Where one of them is misspelt the decision is another one, and nothing
//! looks wrong. So what decides otherwise by one letter is reported.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Names, found by what is nearly theirs.
#[derive(Debug, Default)]
pub(super) struct Nearly<'n> {
    names: Vec<Cow<'n, str>>,
    /// Where the names are, by what is left of each without one letter: names that are a letter apart share one of these. Mostly
    /// all names are known, and nobody asks.
    by_rest: OnceCell<HashMap<u64, Vec<usize>>>,
}

/// Of shorter names too many are a letter apart. One of the two may lack a letter.
const SHORTEST: usize = 4;
/// Longer ones are no names, and take too much time.
const LONGEST: usize = 80;

impl<'n> Nearly<'n> {
    pub(super) fn new(names: impl IntoIterator<Item = impl Into<Cow<'n, str>>>) -> Self {
        Self { names: names.into_iter().map(Into::into).collect(), by_rest: OnceCell::new() }
    }

    /// The names that are not this one and nearly are, sorted.
    pub(super) fn of(&self, name: &str) -> BTreeSet<&str> {
        self.alike(name).filter(|other| *other != name && is_nearly(name, other)).collect()
    }

    /// The only name that this one nearly is, unless it is one of the names itself.
    pub(super) fn meant(&self, name: &str) -> Option<&str> {
        let found = self.alike(name).filter(|other| *other == name || is_nearly(name, other));
        let found: BTreeSet<&str> = found.collect();
        found.first().copied().filter(|only| found.len() == 1 && *only != name)
    }

    /// The names that may be one letter apart from this one, and the name itself if it is known.
    fn alike(&self, name: &str) -> impl Iterator<Item = &str> {
        let by_rest = self.by_rest.get_or_init(|| {
            let mut by_rest: HashMap<u64, Vec<usize>> = HashMap::new();
            for (at, name) in self.names.iter().enumerate() {
                rests(name).for_each(|rest| by_rest.entry(rest).or_default().push(at));
            }
            by_rest
        });
        let found = rests(name).filter_map(|rest| by_rest.get(&rest)).flatten();
        found.filter_map(|at| self.names.get(*at)).map(AsRef::as_ref)
    }
}

/// Names that a table lists. A name that only samples show, and that nearly is one that no sample shows, is misspelt in one of
/// the two places; one that a single sample shows is misspelt there, whatever others show: that of a row, or another one that
/// no row lists.
pub(super) struct Listed<'n> {
    unshown: Nearly<'n>,
    all: Nearly<'n>,
    shown: Nearly<'n>,
}

impl<'n> Listed<'n> {
    pub(super) fn new(
        names: impl Iterator<Item = &'n str> + Clone,
        is_shown: impl Fn(&str) -> bool,
        shown: impl Iterator<Item = &'n str>,
    ) -> Self {
        let unshown = Nearly::new(names.clone().filter(|name| !is_shown(name)));
        Self { unshown, all: Nearly::new(names), shown: Nearly::new(shown) }
    }

    /// That a name is misspelt, which so many samples show, the first of them here.
    pub(super) fn misspelt(&self, name: &str, count: usize, span: Option<&Span>) -> Option<Diagnostic> {
        let names = if count == 1 { &self.all } else { &self.unshown };
        let span = span?;
        if let Some(listed) = names.meant(name).filter(|listed| !is_plural(name, listed)) {
            return Some(misspelt(
                format!("the sample shows `{name}`, and the table lists `{listed}`"),
                span,
            ));
        }
        let others = self.shown.of(name);
        let other =
            others.first().filter(|other| count == 1 && others.len() == 1 && !is_plural(name, other))?;
        Some(misspelt(format!("the sample shows `{name}`, and another one `{other}`"), span))
    }
}

/// Hashes of the name, of the name without each of its letters, and of the name in lower case. Equal hashes of different texts
/// do no harm: the names that are found are compared.
fn rests(name: &str) -> impl Iterator<Item = u64> {
    let is_name = (SHORTEST - 1..=LONGEST).contains(&name.chars().count());
    let name = if is_name { name } else { "" };
    let without = |(at, c): (usize, char)| hash(&name[..at], &name[at + c.len_utf8()..]);
    let whole = is_name.then(|| [hash(name, ""), hash(&name.to_lowercase(), "")]);
    name.char_indices().map(without).chain(whole.into_iter().flatten())
}

/// FNV-1a, which is quick for texts as short as names.
fn hash(begin: &str, end: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    begin.bytes().chain(end.bytes()).fold(0xcbf2_9ce4_8422_2325, mix)
}

/// Whether two names are one mistake apart, of which another case is one. Other digits at the end are another revision, not a
/// mistake.
pub(crate) fn is_nearly(name: &str, other: &str) -> bool {
    let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let length = name.chars().count().max(other.chars().count());
    let is_same_in_any_case = name != other && name.to_lowercase() == other.to_lowercase();
    // `uri` and `Uri` are two properties of one API.
    length >= SHORTEST
        && (is_same_in_any_case || strsim::osa_distance(name, other) == 1 && stem(name) != stem(other))
}

/// Whether two names are one thing and several of it.
pub(super) fn is_plural(name: &str, other: &str) -> bool {
    name.strip_suffix('s') == Some(other) || other.strip_suffix('s') == Some(name)
}

/// The finding that a name is nearly another one, and what it decides.
pub(super) fn misspelt(message: String, span: &Span) -> Diagnostic {
    Diagnostic::new(Code::NearlyAName, span.clone(), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    #[test]
    fn a_name_that_one_sample_shows_is_compared_with_rows_and_other_samples() {
        let file = SourceFile::new("lamp_ref.md", "x");
        // The rows have `colour`, which a sample shows, and `number`, which none does; others show `meeting`.
        let names = ["colour", "number"];
        let listed =
            Listed::new(names.into_iter(), |name| name == "colour", ["colour", "meeting"].into_iter());
        for (name, count, expected) in [
            ("colur", 1, true),
            ("colur", 2, false),
            ("numbre", 2, true),
            ("meetinng", 1, true),
            ("meetinng", 2, false),
            ("meetings", 1, false),
            ("meeting", 1, false),
            ("other", 1, false),
        ] {
            let found = listed.misspelt(name, count, Some(&file.span(0..1)));
            assert_eq!(found.is_some(), expected, "{name}, {count}");
        }
    }

    #[test]
    fn one_mistake_makes_a_name_nearly_another_one() {
        let names = ["Connected", "Connecting", "Disconnected", "contact", "group", "group2", "Red"];
        let nearly = Nearly::new(names);
        // A word, the name that is meant, and why.
        let cases = [
            ("Conected", Some("Connected"), "a letter is missing"),
            ("Connnected", Some("Connected"), "a letter too many"),
            ("Connectad", Some("Connected"), "another letter"),
            ("Conenctde", None, "two mistakes"),
            ("Connetced", Some("Connected"), "two letters are swapped"),
            ("connected", Some("Connected"), "another case"),
            ("CONNECTED", Some("Connected"), "of all letters"),
            ("red", None, "but not of a short name"),
            ("GROUP2", Some("group2"), "with its revision"),
            ("Connected", None, "it is a name"),
            ("contacts", Some("contact"), "a plural may be one"),
            ("group3", None, "another revision is none"),
            ("gruop", Some("group"), "one of several names"),
            ("Rad", None, "short words are a letter apart by chance"),
            ("grop", Some("group"), "but not if one of them lacks a letter"),
            ("Disconnect", None, "two letters less"),
            ("", None, "nothing"),
        ];
        for (word, expected, why) in cases {
            assert_eq!(nearly.meant(word), expected, "{word}: {why}");
        }
    }
}
