//! Leads a request to its operation, past the faults that happen before it.

use http::Method;
use ucwa_types::api::{ErrorCode, ErrorKind, ErrorSubcode};

use crate::answer::{self, Answer, Handled, ServiceError};
use crate::channel::Channel;
use crate::faults::{Asked, Fault};
use crate::ids::{AppId, UserId};
use crate::polls::{FAULT, instead};
use crate::route::{ApplicationPlace, Place, Route};
use crate::schema;
use crate::tokens::Bearer;
use crate::world::{Incoming, Late, World};

/// The size of the largest body, in bytes.
pub(crate) const LARGEST: usize = 16 << 20;

/// The outcome of a request.
pub(crate) enum Processed {
    /// An answer, and the fault that may change it on the way.
    Answer(Answer, Option<Fault>),
    /// No answer yet. It comes later.
    Held,
    /// No answer, ever.
    Never,
    /// The connection is closed.
    Closed,
}

impl World {
    /// Handles a request, or a part of a batch.
    pub(crate) fn process(&mut self, mut incoming: Incoming<'_>) -> Processed {
        let (request, route) = (incoming.request, incoming.route);
        if request.method() == Method::HEAD && has_head(route) {
            return self.process_head(incoming);
        }
        if request.body().len() > LARGEST {
            let message = format!("The body has more than {} MiB.", LARGEST >> 20);
            let error = ServiceError::of(&ErrorCode::EntityTooLarge, None, message);
            return Processed::Answer(error.answer(incoming.format()), None);
        }
        if Self::lacks_length(&incoming) {
            self.complain(format!("{} {} without a length", request.method(), request.uri()));
            return Processed::Answer(
                answer::page(411, "A POST or PUT without a body wants Content-Length: 0"),
                None,
            );
        }
        let user = self.owner_uri(request);
        let method = request.method().as_str();
        let asked = Asked {
            rel: route.rel(),
            method,
            user: user.as_deref(),
            now: self.now(),
            is_part: incoming.is_part,
        };
        incoming.fault = self.faults.pick(asked, self.ids.choices());
        let fault = incoming.fault.clone();
        self.met.extend(fault.clone());
        if let Some(fault) = &fault
            && let Some(processed) = self.interfere(fault, &incoming)
        {
            return processed;
        }
        let is_twice =
            fault == Some(Fault::Duplicate) && !matches!(route, Route::In(_, place) if place.is_events());
        if is_twice {
            self.authorized(&incoming);
        }
        let complaints = self.complaints.len();
        let answered = self.authorized(&incoming);
        if is_twice {
            // The second time is the fault's.
            self.complaints.truncate(complaints);
        }
        if !self.met.is_empty() && method != "GET" {
            self.spoilt.insert(incoming.key());
        }
        let Some(mut answer) = answered else { return Processed::Held };
        if *route != Route::Token {
            self.finish(&mut answer, incoming.media_type());
        }
        if let (Some(Fault::Late), Route::In(app, place)) = (&fault, route)
            && !place.is_events()
            && !incoming.is_part
        {
            let instance = incoming.parameter("instanceId").unwrap_or_default();
            if let Some(acknowledged) = self.channel(*app, &instance).map(Channel::ahead) {
                self.late.push(Late { request: incoming.id, app: *app, instance, acknowledged, answer });
                return Processed::Held;
            }
        }
        Processed::Answer(answer, fault)
    }

    /// Handles `HEAD`, which is answered like `GET`, without the body.
    fn process_head(&mut self, incoming: Incoming<'_>) -> Processed {
        let mut request = incoming.request.clone();
        *request.method_mut() = Method::GET;
        match self.process(Incoming { request: &request, ..incoming }) {
            Processed::Answer(mut answer, fault) => {
                answer.body_mut().clear();
                Processed::Answer(answer, fault)
            }
            processed => processed,
        }
    }

    /// Whether a request lacks the length that servers demand before they read it.
    fn lacks_length(incoming: &Incoming<'_>) -> bool {
        let is_sent = matches!(incoming.request.method().as_str(), "POST" | "PUT");
        let has_length =
            ["content-length", "transfer-encoding"].iter().any(|it| incoming.header(it).is_some());
        is_sent && !incoming.is_part && incoming.request.body().is_empty() && !has_length
    }

    /// Applies a fault before the operation. Returns the outcome if the operation does not take place.
    fn interfere(&mut self, fault: &Fault, incoming: &Incoming<'_>) -> Option<Processed> {
        let format = incoming.format();
        let answer = match fault {
            Fault::Drop => return Some(Processed::Closed),
            Fault::Silence => return Some(Processed::Never),
            Fault::Ticket => self.bad_ticket(incoming.is_at_home),
            Fault::Legacy => self.legacy(),
            Fault::ExpiredToken => {
                self.tokens.expire(incoming.is_at_home);
                return None;
            }
            Fault::LostApplication => {
                self.lose_application(incoming);
                return None;
            }
            Fault::LostBehind(behind) => {
                // An error of the service answers every later request as well.
                if matches!(**behind, Fault::Error { .. })
                    && let Some(user) = self.owner(incoming.request)
                {
                    self.gone.insert(user, (**behind).clone());
                }
                self.lose_application(incoming);
                instead(behind, format)?
            }
            Fault::Documented => {
                let errors = incoming.route.errors(incoming.request.method().as_str());
                let kind: ErrorKind = self.ids.choices().choice(errors)?;
                ServiceError::new(&kind, FAULT).answer(format)
            }
            fault => instead(fault, format)?,
        };
        Some(Processed::Answer(answer, None))
    }

    fn lose_application(&mut self, incoming: &Incoming<'_>) {
        let lost: Vec<AppId> = match incoming.route {
            Route::In(app, _) => vec![*app],
            _ => {
                let user = self.owner(incoming.request);
                let mine = user.into_iter().flat_map(|user| self.applications_of(user));
                mine.filter(|(_, it)| !it.is_bot).map(|(app, _)| app).collect()
            }
        };
        lost.into_iter().for_each(|app| self.end_application(app));
    }

    /// Performs the operation if the request has a token for this host. `None` if the answer comes later.
    fn authorized(&mut self, incoming: &Incoming<'_>) -> Option<Answer> {
        let is_free = match incoming.route {
            _ if incoming.request.method() == Method::OPTIONS => true,
            Route::Root | Route::XFrame | Route::Token => true,
            // A user who does not exist cannot have a token.
            Route::User => self.is_about_a_stranger(incoming),
            _ => false,
        };
        let user = match is_free {
            true => None,
            false => match self.bearer(incoming) {
                Bearer::User(user) => Some(user),
                Bearer::Nobody | Bearer::Stray => return Some(self.challenge(incoming.is_at_home)),
            },
        };
        match self.handle(incoming, user) {
            Ok(answer) => answer,
            Err(error) => Some(error.answer(incoming.format())),
        }
    }

    /// `user` has sent the request; `None` where no token is needed.
    fn handle(
        &mut self,
        incoming: &Incoming<'_>,
        user: Option<UserId>,
    ) -> Result<Option<Answer>, ServiceError> {
        let method = incoming.request.method().as_str();
        if method == "OPTIONS" && *incoming.route != Route::Unknown {
            return Ok(Some(answer::options(incoming.route.methods(), has_head(incoming.route))));
        }
        let (app, place) = match (incoming.route, method) {
            (Route::Root, "GET") => return self.root(incoming).map(Some),
            (Route::User, "GET") => return self.discovered_user(incoming).map(Some),
            (Route::XFrame, "GET") => {
                return Ok(Some(answer::page(
                    200,
                    "The simulator has a page for a frame, and no script in it",
                )));
            }
            (Route::Token, "POST") => return Ok(Some(self.token(incoming))),
            (Route::Applications | Route::AnonApplications, "POST") => {
                return self.create_application(user, incoming).map(Some);
            }
            (Route::Applications, "GET") => return self.list_applications(user, incoming).map(Some),
            (Route::In(app, place), _) => (*app, place),
            (Route::Unknown, _) => {
                self.complain(format!("there is no {method} {}", incoming.request.uri().path()));
                return Err(ServiceError::not_found());
            }
            _ => return Err(refused(incoming.route)),
        };
        // Another user's application is not found.
        if self.applications.get(&app).is_none_or(|application| Some(application.user) != user) {
            return Ok(Some(self.gone_in(user, incoming.format())));
        }
        if !incoming.route.methods().contains(&method) {
            return Err(refused(incoming.route));
        }
        self.check_revision(place, incoming)?;
        match place {
            Place::Application(ApplicationPlace::Events) => self.events(app, incoming),
            Place::Application(ApplicationPlace::Batch) => self.batch(incoming).map(Some),
            place => self.inside(app, place, incoming).map(Some),
        }
    }

    /// An operation within an application.
    fn inside(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        if self.guest_of(app).is_some() && !place.is_for_guests() {
            let message = "A guest can join an online meeting, and use what is there.";
            return Err(ServiceError::new(&ErrorKind::ForbiddenAnonymousNotAllowed, message));
        }
        match place {
            Place::Application(_) => self.application_operation(app, incoming),
            Place::Me(place) => self.me_operation(app, place, incoming),
            Place::Groups(place) => self.groups_operation(app, place, incoming),
            Place::Privacy(place) => self.privacy_operation(app, place, incoming),
            Place::Subscriptions(place) => self.subscription_operation(app, place, incoming),
            Place::PhoneAudio(place) => self.phone_audio_operation(app, place, incoming),
            Place::AudioVideo(place) => self.audio_video_operation(app, place, incoming),
            Place::Participants(place) => self.participants_operation(app, place, incoming),
            Place::Meetings(place) => self.meetings_operation(app, place, incoming),
            Place::Scheduling(place) => self.scheduling_operation(app, place, incoming),
            Place::Phones(place) => self.phones_operation(app, place, incoming),
            Place::Forwarding(place) => self.forwarding_operation(app, place, incoming),
            Place::Logs(place) => self.logs_operation(app, place, incoming),
            Place::Missed(place) => self.missed_operation(app, place, incoming),
            Place::Policies(place) => self.policies_operation(app, place, incoming),
            Place::Emergency(place) => self.e911_operation(app, place, incoming),
            Place::Communication(place) => self.communication_operation(app, place, incoming),
            Place::Messaging(place) => self.invitation_operation(app, place, incoming),
            Place::Conversations(place) => self.conversation_operation(app, place, incoming),
            Place::People(place) => self.people_operation(app, place, incoming),
            Place::Other(place) => self.others_operation(app, *place, incoming),
        }
    }

    /// Returns an error if the server does not have the requested revision.
    fn check_revision(&self, place: &Place, incoming: &Incoming<'_>) -> Result<(), ServiceError> {
        // Some clients request a revision everywhere; where there is one only, it is ignored.
        let latest = match schema::latest_revision(place.rel()) {
            _ if self.config.quirks.is_old => 1,
            Some(latest) => latest,
            None => u32::MAX,
        };
        let asked = incoming.revision();
        match asked > latest {
            true => {
                let rel = place.rel();
                let message = format!(
                    "The server has `{rel}` in revision {latest}, and X-MS-RequiresMinResourceVersion is {asked}."
                );
                Err(ServiceError::of(
                    &ErrorCode::NotFound,
                    Some(&ErrorSubcode::ApiVersionNotSupported),
                    message,
                ))
            }
            false => Ok(()),
        }
    }
}

/// The error for a method that a resource does not have.
fn refused(route: &Route) -> ServiceError {
    ServiceError::Method { methods: route.methods(), has_head: has_head(route), later: None }
}

/// Whether `HEAD` is answered, as `GET` is. `events` is an exception, since its answer acknowledges events.
fn has_head(route: &Route) -> bool {
    !matches!(route, Route::In(_, place) if place.is_events()) && route.methods().contains(&"GET")
}
