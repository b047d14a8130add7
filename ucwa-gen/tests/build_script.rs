//! A build script as Cargo runs it: when it runs again, and what is seen of it.

#![cfg(feature = "cli")]
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

mod pages;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use self::pages::BADGE;

/// The script counts how often it runs.
const SCRIPT: &str = r#"
use std::io::Write;

fn main() -> Result<(), ucwa_gen::build::Error> {
    std::fs::File::options().create(true).append(true).open("runs")?.write_all(b"!")?;
    ucwa_gen::Builder::new().docs("docs").generate()
}
"#;

/// A crate with a build script.
struct Crate(PathBuf);

impl Crate {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build_script");
        let consumer = Self(folder);
        if consumer.0.exists() {
            fs::remove_dir_all(&consumer.0).expect("it is ours");
        }
        let package = env!("CARGO_MANIFEST_DIR");
        consumer.file("src/lib.rs", "");
        consumer.file("build.rs", SCRIPT);
        consumer.file(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"consumer\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                 [build-dependencies]\nucwa-gen = {{ path = '{package}', default-features = false }}\n\n[workspace]\n"
            ),
        );
        // What is compiled for the test is compiled already, or at least there.
        let lock = Path::new(package).join("../Cargo.lock");
        consumer.file("Cargo.lock", &fs::read_to_string(lock).expect("the workspace has one"));
        consumer
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }

    /// Builds the crate: how that ended, what was printed, and how often the script has run until now.
    fn build(&self) -> (bool, String, usize) {
        let cargo = env::var_os("CARGO").expect("Cargo runs the tests");
        let mut command = Command::new(cargo);
        command.args(["check", "--offline", "--color=never", "--target-dir", "../build_script_target"]);
        let output = self.run(&mut command);
        let runs = fs::read(self.0.join("runs")).map_or(0, |runs| runs.len());
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned(), runs)
    }

    fn run(&self, command: &mut Command) -> Output {
        command.current_dir(&self.0).output().expect("it can be run")
    }

    /// The names of everything in the crate's own folder.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .expect("the folder is there")
            .map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_script_runs_when_it_has_to() {
    let consumer = Crate::new();
    consumer.file("docs/badge_ref.md", BADGE);
    let (ok, printed, runs) = consumer.build();
    assert!(ok && runs == 1, "{runs} runs: {printed}");
    let warning = "warning: consumer@0.1.0: docs/badge_ref.md:14:1: there is no page `wearer_ref.md` [UG026]";
    assert!(printed.contains(warning), "{printed}");
    assert_eq!(consumer.build().2, 1, "nothing has changed");

    consumer.file("docs/badge_ref.md", &BADGE.replace("colour", "color"));
    assert_eq!(consumer.build().2, 2, "a page has changed");
    consumer.file("docs/more/wearer_ref.md", "# wearer\n\n## Properties\n\nNone\n");
    let (ok, printed, runs) = consumer.build();
    assert!(ok && runs == 3 && !printed.contains("badge_ref.md"), "a page has been added: {printed}");
    assert_eq!(consumer.build().2, 3, "nothing has changed");

    consumer.file("docs/badge_ref.md", &BADGE.replace("|colour|", "||"));
    let (ok, printed, _) = consumer.build();
    let mut command = Command::new(env!("CARGO_BIN_EXE_ucwa-gen"));
    let command = consumer.run(command.args(["generate", "docs", "--out", "../build_script_out", "--quiet"]));
    let message = String::from_utf8_lossy(&command.stderr);
    assert!(message.starts_with("error[UG025]: ") && message.contains("docs/badge_ref.md:7:1"), "{message}");
    // Cargo indents what a script prints.
    let trimmed = |text: &str| text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
    assert!(!ok && trimmed(&printed).contains(trimmed(&message).trim_end()), "{printed}\nis not\n{message}");

    consumer.file("docs/badge_ref.md", BADGE);
    assert!(consumer.build().0, "the page is in order again");
    assert_eq!(consumer.names(), ["Cargo.lock", "Cargo.toml", "build.rs", "docs", "runs", "src"]);
}
