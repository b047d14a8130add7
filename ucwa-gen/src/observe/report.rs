//! Observations as text.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::coverage::Part;
use super::findings::{Change, Finding};
use super::observer::Observations;
use super::place::Place;
use super::shown::shown;
use crate::diagnostic::Severity;
use crate::hidden::one_line;

/// Writes the observations for people: problems, what the schema lacks, what contradicts it, and how much of it was seen.
/// `is_whole` adds notes, and the names of what was never seen.
///
/// # Errors
/// When it cannot be written.
pub fn human(observations: &Observations, is_whole: bool, to: &mut dyn Write) -> io::Result<()> {
    let least = if is_whole { Severity::Note } else { Severity::Warning };
    let (problems, notes): (Vec<_>, Vec<_>) =
        observations.problems.iter().partition(|problem| problem.severity >= least);
    problems.iter().try_for_each(|problem| writeln!(to, "{problem}"))?;
    if !notes.is_empty() {
        let notes = counted(u64::try_from(notes.len()).unwrap_or(u64::MAX), "note", "notes");
        writeln!(to, "Not shown without --verbose: {notes}")?;
    }
    let (against, lacking): (Vec<&Finding>, Vec<&Finding>) =
        observations.findings.iter().partition(|finding| finding.kind.is_contradiction());
    for (title, findings) in [("Not in the schema", lacking), ("Contradicts the schema", against)] {
        if !findings.is_empty() {
            writeln!(to, "{title}:")?;
            findings.into_iter().try_for_each(|finding| self::finding(finding, to))?;
            writeln!(to)?;
        }
    }
    if observations.unattributed > 0 {
        let places = places(&observations.unattributed_places);
        let bodies = counted(observations.unattributed, "body", "bodies");
        writeln!(to, "Of nothing that the schema has: {bodies}\n{places}")?;
    }
    if !observations.named_by_guid.is_empty() {
        let resources = observations.named_by_guid.join(", ");
        writeln!(to, "With a property that is named by a GUID, to be sent back in a PUT: {resources}\n")?;
    }
    if observations.not_counted > 0 {
        let times = counted(observations.not_counted, "time", "times");
        writeln!(to, "Not counted, because there are too many different names: {times}\n")?;
    }
    let Observations { exchanges, representations, events, coverage, .. } = observations;
    let exchanges = counted(*exchanges, "exchange", "exchanges");
    let representations = counted(*representations, "representation", "representations");
    writeln!(to, "Read: {exchanges}, {representations}, {}", counted(*events, "event", "events"))?;
    let parts = [
        ("representations", &coverage.resources),
        ("operations", &coverage.operations),
        ("events", &coverage.events),
    ];
    let counts = parts.map(|(name, part)| format!("{} of {} {name}", part.seen, part.total));
    writeln!(to, "Seen: {}", counts.join(", "))?;
    if is_whole {
        parts.into_iter().try_for_each(|(name, part)| never(name, part, to))?;
    }
    Ok(())
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn finding(finding: &Finding, to: &mut dyn Write) -> io::Result<()> {
    let Finding { of, message, seen, total, help, .. } = finding;
    write!(to, "  {}: {message} ({seen} of {total})\n{}", shown(of), places(&finding.places))?;
    help.iter().try_for_each(|help| writeln!(to, "    = {help}"))
}

fn places(places: &[Place]) -> String {
    places.iter().map(|place| format!("    --> {place}\n")).collect()
}

fn never(name: &str, part: &Part, to: &mut dyn Write) -> io::Result<()> {
    if part.never.is_empty() {
        return Ok(());
    }
    writeln!(to, "\nNever seen, of the {name}:")?;
    part.never.iter().try_for_each(|name| writeln!(to, "  {name}"))
}

/// Writes the observations as one JSON document.
///
/// # Errors
/// When it cannot be written.
pub fn json(observations: &Observations, to: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *to, observations)?;
    writeln!(to)
}

/// Writes an entry of overrides for each finding that one can end, each once, after what was found. What ends another finding is
/// named in a comment: a change of an entry that is there, or what a person can do because no entry ends it.
///
/// # Errors
/// When it cannot be written.
pub fn proposals(observations: &Observations, to: &mut dyn Write) -> io::Result<()> {
    let (mut printed, mut changed) = (BTreeSet::new(), BTreeSet::new());
    let mut break_ = "";
    for Finding { of, message, places, proposal, change, help, .. } in &observations.findings {
        let is_new = proposal.iter().all(|entry| printed.insert(entry))
            && change.iter().all(|change| changed.insert(change));
        if !is_new {
            continue;
        }
        let at = places.first().map_or_else(String::new, |place| format!("{place}: "));
        match (proposal, change) {
            (Some(entry), _) => write!(to, "{break_}# {}\n{entry}", one_line(&format!("{at}{message}")))?,
            (None, Some(Change { at: entry, line })) => {
                let needed = one_line(&format!("The entry in {entry} decides it: it needs {line}"));
                writeln!(to, "{break_}# {}\n# {needed}", one_line(&format!("{at}{message}")))?;
            }
            (None, None) => {
                let help = one_line(help.as_deref().unwrap_or_default());
                let found = one_line(&format!("{at}{}: {message}", shown(of)));
                writeln!(to, "{break_}# {found}\n# By hand: {help}")?;
            }
        }
        break_ = "\n";
    }
    Ok(())
}
