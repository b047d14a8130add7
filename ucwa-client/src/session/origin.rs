//! The scheme, host and port of a URI: what a token is for.

use http::Uri;

/// The scheme, host and port of a URI, in the one form that all its spellings have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin(Box<str>);

impl Origin {
    /// The origin of an absolute URI.
    pub(super) fn of(uri: &Uri) -> Self {
        let scheme = uri.scheme_str().unwrap_or_default();
        let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        Self(format!("{scheme}://{host}:{port}").into())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what is sent there can be read on the way.
    pub(super) fn is_open(&self) -> bool {
        self.0.starts_with("http://")
    }
}

/// The hosts that discovery may lead to.
#[derive(Clone, Debug)]
pub(super) struct Hosts(Vec<String>);

impl Hosts {
    pub(super) fn new(names: &[String]) -> Self {
        Self(names.iter().map(|name| name.to_ascii_lowercase()).collect())
    }

    /// Whether the host of a URI is one of them, or below one of them; any host is if there are none.
    pub(super) fn allow(&self, uri: &Uri) -> bool {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let is_below = |name: &String| host.strip_suffix(&**name).is_some_and(|rest| rest.ends_with('.'));
        self.0.is_empty() || self.0.iter().any(|name| *name == host || is_below(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_origin_are_one() {
        let of = |uri: &str| Origin::of(&uri.parse().unwrap());
        assert_eq!(of("https://Pool.example.com/a?b"), of("https://pool.example.com:443/"));
        for other in
            ["http://pool.example.com/", "https://pool.example.com:444/", "https://x@evil.example.com/"]
        {
            assert_ne!(of("https://pool.example.com/"), of(other), "{other}");
        }
        assert_eq!(of("https://pool.example.com@evil.example.com/"), of("https://evil.example.com/"));
        assert!(of("http://a/").is_open() && !of("https://a/").is_open());
    }

    #[test]
    fn hosts_are_allowed_by_name_and_what_is_below() {
        let hosts = Hosts::new(&["Example.com".to_owned(), "pool.example.org".to_owned()]);
        for (uri, expected) in [
            ("https://example.com/", true),
            ("https://Pool.EXAMPLE.com:4443/a", true),
            ("https://pool.example.org/", true),
            ("https://example.org/", false),
            ("https://evilexample.com/", false),
            ("https://example.com.evil.net/", false),
            ("https://example.com@evil.net/", false),
        ] {
            let uri: Uri = uri.parse().unwrap();
            assert_eq!(hosts.allow(&uri), expected, "{uri}");
            assert!(Hosts::new(&[]).allow(&uri));
        }
    }
}
