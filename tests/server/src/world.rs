//! What the server knows, and how it answers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::application::Application;
use crate::batch;
use crate::channel::Served;
use crate::pages;
use crate::script::{Fault, Route, Script};
use crate::server::Recorded;
use crate::wire::Answer;
use crate::xml;

/// What comes of a request.
#[derive(Debug)]
pub(crate) enum Next {
    /// This, at once.
    Answer(Answer),
    /// Events, once there are some.
    Events { application: u32, generation: u64, target: String, state_loss: Option<Fault> },
    /// This, once the client has got so many answers of the event channel.
    After { application: u32, acknowledged: u32, answer: Answer },
}

pub(crate) struct World {
    script: Script,
    discovery: String,
    home: String,
    tokens: BTreeSet<(bool, String)>,
    issued: u32,
    created: u32,
    operations: BTreeSet<String>,
    /// The answer to every request for a lost application; `None` for the usual 404.
    gone: Option<Answer>,
    pub(crate) applications: BTreeMap<u32, Application>,
    pub(crate) requests: Vec<Recorded>,
    pub(crate) complaints: Vec<String>,
}

const APPLICATIONS: &str = "/ucwa/v1/applications";

/// [`Server::USER`](crate::Server::USER) and [`Server::PASSWORD`](crate::Server::PASSWORD), as a form has them.
const FORM: &str = "grant_type=password&username=ann%40example.com&password=a%2Bb%20%26%20c%25";

impl World {
    pub(crate) fn new(script: Script, discovery: String, home: String) -> Self {
        Self {
            script,
            discovery,
            home,
            tokens: BTreeSet::new(),
            issued: 0,
            created: 0,
            operations: BTreeSet::new(),
            gone: None,
            applications: BTreeMap::new(),
            requests: Vec::new(),
            complaints: Vec::new(),
        }
    }

    pub(crate) fn is_internal(&self) -> bool {
        self.script.is_internal
    }

    fn complain(&mut self, what: impl Into<String>) {
        self.complaints.push(what.into());
    }

    /// Takes a request, and says what goes wrong with it, and what comes of it; `None` for nothing, ever.
    pub(crate) fn take(&mut self, request: &mut Recorded) -> (Option<Fault>, Option<Next>) {
        request.route = route(request);
        self.requests.push(request.clone());
        let fault = self.script.fault(request.route);
        if is_of_unknown_length(request) {
            self.complain(format!("{} {} without a length", request.method, request.target));
            return (None, Some(Next::Answer(Answer::html(411))));
        }
        let next = match &fault {
            Some(Fault::Drop | Fault::Silence) => None,
            Some(fault) if instead(fault).is_some() => instead(fault).map(Next::Answer),
            Some(Fault::LostBehind(fault)) => {
                self.applications.clear();
                let answer = instead(fault);
                // What the service itself says, it says to every request.
                if matches!(**fault, Fault::Error(..)) {
                    self.gone = answer.clone();
                }
                answer.map(Next::Answer)
            }
            Some(Fault::Ticket) => {
                self.tokens.retain(|(is_at_home, _)| *is_at_home != request.is_at_home);
                let diagnostics = r#"28032;source="fe.example.com";reason="The ticket is not valid.""#;
                Some(Next::Answer(Answer::html(500).with("x-ms-diagnostics", diagnostics)))
            }
            Some(Fault::Legacy) => {
                let link = json!({"token": "Ucwa", "href": format!("{}{APPLICATIONS}", self.home)});
                let answer = json!({"AccessLocation": "External", "User": {"Links": [link]}});
                Some(Next::Answer(Answer::json(200, &answer)))
            }
            _ => Some(self.handle(request, fault.as_ref())),
        };
        (fault, next)
    }

    fn handle(&mut self, request: &Recorded, fault: Option<&Fault>) -> Next {
        match fault {
            Some(Fault::Expired) => self.tokens.retain(|(is_at_home, _)| *is_at_home != request.is_at_home),
            Some(Fault::Lost) => self.applications.clear(),
            _ => {}
        }
        let needs_token = !matches!(request.route, Route::Root | Route::Token);
        if needs_token && !self.is_known(request) {
            return Next::Answer(self.challenge(request));
        }
        self.check_media_types(request);
        let mut answer = match request.route {
            Route::Root => self.root(request),
            Route::User => self.user(request),
            Route::Token => self.token(request),
            Route::Create => self.create(request),
            _ => {
                let id = request.target.strip_prefix(APPLICATIONS).and_then(number);
                match id.filter(|id| self.applications.contains_key(id)) {
                    Some(id) => {
                        let next = self.in_application(id, request, fault);
                        return self.odd(next);
                    }
                    None => self.not_found(),
                }
            }
        };
        // Tokens are not of UCWA.
        if request.route != Route::Token {
            self.make_odd(&mut answer);
        }
        Next::Answer(answer)
    }

    fn not_found(&self) -> Answer {
        self.gone.clone().unwrap_or_else(|| Answer::error(404, "NotFound", "ApplicationNotFound"))
    }

    /// Whether there is a token, and it is one of this host.
    fn is_known(&mut self, request: &Recorded) -> bool {
        let Some(token) = request.header("authorization") else { return false };
        let token = token.strip_prefix("Bearer ").unwrap_or_default().to_owned();
        if self.tokens.contains(&(!request.is_at_home, token.clone())) {
            self.complain(format!("a token of the other host, on {}", request.target));
        }
        self.tokens.contains(&(request.is_at_home, token))
    }

    fn challenge(&self, request: &Recorded) -> Answer {
        let host = self.host(request.is_at_home);
        Answer::html(401)
            .with("www-authenticate", r#"Bearer trusted_issuers="5@example.com", client_id="5""#)
            .with(
                "www-authenticate",
                format!(
                    r#"MsRtcOAuth href="{host}/token?a=b",grant_type="urn:microsoft.rtc:windows,password""#
                ),
            )
            .with("www-authenticate", "Negotiate")
    }

    fn host(&self, is_at_home: bool) -> &str {
        if is_at_home { &self.home } else { &self.discovery }
    }

    fn check_media_types(&mut self, request: &Recorded) {
        let accept = request.header("accept").unwrap_or_default();
        if !["json", "xml", "*/*", "multipart"].iter().any(|known| accept.contains(known)) {
            self.complain(format!("`{accept}` is accepted from {}", request.target));
        }
        let has_json = request.header("content-type").is_some_and(|name| name.contains("json"));
        if has_json && serde_json::from_slice::<Value>(&request.body).is_err() {
            self.complain(format!("no JSON for {}", request.target));
        }
    }

    fn root(&self, request: &Recorded) -> Answer {
        let here = format!("{}{}", self.host(request.is_at_home), request.target);
        let elsewhere = format!("{}/autodiscover/root?domain=example.com", self.host(!request.is_at_home));
        let knows_user = request.is_at_home || self.script.is_redirected_late;
        let links = if knows_user && !self.script.is_in_circles {
            let user = format!("{}/autodiscover/user?domain=example.com", self.host(request.is_at_home));
            json!({"self": {"href": here}, "user": {"href": user}})
        } else {
            json!({"self": {"href": here}, "redirect": {"href": elsewhere}})
        };
        Answer::json(200, &json!({"_links": links}))
    }

    /// The user, who says no rel.
    fn user(&self, request: &Recorded) -> Answer {
        let links = if request.is_at_home {
            json!({"applications": {"href": format!("{}{APPLICATIONS}", self.home), "revision": "2"}})
        } else {
            json!({"redirect": {"href": format!("{}/autodiscover/root?domain=example.com", self.home)}})
        };
        Answer::json(200, &json!({"_links": links}))
    }

    fn token(&mut self, request: &Recorded) -> Answer {
        if request.header("authorization").is_some() {
            self.complain("a token is asked for with a token");
        }
        if request.body != FORM.as_bytes() {
            return Answer::json(400, &json!({"error": "invalid_grant"}));
        }
        self.issued += 1;
        let token = format!("cwt={}=", self.issued);
        self.tokens.insert((request.is_at_home, token.clone()));
        Answer::json(200, &json!({"access_token": token, "expires_in": 3600, "token_type": "Bearer"}))
    }

    fn create(&mut self, request: &Recorded) -> Answer {
        let input = serde_json::from_slice(&request.body).ok().or_else(|| xml::input(&request.body));
        let input: Value = input.unwrap_or_default();
        if ["culture", "endpointId", "userAgent"].iter().any(|name| !input[name].is_string()) {
            return Answer::error(400, "BadRequest", "ParameterValidationFailure");
        }
        if !self.applications.is_empty() {
            self.complain("an application is created beside another");
        }
        self.created += 1;
        self.gone = None;
        self.operations.clear();
        let own = format!("{APPLICATIONS}/{}", self.created);
        let mut application = Application::new(own.clone());
        if self.script.is_without_me {
            application.has_me = false;
            application.invite(self.script.is_bare);
        }
        let answer = Answer::json(201, &application.page()).with("location", own);
        self.applications.insert(self.created, application);
        answer
    }

    fn in_application(&mut self, id: u32, request: &Recorded, fault: Option<&Fault>) -> Next {
        let mut complaints = Vec::new();
        let is_bare = self.script.is_bare;
        let is_undelivered = self.script.is_undelivered;
        let is_old = self.script.is_old;
        let Some(application) = self.applications.get_mut(&id) else {
            return Next::Answer(self.not_found());
        };
        let own = application.own.clone();
        let answer = match request.route {
            Route::Events => return self.events(id, request, fault),
            Route::Batch => return Next::Answer(self.batch(request)),
            Route::Delete => {
                self.applications.remove(&id);
                Answer::empty(204)
            }
            Route::Application => Answer::json(200, &application.page()),
            Route::MakeMeAvailable if application.is_available => {
                complaints.push("made available twice".to_owned());
                Answer::error(409, "Conflict", "AlreadyExists")
            }
            Route::MakeMeAvailable => {
                application.is_available = true;
                application.invite(is_bare);
                Answer::empty(204)
            }
            Route::Communication => Answer::json(200, &application.communication()),
            Route::PutCommunication => application.put_communication(request),
            Route::Conversations => {
                if !request.target.ends_with("?filter=active") {
                    complaints.push(format!("{} lost its query", request.target));
                }
                Answer::json(200, &pages::conversations(&own, application.is_accepted))
            }
            Route::Conversation => Answer::json(200, &pages::conversation(&own)),
            Route::Invitation => Answer::json(200, &pages::invitation(&own, !application.is_accepted)),
            Route::Accept if application.is_accepted => {
                complaints.push("accepted twice".to_owned());
                Answer::error(404, "NotFound", "")
            }
            Route::Accept => {
                application.accept(is_bare);
                Answer::empty(204)
            }
            Route::Messaging => Answer::json(200, &pages::messaging(&own, application.is_accepted)),
            Route::StartMessaging => application.start_messaging(request, is_old),
            Route::SendMessage => {
                let operation = parameter(&request.target, "operationId").unwrap_or_default().to_owned();
                if !self.operations.insert(operation.clone()) {
                    complaints.push(format!("{operation} is started twice"));
                }
                let media_type = request.header("content-type").unwrap_or_default();
                if !request.target.contains("?to=all&") || !media_type.starts_with("text/plain") {
                    complaints.push(format!("{media_type} is sent to {}", request.target));
                }
                let place = application.send(&operation, is_undelivered);
                let answer = Answer::empty(201).with("location", place);
                if matches!(fault, Some(Fault::Late)) {
                    let acknowledged = application.channel.ahead();
                    return Next::After { application: id, acknowledged, answer };
                }
                answer
            }
            Route::Photo if request.header("if-none-match") == Some("\"p1\"") => Answer::empty(304),
            Route::Photo => Answer::text(200, "image/jpeg", [0xff, 0xd8, 0xff]).with("etag", "\"p1\""),
            _ => {
                complaints.push(format!("there is no {} {}", request.method, request.target));
                Answer::error(404, "NotFound", "")
            }
        };
        self.complaints.append(&mut complaints);
        Next::Answer(answer)
    }

    fn events(&mut self, id: u32, request: &Recorded, fault: Option<&Fault>) -> Next {
        let Some(application) = self.applications.get_mut(&id) else {
            return Next::Answer(self.not_found());
        };
        application.channel.generation += 1;
        let state_loss = fault.filter(|fault| {
            matches!(fault, Fault::Quiet | Fault::Resync | Fault::ResyncAmongOthers | Fault::Resume)
        });
        Next::Events {
            application: id,
            generation: application.channel.generation,
            target: request.target.clone(),
            state_loss: state_loss.cloned(),
        }
    }

    fn batch(&mut self, batch: &Recorded) -> Answer {
        let mut answers = Vec::new();
        for (id, mut request) in batch::requests(batch) {
            let answer = match self.take(&mut request) {
                (_, Some(Next::Answer(answer))) => answer,
                _ => Answer::error(400, "BadRequest", ""),
            };
            match self.script.is_respelt {
                true => answers.push((None, pages::respelt(answer))),
                false => answers.push((id, answer)),
            }
        }
        batch::answer(answers)
    }

    /// The answer that a request waits for, if there is one by now.
    pub(crate) fn look(&mut self, next: &Next) -> Option<Answer> {
        let gone = self.not_found();
        match next {
            Next::Answer(answer) => Some(answer.clone()),
            Next::After { application, acknowledged, answer } => match self.applications.get(application) {
                Some(application) if application.channel.acknowledged < *acknowledged => None,
                _ => Some(answer.clone()),
            },
            Next::Events { application, generation, target, state_loss } => {
                let Some(application) = self.applications.get_mut(application) else { return Some(gone) };
                if application.channel.generation != *generation {
                    return Some(Answer::error(409, "Conflict", "PGetReplaced"));
                }
                let document = match state_loss {
                    Some(state_loss) => application.state_loss(state_loss)?,
                    None => match application.channel.serve(target) {
                        Served::Document(document) => document,
                        Served::Nothing => return None,
                        Served::Stranger => {
                            let document = application.channel.answer("resync", None);
                            self.complain(format!("nobody said {target}"));
                            document
                        }
                    },
                };
                let mut answer = Answer::json(200, &document);
                self.make_odd(&mut answer);
                Some(answer)
            }
        }
    }

    fn odd(&self, next: Next) -> Next {
        match next {
            Next::Answer(mut answer) => {
                self.make_odd(&mut answer);
                Next::Answer(answer)
            }
            next => next,
        }
    }

    fn make_odd(&self, answer: &mut Answer) {
        if self.script.is_odd
            && let Ok(mut page) = serde_json::from_slice(&answer.body)
        {
            pages::make_odd(&mut page);
            answer.body = [b"\xef\xbb\xbf".as_slice(), page.to_string().as_bytes()].concat();
        }
    }
}

/// The answer that a fault is by itself, whatever was asked for.
fn instead(fault: &Fault) -> Option<Answer> {
    match fault {
        Fault::Html(status) => Some(Answer::html(*status)),
        Fault::Empty(status) => Some(Answer::empty(*status)),
        Fault::Error(status, code, subcode) => Some(Answer::error(*status, code, subcode)),
        Fault::Json(status, body) => Some(Answer::json(*status, body)),
        Fault::Bytes(status, media_type, body) => Some(Answer::text(*status, media_type, *body)),
        _ => None,
    }
}

/// What a request is for. Everything in an application is told by the end of its path.
fn route(request: &Recorded) -> Route {
    let path = request.target.split('?').next().unwrap_or_default();
    let is = |method: &str| request.method == method;
    if !path.starts_with(APPLICATIONS) {
        return match path {
            "/" | "/autodiscover/root" if is("GET") => Route::Root,
            "/autodiscover/user" if is("GET") => Route::User,
            "/token" if is("POST") => Route::Token,
            _ => Route::Elsewhere,
        };
    }
    let rest = path.trim_start_matches(APPLICATIONS).trim_start_matches('/');
    let inside = rest.split_once('/').map_or("", |(_, inside)| inside);
    match (&*request.method, inside) {
        ("POST", "") if rest.is_empty() => Route::Create,
        ("GET", "") => Route::Application,
        ("DELETE", "") => Route::Delete,
        ("POST", "me/makeMeAvailable") => Route::MakeMeAvailable,
        ("GET", "events") => Route::Events,
        ("GET", "communication") => Route::Communication,
        ("PUT", "communication") => Route::PutCommunication,
        ("GET", "communication/conversations") => Route::Conversations,
        ("POST", "communication/invitations") => Route::StartMessaging,
        ("GET", "conversations/1") => Route::Conversation,
        ("GET", "conversations/1/messaging") => Route::Messaging,
        ("POST", "conversations/1/messaging/messages") => Route::SendMessage,
        ("GET", "invitations/1") => Route::Invitation,
        ("POST", "invitations/1/accept") => Route::Accept,
        ("GET", "photo") => Route::Photo,
        ("POST", "batch") => Route::Batch,
        _ => Route::Elsewhere,
    }
}

fn parameter<'a>(target: &'a str, name: &str) -> Option<&'a str> {
    let query = target.split_once('?')?.1;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// The number that a path goes on with.
fn number(rest: &str) -> Option<u32> {
    let rest = rest.strip_prefix('/')?;
    rest.split(['/', '?']).next()?.parse().ok()
}

/// Whether it may have a body and does not say how long that is, which http.sys refuses before the server sees it.
fn is_of_unknown_length(request: &Recorded) -> bool {
    let is_sent = matches!(request.method.as_str(), "POST" | "PUT");
    is_sent && request.header("content-length").or_else(|| request.header("transfer-encoding")).is_none()
}
