//! Connections: a request from a socket to the simulator, and its answer back.

use std::io;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use http_body_util::BodyExt;
use httpdate::fmt_http_date;
use hyper::body::Incoming;
use hyper::header::{DATE, HOST, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::body::{Counted, Flushes, Outgoing};
use super::shared::Shared;
use super::tls::Acceptor;
use crate::dispatch::LARGEST;
use crate::ids::RequestId;
use crate::simulator::Sent;

/// The last second that a `Date` can have: the end of the year 9999.
const LATEST: Duration = Duration::from_secs(253_402_300_799);

/// What a listener serves.
#[derive(Clone)]
pub(super) enum Role {
    /// UCWA, at this origin.
    Host(Arc<str>),
    /// The control endpoint.
    Control,
}

/// Takes connections until the runtime ends.
pub(super) async fn listen(
    listener: TcpListener,
    role: Role,
    acceptor: Option<Acceptor>,
    shared: Arc<Shared>,
) {
    loop {
        // Other connections can still be accepted.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        let (role, acceptor, shared) = (role.clone(), acceptor.clone(), Arc::clone(&shared));
        tokio::spawn(async move {
            match acceptor {
                None => serve(stream, role, shared).await,
                Some(acceptor) => {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, role, shared).await;
                    }
                }
            }
        });
    }
}

/// Answers the requests of a connection.
async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, role: Role, shared: Arc<Shared>) {
    let flushes = Flushes::default();
    let stream = TokioIo::new(Counted::new(stream, flushes.clone()));
    let service =
        service_fn(move |request| respond(request, role.clone(), Arc::clone(&shared), flushes.clone()));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .auto_date_header(false)
        .serve_connection(stream, service);
    // How a connection ends is up to the client and to faults.
    let _ = connection.await;
}

/// Forgets a request whose client hangs up before the answer.
struct Open {
    id: RequestId,
    shared: Arc<Shared>,
}

impl Drop for Open {
    fn drop(&mut self) {
        let is_waiting = self.shared.inner().waiting.remove(&self.id).is_some();
        if is_waiting {
            self.shared.with(|inner| inner.simulator.abandon(self.id));
        }
    }
}

/// Reads a body. If it is too large, it is kept up to where that shows, and read to its end: a client that still writes does not
/// read the answer.
async fn read(mut body: Incoming) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(io::Error::other)?.into_data()
            && bytes.len() <= LARGEST
        {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}

async fn respond(
    request: Request<Incoming>,
    role: Role,
    shared: Arc<Shared>,
    flushes: Flushes,
) -> io::Result<Response<Outgoing>> {
    let mut response = answer(request, role, &shared, flushes).await?;
    // The simulator's time: if it is frozen, the same requests get the same bytes.
    let date = shared.inner().simulator.date().min(UNIX_EPOCH + LATEST);
    response
        .headers_mut()
        .insert(DATE, HeaderValue::from_str(&fmt_http_date(date)).map_err(io::Error::other)?);
    Ok(response)
}

async fn answer(
    request: Request<Incoming>,
    role: Role,
    shared: &Arc<Shared>,
    flushes: Flushes,
) -> io::Result<Response<Outgoing>> {
    let (mut head, body) = request.into_parts();
    let body = read(body).await?;
    let Role::Host(origin) = role else {
        let response = shared.with(|inner| inner.simulator.control(&Request::from_parts(head, body)));
        return Ok(response.map(Outgoing::whole));
    };
    // HTTP/1.1 requires one `Host`. The listener decides which host it is, not the value of the field.
    let hosts = head.headers.get_all(HOST).iter().count();
    let is_hostless = head.version == Version::HTTP_11 && hosts != 1;
    if is_hostless {
        head.headers.remove(HOST);
    }
    let origin = if is_hostless { "" } else { &*origin };
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    head.uri = format!("{origin}{target}").parse().map_err(io::Error::other)?;
    let (sender, receiver) = oneshot::channel();
    let id = shared.with(|inner| {
        let id = inner.simulator.submit(Request::from_parts(head, body));
        inner.waiting.insert(id, sender);
        id
    });
    let open = Open { id, shared: Arc::clone(shared) };
    let sent = receiver.await;
    drop(open);
    match sent {
        Ok(Sent::Whole(response)) => Ok(response.map(Outgoing::whole)),
        Ok(Sent::Half(response)) => Ok(response.map(|body| Outgoing::half(body, flushes))),
        Ok(Sent::Closed) | Err(_) => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}
