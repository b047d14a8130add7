//! Challenges for authentication (RFC 9110, section 11.6.1).

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use crate::rest::media_type::unquote;

/// One way to authenticate, from the `WWW-Authenticate` fields of a 401 or 403.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Challenge {
    /// The name of the scheme, such as `Bearer`.
    pub scheme: String,
    /// The parameters, in order, with unquoted values.
    pub parameters: Vec<(String, String)>,
    /// The token that some schemes have instead of parameters (`token68`).
    pub token: Option<String>,
}

/// The service that issues tokens: the `MsRtcOAuth` challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenService {
    /// The href for a request for a token.
    pub href: String,
    /// The grant types that it accepts, such as `password` and `urn:microsoft.rtc:windows`.
    pub grant_types: Vec<String>,
}

impl Challenge {
    /// All challenges of a response, in order.
    #[must_use]
    pub fn all(headers: &HeaderMap) -> Vec<Self> {
        let mut challenges = Vec::new();
        for field in headers.get_all(WWW_AUTHENTICATE) {
            // A byte that is not UTF-8 spoils the text it is in, not the challenges around it.
            read(&String::from_utf8_lossy(field.as_bytes()), &mut challenges);
        }
        challenges
    }

    /// Whether it has this scheme, in any case.
    #[must_use]
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// Returns a parameter by its name, in any case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        parameters.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }

    /// The service that issues tokens, if this is an `MsRtcOAuth` challenge.
    #[must_use]
    pub fn token_service(&self) -> Option<TokenService> {
        if !self.is("MsRtcOAuth") {
            return None;
        }
        let href = self.parameter("href")?.to_owned();
        let types = self.parameter("grant_type").unwrap_or_default().split(',').map(str::trim);
        let grant_types = types.filter(|name| !name.is_empty()).map(str::to_owned).collect();
        Some(TokenService { href, grant_types })
    }
}

impl TokenService {
    /// Whether it accepts this grant type.
    #[must_use]
    pub fn grants(&self, grant_type: &str) -> bool {
        self.grant_types.iter().any(|name| name == grant_type)
    }
}

/// Reads the challenges of one field. There may be several, with a comma between them as between parameters: what tells
/// a scheme from a parameter is that no `=` follows it.
fn read(field: &str, challenges: &mut Vec<Challenge>) {
    let mut rest = field;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return;
        }
        let (word, after) = rest.split_at(rest.find([' ', '\t', ',', '=']).unwrap_or(rest.len()));
        if let Some(value) = after.trim_start().strip_prefix('=') {
            let (value, after) = parameter_value(value.trim_start());
            if let Some(challenge) = challenges.last_mut() {
                challenge.parameters.push((word.to_owned(), value));
            }
            rest = after;
            continue;
        }
        challenges.push(Challenge { scheme: word.to_owned(), ..Challenge::default() });
        let after = after.trim_start();
        let (token, beyond) = after.split_at(after.find([' ', '\t', ',']).unwrap_or(after.len()));
        rest = if is_token68(token) && !beyond.trim_start().starts_with('=') {
            if let Some(challenge) = challenges.last_mut() {
                challenge.token = Some(token.to_owned());
            }
            beyond
        } else {
            after
        };
    }
}

/// Whether it is a value by itself, not a parameter: at most its end is made of `=`.
fn is_token68(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    !body.is_empty() && !body.contains(['=', '"'])
}

/// The value that a text starts with. Servers leave the quotes off where they must not, and one was seen to put
/// apostrophes.
fn parameter_value(text: &str) -> (String, &str) {
    if let Some((value, rest)) = text.strip_prefix('\'').and_then(|quoted| quoted.split_once('\''))
        && (rest.is_empty() || rest.starts_with([' ', '\t', ',']))
    {
        return (value.to_owned(), rest);
    }
    match text.strip_prefix('"') {
        Some(quoted) => unquote(quoted),
        None => {
            let (value, rest) = text.split_at(text.find([' ', '\t', ',']).unwrap_or(text.len()));
            (value.to_owned(), rest)
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn challenges(fields: &[&str]) -> Vec<Challenge> {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(field).unwrap());
        }
        Challenge::all(&headers)
    }

    #[test]
    fn scenario_401_carries_several_challenges() {
        let found = challenges(&[
            r#"Bearer trusted_issuers="0001@example.com,0002@example.com", client_id="0004""#,
            r#"MsRtcOAuth href="https://pool.example.com/WebTicket/oauthtoken",grant_type="urn:microsoft.rtc:windows, password""#,
            "NTLM, Negotiate YII=, Basic realm = \"a \\\"b\\\"\" , charset=UTF-8",
        ]);
        let schemes: Vec<_> = found.iter().map(|challenge| &*challenge.scheme).collect();
        assert_eq!(schemes, ["Bearer", "MsRtcOAuth", "NTLM", "Negotiate", "Basic"]);
        assert_eq!(found[0].parameter("Client_ID"), Some("0004"));
        assert_eq!(found[0].token_service(), None);
        let service = found[1].token_service().unwrap();
        assert_eq!(service.href, "https://pool.example.com/WebTicket/oauthtoken");
        assert!(service.grants("urn:microsoft.rtc:windows") && service.grants("password"));
        assert!(!service.grants("urn:microsoft.rtc:anonmeeting"));
        assert_eq!(found[3].token.as_deref(), Some("YII="));
        assert!(found[4].is("basic"));
        assert_eq!(found[4].parameter("realm"), Some("a \"b\""));
        assert_eq!(found[4].parameter("charset"), Some("UTF-8"));
    }

    #[test]
    fn a_reference_without_quotes_is_read() {
        let found = challenges(&["msrtcoauth href=https://pool.example.com/t?a=b,grant_type=password"]);
        let service = found[0].token_service().unwrap();
        assert_eq!(service.href, "https://pool.example.com/t?a=b");
        assert_eq!(service.grant_types, ["password"]);
    }

    #[test]
    fn apostrophes_are_quotes_if_there_are_two() {
        let found =
            challenges(&["MsRtcOAuth href='https://pool.example.com/t?a=b',grant_type='a,b', x='c, y=d'e"]);
        let service = found[0].token_service().unwrap();
        assert_eq!((&*service.href, service.grant_types.len()), ("https://pool.example.com/t?a=b", 2));
        assert_eq!((found[0].parameter("x"), found[0].parameter("y")), (Some("'c"), Some("d'e")));
    }

    #[test]
    fn what_says_nothing_is_read() {
        assert_eq!(challenges(&[]), []);
        assert_eq!(challenges(&["", " , ,", "realm=\"x\""]), []);
        assert_eq!(challenges(&["MsRtcOAuth"])[0].token_service(), None);
        assert_eq!(challenges(&["MsRtcOAuth href=\"/t"])[0].token_service().unwrap().grant_types, [""; 0]);
    }

    proptest! {
        #[test]
        fn any_field_is_read(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[a-c =\",\\\\]{0,30}") {
            let mut headers = HeaderMap::new();
            headers.extend(HeaderValue::from_bytes(&bytes).ok().map(|value| (WWW_AUTHENTICATE, value)));
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(&text).unwrap());
            for challenge in Challenge::all(&headers) {
                let _ = challenge.token_service();
            }
        }
    }
}
