//! A decision: what is so about one thing, by which evidence, what speaks against it, and whether an override decided it.
//!
//! The findings about a thing stay with its decision until everything is decided; then [`Findings`] takes them, once.
//! Nothing can be read there before all of it is given back. A step that depends on an earlier one asks its decision.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::overrides::{Override, Proposal};
use crate::schema::Evidence;
use crate::source::Span;

/// What was decided about one thing.
#[derive(Clone, Debug)]
pub(crate) struct Decision<'o, T> {
    value: T,
    evidence: Vec<Evidence>,
    state: State<'o>,
    against: Vec<Diagnostic>,
    beside: Vec<Diagnostic>,
    proposal: Option<Proposal>,
    asked: Option<&'o Override>,
}

/// Who decided.
#[derive(Clone, Copy, Debug)]
enum State<'o> {
    /// The pages.
    Decided,
    /// Nobody: the value is the most general one.
    Open,
    /// An override.
    Overridden(&'o Override),
}

impl<'o, T> Decision<'o, T> {
    /// What the pages say, and why.
    pub(crate) fn new(value: T, evidence: Vec<Evidence>) -> Self {
        Self {
            value,
            evidence,
            state: State::Decided,
            against: Vec::new(),
            beside: Vec::new(),
            proposal: None,
            asked: None,
        }
    }

    /// The most general value, where the pages leave it open.
    pub(crate) fn open(value: T, evidence: Vec<Evidence>) -> Self {
        Self { state: State::Open, ..Self::new(value, evidence) }
    }

    /// Adds what speaks against the value, or says that it is open. An override that decides settles it.
    pub(crate) fn against(mut self, found: impl IntoIterator<Item = Diagnostic>) -> Self {
        self.against.extend(found);
        self
    }

    /// Adds one more finding against it, and the override that would settle it.
    pub(crate) fn doubt(&mut self, found: Diagnostic, proposal: Proposal) {
        self.against.push(found);
        self.proposal = Some(proposal);
    }

    /// Adds findings that stay, whoever decides.
    pub(crate) fn noting(mut self, found: impl IntoIterator<Item = Diagnostic>) -> Self {
        self.beside.extend(found);
        self
    }

    /// Adds a finding that stays, once more is known.
    pub(crate) fn remark(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.beside.extend(found);
    }

    /// Adds the override that would settle what speaks against the value.
    pub(crate) fn proposing(mut self, proposal: Proposal) -> Self {
        self.proposal = Some(proposal);
        self
    }

    pub(crate) fn value(&self) -> &T {
        &self.value
    }

    /// Why, strongest first.
    pub(crate) fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// The override that decided.
    pub(crate) fn overridden_by(&self) -> Option<&'o Override> {
        match self.state {
            State::Overridden(entry) => Some(entry),
            State::Decided | State::Open => None,
        }
    }

    /// Whether the pages decide it and nothing speaks against that.
    fn is_settled(&self) -> bool {
        matches!(self.state, State::Decided) && self.against.is_empty()
    }

    /// Takes the word of an override. An entry that says what is settled already is one too many; `pages_say` words what
    /// they say.
    pub(crate) fn heed(mut self, entry: &'o Override, value: T, pages_say: impl FnOnce(&T) -> String) -> Self
    where
        T: PartialEq,
    {
        self.asked = Some(entry);
        if self.is_settled() && self.value == value {
            self.beside.push(entry.agrees(pages_say(&self.value)));
            return self;
        }
        Self {
            value,
            evidence: entry.evidence(),
            state: State::Overridden(entry),
            against: Vec::new(),
            ..self
        }
    }

    /// Ignores an override that names what does not exist, which `found` reports.
    pub(crate) fn reject(mut self, entry: &'o Override, found: Diagnostic) -> Self {
        self.asked = Some(entry);
        self.beside.push(found);
        self
    }

    /// The same decision, its evidence rewritten.
    pub(crate) fn with_evidence(self, rewrite: impl FnOnce(Vec<Evidence>) -> Vec<Evidence>) -> Self {
        Self { evidence: rewrite(self.evidence), ..self }
    }
}

/// The findings of all decisions, and the overrides that were asked for. It can only be added to.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<Diagnostic>,
    asked: BTreeSet<Span>,
}

impl Findings {
    /// Adds a finding that belongs to no decision.
    pub(crate) fn add(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    /// Ends a decision: takes its findings, and returns what was decided and why.
    pub(crate) fn close<T>(&mut self, decision: Decision<'_, T>) -> (T, Vec<Evidence>) {
        let Decision { value, evidence, against, beside, proposal, asked, state: _ } = decision;
        self.found.extend(against.into_iter().map(|found| match &proposal {
            Some(proposal) => found.proposing(proposal),
            None => found,
        }));
        self.found.extend(beside);
        self.asked.extend(asked.map(|entry| entry.span.clone()));
        (value, evidence)
    }

    /// Adds the findings of another step.
    pub(crate) fn merge(&mut self, other: Self) {
        self.found.extend(other.found);
        self.asked.extend(other.asked);
    }

    /// All findings, and where the overrides stand that were asked for.
    pub(crate) fn into_parts(self) -> (Vec<Diagnostic>, BTreeSet<Span>) {
        (self.found, self.asked)
    }
}

impl Extend<Diagnostic> for Findings {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, found: I) {
        self.found.extend(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::overrides::{Correction, Overrides};
    use crate::source::SourceFile;

    /// A decision of a number, the override of which says 2: its value, the codes of its findings, and who is proposed to.
    fn outcome(decision: Decision<'_, u8>, overrides: &Overrides) -> (u8, String) {
        let entry = &overrides.entries()[0];
        let decision = decision.heed(entry, 2, |value| format!("it is {value} anyway"));
        let mut findings = Findings::default();
        let is_overridden = decision.overridden_by().is_some();
        let (value, evidence) = findings.close(decision);
        assert_eq!(is_overridden, evidence.iter().any(|why| why.detail == "so it is"));
        let (found, asked) = findings.into_parts();
        assert!(asked.contains(&entry.span), "the entry was asked for");
        (value, found.iter().map(|found| found.code.info().text).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn an_override_decides_or_is_one_too_many() {
        let file = SourceFile::new("ucwa.toml", "[[exclude]]\nof = \"lamp\"\nreason = \"so it is\"\n");
        let (overrides, _) = Overrides::parse(&file);
        assert!(matches!(overrides.entries()[0].correction, Correction::Exclude));
        let found = |code| Diagnostic::new(code, file.span(0..0), "");
        let decided = |value| Decision::new(value, Vec::new());
        let cases = [
            ("the pages say so and nothing speaks against it", decided(2), 2, "UG063"),
            ("the pages say something else", decided(1), 2, ""),
            ("the pages leave it open", Decision::open(2, Vec::new()), 2, ""),
            ("something speaks against it", decided(2).against([found(Code::TypeConflict)]), 2, ""),
            ("what it settles is gone", decided(1).against([found(Code::TypeConflict)]), 2, ""),
            ("what is beside it stays", decided(1).noting([found(Code::LinkTextDiffers)]), 2, "UG028"),
        ];
        for (why, decision, value, codes) in cases {
            assert_eq!(outcome(decision, &overrides), (value, codes.to_owned()), "{why}");
        }
    }

    #[test]
    fn a_proposal_is_with_what_it_would_settle_only() {
        let file = SourceFile::new("lamp_ref.md", "");
        let found = |code| Diagnostic::new(code, file.span(0..0), "");
        let decision = Decision::open((), Vec::new())
            .against([found(Code::TypeAmbiguous)])
            .noting([found(Code::LinkTextDiffers)])
            .proposing(Proposal::new("lamp", Correction::Exclude));
        let mut findings = Findings::default();
        findings.close(decision);
        let (found, _) = findings.into_parts();
        let proposed: Vec<bool> = found.iter().map(|found| found.proposal.is_some()).collect();
        assert_eq!(proposed, [true, false]);
    }
}
