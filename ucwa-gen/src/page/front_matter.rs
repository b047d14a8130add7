//! What the front matter of the explicit form says.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::extract::FrontMatter;
use crate::schema::is_plain_name as is_name;
use crate::source::Span;
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
    /// The lines, by their keys.
    pub places: BTreeMap<&'static str, Span>,
}

/// The keys that state facts.
pub(super) const KEYS: [&str; 5] = ["rel", "revision", "kind", "role_of", "aliases"];

/// The keys about the page as a document, which the schema does not need; so are all that begin with `ms.`.
const ABOUT_THE_PAGE: [&str; 12] = [
    "title",
    "description",
    "author",
    "manager",
    "keywords",
    "date",
    "tags",
    "layout",
    "permalink",
    "uid",
    "toc",
    "redirect_url",
];

fn is_about_the_page(key: &str) -> bool {
    ABOUT_THE_PAGE.contains(&key) || key.starts_with("ms.")
}

/// Whether a text is a line of front matter: a key that is known, and a value.
pub(super) fn is_line(text: &str) -> bool {
    text.split_once(": ").is_some_and(|(key, _)| KEYS.contains(&key) || is_about_the_page(key))
}

/// Reads the facts of the front matter.
pub(super) fn read(lines: &[FrontMatter], diagnostics: &mut Vec<Diagnostic>) -> Explicit {
    let mut explicit = Explicit::default();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for line in lines {
        let key = line.key.as_str();
        let outcome = if !seen.insert(key) {
            Err(format!("a second `{key}`"))
        } else if KEYS.contains(&key) {
            explicit.line(line)
        } else {
            if !is_about_the_page(key) {
                let near = suggest::suggestion(&suggest::nearest(key, KEYS.into_iter()));
                let near = near.map_or_else(String::new, |near| format!("; {near}"));
                let message = format!("the front matter has no key `{key}`{near}");
                diagnostics.push(Diagnostic::new(Code::FrontMatterKey, line.span.clone(), message));
            }
            continue;
        };
        if let Err(message) = outcome {
            diagnostics.push(Diagnostic::new(Code::FrontMatter, line.span.clone(), message));
        }
    }
    explicit
}

impl Explicit {
    fn line(&mut self, FrontMatter { key, value, span }: &FrontMatter) -> Result<(), String> {
        if let Some(key) = KEYS.iter().find(|known| *known == key) {
            self.places.insert(key, span.clone());
        }
        match key.as_str() {
            "rel" => self.rel = Some(name(value)?),
            "role_of" => self.role_of = Some(name(value)?),
            "revision" => {
                let revision = value.parse().ok().filter(|revision| *revision > 0);
                let message = || format!("`{value}` is not a revision: expected a number from 1");
                self.revision = Some(revision.ok_or_else(message)?);
            }
            "kind" if value == "operation" => self.is_operation = true,
            "kind" => return Err(format!("`{value}` is not a kind of page; the only one is `operation`")),
            "aliases" => {
                let aliases: Result<Vec<_>, _> = value.split(',').map(|alias| name(alias.trim())).collect();
                self.aliases = aliases?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// A value that is one name.
fn name(value: &str) -> Result<String, String> {
    if !is_name(value) {
        return Err(format!("`{value}` is not a name"));
    }
    Ok(value.to_owned())
}
