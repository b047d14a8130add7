//! A server of UCWA 2.0 on loopback that plays one conversation, and misbehaves where a test says so.
//!
//! There are two hosts, on two ports: one to discover, which knows nobody, and one where users are at home. Somebody
//! writes to whoever makes himself available; when the invitation is accepted, messages can be sent, and each arrives.
//!
//! What a test does to this is a [`Fault`] for a [`Route`]. What the server was asked is in [`Server::requests`], and
//! what it was asked that no client may ask is in [`Server::complaints`].

#![forbid(unsafe_code)]

mod application;
mod batch;
mod channel;
mod pages;
mod script;
mod server;
mod wire;
mod world;
mod xml;

pub use self::script::{Fault, Route, Script};
pub use self::server::{Recorded, Server};
