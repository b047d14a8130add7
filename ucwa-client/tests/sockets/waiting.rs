//! Who waits for what, and what is dropped meanwhile: nobody holds up anybody else.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_core::Stream;
use tokio::time::timeout;
use ucwa_client::asynchronous::{self, Reqwest};
use ucwa_client::blocking::{self, Transport as _, Ureq};
use ucwa_client::credentials::TokenQuery;
use ucwa_client::error::{Cause, Gone};
use ucwa_client::session::Step;
use ucwa_client::{Completion, Credentials, Error};
use ucwa_sim::{Fault, Rule};
use ucwa_types::api::{Application, Me, StartMessagingInput};
use ucwa_types::operation::Post;
use ucwa_types::rest::{Call, TokenService};
use ucwa_types::{Link, api};

use crate::bot::{Client, available};
use crate::script::{Route, Script, Server};

const LONG: Duration = Duration::from_secs(30);

fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { timeout(LONG, future).await.expect("it does not hang") })
}

fn credentials() -> Credentials {
    Credentials::password(Server::USER, Server::PASSWORD)
}

async fn signed_in(root: &str, credentials: Credentials) -> (asynchronous::Client, Application) {
    let builder = asynchronous::Client::builder(root.parse().unwrap()).credentials(credentials);
    let client = builder.build().unwrap();
    let application = client.sign_in(input()).await.unwrap();
    (client, application)
}

fn input() -> api::ApplicationsInput {
    api::ApplicationsInput::new("en-US", "waiting-1", "waiting/0.1")
}

fn me(application: &Application) -> Link<Me> {
    application.embedded.me.as_ref().unwrap().links.self_.clone().unwrap()
}

fn invitation(application: &Application, name: &str) -> Call<api::StartMessaging, Post> {
    let communication = application.embedded.communication.as_ref().unwrap();
    let input = StartMessagingInput::new(crate::ECHO).with_operation_id(name);
    communication.links.start_messaging.as_ref().unwrap().post(input)
}

/// Polls something once, which is not ready.
async fn touch<F: Future + Unpin>(mut future: F) {
    poll_fn(|context| {
        assert!(std::pin::Pin::new(&mut future).poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
}

#[test]
fn whoever_waits_for_operations_need_not_take_a_step() {
    for kind in Client::KINDS {
        let server = crate::server();
        let client = Client::new(kind, server.root(), crate::credentials(), |_| {});
        block_on(async {
            let application = client.sign_in().await.unwrap();
            let me = application.embedded.me.as_ref().unwrap();
            client.send(&me.links.make_me_available.as_ref().unwrap().post(available())).await.unwrap();
            for name in ["op-1", "op-2", "op-3"] {
                let ended = client.operation(&invitation(&application, name)).await.unwrap();
                assert!(matches!(ended, Completion::Event(_)), "{kind:?}");
            }
            client.sign_out().await;
        });
        assert_eq!(server.with(|sim| sim.complaints().to_vec()), [] as [String; 0]);
    }
}

/// As in a loop of `select!` whose other branch does something with the client.
#[test]
fn a_future_or_a_stream_that_nobody_polls_holds_up_nobody() {
    let server = Server::start(Script::new());
    block_on(async {
        let (client, application) = signed_in(server.root(), credentials()).await;
        let mut step = pin!(client.next_step());
        touch(step.as_mut()).await;
        assert!(client.get(&me(&application)).await.is_ok());
        let mut steps = client.steps();
        let pending = poll_fn(|context| {
            let next = std::pin::Pin::new(&mut steps).poll_next(context);
            Poll::Ready(next.is_pending())
        });
        assert!(pending.await);
        assert!(client.get(&me(&application)).await.is_ok());
        // Another task waits, and this one drives no more.
        let other = client.clone();
        let link = me(&application);
        let task = tokio::spawn(async move { other.get(&link).await.is_ok() });
        assert!(task.await.unwrap());
    });
}

#[test]
fn a_call_that_is_dropped_is_cancelled_and_the_client_goes_on() {
    let server = crate::server_with([Rule::new(Fault::Silence).on("startMessaging").times(1)]);
    block_on(async {
        let (client, application) = signed_in(server.root(), crate::credentials()).await;
        let call = invitation(&application, "op-1");
        let lost = timeout(Duration::from_millis(300), client.operation(&call)).await;
        assert!(lost.is_err());
        assert!(client.get(&me(&application)).await.is_ok());
        let ended = client.operation(&invitation(&application, "op-2")).await.unwrap();
        assert!(matches!(ended, Completion::Event(_)));
        client.sign_out().await;
        while let Some(step) = client.next_step().await {
            assert!(!matches!(step, Step::Ended(_)));
        }
    });
    let is_asked = |asked: &&ucwa_sim::Asked| asked.rel == "startMessaging";
    assert_eq!(server.with(|sim| sim.requests().filter(is_asked).count()), 2);
}

#[test]
fn a_sign_in_that_is_dropped_goes_on() {
    let server = Server::start(Script::new());
    block_on(async {
        let builder =
            asynchronous::Client::builder(server.root().parse().unwrap()).credentials(credentials());
        let client = builder.build().unwrap();
        {
            let mut signing_in = pin!(client.sign_in(input()));
            touch(signing_in.as_mut()).await;
        }
        loop {
            match client.next_step().await {
                Some(Step::Discovered { .. } | Step::Challenged { .. }) => {}
                step => {
                    assert!(matches!(step, Some(Step::SignedIn(_))), "{step:?}");
                    break;
                }
            }
        }
        assert!(client.sign_in(input()).await.is_err());
    });
}

/// Asks the token service, as a program does that gets its tokens by itself.
fn request(query: &TokenQuery) -> Result<http::Request<Vec<u8>>, Cause> {
    let service = query.service.as_ref().ok_or("no token service")?;
    Ok(service.password_request(&query.origin.parse()?, Server::USER, Server::PASSWORD)?)
}

#[test]
fn a_program_gets_its_tokens_by_itself() {
    let server = Server::start(Script::new().on(Route::Events, Fault::ExpiredToken));
    let client = blocking::Client::builder(server.root().parse().unwrap())
        .credentials(Credentials::given(Server::USER))
        .tokens(|query| {
            let answer = Ureq::default().send(request(&query)?, LONG)?;
            Ok(TokenService::authorization(&answer))
        })
        .build();
    let application = client.sign_in(input()).unwrap();
    assert!(client.get(&me(&application)).is_ok());
    client.sign_out();

    let server = Server::start(Script::new().on(Route::Events, Fault::ExpiredToken));
    block_on(async {
        let client = asynchronous::Client::builder(server.root().parse().unwrap())
            .credentials(Credentials::given(Server::USER))
            .tokens(|query| async move {
                use asynchronous::Transport as _;

                let http = Reqwest::new(reqwest::Client::builder())?;
                let answer = http.send(request(&query)?, LONG).await?;
                Ok(TokenService::authorization(&answer))
            })
            .build()
            .unwrap();
        let application = client.sign_in(input()).await.unwrap();
        assert!(client.get(&me(&application)).await.is_ok());
        client.sign_out().await;
    });
    // What was forgotten is said before anything is sent.
    let builder = || blocking::Client::builder(server.root().parse().unwrap());
    let client = builder().credentials(Credentials::given(Server::USER)).build();
    assert!(matches!(client.sign_in(input()), Err(Error::Gone(Gone::NoTokenSource))));
    assert!(matches!(builder().build().sign_in(input()), Err(Error::Gone(Gone::NoCredentials))));
    let client = asynchronous::Client::builder(server.root().parse().unwrap()).build().unwrap();
    let error = block_on(client.sign_in(input())).unwrap_err();
    assert_eq!(error.to_string(), "there is no application: the client has no credentials");
}
