//! How long it takes to compile the types, and how large they become.

use std::fs;
use std::time::Duration;

use ucwa_bench::corpus::root;
use ucwa_bench::registry::{Entry, entries};
use ucwa_bench_generator::race::ratio;
use ucwa_bench_generator::table::{Goal, Row};
use ucwa_bench_naive::{Unknown, rust};

use crate::project::{Project, dependency, text_size};

const SERDE: &str = "serde = { version = \"1.0.229\", features = [\"derive\"] }\nserde_json = \"1.0.154\"\n";

/// The group that is compiled alone.
const GROUP: &str = "people";

fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// The baseline as a crate.
fn naive(project: &Project, name: &str, unknown: Unknown) -> anyhow::Result<()> {
    let schema = ucwa_gen::analyse(&ucwa_gen::files::read(&[root().join("docs/reference")]).0).schema;
    let text = rust(&schema, unknown).to_string();
    project.package(name, &format!("[dependencies]\n{SERDE}"), &[("src/lib.rs", &text)])
}

/// A program that decodes and encodes each of these types: the name of a type and a body make a body.
fn program(
    project: &Project,
    name: &str,
    dependency: &str,
    types: impl Iterator<Item = String>,
) -> anyhow::Result<()> {
    let arms: String = types
        .enumerate()
        .map(|(index, ty)| format!("        \"{index}\" => round_trip::<{ty}>(&body),\n"))
        .collect();
    let text = format!(
        "use serde_json::Error;\n\
         fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(body: &[u8]) -> Result<String, Error> {{\n\
             serde_json::to_string(&serde_json::from_slice::<T>(body)?)\n}}\n\
         fn main() {{\n    let which = std::env::args().nth(1).unwrap_or_default();\n\
             let body = std::env::args().nth(2).unwrap_or_default().into_bytes();\n\
             let result = match which.as_str() {{\n{arms}        _ => return,\n    }};\n    println!(\"{{result:?}}\");\n}}\n"
    );
    project.package(name, &format!("[dependencies]\n{SERDE}{dependency}"), &[("src/main.rs", &text)])
}

pub(crate) fn check() -> anyhow::Result<Vec<Row>> {
    let project = Project::new()?;
    naive(&project, "naive", Unknown::Dropped)?;
    // Each is compiled for a crate that depends on it, so that all of them are compiled alike.
    let baseline = ("baseline", "naive");
    project.package(
        baseline.0,
        "[dependencies]\nnaive = { path = \"../naive\" }\n",
        &[("src/lib.rs", "")],
    )?;
    // All of it, and what the baseline has as well: that sends nothing and reads no XML.
    let ours = [
        ("all features", "everything", ", features = [\"http\", \"xml\"]"),
        ("without `http` and `xml`", "representations", ""),
    ];
    for (_, user, features) in ours {
        let manifest = format!("[dependencies]\n{}", dependency("ucwa-types", features)?);
        project.package(user, &manifest, &[("src/lib.rs", "")])?;
    }
    let builds = [(ours[0].1, "ucwa-types"), (ours[1].1, "ucwa-types"), baseline];
    let mut best = [Duration::MAX; 3];
    // In turns, so that all of them share whatever else the machine does.
    for _ in 0..3 {
        for (best, (user, package)) in best.iter_mut().zip(builds) {
            *best = (*best).min(project.rebuild(&[package], &["check", "-p", user])?);
        }
    }
    let [everything, representations, naive] = best;
    let rows = ours.into_iter().zip([everything, representations]).map(|((what, ..), time)| Row {
        what: format!("`cargo check` of `ucwa-types` alone, {what}"),
        measured: seconds(time),
        baseline: format!("`naive` {}", seconds(naive)),
        ratio: ratio(time, naive),
        goal: Goal::AtMost(0.5),
    });
    Ok(rows.collect())
}

pub(crate) fn build() -> anyhow::Result<Vec<Row>> {
    let project = Project::new()?;
    let ours = |entry: Entry| format!("ucwa_types::api::{}", entry.ours.ty);
    program(&project, "all", &dependency("ucwa-types", "")?, entries().map(ours))?;
    naive(&project, "naive-flatten", Unknown::Kept)?;
    program(
        &project,
        "all-naive-flatten",
        "naive-flatten = { path = \"../naive-flatten\" }\n",
        entries().map(|entry| format!("naive_flatten::{}", entry.baseline.path)),
    )?;
    let mut rows = Vec::new();
    let rebuild = |packages: &[&str], of| project.rebuild(packages, &["build", "--release", "-p", of]);
    let size = |name: &str| text_size(&project.target().join("release").join(name));
    let flatten = rebuild(&["naive-flatten", "all-naive-flatten"], "all-naive-flatten")?;
    let all = rebuild(&["ucwa-types", "all"], "all")?;
    rows.push(Row {
        what: format!(
            "release build of a program that decodes and encodes {} types, rebuild",
            entries().count()
        ),
        measured: seconds(all),
        baseline: format!("`naive-flatten` {}", seconds(flatten)),
        ratio: ratio(all, flatten),
        goal: Goal::AtMost(0.5),
    });
    let manifest = fs::read_to_string(root().join("ucwa-types/Cargo.toml"))?;
    if manifest.lines().any(|line| line.starts_with(&format!("{GROUP} ="))) {
        let of_group = entries().filter(|entry| entry.ours.group == GROUP);
        let features = format!(", default-features = false, features = [\"{GROUP}\"]");
        program(&project, "group", &dependency("ucwa-types", &features)?, of_group.map(ours))?;
        let group = rebuild(&["ucwa-types", "group"], "group")?;
        rows.push(Row {
            what: format!("the same with the types of `{GROUP}`"),
            measured: seconds(group),
            baseline: format!("all groups {}", seconds(all)),
            ratio: ratio(group, all),
            goal: Goal::AtMost(0.3),
        });
    } else {
        rows.push(Row::missing("the same with one group", &anyhow::anyhow!("there is no feature `{GROUP}`")));
    }
    let (text, flatten_text) = (size("all")?, size("all-naive-flatten")?);
    rows.push(Row {
        what: "code of that program".to_owned(),
        measured: format!("{} KiB", text / 1024),
        baseline: format!("`naive-flatten` {} KiB", flatten_text / 1024),
        ratio: text as f64 / flatten_text as f64,
        goal: Goal::AtMost(0.5),
    });
    Ok(rows)
}
