//! How a folder differs from what it is to hold.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::formatting::is_same_code;
use super::plan::{Found, Plan, Target};
use super::staging;

/// How a file in a folder differs from the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// It is not there.
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It is no longer generated.
    Stale {
        /// The file.
        path: PathBuf,
    },
    /// It has another text.
    Changed {
        /// The file.
        path: PathBuf,
        /// The first line that differs, from 1.
        line: usize,
        /// That line in the file; `None` where the file ends.
        found: Option<String>,
        /// That line in the text; `None` where the text ends.
        expected: Option<String>,
    },
    /// It has the same text in other bytes.
    Bytes {
        /// The file.
        path: PathBuf,
        /// Whether lines end in CRLF.
        has_crlf: bool,
        /// Whether it begins with a byte-order mark.
        has_byte_order_mark: bool,
    },
    /// It has the same code, formatted in another way.
    Formatted {
        /// The file.
        path: PathBuf,
    },
    /// A run was stopped before all files were written.
    Interrupted {
        /// What it left behind.
        path: PathBuf,
    },
}

impl Difference {
    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing { path }
            | Self::Stale { path }
            | Self::Changed { path, .. }
            | Self::Bytes { path, .. }
            | Self::Formatted { path }
            | Self::Interrupted { path } => path,
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path().display();
        match self {
            Self::Missing { .. } => write!(f, "{path}: missing"),
            Self::Stale { .. } => write!(f, "{path}: no longer generated"),
            Self::Changed { line, found: Some(found), expected: Some(expected), .. }
                if found.trim_end() == expected.trim_end() =>
            {
                write!(f, "{path}:{line}: differs only in white space or a line break after the line")
            }
            Self::Changed { line, found, expected, .. } => {
                write!(f, "{path}:{line}: differs")?;
                for (sign, text) in [('-', found), ('+', expected)] {
                    if let Some(text) = text {
                        write!(f, "\n  {sign} {text}")?;
                    }
                }
                Ok(())
            }
            Self::Bytes { has_crlf, has_byte_order_mark, .. } => {
                let what = match (has_crlf, has_byte_order_mark) {
                    (true, true) => "line endings (CRLF in place of LF) and a byte-order mark",
                    (false, true) => "a byte-order mark",
                    _ => "line endings (CRLF in place of LF)",
                };
                write!(
                    f,
                    "{path}: differs only in {what}; `-text` in .gitattributes makes git keep the bytes"
                )
            }
            Self::Formatted { .. } => write!(
                f,
                "{path}: differs only in its formatting; `#[rustfmt::skip]` before the module makes rustfmt leave it alone"
            ),
            Self::Interrupted { .. } => write!(
                f,
                "{path}: left by a run that was stopped before it had written everything; run the command again"
            ),
        }
    }
}

/// How the folder differs from the plan for it, by path.
pub(super) fn differences(plan: &Plan<'_>) -> Result<Vec<Difference>, Error> {
    let mut differences: Vec<Difference> = plan.outdated().map(difference).collect();
    differences.extend(plan.stale.iter().map(|path| Difference::Stale { path: path.clone() }));
    differences.extend(staging::left_behind(plan.dir())?.map(|path| Difference::Interrupted { path }));
    differences.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(differences)
}

fn difference(Target { path, text: expected, found, .. }: &Target<'_>) -> Difference {
    let path = path.clone();
    let Found::Other(found) = found else { return Difference::Missing { path } };
    let found = String::from_utf8_lossy(found);
    let text = found.strip_prefix('\u{feff}').unwrap_or(&found);
    let has_byte_order_mark = text.len() < found.len();
    let text =
        if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) };
    if text == *expected {
        return Difference::Bytes { path, has_crlf: matches!(text, Cow::Owned(_)), has_byte_order_mark };
    }
    if path.extension().is_some_and(|extension| extension == "rs") && is_same_code(&text, expected) {
        return Difference::Formatted { path };
    }
    changed(path, &text, expected)
}

fn changed(path: PathBuf, found: &str, expected: &str) -> Difference {
    // With their ends, so that a file that lacks its last line break differs somewhere.
    let (mut old, mut new) = (found.split_inclusive('\n'), expected.split_inclusive('\n'));
    let mut line = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(found), Some(expected)) if found == expected => line += 1,
            (found, expected) => {
                let shown = |text: &str| text.trim_end_matches('\n').to_owned();
                let (found, expected) = (found.map(shown), expected.map(shown));
                return Difference::Changed { path, line, found, expected };
            }
        }
    }
}
