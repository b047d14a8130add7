//! The asynchronous client. The event channel is followed while everything else is done.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use http::{Request, Response};
use tokio::sync::mpsc::{self, UnboundedReceiver as Receiver, UnboundedSender as Sender};
use tokio::time::sleep;
use ucwa_types::Link;
use ucwa_types::api::{Application, Applications, ErrorKind, EventChannel, Events, Root, RootQuery, User};
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{Advice, BaseUrl, Call, Callable, Fetchable};

use crate::{Ended, HOPS, Happened, LIVES, Outcome, RETRIES};
use crate::{Settings, Talk, Task, Texts, Tokens, available, ended, gone, may_repeat};

/// Waits for somebody to write, and answers. Returned is what was written.
pub async fn run(settings: Settings) -> Result<Texts> {
    let mut client = Client::new(settings);
    let mut applications = client.discover().await?;
    for _ in 1..LIVES {
        let result = client.attend(&applications).await;
        match result.as_ref().err().and_then(ended) {
            Some(Ended::Application) => {}
            Some(Ended::Discovery) => applications = client.discover().await?,
            None => return result,
        }
    }
    client.attend(&applications).await
}

/// A client, and the host it talks to.
pub struct Client {
    http: reqwest::Client,
    settings: Settings,
    tokens: Tokens,
    base: BaseUrl,
}

impl Client {
    /// A client that has talked to nobody yet.
    pub fn new(settings: Settings) -> Self {
        let (http, tokens, base) = (reqwest::Client::new(), Tokens::default(), settings.root.clone());
        Self { http, settings, tokens, base }
    }

    /// Finds where applications are created. What a redirect leads to, on another host, is a root in all but name.
    pub async fn discover(&mut self) -> Result<Link<Applications>> {
        self.base = self.settings.root.clone();
        let mut link = Link::<Root>::new(self.base.uri().to_string());
        for _ in 0..HOPS {
            // The discovery service finds the server by the name of the user.
            let query = RootQuery::default().with_sipuri(self.settings.user.as_str());
            let root = match self.call(&link.get_with(query)).await {
                Ok(reply) => reply.output.context("nothing in the answer")?,
                // An older service has no user to ask for.
                Err(error) => {
                    let applications = crate::legacy(&error).ok_or(error)?;
                    self.base = self.base.follow(applications.href())?;
                    return Ok(applications);
                }
            };
            let user = match &root.links.user {
                Some(user) => self.get(user).await?,
                None => User::default(),
            };
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
    async fn attend(&self, applications: &Link<Applications>) -> Result<Texts> {
        let created = self.call(&applications.post(crate::application())).await?;
        let application = created.output.context("no application")?;
        let own = application.links.self_.as_ref().context("no self")?;
        let events = application.links.events.as_ref().context("no events")?;
        let channel = EventChannel::new(events).with_server(&self.base.uri().to_string());
        let (sender, turns) = mpsc::unbounded_channel();
        let conversation = async {
            let received = self.converse(&application, turns).await;
            // Without its application the event channel ends as well.
            let deleted = self.call(&own.delete()).await;
            received.and_then(|received| gone(deleted).map(|()| received))
        };
        tokio::join!(conversation, self.listen(channel, sender)).0
    }

    /// Follows the event channel until it ends, or nobody wants to know any more.
    async fn listen(&self, mut channel: EventChannel, turns: Sender<Happened>) {
        while let Some(request) = channel.next_request() {
            let outcome = self.attempt(&request.call::<Events>(), self.settings.wait(request.held)).await;
            let answer = crate::answer::<reqwest::Error>(outcome);
            let outcome = answer.map(|answer| channel.handle(request.ticket, answer));
            let pause = outcome.as_ref().map_or(None, |outcome| self.settings.pause(outcome.next_step));
            let (Ok(()), Some(pause)) = (turns.send(outcome), pause) else { return };
            sleep(pause).await;
        }
    }

    /// Does what there is to do until the conversation is over.
    async fn converse(&self, application: &Application, mut turns: Receiver<Happened>) -> Result<Texts> {
        let mut talk = Talk::new(&*self.settings.reply);
        talk.on_application(application);
        while !talk.is_over() {
            match talk.next_task() {
                None => talk.on_outcome(turns.recv().await.context("the event channel has ended")??)?,
                Some(Task::Application(link)) => talk.on_application(&self.get(&link).await?),
                Some(Task::Conversations(link)) => talk.on_conversations(&self.get(&link).await?),
                Some(Task::Conversation(link)) => talk.on_conversation(&self.get(&link).await?),
                Some(Task::Invitation(link)) => talk.on_invitation(&self.get(&link).await?),
                Some(Task::Messaging(link)) => talk.on_messaging(&self.get(&link).await?),
                Some(Task::MakeMeAvailable(link)) => drop(self.call(&link.post(available())).await?),
                Some(Task::Accept(link)) => drop(self.call(&link.post(())).await?),
                Some(Task::Send(call)) => talk.on_sent(&self.call(&call).await?),
            }
        }
        Ok(talk.into_received())
    }

    /// Fetches what a link leads to.
    pub async fn get<T: Fetchable<Error = ErrorKind>>(&self, link: &Link<T>) -> Result<T> {
        self.call(&link.get()).await?.output.context("nothing in the answer")
    }

    /// Does an operation. One that must not be done twice is not tried again.
    pub async fn call<T, M: HttpMethod>(&self, call: &Call<T, M>) -> Outcome<T, M>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let mut attempts = 0..RETRIES;
        loop {
            let outcome = self.attempt(call, self.settings.patience).await;
            match attempts.next().filter(|_| may_repeat::<M, reqwest::Error>(outcome.as_ref().err())) {
                Some(attempt) => sleep(self.settings.delay(attempt)).await,
                None => return outcome,
            }
        }
    }

    /// Does an operation once, with a token got for it where the server wants one.
    async fn attempt<T, M: HttpMethod>(&self, call: &Call<T, M>, wait: Duration) -> Outcome<T, M>
    where
        T: Callable<M, Error = ErrorKind>,
    {
        let request = call.request(&self.base, self.settings.format)?;
        let mut failure = match call.read(self.send(self.tokens.authorize(request.clone()), wait).await?) {
            Err(failure) if failure.advice() == Some(Advice::RenewToken) => failure,
            result => return Ok(result?),
        };
        // What is no challenge does not name the token service. To a request without a token, the host does.
        if failure.token_service().is_none() && self.tokens.forget(request.uri()) {
            match call.read(self.send(request.clone(), wait).await?) {
                Err(challenge) => failure = challenge,
                result => return Ok(result?),
            }
        }
        let ask = crate::token_request(&self.settings, &self.base, failure)?;
        self.tokens.keep(request.uri(), &self.send(ask, self.settings.patience).await?)?;
        Ok(call.read(self.send(self.tokens.authorize(request), wait).await?)?)
    }

    async fn send(&self, request: Request<Vec<u8>>, wait: Duration) -> reqwest::Result<Response<Vec<u8>>> {
        let mut request = reqwest::Request::try_from(request)?;
        *request.timeout_mut() = Some(wait);
        let answer = self.http.execute(request).await?;
        Ok(crate::response(answer.status(), answer.headers().clone(), answer.bytes().await?.to_vec()))
    }
}
