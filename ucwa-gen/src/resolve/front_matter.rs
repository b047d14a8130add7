//! What the front matter of a page says, compared with the page and with the other pages. It decides; what contradicts it is a
//! finding.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::Bodies;
use super::index::{Index, rel, revision};
use super::roles::Roles;
use crate::diagnostic::{Code, Diagnostic};
use crate::page::{Form, PageFacts};
use crate::source::Span;

/// Compares the front matter of all pages.
pub(super) fn check(index: &Index<'_>, roles: &Roles<'_>, bodies: &Bodies<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut first: BTreeMap<(String, u32), &PageFacts> = BTreeMap::new();
    for page in index.resources() {
        let (own, number) = rel(page);
        let known = *first.entry((own.to_lowercase(), number)).or_insert(page);
        if known.name == page.name {
            continue;
        }
        let (at, other) = if says_rel(known) && !says_rel(page) { (known, page) } else { (page, known) };
        let message =
            format!("`{}` documents revision {number} of the rel `{own}`, as `{}` does", at.name, other.name);
        // Without front matter it is the names that differ in zeros or in case.
        let finding = match says_rel(at) {
            true => differs(at, ["rel", "revision"], message),
            false => Diagnostic::new(Code::RelTwice, at.source.span(0..0), message),
        };
        found.push(finding.related(other.source.span(0..0), "the other page"));
    }
    let rels = first.keys().map(|(rel, _)| rel.clone());
    let mut names: BTreeSet<String> = rels.chain(index.names().map(str::to_lowercase)).collect();
    for page in index.resources() {
        found.extend(of_page(page, &names));
        // A rel that is another one's alias is not that of a third page.
        names.extend(page.explicit.aliases.iter().map(|alias| alias.to_lowercase()));
        if page.forms.page() == Form::Explicit {
            found.extend(against_sample(page, index, roles, bodies));
        }
    }
    found
}

fn says_rel(page: &PageFacts) -> bool {
    page.explicit.rel.is_some() || page.explicit.revision.is_some()
}

/// What the page itself and the names of the others contradict.
fn of_page(page: &PageFacts, names: &BTreeSet<String>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let (named, _) = revision(&page.name);
    let (own, _) = rel(page);
    if own != named && own.eq_ignore_ascii_case(named) {
        let message = format!("the rel is `{own}`, and the page is `{}`: the case differs", page.name);
        found.push(differs(page, ["rel"], message));
    }
    let mut before = BTreeSet::new();
    for alias in &page.explicit.aliases {
        let is_new = before.insert(alias);
        let message = if alias.eq_ignore_ascii_case(own) || alias.eq_ignore_ascii_case(&page.name) {
            format!("`{alias}` is the rel of `{}` itself, not another one", page.name)
        } else if !is_new {
            format!("`{alias}` stands twice")
        } else if names.contains(&alias.to_lowercase()) {
            format!("`{alias}` is a rel of another page, and here one of `{}`", page.name)
        } else {
            continue;
        };
        found.push(differs(page, ["aliases"], message));
    }
    let parts = [
        ("properties", !page.properties.is_empty()),
        ("embedded resources", !page.embedded.is_empty()),
        ("events", !page.events.is_empty()),
        ("an operation GET", page.operations.iter().any(|operation| operation.method == "GET")),
    ];
    if page.explicit.is_operation
        && let Some((part, _)) = parts.iter().find(|(_, has)| *has)
    {
        let message = format!("`{}` has `kind: operation`, but also {part}", page.name);
        found.push(differs(page, ["kind"], message));
    }
    found
}

/// What the rel in the page's own sample contradicts.
fn against_sample(
    page: &PageFacts,
    index: &Index<'_>,
    roles: &Roles<'_>,
    bodies: &Bodies<'_>,
) -> Option<Diagnostic> {
    let key = match (&page.explicit.role_of, says_rel(page)) {
        (Some(_), _) => "role_of",
        (None, true) => "rel",
        (None, false) => return None,
    };
    let (shown, span) = bodies.own_rel(page)?;
    let base = roles.base(&page.name).and_then(|name| index.resource(name));
    // Where no page documents it, that is the finding.
    let base = base.or(page.explicit.role_of.is_none().then_some(page))?;
    let is_shown = shown == rel(base).0 || base.explicit.aliases.iter().any(|alias| alias == shown);
    (!is_shown).then(|| {
        let message = format!(
            "the front matter of `{}` has the rel `{}`, the page's sample `{shown}`",
            page.name,
            rel(base).0
        );
        differs(page, [key], message).related(span.clone(), "the sample")
    })
}

/// The finding at the line of the first of these keys that the front matter has.
fn differs<const N: usize>(page: &PageFacts, keys: [&str; N], message: String) -> Diagnostic {
    let line = keys.iter().find_map(|key| page.explicit.places.get(*key));
    let place: Span = line.cloned().unwrap_or_else(|| page.source.span(0..0));
    Diagnostic::new(Code::FrontMatterDiffers, place, message)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{found, operation, response, table};
    use crate::diagnostic::Severity;
    use crate::source::SourceFile;

    /// The front matter of `lamp`, which has a property, a GET and a sample of its rel, and what is found.
    #[test]
    fn the_front_matter_is_compared() {
        let page = |name: &str, front: &str, rel: &str| {
            let properties = table("### Properties", "Name|Type|Description", &["on|Boolean|"]);
            let item = table("#### Response body", "Item", &[&format!("[{name}]({name}_ref.md)")]);
            let status = table("", "Status", &["200"]);
            let get =
                operation("GET", &[item, status, response(&format!(r#"{{"rel": "{rel}", "on": true}}"#))]);
            let text =
                format!("---\ntitle: {name}\n{front}---\n# {name}\n\n{properties}### Links\n\nNone\n\n{get}");
            SourceFile::new(format!("{name}_ref.md"), text)
        };
        #[rustfmt::skip]
        let cases = [
            ("", "lamp", ""),
            ("rel: light\n", "light", ""),
            ("rel: light\n", "lamp", "UG095 the front matter of `lamp` has the rel `light`, the page's sample `lamp`"),
            ("rel: Lamp\n", "Lamp", "UG095 the rel is `Lamp`, and the page is `lamp`: the case differs"),
            ("rel: bulb\n", "bulb", "UG095 `lamp` documents revision 1 of the rel `bulb`, as `bulb` does"),
            ("rel: bulb\nrevision: 2\n", "bulb", ""),
            ("aliases: light\n", "lamp", ""),
            ("aliases: light, light\n", "lamp", "UG095 `light` stands twice"),
            ("aliases: lamp\n", "lamp", "UG095 `lamp` is the rel of `lamp` itself, not another one"),
            ("aliases: bulb\n", "lamp", "UG095 `bulb` is a rel of another page, and here one of `lamp`"),
            ("kind: operation\n", "lamp", "UG095 `lamp` has `kind: operation`, but also properties"),
            ("role_of: bulb\n", "bulb", ""),
            ("role_of: bulb\n", "lamp", "UG095 the front matter of `lamp` has the rel `bulb`, the page's sample `lamp`"),
        ];
        for (front, shown, expected) in cases {
            let pages = [page("lamp", front, shown), page("bulb", "", "bulb")];
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{front:?} {shown}");
        }
        let pages = ["lamp2", "lamp02", "lamp3"].map(|name| page(name, "", "lamp"));
        let expected = "UG100 `lamp2` documents revision 2 of the rel `lamp`, as `lamp02` does";
        assert_eq!(found(&pages, Severity::Warning).join("; "), expected);
    }
}
