//! Generated code as a crate, compiled and documented.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use ucwa_tests::say;

use crate::pages::each_outcome;
use crate::payloads::rounds;
use crate::{Files, payloads};

/// A crate of its own, in a workspace of its own; what it depends on is compiled once for all of them.
pub(crate) struct Crate(PathBuf);

impl Crate {
    /// Writes a crate with these files in `src`.
    pub(crate) fn new(name: &str, files: &Files) -> Self {
        let folder = place().join(name);
        let _ = fs::remove_dir_all(&folder);
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ucwa-types");
        let manifest = format!(
            "[package]\nname = \"payloads\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             ucwa-types = {{ path = {:?}, default-features = false }}\n",
            runtime.display().to_string()
        );
        write(&folder.join("Cargo.toml"), &manifest);
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).expect("a copy");
        for (path, text) in files {
            write(&folder.join("src").join(path), text);
        }
        Self(folder)
    }

    /// Runs Cargo, which has to succeed without a warning.
    pub(crate) fn cargo(&self, args: &[&str]) {
        let mut command = Command::new(env!("CARGO"));
        command.args(args).arg("--offline").current_dir(&self.0);
        command.env("CARGO_TARGET_DIR", place().join("target")).env_remove("RUSTFLAGS");
        command.env("RUSTDOCFLAGS", "-D warnings");
        let ran = command.output().expect("Cargo runs");
        let printed = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{args:?}:\n{printed}");
        let warnings = printed.lines().filter(|line| line.starts_with("warning"));
        let warnings: Vec<&str> = warnings.collect();
        assert!(warnings.is_empty(), "{args:?}: {warnings:?}");
    }

    /// Documents the crate, one at a time: all of them are documented in one place. The folder holds the HTML.
    pub(crate) fn documented(&self) -> PathBuf {
        static ALONE: Mutex<()> = Mutex::new(());
        let _alone = ALONE.lock();
        let doc = place().join("target/doc");
        let _ = fs::remove_dir_all(&doc);
        self.cargo(&["doc", "--no-deps"]);
        let own = self.0.join("doc");
        fs::rename(doc, &own).expect("the same file system");
        own
    }
}

fn place() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("payloads")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Trees as the modules of a crate.
pub(crate) fn trees(name: &str, trees: &[Files]) -> Files {
    let mut files = BTreeMap::new();
    let mut root = "//! Payloads.\n".to_owned();
    for (index, tree) in trees.iter().enumerate() {
        root.push_str(&format!("pub mod {name}{index};\n"));
        files.extend(tree.iter().map(|(path, text)| (format!("{name}{index}/{path}"), text.clone())));
    }
    files.insert("lib.rs".to_owned(), root);
    files
}

/// What came of hostile pages without an error compiles: some of it, spread over all positions.
#[test]
fn what_is_generated_from_hostile_pages_compiles() {
    let mut generated = Vec::new();
    let most = if rounds(1) == payloads::all().len() { 600 } else { 40 };
    for folder in ["overrides", "targets"] {
        let mut all = Vec::new();
        each_outcome(folder, 1, |_, outcome| all.extend(outcome.files.filter(|_| !outcome.has_errors)));
        let step = all.len().div_ceil(most / 2).max(1);
        generated.extend(all.into_iter().step_by(step));
    }
    Crate::new("pages", &trees("v", &generated)).cargo(&["check"]);
    say(&format!("{} trees from hostile pages compile\n", generated.len()));
}
