//! Connections: a request from a socket to the simulator, and its answer back.

use std::io;
use std::sync::Arc;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::body::Outgoing;
use super::shared::Shared;
use super::tls::Acceptor;
use crate::ids::RequestId;
use crate::simulator::Sent;

/// How large a body can be.
const LARGEST: usize = 16 << 20;

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
    let service = service_fn(move |request| respond(request, role.clone(), Arc::clone(&shared)));
    let connection =
        http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
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

async fn respond(
    request: Request<Incoming>,
    role: Role,
    shared: Arc<Shared>,
) -> io::Result<Response<Outgoing>> {
    let (mut head, body) = request.into_parts();
    let body = Limited::new(body, LARGEST).collect().await.map_err(io::Error::other)?.to_bytes().to_vec();
    let Role::Host(origin) = role else {
        let response = shared.with(|inner| inner.simulator.control(&Request::from_parts(head, body)));
        return Ok(response.map(Outgoing::whole));
    };
    // The listener decides which host it is, not the field `Host`.
    let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
    head.uri = format!("{origin}{target}").parse().map_err(io::Error::other)?;
    let (sender, receiver) = oneshot::channel();
    let id = shared.with(|inner| {
        let id = inner.simulator.submit(Request::from_parts(head, body));
        inner.waiting.insert(id, sender);
        id
    });
    let open = Open { id, shared: Arc::clone(&shared) };
    let sent = receiver.await;
    drop(open);
    match sent {
        Ok(Sent::Whole(response)) => Ok(response.map(Outgoing::whole)),
        Ok(Sent::Half(response)) => Ok(response.map(Outgoing::half)),
        Ok(Sent::Closed) | Err(_) => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}
