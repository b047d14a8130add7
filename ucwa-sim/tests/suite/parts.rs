//! The parts of a batch, read line by line.

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, Response};

/// The responses in an answer to a batch; `None` if it is something else.
pub(crate) fn responses(response: &Response<Vec<u8>>) -> Option<Vec<Response<Vec<u8>>>> {
    let text = batch(response.headers(), response.body())?;
    let boundary = text.lines().next().unwrap();
    let mut parts: Vec<&str> = text.split(boundary).collect();
    assert_eq!((parts.remove(0), parts.pop()), ("", Some("--\r\n")), "{text}");
    Some(parts.into_iter().map(part).collect())
}

/// The body with another `Accept` in each part, if it is a batch.
pub(crate) fn with_accept(
    headers: &HeaderMap,
    body: &[u8],
    change: impl Fn(&str) -> String,
) -> Option<Vec<u8>> {
    let text = batch(headers, body)?;
    let name = format!("{}:", ACCEPT.as_str());
    let lines = text.split_inclusive('\n').map(|line| {
        let is_accept = line.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(&name));
        if is_accept { change(line) } else { line.to_owned() }
    });
    Some(lines.collect::<String>().into_bytes())
}

fn batch<'b>(headers: &HeaderMap, body: &'b [u8]) -> Option<&'b str> {
    let media_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    media_type.starts_with("multipart/").then(|| std::str::from_utf8(body).ok())?
}

/// A head of its own, and then an answer of HTTP.
fn part(part: &str) -> Response<Vec<u8>> {
    let (head, answer) = part.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("application/http; msgtype=response"), "{part}");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        response = response.header(name, value);
    }
    response.body(body.strip_suffix("\r\n").unwrap().as_bytes().to_vec()).unwrap()
}
