//! Lists the types of `ucwa-types`.

#[path = "build/public.rs"]
mod public;
#[path = "build/registry.rs"]
mod registry;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use self::registry::{Registry, source};

fn main() -> Result<(), Box<dyn Error>> {
    let types = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../ucwa-types");
    let api = types.join("src/api");
    println!("cargo::rerun-if-changed={}", api.display());
    let mut files = Vec::new();
    find(&api, &mut files)?;
    files.sort();
    let mut registry = Registry::new("ucwa_types::api");
    for file in files {
        let text = fs::read_to_string(file)?;
        if let Some(page) = source(&text).and_then(|file| file.strip_suffix("_ref.md")) {
            registry.file(page, &text)?;
        }
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("registry.rs"), registry.text())?;
    let list = types.join("public-api.txt");
    println!("cargo::rerun-if-changed={}", list.display());
    fs::write(Path::new(&out).join("public.rs"), public::assertions(&fs::read_to_string(list)?)?)?;
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
