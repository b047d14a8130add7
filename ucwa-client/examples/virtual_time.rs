//! A session in virtual time: a driver of `Session` that has the simulator's library in the place of a network. It needs no clock and
//! does not wait. In a project of its own `main` is a `#[test]`.

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Duration;

use ucwa_client::session::{Action, Awaits, ExchangeId, Outcome, Session, Settings, Step};
use ucwa_client::{Credentials, Official};
use ucwa_sim::{Bot, Config, Fault, Person, RequestId, Rule, Simulator};
use ucwa_types::api::{ApplicationsInput, StartMessagingInput};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

struct World {
    session: Session<Official>,
    simulator: Simulator,
    /// The requests on their way, and until when to wait for each.
    open: BTreeMap<RequestId, (ExchangeId, Duration)>,
}

impl World {
    /// Does what there is to do until `take` has something. Time passes only when nothing else happens.
    fn until<R>(&mut self, take: impl Fn(&mut Session<Official>, Duration) -> Option<R>) -> Result<R> {
        loop {
            let now = self.simulator.now();
            while let Some(action) = self.session.next_action(now) {
                match action {
                    Action::Send(outgoing) => {
                        let until = now + outgoing.patience;
                        let id = self.simulator.submit(outgoing.request);
                        self.open.insert(id, (outgoing.exchange, until));
                    }
                    Action::Abort(exchange) => self.open.retain(|_, (open, _)| *open != exchange),
                    // Only with `Credentials::given`.
                    Action::GetToken(query) => self.session.token(&query.origin, Ok(None), now),
                    _ => {}
                }
            }
            if let Some(result) = take(&mut self.session, now) {
                return Ok(result);
            }
            let deliveries = self.simulator.take();
            let is_quiet = deliveries.is_empty();
            for delivery in deliveries {
                let answer = delivery.sent.whole().ok_or_else(|| "the connection was closed".into());
                if let Some((exchange, _)) = self.open.remove(&delivery.request) {
                    self.session.answer(exchange, answer, now);
                }
            }
            if !is_quiet {
                continue;
            }
            // It is the driver that has to see to it that nothing takes longer than `Outgoing::patience`.
            let first = self.open.iter().min_by_key(|(_, (_, until))| *until);
            let late = first.map(|(id, (exchange, until))| (*id, *exchange, until.saturating_sub(now)));
            if let Some((id, exchange, Duration::ZERO)) = late {
                self.open.remove(&id);
                self.simulator.abandon(id);
                self.session.answer(exchange, Err("timed out".into()), now);
                continue;
            }
            let late = late.map(|(_, _, wait)| wait);
            let wait = [self.session.wait(now), self.simulator.next_due(), late].into_iter().flatten().min();
            self.simulator.advance(wait.ok_or("nothing will ever happen")?);
        }
    }
}

pub(crate) fn main() -> Result<()> {
    let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
    let echo = Person::new("sip:echo@example.com", "Echo", "").with_bot(Bot::echo());
    // The answer to the invitation is lost: its event tells how it ended.
    let config = Config::new(7).with_user(ann)?.with_user(echo)?;
    let config = config.with_fault(Rule::new(Fault::DropAnswer).on("startMessaging").times(1))?;
    let settings = Settings::new("https://lyncdiscover.example.com/".parse()?);
    let session = Session::new(settings, Credentials::password("ann@example.com", "secret"), 7);
    let mut world = World { session, simulator: Simulator::new(config), open: BTreeMap::new() };

    let input = ApplicationsInput::new("en-US", "test-1", "test/1.0");
    world.session.sign_in(input, world.simulator.now())?;
    let application = world.until(|session, now| match session.next_step(now) {
        Some(Step::SignedIn(application)) => Some(application),
        _ => None,
    })?;
    let communication = application.embedded.communication.ok_or("no communication")?;
    let link = communication.links.start_messaging.ok_or("no messaging")?;
    let call = link.post(StartMessagingInput::new("sip:echo@example.com").with_operation_id("op-1"));
    world.session.start(&call, Awaits::Completion, world.simulator.now())?;
    let (_, outcome) = world.until(|session, _| session.next_outcome())?;
    assert!(matches!(&outcome, Outcome::Completed(event) if event.is_success()), "{outcome:?}");

    world.session.sign_out(world.simulator.now());
    world.until(|session, _| session.is_over().then_some(()))?;
    assert_eq!(world.simulator.applications(), 0);
    assert!(world.simulator.complaints().is_empty());
    Ok(())
}
