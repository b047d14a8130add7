//! Gives out names, each once.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ident::{Case, identifier, is_conventional, usable};
use super::reserved;
use super::scope::{Scope, by_claim};
use crate::schema::Name;

/// A name that is not simply the documentation's word in Rust's spelling.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Renaming {
    /// What the name belongs to: `resources`, `enumerations`, `contact.properties`, `CallState.members`.
    pub scope: String,
    /// The documentation's word.
    pub word: String,
    /// The name in Rust.
    pub name: String,
}

/// What is named, which decides how it is spelt and what it is called when its word is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Enumeration,
    Resource,
    Group,
    Page,
    Member,
    Property,
    Link,
}

impl Kind {
    /// The word that is put in front of what cannot start a name, and behind a type whose name is taken.
    fn word(self) -> &'static str {
        match self {
            Self::Enumeration => "Enumeration",
            Self::Resource => "Resource",
            Self::Group => "Group",
            Self::Page => "Page",
            Self::Member => "Member",
            Self::Property => "Property",
            Self::Link => "Link",
        }
    }

    fn case(self) -> Case {
        match self {
            Self::Enumeration | Self::Resource | Self::Member => Case::Camel,
            Self::Group | Self::Page | Self::Property | Self::Link => Case::Snake,
        }
    }
}

/// Gives out names and remembers which are taken.
#[derive(Debug)]
pub(crate) struct Names {
    types: Scope,
    constants: Scope,
    renamings: Vec<Renaming>,
    /// The words to be used in the place of others, by what they stand for.
    words: BTreeMap<String, String>,
}

impl Names {
    /// Nothing is taken but what the language and the runtime take.
    pub(crate) fn new(words: &[Name]) -> Self {
        Self {
            words: words.iter().map(|it| (it.of.clone(), it.name.clone())).collect(),
            types: Scope::with(reserved::types().map(str::to_owned)),
            constants: Scope::default(),
            renamings: Vec::new(),
        }
    }

    /// The names of types, unique in the whole API, in the order of the words.
    pub(crate) fn types(&mut self, kind: Kind, scope: &str, words: &[&str]) -> Vec<String> {
        let mut names = vec![String::new(); words.len()];
        let used: Vec<String> = words.iter().map(|word| self.word(word, word)).collect();
        let used: Vec<&str> = used.iter().map(String::as_str).collect();
        for index in by_claim(&used, kind.case()) {
            let plain = identifier(used[index], kind.case(), kind.word());
            let escape = format!("{plain}{}", kind.word());
            names[index] = self.types.claim(&[plain, escape.clone()], &escape);
        }
        self.record(kind, scope, words, &names);
        names
    }

    /// The name of a type that accompanies another one: `ContactLinks` beside `Contact`.
    ///
    /// The suffixes are tried in turn, and then once more behind `ContactResource`.
    pub(crate) fn companion(&mut self, scope: &str, owner: &str, suffixes: &[String]) -> String {
        let plain = suffixes.iter().map(|suffix| format!("{owner}{suffix}"));
        let escapes = suffixes.iter().map(|suffix| format!("{owner}Resource{suffix}"));
        let candidates: Vec<String> = plain.chain(escapes).collect();
        let stem = candidates.last().map_or(owner, String::as_str);
        let name = self.types.claim(&candidates, stem);
        if let Some(wanted) = candidates.first()
            && *wanted != name
        {
            self.renamings.push(Renaming {
                scope: scope.to_owned(),
                word: wanted.clone(),
                name: name.clone(),
            });
        }
        name
    }

    /// What starts the names of the constants that belong to a type.
    pub(crate) fn constant(&mut self, ty: &str) -> String {
        let name = heck::AsShoutySnakeCase(ty).to_string();
        self.constants.claim(std::slice::from_ref(&name), &name)
    }

    /// The names of modules of one folder.
    pub(crate) fn modules(&mut self, kind: Kind, scope: &str, words: &[&str], taken: &[&str]) -> Vec<String> {
        let taken = Scope::with(
            reserved::modules().map(str::to_owned).chain(taken.iter().map(|name| (*name).to_owned())),
        );
        self.members_of(taken, kind, scope, words, str::to_owned)
    }

    /// The names of the fields of one struct or the variants of one enum.
    pub(crate) fn fields(&mut self, kind: Kind, scope: &str, words: &[&str], taken: &[&str]) -> Vec<String> {
        self.members_of(Scope::with(taken.iter().map(|name| (*name).to_owned())), kind, scope, words, usable)
    }

    fn members_of(
        &mut self,
        mut taken: Scope,
        kind: Kind,
        scope: &str,
        words: &[&str],
        usable: fn(&str) -> String,
    ) -> Vec<String> {
        let mut names = vec![String::new(); words.len()];
        let used: Vec<String> =
            words.iter().map(|word| self.word(&format!("{scope}.{word}"), word)).collect();
        let used: Vec<&str> = used.iter().map(String::as_str).collect();
        for index in by_claim(&used, kind.case()) {
            let plain = identifier(used[index], kind.case(), kind.word());
            let escape = format!("{plain}_");
            let stem = if kind.case() == Case::Snake { &escape } else { &plain };
            names[index] = taken.claim(&[usable(&plain), escape.clone()], stem);
        }
        self.record(kind, scope, words, &names);
        names
    }

    /// The word to be used for something: the documentation's, unless another one was given.
    fn word(&self, of: &str, word: &str) -> String {
        self.words.get(of).map_or(word, String::as_str).to_owned()
    }

    fn record(&mut self, kind: Kind, scope: &str, words: &[&str], names: &[String]) {
        for (word, name) in words.iter().zip(names) {
            if !is_conventional(word, name, kind.case()) {
                self.renamings.push(Renaming {
                    scope: scope.to_owned(),
                    word: (*word).to_owned(),
                    name: name.clone(),
                });
            }
        }
    }

    /// The names that are not what convention makes of their words, sorted.
    pub(crate) fn into_renamings(mut self) -> Vec<Renaming> {
        self.renamings.sort();
        self.renamings
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Names};

    #[test]
    fn a_type_shadows_nothing_that_generated_code_names() {
        for (word, expected) in [
            ("Ok", "OkResource"),
            ("self", "SelfResource"),
            ("link", "LinkResource"),
            ("anyEvent", "AnyEventResource"),
            ("errorKind", "ErrorKindResource"),
            ("pollOutcome", "PollOutcomeResource"),
            ("error", "Error"),
        ] {
            let names = Names::new(&[]).types(Kind::Resource, "resources", &[word]);
            assert_eq!(names, [expected]);
        }
    }
}
