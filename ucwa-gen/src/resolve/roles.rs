//! Whose representation a rel carries.
//!
//! `organizer`, `to` and `acceptedByContact` are rels whose representation is a `contact`. The pages never say so in so
//! many words; their samples do, by the `rel` in the body, or by what is embedded under the name elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::Bodies;
use super::evidence::evidence;
use super::index::{Index, rels, revision};
use super::instance::Instance;
use super::nearly::{Nearly, is_nearly, misspelt};
use crate::decision::Decision;
use crate::diagnostic::{Code, Diagnostic};
use crate::overrides::{Correction, Overrides};
use crate::page::{Form, PageFacts};
use crate::prose::{Part, parts};
use crate::schema::{Evidence, EvidenceKind};

/// By page: whose representation its rel carries, as the page or an override has it.
pub(super) type Decisions<'a> = BTreeMap<&'a str, Decision<'a, &'a str>>;

/// Whose representation each page's rel carries.
#[derive(Debug, Default)]
pub(super) struct Roles<'a> {
    /// For each page that is a role: whose in the end. A role of a role is a role of the last one.
    bases: BTreeMap<&'a str, &'a str>,
    /// Rels in a page's own sample that no page documents.
    aliases: BTreeMap<&'a str, (String, Evidence)>,
}

impl<'a> Roles<'a> {
    pub(super) fn new(
        index: &Index<'a>,
        bodies: &Bodies<'a>,
        overrides: &'a Overrides,
    ) -> (Self, Decisions<'a>) {
        let held = held(bodies);
        let mut roles = Self::default();
        let mut decisions = Decisions::new();
        let names = Nearly::new(index.names());
        for page in index.resources() {
            let mut decision = decide(page, index, bodies, &held, overrides);
            let is_own = *decision.value() == page.name && decision.overridden_by().is_none();
            if is_own
                && page.forms.page() == Form::Original
                && let Some((rel, span)) = bodies.own_rel(page)
                && index.resource(rel).is_none()
                && !is_called(page, rel)
            {
                let why = evidence(EvidenceKind::Sample, format!("\"rel\": \"{rel}\""), span);
                roles.aliases.insert(&page.name, (rel.to_owned(), why));
                if let Some(meant) = names.meant(rel) {
                    let message =
                        format!("the sample of `{}` has the rel `{rel}`, and `{meant}` is a page", page.name);
                    decision.remark([misspelt(message, span)]);
                }
            }
            decisions.insert(&page.name, decision);
        }
        roles.bases = bases(&decisions);
        for (name, decision) in &mut decisions {
            let base = *decision.value();
            // A page in a circle that a role leads to is the end of that one, and no role itself.
            if base != *name && !roles.bases.contains_key(name) {
                let message =
                    format!("`{name}` carries the representation of `{base}`, which leads back to it");
                let page = index.resource(name).map(|page| page.source.span(0..0));
                let found = page.map(|span| Diagnostic::new(Code::RoleCircle, span, message));
                decision.remark(found);
            }
        }
        (roles, decisions)
    }

    /// The name of the page whose representation the rel of a page carries: its own, unless it is a role.
    pub(super) fn representation(&self, name: &'a str) -> &'a str {
        self.base(name).unwrap_or(name)
    }

    /// For a role: the name of the page whose representation its rel carries.
    pub(super) fn base(&self, name: &str) -> Option<&'a str> {
        self.bases.get(name).copied()
    }

    /// The pages of the roles of a page, in the order of the index.
    pub(super) fn of(&self, base: &'a str, index: &Index<'a>) -> impl Iterator<Item = &'a PageFacts> {
        index.resources().filter(move |page| self.base(&page.name) == Some(base))
    }

    /// Whether a rel is that of the representation that a page's rel carries.
    pub(super) fn carries(&self, page: &'a str, rel: &str, index: &Index<'a>) -> bool {
        let base = self.representation(page);
        let mut pages = [page, base].into_iter().filter_map(|name| index.resource(name));
        pages.any(|page| rels(page).any(|own| own.eq_ignore_ascii_case(rel)))
            || index.resource(rel).is_some_and(|page| self.representation(&page.name) == base)
    }

    pub(super) fn alias(&self, name: &str) -> Option<&(String, Evidence)> {
        self.aliases.get(name)
    }
}

fn decide<'a>(
    page: &'a PageFacts,
    index: &Index<'a>,
    bodies: &Bodies<'a>,
    held: &Held,
    overrides: &'a Overrides,
) -> Decision<'a, &'a str> {
    let mut nearly = Vec::new();
    let (base, why) = match role(page, index, bodies, held, &mut nearly) {
        Some((base, why)) => {
            nearly.clear();
            (base, vec![why])
        }
        None => (page.name.as_str(), Vec::new()),
    };
    let unknown = page.explicit.role_of.as_ref().filter(|name| index.resource(name).is_none());
    let decision = Decision::new(base, why).against(nearly).against(unknown.map(|name| {
        let message = format!("no page documents `{name}`, whose representation `{}` carries", page.name);
        Diagnostic::new(Code::DanglingPage, page.source.span(0..0), message)
    }));
    let entry = overrides.find(&page.name, |it| match it {
        Correction::Role { representation } => Some(representation),
        _ => None,
    });
    match entry {
        None => decision,
        Some((entry, name)) => match index.exact(name) {
            None => decision.reject(entry, entry.unknown("representation", "resource", name, index.names())),
            Some(base) => decision.heed(entry, base, |base| {
                format!("`{}` carries the representation of `{base}` anyway", page.name)
            }),
        },
    }
}

/// Follows each role to a page that is no role. A page in a circle of roles is its own.
fn bases<'a>(decisions: &Decisions<'a>) -> BTreeMap<&'a str, &'a str> {
    let next = |name: &str| {
        let base = *decisions.get(name)?.value();
        (base != name).then_some(base)
    };
    let mut ends: BTreeMap<&'a str, &'a str> = BTreeMap::new();
    for start in decisions.keys().copied() {
        let mut path = Vec::new();
        let mut passed = BTreeSet::new();
        let mut at = start;
        let end = loop {
            if let Some(end) = ends.get(at) {
                break *end;
            }
            let Some(base) = next(at) else { break at };
            if !passed.insert(at) {
                // A circle: it is entered here, and each of its pages is its own.
                while let Some(last) = path.pop() {
                    ends.insert(last, last);
                    if last == at {
                        break;
                    }
                }
                break at;
            }
            path.push(at);
            at = base;
        };
        ends.extend(path.into_iter().map(|name| (name, end)));
    }
    ends.retain(|name, base| name != base);
    ends
}

fn is_called(page: &PageFacts, rel: &str) -> bool {
    rel.eq_ignore_ascii_case(&page.name) || rel.eq_ignore_ascii_case(revision(&page.name).0)
}

fn role<'a>(
    page: &'a PageFacts,
    index: &Index<'a>,
    bodies: &Bodies<'a>,
    held: &Held,
    nearly: &mut Vec<Diagnostic>,
) -> Option<(&'a str, Evidence)> {
    if let Some(explicit) = &page.explicit.role_of {
        let base = index.resource(explicit)?;
        let why = evidence(EvidenceKind::Declared, "role_of", &page.source.span(0..0));
        return Some((&base.name, why));
    }
    // In the explicit form only the front matter says so.
    if page.forms.page() == Form::Explicit {
        return None;
    }
    // The page's own sample is of another page's resource.
    if let Some((rel, span)) = bodies.own_rel(page)
        && !is_called(page, rel)
        && let Some(base) = index.resource(rel)
    {
        let why = evidence(EvidenceKind::Sample, format!("\"rel\": \"{rel}\""), span);
        return Some((&base.name, why));
    }
    if page.properties.is_empty() {
        return returned(page, index);
    }
    // What is embedded under the page's name elsewhere is, every time, one other page's resource.
    if let Some(rels) = held.get(&page.name.to_lowercase())
        && rels.len() == 1
        && let Some((rel, why)) = rels.first_key_value()
        && !is_called(page, rel)
        && let Some(base) = index.resource(rel)
    {
        match covers(index, base, page) {
            Cover::All => return Some((&base.name, why.clone())),
            Cover::Nearly(found) => nearly.push(found),
            Cover::Less => {}
        }
    }
    // The first paragraph names a resource that has every property and every link of this page.
    if page.properties.len() < 3 {
        return None;
    }
    let mentioned = page.mentions.iter().filter_map(|link| index.linked_resource(link));
    for base in mentioned {
        if base.name == page.name || base.name.eq_ignore_ascii_case(revision(&page.name).0) {
            continue;
        }
        match covers(index, base, page) {
            Cover::All => {
                let why = evidence(EvidenceKind::Linked, base.name.clone(), &page.source.span(0..0));
                return Some((&base.name, why));
            }
            Cover::Nearly(found) => nearly.push(found),
            Cover::Less => {}
        }
    }
    None
}

/// What its GET returns in so many words ("a representation of a `participant`"), where the page lists nothing but a link to
/// itself. Others have such a sentence too, and what they list is their own.
fn returned<'a>(page: &PageFacts, index: &Index<'a>) -> Option<(&'a str, Evidence)> {
    let lists_nothing = page.embedded.is_empty() && page.links.iter().all(|row| row.rel == "self");
    let get = page.operations.iter().find(|operation| operation.method == "GET").filter(|_| lists_nothing)?;
    let (_, rest) = get.description.split_once("eturns a representation of ")?;
    let name = match parts(rest).as_slice() {
        [Part::Text("a " | "an " | "the "), Part::Code(name), ..] => *name,
        _ => return None,
    };
    let base = index.resource(name).filter(|base| !is_called(page, &base.name))?;
    Some((&base.name, evidence(EvidenceKind::Prose, base.name.clone(), &get.span)))
}

/// How much of a page another one documents.
enum Cover {
    /// Every property and every link.
    All,
    /// All but a name that nearly is one of its own.
    Nearly(Diagnostic),
    Less,
}

fn covers(index: &Index<'_>, base: &PageFacts, page: &PageFacts) -> Cover {
    let Some(listed) = index.listed(base) else { return Cover::Less };
    let properties = page.properties.iter().map(|row| (row.name.as_str(), &listed.properties, &row.span));
    let links = page.links.iter().map(|row| (row.rel.as_str(), &listed.links, &row.span));
    let mut missing = properties.chain(links).filter(|(name, names, _)| !names.contains(name));
    let Some((name, names, span)) = missing.next() else { return Cover::All };
    if missing.next().is_some() {
        return Cover::Less;
    }
    match names.iter().find(|other| is_nearly(name, other)) {
        Some(other) => Cover::Nearly(misspelt(
            format!(
                "`{}` would carry the representation of `{}` if its `{name}` were `{other}`",
                page.name, base.name
            ),
            span,
        )),
        None => Cover::Less,
    }
}

/// For each name under `_embedded`, in lower case, the rels of what it holds.
type Held = BTreeMap<String, BTreeMap<String, Evidence>>;

fn held(bodies: &Bodies<'_>) -> Held {
    let mut held = Held::new();
    for body in bodies.all() {
        walk(&body.instance, &mut held);
    }
    held
}

fn walk(instance: &Instance, held: &mut Held) {
    for embedded in &instance.embedded {
        for inner in &embedded.instances {
            // In XML the rel of what is embedded is the name it is embedded under, and says nothing more.
            if let Some(rel) = inner.rel.as_ref().filter(|rel| **rel != embedded.rel) {
                held.entry(embedded.rel.to_lowercase()).or_default().entry(rel.clone()).or_insert_with(
                    || {
                        let detail = format!("`{}` holds \"rel\": \"{rel}\"", embedded.rel);
                        evidence(EvidenceKind::Sample, detail, &embedded.span)
                    },
                );
            }
            walk(inner, held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{explicit, found, operation, original, response, schema, table};
    use crate::diagnostic::Severity;
    use crate::source::SourceFile;

    fn properties(names: &[&str]) -> String {
        let rows: Vec<String> = names.iter().map(|name| format!("{name}|")).collect();
        table("### Properties", "Name|Description", &rows.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn get(body: &str) -> String {
        operation("GET", &[response(body)])
    }

    fn role_of(page: &str, name: &str) -> SourceFile {
        SourceFile::new(
            format!("{name}_ref.md"),
            format!(
                "---\ntitle: {name}\nrole_of: {page}\n---\n# {name}\n\n### Properties\n\nNone\n\n### Links\n\nNone\n"
            ),
        )
    }

    fn person() -> SourceFile {
        original("person", &[properties(&["name", "title", "mail"])])
    }

    /// The page `buyer` and others, and whose representation the rel carries.
    #[test]
    fn a_rel_carries_the_representation_that_the_pages_show() {
        let buyer = |sections: &[String]| original("buyer", sections);
        let linked = |names: &[&str]| {
            let text = "# buyer\n\nThe [person](person_ref.md) who buys.\n\n";
            SourceFile::new("buyer_ref.md", format!("{text}{}### Links\n\nNone\n", properties(names)))
        };
        let shop = |body: &str| original("shop", &[get(body)]);
        let holds =
            |rel: &str| shop(&format!(r#"{{"rel": "shop", "_embedded": {{"buyer": {{"rel": "{rel}"}}}}}}"#));
        let names = ["name", "title", "mail"];
        let returns = |text: &str| operation("GET", &[format!("{text}\n\n")]);
        #[rustfmt::skip]
        let cases: Vec<(&str, Vec<SourceFile>, &str)> = vec![
            ("nothing says so", vec![buyer(&[])], ""),
            ("its own sample", vec![buyer(&[get(r#"{"rel": "person"}"#)])], "person"),
            ("its own sample is its own", vec![buyer(&[get(r#"{"rel": "buyer"}"#)])], ""),
            ("what others hold under its name", vec![buyer(&[properties(&names[..1])]), holds("person")], "person"),
            ("what its GET returns", vec![buyer(&[returns("Returns a representation of a [person](person_ref.md) who buys.")])], "person"),
            ("but not with a link", vec![buyer(&[table("### Links", "Link|Description", &["self|", "shop|"]), returns("Returns a representation of a [person](person_ref.md).")])], ""),
            ("nor with a property", vec![buyer(&[properties(&["wallet"]), returns("Returns a representation of a [person](person_ref.md).")])], ""),
            ("nor in other words", vec![buyer(&[returns("Returns the shop of a [person](person_ref.md).")])], ""),
            ("nor of itself", vec![buyer(&[returns("Returns a representation of a [buyer](buyer_ref.md).")])], ""),
            ("but not without a property", vec![buyer(&[]), holds("person")], ""),
            ("nor with one of its own", vec![buyer(&[properties(&["wallet"])]), holds("person")], ""),
            ("nor if they hold two things", vec![buyer(&[properties(&names[..1])]), shop(r#"{"rel": "shop", "_embedded": {"buyer": [{"rel": "person"}, {"rel": "shop"}]}}"#)], ""),
            ("the page that its text names", vec![linked(&names)], "person"),
            ("if it has enough of it", vec![linked(&names[..2])], ""),
            ("and nothing of its own", vec![linked(&["name", "title", "wallet"])], ""),
            ("the front matter", vec![role_of("person", "buyer")], "person"),
            ("of a role of a role", vec![role_of("owner", "buyer"), role_of("person", "owner")], "person"),
            ("of itself", vec![role_of("buyer", "buyer")], ""),
            ("in a circle", vec![role_of("owner", "buyer"), role_of("buyer", "owner")], ""),
            ("into a circle", vec![role_of("owner", "buyer"), role_of("thief", "owner"), role_of("owner", "thief")], "owner"),
            ("a sample of the explicit form", vec![explicit("buyer", &[get(r#"{"rel": "person"}"#)])], ""),
        ];
        for (why, pages, expected) in cases {
            let (schema, _) = schema(&[pages, vec![person()]].concat(), "");
            let buyer = schema.resource("buyer").expect("it has a page");
            assert_eq!(buyer.role_of.as_deref().unwrap_or_default(), expected, "{why}");
        }
    }

    #[test]
    fn a_rel_that_no_page_documents_is_another_name() {
        let buyer = original("buyer", &[get(r#"{"rel": "customer"}"#)]);
        let (schema, _) = schema(&[buyer, person()], "");
        assert_eq!(schema.resource("buyer").expect("it has a page").aliases, ["customer"]);
    }

    #[test]
    fn what_hides_a_role_is_reported() {
        let held = r#"{"rel": "shop", "_embedded": {"buyer": {"rel": "person"}}}"#;
        let shop = || original("shop", &[properties(&["x"]), operation("GET", &[response(held)])]);
        let own = [
            table("#### Response body", "Item", &["[buyer](buyer_ref.md)"]),
            table("", "Status", &["200"]),
            response(r#"{"rel": "person"}"#),
        ];
        #[rustfmt::skip]
        let cases: Vec<(&str, Vec<SourceFile>, &str)> = vec![
            ("a misspelt property", vec![original("buyer", &[properties(&["naem"])]), shop()], "UG084 `buyer` would carry the representation of `person` if its `naem` were `name`"),
            ("two of them are no mistake", vec![original("buyer", &[properties(&["naem", "tilte"])]), shop()], ""),
            ("a misspelt rel", vec![original("buyer", &[get(r#"{"rel": "preson"}"#)])], "UG084 the sample of `buyer` has the rel `preson`, and `person` is a page"),
            ("a circle", vec![role_of("owner", "buyer"), role_of("buyer", "owner")], "UG082 `buyer` carries the representation of `owner`, which leads back to it; UG082 `owner` carries the representation of `buyer`, which leads back to it"),
            ("no such page", vec![role_of("preson", "buyer")], "UG026 no page documents `preson`, whose representation `buyer` carries"),
            ("a lost line of the front matter", vec![explicit("buyer", &[operation("GET", &own)])], "UG035 `buyer.GET` answers with `buyer`, a sample shows `person`"),
        ];
        for (why, pages, expected) in cases {
            let pages = [pages, vec![person()]].concat();
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{why}");
        }
    }
}
