//! Samples that are replaced, before anything is concluded from them.

use std::collections::BTreeMap;

use crate::decision::{Decision, Findings};
use crate::overrides::{Correction, Heading, Overrides, Proposal};
use crate::page::PageFacts;
use crate::sample::{self, Body, Element, Message, Role, Sample};
use crate::source::SourceFile;

/// What a sample belongs to, its heading, and which one it is under that heading.
pub(super) type Place = (String, Option<Heading>, usize);

/// The places of a page's samples, one after the other.
struct Places<'p> {
    page: &'p str,
    counts: BTreeMap<(String, Option<Heading>), usize>,
}

impl Places<'_> {
    fn next(&mut self, part: &str, heading: Option<Heading>) -> Place {
        let of = format!("{}.{part}", self.page);
        let count = self.counts.entry((of.clone(), heading)).or_default();
        *count += 1;
        (of, heading, *count)
    }
}

fn heading(sample: &Sample) -> Heading {
    Heading { role: sample.role, format: sample.format }
}

/// Where the samples of a page stand.
pub(super) fn places(page: &PageFacts) -> Vec<Place> {
    let mut places = Places { page: &page.name, counts: BTreeMap::new() };
    let operations = page.operations.iter().flat_map(|operation| {
        operation.samples.iter().map(|sample| (operation.method.as_str(), Some(heading(sample))))
    });
    let events = page.event_samples.iter().map(|(ty, _)| (ty.as_str(), None));
    operations.chain(events).map(|(part, heading)| places.next(part, heading)).collect()
}

/// Puts the samples of the overrides in the place of the page's own. What was found in those is forgotten with them.
pub(super) fn decide(page: &mut PageFacts, overrides: &Overrides, findings: &mut Findings) {
    let places = places(page);
    let operations = page.operations.iter_mut().flat_map(|operation| &mut operation.samples);
    let samples = operations.chain(page.event_samples.iter_mut().map(|(_, sample)| sample));
    for (place, sample) in places.into_iter().zip(samples) {
        decide_one(place, sample, overrides, findings);
    }
}

fn decide_one(
    (of, heading, number): Place,
    own: &mut Sample,
    overrides: &Overrides,
    findings: &mut Findings,
) {
    let mut replacements = overrides.about(&of).filter_map(|entry| match &entry.correction {
        Correction::Sample { heading: its, number: nth, text } if (*its, *nth) == (heading, number) => {
            Some((entry, sample::read(own.role, own.format, text.clone())))
        }
        _ => None,
    });
    let unreadable = std::mem::take(&mut own.unreadable);
    let decision = match unreadable.is_empty() {
        true => Decision::new(Content(&own.message), Vec::new()),
        false => Decision::open(Content(&own.message), Vec::new())
            .against(unreadable)
            .proposing(proposal(&of, heading, number, own.role)),
    };
    let Some((entry, mut new)) = replacements.next() else {
        findings.close(decision);
        findings.extend(std::mem::take(&mut own.remarks));
        return;
    };
    let decision = decision
        .heed(entry, Content(&new.message), |_| format!("the sample of `{of}` is the same on its page"));
    let is_replaced = decision.overridden_by().is_some();
    findings.close(decision);
    if is_replaced {
        findings.extend(std::mem::take(&mut new.unreadable));
        *own = new;
    }
    findings.extend(std::mem::take(&mut own.remarks));
}

/// The sample's head alone, to be completed.
fn proposal(of: &str, heading: Option<Heading>, number: usize, role: Role) -> Proposal {
    let head = match role {
        Role::Response => "HTTP/1.1 200 OK\n",
        Role::Request | Role::Event => "",
    };
    let text = SourceFile::new("", head).span(0..head.len());
    Proposal::new(of, Correction::Sample { heading, number, text })
}

/// What a message says, wherever it stands.
struct Content<'m>(&'m Message);

impl PartialEq for Content<'_> {
    fn eq(&self, other: &Self) -> bool {
        same(self.0, other.0)
    }
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
