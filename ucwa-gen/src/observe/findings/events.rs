//! Events, compared with those that the schema has.

use super::super::compare::Comparison;
use super::super::propose::{Entry, UNNAMEABLE, is_nameable};
use super::super::tally::{Happened, Tally};
use super::end::End;
use super::{Findings, Kind};
use crate::resolve::is_nearly;
use crate::schema::{Event, is_error_name};
use crate::suggest::nearest;
use crate::vocabulary::{EVENT_TYPES, is_reason_heading};

impl Findings<'_, '_> {
    pub(super) fn events(&mut self, comparison: &Comparison<'_>) {
        let ledger = &comparison.ledger;
        self.malformed("events", &ledger.malformed, ledger.event_count);
        for ((rel, ty, sender), Happened { tally, embedded }) in ledger.events.iter() {
            let seen = tally.seen;
            let own = self.index.of_rel(rel).first().map(|page| self.name(*page));
            let page = own.or_else(|| Some(self.name(*self.index.of_rel(sender).first()?)));
            let of = format!("{}.events", page.unwrap_or(rel));
            if let Some(documented) = self.index.event(rel, ty, sender) {
                self.with_resource(of, documented, tally, *embedded);
                continue;
            }
            let message =
                format!("event `{rel} {ty}` of `{sender}`, with the resource in {embedded} of {seen}");
            let end = match self.no_entry(rel, ty, sender) {
                Some(why) => End::ByHand(why),
                None => {
                    let entry = Entry::new("event", &of);
                    let entry = if own.is_none() { entry.with("resource", rel) } else { entry };
                    let entry = entry.with("type", ty).with("sender", sender);
                    let entry = entry.with_value("embedded", &(*embedded > 0).to_string());
                    End::Entry(entry.seen(seen, ledger.event_count))
                }
            };
            self.add(Kind::Event, of, message, tally, ledger.event_count, end);
        }
        self.reasons(comparison);
    }

    /// Why no entry can add an event.
    fn no_entry(&self, rel: &str, ty: &str, sender: &str) -> Option<String> {
        if !EVENT_TYPES.contains(&ty) {
            return Some(format!("no entry adds it, because `{ty}` is no type that an event can have"));
        }
        if !is_nameable(rel) || !is_nameable(sender) {
            return Some(UNNAMEABLE.to_owned());
        }
        let has_page = |rel: &str| !self.index.of_rel(rel).is_empty();
        if !has_page(sender) {
            return Some(format!("no page documents the sender `{sender}`: write one"));
        }
        // An entry would be taken for misspelt.
        let near = if has_page(rel) { Vec::new() } else { nearest(rel, self.index.rels()) };
        let other = near.iter().find(|other| is_nearly(rel, other))?;
        Some(format!(
            "no page documents `{rel}`, and an entry would be taken for one of `{other}` that is misspelt: write a page"
        ))
    }

    /// Whether an event has its resource with it, as documented. Where it is documented to have, it need not each time.
    fn with_resource(&mut self, of: String, event: &Event, tally: &Tally, embedded: u64) {
        let is = match event.embedded {
            Some(true) if embedded == 0 => "with",
            Some(false) if embedded > 0 => "without",
            _ => return,
        };
        let Event { resource, ty, sender, .. } = event;
        let seen = tally.seen;
        let message = format!(
            "event `{resource} {ty}` of `{sender}` is documented {is} the resource, and has it in {embedded} of {seen}"
        );
        let end = End::change(event.evidence.first(), "embedded", &(embedded > 0).to_string());
        let end = end.unwrap_or_else(|| {
            End::by_hand("no entry corrects what a page says of an event: mend the page that lists it")
        });
        self.add(Kind::Response, of, message, tally, seen, end);
    }

    /// Why operations failed after they had been accepted.
    fn reasons(&mut self, comparison: &Comparison<'_>) {
        let ledger = &comparison.ledger;
        for ((rel, code, subcode), tally) in ledger.reasons.iter() {
            let page = self.index.of_rel(rel).first().map(|page| self.name(*page));
            let of = format!("{}.reasons", page.unwrap_or(rel));
            let mut entry = Entry::new("error", &of).with("code", code);
            if let Some(subcode) = subcode {
                entry = entry.with("subcode", subcode);
            }
            let end = if page.is_none() {
                End::by_hand(format!("no page of `{rel}` is there that could list it: write one"))
            } else if !is_error_name(code) || !subcode.iter().all(|word| is_error_name(word)) {
                End::by_hand(UNNAMEABLE)
            } else if !is_reason_heading(code) {
                End::by_hand(format!(
                    "no entry adds it, because `{code}` is no code that a page lists reasons under"
                ))
            } else {
                End::Entry(entry.seen(tally.seen, ledger.reason_count))
            };
            let subcode = subcode.as_ref().map_or_else(String::new, |subcode| format!("/{subcode}"));
            let message = format!("reason {code}{subcode}");
            self.add(Kind::Error, of, message, tally, ledger.reason_count, end);
        }
    }
}
