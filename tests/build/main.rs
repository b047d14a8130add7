//! Lists the generated types by the pages they are from, so that a test can reach each of them by the name of a page.
//!
//! The generated code itself is read: each file names its page in its header, its first item is the representation, and
//! its implementations of `Operation` name the inputs and outputs.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use syn::{ImplItem, Item, Type};

fn main() -> Result<(), Box<dyn Error>> {
    let api = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../ucwa-types/src/api");
    println!("cargo::rerun-if-changed={}", api.display());
    let mut files = Vec::new();
    find(&api, &mut files)?;
    files.sort();
    let mut registry = Registry::default();
    for file in files {
        registry.file(&fs::read_to_string(file)?)?;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("registry.rs"), registry.text())?;
    Ok(())
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[derive(Default)]
struct Registry {
    representations: String,
    inputs: String,
    outputs: String,
    errors: String,
}

impl Registry {
    fn file(&mut self, text: &str) -> Result<(), Box<dyn Error>> {
        let header = text.lines().next().unwrap_or_default();
        let Some((_, rest)) = header.split_once(" from ") else { return Ok(()) };
        let page = rest.split("_ref.md").next().unwrap_or_default();
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
                    self.operation(page, &method.to_uppercase(), &item.items)?;
                }
                _ => {}
            }
        }
        // Enumerations have pages too, but no representation.
        if let Some(own) = own {
            writeln!(self.representations, "    (\"{page}\", &Type::<ucwa_types::api::{own}>::new()),")?;
        }
        Ok(())
    }

    fn operation(&mut self, page: &str, method: &str, items: &[ImplItem]) -> Result<(), Box<dyn Error>> {
        for item in items {
            let ImplItem::Type(item) = item else { continue };
            let Type::Path(path) = &item.ty else { continue };
            let Some(ty) = path.path.segments.last().map(|last| last.ident.to_string()) else { continue };
            let list = match item.ident.to_string().as_str() {
                "Input" if ty.ends_with("Input") => &mut self.inputs,
                "Output" if ty.ends_with("Output") => &mut self.outputs,
                "Error" => {
                    let entry = format!("&Errors::<ucwa_types::api::{ty}>::new()");
                    writeln!(self.errors, "    (\"{page}\", \"{method}\", {entry}),")?;
                    continue;
                }
                _ => continue,
            };
            writeln!(list, "    (\"{page}\", \"{method}\", &Type::<ucwa_types::api::{ty}>::new()),")?;
        }
        Ok(())
    }

    fn text(&self) -> String {
        let Self { representations, inputs, outputs, errors } = self;
        format!(
            "/// The representations, by page.\npub const REPRESENTATIONS: &[(&str, &dyn Codec)] = &[\n{representations}];\n\
             /// The request bodies that are no representation, by page and method.\npub const INPUTS: &[(&str, &str, &dyn Codec)] = &[\n{inputs}];\n\
             /// The response bodies that are no representation, by page and method.\npub const OUTPUTS: &[(&str, &str, &dyn Codec)] = &[\n{outputs}];\n\
             /// The errors of the operations, by page and method.\npub const ERRORS: &[(&str, &str, &dyn ErrorCodec)] = &[\n{errors}];\n"
        )
    }
}
