//! What a build script does: the folder it writes to, what it tells Cargo, and how it fails.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod pages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use ucwa_gen::Builder;
use ucwa_gen::build::{Error, Layout};
use ucwa_gen::files::Limits;

use self::pages::BADGE;

const LAMP: &str = "\
# lamp

## Properties

None
";

/// A page whose second row has no name: an error.
const BROKEN: &str = "\
# broken

## Properties

|**Name**|**Description**|**Type**|
|:-----|:-----|:-----|
|colour|Its colour.|String|
| |Of nothing.|String|
";

/// A folder with pages, and one to write to.
struct Place(TempDir);

impl Place {
    fn new(pages: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::create_dir(place.docs()).unwrap();
        for (name, text) in pages {
            place.page(name, text);
        }
        place
    }

    fn docs(&self) -> PathBuf {
        self.0.path().join("docs")
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out")
    }

    fn page(&self, name: &str, text: &str) {
        let path = self.docs().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn builder(&self) -> Builder {
        Builder::new().docs(self.docs()).out_dir(self.out())
    }

    /// What Cargo is told.
    fn generate(&self) -> Vec<String> {
        let (told, result) = run(&self.builder());
        result.unwrap();
        told
    }

    /// A line that ends in a path in the folder of pages.
    fn line(&self, start: &str, path: &str) -> String {
        let path = if path.is_empty() { self.docs() } else { self.docs().join(path) };
        format!("{start}{}", path.display())
    }

    /// Every file that is there, with its text.
    fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.insert(path.clone(), fs::read_to_string(path).unwrap());
                }
            }
        }
        files
    }
}

fn run(builder: &Builder) -> (Vec<String>, Result<(), Error>) {
    let mut told = Vec::new();
    let result = builder.generate_to(&mut told);
    (String::from_utf8(told).unwrap().lines().map(str::to_owned).collect(), result)
}

/// The standard error of the command that generates from the same pages.
fn command(docs: &Path) -> String {
    let out = tempfile::tempdir().unwrap();
    let command = Command::new(env!("CARGO_BIN_EXE_ucwa-gen"))
        .arg("generate")
        .arg(docs)
        .arg("--out")
        .arg(out.path())
        .output()
        .unwrap();
    String::from_utf8(command.stderr).unwrap()
}

#[test]
fn cargo_is_told_of_everything_that_was_read() {
    let place = Place::new(&[
        ("badge_ref.md", BADGE),
        ("more/lamp_ref.md", LAMP),
        ("more/README.md", "# Not a page\n"),
        ("UCWAResources.md", "# Resources\n"),
        ("picture.png", ""),
    ]);
    let told = place.generate();
    let rerun: Vec<_> = told.iter().filter(|line| line.starts_with("cargo:rerun-if-changed=")).collect();
    let expected = ["", "UCWAResources.md", "badge_ref.md", "more", "more/README.md", "more/lamp_ref.md"];
    let expected = expected.map(|path| place.line("cargo:rerun-if-changed=", path));
    assert_eq!(rerun, expected.iter().collect::<Vec<_>>());
    for path in rerun {
        let path = Path::new(path.split_once('=').unwrap().1);
        assert!(path.exists(), "the script would run at every build: {}", path.display());
    }
}

#[test]
fn overrides_correct_the_pages() {
    let place = Place::new(&[("badge_ref.md", BADGE)]);
    let file = place.0.path().join("ucwa.toml");
    let builder = place.builder().overrides(&file);
    let entry = "[[rename]]\nof = \"badge\"\nname = \"pin\"\nreason = \"shorter\"\n";
    fs::write(&file, entry).unwrap();
    let (told, result) = run(&builder);
    result.unwrap();
    assert!(told.contains(&format!("cargo:rerun-if-changed={}", file.display())), "{told:?}");
    assert!(place.files()[&place.out().join("ucwa/mod.rs")].contains("pub struct Pin "));

    fs::write(&file, entry.replace("badge", "bagde")).unwrap();
    let error = run(&builder).1.unwrap_err().to_string();
    assert!(error.contains("ucwa.toml:2:6") && error.contains("did you mean `badge`?"), "{error}");
    fs::remove_file(&file).unwrap();
    let (told, result) = run(&builder);
    assert!(result.unwrap_err().to_string().contains("there is no such file"), "an error");
    assert!(!told.iter().any(|line| line.contains("ucwa.toml")), "the script would run at every build");
}

#[test]
fn warnings_are_lines_with_their_place() {
    let place = Place::new(&[("badge_ref.md", BADGE)]);
    let told = place.generate();
    let warnings: Vec<_> = told.iter().filter(|line| line.starts_with("cargo:warning=")).collect();
    let place = place.line("cargo:warning=", "badge_ref.md");
    assert_eq!(warnings, [&format!("{place}:14:1: there is no page `wearer_ref.md` [UG026]")]);
    assert!(told.iter().all(|line| line.starts_with("cargo:")), "{told:?}");
}

#[test]
fn an_error_is_the_message_of_the_command() {
    let broken = BROKEN.replace('\n', "\r\n");
    let pages: &[&[(&str, &str)]] = &[
        &[("badge_ref.md", BADGE), ("broken_ref.md", BROKEN)],
        &[("broken_ref.md", &broken), ("nothing_ref.md", "")],
        &[("a_ref.md", "\n\n\tNothing\n"), ("b/badge_ref.md", BADGE), ("c/badge_ref.md", BADGE)],
        &[],
    ];
    for pages in pages {
        let place = Place::new(pages);
        let before = place.files();
        let (told, result) = run(&place.builder());
        let Error::Pages(errors) = result.unwrap_err() else { panic!("the pages have errors") };
        let printed = command(&place.docs());
        let errors = errors.join("\n");
        assert!(errors.starts_with("error[UG0") && printed.contains(&errors), "{errors}\nbut\n{printed}");
        // Whatever `main` does with an error, this is what is seen.
        let error = run(&place.builder()).1.unwrap_err();
        assert_eq!(format!("{error:?}"), error.to_string());
        assert!(error.to_string().ends_with(&format!("\n\n{errors}")));
        assert_eq!(place.files(), before, "nothing is written");
        assert_eq!(told[0], place.line("cargo:rerun-if-changed=", ""));
    }
}

#[test]
fn nothing_is_written_elsewhere_and_nothing_twice() {
    let place = Place::new(&[("badge_ref.md", BADGE)]);
    let before = place.files();
    place.generate();
    let after = place.files();
    let written: Vec<_> = after.keys().filter(|path| !before.contains_key(*path)).collect();
    let file = place.out().join("ucwa/mod.rs");
    assert_eq!(written, [&file]);
    assert!(before.iter().all(|(path, text)| after[path] == *text));

    let old = SystemTime::now() - Duration::from_secs(3600);
    fs::File::options().write(true).open(&file).unwrap().set_modified(old).unwrap();
    place.generate();
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), old, "it was as it should be");
    place.page("badge_ref.md", &BADGE.replace("colour", "color"));
    place.generate();
    assert_ne!(fs::metadata(&file).unwrap().modified().unwrap(), old);
}

#[test]
fn the_layout_decides_about_files_alone() {
    let place = Place::new(&[("badge_ref.md", BADGE), ("lamp_ref.md", LAMP)]);
    let listed = |folder: &str, layout| {
        run(&place.builder().out_dir(place.out().join(folder)).layout(layout)).1.unwrap();
        let folder = place.out().join(folder).join("ucwa");
        let files = place.files().into_keys();
        let files = files.filter_map(|path| path.strip_prefix(&folder).ok().map(Path::to_owned));
        files.map(|path| path.display().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(listed("file", Layout::File), ["mod.rs"]);
    let common = ["any_event.rs", "any_resource.rs", "errors.rs", "mod.rs", "other/badge.rs"];
    let files = [&common[..], &["other/lamp.rs", "other/mod.rs"]].concat();
    assert_eq!(listed("tree", Layout::Tree), files);
    fs::remove_file(place.docs().join("lamp_ref.md")).unwrap();
    let files = [&common[..], &["other/mod.rs"]].concat();
    assert_eq!(listed("tree", Layout::Tree), files, "what is no longer generated is removed");
}

#[test]
fn two_builders_do_not_write_to_one_folder() {
    let place = Place::new(&[("badge_ref.md", BADGE), ("lamp_ref.md", LAMP)]);
    let (all, some) = (place.builder(), place.builder().include(["lamp"]));
    run(&all).1.unwrap();
    let before = place.files();
    let below = some.clone().out_dir(place.out().join("ucwa/more"));
    let above = some.clone().out_dir(place.0.path());
    for builder in [&some, &below, &all.clone().layout(Layout::Tree)] {
        let error = run(builder).1.unwrap_err();
        assert!(matches!(error, Error::Claimed { .. }), "{error}");
        assert_eq!(place.files(), before);
    }
    // Another folder, and the same builder once more.
    run(&above).1.unwrap();
    run(&all).1.unwrap();
    // One that has written nothing stands in nobody's way.
    let place = Place::new(&[("broken_ref.md", BROKEN)]);
    run(&place.builder()).1.unwrap_err();
    place.page("broken_ref.md", LAMP);
    run(&place.builder().include(["broken"])).1.unwrap();
}

#[test]
fn options_are_those_of_the_emitter() {
    let place = Place::new(&[("badge_ref.md", BADGE), ("lamp_ref.md", LAMP)]);
    let builder = place
        .builder()
        .include(["badge"])
        .runtime("crate::runtime")
        .type_attribute("Badge", "#[derive(Eq)]")
        .field_attribute("Badge.colour", "#[doc(alias = \"color\")]");
    run(&builder).1.unwrap();
    let text = fs::read_to_string(place.out().join("ucwa/mod.rs")).unwrap();
    for part in [
        "use crate::runtime::{",
        "#[non_exhaustive]\n#[derive(Eq)]\npub struct Badge {",
        "#[doc(alias = \"color\")]\n    pub colour:",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("Lamp"), "{text}");
    for (builder, expected) in [
        (place.builder().include(["badge"]).include(["lmap"]), "named `lmap`; did you mean `lamp`?"),
        (place.builder().type_attribute("Bagde", "#[derive(Eq)]"), "\n  Bagde"),
        (place.builder().field_attribute(".", "derive"), "`derive` is not an attribute: "),
        (place.builder().runtime("not a path"), "`not a path` is not the path of a crate"),
    ] {
        let error = run(&builder).1.unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

/// A page that leads to one that is not there: by a link, as a role, as an answer, and as the type of a property.
const READER: &str = "\
---
title: reader
---
# reader

### Properties

|**Name**|**Type**|**Description**|
|:-----|:-----|:-----|
|mode|[Mode](Mode_ref.md)||

### Links

|**Link**|**Leads to**|**Cardinality**|**Description**|
|:-----|:-----|:-----|:-----|
|seen|[contact](contact_ref.md)|many||
";

#[test]
fn a_type_may_be_elsewhere() {
    let place = Place::new(&[("reader_ref.md", READER)]);
    let contact = "::ucwa_types::api::Contact";
    let generated = |builder: &Builder| {
        let (told, result) = run(builder);
        result.unwrap();
        let warnings: Vec<_> = told.into_iter().filter(|line| line.starts_with("cargo:warning=")).collect();
        assert_eq!(warnings, [""; 0], "what is elsewhere is not missing");
        fs::read_to_string(place.out().join("ucwa/mod.rs")).unwrap()
    };
    let builder = place.builder().extern_path("contact", contact).extern_path("Mode", "crate::Mode");
    let text = generated(&builder);
    for part in ["pub seen: Vec<Link<::ucwa_types::api::Contact>>,", "pub mode: Option<crate::Mode>,"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let reversed = place.builder().extern_path("Mode", "crate::Mode").extern_path("contact", contact);
    assert_eq!(generated(&reversed), text, "the order is of no account");

    // What is there is left out.
    place.page("contact_ref.md", "# contact\n\n## Properties\n\nNone\n\n## Links\n\nNone\n");
    place.page("Mode_ref.md", "# Mode\n\n## Members\n\nNone\n");
    let text = generated(&builder);
    assert!(text.contains("pub seen: Vec<Link<::ucwa_types::api::Contact>>,"), "{text}");
    assert!(!text.contains("struct Contact") && !text.contains("enum Mode"), "{text}");
}

#[test]
fn what_is_elsewhere_has_a_path_and_is_led_to() {
    let place = Place::new(&[("reader_ref.md", READER), ("lamp_ref.md", LAMP)]);
    let expected = "it has to begin with `::` and the name of a crate, or with `crate::`, as `::ucwa_types::api::Contact`";
    for path in ["Contact", "api::Contact", "super::Contact", "not a path", "::ucwa_types", ""] {
        let error = run(&place.builder().extern_path("contact", path)).1.unwrap_err().to_string();
        assert!(
            error.contains(expected)
                && error.starts_with(&format!("`{path}` is not the path of a type for `contact`")),
            "{error}"
        );
    }
    for (page, near) in [
        ("lmap", "lmap; did you mean `lamp`?"),
        ("sene", "sene; did you mean `seen`?"),
        ("nowhere", "\n  nowhere"),
    ] {
        let error = run(&place.builder().extern_path(page, "crate::Lamp")).1.unwrap_err().to_string();
        assert!(error.starts_with("there is no such page") && error.ends_with(near), "{error}");
    }
    assert!(!place.out().exists(), "nothing is written");
}

#[test]
fn each_folder_has_its_own_index() {
    let place = Place::new(&[
        ("ours/lamp_ref.md", LAMP),
        ("ours/UCWAResources.md", "# Resources\n\n## Lamps\n\n- [lamp](lamp_ref.md)\n"),
        ("theirs/badge_ref.md", BADGE),
        ("theirs/UCWAResources.md", "# Resources\n\n## Badges\n\n- [badge](badge_ref.md)\n"),
        ("theirs/UCWAenumerations.md", "# Enumerations\n"),
        ("ours/UCWAenumerations.md", "# Enumerations\n"),
    ]);
    let builder = |first: &str, second: &str| {
        Builder::new().docs(place.docs().join(first)).docs(place.docs().join(second)).out_dir(place.out())
    };
    let warnings = |builder: &Builder| {
        let (told, result) = run(builder);
        result.unwrap();
        told.into_iter().filter(|line| line.ends_with("[UG080]")).collect::<Vec<_>>()
    };
    assert_eq!(warnings(&builder("ours", "theirs")), [""; 0]);
    let text = || fs::read_to_string(place.out().join("ucwa/mod.rs")).unwrap();
    let both = text();
    assert!(both.contains("pub mod lamps {") && both.contains("pub mod badges {"), "{both}");

    let index = "# Resources\n\n## Badges\n\n- [badge](badge_ref.md)\n\n## Lights\n\n- [lamp](lamp_ref.md)\n";
    place.page("theirs/UCWAResources.md", index);
    let expected = ":9:3: `lamp` is listed in the group `Lamps`, and in `Lights` [UG080]";
    let expected = place.line("cargo:warning=", "theirs/UCWAResources.md") + expected;
    assert_eq!(warnings(&builder("ours", "theirs")), [expected]);
    assert!(text().contains("pub mod lamps {"), "the first counts");
}

#[test]
fn pages_and_code_are_kept_apart() {
    let place = Place::new(&[("badge_ref.md", BADGE)]);
    let error = run(&place.builder().out_dir(place.docs().join("generated"))).1.unwrap_err();
    assert!(matches!(error, Error::Overlap { .. }), "{error}");
    assert!(matches!(run(&Builder::new().docs(place.docs())).1.unwrap_err(), Error::NoOutDir));
}

#[test]
fn what_is_beyond_the_limits_fails_the_build() {
    let place = Place::new(&[("lamp_ref.md", LAMP)]);
    let within = |limits| run(&place.builder().limits(limits)).1;
    let size = LAMP.len() as u64;
    let error = within(Limits { file_size: size - 1, ..Limits::default() }).unwrap_err();
    assert!(matches!(&error, Error::Pages(found) if found[0].starts_with("error[UG091]: ")), "{error}");
    assert!(!place.out().exists());
    within(Limits { file_size: size, ..Limits::default() }).unwrap();
}
