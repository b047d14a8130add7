//! The programs of `docs/guide/clients.md`: a bot and an archive, which talk to a fake server without a network.

#![allow(
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "the programs are to be read beside the guide"
)]

mod bot;
mod fake_server;
mod logger;
mod session;

use std::io;
use std::time::Duration;

use http::{Method, Request, Response, Uri};
use ucwa_types::Link;
use ucwa_types::api::{Applications, Conversation, Event, Me, Message, Sender};
use ucwa_types::event::EventType;

use crate::fake_server::{FakeServer, HOST};
use crate::session::Session;

const GUIDE: &str = include_str!("../../../docs/guide/clients.md");

/// The programs, as the guide shows them.
const PROGRAMS: [(&str, &str); 4] = [
    ("session.rs", include_str!("session.rs")),
    ("bot.rs", include_str!("bot.rs")),
    ("logger.rs", include_str!("logger.rs")),
    ("fake_server.rs", include_str!("fake_server.rs")),
];

/// What is there instead of an HTTP client.
fn in_process(server: &FakeServer) -> impl Fn(Request<Vec<u8>>, Duration) -> io::Result<Response<Vec<u8>>> {
    |request, _| server.answer(&request).map_err(io::Error::other)
}

fn signed_in<'a>(http: session::Http<'a>) -> (Session<'a>, Link<Applications>) {
    let mut session = Session::new(http, HOST.parse().unwrap(), "ann@example.com", "pass&word");
    let applications = session.discover().unwrap();
    (session, applications)
}

#[test]
fn the_bot_answers_whoever_writes() {
    let server = FakeServer::default();
    let http = in_process(&server);
    let (session, applications) = signed_in(&http);
    bot::run(&session, &applications, "I shall be back at two.").unwrap();
    assert_eq!(server.messages(), ["I shall be back at two."]);
}

#[test]
fn the_archive_has_every_event_unchanged() {
    let server = FakeServer::default();
    // The application ends once all that is sent here was asked for.
    let answer = in_process(&server);
    let http = |request: Request<Vec<u8>>, wait| {
        if request.uri().query() == Some("ack=2") {
            let mut end = request.clone();
            *end.method_mut() = Method::DELETE;
            *end.uri_mut() = Uri::from_static("/a/1");
            answer(end, wait)?;
        }
        answer(request, wait)
    };
    let (session, applications) = signed_in(&http);

    // A documented event, with a property that is not; and an event that is not documented.
    let mut conversation = Conversation::default().with_subject("Lunch");
    conversation.unknown.insert("vendorThing", "Enabled");
    let added =
        Event::new(EventType::Added, &Link::<Conversation>::new("/a/1/c/1")).with_resource(conversation);
    let changed = Event::new(EventType::Updated, &Link::<Message>::new("/a/1/c/1/messages/1"));
    let updated = Event::new(EventType::Updated, &Link::<Me>::new("/a/1/me"));
    let sent = [
        Sender::new("communication", "/a/1/c").with_event(added),
        Sender::new("conversation", "/a/1/c/1").with_event(changed),
        Sender::new("me", "/a/1/me").with_event(updated),
    ];
    sent.iter().cloned().for_each(|sender| server.send(sender));

    let mut archive = Vec::new();
    let undocumented = logger::run(&session, &applications, &mut archive).unwrap();
    let lines = String::from_utf8(archive).unwrap();
    let read: Vec<Sender> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, sent);
    assert!(lines.contains("vendorThing"), "{lines}");
    assert_eq!(undocumented.into_iter().collect::<Vec<_>>(), [("message".into(), "updated".into())]);
}

#[test]
fn the_guide_shows_the_programs_that_run() {
    for (name, program) in PROGRAMS {
        assert!(
            GUIDE.contains(&format!("```rust,ignore\n{program}```\n")),
            "the guide does not have `{name}` as it is"
        );
    }
}

#[test]
fn the_fake_server_is_short() {
    let (_, program) = PROGRAMS[3];
    assert!(program.lines().count() <= 150 && !program.contains("json!"));
}
