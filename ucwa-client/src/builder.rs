//! What a client is made of.

use std::fmt;

use crate::credentials::Credentials;
use crate::error::Gone;
use crate::session::Settings;

/// Makes a client. `S` is what gets the tokens of [`Credentials::Given`].
pub struct Builder<S> {
    pub(crate) settings: Settings,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) tokens: Option<S>,
}

impl<S> Builder<S> {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings, credentials: None, tokens: None }
    }

    /// Sets how the user is authenticated, and who that is.
    #[must_use]
    pub fn credentials(self, credentials: Credentials) -> Self {
        Self { credentials: Some(credentials), ..self }
    }

    /// What the program has forgotten, which `sign_in` says.
    pub(crate) fn missing(&self) -> Option<Gone> {
        match &self.credentials {
            None => Some(Gone::NoCredentials),
            Some(Credentials::Given { .. }) if self.tokens.is_none() => Some(Gone::NoTokenSource),
            Some(_) => None,
        }
    }

    /// Changes the settings.
    #[must_use]
    pub fn settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }
}

impl<S> fmt::Debug for Builder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("settings", &self.settings)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
