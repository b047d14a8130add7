//! Prints the rows of the benchmark that are about the generator, without compiling the types: `generator [NAME…]`.
//!
//! `generator growth [TIMES [NAME…]]` prints what each step takes of each dimension instead: `TIMES` is how many times as
//! many items there are as in the benchmark, `NAME` is a group or a dimension.
//!
//! `generator instructions` counts instructions of all threads with Valgrind, which nothing else on the machine disturbs.

use std::env;
use std::process::Command;

use anyhow::{Context, bail, ensure};
use ucwa_bench_generator::growth::{Cost, GROUPS, compare};
use ucwa_bench_generator::{reading, table};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.split_first() {
        Some((name, [])) if name == "growth" => print!("{}", table::markdown(&reading::growth()?)),
        Some((name, [times, names @ ..])) if name == "growth" => {
            steps(times.parse().with_context(|| format!("`{times}` is not a number"))?, names);
        }
        Some((name, [])) if name == "instructions" => instructions()?,
        // What Valgrind is given to run.
        Some((name, [what, passes])) if name == "run" => {
            reading::run(what, passes.parse()?)?;
        }
        None => print!("{}", table::markdown(&reading::generate()?)),
        Some((name, _)) => bail!("`{name}` is not `growth`, `growth TIMES NAME…` or `instructions`"),
    }
    Ok(())
}

fn instructions() -> anyhow::Result<()> {
    let [generate, check, walk] = ["generate", "check", "walk"].map(count);
    let walk = walk?;
    for (what, count) in [("generate", generate?), ("check", check?), ("walk", walk)] {
        println!(
            "{what}: {:.1} million instructions, {:.2} of a walk",
            count as f64 / 1e6,
            count as f64 / walk as f64
        );
    }
    Ok(())
}

/// The instructions of one pass: what two passes take more than one does.
fn count(what: &str) -> anyhow::Result<u64> {
    let passes = |number: &str| -> anyhow::Result<u64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(env::current_exe()?)
            .args(["run", what, number])
            .output()
            .context("valgrind cannot be run")?;
        let text = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{text}");
        let line = text.lines().find_map(|line| line.split_once("Collected : "));
        Ok(line.context("no count")?.1.trim().parse()?)
    };
    Ok(passes("2")?.saturating_sub(passes("1")?))
}

fn steps(times: f64, names: &[String]) {
    let is_chosen = |name: &str| names.is_empty() || names.iter().any(|chosen| chosen == name);
    for group in GROUPS {
        let items = (group.items as f64 * times) as usize;
        let whole = is_chosen(group.name);
        for dimension in group.dimensions.iter().filter(|(name, _)| whole || is_chosen(name)) {
            println!("{}: {} ({items} and {})", group.name, dimension.0, 10 * items);
            for cost in compare(dimension, items).iter().filter(|cost| cost.counts()) {
                let Cost { step, per_item: [few, many], .. } = cost;
                let mark = if cost.ratio() > 2.5 { " !" } else { "" };
                println!("    {step:22} {few:10.1?} {many:10.1?} {:6.2}{mark}", cost.ratio());
            }
        }
    }
}
