//! The events and the asynchronous reason codes that a page documents.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::code;
use super::file::{File, ident};
use super::plan::ResourcePlan;
use super::runtime::{self, Item};
use crate::schema::{Event, ReasonCode, ResourceKind};

/// Writes down the tables that are not empty.
pub(crate) fn emit(file: &mut File, plan: &ResourcePlan<'_>) {
    let events = events(file, &plan.resource.events);
    let reasons = reasons(file, &plan.resource.reasons);
    let docs = format!(" The events that {} documents.", code(&plan.resource.page.file));
    table(file, plan, runtime::DOCUMENTED_EVENT, "EVENTS", &docs, &events);
    let docs = " Why an operation that was accepted can fail later.";
    table(file, plan, runtime::DOCUMENTED_REASON, "REASONS", docs, &reasons);
}

/// A constant of the type or, for a role, whose type is another page's, beside it.
fn table(file: &mut File, plan: &ResourcePlan<'_>, row: Item, name: &str, docs: &str, rows: &[TokenStream]) {
    if rows.is_empty() {
        return;
    }
    let row = file.runtime(row);
    if plan.resource.kind == ResourceKind::Role {
        let name = ident(&format!("{}_{name}", plan.constant));
        file.push(quote!(#[doc = #docs] pub const #name: &[#row] = &[#(#rows),*];));
    } else {
        let name = ident(name);
        let ty = file.declare(&plan.ty);
        file.push(quote!(impl #ty { #[doc = #docs] pub const #name: &'static [#row] = &[#(#rows),*]; }));
    }
}

fn events(file: &mut File, events: &[Event]) -> Vec<TokenStream> {
    let mut rows: Vec<_> = events
        .iter()
        .map(|event| {
            let mut scope: Vec<&str> = event.scope.iter().map(String::as_str).collect();
            scope.sort_unstable();
            (
                event.ty.as_str(),
                event.resource.as_str(),
                event.sender.as_str(),
                event.priority.as_str(),
                scope,
            )
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter()
        .map(|(event, resource, sender, priority, scope)| {
            let row = file.runtime(runtime::DOCUMENTED_EVENT);
            let scope = (!scope.is_empty()).then(|| quote!(.within(&[#(#scope),*])));
            quote!(#row::new(#event, #resource).sender(#sender).priority(#priority) #scope)
        })
        .collect()
}

fn reasons(file: &mut File, reasons: &[ReasonCode]) -> Vec<TokenStream> {
    let mut rows: Vec<_> =
        reasons.iter().map(|reason| (reason.code.as_str(), reason.subcode.as_deref())).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter()
        .map(|(code, subcode)| {
            let row = file.runtime(runtime::DOCUMENTED_REASON);
            let subcode = subcode.map(|subcode| quote!(.subcode(#subcode)));
            quote!(#row::new(#code) #subcode)
        })
        .collect()
}
