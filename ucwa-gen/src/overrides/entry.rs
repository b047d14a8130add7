//! One correction.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::sample::{Format, Role};
use crate::schema::{Evidence, EvidenceKind, Provenance, Type};
use crate::source::Span;

/// An entry of the overrides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// What it is about: `lamp`, `lamp.properties.colour`, `lamp.PUT.input.colour`.
    pub of: String,
    /// What is so.
    pub correction: Correction,
    /// Why.
    pub reason: String,
    /// Where it comes from; the pages if the entry names no other source.
    pub provenance: Provenance,
    /// Where it stands: where it says what it is about.
    pub span: Span,
    /// Where the value of each key stands.
    pub(super) values: BTreeMap<String, Span>,
}

/// What an entry corrects. Each is a table of its own, named as [`Correction::table`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction {
    /// A property or a parameter has another type.
    Type {
        /// The type.
        ty: Type,
        /// Whether `null` is a value.
        nullable: bool,
    },
    /// A property or a parameter has another default.
    Default {
        /// The default; `None` if there is none.
        value: Option<String>,
    },
    /// A property or a parameter is required, or is not.
    Required {
        /// Whether it is.
        required: bool,
    },
    /// There is a property, or a field of a body.
    Property(Added),
    /// There is a query parameter.
    Parameter(Added),
    /// A link or an embedded resource leads elsewhere, or there are many; or there is one.
    Link {
        /// Whether the pages lack it.
        add: bool,
        /// Where it leads; `None` where the pages are right.
        target: Option<Target>,
        /// Whether there are many; `None` where the pages are right.
        many: Option<bool>,
    },
    /// There is an event.
    Event(AddedEvent),
    /// An operation can answer with a status of success.
    Status {
        /// The HTTP status.
        status: u16,
    },
    /// A rel carries the representation of a page: its own, or another one's.
    Role {
        /// The page.
        representation: String,
    },
    /// An operation answers with a resource, or announces its creation.
    Response {
        /// The page.
        resource: String,
    },
    /// An enumeration has a member that its page lacks.
    Member,
    /// An operation has an error, or a resource an asynchronous reason code, that its page lacks.
    Error {
        /// The code.
        code: String,
        /// The HTTP status; `None` for an asynchronous reason code.
        status: Option<u16>,
        /// The subcode.
        subcode: Option<String>,
    },
    /// A page is not read.
    Exclude,
    /// A sample is another one.
    Sample {
        /// The heading that it stands under; `None` for the sample of an event.
        heading: Option<Heading>,
        /// Which one under that heading, from 1.
        number: usize,
        /// What stands there.
        text: Span,
    },
    /// Generated code calls something by another word.
    Rename {
        /// The word.
        name: String,
    },
}

/// A property, a parameter or a field that pages lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The type.
    pub ty: Type,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// Whether it is required.
    pub required: bool,
}

/// An event that pages lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedEvent {
    /// The rel that it is about; that of the page if it is `None`.
    pub resource: Option<String>,
    /// What happens: `added`, `updated`, `deleted`, `started` or `completed`.
    pub ty: String,
    /// The rel of the sender.
    pub sender: String,
    /// Whether the resource is embedded; `None` where nothing says it.
    pub embedded: Option<bool>,
    /// The priority; empty where nothing says it.
    pub priority: String,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The resource that a page documents.
    Page(String),
    /// No page documents it.
    Unknown,
}

impl Target {
    /// The word for a target that no page documents.
    pub(crate) const UNKNOWN: &'static str = "unknown";

    /// The target that is this page, or unknown.
    pub(crate) fn new(page: Option<&str>) -> Self {
        page.map_or(Self::Unknown, |page| Self::Page(page.to_owned()))
    }

    /// The page.
    #[must_use]
    pub fn page(&self) -> Option<&str> {
        match self {
            Self::Page(page) => Some(page),
            Self::Unknown => None,
        }
    }

    /// The page, or the word for an unknown one.
    pub(crate) fn as_str(&self) -> &str {
        self.page().unwrap_or(Self::UNKNOWN)
    }
}

/// The heading of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Heading {
    /// What the sample shows.
    pub role: Role,
    /// Its format.
    pub format: Format,
}

impl Heading {
    pub(super) const ALL: [(&'static str, Self); 4] = [
        ("JSON Request", Self { role: Role::Request, format: Format::Json }),
        ("JSON Response", Self { role: Role::Response, format: Format::Json }),
        ("XML Request", Self { role: Role::Request, format: Format::Xml }),
        ("XML Response", Self { role: Role::Response, format: Format::Xml }),
    ];

    /// The heading as the pages write it.
    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, heading)| *heading == self).map_or("", |(text, _)| text)
    }
}

impl Correction {
    /// The name of the table that holds such entries.
    #[must_use]
    pub fn table(&self) -> &'static str {
        match self {
            Self::Type { .. } => "type",
            Self::Default { .. } => "default",
            Self::Required { .. } => "required",
            Self::Property(_) => "property",
            Self::Parameter(_) => "parameter",
            Self::Link { .. } => "link",
            Self::Event(_) => "event",
            Self::Status { .. } => "status",
            Self::Role { .. } => "role",
            Self::Response { .. } => "response",
            Self::Member => "member",
            Self::Error { .. } => "error",
            Self::Exclude => "exclude",
            Self::Sample { .. } => "sample",
            Self::Rename { .. } => "rename",
        }
    }

    /// Whether it adds something that the pages lack, and does not correct what they have.
    #[must_use]
    pub fn adds(&self) -> bool {
        match self {
            Self::Property(_)
            | Self::Parameter(_)
            | Self::Event(_)
            | Self::Status { .. }
            | Self::Member
            | Self::Error { .. } => true,
            Self::Link { add, .. } => *add,
            Self::Type { .. }
            | Self::Default { .. }
            | Self::Required { .. }
            | Self::Role { .. }
            | Self::Response { .. }
            | Self::Exclude
            | Self::Sample { .. }
            | Self::Rename { .. } => false,
        }
    }

    /// Whether the schema keeps the entry as evidence. A page that is excluded and a sample that is replaced leave no trace.
    pub(super) fn is_in_schema(&self) -> bool {
        !matches!(self, Self::Exclude | Self::Sample { .. })
    }
}

impl Override {
    /// The entry as a reason for what the schema says, and where it comes from.
    pub(crate) fn evidence(&self) -> Vec<Evidence> {
        let at = Some(self.span.location());
        let own = Evidence { kind: EvidenceKind::Override, detail: self.reason.clone(), at: at.clone() };
        let source = self.provenance.evidence().map(|(kind, detail)| Evidence { kind, detail, at });
        [own].into_iter().chain(source).collect()
    }

    /// The finding that the pages already say so. `what` is what they say, as a sentence.
    pub(crate) fn agrees(&self, what: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::OverrideAgrees, self.span.clone(), what)
    }

    /// The finding that the value of a key is wrong.
    pub(crate) fn wrong(&self, key: &str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Code::OverrideEntry, self.value(key).clone(), message)
    }

    /// Where the value of a key stands, or else the entry.
    pub(crate) fn value(&self, key: &str) -> &Span {
        self.values.get(key).unwrap_or(&self.span)
    }

    /// The finding that what the value of a key names does not exist.
    pub(crate) fn unknown<'n>(
        &self,
        key: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'n str>,
    ) -> Diagnostic {
        let found = self.wrong(key, format!("there is no {what} `{name}`"));
        match crate::suggest::suggestion(&crate::suggest::nearest(name, known)) {
            Some(suggestion) => found.help(suggestion),
            None => found,
        }
    }
}
