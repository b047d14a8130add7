//! Pages with errors. What the schema has of them is incomplete, so a difference to the other side may not be a change.

use std::collections::BTreeSet;

use super::change::{Change, Diff, Effects};
use crate::schema::{Location, Schema};

/// The pages that have errors on either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faulty {
    /// Their files, without folders.
    files: BTreeSet<String>,
    /// The resources and enumerations that the schemas have of them.
    names: BTreeSet<String>,
}

impl Faulty {
    /// The pages of these files, without their folders, in the two schemas.
    #[must_use]
    pub fn new(files: BTreeSet<String>, schemas: [&Schema; 2]) -> Self {
        let mut names = BTreeSet::new();
        for schema in schemas {
            let resources = schema.resources.iter().map(|it| (&it.name, Some(&it.page)));
            let enumerations = schema.enumerations.iter().map(|it| (&it.name, it.page.as_ref()));
            for (name, page) in resources.chain(enumerations) {
                if page.is_some_and(|page| files.contains(&page.file)) {
                    names.insert(name.clone());
                }
            }
        }
        Self { files, names }
    }

    /// Whether a change is one of such a page, or says that something else refers to such a page or no longer does.
    fn concerns(&self, change: &Change) -> bool {
        let is_in = |at: &Option<Location>| at.as_ref().is_some_and(|at| self.files.contains(&at.file));
        self.names.contains(&change.subject)
            || is_in(&change.old_at)
            || is_in(&change.new_at)
            || [&change.old, &change.new].into_iter().flatten().any(|end| self.refers(change, end))
    }

    /// Whether a value names such a page: a type (`Array of Hue`), a target, or the other name of a page.
    fn refers(&self, change: &Change, value: &str) -> bool {
        let field = change.kind.rsplit('.').next().unwrap_or_default();
        let is_reference = matches!(field, "type" | "target" | "output" | "role_of" | "renamed" | "split");
        let is_name_part = |c: char| c.is_alphanumeric() || c == '_';
        is_reference && value.split(|c| !is_name_part(c)).any(|word| self.names.contains(word))
    }
}

impl Diff {
    /// Leaves out the changes of pages with errors and of what refers to these pages: their [names](Diff::left_out) are kept.
    pub fn leave_out(&mut self, faulty: &Faulty) {
        let changes = std::mem::take(&mut self.changes);
        let (out, kept): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| faulty.concerns(change));
        self.changes = kept;
        self.not_compared.extend(faulty.names.iter().cloned());
        self.left_out.extend(out.into_iter().map(|change| change.name));
        let accepted = self.accepted.iter().map(|it| &it.change);
        let all = self.changes.iter().chain(accepted);
        self.effects = all.fold(Effects::default(), |all, change| all.and(change.effects));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Faulty;
    use crate::analyse;
    use crate::diff::diff;
    use crate::files::Sources;
    use crate::schema::Schema;
    use crate::source::SourceFile;

    fn schema(pages: &[(&str, &str)]) -> Schema {
        let (sources, _) =
            Sources::from_files(pages.iter().map(|(file, text)| SourceFile::new(*file, *text)));
        analyse(&sources).schema
    }

    const LAMP: &str = "# lamp\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n|hue|Array of [Hue](Hue_ref.md)||\n\n\
        ### Links\n\n|**Link**|**Leads to**|**Cardinality**|**Description**|\n|:--|:--|:--|:--|\n|note|[note](note_ref.md)|one||\n";
    const NOTE: &str = "# note\n\n### Properties\n\n|**Name**|**Type**|**Description**|\n|:--|:--|:--|\n|text|String||\n\n\
        ## Operations\n\n### GET\n\n#### Synchronous errors\n\n|**Code**|**Error**|**Subcode**|**Description**|\n|:--|:--|:--|:--|\n|404|NotFound|NoteMissing||\n";
    const HUE: &str = "# Hue\n\n## Members\n\n|**Name**|**Description**|\n|:--|:--|\n|Red||\n";

    #[test]
    fn pages_with_errors_and_what_refers_to_them_are_left_out() {
        let old = schema(&[("lamp_ref.md", LAMP), ("note_ref.md", NOTE), ("Hue_ref.md", HUE)]);
        let broken = LAMP.replace("|note|", "|memo|");
        let broken = schema(&[("lamp_ref.md", &broken)]);
        let files = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<_>>();
        let names = |faulty: &[&str]| {
            let mut found = diff(&old, &broken).unwrap();
            let before = found.changes.len();
            found.leave_out(&Faulty::new(files(faulty), [&old, &broken]));
            assert_eq!(found.changes.len() + found.left_out.len(), before);
            (found.changes.iter().map(|it| it.name.clone()).collect::<Vec<_>>(), found.effects)
        };
        let (all, _) = names(&[]);
        assert!(all.contains(&"note.gone".to_owned()), "{all:?}");
        let (left, _) = names(&["note_ref.md", "Hue_ref.md"]);
        assert!(!left.is_empty(), "the link moved");
        assert!(left.iter().all(|name| name.starts_with("lamp.links.")), "{left:?}");
        let (left, effects) = names(&["note_ref.md", "Hue_ref.md", "lamp_ref.md"]);
        assert_eq!((left, effects), (Vec::new(), Default::default()));
    }
}
