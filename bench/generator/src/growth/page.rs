//! Writing pages, each part of which can be made longer.

use ucwa_gen::source::SourceFile;

use super::Input;

/// The page of a resource with one operation, in parts. A part that is empty is left out, or says that there is nothing;
/// without another answer the operation answers with the resource.
#[derive(Default)]
pub(crate) struct Page {
    /// Lines of the front matter.
    pub(crate) front: String,
    pub(crate) description: String,
    pub(crate) remarks: String,
    pub(crate) properties: String,
    pub(crate) links: String,
    pub(crate) embedded: String,
    pub(crate) scopes: String,
    pub(crate) events: String,
    pub(crate) query: String,
    pub(crate) input: String,
    pub(crate) output: String,
    pub(crate) errors: String,
    pub(crate) samples: String,
    pub(crate) reasons: String,
    /// What comes after all that.
    pub(crate) rest: String,
}

impl Page {
    pub(crate) fn named(&self, name: &str) -> SourceFile {
        let mut text = format!(
            "---\ntitle: {name}\n{}---\n# {name}\n\n{}\n\n## Resource description\n\n{}\n\n",
            self.front, self.description, self.remarks
        );
        let optional = |text: &mut String, heading: &str, part: &str| {
            if !part.is_empty() {
                text.extend([heading, "\n\n", part, "\n\n"]);
            }
        };
        let always = |text: &mut String, heading: &str, part: &str| {
            optional(text, heading, if part.is_empty() { "None" } else { part });
        };
        always(&mut text, "### Properties", &self.properties);
        always(&mut text, "### Links", &self.links);
        optional(&mut text, "### Embedded resources", &self.embedded);
        optional(&mut text, "### Azure Active Directory scopes for online applications", &self.scopes);
        optional(&mut text, "## Events", &self.events);
        text.push_str("## Operations\n\n### GET\n\nIt.\n\n");
        optional(&mut text, "#### Query parameters", &self.query);
        always(&mut text, "#### Request body", &self.input);
        let own = format!("|**Item**|\n|:--|\n|[{name}]({})|\n\n|**Status**|\n|:--|\n|200|", file_name(name));
        optional(&mut text, "#### Response body", if self.output.is_empty() { &own } else { &self.output });
        always(&mut text, "#### Synchronous errors", &self.errors);
        text.extend([&self.samples, "\n"]);
        optional(&mut text, "### Asynchronous reason codes", &self.reasons);
        text.push_str(&self.rest);
        SourceFile::new(file_name(name), text)
    }

    pub(crate) fn alone(&self) -> Input {
        Input::pages([self.named("widget")])
    }
}

/// The page of an enumeration.
pub(crate) fn enumeration(name: &str, members: &str) -> SourceFile {
    SourceFile::new(
        file_name(name),
        format!("---\ntitle: {name}\n---\n# {name}\n\nIt.\n\n## Members\n\n{members}\n"),
    )
}

fn file_name(name: &str) -> String {
    format!("{name}_ref.md")
}

/// A page saved as text.
pub(crate) fn rendition(sections: &str) -> Input {
    let text = format!("widget\n\nIt.\n\n{sections}\n\nOperations\n\nGET\n\nResponse body\n\nNone\n");
    Input::pages([SourceFile::new(file_name("widget"), text)])
}

/// A word for a number, in letters, so that it is a part of a name anywhere.
pub(crate) fn word(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}

/// Signs for a number, of which no identifier keeps any.
pub(crate) fn signs(number: usize) -> String {
    (0..16).map(|bit| if number >> bit & 1 == 1 { '-' } else { '_' }).collect()
}

/// So many parts, one after the other.
pub(crate) fn each(n: usize, part: impl Fn(usize) -> String) -> String {
    (0..n).map(part).collect()
}

/// A table with so many rows.
pub(crate) fn table(columns: &str, n: usize, row: impl Fn(usize) -> String) -> String {
    let rule = ":--|".repeat(columns.split('|').count());
    format!("|{columns}|\n|{rule}\n{}", each(n, |at| format!("|{}|\n", row(at))))
}

/// The heading rows of tables.
pub(crate) mod columns {
    pub(crate) const ORIGINAL: &str = "**Name**|**Description**";
    pub(crate) const EXPLICIT: &str = "**Name**|**Type**|**Description**";
    pub(crate) const FIELDS: &str = "**Name**|**Description**|**Required?**";
    pub(crate) const LINKS: &str = "**Link**|**Leads to**|**Cardinality**|**Description**";
    pub(crate) const EMBEDDED: &str = "**Embedded resource**|**Holds**|**Cardinality**|**Description**";
    pub(crate) const SCOPES: &str = "**Scope**|**Permission**|**Description**";
    pub(crate) const EVENTS: &str = "**Resource**|**Priority**|**Sender**|**Reason**";
    pub(crate) const ERRORS: &str = "**Error**|**Code**|**Subcode**|**Description**";
    pub(crate) const REASONS: &str = "**Subcode**|**Reason**";
}
