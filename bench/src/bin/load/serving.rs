//! The simulator.

use std::fs;
use std::io::{BufRead, BufReader, Write, stdin, stdout};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::Context;
use ucwa_sim::server::{Options, Server};
use ucwa_sim::{Config, Person};

/// The password of all.
pub(crate) const PASSWORD: &str = "secret";

/// The URI of a user.
pub(crate) fn uri(user: usize) -> String {
    format!("sip:user{user}@example.com")
}

/// Serves this many users until the input ends.
pub(crate) fn serve(users: usize) -> anyhow::Result<()> {
    let mut out = stdout();
    writeln!(out, "{}", memory()?)?;
    let config = (0..users).try_fold(Config::new(1), |config, user| {
        config.with_user(Person::new(uri(user), format!("User {user}"), PASSWORD))
    })?;
    let server = Server::start(config, Options::default())?;
    writeln!(out, "{}", server.root())?;
    for line in stdin().lock().lines() {
        line?;
        writeln!(out, "{}", memory()?)?;
    }
    Ok(())
}

/// The memory of this process that is in use, in bytes.
fn memory() -> anyhow::Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("memory is only known on Linux")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes * 1024)
}

/// The simulator as a process.
pub(crate) struct Process {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Its memory without users.
    pub(crate) empty: u64,
    /// The address of discovery.
    pub(crate) root: String,
}

impl Process {
    /// Starts it.
    pub(crate) fn start(users: usize) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let command = command.args(["serve", &users.to_string()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().context("no input")?;
        let output = BufReader::new(child.stdout.take().context("no output")?);
        let mut process = Self { child, input, output, empty: 0, root: String::new() };
        process.empty = process.line()?.parse()?;
        process.root = process.line()?;
        Ok(process)
    }

    /// Its memory now, in bytes.
    pub(crate) fn memory(&mut self) -> anyhow::Result<u64> {
        writeln!(self.input)?;
        Ok(self.line()?.parse()?)
    }

    fn line(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
