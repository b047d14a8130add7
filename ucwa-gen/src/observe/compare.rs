//! Each body is attributed to what it is of, and what it has is counted.

mod events;
mod representations;

use super::document::{Document, Property, Structure, Value};
use super::guid::is_guid;
use super::hrefs::{Followed, Hrefs, is_content, query};
use super::index::{Index, Page};
use super::kinds::mismatches;
use super::pairs::pairs;
use super::tally::{Exchanged, Field, Ledger};
use super::traffic::Exchange;
use crate::sample::{Body, Message, StartLine};
use crate::schema::{self, Operation};
use crate::source::Span;

/// Counts what traffic shows.
pub(super) struct Comparison<'s> {
    pub(super) index: Index<'s>,
    pub(super) ledger: Ledger,
    hrefs: Hrefs,
}

/// The operation that an exchange is of.
struct Asked<'s> {
    page: Page,
    method: String,
    /// `None` if the page does not document the method.
    operation: Option<&'s Operation>,
    /// The parameters that the client added to the address of a link.
    added: Vec<(String, String)>,
    /// All parameters.
    parameters: Vec<(String, String)>,
}

impl<'s> Comparison<'s> {
    pub(super) fn new(index: Index<'s>) -> Self {
        Self { index, ledger: Ledger::default(), hrefs: Hrefs::default() }
    }

    pub(super) fn add(&mut self, exchange: &Exchange) {
        for (request, response) in pairs(exchange.request.as_ref(), exchange.response.as_ref()) {
            self.pair(request, response, &exchange.span);
        }
    }

    fn pair(&mut self, request: Option<&Message>, response: Option<&Message>, at: &Span) {
        let asks = request.and_then(Document::of);
        let answers = response.and_then(Document::of);
        let status = response.and_then(Message::status);
        let is_success = status.is_some_and(|status| (200..300).contains(&status));
        let asked = self.asked(request, asks.as_ref(), answers.as_ref(), status);
        if let Some(asked) = &asked {
            self.request(asked, asks.as_ref(), status, at);
            if let Some(Document::Structure(structure)) = &asks {
                self.input(asked.page, &asked.method, asked.operation, structure, is_success);
            }
        } else if let Some(Document::Structure(structure)) = &asks {
            self.unasked(structure);
        }
        if let Some(Document::Events(events)) = &asks {
            self.events(events);
        }
        match &answers {
            Some(Document::Events(events)) => self.events(events),
            Some(Document::Error(error)) => self.error(asked.as_ref(), status, error),
            Some(Document::Embedded(held)) => self.embedded(held, None),
            Some(Document::Structure(structure)) => {
                self.answer(asked.as_ref(), is_success, status, structure);
            }
            Some(Document::Other) => {
                // The API answers with objects.
                if let Some(Body::Json(node)) = response.map(|response| &response.body) {
                    self.ledger.unattributed.add(&node.span);
                }
            }
            None => {}
        }
        if let (Some(asked), Some(location)) = (&asked, response.and_then(|it| it.header("location")))
            && let Some(output) =
                asked.operation.and_then(|operation| self.index.page(operation.output.as_deref()?))
        {
            self.hrefs.add(location, [output]);
        }
    }

    /// The operation: by the address that was followed, or else by what was answered or sent.
    fn asked(
        &self,
        request: Option<&Message>,
        asks: Option<&Document<'_>>,
        answers: Option<&Document<'_>>,
        status: Option<u16>,
    ) -> Option<Asked<'s>> {
        let is_success = status.is_some_and(|status| (200..300).contains(&status));
        let Some(StartLine::Request { method, target }) = request.and_then(|request| request.start.as_ref())
        else {
            return None;
        };
        let Followed { mut pages, added } = self.hrefs.follow(target);
        // Revisions of one rel have one address. The client may say which one it can read; or else the status may show which one it got.
        let wanted = request.and_then(|request| request.header("x-ms-requiresminresourceversion"));
        let wanted = wanted.and_then(|revision| revision.parse::<u32>().ok());
        let has_status = |page: Page| {
            let operation = self.index.operation(page, method);
            operation.is_some_and(|operation| operation.statuses.iter().any(|it| Some(it.status) == status))
        };
        pages.sort_by_key(|page| match wanted {
            Some(wanted) => self.index.resource(*page).revision != wanted,
            None => !has_status(*page),
        });
        let parameters = query(target);
        let found = pages.iter().find_map(|page| Some((*page, self.index.operation(*page, method)?)));
        let asked = |page, operation, added| {
            Some(Asked { page, method: method.clone(), operation, added, parameters: parameters.clone() })
        };
        if let Some((page, operation)) = found {
            return asked(page, Some(operation), added);
        }
        if let Some(page) = pages.first() {
            // A preflight of a browser, and what the server does not do either.
            let is_of_api = is_success && !matches!(method.as_str(), "OPTIONS" | "HEAD");
            return if is_of_api { asked(*page, None, added) } else { None };
        }
        if let Some(Document::Structure(answer)) = answers
            && is_success
            && let Some(page) = self.page_of(answer, &[])
            && let Some((page, operation)) = self.answering(method, page)
        {
            // Parameters that are in the resource's own address may be those of a link that was not recorded.
            let own = answer.href().map(query).unwrap_or_default();
            let added = added.into_iter().filter(|parameter| !own.contains(parameter)).collect();
            return asked(page, Some(operation), added);
        }
        if let Some(Document::Structure(input)) = asks
            && let Some((page, operation)) = self.index.likest_input(input)
            && operation.method == *method
        {
            return asked(page, Some(operation), Vec::new());
        }
        None
    }

    /// The one operation with this method that answers with a representation.
    fn answering(&self, method: &str, representation: Page) -> Option<(Page, &'s Operation)> {
        if method == "GET" {
            return Some((representation, self.index.operation(representation, method)?));
        }
        let answers = |page: &Page| {
            let operation = self.index.operation(*page, method)?;
            let output = self.index.page(operation.output.as_deref()?)?;
            (self.index.representation(output) == representation).then_some((*page, operation))
        };
        let pages = 0..self.index.schema.resources.len();
        let mut found = pages.filter_map(|page| answers(&page));
        let first = found.next()?;
        // Revisions of one rel are one to who follows a link of the first.
        let rel = |page: Page| &self.index.resource(page).rel;
        found.all(|(page, _)| rel(page) == rel(first.0)).then_some(first)
    }

    /// The representation that a structure is. `expected` are the pages that it can be of.
    fn page_of(&self, structure: &Structure<'_>, expected: &[Page]) -> Option<Page> {
        let representations = |pages: &[Page]| {
            let mut found: Vec<Page> = pages.iter().map(|page| self.index.representation(*page)).collect();
            found.dedup();
            found
        };
        let expected = representations(expected);
        if let Some(rel) = structure.rel {
            let named = representations(self.index.of_rel(rel));
            let both: Vec<Page> = named.iter().copied().filter(|page| expected.contains(page)).collect();
            return self.least_unknown(structure, if both.is_empty() { &named } else { &both });
        }
        if let Some(page) = self.least_unknown(structure, &expected) {
            return Some(page);
        }
        let followed = structure.href().map(|href| representations(&self.hrefs.follow(href).pages));
        let followed = followed.and_then(|pages| self.least_unknown(structure, &pages));
        followed.or_else(|| self.index.likest(structure))
    }

    /// The page that has the most of what a structure has.
    fn least_unknown(&self, structure: &Structure<'_>, pages: &[Page]) -> Option<Page> {
        if pages.len() <= 1 {
            return pages.first().copied();
        }
        let unknown = |page: &&Page| {
            let resource = self.index.resource(**page);
            let has = |name: &str| {
                resource.properties.iter().any(|property| property.name == name)
                    || resource.links.iter().chain(&resource.embedded).any(|link| link.rel == name)
            };
            structure.names().filter(|name| !has(name)).count()
        };
        pages.iter().min_by_key(unknown).copied()
    }

    fn exchanged(&mut self, page: Page, method: &str) -> Option<&mut Exchanged> {
        self.ledger.operations.entry(page).or_default().entry(method)
    }

    fn request(&mut self, asked: &Asked<'s>, asks: Option<&Document<'_>>, status: Option<u16>, at: &Span) {
        let operation = asked.operation;
        let is_success = status.is_some_and(|status| (200..300).contains(&status));
        for (name, value) in &asked.added {
            let documented = operation.and_then(|operation| field(&operation.query, name));
            let name = documented.map_or(name.as_str(), |documented| &documented.name);
            let value = Value::Untyped(value);
            if let Some(seen) =
                self.exchanged(asked.page, &asked.method).and_then(|it| it.parameters.entry(name))
            {
                count(seen, documented, &value, at);
            }
            self.members(documented, &value, at);
        }
        let Some(exchanged) = self.exchanged(asked.page, &asked.method) else { return };
        exchanged.requests.add(at);
        if let Some(status) = status {
            exchanged.statuses.entry(status).or_default().add(at);
        }
        if !is_success {
            return;
        }
        exchanged.successes += 1;
        let Some(operation) = operation else { return };
        for required in operation.query.iter().filter(|parameter| parameter.required) {
            if !asked.parameters.iter().any(|(name, _)| name.eq_ignore_ascii_case(&required.name)) {
                exchanged.missing_parameters.entry(required.name.clone()).or_default().add(at);
            }
        }
        if asks.is_none() {
            for required in operation.input.iter().filter(|member| member.required) {
                exchanged.missing_members.entry(required.name.clone()).or_default().add(at);
            }
        }
    }

    /// The members of an input. Servers take them in any case.
    fn input(
        &mut self,
        page: Page,
        method: &str,
        operation: Option<&'s Operation>,
        structure: &Structure<'_>,
        is_success: bool,
    ) {
        let Some(operation) = operation else { return };
        let representation = self.index.resource(self.index.representation(page));
        // A PUT sends back what GET answered with, what is unknown included.
        let is_sent_back = |name: &str| {
            method == "PUT"
                && (representation.properties.iter().any(|property| property.name.eq_ignore_ascii_case(name))
                    || is_guid(name)
                    || matches!(name, "etag" | "rel"))
        };
        for Property { name, value, at } in &structure.properties {
            let documented = field(&operation.input, name);
            if documented.is_none() && is_sent_back(name) {
                continue;
            }
            let name = documented.map_or(*name, |documented| &documented.name);
            if let Some(seen) = self.exchanged(page, method).and_then(|it| it.members.entry(name)) {
                count(seen, documented, value, at);
            }
            self.members(documented, value, at);
        }
        for link in &structure.links {
            let is_data = link.targets.iter().any(|target| is_content(target.href));
            let documented = field(&operation.input, link.rel);
            if is_data && (documented.is_some() || !is_sent_back(link.rel)) {
                let name = documented.map_or(link.rel, |documented| &documented.name);
                if let Some(seen) = self.exchanged(page, method).and_then(|it| it.members.entry(name)) {
                    seen.add_content(link.at);
                }
            }
        }
        let Some(exchanged) = self.exchanged(page, method) else { return };
        exchanged.inputs += 1;
        if !is_success {
            return;
        }
        for required in operation.input.iter().filter(|member| member.required) {
            if !structure.names().any(|name| name.eq_ignore_ascii_case(&required.name)) {
                exchanged.missing_members.entry(required.name.clone()).or_default().add(structure.at);
            }
        }
    }

    /// The body of a request of which the address does not tell the operation.
    fn unasked(&mut self, structure: &Structure<'_>) {
        match self.index.likest_input(structure) {
            Some((page, operation)) => self.input(page, &operation.method, Some(operation), structure, false),
            None => self.ledger.unattributed.add(structure.at),
        }
    }

    fn answer(
        &mut self,
        asked: Option<&Asked<'s>>,
        is_success: bool,
        status: Option<u16>,
        structure: &Structure<'_>,
    ) {
        // The bodies of errors of other services have no form of the API.
        if status.is_some_and(|status| status >= 400) && structure.rel.is_none() {
            self.ledger.unattributed.add(structure.at);
            return;
        }
        let operation = asked.and_then(|asked| asked.operation);
        if let (Some(asked), Some(operation)) = (asked, operation)
            && structure.rel.is_none()
            && !operation.output_fields.is_empty()
        {
            self.fields(asked, operation, structure);
            return;
        }
        if status.is_none() && structure.element == Some("input") {
            self.unasked(structure);
            return;
        }
        let expected: Vec<Page> = asked.map_or_else(Vec::new, |asked| {
            let output = operation.and_then(|operation| self.index.page(operation.output.as_deref()?));
            let own = (asked.method == "GET").then_some(asked.page);
            output.or(own).into_iter().collect()
        });
        match self.page_of(structure, &expected) {
            Some(page) => {
                if let Some(asked) = asked.filter(|asked| is_success && asked.operation.is_some())
                    && let Some(exchanged) = self.exchanged(asked.page, &asked.method)
                {
                    exchanged.answers += 1;
                    exchanged.outputs.entry(page).or_default().add(structure.at);
                }
                self.representation(page, structure);
            }
            None => match asked.zip(operation) {
                // No page has such fields yet.
                Some((asked, operation))
                    if is_success && structure.rel.is_none() && operation.output.is_none() =>
                {
                    self.fields(asked, operation, structure);
                }
                _ => self.unknown(structure, status),
            },
        }
    }

    /// A structure that is no representation of any page.
    fn unknown(&mut self, structure: &Structure<'_>, status: Option<u16>) {
        if let Some(rel) = structure.rel {
            self.ledger.representation_count += 1;
            self.ledger.rels.count(rel, structure.at);
            self.links(&structure.links, None);
            self.embedded(&structure.embedded, None);
        } else if status.is_none() {
            self.unasked(structure);
        } else {
            self.ledger.unattributed.add(structure.at);
        }
    }

    /// The fields of an answer that is no representation.
    fn fields(&mut self, asked: &Asked<'s>, operation: &'s Operation, structure: &Structure<'_>) {
        for Property { name, value, at } in &structure.properties {
            let documented = field(&operation.output_fields, name);
            let name = documented.map_or(*name, |documented| &documented.name);
            if let Some(seen) = self.exchanged(asked.page, &asked.method).and_then(|it| it.fields.entry(name))
            {
                count(seen, documented, value, at);
            }
            self.members(documented, value, at);
        }
        if let Some(exchanged) = self.exchanged(asked.page, &asked.method) {
            exchanged.answers += 1;
        }
    }
}

/// The field of this name. Servers take parameters and members in any case.
fn field<'f>(fields: &'f [schema::Property], name: &str) -> Option<&'f schema::Property> {
    let exact = fields.iter().find(|field| field.name == name);
    exact.or_else(|| fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)))
}

fn count(seen: &mut Field, documented: Option<&schema::Property>, value: &Value<'_>, at: &Span) {
    seen.add(value, at);
    if let Some(documented) = documented {
        mismatches(documented, value).into_iter().for_each(|instead| seen.add_unlike(instead, at));
    }
}
