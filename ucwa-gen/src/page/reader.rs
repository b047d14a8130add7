//! Walks the blocks of a page and files what they say.

use super::columns::{self, Cells, Column, Kind};
use super::form::Forms;
use super::rows::RowReader;
use super::section::{self, Section};
use super::{OperationFacts, PageFacts, PageKind, front_matter};
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::{Block, Document, Table, Text};
use crate::overrides::{Correction, Proposal};
use crate::sample::{self, Format, Role};
use crate::schema::is_type_name;
use crate::source::{Span, page_name, reference_name};

/// Reads what a page says.
#[must_use]
pub fn facts(document: &Document) -> (PageFacts, Vec<Diagnostic>) {
    let mut reader = Reader::new(document);
    for block in &document.blocks {
        reader.block(block);
    }
    reader.finish()
}

struct Reader {
    facts: PageFacts,
    diagnostics: Vec<Diagnostic>,
    section: Option<Section>,
    has_title: bool,
    /// What the sections seen so far say the page documents.
    is_resource: bool,
    is_enumeration: bool,
    has_properties: bool,
    has_links: bool,
}

impl Reader {
    fn new(document: &Document) -> Self {
        let source = document.source.clone();
        let name = page_name(source.file()).to_owned();
        let mut diagnostics = Vec::new();
        let explicit = front_matter::read(&document.front_matter, &mut diagnostics);
        let facts = PageFacts {
            source,
            name,
            kind: PageKind::Other,
            description: String::new(),
            remarks: String::new(),
            mentions: Vec::new(),
            explicit,
            forms: Forms::new(&document.front_matter),
            web_link: Vec::new(),
            properties: Vec::new(),
            links: Vec::new(),
            embedded: Vec::new(),
            scopes: Vec::new(),
            events: Vec::new(),
            event_samples: Vec::new(),
            operations: Vec::new(),
            reasons: Vec::new(),
            members: Vec::new(),
            rows: Vec::new(),
        };
        Self {
            facts,
            diagnostics,
            section: None,
            has_title: false,
            is_resource: false,
            is_enumeration: false,
            has_properties: false,
            has_links: false,
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => self.text(text),
            Block::Item(text) => self.item(text),
            Block::Table(table) => self.table(table),
            Block::Code { span, .. } => self.code(span),
        }
    }

    fn heading(&mut self, level: usize, text: &Text) {
        if level == 1 && !self.has_title {
            self.has_title = true;
            self.title(text);
            return;
        }
        let Some(found) = section::recognise(&text.plain, self.section.as_ref()) else {
            let message = format!("the reference has no section `{}`", text.plain);
            self.diagnostics.push(Diagnostic::new(Code::UnknownSection, text.span.clone(), message));
            self.section = None;
            return;
        };
        if let Some(meant) = found.meant {
            let message = format!("`{}` was read as `{meant}`", text.plain);
            self.diagnostics.push(Diagnostic::new(Code::MisspelledSection, text.span.clone(), message));
        }
        if section::usual_level(&text.plain, &found.section).is_some_and(|usual| usual != level) {
            let message = format!("`{}` stands on level {level}", text.plain);
            self.diagnostics.push(Diagnostic::new(Code::HeadingLevel, text.span.clone(), message));
        }
        match &found.section {
            Section::Members => self.is_enumeration = true,
            Section::Remarks => {}
            _ => self.is_resource = true,
        }
        self.has_properties |= found.section == Section::Properties;
        self.has_links |= found.section == Section::Links;
        if let Section::Method(method) = &found.section {
            self.facts.operations.push(operation(method, &text.span));
        }
        self.section = Some(found.section);
    }

    fn title(&mut self, text: &Text) {
        let title = text.plain.split_whitespace().next().unwrap_or_default();
        if reference_name(self.facts.source.file()).is_none() {
            // The file is not named after the page: the title is all there is to name it by.
            title.clone_into(&mut self.facts.name);
            return;
        }
        let same = title.eq_ignore_ascii_case(&self.facts.name);
        if !same || text.plain != title {
            let message = format!("the title is `{}`, the page is `{}`", text.plain, self.facts.name);
            self.diagnostics.push(Diagnostic::new(Code::TitleDiffers, text.span.clone(), message));
        }
        // The title has the name as it is written on the wire; a file system may have lost its case.
        if same {
            title.clone_into(&mut self.facts.name);
        }
    }

    /// A list item is text, but one page has its reason codes as list items instead of headings.
    fn item(&mut self, text: &Text) {
        let in_reasons = matches!(self.section, Some(Section::Reasons | Section::ReasonCode(_)));
        if in_reasons && !text.is_empty() && !text.plain.contains(char::is_whitespace) {
            let message = format!("`{}` is a list item, not a heading", text.plain);
            self.diagnostics.push(Diagnostic::new(Code::HeadingLevel, text.span.clone(), message));
            self.section = Some(Section::ReasonCode(text.plain.clone()));
        } else {
            self.text(text);
        }
    }

    fn text(&mut self, text: &Text) {
        if text.is_empty() || is_boilerplate(&text.plain) {
            return;
        }
        match &self.section {
            None if self.has_title && self.facts.description.is_empty() => {
                self.facts.description.clone_from(&text.prose);
                self.facts.mentions.extend(text.links.iter().cloned());
            }
            None | Some(Section::ResourceDescription | Section::Remarks) => {
                if !self.facts.remarks.is_empty() {
                    self.facts.remarks.push('\n');
                }
                self.facts.remarks.push_str(&text.prose);
                self.facts.mentions.extend(text.links.iter().cloned());
            }
            Some(Section::Method(_)) => {
                if let Some(operation) = self.facts.operations.last_mut() {
                    if !operation.description.is_empty() {
                        operation.description.push('\n');
                    }
                    operation.description.push_str(&text.prose);
                }
            }
            Some(Section::ResponseBody) if text.plain.contains("contains the properties and links") => {
                if let Some(operation) = self.facts.operations.last_mut() {
                    operation.returns_representation = true;
                }
            }
            Some(_) => {}
        }
    }

    fn code(&mut self, span: &Span) {
        let text = span.text().trim();
        match self.section.clone() {
            Some(Section::Sample(role, format)) => {
                let sample = sample::read(role, format, span.clone());
                match self.facts.operations.last_mut() {
                    Some(operation) => operation.samples.push(sample),
                    None => self.misplaced(span),
                }
            }
            Some(Section::Event(ty)) => {
                let format = if text.starts_with('<') { Format::Xml } else { Format::Json };
                let sample = sample::read(Role::Event, format, span.clone());
                self.facts.event_samples.push((ty, sample));
            }
            _ if text.is_empty() => {}
            _ => self.misplaced(span),
        }
    }

    fn misplaced(&mut self, span: &Span) {
        let end = span.text().find('\n').unwrap_or(span.text().len());
        let message = "a sample stands in a section that has none";
        self.diagnostics.push(
            Diagnostic::new(Code::SampleMisplaced, span.slice(0..end), message)
                .help("put it under a heading `JSON Request`, `JSON Response`, `XML Request`, `XML Response`, or under an event"),
        );
    }

    fn table(&mut self, table: &Table) {
        let section = self.section.clone();
        self.facts.rows.extend(table.rows.iter().map(|row| row.span.clone()));
        let Some(columns) = self.columns(table, section.as_ref()) else { return };
        let section = section.or_else(|| web_link(table));
        let Some(kind) = columns::kind(&columns, section.as_ref()) else {
            return self.unknown(table, "its columns do not belong in this section");
        };
        self.facts.forms.add(kind, &columns, self.facts.operations.len());
        for row in &table.rows {
            let cells = Cells::new(row, &columns);
            if !cells.complete {
                let message =
                    format!("cells in the row: {}, columns in its table: {}", row.cells.len(), columns.len());
                self.diagnostics.push(Diagnostic::new(Code::CellCount, row.span.clone(), message));
            }
            let reader = RowReader { cells, span: &row.span, diagnostics: &mut self.diagnostics };
            let understood = file(reader, kind, section.as_ref(), &mut self.facts);
            if !understood && !self.diagnostics.iter().any(|found| found.span.as_ref() == Some(&row.span)) {
                let message = "the row stands where its table has no meaning";
                self.diagnostics.push(Diagnostic::new(Code::RowNotUnderstood, row.span.clone(), message));
            }
        }
    }

    fn columns(&mut self, table: &Table, section: Option<&Section>) -> Option<Vec<Column>> {
        if let Some(header) = &table.header {
            if let Some(columns) = columns::columns(header) {
                return Some(columns);
            }
            self.unknown(table, "the reference has no table with this heading");
            return None;
        }
        let width = table.rows.first().map_or(0, |row| row.cells.len());
        let Some(usual) = columns::usual(section, width) else {
            self.unknown(table, "it has no heading row, and its section has no usual table");
            return None;
        };
        let first = table.rows.first().map_or(&table.span, |row| &row.span);
        let message = "the table has no heading row";
        self.diagnostics.push(Diagnostic::new(Code::MissingHeader, first.clone(), message));
        Some(usual.to_vec())
    }

    /// Names every row of a table that is not understood, so that none is lost without a word.
    fn unknown(&mut self, table: &Table, why: &str) {
        let header = table.header.iter().map(|row| (&row.span, "the table is not read"));
        let rows = table.rows.iter().map(|row| (&row.span, "the row is not read"));
        for (span, what) in header.chain(rows) {
            let message = format!("{what}: {why}");
            self.diagnostics.push(Diagnostic::new(Code::UnknownTable, span.clone(), message));
        }
    }

    fn finish(mut self) -> (PageFacts, Vec<Diagnostic>) {
        self.facts.kind = match (self.is_resource, self.is_enumeration) {
            (true, _) => PageKind::Resource,
            (false, true) if is_type_name(&self.facts.name) => PageKind::Enumeration,
            (false, has_members) => {
                let message = if has_members {
                    format!(
                        "`{}` cannot be the name of an enumeration, as `InvitationState` is",
                        self.facts.name
                    )
                } else {
                    format!("`{}` documents nothing", self.facts.source.file())
                };
                let span = self.facts.source.span(0..0);
                let exclude = Proposal::new(self.facts.name.clone(), Correction::Exclude);
                let found = Diagnostic::new(Code::NotAReference, span, message);
                self.diagnostics.push(found.proposing(&exclude));
                PageKind::Other
            }
        };
        self.strangers();
        if self.facts.kind == PageKind::Resource {
            for (name, is_there) in [("Properties", self.has_properties), ("Links", self.has_links)] {
                if !is_there {
                    let message = format!("`{}` has no section `{name}`", self.facts.name);
                    let span = self.facts.source.span(0..0);
                    self.diagnostics.push(Diagnostic::new(Code::MissingSection, span, message));
                }
            }
        }
        for operation in &self.facts.operations {
            if operation.samples.is_empty() && operation.statuses.is_empty() {
                let message = format!("{} has no sample", operation.method);
                self.diagnostics.push(Diagnostic::new(Code::SampleMissing, operation.span.clone(), message));
            }
        }
        (self.facts, self.diagnostics)
    }
}

impl Reader {
    /// Names the rows that do not belong on a page of this kind: what they say has no place in the schema.
    fn strangers(&mut self) {
        let is_member = |span: &Span| self.facts.members.iter().any(|row| row.span == *span);
        let strangers: Vec<Span> = match self.facts.kind {
            PageKind::Resource => self.facts.members.drain(..).map(|row| row.span).collect(),
            PageKind::Enumeration => self.facts.rows.iter().filter(|row| !is_member(row)).cloned().collect(),
            PageKind::Other => self.facts.rows.clone(),
        };
        for span in strangers {
            if !self.diagnostics.iter().any(|found| found.span.as_ref() == Some(&span)) {
                let message = "the row does not belong on a page of this kind";
                self.diagnostics.push(Diagnostic::new(Code::RowNotUnderstood, span, message));
            }
        }
    }
}

/// A page that has lost its headings still has the table of every web link, known by its first row.
fn web_link(table: &Table) -> Option<Section> {
    let first = table.rows.first()?.cells.first()?;
    (first.plain == "rel").then_some(Section::WebLink)
}

fn operation(method: &str, span: &Span) -> OperationFacts {
    OperationFacts {
        method: method.to_owned(),
        description: String::new(),
        query: Vec::new(),
        input: Vec::new(),
        consumes: Vec::new(),
        items: Vec::new(),
        returns_representation: false,
        output_fields: Vec::new(),
        output_element: None,
        produces: Vec::new(),
        statuses: Vec::new(),
        errors: Vec::new(),
        samples: Vec::new(),
        span: span.clone(),
    }
}

/// Files one row; false when it could not be.
fn file(mut row: RowReader<'_>, kind: Kind, section: Option<&Section>, facts: &mut PageFacts) -> bool {
    match kind {
        Kind::WebLink => push(row.named(Column::Name), &mut facts.web_link),
        Kind::Properties => push(row.field(), &mut facts.properties),
        Kind::Members => push(row.named(Column::Name), &mut facts.members),
        Kind::Links => push(row.link(Column::Link), &mut facts.links),
        Kind::Embedded => push(row.link(Column::Embedded), &mut facts.embedded),
        Kind::Scopes => push(row.scope(), &mut facts.scopes),
        Kind::Events => match section {
            Some(Section::Event(ty)) => push(row.event(ty), &mut facts.events),
            _ => false,
        },
        Kind::Reasons => match section {
            Some(Section::ReasonCode(code)) => push(Some(row.reason(code)), &mut facts.reasons),
            _ => false,
        },
        Kind::Query
        | Kind::Input
        | Kind::Output
        | Kind::Errors
        | Kind::Items
        | Kind::Element
        | Kind::Statuses
        | Kind::MediaTypes => {
            let Some(operation) = facts.operations.last_mut() else { return false };
            match kind {
                Kind::Query => push(row.field(), &mut operation.query),
                Kind::Input => push(row.field(), &mut operation.input),
                Kind::Output => push(row.field(), &mut operation.output_fields),
                Kind::Errors => push(row.error(), &mut operation.errors),
                Kind::Items => push(Some(row.item()), &mut operation.items),
                Kind::Element => first(row.named(Column::Element), &mut operation.output_element),
                Kind::Statuses => push(row.named(Column::Status), &mut operation.statuses),
                _ if section == Some(&Section::RequestBody) => {
                    push(row.named(Column::MediaType), &mut operation.consumes)
                }
                _ => push(row.named(Column::MediaType), &mut operation.produces),
            }
        }
    }
}

fn push<T>(row: Option<T>, rows: &mut Vec<T>) -> bool {
    let understood = row.is_some();
    rows.extend(row);
    understood
}

/// Takes the only row that there can be.
fn first<T>(row: Option<T>, place: &mut Option<T>) -> bool {
    match row {
        Some(row) if place.is_none() => {
            *place = Some(row);
            true
        }
        _ => false,
    }
}

/// The sentences that stand on every page and say nothing about it.
fn is_boilerplate(text: &str) -> bool {
    text == "None"
        || text.trim_start_matches(['*', '_', ' ']).starts_with("Applies to")
        || text.starts_with("For more on web links")
        || text.starts_with("For more information about web links")
        || text.starts_with("The following sections describe the Operations")
        || text.starts_with("This resource can have the following relationships")
        || text.starts_with("The user must have at least one of these scopes")
}
