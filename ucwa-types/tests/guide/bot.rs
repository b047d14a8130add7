//! A bot: it becomes available, waits for somebody to write, answers once, and leaves.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Instant;

use ucwa_types::Link;
use ucwa_types::api::{
    AnyEvent, AnyResource, Application, Applications, CallState, MakeMeAvailableInput, MessageFormat,
    ModalityType, PreferredAvailability, SendMessageQuery,
};
use ucwa_types::channel::{Operations, Timer, Timers};
use ucwa_types::operation::RawBody;

use crate::session::{Happened, Result, Session};

/// The id of the bot's one message, by which its events are known.
const ANSWER: &str = "answer-1";

pub fn run(session: &Session<'_>, applications: &Link<Applications>, answer: &str) -> Result<()> {
    let (application, channel) = session.create(applications)?;
    thread::scope(|scope| {
        // The event channel first: the server may refuse other operations until it can reach the client.
        let (sender, outcomes) = mpsc::channel();
        scope.spawn(move || session.listen(channel, &sender));
        let result = converse(session, &application, &outcomes, answer);
        // Without its application the event channel ends, and the thread with it.
        let deleted = application.links.self_.map(|own| session.call(&own.delete()));
        result.and(deleted.transpose().map(drop))
    })
}

fn converse(
    session: &Session<'_>,
    application: &Application,
    outcomes: &Receiver<Happened>,
    answer: &str,
) -> Result<()> {
    let me = application.embedded.me.as_ref().ok_or("no user")?;
    if let Some(link) = &me.links.make_me_available {
        let input = MakeMeAvailableInput::default()
            .with_sign_in_as(PreferredAvailability::Online)
            .with_supported_modalities([ModalityType::Messaging])
            .with_supported_message_formats([MessageFormat::Plain]);
        session.call(&link.post(input))?;
    }
    // Now `me` has links that it did not have before.
    let me = session.get(me.links.self_.as_ref().ok_or("no link to the user")?)?;
    let mut operations = Operations::<AnyResource>::new();
    let mut is_asked = false;
    let (mut timers, start) = (Timers::new(), Instant::now());
    timers.start(Timer::Activity, start.elapsed());
    loop {
        let wait = timers.wait(start.elapsed()).unwrap_or_default();
        let outcome = match outcomes.recv_timeout(wait) {
            Ok(outcome) => outcome?,
            Err(RecvTimeoutError::Disconnected) => return Err("the event channel has ended".into()),
            Err(RecvTimeoutError::Timeout) => {
                while timers.take_due(start.elapsed()).is_some() {
                    if let Some(link) = &me.links.report_my_activity {
                        session.call(&link.post(()))?;
                    }
                    timers.start(Timer::Activity, start.elapsed());
                }
                continue;
            }
        };
        if let Some(state_loss) = outcome.state_loss {
            // With this little state it is simplest to begin again.
            return Err(format!("events were missed: {state_loss:?}").into());
        }
        for (sender, event) in outcome.events() {
            let operation = operations.observe(event);
            match AnyEvent::from((sender, event)) {
                AnyEvent::MessagingInvitationStarted(event) if !is_asked => {
                    let invitation = session.resource(event)?;
                    // One of our own, or one that somebody else has accepted, has no such link.
                    if let Some(accept) = invitation.links.accept {
                        session.call(&accept.post(()))?;
                        is_asked = true;
                    }
                }
                AnyEvent::MessagingUpdated(event) if is_asked => {
                    let messaging = session.resource(event)?;
                    let is_ready = messaging.state == Some(CallState::Connected);
                    if let Some(link) = messaging.links.send_message.filter(|_| is_ready) {
                        let content = RawBody::new("text/plain; charset=utf-8", answer);
                        operations.start(ANSWER);
                        let sent = session.call(&link.post_with(SendMessageQuery::new(ANSWER), content))?;
                        if let Some(location) = sent.location {
                            operations.locate(ANSWER, location.href());
                        }
                        is_asked = false;
                    }
                }
                AnyEvent::MessageCompleted(event) if operation.as_deref() == Some(ANSWER) => {
                    return match event.reason() {
                        Some(reason) if event.is_failure() => Err(reason.to_string().into()),
                        _ => Ok(()),
                    };
                }
                _ => {}
            }
        }
    }
}
