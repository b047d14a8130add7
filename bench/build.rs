//! Lists our types by the pages they are from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::Context;
use quote::{format_ident, quote};
use syn::{ImplItem, Item, Type};

fn main() -> anyhow::Result<()> {
    let api = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../ucwa-types/src/api");
    println!("cargo::rerun-if-changed={}", api.display());
    let mut found = BTreeMap::new();
    types(&api, "", &mut found)?;
    let entries = found.iter().map(|(key, (group, name))| {
        let ty = format_ident!("{name}");
        let ty = quote!(<ucwa_types::api::#ty>::new());
        quote! {
            Ours { key: #key, group: #group, ty: #name, json: &Own::#ty, serde: &Type::#ty, xml: &Own::#ty }
        }
    });
    let registry = quote! {
        /// All of them.
        pub static OURS: &[Ours] = &[#(#entries),*];
    };
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("registry.rs"), registry.to_string())?;
    Ok(())
}

/// Finds the generated types by page, or by page, method and side: each with the module of its group.
fn types(folder: &Path, module: &str, found: &mut BTreeMap<String, (String, String)>) -> anyhow::Result<()> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            let name = path.file_name().context("a folder has a name")?.to_string_lossy();
            types(&path, &name, found)?;
        } else {
            file(&fs::read_to_string(path)?, module, found)?;
        }
    }
    Ok(())
}

fn file(text: &str, module: &str, found: &mut BTreeMap<String, (String, String)>) -> anyhow::Result<()> {
    let header = text.lines().next().unwrap_or_default();
    let Some((_, rest)) = header.split_once(" from ") else { return Ok(()) };
    let Some((page, _)) = rest.split_once("_ref.md") else { return Ok(()) };
    for item in syn::parse_file(text)?.items {
        match item {
            // The first one is the representation.
            Item::Struct(syn::ItemStruct { ident, .. }) | Item::Type(syn::ItemType { ident, .. }) => {
                found.entry(page.to_owned()).or_insert_with(|| (module.to_owned(), ident.to_string()));
            }
            Item::Impl(item) => {
                let Some(syn::PathSegment { ident, arguments: syn::PathArguments::AngleBracketed(of) }) =
                    item.trait_.as_ref().and_then(|(path, _)| path.segments.last())
                else {
                    continue;
                };
                let Some(syn::GenericArgument::Type(method)) = of.args.first() else { continue };
                let (Some(method), "Operation") = (last(method), ident.to_string().as_str()) else {
                    continue;
                };
                for item in &item.items {
                    let ImplItem::Type(item) = item else { continue };
                    let Some(ty) = last(&item.ty) else { continue };
                    let side = item.ident.to_string();
                    if ["Input", "Output"].contains(&side.as_str()) && ty.ends_with(&side) {
                        let key = format!("{page} {} {side}", method.to_uppercase());
                        found.insert(key, (module.to_owned(), ty));
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn last(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    Some(path.path.segments.last()?.ident.to_string())
}
