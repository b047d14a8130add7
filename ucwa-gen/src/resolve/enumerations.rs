//! The enumerations and their members: those of the pages, of declarations in place, and of samples.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::{evidence, marked};
use super::index::Index;
use super::likeness::Vocabulary;
use super::nearly::{Nearly, misspelt};
use super::repeats::{MARK, repeated};
use super::unlisted::unlisted;
use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides, Proposal};
use crate::page::{FieldRow, NamedRow, PageFacts};
use crate::schema::{Enumeration, Evidence, EvidenceKind, Member, Provenance, Resource, is_member};
use crate::source::Span;

/// The enumerations while they are collected: more members turn up in request tables and in samples.
#[derive(Debug)]
pub(super) struct Enumerations<'a> {
    /// By name. Whoever means one of them below has its place.
    all: Vec<Known>,
    /// The enumerations that have a member.
    by_member: BTreeMap<String, BTreeSet<usize>>,
    vocabulary: Vocabulary,
    /// All members, to find what is nearly one.
    nearly: Nearly<'static>,
    /// The names of all, to find what is nearly one.
    nearly_called: Nearly<'static>,
    /// What overrides say about the members.
    corrections: Vec<Decision<'a, bool>>,
    findings: Vec<Diagnostic>,
    /// Values that samples of the explicit form show, by enumeration, each with its first place.
    shown: BTreeMap<(usize, String), Span>,
}

/// An enumeration, and its members by name.
#[derive(Debug)]
struct Known {
    enumeration: Enumeration,
    places: BTreeMap<String, usize>,
    /// The evidence of the members that its own table lacks.
    shown: BTreeSet<(usize, Evidence)>,
    /// Where those are shown first.
    added: Vec<(usize, Span)>,
    /// The row that declares it in place.
    declared: Option<Span>,
}

impl<'a> Enumerations<'a> {
    /// The enumerations of the pages, and those that only request tables declare.
    pub(super) fn new(index: &Index<'a>, overrides: &'a Overrides) -> Self {
        let mut findings = Vec::new();
        let mut corrections = Vec::new();
        let mut by_name: BTreeMap<String, Known> = BTreeMap::new();
        for page in index.enumerations() {
            let mut enumeration = documented(page, &mut findings);
            corrections.extend(missing(&mut enumeration, overrides));
            by_name.insert(enumeration.name.clone(), Known::new(enumeration));
        }
        // Of those that are elsewhere only the name is known.
        for name in index.external_enumerations() {
            by_name.insert(name.to_owned(), Known::new(undescribed(name)));
        }
        for page in index.resources() {
            let rows = page.operations.iter().flat_map(|operation| {
                operation.query.iter().chain(&operation.input).chain(&operation.output_fields)
            });
            for row in rows.chain(&page.properties) {
                declared(&mut by_name, row, &mut findings);
            }
        }
        let all: Vec<Known> = by_name.into_values().collect();
        let vocabulary = Vocabulary::new(all.iter().map(|known| known.enumeration.name.as_str()));
        let mut by_member: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (at, known) in all.iter().enumerate() {
            for member in &known.enumeration.members {
                by_member.entry(member.name.clone()).or_default().insert(at);
            }
        }
        let nearly = Nearly::new(by_member.keys().cloned());
        let nearly_called = Nearly::new(all.iter().map(|known| known.enumeration.name.clone()));
        findings.extend(misspelt_names(&all));
        Self {
            all,
            by_member,
            vocabulary,
            nearly,
            nearly_called,
            corrections,
            findings,
            shown: BTreeMap::new(),
        }
    }

    /// The enumerations that have a page, or that a field of the resources is. A declaration in place that lost against
    /// another one, which is reported there, leaves nothing that its enumeration could be the type of.
    pub(super) fn finish(self, resources: &[Resource], findings: &mut Findings) -> Vec<Enumeration> {
        let used: BTreeSet<&str> = resources.iter().flat_map(Resource::enumerations).collect();
        findings.extend(self.findings);
        // All members are known only now.
        let unknown = self.shown.iter().filter(|((at, value), _)| !self.all[*at].has(value));
        findings.extend(
            unknown
                .map(|((at, value), span)| unlisted("member", value, &self.all[*at].enumeration.name, span)),
        );
        findings.extend(self.all.iter().flat_map(Known::misspelt));
        for correction in self.corrections {
            findings.close(correction);
        }
        let all = self.all.into_iter().map(|known| known.enumeration);
        all.filter(|it| it.page.is_some() || used.contains(it.name.as_str())).collect()
    }

    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.all.binary_search_by_key(&name, |known| &known.enumeration.name).ok()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Enumeration> {
        self.place(name).map(|at| &self.all[at].enumeration)
    }

    /// The names of all.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|known| known.enumeration.name.as_str())
    }

    /// Takes in a value that a sample shows for a property of the enumeration.
    pub(super) fn observed(&mut self, name: &str, value: &str, span: &Span) {
        let Some(at) = self.place(name) else { return };
        let known = &mut self.all[at];
        // What its page lists is a member, however it is spelt.
        if !known.has(value) && !is_member(value) {
            let message = format!("`{value}` cannot be a member of `{name}`: it is not a name");
            self.findings.push(Diagnostic::new(Code::SampleContradiction, span.clone(), message));
            return;
        }
        if known.add(value, evidence(EvidenceKind::Sample, value, span), span) {
            self.findings.push(undocumented(name, value, span));
        }
        if !self.by_member.get(value).is_some_and(|places| places.contains(&at)) {
            self.by_member.entry(value.to_owned()).or_default().insert(at);
        }
    }

    /// Takes note of a value that a sample of the explicit form shows: it has to be a member.
    pub(super) fn shown(&mut self, name: &str, value: &str, span: &Span) {
        let Some(at) = self.place(name) else { return };
        if !self.all[at].has(value) {
            self.shown.entry((at, value.to_owned())).or_insert_with(|| span.clone());
        }
    }

    /// The words of their names.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(super) fn name(&self, at: usize) -> &str {
        &self.all[at].enumeration.name
    }

    /// Whether the enumeration has the member.
    pub(super) fn has(&self, at: usize, value: &str) -> bool {
        self.all[at].has(value)
    }

    /// Whether the enumeration's own table has the member.
    pub(super) fn documents(&self, at: usize, value: &str) -> bool {
        self.all[at].documents(value)
    }

    /// The enumeration whose name a word nearly is.
    pub(super) fn nearly_called(&self, word: &str) -> Option<&str> {
        self.nearly_called.meant(word)
    }

    /// The members that a word nearly is.
    pub(super) fn nearly(&self, word: &str) -> BTreeSet<&str> {
        self.nearly.of(word)
    }

    /// The enumerations that have the member.
    pub(super) fn having(&self, value: &str) -> impl Iterator<Item = usize> {
        self.by_member.get(value).into_iter().flatten().copied()
    }
}

impl Known {
    fn new(enumeration: Enumeration) -> Self {
        let members = enumeration.members.iter().enumerate();
        let places = members.map(|(at, member)| (member.name.clone(), at)).collect();
        Self { enumeration, places, shown: BTreeSet::new(), added: Vec::new(), declared: None }
    }

    /// The members that only samples and declarations have, and that nearly are one of its own table.
    fn misspelt(&self) -> Vec<Diagnostic> {
        let Enumeration { name, members, .. } = &self.enumeration;
        if self.added.is_empty() {
            return Vec::new();
        }
        let own =
            members.iter().filter(|member| !member.provenance.is_sample()).map(|member| member.name.as_str());
        let own = Nearly::new(own);
        let found = self.added.iter().filter_map(|(at, span)| {
            let member = &members[*at].name;
            let meant = own.meant(member)?;
            Some(misspelt(format!("`{name}` has `{meant}` on its page, and `{member}` here"), span))
        });
        found.collect()
    }

    fn has(&self, value: &str) -> bool {
        self.places.contains_key(value)
    }

    /// Whether the enumeration's own table has the member.
    fn documents(&self, value: &str) -> bool {
        self.places.get(value).is_some_and(|at| !self.enumeration.members[*at].provenance.is_sample())
    }

    /// Adds a member that the enumeration's own table lacks, or more evidence of it. Returns whether it is a new one.
    fn add(&mut self, name: &str, why: Evidence, span: &Span) -> bool {
        let members = &mut self.enumeration.members;
        if let Some(at) = self.places.get(name) {
            let member = &mut members[*at];
            if member.provenance.is_sample() && self.shown.insert((*at, why.clone())) {
                member.evidence.push(why);
            }
            return false;
        }
        self.places.insert(name.to_owned(), members.len());
        self.shown.insert((members.len(), why.clone()));
        self.added.push((members.len(), span.clone()));
        members.push(Member {
            name: name.to_owned(),
            provenance: Provenance::Sample,
            description: String::new(),
            evidence: vec![why],
        });
        true
    }
}

fn undocumented(enumeration: &str, member: &str, span: &Span) -> Diagnostic {
    let message = format!("`{enumeration}` has no member `{member}` on its own page");
    let proposal = Proposal::new(format!("{enumeration}.members.{member}"), Correction::Member);
    Diagnostic::new(Code::UndocumentedMember, span.clone(), message).proposing(&proposal)
}

/// The enumerations without a page that are nearly called as one with a page is.
fn misspelt_names(all: &[Known]) -> Vec<Diagnostic> {
    let with_page = all.iter().filter(|known| known.enumeration.page.is_some());
    let names = Nearly::new(with_page.map(|known| known.enumeration.name.as_str()));
    let found = all.iter().filter_map(|known| {
        let (name, span) = (&known.enumeration.name, known.declared.as_ref()?);
        let meant = names.meant(name)?;
        Some(misspelt(format!("`{name}` is declared here, and has no page; `{meant}` has one"), span))
    });
    found.collect()
}

/// Takes in the members that a row's declaration lists.
fn declared(all: &mut BTreeMap<String, Known>, row: &FieldRow, findings: &mut Vec<Diagnostic>) {
    let Some(declared) = &row.declared else { return };
    let Some(name) = declared.ty.enumeration() else { return };
    if declared.members.is_empty() {
        return;
    }
    let why = |detail: &str| evidence(EvidenceKind::Declared, detail, &row.span);
    let known = all.entry(name.to_owned()).or_insert_with(|| {
        let known = Known::new(Enumeration { evidence: vec![why(name)], ..undescribed(name) });
        Known { declared: Some(row.span.clone()), ..known }
    });
    for member in &declared.members {
        if known.add(member, why(member), &row.span) && known.enumeration.page.is_some() {
            findings.push(undocumented(name, member, &row.span));
        }
    }
}

/// An enumeration without a page.
fn undescribed(name: &str) -> Enumeration {
    Enumeration {
        name: name.to_owned(),
        description: String::new(),
        remarks: String::new(),
        page: None,
        members: Vec::new(),
        evidence: Vec::new(),
    }
}

fn documented(page: &PageFacts, findings: &mut Vec<Diagnostic>) -> Enumeration {
    let mut members: Vec<Member> = Vec::new();
    let mut places: BTreeMap<&str, (usize, &NamedRow)> = BTreeMap::new();
    for member in &page.members {
        let why = marked(&member.provenance, &member.span);
        let (at, row) = *places.entry(&member.name).or_insert((members.len(), member));
        if let Some(first) = members.get_mut(at) {
            first.evidence.extend(why);
            let differing = [
                (MARK, row.provenance != member.provenance),
                ("description", row.description != member.description),
            ];
            findings.push(repeated(&member.name, &row.span, &member.span, differing));
            continue;
        }
        members.push(Member {
            name: member.name.clone(),
            provenance: member.provenance.clone(),
            description: member.description.clone(),
            evidence: why,
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

/// Adds the members that an override says the page should list, behind those that it does list.
fn missing<'a>(enumeration: &mut Enumeration, overrides: &'a Overrides) -> Vec<Decision<'a, bool>> {
    let prefix = format!("{}.members.", enumeration.name);
    let mut decisions = Vec::new();
    let mut added: Vec<Member> = Vec::new();
    for entry in overrides.below(&prefix).filter(|entry| entry.correction == Correction::Member) {
        let Some(name) = entry.of.strip_prefix(&prefix) else { continue };
        let at = enumeration.members.iter().position(|member| member.name == name);
        let is_listed = at.is_some_and(|at| !enumeration.members[at].provenance.is_sample());
        let decision = Decision::new(is_listed, Vec::new())
            .heed(entry, true, |_| format!("the page `{}` lists `{name}`", enumeration.name));
        if decision.overridden_by().is_some() {
            let observed = at.map(|at| enumeration.members.remove(at));
            let (description, why) =
                observed.map_or_else(Default::default, |it| (it.description, it.evidence));
            added.push(Member {
                name: name.to_owned(),
                provenance: entry.provenance.clone(),
                description,
                evidence: [entry.evidence(), why].concat(),
            });
        }
        decisions.push(decision);
    }
    let members = &mut enumeration.members;
    let at = members.iter().position(|member| member.provenance.is_sample()).unwrap_or(members.len());
    members.splice(at..at, added);
    decisions
}

#[cfg(test)]
mod tests {
    use super::super::testing::{enumeration, found, operation, original, response, schema, table};
    use crate::diagnostic::Severity;

    /// The members of the page `Hue`, a declaration or a value that samples show, the members in the end, and what is found.
    #[test]
    fn an_enumeration_has_the_members_of_its_page_and_of_what_shows_others() {
        let declared = |text: &str| {
            let row = format!("hue|Its hue.{text}|Yes");
            operation("POST", &[table("#### Request body", "Name|Description|Required?", &[&row])])
        };
        let shown = |value: &str| {
            let properties = table("### Properties", "Name|Description", &["hue|See [Hue](Hue_ref.md)."]);
            let get = operation("GET", &[response(&format!("{{\"rel\": \"lamp\", \"hue\": {value}}}"))]);
            format!("{properties}{get}")
        };
        #[rustfmt::skip]
        let cases = [
            ("its page alone", shown("\"Blue\""), "Green Blue", ""),
            ("a value that it lacks", shown("\"Pink\""), "Green Blue Pink*", "UG044 `Hue` has no member `Pink` on its own page"),
            ("twice the same", shown("[\"Pink\", \"Pink\"]"), "Green Blue Pink*", "UG044 `Hue` has no member `Pink` on its own page"),
            ("a word that is not a name", shown("\"a b\""), "Green Blue", "UG035 `a b` cannot be a member of `Hue`: it is not a name"),
            ("nobody's value", shown("\"SampleValue\""), "Green Blue", ""),
            ("nearly one of its own", shown("\"Bleu\""), "Green Blue Bleu*", "UG044 `Hue` has no member `Bleu` on its own page; UG084 `Hue` has `Blue` on its page, and `Bleu` here"),
            ("a declaration", declared("(Hue)Green, or Blue"), "Green Blue", ""),
            ("a declaration of another one", declared("(Hue)Green, or Pink"), "Green Blue Pink*", "UG044 `Hue` has no member `Pink` on its own page"),
            ("a misspelt one", declared("(Hue)Green, or Bule"), "Green Blue Bule*", "UG044 `Hue` has no member `Bule` on its own page; UG084 `Hue` has `Blue` on its page, and `Bule` here"),
        ];
        for (why, section, expected, findings) in cases {
            let pages = [enumeration("Hue", &["Green", "Blue"]), original("lamp", &[section])];
            let (schema, _) = schema(&pages, "");
            let members = schema.enumerations.iter().flat_map(|enumeration| &enumeration.members);
            let members: Vec<String> = members
                .map(|it| format!("{}{}", it.name, if it.provenance.is_sample() { "*" } else { "" }))
                .collect();
            assert_eq!(members.join(" "), expected, "{why}");
            assert_eq!(found(&pages, Severity::Note).join("; "), findings, "{why}");
        }
    }

    #[test]
    fn an_enumeration_without_a_page_is_nearly_called_as_another_one() {
        let row = "state|Its state.(LampStat)On, or Off|Yes";
        let post = operation("POST", &[table("#### Request body", "Name|Description|Required?", &[row])]);
        let pages = [enumeration("LampState", &["On", "Off"]), original("lamp", &[post])];
        let expected = "UG084 `LampStat` is declared here, and has no page; `LampState` has one";
        assert_eq!(found(&pages, Severity::Warning), [expected]);
    }
}
