//! Generates the types twice, and lists those of the whole API for the tests.

#[path = "../build/registry.rs"]
mod registry;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use ucwa_gen::build::Layout;
use ucwa_gen::{Builder, analyse, emit, files};

use self::registry::Registry;

/// The root of the workspace.
const ROOT: &str = "../..";

fn main() -> Result<(), Box<dyn Error>> {
    let reference = Path::new(ROOT).join("docs/reference");
    // Folders and pages, relative to the root of the workspace.
    println!("cargo:rerun-if-env-changed=UCWA_DOCS");
    let docs: Vec<PathBuf> = match env::var_os("UCWA_DOCS") {
        Some(paths) => env::split_paths(&paths).map(|path| Path::new(ROOT).join(path)).collect(),
        None => vec![reference.clone()],
    };
    println!("cargo:rustc-env=DOCS={}", env::join_paths(&docs)?.display());

    docs.iter().fold(Builder::new(), Builder::docs).generate()?;
    list(&docs)?;

    Builder::new()
        .docs(reference)
        .out_dir("people")
        .include(["People", "application", "applications", "events"])
        .layout(Layout::Tree)
        .type_attribute("ContactType", "#[derive(PartialOrd, Ord)]")
        .field_attribute("Contact.name", "#[doc(alias = \"fullName\")]")
        .generate()?;

    // Pages of our own, whose types lead to those of `ucwa_types`: without the official pages, and beside them.
    let vendor = Builder::new()
        .docs("vendor")
        .extern_path("contact", "::ucwa_types::api::Contact")
        .extern_path("PreferredAvailability", "::ucwa_types::api::PreferredAvailability");
    vendor.clone().out_dir("vendor").generate()?;
    vendor
        .docs(Path::new(ROOT).join("docs/reference"))
        .include(["badgeReader", "host"])
        .out_dir("beside")
        .generate()?;
    Ok(())
}

/// Lists the types of the whole API by the names of their pages.
fn list(docs: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let schema = analyse(&files::read(docs).0).schema;
    let mut registry = Registry::new("ucwa_test_consumer::api");
    for text in emit::rust(&schema, &emit::Options::new())?.files.values() {
        let is_source = |file: &str| schema.resources.iter().find(|resource| resource.page.file == file);
        if let Some(resource) = registry::source(text).and_then(is_source) {
            registry.file(&resource.name, text)?;
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("registry.rs"), registry.text())?;
    Ok(())
}
