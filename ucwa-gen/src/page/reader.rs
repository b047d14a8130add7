//! Walks the blocks of a page and files what they say.

use std::collections::BTreeSet;

use super::answers;
use super::boilerplate::{is_boilerplate, returns_representation};
use super::cells::Cells;
use super::columns::{self, Column};
use super::facts::{Lines, OperationFacts, PageFacts, PageKind};
use super::form::{self, Form, Forms, TITLE};
use super::layout::{self, Kind, Prose};
use super::name::invisible;
use super::rows::{RowReader, visible};
use super::section::{self, Section};
use super::{fences, front_matter, hidden, value};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::{Block, Document, FrontMatter, Table, Text};
use crate::overrides::{Correction, Proposal};
use crate::sample::{self, Format, Role, Sample, StartLine};
use crate::schema::is_plain_name as is_name;
use crate::schema::is_type_name;
use crate::source::{Span, reference_name};
use crate::vocabulary::{heading_level, is_code};

/// Reads what a page says.
#[must_use]
pub fn facts(document: &Document) -> (PageFacts, Vec<Diagnostic>) {
    let mut reader = Reader::new(document);
    for block in &document.blocks {
        reader.block(block);
    }
    let (facts, mut found) = reader.finish();
    found.extend(fences::lost(document, facts.forms.page()));
    found.extend(hidden::lost(document, facts.forms.page()));
    (facts, found)
}

struct Reader {
    facts: PageFacts,
    diagnostics: Vec<Diagnostic>,
    section: Option<Section>,
    content: Content,
    /// The sections seen so far, each with the number of the operation that it belongs to.
    seen: BTreeSet<(usize, String)>,
    /// The headings of events and reasons that stand a second time.
    again: Vec<(Section, Span)>,
    has_title: bool,
    /// The headings over the operations and over the events, and whether nothing stands right below.
    heads: Vec<(Section, Span, bool)>,
    /// The title in the front matter.
    front_title: Option<FrontMatter>,
    /// What the sections seen so far say the page documents.
    is_resource: bool,
    is_enumeration: bool,
}

/// What stands in a section.
#[derive(Default)]
struct Content {
    /// The heading; `None` for what stands before the first.
    heading: Option<Span>,
    tables: Vec<Kind>,
    samples: usize,
    is_none: bool,
    has_text: bool,
}

impl Content {
    fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.samples == 0 && !self.is_none && !self.has_text
    }
}

/// What became of a row.
enum Filed {
    Understood,
    /// There is a finding about it.
    Refused,
    /// Its table has no meaning where it stands.
    Misplaced,
}

impl Reader {
    fn new(document: &Document) -> Self {
        let mut diagnostics = Vec::new();
        let explicit = front_matter::read(&document.front_matter, &mut diagnostics);
        let mut lines = Lines { unread: document.unread.clone(), ..Lines::default() };
        lines.structure.extend(document.markup.iter().cloned());
        lines.structure.extend(document.front_matter.iter().map(|line| line.span.clone()));
        let facts = PageFacts {
            explicit,
            forms: Forms::new(&document.front_matter),
            lines,
            ..PageFacts::new(document.source.clone())
        };
        Self {
            facts,
            diagnostics,
            section: None,
            content: Content::default(),
            seen: BTreeSet::new(),
            again: Vec::new(),
            has_title: false,
            heads: Vec::new(),
            front_title: document.front_matter.iter().find(|line| line.key == TITLE).cloned(),
            is_resource: false,
            is_enumeration: false,
        }
    }

    /// Adds a finding about something that is read all the same.
    fn note(&mut self, code: Code, span: &Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span.clone(), message));
    }

    /// Adds a finding about lines that are not read.
    fn refuse(&mut self, code: Code, span: &Span, message: impl Into<String>) {
        self.facts.lines.unread.push(span.clone());
        self.note(code, span, message);
    }

    /// The section in words.
    fn place(&self) -> String {
        match (&self.section, &self.content.heading) {
            (None, _) => "the page before its first section".to_owned(),
            (Some(Section::Unknown), Some(heading)) => format!("the unknown section `{}`", heading.text()),
            (Some(section), _) => format!("the section `{}`", section.name()),
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph(text) => self.text(text),
            Block::Item(text) => self.item(text),
            Block::Table(table) => self.table(table),
            Block::Code { span, fenced } => self.code(span, *fenced),
        }
    }

    fn heading(&mut self, level: usize, text: &Text) {
        if level == 1 && !self.has_title {
            self.has_title = true;
            self.facts.lines.structure.push(text.span.clone());
            self.title(text);
            return;
        }
        self.leave();
        self.content.heading = Some(text.span.clone());
        let Some(found) = section::recognise(&text.plain, self.section.as_ref()) else {
            let message = format!("the reference has no section `{}`", text.plain);
            self.refuse(Code::UnknownSection, &text.span, message);
            self.section = Some(Section::Unknown);
            return;
        };
        self.facts.lines.structure.push(text.span.clone());
        if let Some(meant) = found.meant {
            let message = format!("`{}` was read as `{meant}`", text.plain);
            self.note(Code::MisspelledSection, &text.span, message);
        }
        if section::usual_level(&text.plain, &found.section).is_some_and(|usual| usual != level) {
            let message = format!("`{}` stands on level {level}", text.plain);
            self.note(Code::HeadingLevel, &text.span, message);
        }
        match &found.section {
            Section::Members => self.is_enumeration = true,
            Section::Remarks => {}
            _ => self.is_resource = true,
        }
        self.enter(found.section, &text.span);
    }

    /// Begins a section, and an operation with it where it is the heading of one.
    fn enter(&mut self, section: Section, span: &Span) {
        if let Section::Method(method) = &section {
            if !sections_of_api(method) {
                self.note(Code::UnknownMethod, span, format!("the API has no method `{method}`"));
            }
            self.facts.operations.push(operation(method, span));
        } else if section.can_repeat() {
            let is_known = section != Section::Unknown;
            if is_known && !self.seen.insert((0, section.name().to_owned())) {
                self.again.push((section.clone(), span.clone()));
            }
        } else {
            let operation = if section.is_of_operation() { self.facts.operations.len() } else { 0 };
            if section.is_of_operation() && operation == 0 {
                let message = format!("the section `{}` stands below no method", section.name());
                self.note(Code::MissingSection, span, message);
            }
            if matches!(section, Section::Operations | Section::Events) {
                self.heads.push((section.clone(), span.clone(), true));
            }
            if !self.seen.insert((operation, section.name().to_owned())) {
                let message = format!("the section `{}` stands here a second time", section.name());
                self.note(Code::SectionTwice, span, message);
            }
        }
        self.section = Some(section);
    }

    /// Ends a section.
    fn leave(&mut self) {
        let content = std::mem::take(&mut self.content);
        let Some(heading) = &content.heading else { return };
        if let Some((_, _, is_bare)) = self.heads.last_mut().filter(|(_, span, _)| span == heading) {
            *is_bare = content.tables.is_empty() && content.samples == 0 && !content.has_text;
        }
        let tables = layout::tables(self.section.as_ref());
        let needs_something = !tables.is_empty() || matches!(self.section, Some(Section::Sample(..)));
        if needs_something && content.is_empty() {
            let message = format!("{} holds nothing", self.place());
            self.note(Code::SectionEmpty, heading, message);
        }
        // An answer without a body may have a status.
        if content.is_none && content.tables.iter().any(|kind| *kind != Kind::Statuses) {
            let message = format!("{} holds a table and `None`", self.place());
            self.note(Code::SectionTwice, heading, message);
        }
    }

    fn title(&mut self, text: &Text) {
        let title = text.plain.split_whitespace().next().unwrap_or_default();
        // A file system may have lost the case of the file's name. Nothing tells that from a title in another case, and
        // links lead to files.
        if reference_name(self.facts.source.file()).is_none() {
            // The file is not named after the page: the title is all there is to name it by.
            title.clone_into(&mut self.facts.name);
            return;
        }
        if text.plain != self.facts.name {
            let message = format!("the title is `{}`, the page is `{}`", text.plain, self.facts.name);
            let found = Diagnostic::new(Code::TitleDiffers, text.span.clone(), message);
            // `lamp reference` is the name, and says what the page is.
            let severity = if title == self.facts.name { Severity::Note } else { found.severity };
            self.diagnostics.push(found.with_severity(severity));
        }
    }

    /// A list item is text, but one page has its reason codes as list items instead of headings.
    fn item(&mut self, text: &Text) {
        let in_reasons = matches!(self.section, Some(Section::Reasons | Section::ReasonCode(_)));
        if in_reasons && is_code(&text.plain) {
            self.leave();
            self.content.heading = Some(text.span.clone());
            self.facts.lines.structure.push(text.span.clone());
            let message = format!("`{}` is a list item, not a heading", text.plain);
            self.note(Code::HeadingLevel, &text.span, message);
            self.section = Some(Section::ReasonCode(text.plain.clone()));
        } else {
            self.text(text);
        }
    }

    fn text(&mut self, text: &Text) {
        let section = self.section.as_ref();
        let is_nothing = text.plain.eq_ignore_ascii_case("none") && layout::can_be_none(section);
        if is_nothing {
            self.content.is_none = true;
        }
        if is_nothing || text.is_empty() {
            return self.facts.lines.structure.push(text.span.clone());
        }
        if text.plain.eq_ignore_ascii_case("none") {
            let message = format!("`None` stands in {}, which says nothing by it", self.place());
            return self.refuse(Code::Unread, &text.span, message);
        }
        // As it stands in the page, and as it is read, without the tags and the emphasis.
        let mut lines = text.span.text().lines().chain(text.plain.lines()).map(str::trim);
        // A mark of a list or of emphasis before it makes it no less a heading.
        let words = |line: &str| line.trim_matches(['-', '*', '+', '>', '#', '_', ' ']).to_owned();
        if let Some(line) = lines.find(|line| heading_level(&words(line)).is_some()) {
            let message = format!("`{line}` looks like a heading, but has no marks of one");
            return self.refuse(Code::UnknownSection, &text.span, message);
        }
        if has_cells(text.span.text()) {
            let message = format!("a line in {} looks like a row, but is in no table", self.place());
            return self.refuse(Code::RowNotUnderstood, &text.span, message);
        }
        // Line breaks are what is left of the empty lines that stood between the paragraphs.
        let mut lines = text.span.text().lines().map(str::trim).filter(|line| !line.is_empty());
        if let Some(line) = lines.clone().find(|line| is_boilerplate(line))
            && !lines.all(is_boilerplate)
        {
            let message = format!("`{line}` stands in one paragraph with other words");
            return self.refuse(Code::Unread, &text.span, message);
        }
        if is_boilerplate(&text.plain) {
            // That there are only the errors of every resource is all that some pages have to say.
            self.content.has_text |= section == Some(&Section::Errors);
            return self.facts.lines.boilerplate.push(text.span.clone());
        }
        let prose = match layout::prose(section) {
            // A page that has lost its headings has its first table here, and behind that no description.
            Prose::Description if !self.content.tables.is_empty() => Prose::Nowhere,
            prose => prose,
        };
        match prose {
            Prose::Description if !self.has_title => {
                let message = "a text stands before the page's title";
                return self.refuse(Code::Unread, &text.span, message);
            }
            Prose::Description if self.facts.description.is_empty() => {
                self.facts.description.clone_from(&text.prose);
            }
            Prose::Description | Prose::Remarks => push_line(&mut self.facts.remarks, &text.prose),
            Prose::Operation => {
                if let Some(operation) = self.facts.operations.last_mut() {
                    push_line(&mut operation.description, &text.prose);
                }
            }
            Prose::Nowhere => return self.stray_text(text),
        }
        if prose != Prose::Operation {
            self.facts.mentions.extend(text.links.iter().cloned());
        }
        self.facts.hyperlinks.extend(text.links.iter().map(|link| (link.clone(), text.span.clone())));
        self.facts.lines.prose.push(text.span.clone());
    }

    /// A text in a section whose text has no place in the schema.
    fn stray_text(&mut self, text: &Text) {
        if self.section == Some(Section::ResponseBody) && returns_representation(&text.plain) {
            if let Some(operation) = self.facts.operations.last_mut() {
                operation.returns_representation = true;
            }
            self.content.has_text = true;
            return self.facts.lines.boilerplate.push(text.span.clone());
        }
        let message = format!("{} has no place for a text", self.place());
        self.refuse(Code::Unread, &text.span, message);
    }

    fn code(&mut self, span: &Span, fenced: bool) {
        let text = span.text().trim();
        let ends_page = self.facts.source.text().trim_end().len() <= span.range().end;
        match self.section.clone() {
            Some(Section::Sample(role, format)) => {
                let sample = sample::read(role, format, span.clone());
                self.cut(&sample, !fenced && ends_page);
                self.content.samples += 1;
                if self.content.samples > 1 {
                    self.misplaced(span, "a second sample stands under one heading");
                }
                let shows = match sample.message.start {
                    Some(StartLine::Response { .. }) => Some(Role::Response),
                    Some(_) => Some(Role::Request),
                    None => None,
                };
                if shows.is_some_and(|shows| shows != role) {
                    self.misplaced(span, "a request stands where a response belongs, or the other way round");
                }
                match self.facts.operations.last_mut() {
                    Some(operation) => operation.samples.push(sample),
                    None => return self.stray_code(span),
                }
                self.facts.lines.samples.push(span.clone());
            }
            Some(Section::Event(ty)) => {
                let format = if text.starts_with('<') { Format::Xml } else { Format::Json };
                let sample = sample::read(Role::Event, format, span.clone());
                self.cut(&sample, !fenced && ends_page);
                self.facts.event_samples.push((ty, sample));
                self.facts.lines.samples.push(span.clone());
            }
            _ if text.is_empty() => {}
            _ => self.stray_code(span),
        }
    }

    /// A sample without a fence that ends with the page, and before its own end.
    fn cut(&mut self, sample: &Sample, ends_page: bool) {
        if ends_page && (sample.is_cut || !sample.unreadable.is_empty()) {
            let end = sample.span.text().find('\n').unwrap_or(sample.span.text().len());
            self.note(
                Code::PageCut,
                &sample.span.slice(0..end),
                "the page ends within this sample: it may be cut off",
            );
        }
    }

    fn stray_code(&mut self, span: &Span) {
        self.facts.lines.unread.push(span.clone());
        self.misplaced(span, "a sample stands in a section that has none");
    }

    fn misplaced(&mut self, span: &Span, message: &str) {
        let end = span.text().find('\n').unwrap_or(span.text().len());
        self.diagnostics.push(
            Diagnostic::new(Code::SampleMisplaced, span.slice(0..end), message)
                .help("put it under a heading `JSON Request`, `JSON Response`, `XML Request`, `XML Response`, or under an event"),
        );
    }

    fn table(&mut self, table: &Table) {
        self.facts.rows.extend(table.rows.iter().map(|row| row.span.clone()));
        let Some(columns) = self.columns(table) else { return };
        let section = self.section.clone().or_else(|| web_link(table));
        let Some(kind) = layout::kind(&columns, section.as_ref()) else {
            return self.unknown(table, "its columns do not tell what it lists");
        };
        if let Some(at) = columns.iter().position(|column| !kind.columns().contains(column)) {
            let name = table
                .header
                .as_ref()
                .and_then(|row| row.cells.get(at))
                .map_or("", |cell| cell.plain.as_str());
            return self.unknown(table, &format!("such a table has no column `{name}`"));
        }
        // A table that is the same in both forms has all its columns in both.
        let form = form::form(kind, &columns).unwrap_or(Form::Explicit);
        if let Some(column) = form::missing(kind, form, &columns) {
            return self.unknown(table, &format!("it has no column `{}`", column.word()));
        }
        let first = table.header.as_ref().or(table.rows.first()).map_or(&table.span, |row| &row.span);
        self.same_form(kind, &columns, first);
        if table.rows.is_empty() {
            let message = format!("a table in {} has no rows", self.place());
            self.note(Code::SectionEmpty, first, message);
        }
        if self.content.tables.contains(&kind) {
            let message = format!("{} has a second table of one kind: is a heading missing?", self.place());
            self.note(Code::TableElsewhere, first, message);
        } else if self.section.is_some() && !layout::tables(section.as_ref()).contains(&kind) {
            let message = format!("{} has no such table: is a heading missing?", self.place());
            self.note(Code::TableElsewhere, first, message);
        }
        self.content.tables.push(kind);
        self.facts.lines.structure.extend(table.header.iter().map(|row| row.span.clone()));
        self.facts.forms.add(kind, &columns, self.facts.operations.len());
        for row in &table.rows {
            let links = row.cells.iter().flat_map(|cell| &cell.links);
            self.facts.hyperlinks.extend(links.map(|link| (link.clone(), row.span.clone())));
            let cells = Cells::new(row, &columns, table.header.as_ref());
            if !cells.complete {
                let message =
                    format!("cells in the row: {}, columns in its table: {}", row.cells.len(), columns.len());
                self.note(Code::CellCount, &row.span, message);
            }
            let reader = RowReader { cells, span: &row.span, diagnostics: &mut self.diagnostics };
            match file(reader, kind, section.as_ref(), &mut self.facts) {
                Filed::Understood => {}
                Filed::Refused => self.facts.lines.unread.push(row.span.clone()),
                Filed::Misplaced => {
                    let message = "the row stands where its table has no meaning";
                    self.refuse(Code::RowNotUnderstood, &row.span, message);
                }
            }
        }
    }

    /// A page whose front matter is that of the explicit form is in it as a whole: a table that is not has lost a column.
    fn same_form(&mut self, kind: Kind, columns: &[Column], first: &Span) {
        let is_named = self.front_title.as_ref().is_some_and(|line| line.value == self.facts.name);
        let Some(column) = form::missing(kind, Form::Explicit, columns) else { return };
        if is_named && self.facts.forms.has_front_matter() {
            let (word, place) = (column.word(), self.place());
            let message = format!("a table in {place} has no column `{word}`, unlike its page's form");
            let found = Diagnostic::new(Code::UnknownTable, first.clone(), message);
            let help = "add the column; without it the table was read as one of the original form";
            self.diagnostics.push(found.with_severity(Severity::Warning).help(help));
        }
    }

    fn columns(&mut self, table: &Table) -> Option<Vec<Column>> {
        if let Some(header) = &table.header {
            return match columns::columns(header) {
                Ok(columns) => Some(columns),
                Err((cell, message)) => {
                    let span = cell.span.clone();
                    self.unknown_at(table, &span, &message);
                    None
                }
            };
        }
        let width = table.rows.first().map_or(0, |row| row.cells.len());
        let usual = layout::usual(self.section.as_ref(), width).filter(|usual| usual.len() == width);
        let Some(usual) = usual else {
            self.unknown(
                table,
                "it has no heading row, and its section has no usual table of as many columns",
            );
            return None;
        };
        let first = table.rows.first().map_or(&table.span, |row| &row.span);
        self.note(Code::MissingHeader, first, "the table has no heading row");
        Some(usual.to_vec())
    }

    /// Names every row of a table that is not understood.
    fn unknown(&mut self, table: &Table, why: &str) {
        let first = table.header.as_ref().or(table.rows.first()).map_or(&table.span, |row| &row.span);
        let first = first.clone();
        self.unknown_at(table, &first, why);
    }

    fn unknown_at(&mut self, table: &Table, span: &Span, why: &str) {
        let message = format!("a table in {} is not read: {why}", self.place());
        self.note(Code::UnknownTable, span, message);
        self.content.tables.extend(layout::tables(self.section.as_ref()).first());
        self.facts.lines.unread.extend(table.header.iter().map(|row| row.span.clone()));
        for row in &table.rows {
            self.refuse(Code::UnknownTable, &row.span, "the row is not read, as its table is not");
        }
    }

    fn finish(mut self) -> (PageFacts, Vec<Diagnostic>) {
        self.leave();
        let start = self.facts.source.span(0..0);
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
                    let why = not_lines(self.facts.source.text());
                    let why = why.map_or_else(String::new, |why| format!(": {why}"));
                    format!("`{}` documents nothing{why}", self.facts.source.file())
                };
                let exclude = Proposal::new(self.facts.name.clone(), Correction::Exclude);
                let found = Diagnostic::new(Code::NotAReference, start.clone(), message);
                self.diagnostics.push(found.proposing(&exclude));
                let whole = self.facts.source.span(0..self.facts.source.text().len());
                self.facts.lines.unread.push(whole);
                PageKind::Other
            }
        };
        self.name(&start);
        self.front_title();
        self.line_end();
        self.no_text();
        self.heads();
        self.again();
        self.strangers();
        self.missing(&start);
        (self.facts, self.diagnostics)
    }

    /// What is wrong with the page's own name.
    fn name(&mut self, start: &Span) {
        if self.facts.name.is_empty() {
            self.note(
                Code::EmptyName,
                start,
                "the page has no name: it is that of the file without `_ref.md`",
            );
        } else if let Some(c) = invisible(&self.facts.name) {
            let name = visible(&self.facts.name);
            let message =
                format!("the page's name `{name}` has the invisible character U+{:04X}", u32::from(c));
            self.note(Code::NameInvisible, start, message);
        } else if !is_name(&self.facts.name) {
            let message = format!("`{}` is not a name: a page is called as its file is", self.facts.name);
            self.note(Code::RowNotUnderstood, start, message);
        }
    }

    /// The headings over operations and events with none of them below. Eight pages of the documentation have no operations, and the
    /// heading all the same.
    fn heads(&mut self) {
        let is_explicit = self.facts.forms.page() == Form::Explicit;
        for (section, span, is_bare) in std::mem::take(&mut self.heads) {
            let is_empty = match section {
                Section::Operations => {
                    is_explicit && self.facts.operations.is_empty() && self.facts.reasons.is_empty()
                }
                _ => self.facts.events.is_empty() && self.facts.event_samples.is_empty(),
            };
            if is_empty && is_bare {
                let message = format!("the section `{}` holds nothing: is the page cut off?", section.name());
                self.note(Code::SectionEmpty, &span, message);
            }
        }
    }

    /// The explicit form has a line break at the end. Without one nobody can tell whether the last line is whole.
    fn line_end(&mut self) {
        let text = self.facts.source.text();
        if self.facts.forms.page() == Form::Explicit && !text.ends_with('\n') {
            let last = text.rfind('\n').map_or(0, |at| at + 1);
            let span = self.facts.source.span(last..text.len());
            self.note(Code::PageCut, &span, "the last line has no line break: the page may be cut off");
        }
    }

    /// Characters that are no text, such as U+0000: the first in each line is named.
    fn no_text(&mut self) {
        let is_none = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
        let source = self.facts.source.clone();
        let mut line_end = 0;
        for (at, c) in source.text().match_indices(is_none) {
            if at >= line_end {
                line_end = source.text()[at..].find('\n').map_or(usize::MAX, |end| at + end);
                let code = c.chars().next().map_or(0, u32::from);
                let message = format!("the character U+{code:04X} is no text");
                self.note(Code::NoText, &source.span(at..at + c.len()), message);
            }
        }
    }

    /// The runs of events and of reasons that the explicit form has once. Some pages of the documentation have a type of event
    /// twice.
    fn again(&mut self) {
        for (section, span) in std::mem::take(&mut self.again) {
            let form = match section {
                Section::Event(_) => self.facts.forms.events(),
                _ => self.facts.forms.page(),
            };
            if form == Form::Explicit {
                let message = format!("the section `{}` stands here a second time", section.name());
                self.note(Code::SectionTwice, &span, message);
            }
        }
    }

    /// In the explicit form the title of the front matter is the page's name. In the original one it is free words.
    fn front_title(&mut self) {
        let Some(line) = self.front_title.take() else { return };
        if self.facts.forms.page() == Form::Explicit && line.value != self.facts.name {
            let message = format!(
                "the title is `{}`, the page is `{}`: write `title: {1}`",
                line.value, self.facts.name
            );
            self.note(Code::TitleDiffers, &line.span, message);
        }
    }

    /// Names the rows that do not belong on a page of this kind: what they say has no place in the schema.
    fn strangers(&mut self) {
        let strangers: Vec<Span> = match self.facts.kind {
            PageKind::Resource => self.facts.members.drain(..).map(|row| row.span).collect(),
            PageKind::Enumeration => {
                let members: BTreeSet<&Span> = self.facts.members.iter().map(|row| &row.span).collect();
                let unread: BTreeSet<&Span> = self.facts.lines.unread.iter().collect();
                let strange =
                    self.facts.rows.iter().filter(|row| !members.contains(row) && !unread.contains(row));
                strange.cloned().collect()
            }
            // The finding that it documents nothing is about all of it.
            PageKind::Other => Vec::new(),
        };
        for span in strangers {
            self.refuse(Code::RowNotUnderstood, &span, "the row does not belong on a page of this kind");
        }
    }

    /// The parts that every page has and this one lacks.
    fn missing(&mut self, start: &Span) {
        if self.facts.kind == PageKind::Other {
            return;
        }
        if !self.has_title {
            let message = format!("`{}` has no title", self.facts.name);
            self.note(Code::MissingSection, start, message);
        }
        if self.facts.kind == PageKind::Enumeration {
            return;
        }
        for section in [Section::Properties, Section::Links] {
            if !self.seen.contains(&(0, section.name().to_owned())) {
                let message = format!("`{}` has no section `{}`", self.facts.name, section.name());
                self.note(Code::MissingSection, start, message);
            }
        }
        let operations = std::mem::take(&mut self.facts.operations);
        for (number, operation) in (1..).zip(&operations) {
            if self.facts.forms.operation(number - 1) == Form::Explicit {
                for message in answers::doubts(operation) {
                    self.note(Code::AnswerDoubtful, &operation.span, message);
                }
            }
            // A request that reads has no body that anybody would miss.
            let body = (operation.method != "GET").then_some(Section::RequestBody);
            for section in body.into_iter().chain([Section::ResponseBody, Section::Errors]) {
                if !self.seen.contains(&(number, section.name().to_owned())) {
                    let message = format!("{} has no section `{}`", operation.method, section.name());
                    self.note(Code::MissingSection, &operation.span, message);
                }
            }
            if operation.samples.is_empty() && operation.statuses.is_empty() {
                let message = format!("{} has no sample", operation.method);
                self.note(Code::SampleMissing, &operation.span, message);
            }
        }
        self.facts.operations = operations;
    }
}

/// Whether a text has the marks of cells: a pipe that separates, or a tag of a table. Pipes in code do not.
fn has_cells(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['|', '\\', '`', '<']) {
        let (mark, after) = rest[at..].split_at(1);
        rest = match mark {
            "|" => return true,
            "\\" => after.get(after.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default(),
            "`" => {
                let run = 1 + after.len() - after.trim_start_matches('`').len();
                let content = &after[run - 1..];
                let mut close = content.match_indices(&rest[at..at + run]);
                let is_whole = |(start, ticks): &(usize, &str)| {
                    let end = start + ticks.len();
                    !content[..*start].ends_with('`') && !content[end..].starts_with('`')
                };
                close.find(is_whole).map_or(content, |(start, ticks)| &content[start + ticks.len()..])
            }
            _ => {
                let name: String = after.chars().take(3).flat_map(char::to_lowercase).collect();
                if ["tr", "td"].iter().any(|tag| {
                    name.strip_prefix(tag).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                }) {
                    return true;
                }
                after
            }
        };
    }
    false
}

/// Why a text has no lines that could be read, where it is not the text's own fault: its encoding, its line ends.
pub(crate) fn not_lines(text: &str) -> Option<&'static str> {
    if text.contains('\0') {
        Some("it has bytes of zero, as UTF-16 has; save it as UTF-8")
    } else if text.contains('\r') && !text.contains('\n') {
        Some("its lines end in carriage returns alone; save it with the line ends of Unix")
    } else {
        None
    }
}

fn sections_of_api(method: &str) -> bool {
    !matches!(method, "PATCH" | "HEAD")
}

fn push_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
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

/// Files one row.
fn file(mut row: RowReader<'_>, kind: Kind, section: Option<&Section>, facts: &mut PageFacts) -> Filed {
    match kind {
        Kind::WebLink => push(row.named(Column::Name), &mut facts.web_link),
        Kind::Properties => push(row.field(), &mut facts.properties),
        Kind::Members => push(row.named(Column::Name), &mut facts.members),
        Kind::Links => push(row.link(Column::Link), &mut facts.links),
        Kind::Embedded => push(row.link(Column::Embedded), &mut facts.embedded),
        Kind::Scopes => push(row.scope(), &mut facts.scopes),
        Kind::Events => match section {
            Some(Section::Event(ty)) => push(row.event(ty), &mut facts.events),
            _ => Filed::Misplaced,
        },
        Kind::Reasons => match section {
            Some(Section::ReasonCode(code)) => push(Some(row.reason(code)), &mut facts.reasons),
            _ => Filed::Misplaced,
        },
        Kind::Query
        | Kind::Input
        | Kind::Output
        | Kind::Errors
        | Kind::Items
        | Kind::Element
        | Kind::Statuses
        | Kind::MediaTypes => {
            let Some(operation) = facts.operations.last_mut() else { return Filed::Misplaced };
            match kind {
                Kind::Query => push(row.field(), &mut operation.query),
                Kind::Input => push(row.field(), &mut operation.input),
                Kind::Output => push(row.field(), &mut operation.output_fields),
                Kind::Errors => push(row.error(), &mut operation.errors),
                Kind::Items => push(row.item(), &mut operation.items),
                // There is one element at the outside.
                Kind::Element if operation.output_element.is_some() => Filed::Misplaced,
                Kind::Element => {
                    operation.output_element = row.single(Column::Element, value::element);
                    if operation.output_element.is_some() { Filed::Understood } else { Filed::Refused }
                }
                Kind::Statuses => push(row.status(), &mut operation.statuses),
                _ if section == Some(&Section::RequestBody) => {
                    push(row.single(Column::MediaType, value::media_type), &mut operation.consumes)
                }
                _ => push(row.single(Column::MediaType, value::media_type), &mut operation.produces),
            }
        }
    }
}

/// Takes in a row; one that is not there was refused.
fn push<T>(row: Option<T>, rows: &mut Vec<T>) -> Filed {
    let filed = if row.is_some() { Filed::Understood } else { Filed::Refused };
    rows.extend(row);
    filed
}

#[cfg(test)]
mod tests {
    use super::has_cells;
    use crate::diagnostic::{Code, Severity};
    use crate::extract;
    use crate::source::SourceFile;

    /// The file, the `title` in the front matter, the first heading, what the page is called, and how serious the
    /// difference is.
    #[test]
    fn the_file_names_the_page_and_the_titles_repeat_it() {
        use Severity::{Note, Warning};
        #[rustfmt::skip]
        let cases: [(&str, &str, &str, &str, &[Severity]); 9] = [
            ("lamp_ref.md", "title: lamp", "lamp", "lamp", &[]),
            ("lamp_ref.md", "title: lamp", "Lamp", "lamp", &[Warning]),
            ("lamp_ref.md", "title: lamp", "bulb", "lamp", &[Warning]),
            ("lamp_ref.md", "title: lamp", "lamp reference", "lamp", &[Note]),
            ("lamp_ref.md", "title: bulb", "lamp", "lamp", &[Warning]),
            ("lamp_ref.md", "title: Lamp", "Lamp", "lamp", &[Warning, Warning]),
            ("lamp_ref.md", "title: Lamps\ndescription: All of them.", "lamp", "lamp", &[]),
            ("Lamp_Ref.md", "title: Lamp", "lamp", "Lamp", &[Warning]),
            ("004.txt", "title: lamp", "lamp", "lamp", &[]),
        ];
        for (file, front, heading, name, expected) in cases {
            let text =
                format!("---\n{front}\n---\n# {heading}\n\n### Properties\n\nNone\n\n### Links\n\nNone\n");
            let (document, _) = extract::document(&SourceFile::new(file, text));
            let (facts, found) = super::facts(&document);
            let found: Vec<Severity> = found
                .into_iter()
                .filter(|found| found.code == Code::TitleDiffers)
                .map(|it| it.severity)
                .collect();
            assert_eq!((facts.name.as_str(), &found[..]), (name, expected), "{file}, {front}, {heading}");
        }
    }

    /// What stands behind the properties and links of a page, and what is found: of the original form, of the explicit form.
    #[test]
    fn a_page_that_ends_in_the_middle_is_found() {
        const JSON: &str = "## Operations\n\n### GET\n\n#### JSON Response\n\n";
        const ITS_OWN: [Code; 2] = [Code::PageCut, Code::SectionEmpty];
        #[rustfmt::skip]
        let cases: [(&str, String, &[Code], &[Code]); 7] = [
            ("nothing more", String::new(), &[], &[]),
            ("no operations", "## Operations\n".to_owned(), &[], &[Code::SectionEmpty]),
            ("nor by `None`", "## Operations\n\nNone\n".to_owned(), &[], &[Code::SectionEmpty]),
            ("no events", "## Events\n".to_owned(), &[Code::SectionEmpty], &[Code::SectionEmpty]),
            ("within a fence", format!("{JSON}```\n{{\"a\": 1\n"), &[Code::PageCut], &[Code::PageCut]),
            ("within a sample", format!("{JSON}{{\"a\": [1,\n"), &[Code::PageCut], &[Code::PageCut]),
            ("behind a sample", format!("{JSON}{{\"a\": 1}}\n"), &[], &[]),
        ];
        for (why, rest, original, explicit) in cases {
            for (front, expected) in [("", original), ("---\ntitle: lamp\n---\n", explicit)] {
                let text = format!("{front}# lamp\n\n### Properties\n\nNone\n\n### Links\n\nNone\n\n{rest}");
                let (document, mut found) = extract::document(&SourceFile::new("lamp_ref.md", text));
                found.extend(super::facts(&document).1);
                let found: Vec<Code> =
                    found.into_iter().map(|found| found.code).filter(|code| ITS_OWN.contains(code)).collect();
                assert_eq!(found, expected, "{why}, {front:?}");
            }
        }
    }

    #[test]
    fn what_has_no_lines_says_why() {
        for (text, expected) in [
            ("# lamp\n", ""),
            ("# lamp\r\n", ""),
            ("# lamp\r\r### Properties\r", "carriage returns"),
            ("\0#\0 \0l\0a\0m\0p\0\n", "UTF-16"),
        ] {
            let found = super::not_lines(text).unwrap_or_default();
            assert!(found.contains(expected) && found.is_empty() == expected.is_empty(), "{text:?}: {found}");
        }
    }

    #[test]
    fn cells_are_told_from_text() {
        for (text, expected) in [
            ("a text", false),
            ("a | b", true),
            (r"a \| b", false),
            ("`a | b`", false),
            ("`` a ` | b ``", false),
            ("a ` | b", true),
            ("<td>a", true),
            ("<TR >", true),
            ("<track>", false),
            ("é\\", false),
        ] {
            assert_eq!(has_cells(text), expected, "{text}");
        }
    }
}
