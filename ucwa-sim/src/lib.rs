//! A simulated Skype for Business server: the resources, rules, errors and events of UCWA 2.0, to develop and test clients
//! without a real server.
//!
//! The library does no I/O. A request goes in as an `http::Request`, the answer comes out as an `http::Response`: at once,
//! after time has advanced, or after another request has caused it. One seed determines ids, tokens, etags and the choices of
//! faults: the same configuration, requests and times give the same bytes.
//!
//! ```
//! use std::time::Duration;
//!
//! use http::Request;
//! use ucwa_sim::{Config, Person, Simulator};
//!
//! let ann = Person::new("sip:ann@example.com", "Ann Example", "secret");
//! let mut simulator = Simulator::new(Config::new(7).with_user(ann)?);
//!
//! // A request that is answered at once.
//! let root = Request::get("https://lyncdiscover.example.com/?sipuri=ann@example.com").body(Vec::new())?;
//! let response = simulator.answer(root).ok_or("no answer")?;
//! assert_eq!(response.status(), 200);
//!
//! // Everything else: submit requests, advance time, take the answers.
//! let user = Request::get("https://pool.example.com/Autodiscover/AutodiscoverService.svc/root/oauth/user");
//! let id = simulator.submit(user.body(Vec::new())?);
//! simulator.advance(Duration::from_secs(1));
//! let delivery = simulator.take().into_iter().find(|delivery| delivery.request == id).ok_or("no answer")?;
//! assert_eq!(delivery.sent.whole().ok_or("spoilt")?.status(), 401);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A bot in virtual time
//! With `ucwa-sim` among the `[dev-dependencies]`, without sockets:
//!
//! ```toml
//! [dev-dependencies]
//! ucwa-sim = { path = "../ucwa/ucwa-sim", default-features = false }
//! ```
//!
//! This is the whole of `examples/bot.rs`:
//!
//! ```
#![doc = include_str!("../examples/bot.rs")]
//! ```
//!
//! # Signing in
//! 1. `GET` the root of the [discovery host](Config::discovery): it redirects to the root of the [pool](Config::pool).
//! 2. `GET` the `user` link: 401, with a challenge that names the token service of this host.
//! 3. `POST` a form with `grant_type=password`, `username` and `password` to the token service.
//! 4. `GET` the `user` link again, `POST` to its `applications` link.
//! 5. `GET` the `events` link of the application: it is answered when something happens, or after 180 seconds.
//!
//! `ucwa_types` does all of this with links and types; in any other language it is HTTP.
//!
//! # Faults
//! [`Rule`]s determine which [`Fault`] happens to which request. [`Quirks`] are the ways in which servers differ.
//!
//! `docs/simulator.md` lists what was chosen where no page documents and no recording shows what servers do.

#![forbid(unsafe_code)]

mod acts;
mod answer;
mod batch;
mod bots;
mod channel;
mod clock;
mod config;
mod control;
mod coverage;
mod discovery;
mod dispatch;
mod error;
mod events;
mod faults;
mod happening;
mod hrefs;
mod ids;
mod journal;
mod keys;
mod operations;
mod paths;
mod polls;
mod represent;
mod route;
mod schema;
mod sdp;
#[cfg(feature = "server")]
pub mod server;
mod simulator;
mod state;
mod timers;
mod tokens;
mod typed;
mod uri;
mod world;

pub use self::config::{Bot, Config, Discovery, DistributionGroup, Embedding, Person, Quirks, Times};
pub use self::coverage::coverage;
pub use self::error::{ConfigError, FileError};
pub use self::faults::{Fault, Rule};
pub use self::ids::RequestId;
pub use self::journal::{Asked, Exchange};
pub use self::simulator::{Delivery, Sent, Simulator};
