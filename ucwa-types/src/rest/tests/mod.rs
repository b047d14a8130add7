//! Requests and answers, by the scenarios of the protocol.

mod answers;
mod hostile;
mod mirror;
mod requests;
mod server;

use http::Response;

use crate::rest::BaseUrl;

fn base() -> BaseUrl {
    "https://pool.example.com".parse().unwrap()
}

const JSON: &str = "application/json; charset=utf-8";

fn response(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Response<Vec<u8>> {
    let builder = Response::builder().status(status);
    let builder = if media_type.is_empty() { builder } else { builder.header("Content-Type", media_type) };
    builder.body(body.into()).unwrap()
}
