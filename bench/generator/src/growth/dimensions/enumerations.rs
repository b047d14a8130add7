//! Enumerations and their members.

use crate::growth::page::columns::{ERRORS, EXPLICIT, FIELDS, ORIGINAL};
use crate::growth::page::{Page, each, enumeration, signs, table, word};
use crate::growth::{Dimension, Input};

fn hue(members: &str) -> Input {
    let properties = table(EXPLICIT, 1, |_| "hue|[Hue](Hue_ref.md)|It.".to_owned());
    Input::pages([enumeration("Hue", members), Page { properties, ..<_>::default() }.named("widget")])
}

/// So many enumerations, and a property that could be one.
fn enumerations(n: usize, member: fn(usize, usize) -> String) -> Input {
    let page = |at| {
        enumeration(&format!("E{}Hue", word(at)), &table(ORIGINAL, 2, |it| format!("{}|It.", member(at, it))))
    };
    let widget = Page {
        properties: table(ORIGINAL, 1, |_| "hue|The hue of it.".to_owned()),
        samples: "#### JSON Response\n\n```\nHTTP/1.1 200 OK\n\n{\"rel\":\"widget\",\"hue\":\"Mb\"}\n```\n"
            .to_owned(),
        ..<_>::default()
    };
    Input::pages((0..n).map(page).chain([widget.named("widget")]))
}

fn input(n: usize, row: fn(usize) -> String) -> Input {
    Page { input: table(FIELDS, n, row), ..<_>::default() }.alone()
}

pub(super) const ALL: &[Dimension] = &[
    ("members", |n| hue(&table(ORIGINAL, n, |at| format!("M{}|It.", word(at))))),
    ("members of one name", |n| hue(&table(ORIGINAL, n, |at| format!("M|It {at}.")))),
    ("members whose names are spelt alike", |n| {
        hue(&table(ORIGINAL, n, |at| format!("a{}a|It.", signs(at))))
    }),
    ("members that only a sample shows", |n| {
        let widgets = each(n, |at| format!("{{\"rel\":\"widget\",\"hue\":\"A{}\"}},", word(at)));
        let widget = Page {
            properties: table(EXPLICIT, 1, |_| "hue|[Hue](Hue_ref.md)|It.".to_owned()),
            samples: format!(
                "#### JSON Response\n\n```\nHTTP/1.1 200 OK\n\n{{\"_embedded\":{{\"widget\":[{widgets}{{}}]}}}}\n```\n"
            ),
            ..<_>::default()
        };
        let hue = enumeration("Hue", &table(ORIGINAL, 1, |_| "M|It.".to_owned()));
        Input::pages([hue, widget.named("widget")])
    }),
    ("enumerations", |n| enumerations(n, |at, it| format!("M{}x{}", word(at), word(it)))),
    ("enumerations with the same members", |n| enumerations(n, |_, it| format!("M{}", word(it)))),
    ("properties that are one enumeration", |n| {
        let row = |at| format!("p{}|The [Hue](Hue_ref.md) of it.", word(at));
        let hue = enumeration("Hue", &table(ORIGINAL, 2, |at| format!("M{at}|It.")));
        Input::pages([hue, Page { properties: table(ORIGINAL, n, row), ..<_>::default() }.named("widget")])
    }),
    ("inline enumerations", |n| input(n, |at| format!("f{0}|It. (E{0})A, B, or C|Yes", word(at)))),
    ("uses of an inline enumeration", |n| input(n, |at| format!("f{}|It. (Hue)A, B, or C|Yes", word(at)))),
    ("members of an inline enumeration", |n| {
        let row = |_| format!("hue|It. (Hue){}or Z|Yes", each(n, |at| format!("M{}, ", word(at))));
        Page { input: table(FIELDS, 1, row), ..<_>::default() }.alone()
    }),
    ("members of ErrorCode", |n| {
        let codes = enumeration("ErrorCode", &table(ORIGINAL, n, |at| format!("M{}|It.", word(at))));
        let errors = table(ERRORS, n, |at| format!("M{}|409|None|It.", word(at)));
        Input::pages([codes, Page { errors, ..<_>::default() }.named("widget")])
    }),
];
