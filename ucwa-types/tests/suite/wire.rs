//! Payloads of real servers, where they are at hand.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ucwa_types::ErrorBody;
use ucwa_types::event::{EventDocument, EventStatus, EventType};

use crate::mirror::{Any, Contact, Message, Participant, PhoneAudioInvitation};

/// A folder of shared material: `UCWA_SHARED` names the one above it, and beside the repository is where else it may
/// be. Only where tests are run for the project it must be there, unless the variable is `none`.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let named = std::env::var_os("UCWA_SHARED");
    let is_waived = named.as_ref().is_some_and(|named| named == "none");
    let shared =
        named.map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = shared.join(folder);
    let found = folder.is_dir();
    assert!(found || is_waived || std::env::var_os("CI").is_none(), "there is no {}", folder.display());
    if !found {
        // Past the capture of the test harness: that a test was skipped must be seen.
        drop(writeln!(std::io::stderr(), "SKIPPED: there is no {}", folder.display()));
    }
    found.then_some(folder)
}

fn payloads() -> Option<Vec<(String, Value)>> {
    let mut payloads: Vec<_> = shared("wire")?
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| {
            let value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), value)
        })
        .collect();
    payloads.sort_by(|(left, _), (right, _)| left.cmp(right));
    Some(payloads)
}

fn comes_back<T: DeserializeOwned + Serialize>(name: &str, value: &Value) -> T {
    let text = value.to_string();
    let decoded: T = serde_json::from_str(&text).unwrap();
    assert_eq!(&serde_json::to_value(&decoded).unwrap(), value, "{name}");
    let again: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&again).unwrap(), *value, "{name}, from a value");
    let again: T = serde_json::from_reader(text.as_bytes()).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&serde_json::to_string(&again).unwrap()).unwrap(),
        *value,
        "{name}"
    );
    decoded
}

/// Decodes as one type after another, fitting or not: nothing may be lost either way.
#[test]
#[allow(clippy::print_stderr)]
fn every_payload_comes_back() {
    let Some(payloads) = payloads() else {
        eprintln!("skipped: no payloads beside the repository");
        return;
    };
    assert!(!payloads.is_empty());
    for (name, value) in &payloads {
        comes_back::<PhoneAudioInvitation>(name, value);
        comes_back::<Participant>(name, value);
        comes_back::<Contact>(name, value);
        comes_back::<Message>(name, value);
        comes_back::<ErrorBody>(name, value);
        comes_back::<EventDocument<Value>>(name, value);
        comes_back::<EventDocument<Any>>(name, value);
        comes_back::<Any>(name, value);
    }
    eprintln!("{} of {} payloads came back", payloads.len(), payloads.len());
}

#[test]
#[allow(clippy::print_stderr)]
fn an_event_document_is_read() {
    let Some(payloads) = payloads() else {
        eprintln!("skipped: no payloads beside the repository");
        return;
    };
    let (_, value) = payloads.iter().find(|(name, _)| name == "events_message_and_typing").unwrap();
    let document: EventDocument<Any> = comes_back("events", value);
    assert!(document.unknown.is_empty());
    assert!(document.links.next.as_ref().unwrap().href().ends_with("ack=10"));
    let sender = &document.senders[0];
    assert_eq!(sender.rel.as_deref(), Some("conversation"));
    let [message, typing] = &sender.events[..] else { panic!() };
    assert_eq!(
        (&message.r#type, &message.status),
        (&Some(EventType::Completed), &Some(EventStatus::Success))
    );
    let Some(Any::Message(body)) = message.resource() else { panic!() };
    assert_eq!(body.plain_message.as_ref().unwrap().to_text().unwrap(), "hello wörld\r\n");
    assert_eq!(body.time_stamp.as_ref().unwrap().unix_millis(), 1_521_638_897_041);
    assert_eq!(body.links.participant.as_ref().unwrap().title(), Some(""));
    assert_eq!(typing.in_.as_ref().unwrap().rel(), Some("typingParticipants"));
    assert_eq!(typing.resource(), None);
}
