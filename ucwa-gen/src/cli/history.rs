//! `history`: since when the documentation has what.

use std::path::{Path, PathBuf};

use anyhow::bail;
use ucwa_gen::diagnostic::{Severity, count};
use ucwa_gen::history::{annotate, history, human, json_schema};
use ucwa_gen::schema::{Schema, to_json};

use super::args::{HistoryArgs, HistoryFormat};
use super::input::Input;
use super::{Console, Outcome, input, target};

pub(super) fn run(args: &HistoryArgs, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    if args.json_schema {
        writeln!(console.out, "{}", serde_json::to_string_pretty(&json_schema())?)?;
        return Ok(Outcome::Fine);
    }
    let to_stdout = args.annotate.as_deref() == Some(Path::new("-"));
    if to_stdout && args.format.is_some() {
        bail!(
            "`--annotate -` writes the schema in the place of the history: leave `--format` out, or name a file"
        );
    }
    if let Some(twice) = twice(&args.revisions) {
        bail!("`{}` is given twice: each revision is given once, the oldest first", twice.display());
    }
    let Some((newest, older)) = args.revisions.split_last().filter(|(_, older)| !older.is_empty()) else {
        bail!("two revisions are needed, the oldest first");
    };
    let mut inputs = Vec::new();
    for path in older {
        inputs.push(input::old_schema(std::slice::from_ref(path), &args.corrections, console)?);
    }
    inputs.push(input::schema(std::slice::from_ref(newest), &args.corrections, console)?);
    let revisions: Vec<(String, &Schema)> =
        names(&args.revisions).into_iter().zip(inputs.iter().map(|Input { schema, .. }| schema)).collect();
    let mut found = history(&revisions);
    let errors = found.revisions.iter().zip(&inputs).filter_map(|(name, input)| {
        let errors = count(&input.found, Severity::Error);
        (errors > 0).then(|| (name.clone(), errors))
    });
    found.errors = errors.collect();
    match args.format.unwrap_or(HistoryFormat::Human) {
        // One stream holds one document.
        _ if to_stdout => {}
        HistoryFormat::Human => write!(console.out, "{}", human(&found, console.verbosity.verbose))?,
        HistoryFormat::Json => writeln!(console.out, "{}", serde_json::to_string_pretty(&found)?)?,
    }
    let outcome = inputs.iter().map(|input| input.outcome).max().unwrap_or(Outcome::Fine);
    if args.annotate.is_some() && outcome != Outcome::Fine {
        // What the errors are about would be documented as gone, or as new.
        if !console.verbosity.quiet {
            writeln!(console.err, "no schema is written, because of the errors above")?;
        }
        return Ok(outcome);
    }
    if let (Some(out), Some(newest)) = (&args.annotate, inputs.pop()) {
        let mut schema = newest.schema;
        annotate(&mut schema, &found);
        let text = to_json(&schema);
        match to_stdout {
            true => console.out.write_all(text.as_bytes())?,
            false => target::json(out, &text)?,
        }
    }
    Ok(outcome)
}

/// The first path that is there a second time.
fn twice(paths: &[PathBuf]) -> Option<&PathBuf> {
    paths.iter().enumerate().find(|(index, path)| paths[..*index].contains(path)).map(|(_, path)| path)
}

/// What the revisions are called: each as its folder, or its file without the extension; or as the path where two would have one name.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let whole = |path: &Path| path.display().to_string();
    let short = |path: &Path| {
        let name = if path.is_dir() { path.file_name() } else { path.file_stem() };
        // A path such as `..` has no name of its own.
        name.map_or_else(|| whole(path), |name| name.to_string_lossy().into_owned())
    };
    let all: Vec<String> = paths.iter().map(|path| short(path)).collect();
    let is_shared = |name: &String| all.iter().filter(|other| *other == name).count() > 1;
    all.iter()
        .zip(paths)
        .map(|(name, path)| if is_shared(name) { whole(path) } else { name.clone() })
        .collect()
}
