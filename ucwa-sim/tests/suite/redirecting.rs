//! Calls that are passed on: Dee forwards them to Cy while they ring, or transfers them after accepting.

use ucwa_sim::{Bot, Config, Person};
use ucwa_types::Link;
use ucwa_types::api::{
    AcceptWithAnswerQuery, AddPhoneAudioInput, AudioVideoInvitation, CallForwardingSettings, CallState,
    ConversationState, ImmediateForwardToContactInput, ImmediateForwardToContactQuery, InvitationState,
    MessagingInvitation, PhoneAudio, PhoneAudioInvitation, SimultaneousRingToTeamInput, StartAudioInput,
    StartPhoneAudioInput, UnansweredCallToContactInput, UnansweredCallToContactQuery,
};
use ucwa_types::event::EventType;
use ucwa_types::operation::RawBody;
use ucwa_types::rest::WireFormat;

use crate::bench::BO;
use crate::scene::{CY, FORMATS, PHONE, Scene, people, started};

const DEE: &str = "sip:dee@example.com";

fn with_dee(bot: Bot) -> Config {
    let eve = Person::new("sip:eve@example.com", "Eve", "eve");
    people(1).with_user(Person::new(DEE, "Dee", "").with_bot(bot)).unwrap().with_user(eve).unwrap()
}

fn forwarding() -> Bot {
    let mut bot = Bot::default();
    bot.forwards = Some(CY.to_owned());
    bot
}

/// Ann calls Dee, and somebody answers Ann's phone.
fn call_dee(scene: &mut Scene) -> Link<PhoneAudioInvitation> {
    let Scene { bench, ann, .. } = scene;
    let link = ann.communication().links.start_phone_audio.unwrap();
    let input = StartPhoneAudioInput::new(DEE).with_phone_number(PHONE);
    let own = ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast();
    ann.events(bench);
    bench.advance(2);
    own
}

#[test]
fn a_call_is_forwarded() {
    for format in FORMATS {
        let mut scene = Scene::with(with_dee(forwarding()), format);
        let own = call_dee(&mut scene);
        let Scene { bench, ann, cy, .. } = &mut scene;
        let events = ann.events(bench);
        let states: Vec<_> = events
            .iter()
            .filter_map(|(_, event)| event.resource_as::<PhoneAudioInvitation>()?.state.clone())
            .collect();
        let [alerting, forwarded] = [InvitationState::Alerting, InvitationState::Forwarded];
        assert_eq!(states, [alerting.clone(), forwarded, alerting]);
        let theirs: PhoneAudioInvitation = started(&cy.events(bench));
        // It is still the call that was for Dee.
        assert_eq!(theirs.to.as_deref(), Some(DEE));
        let by = cy.get(bench, &theirs.links.forwarded_by.unwrap());
        assert_eq!(by.uri.as_deref(), Some(DEE));
        cy.call(bench, &theirs.links.accept.unwrap().post(())).unwrap();
        let seen = ann.get(bench, &own);
        assert_eq!(seen.state, Some(InvitationState::Connected));
        assert_eq!(seen.to.as_deref(), Some(DEE));
        assert_eq!(seen.embedded.accepted_by_participant[0].uri.as_deref(), Some(CY));
        assert!(seen.links.derived_conversation.is_none());
        scene.bench.is_tidy();
    }
}

#[test]
fn somebody_else_answers_what_is_added_to_a_conversation() {
    for format in FORMATS {
        for is_accepted in [true, false] {
            let mut bot = forwarding();
            bot.greets = Some("Hello".to_owned());
            let mut scene = Scene::with(with_dee(bot), format);
            let Scene { bench, cy, .. } = &mut scene;
            // Dee has greeted everybody. Eve comes later, and accepts.
            let mut eve = bench.sign_in("sip:eve@example.com", "eve");
            eve.format = format;
            eve.become_available(bench);
            eve.use_everything(bench);
            bench.advance(5);
            let greeting: MessagingInvitation = started(&eve.events(bench));
            eve.call(bench, &greeting.links.accept.unwrap().post(())).unwrap();
            eve.events(bench);
            cy.events(bench);
            let conversation = greeting.links.conversation.unwrap();
            let phone = eve.get(bench, &conversation).links.phone_audio.unwrap();
            let add = eve.get(bench, &phone).links.add_phone_audio.unwrap();
            let input = AddPhoneAudioInput::new(DEE).with_phone_number(PHONE);
            let own: Link<PhoneAudioInvitation> =
                eve.call(bench, &add.post(input)).unwrap().location.unwrap().cast();
            eve.events(bench);
            bench.advance(2);
            assert_eq!(
                eve.lines(bench),
                [
                    "communication: updated phoneAudioInvitation +",
                    "communication: updated phoneAudioInvitation +",
                    "communication: added conversation +",
                    "conversation: added localParticipant +",
                    "communication: updated phoneAudioInvitation +",
                ]
            );
            let theirs: PhoneAudioInvitation = started(&cy.events(bench));
            if !is_accepted {
                cy.call(bench, &theirs.links.decline.unwrap().post(Default::default())).unwrap();
                assert_eq!(
                    eve.lines(bench),
                    [
                        "conversation: updated phoneAudio +",
                        "communication: updated phoneAudioInvitation +",
                        "communication: deleted conversation",
                    ]
                );
                assert_eq!(eve.get(bench, &conversation).state, Some(ConversationState::Connected));
                continue;
            }
            cy.call(bench, &theirs.links.accept.unwrap().post(())).unwrap();
            let seen = eve.get(bench, &own);
            assert_eq!(seen.embedded.accepted_by_participant[0].uri.as_deref(), Some(CY));
            // The call is in a conversation with Cy; that with Dee has messages only.
            let derived: Link<PhoneAudio> = seen.links.derived_phone_audio.unwrap().cast();
            assert_eq!(eve.get(bench, &derived).state, Some(CallState::Connected));
            assert_eq!(eve.get(bench, &phone).state, Some(CallState::Disconnected));
            let active = eve.communication().links.conversations.unwrap();
            assert_eq!(eve.get(bench, &active).links.conversation.len(), 2);
            scene.bench.is_tidy();
        }
    }
}

#[test]
fn a_call_is_transferred() {
    for format in FORMATS {
        for is_accepted in [true, false] {
            let mut bot = Bot::default();
            bot.accepts = true;
            bot.transfers = Some(CY.to_owned());
            let mut scene = Scene::with(with_dee(bot), format);
            let first = call_dee(&mut scene);
            let Scene { bench, ann, cy, .. } = &mut scene;
            let events = ann.events(bench);
            let phone: Link<PhoneAudio> = ann.get(bench, &first).links.phone_audio.unwrap().cast();
            assert_eq!(ann.get(bench, &phone).state, Some(CallState::Transferring));
            let second: PhoneAudioInvitation = started(&events);
            let replaced: Link<PhoneAudio> = second.links.replaces_phone_audio.unwrap().cast();
            assert_eq!(replaced.href(), phone.href());
            let theirs: PhoneAudioInvitation = started(&cy.events(bench));
            let by = cy.get(bench, &theirs.links.transferred_by.unwrap());
            assert_eq!(by.uri.as_deref(), Some(DEE));
            if is_accepted {
                cy.call(bench, &theirs.links.accept.unwrap().post(())).unwrap();
                assert_eq!(ann.get(bench, &phone).state, Some(CallState::Disconnected));
                let new: Link<PhoneAudio> = second.links.phone_audio.unwrap().cast();
                assert_eq!(ann.get(bench, &new).state, Some(CallState::Connected));
            } else {
                cy.call(bench, &theirs.links.decline.unwrap().post(Default::default())).unwrap();
                assert_eq!(ann.get(bench, &phone).state, Some(CallState::Connected));
            }
            scene.bench.is_tidy();
        }
    }
}

#[test]
fn forwarding_in_circles_ends() {
    let mut fay = Bot::default();
    fay.forwards = Some(DEE.to_owned());
    let mut dee = Bot::default();
    dee.forwards = Some("sip:fay@example.com".to_owned());
    let config =
        with_dee(dee).with_user(Person::new("sip:fay@example.com", "Fay", "").with_bot(fay)).unwrap();
    let mut scene = Scene::with(config, WireFormat::Json);
    let Scene { bench, ann, .. } = &mut scene;
    let link = ann.communication().links.start_audio.unwrap();
    let own: Link<AudioVideoInvitation> =
        ann.call(bench, &link.post(StartAudioInput::new(DEE))).unwrap().location.unwrap().cast();
    let events = ann.events(bench);
    let states =
        events.iter().filter_map(|(_, event)| event.resource_as::<AudioVideoInvitation>()?.state.clone());
    assert_eq!(states.collect::<Vec<_>>().pop(), Some(InvitationState::Failed));
    assert_eq!(ann.call(bench, &own.get()).unwrap_err().status(), 404);
}

/// Users forward all calls at once: Bo to this user, and Cy to that one.
fn forward_all(scene: &mut Scene, bos: &str, cys: &str) {
    let Scene { bench, bo, cy, .. } = scene;
    for (client, to) in [(bo, bos), (cy, cys)] {
        let link = client.me().links.call_forwarding_settings.unwrap();
        let links = client.get(bench, &link).embedded.immediate_forward_settings.unwrap().links;
        let to_contact = links.immediate_forward_to_contact.unwrap();
        let query = ImmediateForwardToContactQuery::new(to);
        client.call(bench, &to_contact.post_with(query, ImmediateForwardToContactInput::new(to))).unwrap();
    }
    scene.look_away();
}

#[test]
fn a_call_ends_if_users_forward_it_in_circles() {
    for format in FORMATS {
        for (bos, cys) in [(BO, BO), (CY, BO)] {
            let mut scene = Scene::with(people(1), format);
            forward_all(&mut scene, bos, cys);
            let own = call_bo(&mut scene);
            let Scene { bench, ann, .. } = &mut scene;
            let events = ann.events(bench);
            let states = events
                .iter()
                .filter_map(|(_, event)| event.resource_as::<AudioVideoInvitation>()?.state.clone());
            assert_eq!(states.collect::<Vec<_>>().pop(), Some(InvitationState::Failed));
            assert_eq!(ann.call(bench, &own.get()).unwrap_err().status(), 404);
            assert_eq!(bench.sim.conversations(), 0);
        }
    }
}

#[test]
fn a_forwarded_call_goes_to_voicemail_at_once() {
    for format in FORMATS {
        let mut scene = Scene::with(people(1), format);
        forward_all(&mut scene, CY, BO);
        let link = scene.cy.me().links.call_forwarding_settings.unwrap();
        let rules = scene.cy.get(&mut scene.bench, &link);
        let links = rules.embedded.immediate_forward_settings.unwrap().links;
        let to_voicemail = links.immediate_forward_to_voicemail.unwrap();
        scene.cy.call(&mut scene.bench, &to_voicemail.post(())).unwrap();
        let own = call_bo(&mut scene);
        assert_eq!(scene.ann.get(&mut scene.bench, &own).state, Some(InvitationState::Connected));
        scene.bench.is_tidy();
    }
}

#[test]
fn a_call_is_not_transferred_to_the_same_user_twice() {
    const FAY: &str = "sip:fay@example.com";
    let transferring = |to: &str| {
        let mut bot = Bot::default();
        bot.accepts = true;
        bot.transfers = Some(to.to_owned());
        bot
    };
    for format in FORMATS {
        let fay = Person::new(FAY, "Fay", "").with_bot(transferring(DEE));
        let mut scene = Scene::with(with_dee(transferring(FAY)).with_user(fay).unwrap(), format);
        call_dee(&mut scene);
        let Scene { bench, ann, .. } = &mut scene;
        let events = ann.events(bench);
        let phones = events.iter().filter_map(|(_, event)| event.resource_as::<PhoneAudio>());
        // Dee transfers to Fay, Fay to Dee, and the second time that fails: the call with Dee goes on.
        let last = phones.filter_map(|phone| phone.state.clone()).collect::<Vec<_>>().pop();
        assert_eq!(last, Some(CallState::Connected));
        let started = events.iter().filter(|(_, event)| {
            event.r#type == Some(EventType::Started) && event.resource_as::<PhoneAudioInvitation>().is_some()
        });
        assert_eq!(started.count(), 3);
        scene.bench.is_tidy();
    }
}

/// Ann calls Bo with audio. Returns her invitation.
fn call_bo(scene: &mut Scene) -> Link<AudioVideoInvitation> {
    let Scene { bench, ann, .. } = scene;
    let link = ann.communication().links.start_audio.unwrap();
    ann.call(bench, &link.post(StartAudioInput::new(BO))).unwrap().location.unwrap().cast()
}

/// Bo's rules for calls.
fn rules(scene: &mut Scene) -> CallForwardingSettings {
    let link = scene.bo.me().links.call_forwarding_settings.unwrap();
    scene.bo.get(&mut scene.bench, &link)
}

#[test]
fn calls_follow_the_rules_of_the_user() {
    for format in FORMATS {
        // At once: the call does not ring for Bo.
        let mut scene = Scene::with(people(1), format);
        let links = rules(&mut scene).embedded.immediate_forward_settings.unwrap().links;
        let to_cy = links.immediate_forward_to_contact.unwrap();
        let query = ImmediateForwardToContactQuery::new(CY);
        let set = to_cy.post_with(query, ImmediateForwardToContactInput::new(CY));
        scene.bo.call(&mut scene.bench, &set).unwrap();
        scene.look_away();
        let own = call_bo(&mut scene);
        scene.bo_sees(&[]);
        let theirs: AudioVideoInvitation = started(&scene.cy.events(&mut scene.bench));
        let by = scene.cy.get(&mut scene.bench, &theirs.links.forwarded_by.unwrap());
        assert_eq!((by.uri.as_deref(), theirs.to.as_deref()), (Some(BO), Some(BO)));
        assert_eq!(scene.ann.get(&mut scene.bench, &own).state, Some(InvitationState::Alerting));
        scene.bench.is_tidy();
    }
}

#[test]
fn calls_ring_for_the_team_as_well() {
    for format in FORMATS {
        let mut config = people(1);
        config.users[1].team = vec![CY.to_owned()];
        let mut scene = Scene::with(config, format);
        let links = rules(&mut scene).embedded.simultaneous_ring_settings.unwrap().links;
        let to_team = links.simultaneous_ring_to_team.unwrap();
        scene.bo.call(&mut scene.bench, &to_team.post(SimultaneousRingToTeamInput::default())).unwrap();
        scene.look_away();
        let own = call_bo(&mut scene);
        assert_eq!(scene.ann.get(&mut scene.bench, &own).state, Some(InvitationState::TeamRing));
        let Scene { bench, ann, bo, cy } = &mut scene;
        let bos: AudioVideoInvitation = started(&bo.events(bench));
        let theirs: AudioVideoInvitation = started(&cy.events(bench));
        assert_eq!(theirs.to.as_deref(), Some(BO));
        let answer = RawBody::new("application/sdp", "v=0\r\nm=audio 5000 RTP/AVP 0\r\n");
        let accept = theirs.links.accept_with_answer.unwrap();
        cy.call(bench, &accept.post_with(AcceptWithAnswerQuery::new("cy-1"), answer)).unwrap();
        // Bo gets to know who has taken the call.
        let events = bo.events(bench);
        let ended: &AudioVideoInvitation =
            events.iter().find_map(|(_, event)| event.resource_as()).expect("an invitation");
        assert_eq!(ended.links.self_, bos.links.self_);
        let by = bo.get(bench, ended.links.accepted_by_contact.as_ref().unwrap());
        assert_eq!(by.uri.as_deref(), Some(CY));
        let seen = ann.get(bench, &own);
        assert_eq!(seen.embedded.accepted_by_participant[0].uri.as_deref(), Some(CY));
        let conversation = ann.get(bench, &seen.links.conversation.unwrap());
        assert_eq!(conversation.participant_count, Some(2));
        scene.bench.is_tidy();
    }
}

#[test]
fn unanswered_calls_go_to_somebody_else() {
    for format in FORMATS {
        let mut scene = Scene::with(people(1), format);
        let links = rules(&mut scene).embedded.unanswered_call_settings.unwrap().links;
        let to_cy = links.unanswered_call_to_contact.unwrap();
        let query = UnansweredCallToContactQuery::new(CY);
        let set = to_cy.post_with(query, UnansweredCallToContactInput::new(CY));
        scene.bo.call(&mut scene.bench, &set).unwrap();
        scene.look_away();
        let own = call_bo(&mut scene);
        scene.bench.advance(19);
        scene.cy_sees(&[]);
        scene.bench.advance(1);
        scene.bo.events(&mut scene.bench);
        let theirs: AudioVideoInvitation = started(&scene.cy.events(&mut scene.bench));
        // It rings there as long as any call.
        scene.bench.advance(29);
        assert_eq!(scene.ann.get(&mut scene.bench, &own).state, Some(InvitationState::Alerting));
        scene.bench.advance(1);
        let decline = theirs.links.decline.unwrap();
        assert!(scene.cy.call(&mut scene.bench, &decline.post(Default::default())).is_err());
        assert_eq!(scene.bench.sim.conversations(), 0);
    }
}
