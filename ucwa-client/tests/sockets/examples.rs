//! The examples, each run against the simulator until it has printed a line.

use std::error::Error;
use std::future::Future;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use ucwa_sim::{Fault, Rule};
use ucwa_types::api;

use crate::script::{Route, Script, Server, error};

#[path = "../../examples/archive.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod archive;
#[path = "../../examples/archive_blocking.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod archive_blocking;
#[path = "../../examples/bot.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod bot;
#[path = "../../examples/bot_blocking.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod bot_blocking;
#[path = "../../examples/presence.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod presence;
#[path = "../../examples/presence_blocking.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod presence_blocking;
#[path = "../../examples/write_first.rs"]
#[allow(dead_code, reason = "`main` is not called")]
mod write_first;

/// Sends each line that is written.
struct Lines(Sender<String>, Vec<u8>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            if *byte == b'\n' {
                let line = String::from_utf8_lossy(&std::mem::take(&mut self.1)).into_owned();
                // The test has what it waits for: the program ends.
                self.0.send(line).map_err(|_| io::ErrorKind::BrokenPipe)?;
            } else {
                self.1.push(*byte);
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

type Outcome = Result<(), Box<dyn Error>>;

/// Runs a program.
fn start(program: impl FnOnce(&mut Lines) -> Outcome + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let outcome = program(&mut Lines(sender.clone(), Vec::new()));
        let _ = sender.send(format!("ended: {outcome:?}"));
    });
    receiver
}

fn wait(lines: &Receiver<String>) -> String {
    lines.recv_timeout(Duration::from_secs(60)).unwrap()
}

/// Waits for what Bo writes, which ends with an empty line.
fn wait_for_text(lines: &Receiver<String>) {
    assert_eq!(wait(lines).trim_end(), Server::TEXT.trim_end());
    assert_eq!(wait(lines), "");
}

fn block_on(future: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(future)
}

/// The arguments to sign in with, and those that follow.
fn arguments(server: &Server, others: &[&str]) -> Vec<String> {
    let first = [server.root(), Server::USER, Server::PASSWORD];
    first.iter().chain(others).map(|argument| (*argument).to_owned()).collect()
}

#[test]
fn the_bots_answer() {
    let asynchronous = |arguments: Vec<String>| start(move |out| block_on(bot::run(&arguments, out)));
    let blocking = |arguments: Vec<String>| start(move |out| bot_blocking::run(&arguments, out));
    for run in [asynchronous as fn(Vec<String>) -> _, blocking] {
        let server = Server::start(Script::new());
        let lines = run(arguments(&server, &[]));
        assert_eq!(wait(&lines).trim_end(), Server::TEXT.trim_end());
        while server.requests_on(Route::SendMessage).is_empty() {
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(server.complaints(), [] as [String; 0]);
    }
}

#[test]
fn an_operation_that_fails_does_not_end_a_bot() {
    let asynchronous = |arguments: Vec<String>| start(move |out| block_on(bot::run(&arguments, out)));
    let blocking = |arguments: Vec<String>| start(move |out| bot_blocking::run(&arguments, out));
    // Each waits for several seconds before it signs in again, so that all do it at once.
    thread::scope(|scope| {
        for run in [asynchronous as fn(Vec<String>) -> _, blocking] {
            for fault in [error(409, "Conflict", ""), Fault::Html(502)] {
                scope.spawn(move || {
                    let server = Server::start(Script::new().on(Route::SendMessage, fault));
                    let lines = run(arguments(&server, &[]));
                    wait_for_text(&lines);
                    while server.requests_on(Route::SendMessage).is_empty() {
                        thread::sleep(Duration::from_millis(10));
                    }
                    // Bo writes again to whoever is available again.
                    server.add_fault(Rule::new(Fault::LostApplication).on("events").times(1));
                    wait_for_text(&lines);
                });
            }
        }
    });
}

#[test]
fn a_bot_hears_again_after_a_loss_of_state() {
    let asynchronous = |arguments: Vec<String>| start(move |out| block_on(bot::run(&arguments, out)));
    let blocking = |arguments: Vec<String>| start(move |out| bot_blocking::run(&arguments, out));
    for run in [asynchronous as fn(Vec<String>) -> _, blocking] {
        let server = Server::start(Script::new().well(Route::Events).on(Route::Events, Fault::Resume));
        let lines = run(arguments(&server, &[]));
        // The user becomes available again, and is invited again.
        wait_for_text(&lines);
        wait_for_text(&lines);
    }
}

#[test]
fn the_loggers_print_presence() {
    let asynchronous = |arguments: Vec<String>| start(move |out| block_on(presence::run(&arguments, out)));
    let blocking = |arguments: Vec<String>| start(move |out| presence_blocking::run(&arguments, out));
    for run in [asynchronous as fn(Vec<String>) -> _, blocking] {
        let server = Server::start(Script::new());
        let line = wait(&run(arguments(&server, &["sip:bo@example.com"])));
        assert!(line.ends_with(" Some(Online)"), "{line}");
    }
}

#[test]
fn the_archivers_write_what_decodes() {
    let asynchronous = |arguments: Vec<String>| start(move |out| block_on(archive::run(&arguments, out)));
    let blocking = |arguments: Vec<String>| start(move |out| archive_blocking::run(&arguments, out));
    let body = br#"{"_links": {"next": {"href": "/events?ack=2"}}, "sender": [{"rel": "me", "href": "/me", "events": [
        {"type": "updated", "link": {"rel": "presence", "href": "/me/presence"}, "new": [1]}]}]}"#;
    let fault = Fault::Body { status: 200, media_type: "application/json".to_owned(), body: body.to_vec() };
    for run in [asynchronous as fn(Vec<String>) -> _, blocking] {
        let server = Server::start(Script::new().on(Route::Events, fault.clone()));
        let line = wait(&run(arguments(&server, &[])));
        let sender: api::Sender = serde_json::from_str(&line).unwrap();
        assert_eq!(sender.events[0].rel(), Some("presence"));
        // What no page documents is there as well.
        assert!(line.contains(r#""new":[1]"#), "{line}");
    }
}

#[test]
fn who_writes_first_is_heard() {
    for faults in [vec![], vec![Rule::new(Fault::DropAnswer).on("startMessaging").times(1)]] {
        let server = crate::server_with(faults);
        let arguments = [server.root(), "ann@example.com", "ann", crate::ECHO, "Hello"].map(str::to_owned);
        let lines = start(move |out| block_on(write_first::run(&arguments, out)));
        assert_eq!(wait(&lines), "delivered");
    }
}

#[test]
fn the_guide_shows_the_programs_that_run() {
    let guide = include_str!("../../../docs/guide/clients.md");
    for program in
        [include_str!("../../examples/write_first.rs"), include_str!("../../examples/virtual_time.rs")]
    {
        assert!(guide.contains(&format!("```rust,ignore\n{program}```\n")), "{program}");
    }
}
