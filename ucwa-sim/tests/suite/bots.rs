//! Bots are called, join online meetings, and take part in changes of media.

use ucwa_sim::{Bot, Person};
use ucwa_types::api::{
    AddParticipantInput, AudioVideoInvitation, AudioVideoNegotiation, CallState, InvitationState, Message,
    PhoneAudioInvitation, RenegotiationsQuery, SendMessageQuery, StartAudioInput, StartPhoneAudioInput,
};
use ucwa_types::operation::RawBody;
use ucwa_types::rest::WireFormat;
use ucwa_types::{ExternalResource, Link};

use crate::scene::{Scene, people};

const ECHO: &str = "sip:echo@example.com";
const OFFER: &str = "v=0\r\nm=audio 5000 RTP/AVP 0\r\na=sendonly\r\n";

fn scene(bot: Bot, format: WireFormat) -> Scene {
    Scene::with(people(1).with_user(Person::new(ECHO, "Echo", "").with_bot(bot)).unwrap(), format)
}

#[test]
fn a_bot_takes_calls() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut scene = scene(Bot::echo(), format);
        let Scene { bench, ann, .. } = &mut scene;
        let link = ann.communication().links.start_audio.unwrap();
        let offer = ExternalResource::from_text("application/sdp", OFFER);
        let input = StartAudioInput::new(ECHO).with_media_offer(offer);
        let own: Link<AudioVideoInvitation> =
            ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast();
        let events = ann.events(bench);
        let negotiation = events.iter().find_map(|(_, event)| event.resource_as::<AudioVideoNegotiation>());
        let answer = negotiation.unwrap().media_answer.as_ref().unwrap().to_text().unwrap();
        assert_eq!(answer, OFFER.replace("sendonly", "recvonly"));
        let invitation = ann.get(bench, &own);
        assert_eq!(invitation.state, Some(InvitationState::Connected));
        // It agrees to any change of media.
        let media = ann.get(bench, &invitation.links.audio_video.unwrap());
        let session = ann.get(bench, &media.links.audio_video_session.unwrap());
        let change = session.links.renegotiations.unwrap();
        let text = RawBody::new("application/sdp", OFFER.replace("sendonly", "inactive").as_bytes());
        let reply = ann.call(bench, &change.post_with(RenegotiationsQuery::new("hold"), text)).unwrap();
        let proposed: Link<ucwa_types::api::AudioVideoRenegotiation> = reply.location.unwrap().cast();
        assert!(ann.get(bench, &proposed).media_answer.is_some());
        // And it answers the phone.
        let link = ann.communication().links.start_phone_audio.unwrap();
        let input = StartPhoneAudioInput::new(ECHO).with_phone_number("+14255550101");
        let own: Link<PhoneAudioInvitation> =
            ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast();
        bench.advance(2);
        let invitation = ann.get(bench, &own);
        let phone = ann.get(bench, &invitation.links.phone_audio.unwrap());
        assert_eq!(phone.state, Some(CallState::Connected));
        ann.events(bench);
        scene.bench.is_tidy();
    }
}

#[test]
fn a_bot_declines_calls() {
    let mut bot = Bot::default();
    bot.declines = true;
    let mut scene = scene(bot, WireFormat::Json);
    let Scene { bench, ann, .. } = &mut scene;
    let link = ann.communication().links.start_audio.unwrap();
    ann.call(bench, &link.post(StartAudioInput::new(ECHO))).unwrap();
    let events = ann.events(bench);
    let states =
        events.iter().filter_map(|(_, event)| event.resource_as::<AudioVideoInvitation>()?.state.clone());
    assert_eq!(states.collect::<Vec<_>>().pop(), Some(InvitationState::Declined));
}

#[test]
fn a_bot_joins_an_online_meeting_and_echoes_there() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut scene = scene(Bot::echo(), format);
        let (ours, _) = scene.ann_and_bo_talk();
        let Scene { bench, ann, bo, .. } = &mut scene;
        let add = ann.get(bench, &ours).links.add_participant.unwrap();
        ann.call(bench, &add.post(AddParticipantInput::new(ECHO))).unwrap();
        let seen = ann.get(bench, &ours);
        assert_eq!(seen.participant_count, Some(3));
        ann.events(bench);
        bo.events(bench);
        let messaging = ann.get(bench, &seen.links.messaging.unwrap());
        let send = messaging.links.send_message.unwrap();
        let text = RawBody::new("text/plain", "Who is there?");
        ann.call(bench, &send.post_with(SendMessageQuery::new("m1"), text)).unwrap();
        // Bo hears both.
        let events = bo.events(bench);
        let texts = events.iter().filter_map(|(_, event)| event.resource_as::<Message>());
        let texts = texts.map(|it| it.plain_message.as_ref().unwrap().to_text().unwrap());
        assert_eq!(texts.collect::<Vec<_>>(), ["Who is there?", "Who is there?"]);
        scene.bench.is_tidy();
    }
}
