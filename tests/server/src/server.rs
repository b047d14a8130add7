//! Sockets, and what is behind them.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};

use crate::pages;
use crate::script::{Fault, Route, Script};
use crate::wire::{Answer, Sent, never};
use crate::world::{Next, World};
use crate::xml;

/// A request as it came.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// Whether it was sent to the host where the users are, not to the one of discovery.
    pub is_at_home: bool,
    /// What it was for.
    pub route: Route,
    /// The method.
    pub method: String,
    /// The path and the query.
    pub target: String,
    /// The header fields, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Recorded {
    /// A header field.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }
}

/// A request and the answer to it, before anything went wrong with that on its way.
struct Exchange {
    request: Recorded,
    answer: Answer,
}

struct Shared {
    world: Mutex<World>,
    exchanges: Mutex<Vec<Exchange>>,
    changed: Notify,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    root: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// The name to sign in with.
    pub const USER: &str = "ann@example.com";
    /// The password to sign in with.
    pub const PASSWORD: &str = "a+b & c%";
    /// The name of a host that only the server knows.
    pub const INTERNAL: &str = "pool.internal.example.com";

    /// Starts a server that does as the script says.
    ///
    /// # Errors
    /// If there are no ports.
    pub fn start(script: Script) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let discovery = runtime.block_on(TcpListener::bind(any))?;
        let home = runtime.block_on(TcpListener::bind(any))?;
        let url = |listener: &TcpListener| listener.local_addr().map(|address| format!("http://{address}"));
        let world = World::new(script, url(&discovery)?, url(&home)?);
        let root = format!("{}/", url(&discovery)?);
        let shared = Arc::new(Shared {
            world: Mutex::new(world),
            exchanges: Mutex::default(),
            changed: Notify::new(),
        });
        let (stop, stopped) = oneshot::channel();
        let everything = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::spawn(listen(discovery, false, Arc::clone(&everything)));
                tokio::spawn(listen(home, true, everything));
                // Stopped is stopped, whoever says so.
                let _ = stopped.await;
            });
        });
        Ok(Self { shared, root, stop: Some(stop), thread: Some(thread) })
    }

    /// Where discovery starts.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    /// What was asked, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.world().requests.clone()
    }

    /// What was asked on a route, in order.
    #[must_use]
    pub fn requests_on(&self, route: Route) -> Vec<Recorded> {
        self.requests().into_iter().filter(|request| request.route == route).collect()
    }

    /// What was asked and answered, in the order of the answers, as lines in the form of `docs/guide/traffic.md`.
    #[must_use]
    pub fn recording(&self) -> String {
        let exchanges = self.shared.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let line = |Exchange { request, answer }: &Exchange| {
            let request = json!({
                "method": request.method,
                "url": request.target,
                "headers": request.headers,
                "text": String::from_utf8_lossy(&request.body),
            });
            let response = json!({
                "status": answer.status,
                "headers": answer.headers,
                "text": String::from_utf8_lossy(&answer.body),
            });
            format!("{}\n", json!({"request": request, "response": response}))
        };
        exchanges.iter().map(line).collect()
    }

    /// What no client may do and somebody did.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        self.shared.world().complaints.clone()
    }

    /// How many applications there are.
    #[must_use]
    pub fn applications(&self) -> usize {
        self.shared.world().applications.len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic over there is seen in what was not answered here.
            let _ = thread.join();
        }
    }
}

async fn listen(listener: TcpListener, is_at_home: bool, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        let service = service_fn(move |request| respond(request, is_at_home, Arc::clone(&shared)));
        // Connections end in every possible way; that is what the server is for.
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn respond(
    request: Request<Incoming>,
    is_at_home: bool,
    shared: Arc<Shared>,
) -> io::Result<Response<Sent>> {
    let (head, body) = request.into_parts();
    let target = head.uri.path_and_query().map_or("", |target| target.as_str()).to_owned();
    let mut recorded = Recorded {
        is_at_home,
        route: Route::Elsewhere,
        method: head.method.to_string(),
        target,
        headers: head
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: body.collect().await.map_err(io::Error::other)?.to_bytes().to_vec(),
    };
    let (fault, next) = shared.world().take(&mut recorded);
    shared.changed.notify_waiters();
    if matches!(fault, Some(Fault::Drop)) {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let mut answer = match next {
        Some(next) => wait(&shared, next).await,
        None => match never().await {},
    };
    if is_at_home && shared.world().is_internal() {
        pages::make_internal(&mut answer, Server::INTERNAL);
    }
    if recorded.header("accept").is_some_and(|accept| accept.contains("xml")) {
        answer = xml::translate(recorded.route, answer);
        if recorded.route != Route::Token && answer.is_json() {
            shared.world().complaints.push(format!("no XML for {}", recorded.target));
        }
    }
    let exchange = Exchange { request: recorded.clone(), answer: answer.clone() };
    shared.exchanges.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
    let is_whole = !matches!(fault, Some(Fault::HalfBody));
    match fault {
        Some(Fault::DropAnswer) => return Err(io::ErrorKind::ConnectionAborted.into()),
        Some(Fault::CutBody) => answer.body.truncate(answer.body.len() / 2),
        Some(Fault::Garbled) => answer.garble(),
        _ => {}
    }
    answer.into_response(is_whole)
}

/// Waits until there is an answer.
async fn wait(shared: &Shared, next: Next) -> Answer {
    loop {
        let changed = shared.changed.notified();
        tokio::pin!(changed);
        // Before looking: a change between the look and the wait would go by unseen.
        changed.as_mut().enable();
        if let Some(answer) = shared.world().look(&next) {
            shared.changed.notify_waiters();
            return answer;
        }
        changed.await;
    }
}
