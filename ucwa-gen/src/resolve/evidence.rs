//! Evidence, in short.

use crate::schema::{Evidence, EvidenceKind};
use crate::source::Span;

pub(super) fn evidence(kind: EvidenceKind, detail: impl Into<String>, span: &Span) -> Evidence {
    Evidence { kind, detail: detail.into(), at: Some(span.location()) }
}

/// That a row lists it.
pub(super) fn row(span: &Span) -> Evidence {
    evidence(EvidenceKind::Row, "", span)
}

/// That its name decides it.
pub(super) fn name(detail: impl Into<String>) -> Evidence {
    Evidence { kind: EvidenceKind::Name, detail: detail.into(), at: None }
}
