//! How a user is authenticated.

use std::fmt;

use http::HeaderValue;
use ucwa_types::rest::TokenService;

/// How a user is authenticated. No part of it stands in `Debug`.
///
/// A host is given a token only after discovery has led to it: a link, a redirect of HTTP or a challenge of any other host
/// gets neither a password nor a token.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// The grant `password`: the session asks the token service that a host names.
    Password {
        /// The name to sign in with, such as `ann@example.com`.
        user: String,
        /// The password.
        password: String,
    },
    /// The program gets tokens by itself, whenever the session asks for one ([`TokenQuery`]): for the grants of Windows,
    /// passive authentication, anonymous meetings, and Azure AD. The builder takes a closure for it.
    Given {
        /// The name by which discovery finds the server, such as `ann@example.com`.
        user: String,
    },
}

impl Credentials {
    /// The grant `password`.
    pub fn password(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self::Password { user: user.into(), password: password.into() }
    }

    /// Tokens that the program gets by itself.
    pub fn given(user: impl Into<String>) -> Self {
        Self::Given { user: user.into() }
    }

    /// The name by which discovery finds the server.
    #[must_use]
    pub fn user(&self) -> &str {
        match self {
            Self::Password { user, .. } | Self::Given { user } => user,
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password { .. } => "Password { .. }",
            Self::Given { .. } => "Given { .. }",
        })
    }
}

/// A host needs a token that the program has to get.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenQuery {
    /// The scheme, host and port that the token is for, such as `https://pool.example.com:443`.
    pub origin: String,
    /// The token service that the host names, if it names one.
    pub service: Option<TokenService>,
    /// Whether the host has refused the last token that the program gave for it.
    pub is_renewal: bool,
}

/// A token as the program has it: the value of the field `Authorization`, such as `Bearer …`.
///
/// # Errors
/// If it has characters that no field has.
pub fn authorization(value: &str) -> Result<HeaderValue, http::header::InvalidHeaderValue> {
    let mut value = HeaderValue::try_from(value)?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_debug_has_a_secret() {
        for credentials in
            [Credentials::password("ann@example.com", "secret"), Credentials::given("ann@example.com")]
        {
            assert_eq!(credentials.user(), "ann@example.com");
            let shown = format!("{credentials:?}");
            assert!(!shown.contains("ann") && !shown.contains("secret"), "{shown}");
        }
        let token = authorization("Bearer secret").unwrap();
        assert!(!format!("{token:?}").contains("secret"));
        assert!(authorization("Bearer\n").is_err());
    }
}
