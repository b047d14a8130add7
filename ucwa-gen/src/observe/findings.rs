//! What was counted, compared with what the schema has.

use std::collections::BTreeSet;

use serde::Serialize;

use super::compare::Comparison;
use super::index::{Index, Page};
use super::kinds::Elsewhere;
use super::place::Place;
use super::propose::{Entry, UNNAMEABLE, is_nameable, quoted};
use super::shown::shown;
use super::tally::{Field, Held, Malformed, Names, Shown, Tally, in_bodies};
use crate::page::Limits;
use crate::schema::{Errors, EvidenceKind, Link, Property, Type, is_listable_member};

mod end;
mod events;
mod operations;

pub use self::end::Change;
use self::end::End;

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
    /// An entry of overrides, in TOML, that ends the finding. Each finding has either one, or a change, or help.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<String>,
    /// The change of an entry of overrides that ends the finding: what is so was decided by that entry, and a second one about the
    /// same thing would be one too many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// Why no entry can end the finding, and what a person can do, in one line, without a final full stop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
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
        let message = match rel.is_empty() {
            true => "a `rel` is empty".to_owned(),
            false => format!("no page documents the rel `{rel}`"),
        };
        let end = End::by_hand(
            "no entry adds a page: write one that documents the rel; if it is seen embedded alone, the entry about that ends this, too",
        );
        // A finding is about something, even if that has no name.
        let of = if rel.is_empty() { "\"\"".to_owned() } else { rel.clone() };
        all.add(Kind::Resource, of, message, tally, comparison.ledger.representation_count, end);
    }
    // Names come from traffic, and may hold characters that break a line.
    for Finding { message, help, .. } in &mut all.found {
        *message = shown(message);
        *help = help.take().map(|help| shown(&help));
    }
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
    /// The kind in words.
    what: &'static str,
    /// The table of entries that add a field, or why no entry can add one.
    table: Result<&'static str, String>,
    /// What comes before the name.
    of: String,
    documented: &'f [Property],
    /// What is not documented is found elsewhere if it was seen there.
    elsewhere: Option<&'f Shown>,
    total: u64,
}

impl Findings<'_, '_> {
    fn add(&mut self, kind: Kind, of: String, message: String, tally: &Tally, total: u64, end: End) {
        let places = tally.places.clone();
        let (seen, total) = in_bodies(tally.seen, total);
        let (proposal, change, help) = (None, None, None);
        let mut finding = Finding { kind, of, message, seen, total, places, proposal, change, help };
        match end {
            End::Entry(entry) => finding.proposal = Some(entry),
            End::Change(change) => finding.change = Some(change),
            End::ByHand(help) => finding.help = Some(help),
        }
        self.found.push(finding);
    }

    /// The file of a page.
    fn file(&self, page: Page) -> &str {
        &self.index.resource(page).page.file
    }

    fn name(&self, page: Page) -> &str {
        &self.index.resource(page).name
    }

    fn representation(&mut self, page: Page, shown: &Shown) {
        let resource = self.index.resource(page);
        let name = &resource.name;
        let place = Documented {
            kind: Kind::Property,
            what: "property",
            table: Ok("property"),
            of: format!("{name}.properties"),
            documented: &resource.properties,
            elsewhere: None,
            total: shown.seen,
        };
        self.fields(&place, &shown.properties);
        self.malformed(name, &shown.malformed, shown.seen);
        for (rel, held) in shown.links.iter() {
            let documented = resource.links.iter().find(|link| link.rel == *rel);
            // Anything can have its own address with it.
            if rel == "self" && documented.is_none() {
                continue;
            }
            let like = like(rel, resource.links.iter().map(|link| link.rel.as_str()));
            self.held(
                Kind::Link,
                format!("{name}.links.{rel}"),
                rel,
                documented.ok_or(like),
                held,
                shown.seen,
            );
        }
        for (rel, held) in shown.embedded.iter() {
            let documented = resource.embedded.iter().find(|link| link.rel == *rel);
            let like = like(rel, resource.embedded.iter().map(|link| link.rel.as_str()));
            let of = format!("{name}.embedded.{rel}");
            self.held(Kind::Embedded, of, rel, documented.ok_or(like), held, shown.seen);
        }
    }

    /// Findings about malformed parts.
    fn malformed(&mut self, of: &str, found: &Malformed, total: u64) {
        for ((part, message), tally) in found.iter() {
            let end = End::by_hand(
                "no entry and no page describes such a form: tell who runs the server, unless the recording is damaged",
            );
            self.add(Kind::Type, format!("{of}.{part}"), (*message).to_owned(), tally, total, end);
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
                    let end = match (
                        &place.table,
                        like(name, place.documented.iter().map(|it| it.name.as_str())),
                    ) {
                        (Err(why), _) => End::by_hand(why),
                        (Ok(_), _) if !is_nameable(name) => End::by_hand(UNNAMEABLE),
                        (Ok(_), Some(other)) => End::by_hand(misspelt(other)),
                        (Ok(table), None) => End::Entry(entry(table)),
                    };
                    let why = field.kinds.why(&ty);
                    let message = format!("{} `{name}`, {ty}{why}", place.what);
                    self.add(place.kind, of, message, &field.tally, place.total, end);
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
        let end = match self.default_against(documented, &ty) {
            Some(why) if documented.evidence.first().is_none_or(|it| it.kind != EvidenceKind::Override) => {
                End::ByHand(why)
            }
            _ => End::of(documented.evidence.first(), "type", &quoted(&ty), || {
                Entry::new("type", of).with("type", &ty).because(&reason)
            }),
        };
        let nullable = if *nullable { "Nullable " } else { "" };
        for (instead, tally) in &field.unlike {
            let message = format!("`{name}` is {nullable}{is}, and has {instead}");
            self.add(Kind::Type, of.to_owned(), message, tally, total, end.clone());
        }
    }

    /// Why there is no entry that gives a property another type: its default is from an entry, and not one that the type can have.
    fn default_against(&self, documented: &Property, ty: &str) -> Option<String> {
        let default = documented.default.as_deref()?;
        let decided = documented.evidence.iter().skip(1).find(|it| it.kind == EvidenceKind::Override)?;
        let at = decided.at.as_ref()?;
        let ty: Type = ty.strip_prefix("Nullable ").unwrap_or(ty).parse().ok()?;
        let members = ty.enumeration().and_then(|name| self.index.members(name));
        let members: Vec<String> = members.into_iter().flatten().map(|it| (*it).to_owned()).collect();
        Limits::default().misfit(default, ty.scalar(), &members).map(|_| {
            format!("the entry in {at} gives the default `{default}`, which no value of the type {ty} is: change that one as well")
        })
    }

    /// Without a link that is documented there can be one whose rel differs from this one in its case alone.
    fn held(
        &mut self,
        kind: Kind,
        of: String,
        rel: &str,
        documented: Result<&Link, Option<&str>>,
        held: &Held,
        total: u64,
    ) {
        let documented = match documented {
            Ok(documented) => documented,
            Err(like) => return self.undocumented(kind, of, rel, like, held, total),
        };
        let (is, has, tally) = match documented.many {
            false if held.lists.seen > 0 => ("one", "a list", &held.lists),
            // A server can write a list of one as what is in it, and what was seen once is no rule.
            true if held.singles.seen > 1 && held.lists.seen == 0 => ("many", "a single one", &held.singles),
            _ => return,
        };
        let message = format!("`{rel}` is documented as {is}, and is {has}");
        let reason = format!("seen in traffic as {has}, {} of {}", tally.seen, held.tally.seen);
        let many = (!documented.many).to_string();
        let end = End::of(documented.evidence.first(), "many", &many, || {
            Entry::new("link", &of).with_value("many", &many).because(&reason)
        });
        self.add(Kind::Cardinality, of, message, tally, held.tally.seen, end);
    }

    fn undocumented(
        &mut self,
        kind: Kind,
        of: String,
        rel: &str,
        like: Option<&str>,
        held: &Held,
        total: u64,
    ) {
        let pages = self.index.of_rel(rel);
        let target = pages.first().map_or("unknown", |page| self.name(*page));
        let mut entry = Entry::new("link", &of).with_value("add", "true").with("target", target);
        if held.lists.seen > 0 {
            entry = entry.with_value("many", "true");
        }
        let end = match like {
            _ if !is_nameable(rel) => End::by_hand(UNNAMEABLE),
            Some(other) => End::by_hand(misspelt(other)),
            None => End::Entry(entry.seen(held.tally.seen, total)),
        };
        let what = if kind == Kind::Link { "link" } else { "embedded resource" };
        self.add(kind, of, format!("{what} `{rel}`"), &held.tally, total, end);
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
            [(Errors::CODES, &ledger.codes, codes), (Errors::SUBCODES, &ledger.subcodes, subcodes)]
        {
            for (value, tally) in seen.iter().filter(|(value, _)| !added.contains(value)) {
                self.member(enumeration, value, tally, ledger.error_count);
            }
        }
    }

    fn member(&mut self, enumeration: &str, value: &str, tally: &Tally, total: u64) {
        let of = format!("{enumeration}.members.{value}");
        let members = self.index.members(enumeration).into_iter().flatten().copied();
        let end = match like(value, members) {
            _ if !is_listable_member(value) || value.contains('.') => End::by_hand(UNNAMEABLE),
            Some(other) => End::by_hand(misspelt(other)),
            None => End::Entry(Entry::new("member", &of).seen(tally.seen, total)),
        };
        self.add(Kind::Member, of, format!("member `{value}`"), tally, total, end);
    }
}

/// The documented name that differs from this one in its case alone.
fn like<'d>(name: &str, mut documented: impl Iterator<Item = &'d str>) -> Option<&'d str> {
    documented.find(|documented| documented.eq_ignore_ascii_case(name))
}

/// Why no entry is about a name that differs from a documented one in its case alone.
fn misspelt(documented: &str) -> String {
    format!(
        "it differs from `{documented}` in its case alone, and an entry would be taken for misspelt: mend the page if the server \
         writes it so each time"
    )
}
