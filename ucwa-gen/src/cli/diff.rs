//! `diff`: what changed, and whom it concerns.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::bail;
use ucwa_gen::diagnostic::{Severity, count};
use ucwa_gen::diff::{self, Acceptances, Axis, Date, Report, Words};
use ucwa_gen::files;

use super::args::{DenyAxis, DiffArgs, DiffFormat};
use super::input;
use super::{Console, Outcome};

pub(super) fn run(args: &DiffArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    if args.json_schema {
        writeln!(console.out, "{}", serde_json::to_string_pretty(&diff::json_schema())?)?;
        return Ok(Outcome::Fine);
    }
    let [Some(old), Some(new)] = [&args.old, &args.new] else { bail!("two sides are needed") };
    let [before, after] = [old, new].map(std::slice::from_ref);
    let before = input::old_schema(before, &args.corrections, console)?;
    let after = input::schema(after, &args.corrections, console)?;
    let mut diff = diff::diff(&before.schema, &after.schema)?;
    let accepted = match &args.accept {
        Some(file) => accept(file, args, &mut diff, console)?,
        None => Outcome::Fine,
    };
    let folder = |path: &Path| path.is_dir().then(|| path.to_owned());
    let mut report = Report::new(&diff);
    report.words = if console.verbosity.verbose { Words::Show } else { Words::Count };
    report.current = args.current;
    report.denied = args.deny.iter().map(|axis| Axis::from(*axis)).collect();
    report.command = command(args, old, new);
    report.folders.old = folder(old);
    report.folders.new = folder(new);
    report.errors.old = count(&before.found, Severity::Error);
    report.errors.new = count(&after.found, Severity::Error);
    let text = match args.format {
        _ if args.propose => diff::proposals(&report),
        DiffFormat::Human => diff::human(&report),
        DiffFormat::Markdown => diff::markdown(&report),
        DiffFormat::Json => diff::json(&report),
        DiffFormat::Github => diff::github(&report),
        DiffFormat::Sarif => diff::sarif(&report),
    };
    write!(console.out, "{text}")?;
    for denial in report.denials() {
        writeln!(console.err, "error: {denial}")?;
    }
    let own = if diff.breaks(&report.denied) { Outcome::Problems } else { Outcome::Fine };
    Ok(own.max(accepted).max(before.outcome).max(after.outcome))
}

/// The command that prints the same changes, as a shell reads it.
fn command(args: &DiffArgs, old: &Path, new: &Path) -> String {
    let mut command = format!("ucwa-gen diff {} {}", quoted(old), quoted(new));
    for (option, file) in [("overrides", &args.corrections.file), ("accept", &args.accept)] {
        if let Some(file) = file {
            command.push_str(&format!(" --{option} {}", quoted(file)));
        }
    }
    if let Some(today) = args.today {
        command.push_str(&format!(" --today {today}"));
    }
    command
}

/// A path as one word of a shell.
fn quoted(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:,=@%".contains(c);
    if !path.is_empty() && path.chars().all(is_plain) {
        return path.into_owned();
    }
    format!("'{}'", path.replace('\'', r"'\''"))
}

/// Puts the accepted changes apart, and prints what is wrong with the file.
fn accept(
    file: &Path,
    args: &DiffArgs,
    diff: &mut diff::Diff,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    let source = match files::read_file(file, &args.corrections.limits.into()) {
        Ok(source) => source,
        Err(unreadable) => bail!(unreadable.message),
    };
    let (acceptances, mut problems) = Acceptances::parse(&source);
    problems.append(&mut acceptances.apply(diff, args.today.unwrap_or_else(today)));
    for problem in &problems {
        writeln!(console.err, "{problem}")?;
    }
    Ok(if problems.is_empty() { Outcome::Fine } else { Outcome::Problems })
}

fn today() -> Date {
    Date::from_unix(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs())
}

impl From<DenyAxis> for Axis {
    fn from(axis: DenyAxis) -> Self {
        match axis {
            DenyAxis::Source => Self::Source,
            DenyAxis::Wire => Self::Wire,
            DenyAxis::Behaviour => Self::Behaviour,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::quoted;

    #[test]
    fn a_path_is_one_word_of_a_shell() {
        for (path, expected) in [
            ("docs/reference", "docs/reference"),
            ("new docs", "'new docs'"),
            ("it's", r"'it'\''s'"),
            ("$HOME", "'$HOME'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(Path::new(path)), expected);
        }
    }
}
