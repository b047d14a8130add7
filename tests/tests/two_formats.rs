//! What a page shows in JSON and what it shows in XML are one value of the generated type.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use serde_json::Value;
use ucwa_gen::files::Sources;
use ucwa_gen::sample::Body;
use ucwa_tests::registry::{API, Codec, Difference};
use ucwa_tests::samples::each_body;
use ucwa_tests::{revision, say};

/// The revisions whose API the committed types are.
const REVISIONS: [&str; 2] = ["2018-01", "2022-12"];

/// How the two samples of a page contradict each other.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Why {
    /// Each shows another of the possible values.
    Drawn,
    /// One of them has lost white space, or gained some.
    Spaced,
    /// Only the JSON shows it.
    Left,
    /// The JSON shows a list of one resource of a kind that no page documents: in XML just the one.
    Single,
}

use Why::{Drawn, Left, Single, Spaced};

/// The reason for a difference; none where it cannot be the page's.
fn why(difference: &Difference) -> Option<Why> {
    match (&difference.json, &difference.xml) {
        (_, Value::Null) => Some(Left),
        (Value::String(a), Value::String(b)) => {
            let squeezed = |text: &str| text.replace(' ', "");
            Some(if squeezed(a) == squeezed(b) { Spaced } else { Drawn })
        }
        (Value::Number(_), Value::Number(_)) => Some(Drawn),
        (Value::Array(list), one) if list.as_slice() == std::slice::from_ref(one) => Some(Single),
        _ => None,
    }
}

/// The samples that contradict each other, by page, method and role: where they do, and why.
const CONTRADICTIONS: &[(&str, &[(&str, Why)])] = &[
    ("addAudio POST Request", &[("_links", Left)]),
    ("addAudioVideo POST Request", &[("_links", Left)]),
    ("addMessaging POST Request", &[("_links", Left)]),
    ("addToPresenceSubscription POST Request", &[("contactUris[]", Spaced)]),
    ("addVideo POST Request", &[("_links", Left)]),
    ("anonApplications POST Request", &[("userAgent", Spaced)]),
    ("applicationSharing GET Response", &[("state", Drawn)]),
    ("applications POST Request", &[("userAgent", Spaced)]),
    ("attendees GET Response", &[("_links.participant[].href", Drawn)]),
    ("audioVideoInvitation GET Response", &[("_embedded.startEmergencyCallInput", Single)]),
    ("audioVideoSession GET Response", &[("state", Drawn)]),
    ("batch POST Response", &[("_links.self.href", Drawn)]),
    (
        "contactPresence GET Response",
        &[("availability", Drawn), ("deviceType", Drawn), ("lastActive", Drawn)],
    ),
    ("contactPrivacyRelationship2 GET Response", &[("relationshipLevel", Drawn)]),
    ("contactPrivacyRelationship2 PUT Request", &[("relationshipLevel", Drawn)]),
    ("contactSupportedModalities GET Response", &[("modalities[]", Drawn)]),
    ("continueAudio POST Request", &[("_links", Left)]),
    ("continueAudioVideo POST Request", &[("_links", Left)]),
    ("continueMessaging POST Request", &[("_links", Left)]),
    ("continueVideo POST Request", &[("_links", Left)]),
    ("conversation GET Response", &[("created", Drawn), ("participantCount", Drawn)]),
    ("conversationLog GET Response", &[("creationTime", Drawn), ("totalRecipientsCount", Drawn)]),
    ("conversationLogTranscript GET Response", &[("timeStamp", Drawn)]),
    (
        "conversationLogTranscripts GET Response",
        &[("_embedded.conversationLogTranscript[].timeStamp", Drawn)],
    ),
    ("conversations GET Response", &[("_links.conversation[].href", Drawn)]),
    ("dataCollaboration GET Response", &[("state", Drawn)]),
    ("derivedAudioVideo GET Response", &[("state", Drawn)]),
    ("derivedConversation GET Response", &[("created", Drawn), ("participantCount", Drawn)]),
    ("derivedMessaging GET Response", &[("state", Drawn)]),
    ("derivedPhoneAudio GET Response", &[("state", Drawn)]),
    ("dismiss POST Request", &[("reason", Drawn)]),
    ("escalateAudio POST Response", &[("_embedded.startEmergencyCallInput", Single)]),
    ("escalateAudioVideo POST Response", &[("_embedded.startEmergencyCallInput", Single), ("state", Drawn)]),
    ("groupContacts GET Response", &[("_links.contact[].href", Drawn)]),
    ("joinOnlineMeeting POST Request", &[("importance", Drawn), ("subject", Spaced)]),
    ("leaders GET Response", &[("_links.participant[].href", Drawn)]),
    ("location POST Request", &[("location", Spaced)]),
    (
        "mediaPolicies GET Response",
        &[
            ("bandwidthControl", Drawn),
            ("maximumApplicationSharingPort", Drawn),
            ("maximumAudioPort", Drawn),
            ("maximumVideoPort", Drawn),
            ("minimumApplicationSharingPort", Drawn),
            ("minimumAudioPort", Drawn),
            ("minimumVideoPort", Drawn),
        ],
    ),
    ("mediaRelay GET Response", &[("tcpPort", Drawn), ("udpPort", Drawn)]),
    (
        "mediaRelayAccessToken GET Response",
        &[
            ("_embedded.mediaRelay[].location", Drawn),
            ("_embedded.mediaRelay[].tcpPort", Drawn),
            ("_embedded.mediaRelay[].udpPort", Drawn),
            ("duration", Drawn),
            ("validUntil", Drawn),
        ],
    ),
    ("memberships POST Request", &[("contactUris[]", Spaced)]),
    (
        "message GET Response",
        &[("_links.failedDeliveryParticipant[].href", Drawn), ("status", Drawn), ("timeStamp", Drawn)],
    ),
    ("messages GET Response", &[("_links.message[].href", Drawn)]),
    ("messagingInvitation GET Response", &[("_embedded.startEmergencyCallInput", Single), ("state", Drawn)]),
    (
        "missedItems GET Response",
        &[
            ("conversationLogsCount", Drawn),
            ("missedConversationsCount", Drawn),
            ("unreadMissedConversationsCount", Drawn),
            ("unreadVoicemailsCount", Drawn),
            ("voiceMailsCount", Drawn),
        ],
    ),
    (
        "myAssignedOnlineMeeting GET Response",
        &[("accessLevel", Drawn), ("entryExitAnnouncement", Drawn), ("expirationTime", Drawn)],
    ),
    (
        "myAssignedOnlineMeeting PUT Request",
        &[
            ("automaticLeaderAssignment", Drawn),
            ("description", Spaced),
            ("entryExitAnnouncement", Drawn),
            ("expirationTime", Drawn),
            ("subject", Spaced),
        ],
    ),
    ("myAssignedOnlineMeeting PUT Response", &[("accessLevel", Drawn), ("expirationTime", Drawn)]),
    ("myContacts GET Response", &[("_links.contact[].href", Drawn)]),
    ("myOnlineMeeting GET Response", &[("automaticLeaderAssignment", Drawn), ("expirationTime", Drawn)]),
    (
        "myOnlineMeeting PUT Request",
        &[
            ("description", Spaced),
            ("entryExitAnnouncement", Drawn),
            ("expirationTime", Drawn),
            ("subject", Spaced),
        ],
    ),
    ("myOnlineMeeting PUT Response", &[("accessLevel", Drawn), ("expirationTime", Drawn)]),
    (
        "myOnlineMeetings GET Response",
        &[
            ("_embedded.myAssignedOnlineMeeting[].accessLevel", Drawn),
            ("_embedded.myAssignedOnlineMeeting[].automaticLeaderAssignment", Drawn),
            ("_embedded.myAssignedOnlineMeeting[].entryExitAnnouncement", Drawn),
            ("_embedded.myAssignedOnlineMeeting[].expirationTime", Drawn),
            ("_embedded.myOnlineMeeting[].accessLevel", Drawn),
            ("_embedded.myOnlineMeeting[].automaticLeaderAssignment", Drawn),
            ("_embedded.myOnlineMeeting[].expirationTime", Drawn),
        ],
    ),
    (
        "myOnlineMeetings POST Request",
        &[
            ("accessLevel", Drawn),
            ("automaticLeaderAssignment", Drawn),
            ("description", Spaced),
            ("expirationTime", Drawn),
            ("subject", Spaced),
        ],
    ),
    (
        "myOnlineMeetings POST Response",
        &[("accessLevel", Drawn), ("automaticLeaderAssignment", Drawn), ("expirationTime", Drawn)],
    ),
    ("myPrivacyRelationship GET Response", &[("_links.contact[].href", Drawn), ("relationshipLevel", Drawn)]),
    (
        "myPrivacyRelationships GET Response",
        &[
            ("_embedded.myPrivacyRelationship[]._links.contact[].href", Drawn),
            ("_embedded.myPrivacyRelationship[].relationshipLevel", Drawn),
        ],
    ),
    (
        "nextConversationLogTranscripts GET Response",
        &[("_embedded.conversationLogTranscript[].timeStamp", Drawn)],
    ),
    (
        "onlineMeeting GET Response",
        &[
            ("automaticLeaderAssignment", Drawn),
            ("entryExitAnnouncement", Drawn),
            ("expirationTime", Drawn),
            ("largeMeeting", Drawn),
            ("onlineMeetingUri", Spaced),
            ("organizerName", Spaced),
            ("subject", Spaced),
        ],
    ),
    (
        "onlineMeetingDefaultValues GET Response",
        &[("accessLevel", Drawn), ("entryExitAnnouncement", Drawn), ("participantsWarningThreshold", Drawn)],
    ),
    (
        "onlineMeetingEligibleValues GET Response",
        &[("accessLevels[]", Drawn), ("automaticLeaderAssignments[]", Drawn)],
    ),
    (
        "onlineMeetingInvitation GET Response",
        &[("_embedded.startEmergencyCallInput", Single), ("state", Drawn)],
    ),
    (
        "participantInvitation GET Response",
        &[("_embedded.startEmergencyCallInput", Single), ("state", Drawn)],
    ),
    ("phone GET Response", &[("type", Drawn)]),
    ("phoneAudioInvitation GET Response", &[("_embedded.startEmergencyCallInput", Single)]),
    ("phones GET Response", &[("_embedded.phone[].type", Drawn)]),
    ("policies GET Response", &[("locationRefreshInterval", Drawn), ("loggingLevel", Drawn)]),
    ("presence GET Response", &[("availability", Drawn)]),
    ("presence POST Request", &[("availability", Drawn)]),
    ("presenceSubscriptionMemberships POST Request", &[("contactUris[]", Spaced)]),
    ("presenceSubscriptions POST Request", &[("uris[]", Spaced)]),
    ("replacesAudioVideo GET Response", &[("state", Drawn)]),
    ("reportMediaDiagnostics POST Request", &[("errorCode", Drawn), ("errorSubcode", Drawn)]),
    ("search2 GET Response", &[("_links.self.revision", Left)]),
    ("startAudio POST Request", &[("_links", Left), ("subject", Spaced)]),
    ("startAudio2 POST Request", &[("_links", Left), ("subject", Spaced)]),
    (
        "startAudioOnBehalfOfDelegator POST Request",
        &[("_links", Left), ("importance", Drawn), ("subject", Spaced)],
    ),
    ("startAudioVideo POST Request", &[("_links", Left), ("importance", Drawn), ("subject", Spaced)]),
    ("startAudioVideo2 POST Request", &[("_links", Left), ("importance", Drawn), ("subject", Spaced)]),
    (
        "startAudioVideoOnBehalfOfDelegator POST Request",
        &[("_links", Left), ("importance", Drawn), ("subject", Spaced)],
    ),
    ("startEmergencyCall POST Request", &[("_links", Left), ("subject", Spaced)]),
    ("startMessaging POST Request", &[("_links", Left), ("subject", Spaced)]),
    ("startMessaging2 POST Request", &[("_links", Left), ("importance", Drawn), ("subject", Spaced)]),
    ("startOnlineMeeting POST Request", &[("subject", Spaced)]),
    ("startPhoneAudio POST Request", &[("importance", Drawn), ("subject", Spaced)]),
    ("startPhoneAudio2 POST Request", &[("_links", Left), ("subject", Spaced)]),
    (
        "startPhoneAudioOnBehalfOfDelegator POST Request",
        &[("_links", Left), ("importance", Drawn), ("subject", Spaced)],
    ),
    ("startVideo POST Request", &[("_links", Left), ("subject", Spaced)]),
    ("subscribedContacts GET Response", &[("_links.contact[].href", Drawn)]),
];

/// A body, the type it is of, and its text.
type Sampled = (&'static dyn Codec, String);

/// The bodies of one operation in one role.
#[derive(Default)]
struct Bodies {
    json: Vec<Sampled>,
    xml: Vec<Sampled>,
}

fn bodies(sources: &Sources) -> BTreeMap<String, Bodies> {
    let mut found: BTreeMap<String, Bodies> = BTreeMap::new();
    each_body(sources, &API, |sample| {
        let key = format!("{} {} {:?}", sample.page, sample.method, sample.sample.role);
        let bodies = found.entry(key).or_default();
        match &sample.message.body {
            Body::Json(node) => bodies.json.push((sample.codec, node.to_json().to_string())),
            Body::Xml(_, text) => bodies.xml.push((sample.codec, text.clone())),
            _ => {}
        }
    });
    found
}

/// What is wrong with the list for these pages, and how many pairs are equal out of how many.
fn compare(sources: &Sources) -> (Vec<String>, usize, usize) {
    let (mut problems, mut equal, mut all) = (Vec::new(), 0, 0);
    let mut listed: BTreeMap<&str, &[(&str, Why)]> = CONTRADICTIONS.iter().copied().collect();
    for (key, Bodies { json, xml }) in bodies(sources) {
        if json.len() != xml.len() {
            problems.push(format!("{key}: {} in JSON, {} in XML", json.len(), xml.len()));
        }
        let mut found = BTreeMap::new();
        for ((codec, json), (_, xml)) in json.iter().zip(&xml) {
            all += 1;
            match codec.same(json.as_bytes(), xml) {
                Ok(differences) => {
                    equal += usize::from(differences.is_empty());
                    found.extend(differences.into_iter().map(|it| (it.path.clone(), it)));
                }
                Err(error) => problems.push(format!("{key}: {error}")),
            }
        }
        for (path, expected) in listed.remove(key.as_str()).unwrap_or_default() {
            match found.remove(*path) {
                Some(difference) if why(&difference) == Some(*expected) => {}
                other => problems.push(format!("{key}: {path} is listed as {expected:?}, and is {other:?}")),
            }
        }
        problems.extend(found.values().map(|it| format!("{key}: {:?} {it:?}", why(it))));
    }
    problems.extend(listed.keys().map(|key| format!("{key} is listed, and there is no such sample")));
    (problems, equal, all)
}

#[test]
fn both_formats_of_a_sample_are_one_value_but_where_a_page_contradicts_itself() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let (problems, equal, all) = compare(&sources);
        say(&format!(
            "{name}: {equal} of {all} pairs of samples are equal; {} contradict themselves, as listed\n",
            all - equal
        ));
        assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
        assert!(all > 0, "there was nothing to compare");
    }
}
