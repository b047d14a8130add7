//! Fences that were lost.

use super::form::Form;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::{Document, LostFence};

/// The findings about them. On a page of the explicit form each sample stands in a fence, so that what follows a lost one is
/// read in another way. Those of the original form often have none.
pub(super) fn lost(document: &Document, form: Form) -> impl Iterator<Item = Diagnostic> {
    document.lost_fences.iter().map(move |lost| {
        let (code, span, message) = match lost {
            LostFence::Opening(span) => {
                (Code::StrayFence, span, "this fence closes a sample that no fence opened")
            }
            LostFence::Both(span) => (Code::UnfencedSample, span, "this sample stands outside a code fence"),
        };
        let found = Diagnostic::new(code, span.clone(), message);
        match form {
            Form::Original => found,
            Form::Explicit => {
                found.with_severity(Severity::Warning).help("a fence is missing here or above: put it back")
            }
        }
    })
}
