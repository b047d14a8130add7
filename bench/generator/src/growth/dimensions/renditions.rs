//! Pages saved as text.

use crate::growth::Dimension;
use crate::growth::page::{each, rendition, word};

pub(super) const ALL: &[Dimension] = &[
    ("rows of text", |n| {
        let rows = each(n, |at| format!("p{} It is so.\n", word(at)));
        rendition(&format!("Properties\n\nName Description\n{rows}"))
    }),
    ("rows of text with pipes", |n| {
        let rows = each(n, |at| format!("p{} | It is so. |\n", word(at)));
        rendition(&format!("Properties\n\nName | Description |\n---|---|\n{rows}"))
    }),
    ("sections of text", |n| rendition(&"Properties\n\nNone\n\n".repeat(n))),
    ("lines of text", |n| rendition(&"word\n".repeat(n))),
    ("words of a line of text", |n| rendition(&"word ".repeat(n))),
    ("samples in text", |n| rendition(&"JSON Response\n\nHTTP/1.1 200 OK\n\n{}\n\n".repeat(n))),
];
