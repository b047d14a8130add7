//! What needs users of its own: a guest, and somebody who has too much of one thing and too little of another.

use http::Request;
use http::header::HeaderValue;
use ucwa_types::rest::TokenService;

use super::company::{CROWD, USERS, crowd};
use super::found::Found;
use super::typed::Performed;
use super::{Walker, operations};
use crate::bench::{ANN, BO};

impl Walker {
    /// Sees the errors that the walk's own users do not get.
    pub(super) fn go_apart(&mut self) {
        let account = std::mem::take(&mut self.account);
        let mut other = Self::new(crowd(), &USERS[..1], self.stage.format);
        other.account = account;
        other.crowd();
        other.visit();
        self.account = other.account;
    }

    /// Ann has as many contacts as possible, and nobody who could act for her.
    fn crowd(&mut self) {
        let own = self.own(0);
        let forwarding = format!("{own}/me/callForwardingSettings");
        let memberships = format!("{own}/people/groupMemberships");
        let expanded = format!("{own}/people/groups/{}/expanded", &CROWD[4..]);
        self.to = Some(BO);
        for (page, method, href, group, expected) in [
            ("myGroupMemberships2", "POST", memberships.clone(), "default", "LimitExceeded"),
            ("myGroupMemberships2", "POST", memberships, "organization", "OperationNotSupported"),
            ("expandDistributionGroup", "GET", expanded, "", "TooManyContacts"),
            (
                "immediateForwardToDelegates",
                "POST",
                format!("{forwarding}/immediate/delegates"),
                "",
                "NoDelegatesConfigured",
            ),
            (
                "simultaneousRingToTeam",
                "POST",
                format!("{forwarding}/simultaneous/team"),
                "",
                "NoTeamMembersConfigured",
            ),
        ] {
            self.seen.insert("group", group.into());
            let (page, operation) =
                operations().find(|(known, it)| known.name == page && it.method == method).unwrap();
            let at = Found { seat: 0, rel: page.rel.clone(), href, revision: page.revision };
            let attempt = self.prepare(page, operation, &at, true).unwrap();
            let performed = self.attempt(page, operation, &at, attempt);
            let is_expected = matches!(&performed, Performed::Failed { subcode, .. } if subcode.as_deref() == Some(expected));
            assert!(is_expected, "{} {expected}: {performed:?}", page.name);
        }
    }

    /// A guest of a meeting of Ann's tries what is only for people with an account.
    fn visit(&mut self) {
        self.become_available();
        self.must(0, "myOnlineMeetings", "POST");
        let [uri, join] =
            ["onlineMeetingUri", "joinUrl"].map(|name| self.seen[name].as_str().unwrap().to_owned());
        let key = join.rsplit('/').next().unwrap();
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "urn:microsoft.rtc:anonmeeting")
            .append_pair("password", key)
            .append_pair("ms_rtc_conferenceuri", &uri)
            .finish();
        let ask = Request::post("https://pool.example.com/WebTicket/oauthtoken")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.into_bytes())
            .unwrap();
        let token: HeaderValue = TokenService::authorization(&self.stage.send(ask)).expect("a token");
        let guest = self.stage.sign_in_with(ANN, token);
        let (ann, own) = (self.own(0), self.own(guest));
        let is_for_all = |(_, operation): &(_, &ucwa_gen::schema::Operation)| {
            operation.errors.iter().all(|error| error.subcode.as_deref() != Some("AnonymousNotAllowed"))
        };
        let others: Vec<_> = operations().filter(|it| !is_for_all(it)).collect();
        assert!(!others.is_empty());
        for (page, operation) in others {
            let Some(at) = self.links(page).first().cloned() else { continue };
            let at = Found { seat: guest, href: at.href.replace(&ann, &own), ..at };
            let attempt = self.plain(operation, &at);
            self.refused(page, operation, &at, attempt);
        }
    }

    /// The address of an application.
    fn own(&self, seat: usize) -> String {
        let application = self.stage.seats[seat].application.as_ref().unwrap();
        application.links.self_.as_ref().unwrap().href().to_owned()
    }
}
