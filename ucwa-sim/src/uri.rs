//! The URIs of users and contacts.

/// The form of a URI by which URIs are compared: in lower case, with `sip:` if it has no scheme, and without the visual
/// separators of a number (RFC 3966).
pub(crate) fn normal(uri: &str) -> String {
    let uri = uri.trim().to_lowercase();
    if let Some(rest) = uri.strip_prefix("tel:") {
        let (number, parameters) = split_parameters(rest);
        return format!("tel:{}{parameters}", number.replace(['-', '.', '(', ')'], ""));
    }
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

/// The address of a mail to whom has this normal URI; `None` for a phone.
pub(crate) fn mail(uri: &str) -> Option<String> {
    uri.strip_prefix("sip:").map(str::to_owned)
}

/// Whether a normal URI can be that of somebody: a SIP URI with a name and a domain, or that of a phone.
pub(crate) fn is_somebody(uri: &str) -> bool {
    let has_gap = |rest: &str| rest.contains(|it: char| it.is_whitespace() || it.is_control());
    match uri.split_once(':') {
        Some((_, rest)) if has_gap(rest) => false,
        Some(("sip", rest)) => {
            rest.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty())
        }
        Some(("tel", rest)) => rest.contains(|it: char| it.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a scheme is before the first colon. The colon of a port is after a `@`, which no scheme has.
fn has_scheme(uri: &str) -> bool {
    let Some((scheme, _)) = uri.split_once(':') else { return false };
    scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
}

/// A number as a `tel:` URI: its digits, with the leading `+` if it has one. `None` if it has other characters than those with
/// which numbers are written, or if it has fewer than 3 digits or more than 15.
pub(crate) fn phone(number: &str) -> Option<String> {
    let number = number.trim();
    let number = number.strip_prefix("tel:").unwrap_or(number);
    let (plus, rest) = number.strip_prefix('+').map_or(("", number), |rest| ("+", rest));
    let digits: String = rest.chars().filter(|it| !" -./()".contains(*it)).collect();
    let is_number = (3..=15).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| format!("tel:{plus}{digits}"))
}

/// The same for a number that may have an extension or other parameters, which are kept.
pub(crate) fn phone_with_parameters(number: &str) -> Option<String> {
    let (number, parameters) = split_parameters(number);
    Some(format!("{}{parameters}", phone(number)?))
}

/// A number, and its parameters with the `;` before them.
fn split_parameters(number: &str) -> (&str, &str) {
    number.split_at(number.find(';').unwrap_or(number.len()))
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
            ("sip:an n@example.com", "sip:an n@example.com", false),
            ("sip:ann@example.com;opaque=app:voicemail", "sip:ann@example.com;opaque=app:voicemail", true),
            ("bo", "sip:bo", false),
            ("+14255550101", "sip:+14255550101", false),
            ("sip:@example.com", "sip:@example.com", false),
            ("sip:ann@", "sip:ann@", false),
            ("tel:112", "tel:112", true),
            ("TEL:+1-425.555(0101)", "tel:+14255550101", true),
            ("tel:+1-425;ext=1-2", "tel:+1425;ext=1-2", true),
            ("tel:", "tel:", false),
            ("tel:home", "tel:home", false),
            ("http://x", "http://x", false),
            ("mailto:ann@example.com", "mailto:ann@example.com", false),
        ] {
            assert_eq!(normal(given), expected, "{given}");
            assert_eq!(is_somebody(expected), is_known, "{given}");
            assert_eq!(normal(short(expected)), expected, "{given}");
        }
        assert_eq!(short("sip:ann@example.com"), "ann@example.com");
        assert_eq!(mail("sip:ann@example.com").as_deref(), Some("ann@example.com"));
        assert_eq!(mail("tel:112"), None);
        assert_eq!(short("sip:tel:1"), "sip:tel:1");
    }

    #[test]
    fn what_is_behind_a_number_is_kept() {
        for (given, expected) in [
            ("+1 (425) 555-0101;ext=1-2", Some("tel:+14255550101;ext=1-2")),
            ("112", Some("tel:112")),
            ("home;ext=1", None),
        ] {
            assert_eq!(phone_with_parameters(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn a_number_is_normalized() {
        for (given, expected) in [
            ("+1 (425) 555-0101", Some("tel:+14255550101")),
            ("tel:+14255550101", Some("tel:+14255550101")),
            ("0 30/12.34", Some("tel:0301234")),
            ("112", Some("tel:112")),
            ("12", None),
            ("+1234567890123456", None),
            ("1-800-FLOWERS", None),
            ("", None),
            ("++1425", None),
        ] {
            assert_eq!(phone(given).as_deref(), expected, "{given}");
        }
    }
}
