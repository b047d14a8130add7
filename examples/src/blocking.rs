//! The client that blocks. The event channel has a thread of its own.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use http::{Request, Response};
use ucwa_types::Link;
use ucwa_types::api::{Application, Applications, ErrorKind, EventChannel, Events, Root, RootQuery, User};
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{Advice, BaseUrl, Call, Callable, Fetchable};

use crate::{Ended, HOPS, Happened, LIVES, Outcome, RETRIES};
use crate::{Settings, Talk, Task, Texts, Tokens, available, ended, gone, may_repeat};

/// Waits for somebody to write, and answers. Returned is what was written.
pub fn run(settings: Settings) -> Result<Texts> {
    let mut client = Client::new(settings);
    let mut applications = client.discover()?;
    for _ in 1..LIVES {
        let result = client.attend(&applications);
        match result.as_ref().err().and_then(ended) {
            Some(Ended::Application) => {}
            Some(Ended::Discovery) => applications = client.discover()?,
            None => return result,
        }
    }
    client.attend(&applications)
}

/// A client, and the host it talks to.
pub struct Client {
    agent: ureq::Agent,
    settings: Settings,
    tokens: Tokens,
    base: BaseUrl,
}

impl Client {
    /// A client that has talked to nobody yet.
    pub fn new(settings: Settings) -> Self {
        // A failure is an answer as well: its body says more than its status.
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        Self { agent, tokens: Tokens::default(), base: settings.root.clone(), settings }
    }

    /// Finds where applications are created. What a redirect leads to, on another host, is a root in all but name.
    pub fn discover(&mut self) -> Result<Link<Applications>> {
        self.base = self.settings.root.clone();
        let mut link = Link::<Root>::new(self.base.uri().to_string());
        for _ in 0..HOPS {
            // The discovery service finds the server by the name of the user.
            let query = RootQuery::default().with_sipuri(self.settings.user.as_str());
            let root = match self.call(&link.get_with(query)) {
                Ok(reply) => reply.output.context("nothing in the answer")?,
                // An older service has no user to ask for.
                Err(error) => {
                    let applications = crate::legacy(&error).ok_or(error)?;
                    self.base = self.base.follow(applications.href())?;
                    return Ok(applications);
                }
            };
            let user = root.links.user.map_or_else(|| Ok(User::default()), |user| self.get(&user))?;
            if let Some(applications) = user.links.applications {
                self.base = self.base.follow(applications.href())?;
                return Ok(applications);
            }
            let redirect = root.links.redirect.or(user.links.redirect).context("a dead end")?;
            self.base = self.base.follow(redirect.href())?;
            link = redirect.cast();
        }
        bail!("redirected too often")
    }

    /// Creates an application, has the conversation, and deletes the application.
    fn attend(&self, applications: &Link<Applications>) -> Result<Texts> {
        let application =
            self.call(&applications.post(crate::application()))?.output.context("no application")?;
        let own = application.links.self_.as_ref().context("no self")?;
        let events = application.links.events.as_ref().context("no events")?;
        let channel = EventChannel::new(events).with_server(&self.base.uri().to_string());
        thread::scope(|scope| {
            let (sender, turns) = mpsc::channel();
            scope.spawn(move || self.listen(channel, &sender));
            let received = self.converse(&application, &turns);
            // Without its application the event channel ends, and the thread with it.
            let deleted = self.call(&own.delete());
            received.and_then(|received| gone(deleted).map(|()| received))
        })
    }

    /// Follows the event channel until it ends, or nobody wants to know any more.
    fn listen(&self, mut channel: EventChannel, turns: &Sender<Happened>) {
        while let Some(request) = channel.next_request() {
            let outcome = self.attempt(&request.call::<Events>(), self.settings.wait(request.held));
            let answer = crate::answer::<ureq::Error>(outcome);
            let outcome = answer.map(|answer| channel.handle(request.ticket, answer));
            let pause = outcome.as_ref().map_or(None, |outcome| self.settings.pause(outcome.next_step));
            let (Ok(()), Some(pause)) = (turns.send(outcome), pause) else { return };
            thread::sleep(pause);
        }
    }

    /// Does what there is to do until the conversation is over.
    fn converse(&self, application: &Application, turns: &Receiver<Happened>) -> Result<Texts> {
        let mut talk = Talk::new(&*self.settings.reply);
        talk.on_application(application);
        while !talk.is_over() {
            match talk.next_task() {
                None => talk.on_outcome(turns.recv().context("the event channel has ended")??)?,
                Some(Task::Application(link)) => talk.on_application(&self.get(&link)?),
                Some(Task::Conversations(link)) => talk.on_conversations(&self.get(&link)?),
                Some(Task::Conversation(link)) => talk.on_conversation(&self.get(&link)?),
                Some(Task::Invitation(link)) => talk.on_invitation(&self.get(&link)?),
                Some(Task::Messaging(link)) => talk.on_messaging(&self.get(&link)?),
                Some(Task::MakeMeAvailable(link)) => drop(self.call(&link.post(available()))?),
                Some(Task::Accept(link)) => drop(self.call(&link.post(()))?),
                Some(Task::Send(call)) => talk.on_sent(&self.call(&call)?),
            }
        }
        Ok(talk.into_received())
    }

    /// Fetches what a link leads to.
    pub fn get<T: Fetchable<Error = ErrorKind>>(&self, link: &Link<T>) -> Result<T> {
        self.call(&link.get())?.output.context("nothing in the answer")
    }

    /// Does an operation. One that must not be done twice is not tried again.
    pub fn call<T, M: HttpMethod>(&self, call: &Call<T, M>) -> Outcome<T, M>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let mut attempts = 0..RETRIES;
        loop {
            let outcome = self.attempt(call, self.settings.patience);
            match attempts.next().filter(|_| may_repeat::<M, ureq::Error>(outcome.as_ref().err())) {
                Some(attempt) => thread::sleep(self.settings.delay(attempt)),
                None => return outcome,
            }
        }
    }

    /// Does an operation once, with a token got for it where the server wants one.
    fn attempt<T, M: HttpMethod>(&self, call: &Call<T, M>, wait: Duration) -> Outcome<T, M>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let request = call.request(&self.base, self.settings.format)?;
        let mut failure = match call.read(self.send(self.tokens.authorize(request.clone()), wait)?) {
            Err(failure) if failure.advice() == Some(Advice::RenewToken) => failure,
            result => return Ok(result?),
        };
        // What is no challenge does not name the token service. To a request without a token, the host does.
        if failure.token_service().is_none() && self.tokens.forget(request.uri()) {
            match call.read(self.send(request.clone(), wait)?) {
                Err(challenge) => failure = challenge,
                result => return Ok(result?),
            }
        }
        let ask = crate::token_request(&self.settings, &self.base, failure)?;
        self.tokens.keep(request.uri(), &self.send(ask, self.settings.patience)?)?;
        Ok(call.read(self.send(self.tokens.authorize(request), wait)?)?)
    }

    fn send(&self, request: Request<Vec<u8>>, wait: Duration) -> Result<Response<Vec<u8>>, ureq::Error> {
        let request = self.agent.configure_request(request).timeout_global(Some(wait)).build();
        let (head, mut body) = self.agent.run(request)?.into_parts();
        Ok(Response::from_parts(head, body.read_to_vec()?))
    }
}
