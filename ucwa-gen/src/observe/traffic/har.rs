//! Entries of HTTP archives (HAR), which browsers and proxies write.

use super::content::Head;
use super::exchange::{Exchange, Problem};
use super::record::status;
use crate::sample::{Message, Node, StartLine};

/// Reads an entry.
pub(super) fn exchange(entry: &Node, repaired: Option<String>) -> Result<Exchange, Problem> {
    let mut exchange = Exchange { request: None, response: None, span: entry.span.clone(), repaired };
    if let Some(request) = entry.get("request") {
        let text = |name| request.get(name).and_then(Node::as_str).unwrap_or_default();
        let method = text("method").to_ascii_uppercase();
        let start = Some(StartLine::Request { method, target: text("url").to_owned() });
        let (message, repaired) = message(start, request, request.get("postData"))?;
        exchange.request = Some(message);
        exchange.repaired = exchange.repaired.or(repaired);
    }
    if let Some(response) = entry.get("response") {
        // A request that was never answered has the status 0.
        let start = response.get("status").and_then(status).map(|status| StartLine::Response { status });
        if start.is_some() {
            let (message, repaired) = message(start, response, response.get("content"))?;
            exchange.response = Some(message);
            exchange.repaired = exchange.repaired.or(repaired);
        }
    }
    Ok(exchange)
}

fn message(
    start: Option<StartLine>,
    node: &Node,
    content: Option<&Node>,
) -> Result<(Message, Option<String>), Problem> {
    let mut headers = Vec::new();
    for header in node.get("headers").map(Node::elements).unwrap_or_default() {
        let text = |name| header.get(name).and_then(Node::as_str);
        if let (Some(name), Some(value)) = (text("name"), text("value")) {
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
    }
    let text = |name| content.and_then(|content| content.get(name)?.as_str());
    if let Some(media_type) = text("mimeType").filter(|it| !it.is_empty() && !it.starts_with("x-unknown"))
        && !headers.iter().any(|(name, _)| name == "content-type")
    {
        headers.push(("content-type".to_owned(), media_type.to_owned()));
    }
    let head = Head { start, headers };
    match content.and_then(|content| content.get("text")).filter(|text| text.as_str().is_some()) {
        None => Ok((head.without_body(), None)),
        Some(node) if text("encoding") == Some("base64") => head.with_base64(node),
        Some(node) => Ok(head.with_text(node)),
    }
}
