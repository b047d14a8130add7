//! Faults, and the requests that they happen to.

use std::time::Duration;

use serde::{Deserialize, Deserializer};

use crate::route::is_rel;

/// What happens to one request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Fault {
    /// The connection is closed without an answer, and nothing else happens.
    Drop,
    /// What was asked for happens, and then the connection is closed without an answer.
    DropAnswer,
    /// Nothing happens, and nothing is ever answered.
    Silence,
    /// The answer breaks off in the middle of the body.
    HalfBody,
    /// The answer's body is cut short, and its length says that this is all.
    CutBody,
    /// Something in between answers with this status and a page for people.
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
    /// Any error that the operation documents, the seed decides which.
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
    /// The answer comes so many milliseconds later.
    Delay(u64),
    /// For `events`: the last answer comes once more. For any other operation: what was asked for happens twice.
    Duplicate,
    /// All tokens of this host have expired.
    ExpiredToken,
    /// The tokens of this host are good no longer, which a 500 with a page for people says in a header field alone.
    Ticket,
    /// For `root`: the answer of legacy autodiscovery.
    Legacy,
    /// The application is lost.
    LostApplication,
    /// The application is lost, and something in between answers, as it does for this fault.
    LostBehind(Box<Fault>),
    /// The document cannot be decoded, and not all of it is beyond reading.
    Undecodable,
    /// For `events`: nothing has happened for a long time.
    Quiet,
    /// For `events`: what has happened since the last answer is lost, once something has.
    Resync,
    /// The same, with links beside the one to follow that are not to be followed.
    ResyncAmongOthers,
    /// For `events`: the client was away for so long that its conversations and subscriptions have ended. It comes once there
    /// is something to tell.
    Resume,
    /// For `events`: the events of the answer are in another order.
    OutOfOrder,
    /// The answer comes only after the client has the events that what it asked for has caused. It does nothing to `events`.
    Late,
    /// For `sendMessage`: the message is accepted, and does not arrive.
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
/// // The second message that anybody sends is lost on its way back.
/// let rule = Rule::new(Fault::DropAnswer).on("sendMessage").skipping(1).times(1);
/// assert_eq!(rule.rel.as_deref(), Some("sendMessage"));
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule {
    /// What happens.
    pub fault: Fault,
    /// The rel of the resource that is asked for: `events`, `sendMessage`, `application`; `token` for the token service.
    pub rel: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The URI of the user who asks.
    pub user: Option<String>,
    /// How many such requests go well first.
    #[serde(default)]
    pub skip: u32,
    /// How many times it happens; `None` for always.
    pub count: Option<u32>,
    /// How likely it is, in percent; 100 if omitted.
    pub chance: Option<u8>,
    /// From when on, in seconds since the start.
    pub after: Option<u64>,
    /// Until when, in seconds since the start.
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

    /// Only if this is the rel of the resource that is asked for.
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

    /// Only if this user asks.
    #[must_use]
    pub fn by(mut self, uri: impl Into<String>) -> Self {
        self.user = Some(uri.into());
        self
    }

    /// So many such requests go well first.
    #[must_use]
    pub fn skipping(mut self, skip: u32) -> Self {
        self.skip = skip;
        self
    }

    /// It happens so many times at most.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// It happens to so many requests in a hundred.
    #[must_use]
    pub fn with_chance(mut self, percent: u8) -> Self {
        self.chance = Some(percent);
        self
    }

    /// Whether any request can be one that the rule is about.
    ///
    /// # Errors
    /// Why not, in words.
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
