//! An archive: it writes down every event that the server sends, until the event channel ends.

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::mpsc;
use std::thread;

use ucwa_types::Link;
use ucwa_types::api::{AnyEvent, Applications};
use ucwa_types::channel::NextStep;

use crate::session::{Result, Session};

/// Writes what each sender sent as one line of JSON. Returns the names of the events that no page documents.
pub fn run(
    session: &Session<'_>,
    applications: &Link<Applications>,
    archive: &mut impl Write,
) -> Result<BTreeSet<(String, String)>> {
    let (_, channel) = session.create(applications)?;
    let mut undocumented = BTreeSet::new();
    thread::scope(|scope| {
        let (sender, outcomes) = mpsc::channel();
        scope.spawn(move || session.listen(channel, &sender));
        for outcome in outcomes {
            let outcome = outcome?;
            if let Some(state_loss) = outcome.state_loss {
                // A gap in an archive is worth a line.
                writeln!(archive, "\"{state_loss:?}\"")?;
            }
            if let Some(skipped) = &outcome.skipped {
                // What could not be decoded is kept as a string.
                serde_json::to_writer(&mut *archive, &String::from_utf8_lossy(skipped.body()))?;
                writeln!(archive)?;
            }
            for sender in &outcome.senders {
                serde_json::to_writer(&mut *archive, sender)?;
                writeln!(archive)?;
            }
            for event in outcome.events().map(AnyEvent::from) {
                if let AnyEvent::Unknown(event) = event {
                    let (rel, what) = event.name();
                    undocumented.insert((rel.to_owned(), what.to_owned()));
                }
            }
            match (outcome.next_step, outcome.failure) {
                (NextStep::CreateApplication | NextStep::Discover, _) => break,
                (NextStep::Refused | NextStep::RenewToken { .. }, Some(failure)) => {
                    return Err(failure.into());
                }
                _ => {}
            }
        }
        Ok(undocumented)
    })
}
