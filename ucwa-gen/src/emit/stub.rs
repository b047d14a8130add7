//! What stands for a resource that is not generated in full.

use proc_macro2::{Ident, Literal};
use quote::quote;

use super::docs::{Doc, code};
use super::file::{File, ident};
use super::plan::{Stub, Types};
use super::resource::{attribute, unknown};
use super::runtime;
use crate::schema::ResourceKind;

/// The module of the names that stubs are told by, private to the file.
const NAMES: &str = "names";

/// Writes down the struct that keeps a whole representation as unknown; of a role, the name of its representation's.
pub(crate) fn emit(file: &mut File<'_>, types: &Types<'_>, stub: &Stub<'_>) {
    let (docs, ty) = head(file, stub);
    if role(file, types, stub, &docs, &ty) {
        return;
    }
    let attribute = attribute(file, stub.resource);
    let unknown = unknown(file, "All of it.");
    file.push_struct(&docs, runtime::RESOURCE, Some(&attribute), &ty, &unknown);
}

/// The same for all stubs of a file by the one type of the runtime: next to nothing is compiled for each.
pub(crate) fn emit_names(file: &mut File<'_>, types: &Types<'_>, stubs: &[Stub<'_>]) {
    let names = ident(NAMES);
    let mut declarations = Vec::new();
    for stub in stubs {
        let (docs, ty) = head(file, stub);
        if role(file, types, stub, &docs, &ty) {
            continue;
        }
        let docs = file.comment(&docs);
        let (generic, name) = (file.runtime(runtime::STUB), file.runtime(runtime::STUB_NAME));
        let rel = &stub.resource.rel;
        let revision = (stub.resource.revision != 1).then(|| {
            let revision = Literal::u32_unsuffixed(stub.resource.revision);
            quote!(const REVISION: u32 = #revision;)
        });
        file.push(quote! {
            #docs
            pub type #ty = #generic<#names::#ty>;
            impl #name for #names::#ty {
                const REL: &'static str = #rel;
                #revision
            }
        });
        declarations.push(quote!(pub enum #ty {}));
    }
    if !declarations.is_empty() {
        let docs = file.comment(&Doc::new().markdown("What the stubs are told by."));
        file.push(quote!(#docs mod #names { #(#declarations)* }));
    }
}

/// What is said of a stub, and its name.
fn head(file: &mut File<'_>, stub: &Stub<'_>) -> (Doc, Ident) {
    let docs = Doc::new()
        .markdown(format!("{}, of which nothing is generated but the rel.", code(&stub.resource.rel)));
    (docs, file.declare(&stub.ty))
}

/// Whether it is a role's, whose type then is the representation's.
fn role(file: &mut File<'_>, types: &Types<'_>, stub: &Stub<'_>, docs: &Doc, ty: &Ident) -> bool {
    let resource = stub.resource;
    let representation = types.representation(resource).filter(|_| resource.kind == ResourceKind::Role);
    if let Some(representation) = representation {
        let (docs, representation) = (file.comment(docs), file.ty(representation));
        file.push(quote!(#docs pub type #ty = #representation;));
    }
    representation.is_some()
}
