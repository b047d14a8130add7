//! The types of properties and parameters, from evidence.

use std::collections::{BTreeMap, BTreeSet};

use super::enumerations::{Asked, Enumerations, Guess, Nouns};
use super::index::Index;
use super::observe::Observed;
use super::{Notes, evidence};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Override, Overrides, Proposal};
use crate::page::{Declared, FieldRow, Limits};
use crate::schema::{Evidence, EvidenceKind, Location, Property, Scalar, Type};
use crate::source::{SourceFile, Span};
use crate::suggest::list;

/// What is known about a property before its type is decided.
pub(super) struct Question<'q, 'a> {
    /// What overrides call it.
    pub(super) of: String,
    /// What overrides call the property that it follows, where that is open as well.
    pub(super) follows: Option<String>,
    /// The resource whose representation, or the page whose operation, has it.
    pub(super) resource: &'q str,
    /// The name.
    pub(super) name: &'a str,
    /// The rows that list it; none for one that only samples show.
    pub(super) rows: Vec<&'a FieldRow>,
    /// Types that a request table declares for the same thing.
    pub(super) declared: Vec<(&'q Declared, &'q Span)>,
    /// The values in samples.
    pub(super) values: &'q [(&'q Observed, &'q Span)],
    /// Where samples show it as a link that is content, and no table lists such a link.
    pub(super) data_link: Option<&'q Span>,
    /// The type of the same name on a related representation.
    pub(super) related: Option<(Type, Evidence)>,
}

/// Decides types; remembers what it decided, for the names that nothing else decides.
pub(super) struct Types<'a> {
    pub(super) index: &'a Index<'a>,
    pub(super) enumerations: Enumerations,
    /// The names of all resources that have properties.
    nouns: Nouns,
    /// The types that each name was given on firm evidence.
    by_name: BTreeMap<String, Vec<Precedent>>,
    overrides: &'a Overrides,
}

/// What came of a question.
pub(super) enum Answer<'a> {
    /// It is decided.
    Decided(Property),
    /// Nothing but its name could decide: ask [`Types::fallback`] when all others are decided.
    Open,
    /// The same, but an override decides it, unless the name says the same in the end.
    Corrected(Property, &'a Override),
}

/// A type that a name was given elsewhere.
struct Precedent {
    ty: Type,
    /// Where it was given first.
    at: Option<Location>,
    /// How often it was given.
    count: usize,
}

/// A type and why.
struct Decision {
    ty: Type,
    nullable: bool,
    evidence: Vec<Evidence>,
}

impl<'a> Types<'a> {
    pub(super) fn new(index: &'a Index<'a>, enumerations: Enumerations, overrides: &'a Overrides) -> Self {
        let things = index.resources().filter(|page| !page.properties.is_empty());
        let nouns = Nouns::new(things.map(|page| page.name.as_str()));
        Self { index, enumerations, nouns, by_name: BTreeMap::new(), overrides }
    }

    /// Decides one property.
    pub(super) fn decide(&mut self, question: &Question<'_, '_>, notes: &mut Notes) -> Answer<'a> {
        let mut own = Notes::new();
        let found = self.found(question, &mut own);
        // What other properties of the name are is told by what the pages say of this one, whatever overrides say: so no
        // override depends on another one.
        if let Some(found) = found.as_ref().filter(|found| !self.follows_override(found)) {
            self.remember(question.name, found);
        }
        if let Some((entry, decision)) = self.corrected(question, notes) {
            match &found {
                Some(found) if own.is_empty() && found.is(&decision) => {
                    notes.push(agreement(entry, &decision));
                }
                _ => {
                    self.members(question, &decision.ty, notes);
                    let property = property(question, decision);
                    // A name that is doubtful at once cannot agree in the end.
                    return match found {
                        None if own.is_empty() => Answer::Corrected(property, entry),
                        _ => Answer::Decided(property),
                    };
                }
            }
        }
        let ty = found.as_ref().map_or(Scalar::String.into(), |found| found.ty.clone());
        for note in own.iter_mut().filter(|note| note.proposal.is_none()) {
            note.proposal = Some(proposal(question, &ty).to_string());
        }
        notes.extend(own);
        let Some(decision) = found else { return Answer::Open };
        self.members(question, &decision.ty, notes);
        Answer::Decided(property(question, decision))
    }

    /// What the pages say.
    fn found(&self, question: &Question<'_, '_>, notes: &mut Notes) -> Option<Decision> {
        self.declared(question, notes)
            .or_else(|| question.data_link.map(data_link))
            .or_else(|| self.linked(question, notes))
            .or_else(|| self.by_sample(question, notes))
            .or_else(|| related(question))
            .or_else(|| self.by_range(question))
            .or_else(|| self.by_enumeration_name(question))
    }

    /// Whether it is decided by a related property, which an override decided.
    fn follows_override(&self, decision: &Decision) -> bool {
        let Some(file) = self.overrides.source().map(SourceFile::file) else { return false };
        let is_related = |kind| matches!(kind, EvidenceKind::Role | EvidenceKind::Elsewhere);
        let mut related = decision.evidence.iter().filter(|why| is_related(why.kind));
        related.any(|why| why.at.as_ref().is_some_and(|at| at.file == file))
    }

    /// What an override says. It is about this one property: no other one of the name is decided by it.
    fn corrected(&self, question: &Question<'_, '_>, notes: &mut Notes) -> Option<(&'a Override, Decision)> {
        let (entry, (ty, nullable)) = self.overrides.find(&question.of, |it| match it {
            Correction::Type { ty, nullable } => Some((ty, *nullable)),
            _ => None,
        })?;
        if let Some(name) = ty.enumeration()
            && self.enumerations.get(name).is_none()
        {
            notes.push(entry.unknown("type", name, self.enumerations.names()));
            return None;
        }
        Some((entry, Decision { ty: ty.clone(), nullable, evidence: vec![entry.evidence()] }))
    }

    /// Whether what was left open is decided by its name as by the override: then the override is too much.
    pub(super) fn agrees(&self, question: &Question<'_, '_>, entry: &Override, notes: &mut Notes) -> bool {
        let mut own = Notes::new();
        let found = self.fallback(question, &mut own);
        let is_default = found.evidence.iter().any(|why| why.kind == EvidenceKind::Default);
        let Correction::Type { ty, nullable } = &entry.correction else { return false };
        let agrees = !is_default && (&found.ty, found.nullable) == (ty, *nullable);
        if agrees {
            let decision = Decision { ty: ty.clone(), nullable: *nullable, evidence: Vec::new() };
            notes.push(agreement(entry, &decision));
        }
        agrees
    }

    /// Decides a property that has no evidence of its own: as the same name was decided everywhere else, by its name,
    /// or not at all.
    pub(super) fn fallback(&self, question: &Question<'_, '_>, notes: &mut Notes) -> Property {
        let span = question.rows.first().map(|row| &row.span);
        let decision = match self.by_name.get(question.name).map(Vec::as_slice) {
            // One precedent may be a coincidence (`duration` counts minutes here and is a time span there): that a text is
            // a text again is none.
            Some([only]) if only.count >= 2 || matches!(only.ty.scalar(), Scalar::String | Scalar::Uri) => {
                let why = Evidence {
                    kind: EvidenceKind::Elsewhere,
                    detail: only.ty.to_string(),
                    at: only.at.clone(),
                };
                Decision { ty: only.ty.clone(), nullable: false, evidence: vec![why] }
            }
            _ if is_uri_name(question.name) => Decision {
                ty: Scalar::Uri.into(),
                nullable: false,
                evidence: vec![Evidence { kind: EvidenceKind::Name, detail: "Uri".into(), at: None }],
            },
            _ => {
                if let Some(span) = span {
                    let message = format!("nothing says what type `{}` has", question.name);
                    let proposal = proposal(question, &Scalar::String.into());
                    notes.push(Diagnostic::new(Code::NoEvidence, span.clone(), message).proposing(&proposal));
                }
                let why = Evidence { kind: EvidenceKind::Default, detail: "String".into(), at: None };
                Decision { ty: Scalar::String.into(), nullable: false, evidence: vec![why] }
            }
        };
        property(question, decision)
    }

    fn remember(&mut self, name: &str, decision: &Decision) {
        let known = self.by_name.entry(name.to_owned()).or_default();
        match known.iter_mut().find(|precedent| precedent.ty == decision.ty) {
            Some(precedent) => precedent.count += 1,
            None => {
                let at = decision.evidence.iter().find_map(|why| why.at.clone());
                known.push(Precedent { ty: decision.ty.clone(), at, count: 1 });
            }
        }
    }

    /// Values in samples that the enumeration lacks are members all the same.
    fn members(&mut self, question: &Question<'_, '_>, ty: &Type, notes: &mut Notes) {
        let Some(name) = ty.enumeration() else { return };
        for (value, span) in texts(question.values) {
            if !is_placeholder(value) {
                self.enumerations.observed(name, value, span, notes);
            }
        }
    }

    fn declared(&self, question: &Question<'_, '_>, notes: &mut Notes) -> Option<Decision> {
        let own = question.rows.iter().filter_map(|row| Some((row.declared.as_ref()?, &row.span)));
        let all: Vec<(&Declared, &Span)> = own.chain(question.declared.iter().copied()).collect();
        let (first, span) = all.first()?;
        if let Some((other, at)) = all.iter().find(|(other, _)| other.ty != first.ty) {
            let message = format!("`{}` is declared `{}` and `{}`", question.name, first.ty, other.ty);
            notes.push(
                Diagnostic::new(Code::TypeConflict, (*span).clone(), message)
                    .related((*at).clone(), "declared differently here"),
            );
        }
        if let Some(name) = first.ty.enumeration()
            && self.enumerations.get(name).is_none()
        {
            let message = format!("`{name}` is no enumeration that a page documents");
            notes.push(Diagnostic::new(Code::TypeUnknown, (*span).clone(), message));
            return None;
        }
        if let Some((value, at)) = contradiction(&first.ty, question.values) {
            let message = format!("`{}` is declared `{}`, a sample shows {value}", question.name, first.ty);
            notes.push(Diagnostic::new(Code::SampleContradiction, at.clone(), message));
        }
        let mut reasons: Vec<Evidence> = all
            .iter()
            .map(|(found, at)| evidence(EvidenceKind::Declared, found.ty.to_string(), at))
            .collect();
        reasons.dedup();
        Some(Decision {
            ty: first.ty.clone(),
            nullable: all.iter().any(|(found, _)| found.nullable),
            evidence: reasons,
        })
    }

    /// The description links to an enumeration, or names one in parentheses.
    fn linked(&self, question: &Question<'_, '_>, notes: &mut Notes) -> Option<Decision> {
        for row in &question.rows {
            let links = row.mentions.iter().filter_map(|link| self.index.linked_enumeration(link));
            let mut found: Vec<&str> = links.map(|page| page.name.as_str()).collect();
            if found.is_empty() {
                let named = row.description.split(['(', ')']).skip(1).step_by(2);
                found = named
                    .filter_map(|name| self.enumerations.get(name.trim()))
                    .map(|e| e.name.as_str())
                    .collect();
            }
            found.dedup();
            let [name] = found[..] else { continue };
            let scalar = Scalar::Enumeration(name.to_owned());
            let ty = if is_list(question.values) { Type::Array(scalar) } else { Type::Scalar(scalar) };
            if let Some((value, at)) = contradiction(&ty, question.values) {
                let message =
                    format!("`{}` is a `{name}` by its description, a sample shows {value}", question.name);
                notes.push(Diagnostic::new(Code::SampleContradiction, at.clone(), message));
                continue;
            }
            let mut reasons = vec![evidence(EvidenceKind::Linked, name, &row.span)];
            reasons.extend(list_reason(&ty, question.values));
            return Some(Decision { ty, nullable: false, evidence: reasons });
        }
        None
    }

    fn by_sample(&self, question: &Question<'_, '_>, notes: &mut Notes) -> Option<Decision> {
        let (first, span) = question.values.iter().find(|(value, _)| says_something(value))?;
        let is_list = matches!(first, Observed::List(_));
        let elements: Vec<(&Observed, &Span)> = elements(question.values).collect();
        let scalar = |scalar: Scalar| if is_list { Type::Array(scalar) } else { Type::Scalar(scalar) };
        let reason = |detail: &str| vec![evidence(EvidenceKind::Sample, detail, span)];
        let all = |test: &dyn Fn(&Observed) -> bool| {
            let telling = elements.iter().filter(|(value, _)| says_something(value));
            elements.iter().any(|(value, _)| says_something(value))
                && telling.map(|(value, _)| value).all(|value| test(value))
        };
        let decided = |found: Scalar, detail: &str| {
            Some(Decision { ty: scalar(found), nullable: false, evidence: reason(detail) })
        };
        if all(&|value| *value == Observed::Boolean || is_xml(value, is_bool)) {
            return decided(Scalar::Boolean, "true or false");
        }
        if all(&|value| *value == Observed::Integer || is_xml(value, is_integer))
            && elements.iter().any(|(value, _)| **value == Observed::Integer)
        {
            return decided(Scalar::Int32, "a whole number");
        }
        if all(&|value| matches!(value, Observed::Object)) {
            return decided(Scalar::Object, "a structure");
        }
        if all(&|value| text(value).is_some_and(is_date)) {
            return decided(Scalar::DateTime, "an instant");
        }
        if all(&|value| text(value).is_some_and(is_duration)) {
            return decided(Scalar::TimeSpan, "a duration");
        }
        if all(&|value| text(value).is_some_and(is_uri)) {
            return decided(Scalar::Uri, "a URI");
        }
        if !all(&|value| text(value).is_some()) {
            if let Some((_, at)) = elements.last() {
                let message = format!("samples show values of several types for `{}`", question.name);
                notes.push(
                    Diagnostic::new(Code::TypeConflict, (*span).clone(), message)
                        .related((*at).clone(), "and another one"),
                );
            }
            return decided(Scalar::String, "values of several types");
        }
        // A text: an enumeration's member, or just a text.
        match self.guess(question) {
            Guess::Decided(name) => {
                let mut reasons = vec![Evidence { kind: EvidenceKind::Name, detail: name.clone(), at: None }];
                reasons.extend(reason("a member's name"));
                Some(Decision { ty: scalar(Scalar::Enumeration(name)), nullable: false, evidence: reasons })
            }
            guess => {
                if let Guess::Open(candidates) = guess {
                    let at = question.rows.first().map_or(*span, |row| &row.span);
                    let names: Vec<&str> = candidates.iter().map(String::as_str).collect();
                    let message = format!("`{}` may be {}", question.name, list(&names));
                    let found = Diagnostic::new(Code::TypeAmbiguous, at.clone(), message);
                    notes.push(match candidates.split_first() {
                        Some((first, others)) => {
                            let first = scalar(Scalar::Enumeration(first.clone()));
                            let alternatives = others.to_vec();
                            found.proposing(&Proposal { alternatives, ..proposal(question, &first) })
                        }
                        None => found,
                    });
                }
                // A placeholder says that it is a text, but a related property can say more.
                if !is_list && elements.iter().all(|(value, _)| text(value).is_none_or(is_placeholder)) {
                    return None;
                }
                decided(Scalar::String, "a text")
            }
        }
    }

    fn by_enumeration_name(&self, question: &Question<'_, '_>) -> Option<Decision> {
        if question.values.iter().any(|(value, _)| says_something(value)) {
            return None;
        }
        match self.guess(question) {
            Guess::Decided(name) => {
                let why = Evidence { kind: EvidenceKind::Name, detail: name.clone(), at: None };
                Some(Decision {
                    ty: Type::Scalar(Scalar::Enumeration(name)),
                    nullable: false,
                    evidence: vec![why],
                })
            }
            _ => None,
        }
    }

    /// A smallest and a largest value make a number.
    fn by_range(&self, question: &Question<'_, '_>) -> Option<Decision> {
        let row = question.rows.iter().find(|row| row.limits.minimum.is_some() || is_number(&row.limits))?;
        let why = evidence(EvidenceKind::Prose, "a range of numbers", &row.span);
        Some(Decision { ty: Scalar::Int32.into(), nullable: false, evidence: vec![why] })
    }

    fn guess(&self, question: &Question<'_, '_>) -> Guess {
        let values: Vec<&str> =
            texts(question.values).map(|(value, _)| value).filter(|value| !is_placeholder(value)).collect();
        let description = question.rows.first().map_or("", |row| row.description.as_str());
        self.enumerations.guess(&Asked {
            resource: question.resource,
            name: question.name,
            description,
            values: &values,
            nouns: &self.nouns,
        })
    }
}

impl Decision {
    fn is(&self, other: &Self) -> bool {
        (&self.ty, self.nullable) == (&other.ty, other.nullable)
    }
}

fn agreement(entry: &Override, decision: &Decision) -> Diagnostic {
    let nullable = if decision.nullable { "Nullable " } else { "" };
    entry.agrees(format!("`{}` is `{nullable}{}` anyway", entry.of, decision.ty))
}

fn proposal(question: &Question<'_, '_>, ty: &Type) -> Proposal {
    let of = question.follows.as_ref().unwrap_or(&question.of);
    Proposal::new(of.clone(), Correction::Type { ty: ty.clone(), nullable: false })
}

fn is_number(limits: &Limits) -> bool {
    limits.default.as_ref().is_some_and(|default| default.parse::<i64>().is_ok())
}

fn related(question: &Question<'_, '_>) -> Option<Decision> {
    let (ty, why) = question.related.clone()?;
    Some(Decision { ty, nullable: false, evidence: vec![why] })
}

fn data_link(span: &Span) -> Decision {
    let why = evidence(EvidenceKind::Sample, "a link that is content", span);
    Decision { ty: Scalar::ExternalResource.into(), nullable: false, evidence: vec![why] }
}

fn list_reason(ty: &Type, values: &[(&Observed, &Span)]) -> Option<Evidence> {
    let (_, span) = values.iter().find(|(value, _)| matches!(value, Observed::List(_)))?;
    ty.is_array().then(|| evidence(EvidenceKind::Sample, "a list", span))
}

fn property(question: &Question<'_, '_>, decision: Decision) -> Property {
    let mut reasons = decision.evidence;
    let mut known: BTreeSet<Evidence> = reasons.iter().cloned().collect();
    let mut limits = Limits::default();
    let mut description = String::new();
    for row in &question.rows {
        let why = evidence(EvidenceKind::Row, "", &row.span);
        if known.insert(why.clone()) {
            reasons.push(why);
        }
        limits = Limits {
            max_length: limits.max_length.or(row.limits.max_length),
            minimum: limits.minimum.or(row.limits.minimum),
            maximum: limits.maximum.or(row.limits.maximum),
            default: limits.default.or_else(|| row.limits.default.clone()),
        };
        if description.is_empty() {
            description.clone_from(&row.description);
        }
    }
    reasons.sort_by_key(|why| why.kind);
    Property {
        name: question.name.to_owned(),
        ty: decision.ty,
        nullable: decision.nullable,
        required: question.rows.iter().any(|row| row.required == Some(true)),
        max_length: limits.max_length,
        minimum: limits.minimum,
        maximum: limits.maximum,
        default: limits.default,
        observed: question.rows.iter().all(|row| row.observed),
        description,
        evidence: reasons,
    }
}

/// A value in a sample that the type cannot hold, in words.
fn contradiction<'s>(ty: &Type, values: &'s [(&'s Observed, &'s Span)]) -> Option<(&'static str, &'s Span)> {
    elements(values).find_map(|(value, span)| {
        let is_text = matches!(
            ty.scalar(),
            Scalar::String | Scalar::Uri | Scalar::Enumeration(_) | Scalar::DateTime | Scalar::TimeSpan
        );
        let found = match value {
            Observed::Boolean if *ty.scalar() != Scalar::Boolean => "true or false",
            Observed::Integer | Observed::Float if *ty.scalar() != Scalar::Int32 => "a number",
            Observed::Object if *ty.scalar() != Scalar::Object => "a structure",
            Observed::Text(text) if !is_text && !text.is_empty() && !is_placeholder(text) => "a text",
            _ => return None,
        };
        Some((found, span))
    })
}

fn is_list(values: &[(&Observed, &Span)]) -> bool {
    values.iter().any(|(value, _)| matches!(value, Observed::List(_)))
}

/// The values, those of lists one by one.
fn elements<'v>(values: &'v [(&'v Observed, &'v Span)]) -> impl Iterator<Item = (&'v Observed, &'v Span)> {
    values.iter().flat_map(|(value, span)| {
        let elements = match value {
            Observed::List(elements) => elements.as_slice(),
            single => std::slice::from_ref(*single),
        };
        elements.iter().map(move |element| (element, *span))
    })
}

fn texts<'v>(values: &'v [(&'v Observed, &'v Span)]) -> impl Iterator<Item = (&'v str, &'v Span)> {
    elements(values).filter_map(|(value, span)| Some((text(value)?, span)))
}

fn text(value: &Observed) -> Option<&str> {
    match value {
        Observed::Text(text) | Observed::Untyped(text) => Some(text),
        _ => None,
    }
}

/// Whether the value says anything about its type: null, an empty text and an empty list do not.
fn says_something(value: &Observed) -> bool {
    match value {
        Observed::Null => false,
        Observed::Text(text) | Observed::Untyped(text) => !text.is_empty(),
        Observed::List(elements) => elements.iter().any(says_something),
        _ => true,
    }
}

fn is_xml(value: &Observed, test: fn(&str) -> bool) -> bool {
    matches!(value, Observed::Untyped(text) if test(text))
}

fn is_bool(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// What the samples have where nobody thought of a value.
fn is_placeholder(text: &str) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case("samplevalue")
}

/// `/Date(1474932027265)/`, or `2016-09-26T23:20:27.265Z`.
fn is_date(text: &str) -> bool {
    let text = text.trim_matches('\\');
    let iso = || {
        let bytes = text.as_bytes();
        bytes.len() >= 19
            && bytes[4] == b'-'
            && bytes[7] == b'-'
            && bytes[10] == b'T'
            && bytes[..4].iter().all(u8::is_ascii_digit)
    };
    (text.starts_with("/Date(") && text.contains(")")) || iso()
}

/// `PT5M`, or `01:30:00`.
fn is_duration(text: &str) -> bool {
    let iso = || {
        text.strip_prefix('P').is_some_and(|rest| {
            !rest.is_empty()
                && rest.chars().any(|c| c.is_ascii_digit())
                && rest.chars().all(|c| c.is_ascii_digit() || "YMWDTHS.".contains(c))
        })
    };
    let clock = || {
        let parts: Vec<&str> = text.split(':').collect();
        parts.len() == 3
            && parts
                .iter()
                .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit() || c == '.'))
    };
    iso() || clock()
}

fn is_uri(text: &str) -> bool {
    let schemes = ["sip:", "sips:", "tel:", "http:", "https:", "mailto:", "conf:", "callto:", "smtp:"];
    schemes
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

fn is_uri_name(name: &str) -> bool {
    name.ends_with("Uri") || name.ends_with("Url") || name == "uri" || name == "url"
}
