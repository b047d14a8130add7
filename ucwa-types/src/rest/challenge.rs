//! Challenges for authentication (RFC 9110, section 11.6.1).

use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use http::{HeaderMap, Method, Request, Response};
use serde_json::Value;

use crate::data_uri::percent_encode;
use crate::rest::base_url::{BaseUrl, HrefError};
use crate::rest::media_type::unquote;

const FORM: &str = "application/x-www-form-urlencoded;charset=UTF-8";

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
    pub fn from_headers(headers: &HeaderMap) -> Vec<Self> {
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

    /// Builds the request for a token with a password: the grant type `password`. `base` is that of the server which sent the
    /// challenge, and the response is for [`Self::authorization`].
    ///
    /// ```
    /// # use http::Response;
    /// use ucwa_types::rest::{BaseUrl, Challenge, TokenService};
    ///
    /// # let response = Response::builder()
    /// #     .status(401)
    /// #     .header("WWW-Authenticate", "MsRtcOAuth href=\"/WebTicket/oauthtoken\", grant_type=\"password\"")
    /// #     .body(())?;
    /// let base: BaseUrl = "https://pool.example.com".parse()?;
    /// let challenges = Challenge::from_headers(response.headers());
    /// let service = challenges.iter().find_map(Challenge::token_service).ok_or("no token service")?;
    /// let request = service.password_request(&base, "ann@example.com", "pass&word")?;
    /// assert_eq!(request.uri(), "https://pool.example.com/WebTicket/oauthtoken");
    /// assert_eq!(request.body(), b"grant_type=password&username=ann%40example.com&password=pass%26word");
    ///
    /// // … which some client sends.
    /// let response = Response::new(r#"{"access_token": "t1", "token_type": "Bearer"}"#);
    /// assert_eq!(TokenService::authorization(&response).ok_or("no token")?, "Bearer t1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the href of the service cannot be requested.
    pub fn password_request(
        &self,
        base: &BaseUrl,
        user: &str,
        password: &str,
    ) -> Result<Request<Vec<u8>>, HrefError> {
        let fields = [("grant_type", "password"), ("username", user), ("password", password)];
        let fields = fields.map(|(name, value)| format!("{name}={}", percent_encode(value.as_bytes())));
        let mut request = Request::new(fields.join("&").into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = base.resolve(&self.href)?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
        Ok(request)
    }

    /// Reads the response of a token service: the value of `Authorization` for requests to the server that sent the challenge.
    /// `None` if the response has no token.
    #[must_use]
    pub fn authorization(response: &Response<impl AsRef<[u8]>>) -> Option<HeaderValue> {
        let body: Value = serde_json::from_slice(response.body().as_ref()).ok()?;
        let token = body.get("access_token")?.as_str().filter(|_| response.status().is_success())?;
        let mut value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
        value.set_sensitive(true);
        Some(value)
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
    use proptest::prelude::*;

    use super::*;

    fn challenges(fields: &[&str]) -> Vec<Challenge> {
        let mut headers = HeaderMap::new();
        for field in fields {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(field).unwrap());
        }
        Challenge::from_headers(&headers)
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

    #[test]
    fn a_token_is_read_from_a_success_alone() {
        let answer = |status: u16, body: &'static str| {
            let mut response = Response::new(body);
            *response.status_mut() = status.try_into().unwrap();
            TokenService::authorization(&response)
        };
        let token = answer(200, r#"{"access_token": "t 1", "expires_in": 30}"#).unwrap();
        assert!(token == "Bearer t 1" && token.is_sensitive());
        for (status, body) in [
            (400, r#"{"access_token": "t1"}"#),
            (200, r#"{"access_token": 1}"#),
            (200, r#"{"access_token": "\n"}"#),
            (200, r#"{"error": "invalid_grant"}"#),
            (200, "<html>"),
            (200, ""),
        ] {
            assert_eq!(answer(status, body), None, "{status} {body}");
        }
    }

    proptest! {
        #[test]
        fn any_field_is_read(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[a-c =\",\\\\]{0,30}") {
            let mut headers = HeaderMap::new();
            headers.extend(HeaderValue::from_bytes(&bytes).ok().map(|value| (WWW_AUTHENTICATE, value)));
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(&text).unwrap());
            for challenge in Challenge::from_headers(&headers) {
                let _ = challenge.token_service();
            }
        }
    }
}
