//! A simulator, and clients that talk to it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderValue};
use http::{Request, Response};
use ucwa_sim::{Config, Person, RequestId, Sent};
use ucwa_types::Link;
use ucwa_types::api::{
    Application, Applications, ApplicationsInput, Communication, ErrorKind, Event, EventChannel, Events,
    MakeMeAvailableInput, Me, MessageFormat, ModalityType, People, PollAnswer, PollOutcome,
    PreferredAvailability, Root, RootQuery, Sender, User,
};
use ucwa_types::channel::{NextStep, Ticket};
use ucwa_types::operation::{HttpMethod, Operation};
use ucwa_types::rest::{
    Advice, BaseUrl, Call, Callable, Fetchable, Reply, ResponseError, TokenService, WireFormat,
};

use crate::scene::EVERYTHING;
use crate::twin::Twin;

pub(crate) type Failure = ResponseError<ErrorKind>;
pub(crate) type Outcome<T, M> = Result<Reply<<T as Operation<M>>::Output>, Failure>;

pub(crate) const ANN: &str = "sip:ann@example.com";
pub(crate) const BO: &str = "sip:bo@example.com";

/// How many seconds a client waits for an answer that should come at once.
const PATIENCE: u64 = 10;

/// Ann and Bo, each in the other's contact list.
pub(crate) fn config(seed: u64) -> Config {
    Config::new(seed)
        .with_user(Person::new(ANN, "Ann Example", "a+b & c%").with_contacts([BO]))
        .and_then(|config| config.with_user(Person::new(BO, "Bo Example", "secret").with_contacts([ANN])))
        .unwrap()
}

/// A simulator, and the answers that were not used yet.
pub(crate) struct Bench {
    pub(crate) sim: Twin,
    inbox: BTreeMap<RequestId, Sent>,
    answered: BTreeSet<RequestId>,
}

impl Bench {
    /// All answers are compared with the documentation, and JSON with XML.
    pub(crate) fn new(config: Config) -> Self {
        Self { sim: Twin::new(config), inbox: BTreeMap::new(), answered: BTreeSet::new() }
    }

    /// Answers are not compared: another bench has the same ones, or they are wrong on purpose.
    pub(crate) fn unchecked(config: Config) -> Self {
        Self { sim: Twin::unseen(config), inbox: BTreeMap::new(), answered: BTreeSet::new() }
    }

    pub(crate) fn advance(&mut self, seconds: u64) {
        self.sim.advance(Duration::from_secs(seconds));
    }

    /// The outcome of a request, if there is one.
    pub(crate) fn take(&mut self, request: RequestId) -> Option<Sent> {
        for delivery in self.sim.take() {
            assert!(self.answered.insert(delivery.request), "{} is answered twice", delivery.request);
            self.inbox.insert(delivery.request, delivery.sent);
        }
        self.inbox.remove(&request)
    }

    /// Sends a request, and waits a limited time for its outcome.
    pub(crate) fn exchange(&mut self, request: Request<Vec<u8>>) -> Option<Response<Vec<u8>>> {
        let id = self.sim.submit(request);
        for _ in 0..PATIENCE {
            if let Some(sent) = self.take(id) {
                return sent.whole();
            }
            self.advance(1);
        }
        self.sim.abandon(id);
        None
    }

    /// Sends a request, and returns the answer that comes at once.
    pub(crate) fn send(&mut self, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
        let id = self.sim.submit(request);
        self.take(id).expect("an answer").whole().expect("a whole answer")
    }

    /// Signs in, with an application and an event channel.
    pub(crate) fn sign_in(&mut self, uri: &str, password: &str) -> Client {
        self.sign_in_with(uri, password, WireFormat::Json)
    }

    pub(crate) fn sign_in_with(&mut self, uri: &str, password: &str, format: WireFormat) -> Client {
        let mut client = Client::new(uri, password, format);
        let applications = client.discover(self);
        client.create(self, &applications);
        client
    }

    /// Somebody without an account, with a token for this online meeting; the status if there is none for this key.
    pub(crate) fn guest(&mut self, meeting: &str, key: &str, format: WireFormat) -> Result<Client, u16> {
        let organizer = meeting.split(';').next().unwrap();
        let mut guest = Client::new(organizer, "", format);
        guest.base = "https://pool.example.com".parse().unwrap();
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "urn:microsoft.rtc:anonmeeting")
            .append_pair("password", key)
            .append_pair("ms_rtc_conferenceuri", meeting)
            .finish();
        let ask = Request::post("https://pool.example.com/WebTicket/oauthtoken")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form.into_bytes());
        let answer = self.send(ask.unwrap());
        let token = TokenService::authorization(&answer).ok_or(answer.status().as_u16())?;
        guest.tokens.insert("pool.example.com".to_owned(), token);
        let user: Link<User> = Link::new("/Autodiscover/AutodiscoverService.svc/root/oauth/user");
        let applications = guest.get(self, &user).links.applications.unwrap();
        guest.create(self, &applications);
        Ok(guest)
    }

    /// Ann, signed in and available.
    pub(crate) fn ann(&mut self) -> Client {
        let mut ann = self.sign_in(ANN, "a+b & c%");
        ann.become_available(self);
        ann
    }

    /// Bo, signed in and available.
    pub(crate) fn bo(&mut self) -> Client {
        let mut bo = self.sign_in(BO, "secret");
        bo.become_available(self);
        bo
    }

    /// No client has done what none may do.
    pub(crate) fn is_tidy(&self) {
        assert_eq!(self.sim.complaints(), [] as [String; 0]);
    }
}

/// A client of one user.
pub(crate) struct Client {
    name: String,
    password: String,
    pub(crate) format: WireFormat,
    pub(crate) base: BaseUrl,
    tokens: BTreeMap<String, HeaderValue>,
    pub(crate) application: Application,
    channel: Option<EventChannel>,
    open: Option<(RequestId, Ticket, Duration)>,
    pub(crate) last: Option<PollOutcome<Failure>>,
    /// How long it waits for events.
    pub(crate) longest: Duration,
}

impl Client {
    fn new(uri: &str, password: &str, format: WireFormat) -> Self {
        Self {
            name: uri.trim_start_matches("sip:").to_owned(),
            password: password.to_owned(),
            format,
            base: "https://lyncdiscover.example.com".parse().unwrap(),
            tokens: BTreeMap::new(),
            application: Application::default(),
            channel: None,
            open: None,
            last: None,
            longest: Duration::from_secs(600),
        }
    }

    /// From the discovery host to where applications are created.
    pub(crate) fn discover(&mut self, bench: &mut Bench) -> Link<Applications> {
        self.base = "https://lyncdiscover.example.com".parse().unwrap();
        let mut link: Link<Root> = Link::new("/");
        for _ in 0..5 {
            let query = RootQuery::default().with_sipuri(&*self.name);
            let root = self.call(bench, &link.get_with(query)).unwrap().output.unwrap();
            let user = match &root.links.user {
                Some(user) => self.get(bench, user),
                None => User::default(),
            };
            if let Some(applications) = user.links.applications {
                self.base = self.base.follow(applications.href()).unwrap();
                return applications;
            }
            let redirect = root.links.redirect.or(user.links.redirect).expect("a redirect");
            self.base = self.base.follow(redirect.href()).unwrap();
            link = redirect.cast();
        }
        panic!("redirected too often");
    }

    pub(crate) fn create(&mut self, bench: &mut Bench, applications: &Link<Applications>) {
        let input = ApplicationsInput::new("en-US", format!("endpoint of {}", self.name), "suite/0.1");
        let application = self.call(bench, &applications.post(input)).unwrap().output.unwrap();
        self.adopt(application);
    }

    pub(crate) fn become_available(&mut self, bench: &mut Bench) {
        self.become_available_with(bench, &[MessageFormat::Plain]);
    }

    pub(crate) fn become_available_with(&mut self, bench: &mut Bench, formats: &[MessageFormat]) {
        let input = MakeMeAvailableInput::default()
            .with_sign_in_as(PreferredAvailability::Online)
            .with_supported_modalities([ModalityType::Messaging])
            .with_supported_message_formats(formats.iter().cloned());
        let link = self.me().links.make_me_available.unwrap();
        assert_eq!(self.call(bench, &link.post(input)).unwrap().status, 204);
        self.refresh(bench);
    }

    /// Makes the user reachable by every modality, which `makeMeAvailable` does not permit.
    pub(crate) fn use_everything(&mut self, bench: &mut Bench) {
        self.use_only(bench, &EVERYTHING);
    }

    /// Makes the user reachable by these modalities.
    pub(crate) fn use_only(&mut self, bench: &mut Bench, modalities: &[ModalityType]) {
        let mut communication = self.communication();
        let etag = communication.etag.clone().unwrap();
        communication.supported_modalities = Some(modalities.to_vec());
        let own = communication.links.self_.clone().unwrap();
        self.call(bench, &own.put(communication).if_match(&etag)).unwrap();
        self.refresh(bench);
    }

    /// Fetches the application again.
    pub(crate) fn refresh(&mut self, bench: &mut Bench) {
        let own = self.application.links.self_.clone().unwrap();
        self.application = self.get(bench, &own);
    }

    pub(crate) fn me(&self) -> Me {
        *self.application.embedded.me.clone().unwrap()
    }

    pub(crate) fn people(&self) -> People {
        *self.application.embedded.people.clone().unwrap()
    }

    pub(crate) fn communication(&self) -> Communication {
        *self.application.embedded.communication.clone().unwrap()
    }

    pub(crate) fn get<T: Fetchable<Error = ErrorKind>>(&mut self, bench: &mut Bench, link: &Link<T>) -> T {
        self.call(bench, &link.get()).unwrap().output.unwrap()
    }

    /// The request, with the token for its host.
    pub(crate) fn request<T, M: HttpMethod>(&self, call: &Call<T, M>) -> Request<Vec<u8>>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let mut request = call.request(&self.base, self.format).unwrap();
        if let Some(token) = self.tokens.get(request.uri().host().unwrap()) {
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        }
        request
    }

    /// Performs an operation, and gets a token if the server wants one.
    pub(crate) fn call<T, M: HttpMethod>(&mut self, bench: &mut Bench, call: &Call<T, M>) -> Outcome<T, M>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let outcome = call.read(bench.send(self.request(call)));
        let Some(service) = outcome.as_ref().err().and_then(ResponseError::token_service) else {
            return outcome;
        };
        self.sign_in_at(bench, &service);
        call.read(bench.send(self.request(call)))
    }

    fn sign_in_at(&mut self, bench: &mut Bench, service: &TokenService) {
        let ask = service.password_request(&self.base, &self.name, &self.password).unwrap();
        let host = ask.uri().host().unwrap().to_owned();
        let token = TokenService::authorization(&bench.send(ask)).expect("a token");
        self.tokens.insert(host, token);
    }

    /// Performs an operation despite faults. `None` without an answer.
    pub(crate) fn try_call<T, M: HttpMethod>(
        &mut self,
        bench: &mut Bench,
        call: &Call<T, M>,
    ) -> Option<Outcome<T, M>>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let outcome = call.read(bench.exchange(self.request(call))?);
        let Err(failure) = &outcome else { return Some(outcome) };
        if failure.advice() != Some(Advice::RenewToken) {
            return Some(outcome);
        }
        // Only a challenge names the token service. A request without a token gets one.
        let service = match failure.token_service() {
            Some(service) => service,
            None => {
                self.tokens.clear();
                call.read(bench.exchange(self.request(call))?).err()?.token_service()?
            }
        };
        let ask = service.password_request(&self.base, &self.name, &self.password).unwrap();
        let host = ask.uri().host().unwrap().to_owned();
        let token = TokenService::authorization(&bench.exchange(ask)?)?;
        self.tokens.insert(host, token);
        Some(call.read(bench.exchange(self.request(call))?))
    }

    /// Performs an operation that can be repeated, until it succeeds.
    pub(crate) fn insist<T, M: HttpMethod>(&mut self, bench: &mut Bench, call: &Call<T, M>) -> Outcome<T, M>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        for _ in 0..20 {
            match self.try_call(bench, call) {
                Some(Ok(reply)) => return Ok(reply),
                Some(Err(failure)) if is_final(&failure) => return Err(failure),
                _ => bench.advance(1),
            }
        }
        panic!("{}: it does not work", self.name);
    }

    /// A client that has sent no request yet.
    pub(crate) fn stranger(uri: &str, password: &str) -> Self {
        Self::new(uri, password, WireFormat::Json)
    }

    /// Signs in despite faults.
    pub(crate) fn struggle_in(&mut self, bench: &mut Bench) {
        self.base = "https://pool.example.com".parse().unwrap();
        let input = ApplicationsInput::new("en-US", format!("endpoint of {}", self.name), "suite/0.1");
        let applications: Link<Applications> = Link::new("/ucwa/oauth/v1/applications");
        let application = self.insist(bench, &applications.post(input)).unwrap().output.unwrap();
        self.adopt(application);
    }

    /// Takes an application that was created.
    pub(crate) fn adopt(&mut self, application: Application) {
        self.application = application;
        self.channel = Some(EventChannel::new(self.application.links.events.as_ref().unwrap()));
        self.open = None;
    }

    /// Whether an application is known.
    pub(crate) fn is_in(&self) -> bool {
        self.application.links.self_.is_some()
    }

    /// Forgets everything but the credentials.
    pub(crate) fn forget(&mut self) {
        self.application = Application::default();
        (self.channel, self.open) = (None, None);
    }

    /// Sends a request for events, unless one is open.
    pub(crate) fn listen(&mut self, bench: &mut Bench) {
        if self.open.is_none() {
            let request = self.channel.as_mut().unwrap().next_request().unwrap();
            let id = bench.sim.submit(self.request(&request.call::<Events>()));
            self.open = Some((id, request.ticket, bench.sim.now()));
        }
    }

    /// The outcome of the open request for events, if there is an answer.
    pub(crate) fn outcome(&mut self, bench: &mut Bench) -> Option<PollOutcome<Failure>> {
        self.listen(bench);
        let (id, ticket, since) = self.open?;
        let sent = match bench.take(id) {
            Some(sent) => sent,
            // It was lost, or the server is silent.
            None if bench.sim.now() >= since + self.longest => {
                bench.sim.abandon(id);
                Sent::Closed
            }
            None => return None,
        };
        self.open = None;
        if let Sent::Whole(response) = &sent
            && matches!(response.status().as_u16(), 401 | 500)
        {
            // The next request needs a token, which any other one gets.
            self.tokens.clear();
            let own = self.application.links.self_.clone().unwrap();
            let _ = self.try_call(bench, &own.get());
        }
        let channel = self.channel.as_mut().unwrap();
        let answer: PollAnswer<Failure> = match sent {
            Sent::Whole(response) => {
                let call = Link::<Events>::new("/").get_verbatim();
                call.read(response).into()
            }
            _ => PollAnswer::Lost,
        };
        Some(channel.handle(ticket, answer))
    }

    /// What has happened by now, until a request for events waits: the events, with their senders.
    pub(crate) fn events(&mut self, bench: &mut Bench) -> Vec<(Sender, Event)> {
        let mut events = Vec::new();
        while let Some(outcome) = self.outcome(bench) {
            events.extend(outcome.events().map(|(sender, event)| (sender.clone(), event.clone())));
            let is_over = outcome.next_step != NextStep::Continue;
            self.last = Some(outcome);
            if is_over {
                break;
            }
        }
        events
    }

    /// The same, each event in a line.
    pub(crate) fn lines(&mut self, bench: &mut Bench) -> Vec<String> {
        self.events(bench).iter().map(|(sender, event)| line(sender, event)).collect()
    }
}

/// Whether a failure says something about the operation, and not about what is in between.
fn is_final(failure: &Failure) -> bool {
    let is_transient = matches!(failure.status().as_u16(), 200..=299 | 408 | 429 | 500..);
    failure.code().is_some() && !is_transient
}

/// An event in words: who says what of what, in what, how it ended, and a `+` if the resource was sent along.
pub(crate) fn line(sender: &Sender, event: &Event) -> String {
    let r#type = event.r#type.as_ref().map_or("", |it| it.as_str());
    let mut line =
        format!("{}: {} {}", sender.rel.as_deref().unwrap_or(""), r#type, event.rel().unwrap_or(""));
    if let Some(rel) = event.in_.as_ref().and_then(|link| link.rel()) {
        line.push_str(&format!(" in {rel}"));
    }
    if let Some(status) = &event.status {
        line.push_str(&format!(" {}", status.as_str()));
    }
    if let Some(reason) = &event.reason {
        line.push_str(&format!(" {}", reason.subcode.as_deref().unwrap_or("")));
    }
    if event.resource().is_some() {
        line.push_str(" +");
    }
    line
}
