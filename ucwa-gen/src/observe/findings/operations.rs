//! Requests and answers, compared with the operations that the schema has.

use super::super::index::Page;
use super::super::propose::{Entry, UNNAMEABLE, quoted};
use super::super::tally::{Exchanged, Shown, in_bodies};
use super::end::End;
use super::{Documented, Findings, Kind};
use crate::schema::{Evidence, Operation, Property, is_error_name};
use crate::vocabulary::is_without_request_body;

impl Findings<'_, '_> {
    /// `sent_back` is what was seen of the representation that the request sends back.
    pub(super) fn operation(
        &mut self,
        page: Page,
        method: &str,
        exchanged: &Exchanged,
        sent_back: Option<&Shown>,
    ) {
        let of = format!("{}.{method}", self.name(page));
        let Some(operation) = self.index.operation(page, method) else {
            let message = format!("`{}` has no method `{method}`", self.name(page));
            let end = End::by_hand(format!("no entry adds a method: add it to `{}`", self.file(page)));
            self.add(Kind::Operation, of, message, &exchanged.requests, exchanged.requests.seen, end);
            return;
        };
        let requests = exchanged.requests.seen;
        let parameters = Documented {
            kind: Kind::Parameter,
            what: "parameter",
            table: Ok("parameter"),
            of: format!("{of}.query"),
            documented: &operation.query,
            elsewhere: None,
            total: requests,
        };
        self.fields(&parameters, &exchanged.parameters);
        let table = match is_without_request_body(method) {
            true => Err(format!(
                "no entry adds it, because a request of {method} has no body: the client sends what nobody reads"
            )),
            false => Ok("property"),
        };
        let input = Documented {
            kind: Kind::Input,
            what: "input",
            table,
            of: format!("{of}.input"),
            documented: &operation.input,
            elsewhere: sent_back,
            total: exchanged.inputs,
        };
        self.fields(&input, &exchanged.members);
        let answers = Documented {
            kind: Kind::Input,
            what: "field of the answer",
            table: Ok("property"),
            of: format!("{of}.output"),
            documented: &operation.output_fields,
            elsewhere: None,
            total: exchanged.answers,
        };
        self.fields(&answers, &exchanged.fields);
        self.missing(&of, operation, exchanged);
        self.statuses(&of, operation, exchanged);
        self.errors(&of, exchanged);
        self.outputs(&of, page, operation, exchanged);
    }

    fn missing(&mut self, of: &str, operation: &Operation, exchanged: &Exchanged) {
        let parameters = exchanged.missing_parameters.iter().map(|it| ("query", &operation.query, it));
        let members = exchanged.missing_members.iter().map(|it| ("input", &operation.input, it));
        for (place, documented, (name, tally)) in parameters.chain(members) {
            let message = format!("`{name}` is required, and requests without it succeed");
            let of = format!("{of}.{place}.{name}");
            let (without, successes) = in_bodies(tally.seen, exchanged.successes);
            let reason =
                format!("seen in traffic: {without} of {successes} requests that succeed are without it");
            let decided = documented.iter().find(|it| it.name == *name).and_then(decides_required);
            let end = End::of(decided, "required", "false", || {
                Entry::new("required", &of).with_value("required", "false").because(&reason)
            });
            self.add(Kind::Required, of, message, tally, exchanged.successes, end);
        }
    }

    fn statuses(&mut self, of: &str, operation: &Operation, exchanged: &Exchanged) {
        for (status, tally) in &exchanged.statuses {
            if (200..300).contains(status)
                && !operation.statuses.iter().any(|documented| documented.status == *status)
            {
                let entry = Entry::new("status", of).with_value("status", &status.to_string());
                let end = End::Entry(entry.seen(tally.seen, exchanged.requests.seen));
                let message = format!("status {status}");
                self.add(Kind::Status, of.to_owned(), message, tally, exchanged.requests.seen, end);
            }
        }
    }

    fn errors(&mut self, of: &str, exchanged: &Exchanged) {
        for ((status, code, subcode), tally) in exchanged.errors.iter() {
            let mut entry =
                Entry::new("error", of).with("code", code).with_value("status", &status.to_string());
            if let Some(subcode) = subcode {
                entry = entry.with("subcode", subcode);
            }
            let end = match [code].into_iter().chain(subcode).all(|word| is_error_name(word)) {
                true => End::Entry(entry.seen(tally.seen, exchanged.failures)),
                false => End::by_hand(UNNAMEABLE),
            };
            let subcode = subcode.as_ref().map_or_else(String::new, |subcode| format!("/{subcode}"));
            let message = format!("error {status} {code}{subcode}");
            self.add(Kind::Error, of.to_owned(), message, tally, exchanged.failures, end);
        }
    }

    fn outputs(&mut self, of: &str, page: Page, operation: &Operation, exchanged: &Exchanged) {
        let documented = operation.output.as_deref().and_then(|output| self.index.page(output));
        let documented = documented.map(|page| self.index.representation(page));
        // The row of the operation comes first, then what decides its answer.
        let decided = operation.evidence.get(1).filter(|_| documented.is_some());
        for (seen, tally) in &exchanged.outputs {
            if Some(*seen) == documented {
                continue;
            }
            let seen = self.name(*seen).to_owned();
            let instead = documented.map_or("nothing", |page| self.name(page));
            let message = format!("the answer is documented as {instead}, and is `{seen}`");
            let reason = format!("seen in traffic, {} of {}", tally.seen, exchanged.answers);
            let end = match exchanged.outputs.len() {
                1 => End::of(decided, "resource", &quoted(&seen), || {
                    Entry::new("response", of).with("resource", &seen).because(&reason)
                }),
                _ => End::by_hand(format!(
                    "an entry names one resource, and there are answers with several: mend `{}` if one of them is wrong",
                    self.file(page)
                )),
            };
            self.add(Kind::Response, of.to_owned(), message, tally, exchanged.answers, end);
        }
    }
}

/// Why something is required, if an entry says so: the one that adds it, or one about that alone, which is the last.
fn decides_required(documented: &Property) -> Option<&Evidence> {
    match documented.evidence.as_slice() {
        [first, ..] if !documented.provenance.is_page() => Some(first),
        [_, .., last] => Some(last),
        _ => None,
    }
}
