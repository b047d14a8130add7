//! Pages.

use ucwa_gen::source::SourceFile;

use crate::growth::page::columns::{ERRORS, EVENTS, EXPLICIT, FIELDS, LINKS, ORIGINAL, SCOPES};
use crate::growth::page::{Page, each, signs, table, word};
use crate::growth::{Dimension, Input};

fn name(at: usize) -> String {
    format!("w{}", word(at))
}

fn pages(n: usize, page: fn(usize) -> Page) -> Input {
    Input::pages((0..n).map(|at| page(at).named(&name(at))))
}

/// So many pages, and one that they have something to do with.
fn roles(n: usize, role: &Page) -> Input {
    let base = Page { properties: sizes(), ..<_>::default() }.named("widget");
    Input::pages(std::iter::once(base).chain((0..n).map(|at| role.named(&format!("widget{}", word(at))))))
}

fn sizes() -> String {
    table(EXPLICIT, 3, |at| format!("size{}|String|It.", word(at)))
}

/// So many pages, and a list of them.
fn listed(n: usize, list: &str) -> Input {
    let list = SourceFile::new("UCWAResources.md", format!("# UCWA resources\n\n{list}"));
    let mut input = pages(n, |_| Page::default());
    input.files.push(list);
    input
}

fn link(at: usize) -> String {
    format!("- [{0}]({0}_ref.md)\n", name(at))
}

fn answers(body: &str) -> String {
    format!("#### JSON Response\n\n```\nHTTP/1.1 200 OK\n\n{body}\n```\n\n")
}

pub(super) const ALL: &[Dimension] = &[
    ("pages", |n| {
        pages(n, |at| Page {
            properties: table(EXPLICIT, 3, |it| format!("p{}x{}|String|It.", word(at), word(it))),
            links: table(LINKS, 1, |_| format!("self|[{0}]({0}_ref.md)|one|It.", name(at))),
            ..<_>::default()
        })
    }),
    ("pages without types and targets", |n| {
        pages(n, |at| Page {
            properties: table(ORIGINAL, 1, |_| "state|The state of it.".to_owned()),
            links: table("**Link**|**Description**", 1, |_| "wa|It.".to_owned()),
            samples: answers(&format!("{{\"rel\":\"{}\",\"state\":\"A\"}}", name(at))),
            ..<_>::default()
        })
    }),
    ("pages that say the same", |n| pages(n, |_| Page { properties: sizes(), ..<_>::default() })),
    ("pages that say nearly the same", |n| {
        pages(n, |at| {
            let properties = format!("{}|p{}|String|It.|\n", sizes(), word(at));
            Page { properties, ..<_>::default() }
        })
    }),
    ("pages that lead to no page", |n| {
        pages(n, |at| Page {
            links: table(LINKS, 1, |_| format!("x|[x{0}](x{0}_ref.md)|one|It.", word(at))),
            ..<_>::default()
        })
    }),
    ("pages whose answer is no resource", |n| {
        pages(n, |at| Page {
            output: table("**Item**", 1, |_| format!("[x{0}](x{0}_ref.md)", word(at))),
            ..<_>::default()
        })
    }),
    ("files that are no page", |n| {
        Input::pages((0..n).map(|at| SourceFile::new(format!("{}_ref.md", name(at)), "# a\n\nIt.\n")))
    }),
    ("pages of one title", |n| {
        let text = "# widget\n\n## Members\n\nNone\n\n## Response body\n";
        Input::pages((0..n).map(|at| SourceFile::new(format!("{at}.md"), text)))
    }),
    ("pages whose names are spelt alike", |n| {
        Input::pages((0..n).map(|at| Page::default().named(&format!("a{}a", signs(at)))))
    }),
    ("revisions", |n| Input::pages((0..n).map(|at| Page::default().named(&format!("widget{at}"))))),
    ("roles", |n| roles(n, &Page { front: "role_of: widget\n".to_owned(), ..<_>::default() })),
    ("roles by their samples", |n| {
        let samples = answers("{\"rel\":\"widget\",\"size\":\"A\"}");
        roles(n, &Page { samples, output: "None".to_owned(), ..<_>::default() })
    }),
    ("roles by their descriptions", |n| {
        let description = "A [widget](widget_ref.md).".to_owned();
        roles(n, &Page { description, properties: sizes(), ..<_>::default() })
    }),
    ("roles of roles", |n| {
        pages(n, |at| Page { front: format!("role_of: {}\n", name(at + 1)), ..<_>::default() })
    }),
    ("pages with the same errors", |n| {
        pages(n, |_| Page {
            errors: table(ERRORS, 2, |it| format!("Conflict|409|S{it}|It.")),
            ..<_>::default()
        })
    }),
    ("pages with an error of their own", |n| {
        pages(n, |at| Page {
            errors: table(ERRORS, 1, |_| format!("Conflict|409|S{}|It.", word(at))),
            ..<_>::default()
        })
    }),
    ("pages with an event about themselves", |n| {
        pages(n, |at| Page {
            events: format!("### added\n\n{}", table(EVENTS, 1, |_| format!("{}|High|me|It.", name(at)))),
            ..<_>::default()
        })
    }),
    ("pages with the same event", |n| {
        pages(n, |_| Page {
            events: format!("### added\n\n{}", table(EVENTS, 1, |_| "wa|High|me|It.".to_owned())),
            ..<_>::default()
        })
    }),
    ("pages with the same scope", |n| {
        pages(n, |_| Page { scopes: table(SCOPES, 1, |_| "S|P|It.".to_owned()), ..<_>::default() })
    }),
    ("pages with an inline enumeration", |n| {
        pages(n, |at| Page {
            input: table(FIELDS, 1, |_| format!("f|It. (E{})A, B, or C|Yes", word(at))),
            ..<_>::default()
        })
    }),
    ("pages of a group", |n| listed(n, &format!("## Things\n\n{}", each(n, link)))),
    ("groups", |n| listed(n, &each(n, |at| format!("## G{}\n\n{}\n", word(at), link(at))))),
];
