//! Nothing is destroyed: whatever goes wrong, the folder that is written to is compared before and after.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// A page in the form that `render` writes, with a sample.
const LAMP: &str = "\
---
title: lamp
---
# lamp

A lamp, or a `bulb` in a shade.

### Properties

|**Name**|**Type**|**Description**|
|:-----|:-----|:-----|
|hue|[Hue](Hue_ref.md)|The hue.|
|since|DateTime|When the lamp was bought.|

### Links

|**Link**|**Leads to**|**Cardinality**|**Description**|
|:-----|:-----|:-----|:-----|
|self|[lamp](lamp_ref.md)|one|This very lamp.|
|bulbs|[bulb](bulb_ref.md)|many|What is in it.|

## Operations

### GET

Shows the lamp.

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

|**Error**|**Code**|**Subcode**|**Description**|
|:-----|:-----|:-----|:-----|
|NotFound|404|None|There is no lamp.|
";

const BULB: &str = "\
---
title: bulb
---
# bulb

### Properties

|**Name**|**Type**|**Description**|
|:-----|:-----|:-----|
|watts|Int32 (minimum 1)||

### Links

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
|Red|Like a rose.|
|Blue||
";

const ROW: &str = "|since|DateTime|When the lamp was bought.|";

/// What is below a folder: each folder, each file with its content, each link with what it leads to.
type Content = BTreeMap<PathBuf, Vec<u8>>;

struct Place(TempDir);

impl Place {
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder `docs` of pages that are what `render --samples` writes.
    fn with_docs() -> Self {
        let place = Self::empty();
        place.write("docs/lamp_ref.md", LAMP);
        place.write("docs/bulb_ref.md", BULB);
        place.write("docs/Hue_ref.md", HUE);
        let run = place.run("render docs --samples --out docs --quiet");
        assert_eq!((run.code, run.text.as_str()), (Some(0), ""), "pages without damage are written over");
        assert!(place.read("docs/lamp_ref.md").contains("```http\n"));
        place
    }

    /// A folder of many enumerations, each with this member, and a long one of its name.
    fn with_many(self, docs: &str, member: &str) -> Self {
        for index in 0..40 {
            let page = HUE.replace("Hue", &format!("Hue{index}")).replace("Red", member);
            self.write(&format!("{docs}/Hue{index}_ref.md"), &page);
        }
        let members: String = (0..400).map(|index| format!("|{member}{index}||\n")).collect();
        self.write(&format!("{docs}/{member}_ref.md"), HUE.replace("Hue", member) + &members);
        self
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn content(&self, path: &str) -> Content {
        let mut content = Content::new();
        let mut folders = vec![self.path(path)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(self.0.path()).unwrap().to_owned();
                if path.is_symlink() {
                    content.insert(name, fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes());
                } else if path.is_dir() {
                    content.insert(name, b"a folder".to_vec());
                    folders.push(path);
                } else if path.is_file() {
                    content.insert(name, fs::read(&path).unwrap());
                }
            }
        }
        content
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ucwa-gen"));
        command.args(line.split(' ')).current_dir(self.0.path());
        command
    }

    fn run(&self, line: &str) -> Run {
        Run::of(&self.command(line).output().unwrap())
    }

    /// A run that must change nothing, and end with this code.
    #[track_caller]
    fn refused(&self, line: &str, code: i32) -> String {
        let before = self.content("");
        let run = self.run(line);
        assert_eq!(run.code, Some(code), "{line}: {}", run.text);
        assert!(self.content("") == before, "{line} changes something: {}", run.text);
        run.text
    }

    /// A run in which no file may grow beyond a number of blocks of 512 bytes, and what it does if it should.
    #[cfg(unix)]
    fn limited(&self, line: &str, blocks: usize, then: &str) -> Output {
        let script = format!("{then} ulimit -f {blocks}; exec {} {line}", env!("CARGO_BIN_EXE_ucwa-gen"));
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(self.0.path()).output().unwrap()
    }
}

struct Run {
    code: Option<i32>,
    text: String,
}

impl Run {
    fn of(output: &Output) -> Self {
        let text = [&output.stdout[..], &output.stderr[..]].concat();
        Self { code: output.status.code(), text: String::from_utf8(text).unwrap() }
    }
}

#[test]
fn one_bad_byte_changes_nothing() {
    let place = Place::empty();
    let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference");
    for entry in fs::read_dir(reference).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        place.write(&format!("docs/{name}"), fs::read(&path).unwrap());
    }
    place.write("docs/contact_ref.md", [place.read("docs/contact_ref.md").as_bytes(), b"\xff"].concat());
    for line in ["render docs --samples --out docs", "render docs --out pages", "generate docs --out api"] {
        let text = place.refused(line, 1);
        assert!(text.starts_with("error[UG003]: `docs/contact_ref.md` is not UTF-8"), "{text}");
        assert!(
            text.ends_with(
                "nothing is written or compared, because of the errors above (see --keep-going)\n"
            )
        );
    }
    // Whoever wants it can have what is left, but not in the place of what was there.
    let text = place.refused("render docs --samples --out docs --keep-going", 1);
    assert!(text.contains("docs/to_ref.md") && text.contains("the page is not written over"), "{text}");
    assert_eq!(place.run("render docs --samples --out pages --keep-going").code, Some(1));
    assert!(place.path("pages/to_ref.md").exists() && !place.path("pages/contact_ref.md").exists());
}

#[test]
fn pages_with_errors_change_nothing() {
    let place = Place::with_docs();
    assert_eq!(place.run("generate docs --out api").code, Some(0));
    assert_eq!(place.run("render docs --out pages").code, Some(0));
    place.write("docs/lamp_ref.md", place.read("docs/lamp_ref.md").replace("|hue|", "||"));
    for out in ["api", "nowhere"] {
        place.refused(&format!("generate docs --out {out}"), 1);
        place.refused(&format!("generate docs --out {out} --check"), 1);
    }
    for out in ["docs", "pages", "nowhere"] {
        place.refused(&format!("render docs --samples --out {out}"), 1);
        place.refused(&format!("render docs --samples --out {out} --check"), 1);
    }
    assert_eq!(place.refused("generate docs --out api --quiet", 1).matches("error[").count(), 1);
    // What cannot be read at all is no fault of the pages.
    place.refused("generate docs missing --out api", 2);
    place.refused("render docs missing --out pages", 2);
    let before = place.content("api");
    let run = place.run("generate docs --out api --keep-going");
    assert_eq!(run.code, Some(1), "{}", run.text);
    assert!(place.content("api") != before, "what could be read is written");
    assert_eq!(place.run("generate docs --out api --check --keep-going").code, Some(1));
}

#[test]
fn a_damaged_page_is_not_written_over() {
    // What is done to the page, and the line that is named, by a part of it.
    let edits: &[(&str, &str, &str)] = &[
        (ROW, "since|DateTime|When the lamp was bought.|", "since|DateTime"),
        (ROW, "|since|DateTime|When the lamp\nwas bought.|", "was bought."),
        (ROW, "> |since|DateTime|When the lamp was bought.|", "> |since"),
        (ROW, "<!-- |since|DateTime|When the lamp was bought.| -->", "<!-- "),
        (ROW, "<tr><td>since</td><td>DateTime</td><td>When the lamp was bought.</td></tr>", "<tr>"),
        (ROW, "<<<<<<< HEAD\n|since|DateTime|When the lamp was bought.|\n=======\n>>>>>>> theirs", "HEAD"),
        ("|many|", "|mnay|", "mnay"),
        ("|404|", "|4O4|", "4O4"),
        ("### Properties", "### Propreties of lamps", ""),
        ("title: lamp", "title: lamp\nauthor: somebody", "author"),
        ("title: lamp\n---", "title: lamp", "---"),
        ("Shows the lamp.", "Shows the [lamp](https://lamps.example/).", "https"),
        ("#### Request body\n\nNone", "#### Request body\n\nNone, unless it is dark.", "unless"),
        ("#### JSON response", "```\n\n#### JSON response", ""),
        ("[bulb](bulb_ref.md)", "[bulb](blub_ref.md)", "blub"),
    ];
    for (text, with, line) in edits {
        let place = Place::with_docs();
        let old = place.read("docs/lamp_ref.md");
        place.write("docs/lamp_ref.md", old.replacen(text, with, 1));
        assert_ne!(place.read("docs/lamp_ref.md"), old, "{text}");
        // Else it would not be written at all.
        place.write("docs/lamp_ref.md", place.read("docs/lamp_ref.md").replace("|self|", "|self |"));
        let told = place.refused("render docs --samples --out docs", 1);
        assert!(told.contains("docs/lamp_ref.md:") && told.contains(line), "{text}: {with}: {told}");
    }
}

#[cfg(unix)]
#[test]
fn a_page_is_the_same_by_any_path() {
    use std::os::unix::fs::symlink;
    let place = Place::with_docs();
    // A sentence that the original has on every page: it is read without a word, and not written back.
    place.write(
        "docs/lamp_ref.md",
        place.read("docs/lamp_ref.md").replace("# lamp\n", "# lamp\n\nApplies to: rooms\n"),
    );
    symlink("docs", place.path("link")).unwrap();
    fs::create_dir(place.path("links")).unwrap();
    for entry in fs::read_dir(place.path("docs")).unwrap() {
        let name = entry.unwrap().file_name();
        symlink(Path::new("../docs").join(&name), place.path("links").join(&name)).unwrap();
    }
    for (docs, out) in [
        ("docs", "link"),
        ("link", "docs"),
        ("docs", "docs/../link/."),
        ("docs/lamp_ref.md docs/bulb_ref.md docs/Hue_ref.md", "link"),
        ("links", "docs"),
        ("docs", "links"),
        ("links", "links"),
    ] {
        let told = place.refused(&format!("render {docs} --samples --out {out}"), 1);
        assert!(told.contains("would lose `Applies`"), "{docs} to {out}: {told}");
    }
}

#[test]
fn a_page_without_damage_is_written_over() {
    for (text, with) in [
        ("|The hue.|", "|The hue.|\n|shade|Boolean|Whether there is a shade.|"),
        ("|self|", "| self |"),
        ("|:-----|", "|-|"),
        ("\n", "\r\n"),
        ("---\ntitle", "\u{feff}---\ntitle"),
        ("`bulb`", "[bulb](bulb_ref.md)"),
    ] {
        let place = Place::with_docs();
        let old = place.read("docs/lamp_ref.md");
        place.write("docs/lamp_ref.md", old.replace(text, with));
        let run = place.run("render docs --samples --out docs --quiet");
        assert_eq!((run.code, run.text.as_str()), (Some(0), ""), "{with}");
        let new = place.read("docs/lamp_ref.md");
        assert!(new == old || with.contains("shade"), "{with}: {new}");
        assert_eq!(place.run("render docs --samples --out docs --check").code, Some(0));
    }
}

#[test]
fn descriptions_and_samples_and_other_forms_are_not_written_over() {
    let place = Place::with_docs();
    let told = place.refused("render docs --out docs", 1);
    assert!(told.contains("the page has 4 samples, and its new text 0"), "{told}");
    let told = place.refused("render docs --samples --prose none --out docs", 1);
    assert!(told.contains("would lose `A`, `or`, `a`, `in`, `shade`\n --> docs/lamp_ref.md:6:1"), "{told}");
    // The same through a schema file, which knows its pages by their digests.
    place.run("schema docs -o ucwa.json");
    place.refused("render ucwa.json --samples --prose none --out docs", 1);
    assert_eq!(place.run("render ucwa.json --prose none --out pages").code, Some(0));
    assert_eq!(place.run("render pages --prose none --out pages").code, Some(0), "they have none");

    let place = Place::empty();
    place.write("docs/lamp_ref.md", LAMP.replace("---\ntitle: lamp\n---\n", ""));
    let told = place.refused("render docs --samples --out docs", 1);
    assert!(told.contains("docs/lamp_ref.md:1:1") && told.contains("is not in the form"), "{told}");

    let place = Place::empty();
    place.write("docs/more/Hue_ref.md", HUE);
    let told = place.refused("render docs --out docs", 1);
    assert!(told.contains("docs/more/Hue_ref.md:1:1") && told.contains("a second page"), "{told}");
    assert_eq!(place.run("render docs --out docs/more").code, Some(0));
}

#[test]
fn two_pages_of_one_name_are_both_kept() {
    let place = Place::with_docs();
    place.write("docs/0/Hue_ref.md", HUE.replace("Red", "Green"));
    place.refused("render docs --samples --out docs", 1);
    let told = place.refused("render docs --samples --out docs --keep-going", 1);
    assert!(told.contains("`docs/Hue_ref.md` would be written over, but it could not be read"), "{told}");
}

#[test]
fn a_schema_file_with_unknown_keys_changes_nothing() {
    let place = Place::with_docs();
    place.run("schema docs -o ucwa.json");
    assert_eq!(place.run("generate ucwa.json --out api").code, Some(0));
    place.write("ucwa.json", place.read("ucwa.json").replacen("\"description\"", "\"descripton\"", 1));
    for line in
        ["generate ucwa.json --out api", "generate ucwa.json --out new", "render ucwa.json --out docs"]
    {
        let told = place.refused(line, 2);
        assert!(
            told.contains("`ucwa.json`: not a schema: unknown field `descripton`, expected one of"),
            "{told}"
        );
        assert!(told.contains(" at line "), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let place = Place::with_docs();
    place.write("elsewhere/lamp.rs", "// mine\n");
    fs::create_dir(place.path("real")).unwrap();
    symlink("real", place.path("api")).unwrap();
    symlink("../elsewhere", place.path("real/other")).unwrap();
    let told = place.refused("generate docs --out api", 2);
    assert_eq!(
        told,
        "error: api/other/lamp.rs: was not written by ucwa-gen, or its first line was changed; move it away first\n"
    );
    fs::remove_file(place.path("elsewhere/lamp.rs")).unwrap();
    let told = place.refused("generate docs --out api", 2);
    assert_eq!(
        told,
        "error: api/other: is a symbolic link, through which nothing is written; remove it first\n"
    );
    fs::remove_file(place.path("real/other")).unwrap();
    assert_eq!(place.run("generate docs --out api").code, Some(0), "the folder itself may be a link");
    assert!(place.path("real/other/lamp.rs").exists());
}

#[cfg(unix)]
#[test]
fn what_is_not_a_file_is_not_read() {
    let place = Place::with_docs();
    fs::create_dir(place.path("api")).unwrap();
    let made = Command::new("mkfifo").arg(place.path("api/mod.rs")).status().unwrap();
    assert!(made.success());
    for line in ["generate docs --out api", "generate docs --out api --check"] {
        let told = place.refused(line, 2);
        assert_eq!(
            told,
            "error: api/mod.rs: was not written by ucwa-gen, or its first line was changed; move it away first\n"
        );
    }
    // One that was named is written to, and is still there.
    fs::rename(place.path("api/mod.rs"), place.path("pipe")).unwrap();
    let reader = Command::new("cat").arg(place.path("pipe")).stdout(Stdio::piped()).spawn().unwrap();
    assert_eq!(place.run("schema docs -o pipe").code, Some(0));
    let read = Run::of(&reader.wait_with_output().unwrap()).text;
    assert_eq!(read, place.run("schema docs").text);
    assert!(!place.path("pipe").is_file());
}

#[cfg(unix)]
#[test]
fn a_full_disk_changes_nothing() {
    let place = Place::with_docs().with_many("many", "Red").with_many("more", "Green");
    assert_eq!(place.run("generate many --out api").code, Some(0));
    assert_eq!(place.run("render many --out pages").code, Some(0));
    // Too little for the longest file, and enough for others, then nothing at all.
    for blocks in [4, 1, 0] {
        for line in [
            "generate more --out api",
            "generate more --out new/api",
            "render more --out pages",
            "render more --out new/pages",
            "schema more -o ucwa.json",
        ] {
            let before = place.content("");
            let run = Run::of(&place.limited(line, blocks, "trap '' XFSZ;"));
            assert_eq!(run.code, Some(2), "{line} with {blocks}: {}", run.text);
            assert!(run.text.starts_with("error: ") && run.text.contains("too large"), "{}", run.text);
            assert!(place.content("") == before, "{line} with {blocks}: {}", run.text);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_while_it_writes_new_texts_has_changed_nothing() {
    let place = Place::with_docs().with_many("many", "Red").with_many("more", "Green");
    assert_eq!(place.run("generate many --out api").code, Some(0));
    let before = place.content("api");
    // The system kills it at the first text that is too long.
    let run = place.limited("generate more --out api", 4, "");
    assert_eq!(run.status.code(), None);
    let left = place.path("api/.ucwa-gen");
    assert!(left.is_dir());
    let mut after = place.content("api");
    after.retain(|path, _| !path.starts_with("api/.ucwa-gen"));
    assert!(after == before);

    let told = place.refused("generate many --out api --check", 1);
    let expected = "api/.ucwa-gen: left by a run that was stopped before it had written everything; run the command \
        again\n1 file differs\n";
    assert_eq!(told, expected);
    // It is neither a page nor code.
    fs::rename(&left, place.path("many/.ucwa-gen")).unwrap();
    assert!(place.run("check many").text.starts_with("41 pages "));
    fs::rename(place.path("many/.ucwa-gen"), &left).unwrap();
    assert_eq!(place.run("generate more --out api").code, Some(0));
    assert!(!left.exists());
    assert_eq!(place.run("generate more --out api --check").code, Some(0));
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_at_any_moment_leaves_each_file_old_or_new() {
    let place = Place::empty().with_many("many", "Red").with_many("more", "Green");
    for docs in ["many", "more"] {
        assert_eq!(place.run(&format!("generate {docs} --out api")).code, Some(0));
        fs::create_dir(place.path(&format!("of-{docs}"))).unwrap();
        place.run(&format!("generate {docs} --out of-{docs}"));
    }
    let trees = ["many", "more"].map(|docs| {
        let tree = place.content(&format!("of-{docs}")).into_iter();
        let below = |path: PathBuf| path.strip_prefix(format!("of-{docs}")).unwrap().to_owned();
        tree.map(|(path, content)| (Path::new("api").join(below(path)), content)).collect::<Content>()
    });
    for round in 0..16 {
        let (docs, new, old) =
            if round % 2 == 0 { ("many", &trees[0], &trees[1]) } else { ("more", &trees[1], &trees[0]) };
        // While it writes new texts, or while it moves them to their places.
        let seen = match (round % 4, docs) {
            (0 | 1, _) => place.path("api/.ucwa-gen"),
            (_, "many") => place.path("api/enumerations/red.rs"),
            _ => place.path("api/enumerations/green.rs"),
        };
        assert!(place.content("api") == *old);
        let line = format!("generate {docs} --out api");
        let mut child = place.command(&line).stderr(Stdio::null()).spawn().unwrap();
        while !seen.exists() && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(50) * round);
        child.kill().unwrap();
        child.wait().unwrap();

        let found = place.content("api");
        let is_marked = found.contains_key(Path::new("api/.ucwa-gen"));
        for (path, content) in found.iter().filter(|(path, _)| !path.starts_with("api/.ucwa-gen")) {
            let is_known = [old, new].iter().any(|tree| tree.get(path) == Some(content));
            assert!(is_known, "round {round}: {}", path.display());
        }
        let is_there = |path: &&PathBuf| found.contains_key(*path);
        let missing: Vec<_> = old.keys().filter(|path| new.contains_key(*path) && !is_there(path)).collect();
        assert!(missing.is_empty(), "round {round}: {missing:?}");
        assert!(is_marked || found == *old || found == *new, "round {round}: nothing shows what happened");
        let check = place.run(&format!("{line} --check"));
        assert_eq!(check.code, Some(i32::from(found != *new)), "round {round}: {}", check.text);
        assert_eq!(check.text.contains("was stopped"), is_marked, "round {round}: {}", check.text);

        assert_eq!(place.run(&line).code, Some(0), "round {round}");
        assert!(place.content("api") == *new, "round {round}");
    }
}

#[test]
fn a_second_run_into_the_same_folder_is_refused() {
    let place = Place::with_docs();
    assert_eq!(place.run("generate docs --out api").code, Some(0));
    // What a run has there while it writes.
    place.write("api/.ucwa-gen/lock", "");
    let lock = File::options().write(true).open(place.path("api/.ucwa-gen/lock")).unwrap();
    lock.try_lock().unwrap();
    place.write("docs/bulb_ref.md", BULB.replace("watts", "volts"));
    for line in ["generate docs --out api", "generate docs --out api --check"] {
        let told = place.refused(line, 2);
        let expected =
            "error: api: another run of ucwa-gen is writing to this folder; try again when it has ended\n";
        assert_eq!(told, expected);
    }
    assert_eq!(place.run("generate docs --out other").code, Some(0), "another folder is another matter");
    // However it ends, the system gives its lock back.
    drop(lock);
    assert_eq!(place.run("generate docs --out api").code, Some(0));
    assert!(!place.path("api/.ucwa-gen").exists());
    assert_eq!(place.run("generate docs --out api --check").code, Some(0));
}

#[test]
fn of_several_runs_at_once_the_folder_is_one_ones() {
    let place = Place::empty().with_many("many", "Red").with_many("more", "Green");
    for _ in 0..5 {
        let runs: Vec<_> = (0..6)
            .map(|index| {
                let docs = if index % 2 == 0 { "many" } else { "more" };
                let mut command = place.command(&format!("generate {docs} --out api"));
                command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        let mut done = 0;
        for run in runs {
            let run = Run::of(&run.wait_with_output().unwrap());
            match run.code {
                Some(0) => done += 1,
                // A run that comes too late says so.
                code => {
                    let is_told =
                        run.text.contains("another run of ucwa-gen") || run.text.contains("run it again");
                    assert!(code == Some(2) && is_told, "{code:?}: {}", run.text);
                }
            }
        }
        assert!(done > 0, "one of them has the folder");
        assert!(!place.path("api/.ucwa-gen").exists());
        let is_of = |docs: &str| place.run(&format!("generate {docs} --out api --check")).code == Some(0);
        assert!(is_of("many") != is_of("more"));
    }
}
