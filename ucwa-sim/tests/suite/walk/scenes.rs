//! What needs a certain order, while nothing else has happened yet.

use ucwa_types::operation::RawBody;

use super::company::FORWARDER;
use super::found::Found;
use super::typed::Performed;
use super::{MANY, Walker, operations};
use crate::bench::BO;
use crate::closed::Documented;

const AUDIO: &[(&str, &str)] = &[("audio", "sendrecv")];
const HELD: &[(&str, &str)] = &[("audio", "inactive")];
const BOTH: &[(&str, &str)] = &[("audio", "sendrecv"), ("video", "sendrecv")];
const VIDEO: &[(&str, &str)] = &[("video", "sendrecv")];

impl Walker {
    /// Plays all scenes.
    pub(super) fn rehearse(&mut self) {
        self.ask_for_methods();
        self.to = Some(FORWARDER);
        self.be_forwarded();
        self.to = Some(BO);
        self.hold_and_look_up();
        self.attach_extensions();
        self.reject_from_the_lobby();
        self.have_everything();
        self.inject_events();
        self.must(0, "videoLockedOnParticipant", "GET");
        self.go(0, "conversation", "DELETE", MANY);
        self.go(1, "conversation", "DELETE", MANY);
        (self.to, self.media) = (None, None);
    }

    /// `OPTIONS`, of the resources that document it.
    fn ask_for_methods(&mut self) {
        for (page, href) in [
            ("applications", "/ucwa/oauth/v1/applications"),
            ("anonApplications", "/ucwa/oauth/v1/anonApplications"),
        ] {
            let page = Documented::get().schema().resource(page).unwrap();
            let operation = page.operations.iter().find(|it| it.method == "OPTIONS").unwrap();
            let at = Found { seat: 0, rel: page.rel.clone(), href: href.to_owned(), revision: 1 };
            let attempt = self.prepare(page, operation, &at, false).unwrap();
            let performed = self.attempt(page, operation, &at, attempt);
            assert!(matches!(performed, Performed::Done { status: 204, .. }), "{performed:?}");
            self.account.operations.insert(format!("{} OPTIONS", page.name));
        }
    }

    /// Ann has a conversation with a bot, which forwards to Cy whatever Ann adds to it.
    fn be_forwarded(&mut self) {
        for (page, method) in [
            ("accept", "POST"),
            ("conversation", "GET"),
            ("applicationSharing", "GET"),
            ("applicationSharer", "GET"),
            ("messaging", "GET"),
            ("phoneAudio", "GET"),
            ("audioVideo", "GET"),
        ] {
            self.must(0, page, method);
        }
        self.send_what_is_no_text();
        for (add, modality, invitation, derived) in [
            (
                "addPhoneAudio",
                "phoneAudio",
                "phoneAudioInvitation",
                &["derivedConversation", "derivedPhoneAudio"][..],
            ),
            ("addAudioVideo", "audioVideo", "audioVideoInvitation", &["derivedAudioVideo"]),
            ("addMessaging", "messaging", "messagingInvitation", &["derivedMessaging"]),
        ] {
            if add == "addMessaging" {
                self.must(0, "stopMessaging", "POST");
            }
            self.must(0, modality, "GET");
            self.must(0, add, "POST");
            self.must(0, invitation, "GET");
            for page in derived {
                self.must(0, page, "GET");
            }
            self.must(2, "decline", "POST");
        }
        self.must(0, "phoneAudio", "GET");
        let (page, operation) =
            operations().find(|(page, it)| page.name == "addPhoneAudio" && it.method == "POST").unwrap();
        let at = self.links(page).into_iter().find(|it| it.seat == 0).expect("a link");
        self.break_rules(page, operation, &at);
        self.must(0, "conversation", "DELETE");
        self.stage.pass(30);
        self.hear(false);
    }

    /// A message whose bytes are no text.
    fn send_what_is_no_text(&mut self) {
        let (page, operation) =
            operations().find(|(page, it)| page.name == "sendMessage" && it.method == "POST").unwrap();
        let at = self.links(page).into_iter().find(|it| it.seat == 0).expect("a link");
        let mut attempt = self.prepare(page, operation, &at, false).unwrap();
        attempt.content = RawBody::new("text/plain", vec![0xff]);
        assert_eq!(self.refused(page, operation, &at, attempt).as_deref(), Some("BadRequest"));
    }

    /// Ann calls Bo, holds the call and resumes it. Then Ann looks it up, and a call with video, of which no content is kept.
    fn hold_and_look_up(&mut self) {
        self.media = Some(AUDIO);
        self.must(0, "communication", "GET");
        self.must(0, "startAudio", "POST");
        self.must(1, "acceptWithAnswer", "POST");
        self.must(0, "audioVideo", "GET");
        self.must(0, "audioVideoSession", "GET");
        self.media = Some(HELD);
        self.must(0, "renegotiations", "POST");
        self.must(1, "answer", "POST");
        self.must(0, "audioVideoSession", "GET");
        self.media = Some(AUDIO);
        self.must(0, "resumeAudio", "POST");
        self.must(1, "answer", "POST");
        self.must(0, "renegotiations", "POST");
        self.must(1, "dismiss", "POST");
        self.must(0, "conversation", "DELETE");
        self.look_up("audioTranscript");
        self.media = Some(VIDEO);
        self.must(0, "startVideo", "POST");
        self.must(1, "acceptWithAnswer", "POST");
        self.must(0, "conversation", "DELETE");
        self.look_up("errorTranscript");
    }

    /// Ann reads all transcripts.
    fn look_up(&mut self, entry: &str) {
        self.must(0, "conversationLogs", "GET");
        for page in ["conversationLog", "conversationLogTranscripts"] {
            self.go(0, page, "GET", MANY);
        }
        self.must(0, "conversationLogTranscript", "GET");
        self.must(0, entry, "GET");
    }

    /// Ann schedules an online meeting, attaches extensions to it and to the assigned one, and joins that.
    fn attach_extensions(&mut self) {
        self.must(0, "myOnlineMeetings", "POST");
        for page in ["myOnlineMeeting", "myAssignedOnlineMeeting"] {
            self.must(0, page, "GET");
            self.must(0, "onlineMeetingExtensions", "POST");
            self.must(0, page, "GET");
        }
        // They are in the meeting, too.
        self.must(0, "joinOnlineMeeting", "POST");
        self.must(0, "onlineMeeting", "GET");
        self.must(0, "conversation", "DELETE");
    }

    /// Cy has the URI of a meeting, and was not invited.
    fn reject_from_the_lobby(&mut self) {
        self.must(0, "startOnlineMeeting", "POST");
        self.must(0, "onlineMeeting", "GET");
        self.must(2, "joinOnlineMeeting", "POST");
        self.must(0, "lobby", "GET");
        self.must(0, "reject", "POST");
        self.must(0, "conversation", "DELETE");
    }

    /// Ann has a resource of each kind about which there are events.
    fn have_everything(&mut self) {
        self.media = Some(BOTH);
        for (seat, page, method) in [
            (0, "search", "GET"),
            (0, "addToContactList", "POST"),
            (0, "myGroups2", "POST"),
            (0, "presenceSubscriptions", "POST"),
            (0, "startPhoneAudio", "POST"),
            (1, "accept", "POST"),
            (0, "startAudioVideo", "POST"),
            (1, "acceptWithAnswer", "POST"),
            (0, "audioVideo", "GET"),
            (0, "audioVideoSession", "GET"),
            (0, "renegotiations", "POST"),
            (0, "startOnlineMeeting", "POST"),
            (0, "conversation", "GET"),
            (0, "addParticipant", "POST"),
            (0, "startMessaging", "POST"),
            (1, "accept", "POST"),
            (1, "messaging", "GET"),
            (1, "sendMessage", "POST"),
        ] {
            self.must(seat, page, method);
        }
        self.media = None;
    }
}
