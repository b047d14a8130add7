//! Guests: people without an account, who join an online meeting.

use ucwa_types::Link;
use ucwa_types::api::{
    AccessLevel, AddMessagingInput, Conversation, JoinOnlineMeeting, JoinOnlineMeetingInput, MakeMeAvailable,
    MakeMeAvailableInput, Message, MyOnlineMeeting, MyOnlineMeetingsInput, OnlineMeetingInvitation, Role,
    SendMessageQuery,
};
use ucwa_types::operation::RawBody;
use ucwa_types::rest::WireFormat;

use crate::bench::{Bench, Client, Failure};
use crate::scene::Scene;

/// Ann schedules a meeting that lets in users of her company only.
fn schedule(bench: &mut Bench, ann: &mut Client) -> MyOnlineMeeting {
    let meetings =
        ann.application.embedded.online_meetings.clone().unwrap().links.my_online_meetings.unwrap();
    let input = MyOnlineMeetingsInput::default().with_access_level(AccessLevel::SameEnterprise);
    ann.call(bench, &meetings.post(input)).unwrap().output.unwrap()
}

fn join(
    bench: &mut Bench,
    client: &mut Client,
    meeting: &MyOnlineMeeting,
    name: Option<&str>,
) -> Result<Link<OnlineMeetingInvitation>, Failure> {
    let uri = meeting.online_meeting_uri.clone().unwrap();
    let mut input = JoinOnlineMeetingInput::default().with_online_meeting_uri(uri);
    if let Some(name) = name {
        input.unknown.insert("anonymousDisplayName", name);
    }
    let link: Link<JoinOnlineMeeting> = client.communication().links.join_online_meeting.unwrap();
    client.call(bench, &link.post(input)).map(|reply| reply.location.unwrap().cast())
}

/// Adds messaging to a conversation.
fn add_messaging(bench: &mut Bench, client: &mut Client, conversation: &Link<Conversation>) {
    let messaging = client.get(bench, conversation).links.messaging.unwrap();
    let add = client.get(bench, &messaging).links.add_messaging.unwrap();
    client.call(bench, &add.post(AddMessagingInput::default())).unwrap();
}

fn failed<T>(outcome: Result<T, Failure>) -> (u16, Option<String>) {
    let failure = outcome.map(drop).unwrap_err();
    (failure.status().as_u16(), failure.subcode().map(str::to_owned))
}

#[test]
fn a_guest_waits_is_admitted_and_writes() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let mut scene = Scene::new(format);
        let Scene { bench, ann, bo, .. } = &mut scene;
        let (meeting, other) = (schedule(bench, ann), schedule(bench, ann));
        let uri = meeting.online_meeting_uri.clone().unwrap();
        let key = meeting.online_meeting_id.clone().unwrap();
        assert_eq!(bench.guest(&uri, "000000000000", format).err(), Some(400));
        let mut guest = bench.guest(&uri, &key, format).unwrap();
        // The key opens no other meeting, and nothing else.
        let embedded = &guest.application.embedded;
        assert!(embedded.people.is_none() && embedded.online_meetings.is_none());
        let me = guest.me();
        assert!(me.links.make_me_available.is_none() && me.links.photo.is_none());
        let available: Link<MakeMeAvailable> =
            Link::new(format!("{}/makeMeAvailable", me.links.self_.unwrap().href()));
        let refused = failed(guest.call(bench, &available.post(MakeMeAvailableInput::default())));
        assert_eq!(refused, (403, Some("AnonymousNotAllowed".to_owned())));
        assert_eq!(failed(join(bench, &mut guest, &other, None)), (403, None));
        // Ann and Bo are in, the guest waits.
        let own = join(bench, ann, &meeting, None).unwrap();
        join(bench, bo, &meeting, None).unwrap();
        scene.look_away();
        let Scene { bench, .. } = &mut scene;
        let theirs = join(bench, &mut guest, &meeting, Some("Zoe")).unwrap();
        assert_eq!(
            guest.lines(bench),
            [
                "communication: started onlineMeetingInvitation +",
                "communication: added conversation +",
                "conversation: added localParticipant +",
                "communication: updated conversation +",
                "conversation: updated localParticipant +",
            ]
        );
        let invitation = guest.get(bench, &theirs);
        assert_eq!(invitation.anonymous_display_name.as_deref(), Some("Zoe"));
        scene.ann_sees(&["conversation: added participant in lobby"]);
        scene.bo_sees(&[]);
        let Scene { bench, ann, .. } = &mut scene;
        let ours = ann.get(bench, &own).links.conversation.unwrap();
        let lobby = ann.get(bench, &ours).links.lobby.unwrap();
        let zoe = ann.get(bench, &lobby).embedded.participant.remove(0);
        assert_eq!(
            (zoe.name.as_deref(), zoe.anonymous, zoe.role),
            (Some("Zoe"), Some(true), Some(Role::Attendee))
        );
        assert!(zoe.links.contact.is_none());
        ann.call(bench, &zoe.links.admit.unwrap().post(())).unwrap();
        let lines = guest.lines(bench);
        assert_eq!(lines.last().unwrap(), "communication: completed onlineMeetingInvitation Success +");
        // They write to each other.
        let conversation = invitation.links.conversation.unwrap();
        add_messaging(bench, ann, &ours);
        add_messaging(bench, &mut guest, &conversation);
        ann.events(bench);
        let messaging = guest.get(bench, &conversation).links.messaging.unwrap();
        let send = guest.get(bench, &messaging).links.send_message.unwrap();
        let text = RawBody::new("text/plain", "Thanks");
        guest.call(bench, &send.post_with(SendMessageQuery::new("1"), text)).unwrap();
        let events = ann.events(bench);
        let message = events.iter().find_map(|(_, event)| event.resource_as::<Message>()).unwrap();
        assert_eq!(message.plain_message.as_ref().unwrap().to_text().unwrap(), "Thanks");
        assert!(message.links.participant.is_some() && message.links.contact.is_none());
        scene.bench.is_tidy();
    }
}
