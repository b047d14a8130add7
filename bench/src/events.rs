//! Made-up answers of the event channel.

use serde_json::{Value, json};

/// An answer with this many events. Each has its own sender and brings the conversation it is about, as most do.
#[must_use]
pub fn document(count: usize) -> Vec<u8> {
    let base = "/ucwa/oauth/v1/applications/103345";
    let senders: Vec<Value> = (0..count).map(|number| sender(base, number)).collect();
    let document = json!({
        "_links": {
            "self": {"href": format!("{base}/events?ack=1")},
            "next": {"href": format!("{base}/events?ack=2")},
        },
        "sender": senders,
    });
    document.to_string().into_bytes()
}

fn sender(base: &str, number: usize) -> Value {
    let conversation = format!("{base}/communication/conversations/{number}");
    let below = |name: &str| json!({"href": format!("{conversation}/{name}")});
    json!({
        "rel": "communication",
        "href": format!("{base}/communication"),
        "events": [{
            "link": {"rel": "conversation", "href": conversation},
            "type": "updated",
            "_embedded": {
                "conversation": {
                    "rel": "conversation",
                    "state": "Connected",
                    "threadId": "AdDuGkwwQeSYTEnkQOmC2zQ",
                    "subject": "What is to be done until Friday",
                    "activeModalities": ["Messaging", "Audio"],
                    "audienceMessaging": "Enabled",
                    "audienceMute": "Disabled",
                    "created": "/Date(1417636800000)/",
                    "expirationTime": "/Date(1417665600000)/",
                    "importance": "Normal",
                    "participantCount": 4,
                    "readLocally": false,
                    "recording": false,
                    "_links": {
                        "self": {"href": conversation},
                        "addParticipant": below("addParticipant"),
                        "applicationSharing": below("applicationSharing"),
                        "audioVideo": below("audioVideo"),
                        "dataCollaboration": below("dataCollaboration"),
                        "disableAudienceMessaging": below("disableAudienceMessaging"),
                        "leaders": below("participants?filter=leaders"),
                        "localParticipant": below("participants/1"),
                        "messaging": below("messaging"),
                        "onlineMeeting": below("onlineMeeting"),
                        "participants": below("participants"),
                        "phoneAudio": below("phoneAudio"),
                        "attendees": below("participants?filter=attendees"),
                    },
                },
            },
        }],
    })
}
