//! Resolves an `href` (RFC 3986, section 5).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use http::Uri;
use http::uri::{InvalidUri, Scheme};

use crate::data_uri::percent_encode;
use crate::link::{is_scheme, without_dots};

/// The URL of a representation, which the hrefs in it are relative to.
///
/// An href is mostly a path on the server that sent it, and absolute if it leads to another server. After a step to another
/// host, as in discovery, continue with the one that [`Self::follow`] returns.
///
/// ```
/// use ucwa_types::rest::BaseUrl;
///
/// let base: BaseUrl = "https://pool.example.com".parse()?;
/// let uri = base.resolve("/ucwa/v1/applications/7/events?ack=1")?;
/// assert_eq!(uri, "https://pool.example.com/ucwa/v1/applications/7/events?ack=1");
/// # Ok::<(), ucwa_types::rest::HrefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    uri: Uri,
    /// The hosts that this server stands for.
    aliases: Arc<[Box<str>]>,
}

/// Why an `href` cannot be requested.
#[derive(Debug)]
#[non_exhaustive]
pub enum HrefError {
    /// The href is empty.
    Empty,
    /// It is a `data:` URI, which is the content itself: see [`LinkData::data_uri`](crate::LinkData::data_uri).
    Data,
    /// Not HTTP (`tel`, `sip`), or the base is not absolute.
    Scheme(Box<str>),
    /// It is not a URI.
    Invalid(InvalidUri),
}

impl fmt::Display for HrefError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the href is empty"),
            Self::Data => f.write_str("the href is a data URI: its content is in it"),
            Self::Scheme(scheme) if scheme.is_empty() => {
                f.write_str("the address is not absolute: begin it with `https://`")
            }
            Self::Scheme(scheme) => write!(f, "the scheme `{scheme}` is not HTTP"),
            Self::Invalid(_) => f.write_str("the href is not a URI"),
        }
    }
}

impl std::error::Error for HrefError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            _ => None,
        }
    }
}

impl From<InvalidUri> for HrefError {
    fn from(error: InvalidUri) -> Self {
        Self::Invalid(error)
    }
}

impl BaseUrl {
    /// Creates one from the URI of a server, or of a resource on it.
    ///
    /// # Errors
    /// [`HrefError::Scheme`] if it is not absolute, or not HTTP.
    pub fn new(uri: Uri) -> Result<Self, HrefError> {
        match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS => {
                Ok(Self { uri, aliases: Arc::default() })
            }
            scheme => Err(HrefError::Scheme(scheme.map_or("", Scheme::as_str).into())),
        }
    }

    /// Sets other names of this server. In an absolute href with one of these hosts, the scheme, host and port are replaced by
    /// those of this server. By default no href is changed.
    ///
    /// A server can send the internal name of a pool to a client that can reach it only by another name. Give such hosts
    /// without a port, in any case. [`Self::follow`] keeps them, as names of the server that it leads to.
    ///
    /// ```
    /// use ucwa_types::rest::BaseUrl;
    ///
    /// let base: BaseUrl = "https://pool.example.com/ucwa".parse()?;
    /// let base = base.with_aliases(["pool.internal.example.com"]);
    /// assert_eq!(base.resolve("https://pool.internal.example.com:4443/me?x=1")?, "https://pool.example.com/me?x=1");
    /// assert_eq!(base.resolve("https://other.example.com/me")?, "https://other.example.com/me");
    /// # Ok::<(), ucwa_types::rest::HrefError>(())
    /// ```
    #[must_use]
    pub fn with_aliases(self, hosts: impl IntoIterator<Item = impl Into<Box<str>>>) -> Self {
        Self { aliases: hosts.into_iter().map(Into::into).collect(), ..self }
    }

    /// The other names of this server.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.aliases.iter().map(|host| &**host)
    }

    /// The URI that hrefs are relative to.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Resolves an href. Its query is kept, its fragment is removed, and a host among the [aliases](Self::with_aliases) is
    /// replaced by this server.
    ///
    /// # Errors
    /// Every [`HrefError`].
    pub fn resolve(&self, href: &str) -> Result<Uri, HrefError> {
        let href = href.split('#').next().unwrap_or_default();
        if href.is_empty() {
            return Err(HrefError::Empty);
        }
        let (scheme, rest) = match split_scheme(href) {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("data") => return Err(HrefError::Data),
            Some((scheme, rest)) => {
                let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
                if !is_http || !rest.starts_with("//") {
                    return Err(HrefError::Scheme(scheme.into()));
                }
                (scheme, rest)
            }
            None => (self.uri.scheme_str().unwrap_or_default(), href),
        };
        let (authority, local) = match rest.strip_prefix("//") {
            Some(rest) => rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len())),
            None => (self.authority(), rest),
        };
        let (scheme, authority) = if self.is_alias(authority) {
            (self.uri.scheme_str().unwrap_or_default(), self.authority())
        } else {
            (scheme, authority)
        };
        let (path, query) = local.split_at(local.find('?').unwrap_or(local.len()));
        let mut uri = format!("{scheme}://{authority}");
        escape(&self.path(path, rest.starts_with("//")), &mut uri);
        escape(query, &mut uri);
        Ok(uri.parse()?)
    }

    /// The base of the representation at this href.
    ///
    /// # Errors
    /// Every [`HrefError`].
    pub fn follow(&self, href: &str) -> Result<Self, HrefError> {
        self.resolve(href).map(|uri| Self { uri, aliases: Arc::clone(&self.aliases) })
    }

    /// Whether a URI has the same scheme, host and port. A token is valid for one server, and no other should see it.
    #[must_use]
    pub fn same_origin(&self, uri: &Uri) -> bool {
        let port = |uri: &Uri| {
            let default = if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 };
            uri.port_u16().unwrap_or(default)
        };
        let same_host = match (self.uri.host(), uri.host()) {
            (Some(left), Some(right)) => left.eq_ignore_ascii_case(right),
            _ => false,
        };
        same_host && self.uri.scheme() == uri.scheme() && port(&self.uri) == port(uri)
    }

    fn authority(&self) -> &str {
        self.uri.authority().map_or("", |authority| authority.as_str())
    }

    /// Whether the host of an authority stands for this server. One with a user in it does not: what is before the `@` is not
    /// the host, and no server sends it.
    fn is_alias(&self, authority: &str) -> bool {
        // Only digits after the last colon are a port: IPv6 addresses have colons.
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        let host =
            authority.rsplit_once(':').filter(|(_, port)| is_port(port)).map_or(authority, |(host, _)| host);
        !authority.contains('@') && self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(host))
    }

    /// The path of what a reference with this path leads to.
    fn path(&self, path: &str, is_elsewhere: bool) -> String {
        if path.starts_with('/') || is_elsewhere {
            return without_dots(path);
        }
        if path.is_empty() {
            return self.uri.path().to_owned();
        }
        let folder = self.uri.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        without_dots(&format!("{folder}/{path}"))
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uri.fmt(f)
    }
}

impl FromStr for BaseUrl {
    type Err = HrefError;

    fn from_str(uri: &str) -> Result<Self, HrefError> {
        Self::new(uri.parse()?)
    }
}

impl TryFrom<&str> for BaseUrl {
    type Error = HrefError;

    fn try_from(uri: &str) -> Result<Self, HrefError> {
        uri.parse()
    }
}

impl TryFrom<Uri> for BaseUrl {
    type Error = HrefError;

    fn try_from(uri: Uri) -> Result<Self, HrefError> {
        Self::new(uri)
    }
}

fn split_scheme(href: &str) -> Option<(&str, &str)> {
    href.split_once(':').filter(|(scheme, _)| is_scheme(scheme))
}

/// Adds a path or a query, with every byte that cannot be in a URI percent-encoded.
fn escape(text: &str, uri: &mut String) {
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || "-._~:/?@!$&'()*+,;=%".contains(character) {
            uri.push(character);
        } else {
            uri.push_str(&percent_encode(character.encode_utf8(&mut [0; 4]).as_bytes()));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn base(uri: &str) -> BaseUrl {
        uri.parse().unwrap()
    }

    #[test]
    fn scenario_href_is_absolute_in_discovery_otherwise_path_absolute_against_the_pool_host() {
        let base = base("https://pool.example.com:444/ucwa/v1/applications/7?a=b");
        for (href, expected) in [
            ("https://other.example.com/x?y=1", "https://other.example.com/x?y=1"),
            ("HTTP://other.example.com", "http://other.example.com/"),
            ("https://other.example.com?y", "https://other.example.com/?y"),
            ("//other.example.com/x", "https://other.example.com/x"),
            ("/events?ack=1&key=%2F#top", "https://pool.example.com:444/events?ack=1&key=%2F"),
            ("me", "https://pool.example.com:444/ucwa/v1/applications/me"),
            ("../8/./me/..", "https://pool.example.com:444/ucwa/v1/8/"),
            ("/../../x", "https://pool.example.com:444/x"),
            ("?filter=active", "https://pool.example.com:444/ucwa/v1/applications/7?filter=active"),
            ("/p/ann@example.com;x='1'", "https://pool.example.com:444/p/ann@example.com;x='1'"),
            ("/a b/é\"|[1]?q=<ö>", "https://pool.example.com:444/a%20b/%C3%A9%22%7C%5B1%5D?q=%3C%C3%B6%3E"),
        ] {
            assert_eq!(base.resolve(href).unwrap(), expected, "{href}");
        }
    }

    #[test]
    fn it_is_written_as_it_is_read() {
        let text = "https://pool.example.com:444/ucwa?a=b";
        assert_eq!(base(text).to_string(), text);
        assert_eq!(BaseUrl::try_from(text).unwrap(), base(text));
        assert!(matches!(BaseUrl::try_from("/ucwa"), Err(HrefError::Scheme(_))));
    }

    #[test]
    fn scenario_an_internal_name_leads_to_the_server_that_was_reached_where_the_caller_says_so() {
        let plain = base("https://pool.example.com:444/ucwa/x");
        let base = plain.clone().with_aliases(["fe1.internal", "POOL.internal", "[::1]"]);
        for (href, expected) in [
            ("https://fe1.internal/a/../b?c=1", "https://pool.example.com:444/b?c=1"),
            ("https://FE1.Internal:4443/a", "https://pool.example.com:444/a"),
            ("//pool.internal/a", "https://pool.example.com:444/a"),
            // The scheme is that of the server, too: a token does not go over http.
            ("http://fe1.internal", "https://pool.example.com:444/"),
            ("https://[::1]:8080/a", "https://pool.example.com:444/a"),
            // Nothing else is rebased.
            ("https://fe2.internal/a", "https://fe2.internal/a"),
            ("https://x.fe1.internal/a", "https://x.fe1.internal/a"),
            ("https://fe1.internal.example.com/a", "https://fe1.internal.example.com/a"),
            ("https://fe1.internal./a", "https://fe1.internal./a"),
            ("https://other.example.com/fe1.internal/", "https://other.example.com/fe1.internal/"),
            ("/a", "https://pool.example.com:444/a"),
        ] {
            assert_eq!(base.resolve(href).unwrap(), expected, "{href}");
        }
        let uri = base.resolve("https://fe1.internal@evil.example.com/").unwrap();
        assert_eq!(uri.host(), Some("evil.example.com"));
        assert!(!base.same_origin(&uri));
        let uri = base.resolve("https://x@fe1.internal/").unwrap();
        assert_eq!(uri.host(), Some("fe1.internal"));
        // It is off by default, and goes along to where the client goes on.
        assert_eq!(plain.resolve("https://fe1.internal/a").unwrap(), "https://fe1.internal/a");
        let next = base.follow("https://pool2.example.com/root").unwrap();
        assert_eq!(next.resolve("https://fe1.internal/a").unwrap(), "https://pool2.example.com/a");
        assert_eq!(next.aliases().collect::<Vec<_>>(), ["fe1.internal", "POOL.internal", "[::1]"]);
    }

    #[test]
    fn a_base_can_be_a_server_only() {
        assert_eq!(
            base("https://pool.example.com").resolve("ucwa/x").unwrap(),
            "https://pool.example.com/ucwa/x"
        );
        assert_eq!(base("http://[::1]:8080").resolve("/x").unwrap(), "http://[::1]:8080/x");
        for uri in ["/x", "pool.example.com", "ftp://pool.example.com", ""] {
            assert!(uri.parse::<BaseUrl>().is_err(), "{uri}");
        }
    }

    #[test]
    fn scenario_a_data_uri_is_the_content_and_not_requested() {
        let base = base("https://pool.example.com");
        assert!(matches!(base.resolve("data:text/plain,a+b"), Err(HrefError::Data)));
        assert!(matches!(base.resolve("Data:,a#b"), Err(HrefError::Data)));
        assert!(matches!(base.resolve(""), Err(HrefError::Empty)));
        assert!(matches!(base.resolve("#top"), Err(HrefError::Empty)));
        for href in ["tel:+14255550100", "sip:ann@example.com", "https:pool", "file:///etc"] {
            assert!(matches!(base.resolve(href), Err(HrefError::Scheme(_))), "{href}");
        }
        assert!(matches!(base.resolve("https:///x"), Err(HrefError::Invalid(_))));
        assert!(matches!(base.resolve(&"/x".repeat(40_000)), Err(HrefError::Invalid(_))));
    }

    #[test]
    fn scenario_a_redirect_link_leads_to_another_host_and_tokens_are_per_host() {
        let first = base("https://discover.example.com/root");
        let second = first.follow("https://pool.example.com/root?x=1").unwrap();
        let user = second.resolve("/user").unwrap();
        assert_eq!(user, "https://pool.example.com/user");
        assert!(second.same_origin(&user) && !first.same_origin(&user));
        assert!(base("https://Pool.example.com:443").same_origin(&user));
        assert!(!base("http://pool.example.com").same_origin(&user));
        assert!(!base("https://pool.example.com:444").same_origin(&user));
        assert!(!base("https://pool.example.com").same_origin(&Uri::from_static("/user")));
    }

    proptest! {
        #[test]
        fn any_href_leads_somewhere_or_nowhere(href in "\\PC{0,40}", odd in "[/.?#:a%é]{0,20}") {
            let base = base("https://pool.example.com/a/b?c").with_aliases(["a"]);
            for href in [href, odd] {
                if let Ok(uri) = base.resolve(&href) {
                    prop_assert!(uri.host().is_some());
                    prop_assert_eq!(base.resolve(&uri.to_string()).unwrap(), uri);
                }
            }
        }
    }
}
