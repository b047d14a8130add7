//! What is logged, and that nobody's data is in it. It is the only test of its process: `tracing` remembers what nobody listens to.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

#[path = "suite/rig.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod rig;

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use http::header::AUTHORIZATION;
use tracing_subscriber::fmt::format::FmtSpan;
use ucwa_client::session::Awaits;
use ucwa_sim::{Fault, Rule};
use ucwa_types::api::StartMessagingInput;

use crate::rig::{BO, Rig, config};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn rels_and_operations_are_logged_and_nobodys_data() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let requests = tracing::subscriber::with_default(subscriber, || {
        let mut rig = Rig::new(config(3), 3);
        let (ann, _) = rig.pair();
        for fault in [Fault::ExpiredToken, Fault::Resync, Fault::LostApplication, Fault::Html(502)] {
            rig.sim.add_fault(Rule::new(fault).on("events").times(1)).unwrap();
            rig.pass(60);
        }
        let communication = rig.seats[ann].application.clone().unwrap().embedded.communication.unwrap();
        let input = StartMessagingInput::new(BO)
            .with_operation_id("op-1")
            .with_subject("A secret subject")
            .with_message(ucwa_types::ExternalResource::from_text("text/plain", "A secret text"));
        let call = communication.links.start_messaging.unwrap().post(input);
        let id = rig.start(ann, &call, Awaits::Completion);
        rig.outcome(ann, id);
        let now = rig.sim.now();
        rig.seats[ann].session.sign_out(now);
        rig.pass(10);
        rig.log
    });
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in [
        "operation{rel=\"startMessaging\"}:request{rel=\"startMessaging\" method=\"POST\"}: ucwa_client",
        "request{rel=\"events\" method=\"GET\"}",
        "challenged",
        "discovered",
        "signed in",
        "the application was created again",
        "signed out",
    ] {
        assert!(log.contains(expected), "{expected}: {log}");
    }
    let tokens = requests.iter().filter_map(|it| it.headers().get(AUTHORIZATION)?.to_str().ok());
    let secrets =
        ["example.com", "Ann", "Bo ", "sip:", "secret", "a+b", "a%2Bb", "http", "Bearer", "op-1", "/ucwa"];
    for secret in tokens.chain(secrets) {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}
