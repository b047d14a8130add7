//! Events that are sent on request, and where they lead.

use ucwa_sim::{Bot, Person};
use ucwa_types::Link;
use ucwa_types::api::Conversation;
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, config};
use crate::scene::Scene;

#[test]
fn an_event_of_a_single_resource_leads_to_it() {
    let mut bench = Bench::new(config(1));
    let mut ann = bench.ann();
    bench.advance(10);
    ann.events(&mut bench);
    for (rel, path) in [
        ("me", "/me"),
        ("note", "/me/note"),
        ("presence", "/me/presence"),
        ("location", "/me/location"),
        ("communication", "/communication"),
        ("missedItems", "/communication/missedItems"),
        ("policies", "/policies"),
    ] {
        bench.sim.cause(ANN, rel, "updated");
        // Until those of a lower priority are sent.
        bench.advance(10);
        let events = ann.events(&mut bench);
        let link = events[0].1.link.clone().unwrap();
        assert_eq!(link.href(), format!("{}{path}", ann.application.links.self_.as_ref().unwrap().href()));
    }
}

#[test]
fn an_event_needs_somebody_who_receives_it() {
    let echo = Person::new("sip:echo@example.com", "Echo", "").with_bot(Bot::echo());
    let mut bench = Bench::new(config(1).with_user(echo).unwrap());
    bench.ann();
    for (user, is_received) in [(ANN, true), (BO, false), ("sip:echo@example.com", false)] {
        assert_eq!(bench.sim.cause(user, "me", "updated"), is_received, "{user}");
    }
}

#[test]
fn an_event_needs_what_sends_it() {
    let mut bench = Bench::new(config(1));
    bench.ann();
    for (rel, r#type) in [("dataCollaboration", "updated"), ("participantPanoramicVideo", "added")] {
        assert!(!bench.sim.cause(ANN, rel, r#type), "there is no conversation: {rel}");
    }
}

#[test]
fn an_event_of_another_resource_leads_to_one_that_is_there() {
    let mut scene = Scene::new(WireFormat::Json);
    scene.ann_and_bo_talk();
    let Scene { bench, ann, .. } = &mut scene;
    for (rel, r#type, is_there) in [
        ("conversation", "updated", true),
        ("messaging", "updated", true),
        ("phoneAudio", "updated", true),
        ("messagingInvitation", "updated", true),
        ("localParticipant", "updated", true),
        ("participant", "updated", true),
        ("participantMessaging", "updated", true),
        ("applicationSharer", "updated", true),
        ("contact", "added", true),
        ("contactPresence", "updated", true),
        ("pinnedGroup", "updated", true),
        ("dataCollaboration", "updated", true),
        ("participantAudio", "updated", false),
        ("phoneAudioInvitation", "updated", false),
        ("audioVideoSession", "updated", false),
        ("onlineMeeting", "updated", false),
        ("presenceSubscription", "updated", false),
        ("distributionGroup", "updated", false),
    ] {
        assert_eq!(bench.sim.cause(ANN, rel, r#type), is_there, "{rel}");
        bench.advance(10);
        let events = ann.events(bench);
        assert_eq!(!events.is_empty(), is_there, "{rel}");
        for (_, event) in events {
            let href = event.link.unwrap().href().to_owned();
            let request = ann.request(&Link::<Conversation>::new(href).get());
            assert_eq!(bench.send(request).status(), 200, "{rel}");
        }
    }
}
