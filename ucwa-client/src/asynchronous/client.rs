//! What a program sees.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use http::HeaderValue;
use ucwa_types::Link;
use ucwa_types::batch::Batch;
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{BaseUrl, Call, Callable, Fetchable, HrefError, Reply};

use crate::asynchronous::driver::Driver;
use crate::asynchronous::steps::Steps;
use crate::asynchronous::transport::{TokenSource, Transport};
use crate::builder::Builder;
use crate::credentials::{Credentials, TokenQuery};
use crate::error::{Cause, Error, Gone};
use crate::outcome::{Completion, completion, is_damaged, output, reply};
use crate::session::{Awaits, Session, Settings, Step};
use crate::tree::{ApplicationsInput, Official, Tree};

/// How often a representation is fetched that is damaged on the way.
const READS: u32 = 4;

/// An asynchronous client of one user: see the [module](crate::asynchronous). A clone is the same client.
pub struct Client<T: Tree = Official> {
    driver: Arc<Driver<T>>,
    missing: Option<Gone>,
}

impl<T: Tree> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self { driver: Arc::clone(&self.driver), missing: self.missing.clone() }
    }
}

impl Client {
    /// Makes a client of the types of [`ucwa_types::api`] that begins with this address of discovery, such as
    /// `https://lyncdiscover.example.com/`. [`Builder::build_on`] makes one of other types.
    #[must_use]
    pub fn builder(discovery: BaseUrl) -> Builder<TokenSource> {
        Builder::new(Settings::new(discovery))
    }

    /// Makes a client that begins with the addresses of discovery of a user such as `ann@example.com`: [`Settings::of_user`].
    ///
    /// # Errors
    /// If there is no domain in the name.
    pub fn builder_of_user(user: &str) -> Result<Builder<TokenSource>, HrefError> {
        Settings::of_user(user).map(Builder::new)
    }
}

impl Builder<TokenSource> {
    /// Sets what gets the tokens of [`Credentials::given`](crate::Credentials::given): the value of `Authorization`
    /// ([`credentials::authorization`](crate::credentials::authorization)), or `None` if there is none, which ends the session. An error means
    /// that it cannot be got now: what may be sent again, such as the requests of [`Client::sign_in`], asks for it again with a
    /// back-off, [`Settings::retries`] times, and then fails with [`Error::Transport`]; a POST fails at once. The event channel goes on
    /// trying.
    ///
    /// ```
    /// use ucwa_client::credentials::authorization;
    /// use ucwa_client::{Credentials, asynchronous::Client};
    ///
    /// # let get = |origin: String| async move { Ok::<_, std::io::Error>(format!("token for {origin}")) };
    /// let builder = Client::builder("https://lyncdiscover.example.com/".parse()?)
    ///     .credentials(Credentials::given("ann@example.com"))
    ///     .tokens(move |query| async move {
    ///         let token = get(query.origin).await?;
    ///         Ok(Some(authorization(&format!("Bearer {token}"))?))
    ///     });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tokens<F, G>(mut self, tokens: F) -> Self
    where
        F: Fn(TokenQuery) -> G + Send + Sync + 'static,
        G: Future<Output = Result<Option<HeaderValue>, Cause>> + Send + 'static,
    {
        self.tokens = Some(Arc::new(move |query| Box::pin(tokens(query))));
        self
    }

    /// Makes a client on this HTTP client.
    #[must_use]
    pub fn build_on<T: Tree>(self, transport: impl Transport) -> Client<T> {
        let missing = self.missing();
        let credentials = self.credentials.unwrap_or_else(|| Credentials::given(""));
        let session = Session::new(self.settings, credentials, fastrand::u64(..));
        Client { driver: Arc::new(Driver::new(session, Arc::new(transport), self.tokens)), missing }
    }

    /// Makes a client on `reqwest`, with TLS and a proxy as they are by default.
    ///
    /// # Errors
    /// Those of [`reqwest::ClientBuilder::build`].
    #[cfg(feature = "reqwest")]
    pub fn build(self) -> Result<Client, reqwest::Error> {
        Ok(self.build_on(crate::asynchronous::reqwest::Reqwest::new(reqwest::Client::builder())?))
    }
}

impl<T: Tree> Client<T> {
    /// Signs in, and takes the steps that lead to it. The application is what everything else starts from. A client signs in once, and takes steps only then. If the
    /// future is dropped, the client signs in all the same, and [`Step::SignedIn`] is one of its steps.
    ///
    /// # Errors
    /// Why the session has ended; or [`Gone::SignedInBefore`], [`Gone::NoCredentials`] or [`Gone::NoTokenSource`].
    pub async fn sign_in(&self, input: ApplicationsInput<T>) -> Result<T::Application, Error<T::Error>> {
        self.missing.clone().map_or(Ok(()), |missing| Err(Error::Gone(missing)))?;
        self.driver.with(|session, now| session.sign_in(input, now))?;
        loop {
            match self.driver.step().await {
                Some(Step::Discovered { .. } | Step::Challenged { .. }) => {}
                Some(Step::SignedIn(application)) => return Ok(*application),
                Some(Step::Ended(error)) => return Err(error),
                _ => return Err(Error::Gone(Gone::SignedOut)),
            }
        }
    }

    /// Fetches what a link leads to.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn get<R: Fetchable<Error = T::Error>>(&self, link: &Link<R>) -> Result<R, Error<T::Error>> {
        output::<_, T>(R::REL, self.send(&link.get()).await?)
    }

    /// Does an operation, and returns its answer. A POST is sent again only if the server says that it was not done.
    ///
    /// # Errors
    /// Every [`Error`].
    pub async fn send<R, M: HttpMethod>(&self, call: &Call<R, M>) -> Result<Reply<R::Output>, Error<T::Error>>
    where
        R: Callable<M, Error = T::Error>,
    {
        let mut reads = if M::NAME == "GET" { READS } else { 1 };
        loop {
            let open = self.driver.call(|session, now| session.start(call, Awaits::Answer, now))?;
            let result = reply(call, open.outcome().await);
            reads -= 1;
            if reads == 0 || !is_damaged::<_, T>(&result) {
                return result;
            }
        }
    }

    /// Does an operation, and waits for its `completed` event. If the answer to the request is lost, the event tells by the
    /// `operationId`; the request is not sent again. Each operation needs an id of its own. Without one its event is recognised by the
    /// `Location` of the answer, and if the answer is lost the outcome is unknown at once.
    ///
    /// # Errors
    /// Every [`Error`]. [`Error::OperationIdInUse`] if another operation with the same id is not completed yet. A failed operation is not an error: its event has the reason.
    pub async fn operation<R, M: HttpMethod>(
        &self,
        call: &Call<R, M>,
    ) -> Result<Completion<R::Output, T>, Error<T::Error>>
    where
        R: Callable<M, Error = T::Error>,
    {
        let open = self.driver.call(|session, now| session.start(call, Awaits::Completion, now))?;
        completion(call, open.outcome().await)
    }

    /// Waits for the next step; `None` after the last. Before [`Self::sign_in`] there are no steps, and the call waits. If the future is
    /// dropped no step is lost: it can stand in `tokio::select!` beside what ends the program.
    ///
    /// ```
    /// # use ucwa_client::asynchronous::Client;
    /// /// Takes steps until `stop` ends, such as `tokio::signal::ctrl_c()`.
    /// async fn listen(client: &Client, stop: impl Future) {
    ///     let mut stop = std::pin::pin!(stop);
    ///     loop {
    ///         tokio::select! {
    ///             step = client.next_step() => match step {
    ///                 Some(step) => println!("{step:?}"),
    ///                 None => break,
    ///             },
    ///             _ = &mut stop => break,
    ///         }
    ///     }
    ///     client.sign_out().await;
    /// }
    /// ```
    pub async fn next_step(&self) -> Option<Step<T>> {
        self.driver.step().await
    }

    /// The steps as a stream.
    pub fn steps(&self) -> Steps<'_, T> {
        Steps::new(&self.driver)
    }

    /// A batch for the server of the application. Send [`Batch::call`], and give the reply to [`Batch::answers`].
    ///
    /// # Errors
    /// [`Error::Gone`].
    pub fn batch(&self) -> Result<Batch<T::Error>, Error<T::Error>> {
        self.driver.with(|session, _| session.batch())
    }

    /// Deletes the application, and waits for it: [`Settings::patience`] at most, 30 seconds by default. Steps that wait can still
    /// be taken; the last is [`Step::SignedOut`], which says whether the application is deleted.
    pub async fn sign_out(&self) {
        self.driver.with(Session::sign_out);
        self.driver.over().await;
    }
}

impl<T: Tree> fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}
