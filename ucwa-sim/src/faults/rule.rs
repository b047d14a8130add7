//! Faults, and the requests that they happen to.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::route::is_rel;

/// What happens to one request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Fault {
    /// The connection is closed without an answer, and the operation is not performed.
    Drop,
    /// The operation is performed, and then the connection is closed without an answer.
    DropAnswer,
    /// The operation is not performed, and there is no answer.
    Silence,
    /// The connection is closed in the middle of the body.
    HalfBody,
    /// Half of the body is sent as if it were complete: `Content-Length` is the shorter length.
    CutBody,
    /// A proxy answers with this status and an HTML page.
    Html(u16),
    /// An answer of this status without a body.
    Empty(u16),
    /// An error of the service.
    Error {
        /// The status.
        status: u16,
        /// The code.
        code: String,
        /// The subcode.
        subcode: Option<String>,
    },
    /// One of the errors that the operation documents, chosen by the seed.
    Documented,
    /// An answer with this body.
    Body {
        /// The status.
        status: u16,
        /// The media type.
        #[serde(rename = "mediaType")]
        media_type: String,
        /// The body.
        #[serde(deserialize_with = "text")]
        body: Vec<u8>,
    },
    /// The answer is delayed by this many milliseconds.
    Delay(u64),
    /// For `events`: the last answer is sent again. Any other operation is performed twice.
    Duplicate,
    /// All tokens of this host have expired.
    ExpiredToken,
    /// All tokens of this host have expired, and a 500 with an HTML page reports that only in the field `X-Ms-diagnostics`.
    Ticket,
    /// For `root`: the answer of legacy autodiscovery.
    Legacy,
    /// The application has ended.
    LostApplication,
    /// The application has ended, and a proxy answers, as for this fault.
    LostBehind(Box<Fault>),
    /// The document cannot be decoded, but its links can still be found.
    Undecodable,
    /// For `events`: an answer without events, as after the timeout.
    Quiet,
    /// For `events`: the next events are lost, and the answer has the link `resync`.
    Resync,
    /// The same, with other links that must not be followed.
    ResyncAmongOthers,
    /// For `events`: conversations and subscriptions have ended, as if the client had been away for long. The answer comes
    /// instead of the next events.
    Resume,
    /// For `events`: the events of the answer are in another order.
    OutOfOrder,
    /// The answer comes only after the client has received the events of the operation. `events` is not affected.
    Late,
    /// For `sendMessage`: the message is accepted, and not delivered.
    Undelivered,
}

/// Text of a file, as bytes.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    String::deserialize(deserializer).map(String::into_bytes)
}

/// A fault, and the requests that it happens to: all those for which every condition holds.
///
/// ```
/// use ucwa_sim::{Fault, Rule};
///
/// // The answer to the second message is lost.
/// let rule = Rule::new(Fault::DropAnswer).on("sendMessage").skipping(1).times(1);
/// assert_eq!(rule.rel.as_deref(), Some("sendMessage"));
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule {
    /// What happens.
    pub fault: Fault,
    /// The rel of the requested resource: `events`, `sendMessage`, `application`; `token` for the token service.
    pub rel: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The URI of the user who asks.
    pub user: Option<String>,
    /// How many matching requests succeed first.
    #[serde(default)]
    pub skip: u32,
    /// How many times it happens at most; `None` for any number.
    pub count: Option<u32>,
    /// How likely it is, in percent; 100 if omitted.
    pub chance: Option<u8>,
    /// When it begins to happen, in seconds since the start.
    pub after: Option<u64>,
    /// When it no longer happens, in seconds since the start.
    pub until: Option<u64>,
}

impl Rule {
    /// This happens to every request.
    #[must_use]
    pub fn new(fault: Fault) -> Self {
        Self {
            fault,
            rel: None,
            method: None,
            user: None,
            skip: 0,
            count: None,
            chance: None,
            after: None,
            until: None,
        }
    }

    /// Only if the requested resource has this rel.
    #[must_use]
    pub fn on(mut self, rel: impl Into<String>) -> Self {
        self.rel = Some(rel.into());
        self
    }

    /// Only with this method.
    #[must_use]
    pub fn with_method(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Only for requests of this user.
    #[must_use]
    pub fn by(mut self, uri: impl Into<String>) -> Self {
        self.user = Some(uri.into());
        self
    }

    /// This many matching requests succeed first.
    #[must_use]
    pub fn skipping(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    /// It happens this many times at most.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// Sets how likely it is, in percent.
    #[must_use]
    pub fn with_chance(mut self, percent: u8) -> Self {
        self.chance = Some(percent);
        self
    }

    /// Checks that a request can match the rule.
    ///
    /// # Errors
    /// Why none can, in words.
    pub(crate) fn check(&self) -> Result<(), String> {
        if let Some(rel) = self.rel.as_deref().filter(|rel| !is_rel(rel)) {
            return Err(format!("nothing that can be asked for has the rel `{rel}`"));
        }
        let is_method = |method: &&str| {
            ["GET", "POST", "PUT", "DELETE"].iter().any(|known| known.eq_ignore_ascii_case(method))
        };
        if let Some(method) = self.method.as_deref().filter(|method| !is_method(method)) {
            return Err(format!("`{method}` is no method of any resource"));
        }
        match self.chance {
            Some(chance @ 101..) => Err(format!("a chance of {chance} percent is more than certain")),
            _ => Ok(()),
        }
    }

    pub(super) fn is_time(&self, now: Duration) -> bool {
        let now = now.as_secs();
        self.after.is_none_or(|after| now >= after) && self.until.is_none_or(|until| now < until)
    }
}
