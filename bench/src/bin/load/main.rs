//! Many users of one simulator, signed in and with open event channels, of whom some talk. The simulator is a process of its own, so that
//! its memory can be told from that of its clients.
//!
//! `load USERS` prints figures of the whole: messages in a second, the delay of their events, the memory of the simulator for each user.
//! `load serve USERS` is the simulator: it prints where it listens, and its memory for each line that it reads.

mod serving;
mod talking;

use std::env;

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let count = |users: &str| users.parse().context("how many users?");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["serve", users] => serving::serve(count(users)?),
        [users] => talking::measure(count(users)?),
        _ => bail!("load USERS, or load serve USERS"),
    }
}
