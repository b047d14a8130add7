//! The headings of a reference page.

use crate::sample::{Format, Role};
use crate::vocabulary::{EVENT_TYPES, METHODS, heading_level, is_code, meant_heading};

/// What a heading announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Section {
    WebLink,
    ResourceDescription,
    Properties,
    Links,
    Embedded,
    Scopes,
    Events,
    /// An event type, in lower case.
    Event(String),
    Operations,
    /// A method, in upper case.
    Method(String),
    Query,
    RequestBody,
    ResponseBody,
    Errors,
    Examples,
    Sample(Role, Format),
    Reasons,
    /// An error code, under the reasons.
    ReasonCode(String),
    Members,
    Remarks,
    /// A section that the reference does not have.
    Unknown,
}

impl Section {
    /// The heading in the reference's spelling.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::WebLink => "Web Link",
            Self::ResourceDescription => "Resource description",
            Self::Properties => "Properties",
            Self::Links => "Links",
            Self::Embedded => "Embedded resources",
            Self::Scopes => "Azure Active Directory scopes for online applications",
            Self::Events => "Events",
            Self::Event(name) | Self::Method(name) | Self::ReasonCode(name) => name,
            Self::Operations => "Operations",
            Self::Query => "Query parameters",
            Self::RequestBody => "Request body",
            Self::ResponseBody => "Response body",
            Self::Errors => "Synchronous errors",
            Self::Examples => "Examples",
            Self::Sample(Role::Request, Format::Json) => "JSON request",
            Self::Sample(_, Format::Json) => "JSON response",
            Self::Sample(Role::Request, Format::Xml) => "XML request",
            Self::Sample(_, Format::Xml) => "XML response",
            Self::Reasons => "Asynchronous reason codes",
            Self::Members => "Members",
            Self::Remarks => "Remarks",
            Self::Unknown => "unknown",
        }
    }

    /// Whether each operation has such a section of its own.
    pub(super) fn is_of_operation(&self) -> bool {
        matches!(
            self,
            Self::Query
                | Self::RequestBody
                | Self::ResponseBody
                | Self::Errors
                | Self::Examples
                | Self::Sample(..)
        )
    }

    /// Whether a page can have the section more than once: a run of events of one type, or of reasons of one code.
    pub(super) fn can_repeat(&self) -> bool {
        matches!(self, Self::Event(_) | Self::ReasonCode(_) | Self::Unknown)
    }
}

/// A heading that was recognised.
pub(super) struct Recognised {
    pub(super) section: Section,
    /// The correct spelling, where the heading has another.
    pub(super) meant: Option<&'static str>,
}

/// The section of a heading that does not depend on where it stands, in lower case.
fn fixed(heading: &str) -> Option<Section> {
    Some(match heading {
        "web link" => Section::WebLink,
        "resource description" => Section::ResourceDescription,
        "properties" => Section::Properties,
        "links" => Section::Links,
        "embedded resources" => Section::Embedded,
        "azure active directory scopes for online applications" => Section::Scopes,
        "events" => Section::Events,
        "operations" => Section::Operations,
        "query parameters" => Section::Query,
        "request body" => Section::RequestBody,
        "response body" => Section::ResponseBody,
        "synchronous errors" => Section::Errors,
        "examples" => Section::Examples,
        "json request" => Section::Sample(Role::Request, Format::Json),
        "json response" => Section::Sample(Role::Response, Format::Json),
        "xml request" => Section::Sample(Role::Request, Format::Xml),
        "xml response" => Section::Sample(Role::Response, Format::Xml),
        "asynchronous reason codes" => Section::Reasons,
        "members" => Section::Members,
        "remarks" => Section::Remarks,
        _ => return None,
    })
}

/// The section that a heading announces, given the one that it stands in.
pub(super) fn recognise(heading: &str, current: Option<&Section>) -> Option<Recognised> {
    let text = heading.trim().trim_end_matches(':').to_lowercase();
    let exact = |section: Section| Some(Recognised { section, meant: None });
    if let Some(section) = fixed(&text) {
        return exact(section);
    }
    let method = text.to_uppercase();
    if METHODS.contains(&method.as_str()) {
        return exact(Section::Method(method));
    }
    if EVENT_TYPES.contains(&text.as_str()) {
        return exact(Section::Event(text));
    }
    if let Some(meant) = meant_heading(&text) {
        return Some(Recognised { section: fixed(meant)?, meant: Some(meant) });
    }
    let in_reasons = matches!(current, Some(Section::Reasons | Section::ReasonCode(_)));
    // Below the reasons any other name is an error code.
    (in_reasons && is_code(heading.trim()))
        .then(|| Recognised { section: Section::ReasonCode(heading.trim().to_owned()), meant: None })
}

/// The level on which the reference has a heading; none where it varies.
pub(super) fn usual_level(heading: &str, section: &Section) -> Option<usize> {
    match section {
        Section::Reasons | Section::ReasonCode(_) | Section::Remarks => None,
        _ => heading_level(heading),
    }
}
