//! Sockets in front of the simulator.
//!
//! There are two hosts, on two ports. Unless it is frozen, the simulator's time follows the wall clock. The server runs in its
//! own thread until it is dropped.
//!
//! ```
//! use ucwa_sim::server::{Options, Server};
//! use ucwa_sim::{Config, Person};
//!
//! let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
//! let server = Server::start(Config::new(7).with_user(ann)?, Options::default())?;
//! assert!(server.root().starts_with("http://127.0.0.1:"));
//! assert_eq!(server.with(|simulator| simulator.applications()), 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod body;
mod connection;
mod shared;
mod tls;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use self::connection::{Role, listen};
use self::shared::Shared;
pub use self::shared::Watcher;
#[cfg(feature = "tls")]
pub use self::tls::Identity;
use crate::config::Config;
use crate::simulator::Simulator;

/// The options of a server.
#[non_exhaustive]
pub struct Options {
    /// The address of the discovery host. The port 0 is any that is free.
    pub discovery: SocketAddr,
    /// The address of the pool.
    pub pool: SocketAddr,
    /// The address of the [control endpoint](Simulator::control), if there is one.
    pub control: Option<SocketAddr>,
    /// The name or address of this computer in hrefs, without a port; an IPv6 address is in brackets. If it is `None`, hrefs have the
    /// address of the listener, which must not be `0.0.0.0` or `[::]` then.
    pub host: Option<String>,
    /// The identity of the server, if it speaks HTTPS.
    #[cfg(feature = "tls")]
    pub identity: Option<Identity>,
    /// Whether time follows only [`Server::with`] and the control endpoint, not the wall clock. The same
    /// requests in the same order are then answered by the same bytes.
    pub is_frozen: bool,
    /// Called with every exchange.
    pub watcher: Option<Watcher>,
}

/// Any free ports on loopback, and no control endpoint.
impl Default for Options {
    fn default() -> Self {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            discovery: any,
            pool: any,
            control: None,
            host: None,
            #[cfg(feature = "tls")]
            identity: None,
            is_frozen: false,
            watcher: None,
        }
    }
}

/// A server that runs until it is dropped.
pub struct Server {
    shared: Arc<Shared>,
    root: String,
    control: Option<SocketAddr>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server. The hosts of the configuration are replaced by those where it listens.
    ///
    /// # Errors
    /// If it cannot listen on an address, or if hrefs would lead nowhere: `host` is not a name, or is required and missing.
    pub fn start(config: Config, options: Options) -> io::Result<Self> {
        check_reach(&options)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let bind = |what: &str, address: SocketAddr| {
            let bound = runtime.block_on(TcpListener::bind(address));
            bound.map_err(|error| io::Error::new(error.kind(), format!("{what}, {address}: {error}")))
        };
        let discovery = bind("the address of discovery (`--listen`)", options.discovery)?;
        // The command derives it from the other one.
        let pool = bind("the address of the users' server (`--pool`)", options.pool)?;
        let control = options
            .control
            .map(|address| bind("the address of the control endpoint (`--control`)", address))
            .transpose()?;
        #[cfg(feature = "tls")]
        let acceptor = options.identity.as_ref().map(Identity::acceptor).transpose()?;
        #[cfg(not(feature = "tls"))]
        let acceptor = None;
        let scheme = if acceptor.is_some() { "https" } else { "http" };
        let origin = |listener: &TcpListener| {
            let address = listener.local_addr()?;
            Ok::<_, io::Error>(match &options.host {
                Some(host) => format!("{scheme}://{host}:{}", address.port()),
                None => format!("{scheme}://{address}"),
            })
        };
        let hosts = [origin(&discovery)?, origin(&pool)?];
        let root = format!("{}/", hosts[0]);
        let config = config.with_hosts(&*hosts[0], &*hosts[1]);
        let shared = Arc::new(Shared::new(Simulator::new(config), options.is_frozen, options.watcher));
        let control_address = control.as_ref().map(TcpListener::local_addr).transpose()?;
        let (stop, stopped) = oneshot::channel();
        let everything = Arc::clone(&shared);
        let [discovery_host, pool_host] = hosts;
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                let hosts = [(discovery, discovery_host), (pool, pool_host)];
                for (listener, host) in hosts {
                    let role = Role::Host(host.into());
                    tokio::spawn(listen(listener, role, acceptor.clone(), Arc::clone(&everything)));
                }
                if let Some(control) = control {
                    tokio::spawn(listen(control, Role::Control, None, Arc::clone(&everything)));
                }
                tokio::select! {
                    () = tick(everything) => {}
                    // The sender sends nothing: it is dropped.
                    _ = stopped => {}
                }
            });
        });
        Ok(Self { shared, root, control: control_address, stop: Some(stop), thread: Some(thread) })
    }

    /// Where discovery starts.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Where the control endpoint is.
    #[must_use]
    pub fn control(&self) -> Option<SocketAddr> {
        self.control
    }

    /// Calls a function with the simulator, whose time is first set to the wall clock.
    pub fn with<R>(&self, what: impl FnOnce(&mut Simulator) -> R) -> R {
        self.shared.with(|inner| what(&mut inner.simulator))
    }

    /// Waits until the server ends, which it does only if its thread fails.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the thread shows as requests without answers.
            let _ = thread.join();
        }
    }
}

/// Checks that clients can follow hrefs.
fn check_reach(options: &Options) -> io::Result<()> {
    let refuse = |why: String| Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    match &options.host {
        Some(host) => {
            // The authority of a URI can also have a port and the name of a user.
            let authority = format!("{host}:80").parse::<http::uri::Authority>().ok();
            if host.is_empty() || authority.is_none_or(|authority| authority.host() != host) {
                return refuse(format!(
                    "the host `{host}` is neither a name nor an address. Write it without scheme and port, and an address of IPv6 in brackets"
                ));
            }
        }
        None => {
            let everywhere =
                [options.discovery, options.pool].into_iter().find(|it| it.ip().is_unspecified());
            if let Some(address) = everywhere {
                return refuse(format!(
                    "{address} is every address of this computer, and no client can reach it by that. Say by which name or address it is reached: the host (`--host`)"
                ));
            }
        }
    }
    Ok(())
}

/// Advances the simulator's time whenever something is due.
async fn tick(shared: Arc<Shared>) {
    loop {
        let due = {
            let mut inner = shared.inner();
            inner.sync();
            inner.hand_over();
            inner.simulator.next_due()
        };
        let changed = shared.changed.notified();
        match due {
            // A little late rather than a little early, or it would not be due yet.
            Some(due) => {
                let late = due + std::time::Duration::from_millis(1);
                tokio::select! {
                    () = tokio::time::sleep(late) => {}
                    () = changed => {}
                }
            }
            None => changed.await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_use_is_named_with_its_option() {
        let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = taken.local_addr().unwrap();
        for (options, option) in [
            (Options { discovery: address, ..Options::default() }, "`--listen`"),
            (Options { pool: address, ..Options::default() }, "`--pool`"),
            (Options { control: Some(address), ..Options::default() }, "`--control`"),
        ] {
            let error = Server::start(Config::new(1), options).err().unwrap().to_string();
            assert!(error.contains(option) && error.contains(&address.to_string()), "{error}");
        }
    }

    #[test]
    fn hrefs_lead_to_where_clients_can_go() {
        for (listen, host, expected) in [
            ("127.0.0.1:0", None, true),
            ("0.0.0.0:0", None, false),
            ("[::]:0", None, false),
            ("0.0.0.0:0", Some("sim.example.com"), true),
            ("0.0.0.0:0", Some("192.0.2.7"), true),
            ("[::]:0", Some("[2001:db8::7]"), true),
            ("[::]:0", Some("2001:db8::7"), false),
            ("127.0.0.1:0", Some(""), false),
            ("127.0.0.1:0", Some("http://sim"), false),
            ("127.0.0.1:0", Some("sim:8080"), false),
            ("127.0.0.1:0", Some("sim/x"), false),
            ("127.0.0.1:0", Some("ann@sim"), false),
            ("127.0.0.1:0", Some("a b"), false),
        ] {
            let address: SocketAddr = listen.parse().unwrap();
            let host = host.map(str::to_owned);
            let options = Options { discovery: address, pool: address, host, ..Options::default() };
            let seen = check_reach(&options).map_err(|error| error.kind());
            let expected = if expected { Ok(()) } else { Err(io::ErrorKind::InvalidInput) };
            assert_eq!(seen, expected, "{listen} {:?}", options.host);
        }
    }
}
