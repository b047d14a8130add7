//! What a page says of a resource as a whole: its rel, its group, its kind.

use super::context::Context;
use super::index::rel;
use crate::decision::{Decision, Findings};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::page::{Form, Groups, PageFacts};
use crate::schema::{Resource, ResourceKind};

/// The resource without its parts. `role` is whose representation its rel carries.
pub(super) fn head(
    page: &PageFacts,
    role: Option<Decision<'_, &str>>,
    context: Context<'_>,
    groups: &Groups,
    findings: &mut Findings,
) -> Resource {
    let (rel, revision) = rel(page);
    let group = groups.of(&page.name).map(str::to_owned);
    let is_missed = groups.miss(&page.name, &page.source);
    if group.is_none() && (!groups.is_empty() || is_missed) {
        let message = format!("no group lists `{}`", page.name);
        let found = Diagnostic::new(Code::NoGroup, page.source.span(0..0), message);
        // `render` lists each page of the explicit form, one without a group before the first group.
        let is_lost = page.forms.page() == Form::Explicit && is_missed;
        let severity = if is_lost { Severity::Warning } else { found.severity };
        findings.add(found.with_severity(severity));
    }
    let role_of = context.roles.base(&page.name);
    let mut reasons = Vec::new();
    if let Some(role) = role {
        let is_overridden = role.overridden_by().is_some();
        let (_, why) = findings.close(role);
        // That a page has a representation of its own goes without saying, unless it looks otherwise.
        if role_of.is_some() || is_overridden {
            reasons.extend(why);
        }
    }
    let mut aliases = page.explicit.aliases.clone();
    if let Some((alias, why)) = context.roles.alias(&page.name) {
        reasons.push(why.clone());
        if !aliases.contains(alias) {
            aliases.push(alias.clone());
        }
    }
    Resource {
        name: page.name.clone(),
        rel: rel.to_owned(),
        aliases,
        revision,
        group,
        kind: ResourceKind::Resource,
        role_of: role_of.map(str::to_owned),
        description: page.description.clone(),
        remarks: page.remarks.clone(),
        page: page.source.page(),
        properties: Vec::new(),
        links: Vec::new(),
        embedded: Vec::new(),
        operations: Vec::new(),
        events: Vec::new(),
        reasons: Vec::new(),
        scopes: Vec::new(),
        evidence: reasons,
    }
}

/// What the page of a resource documents.
pub(super) fn kind(resource: &Resource, page: &PageFacts) -> ResourceKind {
    let has_get = page.operations.iter().any(|operation| operation.method == "GET");
    let is_empty = resource.properties.is_empty()
        && resource.embedded.is_empty()
        && resource.links.iter().all(|link| link.rel == "self");
    if resource.role_of.is_some() {
        ResourceKind::Role
    } else if page.explicit.is_operation || is_empty && page.events.is_empty() && !has_get {
        ResourceKind::Operation
    } else {
        ResourceKind::Resource
    }
}
