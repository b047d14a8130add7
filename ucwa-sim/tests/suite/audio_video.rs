//! Audio and video up to negotiation: offers, answers, sessions and changes of their media.

use ucwa_types::api::{
    AcceptWithAnswerQuery, AddAudioInput, AudioVideoInvitation, AudioVideoNegotiation,
    AudioVideoRenegotiation, AudioVideoSession, CallState, Conversation, ConversationModalityType,
    ConversationState, DismissInput, EscalateAudioQuery, InvitationState, ReNegotiationDeclineReason,
    RenegotiationsQuery, ReplaceWithPhoneAudioInput, SendProvisionalAnswerQuery, StartAudioInput,
    StartAudioVideoInput, StopAudioInput, StopAudioQuery,
};
use ucwa_types::multipart::Part;
use ucwa_types::operation::RawBody;
use ucwa_types::rest::WireFormat;
use ucwa_types::{ExternalResource, Link};

use crate::bench::{ANN, BO, Bench, Client};
use crate::scene::{FORMATS, Scene, started};

/// SDP with these media, each with a direction.
fn sdp(media: &[(&str, &str)]) -> String {
    let mut text = "v=0\r\no=- 0 0 IN IP4 192.0.2.1\r\ns=session\r\nt=0 0\r\n".to_owned();
    for (name, direction) in media {
        text.push_str(&format!("m={name} 5000 RTP/AVP 0\r\na={direction}\r\n"));
    }
    text
}

fn body(text: &str) -> RawBody {
    RawBody::new("application/sdp", text.as_bytes())
}

/// An offer in two parts, the first one for older servers.
fn offer(text: &str) -> ExternalResource {
    let part = |id: &str, disposition: &str| {
        let part = Part::new("application/sdp", text).with_field("Content-ID", id).unwrap();
        part.with_field("Content-Disposition", disposition).unwrap()
    };
    let old = part("<1@example.com>", "session; handling=optional; ms-proxy-2007fallback");
    ExternalResource::multipart("alternative", &[old, part("<2@example.com>", "session; handling=optional")])
}

/// Ann calls Bo with audio. Returns her invitation, and Bo's.
fn call(
    bench: &mut Bench,
    ann: &mut Client,
    bo: &mut Client,
) -> (Link<AudioVideoInvitation>, AudioVideoInvitation) {
    let link = ann.communication().links.start_audio.unwrap();
    let input = StartAudioInput::new(BO)
        .with_operation_id("call")
        .with_session_context("ann-1")
        .with_media_offer(offer(&sdp(&[("audio", "sendrecv")])));
    let own = ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast();
    (own, started(&bo.events(bench)))
}

fn accept(bench: &mut Bench, bo: &mut Client, theirs: &AudioVideoInvitation, answer: &str) {
    let query = AcceptWithAnswerQuery::new("bo-1").with_processed_offer_id("<2@example.com>");
    let accept = theirs.links.accept_with_answer.as_ref().unwrap();
    bo.call(bench, &accept.post_with(query, body(answer))).unwrap();
}

/// Ann and Bo in an audio call. Returns the conversation of each.
fn in_a_call(scene: &mut Scene) -> (Link<Conversation>, Link<Conversation>) {
    let Scene { bench, ann, bo, .. } = scene;
    let (own, theirs) = call(bench, ann, bo);
    accept(bench, bo, &theirs, &sdp(&[("audio", "sendrecv")]));
    let ours = ann.get(bench, &own).links.conversation.unwrap();
    scene.look_away();
    (ours, theirs.links.conversation.unwrap())
}

fn session(bench: &mut Bench, client: &mut Client, conversation: &Link<Conversation>) -> AudioVideoSession {
    let media = client.get(bench, conversation).links.audio_video.unwrap();
    let link = client.get(bench, &media).links.audio_video_session.unwrap();
    client.get(bench, &link)
}

#[test]
fn an_offer_is_answered_early_and_then_accepted() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let Scene { bench, ann, bo, .. } = &mut scene;
        let (own, theirs) = call(bench, ann, bo);
        scene.ann_sees(&[
            "communication: started audioVideoInvitation +",
            "communication: added conversation +",
            "conversation: added localParticipant +",
            "conversation: updated audioVideo +",
            "communication: updated audioVideoInvitation +",
        ]);
        // Bo gets the offer as Ann has sent it, and his own names for everything else.
        let parts = theirs.media_offer.as_ref().unwrap().parts().unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1].field("Content-ID"), Some("<2@example.com>"));
        assert_eq!((theirs.session_context.as_deref(), theirs.operation_id.as_deref()), (None, None));
        assert_eq!(theirs.embedded.from.as_ref().unwrap().uri.as_deref(), Some(ANN));
        let early = theirs.links.send_provisional_answer.as_ref().unwrap();
        let Scene { bench, ann, bo, .. } = &mut scene;
        let answer = sdp(&[("audio", "recvonly")]);
        bo.call(bench, &early.post_with(SendProvisionalAnswerQuery::new("bo-1"), body(&answer))).unwrap();
        let events = ann.events(bench);
        let sender = events[0].0.rel.as_deref();
        let negotiation: &AudioVideoNegotiation = events[0].1.resource_as().unwrap();
        assert_eq!((events.len(), sender), (1, Some("audioVideoInvitation")));
        let provisional = negotiation.media_provisional_answer.as_ref().unwrap();
        assert_eq!(provisional.to_text().unwrap(), answer);
        assert!(negotiation.media_answer.is_none());
        assert_eq!(negotiation.remote_endpoint.as_deref(), Some(BO));
        let negotiation = negotiation.links.self_.clone().unwrap();
        let answer = sdp(&[("audio", "sendrecv")]);
        accept(bench, bo, &theirs, &answer);
        scene.bo_sees(&[
            "conversation: updated audioVideo +",
            "communication: updated conversation +",
            "conversation: added participantAudio in localParticipant +",
            "conversation: added participantAudio in participant",
            "communication: updated audioVideoInvitation +",
            "communication: added audioVideoSession +",
        ]);
        scene.ann_sees(&[
            "audioVideoInvitation: updated audioVideoNegotiation +",
            "communication: updated conversation +",
            "conversation: added participant",
            "conversation: added participantAudio in participant",
            "conversation: added participantAudio in localParticipant +",
            "conversation: updated audioVideo +",
            "communication: updated audioVideoInvitation +",
            "communication: added audioVideoSession +",
        ]);
        let Scene { bench, ann, bo, .. } = &mut scene;
        let negotiation = ann.get(bench, &negotiation);
        assert_eq!(negotiation.media_answer.unwrap().to_text().unwrap(), answer);
        assert_eq!(negotiation.ms_accepted_content_id.as_deref(), Some("<2@example.com>"));
        let invitation = ann.get(bench, &own);
        assert_eq!(invitation.state, Some(InvitationState::Connected));
        assert_eq!(invitation.session_context.as_deref(), Some("ann-1"));
        let ours = session(bench, ann, &invitation.links.conversation.unwrap());
        assert_eq!(
            (ours.session_context.as_deref(), ours.remote_endpoint.as_deref()),
            (Some("ann-1"), Some(BO))
        );
        let theirs = session(bench, bo, &theirs.links.conversation.unwrap());
        assert_eq!(
            (theirs.session_context.as_deref(), theirs.remote_endpoint.as_deref()),
            (Some("bo-1"), Some(ANN))
        );
        scene.bench.is_tidy();
    }
}

#[test]
fn a_call_is_stopped() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let (ours, theirs) = in_a_call(&mut scene);
        let Scene { bench, ann, .. } = &mut scene;
        let media = ann.get(bench, &ours).links.audio_video.unwrap();
        let links = ann.get(bench, &media).links;
        assert!(links.stop_video.is_none() && links.stop_audio_video.is_none() && links.add_audio.is_none());
        let stop = links.stop_audio.unwrap();
        let stopped = stop.post_with(StopAudioQuery::default(), StopAudioInput::default());
        ann.call(bench, &stopped).unwrap();
        let ends = [
            "communication: deleted audioVideoSession",
            "conversation: deleted participantAudio in participant",
            "conversation: deleted participantAudio in localParticipant",
            "conversation: updated audioVideo +",
            "communication: updated conversation +",
        ];
        scene.ann_sees(&ends);
        scene.bo_sees(&ends);
        let Scene { bench, bo, .. } = &mut scene;
        let seen = bo.get(bench, &theirs);
        assert_eq!(seen.state, Some(ConversationState::Disconnected));
        let seen = bo.get(bench, &seen.links.audio_video.unwrap());
        assert_eq!(seen.state, Some(CallState::Disconnected));
        assert!(seen.links.add_audio_video.is_some() && seen.links.audio_video_session.is_none());
        scene.bench.is_tidy();
    }
}

#[test]
fn media_are_changed_held_and_resumed() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let (ours, theirs) = in_a_call(&mut scene);
        let Scene { bench, ann, .. } = &mut scene;
        let own = session(bench, ann, &ours);
        let change = own.links.renegotiations.unwrap();
        // Ann adds video.
        let both = sdp(&[("audio", "sendrecv"), ("video", "sendrecv")]);
        let query = RenegotiationsQuery::new("video");
        let reply = ann.call(bench, &change.post_with(query, body(&both))).unwrap();
        let mine: Link<AudioVideoRenegotiation> = reply.location.unwrap().cast();
        scene.ann_sees(&["communication: started audioVideoRenegotiation +"]);
        // Meanwhile nobody can propose another change.
        let Scene { bench, ann, bo, .. } = &mut scene;
        let change_there = session(bench, bo, &theirs).links.renegotiations.unwrap();
        for (client, change) in [(&mut *ann, &change), (&mut *bo, &change_there)] {
            let other = change.post_with(RenegotiationsQuery::new("other"), body(&both));
            let refused = client.call(bench, &other).unwrap_err();
            assert_eq!((refused.status().as_u16(), refused.subcode()), (409, Some("AlreadyExists")));
        }
        let proposed: AudioVideoRenegotiation = started(&bo.events(bench));
        assert_eq!(proposed.media_offer.unwrap().to_text().unwrap(), both);
        let answer = proposed.links.answer.unwrap();
        bo.call(bench, &answer.post(())).unwrap();
        assert_eq!(bo.call(bench, &answer.post(())).unwrap_err().status(), 409);
        scene.ann_sees(&[
            "conversation: added participantVideo in localParticipant +",
            "communication: updated audioVideoSession +",
            "conversation: updated audioVideo +",
            "conversation: added participantVideo in participant",
        ]);
        let Scene { bench, ann, .. } = &mut scene;
        let seen = ann.get(bench, &mine);
        assert_eq!(seen.media_answer.unwrap().to_text().unwrap(), both);
        assert_eq!(seen.operation_id.as_deref(), Some("video"));
        let modalities = ann.get(bench, &ours).active_modalities;
        let both = vec![ConversationModalityType::Audio, ConversationModalityType::Video];
        assert_eq!(modalities, Some(both));
        scene.look_away();
        // Bo does not want to see less.
        let Scene { bench, ann, bo, .. } = &mut scene;
        let less = sdp(&[("audio", "sendrecv")]);
        ann.call(bench, &change.post_with(RenegotiationsQuery::new("less"), body(&less))).unwrap();
        let proposed: AudioVideoRenegotiation = started(&bo.events(bench));
        let reason = DismissInput::default().with_reason(ReNegotiationDeclineReason::UnsupportedMedia);
        bo.call(bench, &proposed.links.dismiss.unwrap().post(reason)).unwrap();
        scene.ann_sees(&[
            "communication: started audioVideoRenegotiation +",
            "communication: updated audioVideoSession +",
            "conversation: updated audioVideo +",
        ]);
        // Ann puts the call on hold, and resumes it.
        let Scene { bench, ann, bo, .. } = &mut scene;
        let hold = sdp(&[("audio", "inactive"), ("video", "inactive")]);
        ann.call(bench, &change.post_with(RenegotiationsQuery::new("hold"), body(&hold))).unwrap();
        let proposed: AudioVideoRenegotiation = started(&bo.events(bench));
        bo.call(bench, &proposed.links.answer.unwrap().post(())).unwrap();
        let held = session(bench, ann, &ours);
        let resume = held.links.resume_audio_video.unwrap();
        assert_eq!(held.links.resume_audio, None);
        let resumed = sdp(&[("audio", "sendrecv"), ("video", "sendrecv")]);
        let query = ucwa_types::api::ResumeAudioVideoQuery::new("resume");
        ann.call(bench, &resume.post_with(query, body(&resumed))).unwrap();
        let proposed: AudioVideoRenegotiation = started(&bo.events(bench));
        bo.call(bench, &proposed.links.answer.unwrap().post(())).unwrap();
        let resumed = session(bench, ann, &ours);
        assert_eq!(resumed.links.resume_audio_video, None);
        let again = resume.post_with(ucwa_types::api::ResumeAudioVideoQuery::new("again"), body(&hold));
        assert_eq!(ann.call(bench, &again).unwrap_err().status(), 409);
        scene.bench.is_tidy();
    }
}

#[test]
fn a_call_is_accepted_on_the_phone_and_moved_there() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let Scene { bench, ann, bo, .. } = &mut scene;
        let (own, theirs) = call(bench, ann, bo);
        bo.call(bench, &theirs.links.accept_with_phone_audio.as_ref().unwrap().post(())).unwrap();
        let conversation = ann.get(bench, &own).links.conversation.unwrap();
        let [media, phone] = states(bench, ann, &conversation);
        assert_eq!((media, phone), (CallState::Connected, CallState::Disconnected));
        let [media, phone] = states(bench, bo, &theirs.links.conversation.unwrap());
        assert_eq!((media, phone), (CallState::Disconnected, CallState::Connected));
        // Ann does the same later.
        let media = ann.get(bench, &conversation).links.audio_video.unwrap();
        let replace = ann.get(bench, &media).links.replace_with_phone_audio.unwrap();
        let input = ReplaceWithPhoneAudioInput::new(BO).with_phone_number("+14255550101");
        ann.call(bench, &replace.post(input)).unwrap();
        scene.look_away();
        scene.bench.advance(2);
        scene.ann_sees(&[
            "communication: deleted audioVideoSession",
            "conversation: updated audioVideo +",
            "conversation: updated phoneAudio +",
            "communication: updated conversation +",
            "communication: updated phoneAudioInvitation +",
        ]);
        let Scene { bench, ann, .. } = &mut scene;
        let [media, phone] = states(bench, ann, &conversation);
        assert_eq!((media, phone), (CallState::Disconnected, CallState::Connected));
        scene.bench.is_tidy();
    }
}

/// The states of audio and video, and of phone audio.
fn states(bench: &mut Bench, client: &mut Client, conversation: &Link<Conversation>) -> [CallState; 2] {
    let links = client.get(bench, conversation).links;
    let media = client.get(bench, &links.audio_video.unwrap());
    let phone = client.get(bench, &links.phone_audio.unwrap());
    [media.state.unwrap(), phone.state.unwrap()]
}

#[test]
fn the_server_of_an_online_meeting_answers() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let [ours, _, cys] = scene.all_meet();
        let Scene { bench, cy, ann, .. } = &mut scene;
        let media = cy.get(bench, &cys).links.audio_video.unwrap();
        let add = cy.get(bench, &media).links.add_audio.unwrap();
        let input = AddAudioInput::new(ANN)
            .with_session_context("cy-1")
            .with_join_audio_muted(true)
            .with_media_offer(offer(&sdp(&[("audio", "sendonly")])));
        cy.call(bench, &add.post(input)).unwrap();
        let events = cy.events(bench);
        let negotiation = events.iter().find_map(|(_, event)| event.resource_as::<AudioVideoNegotiation>());
        let answer = negotiation.unwrap().media_answer.as_ref().unwrap().to_text().unwrap();
        assert_eq!(answer, sdp(&[("audio", "recvonly")]));
        // Cy joins muted. Ann, who leads, lifts the mute, and Cy can set it again.
        let participant = Scene::participant(bench, ann, &ours, crate::scene::CY);
        let audio = participant.links.participant_audio.unwrap();
        let seen = ann.get(bench, &audio);
        assert_eq!(seen.audio_muted, Some(true));
        ann.call(bench, &seen.links.unmute_audio.unwrap().post(())).unwrap();
        scene.cy_sees(&["conversation: updated participantAudio in localParticipant +"]);
        scene.bo_sees(&[
            "conversation: added participantAudio in participant",
            "conversation: updated participantAudio in participant",
        ]);
        let Scene { bench, cy, .. } = &mut scene;
        let local = cy.get(bench, &cys).links.local_participant.unwrap();
        let audio = cy.get(bench, &local).links.participant_audio.unwrap();
        let mute = cy.get(bench, &audio).links.mute_audio.unwrap();
        cy.call(bench, &mute.post(())).unwrap();
        assert_eq!(cy.call(bench, &mute.post(())).unwrap_err().status(), 409);
        assert_eq!(cy.get(bench, &audio).audio_muted, Some(true));
        scene.bench.is_tidy();
    }
}

#[test]
fn a_call_of_two_moves_to_an_online_meeting() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let (ours, _) = in_a_call(&mut scene);
        let Scene { bench, ann, .. } = &mut scene;
        let media = ann.get(bench, &ours).links.audio_video.unwrap();
        let escalate = ann.get(bench, &media).links.escalate_audio.unwrap();
        let query = EscalateAudioQuery::new("escalate", "ann-2");
        ann.call(bench, &escalate.post_with(query, body(&sdp(&[("audio", "sendrecv")])))).unwrap();
        let seen = ann.get(bench, &ours);
        assert_eq!(seen.state, Some(ConversationState::Conferenced));
        let seen = session(bench, ann, &ours);
        assert_eq!(seen.session_context.as_deref(), Some("ann-2"));
        assert!(ann.get(bench, &media).links.escalate_audio.is_none());
        scene.bench.is_tidy();
    }
}

#[test]
fn what_is_no_offer_is_refused() {
    let mut scene = Scene::new(WireFormat::Json);
    let Scene { bench, ann, bo, .. } = &mut scene;
    let start = ann.communication().links.start_audio.unwrap();
    for content in [
        ExternalResource::from_text("text/plain", "v=0"),
        ExternalResource::from_text("application/sdp", "Hello"),
    ] {
        let error =
            ann.call(bench, &start.post(StartAudioInput::new(BO).with_media_offer(content))).unwrap_err();
        assert_eq!((error.status().as_u16(), error.subcode()), (400, Some("InvalidMediaDescription")));
    }
    let (_, theirs) = call(bench, ann, bo);
    let accept = theirs.links.accept_with_answer.unwrap();
    let wrong = RawBody::new("text/plain", sdp(&[("audio", "sendrecv")]).into_bytes());
    let error = bo.call(bench, &accept.post_with(AcceptWithAnswerQuery::new("bo-1"), wrong)).unwrap_err();
    assert_eq!(error.status(), 415);
    // Both need the modality.
    ann.use_only(bench, &[ucwa_types::api::ModalityType::Messaging]);
    assert!(ann.communication().links.start_audio.is_none());
    assert_eq!(ann.call(bench, &start.post(StartAudioInput::new(BO))).unwrap_err().status(), 403);
    ann.use_everything(bench);
    bo.use_only(bench, &[ucwa_types::api::ModalityType::Messaging]);
    let start = ann.communication().links.start_audio_video.unwrap();
    let own: Link<AudioVideoInvitation> =
        ann.call(bench, &start.post(StartAudioVideoInput::new(BO))).unwrap().location.unwrap().cast();
    // It has failed at once, and its conversation is gone.
    assert_eq!(ann.call(bench, &own.get()).unwrap_err().status(), 404);
}
