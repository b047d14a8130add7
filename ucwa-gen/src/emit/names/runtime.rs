//! What generated code uses of the runtime crate.

/// A name in the runtime crate that generated code mentions, and that no generated type can therefore have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    /// The module it is in; empty for the crate's root.
    pub(crate) module: &'static str,
    pub(crate) name: &'static str,
}

macro_rules! items {
    ($($constant:ident = $module:literal $name:literal;)*) => {
        $(pub(crate) const $constant: Item = Item { module: $module, name: $name };)*

        /// All of them.
        pub(crate) const ALL: &[Item] = &[$($constant),*];
    };
}

items! {
    ANY_RESOURCE = "" "AnyResource";
    RAW_BODY = "operation" "RawBody";
    DATE_TIME = "" "DateTime";
    DELETE = "operation" "Delete";
    DOCUMENTED_EVENT = "operation" "DocumentedEvent";
    DOCUMENTED_REASON = "operation" "DocumentedReason";
    TIME_SPAN = "" "TimeSpan";
    EMBEDDED = "" "Embedded";
    ENUMERATION = "" "Enumeration";
    ERROR_SET = "operation" "ErrorSet";
    EVENT = "event" "Event";
    EVENT_CHANNEL = "channel" "EventChannel";
    EVENT_DOCUMENT = "event" "EventDocument";
    EVENT_SOURCE = "channel" "EventSource";
    EXTERNAL_RESOURCE = "" "ExternalResource";
    GET = "operation" "Get";
    HTTP_METHOD = "operation" "HttpMethod";
    INPUT = "" "Input";
    LINK = "" "Link";
    LINKS = "" "Links";
    OBJECT = "" "Object";
    OPERATION = "operation" "Operation";
    OPTIONS = "operation" "Options";
    POLL_ANSWER = "channel" "PollAnswer";
    POLL_OUTCOME = "channel" "PollOutcome";
    POST = "operation" "Post";
    PUT = "operation" "Put";
    RESOURCE = "" "Resource";
    RULE = "operation" "Rule";
    SENDER = "event" "Sender";
    STUB = "" "Stub";
    STUB_NAME = "codec" "StubName";
    TYPED_EVENT = "channel" "TypedEvent";
    UNKNOWN = "" "Unknown";
    VALUE = "" "Value";
}
