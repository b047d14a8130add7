//! What is collected of a page while its lines are read.

use super::document::{Block, Document, FrontMatter, LostFence, Table};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceFile, Span};

/// The parts of a document, and the findings.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) front_matter: Vec<FrontMatter>,
    pub(super) blocks: Vec<Block>,
    pub(super) markup: Vec<Span>,
    pub(super) lost_fences: Vec<LostFence>,
    unread: Vec<Span>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Draft {
    /// Adds a finding about lines that are read all the same.
    pub(super) fn note(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span, message));
    }

    /// Adds a finding about lines that are not read.
    pub(super) fn refuse(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.unread.push(span.clone());
        self.note(code, span, message);
    }

    /// The table that the document ends with so far.
    pub(super) fn last_table(&mut self) -> Option<&mut Table> {
        match self.blocks.last_mut() {
            Some(Block::Table(table)) => Some(table),
            _ => None,
        }
    }

    pub(super) fn finish(self, source: &SourceFile) -> (Document, Vec<Diagnostic>) {
        let Self { front_matter, blocks, markup, lost_fences, unread, diagnostics } = self;
        let source = source.clone();
        (Document { source, front_matter, blocks, markup, lost_fences, unread }, diagnostics)
    }
}
