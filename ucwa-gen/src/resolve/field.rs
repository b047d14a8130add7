//! A property, a parameter or a field of a body: what is asked about its type, and what was decided.

use std::collections::BTreeSet;

use super::context::Context;
use super::defaults;
use super::evidence::marked;
use super::required;
use super::seen::Values;
use crate::decision::{Decision, Findings};
use crate::overrides::Override;
use crate::page::{Declared, FieldRow, Form, Limits};
use crate::schema::{Evidence, EvidenceKind, Property, Provenance, Type};
use crate::source::Span;

/// A property, parameter or field, and what lists it.
#[derive(Clone, Debug)]
pub(super) struct Subject<'a> {
    /// What overrides call it.
    pub(super) of: String,
    /// What overrides call the property that it follows, where that is open as well.
    pub(super) follows: Option<String>,
    /// The resource whose representation, or the page whose operation, has it.
    pub(super) resource: &'a str,
    pub(super) name: &'a str,
    /// The rows that list it; empty where only samples show it.
    pub(super) rows: Vec<&'a FieldRow>,
    /// The form of its table. In the explicit one, samples are no evidence.
    pub(super) form: Form,
}

/// What is known about a property before its type is decided.
pub(super) struct Question<'q, 'a> {
    pub(super) subject: Subject<'a>,
    /// Types that a request table declares for the same thing.
    pub(super) declared: Vec<(&'q Declared, &'q Span)>,
    /// The values in samples.
    pub(super) values: &'q Values<'q>,
    /// Where samples show it as a link that is content, and no table lists such a link.
    pub(super) data_link: Option<&'q Span>,
    /// The type of the same name on a related representation.
    pub(super) related: Option<Related>,
}

impl<'q, 'a> Question<'q, 'a> {
    /// A question of which nothing is known but the rows.
    pub(super) fn new(
        of: String,
        resource: &'a str,
        name: &'a str,
        rows: Vec<&'a FieldRow>,
        form: Form,
    ) -> Self {
        Self {
            subject: Subject { of, follows: None, resource, name, rows, form },
            declared: Vec::new(),
            values: &[],
            data_link: None,
            related: None,
        }
    }
}

/// A type, and whether `null` is a value as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) ty: Type,
    pub(super) nullable: bool,
}

impl From<Type> for Choice {
    fn from(ty: Type) -> Self {
        Self { ty, nullable: false }
    }
}

impl Choice {
    /// The type as the documentation writes it.
    pub(super) fn text(&self) -> String {
        let nullable = if self.nullable { "Nullable " } else { "" };
        format!("{nullable}{}", self.ty)
    }
}

/// The type of the same name on a related representation.
#[derive(Clone, Debug)]
pub(super) struct Related {
    pub(super) ty: Type,
    pub(super) why: Evidence,
    /// Whether an override decided it, there or where that follows.
    pub(super) is_overridden: bool,
}

/// A property whose type is decided.
#[derive(Clone, Debug)]
pub(super) struct Field<'a> {
    pub(super) subject: Subject<'a>,
    decision: Decision<'a, Choice>,
    /// Whether it has its type from a property that an override decided.
    follows_override: bool,
    /// Where an override that adds it has it from, and whether it is required.
    added: Option<(&'a Provenance, bool)>,
}

impl<'a> Field<'a> {
    pub(super) fn new(subject: Subject<'a>, decision: Decision<'a, Choice>, follows_override: bool) -> Self {
        let rows = subject.rows.iter().flat_map(|found| marked(&found.provenance, &found.span));
        let decision = decision.with_evidence(|mut reasons| {
            let mut known: BTreeSet<Evidence> = reasons.iter().cloned().collect();
            reasons.extend(rows.filter(|why| known.insert(why.clone())));
            reasons.sort_by_key(|why| why.kind);
            reasons
        });
        Self { subject, decision, follows_override, added: None }
    }

    /// One that an override adds.
    pub(super) fn added(self, entry: &'a Override, required: bool) -> Self {
        Self { added: Some((&entry.provenance, required)), ..self }
    }

    /// Where it comes from: a page if one of its rows says so, a sample if it has none.
    fn provenance(&self) -> Provenance {
        if let Some((provenance, _)) = self.added {
            return provenance.clone();
        }
        let mut rows = self.subject.rows.iter().map(|row| &row.provenance);
        let first = rows.clone().next().unwrap_or(&Provenance::Sample);
        if rows.any(Provenance::is_page) { Provenance::Page } else { first.clone() }
    }

    /// What decides the same name on `whose` representation.
    pub(super) fn related(&self, kind: EvidenceKind, whose: &str) -> Related {
        let at = self.decision.evidence().iter().find_map(|why| why.at.clone());
        Related {
            ty: self.decision.value().ty.clone(),
            why: Evidence { kind, detail: format!("{whose}.{}", self.subject.name), at },
            is_overridden: self.follows_override || self.decision.overridden_by().is_some(),
        }
    }

    /// The property of the schema. Of several rows the first one with content counts.
    pub(super) fn into_property(self, context: Context<'_>, findings: &mut Findings) -> Property {
        let provenance = self.provenance();
        let (choice, mut evidence) = findings.close(self.decision);
        let rows = &self.subject.rows;
        let limits = rows.iter().fold(Limits::default(), |limits, row| Limits {
            max_length: limits.max_length.or(row.limits.max_length),
            minimum: limits.minimum.or(row.limits.minimum),
            maximum: limits.maximum.or(row.limits.maximum),
            default_provenance: match limits.default {
                Some(_) => limits.default_provenance,
                None => row.limits.default_provenance.clone(),
            },
            default: limits.default.or_else(|| row.limits.default.clone()),
        });
        let (default, default_provenance, why) =
            defaults::decide(&self.subject.of, &choice.ty, &limits, context, findings);
        evidence.extend(why);
        let stated = rows.iter().any(|row| row.required == Some(true));
        let (required, why) = match self.added {
            // The entry that adds it says it.
            Some((_, required)) => (stated || required, Vec::new()),
            None => required::decide(&self.subject.of, stated, context.overrides, findings),
        };
        // Behind the evidence of the type and of the default: what is required has no default.
        evidence.extend(why);
        let description = rows.iter().map(|row| &row.description).find(|text| !text.is_empty());
        Property {
            name: self.subject.name.to_owned(),
            ty: choice.ty,
            nullable: choice.nullable,
            required,
            max_length: limits.max_length,
            minimum: limits.minimum,
            maximum: limits.maximum,
            default,
            default_provenance,
            provenance,
            description: description.cloned().unwrap_or_default(),
            evidence,
        }
    }
}
