//! `observe`: what recorded traffic shows that the schema does not have.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use ucwa_gen::diagnostic::Severity;
use ucwa_gen::observe::traffic::Traffic;
use ucwa_gen::observe::{Observations, Observer, report};

use super::args::{ObserveArgs, ObserveFormat};
use super::{Console, Outcome, input};

pub(super) fn run(args: &ObserveArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let input = input::schema(std::slice::from_ref(&args.docs), &args.corrections, console)?;
    let mut observer = Observer::new(&input.schema);
    let mut progress = Progress::new(console);
    for read in Traffic::read(&args.traffic) {
        observer.add(&read);
        progress.step(console)?;
    }
    progress.end(console)?;
    let observations = observer.finish();
    if args.propose {
        for problem in &observations.problems {
            writeln!(console.err, "{problem}")?;
        }
        report::proposals(&observations, console.out)?;
    } else {
        match args.format {
            ObserveFormat::Json => report::json(&observations, console.out)?,
            ObserveFormat::Human => report::human(&observations, console.verbosity.verbose, console.out)?,
        }
    }
    Ok(outcome(&observations).max(input.outcome))
}

fn outcome(observations: &Observations) -> Outcome {
    let of = |severity| match severity {
        Severity::Error => Outcome::Failed,
        Severity::Warning => Outcome::Problems,
        Severity::Note => Outcome::Fine,
    };
    let worst =
        observations.problems.iter().map(|problem| of(problem.severity)).max().unwrap_or(Outcome::Fine);
    if observations.findings.is_empty() { worst } else { worst.max(Outcome::Problems) }
}

/// How many exchanges were read so far, for people who wait at a terminal.
struct Progress {
    is_shown: bool,
    exchanges: u64,
    last: Instant,
}

const EVERY: Duration = Duration::from_millis(200);

impl Progress {
    fn new(console: &Console<'_>) -> Self {
        let is_shown = io::stderr().is_terminal() && !console.verbosity.quiet;
        Self { is_shown, exchanges: 0, last: Instant::now() }
    }

    fn step(&mut self, console: &mut Console<'_>) -> io::Result<()> {
        self.exchanges += 1;
        if self.is_shown && self.last.elapsed() >= EVERY {
            self.last = Instant::now();
            write!(console.err, "\r{} exchanges", self.exchanges)?;
            console.err.flush()?;
        }
        Ok(())
    }

    /// Leaves the line as if nothing had been there.
    fn end(&self, console: &mut Console<'_>) -> io::Result<()> {
        if self.is_shown {
            write!(console.err, "\r{:30}\r", "")?;
        }
        Ok(())
    }
}
