//! The groups of the index page: which group lists which page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::boilerplate::is_boilerplate;
use super::form::{Form, Forms};
use super::name::invisible;
use super::rows::visible;
use super::{fences, front_matter};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::extract::{Block, Document, Hyperlink, Text};
use crate::source::{SourceFile, Span, reference_name};
use crate::vocabulary::GROUPS;

/// The groups, by the names of the pages they list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    by_page: BTreeMap<String, Listed>,
    /// Every link of every entry, with the place of the entry.
    entries: Vec<(Hyperlink, Span)>,
    /// The pages that they lead to, in lower case.
    listed: BTreeSet<String>,
    /// The pages that one list has in two groups: the finding of each, and how many lists have it so.
    twice: BTreeMap<String, (Diagnostic, usize)>,
    /// The folders with a list in the form of `docs/page-format.md`, which lists every page beside it.
    listed_folders: BTreeSet<PathBuf>,
}

/// The group that lists a page, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Listed {
    group: String,
    span: Span,
}

impl Groups {
    /// The group that lists the page.
    #[must_use]
    pub fn of(&self, page: &str) -> Option<&str> {
        self.by_page.get(&page.to_lowercase()).map(|listed| listed.group.as_str())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_page.is_empty()
    }

    /// Whether the list beside a page of the explicit form ought to have it, and none has, not even outside of a group.
    pub(crate) fn miss(&self, page: &str, source: &SourceFile) -> bool {
        source.path().parent().is_some_and(|folder| self.listed_folders.contains(folder))
            && !self.listed.contains(&page.to_lowercase())
    }

    /// Whether the lists have no entry at all.
    pub(crate) fn list_nothing(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes in the groups of another index page; a page that is listed already stays where it is. That it is in another
    /// group there is a finding.
    #[must_use]
    pub fn extend(&mut self, other: Self) -> Vec<Diagnostic> {
        self.entries.extend(other.entries);
        self.listed.extend(other.listed);
        self.listed_folders.extend(other.listed_folders);
        for (page, (found, count)) in other.twice {
            self.twice.entry(page).or_insert((found, 0)).1 += count;
        }
        other.by_page.into_iter().filter_map(|(page, listed)| self.add(page, listed)).collect()
    }

    fn add(&mut self, page: String, listed: Listed) -> Option<Diagnostic> {
        let Some(first) = self.by_page.get(&page) else {
            self.by_page.insert(page, listed);
            return None;
        };
        (first.group != listed.group).then(|| {
            let message =
                format!("`{page}` is listed in the group `{}`, and in `{}`", first.group, listed.group);
            Diagnostic::new(Code::RowsDiffer, listed.span, message)
                .related(first.span.clone(), "this one counts")
        })
    }

    /// The pages that one list has in two groups. It can be meant if several lists agree on it: those of the public
    /// documentation have `group` twice.
    pub(crate) fn twice(&self) -> impl Iterator<Item = Diagnostic> {
        self.twice.values().map(|(found, count)| {
            let severity = if *count > 1 { Severity::Note } else { found.severity };
            found.clone().with_severity(severity)
        })
    }

    /// The entries whose link leads to no page, or to another one than its words name. `names` is how the pages are called,
    /// in lower case.
    pub(crate) fn strangers(&self, names: &BTreeSet<String>) -> Vec<Diagnostic> {
        let found = self.entries.iter().filter_map(|(link, span)| {
            let (words, page) = (link.text.trim(), link.page());
            let is_reference = reference_name(link.file()).is_some();
            let (code, message) = if is_reference && !names.contains(&page.to_lowercase()) {
                (Code::DanglingPage, format!("there is no page `{page}`"))
            } else if !words.eq_ignore_ascii_case(page)
                && (is_reference || names.contains(&words.to_lowercase()))
            {
                (Code::LinkTextDiffers, format!("the entry is called `{words}`, and leads to `{page}`"))
            } else {
                return None;
            };
            let found = Diagnostic::new(code, span.clone(), message).with_severity(Severity::Warning);
            Some(found.help("the page that it was to list is in no group, or in another one"))
        });
        found.collect()
    }
}

/// Reads the groups: each heading below the title is one, and lists the pages that its items link to. What could put a page
/// in no group or in another one is a finding: an entry that links to no page, a heading that is not of the second level, that
/// nearly is that of a group of the API, or that is missing.
#[must_use]
pub fn groups(document: &Document) -> (Groups, Vec<Diagnostic>) {
    let is_explicit = Forms::new(&document.front_matter).page() == Form::Explicit;
    let folder = document.source.path().parent().filter(|_| is_explicit);
    let groups =
        Groups { listed_folders: folder.map(Path::to_owned).into_iter().collect(), ..Groups::default() };
    let mut reader =
        Reader { groups, found: Vec::new(), group: None, headings: BTreeMap::new(), last: None, is_explicit };
    let mut has_title = false;
    for block in &document.blocks {
        match block {
            Block::Heading { level: 1, .. } if !has_title => has_title = true,
            Block::Heading { level, text } => reader.heading(*level, text),
            Block::Item(text) => reader.entry(text, true),
            Block::Paragraph(text) => reader.entry(text, false),
            Block::Table(table) => {
                reader.note(Code::Unread, &table.span, "a table stands on a page of lists");
            }
            Block::Code { .. } => {}
        }
    }
    reader.anchors(document);
    reader.found.extend(fences::lost(document, Form::Original));
    (reader.groups, reader.found)
}

struct Reader {
    groups: Groups,
    found: Vec<Diagnostic>,
    /// The group whose list is read; `None` before the first.
    group: Option<String>,
    headings: BTreeMap<String, Span>,
    /// The entry before, if no heading stands in between.
    last: Option<Span>,
    is_explicit: bool,
}

impl Reader {
    fn note(&mut self, code: Code, span: &Span, message: impl Into<String>) {
        self.found.push(Diagnostic::new(code, span.clone(), message));
    }

    fn heading(&mut self, level: usize, text: &Text) {
        let (name, span) = (text.plain.as_str(), &text.span);
        self.last = None;
        if name.is_empty() {
            return self.note(Code::ListDamaged, span, "a group has no name");
        }
        // With the dashes below it a line of front matter is a heading, if nothing opens the front matter.
        if front_matter::is_line(name) {
            let message =
                format!("`{name}` is a line of front matter that is not opened by `---` in the first line");
            self.note(Code::FrontMatter, span, message);
        }
        if level != 2 {
            let message = format!("the group `{name}` stands on level {level}; it was read as if on level 2");
            self.note(Code::ListDamaged, span, message);
        }
        if let Some(c) = invisible(name) {
            let message = format!(
                "the group `{}` has the invisible character U+{:04X} in its name",
                visible(name),
                u32::from(c)
            );
            self.note(Code::NameInvisible, span, message);
        }
        if let Some(known) = nearly_known(name) {
            let message = format!("the group `{name}` is nearly the group `{known}`");
            self.note(Code::NearlyAName, span, message);
        }
        if let Some(first) = self.headings.insert(name.to_owned(), span.clone()) {
            let found = Diagnostic::new(
                Code::SectionTwice,
                span.clone(),
                format!("the group `{name}` has a second list"),
            );
            self.found.push(found.related(first, "the first stands here"));
        }
        self.group = Some(name.to_owned());
    }

    fn entry(&mut self, text: &Text, is_item: bool) {
        let is_entry = is_item || self.group.is_some();
        // Of a list in HTML nothing may be left, not even words.
        let is_html = text.is_empty() && text.span.text().contains("href");
        if is_entry && text.links.is_empty() && (is_html || !text.is_empty() && !is_boilerplate(&text.plain))
        {
            let words =
                if is_html { text.span.text().lines().next().unwrap_or_default() } else { &text.plain };
            self.note(Code::Unread, &text.span, format!("`{words}` links to no page"));
        }
        if !is_entry {
            return;
        }
        if let Some(words) =
            beside(text).filter(|words| self.is_explicit || !words.contains(char::is_alphanumeric))
        {
            self.note(Code::Unread, &text.span, format!("`{words}` stands beside the link of an entry"));
        }
        if let Some(last) = self.last.replace(text.span.clone())
            && self.is_explicit
            && text.span.lines().start() - last.lines().end() > 1
        {
            let message = format!("the list {} is in two parts: is a heading missing?", self.place());
            self.note(Code::ListDamaged, &text.span, message);
        }
        for link in &text.links {
            self.groups.entries.push((link.clone(), text.span.clone()));
            self.groups.listed.insert(link.page().to_lowercase());
            let Some(group) = &self.group else { continue };
            let listed = Listed { group: group.clone(), span: text.span.clone() };
            let page = link.page().to_lowercase();
            if let Some(again) = self.groups.add(page.clone(), listed) {
                self.groups.twice.entry(page).or_insert((again, 1));
            }
        }
    }

    fn place(&self) -> String {
        self.group.as_ref().map_or_else(|| "before the first group".to_owned(), |it| format!("of `{it}`"))
    }

    /// In the original form an anchor stands below the heading of each group. One that stands below an entry has lost it.
    fn anchors(&mut self, document: &Document) {
        for anchor in document.markup.iter().filter(|span| span.text().trim().starts_with("<a ")) {
            let at = *anchor.lines().start();
            let above = document.blocks.partition_point(|block| *block.span().lines().start() < at);
            if let Some(Block::Item(_)) = above.checked_sub(1).and_then(|at| document.blocks.get(at)) {
                let message = "an anchor of a group stands in a list: is a heading missing?";
                self.note(Code::ListDamaged, anchor, message);
            }
        }
    }
}

/// What stands in an entry beside its links.
fn beside(text: &Text) -> Option<String> {
    let mut rest = text.plain.clone();
    for link in text.links.iter().filter(|link| !link.text.is_empty()) {
        rest = rest.replacen(&link.text, " ", 1);
    }
    let words = rest.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.links.is_empty() && !words.is_empty()).then_some(words)
}

/// The group of the API that a name, which is none, is nearly: in another case, one mistake apart, among other words, or with
/// letters of another script in the place of its own.
fn nearly_known(name: &str) -> Option<&'static str> {
    if GROUPS.contains(&name) {
        return None;
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    GROUPS.iter().copied().find(|known| {
        let known = known.to_lowercase();
        let is_near = |word: &&str| known.len() > 3 && strsim::osa_distance(word, &known) == 1;
        words.iter().any(|word| *word == known || is_near(word) || is_lookalike(word, &known))
            || is_near(&lower.as_str())
    })
}

/// Whether a word is another one, but for letters outside of ASCII.
fn is_lookalike(word: &str, known: &str) -> bool {
    !word.is_ascii()
        && word.chars().count() == known.chars().count()
        && word.chars().zip(known.chars()).all(|(a, b)| !a.is_ascii() || a == b)
        && word.chars().any(|c| c.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::{Groups, groups};
    use crate::diagnostic::{Code, Diagnostic, Severity};
    use crate::extract::document;
    use crate::source::SourceFile;

    fn read(path: &str, lists: &[(&str, &[&str])]) -> (Groups, Vec<String>) {
        let entry = |page: &&str| format!("- [{page}]({page}_ref.md)\n");
        let list = |(group, pages): &(&str, &[&str])| {
            format!("## {group}\n\n{}\n", pages.iter().map(entry).collect::<String>())
        };
        let text = format!("# Resources\n\n{}", lists.iter().map(list).collect::<String>());
        let (groups, found) = groups(&document(&SourceFile::new(path, text)).0);
        (groups, found.into_iter().map(|found| found.message).collect())
    }

    #[test]
    fn each_index_counts_and_the_first_of_two_groups() {
        let (mut groups, found) =
            read("a/UCWAResources.md", &[("Lamps", &["lamp", "bulb"]), ("Doors", &["door"])]);
        assert_eq!(found, [""; 0]);
        let (others, _) =
            read("b/UCWAResources.md", &[("Doors", &["door", "lock", "bulb"]), ("Rooms", &["hall"])]);
        let found = groups.extend(others);
        let shown = |page| groups.of(page).unwrap_or("no group");
        let pages = ["lamp", "bulb", "door", "lock", "hall", "roof"];
        assert_eq!(pages.map(shown), ["Lamps", "Lamps", "Doors", "Doors", "Rooms", "no group"]);
        let [found] = &found[..] else { panic!("one page is in two groups: {found:?}") };
        assert_eq!(found.message, "`bulb` is listed in the group `Lamps`, and in `Doors`");
        assert_eq!(found.path().and_then(|path| path.to_str()), Some("b/UCWAResources.md"));
    }

    #[test]
    fn front_matter_that_nothing_opens_is_no_group() {
        let of = |text: &str| {
            let (_, found) = groups(&document(&SourceFile::new("UCWAResources.md", text)).0);
            found.into_iter().filter(|found| found.code == Code::FrontMatter).count()
        };
        assert_eq!(of("title: Lamps\n---\n# Lamps\n\n## All\n\n- [lamp](lamp_ref.md)\n"), 1);
        assert_eq!(of("---\ntitle: Lamps\n---\n# Lamps\n\n## All: of them\n\n- [lamp](lamp_ref.md)\n"), 0);
    }

    #[test]
    fn one_index_lists_a_page_once() {
        let list = || read("UCWAResources.md", &[("Lamps", &["lamp", "lamp"]), ("Doors", &["lamp"])]).0;
        let mut groups = list();
        let found =
            |groups: &Groups| groups.twice().map(|found| (found.message, found.severity)).collect::<Vec<_>>();
        let message = "`lamp` is listed in the group `Lamps`, and in `Doors`".to_owned();
        assert_eq!(groups.of("lamp"), Some("Lamps"));
        assert_eq!(found(&groups), [(message.clone(), Severity::Warning)]);
        assert_eq!(groups.extend(list()), []);
        assert_eq!(found(&groups), [(message, Severity::Note)], "a second list has it so");
    }

    /// What is found in a list, by the codes, and the groups of `a`, `b` and `c`.
    #[test]
    fn damage_that_changes_groups_is_found() {
        const EXPLICIT: &str = "---\ntitle: UCWA resources\n---\n";
        let entries = ["- [a](a_ref.md)", "- [b](b_ref.md)", "- [c](c_ref.md)"];
        #[rustfmt::skip]
        let cases: [(&str, &str, &[&str], [&str; 3]); 28] = [
            ("two groups", "## A\n\na\nb\n\n## B\n\nc", &[], ["A", "A", "B"]),
            ("none before the first", "a\n\n## A\n\nb\n\n## B\n\nc", &[], ["", "A", "B"]),
            ("a heading is gone", "## A\n\na\nb\n\n\nc", &["UG087"], ["A", "A", "A"]),
            ("on another level", "## A\n\na\nb\n\n### B\n\nc", &["UG087"], ["A", "A", "B"]),
            ("as a title", "## A\n\na\nb\n\n# B\n\nc", &["UG087"], ["A", "A", "B"]),
            ("without its words", "## A\n\na\nb\n\n##\n\nc", &["UG087"], ["A", "A", "A"]),
            ("a second list", "## A\n\na\nb\n\n## A\n\nc", &["UG055"], ["A", "A", "A"]),
            ("with an anchor", "## A {#x}\n\na\nb\n\n## B\n\nc", &[], ["A", "A", "B"]),
            ("a known group", "## Me\n\na\nb\nc", &[], ["Me", "Me", "Me"]),
            ("in another case", "## ME\n\na\nb\nc", &["UG084"], ["ME", "ME", "ME"]),
            ("with other words", "## Me resources\n\na\nb\nc", &["UG084"], ["Me resources"; 3]),
            ("misspelt", "## Poeple\n\na\nb\nc", &["UG084"], ["Poeple"; 3]),
            ("with a number", "## 1. People\n\na\nb\nc", &["UG084"], ["1. People"; 3]),
            ("with a picture", "## \u{1f465} People\n\na\nb\nc", &["UG084"], ["\u{1f465} People"; 3]),
            ("with an article", "## The People\n\na\nb\nc", &["UG084"], ["The People"; 3]),
            ("with letters of another script", "## \u{420}\u{435}ople\n\na\nb\nc", &["UG084"], ["\u{420}\u{435}ople"; 3]),
            ("with a hyphen nobody sees", "## Lam\u{ad}ps\n\na\nb\nc", &["UG059"], ["Lam\u{ad}ps"; 3]),
            ("with blanks nobody sees", "## A\u{200b}\u{200b}\n\na\nb\nc", &["UG059"], ["A\u{200b}\u{200b}"; 3]),
            ("of other letters", "## T\u{fc}ren\n\na\nb\nc", &[], ["T\u{fc}ren"; 3]),
            ("of an own word", "## Peoples' homes\n\na\nb\nc", &["UG084"], ["Peoples' homes"; 3]),
            ("one of the own", "## Mean\n\na\nb\nc", &[], ["Mean"; 3]),
            ("a page in two groups", "## A\n\na\nb\n\n## B\n\na\nc", &["UG080"], ["A", "A", "B"]),
            ("in HTML", "## A\n\na\nb\n\n## B\n\n<ul>\n<li><a href=\"c_ref.md\">c</a></li>\n</ul>", &["UG051"], ["A", "A", ""]),
            ("struck out", "## A\n\na\n- ~~[b](b_ref.md)~~\nc", &["UG051"], ["A", "A", "A"]),
            ("with words", "## A\n\na\n- [b](b_ref.md), which is old\nc", &["UG051"], ["A", "A", "A"]),
            ("no page", "## A\n\na\n- [b](bb_ref.md)\nc", &["UG026"], ["A", "", "A"]),
            ("another page", "## A\n\na\n- [b](c_ref.md)\n\n## B\n\nc", &["UG080", "UG028"], ["A", "", "A"]),
            ("not a reference page", "## A\n\na\n- [b](b.md)\n- [more](more.md)\nc", &[], ["A", "A", "A"]),
        ];
        for (why, text, codes, expected) in cases {
            let lines = text.split('\n').map(|line| match line {
                "a" => entries[0],
                "b" => entries[1],
                "c" => entries[2],
                line => line,
            });
            let text = format!("{EXPLICIT}# Resources\n\n{}\n", lines.collect::<Vec<_>>().join("\n"));
            let (groups, found) = groups(&document(&SourceFile::new("UCWAResources.md", text)).0);
            let strangers = groups.strangers(&["a", "b", "c"].map(str::to_owned).into());
            let found: Vec<Diagnostic> = found.into_iter().chain(groups.twice()).chain(strangers).collect();
            let found = found.into_iter().filter(|it| it.severity > Severity::Note);
            let found: Vec<String> = found.map(|found| found.code.to_string()).collect();
            let of = ["a", "b", "c"].map(|page| groups.of(page).unwrap_or_default());
            assert_eq!((found, of), (codes.iter().map(|it| (*it).to_owned()).collect(), expected), "{why}");
        }
    }

    #[test]
    fn an_anchor_without_its_heading_is_found() {
        let with = |heading: &str| {
            let list = "- [a](a_ref.md)\n \n- [b](b_ref.md)\n\n";
            format!(
                "# Resources\n\n## A\n<a name=\"x\"> </a>\n\n{list}{heading}<a name=\"y\"> </a>\n\n{list}"
            )
        };
        for (heading, expected) in [("## B\n", 0), ("", 1)] {
            let (_, found) = groups(&document(&SourceFile::new("UCWAResources.md", with(heading))).0);
            assert_eq!(found.iter().filter(|it| it.code == Code::ListDamaged).count(), expected, "{found:?}");
        }
    }
}
