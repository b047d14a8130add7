//! More than two in a conversation: inviting one more, roles, the lobby.

use ucwa_types::api::{
    AddAudioInput, AddMessagingInput, AddParticipantInput, AudienceMuteLock, ConversationState,
    InvitationState, JoinOnlineMeetingInput, OnlineMeetingInvitation, ParticipantInvitation, Role,
    SendMessageQuery,
};
use ucwa_types::operation::RawBody;

use crate::bench::{ANN, BO};
use crate::scene::{CY, FORMATS, Scene, started};

#[test]
fn a_third_person_is_invited() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let (ours, _) = scene.ann_and_bo_talk();
        let own = scene.ann_invites_cy(&ours);
        // The conversation becomes an online meeting, and Cy is invited to that.
        let becomes = [
            "communication: updated conversation +",
            "conversation: added onlineMeeting in conversation +",
            "conversation: added participant in leaders",
            "conversation: added participant in leaders",
            "communication: updated conversation +",
        ];
        let invites = [
            "communication: started participantInvitation +",
            "communication: updated participantInvitation +",
        ];
        scene.ann_sees(&[&becomes[..], &invites[..]].concat());
        scene.bo_sees(&becomes);
        let Scene { bench, ann, cy, .. } = &mut scene;
        let invitation = ann.get(bench, &own);
        assert_eq!(invitation.state, Some(InvitationState::Alerting));
        assert_eq!(invitation.to.as_deref(), Some(CY));
        assert!(invitation.links.cancel.is_some() && invitation.links.participant.is_none());
        let seen = ann.get(bench, &ours);
        assert_eq!((seen.state, seen.participant_count), (Some(ConversationState::Conferenced), Some(2)));
        let events = cy.events(bench);
        let theirs: OnlineMeetingInvitation = started(&events);
        assert_eq!(theirs.subject.as_deref(), Some("Lunch"));
        assert_eq!(theirs.embedded.from.as_ref().unwrap().uri.as_deref(), Some(ANN));
        cy.call(bench, &theirs.links.accept.unwrap().post(())).unwrap();
        scene.cy_sees(&[
            "communication: updated conversation +",
            "conversation: added participant",
            "conversation: added participantMessaging in participant",
            "conversation: added participant in leaders",
            "conversation: added participant",
            "conversation: added participantMessaging in participant",
            "conversation: added participant in leaders",
            "conversation: added participant in attendees",
            "communication: completed onlineMeetingInvitation Success +",
        ]);
        let joins = [
            "conversation: added participant",
            "conversation: added participant in attendees",
            "communication: updated conversation +",
        ];
        scene.bo_sees(&joins);
        scene.ann_sees(&[&joins[..], &["communication: completed participantInvitation Success +"]].concat());
        let Scene { bench, ann, .. } = &mut scene;
        let invitation = ann.get(bench, &own);
        assert_eq!(invitation.state, Some(InvitationState::Connected));
        let participant = ann.get(bench, &invitation.links.participant.unwrap());
        assert_eq!((participant.uri.as_deref(), participant.role), (Some(CY), Some(Role::Attendee)));
        scene.bench.is_tidy();
    }
}

#[test]
fn everybody_gets_the_messages() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let [ours, _, cys] = scene.all_meet();
        // Nobody has to accept what Cy adds.
        let Scene { bench, cy, .. } = &mut scene;
        let messaging = cy.get(bench, &cys).links.messaging.unwrap();
        let add = cy.get(bench, &messaging).links.add_messaging.unwrap();
        cy.call(bench, &add.post(AddMessagingInput::default())).unwrap();
        scene.cy_sees(&[
            "communication: started messagingInvitation +",
            "conversation: updated messaging +",
            "conversation: updated messaging +",
            "communication: updated conversation +",
            "conversation: added participantMessaging in localParticipant +",
            "communication: completed messagingInvitation Success +",
        ]);
        scene.ann_sees(&["conversation: added participantMessaging in participant"]);
        scene.bo_sees(&["conversation: added participantMessaging in participant"]);
        let Scene { bench, ann, cy, .. } = &mut scene;
        let send = cy.get(bench, &messaging).links.send_message.unwrap();
        let text = RawBody::new("text/plain", "Here I am");
        cy.call(bench, &send.post_with(SendMessageQuery::new("m1"), text)).unwrap();
        let events = ann.events(bench);
        let message: &ucwa_types::api::Message = events[0].1.resource_as().unwrap();
        let from = ann.get(bench, message.links.participant.as_ref().unwrap());
        assert_eq!(from.name.as_deref(), Some("Cy Example"));
        scene.bo_sees(&["conversation: completed message Success +"]);
        scene.cy_sees(&["conversation: started message +", "conversation: completed message Success +"]);
        // Typing is seen by all, until one of them stops messaging.
        let Scene { bench, ann, .. } = &mut scene;
        let ann_messaging = ann.get(bench, &ours).links.messaging.unwrap();
        let typing = ann.get(bench, &ann_messaging).links.set_is_typing.unwrap();
        ann.call(bench, &typing.post(())).unwrap();
        let added = "conversation: added participant in typingParticipants";
        scene.bo_sees(&[added]);
        scene.cy_sees(&[added]);
        let Scene { bench, ann, .. } = &mut scene;
        let stop = ann.get(bench, &ann_messaging).links.stop_messaging.unwrap();
        ann.call(bench, &stop.post(())).unwrap();
        scene.ann_sees(&[
            "conversation: deleted participantMessaging in localParticipant",
            "conversation: updated messaging +",
            "communication: updated conversation +",
        ]);
        let stops = [
            "conversation: deleted participant in typingParticipants",
            "conversation: deleted participantMessaging in participant",
        ];
        scene.bo_sees(&stops);
        scene.cy_sees(&stops);
        let Scene { bench, ann, .. } = &mut scene;
        assert_eq!(ann.get(bench, &ours).state, Some(ConversationState::Conferenced));
        scene.bench.is_tidy();
    }
}

#[test]
fn an_invitation_of_a_third_person_fails() {
    type Act = fn(&mut Scene, &OnlineMeetingInvitation, &ucwa_types::Link<ParticipantInvitation>);
    let acts: [(Act, &str, &str, InvitationState); 3] = [
        (
            |scene, theirs, _| {
                let decline = theirs.links.decline.as_ref().unwrap();
                scene.cy.call(&mut scene.bench, &decline.post(Default::default())).unwrap();
            },
            "Declined",
            "Declined",
            InvitationState::Declined,
        ),
        (
            |scene, _, own| {
                let cancel = scene.ann.get(&mut scene.bench, own).links.cancel.unwrap();
                scene.ann.call(&mut scene.bench, &cancel.post(())).unwrap();
            },
            "Canceled",
            "Canceled",
            InvitationState::Cancelled,
        ),
        (|scene, _, _| scene.bench.advance(30), "Timeout", "Missed", InvitationState::Failed),
    ];
    for format in FORMATS {
        for (act, to_ann, to_cy, state) in &acts {
            let mut scene = Scene::new(format);
            let (ours, _) = scene.ann_and_bo_talk();
            let own = scene.ann_invites_cy(&ours);
            let theirs: OnlineMeetingInvitation = started(&scene.cy.events(&mut scene.bench));
            scene.look_away();
            act(&mut scene, &theirs, &own);
            scene.ann_sees(&[&format!("communication: completed participantInvitation Failure {to_ann} +")]);
            scene.cy_sees(&[
                &format!("communication: completed onlineMeetingInvitation Failure {to_cy} +"),
                "communication: deleted conversation",
            ]);
            scene.bo_sees(&[]);
            let Scene { bench, ann, .. } = &mut scene;
            assert_eq!(ann.get(bench, &own).state.as_ref(), Some(state));
            // The two are still in the online meeting.
            assert_eq!(ann.get(bench, &ours).participant_count, Some(2));
            assert_eq!(scene.bench.sim.conversations(), 2);
            scene.bench.is_tidy();
        }
    }
}

#[test]
fn leaders_promote_demote_and_eject() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let [ours, theirs, cys] = scene.all_meet();
        let Scene { bench, ann, bo, cy } = &mut scene;
        // An attendee may do nothing with others, and nobody can demote the organizer.
        let seen = Scene::participant(bench, cy, &cys, BO);
        assert!(seen.links.demote.is_none() && seen.links.eject.is_none());
        assert!(Scene::participant(bench, bo, &theirs, ANN).links.demote.is_none());
        assert!(cy.get(bench, &cys).links.add_participant.is_none());
        let promote = Scene::participant(bench, ann, &ours, CY).links.promote.unwrap();
        ann.call(bench, &promote.post(())).unwrap();
        let changes =
            ["conversation: deleted participant in attendees", "conversation: added participant in leaders"];
        scene.ann_sees(&[&changes[..], &["conversation: updated participant"]].concat());
        scene.cy_sees(
            &[
                &changes[..],
                &[
                    "conversation: updated localParticipant +",
                    "communication: updated conversation +",
                    "conversation: updated participant",
                    "conversation: updated participant",
                ],
            ]
            .concat(),
        );
        let Scene { bench, ann, bo, cy } = &mut scene;
        bo.events(bench);
        // What is done already is not offered again.
        assert_eq!(ann.call(bench, &promote.post(())).unwrap_err().status(), 409);
        let demote = Scene::participant(bench, cy, &cys, BO).links.demote.unwrap();
        cy.call(bench, &demote.post(())).unwrap();
        assert!(bo.get(bench, &theirs).links.lobby.is_none());
        scene.look_away();
        let Scene { bench, cy, .. } = &mut scene;
        let eject = Scene::participant(bench, cy, &cys, BO).links.eject.unwrap();
        cy.call(bench, &eject.post(())).unwrap();
        scene.bo_sees(&["communication: deleted conversation"]);
        scene.ann_sees(&[
            "conversation: deleted participantMessaging in participant",
            "conversation: deleted participant",
            "conversation: deleted participant in attendees",
            "communication: updated conversation +",
        ]);
        scene.bench.is_tidy();
    }
}

#[test]
fn leaders_keep_everybody_quiet() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let [ours, _, cys] = scene.all_meet();
        let Scene { bench, ann, cy, .. } = &mut scene;
        // Cy talks, and then attendees are kept muted.
        let media = cy.get(bench, &cys).links.audio_video.unwrap();
        let add = cy.get(bench, &media).links.add_audio.unwrap();
        cy.call(bench, &add.post(AddAudioInput::new(ANN))).unwrap();
        cy.events(bench);
        let lock = ann.get(bench, &ours).links.enable_audience_mute_lock.unwrap();
        ann.call(bench, &lock.post(())).unwrap();
        assert_eq!(ann.call(bench, &lock.post(())).unwrap_err().status(), 409);
        scene.cy_sees(&[
            "conversation: updated participantAudio in localParticipant +",
            "communication: updated conversation +",
        ]);
        let Scene { bench, ann, cy, .. } = &mut scene;
        assert_eq!(cy.get(bench, &cys).audience_mute, Some(AudienceMuteLock::Enabled));
        let local = cy.get(bench, &cys).links.local_participant.unwrap();
        let audio = cy.get(bench, &local).links.participant_audio.unwrap();
        let seen = cy.get(bench, &audio);
        assert_eq!(seen.audio_muted, Some(true));
        assert!(seen.links.unmute_audio.is_none());
        let unlock = ann.get(bench, &ours).links.disable_audience_mute_lock.unwrap();
        ann.call(bench, &unlock.post(())).unwrap();
        let unmute = cy.get(bench, &audio).links.unmute_audio.unwrap();
        cy.call(bench, &unmute.post(())).unwrap();
        scene.look_away();
        // Nobody sends messages while they are turned off.
        let Scene { bench, ann, .. } = &mut scene;
        let links = ann.get(bench, &ours).links;
        let send = ann.get(bench, links.messaging.as_ref().unwrap()).links.send_message.unwrap();
        ann.call(bench, &links.disable_audience_messaging.unwrap().post(())).unwrap();
        let changes = ["communication: updated conversation +", "conversation: updated messaging +"];
        scene.ann_sees(&changes);
        scene.bo_sees(&changes);
        let Scene { bench, ann, .. } = &mut scene;
        let text = || RawBody::new("text/plain", "Hello?");
        let refused = ann.call(bench, &send.post_with(SendMessageQuery::new("m1"), text())).unwrap_err();
        assert_eq!(refused.status(), 409);
        let enable = ann.get(bench, &ours).links.enable_audience_messaging.unwrap();
        ann.call(bench, &enable.post(())).unwrap();
        ann.call(bench, &send.post_with(SendMessageQuery::new("m2"), text())).unwrap();
        scene.bench.is_tidy();
    }
}

#[test]
fn who_waits_in_the_lobby_is_admitted_or_rejected() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let (ours, _) = scene.ann_and_bo_talk();
        // An invitation that fails has made an online meeting of the conversation too.
        let Scene { bench, ann, .. } = &mut scene;
        let link = ann.get(bench, &ours).links.add_participant.unwrap();
        ann.call(bench, &link.post(AddParticipantInput::new("sip:nobody@example.com"))).unwrap();
        let seen = ann.get(bench, &ours).links;
        let meeting = ann.get(bench, &seen.online_meeting.unwrap());
        let lobby = seen.lobby.unwrap();
        assert_eq!(meeting.organizer_uri.as_deref(), Some(ANN));
        let uri = meeting.online_meeting_uri.unwrap();
        scene.look_away();
        for is_admitted in [false, true] {
            let Scene { bench, ann, cy, .. } = &mut scene;
            let join = cy.communication().links.join_online_meeting.unwrap();
            let input = JoinOnlineMeetingInput::default().with_online_meeting_uri(&*uri);
            let own: ucwa_types::Link<OnlineMeetingInvitation> =
                cy.call(bench, &join.post(input)).unwrap().location.unwrap().cast();
            let conversation = cy.get(bench, &own).links.conversation.unwrap();
            assert_eq!(cy.get(bench, &conversation).state, Some(ConversationState::InLobby));
            let waiting = ann.get(bench, &lobby).embedded.participant.remove(0);
            assert_eq!((waiting.uri.as_deref(), waiting.in_lobby), (Some(CY), Some(true)));
            scene.cy_sees(&[
                "communication: started onlineMeetingInvitation +",
                "communication: added conversation +",
                "conversation: added localParticipant +",
                "communication: updated conversation +",
                "conversation: updated localParticipant +",
            ]);
            let waits = "conversation: added participant in lobby";
            let waits_no_more = "conversation: deleted participant in lobby";
            scene.ann_sees(&[waits]);
            scene.bo_sees(&[waits]);
            let Scene { bench, ann, .. } = &mut scene;
            if is_admitted {
                ann.call(bench, &waiting.links.admit.unwrap().post(())).unwrap();
                scene.cy_sees(&[
                    "communication: updated conversation +",
                    "conversation: updated localParticipant +",
                    "conversation: added participant",
                    "conversation: added participantMessaging in participant",
                    "conversation: added participant in leaders",
                    "conversation: added participant",
                    "conversation: added participantMessaging in participant",
                    "conversation: added participant in leaders",
                    "conversation: added participant in attendees",
                    "communication: completed onlineMeetingInvitation Success +",
                ]);
                scene.bo_sees(&[
                    waits_no_more,
                    "conversation: added participant",
                    "conversation: added participant in attendees",
                    "communication: updated conversation +",
                ]);
            } else {
                ann.call(bench, &waiting.links.reject.unwrap().post(())).unwrap();
                scene.cy_sees(&[
                    "communication: completed onlineMeetingInvitation Failure Denied +",
                    "communication: deleted conversation",
                ]);
                scene.bo_sees(&[waits_no_more]);
                scene.ann.events(&mut scene.bench);
            }
        }
        cy_joins_what_is_not_there(&mut scene);
        scene.bench.is_tidy();
    }
}

fn cy_joins_what_is_not_there(scene: &mut Scene) {
    let Scene { bench, cy, .. } = scene;
    let join = cy.communication().links.join_online_meeting.unwrap();
    let input = JoinOnlineMeetingInput::default().with_online_meeting_uri("sip:nowhere@example.com");
    let error = cy.call(bench, &join.post(input)).unwrap_err();
    assert_eq!((error.status().as_u16(), error.subcode()), (404, Some("DestinationNotFound")));
}

#[test]
fn whoever_is_there_already_is_not_invited() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let [ours, _, _] = scene.all_meet();
        let Scene { bench, ann, .. } = &mut scene;
        let link = ann.get(bench, &ours).links.add_participant.unwrap();
        for (uri, operation) in [(ANN, "self"), (BO, "again"), ("Cy@Example.com", "once more")] {
            let input = AddParticipantInput::new(uri).with_operation_id(operation);
            let refused = ann.call(bench, &link.post(input)).unwrap_err();
            assert_eq!((refused.status().as_u16(), refused.subcode()), (409, Some("AlreadyExists")), "{uri}");
        }
        scene.ann_sees(&[]);
        scene.bench.is_tidy();
    }
}
