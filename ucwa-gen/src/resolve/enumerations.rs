//! The enumerations, and which of them a property can be.

use std::collections::BTreeMap;

use super::index::Index;
use super::words::words;
use super::{Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{FieldRow, PageFacts};
use crate::schema::{Enumeration, Evidence, EvidenceKind, Member};
use crate::source::Span;

/// The enumerations while they are collected: more members turn up in request tables and in samples.
#[derive(Debug, Default)]
pub(super) struct Enumerations {
    by_name: BTreeMap<String, Enumeration>,
}

impl Enumerations {
    /// The enumerations of the pages, and those that only request tables declare.
    pub(super) fn new(index: &Index<'_>, notes: &mut Notes) -> Self {
        let mut all = Self::default();
        for page in index.enumerations() {
            let enumeration = documented(page, notes);
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
        all
    }

    pub(super) fn into_vec(self) -> Vec<Enumeration> {
        self.by_name.into_values().collect()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Enumeration> {
        self.by_name.get(name)
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
        if let Some(enumeration) = self.by_name.get_mut(name) {
            let why = evidence(EvidenceKind::Sample, value, span);
            add(enumeration, value, why, span, Some(notes));
        }
    }

    /// Decides which enumeration a property is by its name and by the values it has in samples.
    pub(super) fn guess(&self, property: &Asked<'_>) -> Guess {
        let resource = words(property.resource);
        let name = words(property.name);
        let full: Vec<String> = resource.iter().chain(&name).cloned().collect();
        let mut exact = Vec::new();
        let mut partial = Vec::new();
        let mut by_values = Vec::new();
        for enumeration in self.by_name.values() {
            let own = own_words(&enumeration.name);
            let holds = property.values.iter().all(|value| has(enumeration, value));
            // The resource's name and the property's together are the enumeration's: such a name is no coincidence.
            if own == full && own.len() > name.len() {
                exact.push(enumeration);
                continue;
            }
            if !holds {
                continue;
            }
            if own == name {
                exact.push(enumeration);
            } else if full.ends_with(&own) && own.len() > name.len() {
                partial.push((2, enumeration));
            } else if name.ends_with(&own) || name.starts_with(&own) {
                partial.push((3, enumeration));
            } else if (own.ends_with(&name) || own.starts_with(&name))
                && !self.is_foreign(&own, &name, property)
            {
                partial.push((4, enumeration));
            }
            if !property.values.is_empty() && self.is_named(&own, &resource, property) {
                by_values.push(enumeration);
            }
        }
        if let Some(only) = single(&exact) {
            return Guess::Decided(only.name.clone());
        }
        // Without a value to check it against, half a name is not enough.
        let ranks = if property.values.is_empty() { 2..=2 } else { 2..=4 };
        for rank in ranks {
            let best: Vec<&Enumeration> =
                partial.iter().filter(|(found, _)| *found == rank).map(|(_, found)| *found).collect();
            if let Some(only) = single(&best).or_else(|| self.by_prose(&best, property)) {
                return Guess::Decided(only.name.clone());
            }
            if !best.is_empty() {
                return Guess::Open(best.iter().map(|found| found.name.clone()).collect());
            }
        }
        match single(&by_values) {
            Some(only) => Guess::Decided(only.name.clone()),
            None if by_values.is_empty() => Guess::None,
            None => Guess::Open(by_values.iter().map(|found| found.name.clone()).collect()),
        }
    }

    /// Whether the words of an enumeration before the property's name are another resource's: `ConversationState` is
    /// the state of a `conversation`, and of nothing else, while no resource is a `call`.
    fn is_foreign(&self, own: &[String], name: &[String], property: &Asked<'_>) -> bool {
        let Some(stem) = own.strip_suffix(name).filter(|stem| !stem.is_empty()) else { return false };
        let resource = words(property.resource);
        !resource.ends_with(stem) && property.nouns.iter().any(|noun| noun.ends_with(stem))
    }

    /// Whether a word of the enumeration's name is in the resource's name, or in the property's description.
    fn is_named(&self, own: &[String], resource: &[String], property: &Asked<'_>) -> bool {
        let description = property.description.to_lowercase();
        let in_resource = own.last().is_some_and(|last| resource.last() == Some(last));
        let in_text =
            own.first().is_some_and(|first| first.len() >= 4 && description.contains(first.as_str()));
        in_resource || in_text
    }

    /// Of several candidates the one of which the description lists members (`such as Connecting, or Disconnected`), or
    /// whose own table has every value, where the others have some only from elsewhere, or which the description names.
    fn by_prose<'e>(&self, candidates: &[&'e Enumeration], property: &Asked<'_>) -> Option<&'e Enumeration> {
        let listed: Vec<&str> = property
            .description
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
            .filter(|word| candidates.iter().any(|candidate| has(candidate, word)))
            .collect();
        let all: Vec<&Enumeration> = candidates
            .iter()
            .copied()
            .filter(|candidate| !listed.is_empty() && listed.iter().all(|word| has(candidate, word)))
            .collect();
        let documented: Vec<&Enumeration> = candidates
            .iter()
            .copied()
            .filter(|candidate| property.values.iter().all(|value| documents(candidate, value)))
            .collect();
        let lower = property.description.to_lowercase();
        let named: Vec<&Enumeration> = candidates
            .iter()
            .copied()
            .filter(|candidate| {
                let own = own_words(&candidate.name);
                own.first().is_some_and(|first| lower.contains(first.as_str()))
            })
            .collect();
        single(&all).or_else(|| single(&documented)).or_else(|| single(&named))
    }
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
        notes.push(Diagnostic::new(Code::UndocumentedMember, span.clone(), message));
    }
}
