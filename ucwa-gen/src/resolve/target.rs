//! What a link leads to, or what is embedded under a name.

use super::evidence::{evidence, name};
use super::index::Index;
use super::words::meant;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::Hyperlink;
use crate::page::{ExplicitTarget, Form, LinkRow, PageFacts};
use crate::schema::{Evidence, EvidenceKind};

/// What the pages say of a target.
#[derive(Debug)]
pub(super) enum Target<'a> {
    /// It is this page, for this reason.
    Page(&'a str, Option<Evidence>),
    /// The page says that no page documents it, or names one that is not there.
    Unknown(Option<Evidence>),
    /// They say nothing.
    Open,
}

impl<'a> Target<'a> {
    /// The page, or that no page documents it; `None` where the pages say nothing.
    pub(super) fn known(&self) -> Option<Option<&'a str>> {
        match self {
            Self::Page(page, _) => Some(Some(page)),
            Self::Unknown(_) => Some(None),
            Self::Open => None,
        }
    }
}

/// What a row declares in the explicit form, and that its words and its target do not agree.
pub(super) fn declared<'a>(row: &LinkRow, index: &Index<'a>) -> (Option<Target<'a>>, Option<Diagnostic>) {
    match &row.target {
        Some(ExplicitTarget::Page(link)) => {
            let (named, linked) = (index.resource(&link.text), index.linked_resource(link));
            let (found, differing) = meant(&link.text, named, linked, &row.span, Form::Explicit);
            let differing = differing.or_else(|| no_resource(link, row, index).filter(|_| found.is_none()));
            let why = Some(evidence(EvidenceKind::Declared, &link.text, &row.span));
            let target = match found {
                Some(page) => Target::Page(&page.name, why),
                None => Target::Unknown(why),
            };
            (Some(target), differing)
        }
        Some(ExplicitTarget::Unknown) => (Some(Target::Unknown(None)), None),
        None => (None, None),
    }
}

/// That a link leads to the page of an enumeration, which has no address to lead to.
fn no_resource(link: &Hyperlink, row: &LinkRow, index: &Index<'_>) -> Option<Diagnostic> {
    let page = index.linked_enumeration(link)?;
    let message = format!("`{}` leads to `{}`, which is an enumeration and no resource", row.rel, page.name);
    Some(Diagnostic::new(Code::RowNotUnderstood, row.span.clone(), message))
}

/// What a rel leads to: as the explicit form says, the page itself for `self`, the page of its name, or the one that its
/// description names.
pub(super) fn target<'a>(
    page: &'a PageFacts,
    rel: &str,
    row: Option<&LinkRow>,
    index: &Index<'a>,
) -> Target<'a> {
    if let Some(target) = row.and_then(|row| declared(row, index).0) {
        return target;
    }
    if rel == "self" {
        return Target::Page(&page.name, None);
    }
    if let Some(found) = index.resource(rel) {
        return Target::Page(&found.name, Some(name(found.name.clone())));
    }
    let Some(row) = row else { return Target::Open };
    let mentioned = row.mentions.iter().filter_map(|link| index.linked_resource(link));
    let mut names: Vec<&str> = mentioned.map(|page| page.name.as_str()).collect();
    names.dedup();
    match names[..] {
        [only] => Target::Page(only, Some(evidence(EvidenceKind::Linked, only, &row.span))),
        _ => Target::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{enumeration, explicit, found, table};
    use crate::diagnostic::Severity;

    /// A table, a row of it, and what is found.
    #[test]
    fn a_link_leads_to_a_resource() {
        let wrong = "UG019 `owner` leads to `Hue`, which is an enumeration and no resource";
        let links = ("### Links", "Link|Leads to|Cardinality|Description");
        let embedded = ("### Embedded resources", "Embedded resource|Holds|Cardinality|Description");
        for ((heading, columns), target, expected) in [
            (links, "[lamp](lamp_ref.md)", ""),
            (links, "unknown", ""),
            (links, "[Hue](Hue_ref.md)", wrong),
            (embedded, "[lamp](lamp_ref.md)", ""),
            (embedded, "[Hue](Hue_ref.md)", wrong),
        ] {
            let section = table(heading, columns, &[&format!("owner|{target}|one|")]);
            let pages = [explicit("room", &[section]), explicit("lamp", &[]), enumeration("Hue", &["Red"])];
            assert_eq!(found(&pages, Severity::Warning).join("; "), expected, "{heading} {target}");
        }
    }
}
