//! What pages say, row by row.

use super::form::Forms;
use super::front_matter::Explicit;
use super::limits::Limits;
use crate::extract::Hyperlink;
use crate::sample::Sample;
use crate::schema::{Provenance, Type};
use crate::source::{SourceFile, Span, page_name};

/// What one page says.
#[derive(Clone, Debug)]
pub struct PageFacts {
    /// The page.
    pub source: SourceFile,
    /// Its name: the file name without `_ref` and extension.
    pub name: String,
    /// What it documents.
    pub kind: PageKind,
    /// The first paragraph.
    pub description: String,
    /// The text under "Resource description" or "Remarks".
    pub remarks: String,
    /// The pages that the first paragraph and the remarks link to, in order.
    pub mentions: Vec<Hyperlink>,
    /// What the front matter says of the rel, where the page is in the explicit form.
    pub explicit: Explicit,
    /// Which of the two forms each part is in.
    pub forms: Forms,
    /// The rows under "Web Link".
    pub web_link: Vec<NamedRow>,
    /// The rows under "Properties".
    pub properties: Vec<FieldRow>,
    /// The rows under "Links".
    pub links: Vec<LinkRow>,
    /// The rows under "Embedded resources".
    pub embedded: Vec<LinkRow>,
    /// The rows of the scopes' table.
    pub scopes: Vec<ScopeRow>,
    /// The rows under "Events".
    pub events: Vec<EventRow>,
    /// The event samples, each with the event type it stands under.
    pub event_samples: Vec<(String, Sample)>,
    /// The operations.
    pub operations: Vec<OperationFacts>,
    /// The rows under "Asynchronous reason codes".
    pub reasons: Vec<ReasonRow>,
    /// The rows under "Members".
    pub members: Vec<NamedRow>,
    /// The links in all texts and cells, each with the place of its text or row.
    pub hyperlinks: Vec<(Hyperlink, Span)>,
    /// Every body row of every table, understood or not.
    pub rows: Vec<Span>,
    /// What the other lines are.
    pub lines: Lines,
}

impl PageFacts {
    /// The facts of a page that says nothing.
    pub(crate) fn new(source: SourceFile) -> Self {
        let name = page_name(source.file()).to_owned();
        Self {
            source,
            name,
            kind: PageKind::Other,
            description: String::new(),
            remarks: String::new(),
            mentions: Vec::new(),
            explicit: Explicit::default(),
            forms: Forms::default(),
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
            hyperlinks: Vec::new(),
            rows: Vec::new(),
            lines: Lines::default(),
        }
    }
}

/// What the lines of a page are, where the page alone can tell. Rows, which an entry of the schema has to name as its
/// evidence, are not among them.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// Headings of the vocabulary, heading rows, separators, fences, anchors, front matter, and `None`.
    pub structure: Vec<Span>,
    /// Sentences that stand on every page and say nothing about it.
    pub boilerplate: Vec<Span>,
    /// Text that is in the schema as a description or as remarks.
    pub prose: Vec<Span>,
    /// Samples.
    pub samples: Vec<Span>,
    /// Lines that are not read, each of them named in a warning or an error.
    pub unread: Vec<Span>,
}

/// What a page documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageKind {
    /// A resource.
    Resource,
    /// An enumeration.
    Enumeration,
    /// Neither.
    Other,
}

/// A row of a name and a description.
#[derive(Clone, Debug)]
pub struct NamedRow {
    /// The name.
    pub name: String,
    /// Where the page's mark says that it comes from.
    pub provenance: Provenance,
    /// The description.
    pub description: String,
    /// The row.
    pub span: Span,
}

/// A row that describes a property, a parameter or a field.
#[derive(Clone, Debug)]
pub struct FieldRow {
    /// The name.
    pub name: String,
    /// Where the page's mark says that it comes from.
    pub provenance: Provenance,
    /// Whether it is required; none where the table has no such column.
    pub required: Option<bool>,
    /// The type, where the row declares one.
    pub declared: Option<Declared>,
    /// The documented limits.
    pub limits: Limits,
    /// The description, without the type.
    pub description: String,
    /// The links in the description.
    pub mentions: Vec<Hyperlink>,
    /// The row.
    pub span: Span,
}

/// A declared type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Whether `null` is a value.
    pub nullable: bool,
    /// The type.
    pub ty: Type,
    /// For an enumeration, the members that the declaration lists.
    pub members: Vec<String>,
}

/// A row that describes a link or an embedded resource.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// The rel.
    pub rel: String,
    /// Where the page's mark says that it comes from.
    pub provenance: Provenance,
    /// What it leads to, in the explicit form.
    pub target: Option<ExplicitTarget>,
    /// Whether there are many, in the explicit form.
    pub many: Option<bool>,
    /// The description.
    pub description: String,
    /// The links in the description.
    pub mentions: Vec<Hyperlink>,
    /// The row.
    pub span: Span,
}

/// What a link leads to, as the explicit form says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExplicitTarget {
    /// A page.
    Page(Hyperlink),
    /// No page documents it.
    Unknown,
}

/// A row of the scopes' table.
#[derive(Clone, Debug)]
pub struct ScopeRow {
    /// The scope.
    pub name: String,
    /// The permission.
    pub permission: String,
    /// What it allows.
    pub description: String,
    /// The row.
    pub span: Span,
}

/// A row of an events' table.
#[derive(Clone, Debug)]
pub struct EventRow {
    /// The event type that it stands under, in lower case.
    pub ty: String,
    /// The rel that the event is about.
    pub resource: String,
    /// The page that documents that rel, in the explicit form.
    pub target: Option<Hyperlink>,
    /// The priority.
    pub priority: String,
    /// The rel of the sender.
    pub sender: String,
    /// The rels that the event can be scoped in, in the explicit form.
    pub scope: Vec<String>,
    /// Whether the resource is embedded; `None` where the page does not say it.
    pub embedded: Option<bool>,
    /// Where the page's mark says that it comes from.
    pub provenance: Provenance,
    /// When it is delivered.
    pub reason: String,
    /// The row.
    pub span: Span,
}

/// A row of an errors' table.
#[derive(Clone, Debug)]
pub struct ErrorRow {
    /// The error code.
    pub code: String,
    /// The HTTP status.
    pub status: Option<u16>,
    /// The subcode; none for `None`.
    pub subcode: Option<String>,
    /// Where the page's mark says that it comes from.
    pub provenance: Provenance,
    /// The description.
    pub description: String,
    /// The row.
    pub span: Span,
}

/// A row of the asynchronous reason codes.
#[derive(Clone, Debug)]
pub struct ReasonRow {
    /// The error code that it stands under.
    pub code: String,
    /// The subcode; none for `None`.
    pub subcode: Option<String>,
    /// Where the page's mark says that it comes from.
    pub provenance: Provenance,
    /// The description.
    pub description: String,
    /// The row.
    pub span: Span,
}

/// A row of a response body's table.
#[derive(Clone, Debug)]
pub struct ItemRow {
    /// What the row names; empty where it names nothing.
    pub name: String,
    /// The page that it links to.
    pub target: Option<Hyperlink>,
    /// The description.
    pub description: String,
    /// The row.
    pub span: Span,
}

/// What a page says about one method.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// The method, in upper case.
    pub method: String,
    /// What it does.
    pub description: String,
    /// The query parameters.
    pub query: Vec<FieldRow>,
    /// The fields of the request body.
    pub input: Vec<FieldRow>,
    /// The media types of the request body, in the explicit form.
    pub consumes: Vec<NamedRow>,
    /// The rows of the response body's table.
    pub items: Vec<ItemRow>,
    /// Whether the text says that the response is this page's representation.
    pub returns_representation: bool,
    /// The fields of the response body, in the explicit form.
    pub output_fields: Vec<FieldRow>,
    /// The outermost XML element of the response body, in the explicit form.
    pub output_element: Option<NamedRow>,
    /// The media types of the response body, in the explicit form.
    pub produces: Vec<NamedRow>,
    /// The statuses, in the explicit form.
    pub statuses: Vec<NamedRow>,
    /// The errors.
    pub errors: Vec<ErrorRow>,
    /// The samples.
    pub samples: Vec<Sample>,
    /// The heading.
    pub span: Span,
}
