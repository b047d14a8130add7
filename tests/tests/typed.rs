//! What is documented has a variant of its own: each event of the samples, and each error of each operation.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use ucwa_gen::sample::Body;
use ucwa_gen::{analyse, facts};
use ucwa_tests::registry::{API, ErrorCodec};
use ucwa_tests::{reference, revision, say, shared};
use ucwa_types::api::{AnyEvent, AnyResource, TypingParticipants};
use ucwa_types::event::EventDocument;

/// The revisions whose API the committed types are.
const REVISIONS: [&str; 2] = ["2018-01", "2022-12"];

/// The events of samples that no Events table lists, and why.
const UNDOCUMENTED: &[(&str, &str, &str)] = &[];

#[test]
fn every_event_of_the_samples_has_a_variant_of_its_own() {
    for name in REVISIONS {
        let Some(sources) = revision(name) else { return };
        let (facts, _) = facts(&sources);
        let (mut events, mut embedded) = (0, 0);
        let mut unknown = BTreeSet::new();
        // The debug output starts with the variant's name.
        let mut variants: BTreeMap<String, (String, String)> = BTreeMap::new();
        for (_, sample) in facts.pages.iter().flat_map(|page| &page.event_samples) {
            let Body::Json(node) = &sample.message.body else { panic!("{:?} is no JSON", sample.span) };
            let document: EventDocument<AnyResource> =
                serde_json::from_value(node.to_json()).expect("any object is a document");
            for (sender, event) in document.events() {
                events += 1;
                let (rel, happened) = event.name();
                let typed = AnyEvent::from((sender, event));
                if let AnyEvent::Unknown(_) = typed {
                    unknown.insert((rel.to_owned(), happened.to_owned()));
                    continue;
                }
                // Deriving the name from the output is slow, but there are few.
                let variant = format!("{typed:?}").split('(').next().unwrap_or_default().to_owned();
                let key = (rel.to_owned(), happened.to_owned());
                assert_eq!(
                    *variants.entry(variant).or_insert_with(|| key.clone()),
                    key,
                    "one variant, one event"
                );
                embedded += usize::from(!event.embedded.is_empty());
            }
        }
        let listed: BTreeSet<_> = UNDOCUMENTED
            .iter()
            .map(|(rel, happened, _)| ((*rel).to_owned(), (*happened).to_owned()))
            .collect();
        assert_eq!(unknown, listed, "{name}");
        let distinct = variants.values().collect::<BTreeSet<_>>().len();
        assert_eq!(distinct, variants.len(), "one event, one variant");
        say(&format!("{name}: {events} events of {distinct} variants, {embedded} of them with a resource\n"));
        assert!(events > 0, "{name}: there was nothing to test");
    }
}

/// A real server tells of more than the tables do: what no table has is not less typed for it.
#[test]
fn an_event_of_a_real_server_is_typed_beyond_the_tables() {
    let Some(folder) = shared("wire") else { return };
    let text = fs::read(folder.join("events_message_and_typing.json")).expect("it can be read");
    let document: EventDocument<AnyResource> = serde_json::from_slice(&text).expect("it is a document");
    let events: Vec<_> = document.events().map(AnyEvent::from).collect();
    let [AnyEvent::MessageCompleted(message), AnyEvent::ParticipantAdded(typing)] = *events else {
        panic!("{events:?}");
    };
    assert!(message.is_success());
    assert!(message.resource().is_some_and(|message| message.direction.is_some()));
    assert!(typing.is_in::<TypingParticipants>() && typing.resource().is_none() && typing.target().is_some());
}

fn errors(page: &str, method: &str) -> Option<&'static dyn ErrorCodec> {
    let found = API.errors.iter().find(|(known, verb, _)| *known == page && *verb == method);
    found.map(|(_, _, errors)| *errors)
}

#[test]
fn every_error_of_every_operation_has_a_variant_of_its_own() {
    let schema = analyse(&reference()).schema;
    let (mut operations, mut rows) = (0, 0);
    for resource in &schema.resources {
        for operation in &resource.operations {
            // What a role repeats is in the file of its representation, or of another role of that.
            let same =
                schema.resources.iter().filter(|other| other.representation() == resource.representation());
            let errors = errors(&resource.name, &operation.method)
                .or_else(|| same.clone().find_map(|other| errors(&other.name, &operation.method)))
                .unwrap_or_else(|| panic!("{} of {} is not generated", operation.method, resource.name));
            operations += 1;
            let mut members = BTreeMap::new();
            for error in &operation.errors {
                let (member, is_documented) = errors.member(&error.code, error.subcode.as_deref());
                let what = format!("{} {}: {error:?} is {member}", operation.method, resource.name);
                assert!(!member.starts_with("Other") && is_documented, "{what}");
                let key = (error.code.as_str(), error.subcode.as_deref());
                assert_eq!(*members.entry(member).or_insert(key), key, "{what}");
                rows += 1;
            }
            let distinct: BTreeSet<_> = members.values().collect();
            assert_eq!(distinct.len(), members.len(), "{} {}", operation.method, resource.name);
            // Nothing that is not documented, and each generic error by its own name.
            let (member, is_documented) = errors.member("SomethingNew", None);
            assert!(member.starts_with("Other") && !is_documented, "{member}");
            for error in &schema.errors.generic {
                let (member, is_documented) = errors.member(&error.code, error.subcode.as_deref());
                assert!(!member.starts_with("Other"), "{error:?} is {member}");
                assert!(is_documented || !operation.generic_errors, "{error:?} of {}", resource.name);
            }
            assert!(errors.count() >= distinct.len());
        }
    }
    say(&format!("{rows} errors of {operations} operations have variants of their own\n"));
    assert!(rows > 0, "there was nothing to test");
}
