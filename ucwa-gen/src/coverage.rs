//! Where every line went: it is part of what the schema rests on, or known not to be, or a finding names it.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::page::{PageFacts, PageKind};
use crate::parallel;
use crate::sample::Body;
use crate::schema::Schema;
use crate::source::Span;

/// What was read and where it went, in numbers. Computed from the facts and the schema, not counted on the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// Reference pages read.
    pub pages: usize,
    /// Resource pages among them.
    pub resources: usize,
    /// Enumeration pages among them.
    pub enumerations: usize,
    /// The lines of these pages, blank ones left out.
    pub lines: Lines,
    /// Body rows of all tables on them.
    pub rows: usize,
    /// Rows that an entry of the schema names as evidence.
    pub rows_in_schema: usize,
    /// Samples found.
    pub samples: usize,
    /// Samples that were read as what they are: JSON, XML, or content in another form.
    pub samples_parsed: usize,
    /// Samples that had to be repaired.
    pub samples_repaired: usize,
    /// Diagnostics of severity error.
    pub errors: usize,
    /// Diagnostics of severity warning.
    pub warnings: usize,
}

/// Lines by what they are, each of them once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Lines {
    /// All of them.
    pub all: usize,
    /// Part of what an entry of the schema names as its evidence.
    pub evidence: usize,
    /// Headings of the vocabulary, heading rows, separators, fences, anchors, front matter, and `None`.
    pub structure: usize,
    /// Sentences that stand on every page and say nothing about it.
    pub boilerplate: usize,
    /// Text that is in the schema as a description or as remarks.
    pub prose: usize,
    /// Part of a sample.
    pub samples: usize,
    /// Not read, and named in a warning or an error.
    pub unread: usize,
    /// None of these. Each is an error of its own.
    pub lost: usize,
}

/// What a line is. Where more than one of these holds, the first does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Evidence,
    Structure,
    Boilerplate,
    Prose,
    Sample,
    Unread,
    Lost,
    Blank,
}

impl AddAssign<Class> for Lines {
    fn add_assign(&mut self, class: Class) {
        let count = match class {
            Class::Evidence => &mut self.evidence,
            Class::Structure => &mut self.structure,
            Class::Boilerplate => &mut self.boilerplate,
            Class::Prose => &mut self.prose,
            Class::Sample => &mut self.samples,
            Class::Unread => &mut self.unread,
            Class::Lost => &mut self.lost,
            Class::Blank => return,
        };
        *count += 1;
        self.all += 1;
    }
}

/// Counts what was read and where it went, but not the diagnostics, and names each line that went nowhere.
pub(crate) fn coverage(pages: &[PageFacts], schema: &Schema) -> (Summary, Vec<Diagnostic>) {
    let evidence = evidence(schema);
    let mut lost = Vec::new();
    let mut summary = Summary { pages: pages.len(), ..Summary::default() };
    let read = parallel::map(pages, |page| {
        let known = evidence.get(page.source.file()).map_or(&[][..], Vec::as_slice);
        let rows_in_schema = page.rows.iter().filter(|row| names(known, row)).count();
        (rows_in_schema, classes(page, known))
    });
    for (page, (rows_in_schema, classes)) in pages.iter().zip(&read) {
        match page.kind {
            PageKind::Resource => summary.resources += 1,
            PageKind::Enumeration => summary.enumerations += 1,
            PageKind::Other => {}
        }
        summary.rows += page.rows.len();
        summary.rows_in_schema += rows_in_schema;
        for (line, class) in (1..).zip(classes) {
            summary.lines += *class;
            if *class == Class::Lost {
                let message = "the line is in no entry of the schema";
                lost.push(Diagnostic::new(Code::RowLost, page.source.line_span(line), message));
            }
        }
        let samples = page.operations.iter().flat_map(|operation| &operation.samples);
        for sample in samples.chain(page.event_samples.iter().map(|(_, sample)| sample)) {
            summary.samples += 1;
            summary.samples_parsed += usize::from(is_parsed(&sample.message.body));
            summary.samples_repaired += usize::from(sample.repaired);
        }
    }
    (summary, lost)
}

/// The lines that the schema names as its evidence, by file, ascending.
fn evidence(schema: &Schema) -> BTreeMap<&str, Vec<u32>> {
    let mut all: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for at in schema.evidence().filter_map(|why| why.at.as_ref()) {
        all.entry(&at.file).or_default().push(at.line);
    }
    for lines in all.values_mut() {
        lines.sort_unstable();
        lines.dedup();
    }
    all
}

/// Whether one of the lines is one that the row stands on.
fn names(lines: &[u32], row: &Span) -> bool {
    let row = row.lines();
    let at = lines.partition_point(|line| line < row.start());
    lines.get(at).is_some_and(|line| row.contains(line))
}

/// What each line of a page is.
fn classes(page: &PageFacts, evidence: &[u32]) -> Vec<Class> {
    // An empty line of a quotation is an empty line.
    let blank = |line: &str| line.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '>'));
    let text = page.source.text().lines();
    let mut classes: Vec<Class> =
        text.map(|line| if blank(line) { Class::Blank } else { Class::Lost }).collect();
    let mut mark = |span: &Span, class: Class| {
        for line in span.lines() {
            if let Some(known) = classes.get_mut(line as usize - 1).filter(|known| **known != Class::Blank) {
                *known = class.min(*known);
            }
        }
    };
    for row in page.rows.iter().filter(|row| names(evidence, row)) {
        mark(row, Class::Evidence);
    }
    let of_operations = page.operations.iter().map(|operation| &operation.span);
    for heading in of_operations.filter(|heading| names(evidence, heading)) {
        mark(heading, Class::Evidence);
    }
    let lines = &page.lines;
    for (spans, class) in [
        (&lines.structure, Class::Structure),
        (&lines.boilerplate, Class::Boilerplate),
        (&lines.prose, Class::Prose),
        (&lines.samples, Class::Sample),
        (&lines.unread, Class::Unread),
    ] {
        for span in spans {
            mark(span, class);
        }
    }
    classes
}

fn is_parsed(body: &Body) -> bool {
    match body {
        Body::Unreadable(_) => false,
        Body::Multipart(parts) => parts.iter().all(|part| is_parsed(&part.body)),
        _ => true,
    }
}
