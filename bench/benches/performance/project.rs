//! Projects that Cargo compiles, in a folder that goes away afterwards.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tempfile::TempDir;
use ucwa_bench::corpus::root;

/// A workspace of one or more packages.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// A workspace without packages.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let project = Self { folder: tempfile::tempdir()? };
        project.write(
            "Cargo.toml",
            "[workspace]\nmembers = [\"*\"]\nexclude = [\"target\"]\nresolver = \"3\"\n",
        )?;
        // The same versions as everywhere.
        fs::copy(root().join("bench/Cargo.lock"), project.folder.path().join("Cargo.lock"))?;
        Ok(project)
    }

    /// Writes a file, with its folders.
    pub(crate) fn write(&self, path: &str, text: &str) -> anyhow::Result<()> {
        let path = self.folder.path().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text)?;
        Ok(())
    }

    /// Adds a package with these lines after `[package]`.
    pub(crate) fn package(&self, name: &str, manifest: &str, files: &[(&str, &str)]) -> anyhow::Result<()> {
        let head = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        self.write(&format!("{name}/Cargo.toml"), &format!("{head}\n{manifest}"))?;
        files.iter().try_for_each(|(path, text)| self.write(&format!("{name}/{path}"), text))
    }

    /// The folder of what was compiled.
    pub(crate) fn target(&self) -> PathBuf {
        self.folder.path().join("target")
    }

    /// Runs Cargo and says how long it took.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> anyhow::Result<Duration> {
        self.cargo_with(arguments, &[])
    }

    /// The same with variables.
    pub(crate) fn cargo_with(
        &self,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> anyhow::Result<Duration> {
        let start = Instant::now();
        let output = Command::new("cargo")
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", self.target())
            // As Cargo compiles dependencies, which all of these are to whoever uses them.
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .envs(variables.iter().copied())
            .args(arguments)
            .output()?;
        let elapsed = start.elapsed();
        if !output.status.success() {
            // Not part of the error, which may go into the document.
            eprintln!("{}", String::from_utf8_lossy(&output.stderr));
            bail!("`cargo {}` failed", arguments.first().unwrap_or(&""));
        }
        Ok(elapsed)
    }

    /// The best of some rebuilds of these packages, everything else being built.
    pub(crate) fn rebuild(&self, packages: &[&str], arguments: &[&str]) -> anyhow::Result<Duration> {
        self.cargo(arguments)?;
        let mut best = Duration::MAX;
        for _ in 0..3 {
            for package in packages {
                let mut clean = vec!["clean", "-p", package];
                clean.extend(arguments.contains(&"--release").then_some("--release"));
                self.cargo(&clean)?;
            }
            best = best.min(self.cargo(arguments)?);
        }
        Ok(best)
    }
}

/// A crate of the repository as the value of a dependency.
pub(crate) fn dependency(name: &str, rest: &str) -> anyhow::Result<String> {
    let path = fs::canonicalize(root().join(name))?;
    Ok(format!("{name} = {{ path = {:?}{rest} }}\n", path.to_str().context("a path that is text")?))
}

/// The size of a program's code.
pub(crate) fn text_size(program: &Path) -> anyhow::Result<u64> {
    use object::{Object, ObjectSection, SectionKind};
    let bytes = fs::read(program)?;
    let file = object::File::parse(&*bytes)?;
    Ok(file
        .sections()
        .filter(|section| section.kind() == SectionKind::Text)
        .map(|section| section.size())
        .sum())
}
