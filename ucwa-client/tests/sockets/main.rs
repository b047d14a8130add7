//! Both clients, against the simulator on sockets.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod bot;
mod examples;
mod http_clients;
mod observed;
mod operations;
#[allow(unreachable_pub, reason = "it is as in the README")]
#[allow(clippy::print_stderr, reason = "it is a program")]
mod readme;
mod scenarios;
mod script;
mod waiting;

use std::cell::RefCell;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use ucwa_client::asynchronous::{self, Reqwest};
use ucwa_client::blocking::{self, Transport as _, Ureq};
use ucwa_client::session::Step;
use ucwa_client::{Completion, Credentials, Official};
use ucwa_sim::server::{Options, Server};
use ucwa_sim::{Bot, Config, Person, Rule};
use ucwa_types::api::{AnyEvent, ApplicationsInput, MakeMeAvailableInput, ModalityType, StartMessagingInput};

const ECHO: &str = "sip:echo@example.com";

fn server() -> Server {
    server_with([])
}

fn server_with(faults: impl IntoIterator<Item = Rule>) -> Server {
    let config = Config::new(7)
        .with_user(Person::new("sip:ann@example.com", "Ann Example", "ann"))
        .unwrap()
        .with_user(Person::new(ECHO, "Echo", "echo").with_bot(Bot::echo()))
        .unwrap();
    let config = faults.into_iter().try_fold(config, Config::with_fault).unwrap();
    Server::start(config, Options::default()).unwrap()
}

fn credentials() -> Credentials {
    Credentials::password("ann@example.com", "ann")
}

fn input() -> ApplicationsInput {
    ApplicationsInput::new("en-US", "endpoint", "test/0.1")
}

fn available() -> MakeMeAvailableInput {
    MakeMeAvailableInput::default().with_supported_modalities([ModalityType::Messaging])
}

fn is_connected(step: &Step<Official>) -> bool {
    let Step::Events(events) = step else { return false };
    events.iter().map(AnyEvent::from).any(|event| matches!(event, AnyEvent::MessagingUpdated(_)))
}

#[test]
fn the_blocking_client_invites_somebody() {
    let server = server();
    let client = blocking::Client::builder(server.root().parse().unwrap()).credentials(credentials()).build();
    let application = client.sign_in(input()).unwrap();
    let me = application.embedded.me.unwrap();
    client.send(&me.links.make_me_available.unwrap().post(available())).unwrap();
    assert!(client.get(&me.links.self_.unwrap()).unwrap().links.report_my_activity.is_some());
    let start = application.embedded.communication.unwrap().links.start_messaging.unwrap();
    let ended =
        client.operation(&start.post(StartMessagingInput::new(ECHO).with_operation_id("op-1"))).unwrap();
    assert!(matches!(ended, Completion::Event(event) if event.is_success()));
    assert!(client.steps().any(|step| is_connected(&step)));
    client.sign_out();
    assert!(client.steps().any(|step| matches!(step, Step::SignedOut { is_deleted: true })));
    assert_eq!(server.with(|sim| sim.applications()), 0);
}

#[test]
fn the_asynchronous_client_invites_somebody() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let server = server();
    runtime.block_on(async {
        let builder =
            asynchronous::Client::builder(server.root().parse().unwrap()).credentials(credentials());
        let client = builder.build().unwrap();
        let application = client.sign_in(input()).await.unwrap();
        let me = application.embedded.me.unwrap();
        client.send(&me.links.make_me_available.unwrap().post(available())).await.unwrap();
        let start = application.embedded.communication.unwrap().links.start_messaging.unwrap();
        let call = start.post(StartMessagingInput::new(ECHO).with_operation_id("op-1"));
        // Two wait, of whom one drives.
        let connected = async {
            while let Some(step) = client.next_step().await {
                if is_connected(&step) {
                    return true;
                }
            }
            false
        };
        let (ended, is_connected) = tokio::join!(client.operation(&call), connected);
        assert!(matches!(ended.unwrap(), Completion::Event(event) if event.is_success()));
        assert!(is_connected);
        client.sign_out().await;
    });
    assert_eq!(server.with(|sim| sim.applications()), 0);
}

/// What is spawned has to be `Send`.
#[test]
fn the_futures_can_go_to_another_thread() {
    fn is_send<F: Send>(_: &F) {}
    let client = asynchronous::Client::builder("https://lyncdiscover.example.com/".parse().unwrap());
    let client = client.credentials(credentials()).build().unwrap();
    let me = ucwa_types::Link::<ucwa_types::api::Me>::new("/me");
    let call = me.get();
    is_send(&client);
    is_send(&client.next_step());
    is_send(&client.steps());
    is_send(&client.sign_in(input()));
    is_send(&client.get(&me));
    is_send(&client.operation(&call));
    is_send(&client.sign_out());
}

/// Answers one request with a redirect to a host that must not be asked.
fn redirecting() -> (String, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}/", listener.local_addr().unwrap());
    let thread = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    (root, thread)
}

#[test]
fn no_transport_follows_a_redirect() {
    use ucwa_client::asynchronous::Transport as _;

    let request = |root: &str| http::Request::get(root).body(Vec::new()).unwrap();
    let (root, thread) = redirecting();
    // Whatever the builder says.
    let config = ureq::Agent::config_builder().max_redirects(5).http_status_as_error(true);
    let http = Ureq::new(config.timeout_global(Some(Duration::from_nanos(1))));
    let response = http.send(request(&root), Duration::from_secs(9)).unwrap();
    assert_eq!(response.status(), 302);
    thread.join().unwrap();
    let (root, thread) = redirecting();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::limited(5));
    let http = Reqwest::new(builder.timeout(Duration::from_nanos(1))).unwrap();
    let response = runtime.block_on(http.send(request(&root), Duration::from_secs(9))).unwrap();
    assert_eq!(response.status(), 302);
    thread.join().unwrap();
}

#[test]
fn the_readme_has_the_client_that_runs() {
    let shown = format!("```rust\n{}```\n", include_str!("readme.rs"));
    assert!(include_str!("../../../README.md").contains(&shown), "README.md does not have `readme.rs`");
    let server = server();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let printed = RefCell::new(Vec::new());
    let arguments = [server.root(), "ann@example.com", "ann", ECHO];
    let watching = readme::watch(arguments, |line| printed.borrow_mut().push(line));
    let is_printed = async {
        while printed.borrow().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    runtime.block_on(async {
        tokio::select! {
            ended = watching => panic!("it ends: {ended:?}"),
            () = is_printed => {}
            () = tokio::time::sleep(Duration::from_secs(30)) => panic!("nothing is printed"),
        }
    });
    assert_eq!(printed.borrow()[0], "sip:echo@example.com: Some(Online)");
}
