//! Events and errors, counted.

use super::super::document::{Error, Events};
use super::{Asked, Comparison};
use crate::schema::{Operation, Schema};

impl<'s> Comparison<'s> {
    pub(super) fn error(&mut self, asked: Option<&Asked<'s>>, status: Option<u16>, error: &Error<'_>) {
        let Some(code) = error.code else {
            self.ledger.unattributed.add(error.at);
            return;
        };
        self.codes(error);
        let (Some(asked), Some(status)) = (asked, status) else { return };
        let Some(operation) = asked.operation else { return };
        let is_known = is_documented(self.index.schema, operation, status, code, error.subcode);
        if let Some(exchanged) = self.exchanged(asked.page, &asked.method) {
            exchanged.failures += 1;
            let key = (status, code.to_owned(), error.subcode.map(str::to_owned));
            if !is_known && let Some(tally) = exchanged.errors.entry(&key) {
                tally.add(error.at);
            }
        }
    }

    /// Codes and subcodes that no list has.
    fn codes(&mut self, error: &Error<'_>) {
        let known = &self.index.schema.errors;
        self.ledger.error_count += 1;
        if let Some(code) = error.code.filter(|code| !known.codes.iter().any(|known| known.name == *code)) {
            self.ledger.codes.count(code, error.at);
        }
        if let Some(code) =
            error.subcode.filter(|code| !known.subcodes.iter().any(|known| known.name == *code))
        {
            self.ledger.subcodes.count(code, error.at);
        }
    }

    pub(super) fn events(&mut self, events: &Events<'_>) {
        // Their own links are those of the protocol: `self`, `next`, `resync`, `resume`.
        let channel = self.index.of_rel("events").to_vec();
        let in_events = events.senders.iter().flat_map(|sender| &sender.events);
        for malformed in in_events.flat_map(|event| &event.malformed).chain(&events.malformed) {
            self.ledger.malformed.count(malformed);
        }
        for target in events.links.iter().flat_map(|link| &link.targets) {
            self.hrefs.add(target.href, channel.iter().copied());
        }
        for sender in &events.senders {
            if let (Some(rel), Some(href)) = (sender.rel, sender.href) {
                self.named(rel, href);
            }
            for event in &sender.events {
                self.ledger.event_count += 1;
                let (Some(ty), Some(rel), Some(sender)) = (event.ty, event.rel, sender.rel) else {
                    self.ledger.unattributed.add(event.at);
                    continue;
                };
                if let Some(href) = event.href {
                    self.named(rel, href);
                }
                if let Some((rel, href)) = event.scope {
                    self.named(rel, href);
                }
                let key = (rel.to_owned(), ty.to_owned(), sender.to_owned());
                if let Some(happened) = self.ledger.events.entry(&key) {
                    happened.tally.add(event.at);
                    happened.embedded += u64::from(event.embedded.iter().any(|held| held.rel == rel));
                }
                if let Some(error) = &event.reason {
                    self.reason(rel, error);
                }
                self.embedded(&event.embedded, None);
            }
        }
    }

    /// An address that is named by its rel alone.
    fn named(&mut self, rel: &str, href: &str) {
        let pages = self.index.of_rel(rel).to_vec();
        self.hrefs.add(href, pages);
    }

    /// Why an operation failed after it had been accepted.
    fn reason(&mut self, rel: &str, error: &Error<'_>) {
        let Some(code) = error.code else { return };
        self.codes(error);
        self.ledger.reason_count += 1;
        let pages = self.index.of_rel(rel).iter();
        let mut reasons = pages.flat_map(|page| &self.index.resource(*page).reasons);
        if reasons.any(|known| known.code == code && known.subcode.as_deref() == error.subcode) {
            return;
        }
        let key = (rel.to_owned(), code.to_owned(), error.subcode.map(str::to_owned));
        if let Some(tally) = self.ledger.reasons.entry(&key) {
            tally.add(error.at);
        }
    }
}

fn is_documented(
    schema: &Schema,
    operation: &Operation,
    status: u16,
    code: &str,
    subcode: Option<&str>,
) -> bool {
    // Any resource can return the generic ones, whether or not its page lists them. Their page names the narrowest word alone.
    let narrowest = subcode.unwrap_or(code);
    if schema.errors.anywhere.iter().any(|name| name == narrowest) {
        return true;
    }
    operation.errors.iter().chain(&schema.errors.generic).any(|error| {
        error.code == code
            && error.subcode.as_deref() == subcode
            && error.status.is_none_or(|documented| documented == status)
    })
}

#[cfg(test)]
mod tests {
    use super::is_documented;
    use crate::schema::{Operation, Schema};

    /// An error, and whether an operation that lists `410 Gone` documents it where any resource has `Off` and `Busy`.
    #[test]
    fn an_error_is_of_the_operation_or_of_any() {
        let error = serde_json::json!({"code": "Gone", "status": 410, "description": ""});
        let operation = serde_json::json!({"method": "GET", "description": "", "errors": [error]});
        let operation: Operation = serde_json::from_value(operation).expect("an operation");
        let mut schema = Schema::empty();
        schema.errors.anywhere = ["Busy", "Off"].map(str::to_owned).to_vec();
        for (status, code, subcode, expected) in [
            (410, "Gone", None, true),
            (404, "Gone", None, false),
            (410, "Gone", Some("On"), false),
            (410, "Gone", Some("Off"), true),
            (404, "NotFound", Some("Off"), true),
            (404, "NotFound", None, false),
            (503, "Busy", None, true),
            (503, "Busy", Some("On"), false),
        ] {
            let found = is_documented(&schema, &operation, status, code, subcode);
            assert_eq!(found, expected, "{status} {code} {subcode:?}");
        }
    }
}
