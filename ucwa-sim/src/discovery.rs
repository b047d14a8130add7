//! Discovery on two hosts, and the token service of each.

use std::time::Duration;

use http::StatusCode;
use http::header::{HeaderName, WWW_AUTHENTICATE};
use serde::Serialize;
use ucwa_types::api::{Root, RootLinks, User, UserLinks};
use ucwa_types::rest::server;

use crate::answer::{self, Answer, Handled};
use crate::config::Discovery;
use crate::ids::UserId;
use crate::paths::{APPLICATIONS, ROOT, TOKEN, USER, XFRAME};
use crate::tokens::Bearer;
use crate::world::{Incoming, World};

/// The lifetime of the token of a guest, as documented.
const GUEST: Duration = Duration::from_secs(3600);

/// The answer of the token service, which has its own protocol.
#[derive(Serialize)]
struct Issued {
    access_token: String,
    expires_in: Seconds,
    ms_rtc_identityscope: &'static str,
    token_type: &'static str,
}

/// The lifetime of a token. Servers send either form.
#[derive(Serialize)]
#[serde(untagged)]
enum Seconds {
    Number(u64),
    Text(String),
}

/// Why the token service does not issue a token.
#[derive(Serialize)]
struct Denied {
    error: &'static str,
}

/// The answer of legacy autodiscovery.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Legacy {
    access_location: &'static str,
    user: LegacyUser,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct LegacyUser {
    links: [LegacyLink; 1],
}

#[derive(Serialize)]
struct LegacyLink {
    token: &'static str,
    href: String,
}

impl World {
    fn host(&self, is_at_home: bool) -> &str {
        if is_at_home { &self.config.pool } else { &self.config.discovery }
    }

    /// The root of a host: it links to the user, or redirects to the other host.
    pub(crate) fn root(&mut self, incoming: &Incoming<'_>) -> Handled {
        self.check_discovery_query(incoming);
        let (here, there) = (self.host(incoming.is_at_home), self.host(!incoming.is_at_home));
        let links = RootLinks::default()
            .with_self(format!("{here}{}", incoming.request.uri().path()))
            .with_xframe(format!("{here}{XFRAME}"));
        let is_there = match self.config.quirks.discovery {
            Discovery::AtOnce => !incoming.is_at_home,
            Discovery::Late => false,
            Discovery::InCircles => true,
        };
        let domain = domain(incoming);
        let links = match is_there {
            true => links.with_redirect(format!("{there}{ROOT}?originalDomain={domain}")),
            false => links.with_user(format!("{here}{USER}?originalDomain={domain}")),
        };
        answer::ok(&Root::default().with_links(links), incoming.format())
    }

    /// `user`: it links to `applications` on the pool, and redirects there on the other host.
    pub(crate) fn discovered_user(&mut self, incoming: &Incoming<'_>) -> Handled {
        self.check_discovery_query(incoming);
        if self.is_about_a_stranger(incoming) {
            return Ok(server::empty(StatusCode::NOT_FOUND));
        }
        let here = self.host(incoming.is_at_home);
        let links =
            UserLinks::default().with_self(format!("{here}{USER}")).with_xframe(format!("{here}{XFRAME}"));
        let links = match incoming.is_at_home {
            true => links.with_applications(self.revised(format!("{}{APPLICATIONS}", self.config.pool))),
            false => links.with_redirect(format!("{}{ROOT}?originalDomain=example.com", self.config.pool)),
        };
        answer::ok(&User::default().with_links(links), incoming.format())
    }

    /// Complains about a client that appends its query to an href which has one.
    fn check_discovery_query(&mut self, incoming: &Incoming<'_>) {
        if incoming.request.uri().query().is_some_and(|query| query.contains('?')) {
            self.complain(format!("a second `?` in {}", incoming.request.uri()));
        }
    }

    /// Whether the query names a user who does not exist.
    pub(crate) fn is_about_a_stranger(&self, incoming: &Incoming<'_>) -> bool {
        incoming.parameter("sipuri").is_some_and(|uri| self.find_user(&uri).is_none())
    }

    /// Issues a token for a name and a password, or for the URI and the key of an online meeting. A user without a password gets none.
    pub(crate) fn token(&mut self, incoming: &Incoming<'_>) -> Answer {
        if incoming.header("authorization").is_some() {
            self.complain("a token is asked for with a token");
        }
        let (mut grant, mut name, mut password, mut meeting, mut renewed) = (None, None, None, None, None);
        for (field, value) in form_urlencoded::parse(incoming.request.body()) {
            match &*field {
                "grant_type" => grant = Some(value.into_owned()),
                "username" => name = Some(value.into_owned()),
                "password" => password = Some(value.into_owned()),
                "ms_rtc_conferenceuri" => meeting = Some(value.into_owned()),
                "ms_rtc_renew" => renewed = Some(value.into_owned()),
                _ => {}
            }
        }
        let user = match grant.as_deref() {
            Some("password") => self.known(name.as_deref(), password.as_deref()),
            Some("urn:microsoft.rtc:anonmeeting") => {
                self.guest(meeting.as_deref(), password.as_deref(), renewed.as_deref())
            }
            _ => return answer::json(400, &Denied { error: "unsupported_grant_type" }),
        };
        match user {
            Some(user) => {
                let is_guest = self.users.get(user.0).is_some_and(|user| user.guest_of.is_some());
                let lifetime = self.config.times.token.min(if is_guest { GUEST } else { Duration::MAX });
                let times = [self.now(), self.now() + lifetime];
                let access_token = self.tokens.issue(incoming.is_at_home, user, times, &mut self.ids);
                let seconds = lifetime.as_secs();
                let expires_in = match self.ids.up_to(2) {
                    1 => Seconds::Number(seconds),
                    _ => Seconds::Text(seconds.to_string()),
                };
                let ms_rtc_identityscope = "local";
                answer::json(
                    200,
                    &Issued { access_token, expires_in, ms_rtc_identityscope, token_type: "Bearer" },
                )
            }
            None => answer::json(400, &Denied { error: "invalid_grant" }),
        }
    }

    /// The user with this name and password.
    fn known(&self, name: Option<&str>, password: Option<&str>) -> Option<UserId> {
        let user = self.find_user(name?)?;
        let own = &self.users.get(user.0)?.person.password;
        (!own.is_empty() && Some(&**own) == password).then_some(user)
    }

    /// The user of a valid token. No client may send a token of the other host.
    pub(crate) fn bearer(&mut self, incoming: &Incoming<'_>) -> Bearer {
        let authorization = incoming.header("authorization");
        let bearer = self.tokens.bearer(incoming.is_at_home, authorization, self.now());
        if bearer == Bearer::Stray {
            self.complain(format!("a token of the other host, on {}", incoming.request.uri()));
        }
        bearer
    }

    /// A 401 with several challenges and an HTML page.
    pub(crate) fn challenge(&self, is_at_home: bool) -> Answer {
        let host = self.host(is_at_home);
        let mut page =
            answer::page(401, "This host wants a token of the token service that WWW-Authenticate names");
        let oauth = format!(
            r#"MsRtcOAuth href="{host}{TOKEN}?a=b",grant_type="urn:microsoft.rtc:windows,urn:microsoft.rtc:anonmeeting,password""#
        );
        let bearer = r#"Bearer trusted_issuers="5@example.com", client_id="5""#.to_owned();
        for challenge in [bearer, oauth, "Negotiate".to_owned()] {
            answer::add_header(&mut page, WWW_AUTHENTICATE, &challenge);
        }
        page
    }

    /// Expires the tokens of a host. The answer is a 500 that names the reason only in a header field.
    pub(crate) fn bad_ticket(&mut self, is_at_home: bool) -> Answer {
        self.tokens.expire(is_at_home);
        let mut page = answer::page(500, "The web ticket is invalid: see X-Ms-diagnostics");
        let diagnostics = r#"28032;source="fe.example.com";reason="The web ticket is invalid.""#;
        answer::add_header(&mut page, HeaderName::from_static("x-ms-diagnostics"), diagnostics);
        page
    }

    /// The answer of legacy autodiscovery.
    pub(crate) fn legacy(&self) -> Answer {
        let href = format!("{}{APPLICATIONS}", self.config.pool);
        let links = [LegacyLink { token: "Ucwa", href }];
        answer::json(200, &Legacy { access_location: "External", user: LegacyUser { links } })
    }
}

/// The domain of discovery: that of the user in the query, or the one that an earlier answer has put there.
fn domain(incoming: &Incoming<'_>) -> String {
    let named = incoming.parameter("sipuri").and_then(|uri| Some(uri.rsplit_once('@')?.1.to_owned()));
    let named = named.or_else(|| incoming.parameter("originalDomain")).unwrap_or_default();
    let is_domain = |text: &str| {
        !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || ".-".contains(it))
    };
    if is_domain(&named) { named } else { "example.com".to_owned() }
}
