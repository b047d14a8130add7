//! A name that is misspelt on one page, and what that decides on others: the flip of a type is always reported.

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use ucwa_gen::analyse;
use ucwa_gen::diagnostic::{Diagnostic, Severity};
use ucwa_gen::files::Sources;
use ucwa_gen::schema::Schema;
use ucwa_gen::source::SourceFile;
use ucwa_tests::{REVISIONS, revision, say};

/// What is decided about the parts of all resources: types, targets, roles, answers. Names of members are no part of it.
fn decided(schema: &Schema) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for resource in &schema.resources {
        let name = &resource.name;
        all.insert(format!("{name} of {:?}", resource.role_of));
        all.extend(resource.properties.iter().map(|it| format!("{name}.{}: {}", it.name, it.ty)));
        let links = resource.links.iter().chain(&resource.embedded);
        all.extend(links.map(|it| format!("{name}.{}: {:?} {}", it.rel, it.target, it.many)));
        for operation in &resource.operations {
            let method = &operation.method;
            all.insert(format!("{name}.{method}: {:?} {}", operation.output, operation.generic_errors));
            let fields = operation.query.iter().chain(&operation.input).chain(&operation.output_fields);
            all.extend(fields.map(|it| format!("{name}.{method}.{}: {}", it.name, it.ty)));
        }
    }
    all
}

fn serious(found: &[Diagnostic]) -> BTreeSet<String> {
    let found = found.iter().filter(|found| found.severity > Severity::Note);
    found.map(|found| format!("{} {}", found.code, found.message)).collect()
}

/// The rows of tables on a page: the line, and the name in the first cell.
fn rows(page: &SourceFile) -> Vec<(usize, &str)> {
    let lines = page.text().lines().enumerate();
    let rows =
        lines.filter_map(|(at, line)| Some((at, line.trim().strip_prefix('|')?.split('|').next()?.trim())));
    rows.filter(|(_, name)| name.len() >= 4 && name.chars().all(|c| c.is_ascii_alphanumeric())).collect()
}

/// The name with two letters swapped, in its middle.
fn misspelt(name: &str) -> Option<String> {
    let letters: Vec<char> = name.chars().collect();
    let at = (letters.len() / 2..letters.len() - 1).find(|at| letters[*at] != letters[*at + 1])?;
    let mut swapped = letters;
    swapped.swap(at, at + 1);
    Some(swapped.into_iter().collect())
}

/// Misspells every `step`th name of the pages of one kind, each alone: with a step of 1 it takes an hour.
fn check(is_meant: fn(&str) -> bool, step: usize, at_least: usize) {
    let (mut edits, mut flips, mut silent) = (0, 0, Vec::new());
    for revision_name in REVISIONS {
        let Some(sources) = revision(revision_name) else { return };
        let whole = analyse(&sources);
        let (expected, known) = (decided(&whole.schema), serious(&whole.diagnostics));
        let pages = sources.pages.iter().filter(|page| is_meant(page.file()));
        let all = pages.flat_map(|page| rows(page).into_iter().map(move |(line, name)| (page, line, name)));
        for (page, line, name) in all.step_by(step) {
            let Some(wrong) = misspelt(name) else { continue };
            let lines = page.text().lines().enumerate();
            let text: String = lines
                .map(|(at, text)| match at == line {
                    true => format!("{}\n", text.replacen(name, &wrong, 1)),
                    false => format!("{text}\n"),
                })
                .collect();
            let files = sources.pages.iter().map(|other| match other.file() == page.file() {
                true => SourceFile::new(page.path(), text.as_str()),
                false => other.clone(),
            });
            let (edited, _) =
                Sources::from_files(files.chain(sources.indexes.iter().chain(&sources.errors).cloned()));
            let found = analyse(&edited);
            edits += 1;
            // What the page itself calls otherwise is not decided otherwise.
            let own = page.file().split('_').next().unwrap_or_default();
            let is_elsewhere = |it: &&String| !it.starts_with(&format!("{own}."));
            let now = decided(&found.schema);
            if now.symmetric_difference(&expected).any(|it| is_elsewhere(&it)) {
                flips += 1;
                if serious(&found.diagnostics).is_subset(&known) {
                    silent.push(format!("{revision_name} {}:{}: {name} as {wrong}", page.file(), line + 1));
                }
            }
        }
    }
    say(&format!("{edits} names misspelt, {flips} of them decide something elsewhere\n"));
    assert_eq!(silent, [""; 0]);
    assert!(flips >= at_least, "{flips} of {edits}");
}

#[test]
fn a_misspelt_member_decides_nothing_in_silence() {
    check(|file| file.starts_with(|c: char| c.is_ascii_uppercase()), 11, 5);
}

#[test]
fn a_misspelt_name_of_a_resource_decides_nothing_in_silence() {
    check(|file| file.starts_with(|c: char| c.is_ascii_lowercase()), 151, 1);
}
