//! The headings of a reference page.

use crate::sample::{Format, Role};

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
}

/// A heading that was recognised.
pub(super) struct Recognised {
    pub(super) section: Section,
    /// The correct spelling, where the heading has another.
    pub(super) meant: Option<&'static str>,
}

/// The headings whose text does not depend on where they stand.
const FIXED: &[(&str, Section)] = &[
    ("web link", Section::WebLink),
    ("resource description", Section::ResourceDescription),
    ("properties", Section::Properties),
    ("links", Section::Links),
    ("embedded resources", Section::Embedded),
    ("azure active directory scopes for online applications", Section::Scopes),
    ("events", Section::Events),
    ("operations", Section::Operations),
    ("query parameters", Section::Query),
    ("request body", Section::RequestBody),
    ("response body", Section::ResponseBody),
    ("synchronous errors", Section::Errors),
    ("examples", Section::Examples),
    ("json request", Section::Sample(Role::Request, Format::Json)),
    ("json response", Section::Sample(Role::Response, Format::Json)),
    ("xml request", Section::Sample(Role::Request, Format::Xml)),
    ("xml response", Section::Sample(Role::Response, Format::Xml)),
    ("asynchronous reason codes", Section::Reasons),
    ("members", Section::Members),
    ("remarks", Section::Remarks),
];

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "HEAD"];

/// The event types that the documentation knows.
pub(super) const EVENT_TYPES: &[&str] = &["added", "updated", "deleted", "started", "completed"];

/// The section that a heading announces, given the one that it stands in.
pub(super) fn recognise(heading: &str, current: Option<&Section>) -> Option<Recognised> {
    let text = heading.trim().trim_end_matches(':').to_lowercase();
    let exact = |section: Section| Some(Recognised { section, meant: None });
    if let Some((_, section)) = FIXED.iter().find(|(name, _)| *name == text) {
        return exact(section.clone());
    }
    if METHODS.contains(&heading.trim()) {
        return exact(Section::Method(heading.trim().to_owned()));
    }
    if EVENT_TYPES.contains(&text.as_str()) {
        return exact(Section::Event(text));
    }
    if matches!(current, Some(Section::Reasons | Section::ReasonCode(_))) {
        return exact(Section::ReasonCode(heading.trim().to_owned()));
    }
    let (meant, section) = FIXED
        .iter()
        .map(|(name, section)| (strsim::levenshtein(name, &text), *name, section))
        .filter(|(distance, name, _)| *distance <= 1 + name.len() / 8)
        .min_by_key(|(distance, ..)| *distance)
        .map(|(_, name, section)| (name, section))?;
    Some(Recognised { section: section.clone(), meant: Some(meant) })
}

/// The level on which the reference has the heading; none where it varies.
pub(super) fn usual_level(section: &Section) -> Option<usize> {
    Some(match section {
        Section::WebLink
        | Section::ResourceDescription
        | Section::Events
        | Section::Operations
        | Section::Members => 2,
        Section::Properties
        | Section::Links
        | Section::Embedded
        | Section::Scopes
        | Section::Event(_)
        | Section::Method(_) => 3,
        Section::Query
        | Section::RequestBody
        | Section::ResponseBody
        | Section::Errors
        | Section::Examples
        | Section::Sample(..) => 4,
        Section::Reasons | Section::ReasonCode(_) | Section::Remarks => return None,
    })
}
