//! Samples that are replaced, before anything is concluded from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Heading, Override, Overrides, Proposal, stale};
use crate::page::PageFacts;
use crate::sample::{self, Body, Element, Message, Role, Sample};
use crate::source::{SourceFile, Span};

/// A sample of a page: what it belongs to, its heading, and which one it is under that heading.
struct Place<'p> {
    of: String,
    heading: Option<Heading>,
    number: usize,
    sample: &'p mut Sample,
}

/// All samples of a page.
fn samples(page: &mut PageFacts) -> Vec<Place<'_>> {
    let name = page.name.clone();
    let operations = page.operations.iter_mut().flat_map(|operation| {
        let of = format!("{name}.{}", operation.method);
        operation.samples.iter_mut().map(move |sample| {
            let heading = Heading { role: sample.role, format: sample.format };
            (of.clone(), Some(heading), sample)
        })
    });
    let events = page.event_samples.iter_mut();
    let events = events.map(|(ty, sample)| (format!("{name}.{ty}"), None, sample));
    let mut numbers: BTreeMap<(String, Option<&str>), usize> = BTreeMap::new();
    let place = |(of, heading, sample): (String, Option<Heading>, _)| {
        let number = numbers.entry((of.clone(), heading.map(Heading::as_str))).or_default();
        *number += 1;
        Place { of, heading, number: *number, sample }
    };
    operations.chain(events).map(place).collect()
}

/// Puts the samples of the overrides in the place of the page's own. What was found in those is forgotten with them.
pub(super) fn replace(page: &mut PageFacts, overrides: &Overrides, diagnostics: &mut Vec<Diagnostic>) {
    for mut place in samples(page) {
        let here = |entry: &&Override| match &entry.correction {
            Correction::Sample { heading, number, .. } => {
                (*heading, *number) == (place.heading, place.number)
            }
            _ => false,
        };
        let Some(entry) = overrides.about(&place.of).find(here) else { continue };
        let Correction::Sample { text, .. } = &entry.correction else { continue };
        put(&mut place, entry, text, diagnostics);
    }
}

fn put(place: &mut Place<'_>, entry: &Override, text: &Span, diagnostics: &mut Vec<Diagnostic>) {
    let old = &*place.sample;
    let (new, found) = sample::read(old.role, old.format, text.clone());
    if same(&old.message, &new.message) {
        let message = format!("the sample of `{}` is the same on its page", entry.of);
        diagnostics.push(entry.agrees(message));
        return;
    }
    diagnostics.retain(|found| !found.span.as_ref().is_some_and(|span| is_within(span, &old.span)));
    diagnostics.extend(found);
    *place.sample = new;
}

/// Names the entries for pages that are not there, and for samples that no page has.
pub(super) fn unread(
    pages: &mut [PageFacts],
    excluded: &BTreeSet<&str>,
    overrides: &Overrides,
) -> Vec<Diagnostic> {
    let names: Vec<String> = pages.iter().map(|page| page.name.clone()).collect();
    // How many samples there are under each heading.
    let mut known: BTreeMap<String, BTreeMap<Option<&str>, usize>> = BTreeMap::new();
    for place in pages.iter_mut().flat_map(samples) {
        known.entry(place.of).or_default().insert(place.heading.map(Heading::as_str), place.number);
    }
    let with_samples: Vec<String> = known.keys().cloned().collect();
    let unread = |entry: &Override| match &entry.correction {
        Correction::Exclude => (!excluded.contains(entry.of.as_str())).then(|| stale(entry, &names)),
        Correction::Sample { heading, number, .. } => {
            let heading = heading.map(Heading::as_str);
            let Some(count) = known.get(&entry.of).map(|headings| headings.get(&heading)) else {
                return Some(stale(entry, &with_samples));
            };
            (count.is_none_or(|count| number > count)).then(|| {
                let heading = heading.unwrap_or("its event");
                let message = format!("`{}` has no sample {number} under `{heading}`", entry.of);
                Diagnostic::new(Code::OverrideStale, entry.span.clone(), message)
            })
        }
        _ => None,
    };
    overrides.entries().iter().filter_map(unread).collect()
}

/// Proposes a sample for each that could not be read: its head alone, to be completed.
pub(super) fn propose(page: &mut PageFacts, diagnostics: &mut [Diagnostic]) {
    let unreadable = diagnostics.iter_mut().filter(|found| found.code == Code::SampleUnreadable);
    let mut unreadable: Vec<&mut Diagnostic> = unreadable.collect();
    if unreadable.is_empty() {
        return;
    }
    let places = samples(page).into_iter().map(|place| (place.sample.span.clone(), place));
    let places: BTreeMap<Span, Place<'_>> = places.collect();
    for found in &mut unreadable {
        // It is about the first line of the sample.
        let Some(span) = &found.span else { continue };
        let whole = span.source().span(span.range().start..span.source().text().len());
        let Some((_, place)) = places.range(..=whole).next_back() else { continue };
        if !is_within(span, &place.sample.span) {
            continue;
        }
        let head = match place.sample.role {
            Role::Response => "HTTP/1.1 200 OK\n",
            Role::Request | Role::Event => "",
        };
        let text = SourceFile::new("", head);
        let text = text.span(0..head.len());
        let correction = Correction::Sample { heading: place.heading, number: place.number, text };
        found.proposal = Some(Proposal::new(place.of.clone(), correction).to_string());
    }
}

fn is_within(span: &Span, whole: &Span) -> bool {
    span.source().file() == whole.source().file()
        && whole.range().start <= span.range().start
        && span.range().end <= whole.range().end
}

/// Whether two messages say the same, wherever they stand.
fn same(a: &Message, b: &Message) -> bool {
    let bodies = match (&a.body, &b.body) {
        (Body::Empty, Body::Empty) => true,
        (Body::Json(a), Body::Json(b)) => a.to_json() == b.to_json(),
        (Body::Xml(a, _), Body::Xml(b, _)) => same_element(a, b),
        (Body::Multipart(a), Body::Multipart(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Body::Other { media_type: a, text: x }, Body::Other { media_type: b, text: y }) => (a, x) == (b, y),
        _ => false,
    };
    bodies && a.start == b.start && a.headers == b.headers
}

fn same_element(a: &Element, b: &Element) -> bool {
    (&a.name, &a.attributes, &a.text) == (&b.name, &b.attributes, &b.text)
        && a.children.len() == b.children.len()
        && a.children.iter().zip(&b.children).all(|(a, b)| same_element(a, b))
}
