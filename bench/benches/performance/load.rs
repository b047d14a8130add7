//! Many users of a simulator.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::ensure;
use ucwa_bench_generator::table::{Goal, Row};

use crate::memory::{figure, figures};

/// How many users there are, the fewest first.
const USERS: [u64; 4] = [10, 100, 1_000, 10_000];

fn measure(users: u64) -> anyhow::Result<BTreeMap<String, u64>> {
    let output = Command::new(env!("CARGO_BIN_EXE_load")).arg(users.to_string()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    figures(&output.stdout)
}

/// Measures each number of users, and compares it with the smallest one.
pub(crate) fn load() -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut few: Option<BTreeMap<String, u64>> = None;
    for users in USERS {
        let found = measure(users)?;
        let few = few.get_or_insert_with(|| found.clone());
        for (key, what, unit, goal) in [
            ("messages-per-second", "messages of 4 pairs", "in a second", Goal::AtLeast(0.5)),
            ("delay-99", "the delay of 99 % of their events", "µs", Goal::AtMost(2.0)),
            ("sign-ins-per-second", "users who sign in", "in a second", Goal::AtLeast(0.5)),
            ("bytes-per-user", "memory of the simulator for each user", "bytes", Goal::AtMost(1.0)),
        ] {
            let (measured, baseline) = (figure(&found, key)?, figure(few, key)?);
            rows.push(Row {
                what: format!("{what}, of {users} signed in with open event channels"),
                measured: format!("{measured} {unit}"),
                baseline: format!("{} users {baseline} {unit}", USERS[0]),
                ratio: measured as f64 / baseline as f64,
                goal: if users == USERS[0] { Goal::None } else { goal },
            });
        }
    }
    Ok(rows)
}
