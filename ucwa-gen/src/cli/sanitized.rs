//! The file of sanitised traffic.

use std::fs;
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;
use ucwa_gen::observe::Sanitizer;
use ucwa_gen::observe::traffic::Exchange;

/// The file of sanitised traffic. It has its name once all of it is written; until then what was there is unchanged.
pub(super) struct Sanitized {
    sanitizer: Sanitizer,
    file: BufWriter<NamedTempFile>,
    out: PathBuf,
    /// Whether an exchange was written.
    pub(super) has_any: bool,
}

impl Sanitized {
    pub(super) fn create(target: &Target, sanitizer: Sanitizer) -> anyhow::Result<Self> {
        let out = target.0.clone();
        let file = temporary(&out).with_context(|| format!("`{}` cannot be written", out.display()))?;
        Ok(Self { sanitizer, file: BufWriter::new(file), out, has_any: false })
    }

    pub(super) fn add(&mut self, exchange: &Exchange) -> anyhow::Result<()> {
        self.has_any = true;
        let written =
            serde_json::to_writer(&mut self.file, &self.sanitizer.record(exchange)).map_err(io::Error::from);
        let written = written.and_then(|()| self.file.write_all(b"\n"));
        written.with_context(|| format!("`{}` cannot be written", self.out.display()))
    }

    pub(super) fn finish(self) -> anyhow::Result<()> {
        let file = self.file.into_inner().map_err(IntoInnerError::into_error);
        let written = file.and_then(|file| Ok(file.persist(&self.out)?));
        written.map(drop).with_context(|| format!("`{}` cannot be written", self.out.display()))
    }
}

/// A file in the same folder, since a rename works within one file system only. It has the permissions of the file that it
/// replaces, and is removed unless it does.
fn temporary(out: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ucwa-gen-");
    let mode = fs::metadata(out).map(|found| found.permissions()).ok();
    #[cfg(unix)]
    let mode = mode.or_else(|| Some(std::os::unix::fs::PermissionsExt::from_mode(0o666)));
    if let Some(mode) = mode {
        builder.permissions(mode);
    }
    builder.tempfile_in(folder(out))
}

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A path that may be written to: nothing is there, or a file that is not read. Links are followed.
#[derive(Debug)]
pub(super) struct Target(PathBuf);

impl Target {
    /// The path of what a user named. `read` is all that is read, files and folders.
    ///
    /// # Errors
    /// If something else is there, or what is read.
    pub(super) fn new<'p>(out: &Path, read: impl IntoIterator<Item = &'p Path>) -> anyhow::Result<Self> {
        let name = out.display();
        if out == Path::new("-") {
            bail!("standard output has the findings: name a file to write");
        }
        let found = if out.is_symlink() { Some(fs::metadata(out)) } else { fs::metadata(out).ok().map(Ok) };
        match found {
            Some(Err(error)) => bail!("`{name}` is a link that leads to no file: {error}"),
            Some(Ok(found)) if !found.is_file() => {
                bail!("`{name}` is there and is no file: it is not replaced by one")
            }
            Some(Ok(found)) if found.permissions().readonly() => bail!("`{name}` is read-only"),
            _ => {}
        }
        let target = match found {
            Some(_) => fs::canonicalize(out),
            None => fs::canonicalize(folder(out)).map(|it| it.join(out.file_name().unwrap_or_default())),
        };
        let target = target.with_context(|| format!("`{name}` cannot be written"))?;
        // What is written into a folder that is read would be read again, and again.
        if read.into_iter().any(|path| fs::canonicalize(path).is_ok_and(|path| target.starts_with(path))) {
            bail!("`{name}` is read, or in a folder that is: name another file to write");
        }
        Ok(Self(target))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::Target;

    /// What is there, and why it is not written over; empty if it is.
    #[test]
    fn nothing_is_written_over_but_a_file_that_is_not_read() {
        let place = tempfile::tempdir().expect("a folder");
        let at = |name: &str| place.path().join(name);
        fs::create_dir_all(at("read/inner")).expect("a folder");
        fs::create_dir(at("folder")).expect("a folder");
        for name in ["read/a.jsonl", "b.toml", "c.jsonl"] {
            fs::write(at(name), "").expect("a file");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("b.toml", at("to-b")).expect("a link");
            std::os::unix::fs::symlink("c.jsonl", at("to-c")).expect("a link");
            std::os::unix::fs::symlink("nowhere", at("to-nothing")).expect("a link");
            std::os::unix::fs::symlink("folder", at("to-folder")).expect("a link");
            assert!(
                std::process::Command::new("mkfifo").arg(at("pipe")).status().is_ok_and(|it| it.success())
            );
        }
        let read = [at("read"), at("b.toml"), at("nowhere.har")];
        let mut cases = vec![
            ("-", "standard output has the findings"),
            ("c.jsonl", ""),
            ("new.jsonl", ""),
            ("b.toml", "is read, or in a folder that is"),
            ("read/a.jsonl", "is read, or in a folder that is"),
            ("read/inner/new.jsonl", "is read, or in a folder that is"),
            ("folder", "is there and is no file"),
            ("missing/new.jsonl", "cannot be written"),
        ];
        if cfg!(unix) {
            cases.extend([
                ("to-b", "is read, or in a folder that is"),
                ("to-c", ""),
                ("to-nothing", "is a link that leads to no file"),
                ("to-folder", "is there and is no file"),
                ("pipe", "is there and is no file"),
            ]);
        }
        for (name, expected) in cases {
            let out = if name == "-" { Path::new("-").to_owned() } else { at(name) };
            match Target::new(&out, read.iter().map(PathBuf::as_path)) {
                Ok(target) => {
                    assert_eq!(expected, "", "{name}");
                    let real = fs::canonicalize(place.path()).expect("a folder");
                    let name = if name == "to-c" { "c.jsonl" } else { name };
                    assert_eq!(target.0, real.join(name));
                }
                Err(error) => {
                    assert!(error.to_string().contains(expected) && !expected.is_empty(), "{error}");
                }
            }
        }
    }
}
