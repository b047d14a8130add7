//! Writes the baselines, and a list of them by the pages they are from.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use quote::quote;
use ucwa_bench_naive::{Unknown, bodies, rust};

fn main() -> Result<(), Box<dyn Error>> {
    let docs = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../docs/reference");
    println!("cargo::rerun-if-changed={}", docs.display());
    let schema = ucwa_gen::analyse(&ucwa_gen::files::read(&[docs]).0).schema;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("naive.rs"), rust(&schema, Unknown::Dropped).to_string())?;
    fs::write(out.join("naive_flatten.rs"), rust(&schema, Unknown::Kept).to_string())?;
    let mut entries = Vec::new();
    for body in bodies(&schema) {
        let (key, path) = (&body.key, &body.path);
        let ty: syn::Path = syn::parse_str(path)?;
        entries.push(quote! {
            Baseline {
                key: #key,
                path: #path,
                naive: &Type::<naive::#ty>::new(),
                flatten: &Type::<naive_flatten::#ty>::new(),
            }
        });
    }
    let registry = quote! {
        /// All of them.
        pub static BASELINES: &[Baseline] = &[#(#entries),*];
    };
    fs::write(out.join("registry.rs"), registry.to_string())?;
    Ok(())
}
