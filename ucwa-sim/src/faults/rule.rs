//! Faults, and the requests that they happen to.

use std::time::Duration;

use http::HeaderValue;
use serde::{Deserialize, Deserializer};

use crate::error::ConfigError;
use crate::route::methods_of;
use crate::schema::errors_of;
use crate::uri;

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
    /// For `events`: the last answer is sent again, once. Any other operation is performed twice.
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
    /// The document begins with a member or an element that no page documents, nested 200 levels deep. That is beyond the limits of
    /// `ucwa_types`, whose decoders refuse the document, but its links can still be found. Many other parsers read it.
    Undecodable,
    /// For `events`: an answer without events, as after the timeout.
    Quiet,
    /// For `events`: the next events are lost, and the answer has the link `resync`. If there are no events it comes at the timeout
    /// of the request, 3 minutes by default.
    Resync,
    /// The same, with other links that must not be followed.
    ResyncAmongOthers,
    /// For `events`: conversations and subscriptions have ended, as if the client had been away for long. The answer comes
    /// instead of the next events, or at the timeout of the request.
    Resume,
    /// For `events`: the events of the answer are in another order.
    OutOfOrder,
    /// The answer comes only after the client has received the events of the operation. `events` is not affected.
    Late,
    /// For `sendMessage`: the message is accepted, and not delivered.
    Undelivered,
}

impl Fault {
    /// The name as in a file, such as `halfBody`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Drop => "drop",
            Self::DropAnswer => "dropAnswer",
            Self::Silence => "silence",
            Self::HalfBody => "halfBody",
            Self::CutBody => "cutBody",
            Self::Html(_) => "html",
            Self::Empty(_) => "empty",
            Self::Error { .. } => "error",
            Self::Documented => "documented",
            Self::Body { .. } => "body",
            Self::Delay(_) => "delay",
            Self::Duplicate => "duplicate",
            Self::ExpiredToken => "expiredToken",
            Self::Ticket => "ticket",
            Self::Legacy => "legacy",
            Self::LostApplication => "lostApplication",
            Self::LostBehind(_) => "lostBehind",
            Self::Undecodable => "undecodable",
            Self::Quiet => "quiet",
            Self::Resync => "resync",
            Self::ResyncAmongOthers => "resyncAmongOthers",
            Self::Resume => "resume",
            Self::OutOfOrder => "outOfOrder",
            Self::Late => "late",
            Self::Undelivered => "undelivered",
        }
    }

    /// The rel of the only resource that it can happen to.
    pub(super) fn only(&self) -> Option<&'static str> {
        match self {
            Self::Quiet | Self::Resync | Self::ResyncAmongOthers | Self::Resume | Self::OutOfOrder => {
                Some("events")
            }
            Self::Undelivered => Some("sendMessage"),
            Self::Legacy => Some("root"),
            _ => None,
        }
    }

    /// Whether it can happen to a request for a resource with this rel.
    pub(super) fn fits(&self, rel: &str) -> bool {
        let is = |other: &str| rel.eq_ignore_ascii_case(other);
        // Without a token there is none that can have expired.
        let is_free = || is("root") || is("xframe") || is("token");
        self.only().is_none_or(is)
            && match self {
                Self::Late => !is("events"),
                Self::ExpiredToken => !is_free(),
                _ => true,
            }
    }

    /// Whether it can happen to a part of a batch. Faults of the connection happen to the batch as a whole.
    pub(super) fn fits_a_part(&self) -> bool {
        match self {
            Self::Drop | Self::DropAnswer | Self::Silence | Self::HalfBody | Self::Delay(_) | Self::Late => {
                false
            }
            fault => fault.only() != Some("events"),
        }
    }

    /// Checks that its answer is possible.
    fn check(&self) -> Result<(), ConfigError> {
        let within = |status: u16, from: u16| match (from..=599).contains(&status) {
            true => Ok(()),
            false => Err(ConfigError::Status { status, from }),
        };
        let with_body = |status: u16| match status {
            204 | 205 | 304 => Err(ConfigError::Bodiless(status)),
            status => within(status, 200),
        };
        match self {
            Self::Html(status) => with_body(*status),
            Self::Empty(status) => within(*status, 200),
            Self::Error { code, subcode, .. } if code.is_empty() || subcode.as_deref() == Some("") => {
                Err(ConfigError::Code)
            }
            Self::Error { status, .. } => within(*status, 400),
            Self::Body { status, media_type, .. } => {
                with_body(*status)?;
                match HeaderValue::from_str(media_type) {
                    Ok(_) => Ok(()),
                    Err(_) => Err(ConfigError::MediaType(media_type.clone())),
                }
            }
            Self::LostBehind(behind) => match **behind {
                Self::Html(_) | Self::Empty(_) | Self::Error { .. } | Self::Body { .. } => behind.check(),
                _ => Err(ConfigError::Behind(behind.name())),
            },
            _ => Ok(()),
        }
    }
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
    /// The URI of the user who asks, with or without `sip:`.
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

    /// Checks that the fault can happen to a request. `is_user` gets a normal URI and returns whether a user has it.
    ///
    /// # Errors
    /// The reason why it can never happen.
    pub(crate) fn check(&self, is_user: impl Fn(&str) -> bool) -> Result<(), ConfigError> {
        let methods: &[&str] = match &self.rel {
            Some(rel) => methods_of(rel).ok_or_else(|| ConfigError::Rel(rel.clone()))?,
            None => &["GET", "POST", "PUT", "DELETE"],
        };
        if let Some(method) = &self.method
            && !methods.iter().any(|known| known.eq_ignore_ascii_case(method))
        {
            return Err(match &self.rel {
                Some(rel) => ConfigError::RelMethod { rel: rel.clone(), method: method.clone() },
                None => ConfigError::Method(method.clone()),
            });
        }
        if let Some(user) = self.user.as_ref().filter(|user| !is_user(&uri::normal(user))) {
            return Err(ConfigError::Nobody(user.clone()));
        }
        if let Some(rel) = &self.rel
            && !self.fault.fits(rel)
        {
            let instead = match self.fault.only() {
                Some(only) => format!("to `{only}`"),
                None => "to other resources".to_owned(),
            };
            return Err(ConfigError::Elsewhere { fault: self.fault.name(), what: rel.clone(), instead });
        }
        if let (Fault::Documented, Some(rel)) = (&self.fault, &self.rel) {
            let asked = self.method.as_deref().map_or(methods.to_vec(), |method| vec![method]);
            if asked.iter().all(|method| errors_of(rel, method).is_empty()) {
                return Err(ConfigError::Undocumented(rel.clone()));
            }
        }
        match (self.chance, self.count, self.after, self.until) {
            (Some(chance @ 101..), ..) => return Err(ConfigError::Chance(chance)),
            (Some(0), ..) => return Err(ConfigError::Never("the chance is 0")),
            (_, Some(0), ..) => return Err(ConfigError::Never("the count is 0")),
            (.., Some(0)) => return Err(ConfigError::Never("it ends at the start")),
            (_, _, Some(after), Some(until)) if until <= after => {
                return Err(ConfigError::Never("it ends before it begins"));
            }
            _ => {}
        }
        self.fault.check()
    }

    pub(super) fn is_time(&self, now: Duration) -> bool {
        let now = now.as_secs();
        self.after.is_none_or(|after| now >= after) && self.until.is_none_or(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_never_happen_is_refused() {
        let drop = || Rule::new(Fault::Drop);
        let error = |status| Fault::Error { status, code: "Gone".to_owned(), subcode: None };
        let body = |media_type: &str| Fault::Body {
            status: 200,
            media_type: media_type.to_owned(),
            body: Vec::new(),
        };
        let behind = |fault| Rule::new(Fault::LostBehind(Box::new(fault)));
        for (rule, expected) in [
            (drop(), ""),
            (drop().on("NOTE").with_method("post").by("Ann@example.com").times(1).with_chance(1), ""),
            (drop().on("token").with_method("POST"), ""),
            (drop().on("event"), "the simulator has no resource with the rel `event`"),
            (drop().on("phoneVideo"), "the simulator has no resource with the rel `phoneVideo`"),
            (drop().with_method("FETCH"), "no resource has the method `FETCH`"),
            (drop().on("me").with_method("PUT"), "`me` does not have the method PUT"),
            (drop().on("token").with_method("GET"), "`token` does not have the method GET"),
            (drop().by("sip:eve@example.com"), "there is no user `sip:eve@example.com`"),
            (drop().with_chance(101), "the chance 101 is more than 100 percent"),
            (drop().with_chance(0), "the fault never happens: the chance is 0"),
            (drop().times(0), "the fault never happens: the count is 0"),
            (Rule { until: Some(0), ..drop() }, "the fault never happens: it ends at the start"),
            (
                Rule { after: Some(9), until: Some(9), ..drop() },
                "the fault never happens: it ends before it begins",
            ),
            (Rule { after: Some(8), until: Some(9), ..drop() }, ""),
            (Rule::new(Fault::Quiet), ""),
            (Rule::new(Fault::Quiet).on("me"), "`quiet` cannot happen to `me`, only to `events`"),
            (
                Rule::new(Fault::Undelivered).on("message"),
                "`undelivered` cannot happen to `message`, only to `sendMessage`",
            ),
            (Rule::new(Fault::Legacy).on("user"), "`legacy` cannot happen to `user`, only to `root`"),
            (Rule::new(Fault::Documented).on("note").with_method("post"), ""),
            (Rule::new(Fault::Documented).on("token"), "no page documents an error of `token`"),
            (
                Rule::new(Fault::Late).on("events"),
                "`late` cannot happen to `events`, only to other resources",
            ),
            (
                Rule::new(Fault::ExpiredToken).on("token"),
                "`expiredToken` cannot happen to `token`, only to other resources",
            ),
            (Rule::new(Fault::ExpiredToken).on("user"), ""),
            (Rule::new(Fault::Html(204)), "an answer with the status 204 has no body: use `empty`"),
            (Rule::new(Fault::Html(304)), "an answer with the status 304 has no body: use `empty`"),
            (Rule::new(Fault::Empty(304)), ""),
            (
                Rule::new(Fault::Error { status: 403, code: String::new(), subcode: None }),
                "the code or the subcode of the error is empty",
            ),
            (
                Rule::new(Fault::Error {
                    status: 403,
                    code: "Forbidden".to_owned(),
                    subcode: Some(String::new()),
                }),
                "the code or the subcode of the error is empty",
            ),
            (Rule::new(Fault::Html(99)), "the status 99 is not from 200 to 599"),
            (Rule::new(Fault::Empty(1000)), "the status 1000 is not from 200 to 599"),
            (Rule::new(error(200)), "the status 200 is not from 400 to 599"),
            (Rule::new(error(418)), ""),
            (Rule::new(body("text/plain")), ""),
            (Rule::new(body("text\nplain")), "`text\nplain` is not a media type"),
            (behind(Fault::Html(600)), "the status 600 is not from 200 to 599"),
            (
                behind(Fault::Drop),
                "`lostBehind` needs an answer (`html`, `empty`, `error` or `body`), not `drop`",
            ),
        ] {
            let seen = rule
                .check(|uri| uri == "sip:ann@example.com")
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert_eq!(seen, expected, "{rule:?}");
        }
    }

    #[test]
    fn a_fault_has_the_name_that_files_have() {
        for fault in ["drop", "dropAnswer", "halfBody", "expiredToken", "resyncAmongOthers", "undelivered"] {
            let read: Fault = serde_json::from_value(serde_json::json!(fault)).unwrap();
            assert_eq!(read.name(), fault);
        }
    }
}
