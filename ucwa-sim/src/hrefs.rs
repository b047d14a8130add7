//! The hrefs of one application. The hrefs of each area are beside its places, in `route`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::ids::AppId;
use crate::paths::APPLICATIONS;
use crate::uri;

/// What is escaped in a segment of a path.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'+');

/// Makes hrefs of an application.
#[derive(Clone, Debug)]
pub(crate) struct Hrefs {
    base: String,
}

impl Hrefs {
    /// The hrefs of this application, relative or with this origin.
    pub(crate) fn new(origin: Option<&str>, app: AppId) -> Self {
        Self { base: format!("{}{APPLICATIONS}/{app}", origin.unwrap_or_default()) }
    }

    /// The application itself.
    pub(crate) fn own(&self) -> &str {
        &self.base
    }

    /// This path below the application.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }
}

/// The parameter of a query that names an instance of an application.
pub(crate) fn instance_parameter(instance: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("instanceId", instance).finish()
}

/// A URI as a segment, without its scheme if the segment is read back to the same URI.
pub(crate) fn segment(uri: &str) -> String {
    utf8_percent_encode(uri::short(uri), SEGMENT).to_string()
}
