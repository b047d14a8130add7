//! `diff`: what changed, and whom it concerns.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::bail;
use ucwa_gen::diagnostic::{Severity, count};
use ucwa_gen::diff::{self, Acceptances, Axis, Date, Faulty, PerSide, Problem, Report, Words};
use ucwa_gen::files;
use ucwa_gen::schema::Schema;

use super::args::{DenyAxis, DiffArgs, DiffFormat};
use super::input::{self, Input};
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
    diff.leave_out(&faulty([&before, &after]));
    let problems = match &args.accept {
        Some(file) => accept(file, args, &mut diff)?,
        None => Vec::new(),
    };
    for problem in &problems {
        writeln!(console.err, "{problem}")?;
    }
    let accepted = if problems.is_empty() { Outcome::Fine } else { Outcome::Problems };
    let folder = |path: &Path| path.is_dir().then(|| path.to_owned());
    let mut report = Report::new(&diff);
    report.words = if console.verbosity.verbose { Words::Show } else { Words::Count };
    report.current = args.current;
    report.denied = args.deny.iter().map(|axis| Axis::from(*axis)).collect();
    report.command = command(args, old, new);
    report.folders.old = folder(old);
    report.folders.new = folder(new);
    report.folders.new_pages = pages(&after.schema);
    report.errors = per_side([&before, &after], Severity::Error);
    report.warnings = per_side([&before, &after], Severity::Warning);
    report.problems = problems;
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

/// The pages of both sides that have errors.
fn faulty(sides: [&Input; 2]) -> Faulty {
    let errors = sides.into_iter().flat_map(|side| &side.found).filter(|it| it.severity == Severity::Error);
    // A file of overrides has the places of what it says of any page.
    let is_page = |path: &&Path| path.extension().is_some_and(|it| it.eq_ignore_ascii_case("md"));
    let files: BTreeSet<String> = errors
        .filter_map(|found| found.path().filter(is_page)?.file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    Faulty::new(files, sides.map(|side| &side.schema))
}

fn per_side(sides: [&Input; 2], severity: Severity) -> PerSide {
    let [old, new] = sides.map(|side| count(&side.found, severity));
    let mut counts = PerSide::default();
    (counts.old, counts.new) = (old, new);
    counts
}

/// The files of the pages, by resource and enumeration.
fn pages(schema: &Schema) -> BTreeMap<String, String> {
    let resources = schema.resources.iter().map(|it| (&it.name, &it.page));
    let enumerations = schema.enumerations.iter().filter_map(|it| Some((&it.name, it.page.as_ref()?)));
    let all = resources.chain(enumerations).filter(|(_, page)| !page.file.is_empty());
    all.map(|(name, page)| (name.clone(), page.file.clone())).collect()
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

/// Puts the accepted changes apart, and returns what is wrong with the file.
fn accept(file: &Path, args: &DiffArgs, diff: &mut diff::Diff) -> anyhow::Result<Vec<Problem>> {
    let source = match files::read_file(file, &args.corrections.limits.into()) {
        Ok(source) => source,
        Err(unreadable) => bail!(unreadable.message),
    };
    let (acceptances, mut problems) = Acceptances::parse(&source);
    problems.append(&mut acceptances.apply(diff, args.today.unwrap_or_else(today)));
    Ok(problems)
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
