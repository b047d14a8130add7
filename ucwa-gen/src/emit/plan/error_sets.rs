//! The enumerations of errors: one for all operations that document the same errors.

use std::collections::{BTreeMap, BTreeSet};

use super::errors::{ErrorKind, Errors};
use crate::emit::names::Names;
use crate::emit::names::fixed::OTHER_ERROR;

/// Which enumeration it is: its members, and what each stands for.
type Key<'a> = Vec<(String, Option<u16>, &'a str, Option<&'a str>)>;

/// The enumerations of all operations, selected or not.
#[derive(Debug, Default)]
pub(crate) struct ErrorSets<'a>(BTreeMap<Key<'a>, Errors<'a>>);

impl<'a> ErrorSets<'a> {
    /// Adds the errors of an operation. The enumeration has all descriptions of an error.
    pub(super) fn add(&mut self, kinds: &[ErrorKind<'a>]) {
        let new = || Errors { ty: String::new(), kinds: kinds.to_vec() };
        let set = self.0.entry(key(kinds)).or_insert_with(new);
        for (known, kind) in set.kinds.iter_mut().zip(kinds) {
            known.descriptions.extend(&kind.descriptions);
        }
    }

    /// Names the enumerations by all their members: nobody has to remember the name, and it only changes with them.
    ///
    /// To be done when everything else has its name.
    pub(super) fn name(&mut self, names: &mut Names) {
        for set in self.0.values_mut() {
            let members = set.kinds.iter().map(|kind| kind.name.as_str());
            set.ty = names.union(&members.chain([OTHER_ERROR]).collect::<Vec<_>>());
        }
    }

    /// The name of the enumeration of these errors.
    pub(crate) fn ty(&self, kinds: &[ErrorKind<'a>]) -> Option<&str> {
        self.0.get(&key(kinds)).map(|set| set.ty.as_str())
    }

    /// The enumerations of these names.
    pub(super) fn of<'s>(&'s self, names: BTreeSet<&'s str>) -> impl Iterator<Item = &'s Errors<'a>> {
        self.0.values().filter(move |set| names.contains(set.ty.as_str()))
    }
}

fn key<'a>(kinds: &[ErrorKind<'a>]) -> Key<'a> {
    kinds.iter().map(|kind| (kind.name.clone(), kind.status, kind.code, kind.subcode)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn kind<'a>(name: &str, status: Option<u16>, description: &'a str) -> ErrorKind<'a> {
        let descriptions = BTreeSet::from([description]);
        ErrorKind { name: name.to_owned(), status, code: "Code", subcode: None, descriptions }
    }

    #[test]
    fn operations_with_the_same_errors_share_an_enumeration() {
        let (one, same) =
            ([kind("Gone", Some(410), "It was here.")], [kind("Gone", Some(410), "It is gone.")]);
        let other = [kind("Gone", None, "It is gone.")];
        let long = [kind(&"A".repeat(60), None, ""), kind(&"B".repeat(60), None, ""), kind("C", None, "")];
        let mut sets = ErrorSets::default();
        for kinds in [&one[..], &other, &same, &long] {
            sets.add(kinds);
        }
        let mut names = Names::new(&[]);
        sets.name(&mut names);
        assert_eq!(sets.ty(&one), sets.ty(&same));
        let all = [sets.ty(&other), sets.ty(&one), sets.ty(&long)].map(Option::unwrap);
        assert_eq!(all, ["GoneOrOther", "GoneOrOther2", &format!("{}OrMore", "A".repeat(60))]);
        let used: Vec<_> = sets.of(BTreeSet::from([all[1]])).collect();
        assert_eq!(used.len(), 1);
        assert_eq!(used[0].kinds[0].descriptions, BTreeSet::from(["It is gone.", "It was here."]));
    }
}
