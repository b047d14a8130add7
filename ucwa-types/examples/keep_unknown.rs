//! Keeps what is not documented, reads it, and sends it back.

use std::error::Error;

use ucwa_types::api::{Availability, Communication, Conversation, ErrorKind, OnlineMeeting, Presence};
use ucwa_types::{ErrorBody, RawJson, json_body};

fn main() -> Result<(), Box<dyn Error>> {
    // A property, a link and an embedded resource that no page documents.
    let conversation: Conversation = serde_json::from_str(
        r#"{
            "rel": "conversation",
            "subject": "Lunch",
            "theme": "Dark",
            "_links": {"freeze": {"href": "/ucwa/v1/freeze"}},
            "_embedded": {"meeting": {"rel": "onlineMeeting", "subject": "Lunch"}}
        }"#,
    )?;
    let unknown = &conversation.unknown;
    let theme: String = unknown.get("theme").ok_or("no theme")?.decode()?;
    assert_eq!(theme, "Dark");
    assert_eq!(unknown.link::<()>("freeze").ok_or("no link")?.href(), "/ucwa/v1/freeze");
    let meeting: OnlineMeeting = unknown.embedded("meeting").ok_or("no meeting")??;
    assert_eq!(meeting.subject.as_deref(), Some("Lunch"));

    // A value that is not what the page says: the field is empty, and the value is kept under its name.
    let odd: Conversation = serde_json::from_str(r#"{"rel": "conversation", "subject": 7}"#)?;
    assert_eq!(odd.subject, None);
    assert_eq!(odd.unknown.get("subject").ok_or("no subject")?.as_json(), "7");

    // A member of an enumeration, and an error, that are not listed.
    let presence: Presence = serde_json::from_str(r#"{"rel": "presence", "availability": "Asleep"}"#)?;
    assert!(matches!(&presence.availability, Some(Availability::Unrecognized(text)) if &**text == "Asleep"));
    let kind: ErrorKind = ErrorBody::new("Conflict").with_subcode("Asleep").kind();
    assert!(matches!(kind, ErrorKind::Other { .. }));

    // All of it is written back. A server wants this property in a PUT, though it documents only that there is one.
    let body = r#"{"rel":"communication","3fb21a5f-cfc7-47a3-a4c8-8b1df5f9f3c7":"please pass this in a PUT request"}"#;
    let communication: Communication = json_body::from_str(body)?;
    assert_eq!(json_body::to_string(&communication), body);

    // Read and written by `json_body`, it is the same to the last digit.
    let body = r#"{"rel":"conversation","score":1.50,"tags":["a", "\u00e9"],"score":2e3}"#;
    let mut scored: Conversation = json_body::from_str(body)?;
    assert_eq!(json_body::to_string(&scored), body);
    assert_eq!(scored.unknown.get("score").ok_or("no score")?.decode::<f64>()?, 2000.0);
    scored.unknown.insert("score", 3);
    scored.unknown.insert("tags", RawJson::new(&["b"])?);
    assert_eq!(json_body::to_string(&scored), r#"{"rel":"conversation","score":3,"tags":["b"]}"#);
    Ok(())
}

#[test]
fn it_runs() -> Result<(), Box<dyn Error>> {
    main()
}
