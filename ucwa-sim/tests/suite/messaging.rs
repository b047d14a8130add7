use ucwa_sim::{Bot, Config, Embedding, Fault, Person, Quirks, Rule};
use ucwa_types::api::{
    AddMessagingInput, CallState, DeclineInput, Direction, Message, MessageFormat, Messaging,
    MessagingInvitation, SendMessageQuery, StartMessagingInput,
};
use ucwa_types::event::EventType;
use ucwa_types::operation::RawBody;
use ucwa_types::rest::{Reply, WireFormat};
use ucwa_types::{ExternalResource, Link};

use crate::bench::{ANN, BO, Bench, Client, Failure, config, line};

/// Ann and Bo are available, and have received the events of that.
fn available(config: Config) -> (Bench, Client, Client) {
    let mut bench = Bench::new(config);
    let (mut ann, mut bo) = (bench.ann(), bench.bo());
    bench.advance(5);
    ann.events(&mut bench);
    bo.events(&mut bench);
    (bench, ann, bo)
}

/// Ann writes to Bo. Returns her invitation.
fn invite(bench: &mut Bench, ann: &mut Client, to: &str) -> Link<MessagingInvitation> {
    let link = ann.communication().links.start_messaging.unwrap();
    let input = StartMessagingInput::new(to)
        .with_operation_id("invite")
        .with_subject("Lunch")
        .with_message(ExternalResource::from_text("text/plain", "At noon?"));
    ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast()
}

/// The invitation that Bo has received.
fn invitation(bench: &mut Bench, bo: &mut Client) -> MessagingInvitation {
    let events = bo.events(bench);
    let started = events.iter().find(|(_, event)| event.r#type == Some(EventType::Started)).unwrap();
    let link: Link<MessagingInvitation> = started.1.link.clone().unwrap().cast();
    bo.get(bench, &link)
}

fn send(
    bench: &mut Bench,
    client: &mut Client,
    messaging: &Link<Messaging>,
    operation: &str,
    text: &str,
) -> Result<Reply<Message>, Failure> {
    let link = client.get(bench, messaging).links.send_message.expect("sendMessage");
    client.call(bench, &link.post_with(SendMessageQuery::new(operation), RawBody::new("text/plain", text)))
}

/// Ann and Bo in a conversation, and its `messaging` for each.
fn connected(config: Config) -> (Bench, Client, Client, Link<Messaging>, Link<Messaging>) {
    let (mut bench, mut ann, mut bo) = available(config);
    let own = invite(&mut bench, &mut ann, BO);
    let theirs = invitation(&mut bench, &mut bo);
    bo.call(&mut bench, &theirs.links.accept.unwrap().post(())).unwrap();
    ann.events(&mut bench);
    bo.events(&mut bench);
    let ours = ann.get(&mut bench, &own).links.messaging.unwrap();
    (bench, ann, bo, ours, theirs.links.messaging.unwrap())
}

#[test]
fn an_invitation_is_accepted() {
    for format in [WireFormat::Json, WireFormat::Xml] {
        let (mut bench, mut ann, mut bo) = available(config(1));
        (ann.format, bo.format) = (format, format);
        let own = invite(&mut bench, &mut ann, BO);
        assert_eq!(
            ann.lines(&mut bench),
            [
                "communication: started messagingInvitation +",
                "communication: added conversation +",
                "conversation: added localParticipant +",
                "conversation: updated messaging +",
                "communication: updated messagingInvitation +",
            ]
        );
        let seen = ann.get(&mut bench, &own);
        assert_eq!(seen.operation_id.as_deref(), Some("invite"));
        assert!(seen.links.cancel.is_some() && seen.links.accept.is_none());
        let events = bo.events(&mut bench);
        assert_eq!(
            events.iter().map(|(sender, event)| line(sender, event)).collect::<Vec<_>>(),
            [
                "communication: started messagingInvitation +",
                "communication: added conversation +",
                "conversation: added localParticipant +",
                "conversation: added participant",
            ]
        );
        let theirs: &MessagingInvitation = events[0].1.resource_as().unwrap();
        assert_eq!(theirs.message.as_ref().unwrap().to_text().unwrap(), "At noon?");
        assert_eq!(theirs.embedded.from.as_ref().unwrap().uri.as_deref(), Some(ANN));
        let accept = theirs.links.accept.clone().unwrap();
        bo.call(&mut bench, &accept.post(())).unwrap();
        assert_eq!(
            bo.lines(&mut bench),
            [
                "conversation: updated messaging +",
                "communication: updated conversation +",
                "conversation: added participantMessaging in localParticipant +",
                "conversation: added participantMessaging in participant",
                "communication: completed messagingInvitation Success +",
            ]
        );
        assert_eq!(
            ann.lines(&mut bench),
            [
                "communication: updated conversation +",
                "conversation: added participant",
                "conversation: added participantMessaging in participant",
                "conversation: added participantMessaging in localParticipant +",
                "conversation: updated messaging +",
                "communication: completed messagingInvitation Success +",
            ]
        );
        let seen = ann.get(&mut bench, &own);
        assert!(seen.links.cancel.is_none());
        assert_eq!(seen.embedded.accepted_by_participant[0].uri.as_deref(), Some(BO));
        bench.is_tidy();
    }
}

#[test]
fn messages_go_both_ways() {
    for (format, embedding) in [
        (WireFormat::Json, Embedding::AsObserved),
        (WireFormat::Xml, Embedding::AsObserved),
        (WireFormat::Json, Embedding::Never),
    ] {
        let mut quirks = Quirks::default();
        quirks.embedding = embedding;
        let (mut bench, mut ann, mut bo, ours, theirs) = connected(config(1).with_quirks(quirks));
        (ann.format, bo.format) = (format, format);
        let bare = embedding == Embedding::Never;
        let reply = send(&mut bench, &mut ann, &ours, "m1", "Noon \u{2603}").unwrap();
        assert_eq!(reply.status, 201);
        let received = bo.events(&mut bench);
        let lines: Vec<_> = received.iter().map(|(sender, event)| line(sender, event)).collect();
        let expected =
            if bare { "conversation: started message" } else { "conversation: completed message Success +" };
        assert_eq!(lines, [expected]);
        let link: Link<Message> = received[0].1.link.clone().unwrap().cast();
        let message = bo.get(&mut bench, &link);
        assert_eq!(message.plain_message.unwrap().to_text().unwrap(), "Noon \u{2603}");
        if bare {
            assert_eq!(bo.lines(&mut bench), ["conversation: completed message Success"]);
            assert_eq!(
                ann.lines(&mut bench),
                ["conversation: started message", "conversation: completed message Success"]
            );
        } else {
            assert_eq!(
                ann.lines(&mut bench),
                ["conversation: started message +", "conversation: completed message Success +"]
            );
        }
        send(&mut bench, &mut bo, &theirs, "m1", "See you").unwrap();
        assert_eq!(ann.events(&mut bench).len(), 1);
        bench.is_tidy();
        // No two operations of one application have the same id.
        let twice = send(&mut bench, &mut ann, &ours, "m1", "Noon").unwrap_err();
        assert_eq!(twice.subcode(), Some("AlreadyExists"));
    }
}

#[test]
fn a_message_that_does_not_arrive_is_told_to_its_sender() {
    let rule = Rule::new(Fault::Undelivered).on("sendMessage").times(1);
    let (mut bench, mut ann, mut bo, ours, _) = connected(config(1).with_fault(rule).unwrap());
    send(&mut bench, &mut ann, &ours, "m1", "Hello?").unwrap();
    assert!(bo.events(&mut bench).is_empty());
    let failed = "conversation: completed message Failure Unreachable +";
    assert_eq!(ann.lines(&mut bench), ["conversation: started message +", failed]);
    // A message that is not fetched in time is not delivered either.
    let mut quirks = Quirks::default();
    quirks.embedding = Embedding::Never;
    let (mut bench, mut ann, mut bo, ours, _) = connected(config(1).with_quirks(quirks));
    send(&mut bench, &mut ann, &ours, "m1", "Hello?").unwrap();
    bo.events(&mut bench);
    bench.advance(30);
    assert_eq!(bo.lines(&mut bench), ["conversation: completed message Failure Expired"]);
    let failed = "conversation: completed message Failure Unreachable";
    assert_eq!(ann.lines(&mut bench), ["conversation: started message", failed]);
    bench.is_tidy();
}

#[test]
fn an_invitation_that_is_not_accepted_ends() {
    type Act = fn(&mut Bench, &mut Client, &Link<MessagingInvitation>, &mut Client, &MessagingInvitation);
    let acts: [(Act, &str, &str); 3] = [
        (
            |bench, _, _, bo, theirs| {
                let decline = theirs.links.decline.clone().unwrap();
                bo.call(bench, &decline.post(DeclineInput::default())).unwrap();
            },
            "Declined",
            "Declined",
        ),
        (
            |bench, ann, own, _, _| {
                let cancel = ann.get(bench, own).links.cancel.unwrap();
                ann.call(bench, &cancel.post(())).unwrap();
            },
            "Canceled",
            "Canceled",
        ),
        (|bench, _, _, _, _| bench.advance(30), "Timeout", "Missed"),
    ];
    for (act, to_ann, to_bo) in acts {
        let (mut bench, mut ann, mut bo) = available(config(1));
        let own = invite(&mut bench, &mut ann, BO);
        let theirs = invitation(&mut bench, &mut bo);
        ann.events(&mut bench);
        act(&mut bench, &mut ann, &own, &mut bo, &theirs);
        for (client, reason) in [(&mut ann, to_ann), (&mut bo, to_bo)] {
            let expected = [
                format!("communication: completed messagingInvitation Failure {reason} +"),
                "communication: deleted conversation".to_owned(),
            ];
            assert_eq!(client.lines(&mut bench), expected);
        }
        assert_eq!(bench.sim.conversations(), 0);
        bench.is_tidy();
    }
}

#[test]
fn who_cannot_be_reached_is_not_invited() {
    let (mut bench, mut ann, mut bo) =
        available(config(1).with_user(Person::new("sip:cy@example.com", "Cy", "")).unwrap());
    let dnd = ucwa_types::api::PresenceInput::default()
        .with_availability(ucwa_types::api::PreferredAvailability::DoNotDisturb);
    bo.call(&mut bench, &bo.me().links.presence.unwrap().post(dnd)).unwrap();
    for (index, (to, reason)) in [
        ("sip:nobody@example.com", "DestinationNotFound"),
        ("sip:cy@example.com", "TemporarilyUnavailable"),
        (BO, "DoNotDisturb"),
    ]
    .into_iter()
    .enumerate()
    {
        let link = ann.communication().links.start_messaging.unwrap();
        let input = StartMessagingInput::new(to).with_operation_id(index.to_string());
        let location = ann.call(&mut bench, &link.post(input)).unwrap().location.unwrap();
        assert!(location.href().contains("/messagingInvitations/"), "{}", location.href());
        let lines = ann.lines(&mut bench);
        let expected = format!("communication: completed messagingInvitation Failure {reason} +");
        assert!(lines.contains(&expected), "{lines:?}");
    }
    assert_eq!(bench.sim.conversations(), 0);
}

#[test]
fn who_types_is_seen_until_the_message_or_for_a_while() {
    let (mut bench, mut ann, mut bo, ours, theirs) = connected(config(1));
    let typing = ann.get(&mut bench, &ours).links.set_is_typing.unwrap();
    ann.call(&mut bench, &typing.post(())).unwrap();
    ann.call(&mut bench, &typing.post(())).unwrap();
    let (added, deleted) = (
        "conversation: added participant in typingParticipants",
        "conversation: deleted participant in typingParticipants",
    );
    assert_eq!(bo.lines(&mut bench), [added]);
    bench.advance(10);
    assert_eq!(bo.lines(&mut bench), [deleted]);
    ann.call(&mut bench, &typing.post(())).unwrap();
    send(&mut bench, &mut ann, &ours, "m1", "Well").unwrap();
    assert_eq!(bo.lines(&mut bench), [added, deleted, "conversation: completed message Success +"]);
    let messaging = bo.get(&mut bench, &theirs);
    assert_eq!(messaging.state, Some(CallState::Connected));
    bench.is_tidy();
}

#[test]
fn messaging_is_stopped_and_added_again() {
    let (mut bench, mut ann, mut bo, ours, theirs) = connected(config(1));
    let stop = ann.get(&mut bench, &ours).links.stop_messaging.unwrap();
    ann.call(&mut bench, &stop.post(())).unwrap();
    let expected = [
        "conversation: deleted participantMessaging in participant",
        "conversation: deleted participantMessaging in localParticipant",
        "conversation: updated messaging +",
        "communication: updated conversation +",
    ];
    assert_eq!(ann.lines(&mut bench), expected);
    assert_eq!(bo.lines(&mut bench), expected);
    let links = ann.get(&mut bench, &ours).links;
    assert!(links.send_message.is_none() && links.stop_messaging.is_none());
    let conversations = ann.communication().links.conversations.unwrap();
    assert!(ann.get(&mut bench, &conversations).links.conversation.is_empty());
    let again = links.add_messaging.unwrap().post(AddMessagingInput::default().with_operation_id("again"));
    ann.call(&mut bench, &again).unwrap();
    let accept = invitation(&mut bench, &mut bo).links.accept.unwrap();
    bo.call(&mut bench, &accept.post(())).unwrap();
    send(&mut bench, &mut bo, &theirs, "m1", "Here again").unwrap();
    let lines = ann.lines(&mut bench);
    assert_eq!(lines.last().unwrap(), "conversation: completed message Success +");
    assert_eq!(ann.get(&mut bench, &conversations).links.conversation.len(), 1);
    bench.is_tidy();
}

#[test]
fn who_leaves_leaves_the_other_alone() {
    let (mut bench, mut ann, mut bo, ours, theirs) = connected(config(1));
    let conversation = ann.get(&mut bench, &ours).links.conversation.unwrap();
    ann.call(&mut bench, &conversation.delete()).unwrap();
    assert_eq!(ann.lines(&mut bench), ["communication: deleted conversation"]);
    assert_eq!(
        bo.lines(&mut bench),
        [
            "conversation: deleted participantMessaging in participant",
            "conversation: deleted participantMessaging in localParticipant",
            "conversation: updated messaging +",
            "communication: updated conversation +",
            "conversation: deleted participant",
        ]
    );
    let links = bo.get(&mut bench, &theirs).links;
    assert!(links.send_message.is_none() && links.add_messaging.is_none());
    bo.call(&mut bench, &links.conversation.unwrap().delete()).unwrap();
    assert_eq!(bench.sim.conversations(), 0);
    bench.is_tidy();
}

#[test]
fn an_invitation_rings_wherever_somebody_is_available() {
    let (mut bench, mut ann, mut bo) = available(config(1));
    let mut phone = bench.sign_in(BO, "secret");
    phone.become_available(&mut bench);
    bench.advance(5);
    phone.events(&mut bench);
    let own = invite(&mut bench, &mut ann, BO);
    let here = invitation(&mut bench, &mut bo).links.accept.unwrap();
    let there = invitation(&mut bench, &mut phone).links.accept.unwrap();
    bo.call(&mut bench, &here.post(())).unwrap();
    assert_eq!(
        phone.lines(&mut bench),
        [
            "communication: completed messagingInvitation Failure ConnectedElsewhere +",
            "communication: deleted conversation",
        ]
    );
    assert!(phone.call(&mut bench, &there.post(())).is_err());
    assert_eq!(ann.get(&mut bench, &own).state, Some(ucwa_types::api::InvitationState::Connected));
    bench.is_tidy();
}

#[test]
fn a_bot_answers() {
    let config = Config::new(1)
        .with_user(Person::new(ANN, "Ann Example", "a+b & c%"))
        .and_then(|config| config.with_user(Person::new(BO, "Bo Example", "").with_bot(Bot::echo())))
        .unwrap();
    let mut bench = Bench::new(config);
    let mut ann = bench.ann();
    bench.advance(5);
    ann.events(&mut bench);
    let own = invite(&mut bench, &mut ann, BO);
    let texts = |events: &[(ucwa_types::api::Sender, ucwa_types::api::Event)]| -> Vec<String> {
        let messages = events.iter().filter_map(|(_, event)| event.resource_as::<Message>());
        let received = messages.filter(|it| it.operation_id.is_none());
        received.map(|it| it.plain_message.as_ref().unwrap().to_text().unwrap()).collect()
    };
    assert_eq!(texts(&ann.events(&mut bench)), ["At noon?"]);
    let messaging = ann.get(&mut bench, &own).links.messaging.unwrap();
    send(&mut bench, &mut ann, &messaging, "m1", "Or at one?").unwrap();
    assert_eq!(texts(&ann.events(&mut bench)), ["Or at one?"]);
    bench.is_tidy();
}

#[test]
fn html_is_for_users_who_can_show_it() {
    let plain = [MessageFormat::Plain].as_slice();
    let both = [MessageFormat::Plain, MessageFormat::Html].as_slice();
    for (ours, theirs, expected) in
        [(both, both, Ok("text/html")), (both, plain, Err(415)), (plain, both, Err(415))]
    {
        let mut bench = Bench::new(config(1));
        let mut ann = bench.sign_in(ANN, "a+b & c%");
        let mut bo = bench.sign_in(BO, "secret");
        for (client, formats) in [(&mut ann, ours), (&mut bo, theirs)] {
            client.become_available_with(&mut bench, formats);
            bench.advance(5);
            client.events(&mut bench);
        }
        let own = invite(&mut bench, &mut ann, BO);
        let accept = invitation(&mut bench, &mut bo).links.accept.unwrap();
        bo.call(&mut bench, &accept.post(())).unwrap();
        bo.events(&mut bench);
        let messaging = ann.get(&mut bench, &own).links.messaging.unwrap();
        let link = ann.get(&mut bench, &messaging).links.send_message.unwrap();
        let html = RawBody::new("text/html; charset=utf-8", "<b>At one?</b>");
        let sent = ann.call(&mut bench, &link.post_with(SendMessageQuery::new("html"), html));
        assert_eq!(sent.as_ref().map(|_| ()).map_err(|error| error.status().as_u16()), expected.map(|_| ()));
        let events = bo.events(&mut bench);
        let received = events.iter().find_map(|(_, event)| event.resource_as::<Message>());
        let content = received.and_then(|message| message.html_message.as_ref());
        assert_eq!(content.and_then(ExternalResource::data).map(|it| it.media_type()), expected.ok());
        // Plain text is for everybody, in UTF-8.
        send(&mut bench, &mut ann, &messaging, "plain", "At one?").unwrap();
        let bytes = RawBody::new("text/plain", *b"\xff");
        let wrong = ann.call(&mut bench, &link.post_with(SendMessageQuery::new("bytes"), bytes)).unwrap_err();
        assert_eq!(wrong.status(), 400);
    }
}

#[test]
fn a_bot_answers_in_the_format_of_the_message() {
    for (formats, media_type, text) in [
        (&[MessageFormat::Plain, MessageFormat::Html][..], "text/html", "<b>Hi</b>"),
        (&[MessageFormat::Plain, MessageFormat::Html], "text/plain", "Hi"),
        (&[MessageFormat::Plain], "text/plain", "Hi"),
    ] {
        let echo = Person::new("sip:echo@example.com", "Echo", "").with_bot(Bot::echo());
        let mut bench = Bench::new(config(1).with_user(echo).unwrap());
        let mut ann = bench.sign_in(ANN, "a+b & c%");
        ann.become_available_with(&mut bench, formats);
        bench.advance(5);
        ann.events(&mut bench);
        let own = invite(&mut bench, &mut ann, "sip:echo@example.com");
        ann.events(&mut bench);
        let messaging = ann.get(&mut bench, &own).links.messaging.unwrap();
        let link = ann.get(&mut bench, &messaging).links.send_message.unwrap();
        let content = RawBody::new(media_type, text);
        ann.call(&mut bench, &link.post_with(SendMessageQuery::new("1"), content)).unwrap();
        let events = ann.events(&mut bench);
        let messages = events.iter().filter_map(|(_, event)| event.resource_as::<Message>());
        let incoming = messages.filter(|it| it.direction == Some(Direction::Incoming));
        let seen: Vec<_> = incoming
            .filter_map(|it| it.html_message.as_ref().or(it.plain_message.as_ref()))
            .map(|it| (it.data().unwrap().media_type().to_owned(), it.to_text().unwrap()))
            .collect();
        assert_eq!(seen.last(), Some(&(media_type.to_owned(), text.to_owned())));
    }
}
