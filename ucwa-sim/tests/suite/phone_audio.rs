//! Calls by phone: the user's own phone rings first, then the other side.

use ucwa_sim::Person;
use ucwa_types::Link;
use ucwa_types::api::{
    AddPhoneAudioInput, CallState, Conversation, ConversationModalityType, InvitationState,
    MediaDirectionType, PhoneAudioInvitation, StartAudioOnBehalfOfDelegatorInput, StartPhoneAudioInput,
    StartPhoneAudioOnBehalfOfDelegatorInput,
};
use ucwa_types::rest::WireFormat;

use crate::bench::{ANN, BO, Bench, Client};
use crate::scene::{CY, FORMATS, PHONE, Scene, call_by_phone, people, started};

/// Ann calls somebody. Returns her invitation.
fn call(bench: &mut Bench, ann: &mut Client, to: &str) -> Link<PhoneAudioInvitation> {
    call_by_phone(bench, ann, StartPhoneAudioInput::new(to).with_operation_id("call"))
}

/// Ann and Bo on the phone. Returns the conversation of each.
fn on_the_phone(scene: &mut Scene) -> (Link<Conversation>, Link<Conversation>) {
    let own = call(&mut scene.bench, &mut scene.ann, BO);
    scene.bench.advance(2);
    let Scene { bench, ann, bo, .. } = scene;
    let theirs: PhoneAudioInvitation = started(&bo.events(bench));
    bo.call(bench, &theirs.links.accept.unwrap().post(())).unwrap();
    let ours = ann.get(bench, &own).links.conversation.unwrap();
    scene.look_away();
    (ours, theirs.links.conversation.unwrap())
}

#[test]
fn ones_own_phone_rings_first() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let own = call(&mut scene.bench, &mut scene.ann, BO);
        scene.ann_sees(&[
            "communication: started phoneAudioInvitation +",
            "communication: added conversation +",
            "conversation: added localParticipant +",
            "conversation: updated phoneAudio +",
        ]);
        // Until somebody answers Ann's phone, Bo does not know of the call.
        scene.bo_sees(&[]);
        let seen = scene.ann.get(&mut scene.bench, &own);
        assert_eq!((seen.state, seen.to.as_deref()), (Some(InvitationState::Connecting), Some(BO)));
        assert_eq!(seen.phone_number.as_deref(), Some("tel:+14255550101"));
        assert_eq!(seen.operation_id.as_deref(), Some("call"));
        scene.bench.advance(2);
        scene.ann_sees(&["communication: updated phoneAudioInvitation +"]);
        let Scene { bench, ann, bo, .. } = &mut scene;
        assert_eq!(ann.get(bench, &own).state, Some(InvitationState::Alerting));
        let theirs: PhoneAudioInvitation = started(&bo.events(bench));
        assert_eq!(theirs.embedded.from.as_ref().unwrap().uri.as_deref(), Some(ANN));
        assert_eq!(theirs.phone_number, None);
        bo.call(bench, &theirs.links.accept.as_ref().unwrap().post(())).unwrap();
        scene.bo_sees(&[
            "conversation: updated phoneAudio +",
            "communication: updated conversation +",
            "conversation: added participantAudio in localParticipant +",
            "conversation: added participantAudio in participant",
            "communication: updated phoneAudioInvitation +",
        ]);
        scene.ann_sees(&[
            "communication: updated conversation +",
            "conversation: added participant",
            "conversation: added participantAudio in participant",
            "conversation: added participantAudio in localParticipant +",
            "conversation: updated phoneAudio +",
            "communication: updated phoneAudioInvitation +",
        ]);
        let Scene { bench, ann, .. } = &mut scene;
        let seen = ann.get(bench, &own);
        assert_eq!(seen.state, Some(InvitationState::Connected));
        assert_eq!(seen.embedded.accepted_by_participant[0].uri.as_deref(), Some(BO));
        assert!(seen.links.cancel.is_none());
        let conversation = ann.get(bench, &seen.links.conversation.unwrap());
        assert_eq!(conversation.active_modalities, Some(vec![ConversationModalityType::Audio]));
        scene.bench.is_tidy();
    }
}

#[test]
fn a_call_is_held_resumed_and_stopped() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let (ours, theirs) = on_the_phone(&mut scene);
        let Scene { bench, ann, bo, .. } = &mut scene;
        let phone = ann.get(bench, &ours).links.phone_audio.unwrap();
        let links = ann.get(bench, &phone).links;
        let (hold, stop) = (links.hold_phone_audio.unwrap(), links.stop_phone_audio.unwrap());
        assert!(links.resume_phone_audio.is_none() && links.add_phone_audio.is_none());
        ann.call(bench, &hold.post(())).unwrap();
        assert_eq!(ann.call(bench, &hold.post(())).unwrap_err().status(), 409);
        let bos = bo.events(bench);
        assert_eq!(bos.len(), 1);
        let audio: Link<ucwa_types::api::ParticipantAudio> = bos[0].1.link.clone().unwrap().cast();
        let audio = bo.get(bench, &audio);
        assert_eq!(audio.audio_direction, Some(MediaDirectionType::Inactive));
        scene.ann_sees(&[
            "conversation: updated phoneAudio +",
            "conversation: updated participantAudio in localParticipant +",
        ]);
        let Scene { bench, ann, .. } = &mut scene;
        let resume = ann.get(bench, &phone).links.resume_phone_audio.unwrap();
        ann.call(bench, &resume.post(())).unwrap();
        scene.bo_sees(&["conversation: updated participantAudio in participant"]);
        scene.ann.events(&mut scene.bench);
        scene.ann.call(&mut scene.bench, &stop.post(())).unwrap();
        let ends = [
            "conversation: deleted participantAudio in participant",
            "conversation: deleted participantAudio in localParticipant",
            "conversation: updated phoneAudio +",
            "communication: updated conversation +",
        ];
        scene.ann_sees(&ends);
        scene.bo_sees(&ends);
        // Either can add it again.
        let Scene { bench, bo, .. } = &mut scene;
        let phone = bo.get(bench, &theirs).links.phone_audio.unwrap();
        let seen = bo.get(bench, &phone);
        assert_eq!(seen.state, Some(CallState::Disconnected));
        assert!(seen.links.add_phone_audio.is_some());
        scene.bench.is_tidy();
    }
}

#[test]
fn phone_audio_is_added_to_a_conversation() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let (ours, _) = scene.ann_and_bo_talk();
        let Scene { bench, ann, bo, .. } = &mut scene;
        let phone = ann.get(bench, &ours).links.phone_audio.unwrap();
        let add = ann.get(bench, &phone).links.add_phone_audio.unwrap();
        // There is no phone yet.
        let error = ann.call(bench, &add.post(AddPhoneAudioInput::new(BO))).unwrap_err();
        assert_eq!((error.status().as_u16(), error.subcode()), (400, Some("ParameterValidationFailure")));
        let input = AddPhoneAudioInput::new(BO).with_phone_number(PHONE).with_operation_id("add");
        ann.call(bench, &add.post(input)).unwrap();
        bench.advance(2);
        let theirs: PhoneAudioInvitation = started(&bo.events(bench));
        bo.call(bench, &theirs.links.accept.unwrap().post(())).unwrap();
        scene.ann_sees(&[
            "communication: started phoneAudioInvitation +",
            "conversation: updated phoneAudio +",
            "communication: updated phoneAudioInvitation +",
            "communication: updated conversation +",
            "conversation: added participantAudio in participant",
            "conversation: added participantAudio in localParticipant +",
            "conversation: updated phoneAudio +",
            "communication: updated phoneAudioInvitation +",
        ]);
        let Scene { bench, ann, .. } = &mut scene;
        let both = vec![ConversationModalityType::Messaging, ConversationModalityType::Audio];
        assert_eq!(ann.get(bench, &ours).active_modalities, Some(both));
        // The messages stay when the call ends.
        let stop = ann.get(bench, &phone).links.stop_phone_audio.unwrap();
        ann.call(bench, &stop.post(())).unwrap();
        let messaging = Some(vec![ConversationModalityType::Messaging]);
        assert_eq!(ann.get(bench, &ours).active_modalities, messaging);
        scene.bench.is_tidy();
    }
}

#[test]
fn a_call_that_nobody_takes_ends() {
    type Act = fn(&mut Scene, &PhoneAudioInvitation, &Link<PhoneAudioInvitation>);
    let acts: [Act; 3] = [
        |scene, theirs, _| {
            let decline = theirs.links.decline.as_ref().unwrap();
            scene.bo.call(&mut scene.bench, &decline.post(Default::default())).unwrap();
        },
        |scene, _, own| {
            let cancel = scene.ann.get(&mut scene.bench, own).links.cancel.unwrap();
            scene.ann.call(&mut scene.bench, &cancel.post(())).unwrap();
        },
        |scene, _, _| scene.bench.advance(30),
    ];
    let states = [InvitationState::Declined, InvitationState::Cancelled, InvitationState::Failed];
    for format in FORMATS {
        for (act, state) in acts.into_iter().zip(&states) {
            // Without enterprise voice there is no voicemail.
            let mut config = people(1);
            config.users[1].without_voice = true;
            let mut scene = Scene::with(config, format);
            let own = call(&mut scene.bench, &mut scene.ann, BO);
            scene.bench.advance(2);
            let theirs: PhoneAudioInvitation = started(&scene.bo.events(&mut scene.bench));
            scene.look_away();
            act(&mut scene, &theirs, &own);
            // No page has `completed` for this kind of invitation.
            let ends =
                ["communication: updated phoneAudioInvitation +", "communication: deleted conversation"];
            let events = scene.ann.events(&mut scene.bench);
            let last: &PhoneAudioInvitation = events[0].1.resource_as().unwrap();
            assert_eq!(last.state.as_ref(), Some(state));
            scene.bo_sees(&ends);
            assert_eq!(scene.bench.sim.conversations(), 0);
            scene.bench.is_tidy();
        }
    }
}

#[test]
fn phones_ring_that_have_no_application() {
    let dee = |ignores| {
        let mut dee = Person::new("sip:dee@example.com", "Dee", "");
        dee.work_phone = Some("tel:+14255550104".to_owned());
        dee.ignores_phone = ignores;
        people(1).with_user(dee).unwrap()
    };
    for (to, uri) in
        [("sip:dee@example.com", "sip:dee@example.com"), ("tel:+14255550104", "tel:+14255550104")]
    {
        for ignores in [false, true] {
            let mut scene = Scene::with(dee(ignores), WireFormat::Json);
            let own = call(&mut scene.bench, &mut scene.ann, to);
            scene.bench.advance(2);
            let state = scene.ann.get(&mut scene.bench, &own).state;
            assert_eq!(state, Some(InvitationState::Alerting));
            scene.look_away();
            let Scene { bench, ann, .. } = &mut scene;
            if ignores {
                // The voicemail takes the call, whichever way it came.
                bench.advance(20);
                let seen = ann.get(bench, &own);
                let guest = &seen.embedded.accepted_by_participant[0];
                assert_eq!(guest.uri.as_deref(), Some("sip:dee@example.com;opaque=app:voicemail"));
                continue;
            }
            bench.advance(2);
            let seen = ann.get(bench, &own);
            let guest = &seen.embedded.accepted_by_participant[0];
            assert_eq!((guest.uri.as_deref(), guest.name.as_deref()), (Some(uri), Some("Dee")));
            let phone = ann.get(bench, &seen.links.phone_audio.unwrap());
            ann.call(bench, &phone.links.stop_phone_audio.unwrap().post(())).unwrap();
            // Whoever hangs up a phone has left.
            let lines = ann.lines(bench);
            assert!(lines.contains(&"conversation: deleted participant".to_owned()), "{lines:?}");
            scene.bench.is_tidy();
        }
    }
}

#[test]
fn ones_own_phone_is_not_answered() {
    let mut config = people(1);
    config.users[0].ignores_phone = true;
    let mut scene = Scene::with(config, WireFormat::Json);
    call(&mut scene.bench, &mut scene.ann, BO);
    scene.look_away();
    scene.bench.advance(30);
    scene.ann_sees(&["communication: updated phoneAudioInvitation +", "communication: deleted conversation"]);
    scene.bo_sees(&[]);
}

#[test]
fn a_delegate_calls_for_somebody_else() {
    for format in FORMATS {
        let mut config = people(1);
        config.users[1].delegates = vec![ANN.to_owned()];
        let mut scene = Scene::with(config, format);
        let Scene { bench, ann, cy, bo } = &mut scene;
        assert!(bo.communication().links.start_phone_audio_on_behalf_of_delegator.is_none());
        let start = ann.communication().links.start_phone_audio_on_behalf_of_delegator.unwrap();
        let input = |delegator: &str| {
            StartPhoneAudioOnBehalfOfDelegatorInput::new(CY)
                .with_phone_number(PHONE)
                .with_delegator(delegator)
        };
        assert_eq!(ann.call(bench, &start.post(input(CY))).unwrap_err().status(), 403);
        ann.call(bench, &start.post(input(BO))).unwrap();
        bench.advance(2);
        let theirs: PhoneAudioInvitation = started(&cy.events(bench));
        assert_eq!(theirs.delegator.as_deref(), Some(BO));
        let contact = cy.get(bench, &theirs.links.on_behalf_of.unwrap());
        assert_eq!(contact.uri.as_deref(), Some(BO));
        scene.bench.is_tidy();
    }
}

#[test]
fn a_delegate_need_not_name_an_only_delegator() {
    for format in FORMATS {
        for (delegators, expected) in
            [(&[1, 2][..], Err((400, Some("ParameterValidationFailure")))), (&[1], Ok(Some(BO)))]
        {
            let mut config = people(1);
            for index in delegators {
                config.users[*index].delegates = vec![ANN.to_owned()];
            }
            let mut scene = Scene::with(config, format);
            let Scene { bench, ann, cy, bo } = &mut scene;
            let communication = ann.communication().links;
            let phone = communication.start_phone_audio_on_behalf_of_delegator.unwrap();
            let input = StartPhoneAudioOnBehalfOfDelegatorInput::new(CY).with_phone_number(PHONE);
            let reply = ann.call(bench, &phone.post(input));
            let audio = communication.start_audio_on_behalf_of_delegator.unwrap();
            match expected {
                Ok(delegator) => {
                    reply.unwrap();
                    bench.advance(2);
                    let theirs: PhoneAudioInvitation = started(&cy.events(bench));
                    assert_eq!(theirs.delegator.as_deref(), delegator);
                    assert_eq!(bo.lines(bench), [] as [String; 0]);
                }
                Err(expected) => {
                    let refused = reply.unwrap_err();
                    assert_eq!((refused.status().as_u16(), refused.subcode()), expected);
                    let input = StartAudioOnBehalfOfDelegatorInput::new(CY);
                    let refused = ann.call(bench, &audio.post(input)).unwrap_err();
                    assert_eq!((refused.status().as_u16(), refused.subcode()), expected);
                }
            }
            scene.bench.is_tidy();
        }
    }
}

#[test]
fn who_has_no_phone_audio_cannot_call() {
    let mut scene = Scene::new(WireFormat::Json);
    let Scene { bench, ann, .. } = &mut scene;
    let start = ann.communication().links.start_phone_audio.unwrap();
    ann.use_only(bench, &[ucwa_types::api::ModalityType::Messaging]);
    assert!(ann.communication().links.start_phone_audio.is_none());
    let input = StartPhoneAudioInput::new(BO).with_phone_number(PHONE);
    assert_eq!(ann.call(bench, &start.post(input)).unwrap_err().status(), 403);
    ann.use_everything(bench);
    for number in ["home", "12", "+1234567890123456", "ext"] {
        let input = StartPhoneAudioInput::new(BO).with_phone_number(number);
        let refused = ann.call(bench, &start.post(input)).unwrap_err();
        let expected = (400, Some("NormalizationFailed"));
        assert_eq!((refused.status().as_u16(), refused.subcode()), expected, "{number}");
    }
}
