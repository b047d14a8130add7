//! Which of the two forms of `docs/page-format.md` the parts of a page are in.

use super::columns::Column;
use super::front_matter::KEYS;
use super::layout::Kind;
use crate::extract::FrontMatter;

/// One of the two forms of reference pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// That of the original documentation: samples show what the tables leave open.
    Original,
    /// That of our own pages: a column says each thing, and samples decide nothing.
    Explicit,
}

/// The forms of the parts of a page.
///
/// A table shows its form by its columns: a table of properties with a Type column is explicit, one without is original.
/// A part without such a table (its section is missing, or says `None`) has the form of the page: that of its other
/// tables, or else the explicit one if the front matter has a `title` and nothing that the explicit form does not know.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    properties: Option<Form>,
    links: Option<Form>,
    embedded: Option<Form>,
    events: Option<Form>,
    operations: Vec<Option<Form>>,
    page: Option<Form>,
    front_matter: bool,
}

impl Forms {
    pub(super) fn new(front_matter: &[FrontMatter]) -> Self {
        let has_title = front_matter.iter().any(|line| line.key == TITLE);
        let is_known = |line: &FrontMatter| line.key == TITLE || KEYS.contains(&line.key.as_str());
        Self { front_matter: has_title && front_matter.iter().all(is_known), ..Self::default() }
    }

    /// Whether the front matter is that of the explicit form.
    pub(super) fn has_front_matter(&self) -> bool {
        self.front_matter
    }

    /// Takes in a table. `operations` is how many operations the page has up to there.
    pub(super) fn add(&mut self, kind: Kind, columns: &[Column], operations: usize) {
        let Some(form) = form(kind, columns) else { return };
        self.operations.resize(self.operations.len().max(operations), None);
        let part = match kind {
            Kind::Properties => Some(&mut self.properties),
            Kind::Links => Some(&mut self.links),
            Kind::Embedded => Some(&mut self.embedded),
            Kind::Events => Some(&mut self.events),
            _ => self.operations.last_mut(),
        };
        for place in part.into_iter().chain([&mut self.page]) {
            // Where both forms meet, the original one leaves something open.
            if *place != Some(Form::Original) {
                *place = Some(form);
            }
        }
    }

    /// The form of the page as a whole.
    #[must_use]
    pub fn page(&self) -> Form {
        let by_front_matter = if self.front_matter { Form::Explicit } else { Form::Original };
        self.page.unwrap_or(by_front_matter)
    }

    /// The form of the properties.
    #[must_use]
    pub fn properties(&self) -> Form {
        self.properties.unwrap_or_else(|| self.page())
    }

    /// The form of the links.
    #[must_use]
    pub fn links(&self) -> Form {
        self.links.unwrap_or_else(|| self.page())
    }

    /// The form of the embedded resources.
    #[must_use]
    pub fn embedded(&self) -> Form {
        self.embedded.unwrap_or_else(|| self.page())
    }

    /// The form of the events.
    #[must_use]
    pub fn events(&self) -> Form {
        self.events.unwrap_or_else(|| self.page())
    }

    /// The form of an operation, by its position on the page.
    #[must_use]
    pub fn operation(&self, at: usize) -> Form {
        self.operations.get(at).copied().flatten().unwrap_or_else(|| self.page())
    }
}

/// The key of the page's name, which every page of the explicit form has.
pub(super) const TITLE: &str = "title";

/// The form that the columns of a table show; `None` for a table that is the same in both.
pub(super) fn form(kind: Kind, columns: &[Column]) -> Option<Form> {
    let has = |column| columns.contains(&column);
    let is_explicit = match kind {
        Kind::Properties | Kind::Query | Kind::Input | Kind::Output => has(Column::Type),
        Kind::Links | Kind::Embedded => has(Column::Target) || has(Column::Cardinality),
        Kind::Events => has(Column::In),
        Kind::Items => !has(Column::Description),
        Kind::Element | Kind::Statuses | Kind::MediaTypes => true,
        Kind::WebLink | Kind::Members | Kind::Scopes | Kind::Errors | Kind::Reasons => return None,
    };
    Some(if is_explicit { Form::Explicit } else { Form::Original })
}

/// The first column that a table must have in a form, and this one lacks.
pub(super) fn missing(kind: Kind, form: Form, columns: &[Column]) -> Option<Column> {
    let is_optional = |column| match (kind, form, column) {
        // Nothing else is in those tables of the explicit form, and its properties are required, and its events have
        // their resources with them, where a column says so.
        (Kind::Items | Kind::Element | Kind::Statuses | Kind::MediaTypes, Form::Explicit, _) => {
            column == Column::Description
        }
        (Kind::Properties, _, Column::Required) | (Kind::Events, _, Column::WithResource) => true,
        (_, Form::Explicit, _) => false,
        // The original form leaves open what samples show.
        (_, Form::Original, _) => {
            matches!(column, Column::Type | Column::Target | Column::Cardinality | Column::In)
        }
    };
    kind.columns().iter().copied().find(|column| !columns.contains(column) && !is_optional(*column))
}

#[cfg(test)]
mod tests {
    use super::super::columns::Column;
    use super::super::layout::Kind;
    use super::Form::{self, Explicit, Original};
    use crate::extract;
    use crate::source::SourceFile;

    /// The forms of a page's properties, links and operation.
    fn forms(text: &str) -> [Form; 3] {
        let text = text.replace('/', "\n");
        let (document, _) = extract::document(&SourceFile::new("lamp_ref.md", text));
        let (facts, _) = super::super::facts(&document);
        [facts.forms.properties(), facts.forms.links(), facts.forms.operation(0)]
    }

    #[test]
    fn each_table_shows_its_form() {
        pub(super) const TITLE: &str = "---/title: lamp/---/# lamp//";
        const TYPED: &str = "### Properties//|Name|Type|Description|/|:--|:--|:--|/|on|Boolean||//";
        const UNTYPED: &str = "### Properties//|Name|Description|/|:--|:--|/|on||//";
        const LINKS: &str =
            "### Links//|Link|Leads to|Cardinality|Description|/|:--|:--|:--|:--|/|self|unknown|one||//";
        const NO_LINKS: &str = "### Links//None//";
        const GET: &str = "## Operations//### GET//";
        const STATUS: &str = "#### Response body//|Status|/|:--|/|200|//";
        const ITEM: &str = "#### Response body//|Item|Description|/|:--|:--|/|lamp||//";
        // A page in parts, and the forms of its properties, links and operation.
        #[rustfmt::skip]
        let cases: [(&str, &[&str], [Form; 3]); 11] = [
            ("all tables are explicit", &[TITLE, TYPED, LINKS, GET, STATUS], [Explicit, Explicit, Explicit]),
            ("without front matter, too", &["# lamp//", TYPED, LINKS, GET], [Explicit, Explicit, Explicit]),
            ("all tables are original", &["# lamp//", UNTYPED, GET, ITEM], [Original, Original, Original]),
            ("a page may mix them", &["# lamp//", UNTYPED, LINKS, GET], [Original, Explicit, Original]),
            ("each operation for itself", &["# lamp//", UNTYPED, GET, STATUS], [Original, Original, Explicit]),
            ("`None` is as the others are", &[TITLE, TYPED, NO_LINKS, GET], [Explicit, Explicit, Explicit]),
            ("so in the original form", &[TITLE, UNTYPED, NO_LINKS, GET], [Original, Original, Original]),
            ("a title alone", &[TITLE, NO_LINKS, GET], [Explicit, Explicit, Explicit]),
            ("no front matter and no table", &["# lamp//", NO_LINKS, GET], [Original, Original, Original]),
            ("front matter of somebody else", &["---/title: lamp/description: A lamp./---/# lamp//", NO_LINKS, GET], [Original, Original, Original]),
            ("a role", &["---/title: lamp/role_of: bulb/---/# lamp//", NO_LINKS, GET], [Explicit, Explicit, Explicit]),
        ];
        for (why, parts, expected) in cases {
            assert_eq!(forms(&parts.concat()), expected, "{why}");
        }
    }

    /// A kind of table, its columns, and the one that it lacks: in the original form, in the explicit form.
    #[test]
    fn a_table_has_the_columns_of_its_form() {
        use Column::{
            Cardinality, Description, Error, In, Item, Link, Name, Priority, Reason, Required, Resource,
            Sender, Status, Subcode, Target, Type,
        };
        type Case<'a> = (Kind, &'a [Column], Option<Column>, Option<Column>);
        #[rustfmt::skip]
        let cases: [Case<'_>; 14] = [
            (Kind::Properties, &[Name, Description], None, Some(Type)),
            (Kind::Properties, &[Name, Type, Description], None, None),
            (Kind::Properties, &[Name, Type, Required, Description], None, None),
            (Kind::Properties, &[Name, Type], Some(Description), Some(Description)),
            (Kind::Input, &[Name, Description, Required], None, Some(Type)),
            (Kind::Input, &[Name, Type, Description], Some(Required), Some(Required)),
            (Kind::Links, &[Link, Description], None, Some(Target)),
            (Kind::Embedded, &[Column::Embedded, Target, Description], None, Some(Cardinality)),
            (Kind::Errors, &[Error, Status, Description], Some(Subcode), Some(Subcode)),
            (Kind::Events, &[Resource, Priority, Sender, Reason], None, Some(In)),
            (Kind::Events, &[Resource, Sender, In, Reason], Some(Priority), Some(Priority)),
            (Kind::Items, &[Item], Some(Description), None),
            (Kind::Statuses, &[Status], Some(Description), None),
            (Kind::Members, &[Name], Some(Description), Some(Description)),
        ];
        for (kind, columns, original, explicit) in cases {
            let missing = [Original, Explicit].map(|form| super::missing(kind, form, columns));
            assert_eq!(missing, [original, explicit], "{kind:?} {columns:?}");
        }
    }
}
