//! The tokens, each for one origin.

use std::collections::{BTreeMap, BTreeSet};

use http::{HeaderValue, Request, StatusCode, Uri};
use ucwa_types::rest::{BaseUrl, TokenService};

use crate::credentials::{Credentials, TokenQuery};
use crate::session::origin::{Hosts, Origin};

/// What is known of tokens.
#[derive(Debug)]
pub(super) struct Tokens {
    credentials: Credentials,
    /// Where a password may be sent to.
    hosts: Hosts,
    /// Where discovery has led to. No other origin is given a token, whatever it asks for.
    trusted: BTreeSet<Origin>,
    known: BTreeMap<Origin, HeaderValue>,
    /// Those that are being got.
    wanted: BTreeSet<Origin>,
}

/// What to do about a request whose token was refused.
#[derive(Debug)]
pub(super) enum Renewal {
    /// Send it again: with a token that has come since, or without one, so that the host names its token service.
    Again,
    /// Wait for a token that is being got.
    Wait,
    /// Send this to the token service, and wait.
    AskService(Request<Vec<u8>>),
    /// Ask the program, and wait.
    AskProgram(TokenQuery),
    /// There will be no token: the host names a token service that is not to have the password.
    Untrusted,
    /// There will be no token.
    Hopeless,
}

impl Tokens {
    pub(super) const fn new(credentials: Credentials, hosts: Hosts) -> Self {
        Self { credentials, hosts, trusted: BTreeSet::new(), known: BTreeMap::new(), wanted: BTreeSet::new() }
    }

    /// The name by which discovery finds the server.
    pub(super) fn user(&self) -> &str {
        self.credentials.user()
    }

    /// Trusts the origin of this URI: discovery has led to it.
    pub(super) fn trust(&mut self, uri: &Uri) {
        self.trusted.insert(Origin::of(uri));
    }

    /// The token for an origin.
    pub(super) fn get(&self, origin: &Origin) -> Option<&HeaderValue> {
        self.known.get(origin)
    }

    /// Keeps a token that has come, or that none has.
    pub(super) fn set(&mut self, origin: &Origin, token: Option<HeaderValue>) {
        self.wanted.remove(origin);
        match token {
            // Whoever prints a request does not print this.
            Some(mut token) if self.trusted.contains(origin) => {
                token.set_sensitive(true);
                self.known.insert(origin.clone(), token);
            }
            _ => drop(self.known.remove(origin)),
        }
    }

    /// The server has refused a request to this URI, which had this token, with this status. It may have named a token service.
    pub(super) fn refuse(
        &mut self,
        uri: &Uri,
        used: Option<&HeaderValue>,
        status: StatusCode,
        service: Option<TokenService>,
    ) -> Renewal {
        let origin = Origin::of(uri);
        if !self.trusted.contains(&origin) {
            return Renewal::Hopeless;
        }
        if self.wanted.contains(&origin) {
            return Renewal::Wait;
        }
        if self.known.get(&origin).is_some_and(|known| Some(known) != used) {
            return Renewal::Again;
        }
        self.known.remove(&origin);
        let renewal = match &self.credentials {
            Credentials::Given { .. } => {
                let is_renewal = used.is_some();
                Renewal::AskProgram(TokenQuery { origin: origin.as_str().to_owned(), service, is_renewal })
            }
            Credentials::Password { user, password } => {
                // To a request without a token, the host names its service: mostly at once. A 500 names none.
                let Some(service) = service else {
                    let may_name_it = used.is_some() || status.is_server_error();
                    return if may_name_it { Renewal::Again } else { Renewal::Hopeless };
                };
                let Some(request) = request(&service, uri, user, password) else { return Renewal::Hopeless };
                // A password that is asked for over HTTPS is not sent without.
                let is_downgrade = !origin.is_open() && Origin::of(request.uri()).is_open();
                if is_downgrade || !self.hosts.allow(request.uri()) {
                    return Renewal::Untrusted;
                }
                Renewal::AskService(request)
            }
        };
        self.wanted.insert(origin);
        renewal
    }
}

fn request(service: &TokenService, uri: &Uri, user: &str, password: &str) -> Option<Request<Vec<u8>>> {
    let base = BaseUrl::new(uri.clone()).ok().filter(|_| service.grants("password"))?;
    service.password_request(&base, user, password).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;
    use http::header::WWW_AUTHENTICATE;
    use ucwa_types::rest::Challenge;

    use super::*;

    const POOL: &str = "https://pool.example.com/me";

    /// The token service of a challenge.
    fn service(href: &str, grant: &str) -> Option<TokenService> {
        let challenge = format!("MsRtcOAuth href=\"{href}\", grant_type=\"{grant}\"");
        let mut headers = HeaderMap::new();
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_str(&challenge).unwrap());
        Challenge::from_headers(&headers).iter().find_map(Challenge::token_service)
    }

    /// What comes of a refusal by the pool, which is trusted.
    fn refuse(
        credentials: Credentials,
        used: Option<&str>,
        status: u16,
        service: Option<TokenService>,
    ) -> String {
        let mut tokens = Tokens::new(credentials, Hosts::new(&["example.com".to_owned()]));
        let uri: Uri = POOL.parse().unwrap();
        tokens.trust(&uri);
        let used = used.map(|used| HeaderValue::from_str(used).unwrap());
        tokens.set(&Origin::of(&uri), used.clone());
        match tokens.refuse(&uri, used.as_ref(), StatusCode::from_u16(status).unwrap(), service) {
            Renewal::Again => "again".to_owned(),
            Renewal::Wait => "wait".to_owned(),
            Renewal::AskService(request) => format!("ask {}", request.uri()),
            Renewal::AskProgram(query) => format!("program, renewal: {}", query.is_renewal),
            Renewal::Untrusted => "untrusted".to_owned(),
            Renewal::Hopeless => "hopeless".to_owned(),
        }
    }

    #[test]
    fn what_is_done_about_a_refusal() {
        let password = || Credentials::password("ann@example.com", "secret");
        for (credentials, used, status, service, expected) in [
            (password(), None, 401, service("/t", "password"), "ask https://pool.example.com/t"),
            (
                password(),
                Some("Bearer 1"),
                401,
                service("https://sts.example.com/t", "password"),
                "ask https://sts.example.com/t",
            ),
            // What names no service is asked again without the token.
            (password(), Some("Bearer 1"), 401, None, "again"),
            (password(), None, 500, None, "again"),
            (password(), None, 401, None, "hopeless"),
            (password(), None, 401, service("/t", "urn:microsoft.rtc:windows"), "hopeless"),
            (password(), None, 401, service("http://pool.example.com/t", "password"), "untrusted"),
            (password(), None, 401, service("https://sts.example.net/t", "password"), "untrusted"),
            (Credentials::given("ann@example.com"), None, 401, None, "program, renewal: false"),
            (Credentials::given("ann@example.com"), Some("Bearer 1"), 401, None, "program, renewal: true"),
        ] {
            assert_eq!(refuse(credentials, used, status, service), expected);
        }
    }

    #[test]
    fn whom_discovery_has_not_led_to_gets_nothing() {
        let mut tokens = Tokens::new(Credentials::password("ann@example.com", "secret"), Hosts::new(&[]));
        let uri: Uri = "https://evil.example.com/".parse().unwrap();
        let origin = Origin::of(&uri);
        assert!(matches!(
            tokens.refuse(&uri, None, StatusCode::UNAUTHORIZED, service("/t", "password")),
            Renewal::Hopeless
        ));
        tokens.set(&origin, Some(HeaderValue::from_static("Bearer 1")));
        assert_eq!(tokens.get(&origin), None);
    }

    #[test]
    fn one_token_is_got_at_a_time_and_an_old_one_refused_is_no_reason_for_another() {
        let mut tokens = Tokens::new(Credentials::given("ann@example.com"), Hosts::new(&[]));
        let uri: Uri = POOL.parse().unwrap();
        let origin = Origin::of(&uri);
        tokens.trust(&uri);
        assert!(matches!(tokens.refuse(&uri, None, StatusCode::UNAUTHORIZED, None), Renewal::AskProgram(_)));
        assert!(matches!(tokens.refuse(&uri, None, StatusCode::UNAUTHORIZED, None), Renewal::Wait));
        tokens.set(&origin, Some(HeaderValue::from_static("Bearer 2")));
        assert!(tokens.get(&origin).is_some_and(HeaderValue::is_sensitive));
        let old = HeaderValue::from_static("Bearer 1");
        assert!(matches!(tokens.refuse(&uri, Some(&old), StatusCode::UNAUTHORIZED, None), Renewal::Again));
        assert!(!format!("{tokens:?}").contains("Bearer"));
    }
}
