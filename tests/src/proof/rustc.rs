//! The compiler, on `ucwa-types` as Cargo built it for this test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::{env, fs};

/// What came of compiling a crate.
#[derive(Debug)]
pub enum Compiled {
    /// It compiles.
    Fine,
    /// It does not.
    Broken {
        /// The errors, as the compiler prints them.
        errors: String,
        /// For each error the lines of the crate's main file that it is about, from 1: those where it is, and for two
        /// implementations for one type both of them, since either can be new.
        lines: Vec<Vec<usize>>,
    },
}

/// The compiler with which Cargo runs.
fn rustc() -> Command {
    Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
}

/// The folder with the crates that this test was built with.
///
/// # Panics
/// If the test does not stand in one.
fn dependencies() -> PathBuf {
    let test = env::current_exe().expect("the test is a file");
    test.parent().expect("the file is in a folder").to_owned()
}

/// The library of `ucwa-types` that this test was built with, or one that was built later: of those in the folder the
/// newest one that has what is generated for.
///
/// # Panics
/// If there is none.
fn types() -> &'static Path {
    static TYPES: OnceLock<PathBuf> = OnceLock::new();
    TYPES.get_or_init(|| {
        let mut found: Vec<_> = fs::read_dir(dependencies())
            .expect("the folder can be read")
            .filter_map(Result::ok)
            .filter(|entry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                name.starts_with("libucwa_types-") && name.ends_with(".rlib")
            })
            .map(|entry| (entry.metadata().and_then(|it| it.modified()).ok(), entry.path()))
            .collect();
        found.sort();
        found.pop().expect("`ucwa-types` was built for this test").1
    })
}

/// Compiles a crate to metadata, or with `run` to a program. `with` are other crates, by name.
///
/// # Panics
/// If the compiler cannot be run.
#[must_use]
pub fn compile(
    name: &str,
    main: &Path,
    out: &Path,
    program: bool,
    with: &BTreeMap<&str, PathBuf>,
) -> Compiled {
    let dependencies = dependencies();
    let mut command = rustc();
    command.env_remove("CARGO_MANIFEST_DIR");
    command.args(["--edition=2024", "--error-format=json", "--cap-lints=allow", "--crate-name", name]);
    match program {
        true => command.args(["--crate-type=bin", "--emit=link", "-Copt-level=0", "-Cdebuginfo=0"]),
        false => command.args(["--crate-type=lib", "--emit=metadata"]),
    };
    command.arg("--out-dir").arg(out).arg("-L").arg(format!("dependency={}", dependencies.display()));
    command.arg("--extern").arg(format!("ucwa_types={}", types().display()));
    for (name, path) in with {
        command.arg("--extern").arg(format!("{name}={}", path.display()));
    }
    let output = command.arg(main).output().expect("the compiler can be run");
    if output.status.success() {
        return Compiled::Fine;
    }
    let (mut errors, mut lines) = (String::new(), Vec::new());
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else {
            errors.push_str(line);
            continue;
        };
        if message["level"] != "error" {
            continue;
        }
        errors.push_str(message["rendered"].as_str().unwrap_or_default());
        let spans = message["spans"].as_array().into_iter().flatten();
        let is_double = message["code"]["code"] == "E0119";
        let own = spans.filter(|span| {
            (is_double || span["is_primary"] == true)
                && span["file_name"].as_str().is_some_and(|file| Path::new(file) == main)
        });
        let about: Vec<usize> =
            own.filter_map(|span| usize::try_from(span["line_start"].as_u64()?).ok()).collect();
        if !about.is_empty() {
            lines.push(about);
        }
    }
    Compiled::Broken { errors, lines }
}

/// Writes the documentation of a crate as JSON, and returns the file. That form is not stable, which `RUSTC_BOOTSTRAP` permits.
///
/// # Panics
/// If it cannot be written.
#[must_use]
pub fn documented(name: &str, main: &Path, out: &Path) -> PathBuf {
    let mut command = Command::new(env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into()));
    // The derives would look for `ucwa-types` among the dependencies of this test.
    command.env("RUSTC_BOOTSTRAP", "1").env_remove("CARGO_MANIFEST_DIR");
    command.args(["-Zunstable-options", "--output-format=json", "--edition=2024", "--cap-lints=allow"]);
    command.args(["--crate-name", name]).arg("--out-dir").arg(out);
    command.arg("-L").arg(format!("dependency={}", dependencies().display()));
    command.arg("--extern").arg(format!("ucwa_types={}", types().display()));
    let output = command.arg(main).output().expect("rustdoc can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    out.join(format!("{name}.json"))
}

/// Writes a tree of files into a folder.
///
/// # Panics
/// If it cannot be written.
pub fn write(folder: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
}
