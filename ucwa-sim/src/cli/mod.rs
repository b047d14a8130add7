//! The command line: reads the arguments and the files, starts the server, and writes what happens.

mod log;

use std::fs::{self, File};
use std::io::{Write, stderr, stdout};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use ucwa_sim::Config;
use ucwa_sim::server::{Options, Server, Watcher};

/// The users without `--users`.
const USERS: &str = include_str!("../../users.toml");

/// A simulated Skype for Business server (UCWA 2.0), for developing and testing clients.
///
/// It writes a line for each request, and one for each event in an answer. Point a client at the address that it
/// writes first.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Where discovery is. The port 0 is any that is free.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = address)]
    listen: SocketAddr,
    /// Where the users' server is. By default it is the next port of the same address (65534 after 65535).
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pool: Option<SocketAddr>,
    /// The name or address of this computer in links, without a port, if clients do not know it by the address where it listens.
    #[arg(long, value_name = "NAME")]
    host: Option<String>,
    /// A file of users. The default is Ann, Bo and Echo.
    #[arg(long, value_name = "FILE")]
    users: Option<PathBuf>,
    /// Determines ids, tokens, etags and the choices of faults.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// A file of faults: what goes wrong, and when.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Writes what is asked and answered to this file, without tokens and passwords, in the form that `ucwa-gen observe` reads. The
    /// file must not exist.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Where tests in other languages control the server: time, faults, state, requests. Anyone who reaches it can do all of that.
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    control: Option<SocketAddr>,
    /// Speaks HTTPS, and writes the certificate to this file, for clients to trust. Needs the feature `tls`.
    #[arg(long, value_name = "FILE")]
    tls: Option<PathBuf>,
    /// Advances time by the control endpoint only, starting at the same moment each time.
    #[arg(long, requires = "control")]
    frozen: bool,
    /// Writes no line for each request.
    #[arg(long)]
    quiet: bool,
}

#[derive(Clone, Debug, Subcommand)]
enum Command {
    /// Lists the resources that have a behaviour, and those that are made of what their pages document.
    Coverage,
}

/// Runs the server until the process ends. An error is written with its causes, without a stack trace: it is the user's.
pub(crate) fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// An address where to listen.
fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "it is not an IP address and a port, such as 127.0.0.1:8080".to_owned())
}

fn run(arguments: &Arguments) -> Result<()> {
    if let Some(Command::Coverage) = arguments.command {
        write!(stdout(), "{}", ucwa_sim::coverage())?;
        return Ok(());
    }
    #[cfg(not(feature = "tls"))]
    if arguments.tls.is_some() {
        anyhow::bail!(
            "this ucwa-sim speaks no HTTPS. Build it with the feature `tls`: cargo run -p ucwa-sim --features tls -- --tls FILE"
        );
    }
    let mut config = Config::new(arguments.seed);
    if !arguments.frozen {
        config.epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    }
    let config = match &arguments.users {
        Some(file) => config.with_users_of(&read(file)?).with_context(|| file.display().to_string())?,
        None => config.with_users_of(USERS)?,
    };
    let config = match &arguments.faults {
        Some(file) => config.with_faults_of(&read(file)?).with_context(|| file.display().to_string())?,
        None => config,
    };
    let users: Vec<String> = config
        .users
        .iter()
        .filter(|user| user.bot.is_none())
        .map(|user| user.uri.trim_start_matches("sip:").to_owned())
        .collect();
    let mut options = Options::default();
    options.discovery = arguments.listen;
    options.pool = arguments.pool.unwrap_or_else(|| next_port(arguments.listen));
    options.control = arguments.control;
    options.host.clone_from(&arguments.host);
    options.is_frozen = arguments.frozen;
    #[cfg(feature = "tls")]
    if let Some(file) = &arguments.tls {
        options.identity = Some(identity(arguments, file)?);
    }
    options.watcher = Some(watcher(arguments)?);
    let server = Server::start(config, options).context("cannot start").inspect_err(|_| {
        // Otherwise the next start would fail because these files exist.
        made(arguments).for_each(|file| drop(fs::remove_file(file)));
    })?;
    let mut out = stdout();
    writeln!(out, "discovery: {}", server.root())?;
    if let Some(control) = server.control() {
        writeln!(out, "control: http://{control}/")?;
    }
    writeln!(out, "users: {}", users.join(", "))?;
    out.flush()?;
    server.wait();
    Ok(())
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))
}

/// Creates an identity, and writes its certificate to the file.
#[cfg(feature = "tls")]
fn identity(arguments: &Arguments, file: &Path) -> Result<ucwa_sim::server::Identity> {
    let pool = arguments.pool.unwrap_or(arguments.listen);
    let addresses = [arguments.listen, pool].map(|address| address.ip().to_string());
    // In a certificate, an IPv6 address has no brackets.
    let host = arguments.host.as_ref().map(|host| host.trim_matches(['[', ']']).to_owned());
    let names = addresses.into_iter().chain(host).chain(["localhost".to_owned()]);
    let identity = ucwa_sim::server::Identity::new(names)?;
    // The file may be a certificate of the user's own.
    let written =
        File::create_new(file).and_then(|mut file| file.write_all(identity.certificate_pem().as_bytes()));
    written.with_context(|| format!("cannot create {}, which is made anew at each start", file.display()))?;
    Ok(identity)
}

/// The files that were made.
fn made(arguments: &Arguments) -> impl Iterator<Item = &PathBuf> {
    arguments.record.iter().chain(&arguments.tls)
}

/// The address beside this one.
fn next_port(mut address: SocketAddr) -> SocketAddr {
    address.set_port(match address.port() {
        0 => 0,
        port => port.checked_add(1).unwrap_or(port - 1),
    });
    address
}

/// Writes lines and records, as the arguments say.
fn watcher(arguments: &Arguments) -> Result<Watcher> {
    // An existing file is not overwritten.
    let create = |file: &PathBuf| {
        let created = File::create_new(file);
        created.with_context(|| format!("cannot create {}; remove it or name another file", file.display()))
    };
    let mut record = arguments.record.as_ref().map(create).transpose()?;
    let is_quiet = arguments.quiet;
    Ok(Box::new(move |exchange| {
        // The server goes on if standard output is closed.
        if !is_quiet {
            let _ = stdout().write_all(log::lines(exchange).as_bytes());
        }
        if let Some(file) = &mut record
            && let Some(line) = exchange.record()
        {
            let _ = writeln!(file, "{line}");
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_is_beside_discovery() {
        for (port, expected) in [(8080, 8081), (0, 0), (u16::MAX, u16::MAX - 1)] {
            let address = SocketAddr::from(([127, 0, 0, 1], port));
            assert_eq!(next_port(address).port(), expected);
        }
    }

    #[test]
    fn an_address_is_of_an_ip() {
        for (given, expected) in [
            ("127.0.0.1:8080", true),
            ("[::1]:0", true),
            ("localhost:8080", false),
            ("127.0.0.1", false),
            ("8080", false),
        ] {
            assert_eq!(address(given).is_ok(), expected, "{given}");
        }
    }

    #[test]
    fn the_users_of_the_command_are_read() {
        assert_eq!(Config::new(0).with_users_of(USERS).unwrap().users.len(), 3);
        let greeting = include_str!("../../greeting.toml");
        assert_eq!(Config::new(0).with_users_of(greeting).unwrap().users.len(), 2);
    }
}
