//! Past conversations: what a user has missed, and what was said.

use ucwa_types::api::{
    AcceptWithAnswerQuery, AudioTranscriptStatus, AudioVideoInvitation, ContinueAudioInput,
    ContinueAudioVideoInput, ContinueMessagingInput, ContinuePhoneAudioInput, ContinueVideoInput,
    ConversationLog, ConversationLogStatus, ConversationLogType, ConversationLogsQuery,
    ConversationModalityType, Direction, GenericPolicy, InvitationState, Message, Messaging,
    MessagingInvitation, PhoneAudioInvitation, SendMessageQuery, StartAudioInput, StartMessagingInput,
    StartPhoneAudioInput,
};
use ucwa_types::event::EventType;
use ucwa_types::operation::RawBody;
use ucwa_types::rest::WireFormat;
use ucwa_types::{ExternalResource, Link};

use crate::bench::{ANN, BO, Bench, Client, config};
use crate::scene::{Scene, started};

/// Ann and Bo are available, and have received the events of that.
fn available(format: WireFormat) -> (Bench, Client, Client) {
    let mut bench = Bench::new(config(1));
    let (mut ann, mut bo) = (bench.ann(), bench.bo());
    (ann.format, bo.format) = (format, format);
    bench.advance(5);
    ann.events(&mut bench);
    bo.events(&mut bench);
    (bench, ann, bo)
}

fn invite(bench: &mut Bench, ann: &mut Client) {
    let link = ann.communication().links.start_messaging.unwrap();
    let input = StartMessagingInput::new(BO)
        .with_subject("Lunch")
        .with_message(ExternalResource::from_text("text/plain", "At noon?"));
    ann.call(bench, &link.post(input)).unwrap();
}

/// The invitation that has arrived.
fn invitation(bench: &mut Bench, client: &mut Client) -> MessagingInvitation {
    let events = client.events(bench);
    let started = events.iter().find(|(_, event)| event.r#type == Some(EventType::Started)).unwrap();
    started.1.resource_as::<MessagingInvitation>().unwrap().clone()
}

/// The counts: logs, missed conversations, and those of them that are unread.
fn missed(bench: &mut Bench, client: &mut Client) -> [i64; 3] {
    let link = client.communication().links.missed_items.unwrap();
    let items = client.get(bench, &link);
    let counts = [
        items.conversation_logs_count,
        items.missed_conversations_count,
        items.unread_missed_conversations_count,
    ];
    counts.map(Option::unwrap)
}

/// The logs, the latest first.
fn logs(bench: &mut Bench, client: &mut Client) -> Vec<ConversationLog> {
    let link = client.communication().links.conversation_logs.unwrap();
    let links = client.get(bench, &link).links.conversation_log;
    links.iter().map(|link| client.get(bench, link)).collect()
}

/// Keeps conversations in the user's history.
fn archive(bench: &mut Bench, client: &mut Client) {
    client.refresh(bench);
    let communication = client.communication();
    let link = communication.links.self_.clone().unwrap();
    let put = link.put(communication.with_conversation_history(GenericPolicy::Enabled));
    client.call(bench, &put).unwrap();
    bench.advance(5);
    client.events(bench);
}

#[test]
fn a_missed_invitation_is_counted_and_answered_later() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let (mut bench, mut ann, mut bo) = available(format);
        archive(&mut bench, &mut bo);
        assert_eq!(missed(&mut bench, &mut bo), [0, 0, 0]);
        invite(&mut bench, &mut ann);
        bo.events(&mut bench);
        bench.advance(30);
        assert_eq!(
            bo.lines(&mut bench),
            [
                "communication: completed messagingInvitation Failure Missed +",
                "communication: deleted conversation",
                "communication: updated missedItems +",
            ]
        );
        assert_eq!(missed(&mut bench, &mut bo), [1, 1, 1]);
        assert_eq!(missed(&mut bench, &mut ann), [0, 0, 0]);
        let log = logs(&mut bench, &mut bo).remove(0);
        assert_eq!(
            (log.status.clone(), log.direction.clone()),
            (Some(ConversationLogStatus::Missed), Some(Direction::Incoming))
        );
        assert_eq!(
            (log.subject.as_deref(), log.preview_message.as_deref()),
            (Some("Lunch"), Some("At noon?"))
        );
        let recipient = &log.embedded.conversation_log_recipient[0];
        assert_eq!(recipient.sip_uri.as_deref(), Some(ANN));
        let recipient = bo.get(&mut bench, &recipient.links.self_.clone().unwrap());
        assert_eq!(recipient.display_name.as_deref(), Some("Ann Example"));
        // Bo reads it.
        let read = log.links.mark_as_read.clone().unwrap();
        bo.call(&mut bench, &read.post(())).unwrap();
        assert_eq!(bo.lines(&mut bench), ["communication: updated missedItems +"]);
        assert_eq!(missed(&mut bench, &mut bo), [1, 1, 0]);
        assert_eq!(bo.call(&mut bench, &read.post(())).unwrap_err().status(), 409);
        // Bo answers, in the same thread.
        ann.events(&mut bench);
        let go_on = log.links.continue_messaging.clone().unwrap();
        let input = ContinueMessagingInput::default().with_operation_id("again");
        assert_eq!(bo.call(&mut bench, &go_on.post(input)).unwrap().status, 201);
        let theirs = invitation(&mut bench, &mut ann);
        assert_eq!((theirs.thread_id, theirs.subject.as_deref()), (log.thread_id.clone(), Some("Lunch")));
        bo.events(&mut bench);
        // Bo deletes it.
        let own = log.links.self_.clone().unwrap();
        bo.call(&mut bench, &own.delete()).unwrap();
        assert_eq!(bo.lines(&mut bench), ["communication: updated missedItems +"]);
        assert_eq!(missed(&mut bench, &mut bo), [0, 0, 0]);
        assert_eq!(bo.call(&mut bench, &own.get()).unwrap_err().status(), 404);
        bench.is_tidy();
    }
}

#[test]
fn who_keeps_a_history_can_read_what_was_said() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let (mut bench, mut ann, mut bo) = available(format);
        archive(&mut bench, &mut ann);
        invite(&mut bench, &mut ann);
        let theirs = invitation(&mut bench, &mut bo);
        bo.call(&mut bench, &theirs.links.accept.clone().unwrap().post(())).unwrap();
        let messaging: Link<Messaging> = theirs.links.messaging.clone().unwrap();
        let send = bo.get(&mut bench, &messaging).links.send_message.unwrap();
        for number in 0..45 {
            let text = RawBody::new("text/plain", format!("Message {number}"));
            bo.call(&mut bench, &send.post_with(SendMessageQuery::new(number.to_string()), text)).unwrap();
        }
        let heard = ann.events(&mut bench);
        let heard = heard.iter().filter_map(|(_, event)| event.resource_as::<Message>()).count();
        assert_eq!(heard, 45);
        let conversations = ann.communication().links.conversations.unwrap();
        let conversation = ann.get(&mut bench, &conversations).links.conversation.remove(0);
        ann.call(&mut bench, &conversation.delete()).unwrap();
        assert_eq!(
            ann.lines(&mut bench),
            ["communication: deleted conversation", "communication: updated missedItems +"]
        );
        // Bo keeps none.
        bo.events(&mut bench);
        bo.call(&mut bench, &theirs.links.conversation.clone().unwrap().delete()).unwrap();
        assert!(logs(&mut bench, &mut bo).is_empty());
        let log = logs(&mut bench, &mut ann).remove(0);
        assert_eq!(log.status, Some(ConversationLogStatus::Archived));
        assert_eq!((log.direction, log.total_recipients_count), (Some(Direction::Outgoing), Some(1)));
        // 46 entries, 20 to a page.
        let first = ann.get(&mut bench, &log.links.conversation_log_transcripts.unwrap());
        let entry = &first.embedded.conversation_log_transcript[0];
        let mine = entry.embedded.message_transcript.clone().unwrap();
        assert_eq!(mine.plain_message.clone().unwrap().to_text().unwrap(), "At noon?");
        assert!(entry.links.me.is_some() && entry.links.contact.is_none());
        assert_eq!(ann.get(&mut bench, &entry.links.self_.clone().unwrap()), *entry);
        assert_eq!(ann.get(&mut bench, &mine.links.self_.clone().unwrap()), *mine);
        let theirs = &first.embedded.conversation_log_transcript[1];
        assert!(theirs.links.contact.is_some());
        let mut counts = vec![first.embedded.conversation_log_transcript.len()];
        let mut next = first.links.next_conversation_log_transcripts;
        while let Some(link) = next {
            let page = ann.get(&mut bench, &link);
            counts.push(page.embedded.conversation_log_transcript.len());
            next = page.links.next_conversation_log_transcripts;
        }
        assert_eq!(counts, [20, 20, 6]);
        bench.is_tidy();
    }
}

#[test]
fn the_latest_logs_come_first() {
    let (mut bench, mut ann, mut bo) = available(WireFormat::Json);
    archive(&mut bench, &mut bo);
    for subject in ["First", "Second", "Third"] {
        let link = ann.communication().links.start_messaging.unwrap();
        ann.call(&mut bench, &link.post(StartMessagingInput::new(BO).with_subject(subject))).unwrap();
        bench.advance(30);
        ann.events(&mut bench);
        bo.events(&mut bench);
    }
    let link = bo.communication().links.conversation_logs.unwrap();
    let two = link.get_with(ConversationLogsQuery::default().with_limit(2));
    let two = bo.call(&mut bench, &two).unwrap().output.unwrap().links.conversation_log;
    let subjects: Vec<_> = two.iter().map(|link| bo.get(&mut bench, link).subject.unwrap()).collect();
    assert_eq!(subjects, ["Third", "Second"]);
    let none = link.get_with(ConversationLogsQuery::default().with_limit(0));
    assert_eq!(bo.call(&mut bench, &none).unwrap_err().status(), 400);
}

/// SDP with audio, and with video if it is wanted.
fn sdp(has_video: bool) -> String {
    let video = if has_video { "m=video 5002 RTP/AVP 31\r\na=sendrecv\r\n" } else { "" };
    let audio = "m=audio 5000 RTP/AVP 0\r\na=sendrecv\r\n";
    format!("v=0\r\no=- 0 0 IN IP4 192.0.2.1\r\ns=session\r\nt=0 0\r\n{audio}{video}")
}

#[test]
fn a_past_call_is_kept_and_continued() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut scene = Scene::new(format);
        let Scene { bench, ann, bo, .. } = &mut scene;
        archive(bench, ann);
        let link = ann.communication().links.start_audio.unwrap();
        let offer = |has_video: bool| ExternalResource::from_text("application/sdp", &sdp(has_video));
        let input = StartAudioInput::new(BO).with_subject("Lunch").with_media_offer(offer(false));
        let own: Link<AudioVideoInvitation> =
            ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast();
        let theirs: AudioVideoInvitation = started(&bo.events(bench));
        let accept = theirs.links.accept_with_answer.clone().unwrap();
        let answer = RawBody::new("application/sdp", sdp(false).into_bytes());
        bo.call(bench, &accept.post_with(AcceptWithAnswerQuery::new("bo-1"), answer)).unwrap();
        bench.advance(42);
        let conversation = ann.get(bench, &own).links.conversation.unwrap();
        ann.events(bench);
        ann.call(bench, &conversation.delete()).unwrap();
        let lines = ann.lines(bench);
        assert_eq!(lines.last().unwrap(), "communication: updated missedItems +");
        let log = logs(bench, ann).remove(0);
        assert_eq!(log.r#type, Some(ConversationLogType::AudioLog));
        let entries = ann.get(bench, &log.links.conversation_log_transcripts.clone().unwrap());
        let entries = entries.embedded.conversation_log_transcript;
        let seen: Vec<_> = entries
            .iter()
            .map(|entry| {
                let audio = entry.embedded.audio_transcript.clone().unwrap();
                assert_eq!(ann.get(bench, &audio.links.self_.clone().unwrap()), *audio);
                (audio.status.unwrap(), audio.duration)
            })
            .collect();
        assert_eq!(
            seen,
            [
                (AudioTranscriptStatus::Connected, None),
                (AudioTranscriptStatus::Ended, Some("PT42S".to_owned())),
            ]
        );
        // Ann calls again, in the same thread.
        bo.events(bench);
        let links = log.links.clone();
        let audio = ContinueAudioInput::default().with_media_offer(offer(false));
        let both = ContinueAudioVideoInput::default().with_media_offer(offer(true));
        let video = ContinueVideoInput::default().with_media_offer(offer(true));
        let phone = ContinuePhoneAudioInput::default().with_phone_number("+14255550101");
        for index in 0..3 {
            bo.events(bench);
            let reply = match index {
                0 => ann.call(bench, &links.continue_audio.clone().unwrap().post(audio.clone())),
                1 => ann.call(bench, &links.continue_video.clone().unwrap().post(video.clone())),
                _ => ann.call(bench, &links.continue_audio_video.clone().unwrap().post(both.clone())),
            };
            let reply = reply.unwrap().location;
            let own: Link<AudioVideoInvitation> = reply.unwrap().cast();
            let own = ann.get(bench, &own);
            assert_eq!(
                (own.thread_id.clone(), own.state),
                (log.thread_id.clone(), Some(InvitationState::Alerting))
            );
            let theirs: AudioVideoInvitation = started(&bo.events(bench));
            assert_eq!((theirs.thread_id, theirs.subject.as_deref()), (log.thread_id.clone(), Some("Lunch")));
            let cancel = own.links.cancel.unwrap();
            ann.call(bench, &cancel.post(())).unwrap();
        }
        let reply = ann.call(bench, &links.continue_phone_audio.unwrap().post(phone)).unwrap();
        assert_eq!(reply.status, 201);
        scene.bench.is_tidy();
    }
}

#[test]
fn a_missed_call_has_the_type_of_an_answered_one() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        for is_cancelled in [true, false] {
            let mut scene = Scene::new(format);
            archive(&mut scene.bench, &mut scene.bo);
            let Scene { bench, ann, bo, .. } = &mut scene;
            let link = ann.communication().links.start_phone_audio.unwrap();
            let input = StartPhoneAudioInput::new(BO).with_phone_number("+14255550101");
            let own: Link<PhoneAudioInvitation> =
                ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast();
            bench.advance(2);
            if is_cancelled {
                let cancel = ann.get(bench, &own).links.cancel.unwrap();
                ann.call(bench, &cancel.post(())).unwrap();
            }
            bench.advance(30);
            let log = logs(bench, bo).remove(0);
            assert_eq!(log.status, Some(ConversationLogStatus::Missed));
            assert_eq!(log.r#type, Some(ConversationLogType::AudioLog));
            assert_eq!(log.modalities, Some(vec![ConversationModalityType::Audio]));
        }
    }
}
