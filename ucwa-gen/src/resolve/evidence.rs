//! Evidence, in short.

use crate::schema::{Evidence, EvidenceKind, Provenance};
use crate::source::Span;

pub(super) fn evidence(kind: EvidenceKind, detail: impl Into<String>, span: &Span) -> Evidence {
    Evidence { kind, detail: detail.into(), at: Some(span.location()) }
}

/// That a row lists it.
pub(super) fn row(span: &Span) -> Evidence {
    evidence(EvidenceKind::Row, "", span)
}

/// That a row lists it, and where the row says that it comes from.
pub(super) fn marked(provenance: &Provenance, span: &Span) -> Vec<Evidence> {
    let source = provenance.evidence().map(|(kind, detail)| evidence(kind, detail, span));
    [row(span)].into_iter().chain(source).collect()
}

/// That its name decides it.
pub(super) fn name(detail: impl Into<String>) -> Evidence {
    Evidence { kind: EvidenceKind::Name, detail: detail.into(), at: None }
}
