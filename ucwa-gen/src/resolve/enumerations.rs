//! The enumerations, and which of them a property can be.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::words::words;
use super::{Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides, Proposal};
use crate::page::{FieldRow, PageFacts, is_member};
use crate::schema::{Enumeration, Evidence, EvidenceKind, Member, Resource};
use crate::source::Span;

/// The enumerations while they are collected: more members turn up in request tables and in samples.
#[derive(Debug, Default)]
pub(super) struct Enumerations {
    by_name: BTreeMap<String, Enumeration>,
    /// The names of the enumerations that have a member.
    by_member: BTreeMap<String, BTreeSet<String>>,
    vocabulary: Vocabulary,
}

impl Enumerations {
    /// The enumerations of the pages, and those that only request tables declare.
    pub(super) fn new(index: &Index<'_>, overrides: &Overrides, notes: &mut Notes) -> Self {
        let mut all = Self::default();
        for page in index.enumerations() {
            let mut enumeration = documented(page, notes);
            missing(&mut enumeration, overrides, notes);
            all.by_name.insert(enumeration.name.clone(), enumeration);
        }
        for page in index.resources() {
            let rows = page.operations.iter().flat_map(|operation| {
                operation.query.iter().chain(&operation.input).chain(&operation.output_fields)
            });
            for row in rows.chain(&page.properties) {
                all.declared(row, notes);
            }
        }
        all.vocabulary = Vocabulary::new(all.by_name.keys());
        for enumeration in all.by_name.values() {
            for member in &enumeration.members {
                all.by_member.entry(member.name.clone()).or_default().insert(enumeration.name.clone());
            }
        }
        all
    }

    /// The enumerations that have a page, or that a field of the resources is. A declaration in place that lost against
    /// another one, which is reported there, leaves nothing that its enumeration could be the type of.
    pub(super) fn into_vec(mut self, resources: &[Resource]) -> Vec<Enumeration> {
        let used: BTreeSet<&str> = resources.iter().flat_map(Resource::enumerations).collect();
        self.by_name.retain(|name, enumeration| enumeration.page.is_some() || used.contains(name.as_str()));
        self.by_name.into_values().collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Enumeration> {
        self.by_name.get(name)
    }

    /// The names of all.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// Takes in the members that a row's declaration lists.
    fn declared(&mut self, row: &FieldRow, notes: &mut Notes) {
        let Some(declared) = &row.declared else { return };
        let Some(name) = declared.ty.enumeration() else { return };
        if declared.members.is_empty() {
            return;
        }
        let why = |detail: &str| evidence(EvidenceKind::Declared, detail, &row.span);
        let enumeration = self.by_name.entry(name.to_owned()).or_insert_with(|| Enumeration {
            name: name.to_owned(),
            description: String::new(),
            remarks: String::new(),
            page: None,
            members: Vec::new(),
            evidence: vec![why(name)],
        });
        let has_page = enumeration.page.is_some();
        for member in &declared.members {
            add(enumeration, member, why(member), &row.span, has_page.then_some(&mut *notes));
        }
    }

    /// Takes in a value that a sample shows for a property of the enumeration.
    pub(super) fn observed(&mut self, name: &str, value: &str, span: &Span, notes: &mut Notes) {
        let Some(enumeration) = self.by_name.get_mut(name) else { return };
        // What its page lists is a member, however it is spelt.
        if !has(enumeration, value) && !is_member(value) {
            let message = format!("`{value}` cannot be a member of `{name}`: it is no name");
            notes.push(Diagnostic::new(Code::SampleContradiction, span.clone(), message));
            return;
        }
        let why = evidence(EvidenceKind::Sample, value, span);
        add(enumeration, value, why, span, Some(notes));
        if !self.by_member.get(value).is_some_and(|names| names.contains(name)) {
            self.by_member.entry(value.to_owned()).or_default().insert(name.to_owned());
        }
    }

    /// Decides which enumeration a property is by its name and by the values it has in samples.
    pub(super) fn guess(&self, property: &Asked<'_>) -> Guess {
        let (name, resource) = (words(property.name), words(property.resource));
        if let Some(exact) = self.exact(property, &name, &resource) {
            return Guess::Decided(exact);
        }
        // Without a value to check it against, half a name is not enough.
        let last = if property.values.is_empty() { Likeness::Suffix } else { Likeness::Word };
        let all: Vec<(Likeness, &Enumeration)> = self
            .vocabulary
            .sharing_a_word(&name)
            .into_iter()
            .filter_map(|(of, own)| {
                let likeness = likeness(own, &name, &resource, property.nouns)?;
                (likeness <= last).then_some((likeness, self.by_name.get(of)?))
            })
            .collect();
        // An enumeration whose own page has every value comes before one that has some only from elsewhere.
        for test in [documents as fn(&Enumeration, &str) -> bool, has] {
            let holds =
                |enumeration: &Enumeration| property.values.iter().all(|value| test(enumeration, value));
            let candidates = || all.iter().filter(|(_, enumeration)| holds(enumeration));
            let Some(best) = candidates().map(|(likeness, _)| *likeness).min() else { continue };
            let best: Vec<&Enumeration> =
                candidates().filter(|(likeness, _)| *likeness == best).map(|(_, found)| *found).collect();
            return match single(&best).or_else(|| self.by_prose(&best, property)) {
                Some(only) => Guess::Decided(only.name.clone()),
                None => Guess::open(&best),
            };
        }
        let is_candidate = |found: &&Enumeration| {
            property.values.iter().all(|value| has(found, value))
                && is_named(self.vocabulary.of(&found.name), property, &resource)
        };
        let having = property.values.first().and_then(|value| self.by_member.get(*value));
        let having = having.into_iter().flatten().filter_map(|name| self.by_name.get(name));
        let by_values: Vec<&Enumeration> = having.filter(is_candidate).collect();
        match single(&by_values) {
            Some(only) => Guess::Decided(only.name.clone()),
            None if by_values.is_empty() => Guess::None,
            None => Guess::open(&by_values),
        }
    }

    /// The enumeration that has the property's name, or the resource's and the property's together. The latter is no
    /// coincidence even where a sample shows a value that the enumeration's page lacks.
    fn exact(&self, property: &Asked<'_>, name: &[String], resource: &[String]) -> Option<String> {
        let full = [resource, name].concat();
        let holds = |found: &Enumeration| property.values.iter().all(|value| has(found, value));
        let called = |words| self.vocabulary.called(words).iter().filter_map(|of| self.by_name.get(of));
        let mut exact: Vec<&Enumeration> = called(&full).collect();
        if full != name {
            exact.extend(called(name).filter(|found| holds(found)));
        }
        single(&exact).map(|found| found.name.clone())
    }

    /// Of several candidates the one of which the description lists members (`such as Connecting, or Disconnected`), or that
    /// it names.
    fn by_prose<'e>(&self, candidates: &[&'e Enumeration], property: &Asked<'_>) -> Option<&'e Enumeration> {
        let listed: Vec<&str> = property
            .description
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
            .filter(|word| candidates.iter().any(|candidate| has(candidate, word)))
            .collect();
        let only = |test: &dyn Fn(&Enumeration) -> bool| {
            let found: Vec<&Enumeration> =
                candidates.iter().copied().filter(|candidate| test(candidate)).collect();
            single(&found)
        };
        let lower = property.description.to_lowercase();
        only(&|candidate| !listed.is_empty() && listed.iter().all(|word| has(candidate, word))).or_else(
            || {
                only(&|candidate| {
                    self.vocabulary
                        .of(&candidate.name)
                        .first()
                        .is_some_and(|first| lower.contains(first.as_str()))
                })
            },
        )
    }
}

/// The words of the enumerations' names.
#[derive(Debug, Default)]
struct Vocabulary {
    words: BTreeMap<String, Vec<String>>,
    by_words: BTreeMap<Vec<String>, Vec<String>>,
    by_word: BTreeMap<String, Vec<String>>,
}

impl Vocabulary {
    fn new<'n>(names: impl Iterator<Item = &'n String>) -> Self {
        let mut all = Self::default();
        for name in names {
            let own = own_words(name);
            for word in own.iter().collect::<BTreeSet<_>>() {
                all.by_word.entry(word.clone()).or_default().push(name.clone());
            }
            all.by_words.entry(own.clone()).or_default().push(name.clone());
            all.words.insert(name.clone(), own);
        }
        all
    }

    /// The words of an enumeration's name.
    fn of(&self, name: &str) -> &[String] {
        self.words.get(name).map_or(&[], Vec::as_slice)
    }

    /// The enumerations whose names are these words.
    fn called(&self, words: &[String]) -> &[String] {
        self.by_words.get(words).map_or(&[], Vec::as_slice)
    }

    /// The enumerations whose names have one of these words, by name, each with all words of its name.
    fn sharing_a_word(&self, words: &[String]) -> BTreeMap<&str, &[String]> {
        let names = words.iter().filter_map(|word| self.by_word.get(word)).flatten();
        names.map(|name| (name.as_str(), self.of(name))).collect()
    }
}

/// How much the name of an enumeration is like that of the property; none when it is another resource's, or not at all.
fn likeness(own: &[String], name: &[String], resource: &[String], nouns: &[Vec<String>]) -> Option<Likeness> {
    let is_full =
        own.len() > name.len() && own.strip_suffix(name).is_some_and(|stem| resource.ends_with(stem));
    if is_full {
        Some(Likeness::Suffix)
    } else if name.ends_with(own) || name.starts_with(own) {
        Some(Likeness::Within)
    } else if is_foreign(own, name, resource, nouns) {
        None
    } else if own.ends_with(name) || own.starts_with(name) {
        Some(Likeness::Around)
    } else {
        let last = name.last().filter(|last| last.len() >= 4)?;
        own.contains(last).then_some(Likeness::Word)
    }
}

/// How an enumeration's name is like a property's, most alike first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// The end of the resource's and the property's names together: `InvitationState` for `messagingInvitation.state`.
    Suffix,
    /// A part of the property's name: `OnlineMeetingRel` for `defaultOnlineMeetingRel`.
    Within,
    /// The property's name with something before or behind it: `LargeMeetingMode` for `largeMeeting`.
    Around,
    /// One word: `ConversationModalityType` for `activeModalities`.
    Word,
}

/// Whether the words of an enumeration before the property's name are another resource's: `ConversationState` is the
/// state of a `conversation`, and of nothing else, while no resource is a `call`.
fn is_foreign(own: &[String], name: &[String], resource: &[String], nouns: &[Vec<String>]) -> bool {
    let Some(stem) = own.strip_suffix(name).filter(|stem| !stem.is_empty()) else { return false };
    !resource.ends_with(stem) && nouns.iter().any(|noun| noun.ends_with(stem))
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

/// A property whose enumeration is asked for.
pub(super) struct Asked<'a> {
    pub(super) resource: &'a str,
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    /// The values in samples, placeholders left out.
    pub(super) values: &'a [&'a str],
    /// The names of all resources, in words.
    pub(super) nouns: &'a [Vec<String>],
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

impl Guess {
    fn open(candidates: &[&Enumeration]) -> Self {
        Self::Open(candidates.iter().map(|found| found.name.clone()).collect())
    }
}

/// The words of an enumeration's name; `Enum` at its end says nothing.
fn own_words(name: &str) -> Vec<String> {
    let mut own = words(name);
    if own.len() > 1 && own.last().is_some_and(|last| last == "enum") {
        own.pop();
    }
    own
}

fn single<'e>(candidates: &[&'e Enumeration]) -> Option<&'e Enumeration> {
    match candidates {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether the enumeration has the member.
pub(super) fn has(enumeration: &Enumeration, value: &str) -> bool {
    enumeration.members.iter().any(|member| member.name == value)
}

/// Whether the enumeration's own table has the member.
fn documents(enumeration: &Enumeration, value: &str) -> bool {
    enumeration.members.iter().any(|member| member.name == value && !member.observed)
}

fn documented(page: &PageFacts, notes: &mut Notes) -> Enumeration {
    let mut members: Vec<Member> = Vec::new();
    for row in &page.members {
        let why = evidence(EvidenceKind::Row, "", &row.span);
        if let Some(first) = members.iter_mut().find(|member| member.name == row.name) {
            first.evidence.push(why);
            let message = format!("the member `{}` is listed twice", row.name);
            notes.push(Diagnostic::new(Code::DuplicateRow, row.span.clone(), message));
            continue;
        }
        members.push(Member {
            name: row.name.clone(),
            observed: row.observed,
            description: row.description.clone(),
            evidence: vec![why],
        });
    }
    Enumeration {
        name: page.name.clone(),
        description: page.description.clone(),
        remarks: page.remarks.clone(),
        page: Some(page.source.page()),
        members,
        evidence: Vec::new(),
    }
}

/// Adds the members that the page should list.
fn missing(enumeration: &mut Enumeration, overrides: &Overrides, notes: &mut Notes) {
    for entry in overrides.entries() {
        let Some((name, member)) = entry.member().filter(|(name, _)| *name == enumeration.name) else {
            continue;
        };
        if documents(enumeration, member) {
            notes.push(entry.agrees(format!("the page `{name}` lists `{member}`")));
            continue;
        }
        let members = &mut enumeration.members;
        let mut found = match members.iter().position(|known| known.name == member) {
            Some(at) => members.remove(at),
            None => Member {
                name: member.to_owned(),
                observed: false,
                description: String::new(),
                evidence: Vec::new(),
            },
        };
        found.observed = false;
        found.evidence.insert(0, entry.evidence());
        let at = members.iter().position(|known| known.observed).unwrap_or(members.len());
        members.insert(at, found);
    }
}

/// Adds a member that the enumeration's own table lacks; with notes, says so.
fn add(enumeration: &mut Enumeration, member: &str, why: Evidence, span: &Span, notes: Option<&mut Notes>) {
    if let Some(known) = enumeration.members.iter_mut().find(|known| known.name == member) {
        if known.observed && !known.evidence.contains(&why) {
            known.evidence.push(why);
        }
        return;
    }
    enumeration.members.push(Member {
        name: member.to_owned(),
        observed: true,
        description: String::new(),
        evidence: vec![why],
    });
    if let Some(notes) = notes {
        let message = format!("`{}` has no member `{member}` on its own page", enumeration.name);
        let proposal = Proposal::new(format!("{}.members.{member}", enumeration.name), Correction::Member);
        notes.push(Diagnostic::new(Code::UndocumentedMember, span.clone(), message).proposing(&proposal));
    }
}
