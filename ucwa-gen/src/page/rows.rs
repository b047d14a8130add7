//! Table rows become facts.

use super::cells::Cells;
use super::columns::Column;
use super::facts::{
    ErrorRow, EventRow, ExplicitTarget, FieldRow, ItemRow, LinkRow, NamedRow, ReasonRow, ScopeRow,
};
use super::limits::Limits;
use super::name::{invisible, is_half_emphasised, unusual};
use super::{declared, mark, value};
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::Text;
use crate::prose;
use crate::schema::{Provenance, is_error_name, is_plain_name as is_name};
use crate::source::Span;

/// A row that is being read. What its methods do not understand is a finding, and where nothing is left of the row they
/// return `None`.
pub(super) struct RowReader<'a> {
    pub(super) cells: Cells<'a>,
    pub(super) span: &'a Span,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl<'a> RowReader<'a> {
    fn refuse(&mut self, code: Code, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, self.span.clone(), message));
    }

    /// That a property or a link is called as nothing is called.
    fn no_name(&mut self, name: &str) {
        if name.eq_ignore_ascii_case("none") {
            let message = format!("the name `{name}` has the word that says that there is nothing");
            self.refuse(Code::NameUnusual, message);
        }
    }

    /// The name in a column, and where the mark behind it says that it comes from.
    fn name(&mut self, column: Column) -> Option<(String, Provenance)> {
        let text = self.cells.text(column);
        let (name, provenance) = match mark::split(&text) {
            Ok(split) => split,
            Err(message) => {
                self.refuse(Code::RowNotUnderstood, message);
                return None;
            }
        };
        if name.is_empty() {
            self.refuse(Code::EmptyName, "the row has no name in its first cell");
            return None;
        }
        if let Some(c) = invisible(name) {
            let message =
                format!("the name `{}` has the invisible character U+{:04X}", visible(name), u32::from(c));
            self.refuse(Code::NameInvisible, message);
            return None;
        }
        // A sentence is not a name: what follows would be made of it.
        let source = self.cells.get(column).map_or("", |cell| cell.span.text());
        let is_half = provenance.is_page() && name.contains('_') && is_half_emphasised(source);
        if !is_name(name) || is_half && (name.starts_with('_') || name.ends_with('_')) {
            self.refuse(Code::RowNotUnderstood, format!("`{name}` is not a name"));
            return None;
        }
        if let Some(what) = unusual(name) {
            self.refuse(Code::NameUnusual, format!("the name `{name}` has {what}"));
        }
        Some((name.to_owned(), provenance))
    }

    /// The value in a column: `None` where the table has no such column, the row no such cell, or the cell no such value.
    /// The last is a finding, and so is the second already.
    fn value<T>(&mut self, column: Column, read: impl FnOnce(&'a Text) -> Result<T, String>) -> Option<T> {
        let cell = self.cells.get(column)?;
        match read(cell) {
            Ok(value) => Some(value),
            Err(message) => {
                let span = if cell.span.range().is_empty() { self.span } else { &cell.span };
                // The row is shown, and not the cell: nothing is in that.
                let message = match message.strip_prefix("`` is not ") {
                    Some(expected) => {
                        format!(
                            "the cell under `{}` is empty, and has to be {expected}",
                            self.cells.word(column)
                        )
                    }
                    None => message,
                };
                self.diagnostics.push(Diagnostic::new(Code::RowNotUnderstood, span.clone(), message));
                None
            }
        }
    }

    pub(super) fn named(&mut self, column: Column) -> Option<NamedRow> {
        let (name, provenance) = self.name(column)?;
        let description = self.cells.prose(Column::Description);
        Some(NamedRow { name, provenance, description, span: self.span.clone() })
    }

    /// A row that lists one value.
    pub(super) fn single(
        &mut self,
        column: Column,
        read: impl FnOnce(&'a Text) -> Result<String, String>,
    ) -> Option<NamedRow> {
        let name = self.value(column, read)?;
        let description = self.cells.prose(Column::Description);
        Some(NamedRow { name, provenance: Provenance::Page, description, span: self.span.clone() })
    }

    /// A row that lists a status, or that none is documented.
    pub(super) fn status(&mut self) -> Option<NamedRow> {
        let (name, provenance) = self.value(Column::Status, |cell| {
            let (text, provenance) = mark::split(&cell.plain)?;
            let status = value::code(text)?;
            Ok((status.map_or_else(|| "None".to_owned(), |status| status.to_string()), provenance))
        })?;
        let description = self.cells.prose(Column::Description);
        Some(NamedRow { name, provenance, description, span: self.span.clone() })
    }

    pub(super) fn field(&mut self) -> Option<FieldRow> {
        let (name, provenance) = self.name(Column::Name)?;
        self.no_name(&name);
        let text = self.cells.prose(Column::Description);
        let mentions = self.cells.get(Column::Description).map_or_else(Vec::new, |cell| cell.links.clone());
        let is_parameter = self.cells.has(Column::Required);
        let required = self.value(Column::Required, value::required);
        let (description, declared, limits) = match self.cells.get(Column::Type) {
            // The explicit form: what the Type column says, and nothing that a description may happen to say.
            Some(cell) => match declared::cell(&cell.plain) {
                Ok(declared::Cell { declared, limits, doubt }) => {
                    if let Some(doubt) = doubt {
                        let message = format!("the type of `{name}` is doubtful: {doubt}");
                        self.diagnostics.push(Diagnostic::new(Code::TypeUnknown, cell.span.clone(), message));
                    }
                    (text.as_str(), Some(declared), limits)
                }
                Err(error) => {
                    let span = if cell.span.range().is_empty() { self.span } else { &cell.span };
                    let message = format!("{error}; `{name}` becomes a `String`");
                    self.diagnostics.push(Diagnostic::new(Code::TypeUnknown, span.clone(), message));
                    (text.as_str(), None, Limits::default())
                }
            },
            None if is_parameter => {
                let (description, declared) = declared::split(&text);
                if declared.is_none()
                    && let Some(meant) = declared::misspelt(description)
                {
                    let message = format!("no type stands behind the description of `{name}`; {meant}");
                    self.diagnostics.push(Diagnostic::new(Code::TypeUnknown, self.span.clone(), message));
                }
                if let Some(word) = declared::misread(&text) {
                    let message = format!("`{word}` before the type of `{name}` says nothing about it");
                    let found = Diagnostic::new(Code::TypeUnknown, self.span.clone(), message);
                    self.diagnostics
                        .push(found.help("before a type stands a sentence, `Nullable` or `Array of`"));
                }
                if let Some(why) = declared::misread_members(&text) {
                    let message =
                        format!("the members behind the description of `{name}` are doubtful: {why}");
                    self.diagnostics.push(Diagnostic::new(Code::TypeUnknown, self.span.clone(), message));
                }
                (description, declared, self.limits(&name, description))
            }
            // The tables of properties declare no types: a last word `String` there is a word.
            None => (text.as_str(), None, self.limits(&name, &text)),
        };
        let description = description.to_owned();
        let span = self.span.clone();
        Some(FieldRow { name, provenance, required, declared, limits, description, mentions, span })
    }

    /// The limits that a description states.
    fn limits(&mut self, name: &str, description: &str) -> Limits {
        let (limits, doubts) = Limits::from_prose(&prose::plain(description));
        for doubt in doubts {
            let message = format!("the description of `{name}` states no limit that can be read: {doubt}");
            let found = Diagnostic::new(Code::TypeUnknown, self.span.clone(), message);
            self.diagnostics
                .push(found.help("write `The maximum length is 50 characters`, `The minimum value is 5`"));
        }
        limits
    }

    pub(super) fn link(&mut self, column: Column) -> Option<LinkRow> {
        let (rel, provenance) = self.name(column)?;
        self.no_name(&rel);
        let mentions = self.cells.get(Column::Description).map_or_else(Vec::new, |cell| cell.links.clone());
        let target = self.value(Column::Target, |cell| match cell.plain.as_str() {
            "unknown" if cell.links.is_empty() => Ok(ExplicitTarget::Unknown),
            _ => value::link(cell)
                .map(ExplicitTarget::Page)
                .map_err(|message| format!("{message}, nor `unknown`")),
        });
        let many = self.value(Column::Cardinality, value::cardinality);
        let description = self.cells.prose(Column::Description);
        Some(LinkRow { rel, provenance, target, many, description, mentions, span: self.span.clone() })
    }

    pub(super) fn scope(&mut self) -> Option<ScopeRow> {
        let (name, _) = self.name(Column::Scope)?;
        let (permission, description) =
            (self.cells.text(Column::Permission), self.cells.prose(Column::Description));
        Some(ScopeRow { name, permission, description, span: self.span.clone() })
    }

    pub(super) fn event(&mut self, ty: &str) -> Option<EventRow> {
        let (resource, provenance) = self.name(Column::Resource)?;
        let target = self.value(Column::Resource, |cell| {
            if cell.links.is_empty() { Ok(None) } else { value::linked(cell, &resource).map(Some) }
        });
        Some(EventRow {
            ty: ty.to_owned(),
            resource,
            target: target.flatten(),
            priority: self.value(Column::Priority, value::priority).unwrap_or_default().to_owned(),
            sender: self.value(Column::Sender, value::name).unwrap_or_default(),
            scope: self.value(Column::In, value::names).unwrap_or_default(),
            embedded: self.value(Column::WithResource, value::embedded).flatten(),
            provenance,
            reason: self.cells.prose(Column::Reason),
            span: self.span.clone(),
        })
    }

    pub(super) fn error(&mut self) -> Option<ErrorRow> {
        let (code, provenance) = self.name(Column::Error)?;
        if !is_error_name(&code) {
            let message = format!("`{code}` is not the name of an error code: expected letters and digits");
            self.refuse(Code::RowNotUnderstood, message);
            return None;
        }
        let status = self.value(Column::Status, |cell| value::code(&cell.plain)).flatten();
        let subcode = self.value(Column::Subcode, |cell| value::subcode(cell, &cell.plain)).flatten();
        let description = self.cells.prose(Column::Description);
        Some(ErrorRow { code, status, subcode, provenance, description, span: self.span.clone() })
    }

    pub(super) fn reason(&mut self, code: &str) -> ReasonRow {
        let marked = self.value(Column::Subcode, |cell| {
            let (text, provenance) = mark::split(&cell.plain)?;
            Ok((value::subcode(cell, text)?, provenance))
        });
        let (subcode, provenance) = marked.unwrap_or_default();
        let description = self.cells.prose(Column::Reason);
        ReasonRow { code: code.to_owned(), subcode, provenance, description, span: self.span.clone() }
    }

    /// In the explicit form an item is a link; in the original one it may be a name alone, and where the answer has a form of
    /// its own, nothing.
    pub(super) fn item(&mut self) -> Option<ItemRow> {
        let is_explicit = !self.cells.has(Column::Description);
        let (name, target) = self.value(Column::Item, |cell| match value::link(cell) {
            Ok(link) => Ok((link.text.clone(), Some(link))),
            Err(message) if is_explicit => Err(message),
            Err(_) if cell.is_empty() => Ok((String::new(), None)),
            Err(_) => value::name(cell).map(|name| (name, cell.links.first().cloned())),
        })?;
        let description = self.cells.prose(Column::Description);
        Some(ItemRow { name, target, description, span: self.span.clone() })
    }
}

/// A name with its invisible characters written as escapes.
pub(super) fn visible(name: &str) -> String {
    name.chars().fold(String::new(), |mut text, c| {
        match invisible(c.encode_utf8(&mut [0; 4])) {
            Some(c) => text.extend(c.escape_unicode()),
            None => text.push(c),
        }
        text
    })
}
