//! Lists generated types by the pages they are from, so that a test can reach each of them by the name of a page.
//!
//! The generated code itself is read: each file names its page in its header, its first item is the representation, and
//! its implementations of `Operation` name the inputs and outputs.

use std::error::Error;
use std::fmt::Write;

use syn::{ImplItem, Item, Type};

/// The file name of the page that a generated file is from.
pub(crate) fn source(text: &str) -> Option<&str> {
    let (_, page) = text.lines().next()?.split_once(" from ")?;
    Some(page.rsplit_once(" (")?.0)
}

/// The types so far, as entries of lists.
pub(crate) struct Registry {
    /// The module that has all types.
    api: &'static str,
    representations: String,
    inputs: String,
    outputs: String,
    errors: String,
}

impl Registry {
    pub(crate) fn new(api: &'static str) -> Self {
        let [representations, inputs, outputs, errors] = Default::default();
        Self { api, representations, inputs, outputs, errors }
    }

    /// Adds the types in the file of a page.
    pub(crate) fn file(&mut self, page: &str, text: &str) -> Result<(), Box<dyn Error>> {
        let mut own = None;
        for item in syn::parse_file(text)?.items {
            match item {
                Item::Struct(item) => {
                    own.get_or_insert(item.ident.to_string());
                }
                Item::Type(item) => {
                    own.get_or_insert(item.ident.to_string());
                }
                Item::Impl(item) => {
                    let Some((path, _)) = &item.trait_ else { continue };
                    let Some(last) = path.segments.last().filter(|last| last.ident == "Operation") else {
                        continue;
                    };
                    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { continue };
                    let Some(syn::GenericArgument::Type(Type::Path(method))) = arguments.args.first() else {
                        continue;
                    };
                    let method =
                        method.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                    let Type::Path(on) = &*item.self_ty else { continue };
                    let on = on.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                    let (api, verb) = (self.api, method.to_uppercase());
                    writeln!(
                        self.errors,
                        "        (\"{page}\", \"{verb}\", &Errors::<{api}::{on}, ::ucwa_types::operation::{method}>::CODEC),"
                    )?;
                    self.operation(page, &verb, &item.items)?;
                }
                _ => {}
            }
        }
        // Enumerations have pages too, but no representation.
        if let Some(own) = own {
            writeln!(self.representations, "        (\"{page}\", &Type::<{}::{own}>::CODEC),", self.api)?;
        }
        Ok(())
    }

    fn operation(&mut self, page: &str, method: &str, items: &[ImplItem]) -> Result<(), Box<dyn Error>> {
        let api = self.api;
        for item in items {
            let ImplItem::Type(item) = item else { continue };
            let Type::Path(path) = &item.ty else { continue };
            let Some(ty) = path.path.segments.last().map(|last| last.ident.to_string()) else { continue };
            let list = match item.ident.to_string().as_str() {
                "Input" if ty.ends_with("Input") => &mut self.inputs,
                "Output" if ty.ends_with("Output") => &mut self.outputs,
                _ => continue,
            };
            writeln!(list, "        (\"{page}\", \"{method}\", &Type::<{api}::{ty}>::CODEC),")?;
        }
        Ok(())
    }

    /// A constant with all of them, for where `Registry`, `Type` and `Errors` are in scope.
    pub(crate) fn text(&self) -> String {
        let Self { representations, inputs, outputs, errors, .. } = self;
        format!(
            "/// The generated types.\npub const API: Registry = Registry {{\n    \
             representations: &[\n{representations}    ],\n    inputs: &[\n{inputs}    ],\n    \
             outputs: &[\n{outputs}    ],\n    errors: &[\n{errors}    ],\n}};\n"
        )
    }
}
