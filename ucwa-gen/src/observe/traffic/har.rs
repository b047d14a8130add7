//! Entries of HTTP archives (HAR), which browsers and proxies write.

use super::content::{Found, unreadable, with_base64, with_text};
use super::exchange::{Exchange, Problem};
use super::record::status;
use crate::diagnostic::Severity;
use crate::sample::{Body, Message, Node, StartLine, Value};

/// The entries of an archive; `None` if the document is not an archive.
pub(super) fn entries(document: &Node) -> Option<&Node> {
    document.get("log")?.get("entries").filter(|entries| entries.is_array())
}

/// Reads an entry. `limit` is the largest size of a body without compression.
pub(super) fn exchange(entry: &Node, problems: Vec<Problem>, limit: usize) -> Result<Exchange, Problem> {
    let mut exchange = Exchange { request: None, response: None, span: entry.span.clone(), problems };
    let (request, response) = (entry.get("request"), entry.get("response"));
    if request.is_none() && response.is_none() {
        return Err(Problem::warning(&entry.span, "an entry of an HTTP archive has a request"));
    }
    for node in [request, response].into_iter().flatten().filter(|node| !node.is_object()) {
        exchange.problems.push(Problem::warning(&node.span, "a request or an answer is an object"));
    }
    if let Some(request) = request.filter(|node| node.is_object()) {
        let text = |name| request.get(name).and_then(Node::as_str);
        let start = match (text("method"), text("url")) {
            (Some(method), Some(url)) => {
                Some(StartLine::Request { method: method.to_ascii_uppercase(), target: url.to_owned() })
            }
            _ => {
                let message = "a request has `method` and `url`, which are strings";
                exchange.problems.push(Problem::warning(&request.span, message));
                None
            }
        };
        let found = message(start, request, request.get("postData"), &mut exchange.problems, limit);
        exchange.request = Some(found);
    }
    if let Some(response) = response.filter(|node| node.is_object()) {
        let of_answer = response.get("status");
        if of_answer.is_some_and(is_zero) {
            return Ok(exchange);
        }
        let stated = of_answer.and_then(status);
        if stated.is_none() {
            let at = of_answer.unwrap_or(response);
            exchange.problems.push(Problem::warning(&at.span, "`status` is a number between 100 and 599"));
        }
        let start = stated.or_else(|| of_answer.and_then(meant)).map(|status| StartLine::Response { status });
        let found = message(start, response, response.get("content"), &mut exchange.problems, limit);
        exchange.response = Some(found);
    }
    Ok(exchange)
}

/// The status of a request that was never answered.
fn is_zero(node: &Node) -> bool {
    matches!(&node.value, Value::Number(number) if number.as_u64() == Some(0))
}

/// The status that is meant by `"200"` or `200.0`.
fn meant(node: &Node) -> Option<u16> {
    let number = match &node.value {
        Value::String(text) => text.trim().parse().ok(),
        Value::Number(number) => number.as_f64(),
        _ => None,
    };
    (100..600).find(|status| number == Some(f64::from(*status)))
}

fn message(
    start: Option<StartLine>,
    node: &Node,
    content: Option<&Node>,
    problems: &mut Vec<Problem>,
    limit: usize,
) -> Message {
    let mut headers = Vec::new();
    for header in node.get("headers").map(Node::elements).unwrap_or_default() {
        let text = |name| header.get(name).and_then(Node::as_str);
        match (text("name"), text("value")) {
            (Some(name), Some(value)) => headers.push((name.to_ascii_lowercase(), value.to_owned())),
            _ => problems.push(Problem::warning(&header.span, "a header has `name` and `value`")),
        }
    }
    let text = |name| content.and_then(|content| content.get(name)?.as_str());
    if let Some(media_type) = text("mimeType").filter(|it| !it.is_empty() && !it.starts_with("x-unknown"))
        && !headers.iter().any(|(name, _)| name == "content-type")
    {
        headers.push(("content-type".to_owned(), media_type.to_owned()));
    }
    let head = Message { start, headers, body: Body::Empty };
    let found = match content {
        Some(content) => body(head, content, limit),
        None => head.into(),
    };
    problems.extend(found.problems);
    found.message
}

fn body(head: Message, content: &Node, limit: usize) -> Found {
    let encoding = content.get("encoding").and_then(Node::as_str).unwrap_or_default();
    match content.get("text") {
        Some(node) if node.as_str().is_none() => {
            unreadable(head, &node.span, "`text` is no string".to_owned())
        }
        Some(node) if encoding.eq_ignore_ascii_case("base64") => with_base64(head, node, limit),
        Some(node) if encoding.is_empty() => with_text(head, node),
        Some(node) => unreadable(head, &node.span, format!("its encoding `{encoding}` is not base64")),
        None => {
            // The fields of a form can be listed one by one. They are not looked into.
            let params = content.get("params").map(Node::elements).unwrap_or_default();
            let size = content.get("size").map(|size| &size.value);
            let is_missing =
                matches!(size, Some(Value::Number(size)) if size.as_i64().is_some_and(|size| size > 0));
            let mut found = Found::from(head);
            if !params.is_empty() {
                let media_type = found.message.media_type().unwrap_or_default();
                let text = params.iter().map(|param| param.to_json().to_string()).collect();
                found.message.body = Body::Other { media_type, text };
            } else if is_missing {
                let message = "the archive does not hold the body";
                found.problems.push(Problem::at(Severity::Note, &content.span, message));
            }
            found
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::told;

    #[test]
    fn what_is_not_read_of_an_entry_is_said() {
        const GET: &str = r#""request":{"method":"get","url":"/a"}"#;
        let with = |response: &str| format!("{{{GET},\"response\":{response}}}");
        for (entry, expected) in [
            (with(r#"{"status":200,"content":{"text":"{\"a\":1}"}}"#), "GET /a > 200 {\"a\":1}"),
            (with(r#"{"status":200,"content":{"text":"eyJhIjoxfQ==","encoding":"base64"}}"#), "GET /a > 200 {\"a\":1}"),
            (with(r#"{"status":0,"content":{}}"#), "GET /a"),
            (with(r#"{"status":"ok"}"#), "GET /a > ? | warning: `status` is a number between 100 and 599"),
            (with(r#"{}"#), "GET /a > ? | warning: `status` is a number between 100 and 599"),
            (with(r#"{"status":"200","content":{"text":"{}"}}"#), "GET /a > 200 {} | warning: `status` is a number between 100 and 599"),
            (with(r#"{"status":200.0,"content":{"text":"{}"}}"#), "GET /a > 200 {} | warning: `status` is a number between 100 and 599"),
            (with(r#"{"status":-1,"content":{"text":"{}"}}"#), "GET /a > ? {} | warning: `status` is a number between 100 and 599"),
            (with(r#"{"status":null,"content":{"text":"{}"}}"#), "GET /a > ? {} | warning: `status` is a number between 100 and 599"),
            (with("7"), "GET /a | warning: a request or an answer is an object"),
            (r#"{"request":{"url":"/a"}}"#.to_owned(), "? | warning: a request has `method` and `url`, which are strings"),
            ("{}".to_owned(), "warning: an entry of an HTTP archive has a request"),
            (with(r#"{"status":200,"content":{"text":7}}"#), "GET /a > 200 unreadable | warning: a body cannot be read: `text` is no string"),
            (
                with(r#"{"status":200,"content":{"text":"x","encoding":"hex"}}"#),
                "GET /a > 200 unreadable | warning: a body cannot be read: its encoding `hex` is not base64",
            ),
            (
                with(r#"{"status":200,"content":{"text":"?","encoding":"base64"}}"#),
                "GET /a > 200 unreadable | warning: a body cannot be read: it is not base64: Invalid symbol 63, offset 0",
            ),
            (
                with(r#"{"status":200,"headers":[{"name":"Content-Encoding","value":"br"}],"content":{"text":"CwOAeyJhIjoxfQM=","encoding":"base64"}}"#),
                "GET /a > 200 unreadable | warning: a body cannot be read: its Content-Encoding `br` cannot be undone",
            ),
            (with(r#"{"status":200,"headers":["a"]}"#), "GET /a > 200 | warning: a header has `name` and `value`"),
            (with(r#"{"status":200,"content":{"size":7}}"#), "GET /a > 200 | note: the archive does not hold the body"),
            (
                r#"{"request":{"method":"POST","url":"/a","postData":{"mimeType":"multipart/form-data","params":[{"name":"a"}]}}}"#.to_owned(),
                "POST /a multipart/form-data {\"name\":\"a\"}",
            ),
        ] {
            let archive = format!("{{\"log\":{{\"entries\":[{entry}]}}}}");
            // All are on one line; the columns are left out.
            let found = told("a.har", archive.as_bytes()).join(" ");
            let is_place = |word: &&str| word.starts_with("1:");
            let found: Vec<&str> = found.split(' ').filter(|word| !is_place(word)).collect();
            assert_eq!(found.join(" "), expected, "{entry}");
        }
    }
}
