//! The types of properties and parameters, from evidence.

use std::collections::BTreeMap;

use super::enumerations::Enumerations;
use super::evidence::{evidence, name};
use super::field::{Choice, Field, Question, Subject};
use super::guess::{Asked, Guess, Misspelt, guess};
use super::index::Index;
use super::instance::Observed;
use super::likeness::Nouns;
use super::nearly::misspelt;
use super::seen::Values;
use super::values::{
    contradiction, disagreement, elements, is_list, is_placeholder, says_something, scalar, text, texts,
};
use crate::decision::Decision;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Override, Overrides, Proposal};
use crate::page::{Declared, FieldRow, Form, Limits};
use crate::schema::{Evidence, EvidenceKind, Location, Scalar, Type};
use crate::source::Span;
use crate::suggest::list;

/// Decides types; remembers what it decided, for the names that nothing else decides.
pub(super) struct Types<'a> {
    index: &'a Index<'a>,
    pub(super) enumerations: Enumerations<'a>,
    /// The names of all resources that have properties.
    nouns: Nouns,
    /// The types that each name was given on firm evidence.
    by_name: BTreeMap<String, BTreeMap<Type, Precedent>>,
    overrides: &'a Overrides,
}

/// A type that a name was given elsewhere.
struct Precedent {
    /// Where it was given first.
    at: Option<Location>,
    /// How often it was given.
    count: usize,
}

/// What came of a question.
pub(super) enum Answer<'a> {
    /// It is decided.
    Decided(Box<Field<'a>>),
    /// Nothing but its name is left to decide it, when all others are decided: [`Types::by_name`].
    Open(Box<Open<'a>>),
}

/// A property that only its name can decide.
pub(super) struct Open<'a> {
    subject: Subject<'a>,
    /// What the pages say of it that decides nothing.
    against: Vec<Diagnostic>,
    correction: Option<Corrected<'a>>,
    /// What it is because of an override, unless its name says the same in the end.
    pub(super) provisional: Option<Field<'a>>,
}

/// An override that is about a type.
#[derive(Clone)]
enum Corrected<'a> {
    By(&'a Override, Choice),
    /// It names what does not exist.
    Not(&'a Override, Diagnostic),
}

/// A type that the pages decide, why, and what speaks against it.
struct Found {
    choice: Choice,
    evidence: Vec<Evidence>,
    follows_override: bool,
}

impl Found {
    fn new(choice: impl Into<Choice>, evidence: Vec<Evidence>) -> Self {
        Self { choice: choice.into(), evidence, follows_override: false }
    }
}

/// What speaks against a type, or says that it is open; and what could be proposed instead.
#[derive(Default)]
struct Doubts {
    found: Vec<Diagnostic>,
    proposal: Option<Proposal>,
}

impl<'a> Types<'a> {
    pub(super) fn new(
        index: &'a Index<'a>,
        enumerations: Enumerations<'a>,
        overrides: &'a Overrides,
    ) -> Self {
        let things = index.resources().filter(|page| !page.properties.is_empty());
        let nouns = Nouns::new(things.map(|page| page.name.as_str()));
        Self { index, enumerations, nouns, by_name: BTreeMap::new(), overrides }
    }

    /// Decides one property.
    pub(super) fn decide(&mut self, question: Question<'_, 'a>) -> Answer<'a> {
        let mut doubts = Doubts::default();
        let found = self.found(&question, &mut doubts);
        // What other properties of the name are is told by what the pages say of this one, whatever overrides say: so no
        // override depends on another one.
        if let Some(found) = found.as_ref().filter(|found| !found.follows_override) {
            self.remember(question.subject.name, found);
        }
        let correction = self.correction(&question.subject);
        let Some(found) = found else {
            let provisional = match &correction {
                Some(Corrected::By(_, choice)) => {
                    self.observe(&question, &choice.ty);
                    let decision = Decision::open(Type::from(Scalar::String).into(), Vec::new());
                    let decision = corrected(decision, correction.clone(), &question.subject);
                    Some(Field::new(question.subject.clone(), decision, false))
                }
                _ => None,
            };
            let (subject, against) = (question.subject, doubts.found);
            return Answer::Open(Box::new(Open { subject, against, correction, provisional }));
        };
        let default = proposal(&question.subject, &found.choice.ty);
        let decision = Decision::new(found.choice, found.evidence)
            .against(doubts.found)
            .proposing(doubts.proposal.unwrap_or(default));
        let decision = corrected(decision, correction, &question.subject);
        self.observe(&question, &decision.value().ty);
        Answer::Decided(Box::new(Field::new(question.subject, decision, found.follows_override)))
    }

    /// Decides a property that has no evidence of its own: as the same name was decided everywhere else, by its name,
    /// or not at all.
    pub(super) fn by_name(&self, open: Open<'a>) -> Field<'a> {
        let Open { subject, against, correction, provisional: _ } = open;
        // In the explicit form a row without a type that can be read has none.
        let precedents = self.by_name.get(subject.name).filter(|_| subject.form == Form::Original);
        let only = precedents.filter(|all| all.len() == 1).and_then(BTreeMap::first_key_value);
        let (ty, decision) = match only {
            // One precedent may be a coincidence (`duration` counts minutes here and is a time span there): that a text is
            // a text again is none.
            Some((ty, precedent))
                if precedent.count >= 2 || matches!(ty.scalar(), Scalar::String | Scalar::Uri) =>
            {
                let (kind, detail) = (EvidenceKind::Elsewhere, ty.to_string());
                let why = Evidence { kind, detail, at: precedent.at.clone() };
                (ty.clone(), Decision::new(ty.clone().into(), vec![why]))
            }
            _ if is_uri_name(subject.name) && subject.form == Form::Original => {
                let ty = Type::from(Scalar::Uri);
                (ty.clone(), Decision::new(ty.into(), vec![name("Uri")]))
            }
            _ => {
                let (kind, detail) = (EvidenceKind::Default, "String".to_owned());
                let ty = Type::from(Scalar::String);
                let why = Evidence { kind, detail, at: None };
                let unknown = subject.rows.first().map(|row| {
                    let message = format!("nothing says what type `{}` has", subject.name);
                    Diagnostic::new(Code::NoEvidence, row.span.clone(), message)
                });
                (ty.clone(), Decision::open(ty.into(), vec![why]).against(unknown))
            }
        };
        let decision = decision.against(against).proposing(proposal(&subject, &ty));
        let decision = corrected(decision, correction, &subject);
        Field::new(subject, decision, false)
    }

    /// What the pages say.
    fn found(&self, question: &Question<'_, 'a>, doubts: &mut Doubts) -> Option<Found> {
        let declared = self.declared(question, doubts);
        if question.subject.form == Form::Explicit {
            return declared;
        }
        declared
            .or_else(|| question.data_link.map(data_link))
            .or_else(|| self.linked(question, doubts))
            .or_else(|| self.by_sample(question, doubts))
            .or_else(|| related(question))
            .or_else(|| by_range(question))
            .or_else(|| self.by_enumeration_name(question, doubts))
    }

    /// What an override says. It is about this one property: no other one of the name is decided by it.
    fn correction(&self, subject: &Subject<'_>) -> Option<Corrected<'a>> {
        let (entry, (ty, nullable)) = self.overrides.find(&subject.of, |it| match it {
            Correction::Type { ty, nullable } => Some((ty, *nullable)),
            _ => None,
        })?;
        let unknown = ty.enumeration().filter(|name| self.enumerations.get(name).is_none());
        Some(match unknown {
            Some(name) => Corrected::Not(entry, entry.unknown("type", name, self.enumerations.names())),
            None => Corrected::By(entry, Choice { ty: ty.clone(), nullable }),
        })
    }

    fn remember(&mut self, name: &str, found: &Found) {
        let types = self.by_name.entry(name.to_owned()).or_default();
        let precedent = types.entry(found.choice.ty.clone()).or_insert_with(|| {
            let at = found.evidence.iter().find_map(|why| why.at.clone());
            Precedent { at, count: 0 }
        });
        precedent.count += 1;
    }

    /// Values in samples that the enumeration lacks are members all the same, unless the form is explicit.
    fn observe(&mut self, question: &Question<'_, '_>, ty: &Type) {
        let Some(name) = ty.enumeration() else { return };
        for (value, span) in texts(question.values).filter(|(value, _)| !is_placeholder(value)) {
            match question.subject.form {
                Form::Original => self.enumerations.observed(name, value, span),
                Form::Explicit => self.enumerations.shown(name, value, span),
            }
        }
    }

    fn declared(&self, question: &Question<'_, '_>, doubts: &mut Doubts) -> Option<Found> {
        let subject = &question.subject;
        let own = subject.rows.iter().filter_map(|row| Some((row.declared.as_ref()?, &row.span)));
        let all: Vec<(&Declared, &Span)> = own.chain(question.declared.iter().copied()).collect();
        let (first, span) = all.first()?;
        if let Some((other, at)) = all.iter().find(|(other, _)| other.ty != first.ty) {
            let message = format!("`{}` is declared `{}` and `{}`", subject.name, first.ty, other.ty);
            doubts.found.push(
                Diagnostic::new(Code::TypeConflict, (*span).clone(), message)
                    .related((*at).clone(), "declared differently here"),
            );
        }
        if let Some(name) = first.ty.enumeration()
            && self.enumerations.get(name).is_none()
        {
            let message = format!("`{name}` is no enumeration that a page documents");
            doubts.found.push(Diagnostic::new(Code::TypeUnknown, (*span).clone(), message));
            return None;
        }
        let linked = question.data_link.filter(|_| *first.ty.scalar() != Scalar::ExternalResource);
        let shown = match subject.form {
            Form::Original => contradiction(&first.ty, question.values),
            Form::Explicit => disagreement(&first.ty, question.values)
                .or_else(|| linked.map(|span| ("a link that is content", span))),
        };
        if let Some((value, at)) = shown {
            let message = format!("`{}` is declared `{}`, a sample shows {value}", subject.name, first.ty);
            doubts.found.push(Diagnostic::new(Code::SampleContradiction, at.clone(), message));
        }
        let reasons = all.iter();
        let mut reasons: Vec<Evidence> =
            reasons.map(|(found, at)| evidence(EvidenceKind::Declared, found.ty.to_string(), at)).collect();
        reasons.dedup();
        let nullable = match subject.form {
            Form::Original => all.iter().any(|(found, _)| found.nullable),
            Form::Explicit => first.nullable,
        };
        Some(Found::new(Choice { ty: first.ty.clone(), nullable }, reasons))
    }

    /// The description links to an enumeration, or names one in parentheses.
    fn linked(&self, question: &Question<'_, '_>, doubts: &mut Doubts) -> Option<Found> {
        for row in &question.subject.rows {
            let links = row.mentions.iter().filter_map(|link| self.index.linked_enumeration(link));
            let mut found: Vec<&str> = links.map(|page| page.name.as_str()).collect();
            if found.is_empty() {
                let named = row.description.split(['(', ')']).skip(1).step_by(2);
                found = named
                    .filter_map(|name| self.enumerations.get(name.trim()))
                    .map(|enumeration| enumeration.name.as_str())
                    .collect();
            }
            found.dedup();
            let [name] = found[..] else {
                doubts.found.extend(self.nearly_named(question, row));
                continue;
            };
            let scalar = Scalar::Enumeration(name.to_owned());
            let ty = if is_list(question.values) { Type::Array(scalar) } else { Type::Scalar(scalar) };
            if let Some((value, at)) = contradiction(&ty, question.values) {
                let message = format!(
                    "`{}` is a `{name}` by its description, a sample shows {value}",
                    question.subject.name
                );
                doubts.found.push(Diagnostic::new(Code::SampleContradiction, at.clone(), message));
                continue;
            }
            let mut reasons = vec![evidence(EvidenceKind::Linked, name, &row.span)];
            reasons.extend(list_reason(&ty, question.values));
            return Some(Found::new(ty, reasons));
        }
        None
    }

    /// That the description has in parentheses what is nearly the name of an enumeration.
    fn nearly_named(&self, question: &Question<'_, '_>, row: &FieldRow) -> Option<Diagnostic> {
        let words = row.description.split(['(', ')']).skip(1).step_by(2).map(str::trim);
        let meant = words.filter_map(|word| Some((word, self.enumerations.nearly_called(word)?))).next()?;
        let name = question.subject.name;
        let message = format!("`{name}` would be `{}` if its description did not say `{}`", meant.1, meant.0);
        Some(misspelt(message, &row.span))
    }

    fn by_sample(&self, question: &Question<'_, '_>, doubts: &mut Doubts) -> Option<Found> {
        let (first, span) = question.values.iter().find(|(value, _)| says_something(value))?;
        let is_list = matches!(first, Observed::List(_));
        let ty = |scalar: Scalar| if is_list { Type::Array(scalar) } else { Type::Scalar(scalar) };
        let reason = |detail: &str| evidence(EvidenceKind::Sample, detail, span);
        let decided = |scalar: Scalar, detail: &str| Some(Found::new(ty(scalar), vec![reason(detail)]));
        match scalar(question.values) {
            Ok(Some((scalar, what))) => return decided(scalar, what),
            Ok(None) => {}
            Err(()) => {
                let found = elements(question.values).last().map(|(_, at)| {
                    let message =
                        format!("samples show values of several types for `{}`", question.subject.name);
                    Diagnostic::new(Code::TypeConflict, (*span).clone(), message)
                        .related(at.clone(), "and another one")
                });
                doubts.found.extend(found);
                return decided(Scalar::String, "values of several types");
            }
        }
        // A text: an enumeration's member, or just a text.
        match self.guess(question, doubts) {
            Guess::Decided(found) => {
                let reasons = vec![name(found.clone()), reason("a member's name")];
                return Some(Found::new(ty(Scalar::Enumeration(found)), reasons));
            }
            Guess::Open(candidates) => {
                let at = question.subject.rows.first().map_or(*span, |row| &row.span);
                let names: Vec<&str> = candidates.iter().map(String::as_str).collect();
                let message = format!("`{}` may be {}", question.subject.name, list(&names));
                doubts.found.push(Diagnostic::new(Code::TypeAmbiguous, at.clone(), message));
                doubts.proposal = candidates.split_first().map(|(first, others)| {
                    let first = ty(Scalar::Enumeration(first.clone()));
                    Proposal { alternatives: others.to_vec(), ..proposal(&question.subject, &first) }
                });
            }
            Guess::None => {}
        }
        // A placeholder says that it is a text, but a related property can say more.
        if !is_list && elements(question.values).all(|(value, _)| text(value).is_none_or(is_placeholder)) {
            return None;
        }
        decided(Scalar::String, "a text")
    }

    fn by_enumeration_name(&self, question: &Question<'_, '_>, doubts: &mut Doubts) -> Option<Found> {
        if question.values.iter().any(|(value, _)| says_something(value)) {
            return None;
        }
        match self.guess(question, doubts) {
            Guess::Decided(found) => {
                let why = name(found.clone());
                Some(Found::new(Type::Scalar(Scalar::Enumeration(found)), vec![why]))
            }
            Guess::Open(_) | Guess::None => None,
        }
    }

    fn guess(&self, question: &Question<'_, '_>, doubts: &mut Doubts) -> Guess {
        let values: Vec<&str> =
            texts(question.values).map(|(value, _)| value).filter(|value| !is_placeholder(value)).collect();
        let subject = &question.subject;
        let description = subject.rows.first().map_or("", |row| row.description.as_str());
        let asked = Asked {
            resource: subject.resource,
            name: subject.name,
            description,
            values: &values,
            nouns: &self.nouns,
        };
        let (guess, nearly) = guess(&self.enumerations, &asked);
        if let Some(Misspelt { enumeration, member, word }) = nearly
            && let Some(at) =
                subject.rows.first().map(|row| &row.span).or(question.values.first().map(|it| it.1))
        {
            let message = format!(
                "`{}` would be `{enumeration}` if its member `{member}` were `{word}`, as it is here",
                subject.name
            );
            doubts.found.push(misspelt(message, at));
        }
        guess
    }
}

/// Compares what the pages say with what an override says.
fn corrected<'a>(
    decision: Decision<'a, Choice>,
    correction: Option<Corrected<'a>>,
    subject: &Subject<'_>,
) -> Decision<'a, Choice> {
    match correction {
        None => decision,
        Some(Corrected::Not(entry, found)) => decision.reject(entry, found),
        Some(Corrected::By(entry, choice)) => {
            decision.heed(entry, choice, |choice| format!("`{}` is `{}` anyway", subject.of, choice.text()))
        }
    }
}

fn proposal(subject: &Subject<'_>, ty: &Type) -> Proposal {
    let of = subject.follows.as_ref().unwrap_or(&subject.of);
    Proposal::new(of.clone(), Correction::Type { ty: ty.clone(), nullable: false })
}

fn related(question: &Question<'_, '_>) -> Option<Found> {
    let related = question.related.clone()?;
    let found = Found::new(related.ty, vec![related.why]);
    Some(Found { follows_override: related.is_overridden, ..found })
}

/// A smallest and a largest value make a number.
fn by_range(question: &Question<'_, '_>) -> Option<Found> {
    let mut rows = question.subject.rows.iter();
    let row = rows.find(|row| row.limits.minimum.is_some() || is_number(&row.limits))?;
    let why = evidence(EvidenceKind::Prose, "a range of numbers", &row.span);
    Some(Found::new(Type::from(Scalar::Int32), vec![why]))
}

fn is_number(limits: &Limits) -> bool {
    limits.default.as_ref().is_some_and(|default| default.parse::<i64>().is_ok())
}

fn data_link(span: &Span) -> Found {
    let why = evidence(EvidenceKind::Sample, "a link that is content", span);
    Found::new(Type::from(Scalar::ExternalResource), vec![why])
}

fn list_reason(ty: &Type, values: &Values<'_>) -> Option<Evidence> {
    let (_, span) = values.iter().find(|(value, _)| matches!(value, Observed::List(_)))?;
    ty.is_array().then(|| evidence(EvidenceKind::Sample, "a list", span))
}

fn is_uri_name(name: &str) -> bool {
    name.ends_with("Uri") || name.ends_with("Url") || name == "uri" || name == "url"
}
