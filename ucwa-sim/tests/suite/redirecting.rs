//! Calls that are passed on: Dee forwards them to Cy while they ring, or transfers them after accepting.

use ucwa_sim::{Bot, Config, Person};
use ucwa_types::Link;
use ucwa_types::api::{
    AddPhoneAudioInput, AudioVideoInvitation, CallState, ConversationState, InvitationState,
    MessagingInvitation, PhoneAudio, PhoneAudioInvitation, StartAudioInput, StartPhoneAudioInput,
};
use ucwa_types::rest::WireFormat;

use crate::scene::{CY, Scene, people, started};

const DEE: &str = "sip:dee@example.com";
const FORMATS: [WireFormat; 2] = [WireFormat::Json, WireFormat::Xml];
const PHONE: &str = "+14255550101";

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
