//! Events, and the reasons with which they can end.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::event_samples;
use super::evidence::{evidence, marked};
use super::index::{Index, rel, rels};
use super::nearly::is_nearly;
use super::paragraphs;
use super::repeats::{MARK, repeated};
use super::roles::Roles;
use super::unlisted::unlisted;
use super::words;
use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{AddedEvent, Correction, Override, Overrides};
use crate::page::{EventRow, Form, Groups, PageFacts};
use crate::sample::Sample;
use crate::schema::{Event, EvidenceKind};
use crate::suggest::{Candidates, suggestion};

/// The events that a page documents.
pub(super) fn resolve<'a>(
    page: &'a PageFacts,
    context: Context<'a>,
    rels: &Rels<'a>,
    findings: &mut Findings,
) -> Vec<Event> {
    let mut events = Events::default();
    for row in &page.events {
        events.add(row, page.forms.events(), context.index, rels, findings);
    }
    events.add_missing(page, context, rels, findings);
    let samples = page.event_samples.iter().filter(|_| page.forms.events() == Form::Original);
    for (ty, sample) in samples {
        events.observe(ty, sample, findings);
    }
    let events = events.finish();
    if page.forms.events() == Form::Explicit {
        compare(page, &events, context.index, context.roles, findings);
    }
    events
}

/// The rels that events can come from and happen in.
pub(super) struct Rels<'a> {
    names: Candidates<'a>,
    /// Each by its letters in lower case.
    any_case: BTreeMap<String, BTreeSet<&'a str>>,
    /// Whether these are all pages of the reference: then a rel that no page documents is wrong.
    is_complete: bool,
    /// The first page that lists each event. Which page lists it makes no other event of it.
    listed: BTreeMap<Id<'a>, &'a str>,
    /// The first entry of overrides that adds each event, on whichever page.
    added: BTreeMap<Id<'a>, &'a Override>,
}

/// What an event is on the wire: what happens, the rel, the sender.
type Id<'a> = (&'a str, &'a str, &'a str);

impl<'a> Rels<'a> {
    /// Where the index page of the reference is, all pages are. Of a part of them an event can name what is not there, and
    /// only what is nearly the name of another one is doubtful.
    pub(super) fn new(index: &Index<'a>, groups: &Groups, overrides: &'a Overrides) -> Self {
        let all: BTreeSet<&str> = index.resources().flat_map(rels).collect();
        let mut any_case: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for rel in &all {
            any_case.entry(rel.to_lowercase()).or_default().insert(rel);
        }
        let mut listed = BTreeMap::new();
        for page in index.resources() {
            for row in &page.events {
                let id: Id<'_> = (&row.ty, &row.resource, &row.sender);
                listed.entry(id).or_insert(page.name.as_str());
            }
        }
        let mut added = BTreeMap::new();
        for entry in overrides.entries() {
            let Correction::Event(event) = &entry.correction else { continue };
            let Some(name) = entry.of.strip_suffix(".events") else { continue };
            if let Some(page) = index.resource(name).filter(|page| page.name == name) {
                added.entry(id(page, event)).or_insert(entry);
            }
        }
        let names = Candidates::new(all.into_iter());
        Self { names, any_case, is_complete: !groups.is_empty(), listed, added }
    }

    /// The finding that an entry adds an event that another one adds already, perhaps on another page.
    fn repeated(&self, entry: &Override, id: Id<'_>) -> Option<Diagnostic> {
        let first = self.added.get(&id).filter(|first| first.span != entry.span)?;
        let (ty, resource, sender) = id;
        let message = format!("the event `{resource} {ty}` of `{sender}` has two entries");
        let found = Diagnostic::new(Code::OverrideRepeated, entry.span.clone(), message);
        Some(found.related(first.span.clone(), "this one counts"))
    }

    /// Whether this is exactly the rel or the name of a page.
    fn has(&self, rel: &str) -> bool {
        self.any_case.get(&rel.to_lowercase()).is_some_and(|known| known.contains(rel))
    }

    /// What is wrong with a sender that an override names and no page documents. The pages may lack it as well.
    ///
    /// # Errors
    /// When it is like another one, and so misspelt.
    fn sender(&self, entry: &Override, sender: &str) -> Result<Option<Diagnostic>, Box<Diagnostic>> {
        if self.has(sender) {
            return Ok(None);
        }
        match suggestion(&self.names.nearest(sender)) {
            Some(near) => {
                let wrong = entry.wrong("sender", format!("there is no resource `{sender}`"));
                Err(Box::new(wrong.help(near)))
            }
            None => {
                let message = format!("no page documents the sender `{sender}`");
                Ok(Some(Diagnostic::new(Code::EventUnknown, entry.value("sender").clone(), message)))
            }
        }
    }

    /// The finding that the resource of an added event has no page, and nearly has the name of one that does. The entry still
    /// counts: the page may be missing.
    fn slip(&self, entry: &Override, rel: &str) -> Option<Diagnostic> {
        let mut near = if self.has(rel) { Vec::new() } else { self.names.nearest(rel) };
        near.retain(|other| is_nearly(rel, other));
        let message = format!("no page documents `{rel}`");
        let found = Diagnostic::new(Code::EventUnknown, entry.value("resource").clone(), message);
        suggestion(&near).map(|near| found.help(near))
    }

    /// The rels that a row names in another case than their pages. On the wire they are other rels.
    fn in_another_case(&self, row: &EventRow) -> Vec<Diagnostic> {
        let all = [&row.resource, &row.sender].into_iter().chain(&row.scope);
        let others = all.filter_map(|rel| {
            let known = self.any_case.get(&rel.to_lowercase())?;
            let meant = known.iter().next().filter(|_| !known.contains(rel.as_str()))?;
            Some((rel, meant))
        });
        let found = others.map(|(rel, meant)| {
            let message = format!("`{rel}` is called `{meant}` on its page");
            Diagnostic::new(Code::EventUnknown, row.span.clone(), message)
                .help("rels differ by their case: write it as its page does")
        });
        found.collect()
    }

    /// The rels that a row names and no page documents. What an event is about has its page in any case.
    fn unknown(&self, row: &EventRow, has_target: bool, index: &Index<'_>) -> Vec<Diagnostic> {
        let scope = row.scope.iter().map(|rel| ("", rel));
        let unknown = [("the sender ", &row.sender)].into_iter().chain(scope);
        let unknown = unknown.filter(|(_, rel)| !rel.is_empty() && !index.knows(rel));
        // What traffic or another source shows may have no page.
        let about = (!has_target).then_some(("", &row.resource, row.provenance.is_page()));
        let unknown = unknown.map(|(what, rel)| (what, rel, self.is_complete));
        let found = about.into_iter().chain(unknown).filter_map(|(what, rel, is_doubtful)| {
            let message = format!("no page documents {what}`{rel}`");
            let found = Diagnostic::new(Code::EventUnknown, row.span.clone(), message);
            let mut near = self.names.nearest(rel);
            if !row.provenance.is_page() {
                // Its name may be made of that of another one. Only a slip of the hand is doubtful.
                near.retain(|other| is_nearly(rel, other));
            }
            match suggestion(&near) {
                Some(near) => Some(found.help(near)),
                None => is_doubtful.then_some(found),
            }
        });
        found.collect()
    }
}

/// The event that an entry adds to a page.
fn id<'a>(page: &'a PageFacts, event: &'a AddedEvent) -> Id<'a> {
    (&event.ty, event.resource.as_deref().unwrap_or(rel(page).0), &event.sender)
}

/// What distinguishes two events on one page: type, resource, sender, priority.
type Key<'a> = (&'a str, &'a str, &'a str, &'a str);

#[derive(Default)]
struct Events<'a> {
    all: Vec<Event>,
    /// The rels in which each happens.
    scopes: Vec<BTreeSet<&'a str>>,
    by_key: BTreeMap<Key<'a>, usize>,
    /// The first of each type and resource, the latter in lower case.
    by_resource: BTreeMap<(&'a str, String), usize>,
    /// The texts of each.
    texts: BTreeSet<(usize, &'a str)>,
    /// The first row of each type, resource and sender, and the page that it is about.
    same: BTreeMap<(&'a str, &'a str, &'a str), (&'a EventRow, Option<&'a str>)>,
    /// The first of each type.
    by_type: BTreeMap<&'a str, usize>,
    /// How many of them rows list, once those are added that none does.
    listed: Option<usize>,
}

impl<'a> Events<'a> {
    fn add(
        &mut self,
        row: &'a EventRow,
        form: Form,
        index: &Index<'a>,
        rels: &Rels<'a>,
        findings: &mut Findings,
    ) {
        let why = marked(&row.provenance, &row.span);
        let next = self.all.len();
        let at = *self.by_key.entry((&row.ty, &row.resource, &row.sender, &row.priority)).or_insert(next);
        let is_new_text = self.texts.insert((at, &row.reason));
        let linked = row.target.as_ref().and_then(|link| index.linked_resource(link));
        let (target, differing) = words::event(&row.resource, linked, index, &row.span, form);
        findings.extend(differing);
        let target = target.map(|page| page.name.as_str());
        findings.extend(rels.unknown(row, target.is_some(), index));
        findings.extend(rels.in_another_case(row));
        // The same event with another priority, or about another page.
        let same = *self.same.entry((&row.ty, &row.resource, &row.sender)).or_insert((row, target));
        let differing = [
            ("priority", same.0.priority != row.priority),
            ("target", same.1 != target),
            ("word on its resource", same.0.embedded != row.embedded),
            (MARK, same.0.provenance != row.provenance),
        ];
        let differs = differing.iter().any(|(_, differs)| *differs);
        if differs {
            findings.add(repeated(&row.resource, &same.0.span, &row.span, differing));
        }
        if let (Some(known), Some(scope)) = (self.all.get_mut(at), self.scopes.get_mut(at)) {
            known.evidence.extend(why);
            let scopes = scope.len();
            scope.extend(row.scope.iter().map(String::as_str));
            if is_new_text {
                paragraphs::add(&mut known.reason, &row.reason);
            } else if !differs && scopes == scope.len() {
                findings.add(repeated(&row.resource, &same.0.span, &row.span, []));
            }
            return;
        }
        self.scopes.push(row.scope.iter().map(String::as_str).collect());
        self.push(
            &row.ty,
            Event {
                ty: row.ty.clone(),
                resource: row.resource.clone(),
                target: target.map(str::to_owned),
                priority: row.priority.clone(),
                sender: row.sender.clone(),
                scope: Vec::new(),
                embedded: row.embedded,
                provenance: row.provenance.clone(),
                reason: row.reason.clone(),
                evidence: why,
            },
        );
    }

    fn push(&mut self, ty: &'a str, event: Event) {
        let at = self.all.len();
        self.by_resource.entry((ty, event.resource.to_ascii_lowercase())).or_insert(at);
        self.by_type.entry(ty).or_insert(at);
        self.all.push(event);
    }

    /// Adds the events that overrides say that the page should list.
    fn add_missing(
        &mut self,
        page: &'a PageFacts,
        context: Context<'a>,
        rels: &Rels<'a>,
        findings: &mut Findings,
    ) {
        self.listed = Some(self.all.len());
        for entry in context.overrides.about(&format!("{}.events", page.name)) {
            let Correction::Event(added) = &entry.correction else { continue };
            let id = id(page, added);
            let resource = id.1;
            let about = if resource == rel(page).0 { Some(page) } else { context.index.resource(resource) };
            let listed = rels.listed.get(&id).copied();
            let decision = Decision::new(listed.is_some(), Vec::new());
            if let Some(repeated) = rels.repeated(entry, id) {
                findings.close(decision.reject(entry, repeated));
                continue;
            }
            match rels.sender(entry, &added.sender) {
                Ok(doubtful) => findings.extend(doubtful),
                Err(misspelt) => {
                    findings.close(decision.reject(entry, *misspelt));
                    continue;
                }
            }
            findings.extend(rels.slip(entry, resource));
            let decision = decision.heed(entry, true, |_| {
                let whose = listed.filter(|listed| *listed != page.name);
                let whose =
                    whose.map_or_else(|| "the page".to_owned(), |listed| format!("the page of `{listed}`"));
                format!("{whose} lists `{resource} {}`", added.ty)
            });
            let (_, evidence) = findings.close(decision);
            if listed.is_some() {
                continue;
            }
            self.scopes.push(BTreeSet::new());
            self.push(
                &added.ty,
                Event {
                    ty: added.ty.clone(),
                    resource: resource.to_owned(),
                    target: about.map(|page| page.name.clone()),
                    priority: added.priority.clone(),
                    sender: added.sender.clone(),
                    scope: Vec::new(),
                    embedded: added.embedded,
                    provenance: entry.provenance.clone(),
                    reason: String::new(),
                    evidence,
                },
            );
        }
    }

    /// Takes a sample of the original form as evidence.
    fn observe(&mut self, ty: &str, sample: &'a Sample, findings: &mut Findings) {
        let unsaid = event_samples::unsaid(sample).into_iter();
        findings
            .extend(unsaid.map(|(message, span)| Diagnostic::new(Code::EventUnknown, span.clone(), message)));
        for seen in event_samples::json(sample) {
            let exact = self.by_resource.get(&(seen.ty, seen.rel.to_ascii_lowercase()));
            // The samples of a role carry the rel of the representation: then the heading decides.
            match exact.or_else(|| self.by_type.get(ty)) {
                Some(at) => {
                    self.scopes[*at].extend(seen.scope);
                    let why = evidence(EvidenceKind::Sample, seen.sender, seen.span);
                    self.all[*at].evidence.push(why);
                }
                None => {
                    let message = format!("the sample shows `{} {}`, which no row lists", seen.rel, seen.ty);
                    findings.add(Diagnostic::new(Code::EventUnknown, seen.span.clone(), message));
                }
            }
        }
    }

    /// The events in the order of the page. Those that overrides add stand behind the others of their type.
    fn finish(self) -> Vec<Event> {
        let events = self.all.into_iter().zip(self.scopes);
        let finish = |(event, scope): (Event, BTreeSet<&str>)| Event {
            scope: scope.into_iter().map(str::to_owned).collect(),
            ..event
        };
        let mut events: Vec<Event> = events.map(finish).collect();
        for event in events.split_off(self.listed.unwrap_or(events.len())) {
            let last = events.iter().rposition(|other| other.ty == event.ty);
            events.insert(last.map_or(events.len(), |at| at + 1), event);
        }
        events
    }
}

/// Compares the samples of the explicit form with the rows: type, rel, sender, and what the event happens in.
fn compare(
    page: &PageFacts,
    events: &[Event],
    index: &Index<'_>,
    roles: &Roles<'_>,
    findings: &mut Findings,
) {
    // The samples of a role carry the rel of the representation.
    let mut by_rel: BTreeMap<(&str, String), Vec<&Event>> = BTreeMap::new();
    for event in events {
        let target = event.target.as_deref();
        let base = target.map(|name| roles.representation(name));
        let pages = target.into_iter().chain(base).filter_map(|name| index.resource(name));
        let names = pages.flat_map(rels).chain([event.resource.as_str()]).map(str::to_lowercase);
        for rel in names.collect::<BTreeSet<_>>() {
            by_rel.entry((&event.ty, rel)).or_default().push(event);
        }
    }
    for (_, sample) in &page.event_samples {
        for seen in event_samples::json(sample).into_iter().chain(event_samples::xml(sample)) {
            let about = format!("{} {}", seen.rel, seen.ty);
            let Some(known) = by_rel.get(&(seen.ty, seen.rel.to_lowercase())) else {
                findings.add(unlisted("event", &about, &page.name, seen.span));
                continue;
            };
            let sent = || known.iter().filter(|event| event.sender.eq_ignore_ascii_case(seen.sender));
            let is_in =
                |rel: &str| sent().any(|event| event.scope.iter().any(|it| it.eq_ignore_ascii_case(rel)));
            if sent().next().is_none() {
                findings.add(unlisted(&format!("sender of `{about}`,"), seen.sender, &page.name, seen.span));
            } else if let Some(scope) = seen.scope.filter(|rel| !is_in(rel)) {
                findings.add(unlisted(&format!("place of `{about}`,"), scope, &page.name, seen.span));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{explicit, found, original, schema, table};
    use crate::diagnostic::Severity;
    use crate::source::SourceFile;

    /// A sample of the original form, and what is found.
    #[test]
    fn a_sample_says_what_an_event_is() {
        let no_type = "UG052 the event in the sample has no `type`";
        for (sample, expected) in [
            (r#"{"sender": [{"rel": "lamp", "events": [{"type": "added", "link": {"rel": "lamp"}}]}]}"#, ""),
            (
                r#"{"sender": [{"rel": "lamp", "events": [{"tpye": "added", "link": {"rel": "lamp"}}]}]}"#,
                no_type,
            ),
            (
                r#"{"sender": [{"rel": "lamp", "events": [{"type": "added", "lnik": {"rel": "lamp"}}]}]}"#,
                "UG052 the event in the sample has no `link`",
            ),
            (
                r#"{"sender": [{"rel": "lamp", "events": [{"type": "added", "link": {"rle": "lamp"}}]}]}"#,
                "UG052 the event in the sample has no `rel` in its link",
            ),
            (
                r#"{"sender": [{"rle": "lamp", "events": [{"type": "added", "link": {"rel": "lamp"}}]}]}"#,
                "UG052 the sender in the sample has no `rel`",
            ),
            (r#"{"sender": [{"rel": "lamp", "evnets": []}]}"#, "UG052 the sample shows no event"),
            (
                r#"{"sender": [{"rel": "lamp", "events": [{"type": ["added"], "link": {"rel": "lamp"}}]}]}"#,
                no_type,
            ),
            (r#"{"sneder": []}"#, "UG052 the sample shows no event"),
        ] {
            let events = table("### Added", "Resource|Priority|Sender|Reason", &["lamp|High|lamp|Why."]);
            let lamp = original("lamp", &[format!("## Events\n\n{events}```\n{sample}\n```\n")]);
            assert_eq!(found(&[lamp], Severity::Warning).join("; "), expected, "{sample}");
        }
    }

    /// The page that lists `lamp added` of `house`, the entries that add it (page, resource, type), how many events there are, and
    /// what is found.
    #[test]
    fn an_event_is_one_event_on_whichever_page() {
        let entry = |(page, resource, ty): &(&str, &str, &str)| {
            let resource = match *resource {
                "" => String::new(),
                resource => format!("resource = \"{resource}\"\n"),
            };
            format!(
                "[[event]]\nof = \"{page}.events\"\n{resource}type = \"{ty}\"\nsender = \"house\"\nreason = \"x\"\nsource = \"a book\"\n"
            )
        };
        let (own, senders) = (("lamp", "", "added"), ("house", "lamp", "added"));
        let two = "UG064 the event `lamp added` of `house` has two entries";
        #[rustfmt::skip]
        let cases = [
            ("", vec![own], 1, ""),
            ("", vec![senders], 1, ""),
            ("lamp", vec![own], 1, "UG063 the page lists `lamp added`"),
            ("lamp", vec![senders], 1, "UG063 the page of `lamp` lists `lamp added`"),
            ("house", vec![own], 1, "UG063 the page of `house` lists `lamp added`"),
            ("lamp", vec![("house", "lamp", "deleted")], 2, ""),
            ("", vec![own, senders], 1, two),
            ("", vec![senders, own], 1, two),
            ("", vec![own, ("lamp", "lamp", "added")], 1, two),
            ("", vec![own, ("house", "", "added")], 2, ""),
        ];
        for (listing, entries, count, expected) in cases {
            let events = table("### Added", "Resource|Priority|Sender|Reason", &["lamp|High|house|Why."]);
            let page = |name: &str| {
                let events = if name == listing { vec![events.clone()] } else { Vec::new() };
                original(name, &events)
            };
            let overrides: String = entries.iter().map(entry).collect();
            let (made, found) = schema(&[page("lamp"), page("house")], &overrides);
            let found: Vec<String> = found
                .iter()
                .map(|found| format!("{} {}", found.code, found.message))
                .filter(|found| found.starts_with("UG06"))
                .collect();
            assert_eq!(found.join("; "), expected, "{listing}: {entries:?}");
            let events = made.resources.iter().map(|resource| resource.events.len()).sum::<usize>();
            assert_eq!(events, count, "{listing}: {entries:?}");
        }
    }

    #[test]
    fn an_event_names_rels_that_there_are() {
        // A row, what is found in a part of the pages, and what besides where the index page says that these are all.
        let cases = [
            ("[lamp](lamp_ref.md)|High|lamp|lamp, startLamp", "", ""),
            ("lamp|High|Lamp||", "UG052 `Lamp` is called `lamp` on its page", ""),
            (
                "LAMP|High|lamp|StartLamp",
                "UG052 `LAMP` is called `lamp` on its page; UG052 `StartLamp` is called `startLamp` on its page",
                "",
            ),
            ("[startLamp](startLamp2_ref.md)|High|startLamp2||", "", ""),
            ("lamp|High|lmap||", "UG052 no page documents the sender `lmap`", ""),
            ("lamp|High|lamp|lamp, startLmap", "UG052 no page documents `startLmap`", ""),
            ("lmap|High|lamp|", "UG052 no page documents `lmap`", ""),
            ("switch|High|lamp|", "UG052 no page documents `switch`", ""),
            ("lamp|High|house|", "", "UG052 no page documents the sender `house`"),
            ("lamp|High|lamp|house", "", "UG052 no page documents `house`"),
            ("lamp|High||", "", ""),
        ];
        let index = SourceFile::new("UCWAResources.md", "# Lamps\n\n## All\n\n- [lamp](lamp_ref.md)\n");
        for (row, in_a_part, in_all) in cases {
            let row = format!("{row}|Why.");
            let events = table("### Added", "Resource|Priority|Sender|In|Reason", &[&row]);
            let part = vec![explicit("lamp", &[events]), explicit("startLamp2", &[])];
            let all = [part.clone(), vec![index.clone()]].concat();
            assert_eq!(found(&part, Severity::Warning).join("; "), in_a_part, "{row}");
            assert_eq!(found(&all, Severity::Warning).join("; "), format!("{in_a_part}{in_all}"), "{row}");
        }
    }
}
