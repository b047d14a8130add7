//! The state of a simulator.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use http::Request;
use http::header::{AUTHORIZATION, HeaderName};
use ucwa_types::rest::{WireFormat, server};

use crate::answer::{self, Answer};
use crate::channel::{Channel, Poll};
use crate::clock::{Clock, END};
use crate::config::Config;
use crate::faults::{Fault, Plan, add_unknown};
use crate::happening::Happening;
use crate::hrefs::Hrefs;
use crate::ids::{
    AppId, CallId, ConversationId, Ids, InvitationId, MessageId, RequestId, RoomId, SubscriptionId, UserId,
};
use crate::route::Route;
use crate::state::{Application, Areas, Call, Conversation, Invitation, Room, User};
use crate::tokens::Tokens;
use crate::uri;

/// How many complaints are kept.
const COMPLAINTS: usize = 1000;

/// What is due at some time.
#[derive(Clone, Debug)]
pub(crate) enum Due {
    /// An answer of the event channel.
    Events(AppId),
    /// A check whether an application still requests events.
    Idle(AppId),
    /// A check whether a user is still active.
    Activity(UserId),
    /// The end of a subscription, or the warning before it.
    Subscription(AppId, SubscriptionId),
    /// The end of the subscription to the contact list, or the warning before it.
    Contacts(AppId),
    /// The end of ringing.
    Ringing(CallId),
    /// A call rings for others beside the user.
    RingOthers(CallId),
    /// Nobody has answered a call in time, by the rules of the user.
    Unanswered(CallId),
    /// Somebody answers the caller's own phone.
    OwnPhone(CallId),
    /// Somebody answers the phone of whom a call is for.
    TheirPhone(CallId),
    /// The end of typing.
    Typing(ConversationId),
    /// The end of the time in which a message can be fetched.
    Message(ConversationId, MessageId),
    /// An answer that was delayed.
    Answer(RequestId, Answer),
}

/// A request on its way through the server.
pub(crate) struct Incoming<'r> {
    pub(crate) id: RequestId,
    pub(crate) request: &'r Request<Vec<u8>>,
    /// Whether it came to the pool.
    pub(crate) is_at_home: bool,
    pub(crate) route: &'r Route,
    pub(crate) fault: Option<Fault>,
    /// Whether it is a part of a batch.
    pub(crate) is_part: bool,
}

impl Incoming<'_> {
    pub(crate) fn format(&self) -> WireFormat {
        server::accepted_format(self.request)
    }

    /// The media type of the answer: general or exact, as in `Accept`.
    pub(crate) fn media_type(&self) -> &'static str {
        let accept = self.header("accept").unwrap_or_default();
        let asked = accept.split(',').map(|one| one.split(';').next().unwrap_or_default().trim());
        let format = self.format();
        let known = asked.filter(|asked| WireFormat::from_content_type(asked) == Some(format));
        match known.map(str::to_ascii_lowercase).next().as_deref() {
            Some("application/json") => "application/json; charset=utf-8",
            Some("application/xml") => "application/xml; charset=utf-8",
            _ => format.media_type(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// The requested revision.
    pub(crate) fn revision(&self) -> u32 {
        self.header("x-ms-requiresminresourceversion").and_then(|text| text.trim().parse().ok()).unwrap_or(1)
    }

    /// The method and the address.
    pub(crate) fn key(&self) -> (String, String) {
        (self.request.method().to_string(), self.request.uri().to_string())
    }

    /// A parameter of the query, by its name in any case.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let query = self.request.uri().query().unwrap_or_default();
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.into_owned())
    }
}

/// An answer that is held back until the client has acknowledged this many answers of the event channel.
#[derive(Debug)]
pub(crate) struct Late {
    pub(crate) request: RequestId,
    pub(crate) app: AppId,
    pub(crate) instance: String,
    pub(crate) acknowledged: u32,
    pub(crate) answer: Answer,
}

/// An answer on its way out.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) request: RequestId,
    pub(crate) answer: Answer,
    pub(crate) fault: Option<Fault>,
}

/// The state of a simulator.
pub(crate) struct World {
    pub(crate) config: Config,
    pub(crate) clock: Clock<Due>,
    pub(crate) ids: Ids,
    pub(crate) faults: Plan,
    pub(crate) users: Vec<User>,
    by_uri: BTreeMap<String, UserId>,
    pub(crate) tokens: Tokens,
    pub(crate) applications: BTreeMap<AppId, Application>,
    /// The applications of each user who has any.
    pub(crate) by_user: BTreeMap<UserId, BTreeSet<AppId>>,
    /// The applications that are subscribed to a user's presence, by the user's URI.
    pub(crate) subscribers: BTreeMap<String, BTreeSet<AppId>>,
    /// The applications in which the simulator itself is the client.
    pub(crate) bots: BTreeSet<AppId>,
    pub(crate) conversations: BTreeMap<ConversationId, Conversation>,
    /// Those of which an application has a view.
    pub(crate) rooms: BTreeMap<RoomId, Room>,
    pub(crate) invitations: BTreeMap<InvitationId, Invitation>,
    pub(crate) calls: BTreeMap<CallId, Call>,
    pub(crate) areas: Areas,
    /// The happenings that bots have not handled yet.
    pub(crate) for_bots: VecDeque<(AppId, Happening)>,
    /// The answer to every request of a user for a lost application, in place of the usual 404, until there is a new one.
    pub(crate) gone: BTreeMap<UserId, Fault>,
    pub(crate) late: Vec<Late>,
    pub(crate) outgoing: Vec<Outgoing>,
    /// The faults that happened to the current request.
    pub(crate) met: Vec<Fault>,
    /// The method and address of the requests that change something and to which a fault happened. A client can send them again.
    pub(crate) spoilt: BTreeSet<(String, String)>,
    /// What clients have done that no client may do.
    pub(crate) complaints: Vec<String>,
}

impl World {
    pub(crate) fn new(mut config: Config) -> Self {
        config.times = config.times.within(END);
        config.epoch = config.epoch.min(END);
        let users: Vec<User> = config.users.iter().cloned().map(User::new).collect();
        // If two users have the same URI, the first one counts.
        let by_uri = users.iter().enumerate().rev().map(|(index, it)| (it.person.uri.clone(), UserId(index)));
        Self {
            clock: Clock::new(),
            ids: Ids::new(config.seed),
            faults: Plan::new(config.faults.clone()),
            by_uri: by_uri.collect(),
            users,
            tokens: Tokens::default(),
            applications: BTreeMap::new(),
            by_user: BTreeMap::new(),
            subscribers: BTreeMap::new(),
            bots: BTreeSet::new(),
            conversations: BTreeMap::new(),
            rooms: BTreeMap::new(),
            invitations: BTreeMap::new(),
            calls: BTreeMap::new(),
            areas: Areas::default(),
            for_bots: VecDeque::new(),
            gone: BTreeMap::new(),
            late: Vec::new(),
            outgoing: Vec::new(),
            met: Vec::new(),
            spoilt: BTreeSet::new(),
            complaints: Vec::new(),
            config,
        }
    }

    pub(crate) fn now(&self) -> Duration {
        self.clock.now()
    }

    /// Records that a client has done what no client may do. The first ones are kept.
    pub(crate) fn complain(&mut self, what: impl Into<String>) {
        if self.complaints.len() < COMPLAINTS {
            self.complaints.push(what.into());
        }
    }

    /// The same for what is performed only once, unless a fault happened to the same request before: its client had no answer.
    pub(crate) fn complain_of_repetition(&mut self, incoming: &Incoming<'_>, what: impl Into<String>) {
        if !self.spoilt.contains(&incoming.key()) {
            self.complain(what);
        }
    }

    pub(crate) fn hrefs(&self, app: AppId) -> Hrefs {
        Hrefs::new(self.config.quirks.internal.as_deref(), app)
    }

    pub(crate) fn user_of(&self, app: AppId) -> Option<&User> {
        self.users.get(self.applications.get(&app)?.user.0)
    }

    /// The user whose token a request has, expired or not.
    pub(crate) fn owner(&self, request: &Request<Vec<u8>>) -> Option<UserId> {
        let authorization = request.headers().get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        self.tokens.owner(authorization)
    }

    /// The URI of that user.
    pub(crate) fn owner_uri(&self, request: &Request<Vec<u8>>) -> Option<String> {
        Some(self.users.get(self.owner(request)?.0)?.person.uri.clone())
    }

    /// The event channel of an instance of an application.
    pub(crate) fn channel(&self, app: AppId, instance: &str) -> Option<&Channel> {
        self.applications.get(&app)?.channels.get(instance)
    }

    /// The applications of a user.
    pub(crate) fn applications_of(&self, user: UserId) -> impl Iterator<Item = (AppId, &Application)> {
        let ids = self.by_user.get(&user).into_iter().flatten();
        ids.filter_map(|app| Some((*app, self.applications.get(app)?)))
    }

    /// The user with this URI, in any case, with or without `sip:`.
    pub(crate) fn find_user(&self, uri: &str) -> Option<UserId> {
        self.by_uri.get(&uri::normal(uri)).copied()
    }

    pub(crate) fn user(&self, uri: &str) -> Option<&User> {
        self.users.get(self.find_user(uri)?.0)
    }

    /// Answers a request that has waited for events.
    pub(crate) fn answer_poll(&mut self, poll: &Poll, mut answer: Answer) {
        self.finish(&mut answer, poll.media_type);
        self.outgoing.push(Outgoing { request: poll.request, answer, fault: poll.fault.clone() });
    }

    /// Adds what every answer of the service has: the requested media type, the version, and, of an odd server, unknown members.
    pub(crate) fn finish(&self, answer: &mut Answer, media_type: &'static str) {
        answer::name_media_type(answer, media_type);
        answer::add_header(answer, HeaderName::from_static("x-ms-ucwaversion"), "2.0");
        if self.config.quirks.is_odd {
            add_unknown(answer);
        }
    }
}
