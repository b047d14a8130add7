//! Privacy relationships: what a user lets a contact see.

use ucwa_types::Link;
use ucwa_types::api::{
    Availability, Contact, ContactPrivacyRelationship2, NoteInput, PresenceSubscriptionsInput,
    PrivacyRelationshipLevel, SearchQuery, StartMessagingInput,
};
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, Client, config};

/// What is known of a user.
fn find(bench: &mut Bench, client: &mut Client, uri: &str) -> Contact {
    let search = client.people().links.search.unwrap();
    let found = client.call(bench, &search.get_with(SearchQuery::new(uri))).unwrap().output.unwrap();
    found.embedded.contact[0].clone()
}

/// Subscribes to the presence of a user, and receives the events of that.
fn watch(bench: &mut Bench, client: &mut Client, uri: &str) {
    let subscriptions = client.people().links.presence_subscriptions.unwrap();
    client.call(bench, &subscriptions.post(PresenceSubscriptionsInput::new(30, [uri]))).unwrap();
    bench.advance(5);
    client.events(bench);
}

#[test]
fn who_is_blocked_sees_nothing_and_reaches_nobody() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut bench = Bench::new(config(1));
        let (mut ann, mut bo) = (bench.ann(), bench.bo());
        (ann.format, bo.format) = (format, format);
        bench.advance(5);
        watch(&mut bench, &mut ann, BO);
        watch(&mut bench, &mut bo, ANN);
        let note = ann.me().links.note.unwrap();
        ann.call(&mut bench, &note.post(NoteInput::default().with_message("Not for Bo"))).unwrap();
        bench.advance(5);
        ann.events(&mut bench);
        bo.events(&mut bench);
        // Ann blocks Bo.
        let link = find(&mut bench, &mut ann, BO).links.contact_privacy_relationship.unwrap();
        let link: Link<ContactPrivacyRelationship2> = link.revised().expect("revision 2");
        let relationship = ann.get(&mut bench, &link);
        assert_eq!(relationship.relationship_level, Some(PrivacyRelationshipLevel::Colleagues));
        assert!(relationship.links.reset_contact_privacy_relationship.is_none());
        let blocked = relationship.with_relationship_level(PrivacyRelationshipLevel::Blocked);
        ann.call(&mut bench, &link.put(blocked)).unwrap();
        bench.advance(5);
        assert_eq!(ann.lines(&mut bench), ["people: updated contactPrivacyRelationship in contact"]);
        assert_eq!(
            bo.lines(&mut bench),
            [
                "people: updated contactPresence in contact",
                "people: updated contactNote in contact",
                "people: updated contactLocation in contact",
                "people: updated contactSupportedModalities in contact",
            ]
        );
        // Bo sees Ann as offline, and cannot write to her.
        let seen = find(&mut bench, &mut bo, ANN).links;
        let presence = bo.get(&mut bench, &seen.contact_presence.unwrap());
        assert_eq!(presence.availability, Some(Availability::Offline));
        let note = bo.get(&mut bench, &seen.contact_note.clone().unwrap());
        assert_eq!(note.message.as_deref(), Some(""));
        let start = bo.communication().links.start_messaging.unwrap();
        bo.call(&mut bench, &start.post(StartMessagingInput::new(ANN))).unwrap();
        let lines = bo.lines(&mut bench);
        let expected = "communication: completed messagingInvitation Failure TemporarilyUnavailable +";
        assert!(lines.iter().any(|line| line == expected), "{lines:?}");
        assert!(ann.lines(&mut bench).iter().all(|line| !line.contains("Invitation")));
        // What Ann does is no event for Bo.
        let note = ann.me().links.note.unwrap();
        ann.call(&mut bench, &note.post(NoteInput::default().with_message("Still not"))).unwrap();
        bench.advance(5);
        assert!(bo.lines(&mut bench).is_empty());
        // Ann's levels, each with its contacts.
        let levels = ann.people().links.my_privacy_relationships.unwrap();
        let levels = ann.get(&mut bench, &levels).embedded.my_privacy_relationship;
        let counts: Vec<_> = levels
            .iter()
            .map(|it| (it.relationship_level.clone().unwrap(), it.links.contact.len()))
            .collect();
        assert_eq!(counts[0], (PrivacyRelationshipLevel::Blocked, 1));
        assert!(counts[1..].iter().all(|(_, count)| *count == 0), "{counts:?}");
        let one = ann.get(&mut bench, &levels[0].links.self_.clone().unwrap());
        assert_eq!(one.links.contact.len(), 1);
        // Back to the automatic level.
        let reset = ann.get(&mut bench, &link).links.reset_contact_privacy_relationship.unwrap();
        ann.call(&mut bench, &reset.post(())).unwrap();
        assert_eq!(ann.call(&mut bench, &reset.post(())).unwrap_err().status(), 409);
        bench.advance(5);
        assert_eq!(bo.lines(&mut bench).len(), 4);
        let note = bo.get(&mut bench, &seen.contact_note.unwrap());
        assert_eq!(note.message.as_deref(), Some("Still not"));
        bench.is_tidy();
    }
}

#[test]
fn a_level_is_one_that_can_be_granted_to_somebody_else() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.sign_in(ANN, "a+b & c%");
    for (uri, level, expected) in [
        (BO, PrivacyRelationshipLevel::Workgroup, Ok(200)),
        (BO, PrivacyRelationshipLevel::Unknown, Err(400)),
        (BO, PrivacyRelationshipLevel::Unrecognized("Enemies".into()), Err(400)),
        (ANN, PrivacyRelationshipLevel::Workgroup, Err(403)),
    ] {
        let link = find(&mut bench, &mut ann, uri).links.contact_privacy_relationship.unwrap();
        let link: Link<ContactPrivacyRelationship2> = link.revised().unwrap();
        let wanted = ContactPrivacyRelationship2::default().with_relationship_level(level.clone());
        let outcome = ann.call(&mut bench, &link.put(wanted));
        let outcome = outcome.map(|reply| reply.status.as_u16()).map_err(|failure| failure.status().as_u16());
        assert_eq!(outcome, expected, "{uri} {level:?}");
    }
}
