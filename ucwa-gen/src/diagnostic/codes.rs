//! The catalogue of diagnostic codes. A code is never given another meaning; a code that is no longer used is retired.

use std::fmt;

use serde::{Serialize, Serializer};

use super::severity::Severity::{self, Error, Note, Warning};

/// The properties of a code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Info {
    /// The stable text of the code (`UG012`).
    pub text: &'static str,
    /// The finding in a few words.
    pub title: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// What to do about it.
    pub help: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident, $title:literal, $help:literal;)*) => {
        /// A stable diagnostic code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The properties of the code.
            #[must_use]
            pub fn info(self) -> &'static Info {
                match self {
                    $(Code::$name => &Info { text: $text, title: $title, severity: $severity, help: $help },)*
                }
            }
        }
    };
}

codes! {
    // Sources
    NoPages = "UG001", Error, "no reference page was found",
        "name a folder that holds `*_ref.md` pages, or the pages themselves";
    Unreadable = "UG002", Error, "a file or folder could not be read",
        "check that it exists and may be read";
    NotUtf8 = "UG003", Error, "a file is not UTF-8",
        "save it as UTF-8";
    DuplicatePage = "UG004", Error, "two pages have one name",
        "rename or remove one of them; only the first in file order is read";
    LinkLoop = "UG005", Error, "a symbolic link leads back to a folder above it",
        "remove the link";
    Rendition = "UG006", Note, "a page that is not Markdown",
        "its headings, tables and samples were recognised by their words";
    FrontMatter = "UG007", Error, "a line of the front matter that is not understood",
        "docs/page-format.md has the keys and their values";
    FrontMatterKey = "UG008", Warning, "a key of the front matter that the reference does not have",
        "correct its spelling, or remove it: it has no effect";
    Comment = "UG009", Warning, "a comment that hides text",
        "delete what is not meant, and write the rest without the marks of a comment";
    // Structure
    NotAReference = "UG010", Error, "the page documents neither a resource nor an enumeration",
        "a resource page has an Operations, Properties or Links section, an enumeration page has a Members section";
    TitleDiffers = "UG011", Warning, "the title is not the page's name",
        "the name is taken from the file, as links are; correct the title, or rename the file";
    UnknownTable = "UG012", Error, "a table in an unknown form",
        "give it one of the headings the reference uses; its rows are not in the schema";
    MissingHeader = "UG013", Warning, "a table without its heading row",
        "the columns were taken from the section's usual table";
    CellCount = "UG014", Warning, "a row has fewer or more cells than the heading",
        "the cells were matched by what they hold";
    UnknownSection = "UG015", Warning, "a section that the reference does not have",
        "check the spelling of the heading";
    MisspelledSection = "UG016", Note, "a misspelled section heading",
        "it was read as the section meant";
    HeadingLevel = "UG017", Note, "a heading on an unusual level",
        "it was read as if it stood on its usual level";
    StrayFence = "UG018", Note, "a code fence that is closed but never opened",
        "it was ignored; read strictly it would swallow the rest of the page";
    RowNotUnderstood = "UG019", Error, "a table row that could not be understood",
        "its facts are not in the schema";
    BrokenLink = "UG020", Note, "a link without its closing parenthesis",
        "the target was read up to the end of the cell";
    Markup = "UG021", Note, "stray markup in a cell",
        "it was left out of the text";
    DuplicateRow = "UG022", Note, "a row that repeats another one",
        "the two are one entry of the schema";
    UnfencedSample = "UG023", Note, "a sample without a code fence",
        "put the sample between two lines of three backticks";
    MissingSection = "UG024", Warning, "a section that every page has is missing",
        "add it, with `None` where there is nothing to say";
    EmptyName = "UG025", Error, "a row without a name",
        "the first cell names the subject of the row";
    DanglingPage = "UG026", Warning, "a link leads to a page that does not exist",
        "correct the target, or add the page";
    TargetCase = "UG027", Note, "a link target is written in another case than the file",
        "the file was found all the same";
    LinkTextDiffers = "UG028", Note, "a link's words name one page, its target is another",
        "the words were taken";
    FlatRow = "UG029", Warning, "a row whose columns only blanks separate, and that cannot be told apart",
        "put a pipe between the columns";
    // Samples
    SampleRepaired = "UG030", Note, "a damaged sample was repaired",
        "the sample was read as if it had been written correctly";
    SampleUnreadable = "UG031", Warning, "a sample that is not what its media type says",
        "it was kept as text and gives no evidence";
    SampleOpaque = "UG032", Note, "a sample that is neither JSON nor XML",
        "it was kept as what it is";
    SampleMissing = "UG033", Note, "an operation without a sample",
        "properties that no sample shows are typed by other evidence";
    SampleMisplaced = "UG034", Warning, "a sample that does not belong under its heading",
        "its own text decided the format";
    SampleContradiction = "UG035", Warning, "a sample contradicts a table",
        "the stronger evidence was taken";
    // Damage
    Conflict = "UG036", Error, "the mark of a conflict between versions",
        "merge the two versions and remove the marks";
    Separator = "UG037", Warning, "a heading row without a line of dashes below it",
        "write a line such as `|:-----|:-----|` between the heading row and the first row";
    TableDamaged = "UG038", Warning, "a table that is not in one piece, or not in one form",
        "its rows were read; without the mend others read the page differently";
    TableElsewhere = "UG039", Warning, "a table in a section that has no such table",
        "its rows were read; put it under its own heading";
    // Resolving
    TypeAmbiguous = "UG040", Warning, "the evidence leaves the type open",
        "the property is a String; an override can decide";
    TypeConflict = "UG041", Warning, "the evidence for a type or a target contradicts itself",
        "the stronger evidence was taken; an override can decide";
    TypeUnknown = "UG042", Warning, "a type that is neither known nor an enumeration",
        "correct the row; an override can decide the type";
    NoEvidence = "UG043", Note, "nothing says what type a property has",
        "the property is a String";
    UndocumentedMember = "UG044", Note, "an enumeration member that the enumeration's page lacks",
        "it is in the schema, marked as observed";
    UndocumentedProperty = "UG045", Note, "a property that only a sample shows",
        "it is in the schema, marked as observed";
    UndocumentedLink = "UG046", Note, "a link or embedded resource that only a sample shows",
        "it is in the schema, marked as observed";
    UndocumentedCode = "UG047", Note, "an error code that the page ErrorCode lacks",
        "it is in the schema, marked as undocumented";
    UndocumentedSubcode = "UG048", Note, "an error subcode that the page ErrorSubcode lacks",
        "it is in the schema, marked as undocumented";
    TargetUnknown = "UG049", Warning, "no page documents what a link leads to",
        "the link leads to an unknown resource";
    NoGroup = "UG050", Note, "no group lists the page",
        "list it in UCWAResources";
    Unread = "UG051", Warning, "a line that is not read",
        "put it where the reference has such text, in a form that it has; the line is not in the schema";
    EventUnknown = "UG052", Warning, "an event that names an unknown type or resource",
        "it is in the schema as it is written";
    ScopeDiffers = "UG053", Warning, "a scope is described in two ways",
        "the description found first was taken";
    OutputUnknown = "UG054", Warning, "a response item that names no known resource",
        "the operation has no typed output";
    SectionTwice = "UG055", Warning, "a section that stands on the page twice",
        "put what is in both under one heading, or correct the heading";
    UnknownMethod = "UG057", Error, "a method that the API does not have",
        "the methods are GET, POST, PUT, DELETE and OPTIONS";
    SectionEmpty = "UG058", Warning, "a section with nothing in it",
        "write `None` where there is nothing to say";
    NameInvisible = "UG059", Error, "a name with characters that cannot be seen",
        "remove them: nobody can tell such a name from another one";
    // Overrides
    OverridesUnreadable = "UG060", Error, "the file of overrides is not TOML",
        "none of its entries counts until it is";
    OverrideEntry = "UG061", Error, "an override that cannot be understood",
        "it corrects nothing; docs/guide/overrides.md has the keys of each table";
    OverrideStale = "UG062", Error, "an override that no longer applies",
        "remove the entry, or correct its `of`";
    OverrideAgrees = "UG063", Error, "an override that the pages agree with",
        "remove it: nothing would be decided in another way";
    OverrideRepeated = "UG064", Error, "two overrides of one thing",
        "remove one of them";
    // Writing
    RewriteLoses = "UG070", Error, "a page would lose something by being written over",
        "mend the page, or write to another folder with `--out`";
    // Contradictions, and what hides them
    RowsDiffer = "UG080", Warning, "two rows about one thing that differ",
        "the first row counts; correct one of them, or remove it";
    MethodTwice = "UG081", Error, "a method that a page documents twice",
        "join the two; no code can be generated from both";
    RoleCircle = "UG082", Warning, "rels that carry each other's representation",
        "each of them is read as a resource of its own; correct `role_of`, or decide in an override";
    SampleUnlisted = "UG083", Warning, "a sample shows what no row lists",
        "in the explicit form the columns decide alone: add the row, or correct the sample";
    NearlyAName = "UG084", Warning, "a name that is nearly another one, and decides something",
        "correct the spelling; if both are right, an override can decide";
    StatusDiffers = "UG085", Warning, "an error code with another status than everywhere else",
        "correct the status; the schema has both";
    AttributeUnusual = "UG086", Warning, "an attribute of web links that most pages lack",
        "every page has the same table under `Web Link`: correct the row";
    ListDamaged = "UG087", Warning, "a list of pages that is damaged",
        "each group has one heading of the second level, and one list below it";
    PageCut = "UG088", Warning, "a page that ends in the middle",
        "compare it with a complete copy: what came behind is not in the schema";
    SharedRow = "UG089", Warning, "a row that is the same on every page, and differs on one",
        "the schema has what the other pages say: change all of them, or none";
    // Limits
    NotAFile = "UG090", Error, "something that is not a file stands where a page would be",
        "remove it, or give it another name";
    FileTooLarge = "UG091", Error, "a file is larger than the limit",
        "if it is a page, raise the limit: `--max-file-size`, or `files::Limits` in a program";
    InputTooLarge = "UG092", Error, "all pages together are larger than the limit",
        "if all of them are pages, raise the limit: `--max-total-size`, or `files::Limits` in a program";
    TooManyFiles = "UG093", Error, "there are more files and folders than the limit",
        "if all of them are wanted, raise the limit: `--max-files`, or `files::Limits` in a program";
    FoldersTooDeep = "UG094", Error, "folders are nested deeper than the limit",
        "name the folder that holds the pages";
    // Contradictions between pages
    FrontMatterDiffers = "UG095", Warning, "front matter that contradicts the page, or another one",
        "the front matter decides; correct it, or what contradicts it";
    AnswerDoubtful = "UG096", Warning, "an answer that cannot be, or is not said",
        "write a status of a success, and what a GET answers with; as a status `None` says that none is documented";
    NoText = "UG097", Warning, "a character that is no text",
        "remove it: it would stand in the schema and in the documentation of the generated code";
    NameUnusual = "UG098", Warning, "a name that is written as no other one is",
        "names are of the letters and digits of ASCII; correct it, or rename what it names";
    RowLost = "UG099", Error, "a line was read and is not in the schema",
        "this is a defect of ucwa-gen: please report it with the page";
    RelTwice = "UG100", Warning, "two pages document one revision of a rel",
        "`AnyResource` has the first by name alone: remove the other page, or correct its name";
    ListedByRole = "UG101", Note, "a role lists what its representation does not",
        "the two have one type, which the page of the representation decides in the explicit form: add the row there, or remove it from the role";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.info().text)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.info().text)
    }
}
