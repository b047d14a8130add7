//! Reads exchanges, one after the other, and says what they show.

use serde::Serialize;

use super::compare::Comparison;
use super::coverage::Coverage;
use super::findings::{Finding, findings};
use super::index::Index;
use super::place::Place;
use super::traffic::{Exchange, Problem};
use crate::diagnostic::Severity;
use crate::schema::Schema;

/// What traffic shows, compared with a schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Observations {
    /// What the schema does not have, and what contradicts it.
    pub findings: Vec<Finding>,
    /// What could not be read, or only with repairs.
    pub problems: Vec<Problem>,
    /// How much of the schema was seen.
    pub coverage: Coverage,
    /// How many exchanges were read, bodies by themselves included.
    pub exchanges: u64,
    /// How many representations were in them, embedded ones included.
    pub representations: u64,
    /// How many events were in them.
    pub events: u64,
    /// How many bodies could not be attributed to anything that the schema has, and the first places.
    pub unattributed: u64,
    /// The first of them.
    pub unattributed_places: Vec<Place>,
    /// The resources with a property that is named by a GUID, another one each time. The protocol asks to send it back in a PUT; it
    /// is no finding, since no entry can name it.
    pub named_by_guid: Vec<String>,
    /// How often something was not counted, because there were more than 1,000 different names of one kind.
    pub not_counted: u64,
}

/// Compares exchanges with a schema, one after the other.
///
/// What it needs of memory depends on how much of what it reads is different, and not on how long a recording is.
pub struct Observer<'s> {
    comparison: Comparison<'s>,
    problems: Vec<Problem>,
    /// Problems beyond the limit.
    more: u64,
    exchanges: u64,
}

/// Whoever has more problems does not read them one by one.
const PROBLEMS: usize = 1_000;

impl<'s> Observer<'s> {
    /// Compares with this schema.
    #[must_use]
    pub fn new(schema: &'s Schema) -> Self {
        let comparison = Comparison::new(Index::new(schema));
        Self { comparison, problems: Vec::new(), more: 0, exchanges: 0 }
    }

    /// Takes what was read of a recording.
    pub fn add(&mut self, read: &Result<Exchange, Problem>) {
        match read {
            Ok(exchange) => {
                self.exchanges += 1;
                exchange.problems.iter().for_each(|problem| self.problem(problem.clone()));
                self.comparison.add(exchange);
            }
            Err(problem) => self.problem(problem.clone()),
        }
    }

    /// What was observed.
    #[must_use]
    pub fn finish(mut self) -> Observations {
        if self.more > 0 {
            let severity =
                self.problems.iter().map(|problem| problem.severity).max().unwrap_or(Severity::Warning);
            if let Some(last) = self.problems.last().cloned() {
                let message = format!("and {} problems more", self.more);
                self.problems.push(Problem { severity, message, ..last });
            }
        }
        let ledger = &self.comparison.ledger;
        let named_by_guid = ledger.representations.iter().filter(|(_, shown)| shown.named_by_guid.seen > 0);
        let name = |page| self.comparison.index.resource(page).name.clone();
        Observations {
            named_by_guid: named_by_guid.map(|(page, _)| name(*page)).collect(),
            findings: findings(&self.comparison),
            problems: self.problems,
            coverage: Coverage::of(&self.comparison),
            exchanges: self.exchanges,
            representations: ledger.representation_count,
            events: ledger.event_count,
            unattributed: ledger.unattributed.seen,
            unattributed_places: ledger.unattributed.places.clone(),
            not_counted: ledger.dropped(),
        }
    }

    fn problem(&mut self, problem: Problem) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }
}

/// Compares all that is read of recordings with a schema.
#[must_use]
pub fn observe(
    schema: &Schema,
    traffic: impl IntoIterator<Item = Result<Exchange, Problem>>,
) -> Observations {
    let mut observer = Observer::new(schema);
    traffic.into_iter().for_each(|read| observer.add(&read));
    observer.finish()
}
