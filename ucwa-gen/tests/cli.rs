//! The command, as a process.

#![cfg(feature = "cli")]
#![allow(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const LAMP: &str = "\
---
title: lamp
---
# lamp

### Properties

|**Name**|**Type**|**Description**|
|:-----|:-----|:-----|
|label|Nullable String (at most 50 characters)||
|hue|[Hue](Hue_ref.md)||

### Links

|**Link**|**Leads to**|**Cardinality**|**Description**|
|:-----|:-----|:-----|:-----|
|self|[lamp](lamp_ref.md)|one||

## Operations

### GET

#### Request body

None

#### Response body

|**Item**|
|:-----|
|[lamp](lamp_ref.md)|

|**Status**|
|:-----|
|200|

#### Synchronous errors

None
";

const HUE: &str = "\
---
title: Hue
---
# Hue

## Members

|**Name**|**Description**|
|:-----|:-----|
|Red||
|Blue||
";

const INDEX: &str = "\
---
title: UCWA resources
---
# UCWA resources

## Things

- [lamp](lamp_ref.md)
";

/// A folder in which the command runs, so that nothing it prints depends on where that is.
struct Place(TempDir);

impl Place {
    fn empty() -> Self {
        Self(TempDir::new().expect("a temporary folder"))
    }

    /// A folder `docs` of three pages.
    fn with_docs() -> Self {
        let place = Self::empty();
        place.write("docs/lamp_ref.md", LAMP);
        place.write("docs/Hue_ref.md", HUE);
        place.write("docs/UCWAResources.md", INDEX);
        place
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).expect("the file is there")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ucwa-gen"));
        command.args(args).current_dir(self.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        Run::of(&self.command(args).output().expect("the command runs"))
    }
}

/// What a command said.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// All of it but the time that it took, for a snapshot.
    fn transcript(&self) -> String {
        let Self { code, out, .. } = self;
        let err = self.timeless();
        format!("exit code {}\n--- stdout\n{out}--- stderr\n{err}", code.unwrap_or(-1))
    }

    /// What was said about the result, with `TIME` for how long the command took.
    fn timeless(&self) -> String {
        let line = |line: &str| {
            let is_time = |time: &&str| time.strip_suffix(" s\n").is_some_and(|s| s.parse::<f64>().is_ok());
            match line.rsplit_once("; ").filter(|(_, time)| is_time(time)) {
                Some((before, _)) => format!("{before}; TIME\n"),
                None => line.to_owned(),
            }
        };
        self.err.split_inclusive('\n').map(line).collect()
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect("the output is JSON")
    }
}

#[test]
fn check_says_that_all_is_well() {
    let run = Place::with_docs().run(&["check", "docs"]);
    insta::assert_snapshot!(run.transcript());
}

#[test]
fn check_underlines_what_is_wrong() {
    let place = Place::with_docs();
    place.write(
        "docs/lamp_ref.md",
        LAMP.replace("Nullable String", "Strin g").replace("(lamp_ref.md)|one", "(lmp_ref.md)|one"),
    );
    insta::assert_snapshot!(place.run(&["check", "docs"]).transcript());
}

#[test]
fn check_prints_notes_when_asked() {
    let place = Place::with_docs();
    place.write("docs/lamp_ref.md", LAMP.replace("# lamp", "# lamp reference"));
    let run = place.run(&["check", "docs"]);
    assert!(!run.out.contains("UG011"), "{}", run.out);
    insta::assert_snapshot!(place.run(&["check", "--verbose", "docs/lamp_ref.md"]).transcript());
}

#[test]
fn check_counts_warnings_when_they_are_denied() {
    let place = Place::with_docs();
    place.write("docs/lamp_ref.md", LAMP.replace("Nullable String", "Strin g"));
    assert_eq!(place.run(&["check", "docs"]).code, Some(0));
    assert_eq!(place.run(&["check", "docs", "--deny", "warnings"]).code, Some(1));
    assert_eq!(place.run(&["check", "docs", "--deny", "warnings", "--quiet"]).out, "");
}

#[test]
fn check_writes_one_json_document() {
    let place = Place::with_docs();
    place.write(
        "docs/lamp_ref.md",
        LAMP.replace("Nullable String", "Strin g").replace("# lamp", "# lamp reference"),
    );
    let json = place.run(&["check", "--format", "json", "docs"]).json();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).expect("plain data"));
    // Notes are in it whatever is printed for people, and a finding without a place has its file.
    place.write("docs/bad_ref.md", [0xff]);
    let json = place.run(&["check", "--format", "json", "--quiet", "docs", "nowhere"]).json();
    let found = json["diagnostics"].as_array().expect("a list");
    assert!(found.iter().any(|found| found["severity"] == "note"), "{json}");
    for (code, file) in [("UG002", "nowhere"), ("UG003", "docs/bad_ref.md")] {
        let found = found.iter().find(|found| found["code"] == code).expect("an error");
        assert_eq!((&found["file"], found.get("line")), (&file.into(), None), "{found}");
    }
    assert_eq!(json["summary"]["errors"], 2);
}

#[test]
fn check_annotates_pull_requests() {
    let place = Place::with_docs();
    let page = LAMP.replace("Nullable String", "50%, Strin:g").replace("# lamp", "# lamp reference");
    place.write("docs/lamp_ref.md", page);
    place.write("docs/bad, page_ref.md", [0xff]);
    insta::assert_snapshot!(place.run(&["check", "--format", "github", "docs", "nowhere"]).transcript());
    let all = place.run(&["check", "--format", "github", "--verbose", "docs"]).out;
    assert!(all.starts_with("::notice file=docs/lamp_ref.md,line=4,"), "{all}");
    assert_eq!(Place::with_docs().run(&["check", "--format", "github", "docs"]).out, "");
}

#[test]
fn check_writes_sarif() {
    let place = Place::with_docs();
    place.write(
        "docs/a b/lamp_ref.md",
        LAMP.replace("Nullable String", "Strin g").replace("# lamp", "# lamp reference"),
    );
    place.write("docs/a b/bad_ref.md", [0xff]);
    let sarif = place.run(&["check", "--format", "sarif", "docs", "nowhere"]).json();
    let run = &sarif["runs"][0];
    insta::assert_snapshot!(serde_json::to_string_pretty(&run["results"]).expect("plain data"));
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
    for result in run["results"].as_array().expect("a list") {
        let index = result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok());
        assert_eq!(rules[index.expect("an index")]["id"], result["ruleId"]);
    }
}

#[test]
fn colour_only_where_it_is_wanted() {
    let place = Place::with_docs();
    place.write("docs/lamp_ref.md", LAMP.replace("Nullable String", "Strin g"));
    let output = |set: &[(&str, &str)]| {
        let mut command = place.command(&["check", "docs"]);
        Run::of(&command.envs(set.iter().copied()).output().expect("the command runs")).out
    };
    assert!(!output(&[]).contains('\u{1b}'));
    assert!(output(&[("CLICOLOR_FORCE", "1")]).contains('\u{1b}'));
    assert!(!output(&[("NO_COLOR", "1"), ("TERM", "xterm")]).contains('\u{1b}'));
}

#[test]
fn a_folder_that_is_missing_or_empty() {
    let place = Place::empty();
    fs::create_dir(place.path().join("empty")).expect("the folder can be made");
    insta::assert_snapshot!(place.run(&["check", "missing", "empty"]).transcript());
    insta::assert_snapshot!(place.run(&["schema", "empty", "-o", "schema.json"]).transcript());
    assert!(!place.path().join("schema.json").exists());
}

#[test]
fn the_other_pages_are_read_all_the_same() {
    let place = Place::with_docs();
    place.write("docs/bad_ref.md", [b'#', b' ', 0xff]);
    place.write("docs/more/Hue_ref.md", HUE);
    let run = place.run(&["check", "docs"]);
    insta::assert_snapshot!(run.transcript());
    let run = place.run(&["schema", "docs"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.json()["resources"][0]["name"], "lamp");
}

#[cfg(unix)]
#[test]
fn links_that_lead_back() {
    use std::os::unix::fs::symlink;
    let place = Place::with_docs();
    symlink("..", place.path().join("docs/back")).expect("the link can be made");
    symlink("self_ref.md", place.path().join("docs/self_ref.md")).expect("the link can be made");
    insta::assert_snapshot!(place.run(&["check", "docs"]).transcript());
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_not_read() {
    let place = Place::with_docs();
    std::os::unix::fs::symlink("/dev/zero", place.path().join("docs/zero_ref.md")).expect("it can be made");
    let made = Command::new("mkfifo").arg(place.path().join("docs/pipe_ref.md")).status();
    assert!(made.is_ok_and(|status| status.success()));
    insta::assert_snapshot!(place.run(&["check", "docs"]).transcript());
    for other in ["docs/pipe_ref.md", "docs/zero_ref.md"] {
        let run = place.run(&["check", "docs/lamp_ref.md", "docs/Hue_ref.md", "--overrides", other]);
        assert_eq!(run.code, Some(2));
        assert!(run.err.ends_with(", not a file\n"), "{}", run.err);
    }
    std::os::unix::fs::symlink("/dev/zero", place.path().join("zero.json")).expect("it can be made");
    let run = place.run(&["explain", "zero.json", "lamp"]);
    assert_eq!((run.code, run.err.as_str()), (Some(2), "error: `zero.json` is a device, not a file\n"));
}

#[test]
fn limits_are_named_and_can_be_raised() {
    let place = Place::with_docs();
    let large = |text: &str| text.to_owned() + &"\n".repeat(1 << 20);
    place.write("docs/lamp_ref.md", large(LAMP));
    let lowered = ["--max-file-size", "1"];
    insta::assert_snapshot!(place.run(&[["check", "docs"], lowered].concat()).transcript());
    assert_eq!(place.run(&["check", "docs", "--max-file-size", "2"]).code, Some(0));
    place.write("docs/Hue_ref.md", large(HUE));
    insta::assert_snapshot!(place.run(&["check", "docs", "--max-total-size", "2"]).transcript());
    insta::assert_snapshot!(place.run(&["check", "docs", "--max-files", "2"]).transcript());
    assert_eq!(place.run(&["check", "docs", "--max-files", "4", "--max-total-size", "3"]).code, Some(0));

    place.run(&["schema", "docs", "-o", "schema.json"]);
    place.write("schema.json", large(&place.read("schema.json")));
    let run = place.run(&["explain", "schema.json", "lamp", "--max-total-size", "1"]);
    let expected = "error: `schema.json` is larger than 1 MiB; raise the limit: `--max-total-size`\n";
    assert_eq!((run.code, run.err.as_str()), (Some(2), expected));
    assert_eq!(place.run(&["explain", "schema.json", "lamp"]).code, Some(0));
}

#[test]
fn single_pages_are_enough() {
    let run = Place::with_docs().run(&["schema", "docs/Hue_ref.md"]);
    assert_eq!(run.code, Some(0));
    assert_eq!(run.json()["enumerations"][0]["name"], "Hue");
}

#[test]
fn the_schema_goes_where_it_is_told() {
    let place = Place::with_docs();
    let printed = place.run(&["schema", "docs"]).out;
    assert_eq!(place.run(&["schema", "docs", "-o", "-"]).out, printed);
    let run = place.run(&["schema", "docs", "-o", "new.json"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (Some(0), "", ""));
    assert_eq!(place.read("new.json"), printed);
    let run = place.run(&["schema", "docs", "-o", "docs"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.starts_with("error: docs: "), "{}", run.err);
    // Only JSON is written over: what else is there may be a page that has just been read.
    for (old, code) in [("# lamp\n", 2), ("", 0), ("{ \"a\": ", 0), ("\u{feff}{}", 0), ("[type]\n", 2)] {
        place.write("other", old);
        let run = place.run(&["schema", "docs", "-o", "other"]);
        assert_eq!(run.code, Some(code), "{old}: {}", run.err);
        assert_eq!(place.read("other") == old, code == 2, "{old}");
    }
}

#[test]
fn explain_reads_pages_and_schemas() {
    let place = Place::with_docs();
    place.run(&["schema", "docs", "-o", "schema.json"]);
    let run = place.run(&["explain", "docs", "lamp.hue"]);
    insta::assert_snapshot!(run.transcript());
    assert_eq!(place.run(&["explain", "schema.json", "lamp.hue"]).out, run.out);
    assert_eq!(place.run(&["explain", "docs/lamp_ref.md", "docs/Hue_ref.md", "lamp.hue"]).out, run.out);
    insta::assert_snapshot!(place.run(&["explain", "docs", "lamb"]).transcript());
}

#[test]
fn a_schema_that_is_none() {
    let place = Place::with_docs();
    place.write("other.json", "{\"irVersion\": 99}");
    place.write("broken.json", "{");
    insta::assert_snapshot!(place.run(&["explain", "other.json", "lamp"]).transcript());
    insta::assert_snapshot!(place.run(&["explain", "broken.json", "lamp"]).transcript());
    insta::assert_snapshot!(place.run(&["explain", "broken.json", "docs", "lamp"]).transcript());
    insta::assert_snapshot!(place.run(&["explain", "missing.json", "lamp"]).transcript());
}

#[test]
fn render_writes_and_checks() {
    let place = Place::with_docs();
    let run = place.run(&["render", "docs", "--out", "pages"]);
    let done = "2 pages read; 4 files written, 0 unchanged, 0 removed; TIME\n";
    assert_eq!((run.code, run.timeless().as_str()), (Some(0), done));
    assert_eq!(place.read("pages/lamp_ref.md"), LAMP);
    assert_eq!(place.read("pages/Hue_ref.md"), HUE);
    assert_eq!(place.run(&["render", "pages", "--out", "pages", "--check"]).code, Some(0));

    place.write("pages/Hue_ref.md", "# Hue\n");
    let run = place.run(&["render", "docs", "--out", "pages", "--check"]);
    insta::assert_snapshot!(run.transcript());
    assert_eq!(place.read("pages/Hue_ref.md"), "# Hue\n");
}

#[test]
fn generate_writes_and_checks() {
    let place = Place::with_docs();
    let did = |args: &[&str]| {
        let run = place.run(args);
        assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{}", run.err);
        run.timeless()
    };
    let generate = ["generate", "docs", "--out", "api"];
    let files = "2 pages read; 8 files written, 0 unchanged, 0 removed; TIME\n";
    assert_eq!(did(&generate), files);
    assert!(place.read("api/things/lamp.rs").contains("pub struct Lamp"));
    assert_eq!(did(&generate), "2 pages read; 0 files written, 8 unchanged, 0 removed; TIME\n");
    let check = [&generate[..], &["--check"]].concat();
    assert_eq!(did(&check), "2 pages read; 8 files compared, no difference; TIME\n");
    assert_eq!(did(&[&generate[..], &["--quiet"]].concat()), "");
    assert_eq!(did(&[&check[..], &["--quiet"]].concat()), "");
    let modified = || {
        fs::metadata(place.path().join("api/mod.rs"))
            .and_then(|data| data.modified())
            .expect("the file is there")
    };
    let before = modified();
    assert_eq!(place.run(&["generate", "docs", "--out", "api"]).code, Some(0));
    assert_eq!(modified(), before, "an unchanged file is left untouched");
    assert_eq!(place.run(&["generate", "docs", "--out", "api", "--check"]).code, Some(0));

    place.run(&["schema", "docs", "-o", "schema.json"]);
    let check = ["generate", "schema.json", "--out", "api", "--check"];
    assert_eq!(did(&check), "1 schema read; 8 files compared, no difference; TIME\n");

    let lamp = place.read("api/things/lamp.rs");
    place.write("docs/lamp_ref.md", LAMP.replace("|label|", "|title|"));
    let run = place.run(&["generate", "docs", "--out", "api", "--check"]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("api/things/lamp.rs:1: differs"), "{}", run.out);
    assert!(!run.out.contains("hue.rs"), "{}", run.out);
    assert_eq!(place.read("api/things/lamp.rs"), lamp);
    let run = place.run(&["generate", "docs", "--out", "nothing", "--check"]);
    assert_eq!(run.code, Some(1));
    assert!(!place.path().join("nothing").exists());
}

#[test]
fn line_endings_of_pages_change_nothing() {
    let place = Place::with_docs();
    place.write("ucwa.toml", OVERRIDES);
    assert_eq!(place.run(&["generate", "docs", "--out", "api"]).code, Some(0));
    for (page, text) in [("lamp_ref.md", LAMP), ("Hue_ref.md", HUE), ("UCWAResources.md", INDEX)] {
        place.write(&format!("docs/{page}"), format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    place.write("ucwa.toml", OVERRIDES.replace('\n', "\r\n"));
    let run = place.run(&["generate", "docs", "--out", "api", "--check"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{}", run.err);
}

#[test]
fn check_says_what_is_no_change_of_the_code() {
    let place = Place::with_docs();
    place.run(&["generate", "docs", "--out", "api"]);
    place.write("api/mod.rs", place.read("api/mod.rs").replace('\n', "\r\n"));
    let lamp = place.read("api/things/lamp.rs");
    place.write("api/things/lamp.rs", lamp.replace("    ", "  "));
    place.write("api/errors.rs", format!("\u{feff}{}", place.read("api/errors.rs")));
    insta::assert_snapshot!(place.run(&["generate", "docs", "--out", "api", "--check"]).transcript());
    place.run(&["generate", "docs", "--out", "api"]);
    assert_eq!(place.read("api/things/lamp.rs"), lamp);
}

#[test]
fn generate_writes_what_is_selected_alone() {
    let place = Place::with_docs();
    let run = place.run(&["generate", "docs", "--out", "api", "--only", "lamp"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(place.read("api/things/lamp.rs").contains("pub struct Lamp"));
    let run = place.run(&["generate", "docs", "--out", "api", "--only", "lump,Thinks"]);
    insta::assert_snapshot!(run.transcript());
}

#[test]
fn generate_leads_to_types_that_are_elsewhere() {
    let place = Place::empty();
    place.write("docs/lamp_ref.md", LAMP);
    let with =
        |command: &[&str], path: &str| place.run(&[command, &["docs", "--extern-path", path]].concat());
    let (check, generate) = (["check", "--deny", "warnings"], ["generate", "--out", "api"]);
    let path = "Hue=::colours::Hue";
    assert_eq!(place.run(&["check", "docs", "--deny", "warnings"]).code, Some(1));
    assert_eq!(with(&check, path).code, Some(0));
    assert_eq!(with(&generate, path).code, Some(0));
    assert!(place.read("api/other/lamp.rs").contains("pub hue: Option<::colours::Hue>,"));
    assert_eq!(with(&["generate", "--out", "api", "--check"], path).code, Some(0));
    insta::assert_snapshot!(with(&generate, "Hue=Hue").transcript());
    insta::assert_snapshot!(with(&generate, "Hue").transcript());
    insta::assert_snapshot!(with(&generate, "Huge=::colours::Huge").transcript());
}

#[test]
fn a_tree_with_features_is_generated_with_them_again() {
    let place = Place::with_docs();
    assert_eq!(place.run(&["generate", "docs", "--out", "api", "--features"]).code, Some(0));
    assert!(place.read("api/mod.rs").contains("#[cfg(feature = \"things\")]"));
    assert!(place.read("api/stubs/things.rs").contains("pub type Lamp = Stub<"));
    assert_eq!(place.run(&["generate", "docs", "--out", "api", "--check"]).code, Some(0));
    assert_eq!(place.run(&["generate", "docs", "--out", "plain"]).code, Some(0));
    assert!(!place.read("plain/mod.rs").contains("feature"));
}

#[test]
fn generate_lists_renamings_when_asked() {
    let place = Place::with_docs();
    place.write("docs/lamp_ref.md", LAMP.replace("|hue|", "|Label|String||\n|hue|"));
    let run = place.run(&["generate", "docs", "--out", "api", "--verbose"]);
    insta::assert_snapshot!(run.transcript());
}

#[test]
fn nothing_is_written_outside_of_the_folder() {
    let place = Place::with_docs();
    let schema = place.run(&["schema", "docs"]).out.replace("\"name\": \"lamp\"", "\"name\": \"../lamp\"");
    place.write("schema.json", schema);
    for command in ["render", "generate"] {
        let run = place.run(&[command, "schema.json", "--out", "out"]);
        assert_ne!(run.code, None, "{}", run.err);
        let mut names: Vec<_> = fs::read_dir(place.path())
            .expect("a folder")
            .map(|it| it.expect("an entry").file_name())
            .collect();
        names.sort();
        names.retain(|name| name != "out");
        assert_eq!(names, ["docs", "schema.json"], "{}", run.err);
    }
}

#[test]
fn descriptions_are_left_out_when_asked() {
    let place = Place::with_docs();
    place.write("docs/Hue_ref.md", HUE.replace("|Red||", "|Red|Like a rose.|"));
    place.run(&["render", "docs", "--out", "kept"]);
    assert!(place.read("kept/Hue_ref.md").contains("Like a rose."));
    place.run(&["render", "docs", "--out", "facts", "--prose", "none"]);
    assert_eq!(place.read("facts/Hue_ref.md"), HUE);
}

const OVERRIDES: &str = "\
[[type]]
of = \"lamp.properties.label\"
type = \"Uri\"
reason = \"the server sends where it hangs\"
";

#[test]
fn overrides_beside_the_folder_are_read() {
    let place = Place::with_docs();
    place.write("ucwa.toml", OVERRIDES);
    let explained = place.run(&["explain", "docs", "lamp.label"]);
    assert!(explained.out.contains("property label: Uri"), "{}", explained.out);
    assert!(explained.out.contains("ucwa.toml:2:6: override: the server sends where it hangs"));
    assert_eq!(place.run(&["check", "docs"]).code, Some(0));
    assert!(place.run(&["schema", "docs"]).json()["resources"][0]["properties"][0]["type"] == "Uri");
    place.run(&["generate", "docs", "--out", "api"]);
    place.run(&["render", "docs", "--out", "pages"]);
    assert!(place.read("pages/lamp_ref.md").contains("|label|Uri (at most 50 characters)||"));
    assert!(place.run(&["check", "pages"]).out.contains("error[UG063]"), "those are corrected already");
    // Most of a file is about other pages than a single one.
    assert!(place.run(&["explain", "docs/lamp_ref.md", "lamp.label"]).out.contains("Nullable String"));
    let within = place.command(&["check", "."]).current_dir(place.path().join("docs")).output();
    assert_eq!(Run::of(&within.expect("the command runs")).code, Some(0));
}

#[test]
fn overrides_are_read_from_where_they_are_named() {
    let place = Place::with_docs();
    place.write("fixes/lamps.toml", OVERRIDES.replace("label", "lable"));
    insta::assert_snapshot!(place.run(&["check", "docs", "--overrides", "fixes/lamps.toml"]).transcript());
    let missing = place.run(&["generate", "docs", "--overrides", "no.toml", "--out", "api"]);
    assert_eq!((missing.code, place.path().join("api").exists()), (Some(2), false));
    assert_eq!(missing.err, "error: `no.toml`: there is no such file or folder\n");
    place.run(&["schema", "docs", "-o", "ucwa.json"]);
    let schema = place.run(&["explain", "ucwa.json", "lamp", "--overrides", "fixes/lamps.toml"]);
    assert_eq!(schema.code, Some(2));
    assert_eq!(schema.err, "error: `fixes/lamps.toml` corrects pages, and `ucwa.json` is a schema file\n");
}

#[test]
fn one_file_of_overrides_corrects_several_folders() {
    let place = Place::with_docs();
    place.write("more/docs/Tone_ref.md", HUE.replace("Hue", "Tone"));
    place.write("ucwa.toml", OVERRIDES);
    assert_eq!(place.run(&["check", "docs", "more/docs"]).code, Some(0));
    place.write("more/ucwa.toml", "");
    let both = place.run(&["check", "docs", "more/docs"]);
    assert_eq!(both.code, Some(2));
    assert_eq!(
        both.err,
        "error: both `ucwa.toml` and `more/ucwa.toml` correct the pages: name one with --overrides\n"
    );
}

#[test]
fn overrides_may_be_about_nothing_in_older_pages() {
    let place = Place::with_docs();
    place.write("old/Hue_ref.md", HUE);
    place.write("ucwa.toml", OVERRIDES);
    assert_eq!(place.run(&["diff", "old", "docs"]).code, Some(0));
    assert_eq!(place.run(&["diff", "docs", "old"]).code, Some(1));
}

#[test]
fn a_break_is_denied_unless_it_is_accepted() {
    let place = Place::with_docs();
    place.write("new/lamp_ref.md", LAMP.replace("|label|", "|title|"));
    place.write("new/Hue_ref.md", HUE.replace("|Red||\n", ""));
    place.write("new/UCWAResources.md", INDEX);
    let diff = |more: &[&str]| {
        let args = ["diff", "docs", "new", "--current", "0.3.1"];
        place.run(&args.iter().chain(more).copied().collect::<Vec<_>>())
    };
    let run = diff(&[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    insta::assert_snapshot!(run.out);
    assert_eq!(diff(&["--deny", "behaviour"]).code, Some(0));
    let denied = diff(&["--deny", "source,wire"]);
    assert_eq!(denied.code, Some(1));
    let is_denied = |line: &str| line.ends_with(", which is denied");
    assert!(denied.err.lines().count() == 2 && denied.err.lines().all(is_denied), "{}", denied.err);
    assert!(denied.out.lines().last().is_some_and(is_denied), "{}", denied.out);
    let proposed = diff(&["--deny", "source,wire", "--propose"]);
    insta::assert_snapshot!("a_break_is_proposed_to_be_accepted", proposed.out);
    let until = |text: &str| text.replace("\nreason = \"TODO\"", "\nreason = \"Seen.\"\nuntil = 2027-03-31");
    let entries = until(&proposed.out);
    let count = entries.matches("[[accept]]").count();
    place.write("accepted.toml", &entries);
    let accepted = |day: &str| diff(&["--deny", "source,wire", "--accept", "accepted.toml", "--today", day]);
    let run = accepted("2027-03-31");
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{}", run.out);
    assert!(run.out.contains("accepted (until 2027-03-31): Seen."), "{}", run.out);
    let run = accepted("2027-04-01");
    let ended = run.err.lines().filter(|line| line.starts_with("accepted.toml:")).count();
    assert_eq!((run.code, ended), (Some(1), count), "{}", run.err);
    place.write(
        "accepted.toml",
        "[[accept]]\nchange = \"lamp.links.self.gone\"\ndigest = \"0\"\nreason = \"Seen.\"\n",
    );
    let run = diff(&["--accept", "accepted.toml", "--today", "2026-01-01"]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.err, "accepted.toml:2:10: error: there is no change `lamp.links.self.gone`\n");
    for form in ["human", "markdown", "github", "json", "sarif"] {
        let run = diff(&["--accept", "accepted.toml", "--today", "2026-01-01", "--format", form]);
        assert!(run.out.contains("there is no change `lamp.links.self.gone`"), "{form}: {}", run.out);
    }
    // Another change of the same name is another change.
    let retyped = |ty: &str| LAMP.replace("Nullable String (at most 50 characters)", ty);
    place.write("new/Hue_ref.md", HUE);
    place.write("new/lamp_ref.md", retyped("Int32"));
    place.write("accepted.toml", diff(&["--deny", "wire", "--propose"]).out.replace("TODO", "Seen."));
    assert_eq!(accepted("2027-03-31").code, Some(0));
    place.write("new/lamp_ref.md", retyped("Boolean"));
    let run = accepted("2027-03-31");
    assert_eq!(run.code, Some(1), "{}", run.out);
    assert!(run.err.contains("is not the change that was accepted any more"), "{}", run.err);
}

/// What is wrong with the pages is not compared: the report must not look as if nothing had changed.
#[test]
fn errors_of_pages_are_counted_beside_the_changes() {
    let place = Place::with_docs();
    place.write("new/lamp_ref.md", LAMP);
    place.write("new/Hue_ref.md", HUE);
    place.write("new/UCWAResources.md", INDEX);
    place.write("new/bad_ref.md", [0xff, 0xfe, 0x00]);
    let diff = |sides: [&str; 2], form: &str| place.run(&["diff", sides[0], sides[1], "--format", form]);
    for (sides, words, key) in [
        (["docs", "new"], "not everything is compared, because of 1 error in the new pages", "new"),
        (["new", "docs"], "not everything is compared, because of 1 error in the old pages", "old"),
    ] {
        for form in ["human", "markdown", "github", "sarif"] {
            let run = diff(sides, form);
            assert!(run.code == Some(1) && run.out.contains(words), "{form}: {} {}", run.out, run.err);
        }
        let run = diff(sides, "json");
        assert_eq!((run.code, &run.json()["errors"][key]), (Some(1), &1.into()), "{}", run.out);
        let human = diff(sides, "human").out;
        assert!(human.contains("no release is needed for what was compared"), "{human}");
    }
    place.write("new/Hue_ref.md", HUE.replace("|Red||\n", ""));
    let human = diff(["docs", "new"], "human").out;
    assert!(human.contains("asks for the version: at least major"), "{human}");
    let fine = diff(["docs", "docs"], "json");
    assert_eq!((fine.code, fine.json().get("errors")), (Some(0), None));
}

/// A type that was not understood is read as another one, which looks like a change.
#[test]
fn warnings_of_pages_are_counted_beside_the_changes() {
    let place = Place::with_docs();
    place.write("new/lamp_ref.md", LAMP.replace("Nullable String (at most 50 characters)", "Int64"));
    place.write("new/Hue_ref.md", HUE);
    place.write("new/UCWAResources.md", INDEX);
    for (sides, words, key) in [
        (["docs", "new"], "1 warning in the new pages", "new"),
        (["new", "docs"], "1 warning in the old pages", "old"),
    ] {
        for form in ["human", "markdown", "github", "sarif"] {
            let run = place.run(&["diff", sides[0], sides[1], "--format", form]);
            assert!(run.code == Some(0) && run.out.contains(words), "{form}: {} {}", run.out, run.err);
        }
        let json = place.run(&["diff", sides[0], sides[1], "--format", "json"]).json();
        assert_eq!(json["warnings"][key], 1, "{json}");
        let proposed = place.run(&["diff", sides[0], sides[1], "--propose"]);
        assert!(proposed.out.contains(&format!("# {words}")), "{}", proposed.out);
    }
    assert!(!place.run(&["diff", "docs", "docs"]).out.contains("warning"));
}

/// What the schema lacks because of an error is not gone.
#[test]
fn pages_with_errors_are_not_compared() {
    let place = Place::with_docs();
    place.write("new/lamp_ref.md", [0xff, 0xfe, 0x00]);
    place.write("new/Hue_ref.md", HUE.replace("|Red||\n", ""));
    place.write("new/UCWAResources.md", INDEX);
    for sides in [["docs", "new"], ["new", "docs"]] {
        let diff = |more: &[&str]| place.run(&[&["diff", sides[0], sides[1]][..], more].concat());
        let json = diff(&["--format", "json"]).json();
        let names: Vec<_> =
            json["changes"].as_array().expect("a list").iter().map(|change| &change["subject"]).collect();
        assert!(!names.is_empty() && names.iter().all(|name| *name == "Hue"), "{json}");
        assert!(json["left_out"].as_array().is_some_and(|names| !names.is_empty()), "{json}");
        let proposed = diff(&["--propose"]);
        assert!(!proposed.out.contains("change = \"lamp"), "{}", proposed.out);
        assert!(proposed.out.contains("left out"), "{}", proposed.out);
        assert_eq!(proposed.code, Some(1));
    }
}

/// An accepted change counts for the version, and is no contradiction to that.
#[test]
fn what_is_accepted_is_beside_what_is_counted() {
    let place = Place::with_docs();
    place.write("new/lamp_ref.md", LAMP);
    place.write("new/Hue_ref.md", HUE.replace("|Red||\n", ""));
    place.write("new/UCWAResources.md", INDEX);
    let proposed = place.run(&["diff", "docs", "new", "--propose"]).out;
    place.write("accepted.toml", &proposed);
    let accepted = |more: &[&str]| {
        place.run(
            &[&["diff", "docs", "new", "--deny", "source", "--accept", "accepted.toml"][..], more].concat(),
        )
    };
    let unwritten = accepted(&[]);
    assert_eq!(unwritten.code, Some(1), "{}", unwritten.out);
    assert!(unwritten.err.contains("`reason` is still `TODO`"), "{}", unwritten.err);
    place.write("accepted.toml", proposed.replace("TODO", "Nobody is red."));
    let run = accepted(&[]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let last = "0 changes besides 1 that is accepted: source unchanged; wire unchanged; behaviour unchanged\n\
                asks for the version, accepted changes included: major (2.0.0 after 1.2.3, 0.3.0 after 0.2.3)\n";
    assert!(run.out.ends_with(last), "{}", run.out);
    let markdown = accepted(&["--format", "markdown"]).out;
    assert!(markdown.starts_with("**0 changes besides 1 that is accepted**; asks for the version, accepted"));
}

/// A pull request has the new pages alone, and of many annotations a code host shows the first.
#[test]
fn annotations_are_of_the_new_pages_and_the_worst_is_first() {
    let place = Place::with_docs();
    let label = "|label|Nullable String (at most 50 characters)||\n";
    place.write("docs/bulb_ref.md", LAMP.replace("lamp", "bulb").replace(label, ""));
    place.write("docs/UCWAResources.md", format!("{INDEX}- [bulb](bulb_ref.md)\n"));
    place.write("new/lamp_ref.md", LAMP.replace(label, "|size|Int32||\n|weight|Int32||\n"));
    place.write("new/Hue_ref.md", format!("{HUE}|Amber||\n"));
    place.write("new/UCWAResources.md", INDEX);
    let run = place.run(&["diff", "docs", "new", "--deny", "wire", "--format", "github"]);
    let lines: Vec<&str> = run.out.lines().collect();
    let (last, annotations) = lines.split_last().expect("there are lines");
    assert!(!run.out.contains("docs/"), "{}", run.out);
    let of = |kind: &str| annotations.iter().filter(|line| line.starts_with(kind)).count();
    let errors = of("::error ");
    assert!(errors > 1 && of("::notice ") > 1 && annotations.len() > errors, "{}", run.out);
    assert!(annotations[..errors].iter().all(|line| line.starts_with("::error ")), "{}", run.out);
    let gone = |name: &str| *annotations.iter().find(|line| line.contains(name)).expect("it is there");
    assert!(gone("%3A lamp.properties.label.gone").contains("file=new/lamp_ref.md,line=1,"), "{}", run.out);
    assert!(gone("%3A bulb.gone").starts_with("::error title="), "{}", run.out);
    assert!(last.starts_with("::notice title=what changed::") && last.contains("which is denied"), "{last}");
    let sarif = place.run(&["diff", "docs", "new", "--format", "sarif"]).out;
    assert!(!sarif.contains("docs/lamp_ref.md") && !sarif.contains("docs/bulb_ref.md"), "{sarif}");
    // What breaks is before what extends, of all pages.
    let human = place.run(&["diff", "docs", "new"]).out;
    let effects: Vec<&str> = human
        .lines()
        .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')))
        .map(|line| line.split(' ').next().unwrap_or_default())
        .collect();
    assert!(effects.contains(&"breaks") && effects.contains(&"extends"), "{human}");
    assert!(effects.is_sorted(), "{human}");
}

/// A command, its positional arguments, and its options with their values.
type Words<'w> = (&'w str, &'w [&'w str], &'w [&'w [&'w str]]);

/// Some options take lists.
#[test]
fn options_stand_anywhere_among_the_arguments() {
    let place = Place::with_docs();
    place.write("more/bulb_ref.md", LAMP.replace("lamp", "bulb"));
    place.write("ucwa.toml", "");
    place.write("accepted.toml", "");
    place.write("session.jsonl", "");
    assert_eq!(place.run(&["schema", "docs", "-o", "ucwa.json"]).code, Some(0));
    let common = ["--overrides", "ucwa.toml"];
    let cases: &[Words<'_>] = &[
        (
            "check",
            &["docs", "more"],
            &[&common, &["--deny", "warnings"], &["--format", "json"], &["--verbose"]],
        ),
        ("schema", &["docs", "more"], &[&common, &["--output", "-"]]),
        (
            "generate",
            &["docs", "more"],
            &[&common, &["--out", "api"], &["--check"], &["--only", "Things,bulb"]],
        ),
        ("render", &["docs", "more"], &[&common, &["--out", "pages"], &["--check"], &["--prose", "none"]]),
        ("explain", &["docs", "more", "lamp.label"], &[&common, &["--max-files", "99"]]),
        (
            "diff",
            &["docs", "ucwa.json"],
            &[
                &["--deny", "source,wire"],
                &["--accept", "accepted.toml"],
                &["--format", "markdown"],
                &["--current", "1.0.0"],
            ],
        ),
        ("history", &["docs", "ucwa.json"], &[&["--format", "json"], &["--max-files", "99"]]),
        ("observe", &["docs", "session.jsonl"], &[&common, &["--format", "json"]]),
    ];
    for (command, words, options) in cases {
        let run = |args: Vec<&str>| {
            let run = place.run(&[&[*command][..], &args].concat());
            // How long it took is not part of the comparison.
            (run.code, run.out.clone(), run.timeless())
        };
        let all = options.concat();
        let expected = run([words.to_vec(), all.clone()].concat());
        assert!(expected.0 != Some(2), "{command}: {expected:?}");
        for at in 0..words.len() {
            let (before, after) = words.split_at(at);
            let found = run([before.to_vec(), all.clone(), after.to_vec()].concat());
            assert_eq!(found, expected, "{command}: options after {before:?}");
        }
        // One by one between the words.
        let mut mixed: Vec<&str> = Vec::new();
        for at in 0..words.len().max(options.len()) {
            mixed.extend(options.get(at).copied().unwrap_or_default());
            mixed.extend(words.get(at));
        }
        assert_eq!(run(mixed.clone()), expected, "{command}: {mixed:?}");
    }
}

#[test]
fn a_version_to_start_from_is_that_of_a_release() {
    let place = Place::with_docs();
    let diff = |version: &str| place.run(&["diff", "docs", "docs", "--current", version]);
    place.write("new/Hue_ref.md", HUE.replace("|Red||", "|Red|Like a rose.|"));
    place.write("new/lamp_ref.md", LAMP);
    place.write("new/UCWAResources.md", INDEX);
    let words = place.run(&["diff", "docs", "new", "--current", "1.2.3+7"]);
    assert!(words.out.contains("1.2.4 after 1.2.3"), "{}", words.out);
    // Without any change there is nothing to release.
    let same = diff("1.2.3").out;
    assert!(same.ends_with("no release is needed: nothing changed\n") && !same.contains("1.2.4"), "{same}");
    let json = place.run(&["diff", "docs", "docs", "--current", "1.2.3", "--format", "json"]).json();
    assert_eq!((&json["bump"], json.get("next")), (&"none".into(), None));
    let run = diff("1.0.0-rc.1");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("`1.0.0-rc.1` is a pre-release"), "{}", run.err);
}

#[test]
fn markdown_names_the_command_that_lists_the_rest() {
    let place = Place::with_docs();
    place.write("new docs/lamp_ref.md", LAMP);
    place.write("new docs/Hue_ref.md", HUE.replace("|Red||", "|Red|Like a rose.|"));
    place.write("new docs/UCWAResources.md", INDEX);
    place.write("accepted.toml", "");
    let run = place.run(&["diff", "docs", "new docs", "--format", "markdown", "--accept", "accepted.toml"]);
    let expected = "1 change of words alone not listed: \
                    `ucwa-gen diff docs 'new docs' --accept accepted.toml --verbose` lists it.\n";
    assert!(run.out.ends_with(expected), "{}", run.out);
}

#[test]
fn render_refuses_the_schemas_that_generate_refuses() {
    let place = Place::with_docs();
    let schema = place.run(&["schema", "docs"]).out.replace("\"name\": \"lamp\"", "\"name\": \"a lamp\"");
    place.write("schema.json", schema);
    let [rendered, generated] =
        ["render", "generate"].map(|command| place.run(&[command, "schema.json", "--out", "out"]));
    assert_eq!(rendered.code, Some(1));
    assert_eq!(rendered.err, generated.err);
    assert!(rendered.err.contains("is not a name: it contains white space"), "{}", rendered.err);
    let diff = place.run(&["diff", "docs", "schema.json"]);
    assert!(diff.err.contains("no code can be generated from the new schema:"), "{}", diff.err);
}

#[test]
fn what_is_not_shown_is_escaped_for_code_hosts() {
    let place = Place::with_docs();
    place.write("new/lamp_ref.md", LAMP.replace("|label|", "|label\u{200b}|"));
    place.write("new/Hue_ref.md", HUE.replace("|Red||", "|Red|Like a\u{200b} rose.|"));
    place.write("new/UCWAResources.md", INDEX);
    for args in [
        &["diff", "docs", "new", "--format", "github", "--verbose"][..],
        &["check", "new", "--format", "github"],
    ] {
        let run = place.run(args);
        assert!(!run.out.contains('\u{200b}'), "{}", run.out);
    }
    let run = place.run(&["diff", "docs", "new", "--format", "github", "--verbose"]);
    assert!(run.out.contains("Like a\\u{200b} rose."), "{} {}", run.out, run.err);
}

#[test]
fn a_diff_is_written_in_each_form() {
    let place = Place::with_docs();
    place.write("new/Hue_ref.md", HUE.replace("|Red||\n", ""));
    place.write("new/lamp_ref.md", LAMP);
    place.write("new/UCWAResources.md", INDEX);
    let diff = |form: &str| place.run(&["diff", "docs", "new", "--format", form]);
    let document: serde_json::Value = serde_json::from_str(&diff("json").out).expect("it is JSON");
    assert_eq!((&document["format"], &document["bump"]), (&1.into(), &"major".into()));
    assert_eq!(document["changes"][0]["name"], "Hue.members.Red.gone");
    let sarif: serde_json::Value = serde_json::from_str(&diff("sarif").out).expect("it is JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "new/Hue_ref.md");
    assert_eq!(
        diff("github").out,
        "::warning file=new/Hue_ref.md,line=1,endLine=1,col=1,title=breaks source%2C wire%3A Hue.members.Red.gone::\
         Hue.members.Red.gone: the member is gone (Red); breaks source, wire%0A`Hue::Red` is gone\n\
         ::notice title=what changed::1 change: source 1 break; wire 1 break; behaviour unchanged%0A\
         asks for the version: major (2.0.0 after 1.2.3, 0.3.0 after 0.2.3)\n"
    );
    assert!(
        diff("markdown")
            .out
            .contains("<details><summary><code>Enumerations</code>: 1 change, 1 breaks something")
    );
    let schema = place.run(&["diff", "--json-schema"]);
    assert!(schema.out.contains("\"title\": \"Diff\""), "{}", schema.out);
}

#[test]
fn what_is_open_is_proposed() {
    let place = Place::empty();
    let page = "# lamp\n\n### Properties\n\n|**Name**|**Description**|\n|:-----|:-----|\n|hue|The hue.|\n|shade||\n\n### Links\n\nNone\n";
    place.write("docs/lamp_ref.md", page);
    let proposed = place.run(&["check", "--propose", "docs"]);
    insta::assert_snapshot!(proposed.transcript());
    let json = place.run(&["check", "--format", "json", "docs"]).json();
    assert_eq!(
        json["diagnostics"][0]["proposal"],
        "[[type]]\nof = \"lamp.properties.hue\"\ntype = \"String\"\nreason = \"TODO\"\n"
    );
    place.write("ucwa.toml", &proposed.out);
    assert_eq!(place.run(&["check", "--propose", "docs"]).out, "");
}

#[test]
fn wrong_usage() {
    let place = Place::empty();
    for args in [
        &[][..],
        &["frobnicate"],
        &["check"],
        &["schema"],
        &["render", "docs"],
        &["check", "--deny", "all", "."],
    ] {
        let run = place.run(args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
        assert_eq!(run.out, "", "{args:?}");
    }
}

#[test]
fn help_and_version() {
    let place = Place::empty();
    let version = place.run(&["--version"]);
    assert_eq!(version.out, concat!("ucwa-gen ", env!("CARGO_PKG_VERSION"), "\n"));
    let help = place.run(&["--help"]);
    assert_eq!(help.code, Some(0));
    for command in ["check", "schema", "generate", "explain", "render", "completions"] {
        assert!(help.out.contains(command), "{}", help.out);
        let help = place.run(&[command, "--help"]);
        assert_eq!(help.code, Some(0));
        assert!(help.out.contains("Example"), "{}", help.out);
    }
}

#[test]
fn completions_for_every_shell() {
    let place = Place::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = place.run(&["completions", shell]);
        assert_eq!(run.code, Some(0));
        assert!(run.out.contains("ucwa-gen"), "{shell}");
    }
}

/// A recording with something of each sort in it.
const RECORDING: &str = r#"{"rel": "lamp", "label": "desk", "hue": "Red", "_links": {"self": {"href": "/lamps/1"}}}
{"request": {"method": "GET", "url": "https://example.com/lamps/1?room=7"}, "response": {"status": 203, "json": {"rel": "lamp", "label": 7, "hue": "Green", "watts": 40, "litSince": "/Date(1474932023993)/", "_links": {"self": {"href": "/lamps/1"}, "bulb": [{"href": "/bulbs/1"}]}}}}
{"request": {"method": "GET", "url": "/lamps/1"}, "response": {"status": 409, "json": {"code": "Conflict", "subcode": "BulbBroken", "message": "See the code."}}}
{"sender": [{"rel": "room", "href": "/room", "events": [{"type": "updated", "link": {"rel": "lamp", "href": "/lamps/1"}}]}]}
{"shoeSize": 43}
{"rel": "lamp", "label":
"#;

#[test]
fn observe_says_what_traffic_shows() {
    let place = Place::with_docs();
    place.write("recordings/a.jsonl", RECORDING);
    place.write("recordings/notes.md", "Recorded on Monday.\n");
    insta::assert_snapshot!(place.run(&["observe", "docs", "recordings"]).transcript());
    let whole = place.run(&["observe", "docs", "recordings", "--verbose"]);
    assert!(whole.out.contains("recordings/notes.md:1:1: note: it is not read"), "{}", whole.out);
    let json = place.run(&["observe", "docs", "recordings", "--format", "json"]);
    assert_eq!(json.code, Some(1));
    assert_eq!(json.json()["findings"][0]["of"], "lamp.properties.litSince");
    // Nothing is found in what the schema has.
    place.write("known.json", r#"{"rel": "lamp", "label": null, "_links": {"self": {"href": "/lamps/1"}}}"#);
    assert_eq!(place.run(&["observe", "docs", "known.json"]).code, Some(0));
}

#[test]
fn observe_proposes_what_ends_findings() {
    let place = Place::with_docs();
    place.write("a.jsonl", RECORDING);
    insta::assert_snapshot!(place.run(&["observe", "docs", "a.jsonl", "--propose"]).transcript());
}

/// Each kind of value that a type cannot hold has its count and its places, and one entry ends all.
#[test]
fn observe_tells_the_kinds_of_values_apart() {
    let place = Place::with_docs();
    let lines = ["3", "\"a\"", "true", "4", "[]"];
    let lines: String = lines.map(|value| format!("{{\"rel\": \"lamp\", \"label\": {value}}}\n")).concat();
    place.write("a.jsonl", lines);
    let json = place.run(&["observe", "docs", "a.jsonl", "--format", "json"]).json();
    let told: Vec<String> = json["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| {
            format!("{} ({} of {}), line {}", it["message"], it["seen"], it["total"], it["places"][0]["line"])
        })
        .collect();
    assert_eq!(
        told,
        [
            "\"`label` is Nullable String, and has a list\" (1 of 5), line 5",
            "\"`label` is Nullable String, and has a whole number\" (2 of 5), line 1",
            "\"`label` is Nullable String, and has true or false\" (1 of 5), line 3",
        ]
    );
    let proposed = place.run(&["observe", "docs", "a.jsonl", "--propose"]).out;
    assert_eq!(proposed.matches("[[type]]").count(), 1, "{proposed}");
    let reason =
        "reason = \"seen in traffic: a list, 1 of 5; a whole number, 2 of 5; true or false, 1 of 5\"";
    assert!(proposed.contains(reason), "{proposed}");
    place.write("ucwa.toml", &proposed);
    assert_eq!(place.run(&["observe", "docs", "a.jsonl"]).code, Some(0));
}

/// A request, its answer, and what is found of the fields of an answer that documents none.
#[test]
fn observe_finds_fields_of_an_answer() {
    let switch = LAMP.replace("lamp", "switch").replace("### GET", "### POST");
    let switch = switch.replace("|**Item**|\n|:-----|\n|[switch](switch_ref.md)|\n\n", "");
    for (method, body, expected) in [
        ("POST", r#"{"volts": 230}"#, "switch.POST.output.volts"),
        ("POST", r#"{"rel": "lamp", "label": "red"}"#, ""),
        ("PUT", r#"{"volts": 230}"#, ""),
    ] {
        let place = Place::with_docs();
        place.write("docs/switch_ref.md", &switch);
        let link =
            r#"{"response": {"json": {"rel": "switch", "_links": {"self": {"href": "/switches/1"}}}}}"#;
        let asked = format!(
            r#"{{"request": {{"method": "{method}", "url": "/switches/1"}}, "response": {{"status": 200, "json": {body}}}}}"#
        );
        place.write("a.jsonl", format!("{link}\n{asked}\n"));
        let json = place.run(&["observe", "docs", "a.jsonl", "--format", "json"]).json();
        let found = json["findings"].as_array().into_iter().flatten();
        let found: Vec<&str> =
            found.filter(|it| it["kind"] == "input").filter_map(|it| it["of"].as_str()).collect();
        assert_eq!(found.join(" "), expected, "{method}");
    }
}

/// What an entry decided is changed there: a second one about the same thing would be one too many. A kind of entry with its keys, a
/// body, and the key that the entry needs.
#[test]
fn observe_changes_the_entry_that_decided() {
    const TRAFFIC: &str = "traffic = { seen = 1, of = 1 }\n";
    #[rustfmt::skip]
    let cases = [
        ("property", "of = \"lamp.properties.size\"\ntype = \"Int32\"\n", r#""size": "big""#, "type = \"String\""),
        ("property", "of = \"lamp.properties.size\"\ntype = \"Int32\"\n", r#""size": null"#, "type = \"Nullable Int32\""),
        ("type", "of = \"lamp.properties.label\"\ntype = \"Int32\"\n", r#""label": "big""#, "type = \"String\""),
        ("event", "of = \"lamp.events\"\ntype = \"added\"\nsender = \"lamp\"\nembedded = true\n", r#""sender": [{"rel": "lamp", "href": "/lamps/1", "events": [{"type": "added", "link": {"rel": "lamp", "href": "/lamps/2"}}]}]"#, "embedded = false"),
        ("event", "of = \"lamp.events\"\ntype = \"added\"\nsender = \"lamp\"\nembedded = false\n", r#""sender": [{"rel": "lamp", "href": "/lamps/1", "events": [{"type": "added", "link": {"rel": "lamp", "href": "/lamps/2"}, "_embedded": {"lamp": {"rel": "lamp"}}}]}]"#, "embedded = true"),
        ("link", "of = \"lamp.links.plug\"\nadd = true\ntarget = \"unknown\"\n", r#""_links": {"plug": [{"href": "/plugs/1"}]}"#, "many = true"),
    ];
    for (kind, keys, body, needed) in cases {
        let place = Place::with_docs();
        let entry = format!("[[{kind}]]\n{keys}reason = \"it is sent\"\n{TRAFFIC}");
        place.write("ucwa.toml", &entry);
        let rel = if kind == "event" { "" } else { "\"rel\": \"lamp\", " };
        place.write("a.json", format!("{{{rel}{body}}}"));
        let proposed = place.run(&["observe", "docs", "a.json", "--propose"]).out;
        let line = format!("# The entry in ucwa.toml:2:6 decides it: it needs {needed}");
        assert!(proposed.lines().any(|it| it == line) && !proposed.contains("[["), "{body}: {proposed}");
        let key = needed.split(' ').next().unwrap_or_default();
        let kept: Vec<&str> = entry.lines().filter(|it| !it.starts_with(key)).chain([needed]).collect();
        place.write("ucwa.toml", kept.join("\n"));
        let run = place.run(&["observe", "docs", "a.json"]);
        assert_eq!(run.code, Some(0), "{body}: {}", run.transcript());
    }
}

/// A parameter that requests succeed without: what its page says of it, an entry, and what ends the finding.
#[test]
fn observe_corrects_what_is_required() {
    let parameter = "of = \"lamp.GET.query.depth\"\nrequired = true\nreason = \"it is asked for\"\n";
    let proposed = "[[required]]\nof = \"lamp.GET.query.depth\"\nrequired = false\nreason = \"seen in traffic: 1 of 1 requests that succeed are without it\"\n";
    let change = "# The entry in ucwa.toml:2:6 decides it: it needs required = false\n";
    for (stated, entry, expected) in [
        ("Yes", String::new(), proposed),
        ("No", format!("[[required]]\n{parameter}"), change),
        ("", format!("[[parameter]]\n{parameter}type = \"Int32\"\nsource = \"a book\"\n"), change),
    ] {
        let place = Place::with_docs();
        let query = format!(
            "#### Query parameters\n\n|**Name**|**Type**|**Required?**|**Description**|\n|:-----|:-----|:-----|:-----|\n|depth|Int32|{stated}||\n\n"
        );
        let query = if stated.is_empty() { "" } else { &query };
        place.write(
            "docs/lamp_ref.md",
            LAMP.replace("#### Request body", &format!("{query}#### Request body")),
        );
        place.write("ucwa.toml", &entry);
        let link = r#"{"rel": "lamp", "_links": {"self": {"href": "/lamps/1"}}}"#;
        place.write(
            "a.jsonl",
            format!("{link}\n{{\"request\": {{\"method\": \"GET\", \"url\": \"/lamps/1\"}}, \"response\": {{\"status\": 200, \"json\": {link}}}}}\n"),
        );
        let run = place.run(&["observe", "docs", "a.jsonl", "--propose"]);
        assert!(run.out.ends_with(expected), "{stated}: {}", run.transcript());
        let (before, after) = ("required = true", "required = false");
        let entry = if entry.is_empty() { proposed.to_owned() } else { entry.replace(before, after) };
        // An entry that says what the page says can go.
        place.write("ucwa.toml", if stated == "No" { "" } else { &entry });
        let run = place.run(&["observe", "docs", "a.jsonl"]);
        assert_eq!(run.code, Some(0), "{stated}: {}", run.transcript());
    }
}

/// A body, what is found, how often and in how many places, and whether an entry ends it.
#[test]
fn observe_proposes_no_entry_that_would_be_refused() {
    let place = Place::with_docs();
    let entry = "[[default]]\nof = \"lamp.properties.hue\"\nvalue = \"Red\"\nreason = \"it is red\"\n";
    place.write("ucwa.toml", entry);
    let like = |name: &str| format!("it differs from `{name}` in its case alone");
    let hue =
        "the entry in ucwa.toml:2:6 gives the default `Red`, which no value of the type Int32 is".to_owned();
    let link = |rel: &str| format!("{{\"rel\": \"lamp\", \"_links\": {{\"{rel}\": {{\"href\": \"/x\"}}}}}}");
    for (body, of, help) in [
        (r#"{"rel": "lamp", "Label": "a"}"#.to_owned(), "lamp.properties.Label", Some(like("label"))),
        (link("Self"), "lamp.links.Self", Some(like("self"))),
        (link("plug"), "lamp.links.plug", None),
        (r#"{"rel": "lamp", "hue": "red"}"#.to_owned(), "Hue.members.red", Some(like("Red"))),
        (r#"{"rel": "lamp", "hue": "Green"}"#.to_owned(), "Hue.members.Green", None),
        (r#"{"rel": "lamp", "hue": 7}"#.to_owned(), "lamp.properties.hue", Some(hue)),
        (r#"{"rel": "lamp", "hue": ["Red"]}"#.to_owned(), "lamp.properties.hue", None),
    ] {
        place.write("a.json", &body);
        let run = place.run(&["observe", "docs", "a.json", "--format", "json"]);
        let json = run.json();
        let found = &json["findings"][0];
        assert_eq!(
            (found["of"].as_str(), &json["findings"][1]),
            (Some(of), &serde_json::Value::Null),
            "{body}"
        );
        match help {
            Some(help) => {
                assert!(found["help"].as_str().is_some_and(|it| it.contains(&help)), "{}", run.transcript());
                assert!(found.get("proposal").is_none(), "{}", run.transcript());
            }
            None => {
                let proposal = found["proposal"].as_str().expect("an entry");
                place.write("ucwa.toml", format!("{entry}\n{proposal}"));
                let run = place.run(&["observe", "docs", "a.json"]);
                assert_eq!(run.code, Some(0), "{proposal}{}", run.transcript());
                place.write("ucwa.toml", entry);
            }
        }
    }
}

/// Anything can have a `self`, and what is in a request twice has one place.
#[test]
fn observe_counts_what_there_is() {
    let place = Place::with_docs();
    let lamp = LAMP.replace("|self|[lamp](lamp_ref.md)|one||", "|plug|[lamp](lamp_ref.md)|one||");
    place.write("docs/lamp_ref.md", lamp);
    place.write(
        "a.jsonl",
        "{\"rel\": \"lamp\", \"_links\": {\"self\": {\"href\": \"/lamps/1\"}}}\n\
         {\"request\": {\"method\": \"GET\", \"url\": \"/lamps/1?a=1&a=2\"}, \"response\": {\"status\": 200}}\n",
    );
    let json = place.run(&["observe", "docs", "a.jsonl", "--format", "json"]).json();
    let found = json["findings"].as_array().into_iter().flatten();
    let places = |it: &serde_json::Value| it["places"].as_array().map(Vec::len);
    let found: Vec<_> = found.map(|it| (it["of"].as_str(), it["seen"].as_u64(), places(it))).collect();
    assert_eq!(found, [(Some("lamp.GET.query.a"), Some(1), Some(1))]);
}

/// How often one was seen in the place of many, how often a list, and what is found.
#[test]
fn observe_takes_one_for_a_list_of_one_unless_it_is_the_rule() {
    let place = Place::with_docs();
    let lamp = LAMP.replace("|self|[lamp](lamp_ref.md)|one||", "|plug|[lamp](lamp_ref.md)|many||");
    place.write("docs/lamp_ref.md", lamp);
    for (singles, lists, expected) in
        [(1, 0, None), (2, 0, Some("`plug` is documented as many, and is a single one")), (2, 1, None)]
    {
        let body = |link: &str| format!("{{\"rel\": \"lamp\", \"_links\": {{\"plug\": {link}}}}}\n");
        let (single, list) = (body("{\"href\": \"/p\"}"), body("[{\"href\": \"/p\"}]"));
        place.write("a.jsonl", single.repeat(singles) + &list.repeat(lists));
        let json = place.run(&["observe", "docs", "a.jsonl", "--format", "json"]).json();
        assert_eq!(json["findings"][0]["message"].as_str(), expected, "{singles} {lists}");
    }
}

/// Names come from traffic, and no name becomes an entry of its own.
#[test]
fn observe_proposes_nothing_that_traffic_wrote() {
    let place = Place::with_docs();
    place.write("a.jsonl", r##"{"rel": "lamp", "a\n[[exclude]]\nof = \"lamp\"\nreason = \"x\"\n#": 1}"##);
    for args in [&["observe", "docs", "a.jsonl", "--propose"][..], &["observe", "docs", "a.jsonl"]] {
        let run = place.run(args);
        assert!(!run.out.lines().any(|line| line.starts_with("[[exclude]]")), "{}", run.transcript());
    }
}

#[test]
fn observe_sanitises() {
    let place = Place::with_docs();
    place.write("a.jsonl", RECORDING);
    let run = place.run(&[
        "observe",
        "docs",
        "a.jsonl",
        "--sanitize",
        "b.jsonl",
        "--keep",
        "watts",
        "--seed",
        "1",
        "--quiet",
    ]);
    assert_eq!(run.code, Some(1));
    let warning = "warning: with --seed, replaced values can be found out by trying; do not share the file\n";
    assert_eq!(run.err, warning);
    insta::assert_snapshot!(place.read("b.jsonl"));
    assert!(!place.path().join("b.jsonl.part").exists());
    let random = || {
        place.run(&["observe", "docs", "a.jsonl", "--sanitize", "c.jsonl"]);
        place.read("c.jsonl")
    };
    assert_ne!(random(), random());
}

#[test]
fn observe_fails_where_it_cannot_go_on() {
    let place = Place::with_docs();
    place.write("a.jsonl", RECORDING);
    place.write("notes.md", "Recorded on Monday.\n");
    for (args, expected) in [
        (&["observe", "docs", "nowhere.har"][..], "nowhere.har:1:1: error: it cannot be read: "),
        (
            &["observe", "docs", "notes.md"],
            "notes.md:1:1: error: it is not read: it is no recording in a known form",
        ),
        (
            &["observe", "docs", "a.jsonl", "--sanitize", "a.jsonl"],
            "`a.jsonl` is read, or in a folder that is",
        ),
        (&["observe", "docs", ".", "--sanitize", "new.jsonl"], "`new.jsonl` is read, or in a folder that is"),
        (&["observe", "docs", "a.jsonl", "--sanitize", "-"], "standard output has the findings"),
        (&["observe", "docs", "a.jsonl", "--keep", "watts"], "--sanitize <OUT>"),
        (&["observe", "docs"], "<TRAFFIC>"),
    ] {
        let run = place.run(args);
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.out.contains(expected) || run.err.contains(expected), "{}", run.transcript());
    }
    assert_eq!(place.read("a.jsonl"), RECORDING);
    assert!(!place.path().join("-").exists() && !place.path().join("-.part").exists());
}

/// What is written to, what is read, and what is said. What was there is unchanged, and nothing is left beside it.
#[test]
fn observe_writes_over_nothing_that_is_read_and_nothing_when_it_reads_nothing() {
    let place = Place::with_docs();
    place.write("a.jsonl", RECORDING);
    place.write("ucwa.toml", "");
    place.write("old.jsonl", "old");
    place.write("notes.md", "Recorded on Monday.\n");
    place.write("empty/notes.md", "Recorded on Monday.\n");
    let schema = place.run(&["schema", "docs"]).out;
    place.write("schema.json", &schema);
    let all = || {
        let names = fs::read_dir(place.path()).expect("a folder").flatten();
        let mut names: Vec<_> = names.map(|entry| entry.file_name()).collect();
        names.sort();
        names
    };
    let before = all();
    for (docs, traffic, out, expected) in [
        ("docs", "a.jsonl", "ucwa.toml", "is read, or in a folder that is"),
        ("docs", "a.jsonl", "docs/lamp_ref.md", "is read, or in a folder that is"),
        ("schema.json", "a.jsonl", "schema.json", "is read, or in a folder that is"),
        ("docs", "a.jsonl", "docs", "is there and is no file"),
        ("docs", "nowhere.har", "old.jsonl", "error: `old.jsonl` is not written: a recording cannot be read"),
        ("docs", "nowhere.har", "new.jsonl", "error: `new.jsonl` is not written: a recording cannot be read"),
        ("docs", "notes.md", "old.jsonl", "error: `old.jsonl` is not written: a recording cannot be read"),
        ("docs", "empty", "old.jsonl", "error: `old.jsonl` is not written: there is no exchange to write"),
    ] {
        let read = |name| fs::read(place.path().join(name)).ok();
        let content = read(out);
        let run = place.run(&["observe", docs, traffic, "--sanitize", out]);
        assert_eq!(run.code, Some(2), "{}", run.transcript());
        assert!(run.err.contains(expected), "{}", run.transcript());
        assert_eq!((read(out), all()), (content, before.clone()), "{out}");
    }
    let run = place.run(&["observe", "docs", "a.jsonl", "--sanitize", "old.jsonl"]);
    assert_eq!((run.code, all()), (Some(1), before), "{}", run.transcript());
    assert_ne!(place.read("old.jsonl"), "old");
}

#[test]
fn observe_says_what_it_cannot_read() {
    let place = Place::with_docs();
    let long = format!("{{\"rel\": \"lamp\", \"label\": \"{}\"}}\n", "a".repeat(1 << 20));
    for (name, text, args, expected) in [
        (
            "cut.har",
            r#"{"log": {"entries": [{"request": {"method": "GET", "url": "/lamps/1"}},"#,
            &[][..],
            "cut.har:1:72: warning: the file is cut off here, within a list or an archive",
        ),
        (
            "br.http",
            "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n\u{1}",
            &[],
            "br.http:4:1: warning: a body cannot be read: its Content-Encoding `br` cannot be undone",
        ),
        (
            "batch.http",
            "HTTP/1.1 200 OK\nContent-Type: multipart/batching; boundary=b\n\n--b\n\n{}\n",
            &[],
            "batch.http:4:1: warning: it was repaired to be read: a multipart body was cut off before its last boundary",
        ),
        (
            "long.jsonl",
            &long,
            &["--max-document-size", "1"],
            "long.jsonl:1:1: warning: a document is not read: it is larger than 1 MiB",
        ),
    ] {
        place.write(name, text);
        let run = place.run(&[&["observe", "docs", name], args].concat());
        assert_eq!(run.code, Some(1), "{}", run.transcript());
        assert!(run.out.lines().any(|line| line == expected), "{}", run.transcript());
    }
    assert_eq!(place.run(&["observe", "docs", "long.jsonl"]).code, Some(0));
}

#[test]
fn observe_says_what_has_no_form_and_what_no_entry_can_name() {
    let place = Place::with_docs();
    let recording = r#"{"rel": "lamp", "a b": 1, "": 2, "x\ny": 3, "ratio": 1.5, "serial": 99999999999999999999, "_links": {"self": "/lamps/1", "bulb": {}}}
{"rel": "lamp", "_links": ["/lamps/1"], "_embedded": {"bulb": 7}}
[{"rel": "lamp"}, "lamp"]
"#;
    place.write("a.jsonl", recording);
    place.write(
        "b.xml",
        "<resource rel=\"lamp\" href=\"/lamps/1\"><link rel=\"self\" href=\"/lamps/1\"/><link rel=\"bulb\"/><property>7</property></resource>",
    );
    insta::assert_snapshot!(place.run(&["observe", "docs", "a.jsonl", "b.xml"]).transcript());
    let proposed = place.run(&["observe", "docs", "a.jsonl", "b.xml", "--propose"]);
    insta::assert_snapshot!(proposed.transcript());
}

/// Pages of three revisions: a property, a member and a page come, and one property goes.
fn revisions() -> Place {
    let place = Place::empty();
    let hue = HUE.replace("|Blue||\n", "");
    let label = "|label|Nullable String (at most 50 characters)||\n";
    let old = LAMP.replace(label, "|watt|Int32||\n");
    for (revision, lamp, hue) in
        [("2016", old.as_str(), hue.as_str()), ("2018", LAMP, hue.as_str()), ("2022", LAMP, HUE)]
    {
        place.write(&format!("{revision}/lamp_ref.md"), lamp);
        place.write(&format!("{revision}/Hue_ref.md"), hue);
        place.write(&format!("{revision}/UCWAResources.md"), INDEX);
    }
    place.write("2022/bulb_ref.md", LAMP.replace("lamp", "bulb"));
    place
}

#[test]
fn the_history_of_the_documentation_is_printed() {
    let place = revisions();
    let run = place.run(&["history", "2016", "2018", "2022"]);
    insta::assert_snapshot!(run.transcript());
    let all = place.run(&["history", "2016", "2018", "2022", "--verbose"]);
    assert!(
        all.out.contains("bulb.properties.label") && all.out.contains("lamp.properties.hue"),
        "{}",
        all.out
    );
    let json = place.run(&["history", "2016", "2018", "2022", "--format", "json"]);
    let history: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(history["revisions"], serde_json::json!(["2016", "2018", "2022"]));
    let entries = history["entries"].as_array().expect("a list");
    let label =
        entries.iter().find(|entry| entry["of"] == "lamp.properties.label").expect("it is documented");
    assert_eq!(label["periods"], serde_json::json!([{"since": "2018"}]));
    assert_eq!(place.run(&["history", "2016"]).code, Some(2));
}

#[test]
fn a_schema_is_annotated_with_its_history() {
    let place = revisions();
    let run = place.run(&["history", "2016", "2018", "2022", "--annotate", "ucwa.json", "--quiet"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let schema: serde_json::Value = serde_json::from_str(&place.read("ucwa.json")).expect("JSON");
    let since = serde_json::json!([
        {"of": "Hue.members.Blue", "since": "2022"},
        {"of": "bulb", "since": "2022"},
        {"of": "lamp.properties.label", "since": "2018"},
    ]);
    assert_eq!(schema["since"], since);
    insta::assert_snapshot!(place.run(&["explain", "ucwa.json", "lamp"]).transcript());
    assert_eq!(place.run(&["generate", "ucwa.json", "--out", "api"]).code, Some(0));
    let docs = |path: &str, expected: &str| {
        let text = place.read(path);
        assert!(
            text.contains(&format!("/// # History of the documentation\n///\n/// {expected}\n")),
            "{text}"
        );
    };
    docs("api/things/lamp.rs", "- `properties.label` since `2018`");
    docs("api/other/bulb.rs", "Documented since `2022`.");
    docs("api/enumerations/hue.rs", "- `members.Blue` since `2022`");
    let printed = place.run(&["history", "2016", "2018", "2022", "--annotate", "-"]);
    assert_eq!(printed.out, place.read("ucwa.json"));
    let twice = place.run(&["history", "2016", "2018", "2016"]);
    assert_eq!(twice.code, Some(2), "{}", twice.err);
    assert!(twice.err.contains("`2016` is given twice"), "{}", twice.err);
    // The history is no part of the API.
    let diff = place.run(&["diff", "2022", "ucwa.json", "--verbose"]);
    assert!(diff.out.ends_with("no release is needed: nothing changed\n"), "{}", diff.out);
}

/// What a page with an error lacks is neither gone nor new: the history states the errors, and is not written into a schema.
#[test]
fn a_history_states_the_errors_of_pages() {
    let place = revisions();
    place.write("2018/lamp_ref.md", [0xff, 0xfe, 0x00]);
    let human = place.run(&["history", "2016", "2018", "2022"]);
    assert_eq!(human.code, Some(1));
    assert!(human.out.ends_with(
        "The pages of 2018 have 1 error: what is missing there may be documented all the same.\n"
    ));
    let json = place.run(&["history", "2016", "2018", "2022", "--format", "json"]).json();
    assert_eq!(json["errors"], serde_json::json!({"2018": 1}));
    for out in ["ucwa.json", "-"] {
        let run = place.run(&["history", "2016", "2018", "2022", "--annotate", out]);
        assert_eq!(run.code, Some(1));
        assert!(run.err.contains("no schema is written, because of the errors above"), "{}", run.err);
        assert!(!run.out.starts_with('{'), "{}", run.out);
    }
    assert!(!place.path().join("ucwa.json").exists());
}

#[test]
fn a_schema_on_standard_output_leaves_no_room_for_the_history() {
    let place = revisions();
    let run = place.run(&["history", "2016", "2018", "2022", "--annotate", "-", "--format", "json"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("leave `--format` out"), "{}", run.err);
}
