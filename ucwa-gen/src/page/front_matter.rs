//! What the front matter of the explicit form says.

use super::rows::is_in_name;
use crate::diagnostic::{Code, Diagnostic};
use crate::extract::FrontMatter;
use crate::suggest;

/// What the front matter of the explicit form says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explicit {
    /// The rel, where it is not the name without its digit.
    pub rel: Option<String>,
    /// The revision, where it is not the digit.
    pub revision: Option<u32>,
    /// Whether the rel is only acted on.
    pub is_operation: bool,
    /// The resource whose representation this rel carries.
    pub role_of: Option<String>,
    /// Other rels of the representation.
    pub aliases: Vec<String>,
}

/// The keys of the explicit form, the title aside.
pub(super) const KEYS: [&str; 5] = ["rel", "revision", "kind", "role_of", "aliases"];

/// Reads what it says. Other keys than these it may have as well; one that is nearly one of these is told.
pub(super) fn read(lines: &[FrontMatter], diagnostics: &mut Vec<Diagnostic>) -> Explicit {
    let mut explicit = Explicit::default();
    for (index, line) in lines.iter().enumerate() {
        let is_second =
            KEYS.contains(&line.key.as_str()) && lines[..index].iter().any(|it| it.key == line.key);
        let outcome = if is_second { Err(format!("a second `{}`", line.key)) } else { explicit.line(line) };
        if let Err(message) = outcome {
            diagnostics.push(Diagnostic::new(Code::FrontMatter, line.span.clone(), message));
        }
    }
    explicit
}

impl Explicit {
    fn line(&mut self, FrontMatter { key, value, .. }: &FrontMatter) -> Result<(), String> {
        match key.as_str() {
            "rel" => self.rel = Some(name(value)?),
            "role_of" => self.role_of = Some(name(value)?),
            "revision" => {
                let revision = value.parse().map_err(|_| format!("`{value}` is not a revision"))?;
                self.revision = Some(revision);
            }
            "kind" if value == "operation" => self.is_operation = true,
            "kind" => return Err(format!("`{value}` is not a kind of page; the only one is `operation`")),
            "aliases" => {
                let aliases: Result<Vec<_>, _> = value.split(',').map(|alias| name(alias.trim())).collect();
                self.aliases = aliases?;
            }
            _ => {
                let near = suggest::nearest(key, KEYS.into_iter());
                if let Some(question) = suggest::suggestion(&near) {
                    return Err(format!("the front matter has no `{key}`; {question}"));
                }
            }
        }
        Ok(())
    }
}

/// A value that is one name.
fn name(value: &str) -> Result<String, String> {
    if value.is_empty() || !value.chars().all(is_in_name) {
        return Err(format!("`{value}` is not a name"));
    }
    Ok(value.to_owned())
}
