//! What the pages say of the type of one property, strongest evidence first.

use super::enumerations::Enumerations;
use super::evidence::{evidence, name};
use super::field::{Choice, Question, Subject};
use super::glued::nearly_declared;
use super::guess::{Asked, Guess, Misspelt, guess};
use super::index::Index;
use super::instance::Observed;
use super::likeness::Nouns;
use super::nearly::misspelt;
use super::seen::Values;
use super::values::{
    contradiction, disagreement, elements, is_list, is_placeholder, quoted, says_something, scalar, text,
    texts, two_shapes,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Proposal};
use crate::page::{Declared, FieldRow, Form, Limits};
use crate::schema::{Evidence, EvidenceKind, Scalar, Type};
use crate::source::Span;
use crate::suggest::{list, nearest, suggestion};

/// The pages, as far as they are evidence for a type.
pub(super) struct Pages<'p, 'a> {
    pub(super) index: &'p Index<'a>,
    pub(super) enumerations: &'p Enumerations<'a>,
    /// The names of all resources that have properties.
    pub(super) nouns: &'p Nouns,
}

/// A type that the pages decide, why, and what speaks against it.
pub(super) struct Found {
    pub(super) choice: Choice,
    pub(super) evidence: Vec<Evidence>,
    pub(super) follows_override: bool,
}

impl Found {
    fn new(choice: impl Into<Choice>, evidence: Vec<Evidence>) -> Self {
        Self { choice: choice.into(), evidence, follows_override: false }
    }
}

/// What speaks against a type, or says that it is open; and what could be proposed instead.
#[derive(Default)]
pub(super) struct Doubts {
    pub(super) found: Vec<Diagnostic>,
    pub(super) proposal: Option<Proposal>,
    /// A declared type that does not exist, and its place.
    unknown: Option<(String, Span)>,
}

impl Doubts {
    /// Whether the declared type does not exist. That finding says what the property becomes.
    pub(super) fn has_unknown_type(&self) -> bool {
        self.unknown.is_some()
    }

    /// Returns all findings, once it is decided which type the property has.
    pub(super) fn close(self, name: &str, ty: &Type, enumerations: &Enumerations<'_>) -> Vec<Diagnostic> {
        let unknown = self.unknown.map(|(unknown, span)| {
            let message = format!(
                "`{unknown}` is neither a type nor an enumeration with a page: `{name}` becomes `{ty}`"
            );
            let scalars = Scalar::ALL.map(|scalar| scalar.to_string());
            let scalars: Vec<&str> = scalars.iter().map(String::as_str).collect();
            let near = match enumerations.nearly_called(&unknown) {
                Some(meant) => vec![meant.to_owned()],
                None => nearest(&unknown, scalars.iter().copied()),
            };
            let help = suggestion(&near)
                .unwrap_or_else(|| format!("it is {}, or the name of an enumeration", list(&scalars)));
            Diagnostic::new(Code::TypeUnknown, span, message).help(help)
        });
        self.found.into_iter().chain(unknown).collect()
    }
}

impl Pages<'_, '_> {
    /// What the pages say.
    pub(super) fn found(&self, question: &Question<'_, '_>, doubts: &mut Doubts) -> Option<Found> {
        let declared = self.declared(question, doubts);
        let rows = question.subject.rows.iter();
        doubts.found.extend(rows.filter_map(|row| nearly_declared(row, question.subject.form)));
        if question.subject.form == Form::Explicit {
            return declared;
        }
        doubts.found.extend(contradicting(question));
        declared
            .or_else(|| question.data_link.map(data_link))
            .or_else(|| self.linked(question, doubts))
            .or_else(|| self.by_sample(question, doubts))
            .or_else(|| related(question))
            .or_else(|| by_range(question))
            .or_else(|| self.by_enumeration_name(question, doubts))
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
            doubts.unknown = Some((name.to_owned(), (*span).clone()));
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
            doubts.found.extend(self.of_another(question, name));
            let mut reasons = vec![evidence(EvidenceKind::Linked, name, &row.span)];
            reasons.extend(list_reason(&ty, question.values));
            return Some(Found::new(ty, reasons));
        }
        None
    }

    /// That samples show members of another enumeration, which the property is called like, and none of the one that the
    /// description names.
    fn of_another(&self, question: &Question<'_, '_>, name: &str) -> Option<Diagnostic> {
        let shown = || texts(question.values).filter(|(value, _)| !is_placeholder(value));
        let (value, span) = shown().next()?;
        let own = self.enumerations.place(name)?;
        if shown().any(|(value, _)| self.enumerations.has(own, value)) {
            return None;
        }
        // What the property would be if its description named nothing.
        let Guess::Decided(other) = self.guess(question, &mut Doubts::default()) else { return None };
        // Of two of one kind, such as `ModalityType` and `ConversationModalityType`, the description names the right one.
        if other.ends_with(name) || name.ends_with(&other) {
            return None;
        }
        let message = format!(
            "`{}` is a `{name}` by its description, a sample shows `{value}`, a member of `{other}`",
            question.subject.name
        );
        Some(Diagnostic::new(Code::SampleContradiction, span.clone(), message))
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
            nouns: self.nouns,
        };
        let (guess, nearly) = guess(self.enumerations, &asked);
        if let Some(Misspelt { enumeration, member, word }) = nearly
            && let Some(at) =
                subject.rows.first().map(|row| &row.span).or(question.values.first().map(|it| it.1))
        {
            let message = format!(
                "`{}` could be `{enumeration}` if its member `{member}` were `{word}`, as it is here",
                subject.name
            );
            doubts.found.push(misspelt(message, at));
        }
        guess
    }
}

pub(super) fn proposal(subject: &Subject<'_>, ty: &Type) -> Proposal {
    let of = subject.follows.as_ref().unwrap_or(&subject.of);
    Proposal::new(of.clone(), Correction::Type { ty: ty.clone(), nullable: false })
}

/// What samples of the original form say against each other, or against what they are to show.
fn contradicting(question: &Question<'_, '_>) -> Vec<Diagnostic> {
    let name = question.subject.name;
    let shapes = two_shapes(question.values).map(|(at, other)| {
        let message = format!("samples show one value for `{name}`, and a list of values");
        Diagnostic::new(Code::TypeConflict, at.clone(), message).related(other.clone(), "the other one")
    });
    let quoted = quoted(question.values).map(|(value, at)| {
        let message = format!("a sample shows `{value}` for `{name}` in quotes, as a text");
        Diagnostic::new(Code::TypeConflict, at.clone(), message)
    });
    shapes.into_iter().chain(quoted).collect()
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

#[cfg(test)]
mod tests;
