//! Whether two hrefs lead to one target, by the rules of RFC 3986 for all URIs.

use std::fmt::Write;

/// Whether two references are equal once both are normalised. May return false negatives.
pub(super) fn is_same(left: &str, right: &str) -> bool {
    left == right || normalize(left) == normalize(right)
}

/// A reference, normalised by syntax (section 6.2.2) and by the rules of `http` and `https` (section 6.2.3).
pub(super) fn normalize(href: &str) -> String {
    let (href, fragment) = split_before(href, &['#']);
    let (href, query) = split_before(href, &['?']);
    let (scheme, rest) = match href.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) => (Some(scheme.to_ascii_lowercase()), rest),
        _ => (None, href),
    };
    let (authority, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = split_before(rest, &['/']);
            (Some(authority), path)
        }
        None => (None, rest),
    };
    let mut out = String::with_capacity(href.len());
    if let Some(scheme) = &scheme {
        out.extend([scheme, ":"]);
    }
    if let Some(authority) = authority {
        out.push_str("//");
        push_authority(authority, default_port(scheme.as_deref()), &mut out);
    }
    // Before a colon, what an escape stands for would read as a scheme.
    let is_odd = scheme.is_none() && authority.is_none() && split_before(path, &['/']).0.contains(':');
    let path = if is_odd { path.to_owned() } else { unescape(path) };
    match path.is_empty() && authority.is_some() && default_port(scheme.as_deref()).is_some() {
        true => out.push('/'),
        // What precedes the first segment of any other is not known.
        false if path.starts_with('/') => {
            let path = without_dots(&path);
            // Two slashes would begin an authority.
            out.extend([if authority.is_none() && path.starts_with("//") { "/." } else { "" }, &path]);
        }
        false => out.push_str(&path),
    }
    out + &unescape(query) + &unescape(fragment)
}

/// Where a reference leads to on its server, whichever that is, in the form that all spellings of it have.
pub(crate) fn place(href: &str) -> String {
    let normal = normalize(href);
    match normal.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => rest[rest.find('/').unwrap_or(rest.len())..].to_owned(),
        _ => normal,
    }
}

/// Splits a string before the first of these characters; the second part is empty without one.
fn split_before<'a>(text: &'a str, at: &[char]) -> (&'a str, &'a str) {
    text.split_at(text.find(at).unwrap_or(text.len()))
}

/// Whether this, before a colon, is the scheme of a URI.
pub(crate) fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|character| character.is_ascii_alphanumeric() || "+-.".contains(character))
}

/// The server that an `http` or `https` reference names, in the form that all its spellings have: `https://pool.example.com`.
/// `None` if it names none, as a path does; an error if it leads to none that has a name here.
pub(crate) fn origin(href: &str) -> Result<Option<String>, NoServer> {
    // Some parsers of URIs leave these out, or take them for slashes: what is left may lead somewhere else.
    if href.trim() != href || href.contains(|character: char| character.is_control() || character == '\\') {
        return Err(NoServer);
    }
    let end = href.find(['/', '?', '#']).unwrap_or(href.len());
    let scheme = match href.get(..end).and_then(|start| start.split_once(':')) {
        Some((scheme, "")) if is_scheme(scheme) => scheme.to_ascii_lowercase(),
        // `sip:ann@example.com`, `data:,text`; a path whose first segment has a colon is written with a `./` before it.
        Some(_) => return Err(NoServer),
        None if href.starts_with("//") => return Err(NoServer),
        None => return Ok(None),
    };
    let rest = href.get(end..).and_then(|rest| rest.strip_prefix("//")).ok_or(NoServer)?;
    let port = default_port(Some(&scheme)).ok_or(NoServer)?;
    let (authority, _) = split_before(rest, &['/', '?', '#']);
    let mut origin = format!("{scheme}://");
    push_authority(authority, Some(port), &mut origin);
    if authority.is_empty() { Err(NoServer) } else { Ok(Some(origin)) }
}

/// A reference leads to no server that its text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoServer;

fn default_port(scheme: Option<&str>) -> Option<&'static str> {
    match scheme {
        Some("http") => Some("80"),
        Some("https") => Some("443"),
        _ => None,
    }
}

/// The host in lower case, and the port unless it is that of the scheme. The user information is unchanged.
fn push_authority(authority: &str, default_port: Option<&str>, out: &mut String) {
    let (user, place) =
        authority.rsplit_once('@').map_or((None, authority), |(user, place)| (Some(user), place));
    if let Some(user) = user {
        out.push_str(&unescape(user));
        out.push('@');
    }
    let (host, port) = match place.rsplit_once(':') {
        // With another colon in it, and no brackets around that, it is no host.
        Some((host, port))
            if port.bytes().all(|byte| byte.is_ascii_digit())
                && (!host.contains(':') || host.ends_with(']')) =>
        {
            (host, Some(port))
        }
        _ => (place, None),
    };
    // What is still escaped is in upper case.
    for (index, part) in unescape(host).split('%').enumerate() {
        let (escape, rest) = part.split_at_checked(2).filter(|_| index > 0).unwrap_or(("", part));
        if index > 0 {
            out.push('%');
        }
        out.extend([escape, &rest.to_ascii_lowercase()]);
    }
    if let Some(port) = port.filter(|port| !port.is_empty() && Some(*port) != default_port) {
        out.extend([":", port]);
    }
}

/// A string without needless percent-escapes, and with upper-case digits in the others. One with a percent sign that begins no
/// escape is left as it is: before what another escape stands for, that sign would begin one.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('%');
    out.extend(parts.next());
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(byte.into()),
            // Writing to a string does not fail.
            Some(byte) => _ = write!(out, "%{byte:02X}"),
            None => return text.to_owned(),
        }
        out.push_str(part.get(2..).unwrap_or_default());
    }
    out
}

/// A path that begins with `/`, without `.` and `..` (section 5.2.4).
pub(crate) fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        if segment == ".." {
            kept.pop();
        }
        if segment != "." && segment != ".." {
            kept.push(segment);
        } else if segments.peek().is_none() {
            // What is left is a folder.
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_server_of_a_reference_is_known() {
        for (href, expected) in [
            ("", Ok(None)),
            ("/events?ack=1&url=https://other.example.com", Ok(None)),
            ("events", Ok(None)),
            ("?ack=1:2", Ok(None)),
            ("/a:b", Ok(None)),
            ("https://pool.example.com", Ok(Some("https://pool.example.com"))),
            ("HTTPS://Pool.example.com:443/events", Ok(Some("https://pool.example.com"))),
            ("https://pool.example.com:444?ack=1", Ok(Some("https://pool.example.com:444"))),
            ("http://pool.example.com/", Ok(Some("http://pool.example.com"))),
            (
                "https://pool.example.com@other.example.com/",
                Ok(Some("https://pool.example.com@other.example.com")),
            ),
            ("https:///events", Err(NoServer)),
            ("https:/events", Err(NoServer)),
            ("https:events", Err(NoServer)),
            ("//pool.example.com/events", Err(NoServer)),
            ("/\\other.example.com/events", Err(NoServer)),
            ("/\t/other.example.com/events", Err(NoServer)),
            (" https://pool.example.com", Err(NoServer)),
            ("data:,x", Err(NoServer)),
            ("sip:ann@example.com", Err(NoServer)),
            ("ftp://pool.example.com/", Err(NoServer)),
        ] {
            assert_eq!(origin(href).as_ref().map(Option::as_deref), expected.as_ref().copied(), "{href:?}");
        }
    }

    #[test]
    fn references_are_compared_by_the_rules_of_uris() {
        for (left, right, expected) in [
            ("/ucwa/me", "/ucwa/me", true),
            ("/ucwa/me", "/ucwa/Me", false),
            ("/ucwa/me", "/ucwa/me/", false),
            ("/people/ann%40example.com", "/people/ann%40example.com", true),
            // A reserved character is not what it is escaped.
            ("/people/ann%40example.com", "/people/ann@example.com", false),
            ("/%7eann%2d1", "/~ann-1", true),
            ("/a%3ab", "/a%3Ab", true),
            ("/a%zz", "/a%zZ", false),
            ("/100%", "/100%", true),
            // Neither is an escape, nor made one.
            ("/%%30a", "/%%30a", true),
            ("/%%30a", "/%0a", false),
            ("/%%30a", "/%0A", false),
            ("/a/./b/../c", "/a/c", true),
            ("/a/%2E%2e/c", "/c", true),
            ("/../c", "/c", true),
            ("/.//c", "/a/..//c", true),
            ("/.//c", "//c", false),
            ("a/./b", "a/b", false),
            ("./a", "./a", true),
            ("HTTPS://Pool.Example.COM:443", "https://pool.example.com/", true),
            ("https://pool.example.com:444/", "https://pool.example.com/", false),
            ("https://pool.example.com:/a", "https://pool.example.com/a", true),
            ("http://pool.example.com:443/", "http://pool.example.com/", false),
            ("http://pool.example.com/a", "https://pool.example.com/a", false),
            ("https://Ann@host/a", "https://ann@host/a", false),
            ("https://Ann@HOST/a", "https://Ann@host/a", true),
            ("https://a%C3%a9B/", "https://A%c3%A9b/", true),
            ("https://[2001:DB8::1]:443/", "https://[2001:db8::1]/", true),
            ("//POOL/a", "//pool/a", true),
            ("//::", "//:", false),
            // Without a base nobody knows.
            ("https://pool/a", "/a", false),
            ("/a?b=%7E&c", "/a?b=~&c", true),
            ("/a?b&c", "/a?c&b", false),
            ("/a?", "/a", false),
            ("/a#b", "/a", false),
            ("/a?x=/../b", "/a?x=/b", false),
            ("data:,a%20%7E", "data:,a%20~", true),
            ("mailto:a/../b", "mailto:b", false),
            ("a:b", "A:b", true),
            ("1:b", "1:B", false),
            ("%41:b", "A:b", false),
            ("%41:b", "a:b", false),
            ("", "", true),
            ("/é", "/%C3%A9", false),
        ] {
            assert_eq!(is_same(left, right), expected, "{left} {right}");
            assert_eq!(is_same(right, left), expected, "{right} {left}");
        }
    }

    proptest! {
        #[test]
        fn what_is_normalised_stays_so(href in "(https?|[a-z]{0,2})?:?/{0,2}[a-zA-Z0-9é%./:@?#~\\[\\]]{0,20}") {
            let once = normalize(&href);
            // An escaped percent sign is not unescaped, so nothing new shows.
            prop_assert_eq!(normalize(&once), once);
        }
    }
}
