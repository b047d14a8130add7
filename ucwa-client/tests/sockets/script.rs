//! A server with a user, Ann, whom a bot invites as soon as she is available; and scripts of faults.

use std::collections::BTreeMap;

use ucwa_sim::server::{Options, Server as Sockets};
use ucwa_sim::{Asked, Bot, Config, Discovery, Embedding, Exchange, Fault, Person, Quirks, Rule};

/// What a request asks for: the rel of the resource, and the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Route {
    Root,
    User,
    Token,
    Create,
    Application,
    Delete,
    MakeMeAvailable,
    Events,
    PutCommunication,
    Conversations,
    Conversation,
    Invitation,
    Accept,
    StartMessaging,
    Messaging,
    SendMessage,
    Elsewhere,
}

impl Route {
    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Root => ("root", "GET"),
            Self::User => ("user", "GET"),
            Self::Token => ("token", "POST"),
            Self::Create => ("applications", "POST"),
            Self::Application => ("application", "GET"),
            Self::Delete => ("application", "DELETE"),
            Self::MakeMeAvailable => ("makeMeAvailable", "POST"),
            Self::Events => ("events", "GET"),
            Self::PutCommunication => ("communication", "PUT"),
            Self::Conversations => ("conversations", "GET"),
            Self::Conversation => ("conversation", "GET"),
            Self::Invitation => ("messagingInvitation", "GET"),
            Self::Accept => ("accept", "POST"),
            Self::StartMessaging => ("startMessaging", "POST"),
            Self::Messaging => ("messaging", "GET"),
            Self::SendMessage => ("sendMessage", "POST"),
            Self::Elsewhere => ("", "GET"),
        }
    }

    /// What a request asks for; [`Route::Elsewhere`] for everything that these tests do not know.
    pub(crate) fn of(asked: &Asked) -> Self {
        let all = [
            Self::Root,
            Self::User,
            Self::Token,
            Self::Create,
            Self::Application,
            Self::Delete,
            Self::MakeMeAvailable,
            Self::Events,
            Self::PutCommunication,
            Self::Conversations,
            Self::Conversation,
            Self::Invitation,
            Self::Accept,
            Self::StartMessaging,
            Self::Messaging,
            Self::SendMessage,
        ];
        let parts = (asked.rel, asked.method());
        all.into_iter().find(|route| route.parts() == parts).unwrap_or(Self::Elsewhere)
    }
}

/// An error of the service.
pub(crate) fn error(status: u16, code: &str, subcode: &str) -> Fault {
    let subcode = Some(subcode.to_owned()).filter(|subcode| !subcode.is_empty());
    Fault::Error { status, code: code.to_owned(), subcode }
}

/// How the server differs from others, and its faults.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    planned: BTreeMap<Route, u32>,
    rules: Vec<Rule>,
    quirks: Quirks,
    seed: u64,
}

impl Script {
    /// A server without faults.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Plans this fault for the next request on this route for which nothing is planned.
    pub(crate) fn on(mut self, route: Route, fault: Fault) -> Self {
        let planned = self.planned.entry(route).or_default();
        let (rel, method) = route.parts();
        self.rules.push(Rule::new(fault).on(rel).with_method(method).skipping(*planned).times(1));
        *planned += 1;
        self
    }

    /// Plans no fault for the next request on this route for which nothing is planned.
    pub(crate) fn well(mut self, route: Route) -> Self {
        *self.planned.entry(route).or_default() += 1;
        self
    }

    /// Messages are accepted and not delivered.
    pub(crate) fn undelivered(mut self) -> Self {
        self.rules.push(Rule::new(Fault::Undelivered).on("sendMessage"));
        self
    }

    /// The seed of the server.
    pub(crate) fn seeded(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn quirk(mut self, change: impl FnOnce(&mut Quirks)) -> Self {
        change(&mut self.quirks);
        self
    }

    /// Events do not embed their resources.
    pub(crate) fn bare(self) -> Self {
        self.quirk(|quirks| quirks.embedding = Embedding::Never)
    }

    /// Answers have unknown members, links, resources and events as well.
    pub(crate) fn odd(self) -> Self {
        self.quirk(|quirks| quirks.is_odd = true)
    }

    /// The first host redirects in `user`, which needs a token.
    pub(crate) fn redirected_late(self) -> Self {
        self.quirk(|quirks| quirks.discovery = Discovery::Late)
    }

    /// The hosts redirect to each other.
    pub(crate) fn in_circles(self) -> Self {
        self.quirk(|quirks| quirks.discovery = Discovery::InCircles)
    }

    /// The server has the first revision of everything only, though its links announce others.
    pub(crate) fn old(self) -> Self {
        self.quirk(|quirks| quirks.is_old = true)
    }

    /// Users are available from the start, and not shown.
    pub(crate) fn without_me(self) -> Self {
        self.quirk(|quirks| quirks.is_without_me = true)
    }

    /// Hrefs name a host that no client can reach.
    pub(crate) fn internal(self) -> Self {
        self.quirk(|quirks| quirks.internal = Some(format!("https://{}:4443", Server::INTERNAL)))
    }

    /// Answers in a batch lack `Content-ID`, and have hrefs in another case and escaping.
    pub(crate) fn respelt(self) -> Self {
        self.quirk(|quirks| quirks.is_respelt = true)
    }
}

/// A server that keeps its requests.
pub(crate) struct Server(Sockets);

impl Server {
    /// The name to sign in with.
    pub(crate) const USER: &str = "ann@example.com";
    /// The password to sign in with.
    pub(crate) const PASSWORD: &str = "a+b & c%";
    /// The name of a host that only the server knows.
    pub(crate) const INTERNAL: &str = "pool.internal.example.com";
    /// What the bot writes.
    pub(crate) const TEXT: &str = "Is it 5 + 1 \u{2603}\r\n";

    fn config() -> Config {
        let bo = Person::new("sip:bo@example.com", "Bo Example", "").with_bot(Bot::greeting(Self::TEXT));
        Config::new(7)
            .with_user(Person::new("sip:ann@example.com", "Ann Example", Self::PASSWORD))
            .and_then(|config| config.with_user(bo))
            .unwrap()
    }

    pub(crate) fn start(script: Script) -> Self {
        let mut config = Self::config().with_quirks(script.quirks);
        config.seed = script.seed;
        let config = script.rules.into_iter().try_fold(config, Config::with_fault).unwrap();
        Self(Sockets::start(config, Options::default()).unwrap())
    }

    pub(crate) fn root(&self) -> &str {
        self.0.root()
    }

    /// The requests, in order.
    pub(crate) fn requests(&self) -> Vec<Asked> {
        self.0.with(|simulator| simulator.requests().cloned().collect())
    }

    /// The requests on a route, in order.
    pub(crate) fn requests_on(&self, route: Route) -> Vec<Asked> {
        self.requests().into_iter().filter(|asked| Route::of(asked) == route).collect()
    }

    /// What clients have done that no client may do.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.0.with(|simulator| simulator.complaints().to_vec())
    }

    /// Adds a fault to those of the script.
    pub(crate) fn add_fault(&self, rule: Rule) {
        self.0.with(|simulator| simulator.add_fault(rule)).unwrap();
    }

    /// How many applications there are.
    pub(crate) fn applications(&self) -> usize {
        self.0.with(|simulator| simulator.applications())
    }
}

/// A server that records, and what it has recorded so far.
pub(crate) fn recording() -> (Server, impl Fn() -> String) {
    let (sender, receiver) = std::sync::mpsc::channel();
    let mut options = Options::default();
    options.watcher = Some(Box::new(move |exchange: &Exchange| {
        if let Some(line) = exchange.record() {
            let _ = sender.send(line + "\n");
        }
    }));
    (Server(Sockets::start(Server::config(), options).unwrap()), move || receiver.try_iter().collect())
}
