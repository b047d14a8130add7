//! The headings of a reference page.

use crate::sample::{Format, Role};
use crate::vocabulary::{EVENT_TYPES, HEADINGS, METHODS, heading_level};

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
    if METHODS.contains(&heading.trim()) {
        return exact(Section::Method(heading.trim().to_owned()));
    }
    if EVENT_TYPES.contains(&text.as_str()) {
        return exact(Section::Event(text));
    }
    if matches!(current, Some(Section::Reasons | Section::ReasonCode(_))) {
        return exact(Section::ReasonCode(heading.trim().to_owned()));
    }
    let meant = HEADINGS
        .iter()
        .map(|(name, _)| (strsim::osa_distance(name, &text), *name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 8)
        .min()
        .map(|(_, name)| name)?;
    Some(Recognised { section: fixed(meant)?, meant: Some(meant) })
}

/// The level on which the reference has a heading; none where it varies.
pub(super) fn usual_level(heading: &str, section: &Section) -> Option<usize> {
    match section {
        Section::Reasons | Section::ReasonCode(_) | Section::Remarks => None,
        _ => heading_level(heading),
    }
}
