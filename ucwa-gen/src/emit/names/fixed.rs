//! Names that generated code has whatever the schema holds.

/// The module of the enumerations.
pub(crate) const ENUMERATIONS: &str = "enumerations";
/// The module of the enum over all resources.
pub(crate) const ANY_RESOURCE: &str = "any_resource";
/// The module of the enum over all events.
pub(crate) const ANY_EVENT: &str = "any_event";
/// The module of the errors.
pub(crate) const ERRORS: &str = "errors";
/// The folder of what stands for groups without their features.
pub(crate) const STUBS: &str = "stubs";

/// The modules beside those of the groups.
pub(crate) const MODULES: [&str; 5] = [ENUMERATIONS, ANY_EVENT, ANY_RESOURCE, ERRORS, STUBS];

/// The enumeration of all errors.
pub(crate) const ERROR_KIND: &str = "ErrorKind";
/// The enumeration of all events.
pub(crate) const ANY_EVENT_TYPE: &str = "AnyEvent";

/// The variant of an open enumeration that keeps what is not documented.
pub(crate) const UNRECOGNIZED: &str = "Unrecognized";
/// The variant for every error that is not documented.
pub(crate) const OTHER_ERROR: &str = "Other";
/// The variant for every event that is not documented.
pub(crate) const UNKNOWN_EVENT: &str = "Unknown";

/// The field of a resource that holds its links.
pub(crate) const LINKS: &str = "links";
/// The field of a resource that holds its embedded resources.
pub(crate) const EMBEDDED: &str = "embedded";
/// The field of any type that holds what is not documented.
pub(crate) const UNKNOWN: &str = "unknown";
