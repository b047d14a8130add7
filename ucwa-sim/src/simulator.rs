//! The entry point: takes requests, advances time, returns answers.

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::header::HOST;
use http::uri::Authority;
use http::{Request, Response, Uri};

use crate::acts::Caused;
use crate::answer::page;
use crate::config::Config;
use crate::dispatch::Processed;
use crate::error::ConfigError;
use crate::faults::{Fault, Rule, cut, garble};
use crate::ids::RequestId;
use crate::journal::{Asked, Exchange, Journal};
use crate::route::Route;
use crate::schema;
use crate::world::{Due, Incoming, Outgoing, World};

/// A UCWA 2.0 server without I/O.
///
/// [`submit`](Self::submit) takes a request, and [`take`](Self::take) returns its answer: at once, after
/// [`advance`](Self::advance), or after another request has caused it. The same configuration, requests and times give the
/// same bytes.
pub struct Simulator {
    world: World,
    /// The authority of the discovery host.
    discovery: Option<Authority>,
    journal: Journal,
    submitted: u64,
    ready: Vec<Delivery>,
}

/// The outcome of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivery {
    /// The request.
    pub request: RequestId,
    /// What its client receives.
    pub sent: Sent,
}

/// What a client receives.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Sent {
    /// A complete response.
    Whole(Response<Vec<u8>>),
    /// The head of this response and half of its body. Then the connection is closed.
    Half(Response<Vec<u8>>),
    /// The connection is closed without an answer.
    Closed,
}

impl Sent {
    /// The response, if all of it is sent.
    #[must_use]
    pub fn whole(self) -> Option<Response<Vec<u8>>> {
        match self {
            Self::Whole(response) => Some(response),
            Self::Half(_) | Self::Closed => None,
        }
    }
}

impl Simulator {
    /// A server that has received no requests.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let discovery = config.discovery.parse().ok().and_then(|origin: Uri| origin.into_parts().authority);
        let mut world = World::new(config);
        world.start_bots();
        let mut simulator =
            Self { world, discovery, journal: Journal::default(), submitted: 0, ready: Vec::new() };
        simulator.settle();
        simulator
    }

    /// The time since the start.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.world.now()
    }

    /// How long it takes until something is due; `None` if nothing is.
    #[must_use]
    pub fn next_due(&self) -> Option<Duration> {
        self.world.clock.next().map(|at| at.saturating_sub(self.world.now()))
    }

    /// The time of the server: the epoch of the configuration, and the time since the start.
    #[must_use]
    pub fn date(&self) -> SystemTime {
        UNIX_EPOCH.checked_add(self.world.config.epoch + self.now()).unwrap_or(UNIX_EPOCH)
    }

    /// Takes a request. Its URI is absolute, or it has a `Host`, since a token is valid for one host only. A host that is
    /// neither of the two counts as the pool. Without a host the answer is 400.
    pub fn submit(&mut self, request: Request<Vec<u8>>) -> RequestId {
        self.submitted += 1;
        let id = RequestId(self.submitted);
        let is_at_home = !self.is_discovery(&request);
        let names_host = request.uri().authority().is_some() || request.headers().contains_key(HOST);
        let request = without_host(request);
        let route = &Route::of(request.uri().path());
        self.journal.ask(Asked {
            id,
            at: self.world.now(),
            is_at_home,
            rel: route.rel(),
            user: self.world.owner_uri(&request),
            request: request.clone(),
            faults: Vec::new(),
        });
        let incoming = Incoming { id, request: &request, is_at_home, route, fault: None, is_part: false };
        let processed = match names_host {
            true => self.world.process(incoming),
            false => Processed::Answer(
                page(400, "A request names its host in one field Host: this one has none, or several"),
                None,
            ),
        };
        self.journal.meet(id, std::mem::take(&mut self.world.met));
        match processed {
            Processed::Answer(answer, fault) => {
                self.world.outgoing.push(Outgoing { request: id, answer, fault });
            }
            Processed::Closed => {
                self.journal.answer(id, None);
                self.ready.push(Delivery { request: id, sent: Sent::Closed });
            }
            Processed::Never => self.journal.answer(id, None),
            Processed::Held => {}
        }
        self.settle();
        id
    }

    /// Takes a request and returns its answer; `None` if there is no complete answer at once.
    pub fn answer(&mut self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        let id = self.submit(request);
        let index = self.ready.iter().position(|delivery| delivery.request == id)?;
        self.ready.remove(index).sent.whole()
    }

    /// Advances time, and does what becomes due.
    pub fn advance(&mut self, by: Duration) {
        let then = self.world.now().saturating_add(by);
        loop {
            self.world.run_bots();
            let Some(due) = self.world.clock.move_to(then) else { break };
            self.world.on_due(due);
        }
        self.settle();
    }

    /// Returns the answers that have become ready, in order.
    pub fn take(&mut self) -> Vec<Delivery> {
        std::mem::take(&mut self.ready)
    }

    /// Forgets a request whose client has disconnected.
    pub fn abandon(&mut self, request: RequestId) {
        self.world.forget_request(request);
        self.journal.abandon(request);
        self.ready.retain(|delivery| delivery.request != request);
    }

    /// Adds a fault.
    ///
    /// # Errors
    /// Those of [`Config::with_fault`].
    pub fn add_fault(&mut self, rule: Rule) -> Result<(), ConfigError> {
        rule.check(|wanted| self.world.find_user(wanted).is_some())?;
        self.world.faults.add(rule);
        Ok(())
    }

    /// Sends a documented event to the applications of a user, as if it had happened: whether another user could cause it or
    /// not. If pages document it for several senders or collections, it is sent for each. A resource without a behaviour is made of
    /// what its page documents. An event of a resource with a behaviour leads to one that the application has, such as its first
    /// conversation, and embeds it only if an application has no more than one of it.
    ///
    /// ```
    /// # use ucwa_sim::{Config, Person, Simulator};
    /// let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
    /// let mut simulator = Simulator::new(Config::new(7).with_user(ann)?);
    /// let error = simulator.cause("sip:ann@example.com", "dataCollaboration", "updated").unwrap_err();
    /// assert_eq!(error.to_string(), "`sip:ann@example.com` has no application");
    /// # Ok::<(), ucwa_sim::ConfigError>(())
    /// ```
    ///
    /// # Errors
    /// [`ConfigError::Nobody`], [`ConfigError::Event`], [`ConfigError::NoApplication`] and [`ConfigError::Nowhere`].
    pub fn cause(&mut self, user: &str, rel: &str, event: &str) -> Result<(), ConfigError> {
        let id = self.world.find_user(user).ok_or_else(|| ConfigError::Nobody(user.to_owned()))?;
        match self.world.cause(id, rel, event) {
            Caused::Sent => {}
            Caused::Undocumented => {
                let listed = schema::pages_of(rel).flat_map(|page| page.events).map(|row| row.resource);
                let others: BTreeSet<&str> = listed.filter(|it| *it != rel).collect();
                let others = others.into_iter().collect();
                return Err(ConfigError::Event { rel: rel.to_owned(), event: event.to_owned(), others });
            }
            Caused::Absent => return Err(ConfigError::NoApplication(user.to_owned())),
            Caused::Nowhere => {
                return Err(ConfigError::Nowhere { user: user.to_owned(), rel: rel.to_owned() });
            }
        }
        self.settle();
        Ok(())
    }

    /// Removes all faults.
    pub fn clear_faults(&mut self) {
        self.world.faults.clear();
    }

    /// The latest requests, in order.
    pub fn requests(&self) -> impl Iterator<Item = &Asked> {
        self.journal.asked()
    }

    /// Returns the exchanges since the last call, in the order of their outcomes.
    pub fn take_exchanges(&mut self) -> Vec<Exchange> {
        self.journal.take()
    }

    /// What clients have done that no client may do, in words.
    #[must_use]
    pub fn complaints(&self) -> &[String] {
        &self.world.complaints
    }

    /// The number of applications that clients have.
    #[must_use]
    pub fn applications(&self) -> usize {
        self.world.applications.values().filter(|application| !application.is_bot).count()
    }

    /// The number of conversations, each counted once for each side that still has it.
    #[must_use]
    pub fn conversations(&self) -> usize {
        self.world.conversations.len()
    }

    fn is_discovery(&self, request: &Request<Vec<u8>>) -> bool {
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
        let asked = request.uri().authority().map(Authority::as_str).or(host);
        asked.zip(self.discovery.as_ref()).is_some_and(|(asked, discovery)| discovery == asked)
    }

    /// Does everything that is due now.
    fn settle(&mut self) {
        loop {
            self.world.run_bots();
            let now = self.world.now();
            if let Some(due) = self.world.clock.move_to(now) {
                self.world.on_due(due);
                continue;
            }
            self.world.release_late();
            if self.world.outgoing.is_empty() {
                break;
            }
            for outgoing in std::mem::take(&mut self.world.outgoing) {
                self.deliver(outgoing);
            }
        }
    }

    /// Sends an answer, to which a fault can happen on the way.
    fn deliver(&mut self, Outgoing { request, mut answer, fault }: Outgoing) {
        if let Some(Fault::Delay(millis)) = fault {
            let at = self.world.now() + Duration::from_millis(millis);
            self.world.clock.remind(at, Due::Answer(request, answer));
            return;
        }
        self.journal.answer(request, Some(&answer));
        let sent = match fault {
            Some(Fault::DropAnswer) => Sent::Closed,
            Some(Fault::HalfBody) => Sent::Half(answer),
            Some(Fault::CutBody) => {
                cut(&mut answer);
                Sent::Whole(answer)
            }
            Some(Fault::Undecodable) => {
                garble(&mut answer);
                Sent::Whole(answer)
            }
            _ => Sent::Whole(answer),
        };
        self.ready.push(Delivery { request, sent });
    }
}

/// The request with only path and query in its URI, so that the journal is the same for any host.
fn without_host(mut request: Request<Vec<u8>>) -> Request<Vec<u8>> {
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    if let Ok(uri) = target.parse() {
        *request.uri_mut() = uri;
    }
    request
}
