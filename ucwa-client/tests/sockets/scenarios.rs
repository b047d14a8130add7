//! A bot on both clients, against a server that behaves and against one that does not.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ucwa_client::Credentials;
use ucwa_client::error::{Gone, ProtocolError};
use ucwa_client::session::Settings;
use ucwa_sim::{Asked, Fault};
use ucwa_types::api::ErrorKind;
use ucwa_types::rest::{Cause, ResponseError, WireFormat};

use crate::bot::{self, Client, Error, Kind, Trouble};

use crate::script::{Route, Script, Server, error};

/// What the server's bot writes.
const TEXT: &str = Server::TEXT;

/// How often a request is sent again, and an application is created.
const RETRIES: usize = 4;
const LIVES: usize = 3;

/// A client that has ended, and its server.
struct Run {
    client: Kind,
    server: Server,
    outcome: Result<Vec<String>, Trouble>,
}

impl Run {
    fn new(kind: Kind, script: Script, password: &str, change: fn(&mut Settings)) -> Self {
        let server = Server::start(script);
        let (root, credentials) = (server.root().to_owned(), Credentials::password(Server::USER, password));
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let outcome = runtime.block_on(async {
                let client = Client::new(kind, &root, credentials, change);
                bot::run(&client, "It is 6.").await
            });
            // An error means that the test has failed already.
            let _ = sender.send(outcome);
        });
        let outcome = receiver.recv_timeout(Duration::from_secs(120)).unwrap_or_else(|_| {
            panic!("{kind:?} does not end; it asked for {:#?}", routes(&server.requests()));
        });
        Self { client: kind, server, outcome }
    }

    /// The conversation took place once and completely, and no request was wrong.
    fn is_well(&self) {
        assert_eq!(self.texts(), [TEXT], "{:?}", self.client);
        self.is_tidy();
        assert_eq!(self.count(Route::Accept), 1);
        let sent = self.server.requests_on(Route::SendMessage);
        assert_eq!(sent.iter().map(|request| &**request.request.body()).collect::<Vec<_>>(), [b"It is 6."]);
    }

    /// No application is left, and no request was wrong.
    fn is_tidy(&self) {
        let none: [String; 0] = [];
        assert_eq!(self.server.complaints(), none, "{:?}", self.client);
        assert_eq!(self.server.applications(), 0, "{:?}", self.client);
    }

    fn texts(&self) -> &[String] {
        self.outcome.as_ref().unwrap_or_else(|error| {
            panic!("{:?}: {error:?}\n{:#?}", self.client, routes(&self.server.requests()))
        })
    }

    fn trouble(&self) -> &Trouble {
        self.outcome.as_ref().expect_err("an error")
    }

    fn error(&self) -> &Error {
        match self.trouble() {
            Trouble::Client(error) => error,
            trouble @ Trouble::Undelivered(_) => panic!("{trouble}"),
        }
    }

    fn failure(&self) -> &ResponseError<ErrorKind> {
        self.error().response().expect("an answer")
    }

    fn count(&self, route: Route) -> usize {
        self.server.requests_on(route).len()
    }
}

fn routes(requests: &[Asked]) -> Vec<String> {
    requests.iter().map(|request| format!("{} {}", request.method(), request.target())).collect()
}

/// Runs both clients against this script.
fn play(script: &Script) -> [Run; 2] {
    play_with(script, |_| {})
}

fn play_with(script: &Script, change: fn(&mut Settings)) -> [Run; 2] {
    Client::KINDS.map(|kind| Run::new(kind, script.clone(), Server::PASSWORD, change))
}

/// A script in which the nth request for events goes wrong.
fn at_events(nth: usize, fault: Fault) -> Script {
    let script = (1..nth).fold(Script::new(), |script, _| script.well(Route::Events));
    script.on(Route::Events, fault)
}

#[test]
fn scenario_discover_sign_in_be_available_answer_and_leave() {
    for run in play(&Script::new()) {
        run.is_well();
        // The event channel runs in parallel, and so does the application, which is fetched for the links of a user who is available.
        let mut order: Vec<_> = run.server.requests().iter().map(Route::of).collect();
        order.retain(|route| !matches!(route, Route::Events | Route::Application));
        assert_eq!(run.count(Route::Application), 1);
        assert_eq!(
            order,
            [
                Route::Root,
                Route::Root,
                Route::User,
                Route::Token,
                Route::User,
                Route::Create,
                Route::MakeMeAvailable,
                Route::Conversations,
                Route::Accept,
                Route::SendMessage,
                Route::Delete,
            ]
        );
        let accept = "application/vnd.microsoft.com.ucwa+json";
        assert!(run.server.requests_on(Route::Events).iter().all(|get| get.header("accept") == Some(accept)));
    }
}

#[test]
fn scenario_discovery_may_answer_with_only_a_redirect_link_to_another_host() {
    for run in play(&Script::new()) {
        let roots = run.server.requests_on(Route::Root);
        assert_eq!(roots.iter().map(|root| root.is_at_home).collect::<Vec<_>>(), [false, true]);
        let others = run.server.requests().into_iter().filter(|request| Route::of(request) != Route::Root);
        assert!(others.into_iter().all(|request| request.is_at_home));
    }
}

#[test]
fn scenario_redirects_in_circles_come_to_an_end() {
    for run in play(&Script::new().in_circles()) {
        assert!(matches!(run.error(), Error::Protocol(_, ProtocolError::TooManyRedirects)));
        run.is_tidy();
    }
}

#[test]
fn scenario_tokens_are_per_host() {
    for run in play(&Script::new().redirected_late()) {
        run.is_well();
        let hosts: Vec<_> =
            run.server.requests_on(Route::Token).iter().map(|token| token.is_at_home).collect();
        assert_eq!(hosts, [false, true]);
        let token = |is_at_home: bool| {
            let requests = run.server.requests().into_iter();
            let mut tokens: Vec<_> = requests
                .filter(|request| request.is_at_home == is_at_home)
                .filter_map(|request| request.header("authorization").map(str::to_owned))
                .collect();
            tokens.dedup();
            tokens
        };
        let (discovery, home) = (token(false), token(true));
        assert_eq!((discovery.len(), home.len()), (1, 1));
        assert_ne!(discovery, home);
    }
}

#[test]
fn scenario_401_carries_several_challenges_and_html() {
    for run in play(&Script::new()) {
        let tokens = run.server.requests_on(Route::Token);
        assert_eq!((tokens.len(), tokens[0].target()), (1, "/WebTicket/oauthtoken?a=b"));
    }
    // A challenge that no client can meet.
    for run in play(&Script::new().on(Route::User, Fault::Html(401))) {
        assert_eq!(run.failure().status(), 401);
        assert!(run.failure().body().starts_with(b"<!DOCTYPE html>"));
        assert_eq!((run.count(Route::User), run.count(Route::Token)), (1, 0));
    }
}

#[test]
fn scenario_a_wrong_password_is_not_tried_again() {
    for run in Client::KINDS.map(|kind| Run::new(kind, Script::new(), "wrong", |_| {})) {
        assert_eq!(run.error().kind(), ucwa_client::error::ErrorKind::Credentials, "{:?}", run.error());
        assert!(run.error().to_string().contains("invalid_grant"), "{:?}", run.error());
        assert_eq!(run.count(Route::Token), 1);
    }
}

#[test]
fn scenario_a_token_expires_anywhere() {
    for route in [Route::Create, Route::Accept, Route::SendMessage, Route::Events, Route::Delete] {
        for run in play(&Script::new().on(route, Fault::ExpiredToken)) {
            assert_eq!(run.texts(), [TEXT]);
            run.is_tidy();
            assert!(run.count(Route::Token) >= 2, "{route:?}");
        }
    }
}

#[test]
fn scenario_a_500_says_in_a_header_field_that_the_ticket_is_invalid() {
    for route in [Route::Create, Route::Accept, Route::SendMessage, Route::Events, Route::Delete] {
        for run in play(&Script::new().on(route, Fault::Ticket)) {
            assert_eq!(run.texts(), [TEXT], "{route:?}");
            run.is_tidy();
            // It is renewed at once, since waiting would not help: twice more if both requests that are open find out.
            assert!((2..=3).contains(&run.count(Route::Token)), "{route:?}");
            assert_eq!(run.count(Route::Create), if route == Route::Create { 3 } else { 1 });
        }
    }
}

#[test]
fn scenario_hrefs_name_a_host_that_the_client_cannot_reach() {
    let rebase = |settings: &mut Settings| {
        settings.discovery = settings.discovery.clone().with_aliases([Server::INTERNAL]);
    };
    for script in
        [Script::new(), Script::new().bare(), Script::new().on(Route::Accept, Fault::LostApplication)]
    {
        for run in play_with(&script.internal(), rebase) {
            assert_eq!(run.texts(), [TEXT]);
            run.is_tidy();
        }
    }
}

#[test]
fn scenario_discovery_names_the_user_and_takes_a_legacy_answer() {
    for run in play(&Script::new().on(Route::Root, Fault::Legacy)) {
        run.is_well();
        let roots = run.server.requests_on(Route::Root);
        assert_eq!((roots.len(), run.count(Route::User)), (1, 0));
        assert_eq!(roots[0].target(), "/?sipuri=ann%40example.com");
        assert_eq!(
            roots[0].header("accept"),
            Some("application/vnd.microsoft.com.ucwa+json, application/json")
        );
    }
    for run in play(&Script::new()) {
        let roots = run.server.requests_on(Route::Root);
        assert!(roots.iter().all(|root| root.target().ends_with("sipuri=ann%40example.com")));
    }
}

#[test]
fn scenario_an_application_may_lack_me() {
    for run in play(&Script::new().without_me()) {
        run.is_well();
        assert_eq!(run.count(Route::MakeMeAvailable), 0);
    }
}

#[test]
fn scenario_everything_in_xml() {
    for script in
        [Script::new(), Script::new().bare(), at_events(2, Fault::Resync), at_events(2, Fault::CutBody)]
    {
        for run in play_with(&script, |settings| settings.format = WireFormat::Xml) {
            run.is_well();
            let exact = "application/vnd.microsoft.com.ucwa+xml";
            assert_eq!(run.server.requests_on(Route::Create)[0].header("content-type"), Some(exact));
            assert!(
                run.server.requests_on(Route::Events).iter().all(|get| get.header("accept") == Some(exact))
            );
        }
    }
    // Errors are, too.
    for run in play_with(&Script::new().on(Route::Accept, Fault::LostApplication), |settings| {
        settings.format = WireFormat::Xml;
    }) {
        assert_eq!((run.texts(), run.count(Route::Create)), ([TEXT.to_owned()].as_slice(), 2));
        run.is_tidy();
    }
}

#[test]
fn scenario_embedding_varies_and_a_handler_works_without() {
    for run in play(&Script::new().bare()) {
        run.is_well();
        assert_eq!(run.count(Route::Invitation), 1);
        assert!(run.count(Route::Messaging) >= 1);
    }
    for run in play(&Script::new()) {
        assert_eq!(run.count(Route::Invitation) + run.count(Route::Messaging), 0);
    }
}

#[test]
fn scenario_unknown_things_are_normal() {
    for script in [Script::new().odd(), Script::new().odd().bare()] {
        for run in play(&script) {
            run.is_well();
        }
    }
}

#[test]
fn scenario_unknown_subcodes_and_codes_are_kept() {
    for run in play(&Script::new().on(Route::Accept, error(418, "Teapot", "ShortAndStout"))) {
        assert_eq!((run.failure().code(), run.failure().subcode()), (Some("Teapot"), Some("ShortAndStout")));
        assert_eq!(run.failure().message(), Some("A fault of the simulator. The request need not be wrong."));
        run.is_tidy();
    }
}

#[test]
fn scenario_the_ack_number_is_the_servers_and_never_computed() {
    for run in play(&Script::new()) {
        run.is_well();
        let targets: Vec<_> =
            run.server.requests_on(Route::Events).iter().map(|get| get.target().to_owned()).collect();
        assert!(targets.iter().all(|target| target.ends_with("%2F") && target.contains("&key=")));
        // Nothing is asked twice.
        let mut different = targets.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), targets.len());
        assert!(targets.len() >= 3);
    }
}

#[test]
fn scenario_participant_added_in_typing_participants_is_not_somebody_who_joined() {
    // The server sends this event in every conversation, and it has no effect.
    for run in play(&Script::new()) {
        run.is_well();
    }
}

#[test]
fn scenario_an_empty_timeout_answer_has_just_next() {
    for nth in 1..=3 {
        for run in play(&at_events(nth, Fault::Quiet).on(Route::Events, Fault::Quiet)) {
            run.is_well();
        }
    }
}

#[test]
fn scenario_resync_means_that_events_were_missed_and_is_refetched() {
    // The missed events include that the conversation is connected.
    for run in play(&at_events(2, Fault::Resync)) {
        run.is_well();
        assert_eq!((run.count(Route::Application), run.count(Route::Messaging)), (2, 1));
        assert_eq!(run.count(Route::MakeMeAvailable), 1);
    }
    // The missed events include that the message has been delivered.
    for run in play(&at_events(3, Fault::Resync)) {
        run.is_well();
    }
}

#[test]
fn scenario_resync_takes_precedence() {
    for run in play(&at_events(2, Fault::ResyncAmongOthers)) {
        run.is_well();
        assert_eq!((run.count(Route::Application), run.count(Route::Elsewhere)), (2, 0));
    }
}

#[test]
fn scenario_resume_means_that_conversations_have_ended() {
    for run in play(&at_events(2, Fault::Resume)) {
        // The user becomes available again, and is invited again.
        assert_eq!(run.texts(), [TEXT, TEXT]);
        run.is_tidy();
        assert_eq!((run.count(Route::MakeMeAvailable), run.count(Route::Accept)), (2, 2));
        assert_eq!((run.count(Route::SendMessage), run.count(Route::Create)), (1, 1));
    }
}

#[test]
fn scenario_a_second_pending_get_answers_the_first_with_409_pget_replaced() {
    for nth in 1..=3 {
        for run in play(&at_events(nth, error(409, "Conflict", "PGetReplaced"))) {
            run.is_well();
            assert_eq!(run.count(Route::Create), 1);
        }
    }
}

#[test]
fn scenario_404_application_not_found_on_any_request_and_it_is_created_again() {
    for route in [Route::MakeMeAvailable, Route::Conversations, Route::Accept, Route::SendMessage] {
        for run in play(&Script::new().on(route, Fault::LostApplication)) {
            assert_eq!(run.texts(), [TEXT], "{route:?}");
            run.is_tidy();
            assert_eq!(run.count(Route::Create), 2);
        }
    }
    for nth in 1..=3 {
        for run in play(&at_events(nth, Fault::LostApplication)) {
            assert_eq!(run.texts(), [TEXT], "{nth}");
            run.is_tidy();
            assert_eq!(run.count(Route::Create), 2);
        }
    }
}

#[test]
fn scenario_an_application_that_is_always_gone_is_given_up() {
    let script =
        (0..LIVES).fold(Script::new(), |script, _| script.on(Route::MakeMeAvailable, Fault::LostApplication));
    for run in play(&script) {
        assert!(matches!(run.error(), Error::Gone(Gone::Lost)), "{:?}", run.error());
        assert_eq!(run.count(Route::Create), LIVES);
    }
}

/// What can happen to any answer.
fn accidents() -> Vec<Fault> {
    vec![
        Fault::Drop,
        Fault::DropAnswer,
        Fault::HalfBody,
        Fault::CutBody,
        Fault::Html(500),
        Fault::Html(502),
        Fault::Empty(503),
        error(429, "TooManyRequests", ""),
        error(500, "ServiceFailure", "SomethingNew"),
        Fault::Empty(200),
        Fault::Html(200),
    ]
}

/// The event channel recovers from the fault at any request, and loses nothing.
fn events_survive(faults: impl IntoIterator<Item = Fault>) {
    for fault in faults {
        for nth in 1..=3 {
            for run in play(&at_events(nth, fault.clone()).on(Route::Events, fault.clone())) {
                run.is_well();
                assert_eq!(run.count(Route::Create), 1, "{fault:?}");
                assert!(run.count(Route::Events) >= nth + 2, "{fault:?}");
            }
        }
    }
}

#[test]
fn scenario_the_connection_of_the_event_channel_is_dropped() {
    events_survive([Fault::Drop, Fault::DropAnswer]);
}

#[test]
fn scenario_an_answer_of_the_event_channel_is_half_a_body() {
    events_survive([Fault::HalfBody, Fault::CutBody]);
}

#[test]
fn scenario_a_proxy_answers_the_event_channel_with_html() {
    events_survive([Fault::Html(500), Fault::Html(502), Fault::Html(200)]);
}

#[test]
fn scenario_the_event_channel_answers_5xx_429_or_nothing() {
    events_survive([
        Fault::Empty(503),
        Fault::Empty(200),
        Fault::Empty(204),
        error(429, "TooManyRequests", ""),
        error(500, "ServiceFailure", "SomethingNew"),
    ]);
}

#[test]
fn scenario_the_event_channel_leads_nowhere() {
    let nowhere = ["{}", r#"{"_links": {"next": {"href": ""}}}"#];
    events_survive(nowhere.map(|body| json(body.as_bytes())));
}

fn json(body: &[u8]) -> Fault {
    Fault::Body { status: 200, media_type: "application/json".to_owned(), body: body.to_vec() }
}

/// A body compressed by a proxy, without `Content-Encoding`.
fn noise() -> Fault {
    json(b"\x1f\x8b\x08\0\0{\"_links\":{\"next\":{\"href\":\"/x\"}}}")
}

#[test]
fn scenario_nothing_in_an_answer_of_the_event_channel_can_be_read() {
    events_survive([noise()]);
    // In the end another application has another channel.
    let script = (0..=RETRIES).fold(at_events(2, noise()), |script, _| script.on(Route::Events, noise()));
    for run in play(&script) {
        assert_eq!((run.texts(), run.count(Route::Create)), ([TEXT.to_owned()].as_slice(), 2));
        run.is_tidy();
        // The one that may still be there is deleted before.
        let requests = run.server.requests();
        let at = |route| requests.iter().rposition(move |asked| Route::of(asked) == route);
        let deleted = requests.iter().position(|asked| Route::of(asked) == Route::Delete);
        assert!(deleted < at(Route::Create));
    }
}

#[test]
fn scenario_a_document_that_cannot_be_decoded_is_passed() {
    // Its events are missed, as they are after `resync`: the conversation is connected, the message has arrived.
    for (nth, format) in
        [(2, WireFormat::Json), (3, WireFormat::Json), (2, WireFormat::Xml), (3, WireFormat::Xml)]
    {
        let xml: fn(&mut Settings) = |settings| settings.format = WireFormat::Xml;
        let change = if format == WireFormat::Xml { xml } else { |_: &mut Settings| {} };
        for run in play_with(&at_events(nth, Fault::Undecodable), change) {
            run.is_well();
            assert_eq!(run.count(Route::Create), 1);
            let mut targets: Vec<_> = run
                .server
                .requests_on(Route::Events)
                .into_iter()
                .map(|get| get.target().to_owned())
                .collect();
            let count = targets.len();
            targets.dedup();
            assert_eq!(targets.len(), count, "nothing is asked for again");
        }
    }
}

#[test]
fn scenario_a_404_of_something_in_between_or_a_410_means_that_the_application_is_gone() {
    for fault in [
        Fault::Empty(404),
        Fault::Html(404),
        Fault::Empty(410),
        Fault::Html(410),
        error(410, "Gone", "InactiveApplicationExpired"),
    ] {
        for nth in 1..=3 {
            for run in play(&at_events(nth, Fault::LostBehind(Box::new(fault.clone())))) {
                assert_eq!(run.texts(), [TEXT], "{nth} {fault:?}");
                run.is_tidy();
                assert_eq!((run.count(Route::Create), run.count(Route::Root)), (2, 2));
            }
        }
    }
}

#[test]
fn scenario_a_server_that_cannot_have_the_application_sends_back_to_discovery() {
    let fault = Fault::LostBehind(Box::new(error(410, "Gone", "CannotRedirect")));
    for run in [1, 2].into_iter().flat_map(|nth| play(&at_events(nth, fault.clone()))) {
        assert_eq!(run.texts(), [TEXT]);
        run.is_tidy();
        assert_eq!((run.count(Route::Create), run.count(Route::Root)), (2, 4));
    }
}

#[test]
fn scenario_the_event_channel_is_silent_and_times_out() {
    for nth in 1..=2 {
        for run in play_with(&at_events(nth, Fault::Silence), |settings| {
            settings.longest_poll = Duration::from_millis(300);
        }) {
            run.is_well();
        }
    }
}

#[test]
fn scenario_the_event_channel_is_refused() {
    for run in play(&at_events(2, error(403, "Forbidden", "NoDelegationRights"))) {
        assert_eq!(run.failure().status().as_u16(), 403);
        run.is_tidy();
    }
    // A proxy says nothing of the application.
    for run in play(&at_events(2, Fault::Html(403))) {
        run.is_well();
    }
}

#[test]
fn scenario_what_can_be_done_twice_is_tried_again() {
    let after = [Route::Root, Route::User, Route::Conversations, Route::Invitation, Route::Messaging];
    for route in after {
        for fault in accidents() {
            for run in play(&Script::new().bare().on(route, fault.clone())) {
                run.is_well();
                assert!(run.count(route) >= 2, "{route:?} {fault:?}");
            }
        }
    }
}

#[test]
fn scenario_a_delete_whose_answer_is_lost_has_deleted() {
    for fault in [Fault::Drop, Fault::DropAnswer, Fault::Html(500), Fault::Empty(503)] {
        for run in play(&Script::new().on(Route::Delete, fault)) {
            run.is_well();
            assert_eq!((run.count(Route::Delete), run.count(Route::Create)), (2, 1));
        }
    }
}

#[test]
fn scenario_what_fails_again_and_again_is_given_up() {
    let script = (0..20).fold(Script::new(), |script, _| script.on(Route::Conversations, Fault::Html(500)));
    for run in play(&script) {
        assert_eq!(run.count(Route::Conversations), RETRIES + 1);
        assert_eq!(run.failure().status(), 500);
        assert!(matches!(run.failure().cause(), Cause::NotUcwa));
        assert_eq!(run.failure().media_type(), Some("text/html"));
        run.is_tidy();
    }
}

#[test]
fn scenario_what_must_not_be_done_twice_is_not() {
    for route in [Route::MakeMeAvailable, Route::Accept, Route::SendMessage] {
        for fault in [Fault::Drop, Fault::DropAnswer, Fault::Html(500), Fault::Empty(503)] {
            for run in play(&Script::new().on(route, fault.clone())) {
                assert_eq!(run.count(route), 1, "{route:?} {fault:?}");
                run.is_tidy();
                match (route, &fault) {
                    // Its event tells that it was done.
                    (Route::SendMessage, Fault::DropAnswer) => assert_eq!(run.texts(), [TEXT]),
                    (Route::SendMessage, _) | (_, Fault::Drop | Fault::DropAnswer) => {
                        assert!(matches!(run.error(), Error::OutcomeUnknown(..)), "{route:?} {fault:?}");
                    }
                    _ => assert!(run.failure().status().is_server_error(), "{route:?} {fault:?}"),
                }
            }
        }
    }
}

/// An application that nobody listens to ends by itself, so that it may be created twice.
#[test]
fn scenario_an_application_whose_creation_is_not_answered_is_created_again() {
    for fault in [Fault::Drop, Fault::DropAnswer, Fault::HalfBody, Fault::Html(500), Fault::Empty(503)] {
        for run in play(&Script::new().on(Route::Create, fault.clone())) {
            assert_eq!(run.texts(), [TEXT], "{fault:?}");
            assert_eq!(run.count(Route::Create), 2, "{fault:?}");
            assert!(run.server.complaints().is_empty(), "{fault:?}");
        }
    }
}

#[test]
fn scenario_a_request_is_never_answered() {
    for run in play_with(&Script::new().on(Route::Conversations, Fault::Silence), |settings| {
        settings.patience = Duration::from_secs(2);
    }) {
        run.is_well();
        assert_eq!(run.count(Route::Conversations), 2);
    }
}

#[test]
fn scenario_an_operation_can_complete_before_the_post_that_started_it_is_answered() {
    for script in [Script::new(), Script::new().bare(), Script::new().odd()] {
        for run in play(&script.on(Route::SendMessage, Fault::Late)) {
            run.is_well();
        }
    }
}

#[test]
fn scenario_status_and_reason_are_on_the_event() {
    for run in play(&Script::new().undelivered()) {
        assert!(run.trouble().to_string().contains("Unreachable"), "{}", run.trouble());
        run.is_tidy();
    }
}

#[test]
fn scenario_several_things_go_wrong_in_one_conversation() {
    let routes = [
        Route::Root,
        Route::User,
        Route::Conversations,
        Route::Invitation,
        Route::Messaging,
        Route::Events,
        Route::Events,
    ];
    for seed in 0..20 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let script = Script::new().seeded(seed);
        let mut script = if rng.bool() { script } else { script.bare() };
        for _ in 0..3 {
            let (route, faults) = (routes[rng.usize(..routes.len())], accidents());
            script = script.on(route, faults[rng.usize(..faults.len())].clone());
        }
        for run in play(&script) {
            run.is_well();
        }
    }
}
