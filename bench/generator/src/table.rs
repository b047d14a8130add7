//! The rows, as text and in the document.

use std::fmt;
use std::fs;

use crate::corpus::root;
use anyhow::Context;

/// What a ratio is to be.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// At least this, because more is better.
    AtLeast(f64),
    /// At most this, because less is better.
    AtMost(f64),
    /// There to compare with.
    None,
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(goal) => write!(f, "≥ {goal}"),
            Self::AtMost(goal) => write!(f, "≤ {goal}"),
            Self::None => Ok(()),
        }
    }
}

/// One measurement.
#[derive(Debug)]
pub struct Row {
    /// What was measured of what.
    pub what: String,
    /// The figure, with its unit.
    pub measured: String,
    /// The same of the baseline, with its name.
    pub baseline: String,
    /// The figure divided by that of the baseline.
    pub ratio: f64,
    /// What the ratio should be.
    pub goal: Goal,
}

impl Row {
    /// A row that could not be measured.
    pub fn missing(what: &str, error: &anyhow::Error) -> Self {
        let measured = format!("not measured: {error:#}");
        Self { what: what.to_owned(), measured, baseline: String::new(), ratio: f64::NAN, goal: Goal::None }
    }

    fn met(&self) -> &'static str {
        match self.goal {
            Goal::AtLeast(goal) if self.ratio >= goal => "yes",
            Goal::AtMost(goal) if self.ratio <= goal => "yes",
            Goal::None => "",
            _ => "**no**",
        }
    }
}

/// The rows as a table.
pub fn markdown(rows: &[Row]) -> String {
    let mut text =
        String::from("| what | measured | baseline | ratio | goal | met |\n|---|---|---|---|---|---|\n");
    for row in rows {
        let Row { what, measured, baseline, ratio, goal } = row;
        let ratio = if ratio.is_nan() { String::new() } else { format!("{ratio:.2}") };
        text += &format!("| {what} | {measured} | {baseline} | {ratio} | {goal} | {} |\n", row.met());
    }
    text
}

const BEGIN: &str = "<!-- measured -->\n";
const END: &str = "<!-- end -->\n";

/// Puts the table into the document, in place of the one that is there. What people wrote around it stays.
pub fn write(machine: &str, rows: &[Row]) -> anyhow::Result<()> {
    let path = root().join("docs/performance.md");
    let text = fs::read_to_string(&path)?;
    let (before, rest) = text.split_once(BEGIN).context("docs/performance.md has no place for a table")?;
    let (_, after) = rest.split_once(END).context("the place for the table does not end")?;
    let table = markdown(rows);
    fs::write(path, format!("{before}{BEGIN}\n{machine}\n\n{table}\n{END}{after}"))?;
    Ok(())
}
