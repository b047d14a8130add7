//! Query parameters of an `href` (RFC 3986, section 3.4).

use std::borrow::Cow;

#[cfg(feature = "http")]
use crate::data_uri::percent_decode;
use crate::data_uri::percent_encode;

/// Adds parameters to a reference, after those it has, and drops its fragment, which is not sent to a server.
///
/// The parameters that it has are kept byte for byte: only the server that wrote them knows what they mean.
pub(crate) fn append<'a>(
    href: &str,
    parameters: impl IntoIterator<Item = (&'a str, Cow<'a, str>)>,
) -> String {
    let mut url = href.split('#').next().unwrap_or_default().to_owned();
    for (name, value) in parameters {
        if !url.contains('?') {
            url.push('?');
        } else if !url.ends_with(['?', '&']) {
            url.push('&');
        }
        url.push_str(&percent_encode(name.as_bytes()));
        url.push('=');
        url.push_str(&percent_encode(value.as_bytes()));
    }
    url
}

/// The names of the parameters that a reference has, still encoded.
#[cfg(feature = "http")]
pub(crate) fn names(href: &str) -> impl Iterator<Item = &str> {
    let query = href.split('#').next().and_then(|href| href.split_once('?')).map_or("", |(_, query)| query);
    query.split('&').filter_map(|parameter| parameter.split('=').next()).filter(|name| !name.is_empty())
}

/// The parameters of a query (what follows the `?`), decoded. What is not percent-encoded as it should be is kept
/// verbatim.
#[cfg(feature = "http")]
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let decoded = percent_decode(text, true).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        decoded.unwrap_or_else(|| text.to_owned())
    };
    let parameters = query.split('&').filter(|parameter| !parameter.is_empty());
    parameters
        .map(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            (decode(name), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenario_an_href_carries_query_parameters_that_must_be_kept() {
        for (href, expected) in [
            ("/events", "/events?a=1"),
            ("/events?", "/events?a=1"),
            ("/events?ack=1&key=x%2Fy", "/events?ack=1&key=x%2Fy&a=1"),
            ("/events?ack=1&", "/events?ack=1&a=1"),
            ("/conversations?filter=active#top", "/conversations?filter=active&a=1"),
            ("", "?a=1"),
        ] {
            assert_eq!(append(href, [("a", "1".into())]), expected);
        }
        assert_eq!(append("/events?ack=1", []), "/events?ack=1");
    }

    #[cfg(feature = "http")]
    #[test]
    fn the_names_of_parameters_are_known() {
        assert_eq!(names("/x?a=1&b&&=2&c=3=4#d=5").collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(names("/x#?a=1").next(), None);
    }

    #[cfg(feature = "http")]
    #[test]
    fn parameters_are_decoded() {
        let pairs = |query| {
            pairs(query).into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
        };
        assert_eq!(
            pairs("q=a%20b%26c&plus=a+b&odd%20name&&x=%zz&y=1=2"),
            ["q=a b&c", "plus=a b", "odd name=", "x=%zz", "y=1=2"]
        );
        assert_eq!(pairs(""), [""; 0]);
    }

    #[test]
    fn names_and_values_are_encoded() {
        assert_eq!(
            append("/search", [("q", "a b&c=d+é#".into()), ("odd name", "".into())]),
            "/search?q=a%20b%26c%3Dd%2B%C3%A9%23&odd%20name="
        );
    }
}
