//! What was counted, compared with what the schema has.

use std::collections::BTreeSet;

use serde::Serialize;

use super::compare::Comparison;
use super::index::{Index, Page};
use super::kinds::Elsewhere;
use super::place::Place;
use super::propose::{Entry, is_nameable, quoted};
use super::shown::shown;
use super::tally::{Exchanged, Field, Happened, Held, Malformed, Names, Shown, Tally, in_bodies};
use crate::schema::{
    Event, Evidence, EvidenceKind, Link, Location, Operation, Property, is_error_name, is_listable_member,
};
use crate::suggest::nearest;
use crate::vocabulary::{EVENT_TYPES, is_reason_heading, is_without_request_body};

/// What traffic shows that the schema does not have, or that contradicts it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of thing it is about.
    pub kind: Kind,
    /// What it is about, as overrides name it: `conversation.properties.rdpSupport`.
    pub of: String,
    /// What is so, in one line, without a final full stop.
    pub message: String,
    /// How often it was seen.
    pub seen: u64,
    /// Among how many bodies, events, requests or values.
    pub total: u64,
    /// The first places.
    pub places: Vec<Place>,
    /// An entry of overrides, in TOML, that ends the finding; `None` if no entry can, or if one has to change that is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// The change of an entry of overrides that ends the finding: what is so was decided by that entry, and a second one about the
    /// same thing would be one too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
}

/// A key of an entry of overrides, and the value that it needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Change {
    /// Where the entry says what it is about.
    pub at: Location,
    /// The key and its value, in TOML.
    pub line: String,
}

/// What ends a finding.
#[derive(Clone)]
enum End {
    /// One entry more.
    Entry(String),
    Change(Change),
}

impl End {
    /// A change of the entry that decided, by what is the strongest evidence, or else an entry of its own.
    fn of(strongest: Option<&Evidence>, key: &str, value: &str, entry: impl FnOnce() -> String) -> Self {
        Self::change(strongest, key, value).unwrap_or_else(|| Self::Entry(entry()))
    }

    /// A change of the entry that decided, if one did.
    fn change(strongest: Option<&Evidence>, key: &str, value: &str) -> Option<Self> {
        let at = strongest.filter(|why| why.kind == EvidenceKind::Override)?.at.clone()?;
        Some(Self::Change(Change { at, line: format!("{key} = {value}") }))
    }
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Kind {
    /// A rel that no page has.
    Resource,
    /// A property of a representation.
    Property,
    /// A link.
    Link,
    /// An embedded resource.
    Embedded,
    /// A method of a resource.
    Operation,
    /// A query parameter.
    Parameter,
    /// A member of an input, or a field of an answer.
    Input,
    /// A status of a success.
    Status,
    /// An error of an operation, or an asynchronous reason code.
    Error,
    /// An event.
    Event,
    /// A member of an enumeration, an error code or a subcode.
    Member,
    /// Contradicts: a value that a type cannot hold.
    Type,
    /// Contradicts: one in the place of many, or many in the place of one.
    Cardinality,
    /// Contradicts: something required that is not there.
    Required,
    /// Contradicts: an answer with another resource; an event that has its resource with it or has not, other than documented.
    Response,
}

impl Kind {
    /// Whether it contradicts the schema; otherwise the schema lacks it.
    #[must_use]
    pub fn is_contradiction(self) -> bool {
        matches!(self, Self::Type | Self::Cardinality | Self::Required | Self::Response)
    }

    /// The kind in a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Property => "property",
            Self::Link => "link",
            Self::Embedded => "embedded",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Input => "input",
            Self::Status => "status",
            Self::Error => "error",
            Self::Event => "event",
            Self::Member => "member",
            Self::Type => "type",
            Self::Cardinality => "cardinality",
            Self::Required => "required",
            Self::Response => "response",
        }
    }
}

/// All findings, sorted by kind and by what they are about.
pub(super) fn findings(comparison: &Comparison<'_>) -> Vec<Finding> {
    let index = &comparison.index;
    let mut all = Findings { index, elsewhere: Elsewhere::new(index), found: Vec::new() };
    for (page, shown) in &comparison.ledger.representations {
        all.representation(*page, shown);
    }
    for (page, methods) in &comparison.ledger.operations {
        for (method, exchanged) in methods.iter() {
            let representation = index.representation(*page);
            let sent_back =
                comparison.ledger.representations.get(&representation).filter(|_| method == "PUT");
            all.operation(*page, method, exchanged, sent_back);
        }
    }
    all.events(comparison);
    all.members(comparison);
    for (rel, tally) in comparison.ledger.rels.iter() {
        let message = format!("no page documents the rel `{rel}`");
        all.add(Kind::Resource, rel.clone(), message, tally, comparison.ledger.representation_count, None);
    }
    // Names come from traffic, and may hold characters that break a line.
    all.found.iter_mut().for_each(|finding| finding.message = shown(&finding.message));
    all.found.sort_by(|a, b| (a.kind, &a.of, &a.message).cmp(&(b.kind, &b.of, &b.message)));
    all.found
}

struct Findings<'c, 's> {
    index: &'c Index<'s>,
    elsewhere: Elsewhere<'s>,
    found: Vec<Finding>,
}

/// Where fields are documented, and what a finding about one that is not is.
struct Documented<'f> {
    kind: Kind,
    /// The table of entries that add a field; `None` if no entry can add one.
    table: Option<&'static str>,
    /// What comes before the name.
    of: String,
    documented: &'f [Property],
    /// What is not documented is found elsewhere if it was seen there.
    elsewhere: Option<&'f Shown>,
    total: u64,
}

impl Findings<'_, '_> {
    fn add(&mut self, kind: Kind, of: String, message: String, tally: &Tally, total: u64, end: Option<End>) {
        let places = tally.places.clone();
        let (proposal, change) = match end {
            Some(End::Entry(entry)) => (Some(entry), None),
            Some(End::Change(change)) => (None, Some(change)),
            None => (None, None),
        };
        let (seen, total) = in_bodies(tally.seen, total);
        self.found.push(Finding { kind, of, message, seen, total, places, proposal, change });
    }

    fn name(&self, page: Page) -> &str {
        &self.index.resource(page).name
    }

    fn representation(&mut self, page: Page, shown: &Shown) {
        let resource = self.index.resource(page);
        let name = &resource.name;
        let place = Documented {
            kind: Kind::Property,
            table: Some("property"),
            of: format!("{name}.properties"),
            documented: &resource.properties,
            elsewhere: None,
            total: shown.seen,
        };
        self.fields(&place, &shown.properties);
        self.malformed(name, &shown.malformed, shown.seen);
        for (rel, held) in shown.links.iter() {
            let documented = resource.links.iter().find(|link| link.rel == *rel);
            self.held(Kind::Link, format!("{name}.links.{rel}"), rel, documented, held, shown.seen);
        }
        for (rel, held) in shown.embedded.iter() {
            let documented = resource.embedded.iter().find(|link| link.rel == *rel);
            self.held(Kind::Embedded, format!("{name}.embedded.{rel}"), rel, documented, held, shown.seen);
        }
    }

    /// Findings about malformed parts. No entry can end them, since no page documents such a form.
    fn malformed(&mut self, of: &str, found: &Malformed, total: u64) {
        for ((part, message), tally) in found.iter() {
            self.add(Kind::Type, format!("{of}.{part}"), (*message).to_owned(), tally, total, None);
        }
    }

    fn fields(&mut self, place: &Documented<'_>, fields: &Names<Field>) {
        for (name, field) in fields.iter() {
            let of = format!("{}.{name}", place.of);
            let ty = field.kinds.infer(name, &self.elsewhere, self.index);
            match place.documented.iter().find(|documented| documented.name == *name) {
                None if place.elsewhere.is_some_and(|shown| shown.properties.get(name).is_some()) => {}
                None => {
                    let Tally { seen, .. } = field.tally;
                    let entry = |table| Entry::new(table, &of).with("type", &ty).seen(seen, place.total);
                    let entry = place.table.filter(|_| is_nameable(name)).map(entry).map(End::Entry);
                    let why = field.kinds.why(&ty);
                    let message = format!("{} `{name}`, {ty}{why}", place.kind.as_str());
                    self.add(place.kind, of, message, &field.tally, place.total, entry);
                }
                Some(documented) => self.unlike(&of, documented, field, ty),
            }
        }
    }

    /// The values that the documented type cannot hold: a finding for each kind of them, and one entry that ends all of these.
    /// `ty` can hold all values.
    fn unlike(&mut self, of: &str, documented: &Property, field: &Field, ty: String) {
        let total = field.tally.seen;
        let Property { name, ty: is, nullable, .. } = documented;
        // If only `null` does not fit, the documented type becomes nullable.
        let only_null = field
            .unlike
            .iter()
            .all(|(instead, tally)| *instead == "null" && tally.seen == field.kinds.nulls());
        let ty = if only_null { format!("Nullable {is}") } else { ty };
        let kinds: Vec<String> = field
            .unlike
            .iter()
            .map(|(instead, Tally { seen, .. })| format!("{instead}, {seen} of {total}"))
            .collect();
        let reason = format!("seen in traffic: {}", kinds.join("; "));
        // The evidence of a default stands behind that of the type.
        let end = End::of(documented.evidence.first(), "type", &quoted(&ty), || {
            Entry::new("type", of).with("type", &ty).because(&reason)
        });
        let nullable = if *nullable { "Nullable " } else { "" };
        for (instead, tally) in &field.unlike {
            let message = format!("`{name}` is {nullable}{is}, and has {instead}");
            self.add(Kind::Type, of.to_owned(), message, tally, total, Some(end.clone()));
        }
    }

    fn held(
        &mut self,
        kind: Kind,
        of: String,
        rel: &str,
        documented: Option<&Link>,
        held: &Held,
        total: u64,
    ) {
        let Some(documented) = documented else {
            let pages = self.index.of_rel(rel);
            let target = pages.first().map_or("unknown", |page| self.name(*page));
            let mut entry = Entry::new("link", &of).with_value("add", "true").with("target", target);
            if held.lists.seen > 0 {
                entry = entry.with_value("many", "true");
            }
            let entry = is_nameable(rel).then(|| End::Entry(entry.seen(held.tally.seen, total)));
            let what = if kind == Kind::Link { "link" } else { "embedded resource" };
            self.add(kind, of, format!("{what} `{rel}`"), &held.tally, total, entry);
            return;
        };
        let (is, has, tally) = match documented.many {
            false if held.lists.seen > 0 => ("one", "a list", &held.lists),
            // A server can write a list of one as what is in it.
            true if held.singles.seen > 0 && held.lists.seen == 0 => ("many", "a single one", &held.singles),
            _ => return,
        };
        let message = format!("`{rel}` is documented as {is}, and is {has}");
        let reason = format!("seen in traffic as {has}, {} of {}", tally.seen, held.tally.seen);
        let many = (!documented.many).to_string();
        let end = End::of(documented.evidence.first(), "many", &many, || {
            Entry::new("link", &of).with_value("many", &many).because(&reason)
        });
        self.add(Kind::Cardinality, of, message, tally, held.tally.seen, Some(end));
    }

    /// `sent_back` is what was seen of the representation that the request sends back.
    fn operation(&mut self, page: Page, method: &str, exchanged: &Exchanged, sent_back: Option<&Shown>) {
        let of = format!("{}.{method}", self.name(page));
        let Some(operation) = self.index.operation(page, method) else {
            let message = format!("`{}` has no method `{method}`", self.name(page));
            self.add(Kind::Operation, of, message, &exchanged.requests, exchanged.requests.seen, None);
            return;
        };
        let requests = exchanged.requests.seen;
        let parameters = Documented {
            kind: Kind::Parameter,
            table: Some("parameter"),
            of: format!("{of}.query"),
            documented: &operation.query,
            elsewhere: None,
            total: requests,
        };
        self.fields(&parameters, &exchanged.parameters);
        let input = Documented {
            kind: Kind::Input,
            table: (!is_without_request_body(method)).then_some("property"),
            of: format!("{of}.input"),
            documented: &operation.input,
            elsewhere: sent_back,
            total: exchanged.inputs,
        };
        self.fields(&input, &exchanged.members);
        let answers = Documented {
            kind: Kind::Input,
            table: Some("property"),
            of: format!("{of}.output"),
            documented: &operation.output_fields,
            elsewhere: None,
            total: exchanged.answers,
        };
        self.fields(&answers, &exchanged.fields);
        let missing = exchanged.missing_parameters.iter().map(|it| ("query", it));
        for (place, (name, tally)) in missing.chain(exchanged.missing_members.iter().map(|it| ("input", it)))
        {
            let message = format!("`{name}` is required, and requests without it succeed");
            let of = format!("{of}.{place}.{name}");
            let (without, successes) = in_bodies(tally.seen, exchanged.successes);
            let reason =
                format!("seen in traffic: {without} of {successes} requests that succeed are without it");
            let entry = Entry::new("required", &of).with_value("required", "false").because(&reason);
            self.add(Kind::Required, of, message, tally, exchanged.successes, Some(End::Entry(entry)));
        }
        self.statuses(&of, operation, exchanged);
        for ((status, code, subcode), tally) in exchanged.errors.iter() {
            let mut entry =
                Entry::new("error", &of).with("code", code).with_value("status", &status.to_string());
            if let Some(subcode) = subcode {
                entry = entry.with("subcode", subcode);
            }
            let is_word = [code].into_iter().chain(subcode).all(|word| is_error_name(word));
            let entry = is_word.then(|| End::Entry(entry.seen(tally.seen, exchanged.failures)));
            let subcode = subcode.as_ref().map_or_else(String::new, |subcode| format!("/{subcode}"));
            let message = format!("error {status} {code}{subcode}");
            self.add(Kind::Error, of.clone(), message, tally, exchanged.failures, entry);
        }
        self.outputs(&of, operation, exchanged);
    }

    fn statuses(&mut self, of: &str, operation: &Operation, exchanged: &Exchanged) {
        for (status, tally) in &exchanged.statuses {
            if (200..300).contains(status)
                && !operation.statuses.iter().any(|documented| documented.status == *status)
            {
                let entry = Entry::new("status", of).with_value("status", &status.to_string());
                let entry = End::Entry(entry.seen(tally.seen, exchanged.requests.seen));
                let message = format!("status {status}");
                self.add(Kind::Status, of.to_owned(), message, tally, exchanged.requests.seen, Some(entry));
            }
        }
    }

    fn outputs(&mut self, of: &str, operation: &Operation, exchanged: &Exchanged) {
        let documented = operation.output.as_deref().and_then(|output| self.index.page(output));
        let documented = documented.map(|page| self.index.representation(page));
        // The row of the operation comes first, then what decides its answer.
        let decided = operation.evidence.get(1).filter(|_| documented.is_some());
        for (page, tally) in &exchanged.outputs {
            if Some(*page) == documented {
                continue;
            }
            let seen = self.name(*page).to_owned();
            let instead = documented.map_or("nothing", |page| self.name(page));
            let message = format!("the answer is documented as {instead}, and is `{seen}`");
            let reason = format!("seen in traffic, {} of {}", tally.seen, exchanged.answers);
            // An entry names one resource: where the answers differ, none ends the finding.
            let end = (exchanged.outputs.len() == 1).then(|| {
                End::of(decided, "resource", &quoted(&seen), || {
                    Entry::new("response", of).with("resource", &seen).because(&reason)
                })
            });
            self.add(Kind::Response, of.to_owned(), message, tally, exchanged.answers, end);
        }
    }

    fn events(&mut self, comparison: &Comparison<'_>) {
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
            // Overrides take a sender without a page that is like another one for misspelt.
            let is_sender =
                !self.index.of_rel(sender).is_empty() || nearest(sender, self.index.rels()).is_empty();
            let is_known =
                EVENT_TYPES.contains(&ty.as_str()) && is_nameable(rel) && is_nameable(sender) && is_sender;
            let entry = page.filter(|_| is_known).map(|_| {
                let entry = Entry::new("event", &of);
                let entry = if own.is_none() { entry.with("resource", rel) } else { entry };
                let entry = entry.with("type", ty).with("sender", sender);
                let is_embedded = (*embedded > 0).to_string();
                End::Entry(entry.with_value("embedded", &is_embedded).seen(tally.seen, ledger.event_count))
            });
            self.add(Kind::Event, of, message, tally, ledger.event_count, entry);
        }
        for ((rel, code, subcode), tally) in ledger.reasons.iter() {
            let page = self.index.of_rel(rel).first().map(|page| self.name(*page).to_owned());
            let of = format!("{}.reasons", page.as_deref().unwrap_or(rel));
            let mut reason = Entry::new("error", &of).with("code", code);
            if let Some(subcode) = subcode {
                reason = reason.with("subcode", subcode);
            }
            let is_word = is_reason_heading(code) && subcode.iter().all(|word| is_error_name(word));
            let entry = page.filter(|_| is_word);
            let entry = entry.map(|_| End::Entry(reason.seen(tally.seen, ledger.reason_count)));
            let subcode = subcode.as_ref().map_or_else(String::new, |subcode| format!("/{subcode}"));
            let message = format!("reason {code}{subcode}");
            self.add(Kind::Error, of, message, tally, ledger.reason_count, entry);
        }
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
        // What a page states of it no entry corrects.
        let end = End::change(event.evidence.first(), "embedded", &(embedded > 0).to_string());
        self.add(Kind::Response, of, message, tally, seen, end);
    }

    fn members(&mut self, comparison: &Comparison<'_>) {
        let ledger = &comparison.ledger;
        for (enumeration, values) in &ledger.values {
            let total = ledger.value_counts.get(enumeration).copied().unwrap_or_default();
            for (value, tally) in values.iter() {
                self.member(enumeration, value, tally, total);
            }
        }
        // An error that is added to an operation adds its code and its subcode.
        let operations = ledger.operations.values().flat_map(Names::iter);
        let errors =
            operations.flat_map(|(_, exchanged)| exchanged.errors.iter().map(|(key, _)| (&key.1, &key.2)));
        let reasons = ledger.reasons.iter().map(|(key, _)| (&key.1, &key.2));
        let (mut codes, mut subcodes) = (BTreeSet::new(), BTreeSet::new());
        for (code, subcode) in errors.chain(reasons) {
            codes.insert(code);
            subcodes.extend(subcode);
        }
        for (enumeration, seen, added) in
            [("ErrorCode", &ledger.codes, codes), ("ErrorSubcode", &ledger.subcodes, subcodes)]
        {
            for (value, tally) in seen.iter().filter(|(value, _)| !added.contains(value)) {
                self.member(enumeration, value, tally, ledger.error_count);
            }
        }
    }

    fn member(&mut self, enumeration: &str, value: &str, tally: &Tally, total: u64) {
        let of = format!("{enumeration}.members.{value}");
        let is_member = is_listable_member(value) && !value.contains('.');
        let entry = is_member.then(|| End::Entry(Entry::new("member", &of).seen(tally.seen, total)));
        self.add(Kind::Member, of, format!("member `{value}`"), tally, total, entry);
    }
}
