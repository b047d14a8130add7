//! Blocks of text, and what can stand in a cell.

use ucwa_gen::source::SourceFile;

use crate::growth::page::columns::{EXPLICIT, FIELDS, ORIGINAL};
use crate::growth::page::{Page, each, table, word};
use crate::growth::{Dimension, Input};

fn front(front: String) -> Input {
    Page { front, ..<_>::default() }.alone()
}

fn remarks(remarks: String) -> Input {
    Page { remarks, ..<_>::default() }.alone()
}

fn rest(rest: String) -> Input {
    Page { rest, ..<_>::default() }.alone()
}

fn methods(n: usize, input: fn(usize) -> String) -> Input {
    let method = |at| {
        let method = ["POST", "PUT", "DELETE", "OPTIONS"][at % 4];
        format!("### {method}\n\n#### Request body\n\n{}\n\n#### Response body\n\nNone\n\n", input(at))
    };
    rest(each(n, method))
}

pub(super) const BLOCKS: &[Dimension] = &[
    ("unknown headings", |n| rest(each(n, |at| format!("## Heading{at}\n\n")))),
    ("sections", |n| rest("## Properties\n\nNone\n\n".repeat(n))),
    ("misspelt sections", |n| rest("## Propertis\n\nNone\n\n".repeat(n))),
    ("letters of a heading", |n| rest(format!("## {}\n", "a".repeat(n)))),
    ("methods", |n| methods(n, |_| "None".to_owned())),
    ("methods with fields", |n| {
        methods(n, |at| table(FIELDS, 1, |_| format!("f{}|It. String|Yes", word(at))))
    }),
    ("lines of the front matter", |n| front(each(n, |at| format!("key{at}: value\n")))),
    ("lines of the front matter with one key", |n| front("rel: widget\n".repeat(n))),
    ("lines of front matter that does not end", |n| {
        Input::pages([SourceFile::new("widget_ref.md", format!("---\n{}", "title: a\n".repeat(n)))])
    }),
    ("aliases", |n| front(format!("aliases: {}z\n", each(n, |at| format!("a{}, ", word(at)))))),
    ("aliases of one name", |n| front(format!("aliases: {}z\n", "a, ".repeat(n)))),
    ("paragraphs", |n| remarks("It is so.\n\n".repeat(n))),
    ("paragraphs of the description", |n| {
        Page { description: "It is so.\n\n".repeat(n), ..<_>::default() }.alone()
    }),
    ("lines of a paragraph", |n| remarks("It is so.\n".repeat(n))),
    ("words of a line", |n| remarks("word ".repeat(n))),
    ("empty lines", |n| remarks("\n".repeat(n))),
    ("links in a paragraph", |n| remarks("[widget](widget_ref.md) ".repeat(n))),
    ("items of a list", |n| remarks("- [widget](widget_ref.md)\n".repeat(n))),
    ("anchors", |n| remarks("<a name=\"x\"></a>\n".repeat(n))),
    ("quotations in quotations", |n| remarks("a\n".to_owned() + &"> ".repeat(n) + "a")),
    ("list marks in a line", |n| remarks("a\n".to_owned() + &"1. ".repeat(n) + "a")),
    ("fences", |n| remarks("```\na\n```\n\n".repeat(n))),
    ("fences with a heading in them", |n| remarks("```\n# a\n".repeat(n))),
    ("lines of a fence that does not end", |n| remarks(format!("```\n{}", "a\n".repeat(n)))),
    ("samples without a fence", |n| remarks("{}\n\n".repeat(n))),
    ("samples without a fence that do not end", |n| remarks("{\n\n".repeat(n))),
];

fn cell(text: &str) -> Input {
    Page { properties: table(ORIGINAL, 1, |_| format!("size|{text}")), ..<_>::default() }.alone()
}

fn of_type(text: &str) -> Input {
    Page { properties: table(EXPLICIT, 1, |_| format!("size|{text}|It.")), ..<_>::default() }.alone()
}

pub(super) const CELLS: &[Dimension] = &[
    ("links in a cell", |n| cell(&"[widget](widget_ref.md) ".repeat(n))),
    ("links to no page in a cell", |n| cell(&each(n, |at| format!("[a{0}](a{0}_ref.md) ", word(at))))),
    ("links that do not end", |n| cell(&"[a](".repeat(n))),
    ("code", |n| cell(&"`a` ".repeat(n))),
    ("code before a link that does not end", |n| cell(&("`a` ".repeat(n) + "[a](b"))),
    ("backticks", |n| cell(&"`".repeat(n))),
    ("backticks in runs of each length", |n| {
        let longest = (1..).take_while(|length| length * length < 2 * n).count();
        cell(&each(longest, |at| "`".repeat(at + 1) + "a"))
    }),
    ("backticks in pairs, and one", |n| cell(&("``a".repeat(n) + "`"))),
    ("opening brackets", |n| cell(&"[".repeat(n))),
    ("closing brackets", |n| cell(&"]".repeat(n))),
    ("links in links", |n| cell(&("[".repeat(n) + &"](x_ref.md)".repeat(n)))),
    ("parentheses", |n| cell(&("[a](".to_owned() + &"(".repeat(n) + &")".repeat(n)))),
    ("escaped pipes", |n| cell(&"\\|".repeat(n))),
    ("escaped stars", |n| cell(&"\\*".repeat(n))),
    ("entities", |n| cell(&"&amp;".repeat(n))),
    ("ampersands", |n| cell(&"&".repeat(n))),
    ("stars", |n| cell(&"*".repeat(n))),
    ("emphasis that does not end", |n| cell(&"*a ".repeat(n))),
    ("emphasis in emphasis", |n| cell(&("*a ".repeat(n) + &"*".repeat(n)))),
    ("emphasis of two kinds", |n| cell(&"*a _b ".repeat(n))),
    ("tags", |n| cell(&"<b>".repeat(n))),
    ("tags that do not end", |n| cell(&"<b ".repeat(n))),
    ("comments that do not end", |n| cell(&"<!-- ".repeat(n))),
    ("instructions that do not end", |n| cell(&"<?".repeat(n))),
    ("CDATA that does not end", |n| cell(&"<![CDATA[".repeat(n))),
    ("declarations that do not end", |n| cell(&"<!A".repeat(n))),
    ("less-than signs", |n| cell(&"<".repeat(n))),
    ("line breaks", |n| cell(&"a<br>".repeat(n))),
    ("blanks", |n| cell(&(" ".repeat(n) + "a"))),
    ("limits in sentences", |n| cell(&"The maximum value is 30. ".repeat(n))),
    ("limits of a type", |n| of_type(&format!("String ({}minimum 3)", "minimum 2, ".repeat(n)))),
    ("words of a type", |n| of_type(&("Array of ".repeat(n) + "String"))),
    ("digits of a limit", |n| of_type(&format!("String (at most {} characters)", "9".repeat(n)))),
    ("letters of a name", |n| {
        Page { properties: table(EXPLICIT, 1, |_| format!("{}|String|It.", "a".repeat(n))), ..<_>::default() }
            .alone()
    }),
];

/// Markup that begins and does not end. Finding an end in a long text is fast, so that a search that each of them makes
/// counts only where they are many.
pub(super) const OPEN: &[Dimension] = &[
    ("tags that do not end in a long cell", |n| cell(&"<a ".repeat(n))),
    ("closing tags that do not end", |n| cell(&"</a ".repeat(n))),
    ("instructions that do not end in a long cell", |n| cell(&"<? ".repeat(n))),
    ("CDATA that does not end in a long cell", |n| cell(&"<![CDATA[".repeat(n))),
    ("declarations that do not end in a long cell", |n| cell(&"<!A ".repeat(n))),
    ("comments that do not end in a long cell", |n| cell(&"<!-- ".repeat(n))),
    ("attributes that do not end", |n| cell(&"<a href=\"".repeat(n))),
    ("tags that do not end in a text", |n| remarks(format!("A {}", "<a ".repeat(n)))),
    ("CDATA that does not end in a text", |n| remarks(format!("A {}", "<![CDATA[".repeat(n)))),
    ("tags of rows that do not end", |n| remarks("<tr ".repeat(n))),
    ("lines of tags that do not end", |n| remarks("<a\n".repeat(n))),
    ("lines of rows that do not end", |n| remarks("<tr\n".repeat(n))),
];
