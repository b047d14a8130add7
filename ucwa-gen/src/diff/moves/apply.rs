//! The old schema with the new names.

use std::collections::BTreeSet;

use super::moved::Moves;
use crate::diff::compare::{Entry, link_facts};
use crate::diff::found::Path;
use crate::diff::index::Index;
use crate::render::property_facts;
use crate::schema::{Link, Property, Resource, ResourceKind, Scalar, Schema, Type};

/// Renames what was renamed, and what refers to it; notes where.
pub(super) fn apply(old: &Schema, new: &Index<'_>, moves: &mut Moves) -> Schema {
    let mut schema = old.clone();
    // Another page may have the rel still.
    let used: BTreeSet<&str> = new.schema.resources.iter().map(|resource| resource.rel.as_str()).collect();
    for (name, renamed) in &moves.renamed {
        if let Some([was, is]) = renamed.rels.clone().filter(|[was, _]| !used.contains(was.as_str())) {
            moves.rels.insert(was, (is, name.clone()));
        }
    }
    for resource in &mut schema.resources {
        if let Some(now) = moves.names.get(&resource.name) {
            resource.name.clone_from(now);
            if let Some(now) = new.resource(now) {
                resource.rel.clone_from(&now.rel);
            }
        }
        let now = new.resource(&resource.name);
        references(resource, now, moves);
    }
    for enumeration in &mut schema.enumerations {
        if let Some(now) = moves.names.get(&enumeration.name) {
            enumeration.name.clone_from(now);
        }
    }
    schema
}

fn references(resource: &mut Resource, now: Option<&Resource>, moves: &mut Moves) {
    let at = |segments: &[&str]| -> Path {
        std::iter::once(resource.name.clone()).chain(segments.iter().map(|it| (*it).to_owned())).collect()
    };
    if resource.kind == ResourceKind::Role {
        rename(&mut resource.role_of, at(&["role_of"]), moves);
    }
    let lists = [
        ("links", &mut resource.links, now.map(|now| &now.links)),
        ("embedded", &mut resource.embedded, now.map(|now| &now.embedded)),
    ];
    for (list, links, now) in lists {
        let has = |rel: &str| now.is_some_and(|now| now.iter().any(|link: &Link| link.rel == rel));
        for link in links {
            let moved = moves.rels.get(&link.rel).filter(|(rel, _)| has(rel) && !has(&link.rel));
            if let Some((rel, name)) = moved.cloned() {
                let [was, is] = [at(&[list, &link.rel]), at(&[list, &rel])];
                moves.paths.insert(was, is.clone());
                moves.refer(&name, is);
                link.rel = rel;
            }
            let facts = link_facts(link);
            if rename(&mut link.target, at(&[list, &link.rel, "target"]), moves) {
                moves.original(at(&[list, &link.rel]), facts);
            }
        }
    }
    for property in &mut resource.properties {
        retype(property, &at(&["properties", &property.name]), moves);
    }
    for operation in &mut resource.operations {
        let method = operation.method.clone();
        rename(&mut operation.output, at(&["operations", &method, "output"]), moves);
        let lists = [
            ("query", &mut operation.query),
            ("input", &mut operation.input),
            ("output_fields", &mut operation.output_fields),
        ];
        for (list, fields) in lists {
            for field in fields {
                retype(field, &at(&["operations", &method, list, &field.name]), moves);
            }
        }
    }
    for event in &mut resource.events {
        let before = event.clone();
        for rel in [&mut event.resource, &mut event.sender].into_iter().chain(&mut event.scope) {
            if let Some((now, _)) = moves.rels.get(rel) {
                rel.clone_from(now);
            }
        }
        let key = event.key();
        moves.original(at(&["events", &key]), before.key());
        moves.original(at(&["events", &key, "sender"]), before.sender);
        for (was, is) in before.scope.into_iter().zip(&event.scope) {
            moves.original(at(&["events", &key, "in", is]), was);
        }
        rename(&mut event.target, at(&["events", &key, "target"]), moves);
    }
}

/// Whether a name is another one now.
fn rename(name: &mut Option<String>, at: Path, moves: &mut Moves) -> bool {
    let Some(now) = name.as_ref().and_then(|name| moves.names.get(name)).cloned() else { return false };
    if let Some(was) = name.replace(now) {
        moves.refer(&was, at.clone());
        moves.original(at, was);
    }
    true
}

fn retype(property: &mut Property, at: &[String], moves: &mut Moves) {
    if let Some(was) = property.ty.enumeration().map(str::to_owned)
        && let Some(now) = moves.names.get(&was).cloned()
    {
        let ty: Path = at.iter().cloned().chain(["type".to_owned()]).collect();
        moves.original(at.to_vec(), property_facts(property));
        moves.original(ty.clone(), property.ty.to_string());
        moves.refer(&was, ty);
        let scalar = Scalar::Enumeration(now);
        property.ty = if property.ty.is_array() { Type::Array(scalar) } else { Type::Scalar(scalar) };
    }
}
