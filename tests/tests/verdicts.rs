//! The verdict of a diff on source is the compiler's: code that uses every public item of the old side compiles against the
//! new side, or it does not. That on the wire is the codecs': what the old types encode lands in the same places of the new.
//!
//! `UCWA_VERDICTS` says how many mutations are compiled, four otherwise; `.ci/run` makes one of each kind, `.ci/deep` 1,000 and ten
//! of the whole schema.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, thread};

use ucwa_gen::analyse;
use ucwa_gen::diff::{Change, Diff, Effect, diff};
use ucwa_gen::emit::{self, Options};
use ucwa_gen::schema::Schema;
use ucwa_tests::proof::base;
use ucwa_tests::proof::consumer::consumer;
use ucwa_tests::proof::encode::program;
use ucwa_tests::proof::mutate::mutated;
use ucwa_tests::proof::rustc::{Compiled, compile, write};
use ucwa_tests::{reference, say};

fn count(variable: &str, otherwise: u64) -> u64 {
    env::var(variable).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

/// Compiles the tree of a schema; the consumer of another one can be compiled against it.
fn tree(schema: &Schema, folder: &Path) -> PathBuf {
    let files = emit::rust(schema, &Options::new()).expect("the schema is consistent").files;
    write(&folder.join("api"), &files);
    let main = folder.join("lib.rs");
    fs::write(&main, "#![allow(warnings)]\npub mod api;\n").expect("the file can be written");
    match compile("tree", &main, folder, false, &BTreeMap::new()) {
        Compiled::Fine => folder.join("libtree.rmeta"),
        Compiled::Broken { errors, .. } => panic!("the generated code does not compile:\n{errors}"),
    }
}

/// Compiles a consumer, and returns for each error the items that it is about; nothing if it compiles.
fn broken(consumer: &(String, Vec<String>), tree: &Path, folder: &Path) -> (BTreeSet<Vec<String>>, String) {
    let (text, items) = consumer;
    let main = folder.join("consumer.rs");
    fs::write(&main, text).expect("the file can be written");
    match compile("consumer", &main, folder, false, &BTreeMap::from([("tree", tree.to_owned())])) {
        Compiled::Fine => (BTreeSet::new(), String::new()),
        Compiled::Broken { errors, lines } => {
            let item = |line: &usize| items.get(line - 1).cloned().unwrap_or_default();
            (lines.iter().map(|lines| lines.iter().map(item).collect()).collect(), errors)
        }
    }
}

/// Whether the diff reports that an item breaks, or something that the line of code for it names.
fn is_reported(item: &str, line: &str, reported: &BTreeSet<&str>) -> bool {
    let is_named = |name: &&str| {
        let path = format!("::tree::api::{name}");
        line.split(&path)
            .skip(1)
            .any(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    };
    // An operation has its types.
    let has_it = |name: &&str| item.strip_prefix(*name).is_some_and(|rest| rest.starts_with("::"));
    reported.contains(item) || reported.iter().any(|name| is_named(name) || has_it(name))
}

fn reported(diff: &Diff) -> BTreeSet<&str> {
    let items = diff.changes.iter().flat_map(|change: &Change| &change.items);
    items.filter(|item| item.source == Effect::Breaks).map(|item| item.item.as_str()).collect()
}

/// Compiles the consumer of a schema against mutations of it, and compares the verdicts.
fn prove(schema: &Schema, seeds: u64) {
    let items = emit::items(schema, &Options::new()).expect("the schema is consistent");
    let consumer = consumer(&items);
    let folder = tempfile::tempdir().expect("there is room");
    let own = tree(schema, folder.path());
    let (items, errors) = broken(&consumer, &own, folder.path());
    assert!(items.is_empty(), "the consumer does not compile against its own side:\n{errors}");
    let (next, breaking) = (AtomicU64::new(0), AtomicU64::new(0));
    let wrong: Vec<String> = thread::scope(|scope| {
        let work = || {
            let folder = tempfile::tempdir().expect("there is room");
            let mut wrong = Vec::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= seeds {
                    return wrong;
                }
                let folder = folder.path().join(seed.to_string());
                let (breaks, found) = one(schema, &consumer, seed, &folder);
                breaking.fetch_add(u64::from(breaks), Ordering::Relaxed);
                wrong.extend(found);
                fs::remove_dir_all(folder).expect("it is there");
            }
        };
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("the trees can be compiled")).collect()
    });
    say(&format!("{seeds} mutations: {} break code, as reported\n", breaking.into_inner()));
    assert!(wrong.is_empty(), "{} verdicts are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether a mutation breaks the consumer, and what is wrong with the verdict on it.
fn one(
    schema: &Schema,
    consumer: &(String, Vec<String>),
    seed: u64,
    folder: &Path,
) -> (bool, Option<String>) {
    let (new, names) = mutated(schema, seed);
    let found = diff(schema, &new).unwrap_or_else(|error| panic!("seed {seed}, {names:?}: {error}"));
    fs::create_dir_all(folder).expect("the folder can be made");
    let tree = tree(&new, folder);
    let (items, errors) = broken(consumer, &tree, folder);
    let breaks = found.effects.source == Effect::Breaks;
    let reported = reported(&found);
    if breaks == items.is_empty() {
        let (verdict, changes) = (found.effects.source, found.changes);
        return (
            !breaks,
            Some(format!("seed {seed}, {names:?}: the verdict is {verdict:?}\n{changes:#?}\n{errors}")),
        );
    }
    let is_reported = |item: &String| {
        let at = consumer.1.iter().position(|path| path == item).expect("it is an item");
        let line = consumer.0.lines().nth(at).expect("it has a line");
        is_reported(item, line, &reported)
    };
    let unreported = items.iter().find(|items| !items.iter().any(is_reported));
    let wrong = unreported.map(|items| {
        format!("seed {seed}, {names:?}: `{items:?}` breaks, which is not reported:\n{reported:#?}\n{errors}")
    });
    (breaks, wrong)
}

/// How many mutations one program encodes and decodes.
const AT_ONCE: usize = 8;

/// Encodes with the types of a schema and decodes with those of mutations of it, and compares the verdicts on the wire.
fn prove_wire(schema: &Schema, seeds: u64) {
    let next = AtomicU64::new(0);
    let (step, seen) = (AT_ONCE as u64, AtomicU64::new(0));
    let wrong: Vec<String> = thread::scope(|scope| {
        let work = || {
            let mut wrong = Vec::new();
            loop {
                let first = next.fetch_add(step, Ordering::Relaxed);
                if first >= seeds {
                    return wrong;
                }
                let found = some_wires(schema, first..seeds.min(first + step), &seen);
                // A thousand take most of an hour.
                found.iter().for_each(|it| say(&format!("{it}\n")));
                wrong.extend(found);
            }
        };
        let threads: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("the programs can be compiled")).collect()
    });
    let seen = seen.into_inner();
    say(&format!("{seeds} mutations: {seen} entries land elsewhere, as reported\n"));
    assert!(seeds < 20 || seen > seeds / 4, "the programs see next to nothing");
    assert!(wrong.is_empty(), "{} verdicts are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn some_wires(schema: &Schema, seeds: std::ops::Range<u64>, seen: &AtomicU64) -> Vec<String> {
    let folder = tempfile::tempdir().expect("there is room");
    let (what, schemas): (Vec<String>, Vec<Schema>) = seeds
        .map(|seed| {
            let (schema, names) = mutated(schema, seed);
            (format!("seed {seed}, {names:?}"), schema)
        })
        .unzip();
    let trees = std::iter::once(("old".to_owned(), schema));
    let trees = trees.chain(schemas.iter().enumerate().map(|(number, it)| (format!("new{number}"), it)));
    for (name, schema) in trees {
        let files = emit::rust(schema, &Options::new()).expect("the schema is consistent").files;
        write(&folder.path().join(name), &files);
    }
    let main = folder.path().join("wires.rs");
    fs::write(&main, program(schema, &schemas)).expect("the file can be written");
    if let Compiled::Broken { errors, .. } = compile("wires", &main, folder.path(), true, &BTreeMap::new()) {
        panic!("the program does not compile:\n{errors}");
    }
    let output = Command::new(folder.path().join("wires")).output().expect("the program can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).expect("it is text");
    let mut wrong = Vec::new();
    for (number, (what, new)) in what.iter().zip(&schemas).enumerate() {
        let lines = printed.lines().filter_map(|line| line.strip_prefix(&format!("{number}\t")));
        let lines: Vec<&str> = lines.collect();
        seen.fetch_add(lines.len() as u64, Ordering::Relaxed);
        wrong.extend(wire(schema, new, &lines).iter().map(|it| format!("{what}: {it}")));
    }
    wrong
}

/// Compares the entries that landed elsewhere with those that the diff reports.
fn wire(old: &Schema, new: &Schema, lines: &[&str]) -> Vec<String> {
    let found = diff(old, new).unwrap_or_else(|error| panic!("{error}"));
    let breaking: Vec<&Change> =
        found.changes.iter().filter(|it| it.effects.wire == Effect::Breaks).collect();
    let names: Vec<&str> = breaking.iter().map(|change| change.name.as_str()).collect();
    let path = |line: &&str| line.split('\t').next().unwrap_or_default().to_owned();
    let mut wrong = Vec::new();
    // Every entry that landed elsewhere is reported.
    for line in lines {
        if !breaking.iter().any(|change| concerns(change, &path(line))) {
            wrong.push(format!("`{line}` is not reported; reported are: {names:?}"));
        }
    }
    // Every reported entry landed elsewhere, if a program can observe it.
    for change in breaking.iter().filter(|change| is_seen(change, old, new)) {
        if !lines.iter().any(|line| concerns(change, &path(line))) {
            wrong.push(format!("`{}` is reported, but nothing landed elsewhere: {lines:?}", change.name));
        }
    }
    wrong
}

/// Whether a change is about what a line of the program is about.
fn concerns(change: &Change, line: &str) -> bool {
    let paths = std::iter::once(&change.path).chain(&change.references);
    let is_page = change.kind == "page.gone" || change.kind == "page.renamed";
    // What happens to a page that is gone, or has another rel.
    is_page && line.starts_with("AnyEvent.")
        || change.kind == "enumeration.split" && line.ends_with(".members")
        || paths.into_iter().any(|path| is_about(path, line))
}

fn is_about(path: &str, line: &str) -> bool {
    let names: Vec<&str> = path.split('.').collect();
    let line: Vec<&str> = line.split('.').collect();
    let list = names.get(1).copied().unwrap_or_default();
    match line.as_slice() {
        ["AnyEvent", rel, ty] => list == "events" && path.contains(&format!("{rel} {ty}")),
        [resource, "rel", _] => names[0] == *resource && matches!(list, "rel" | "aliases" | "role_of"),
        [resource, "operations", method, part] => {
            let own = names[0] == *resource && list == "operations" && names.get(2) == Some(method);
            let answer = ["output", "output_fields", "produces"];
            let is_answer = names.get(3).is_some_and(|it| *part == "output" && answer.contains(it));
            // A value can be that of an enumeration. The answer can be the representation of a role, with the media types of that page,
            // and it is the event channel's where the page has its rel.
            own && names.get(3) == Some(part)
                || is_answer && list == "operations"
                || list == "members"
                || *part == "output" && (list == "role_of" || list == "rel" && names[0] == *resource)
        }
        [resource, "members"] => names[0] == *resource && list == "members",
        [resource] => {
            // A rel that is not that of the type is kept, in what is embedded too.
            names[0] == *resource && matches!(list, "properties" | "links" | "embedded")
                || matches!(list, "members" | "role_of" | "rel" | "aliases")
        }
        _ => false,
    }
}

/// Whether a program can see that a change breaks the wire: media types and revisions are in no codec, and what came or went
/// as a whole has nothing that it could be compared with.
fn is_seen(change: &Change, old: &Schema, new: &Schema) -> bool {
    let names: Vec<&str> = change.path.split('.').collect();
    let sides = [old.resource(names[0]), new.resource(names[0])];
    let [Some(was), Some(is)] = sides else {
        return change.kind == "member.gone" && new.enumeration(names[0]).is_some();
    };
    let is_role = was.role_of.is_some() || is.role_of.is_some();
    match names.get(1..).unwrap_or_default() {
        ["properties" | "links" | "embedded", ..] => !is_role,
        ["aliases", ..] => true,
        ["operations", method, list @ ("query" | "input" | "output_fields"), ..] => {
            let operations = [was, is].map(|it| it.operations.iter().find(|it| it.method == *method));
            let [Some(was), Some(is)] = operations else { return false };
            let lists = [was, is].map(|it| match *list {
                "query" => &it.query,
                "input" => &it.input,
                _ => &it.output_fields,
            });
            let is_raw = !was.consumes.is_empty() || !is.consumes.is_empty();
            // The body of a PUT is the representation, and another body has no fields.
            let is_body = *list == "query" || *list == "output_fields" || *method != "PUT" && !is_raw;
            is_body && !is_role && lists.iter().all(|list| !list.is_empty())
        }
        _ => false,
    }
}

#[test]
fn the_verdict_on_the_wire_is_that_of_the_codecs() {
    prove_wire(&base::schema(), count("UCWA_VERDICTS", 4));
}

#[test]
fn the_verdict_on_source_is_that_of_the_compiler() {
    prove(&base::schema(), count("UCWA_VERDICTS", 4));
}

/// `.ci/deep` sets the variable.
#[test]
fn the_verdict_on_the_whole_schema_is_that_of_the_compiler() {
    let seeds = count("UCWA_WHOLE_VERDICTS", 0);
    if seeds > 0 {
        prove(&analyse(&reference()).schema, seeds);
    }
}
