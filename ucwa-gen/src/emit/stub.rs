//! What stands for a resource that is not generated in full.

use quote::quote;

use super::docs::{Doc, code};
use super::file::File;
use super::plan::{Stub, Types};
use super::resource::{attribute, unknown};
use super::runtime;
use crate::schema::ResourceKind;

/// Writes down the struct that keeps a whole representation as unknown; of a role, the name of its representation's.
pub(crate) fn emit(file: &mut File<'_>, types: &Types<'_>, stub: &Stub<'_>) {
    let resource = stub.resource;
    let docs =
        Doc::new().markdown(format!("{}, of which nothing is generated but the rel.", code(&resource.rel)));
    let ty = file.declare(&stub.ty);
    if resource.kind == ResourceKind::Role
        && let Some(representation) = types.representation(resource)
    {
        let representation = file.ty(representation);
        file.push(quote!(#docs pub type #ty = #representation;));
        return;
    }
    let derive = file.runtime(runtime::RESOURCE);
    let attribute = attribute(file, resource);
    let unknown = unknown(file, "All of it.");
    file.push(quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq, #derive)]
        #attribute
        #[non_exhaustive]
        pub struct #ty {
            #unknown
        }
    });
}
