//! Table rows become facts.

use super::columns::{Cells, Column};
use super::declared;
use super::limits::Limits;
use super::{ErrorRow, EventRow, ExplicitTarget, FieldRow, ItemRow, LinkRow, NamedRow, ReasonRow, ScopeRow};
use crate::diagnostic::{Code, Diagnostic};
use crate::prose;
use crate::source::Span;

/// Whether a name can have this character: no blank, and nothing that a format cannot write as it is.
pub(super) fn is_in_name(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '\\')
}

/// A row that is being read.
pub(super) struct RowReader<'a> {
    pub(super) cells: Cells<'a>,
    pub(super) span: &'a Span,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl RowReader<'_> {
    /// The name in a column, and whether it is marked as observed only. A row without a name is diagnosed.
    fn name(&mut self, column: Column) -> Option<(String, bool)> {
        let text = self.cells.text(column);
        let (name, observed) = match text.strip_suffix("(observed)") {
            Some(name) => (name.trim_end(), true),
            None => (text.as_str(), false),
        };
        if name.is_empty() {
            let message = "the row has no name in its first cell";
            self.diagnostics.push(Diagnostic::new(Code::EmptyName, self.span.clone(), message));
            return None;
        }
        // A sentence is no name: what follows would be made of it.
        if !name.chars().all(is_in_name) && column != Column::Item {
            let message = format!("`{name}` is not a name");
            self.diagnostics.push(Diagnostic::new(Code::RowNotUnderstood, self.span.clone(), message));
            return None;
        }
        Some((name.to_owned(), observed))
    }

    pub(super) fn named(&mut self, column: Column) -> Option<NamedRow> {
        let (name, observed) = self.name(column)?;
        let description = self.cells.prose(Column::Description);
        Some(NamedRow { name, observed, description, span: self.span.clone() })
    }

    pub(super) fn field(&mut self) -> Option<FieldRow> {
        let (name, observed) = self.name(Column::Name)?;
        let text = self.cells.prose(Column::Description);
        let mentions = self.cells.get(Column::Description).map_or_else(Vec::new, |cell| cell.links.clone());
        let required = self.cells.get(Column::Required).map(|cell| cell.plain.eq_ignore_ascii_case("yes"));
        let (description, declared, limits) = match (self.cells.get(Column::Type), required) {
            // The explicit form: what the Type column says, and nothing that a description may happen to say.
            (Some(cell), _) => match declared::cell(&cell.plain) {
                Ok((declared, limits)) => (text.as_str(), Some(declared), limits),
                Err(error) => {
                    self.diagnostics.push(Diagnostic::new(Code::TypeUnknown, cell.span.clone(), error));
                    (text.as_str(), None, Limits::default())
                }
            },
            (None, Some(_)) => {
                let (description, declared) = declared::split(&text);
                (description, declared, Limits::from_prose(&prose::plain(description)))
            }
            // The tables of properties declare no types: a last word `String` there is a word.
            (None, None) => (text.as_str(), None, Limits::from_prose(&prose::plain(&text))),
        };
        let description = description.to_owned();
        Some(FieldRow {
            name,
            observed,
            required,
            declared,
            limits,
            description,
            mentions,
            span: self.span.clone(),
        })
    }

    pub(super) fn link(&mut self, column: Column) -> Option<LinkRow> {
        let (rel, observed) = self.name(column)?;
        let mentions = self.cells.get(Column::Description).map_or_else(Vec::new, |cell| cell.links.clone());
        let target = self.cells.get(Column::Target).and_then(|cell| match cell.links.first() {
            Some(link) => Some(ExplicitTarget::Page(link.clone())),
            None if cell.plain == "unknown" => Some(ExplicitTarget::Unknown),
            None => None,
        });
        let many = self.cells.get(Column::Cardinality).and_then(|cell| match cell.plain.as_str() {
            "many" => Some(true),
            "one" => Some(false),
            _ => None,
        });
        let description = self.cells.prose(Column::Description);
        Some(LinkRow { rel, observed, target, many, description, mentions, span: self.span.clone() })
    }

    pub(super) fn scope(&mut self) -> Option<ScopeRow> {
        let (name, _) = self.name(Column::Scope)?;
        let (permission, description) =
            (self.cells.text(Column::Permission), self.cells.prose(Column::Description));
        Some(ScopeRow { name, permission, description, span: self.span.clone() })
    }

    pub(super) fn event(&mut self, ty: &str) -> Option<EventRow> {
        let (resource, _) = self.name(Column::Resource)?;
        let target = self.cells.get(Column::Resource).and_then(|cell| cell.links.first().cloned());
        let scope = self.cells.text(Column::In);
        let scope = scope.split(',').map(|rel| rel.trim().to_owned()).filter(|rel| !rel.is_empty()).collect();
        Some(EventRow {
            ty: ty.to_owned(),
            resource,
            target,
            priority: self.cells.text(Column::Priority),
            sender: self.cells.text(Column::Sender),
            scope,
            reason: self.cells.prose(Column::Reason),
            span: self.span.clone(),
        })
    }

    pub(super) fn error(&mut self) -> Option<ErrorRow> {
        let (code, _) = self.name(Column::Error)?;
        let status = self.cells.text(Column::Status);
        let status = match status.parse() {
            Ok(status) => Some(status),
            Err(_) if matches!(status.as_str(), "" | "None") => None,
            Err(_) => {
                let message = format!("`{status}` is not an HTTP status");
                self.diagnostics.push(Diagnostic::new(Code::RowNotUnderstood, self.span.clone(), message));
                return None;
            }
        };
        let (subcode, description) = (self.subcode(), self.cells.prose(Column::Description));
        Some(ErrorRow { code, status, subcode, description, span: self.span.clone() })
    }

    pub(super) fn reason(&self, code: &str) -> ReasonRow {
        let (subcode, description) = (self.subcode(), self.cells.prose(Column::Reason));
        ReasonRow { code: code.to_owned(), subcode, description, span: self.span.clone() }
    }

    fn subcode(&self) -> Option<String> {
        let subcode = self.cells.text(Column::Subcode);
        (!subcode.is_empty() && subcode != "None").then_some(subcode)
    }

    pub(super) fn item(&self) -> ItemRow {
        let target = self.cells.get(Column::Item).and_then(|cell| cell.links.first().cloned());
        let (name, description) = (self.cells.text(Column::Item), self.cells.prose(Column::Description));
        ItemRow { name, target, description, span: self.span.clone() }
    }
}
