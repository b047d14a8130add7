//! Lists the types of `ucwa-types`.

#[path = "build/registry.rs"]
mod registry;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use self::registry::{Registry, source};

fn main() -> Result<(), Box<dyn Error>> {
    let api = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../ucwa-types/src/api");
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
