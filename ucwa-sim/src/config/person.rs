//! Users and bots.

use serde::Deserialize;

use crate::error::ConfigError;

/// A user of the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Person {
    /// The SIP URI, such as `sip:ann@example.com`.
    pub uri: String,
    /// The name that others see.
    pub name: String,
    /// The password. The user signs in with it and with the URI, with or without its scheme. If it is empty, the user cannot sign in.
    #[serde(default)]
    pub password: String,
    /// The job title.
    pub title: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The company.
    pub company: Option<String>,
    /// The office.
    pub office: Option<String>,
    /// The work phone number, such as `tel:+14255550101`.
    pub work_phone: Option<String>,
    /// The URIs of the contacts in the user's list. Those that no user has are not in the list that clients get.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// The URIs of the users who may act for the user.
    #[serde(default)]
    pub delegates: Vec<String>,
    /// The URIs of the users whom the user's calls can ring as well.
    #[serde(default)]
    pub team: Vec<String>,
    /// Whether the user has no enterprise voice, and so no phones and no call forwarding.
    #[serde(default)]
    pub without_voice: bool,
    /// Whether the user's phone is never answered.
    #[serde(default)]
    pub ignores_phone: bool,
    /// What the simulator does for the user; `None` if only clients act for the user.
    pub bot: Option<Bot>,
}

impl Person {
    /// A user with this URI, name and password.
    #[must_use]
    pub fn new(uri: impl Into<String>, name: impl Into<String>, password: impl Into<String>) -> Self {
        Self { uri: uri.into(), name: name.into(), password: password.into(), ..Self::default() }
    }

    /// Sets the URIs of the contacts.
    #[must_use]
    pub fn with_contacts(mut self, uris: impl IntoIterator<Item: Into<String>>) -> Self {
        self.contacts = uris.into_iter().map(Into::into).collect();
        self
    }

    /// Makes the simulator act for the user.
    #[must_use]
    pub fn with_bot(mut self, bot: Bot) -> Self {
        self.bot = Some(bot);
        self
    }
}

/// What the simulator does for a user, who is available from the start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Bot {
    /// Sends this to every user who becomes available.
    pub greets: Option<String>,
    /// Accepts invitations. Without this and [`Self::declines`] they ring until they time out.
    pub accepts: bool,
    /// Declines invitations.
    pub declines: bool,
    /// Forwards invitations to the user with this URI.
    pub forwards: Option<String>,
    /// Accepts calls with audio or video, and transfers the caller to the user with this URI.
    pub transfers: Option<String>,
    /// Sends back each message.
    pub echoes: bool,
}

impl Bot {
    /// Checks that it can do what it is to do.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        match self {
            Self { accepts: true, declines: true, .. } => {
                Err(ConfigError::Bot("it accepts and declines invitations"))
            }
            Self { accepts: true, forwards: Some(_), .. }
            | Self { declines: true, forwards: Some(_), .. } => {
                Err(ConfigError::Bot("it forwards invitations, and accepts or declines them"))
            }
            Self { accepts: false, transfers: Some(_), .. } => {
                Err(ConfigError::Bot("it transfers calls that it does not accept"))
            }
            Self { greets: Some(text), .. } if text.is_empty() => Err(ConfigError::Bot("`greets` is empty")),
            _ => Ok(()),
        }
    }

    /// A bot that sends this to every user who becomes available.
    #[must_use]
    pub fn greeting(text: impl Into<String>) -> Self {
        Self { greets: Some(text.into()), ..Self::default() }
    }

    /// A bot that accepts invitations and sends back each message.
    #[must_use]
    pub fn echo() -> Self {
        Self { accepts: true, echoes: true, ..Self::default() }
    }
}
