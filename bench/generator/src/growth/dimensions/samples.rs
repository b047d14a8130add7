//! Samples, and what is in them.

use crate::growth::page::columns::{EVENTS, ORIGINAL};
use crate::growth::page::{Page, each, table, word};
use crate::growth::{Dimension, Input};

fn sample(heading: &str, head: &str, body: &str) -> Input {
    let samples = format!("#### {heading}\n\n```\n{head}\n\n{body}\n```\n");
    Page { samples, properties: table(ORIGINAL, 1, |_| "size|Size of it.".to_owned()), ..<_>::default() }
        .alone()
}

fn json(body: &str) -> Input {
    sample("JSON Response", "HTTP/1.1 200 OK\nContent-Type: application/json", body)
}

fn xml(body: &str) -> Input {
    sample("XML Response", "HTTP/1.1 200 OK\nContent-Type: application/xml", body)
}

fn widget_in_json(members: &str) -> Input {
    json(&format!("{{{members}\"rel\":\"widget\"}}"))
}

fn widget_in_xml(elements: &str) -> Input {
    xml(&format!("<resource rel=\"widget\">{elements}</resource>"))
}

fn batch(body: &str) -> Input {
    sample("JSON Response", "HTTP/1.1 200 OK\nContent-Type: multipart/batching; boundary=b", body)
}

fn event(samples: &str) -> Input {
    let row = |_| "widget|High|communication|It.".to_owned();
    let events = format!("### added\n\n{}\n{samples}", table(EVENTS, 1, row));
    Page { events, ..<_>::default() }.alone()
}

fn event_document(senders: &str) -> Input {
    event(&format!("```json\n{{\"sender\":[{senders}{{}}]}}\n```\n"))
}

/// An event of the rel `widget`, with what else it says.
fn one_event(more: &str) -> String {
    format!("{{\"type\":\"added\",\"link\":{{\"rel\":\"widget\",\"href\":\"/\"}}{more}}},")
}

fn sender(events: &str) -> String {
    format!("{{\"rel\":\"communication\",\"href\":\"/\",\"events\":[{events}{{}}]}},")
}

pub(super) const IN_ONE: &[Dimension] = &[
    ("members in JSON", |n| widget_in_json(&each(n, |at| format!("\"m{}\":1,", word(at))))),
    ("members in JSON of one name", |n| widget_in_json(&"\"size\":\"a\",".repeat(n))),
    ("links in JSON", |n| {
        let links = each(n, |at| format!("\"l{}\":{{\"href\":\"/\"}},", word(at)));
        widget_in_json(&format!("\"_links\":{{{links}\"self\":{{\"href\":\"/\"}}}},"))
    }),
    ("embedded resources in JSON", |n| {
        let embedded = each(n, |at| format!("\"e{}\":{{\"rel\":\"widget\"}},", word(at)));
        widget_in_json(&format!("\"_embedded\":{{{embedded}\"a\":{{}}}},"))
    }),
    ("resources in a list in JSON", |n| {
        let list = "{\"rel\":\"widget\",\"size\":\"1\"},".repeat(n);
        widget_in_json(&format!("\"_embedded\":{{\"a\":[{list}{{}}]}},"))
    }),
    ("resources in a list with members of their own", |n| {
        let list = each(n, |at| format!("{{\"rel\":\"widget\",\"m{}\":\"1\"}},", word(at)));
        widget_in_json(&format!("\"_embedded\":{{\"a\":[{list}{{}}]}},"))
    }),
    ("elements of a list", |n| widget_in_json(&format!("\"size\":[{}\"a\"],", "\"a\",".repeat(n)))),
    ("elements of a list that differ", |n| {
        widget_in_json(&format!("\"size\":[{}\"a\"],", each(n, |at| format!("\"A{}\",", word(at)))))
    }),
    ("objects in objects", |n| json(&("{\"a\":".repeat(n) + "1" + &"}".repeat(n)))),
    ("lists in lists", |n| json(&("[".repeat(n) + &"]".repeat(n)))),
    ("lists that do not end", |n| json(&"[".repeat(n))),
    ("escapes in a string", |n| widget_in_json(&format!("\"size\":\"{}\",", "\\u0041".repeat(n)))),
    ("lines of a string", |n| widget_in_json(&format!("\"size\":\"{}\",", "a\n".repeat(n)))),
    ("blanks in URIs", |n| widget_in_json(&format!("\"size\":[{}1],", "\"tel : +1\",".repeat(n)))),
    ("entities in JSON", |n| json(&format!("{{&quot;size&quot;:[{}1]}}", "&quot;a&quot;,".repeat(n)))),
    ("missing commas", |n| widget_in_json(&format!("\"size\":[{}1],", "1 ".repeat(n)))),
    ("brackets too many", |n| json(&("{}".to_owned() + &"}".repeat(n)))),
    ("letters of no value", |n| json(&("{\"a\":".to_owned() + &"a".repeat(n) + "}"))),
    ("elements in XML", |n| {
        widget_in_xml(&each(n, |at| format!("<property name=\"m{}\">1</property>", word(at))))
    }),
    ("links in XML", |n| widget_in_xml(&each(n, |at| format!("<link rel=\"l{}\" href=\"/\"/>", word(at))))),
    ("embedded resources in XML", |n| {
        widget_in_xml(&each(n, |at| format!("<resource rel=\"e{}\" href=\"/\"/>", word(at))))
    }),
    ("items of a list in XML", |n| {
        widget_in_xml(&format!("<propertyList name=\"size\">{}</propertyList>", "<item>a</item>".repeat(n)))
    }),
    ("attributes in XML", |n| {
        xml(&format!("<resource rel=\"widget\"{}/>", each(n, |at| format!(" a{}=\"1\"", word(at)))))
    }),
    ("entities in XML", |n| {
        widget_in_xml(&format!("<property name=\"size\">{}</property>", "&amp;".repeat(n)))
    }),
    ("elements in elements", |n| xml(&("<resource>".repeat(n) + &"</resource>".repeat(n)))),
    ("elements that do not end", |n| xml(&"<resource>".repeat(n))),
    ("headers", |n| {
        let headers = each(n, |at| format!("\nH{}: a", word(at)));
        sample("JSON Response", &format!("HTTP/1.1 200 OK{headers}"), "{}")
    }),
    ("headers of one name", |n| {
        sample("JSON Response", &format!("HTTP/1.1 200 OK{}", "\nA: a".repeat(n)), "{}")
    }),
    ("parameters of a header", |n| {
        let head =
            format!("HTTP/1.1 200 OK\nContent-Type: multipart/batching{}; boundary=b", "; a=b".repeat(n));
        sample("JSON Response", &head, "--b\n\nGET / HTTP/1.1\n--b--")
    }),
    ("parameters of a request", |n| {
        let query = each(n, |at| format!("q{}=1&", word(at)));
        sample("JSON Request", &format!("GET /a?{query}z=1 HTTP/1.1"), "")
    }),
    ("parts of a batch", |n| {
        batch(&("--b\nContent-Type: application/http\n\nGET / HTTP/1.1\n\n".repeat(n) + "--b--"))
    }),
    ("parts in parts", |n| batch(&"--b\nContent-Type: multipart/batching; boundary=b\n\n".repeat(n))),
    ("line breaks in a batch", |n| batch(&("--b<br><br>GET / HTTP/1.1<br>".repeat(n) + "--b--"))),
    ("senders of events", |n| event_document(&sender(&one_event("")).repeat(n))),
    ("events of a sender", |n| {
        let of = |at| one_event(&format!(",\"in\":{{\"rel\":\"r{}\",\"href\":\"/\"}}", word(at)));
        event_document(&sender(&each(n, of)))
    }),
];

/// So many samples of one heading, in which a resource has these members.
fn samples(n: usize, members: fn(usize) -> String) -> Input {
    let sample = |at| {
        let members = members(at);
        format!("#### JSON Response\n\n```\nHTTP/1.1 200 OK\n\n{{\"rel\":\"widget\"{members}}}\n```\n\n")
    };
    let properties = table(ORIGINAL, 1, |_| "size|Size of it.".to_owned());
    Page { samples: each(n, sample), properties, ..<_>::default() }.alone()
}

fn heads(n: usize, heading: &str, head: fn(usize) -> String) -> Input {
    let sample = |at| format!("#### {heading}\n\n```\n{}\n```\n\n", head(at));
    Page { samples: each(n, sample), ..<_>::default() }.alone()
}

pub(super) const MANY: &[Dimension] = &[
    ("samples", |n| samples(n, |_| ",\"size\":1".to_owned())),
    ("samples with a value of their own", |n| samples(n, |at| format!(",\"size\":\"A{}\"", word(at)))),
    ("samples with a member of their own", |n| samples(n, |at| format!(",\"m{}\":1", word(at)))),
    ("samples with a link of their own", |n| {
        samples(n, |at| format!(",\"_links\":{{\"l{}\":{{\"href\":\"/\"}}}}", word(at)))
    }),
    ("requests with a parameter of their own", |n| {
        heads(n, "JSON Request", |at| format!("GET /a?q{}=1 HTTP/1.1\n\n", word(at)))
    }),
    ("samples with a media type of their own", |n| {
        heads(n, "JSON Response", |at| format!("HTTP/1.1 200 OK\nContent-Type: image/x{at}\n\nabc"))
    }),
    ("samples with a status of their own", |n| {
        heads(n, "JSON Response", |at| format!("HTTP/1.1 {:03} OK\n\n", at % 1000))
    }),
    ("samples that cannot be read", |n| {
        heads(n, "JSON Response", |_| "HTTP/1.1 200 OK\nContent-Type: application/json\n\nabc".to_owned())
    }),
    ("samples of an event", |n| {
        let sample = format!("```json\n{{\"sender\":[{}{{}}]}}\n```\n\n", sender(&one_event("")));
        event(&sample.repeat(n))
    }),
];
