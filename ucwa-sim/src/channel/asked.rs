//! A request for events: its position in the sequence of answers, and its parameters.

use std::time::Duration;

use ucwa_types::rest::WireFormat;

use crate::faults::Fault;
use crate::ids::RequestId;

/// A place in the sequence of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(super) ack: u32,
    /// Cannot be guessed, so that a client which computes the next `ack` is noticed.
    pub(super) key: u32,
}

/// The parameters of a request for events.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) position: Option<Position>,
    pub(crate) low: Option<u64>,
    pub(crate) medium: Option<u64>,
    pub(crate) timeout: Option<u64>,
    pub(crate) priority: i64,
}

impl Asked {
    /// Reads the query of a request.
    pub(crate) fn of(query: &str) -> Self {
        let mut asked = Self::default();
        let (mut ack, mut key) = (None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.to_ascii_lowercase().as_str() {
                "ack" => ack = value.parse().ok(),
                "key" => key = u32::from_str_radix(value.trim_end_matches('/'), 16).ok(),
                "low" => asked.low = value.parse().ok(),
                "medium" => asked.medium = value.parse().ok(),
                "timeout" => asked.timeout = value.parse().ok(),
                "priority" => asked.priority = value.parse().unwrap_or_default(),
                _ => {}
            }
        }
        asked.position = ack.zip(key).map(|(ack, key)| Position { ack, key });
        asked
    }
}

/// A request that waits for events.
#[derive(Clone, Debug)]
pub(crate) struct Poll {
    pub(crate) request: RequestId,
    pub(crate) format: WireFormat,
    pub(crate) media_type: &'static str,
    pub(crate) fault: Option<Fault>,
    pub(super) priority: i64,
    pub(super) since: Duration,
}

impl Poll {
    pub(crate) fn new(
        request: RequestId,
        (format, media_type): (WireFormat, &'static str),
        asked: &Asked,
        fault: Option<Fault>,
        now: Duration,
    ) -> Self {
        Self { request, format, media_type, fault, priority: asked.priority, since: now }
    }
}
