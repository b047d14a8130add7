//! Requests for events: how they wait, and how they are answered.

use http::StatusCode;
use ucwa_types::Link;
use ucwa_types::api::{ErrorCode, ErrorSubcode, EventDocument, Events, EventsQuery};
use ucwa_types::operation::{Get, Operation, Violation, check};
use ucwa_types::rest::WireFormat;
use ucwa_types::rest::server::{self, ReceiveError};

use crate::answer::{self, Answer, ServiceError};
use crate::channel::{Asked, Poll, Polled};
use crate::faults::Fault;
use crate::hrefs::Hrefs;
use crate::ids::{AppId, RequestId, UserId};
use crate::journal::without_secrets;
use crate::world::{Due, Incoming, Outgoing, World};

/// Some proxies cut off requests that wait for longer, so that servers take less than the documented minimum.
const SHORTEST_TIMEOUT: i64 = 30;

/// The message of an error that a fault causes.
pub(crate) const FAULT: &str = "A fault of the simulator. The request need not be wrong.";

impl World {
    /// A request for events. It is answered at once, or waits.
    pub(crate) fn events(
        &mut self,
        app: AppId,
        incoming: &Incoming<'_>,
    ) -> Result<Option<Answer>, ServiceError> {
        if incoming.is_part {
            let message =
                "The event channel has no place in a batch. Send the request for `events` by itself.";
            return Err(ServiceError::of(&ErrorCode::BadRequest, None, message));
        }
        let query = incoming.request.uri().query().unwrap_or_default();
        self.check_query(incoming)?;
        let instance = incoming.parameter("instanceId").unwrap_or_default();
        let (now, format) = (self.now(), incoming.format());
        let asked = Asked::of(query);
        let poll =
            Poll::new(incoming.id, (format, incoming.media_type()), &asked, incoming.fault.clone(), now);
        let channel = self.applications.get_mut(&app).and_then(|it| it.channels.get_mut(&instance));
        let Some(channel) = channel else { return Err(ServiceError::no_application()) };
        if incoming.fault == Some(Fault::Duplicate)
            && let Some(last) = channel.repeat()
        {
            return Ok(Some(server::ok(last, format)?));
        }
        let polled = channel.poll(&asked, poll, &mut self.ids);
        self.remind_of_idle(app);
        match polled {
            Polled::Document(document) => Ok(Some(server::ok(&document, format)?)),
            Polled::Lost(document) => {
                self.complain(format!("nobody offered {}", incoming.request.uri()));
                let origin = self.config.quirks.internal.as_deref().unwrap_or_default();
                let own = format!("{origin}{}", without_secrets(&incoming.request.uri().to_string()));
                Ok(Some(server::ok(&document.with_self(own), format)?))
            }
            Polled::Outranked => {
                Err(replaced("Another request for events waits already, and has a higher `priority`."))
            }
            Polled::Held { replaced: earlier } => {
                if let Some(poll) = earlier {
                    let replaced = replaced("A later request for events has taken the place of this one.");
                    let answer = replaced.answer(poll.format);
                    self.answer_poll(&poll, answer);
                }
                self.look_at_channels(app);
                Ok(None)
            }
        }
    }

    /// Checks the documented types and rules of the query, except for the shortest timeout.
    fn check_query(&self, incoming: &Incoming<'_>) -> Result<(), ServiceError> {
        let number = |name: &str| incoming.parameter(name).and_then(|value| value.parse::<i64>().ok());
        let is_wrong = |name: &&str| incoming.parameter(name).is_some() && number(name).is_none();
        if let Some(name) = ["low", "medium", "timeout", "priority"].into_iter().find(is_wrong) {
            return Err(ReceiveError::Query(Violation::Type { name }).into());
        }
        let timeout =
            number("timeout").map(|given| if given >= SHORTEST_TIMEOUT { given.max(180) } else { given });
        let mut query = EventsQuery::default();
        (query.low, query.medium, query.timeout) = (number("low"), number("medium"), timeout);
        let rules = <Events as Operation<Get>>::QUERY;
        let violation = match check(rules, &query) {
            Err(Violation::TooSmall { name: "timeout", value, .. }) => {
                Violation::TooSmall { name: "timeout", value, minimum: SHORTEST_TIMEOUT }
            }
            Err(violation) => violation,
            Ok(()) => return Ok(()),
        };
        Err(ReceiveError::Query(violation).into())
    }

    /// Answers what is due on the channels of an application.
    pub(crate) fn release(&mut self, app: AppId) {
        let now = self.now();
        let Some(application) = self.applications.get(&app) else { return };
        let instances: Vec<String> = application.channels.keys().cloned().collect();
        for instance in instances {
            if self.channel(app, &instance).is_some_and(|channel| channel.is_reset(now)) {
                self.reset_application(app);
            }
            let Some(channel) = self.applications.get_mut(&app).and_then(|it| it.channels.get_mut(&instance))
            else {
                continue;
            };
            let Some((poll, mut document)) = channel.release(now, &mut self.ids) else { continue };
            if poll.fault == Some(Fault::ResyncAmongOthers) {
                let elsewhere = format!("{}/not-here", Hrefs::new(None, app).own());
                let others = |document: EventDocument| {
                    document.with_next(Link::new(&*elsewhere)).with_resume(Link::new(&*elsewhere))
                };
                document = channel.amend(others).unwrap_or(document);
            }
            let answer = encoded(&document, poll.format);
            self.answer_poll(&poll, answer);
            self.remind_of_idle(app);
        }
    }

    /// Answers the waiting requests for events of an application that has ended.
    pub(crate) fn end_polls(&mut self, user: UserId, polls: impl IntoIterator<Item = Poll>) {
        for poll in polls {
            let answer = self.gone_in(Some(user), poll.format);
            self.answer_poll(&poll, answer);
        }
    }

    /// The answer to the request of a user for an application that does not exist.
    pub(crate) fn gone_in(&self, user: Option<UserId>, format: WireFormat) -> Answer {
        let fault = user.and_then(|user| self.gone.get(&user)).and_then(|fault| instead(fault, format));
        fault.unwrap_or_else(|| ServiceError::no_application().answer(format))
    }

    /// Sends the answers that were held back until the client had its events.
    pub(crate) fn release_late(&mut self) {
        let late = std::mem::take(&mut self.late);
        for one in late {
            if self
                .channel(one.app, &one.instance)
                .is_some_and(|channel| channel.acknowledged() < one.acknowledged)
            {
                self.late.push(one);
            } else {
                self.outgoing.push(Outgoing { request: one.request, answer: one.answer, fault: None });
            }
        }
    }

    /// Asks to be reminded when the client of an application has not asked for events for too long.
    pub(crate) fn remind_of_idle(&mut self, app: AppId) {
        let (now, times) = (self.now(), self.config.times);
        for after in [times.reset, times.idle] {
            self.clock.remind(now + after, Due::Idle(app));
        }
    }

    /// Forgets a request whose client has disconnected.
    pub(crate) fn forget_request(&mut self, request: RequestId) {
        let now = self.now();
        let mut found = Vec::new();
        for (app, application) in &mut self.applications {
            for channel in application.channels.values_mut() {
                if channel.forget(request, now) {
                    found.push(*app);
                }
            }
        }
        found.into_iter().for_each(|app| self.remind_of_idle(app));
        self.late.retain(|late| late.request != request);
        self.outgoing.retain(|outgoing| outgoing.request != request);
    }
}

fn replaced(message: &str) -> ServiceError {
    ServiceError::of(&ErrorCode::Conflict, Some(&ErrorSubcode::PGetReplaced), message)
}

fn encoded(document: &EventDocument, format: WireFormat) -> Answer {
    server::ok(document, format).unwrap_or_else(|error| ServiceError::from(error).answer(format))
}

/// The answer of a fault that is the same for every request.
pub(crate) fn instead(fault: &Fault, format: WireFormat) -> Option<Answer> {
    Some(match fault {
        Fault::Html(status) => {
            answer::page(*status, "Something in between is out of order: a fault of the simulator")
        }
        Fault::Empty(status) => server::empty(StatusCode::from_u16(*status).unwrap_or_default()),
        Fault::Error { status, code, subcode } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            ServiceError::spelt(status, code, subcode.as_deref(), FAULT).answer(format)
        }
        Fault::Body { status, media_type, body } => answer::text(*status, media_type, body.clone()),
        _ => return None,
    })
}
