//! Voicemail: whom it answers, what the callee sees of it, and how it is listened to.

use ucwa_types::ExternalResource;
use ucwa_types::Link;
use ucwa_types::api::{
    AudioVideoInvitation, CallState, InvitationState, MissedItems, PhoneAudioInvitation,
    StartAudioVideoInput, StartPhoneAudioInput, StartVideoInput, UnansweredCallHandlingTarget,
    UnansweredCallSettings, UnansweredCallToVoicemailInput,
};

use crate::bench::{BO, Bench, Client};
use crate::scene::{FORMATS, Scene, call_by_phone};

const VOICEMAIL: &str = "sip:bo@example.com;opaque=app:voicemail";

/// The unread voicemails of a user, and all.
fn voicemails(bench: &mut Bench, client: &mut Client) -> (Option<i64>, Option<i64>) {
    let link = client.communication().links.missed_items.unwrap();
    let items: MissedItems = client.get(bench, &link);
    (items.unread_voicemails_count, items.voice_mails_count)
}

/// A call by phone. Whoever calls takes up the own phone.
fn phone(bench: &mut Bench, client: &mut Client, to: &str) -> Link<PhoneAudioInvitation> {
    let own = call_by_phone(bench, client, StartPhoneAudioInput::new(to));
    bench.advance(2);
    own
}

fn offer() -> ExternalResource {
    ExternalResource::from_text(
        "application/sdp",
        "v=0\r\nm=audio 5000 RTP/AVP 0\r\nm=video 5002 RTP/AVP 31\r\n",
    )
}

fn unanswered(scene: &mut Scene) -> UnansweredCallSettings {
    let link = scene.bo.me().links.call_forwarding_settings.unwrap();
    let rules = scene.bo.get(&mut scene.bench, &link);
    *rules.embedded.unanswered_call_settings.unwrap()
}

#[test]
fn an_unanswered_call_goes_to_voicemail() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        // By default after 20 seconds.
        let own = phone(&mut scene.bench, &mut scene.ann, BO);
        scene.bo_sees(&[
            "communication: started phoneAudioInvitation +",
            "communication: added conversation +",
            "conversation: added localParticipant +",
            "conversation: added participant",
        ]);
        scene.look_away();
        scene.bench.advance(19);
        scene.ann_sees(&[]);
        scene.bench.advance(1);
        scene.bo_sees(&[
            "communication: updated phoneAudioInvitation +",
            "communication: deleted conversation",
            "communication: updated missedItems +",
        ]);
        scene.ann_sees(&[
            "communication: updated conversation +",
            "conversation: added participant",
            "conversation: added participantAudio in participant",
            "conversation: added participantAudio in localParticipant +",
            "conversation: updated phoneAudio +",
            "communication: updated phoneAudioInvitation +",
        ]);
        let Scene { bench, ann, bo, .. } = &mut scene;
        let seen = ann.get(bench, &own);
        let by = &seen.embedded.accepted_by_participant[0];
        assert_eq!((seen.state, seen.to.as_deref()), (Some(InvitationState::Connected), Some(BO)));
        assert_eq!(
            (by.uri.as_deref(), by.name.as_deref()),
            (Some(VOICEMAIL), Some("Voicemail of Bo Example"))
        );
        assert_eq!(voicemails(bench, bo), (Some(1), Some(1)));
        // Ann hangs up.
        let audio = ann.get(bench, &seen.links.phone_audio.unwrap());
        ann.call(bench, &audio.links.stop_phone_audio.unwrap().post(())).unwrap();
        let lines = ann.lines(bench);
        assert!(lines.contains(&"conversation: deleted participant".to_owned()), "{lines:?}");
        // Bo calls the voicemail, and listens.
        let policies = bo.application.links.policies.clone().unwrap();
        let voicemail = bo.get(bench, &policies).voicemail_uri.unwrap();
        assert_eq!(voicemail.as_str(), VOICEMAIL);
        let call = phone(bench, bo, VOICEMAIL);
        assert_eq!(bo.get(bench, &call).state, Some(InvitationState::Connected));
        assert_eq!(bo.lines(bench).last().unwrap(), "communication: updated missedItems +");
        assert_eq!(voicemails(bench, bo), (Some(0), Some(1)));
        // The second time there is nothing new.
        phone(bench, bo, VOICEMAIL);
        assert!(!bo.lines(bench).contains(&"communication: updated missedItems +".to_owned()));
        // Ann leaves another one there.
        phone(bench, ann, VOICEMAIL);
        assert_eq!(bo.lines(bench), ["communication: updated missedItems +"]);
        assert_eq!(voicemails(bench, bo), (Some(1), Some(2)));
        scene.bench.is_tidy();
    }
}

#[test]
fn all_calls_go_to_voicemail_at_once() {
    for format in FORMATS {
        let mut scene = Scene::new(format);
        let link = scene.bo.me().links.call_forwarding_settings.unwrap();
        let rules = scene.bo.get(&mut scene.bench, &link);
        let links = rules.embedded.immediate_forward_settings.unwrap().links;
        let to_voicemail = links.immediate_forward_to_voicemail.unwrap();
        scene.bo.call(&mut scene.bench, &to_voicemail.post(())).unwrap();
        let start = scene.ann.communication().links.start_audio_video.unwrap();
        let input = StartAudioVideoInput::new(BO).with_media_offer(offer());
        let own: Link<AudioVideoInvitation> =
            scene.ann.call(&mut scene.bench, &start.post(input)).unwrap().location.unwrap().cast();
        // It does not ring for Bo.
        scene.bo_sees(&["communication: updated missedItems +"]);
        let Scene { bench, ann, bo, .. } = &mut scene;
        let seen = ann.get(bench, &own);
        assert_eq!(seen.state, Some(InvitationState::Connected));
        assert_eq!(seen.embedded.accepted_by_participant[0].uri.as_deref(), Some(VOICEMAIL));
        let media = ann.get(bench, &seen.links.conversation.unwrap()).links.audio_video.unwrap();
        let media = ann.get(bench, &media);
        assert_eq!(media.state, Some(CallState::Connected));
        let session = ann.get(
            bench,
            &media.links.audio_video_session.unwrap().cast::<ucwa_types::api::AudioVideoSession>(),
        );
        assert_eq!(session.remote_endpoint.as_deref(), Some(VOICEMAIL));
        assert_eq!(voicemails(bench, bo), (Some(1), Some(1)));
        // Video alone has nothing to say.
        scene.look_away();
        let Scene { bench, ann, bo, .. } = &mut scene;
        let start = ann.communication().links.start_video.unwrap();
        let input = StartVideoInput::new(BO).with_media_offer(offer());
        let own: Link<AudioVideoInvitation> =
            ann.call(bench, &start.post(input)).unwrap().location.unwrap().cast();
        assert_eq!(ann.call(bench, &own.get()).unwrap_err().status(), 404);
        assert_eq!(bo.lines(bench), [] as [String; 0]);
        assert_eq!(voicemails(bench, bo), (Some(1), Some(1)));
        scene.bench.is_tidy();
    }
}

#[test]
fn a_user_decides_when_calls_go_to_voicemail() {
    for format in FORMATS {
        for (target, after, expected) in [
            (UnansweredCallHandlingTarget::Voicemail, 5, InvitationState::Connected),
            (UnansweredCallHandlingTarget::None, 20, InvitationState::Alerting),
        ] {
            let mut scene = Scene::new(format);
            let settings = unanswered(&mut scene);
            let own = settings.links.self_.clone().unwrap();
            let Scene { bench, bo, .. } = &mut scene;
            match target {
                UnansweredCallHandlingTarget::Voicemail => {
                    let link = settings.links.unanswered_call_to_voicemail.clone().unwrap();
                    let input = UnansweredCallToVoicemailInput::default().with_ring_delay(5);
                    bo.call(bench, &link.post(input)).unwrap();
                }
                target => drop(bo.call(bench, &own.put(settings.with_target(target))).unwrap()),
            }
            let own = phone(&mut scene.bench, &mut scene.ann, BO);
            scene.bench.advance(after);
            let Scene { bench, ann, .. } = &mut scene;
            assert_eq!(ann.get(bench, &own).state, Some(expected));
            scene.bench.is_tidy();
        }
    }
}
