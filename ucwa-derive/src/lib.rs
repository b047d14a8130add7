//! Derive macros that carry the wire codecs of `ucwa-types`.
//!
//! They only describe a type, as a table of slots; the codec itself is in `ucwa-types`, once for all types. Each derive is
//! documented there, under its name, with examples; use them through that crate.
//!
//! Each macro parses its input into a type that holds valid input only, and expands that; a [`syn::Error`] points at the
//! token that is wrong. Attributes, all in `#[ucwa(…)]`:
//!
//! | on | attribute | meaning |
//! |---|---|---|
//! | a type | `crate = "path"` | where to find `ucwa_types`, if not under that name |
//! | a struct | `setters` | methods that build it: `with_*`, and `new` if a field is required |
//! | a `Resource` | `rel = "…"` | its rel; required |
//! | a `Resource` | `revision = 2` | its revision; 1 if omitted |
//! | an `Object` | `element = "…"` | its name in XML, where its members are elements of their own |
//! | a field, a variant | `name = "…"` | its name on the wire, if not its own |
//! | a field | `required` | the member cannot be omitted |
//! | a field | `links`, `embedded` | the group of links or of embedded resources |
//! | a field | `unknown` | undocumented members; required |
//! | a variant of an `Enumeration` | `unrecognized` | any other string; required |
//! | a variant of an `AnyResource` | `also("…", …)` | further rels of this representation |
//! | a variant of an `AnyResource` | `unknown` | anything else; required |

// A comment here would be shown below the one of `ucwa-types`, which has the examples.
#![allow(missing_docs, reason = "each derive is documented where `ucwa-types` re-exports it")]

mod any_resource;
mod attributes;
mod enumeration;
mod runtime;
mod slots;
mod types;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Parses the input of a derive, expands it, or reports what is wrong with it.
fn derive<T>(input: TokenStream, expand: impl Fn(&T) -> proc_macro2::TokenStream) -> TokenStream
where
    T: TryFrom<DeriveInput, Error = syn::Error>,
{
    let input = attributes::own(input);
    let input = parse_macro_input!(input as DeriveInput);
    T::try_from(input).map_or_else(syn::Error::into_compile_error, |parsed| expand(&parsed)).into()
}

#[proc_macro_derive(Resource, attributes(ucwa))]
pub fn resource(input: TokenStream) -> TokenStream {
    derive::<slots::Resource>(input, |parsed| slots::expand(&parsed.0))
}

#[proc_macro_derive(Input, attributes(ucwa))]
pub fn input(input: TokenStream) -> TokenStream {
    derive::<slots::Input>(input, |parsed| slots::expand(&parsed.0))
}

#[proc_macro_derive(Object, attributes(ucwa))]
pub fn object(input: TokenStream) -> TokenStream {
    derive::<slots::Object>(input, |parsed| slots::expand(&parsed.0))
}

#[proc_macro_derive(Links, attributes(ucwa))]
pub fn links(input: TokenStream) -> TokenStream {
    derive::<slots::Links>(input, |parsed| slots::expand(&parsed.0))
}

#[proc_macro_derive(Embedded, attributes(ucwa))]
pub fn embedded(input: TokenStream) -> TokenStream {
    derive::<slots::Embedded>(input, |parsed| slots::expand(&parsed.0))
}

#[proc_macro_derive(Enumeration, attributes(ucwa))]
pub fn enumeration(input: TokenStream) -> TokenStream {
    derive(input, enumeration::expand)
}

#[proc_macro_derive(AnyResource, attributes(ucwa))]
pub fn any_resource(input: TokenStream) -> TokenStream {
    derive(input, any_resource::expand)
}
