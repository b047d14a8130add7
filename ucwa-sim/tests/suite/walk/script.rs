//! What users do in a certain order.

use serde_json::json;

use super::company::FORWARDER;
use super::found::Found;
use super::{MANY, Walker, operations};
use crate::bench::BO;

impl Walker {
    /// Makes the users available: one by each revision of the operation. What needs that is refused before.
    pub(super) fn become_available(&mut self) {
        let revisions = ["makeMeAvailable", "makeMeAvailable2", "makeMeAvailable"];
        for (seat, name) in revisions.into_iter().enumerate().take(self.stage.seats.len()) {
            for name in ["presence", "note", "location", "reportMyActivity"] {
                let me = self.found.iter().find(|it| it.seat == seat && it.rel == "me").cloned();
                let href = me.map(|me| format!("{}/{name}", me.href)).unwrap();
                for (page, operation) in operations().filter(|(page, _)| page.name == name) {
                    let at = Found { seat, rel: name.to_owned(), href: href.clone(), revision: 1 };
                    assert!(!self.perform(page, operation, &at, false), "{name} needs availability");
                }
            }
            let (page, operation) = operations().find(|(page, _)| page.name == name).unwrap();
            let at = self
                .links(page)
                .into_iter()
                .find(|it| it.seat == seat && it.href.ends_with("/me/makeMeAvailable"));
            let at = at.expect("a link");
            let mut attempt = self.prepare(page, operation, &at, true).unwrap();
            attempt.input["supportedModalities"] = json!(["Video"]);
            self.attempt(page, operation, &at, attempt);
            assert!(self.perform(page, operation, &at, true), "{:?}", self.account.last);
            // It can be done once.
            assert!(!self.perform(page, operation, &at, true));
            self.stage.pass(1);
            self.hear(false);
            let own =
                self.found.iter().find(|it| it.seat == seat && it.rel == "application").cloned().unwrap();
            let (page, operation) =
                operations().find(|(page, it)| page.name == "application" && it.method == "GET").unwrap();
            assert!(self.perform(page, operation, &own, false));
            let own = self
                .found
                .iter()
                .find(|it| it.seat == seat && it.href.ends_with("/communication"))
                .cloned()
                .unwrap();
            let (page, operation) =
                operations().find(|(page, it)| page.name == "communication" && it.method == "PUT").unwrap();
            assert!(self.perform(page, operation, &own, false));
        }
    }

    /// Performs an operation at the latest links of one user, until it succeeds `times` times. Returns how often it has.
    pub(super) fn go(&mut self, seat: usize, page: &str, method: &str, times: usize) -> usize {
        let (page, operation) =
            operations().find(|(known, it)| known.name == page && it.method == method).unwrap();
        let links: Vec<_> =
            self.found.iter().rev().filter(|it| it.rel == page.rel && it.seat == seat).cloned().collect();
        let links: Vec<_> = links.into_iter().filter(|it| it.revision >= page.revision).collect();
        let mut done = 0;
        for at in links {
            while done < times
                && (self.perform(page, operation, &at, false) || self.perform(page, operation, &at, true))
            {
                done += 1;
                if method == "GET" {
                    break;
                }
            }
        }
        done
    }

    /// The same once, where it has to succeed. Then some seconds pass.
    pub(super) fn must(&mut self, seat: usize, page: &str, method: &str) {
        assert!(
            self.go(seat, page, method, 1) > 0,
            "{seat} {page} {method}: {:?}",
            self.account.last.get(&format!("{page} {method}"))
        );
        self.stage.pass(2);
        self.hear(false);
    }

    /// What chance does not bring about: a long talk that is looked up later, a call that is held and resumed, a call that is
    /// forwarded, a meeting with an extension.
    pub(super) fn play(&mut self) {
        self.to = Some(BO);
        for (seat, page, method, times) in [
            (0, "startMessaging", "POST", 1),
            (1, "accept", "POST", 1),
            (0, "messaging", "GET", 1),
            // More than one page of a log.
            (0, "sendMessage", "POST", 25),
            (0, "conversation", "DELETE", 1),
            (0, "conversationLogs", "GET", 1),
            (0, "conversationLog", "GET", MANY),
            (0, "conversationLogTranscripts", "GET", MANY),
            (0, "conversationLogTranscript", "GET", 1),
            (0, "messageTranscript", "GET", 1),
            (0, "nextConversationLogTranscripts", "GET", 1),
            (0, "onlineMeetingExtensions", "POST", 1),
            (0, "myOnlineMeeting", "GET", MANY),
            (0, "myAssignedOnlineMeeting", "GET", 1),
            (0, "onlineMeeting", "GET", MANY),
            (0, "distributionGroup", "GET", MANY),
            (0, "removeFromContactList", "POST", 1),
        ] {
            self.go(seat, page, method, times);
            self.stage.pass(2);
            self.hear(false);
        }
        self.to = Some(FORWARDER);
        for start in ["startMessaging", "startPhoneAudio", "startAudioVideo"] {
            self.go(0, start, "POST", 1);
            self.stage.pass(1);
            self.hear(false);
            for page in ["messagingInvitation", "phoneAudioInvitation", "audioVideoInvitation"] {
                self.go(0, page, "GET", 3);
            }
            for page in ["derivedConversation", "derivedMessaging", "derivedPhoneAudio", "derivedAudioVideo"]
            {
                self.go(0, page, "GET", 1);
            }
        }
        self.to = None;
    }
}
