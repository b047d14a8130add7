//! Entries that would decide what the pages leave open.

use std::fmt;

use super::entry::Correction;
use crate::schema::{PAGES, Type};

/// An entry that would decide what a finding is about. Printed, it can be pasted into a file of overrides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// What it is about.
    pub(crate) of: String,
    /// What would be so: what the pages make most likely.
    pub(crate) correction: Correction,
    /// What else could be, where there are candidates.
    pub(crate) alternatives: Vec<String>,
}

impl Proposal {
    /// A proposal without alternatives.
    pub(crate) fn new(of: impl Into<String>, correction: Correction) -> Self {
        Self { of: of.into(), correction, alternatives: Vec::new() }
    }
}

/// A text as TOML writes it. JSON's escapes are TOML's, too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A type in the words of the pages.
fn words(ty: &Type, nullable: bool) -> String {
    let nullable = if nullable { "Nullable " } else { "" };
    format!("{nullable}{ty}")
}

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "[[{}]]", self.correction.table())?;
        writeln!(f, "of = {}", quoted(&self.of))?;
        match &self.correction {
            Correction::Type { ty, nullable } => {
                write!(f, "type = {}", quoted(&words(ty, *nullable)))?;
                self.alternatives(f)?;
            }
            Correction::Default { value } => {
                if let Some(value) = value {
                    writeln!(f, "value = {}", quoted(value))?;
                }
            }
            Correction::Required { required } => writeln!(f, "required = {required}")?,
            Correction::Property(added) | Correction::Parameter(added) => {
                writeln!(f, "type = {}", quoted(&words(&added.ty, added.nullable)))?;
                if added.required {
                    writeln!(f, "required = true")?;
                }
            }
            Correction::Event(event) => {
                if let Some(resource) = &event.resource {
                    writeln!(f, "resource = {}", quoted(resource))?;
                }
                writeln!(f, "type = {}", quoted(&event.ty))?;
                writeln!(f, "sender = {}", quoted(&event.sender))?;
                if let Some(embedded) = event.embedded {
                    writeln!(f, "embedded = {embedded}")?;
                }
                if !event.priority.is_empty() {
                    writeln!(f, "priority = {}", quoted(&event.priority))?;
                }
            }
            Correction::Status { status } => writeln!(f, "status = {status}")?,
            Correction::Link { add, target, many } => {
                if *add {
                    writeln!(f, "add = true")?;
                }
                if let Some(target) = target {
                    write!(f, "target = {}", quoted(target.as_str()))?;
                    self.alternatives(f)?;
                }
                if let Some(many) = many {
                    writeln!(f, "many = {many}")?;
                }
            }
            Correction::Role { representation } => {
                writeln!(f, "representation = {}", quoted(representation))?;
            }
            Correction::Response { resource } => {
                write!(f, "resource = {}", quoted(resource))?;
                self.alternatives(f)?;
            }
            Correction::Member | Correction::Exclude => {}
            Correction::Error { code, status, subcode } => {
                writeln!(f, "code = {}", quoted(code))?;
                if let Some(status) = status {
                    writeln!(f, "status = {status}")?;
                }
                if let Some(subcode) = subcode {
                    writeln!(f, "subcode = {}", quoted(subcode))?;
                }
            }
            Correction::Sample { heading, number, text } => {
                if let Some(heading) = heading {
                    writeln!(f, "heading = {}", quoted(heading.as_str()))?;
                }
                if *number != 1 {
                    writeln!(f, "number = {number}")?;
                }
                writeln!(f, "text = '''\n{}'''", text.text())?;
            }
            Correction::Rename { name } => writeln!(f, "name = {}", quoted(name))?,
        }
        writeln!(f, "reason = \"TODO\"")?;
        if self.correction.adds() {
            writeln!(f, "source = {}", quoted(PAGES))?;
        }
        Ok(())
    }
}

impl Proposal {
    /// Ends a line with the other candidates, as a comment.
    fn alternatives(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let others: Vec<String> = self.alternatives.iter().map(|other| quoted(other)).collect();
        match others.as_slice() {
            [] => writeln!(f),
            others => writeln!(f, " # or {}", others.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Correction, Proposal};
    use crate::overrides::{Added, AddedEvent, Overrides, Target};
    use crate::schema::{Scalar, Type};
    use crate::source::SourceFile;

    #[test]
    fn what_adds_reads_back() {
        let added = Added { ty: Type::Array(Scalar::Uri), nullable: true, required: true };
        let event = AddedEvent {
            resource: Some("switch".to_owned()),
            ty: "added".to_owned(),
            sender: "lamp".to_owned(),
            embedded: Some(false),
            priority: "High".to_owned(),
        };
        for (of, correction) in [
            ("lamp.properties.a", Correction::Property(added.clone())),
            ("lamp.GET.query.a", Correction::Parameter(added)),
            ("lamp.events", Correction::Event(event)),
            ("lamp.GET", Correction::Status { status: 200 }),
            ("lamp.links.a", Correction::Link { add: true, target: Some(Target::Unknown), many: Some(true) }),
        ] {
            let text = Proposal::new(of, correction.clone()).to_string();
            let (overrides, found) = Overrides::parse(&SourceFile::new("ucwa.toml", text.as_str()));
            assert_eq!(found, [], "{text}");
            assert_eq!(
                overrides.entries().iter().map(|it| &it.correction).collect::<Vec<_>>(),
                [&correction]
            );
        }
    }
}
