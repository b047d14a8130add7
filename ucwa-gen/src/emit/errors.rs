//! The errors that any resource can answer with, and how errors are written down.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::file::File;
use super::runtime;
use crate::schema::{OperationError, Schema};

/// Writes down the generic errors.
pub(crate) fn emit(file: &mut File, schema: &Schema) {
    let errors = table(file, schema.errors.generic.iter());
    let ty = file.runtime(runtime::DOCUMENTED_ERROR);
    file.push(quote! {
        #[doc = " The errors that any resource can answer with, whatever the operation."]
        pub const GENERIC_ERRORS: &[#ty] = &#errors;
    });
}

/// A list of errors, sorted, each once.
pub(crate) fn table<'a>(file: &mut File, errors: impl Iterator<Item = &'a OperationError>) -> TokenStream {
    let mut rows: Vec<_> =
        errors.map(|error| (error.status, error.code.as_str(), error.subcode.as_deref())).collect();
    rows.sort_unstable();
    rows.dedup();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(status, code, subcode)| {
            let ty = file.runtime(runtime::DOCUMENTED_ERROR);
            let status = status.map(|status| {
                let status = Literal::u16_unsuffixed(status);
                quote!(.status(#status))
            });
            let subcode = subcode.map(|subcode| quote!(.subcode(#subcode)));
            quote!(#ty::new(#code) #status #subcode)
        })
        .collect();
    quote!([#(#rows),*])
}
