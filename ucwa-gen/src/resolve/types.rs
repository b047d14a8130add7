//! The types of properties and parameters, from evidence.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::enumerations::Enumerations;
use super::evidence::name;
use super::field::{Choice, Field, Question, Subject};
use super::index::Index;
use super::inference::{Doubts, Found, Pages, proposal};
use super::likeness::Nouns;
use super::nearly::{Nearly, is_plural, misspelt};
use super::seen::Values;
use super::values::{is_placeholder, texts};
use crate::decision::Decision;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Override, Overrides};
use crate::page::Form;
use crate::schema::{Evidence, EvidenceKind, Location, Scalar, Type};

/// Decides types; remembers what it decided, for the names that nothing else decides.
pub(super) struct Types<'a> {
    index: &'a Index<'a>,
    pub(super) enumerations: Enumerations<'a>,
    /// The names of all resources that have properties.
    nouns: Nouns,
    /// The types that each name was given on firm evidence.
    by_name: BTreeMap<&'a str, BTreeMap<Type, Precedent>>,
    /// These names, when one is looked for that is nearly another one; none after one more is known.
    nearly: OnceCell<Nearly<'a>>,
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
    doubts: Doubts,
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

impl<'a> Types<'a> {
    pub(super) fn new(
        index: &'a Index<'a>,
        enumerations: Enumerations<'a>,
        overrides: &'a Overrides,
    ) -> Self {
        let things = index.resources().filter(|page| !page.properties.is_empty());
        let nouns = Nouns::new(things.map(|page| page.name.as_str()));
        Self { index, enumerations, nouns, by_name: BTreeMap::new(), nearly: OnceCell::new(), overrides }
    }

    /// Decides one property.
    pub(super) fn decide(&mut self, question: Question<'_, 'a>) -> Answer<'a> {
        let mut doubts = Doubts::default();
        let found = self.pages().found(&question, &mut doubts);
        // Other properties of the name follow the pages, not the overrides, so that no override depends on another one.
        if let Some(found) = found.as_ref().filter(|found| !found.follows_override) {
            self.remember(question.subject.name, found);
        }
        let correction = self.correction(&question.subject);
        let Some(found) = found else {
            let provisional = match &correction {
                Some(Corrected::By(_, choice)) => {
                    self.observe(question.values, question.subject.form, &choice.ty);
                    let decision = Decision::open(Type::from(Scalar::String).into(), Vec::new());
                    let decision = corrected(decision, correction.clone(), &question.subject);
                    Some(Field::new(question.subject.clone(), decision, false))
                }
                _ => None,
            };
            let subject = question.subject;
            return Answer::Open(Box::new(Open { subject, doubts, correction, provisional }));
        };
        let default = proposal(&question.subject, &found.choice.ty);
        let proposed = doubts.proposal.take().unwrap_or(default);
        let against = doubts.close(question.subject.name, &found.choice.ty, &self.enumerations);
        let decision = Decision::new(found.choice, found.evidence).against(against).proposing(proposed);
        let decision = corrected(decision, correction, &question.subject);
        self.observe(question.values, question.subject.form, &decision.value().ty);
        Answer::Decided(Box::new(Field::new(question.subject, decision, found.follows_override)))
    }

    /// Decides a property that has no evidence of its own: as the same name was decided everywhere else, by its name,
    /// or not at all.
    pub(super) fn by_name(&self, open: Open<'a>) -> Field<'a> {
        let Open { subject, mut doubts, correction, provisional: _ } = open;
        // In the explicit form only the column decides, even if its cell cannot be read.
        let precedents = self.by_name.get(subject.name).filter(|_| subject.form == Form::Original);
        let only = precedents.filter(|all| all.len() == 1).and_then(BTreeMap::first_key_value);
        let (ty, decision) = match only {
            // One precedent may be a coincidence (`duration` counts minutes here and is a time span there), except for a
            // string.
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
                doubts.found.extend(self.misspelt_elsewhere(&subject, precedents));
                let row = subject.rows.first().filter(|_| !doubts.has_unknown_type());
                let unknown = row.map(|row| {
                    let message = format!("nothing says what type `{}` has", subject.name);
                    Diagnostic::new(Code::NoEvidence, row.span.clone(), message)
                });
                (ty.clone(), Decision::open(ty.into(), vec![why]).against(unknown))
            }
        };
        let proposed = doubts.proposal.take().unwrap_or_else(|| proposal(&subject, &ty));
        let against = doubts.close(subject.name, &ty, &self.enumerations);
        let decision = decision.against(against).proposing(proposed);
        let decision = corrected(decision, correction, &subject);
        Field::new(subject, decision, false)
    }

    /// That the name would have decided, if it were not nearly that of another page: there a type is known, and it is not enough
    /// that is known of this one.
    fn misspelt_elsewhere(
        &self,
        subject: &Subject<'_>,
        precedents: Option<&BTreeMap<Type, Precedent>>,
    ) -> Option<Diagnostic> {
        let row = subject.rows.first().filter(|_| subject.form == Form::Original)?;
        let nearly = self.nearly.get_or_init(|| Nearly::new(self.by_name.keys().copied()));
        let near = nearly.of(subject.name).into_iter().filter(|near| !is_plural(near, subject.name));
        let (near, ty, at) = near
            .filter_map(|near| {
                let (ty, precedent) =
                    self.by_name.get(near).filter(|all| all.len() == 1)?.first_key_value()?;
                let agrees = precedents.is_none_or(|own| own.keys().eq([ty]));
                (agrees && precedent.count == 1).then_some((near, ty, &precedent.at))
            })
            .next()?;
        let place = at.as_ref().map_or_else(String::new, |at| format!(" in {at}"));
        let message = format!("`{}` would be `{ty}` if it were not `{near}`{place}", subject.name);
        Some(misspelt(message, &row.span))
    }

    fn pages(&self) -> Pages<'_, 'a> {
        Pages { index: self.index, enumerations: &self.enumerations, nouns: &self.nouns }
    }

    /// What an override says. It is about this one property: no other one of the name is decided by it.
    fn correction(&self, subject: &Subject<'_>) -> Option<Corrected<'a>> {
        let (entry, (ty, nullable)) = self.overrides.find(&subject.of, |it| match it {
            Correction::Type { ty, nullable } => Some((ty, *nullable)),
            _ => None,
        })?;
        Some(match self.unknown(ty) {
            Some(name) => Corrected::Not(entry, self.no_type(entry, name)),
            None => Corrected::By(entry, Choice { ty: ty.clone(), nullable }),
        })
    }

    /// The name of the enumeration that a type is, if there is none of the name.
    pub(super) fn unknown<'t>(&self, ty: &'t Type) -> Option<&'t str> {
        ty.enumeration().filter(|name| self.enumerations.get(name).is_none())
    }

    /// The finding that an override names a type that does not exist.
    pub(super) fn no_type(&self, entry: &Override, name: &str) -> Diagnostic {
        let scalars: Vec<String> = Scalar::ALL.iter().map(Scalar::to_string).collect();
        let known = scalars.iter().map(String::as_str).chain(self.enumerations.names());
        entry.unknown("type", "type", name, known)
    }

    fn remember(&mut self, name: &'a str, found: &Found) {
        self.nearly.take();
        let types = self.by_name.entry(name).or_default();
        let precedent = types.entry(found.choice.ty.clone()).or_insert_with(|| {
            let at = found.evidence.iter().find_map(|why| why.at.clone());
            Precedent { at, count: 0 }
        });
        precedent.count += 1;
    }

    /// Values in samples that the enumeration lacks are members all the same, unless the form is explicit.
    pub(super) fn observe(&mut self, values: &Values<'_>, form: Form, ty: &Type) {
        let Some(name) = ty.enumeration() else { return };
        for (value, span) in texts(values).filter(|(value, _)| !is_placeholder(value)) {
            match form {
                Form::Original => self.enumerations.observed(name, value, span),
                Form::Explicit => self.enumerations.shown(name, value, span),
            }
        }
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

fn is_uri_name(name: &str) -> bool {
    name.ends_with("Uri") || name.ends_with("Url") || name == "uri" || name == "url"
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, operation, original, table};
    use crate::analyse;
    use crate::diagnostic::{Code, Severity};
    use crate::files::Sources;
    use crate::schema::Scalar;

    /// A parameter whose type is misspelt can have the one that something else says.
    #[test]
    fn the_help_with_a_misspelt_type_does_not_say_what_the_type_becomes() {
        let row = "level|How many. The maximum value is 100 and the minimum value is 1. Intt32|No";
        let query = table("#### Query parameters", "Name|Description|Required?", &[row]);
        let page = original("lamp", &[operation("GET", &[query])]);
        let (sources, _) = Sources::from_files([page]);
        let analysis = analyse(&sources);
        let parameters = analysis.schema.resources[0].operations.iter().flat_map(|it| &it.query);
        let types: Vec<_> = parameters.map(|parameter| parameter.ty.clone()).collect();
        assert_eq!(types, [crate::schema::Type::Scalar(Scalar::Int32)]);
        let found = analysis.diagnostics.iter().find(|found| found.code == Code::TypeUnknown).unwrap();
        assert!(found.message.ends_with("did you mean `Int32`?"), "{}", found.message);
        assert_eq!(found.advice(), "correct the row; an override can decide the type");
    }

    /// A parameter's names on two pages that say that it is a number, and what is found on a third one, which says nothing.
    #[test]
    fn a_name_that_is_misspelt_elsewhere_decides_nothing_and_is_reported() {
        let page = |name: &str, parameter: &str, description: &str| {
            let row = format!("{parameter}|{description}|No");
            let query = table("#### Query parameters", "Name|Description|Required?", &[&row]);
            original(name, &[operation("GET", &[query])])
        };
        let range = "At most. The maximum value is 100 and the minimum value is 1";
        for (one, other, expected) in [
            ("limit", "limit", ""),
            ("limit", "lmiit", "UG084 `limit` would be `Int32` if it were not `lmiit` in bulb_ref.md:"),
            ("limit", "count", ""),
            ("limit", "limits", ""),
        ] {
            let pages =
                [page("lamp", one, range), page("bulb", other, range), page("door", "limit", "How many.")];
            let found = found(&pages, Severity::Warning).join("; ");
            assert!(
                found.starts_with(expected) && found.is_empty() == expected.is_empty(),
                "{other}: {found}"
            );
        }
    }
}
