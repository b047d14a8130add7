//! What a test wants to happen.

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// `GET` of a root, on either host.
    Root,
    /// `GET` of a user.
    User,
    /// `POST` for a token.
    Token,
    /// `POST` that creates an application.
    Create,
    /// `GET` of the application.
    Application,
    /// `DELETE` of the application.
    Delete,
    /// `POST` on `makeMeAvailable`.
    MakeMeAvailable,
    /// `GET` of events.
    Events,
    /// `GET` of the communication.
    Communication,
    /// `PUT` of the communication.
    PutCommunication,
    /// `GET` of the conversations.
    Conversations,
    /// `GET` of a conversation.
    Conversation,
    /// `GET` of an invitation.
    Invitation,
    /// `POST` that accepts an invitation.
    Accept,
    /// `POST` that invites somebody.
    StartMessaging,
    /// `GET` of the messages' state.
    Messaging,
    /// `POST` that sends a message.
    SendMessage,
    /// `GET` of the photo.
    Photo,
    /// `POST` of a batch.
    Batch,
    /// Anything else.
    Elsewhere,
}

/// What happens to one request instead of what should.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The connection is closed without an answer, and nothing else happens.
    Drop,
    /// What was asked for happens, and then the connection is closed without an answer.
    DropAnswer,
    /// Nothing happens, and nothing is ever answered.
    Silence,
    /// The answer breaks off in the middle of the body.
    HalfBody,
    /// The answer's body is cut short, and its length says that this is all.
    CutBody,
    /// Something in between answers with this status and a page for people.
    Html(u16),
    /// An answer of this status without a body.
    Empty(u16),
    /// An error of the service: a status, a code and a subcode.
    Error(u16, &'static str, &'static str),
    /// An answer of this status with this body.
    Json(u16, Value),
    /// An answer of this status with a body of this media type.
    Bytes(u16, &'static str, &'static [u8]),
    /// All tokens of this host have expired.
    Expired,
    /// The token of this host is good no longer, which a 500 with a page for people says in a header field alone.
    Ticket,
    /// For [`Route::Root`]: the answer of legacy autodiscovery.
    Legacy,
    /// The application is lost.
    Lost,
    /// The application is lost, and something in between answers, as it does for this fault.
    LostBehind(Box<Fault>),
    /// What is in the answer cannot be decoded, and not all of it is beyond reading.
    Garbled,
    /// For [`Route::Events`]: nothing has happened for a long time.
    Quiet,
    /// For [`Route::Events`]: what has happened since the last answer is lost.
    Resync,
    /// The same, with links that are not to be followed beside the one that is.
    ResyncAmongOthers,
    /// For [`Route::Events`]: the client was away for so long that its conversation has ended.
    Resume,
    /// For [`Route::SendMessage`]: answered only after the client has the events that say that all is done.
    Late,
}

/// A script: how the server is, and what goes wrong.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub(crate) faults: BTreeMap<Route, VecDeque<Option<Fault>>>,
    pub(crate) is_bare: bool,
    pub(crate) is_odd: bool,
    pub(crate) is_redirected_late: bool,
    pub(crate) is_in_circles: bool,
    pub(crate) is_undelivered: bool,
    pub(crate) is_old: bool,
    pub(crate) is_without_me: bool,
    pub(crate) is_internal: bool,
    pub(crate) is_respelt: bool,
}

impl Script {
    /// A server that behaves.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next request on this route that nothing is planned for goes wrong like this.
    #[must_use]
    pub fn on(mut self, route: Route, fault: Fault) -> Self {
        self.faults.entry(route).or_default().push_back(Some(fault));
        self
    }

    /// The next request on this route that nothing is planned for goes well.
    #[must_use]
    pub fn well(mut self, route: Route) -> Self {
        self.faults.entry(route).or_default().push_back(None);
        self
    }

    /// Events do not bring along what they are about.
    #[must_use]
    pub fn bare(self) -> Self {
        Self { is_bare: true, ..self }
    }

    /// Everything that can be unknown to a client is there too.
    #[must_use]
    pub fn odd(self) -> Self {
        Self { is_odd: true, ..self }
    }

    /// The first host redirects only those whom it knows.
    #[must_use]
    pub fn redirected_late(self) -> Self {
        Self { is_redirected_late: true, ..self }
    }

    /// The hosts redirect to each other.
    #[must_use]
    pub fn in_circles(self) -> Self {
        Self { is_in_circles: true, ..self }
    }

    /// Messages are accepted and do not arrive.
    #[must_use]
    pub fn undelivered(self) -> Self {
        Self { is_undelivered: true, ..self }
    }

    /// The server has the first revision of everything, though its links say otherwise.
    #[must_use]
    pub fn old(self) -> Self {
        Self { is_old: true, ..self }
    }

    /// Users are available from the start, and not shown.
    #[must_use]
    pub fn without_me(self) -> Self {
        Self { is_without_me: true, ..self }
    }

    /// Hrefs name a host that no client can reach: [`Server::INTERNAL`](crate::Server::INTERNAL).
    #[must_use]
    pub fn internal(self) -> Self {
        Self { is_internal: true, ..self }
    }

    /// Answers in a batch are without `Content-ID`, and their hrefs are in another case and escaping than those asked.
    #[must_use]
    pub fn respelt(self) -> Self {
        Self { is_respelt: true, ..self }
    }

    pub(crate) fn fault(&mut self, route: Route) -> Option<Fault> {
        self.faults.get_mut(&route)?.pop_front()?
    }
}
