//! The enum over all events.

use std::collections::BTreeSet;

use quote::quote;

use super::any_resource::{by_any_rel, variants};
use super::docs::{Doc, code};
use super::file::{File, ident};
use super::names::ANY_EVENT;
use super::plan::{EventPlan, Plan, UNKNOWN_EVENT};
use super::runtime;

/// Writes down the enum, with a variant for each rel and what is documented to happen to it.
pub(crate) fn emit(file: &mut File<'_>, plan: &Plan<'_>) {
    let name = file.declare(ANY_EVENT);
    let any = file.ty(runtime::ANY_RESOURCE.name);
    let (set, sender, event, typed) = (
        file.runtime(runtime::RESOURCE_SET),
        file.runtime(runtime::SENDER),
        file.runtime(runtime::EVENT),
        file.runtime(runtime::TYPED_EVENT),
    );
    let unknown = ident(UNKNOWN_EVENT);
    let variants = variants(plan);
    let types = by_any_rel(&variants);
    let (mut declared, mut arms) = (Vec::new(), Vec::new());
    for planned in &plan.events {
        let (ty, feature) = match types.get(planned.rel) {
            Some(variant) => {
                let ty = file.ty(variant.ty);
                (quote!(#ty), plan.features.attribute([variant.resource]))
            }
            None if plan.is_selected(planned) => {
                (quote!(()), plan.features.attribute(planned.documented_by.iter().copied()))
            }
            None => continue,
        };
        let docs = docs(file, plan, planned);
        let docs = file.comment(&docs);
        let variant = ident(&planned.name);
        declared.push(quote!(#docs #feature #variant(#typed<'a, #ty, R>)));
        let (rel, happened) = (planned.rel, planned.event);
        arms.push(quote!(#feature (#rel, #happened) => Self::#variant(#typed::new(sender, event))));
    }
    let docs = Doc::new()
        .markdown("Any event, told by the rel of the resource that it happened to and by what happened.")
        .markdown(format!(
            "`R` is the set of types that embedded resources were decoded into. The resource of an event is a `T` \
             whether the server sent it along or not: see [`{typed}`]."
        ));
    let docs = file.comment(&docs);
    file.push(quote! {
        #docs
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum #name<'a, R: #set = #any> {
            #(#declared,)*
            #[doc = " Anything else, as it came."]
            #unknown(#typed<'a, (), R>),
        }
    });
    // Derived, they would ask for an `R` that can be cloned and copied.
    file.push(quote! {
        impl<R: #set> Clone for #name<'_, R> {
            fn clone(&self) -> Self {
                *self
            }
        }
    });
    file.push(quote!(impl<R: #set> Copy for #name<'_, R> {}));
    file.push(quote! {
        impl<'a, R: #set> From<(&'a #sender<R>, &'a #event<R>)> for #name<'a, R> {
            fn from((sender, event): (&'a #sender<R>, &'a #event<R>)) -> Self {
                match event.name() {
                    #(#arms,)*
                    _ => Self::#unknown(#typed::new(sender, event)),
                }
            }
        }
    });
}

fn docs(file: &File<'_>, plan: &Plan<'_>, planned: &EventPlan<'_>) -> Doc {
    let list = |names: &BTreeSet<&str>| {
        let names: Vec<String> =
            names.iter().filter(|name| !name.is_empty()).map(|name| code(name)).collect();
        names.join(", ")
    };
    let mut fact = format!("{} is {}", code(planned.rel), code(planned.event));
    for (relation, names) in [("told by", &planned.senders), ("seen in", &planned.scopes)] {
        let names = list(names);
        if !names.is_empty() {
            fact.push_str(&format!("; {relation} {names}"));
        }
    }
    let pages = planned.documented_by.iter().filter_map(|name| plan.resource(name));
    let pages: Vec<String> = pages.map(|resource| code(&resource.page.file)).collect();
    fact.push_str(&format!("; see {}.", pages.join(", ")));
    let reasons = planned.reasons.iter().fold(Doc::new(), |docs, reason| docs.prose(file, reason));
    reasons.markdown(fact)
}
