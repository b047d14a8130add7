//! Matches the events of one answer of the event channel.

use std::error::Error;

use ucwa_types::Link;
use ucwa_types::api::{AnyEvent, ErrorKind, EventChannel, Events, PollAnswer, TypingParticipants};
use ucwa_types::channel::NextStep;
use ucwa_types::operation::ServiceError;

const BODY: &str = r#"{
    "_links": {
        "self": {"href": "/ucwa/v1/events?ack=1"},
        "next": {"href": "/ucwa/v1/events?ack=2"}
    },
    "sender": [{"rel": "conversation", "href": "/ucwa/v1/conversations/1", "events": [
        {
            "type": "added",
            "link": {"rel": "participant", "href": "/ucwa/v1/participants/2"},
            "_embedded": {"participant": {"rel": "participant", "name": "Ben"}}
        },
        {
            "type": "added",
            "link": {"rel": "participant", "href": "/ucwa/v1/participants/2"},
            "in": {"rel": "typingParticipants", "href": "/ucwa/v1/typingParticipants"}
        },
        {
            "type": "completed",
            "status": "Success",
            "link": {"rel": "message", "href": "/ucwa/v1/messages/1"}
        },
        {
            "type": "updated",
            "link": {"rel": "dataCollaborationSettings", "href": "/ucwa/v1/conversations/1/dataCollaborationSettings"}
        }
    ]}, {"rel": "communication", "href": "/ucwa/v1/communication", "events": [
        {
            "type": "completed",
            "status": "Success",
            "link": {"rel": "onlineMeetingInvitation", "href": "/ucwa/v1/invitations/3"},
            "_embedded": {"onlineMeetingInvitation": {"rel": "onlineMeetingInvitation", "subject": "Lunch"}}
        },
        {
            "type": "completed",
            "status": "Failure",
            "reason": {"code": "RemoteFailure", "subcode": "Declined"},
            "link": {"rel": "participantInvitation", "href": "/ucwa/v1/invitations/4"}
        }
    ]}]
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let mut channel = EventChannel::new(&Link::<Events>::new("/ucwa/v1/events?ack=1"));
    let request = channel.next_request().ok_or("the application is gone")?;

    let answer: PollAnswer<ServiceError<ErrorKind>> = PollAnswer::Document(serde_json::from_str(BODY)?);
    let outcome = channel.handle(request.ticket, answer);

    // The next request goes out now, on a thread or a task of its own; the events are handled meanwhile.
    assert_eq!(outcome.next_step, NextStep::Continue);
    assert_eq!(channel.next_request().map(|next| next.href).as_deref(), Some("/ucwa/v1/events?ack=2"));

    let mut seen = Vec::new();
    for event in outcome.events().map(AnyEvent::from) {
        match event {
            // The narrower case first: who is typing has not joined.
            AnyEvent::ParticipantAdded(event) if event.is_in::<TypingParticipants>() => {
                seen.push("typing".to_owned());
            }
            AnyEvent::ParticipantAdded(event) => match event.resource() {
                Some(participant) => seen.push(participant.name.clone().unwrap_or_default()),
                // The server left the resource out: `event.target()` is where to fetch it.
                None => seen.push("somebody".to_owned()),
            },
            AnyEvent::MessageCompleted(event) if event.is_success() => seen.push("delivered".to_owned()),
            // No page documents this rel, so that the event has no type for its resource.
            AnyEvent::DataCollaborationSettingsUpdated(_) => seen.push("settings".to_owned()),
            AnyEvent::OnlineMeetingInvitationCompleted(event) => {
                let subject = event.resource().and_then(|invitation| invitation.subject.clone());
                seen.push(format!("joined {}", subject.unwrap_or_default()));
            }
            AnyEvent::ParticipantInvitationCompleted(event) if event.is_failure() => {
                let reason = event.reason().and_then(|reason| reason.subcode.clone());
                seen.push(format!(
                    "not joined: {}",
                    reason.map_or_else(String::new, |reason| reason.to_string())
                ));
            }
            AnyEvent::Unknown(event) => seen.push(format!("{:?}", event.name())),
            _ => {}
        }
    }
    assert_eq!(seen, ["Ben", "typing", "delivered", "settings", "joined Lunch", "not joined: Declined"]);
    Ok(())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
