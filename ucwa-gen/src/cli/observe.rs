//! `observe`: what recorded traffic shows that the schema does not have.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ucwa_gen::diagnostic::Severity;
use ucwa_gen::observe::traffic::{Limits, Traffic};
use ucwa_gen::observe::{Key, Observations, Observer, Sanitizer, report};

use super::args::{ObserveArgs, ObserveFormat};
use super::input::Input;
use super::sanitized::{Sanitized, Target};
use super::{Console, Outcome, input};

const MIB: usize = 1 << 20;

pub(super) fn run(args: &ObserveArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let input = input::schema(std::slice::from_ref(&args.docs), &args.corrections, console)?;
    let mut observer = Observer::new(&input.schema);
    let mut sanitized = match &args.sanitize {
        Some(out) => Some(sanitized(out, args, &input, console)?),
        None => None,
    };
    let is_shown = io::stderr().is_terminal() && !console.verbosity.quiet;
    let mut progress = Progress { is_shown, exchanges: 0, last: Instant::now() };
    let mut limits = Limits::default();
    limits.document_size = args.max_document_size.saturating_mul(MIB);
    for read in Traffic::read_within(&args.traffic, &limits) {
        observer.add(&read);
        if let (Some(sanitized), Ok(exchange)) = (&mut sanitized, &read) {
            sanitized.add(exchange)?;
        }
        progress.step(Instant::now(), console.err.verbatim())?;
    }
    progress.end(console.err.verbatim())?;
    let observations = observer.finish();
    let mut outcome = outcome(&observations);
    if let Some(sanitized) = sanitized {
        // Half of a recording in the place of a whole one would be a loss.
        let why = match outcome {
            Outcome::Failed => Some("a recording cannot be read"),
            _ if !sanitized.has_any => Some("there is no exchange to write"),
            _ => None,
        };
        match why {
            None => sanitized.finish()?,
            Some(why) => {
                outcome = Outcome::Failed;
                let out = args.sanitize.as_deref().unwrap_or(Path::new(""));
                writeln!(console.err, "error: `{}` is not written: {why}", out.display())?;
            }
        }
    }
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
    Ok(outcome.max(input.outcome))
}

fn outcome(observations: &Observations) -> Outcome {
    let of = |severity| match severity {
        Severity::Error => Outcome::Failed,
        Severity::Warning => Outcome::Problems,
        Severity::Note => Outcome::Fine,
    };
    let worst =
        observations.problems.iter().map(|problem| of(problem.severity)).max().unwrap_or(Outcome::Fine);
    let is_fine = observations.findings.is_empty() && observations.not_counted == 0;
    if is_fine { worst } else { worst.max(Outcome::Problems) }
}

/// Where sanitised traffic is written to, unless that is something that is read.
fn sanitized(
    out: &Path,
    args: &ObserveArgs,
    input: &Input,
    console: &mut Console<'_>,
) -> anyhow::Result<Sanitized> {
    let overrides = input::overrides_file(std::slice::from_ref(&args.docs), &args.corrections)?;
    let docs = Some(&args.docs).filter(|docs| !docs.is_dir());
    let pages = input.pages.iter().flat_map(|pages| &pages.inputs).filter(|path| !path.is_dir());
    let read = args.traffic.iter().chain(&overrides).chain(docs).chain(pages);
    let target = Target::new(out, read.map(PathBuf::as_path))?;
    let key = match args.seed {
        Some(seed) => {
            writeln!(
                console.err,
                "warning: with --seed, replaced values can be found out by trying; do not share the file"
            )?;
            Key::from_seed(seed)
        }
        None => Key::random()?,
    };
    Sanitized::create(&target, Sanitizer::new(&input.schema, key, &args.keep))
}

/// How many exchanges were read so far, for people who wait at a terminal.
struct Progress {
    is_shown: bool,
    exchanges: u64,
    last: Instant,
}

const EVERY: Duration = Duration::from_millis(200);

impl Progress {
    fn step(&mut self, now: Instant, to: &mut dyn Write) -> io::Result<()> {
        self.exchanges += 1;
        if self.is_shown && now.duration_since(self.last) >= EVERY {
            self.last = now;
            write!(to, "\r{} exchanges", self.exchanges)?;
            to.flush()?;
        }
        Ok(())
    }

    /// Leaves the line as if nothing had been there.
    fn end(&self, to: &mut dyn Write) -> io::Result<()> {
        if self.is_shown {
            write!(to, "\r{:30}\r", "")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{EVERY, Instant, Progress};

    /// Ten exchanges, one each 40 ms.
    #[test]
    fn progress_is_shown_to_who_waits() {
        let last = Instant::now();
        for (is_shown, expected) in
            [(true, format!("\r5 exchanges\r10 exchanges\r{}\r", " ".repeat(30))), (false, String::new())]
        {
            let mut progress = Progress { is_shown, exchanges: 0, last };
            let mut shown = Vec::new();
            for number in 1..=10 {
                progress.step(last + EVERY / 5 * number, &mut shown).expect("memory");
            }
            progress.end(&mut shown).expect("memory");
            assert_eq!(String::from_utf8_lossy(&shown), expected);
        }
    }
}
