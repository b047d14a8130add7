//! Rows and columns of tables.

use crate::growth::page::columns::{
    EMBEDDED, ERRORS, EVENTS, EXPLICIT, FIELDS, LINKS, ORIGINAL, REASONS, SCOPES,
};
use crate::growth::page::{Page, each, signs, table, word};
use crate::growth::{Dimension, Input};

type Row = fn(usize) -> String;

fn properties(columns: &str, n: usize, row: Row) -> Input {
    Page { properties: table(columns, n, row), ..<_>::default() }.alone()
}

fn links(columns: &str, n: usize, row: Row) -> Input {
    Page { links: table(columns, n, row), ..<_>::default() }.alone()
}

fn scopes(n: usize, row: Row) -> Input {
    Page { scopes: table(SCOPES, n, row), ..<_>::default() }.alone()
}

fn events(n: usize, row: Row) -> Input {
    Page { events: format!("### added\n\n{}", table(EVENTS, n, row)), ..<_>::default() }.alone()
}

fn errors(n: usize, row: Row) -> Input {
    Page { errors: table(ERRORS, n, row), ..<_>::default() }.alone()
}

fn reasons(n: usize, row: Row) -> Input {
    Page { reasons: format!("#### Remote\n\n{}", table(REASONS, n, row)), ..<_>::default() }.alone()
}

fn input(n: usize, row: Row) -> Input {
    Page { input: table(FIELDS, n, row), ..<_>::default() }.alone()
}

fn output(columns: &str, n: usize, row: Row) -> Input {
    Page { output: table(columns, n, row), ..<_>::default() }.alone()
}

pub(super) const ALL: &[Dimension] = &[
    ("properties", |n| properties(EXPLICIT, n, |at| format!("p{}|String|It.", word(at)))),
    ("properties without types", |n| properties(ORIGINAL, n, |at| format!("p{}|The size of it.", word(at)))),
    ("properties of one name", |n| properties(EXPLICIT, n, |at| format!("size|String|It {at}."))),
    ("properties of one name and two types", |n| {
        properties(EXPLICIT, n, |at| format!("size|{}|It {at}.", ["String", "Int32"][at % 2]))
    }),
    ("properties of an unknown type", |n| properties(EXPLICIT, n, |at| format!("p{at}|Strng|It."))),
    ("properties whose names are spelt alike", |n| {
        properties(EXPLICIT, n, |at| format!("a{}a|String|It.", signs(at)))
    }),
    ("rows without a name", |n| properties(EXPLICIT, n, |_| "|String|It.".to_owned())),
    ("rows that are sentences", |n| properties(EXPLICIT, n, |at| format!("a b {at}|String|It."))),
    ("rows of an unknown table", |n| properties("**What**|**Is**", n, |at| format!("a{at}|b"))),
    ("rows with too few cells", |n| properties(EXPLICIT, n, |at| format!("a{at}"))),
    ("rows with too many cells", |n| properties(EXPLICIT, n, |at| format!("a{at}|String|a|b|c"))),
    ("tables", |n| {
        let properties = |at| table(EXPLICIT, 1, |_| format!("p{}|String|It.", word(at))) + "\n";
        Page { properties: each(n, properties), ..<_>::default() }.alone()
    }),
    ("columns", |n| {
        let columns = "**Name**".to_owned() + &"|**Description**".repeat(n);
        let row = |at| format!("a{at}{}", "|b".repeat(n));
        Page { properties: table(&columns, 10, row), ..<_>::default() }.alone()
    }),
    ("cells of a row", |n| {
        Page { properties: table(ORIGINAL, 1, |_| format!("a|{}", "b|".repeat(n))), ..<_>::default() }.alone()
    }),
    ("links", |n| links(LINKS, n, |at| format!("l{}|[widget](widget_ref.md)|one|It.", word(at)))),
    ("links without targets", |n| links("**Link**|**Description**", n, |at| format!("l{}|It.", word(at)))),
    ("links to no page", |n| links(LINKS, n, |at| format!("l{0}|[x{0}](x{0}_ref.md)|one|It.", word(at)))),
    ("links of one rel", |n| links(LINKS, n, |at| format!("self|[widget](widget_ref.md)|one|It {at}."))),
    ("embedded resources", |n| {
        let row = |at| format!("e{}|[widget](widget_ref.md)|one|It.", word(at));
        Page { embedded: table(EMBEDDED, n, row), ..<_>::default() }.alone()
    }),
    ("scopes", |n| scopes(n, |at| format!("S{at}|P|It."))),
    ("scopes of one name", |n| scopes(n, |at| format!("S|P|It {at}."))),
    ("events", |n| events(n, |at| format!("r{}|High|communication|It.", word(at)))),
    ("rows of one event", |n| events(n, |at| format!("widget|High|communication|It {at}."))),
    ("rows of one event in the same words", |n| events(n, |_| "widget|High|communication|It.".to_owned())),
    ("runs of events", |n| {
        let run = |at| {
            let rows = table(EVENTS, 1, |_| format!("r{}|High|communication|It.", word(at)));
            format!("### {}\n\n{rows}\n", ["added", "updated"][at % 2])
        };
        Page { events: each(n, run), ..<_>::default() }.alone()
    }),
    ("rels in which an event happens", |n| {
        let columns = "**Resource**|**Priority**|**Sender**|**In**|**Reason**";
        let row = |_| format!("widget|High|communication|{}|It.", each(n, |at| format!("r{}, ", word(at))));
        Page { events: format!("### added\n\n{}", table(columns, 1, row)), ..<_>::default() }.alone()
    }),
    ("errors of an operation", |n| errors(n, |at| format!("Conflict|409|S{}|It.", word(at)))),
    ("error codes", |n| errors(n, |at| format!("C{}|409|None|It.", word(at)))),
    ("rows of one error", |n| errors(n, |at| format!("Conflict|409|Same|It {at}."))),
    ("rows of one error in the same words", |n| errors(n, |_| "Conflict|409|Same|It.".to_owned())),
    ("statuses of an error code", |n| errors(n, |at| format!("Conflict|{}|None|It.", at % 65_000))),
    ("reasons", |n| reasons(n, |at| format!("S{}|It.", word(at)))),
    ("rows of one reason", |n| reasons(n, |at| format!("S|It {at}."))),
    ("reason codes", |n| {
        let run = |at| format!("#### C{}\n\n{}\n", word(at), table(REASONS, 1, |_| "S|It.".to_owned()));
        Page { reasons: each(n, run), ..<_>::default() }.alone()
    }),
    ("query parameters", |n| {
        let row = |at| format!("q{}|It. String|Yes", word(at));
        Page { query: table(FIELDS, n, row), ..<_>::default() }.alone()
    }),
    ("fields of a request", |n| input(n, |at| format!("f{}|It. String|Yes", word(at)))),
    ("fields of a response", |n| {
        output("**Name**|**Type**|**Required?**|**Description**", n, |at| {
            format!("f{}|String|Yes|It.", word(at))
        })
    }),
    ("media types", |n| {
        Page { input: table("**Media type**", n, |at| format!("application/x{at}")), ..<_>::default() }
            .alone()
    }),
    ("items of a response", |n| {
        output("**Item**|**Description**", n, |at| format!("[widget](widget_ref.md)|It {at}."))
    }),
    ("items that are no resource", |n| {
        output("**Item**|**Description**", n, |at| format!("w{}|It.", word(at)))
    }),
    ("statuses of a response", |n| output("**Status**", n, |at| (at % 65_000).to_string())),
];
