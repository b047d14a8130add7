//! The entries that no decision asked for: there is nothing that they could be about.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Correction, Override};
use super::set::Overrides;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Operation, Resource, Schema};
use crate::source::Span;
use crate::suggest::{nearest, suggestion};
use crate::vocabulary::is_without_request_body;

/// For how many entries it is looked for what may have been meant: each search reads all names.
pub(crate) const SEARCHED: usize = 100;

/// Names the entries that were not asked for. `asked` is where those stand that were.
pub(crate) fn account(overrides: &Overrides, asked: &BTreeSet<Span>, schema: &Schema) -> Vec<Diagnostic> {
    let mut known: BTreeMap<(&str, bool), Vec<String>> = BTreeMap::new();
    let unasked = overrides.entries().iter().filter(|entry| {
        // Whether a page is excluded or a sample replaced is decided, and accounted for, when the pages are read.
        entry.correction.is_in_schema() && !asked.contains(&entry.span)
    });
    unasked
        .enumerate()
        .map(|(at, entry)| {
            if at >= SEARCHED {
                return stale(entry, &[]);
            }
            if let Some(added) = added(entry, overrides) {
                return added;
            }
            let kind = (entry.correction.table(), parent(entry).is_some());
            let known = known.entry(kind).or_insert_with(|| things(schema, &entry.correction));
            let found = stale(entry, known);
            match adding(entry, schema) {
                Some(adding) if found.help.is_empty() => found.help(adding),
                Some(adding) => {
                    let help = format!("{} {adding}", found.help);
                    found.help(help)
                }
                None => found,
            }
        })
        .collect()
}

/// The finding that nothing is called what the entry is about. `known` is what it could be about.
pub(crate) fn stale(entry: &Override, known: &[String]) -> Diagnostic {
    let (message, near) = match parent(entry) {
        Some((parent, name)) => {
            let message = format!("there is no `{parent}` that `{name}` could be added to");
            (message, near_parent(parent, known).into_iter().map(|near| format!("{near}.{name}")).collect())
        }
        None => (format!("{} is called `{}`", nobody(&entry.correction), entry.of), near(&entry.of, known)),
    };
    let found = Diagnostic::new(Code::OverrideStale, entry.span.clone(), message);
    match suggestion(&near) {
        Some(suggestion) => found.help(suggestion),
        None => found,
    }
}

/// The finding that an entry is about the type of what another entry adds, or about whether it is required: that one says so.
fn added(entry: &Override, overrides: &Overrides) -> Option<Diagnostic> {
    let key = match entry.correction {
        Correction::Type { .. } => "type",
        Correction::Required { .. } => "required",
        _ => return None,
    };
    let adding = overrides.about(&entry.of).find(|other| other.correction.adds())?;
    let message = format!("`{}` is added by an entry that has its `{key}`", entry.of);
    let found = Diagnostic::new(Code::OverrideStale, entry.span.clone(), message);
    Some(found.related(adding.span.clone(), "added here").help(format!("change the `{key}` of that entry")))
}

/// Which entry would add what this entry corrects, if only that is missing and not what it belongs to.
fn adding(entry: &Override, schema: &Schema) -> Option<&'static str> {
    let is_correction = match entry.correction {
        Correction::Type { .. } | Correction::Default { .. } | Correction::Required { .. } => true,
        Correction::Link { add, .. } => !add,
        _ => false,
    };
    let mut parts = entry.of.split('.');
    let resource = schema.resource(parts.next()?).filter(|_| is_correction)?;
    let rest: Vec<&str> = parts.collect();
    let has = |method: &str| resource.operations.iter().any(|operation| operation.method == method);
    match (&entry.correction, rest.as_slice()) {
        (Correction::Link { .. }, ["links" | "embedded", _]) => Some("`add = true` would add it"),
        (Correction::Link { .. }, _) => None,
        (_, [method, "query", _]) if has(method) => Some("`[[parameter]]` would add it"),
        (_, [method, "input", _]) if is_without_request_body(method) => None,
        (_, [method, "input" | "output", _]) if has(method) => Some("`[[property]]` would add it"),
        (_, ["properties", _]) => Some("`[[property]]` would add it"),
        _ => None,
    }
}

/// What an entry adds to, and the name of what it adds; `None` for one that corrects.
fn parent(entry: &Override) -> Option<(&str, &str)> {
    match entry.correction {
        Correction::Property(_) | Correction::Parameter(_) | Correction::Link { add: true, .. } => {
            entry.of.rsplit_once('.')
        }
        _ => None,
    }
}

fn nobody(correction: &Correction) -> &'static str {
    match correction {
        Correction::Type { .. } | Correction::Default { .. } | Correction::Required { .. } => {
            "no property and no parameter"
        }
        Correction::Property(_) | Correction::Parameter(_) => "nothing that could have it",
        Correction::Link { .. } => "no link and no embedded resource",
        Correction::Event(_) => "no page that could list an event",
        Correction::Status { .. } => "no operation",
        Correction::Role { .. } => "no resource",
        Correction::Response { .. } => "no operation",
        Correction::Member => "no member of an enumeration",
        Correction::Error { .. } => "no operation and no list of reasons",
        Correction::Exclude => "no page",
        Correction::Sample { .. } => "no operation and no event with a sample",
        Correction::Rename { .. } => "nothing with a name of its own",
    }
}

/// What may have been meant: the page of another name, or else something else on it.
fn near(of: &str, known: &[String]) -> Vec<String> {
    let (page, rest) = of.split_once('.').unwrap_or((of, ""));
    let pages: BTreeSet<&str> = known.iter().map(|it| it.split('.').next().unwrap_or(it)).collect();
    if !pages.contains(page) {
        let renamed = |it: String| if rest.is_empty() { it } else { format!("{it}.{rest}") };
        return nearest(page, pages.into_iter()).into_iter().map(renamed).collect();
    }
    let own: Vec<&str> = known.iter().filter_map(|it| it.strip_prefix(page)?.strip_prefix('.')).collect();
    let (place, name) = rest.rsplit_once('.').unwrap_or(("", rest));
    let beside = own.iter().filter_map(|it| it.strip_prefix(place)?.strip_prefix('.'));
    let beside = nearest(name, beside).into_iter().map(|it| format!("{page}.{place}.{it}"));
    let elsewhere = own.iter().filter(|it| it.rsplit('.').next() == Some(name));
    let elsewhere = elsewhere.map(|it| format!("{page}.{it}"));
    let mut near: Vec<String> = beside.chain(elsewhere).collect();
    if near.is_empty() {
        near = nearest(rest, own.into_iter()).into_iter().map(|it| format!("{page}.{it}")).collect();
    }
    near
}

/// What something may have been meant to be added to: the same part of another page, or of a method that is like the named one.
fn near_parent(parent: &str, known: &[String]) -> Vec<String> {
    let [page, method, part] = parent.split('.').collect::<Vec<_>>()[..] else { return near(parent, known) };
    let prefix = format!("{page}.");
    let own: Vec<&str> = known.iter().filter_map(|it| it.strip_prefix(&prefix)).collect();
    if own.is_empty() {
        return near(parent, known);
    }
    let methods = own.iter().filter_map(|it| it.strip_suffix(part)?.strip_suffix('.'));
    nearest(method, methods).into_iter().map(|method| format!("{page}.{method}.{part}")).collect()
}

/// Everything that such an entry can be about.
pub(crate) fn things(schema: &Schema, correction: &Correction) -> Vec<String> {
    let resources = schema.resources.iter();
    let enumerations = schema.enumerations.iter();
    match correction {
        Correction::Type { .. } | Correction::Default { .. } | Correction::Required { .. } => {
            resources.flat_map(fields).collect()
        }
        Correction::Property(_) => {
            let properties = schema.resources.iter().map(|resource| format!("{}.properties", resource.name));
            let bodies = resources.flat_map(operations);
            properties.chain(bodies.flat_map(|of| [format!("{of}.input"), format!("{of}.output")])).collect()
        }
        Correction::Parameter(_) => resources.flat_map(operations).map(|of| format!("{of}.query")).collect(),
        Correction::Link { add: true, .. } => {
            resources.flat_map(|it| ["links", "embedded"].map(|part| format!("{}.{part}", it.name))).collect()
        }
        Correction::Event(_) => resources.map(|resource| format!("{}.events", resource.name)).collect(),
        Correction::Status { .. } => resources.flat_map(operations).collect(),
        Correction::Link { .. } => resources.flat_map(links).collect(),
        Correction::Role { .. } => resources.map(|resource| resource.name.clone()).collect(),
        Correction::Response { .. } => resources.flat_map(operations).collect(),
        Correction::Error { .. } => {
            let reasons = schema.resources.iter().map(|resource| format!("{}.reasons", resource.name));
            resources.flat_map(operations).chain(reasons).collect()
        }
        Correction::Member => enumerations.map(|it| format!("{}.members", it.name)).collect(),
        Correction::Rename { .. } => {
            let pages = schema.resources.iter().map(|resource| resource.name.clone());
            // A role has the type of its representation, and a PUT sends one: they have no names of their own.
            let own = resources.filter(|resource| resource.role_of.is_none());
            let parts = own.flat_map(|resource| fields(resource).into_iter().chain(links(resource)));
            let parts = parts.filter(|it| !it.contains(".PUT.input."));
            let members = enumerations.flat_map(|it| {
                let members = it.members.iter().map(|member| format!("{}.members.{}", it.name, member.name));
                std::iter::once(it.name.clone()).chain(members)
            });
            pages.chain(parts).chain(members).collect()
        }
        Correction::Exclude | Correction::Sample { .. } => Vec::new(),
    }
}

fn operations(resource: &Resource) -> Vec<String> {
    resource.operations.iter().map(|operation| format!("{}.{}", resource.name, operation.method)).collect()
}

fn links(resource: &Resource) -> Vec<String> {
    let links = resource.links.iter().map(|link| format!("{}.links.{}", resource.name, link.rel));
    let embedded = resource.embedded.iter().map(|link| format!("{}.embedded.{}", resource.name, link.rel));
    links.chain(embedded).collect()
}

fn fields(resource: &Resource) -> Vec<String> {
    let mut all: Vec<String> =
        resource.properties.iter().map(|it| format!("{}.properties.{}", resource.name, it.name)).collect();
    for operation in &resource.operations {
        let Operation { method, query, input, output_fields, .. } = operation;
        for (part, fields) in [("query", query), ("input", input), ("output", output_fields)] {
            let prefix = format!("{}.{method}.{part}", resource.name);
            all.extend(fields.iter().map(|field| format!("{prefix}.{}", field.name)));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{account, near_parent};
    use crate::overrides::Overrides;
    use crate::schema::Schema;
    use crate::source::SourceFile;

    #[test]
    fn what_something_is_added_to_is_like_what_was_meant() {
        let known = ["lamp.properties", "lamp.GET.input", "lamp.PATCH.input", "lamp.PATCH.output"];
        let known = known.map(str::to_owned);
        for (parent, expected) in [
            ("lamp.DELETE.input", ""),
            ("lamp.Patch.input", "lamp.PATCH.input"),
            ("lamp.PACTH.output", "lamp.PATCH.output"),
            ("lmap.PATCH.input", "lamp.PATCH.input"),
            ("lmap.properties", "lamp.properties"),
        ] {
            assert_eq!(near_parent(parent, &known).join(" "), expected, "{parent}");
        }
    }

    /// What an entry of `property` adds, what one that corrects `lamp.properties.size` says, and what is found of the latter where
    /// nothing asks for it.
    #[test]
    fn what_an_entry_adds_has_its_type_there() {
        let absent = "UG062 no property and no parameter is called `lamp.properties.size`";
        let added =
            |key: &str| format!("UG062 `lamp.properties.size` is added by an entry that has its `{key}`");
        for (adds, key, value, expected) in [
            ("lamp.properties.size", "type", "\"String\"", added("type")),
            ("lamp.properties.size", "required", "true", added("required")),
            ("lamp.properties.hue", "type", "\"String\"", absent.to_owned()),
        ] {
            let text = format!(
                "[[property]]\nof = \"{adds}\"\ntype = \"Int32\"\nreason = \"x\"\nsource = \"a book\"\n
[[{key}]]\nof = \"lamp.properties.size\"\n{key} = {value}\nreason = \"x\"\n"
            );
            let (overrides, found) = Overrides::parse(&SourceFile::new("ucwa.toml", text.as_str()));
            assert_eq!(found, []);
            let asked = overrides.entries().iter().filter(|entry| entry.correction.adds());
            let asked: BTreeSet<_> = asked.map(|entry| entry.span.clone()).collect();
            let found = account(&overrides, &asked, &Schema::empty());
            let found: Vec<String> =
                found.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
            assert_eq!(found, [expected], "{adds} {key}");
        }
    }
}
