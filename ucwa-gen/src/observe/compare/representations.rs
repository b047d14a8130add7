//! What representations have, counted.

use super::super::document::{Embedded, Link, Property, Structure, Value};
use super::super::guid::is_guid;
use super::super::hrefs::is_content;
use super::super::index::{Page, is_content as is_content_property};
use super::super::tally::Field;
use super::{Comparison, count};
use crate::schema;
use crate::source::Span;

impl Comparison<'_> {
    pub(super) fn representation(&mut self, page: Page, structure: &Structure<'_>) {
        self.ledger.representation_count += 1;
        let resource = self.index.resource(page);
        self.ledger.representations.entry(page).or_default().seen += 1;
        for Property { name, value, at } in &structure.properties {
            let documented = resource.properties.iter().find(|property| property.name == *name);
            if documented.is_none() && is_guid(name) {
                self.ledger.representations.entry(page).or_default().named_by_guid.add(at);
                continue;
            }
            if let Some(seen) = self.shown(page, name) {
                count(seen, documented, value, at);
            }
            self.members(documented, value, at);
        }
        for malformed in &structure.malformed {
            self.ledger.representations.entry(page).or_default().malformed.count(malformed);
        }
        self.links(&structure.links, Some(page));
        self.embedded(&structure.embedded, Some(page));
    }

    fn shown(&mut self, page: Page, property: &str) -> Option<&mut Field> {
        self.ledger.representations.entry(page).or_default().properties.entry(property)
    }

    /// The links of a representation; without a page, those of one that is not known.
    pub(super) fn links(&mut self, links: &[Link<'_>], of: Option<Page>) {
        for link in links {
            let resource = of.map(|page| self.index.resource(page));
            let documented =
                resource.and_then(|it| it.links.iter().find(|documented| documented.rel == link.rel));
            let is_data = link.targets.iter().any(|target| is_content(target.href));
            let property =
                resource.and_then(|it| it.properties.iter().find(|property| property.name == link.rel));
            if let Some(page) = of {
                let is_property =
                    property.is_some_and(is_content_property) || (is_data && documented.is_none());
                if is_property {
                    if let Some(seen) = self.shown(page, link.rel) {
                        seen.add_content(link.at);
                    }
                } else if let Some(seen) =
                    self.ledger.representations.entry(page).or_default().links.entry(link.rel)
                {
                    seen.add(link.shape, link.at);
                }
            }
            let target = documented.and_then(|documented| self.index.page(documented.target.as_deref()?));
            for at in &link.targets {
                let own = if link.rel == "self" { of } else { target };
                let rel = own.map_or(link.rel, |page| self.index.resource(page).rel.as_str());
                let revisions: Vec<Page> = self.index.revisions(rel, at.revision).collect();
                // A role has operations of its own, and those of the page that it carries.
                self.hrefs.add(
                    at.href,
                    own.into_iter().filter(|page| !revisions.contains(page)).chain(revisions.iter().copied()),
                );
            }
        }
    }

    /// Embedded resources: of a representation, or by themselves.
    pub(super) fn embedded(&mut self, embedded: &[Embedded<'_>], of: Option<Page>) {
        for held in embedded {
            if let Some(page) = of
                && let Some(seen) =
                    self.ledger.representations.entry(page).or_default().embedded.entry(held.rel)
            {
                seen.add(held.shape, held.at);
            }
            let documented =
                of.and_then(|page| self.index.resource(page).embedded.iter().find(|it| it.rel == held.rel));
            let expected: Vec<Page> = match documented {
                Some(documented) => documented
                    .target
                    .as_deref()
                    .and_then(|target| self.index.page(target))
                    .into_iter()
                    .collect(),
                None => self.index.of_rel(held.rel).to_vec(),
            };
            for structure in &held.all {
                match self.page_of(structure, &expected) {
                    Some(page) => self.representation(page, structure),
                    None if documented.is_some_and(|it| it.target.is_none()) => {}
                    None => self.unknown(structure, Some(200)),
                }
            }
        }
    }

    /// The values of an enumeration.
    pub(super) fn members(&mut self, property: Option<&schema::Property>, value: &Value<'_>, at: &Span) {
        let Some(enumeration) = property.and_then(|property| property.ty.enumeration()) else { return };
        let one = std::slice::from_ref(value);
        let values = if let Value::List(items) = value { items.as_slice() } else { one };
        for value in values {
            let (Value::Text(text) | Value::Untyped(text)) = value else { continue };
            let Some(members) = self.index.members(enumeration).filter(|_| !text.is_empty()) else {
                continue;
            };
            *self.ledger.value_counts.entry(enumeration.to_owned()).or_default() += 1;
            if !members.contains(text) {
                self.ledger.values.entry(enumeration.to_owned()).or_default().count(text, at);
            }
        }
    }
}
