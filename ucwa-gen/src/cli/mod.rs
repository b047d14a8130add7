//! The command line: reads the arguments, calls the library, prints what it says. Nothing else is decided here.

mod args;
mod check;
mod diff;
mod explain;
mod generate;
mod history;
mod input;
mod observe;
mod render;
mod sanitized;
mod schema;
mod target;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use clap::{CommandFactory, Parser};
use ucwa_gen::report::Escaped;

use self::args::{Cli, Command, Verbosity};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// All is well.
    Fine,
    /// There are problems in the input, or something differs.
    Problems,
    /// The command was used wrongly, or a file could not be read or written.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Problems => 1,
            Outcome::Failed => 2,
        })
    }
}

/// A stream on which nothing from a page acts.
trait Printer: Write {
    /// The stream itself, for what is to reach it unchanged, such as colours.
    fn verbatim(&mut self) -> &mut dyn Write;
}

impl<W: Write> Printer for Escaped<W> {
    fn verbatim(&mut self) -> &mut dyn Write {
        Self::verbatim(self)
    }
}

/// Where a command writes, and how much.
struct Console<'a> {
    /// The result.
    out: &'a mut dyn Printer,
    /// What there is to say about it.
    err: &'a mut dyn Printer,
    verbosity: Verbosity,
    started: Instant,
}

/// `1 page`, `2 pages`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Runs the command that the process was started with.
pub(crate) fn main() -> ExitCode {
    let started = Instant::now();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version come this way too. Where it cannot be printed, the exit code still says it.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    // These two leave colour out where there is no terminal and under NO_COLOR.
    let mut out = io::BufWriter::new(anstream::stdout().lock());
    let mut err = anstream::stderr().lock();
    let (mut out, mut err) = (Escaped::new(&mut out), Escaped::new(&mut err));
    let mut console = Console { out: &mut out, err: &mut err, verbosity: cli.verbosity, started };
    let ended = run(cli.command, &mut console).and_then(|outcome| {
        console.out.flush()?;
        Ok(outcome)
    });
    match ended {
        Ok(outcome) => outcome.into(),
        // Nobody reads on (`| head`): that is the reader's choice, not a failure.
        Err(error) if is_broken_pipe(&error) => Outcome::Fine.into(),
        Err(error) => {
            let _ = writeln!(console.err, "error: {error:#}");
            Outcome::Failed.into()
        }
    }
}

fn run(command: Command, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    match command {
        Command::Check(args) => check::run(&args, console),
        Command::Schema(args) => schema::run(&args, console),
        Command::Generate(args) => generate::run(&args, console),
        Command::Explain(args) => explain::run(&args, console),
        Command::Diff(args) => diff::run(&args, console),
        Command::History(args) => history::run(&args, console),
        Command::Render(args) => render::run(&args, console),
        Command::Observe(args) => observe::run(&args, console),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "ucwa-gen", &mut script);
            console.out.write_all(&script)?;
            Ok(Outcome::Fine)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
