//! The enumerations, and which of them a property can be.

use std::collections::{BTreeMap, BTreeSet};

use super::index::Index;
use super::tokenize::tokenize;
use super::{Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides, Proposal};
use crate::page::{FieldRow, PageFacts, is_member};
use crate::schema::{Enumeration, Evidence, EvidenceKind, Member, Resource};
use crate::source::Span;

/// The enumerations while they are collected: more members turn up in request tables and in samples.
#[derive(Debug)]
pub(super) struct Enumerations {
    /// By name. What is said about one below says it by its place.
    all: Vec<Enumeration>,
    /// The enumerations that have a member.
    by_member: BTreeMap<String, BTreeSet<usize>>,
    vocabulary: Vocabulary,
}

impl Enumerations {
    /// The enumerations of the pages, and those that only request tables declare.
    pub(super) fn new(index: &Index<'_>, overrides: &Overrides, notes: &mut Notes) -> Self {
        let mut by_name = BTreeMap::new();
        for page in index.enumerations() {
            let mut enumeration = documented(page, notes);
            missing(&mut enumeration, overrides, notes);
            by_name.insert(enumeration.name.clone(), enumeration);
        }
        for page in index.resources() {
            let rows = page.operations.iter().flat_map(|operation| {
                operation.query.iter().chain(&operation.input).chain(&operation.output_fields)
            });
            for row in rows.chain(&page.properties) {
                declared(&mut by_name, row, notes);
            }
        }
        let all: Vec<Enumeration> = by_name.into_values().collect();
        let vocabulary = Vocabulary::new(&all);
        let mut by_member: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (at, enumeration) in all.iter().enumerate() {
            for member in &enumeration.members {
                by_member.entry(member.name.clone()).or_default().insert(at);
            }
        }
        Self { all, by_member, vocabulary }
    }

    /// The enumerations that have a page, or that a field of the resources is. A declaration in place that lost against
    /// another one, which is reported there, leaves nothing that its enumeration could be the type of.
    pub(super) fn into_vec(mut self, resources: &[Resource]) -> Vec<Enumeration> {
        let used: BTreeSet<&str> = resources.iter().flat_map(Resource::enumerations).collect();
        self.all.retain(|enumeration| enumeration.page.is_some() || used.contains(enumeration.name.as_str()));
        self.all
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.all.binary_search_by_key(&name, |known| &known.name).ok()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Enumeration> {
        self.place(name).map(|at| &self.all[at])
    }

    /// The names of all.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|enumeration| enumeration.name.as_str())
    }

    /// Takes in a value that a sample shows for a property of the enumeration.
    pub(super) fn observed(&mut self, name: &str, value: &str, span: &Span, notes: &mut Notes) {
        let Some(at) = self.place(name) else { return };
        let enumeration = &mut self.all[at];
        // What its page lists is a member, however it is spelt.
        if !has(enumeration, value) && !is_member(value) {
            let message = format!("`{value}` cannot be a member of `{name}`: it is no name");
            notes.push(Diagnostic::new(Code::SampleContradiction, span.clone(), message));
            return;
        }
        let why = evidence(EvidenceKind::Sample, value, span);
        add(enumeration, value, why, span, Some(notes));
        match self.by_member.get_mut(value) {
            Some(places) => drop(places.insert(at)),
            None => drop(self.by_member.insert(value.to_owned(), BTreeSet::from([at]))),
        }
    }

    /// Decides which enumeration a property is by its name and by the values it has in samples.
    pub(super) fn guess(&self, property: &Asked<'_>) -> Guess {
        let (name, resource) = (tokenize(property.name), tokenize(property.resource));
        if let Some(exact) = self.exact(property, &name, &resource) {
            return self.decided(exact);
        }
        // Without a value to check it against, half a name is not enough.
        let last = if property.values.is_empty() { Likeness::Suffix } else { Likeness::Word };
        let all: Vec<(Likeness, usize)> = self
            .vocabulary
            .sharing_a_word(&name)
            .into_iter()
            .filter_map(|at| {
                let likeness = likeness(self.vocabulary.of(at), &name, &resource, property.nouns)?;
                (likeness <= last).then_some((likeness, at))
            })
            .collect();
        // An enumeration whose own page has every value comes before one that has some only from elsewhere.
        for test in [documents as fn(&Enumeration, &str) -> bool, has] {
            let holds = |at: usize| property.values.iter().all(|value| test(&self.all[at], value));
            let of = |wanted: Likeness| {
                let alike = all.iter().filter(move |(likeness, _)| *likeness == wanted);
                alike.map(|(_, at)| *at).filter(|at| holds(*at)).collect::<Vec<_>>()
            };
            let Some(best) = Likeness::ALL.into_iter().map(of).find(|found| !found.is_empty()) else {
                continue;
            };
            return match single(&best).or_else(|| self.by_prose(&best, property)) {
                Some(only) => self.decided(only),
                None => self.open(&best),
            };
        }
        let is_candidate = |at: &usize| {
            property.values.iter().all(|value| has(&self.all[*at], value))
                && is_named(self.vocabulary.of(*at), property, &resource)
        };
        let having = property.values.first().and_then(|value| self.by_member.get(*value));
        let by_values: Vec<usize> = having.into_iter().flatten().copied().filter(is_candidate).collect();
        match single(&by_values) {
            Some(only) => self.decided(only),
            None if by_values.is_empty() => Guess::None,
            None => self.open(&by_values),
        }
    }

    fn decided(&self, at: usize) -> Guess {
        Guess::Decided(self.all[at].name.clone())
    }

    fn open(&self, candidates: &[usize]) -> Guess {
        Guess::Open(candidates.iter().map(|at| self.all[*at].name.clone()).collect())
    }

    /// The enumeration that has the property's name, or the resource's and the property's together. The latter is no
    /// coincidence even where a sample shows a value that the enumeration's page lacks.
    fn exact(&self, property: &Asked<'_>, name: &[String], resource: &[String]) -> Option<usize> {
        let full = [resource, name].concat();
        let holds = |at: &usize| property.values.iter().all(|value| has(&self.all[*at], value));
        let mut exact = self.vocabulary.called(&full).to_vec();
        if full != name {
            exact.extend(self.vocabulary.called(name).iter().filter(|at| holds(at)));
        }
        single(&exact)
    }

    /// Of several candidates the one of which the description lists members (`such as Connecting, or Disconnected`), or that
    /// it names.
    fn by_prose(&self, candidates: &[usize], property: &Asked<'_>) -> Option<usize> {
        let listed: Vec<&str> = property
            .description
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
            .filter(|word| candidates.iter().any(|at| has(&self.all[*at], word)))
            .collect();
        let only = |test: &dyn Fn(usize) -> bool| {
            let found: Vec<usize> = candidates.iter().copied().filter(|at| test(*at)).collect();
            single(&found)
        };
        let lower = property.description.to_lowercase();
        let lists = |at: usize| !listed.is_empty() && listed.iter().all(|word| has(&self.all[at], word));
        let names =
            |at: usize| self.vocabulary.of(at).first().is_some_and(|first| lower.contains(first.as_str()));
        only(&lists).or_else(|| only(&names))
    }
}

/// Takes in the members that a row's declaration lists.
fn declared(all: &mut BTreeMap<String, Enumeration>, row: &FieldRow, notes: &mut Notes) {
    let Some(declared) = &row.declared else { return };
    let Some(name) = declared.ty.enumeration() else { return };
    if declared.members.is_empty() {
        return;
    }
    let why = |detail: &str| evidence(EvidenceKind::Declared, detail, &row.span);
    let enumeration = all.entry(name.to_owned()).or_insert_with(|| Enumeration {
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

/// The words of the enumerations' names.
#[derive(Debug, Default)]
struct Vocabulary {
    /// By place.
    words: Vec<Vec<String>>,
    by_words: BTreeMap<Vec<String>, Vec<usize>>,
    by_word: BTreeMap<String, Vec<usize>>,
}

impl Vocabulary {
    fn new(enumerations: &[Enumeration]) -> Self {
        let mut all = Self::default();
        for (at, enumeration) in enumerations.iter().enumerate() {
            let own = own_words(&enumeration.name);
            for word in own.iter().collect::<BTreeSet<_>>() {
                all.by_word.entry(word.clone()).or_default().push(at);
            }
            all.by_words.entry(own.clone()).or_default().push(at);
            all.words.push(own);
        }
        all
    }

    /// The words of an enumeration's name.
    fn of(&self, at: usize) -> &[String] {
        &self.words[at]
    }

    /// The enumerations whose names are these words.
    fn called(&self, words: &[String]) -> &[usize] {
        self.by_words.get(words).map_or(&[], Vec::as_slice)
    }

    /// The enumerations whose names have one of these words, in their order.
    fn sharing_a_word(&self, words: &[String]) -> Vec<usize> {
        let mut places: Vec<usize> =
            words.iter().filter_map(|word| self.by_word.get(word)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// The names of resources, in words.
#[derive(Debug)]
pub(super) struct Nouns {
    /// The last words of each name: one of them, two, and so on.
    endings: BTreeSet<Vec<String>>,
}

impl Nouns {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let endings = names.map(tokenize).flat_map(|words| {
            let starts = 0..words.len();
            starts.map(|start| words[start..].to_vec()).collect::<Vec<_>>()
        });
        Self { endings: endings.collect() }
    }

    /// Whether a name ends with these words.
    fn end_with(&self, words: &[String]) -> bool {
        self.endings.contains(words)
    }
}

/// How much the name of an enumeration is like that of the property; none when it is another resource's, or not at all.
fn likeness(own: &[String], name: &[String], resource: &[String], nouns: &Nouns) -> Option<Likeness> {
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

impl Likeness {
    const ALL: [Self; 4] = [Self::Suffix, Self::Within, Self::Around, Self::Word];
}

/// Whether the words of an enumeration before the property's name are another resource's: `ConversationState` is the
/// state of a `conversation`, and of nothing else, while no resource is a `call`.
fn is_foreign(own: &[String], name: &[String], resource: &[String], nouns: &Nouns) -> bool {
    let Some(stem) = own.strip_suffix(name).filter(|stem| !stem.is_empty()) else { return false };
    !resource.ends_with(stem) && nouns.end_with(stem)
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

/// The words of an enumeration's name; `Enum` at its end says nothing.
fn own_words(name: &str) -> Vec<String> {
    let mut own = tokenize(name);
    if own.len() > 1 && own.last().is_some_and(|last| last == "enum") {
        own.pop();
    }
    own
}

fn single(candidates: &[usize]) -> Option<usize> {
    match candidates {
        [only] => Some(*only),
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
