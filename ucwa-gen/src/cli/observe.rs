//! `observe`: what recorded traffic shows that the schema does not have.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ucwa_gen::diagnostic::Severity;
use ucwa_gen::observe::traffic::{Exchange, Limits, Traffic};
use ucwa_gen::observe::{Key, Observations, Observer, Sanitizer, report};
use ucwa_gen::schema::Schema;

use anyhow::{Context, bail};

use super::args::{ObserveArgs, ObserveFormat};
use super::{Console, Outcome, input};

const MIB: usize = 1 << 20;

pub(super) fn run(args: &ObserveArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let input = input::schema(std::slice::from_ref(&args.docs), &args.corrections, console)?;
    let mut observer = Observer::new(&input.schema);
    let mut sanitized = match &args.sanitize {
        Some(out) => Some(Sanitized::create(out, args, &input.schema, console)?),
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
        progress.step(Instant::now(), console.err)?;
    }
    progress.end(console.err)?;
    if let Some(sanitized) = sanitized {
        sanitized.finish()?;
    }
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
    let is_fine = observations.findings.is_empty() && observations.not_counted == 0;
    if is_fine { worst } else { worst.max(Outcome::Problems) }
}

/// The file of sanitised traffic. It has its name once all of it is written.
struct Sanitized {
    sanitizer: Sanitizer,
    file: BufWriter<File>,
    part: PathBuf,
    out: PathBuf,
}

impl Sanitized {
    fn create(
        out: &Path,
        args: &ObserveArgs,
        schema: &Schema,
        console: &mut Console<'_>,
    ) -> anyhow::Result<Self> {
        if out == Path::new("-") {
            bail!("standard output has the findings: name a file to write");
        }
        // What is written into a folder that is read would be read again, and again.
        let folder = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let target = fs::canonicalize(out).or_else(|_| {
            fs::canonicalize(folder).map(|folder| folder.join(out.file_name().unwrap_or_default()))
        });
        let is_input = |path: &PathBuf| {
            let path = fs::canonicalize(path);
            path.is_ok_and(|path| target.as_ref().is_ok_and(|target| target.starts_with(path)))
        };
        if args.traffic.iter().any(is_input) {
            bail!(
                "`{}` is a recording that is read, or in a folder of them: name another file to write",
                out.display()
            );
        }
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
        let mut part = out.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = File::create(&part).with_context(|| format!("`{}` cannot be written", part.display()))?;
        let sanitizer = Sanitizer::new(schema, key, &args.keep);
        Ok(Self { sanitizer, file: BufWriter::new(file), part, out: out.to_owned() })
    }

    fn add(&mut self, exchange: &Exchange) -> anyhow::Result<()> {
        let written =
            serde_json::to_writer(&mut self.file, &self.sanitizer.record(exchange)).map_err(io::Error::from);
        let written = written.and_then(|()| self.file.write_all(b"\n"));
        written.with_context(|| format!("`{}` cannot be written", self.part.display()))
    }

    fn finish(mut self) -> anyhow::Result<()> {
        let written = self.file.flush().and_then(|()| fs::rename(&self.part, &self.out));
        written.with_context(|| format!("`{}` cannot be written", self.out.display()))
    }
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
