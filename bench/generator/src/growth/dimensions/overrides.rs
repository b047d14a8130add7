//! Overrides.

use crate::growth::page::columns::{EXPLICIT, LINKS, ORIGINAL};
use crate::growth::page::{Page, each, enumeration, table, word};
use crate::growth::{Dimension, Input};

const REASON: &str = "reason = \"r\"\n";

/// A page with so many properties.
fn properties(n: usize) -> Input {
    let row = |at| format!("p{}|String|It.", word(at));
    Page { properties: table(EXPLICIT, n, row), ..<_>::default() }.alone()
}

fn types(n: usize, of: fn(usize) -> String, ty: &str) -> String {
    each(n, |at| format!("[[type]]\nof = \"widget.properties.{}\"\ntype = \"{ty}\"\n{REASON}", of(at)))
}

fn pages(n: usize) -> Input {
    let page = |at| Page::default().named(&format!("w{}", word(at)));
    Input::pages((0..n).map(page).chain([Page::default().named("widget")]))
}

pub(super) const ALL: &[Dimension] = &[
    ("types", |n| properties(n).corrected(types(n, |at| format!("p{}", word(at)), "Int32"))),
    ("types that the pages state", |n| {
        properties(n).corrected(types(n, |at| format!("p{}", word(at)), "String"))
    }),
    ("types of what is not there", |n| {
        properties(n).corrected(types(n, |at| format!("q{}", word(at)), "Int32"))
    }),
    ("types of one property", |n| properties(1).corrected(types(n, |_| "pa".to_owned(), "Int32"))),
    ("targets of links", |n| {
        let page =
            Page { links: table(LINKS, n, |at| format!("l{}|unknown|one|It.", word(at))), ..<_>::default() };
        let of = |at| format!("[[link]]\nof = \"widget.links.l{}\"\ntarget = \"widget\"\n{REASON}", word(at));
        page.alone().corrected(each(n, of))
    }),
    ("names", |n| {
        let of =
            |at| format!("[[rename]]\nof = \"widget.properties.p{0}\"\nname = \"q{0}\"\n{REASON}", word(at));
        properties(n).corrected(each(n, of))
    }),
    ("members that are added", |n| {
        let hue = enumeration("Hue", &table(ORIGINAL, 1, |_| "M|It.".to_owned()));
        let properties = table(EXPLICIT, 1, |_| "hue|[Hue](Hue_ref.md)|It.".to_owned());
        let widget = Page { properties, ..<_>::default() }.named("widget");
        let of = |at| format!("[[member]]\nof = \"Hue.members.M{}\"\nsource = \"pages\"\n{REASON}", word(at));
        Input::pages([hue, widget]).corrected(each(n, of))
    }),
    ("errors that are added", |n| {
        let of = |at| {
            format!(
                "[[error]]\nof = \"widget.GET\"\ncode = \"C{}\"\nstatus = 409\nsource = \"pages\"\n{REASON}",
                word(at)
            )
        };
        Page::default().alone().corrected(each(n, of))
    }),
    ("samples that are replaced", |n| {
        // There are at most 999 of one heading; so there is a page for each.
        let sample = "#### JSON Response\n\n```\nHTTP/1.1 200 OK\n\n{}\n```\n\n".to_owned();
        let page = Page { samples: sample, ..<_>::default() };
        let of = |at| {
            let of = format!("[[sample]]\nof = \"w{}.GET\"\nheading = \"JSON Response\"\n", word(at));
            of + "text = '''\nHTTP/1.1 200 OK\n\n{\"a\":1}'''\n" + REASON
        };
        Input::pages((0..n).map(|at| page.named(&format!("w{}", word(at))))).corrected(each(n, of))
    }),
    ("pages that are excluded", |n| {
        pages(n).corrected(each(n, |at| format!("[[exclude]]\nof = \"w{}\"\n{REASON}", word(at))))
    }),
    ("pages that are excluded and not there", |n| {
        pages(n).corrected(each(n, |at| format!("[[exclude]]\nof = \"x{}\"\n{REASON}", word(at))))
    }),
    ("tables that no overrides have", |n| {
        properties(1).corrected(each(n, |at| format!("[[what{at}]]\nof = \"a\"\n")))
    }),
    ("keys that no entry has", |n| {
        properties(1).corrected(format!("[[exclude]]\nof = \"x\"\n{}", each(n, |at| format!("k{at} = 1\n"))))
    }),
    ("entries in one line", |n| {
        properties(1).corrected(format!("exclude = [{}]\n", "{ of = 1 }, ".repeat(n)))
    }),
    ("lines that are not TOML", |n| properties(1).corrected("= 1\n".repeat(n))),
    ("lines of a text", |n| {
        properties(1).corrected(format!("[[exclude]]\nof = \"x\"\nreason = '''{}'''\n", "a\n".repeat(n)))
    }),
];
