//! What ends unless it is renewed: that the user is shown as active, and presence subscriptions.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{Method, Request, Response};
use ucwa_types::Link;
use ucwa_types::api::PresenceSubscriptionInput;
use ucwa_types::api::{Application, PresenceSubscription, PresenceSubscriptionQuery, ReportMyActivity};
use ucwa_types::channel::{Timer, Timers};
use ucwa_types::rest::{BaseUrl, RequestError, WireFormat};

use crate::session::parameter::parameter;

/// For how many minutes a presence subscription is extended: the most that is possible.
const MINUTES: i64 = 30;
/// How long to wait before something is renewed that could not be renewed. Each time in a row it is twice as long.
const SOON: Duration = Duration::from_secs(15);
/// How long that becomes at most.
const LATE: Duration = Duration::from_secs(240);

/// A request, or why it cannot be made of a link of the server.
type Built = Result<Request<Vec<u8>>, RequestError>;

/// What runs, and the links by which it is renewed.
#[derive(Debug, Default)]
pub(super) struct Keeping {
    timers: Timers,
    /// How often in a row something could not be renewed.
    failures: BTreeMap<Timer, u32>,
    activity: Option<Link<ReportMyActivity>>,
}

impl Keeping {
    /// Takes the application, new or fetched again. Only a user who is available has the link.
    pub(super) fn take(&mut self, application: &Application, now: Duration) {
        let links = application.embedded.me.as_ref().map(|me| &me.links);
        self.activity = links.and_then(|links| links.report_my_activity.clone());
        if self.activity.is_none() {
            self.timers.stop(&Timer::Activity);
        } else if self.timers.due(&Timer::Activity).is_none() {
            self.timers.start(Timer::Activity, now);
        }
    }

    /// Takes a call of the program that succeeded. Returns whether the application has other links now.
    pub(super) fn observe(
        &mut self,
        rel: &str,
        request: &Request<Vec<u8>>,
        response: &Response<Vec<u8>>,
        now: Duration,
    ) -> bool {
        let location = || response.headers().get(http::header::LOCATION)?.to_str().ok();
        match (rel, request.method()) {
            ("makeMeAvailable", &Method::POST) => return true,
            ("presenceSubscriptions", &Method::POST) => {
                let read = Link::<PresenceSubscription>::new("/").get().read(response.clone()).ok();
                let own = read.and_then(|reply| reply.output?.links.self_);
                let href = own.as_ref().map(Link::href).or_else(location);
                if let Some((href, minutes)) = href.zip(minutes(request)) {
                    self.subscribe(href, minutes, now);
                }
            }
            ("presenceSubscription", &Method::POST) => {
                if let Some(minutes) = minutes(request) {
                    self.subscribe(request.uri().path(), minutes, now);
                }
            }
            ("presenceSubscription", &Method::DELETE) => {
                self.timers.stop(&Timer::Subscription(request.uri().path().into()));
            }
            _ => {}
        }
        false
    }

    fn subscribe(&mut self, href: &str, minutes: i64, now: Duration) {
        let length = Duration::from_secs(u64::try_from(minutes).unwrap_or_default().saturating_mul(60));
        self.timers.start_for(Timer::Subscription(href.into()), now, length);
    }

    /// The request that is due, with the timer that it is for. The timer runs again once [`Self::renewed`] or [`Self::again`]
    /// says so.
    pub(super) fn due(
        &mut self,
        base: &BaseUrl,
        format: WireFormat,
        now: Duration,
    ) -> Option<(Timer, Built)> {
        let timer = self.timers.take_due(now)?;
        let request = match &timer {
            Timer::Subscription(href) => {
                let link = Link::<PresenceSubscription>::new(&**href);
                let (query, input) =
                    (PresenceSubscriptionQuery::new(MINUTES), PresenceSubscriptionInput::new(MINUTES));
                link.post_with(query, input).request(base, format)
            }
            _ => {
                let link = self.activity.clone()?;
                link.post(()).request(base, format)
            }
        };
        Some((timer, request))
    }

    /// Takes that something was renewed: it is due again in time.
    pub(super) fn renewed(&mut self, timer: Timer, now: Duration) {
        self.failures.remove(&timer);
        match timer {
            Timer::Subscription(href) => self.subscribe(&href, MINUTES, now),
            timer => self.timers.start(timer, now),
        }
    }

    /// Takes that something was not renewed, for a reason that may pass: it is due again soon, and later each time.
    pub(super) fn again(&mut self, timer: Timer, now: Duration) {
        let failures = self.failures.entry(timer.clone()).or_default();
        let delay = SOON.saturating_mul(1_u32.checked_shl(*failures).unwrap_or(u32::MAX)).min(LATE);
        *failures = failures.saturating_add(1);
        self.timers.start_for(timer, now, Timer::MARGIN.saturating_add(delay));
    }

    /// The server has ended it.
    pub(super) fn ended(&mut self, timer: &Timer) {
        self.failures.remove(timer);
    }

    /// The server has ended all of it.
    pub(super) fn clear(&mut self) {
        self.timers.clear();
        self.failures.clear();
        self.activity = None;
    }

    pub(super) fn next_due(&self) -> Option<Duration> {
        self.timers.next_due()
    }
}

/// The `duration` of a presence subscription, in minutes.
fn minutes(request: &Request<Vec<u8>>) -> Option<i64> {
    parameter(request, "duration")?.parse().ok()
}
