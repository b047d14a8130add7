//! Decodes a body, and gets at its properties, links and embedded resources.

use std::error::Error;

use ucwa_types::api::{Direction, InvitationState, MessagingInvitation};
use ucwa_types::{Link, json_body};

const BODY: &str = r#"{
    "rel": "messagingInvitation",
    "direction": "Incoming",
    "state": "Connecting",
    "subject": "Lunch",
    "_links": {
        "accept": {"href": "/ucwa/v1/invitations/1/accept"},
        "message": {"href": "data:text/plain;charset=utf-8,At+one%3F"}
    },
    "_embedded": {"from": {"rel": "participant", "name": "Ben", "uri": "sip:ben@example.com"}}
}"#;

fn main() -> Result<(), Box<dyn Error>> {
    // Within limits. `serde_json::from_slice` does the same without them.
    let invitation: MessagingInvitation = json_body::from_slice(BODY.as_bytes())?;

    assert_eq!(invitation.direction, Some(Direction::Incoming));
    assert_eq!(invitation.state, Some(InvitationState::Connecting));
    assert_eq!(invitation.subject.as_deref(), Some("Lunch"));

    // A link that is absent stands for an action that is not available now.
    assert_eq!(invitation.links.accept.as_ref().map(Link::href), Some("/ucwa/v1/invitations/1/accept"));
    assert_eq!(invitation.links.cancel, None);

    // Content can be in its link.
    let message = invitation.message.ok_or("no message")?;
    assert_eq!(message.to_text()?, "At one?");

    let from = invitation.embedded.from.ok_or("no sender")?;
    assert_eq!(from.name.as_deref(), Some("Ben"));
    Ok(())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
