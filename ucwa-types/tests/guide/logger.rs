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
                // A gap in an archive is worth a line, with what could not be decoded.
                let skipped = outcome.skipped.as_ref().map(|skipped| String::from_utf8_lossy(skipped.body()));
                writeln!(archive, "{}", serde_json::to_string(&(format!("{state_loss:?}"), skipped))?)?;
            }
            for sender in &outcome.senders {
                writeln!(archive, "{}", serde_json::to_string(sender)?)?;
            }
            for event in outcome.events().map(AnyEvent::from) {
                if let AnyEvent::Unknown(event) = event {
                    let (rel, what) = event.name();
                    undocumented.insert((rel.to_owned(), what.to_owned()));
                }
            }
            // After the others that end the channel there is nothing to say.
            if let NextStep::Refused | NextStep::RenewToken { .. } = outcome.next_step {
                return Err(outcome.failure.ok_or("the event channel has ended")?.into());
            }
        }
        Ok(undocumented)
    })
}
