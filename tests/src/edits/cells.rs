//! Edits of one cell whose column has a grammar. What comes out is outside of it: a value that the column allows, and
//! a name that something has, would make a well-formed page of another meaning.

use std::ops::Range;

use super::characters::is_prose;
use super::page::{Cell, Page, choose};
use super::typo::misspell;
use crate::random::Random;

/// Neither `one` nor `many`, nor anything that can only mean the other of the two.
pub(super) fn cardinality(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell =
        page.cell(random, |_, column, text| column == "cardinality" && ["one", "many"].contains(&text))?;
    let by = match random.below(4) {
        0 | 1 => misspell(random, cell.text(), |text| ["one", "many"].contains(&text))?,
        2 => random.pick(&["", "one or many", "one, many", "-", "?"]).to_owned(),
        _ if cell.text() == "one" => random.pick(&["1", "singular", "0..1", "One of them"]).to_owned(),
        _ => random.pick(&["n", "*", "0..*", "many of them", "several"]).to_owned(),
    };
    Some(page.with_cell(&cell, &by))
}

/// Neither `Yes` nor `No`, nor anything that can only mean the other of the two.
pub(super) fn required(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell =
        page.cell(random, |_, column, text| column.starts_with("required") && ["Yes", "No"].contains(&text))?;
    let by = match random.below(4) {
        0 | 1 => misspell(random, cell.text(), |text| ["yes", "no"].contains(&text.to_lowercase().as_str()))?,
        2 => random.pick(&["", "Yes/No", "maybe", "?"]).to_owned(),
        _ if cell.text() == "Yes" => random.pick(&["Y", "yess", "x", "true", "required"]).to_owned(),
        _ => random.pick(&["N", "n/a", "-", "false", "optional"]).to_owned(),
    };
    Some(page.with_cell(&cell, &by))
}

/// No number of three digits that can be a status, and not `None`.
pub(super) fn status(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let is_number = |text: &str| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    let cell = page.cell(random, |_, column, text| matches!(column, "code" | "status") && is_number(text))?;
    let text = cell.text();
    let by = match random.below(9) {
        0 if text.contains('0') => text.replacen('0', "O", 1),
        1 => text.replacen(&text[1..2], "l", 1),
        2 => format!("{text} OK"),
        3 => text[..2].to_owned(),
        4 => format!("{text}{}", &text[2..]),
        5 => format!("HTTP {text}"),
        6 => format!("{}xx", &text[..1]),
        7 => format!("-{text}"),
        _ => String::new(),
    };
    Some(page.with_cell(&cell, &by))
}

/// Neither `High`, `Medium` nor `Low`.
pub(super) fn priority(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| column == "priority" && !text.is_empty())?;
    let is_known = |text: &str| ["high", "medium", "low"].contains(&text.to_lowercase().as_str());
    let by = if random.once_in(3) {
        random.pick(&["", "1", "Normal", "highest", "High/Low"]).to_owned()
    } else {
        misspell(random, cell.text(), is_known)?
    };
    Some(page.with_cell(&cell, &by))
}

/// A rel that nothing has, in the place of the sender of an event.
pub(super) fn sender(page: &Page<'_>, random: &mut Random) -> Option<String> {
    name_in(page, random, "sender")
}

/// A rel that nothing has, in the place of the resource in which an event happens.
pub(super) fn in_cell(page: &Page<'_>, random: &mut Random) -> Option<String> {
    name_in(page, random, "in")
}

/// A rel that nothing has, in the place of the resource that an event is about.
pub(super) fn event_resource(page: &Page<'_>, random: &mut Random) -> Option<String> {
    name_in(page, random, "resource")
}

/// One word of a cell of names misspelt so that it names nothing. Words of a link are `link_words`' matter; a marked name is
/// known from elsewhere, and may be on no page.
fn name_in(page: &Page<'_>, random: &mut Random, of: &str) -> Option<String> {
    let cell =
        page.cell(random, |_, column, text| column == of && !text.is_empty() && !text.contains(['[', '*']))?;
    let by = misspell(random, cell.text(), |text| {
        text.split(", ").all(|name| page.names.contains(&name.to_lowercase()))
    })?;
    Some(page.with_cell(&cell, &by))
}

/// The file of a link is that of no page.
pub(super) fn link_file(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (cell, link) = link(page, random, |_, _| true)?;
    let name = link.file.strip_suffix("_ref.md").or(link.file.strip_suffix("_Ref.md"))?;
    let other = misspell(random, name, |name| is_name(page, name))?;
    Some(page.with_cell(&cell, &link.with(&cell, link.words, &format!("{other}_ref.md"))))
}

/// The words of a link in a column that says where something leads are those of no page. In prose they are prose.
pub(super) fn link_words(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (cell, link) = link(page, random, |column, _| !is_prose(column))?;
    let other = misspell(random, link.words, |name| is_name(page, name))?;
    Some(page.with_cell(&cell, &link.with(&cell, &other, link.file)))
}

/// The words of a link in such a column name one page, its file another one.
pub(super) fn link_contradicts_itself(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (cell, link) = link(page, random, |column, _| !is_prose(column))?;
    let (_, other) = self::link(page, random, |_, _| true)?;
    let other = other.file.strip_suffix("_ref.md")?.to_owned();
    let alike = |a: &str, b: &str| a.to_lowercase().contains(&b.to_lowercase());
    let differs = !alike(&other, link.words) && !alike(link.words, &other) && !alike(link.file, &other);
    (differs && is_name(page, &other)).then_some(())?;
    Some(page.with_cell(&cell, &link.with(&cell, link.words, &format!("{other}_ref.md"))))
}

/// A link in such a column without a bracket or parenthesis, or with a blank within.
pub(super) fn link_broken(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let (cell, link) = link(page, random, |column, _| !is_prose(column))?;
    let (words, file) = (link.words, link.file);
    let by = match random.below(5) {
        0 => format!("{words}]({file})"),
        1 => format!("[{words}({file})"),
        2 => format!("[{words}] ({file})"),
        3 => format!("[{words}]({file}"),
        _ => format!("[{words}]"),
    };
    let text = cell.text();
    Some(page.with_cell(&cell, &format!("{}{by}{}", &text[..link.place.start], &text[link.place.end..])))
}

/// The target of a link or an embedded resource is a word that is neither a link nor `unknown`.
pub(super) fn target_of_words(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, _| matches!(column, "leads to" | "holds"))?;
    let by = random.pick(&["", "unkown", "none", "see below", "?"]);
    Some(page.with_cell(&cell, by))
}

fn is_name(page: &Page<'_>, name: &str) -> bool {
    page.names.contains(&name.to_lowercase())
}

/// A link to a reference page within a cell.
struct Link<'a> {
    place: Range<usize>,
    words: &'a str,
    file: &'a str,
}

impl Link<'_> {
    fn with(&self, cell: &Cell<'_>, words: &str, file: &str) -> String {
        let text = cell.text();
        format!("{}[{words}]({file}){}", &text[..self.place.start], &text[self.place.end..])
    }
}

fn link<'a>(
    page: &Page<'a>,
    random: &mut Random,
    accepts: impl Fn(&str, &str) -> bool,
) -> Option<(Cell<'a>, Link<'a>)> {
    let cell = page.cell(random, |_, column, text| text.contains("_ref.md)") && accepts(column, text))?;
    let row = page.lines[cell.line];
    let start = row.find(cell.text())?;
    let text = &row[start..start + cell.text().len()];
    let found: Vec<Link<'a>> = text
        .match_indices('[')
        .filter_map(|(at, _)| {
            let (words, rest) = text[at + 1..].split_once("](")?;
            let (file, _) = rest.split_once(')')?;
            let ok = !words.contains(['[', ']']) && file.ends_with("_ref.md");
            ok.then(|| Link { place: at..at + 1 + words.len() + 2 + file.len() + 1, words, file })
        })
        .collect();
    let at = random.below(found.len());
    Some((cell, found.into_iter().nth(at)?))
}

/// The words of types.
const TYPE_WORDS: &[&str] = &[
    "Nullable",
    "Array of",
    "String",
    "Boolean",
    "Int32",
    "DateTime",
    "TimeSpan",
    "Uri",
    "ExternalResource",
    "Byte",
    "Object",
];

/// The types that are not enumerations.
pub const SCALARS: &[&str] = TYPE_WORDS.split_at(2).1;

/// A word of a type misspelt: in a column of types, or in original pages at the end of a description in a table of
/// fields, where it is no prose.
pub(super) fn type_word(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| match column {
        "type" => TYPE_WORDS.iter().any(|word| text.contains(word)),
        "description" => {
            table.columns.iter().any(|column| column.starts_with("required"))
                && !table.columns.iter().any(|column| column == "type")
                && TYPE_WORDS.iter().any(|word| text.ends_with(word))
        }
        _ => false,
    })?;
    let text = cell.text();
    let places: Vec<Range<usize>> = if cell.column == "type" {
        TYPE_WORDS.iter().filter_map(|word| text.find(word).map(|at| at..at + word.len())).collect()
    } else {
        TYPE_WORDS
            .iter()
            .filter(|word| text.ends_with(**word))
            .map(|word| text.len() - word.len()..text.len())
            .collect()
    };
    let place = choose(random, &places)?.clone();
    let other = misspell(random, &text[place.clone()], |other| TYPE_WORDS.contains(&other))?;
    Some(page.with_cell(&cell, &format!("{}{other}{}", &text[..place.start], &text[place.end..])))
}

/// A cell of a column of types that is empty, or is not in its grammar.
pub(super) fn type_shape(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, _| column == "type")?;
    let text = cell.text();
    let by = match random.below(7) {
        0 => String::new(),
        1 => format!("{text}?"),
        2 => format!("{text}[]"),
        3 => format!("List of {text}"),
        4 => format!("{text} (at most 5O characters)"),
        5 => format!("{text} (atmost 50 characters)"),
        _ => format!("{text} or null"),
    };
    Some(page.with_cell(&cell, &by))
}

/// What declares a type at the end of a description, in other words: another word for a list or for what can be missing, in
/// another case, or a name of the type that other languages have.
pub(super) fn type_in_other_words(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| {
        column == "description"
            && table.columns.iter().any(|column| column.starts_with("required"))
            && !table.columns.iter().any(|column| column == "type")
            && TYPE_WORDS.iter().any(|word| text.ends_with(word))
    })?;
    let text = cell.text();
    let ty = TYPE_WORDS.iter().find(|word| text.ends_with(**word))?;
    let before = text.strip_suffix(ty)?;
    // Behind a word that is no sentence another word belongs to the text.
    let bare = before.trim_end_matches("Array of ").trim_end_matches("Nullable ").trim_end();
    if !bare.ends_with('.') {
        return None;
    }
    let by = if let Some(before) = before.strip_suffix("Array of ") {
        let list =
            random.pick(&["List of", "Array", "array of", "Array Of", "Arrays of", "Arrayof", "Set of"]);
        format!("{before} {list} {ty}")
    } else if let Some(before) = before.strip_suffix("Nullable ") {
        match random.below(5) {
            0 => format!("{before} nullable {ty}"),
            1 => format!("{before} {ty} (nullable)"),
            2 => format!("{before} {ty}?"),
            3 => format!("{before} Nullabel {ty}"),
            _ => format!("{before} Optional {ty}"),
        }
    } else {
        let other = random.pick(&["Text", "INT", "Integer", "Number", "Bool", "Date", "str", "Stream"]);
        let upper = ty.to_uppercase();
        format!("{before} {}", if random.once_in(3) { upper.as_str() } else { other })
    };
    Some(page.with_cell(&cell, &by))
}

/// A limit that a description states with something that is not a number, or in other words than all the others.
pub(super) fn limit_in_other_words(page: &Page<'_>, random: &mut Random) -> Option<String> {
    const PHRASE: &str = "The maximum length is ";
    // Where it is said twice, nothing is lost with one of them.
    let has_one = |text: &str| text.matches(PHRASE).count() == 1;
    let cell = page.cell(random, |_, column, text| column == "description" && has_one(text))?;
    let (before, rest) = cell.text().split_once(PHRASE)?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = rest.split_at(end);
    let by = match random.below(6) {
        0 => format!("{before}{PHRASE}1,{number}0{rest}"),
        1 => format!("{before}{PHRASE}{}{rest}", number.replacen(|c: char| c.is_ascii_digit(), "O", 1)),
        2 => format!("{before}{PHRASE}fifty{rest}"),
        3 => format!("{before}The max length is {number}{rest}"),
        4 => format!("{before}Maximum length: {number}{rest}"),
        _ => format!("{before}The maximun length is {number}{rest}"),
    };
    Some(page.with_cell(&cell, &by))
}

/// Limits in a column of types that no value satisfies, that stand twice, or that stand behind the default, whose text would
/// swallow them.
pub(super) fn limits_contradict(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| {
        column == "type"
            && ["String", "Int32", "Nullable Int32", "Nullable String"]
                .contains(&text.split(" (").next().unwrap_or(text))
    })?;
    let ty = cell.text().split(" (").next()?;
    let by = if ty.ends_with("String") {
        random.pick(&[
            "default x, at most 50 characters",
            "at most 0 characters",
            "at most 5 characters, at most 6 characters",
            "default",
        ])
    } else {
        random.pick(&[
            "default 5, minimum 0, maximum 55",
            "minimum 99, maximum 55",
            "minimum 1, minimum 2",
            "default",
        ])
    };
    Some(page.with_cell(&cell, &format!("{ty} ({by})")))
}

/// A default that is no value of its type, or more than one.
pub(super) fn default_damaged(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| {
        column == "type" && ["Int32", "Boolean", "Nullable Int32"].contains(&text)
    })?;
    let by = if cell.text() == "Boolean" {
        random.pick(&["maybe", "yes", "1", "True, or False", "= true"])
    } else {
        random.pick(&[
            "1OO",
            "= 100",
            "value 100",
            "100)",
            "0 to 100",
            "100, at least 3",
            "100, minimum",
            "ten",
        ])
    };
    Some(page.with_cell(&cell, &format!("{} (default {by})", cell.text())))
}

/// Limits that a value of the type cannot have.
pub(super) fn limit_that_cannot_apply(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| column == "type" && !text.ends_with(')'))?;
    let bare = cell.text().replace("Nullable ", "").replace("Array of ", "");
    let by = match bare.as_str() {
        "String" | "Uri" => "minimum 1",
        "Int32" => random.pick(&["at most 100 characters", "maximum 99999999999", "maximum 7, default 8"]),
        // A number from 0 to 1 is one.
        "Byte" => "at most 50 characters",
        _ => random.pick(&["at most 50 characters", "minimum 0, maximum 1"]),
    };
    Some(page.with_cell(&cell, &format!("{} ({by})", cell.text())))
}

/// Members of an enumeration in place that are not listed as `A, B, or C`.
pub(super) fn members_out_of_order(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| {
        (column == "type"
            || column == "description" && table.columns.iter().any(|it| it.starts_with("required")))
            && text.contains(", or ")
            && text.contains(")")
            && !text.ends_with([')', '.'])
            && text.rsplit(')').next().is_some_and(|members| {
                members.split(' ').all(|word| word.len() < 40) && !members.contains('.')
            })
            && text.rsplit('(').next().is_some_and(|name| name.starts_with(char::is_uppercase))
    })?;
    let text = cell.text();
    let last = text.rsplit(' ').next()?;
    let by = match random.below(4) {
        0 => text.strip_suffix(last)?.trim_end().to_owned(),
        1 => text.replace(", or ", ", "),
        2 => format!("{}, or {last}", text.replace(", or ", ", ")),
        _ => format!("{}, or {}", text.replace(", or ", ", "), last.to_lowercase()),
    };
    Some(page.with_cell(&cell, &by))
}

/// A name with punctuation at its edge or in its middle, or a letter of another script.
pub(super) fn name_with_punctuation(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| {
        table.columns.first().is_some_and(|first| first == column)
            && ["name", "link", "embedded resource", "error", "scope"].contains(&column)
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
            && !text.is_empty()
    })?;
    let text = cell.text();
    let by = match random.below(8) {
        0 => format!("{text}:"),
        1 => format!("{text}."),
        2 => format!("{text}/"),
        3 => format!("-{text}"),
        4 => format!("@{text}"),
        5 => format!("{text}/type"),
        6 => format!("{text}\u{b2}"),
        _ => {
            let other = |c: char| match c {
                'a' => '\u{430}',
                'e' => '\u{435}',
                'o' => '\u{43e}',
                c => c,
            };
            text.chars().map(other).collect()
        }
    };
    (by != text).then(|| page.with_cell(&cell, &by))
}

/// The type behind a description is a word that is no type, with a period of its own.
pub(super) fn type_with_a_period(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| {
        column == "description"
            && table.columns.iter().any(|column| column.starts_with("required"))
            && !table.columns.iter().any(|column| column == "type")
            && TYPE_WORDS
                .iter()
                .any(|word| text.ends_with(&format!(".{word}")) || text.ends_with(&format!(". {word}")))
    })?;
    let text = cell.text();
    let ty = TYPE_WORDS.iter().find(|word| text.ends_with(**word))?;
    let by = random.pick(&["Integer.", "Bool.", "Text.", *ty]);
    let dot = if by.ends_with('.') { "" } else { "." };
    Some(page.with_cell(&cell, &format!("{}{by}{dot}", text.strip_suffix(ty)?)))
}

/// A rel in a row of an event in another case than on its page. On the wire it is another rel.
pub(super) fn rel_in_another_case(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| {
        matches!(column, "sender" | "in" | "resource") && !text.is_empty() && !text.contains('[')
    })?;
    // Of a cell with several rels the first.
    let (first, rest) = cell.text().split_at(cell.text().find(',').unwrap_or(cell.text().len()));
    let by = other_case(first, random)?;
    page.names.contains(&first.to_lowercase()).then(|| page.with_cell(&cell, &format!("{by}{rest}")))
}

/// An error code in another case than in all other rows.
pub(super) fn code_in_another_case(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| column == "error" && !text.is_empty())?;
    let by = other_case(cell.text(), random)?;
    Some(page.with_cell(&cell, &by))
}

fn other_case(word: &str, random: &mut Random) -> Option<String> {
    let (first, rest) = word.split_at_checked(1)?;
    let by = match random.below(3) {
        0 => word.to_uppercase(),
        1 => word.to_lowercase(),
        _ if first.chars().all(char::is_uppercase) => format!("{}{rest}", first.to_lowercase()),
        _ => format!("{}{rest}", first.to_uppercase()),
    };
    (by != word).then_some(by)
}

/// In the place of a subcode a word that says that there is none, or two of them.
pub(super) fn no_subcode(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, _| column == "subcode")?;
    let by = random.pick(&[
        "N/A",
        "n/a",
        "Any",
        "any",
        "-",
        "409",
        "MakeMeAvailableRequired/AlreadyExists",
        "All",
        "",
    ]);
    Some(page.with_cell(&cell, by))
}

/// The code and the subcode of an error in each other's place.
pub(super) fn code_and_subcode_swapped(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| {
        column == "subcode"
            && !text.eq_ignore_ascii_case("none")
            && table.columns.iter().any(|it| it == "error")
    })?;
    let row = page.lines[cell.line];
    let first = super::page::cells(row).into_iter().next()?;
    let code = row[first.clone()].trim().to_owned();
    // The first cell is before the other one, so that its place stays the same.
    let edited = page.with_cell(&cell, &code);
    let edited = edited.split('\n').nth(cell.line)?.to_owned();
    Some(
        page.with_line(
            cell.line,
            &format!("{}{}{}", &edited[..first.start], cell.text(), &edited[first.end..]),
        ),
    )
}

/// Nothing that can be a media type: no slash, a top level that there is not, or blanks.
pub(super) fn media_type(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| column == "media type" && text.contains('/'))?;
    let (top, sub) = cell.text().split_once('/')?;
    let by = match random.below(5) {
        0 => format!("{top}{sub}"),
        1 => format!("{top}\\{sub}"),
        2 => format!("{}/{sub}", misspell(random, top, |_| false)?),
        3 => format!("{top}/"),
        _ => String::new(),
    };
    Some(page.with_cell(&cell, &by))
}

/// Nothing that can be the name of an element.
pub(super) fn element(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| column == "element" && !text.is_empty())?;
    let text = cell.text();
    let by = match random.below(5) {
        0 => String::new(),
        1 => format!("\\<{text}>"),
        2 => format!("1{text}"),
        3 => format!("the {text}"),
        _ => format!("{text}/"),
    };
    Some(page.with_cell(&cell, &by))
}

/// An item that is neither a link nor a name: words.
pub(super) fn item(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| column == "item" && text.contains('['))?;
    let by = random.pick(&["", "the resource", "see above", "itself"]);
    Some(page.with_cell(&cell, by))
}

/// A row without a name: the first cell is empty.
pub(super) fn name_emptied(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| {
        table.columns.first().is_some_and(|first| first == column) && !text.is_empty()
    })?;
    Some(page.with_cell(&cell, ""))
}

/// A row that stands twice, the second time with another value in a column that says what is so. Both values are allowed.
pub(super) fn row_repeated(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, column, text| {
        matches!(
            (column, text),
            ("cardinality", "one" | "many")
                | ("required?", "Yes" | "No")
                | ("type", "String" | "Boolean" | "Uri")
        )
    })?;
    let by = match cell.text() {
        "one" => "many",
        "many" => "one",
        "Yes" => "No",
        "No" => "Yes",
        "String" => "Int32",
        _ => "String",
    };
    let edited = page.with_cell(&cell, by);
    let second = edited.split('\n').nth(cell.line)?;
    let at = cell.line + random.below(2);
    Some(page.with(at..at, [second]))
}

/// The mark of what only samples show, misspelt.
pub(super) fn observed_mark(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |_, _, text| text.ends_with("*(observed)*"))?;
    let name = cell.text().strip_suffix("*(observed)*")?.trim_end().to_owned();
    let by = random.pick(&["*(obsreved)*", "(observed", "*observed*", "(seen)", "*(observed*"]);
    Some(page.with_cell(&cell, &format!("{name} {by}")))
}

/// The name of a member, a property or a link, misspelt. The page then says something else, and is well-formed: what it
/// must not do is to change in silence what is read of others.
pub(super) fn name(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let cell = page.cell(random, |table, column, text| {
        let is_first = table.columns.first().is_some_and(|first| first == column);
        is_first
            && ["name", "link", "embedded resource"].contains(&column)
            && text.len() > 3
            && text != "href"
    })?;
    let by = misspell(random, cell.text(), |text| page.names.contains(&text.to_lowercase()))?;
    Some(page.with_cell(&cell, &by))
}

/// The name of a member, misspelt: as any other name.
pub(super) fn member(page: &Page<'_>, random: &mut Random) -> Option<String> {
    let is_enumeration = page.headings.iter().any(|heading| heading.text.eq_ignore_ascii_case("members"));
    if is_enumeration { name(page, random) } else { None }
}
