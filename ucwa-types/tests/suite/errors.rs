//! Chains of errors: what prints each error and then its `source` prints nothing twice.

use std::collections::BTreeSet;
use std::error::Error;

use http::{Request, Response};
use serde_json::Value;
use ucwa_types::api::{Batch as BatchResource, ErrorKind, Me, StartMessaging};
use ucwa_types::batch::{self, Batch, PartError};
use ucwa_types::channel::Aggregation;
use ucwa_types::operation::{Post, ServiceError};
use ucwa_types::rest::{
    BaseUrl, DecodeError, EncodeError, HrefError, RequestError, ResponseError, WireFormat, server,
};
use ucwa_types::{
    DataUri, DateTime, ErrorBody, ExternalResource, LimitExceeded, Limits, Link, json_body, multipart,
    xml_body,
};

fn response_error(content_type: &str, body: &str) -> ResponseError<ErrorKind> {
    let response = Response::builder().header("Content-Type", content_type).body(body.as_bytes().to_vec());
    Link::<Me>::new("/me").get().read(response.unwrap()).unwrap_err()
}

fn json_error() -> json_body::Error {
    json_body::from_slice::<Value>(b"{7}").unwrap_err()
}

fn part_error(part: &str) -> PartError<ErrorKind> {
    let mut batch = Batch::new("https://pool.example.com".parse().unwrap(), WireFormat::Json);
    let me = batch.add(&Link::<Me>::new("/me").get()).unwrap();
    let response = Response::builder()
        .header("Content-Type", "multipart/batching; boundary=x")
        .body(format!("--x\n{part}\n--x--").into_bytes());
    let reply = batch.call(&Link::<BatchResource>::new("/batch")).read(response.unwrap()).unwrap();
    batch.answers(reply).unwrap().take(&me).unwrap_err()
}

fn receive_error(method: &str, content_type: &str, body: &str) -> server::ReceiveError {
    let request = Request::builder().method(method).header("Content-Type", content_type);
    server::read::<StartMessaging, Post>(&request.body(body.as_bytes().to_vec()).unwrap()).unwrap_err()
}

fn malformed() -> batch::Malformed {
    batch::requests("multipart/batching; boundary=x", b"--x\n\n?").unwrap().find_map(Result::err).unwrap()
}

/// Each error type with some of its values, at least one for each way to have a source.
fn errors() -> Vec<(&'static str, Box<dyn Error>)> {
    let json = "application/json";
    let invalid = || "http://[".parse::<BaseUrl>().unwrap_err();
    let limits = Limits::default().with_depth(1);
    let limit = LimitExceeded::Depth(1);
    let character = || xml_body::Error::Character('\0');
    let me = Link::<Me>::new("/me").get();
    let base: BaseUrl = "https://pool.example.com".parse().unwrap();
    vec![
        ("ucwa_types::DataUriError", ExternalResource::new("/x").to_bytes().unwrap_err().into()),
        ("ucwa_types::DataUriError", DataUri::parse("data:;base64,*").unwrap().bytes().unwrap_err().into()),
        ("ucwa_types::LimitExceeded", limit.into()),
        ("ucwa_types::ParseError", "never".parse::<DateTime>().unwrap_err().into()),
        ("ucwa_types::batch::Malformed", malformed().into()),
        ("ucwa_types::batch::PartError", part_error("").into()),
        (
            "ucwa_types::batch::PartError",
            part_error("\n\nHTTP/1.1 200 OK\nContent-Type: application/json\n\n{7}").into(),
        ),
        ("ucwa_types::channel::OutOfRange", Aggregation::new().with_timeout(1).unwrap_err().into()),
        ("ucwa_types::json_body::Error", json_error().into()),
        (
            "ucwa_types::json_body::Error",
            json_body::from_slice_within::<Value>(b"[[1]]", limits).unwrap_err().into(),
        ),
        ("ucwa_types::multipart::MultipartError", multipart::parts("text/plain", b"").unwrap_err().into()),
        ("ucwa_types::multipart::MultipartError", ExternalResource::new("/x").parts().unwrap_err().into()),
        ("ucwa_types::operation::ServiceError", ServiceError::<()>::new(409, ErrorBody::default()).into()),
        ("ucwa_types::rest::DecodeError", DecodeError::from(json_error()).into()),
        ("ucwa_types::rest::DecodeError", DecodeError::Limit(limit).into()),
        ("ucwa_types::rest::DecodeError", DecodeError::Truncated(Box::new(json_error())).into()),
        ("ucwa_types::rest::EncodeError", EncodeError::Xml(character()).into()),
        ("ucwa_types::rest::HrefError", invalid().into()),
        ("ucwa_types::rest::HrefError", HrefError::Empty.into()),
        ("ucwa_types::rest::RequestError", RequestError::Href(invalid()).into()),
        ("ucwa_types::rest::RequestError", RequestError::Encode(EncodeError::Xml(character())).into()),
        (
            "ucwa_types::rest::RequestError",
            me.if_match("\n").request(&base, WireFormat::Json).unwrap_err().into(),
        ),
        ("ucwa_types::rest::ResponseError", response_error(json, "{7}").into()),
        ("ucwa_types::rest::ResponseError", response_error(json, "{").into()),
        ("ucwa_types::rest::ResponseError", response_error("text/html", "{").into()),
        ("ucwa_types::rest::server::ReceiveError", receive_error("GET", "", "").into()),
        ("ucwa_types::rest::server::ReceiveError", receive_error("POST", "application/json", "{7}").into()),
        ("ucwa_types::rest::server::ReceiveError", receive_error("POST", "application/json", "{}").into()),
        ("ucwa_types::xml_body::Error", xml_body::Error::Limit(limit).into()),
        ("ucwa_types::xml_body::Error", character().into()),
    ]
}

#[test]
fn no_error_says_what_its_source_says() {
    for (name, error) in errors() {
        let mut error: &dyn Error = &*error;
        assert!(!error.to_string().is_empty(), "{name}");
        while let Some(source) = error.source() {
            assert!(!error.to_string().contains(&source.to_string()), "{name}: {error}: {source}");
            error = source;
        }
    }
}

/// `Violation` has neither a source nor a constructor, and is part of what a `RequestError` says.
#[test]
fn each_error_type_is_tested() {
    let tested: BTreeSet<&str> = errors().iter().map(|(name, _)| *name).collect();
    let listed: BTreeSet<&str> = include_str!("../../public-api.txt")
        .lines()
        .filter_map(|line| line.split_once("core::error::Error for ")?.1.split('<').next())
        .filter(|name| *name != "ucwa_types::operation::Violation")
        .collect();
    assert_eq!(tested, listed);
}

#[test]
fn a_chain_ends_in_the_cause() {
    let error = response_error("application/json", "{7}");
    assert_eq!(error.to_string(), "200 OK: not what its media type says, or not of the type");
    assert_eq!(error.source().unwrap().to_string(), "key must be a string at line 1 column 2");
    assert!(error.source().unwrap().source().is_none());
}
