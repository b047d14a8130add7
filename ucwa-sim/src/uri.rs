//! The URIs of users and contacts.

/// The form of a URI by which URIs are compared: in lower case, and with `sip:` if it has no scheme.
pub(crate) fn normal(uri: &str) -> String {
    let uri = uri.trim().to_lowercase();
    if has_scheme(&uri) { uri } else { format!("sip:{uri}") }
}

/// A normal URI without `sip:`, if [`normal`] restores it.
pub(crate) fn short(uri: &str) -> &str {
    uri.strip_prefix("sip:").filter(|rest| !has_scheme(rest)).unwrap_or(uri)
}

/// A normal URI without `sip:`, such as the address of a mail.
pub(crate) fn without_scheme(uri: &str) -> &str {
    uri.strip_prefix("sip:").unwrap_or(uri)
}

/// Whether a normal URI can be that of a user.
pub(crate) fn is_somebody(uri: &str) -> bool {
    let is_plain =
        |rest: &str| !rest.is_empty() && !rest.contains(|it: char| it.is_whitespace() || it.is_control());
    uri.split_once(':').is_some_and(|(_, rest)| is_plain(rest))
}

/// Whether a normal URI can be that of a user of the server: a SIP URI has a name and a domain.
pub(crate) fn is_account(uri: &str) -> bool {
    let has_domain = |rest: &str| {
        rest.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
    };
    is_somebody(uri) && uri.strip_prefix("sip:").is_none_or(has_domain)
}

/// Whether a scheme is before the first colon. The colon of a port is after a `@`, which no scheme has.
fn has_scheme(uri: &str) -> bool {
    let Some((scheme, _)) = uri.split_once(':') else { return false };
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_has_a_scheme() {
        for (given, expected, is_known) in [
            ("sip:ann@example.com", "sip:ann@example.com", true),
            ("Ann@Example.com", "sip:ann@example.com", true),
            (" SIP:ann@example.com ", "sip:ann@example.com", true),
            ("ann@example.com:5061", "sip:ann@example.com:5061", true),
            ("tel:+14255550101", "tel:+14255550101", true),
            ("", "sip:", false),
            ("sip:", "sip:", false),
            ("sip:an n", "sip:an n", false),
        ] {
            assert_eq!(normal(given), expected, "{given}");
            assert_eq!(is_somebody(expected), is_known, "{given}");
            assert_eq!(normal(short(expected)), expected, "{given}");
        }
        for (uri, expected) in [
            ("sip:ann@example.com", true),
            ("tel:+14255550101", true),
            ("sip:ann", false),
            ("sip:@example.com", false),
            ("sip:ann@", false),
            ("sip:", false),
        ] {
            assert_eq!(is_account(uri), expected, "{uri}");
        }
        assert_eq!(short("sip:ann@example.com"), "ann@example.com");
        assert_eq!(short("sip:tel:1"), "sip:tel:1");
    }
}
