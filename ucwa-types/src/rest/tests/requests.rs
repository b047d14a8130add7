use serde_json::{Value, json};

use super::base;
use super::mirror::{
    Accept, Communication, Photo, Renegotiations, Root, Search2, Search2Query, StartMessaging,
    StartMessagingInput,
};
use crate::operation::{Post, RawBody, Violation};
use crate::rest::{Call, HrefError, RequestError, WireFormat};
use crate::{ExternalResource, Link};

const EXACT: &str = "application/vnd.microsoft.com.ucwa+json";

fn linked<T>(href: &str, revision: u32) -> Link<T> {
    let mut link = Link::new(href);
    link.set_attribute("revision", Some(json!(revision.to_string())));
    link
}

#[test]
fn a_get_asks_for_the_format_and_has_no_body() {
    let request = Link::<Communication>::new("/c?x=1").get().request(&base(), WireFormat::Json).unwrap();
    assert_eq!(
        (request.method(), request.uri().to_string()),
        (&http::Method::GET, "https://pool.example.com/c?x=1".into())
    );
    assert_eq!(request.headers().len(), 1);
    assert_eq!(request.headers()["Accept"], EXACT);
    assert!(request.body().is_empty());
}

#[test]
fn a_post_carries_its_input() {
    let input = StartMessagingInput {
        operation_id: Some("op-1".into()),
        to: Some("sip:ann@example.com".into()),
        message: Some(ExternalResource::from_text("text/plain", "hi")),
        ..StartMessagingInput::default()
    };
    let request = Link::<StartMessaging>::new("/m").post(input).request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.method(), http::Method::POST);
    assert_eq!(request.headers()["Content-Type"], EXACT);
    assert!(request.headers().get("If-Match").is_none());
    assert_eq!(
        serde_json::from_slice::<Value>(request.body()).unwrap(),
        json!({
            "operationId": "op-1",
            "to": "sip:ann@example.com",
            "_links": {"message": {"href": "data:text/plain;charset=utf-8,hi"}},
        })
    );
}

#[test]
fn what_the_documentation_demands_is_checked_before_anything_is_sent() {
    let link = Link::<StartMessaging>::new("/m");
    let refusal = link.post(StartMessagingInput::default()).request(&base(), WireFormat::Json).unwrap_err();
    assert!(matches!(refusal, RequestError::Input(Violation::Missing { name: "to" })), "{refusal}");
    assert_eq!(refusal.to_string(), "in the input, `to` is required");
    let input = StartMessagingInput {
        operation_id: Some("x".repeat(51)),
        to: Some("sip:ann@example.com".into()),
        ..StartMessagingInput::default()
    };
    let refusal = link.post(input).request(&base(), WireFormat::Json).unwrap_err();
    assert!(
        matches!(refusal, RequestError::Input(Violation::TooLong { length: 51, max_length: 50, .. })),
        "{refusal}"
    );

    let search = linked::<Search2>("/search", 2);
    let refusal = search.get().request(&base(), WireFormat::Json).unwrap_err();
    assert!(matches!(refusal, RequestError::Query(Violation::Missing { name: "query" })), "{refusal}");
    let query = Search2Query { query: Some("ann".into()), limit: Some(101), ..Search2Query::default() };
    let refusal = search.get().query(query).request(&base(), WireFormat::Json).unwrap_err();
    assert!(matches!(refusal, RequestError::Query(Violation::TooLarge { .. })), "{refusal}");
}

#[test]
fn scenario_what_the_documentation_forbids_can_be_asked_for_on_purpose() {
    let search = linked::<Search2>("/search", 2);
    let query = Search2Query { limit: Some(101), ..Search2Query::default() };
    let request = search.get().query(query).unchecked().request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.uri().query(), Some("limit=101"));
    let call = Link::<StartMessaging>::new("/m").post(StartMessagingInput::default()).unchecked();
    assert!(call.clone().request(&base(), WireFormat::Json).is_ok());
    // What is no rule of the documentation still counts.
    assert!(matches!(
        call.revision(2).request(&base(), WireFormat::Json),
        Err(RequestError::Revision { .. })
    ));
}

#[test]
fn scenario_discovery_asks_for_both_media_types_and_names_the_user() {
    let root =
        Link::<Root>::new("/root?originalDomain=example.com").get().parameter("sipuri", "ann@example.com");
    let request = root.clone().request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.uri().query(), Some("originalDomain=example.com&sipuri=ann%40example.com"));
    assert_eq!(request.headers()["Accept"], format!("{EXACT}, application/json"));
    let other = Link::<Communication>::new("/c").get().request(&base(), WireFormat::Json).unwrap();
    assert_eq!(other.headers()["Accept"], EXACT);
}

#[test]
fn what_is_required_may_be_in_the_query_and_in_the_href() {
    let call = linked::<Search2>("/search", 2).get().parameter("query", "a");
    assert_eq!(call.request(&base(), WireFormat::Json).unwrap().uri().query(), Some("query=a"));
    let call = linked::<Search2>("/search?query=a", 2).get();
    assert_eq!(call.request(&base(), WireFormat::Json).unwrap().uri().query(), Some("query=a"));
    let query = Search2Query { query: Some("ann".into()), ..Search2Query::default() };
    let call = Call::<Search2, Post>::new(&linked::<Search2>("/search", 2), StartMessagingInput::default());
    assert!(matches!(call.clone().request(&base(), WireFormat::Json), Err(RequestError::Input(_))));
    let request = call.query(query).request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.uri().query(), Some("query=ann"));
}

#[test]
fn scenario_typed_query_parameters_are_added_to_those_the_href_carries() {
    let mut query = Search2Query {
        query: Some("ann & bob+é".into()),
        limit: Some(3),
        exact: Some(true),
        since: Some("/Date(1451703845000)/".parse().unwrap()),
        sources: Some(vec!["a".into(), "b".into()]),
        message: Some(ExternalResource::new("data:,x")),
        ..Search2Query::default()
    };
    query.unknown.insert("new", json!([1, null, {"x": 2}]));
    let call = linked::<Search2>("/search?ack=1&key=%2B", 2).get().query(query);
    let request = call.request(&base(), WireFormat::Json).unwrap();
    let uri = request.uri().to_string();
    let (_, parameters) = uri.split_once('?').unwrap();
    assert_eq!(
        parameters.split('&').collect::<Vec<_>>(),
        [
            "ack=1",
            "key=%2B",
            "query=ann%20%26%20bob%2B%C3%A9",
            "limit=3",
            "exact=true",
            "since=2016-01-02T03%3A04%3A05Z",
            "sources=a",
            "sources=b",
            "message=data%3A%2Cx",
            "new=1",
            "new=%7B%22x%22%3A2%7D",
        ]
    );
}

#[test]
fn scenario_a_request_for_a_revision_says_so_and_is_refused_where_the_link_offers_less() {
    let query = || Search2Query { query: Some("ann".into()), ..Search2Query::default() };
    let header = "X-MS-RequiresMinResourceVersion";
    // The type describes revision 2, so that is what it asks for.
    for offered in [2, 10] {
        let call = linked::<Search2>("/search", offered).get().query(query());
        assert_eq!(call.request(&base(), WireFormat::Json).unwrap().headers()[header], "2");
    }
    let first = Link::<Search2>::new("/search").get().query(query());
    let refusal = first.clone().request(&base(), WireFormat::Json).unwrap_err();
    assert!(matches!(refusal, RequestError::Revision { asked: 2, offered: 1 }), "{refusal}");
    let request = first.revision(1).request(&base(), WireFormat::Json).unwrap();
    assert!(request.headers().get(header).is_none());
    let call = linked::<Communication>("/c", 3).get();
    assert!(call.clone().request(&base(), WireFormat::Json).unwrap().headers().get(header).is_none());
    assert_eq!(call.clone().revision(3).request(&base(), WireFormat::Json).unwrap().headers()[header], "3");
    assert!(call.revision(4).request(&base(), WireFormat::Json).is_err());
    for offered in [json!("2.5"), json!(2), json!(2.0), json!(" 2 ")] {
        let mut link = Link::<Search2>::new("/search");
        link.set_attribute("revision", Some(offered));
        assert!(link.get().query(query()).request(&base(), WireFormat::Json).is_ok());
    }
    for offered in [json!("1.9"), json!("two"), json!(-2), json!(null), json!("NaN")] {
        let mut link = Link::<Search2>::new("/search");
        link.set_attribute("revision", Some(offered));
        let refusal = link.get().query(query()).request(&base(), WireFormat::Json).unwrap_err();
        assert!(matches!(refusal, RequestError::Revision { asked: 2, offered: 1 }), "{refusal}");
    }
    // A link that calls its revision 0 is at the first one all the same.
    assert!(linked::<Communication>("/c", 0).get().request(&base(), WireFormat::Json).is_ok());
}

#[test]
fn scenario_a_put_sends_back_every_property_that_the_get_returned_and_its_etag_as_if_match() {
    let guid = "0c4fee1f-64f6-4ffc-9c70-5a0b52f4e1a7";
    let body = json!({
        "rel": "communication",
        guid: "please pass this in a PUT request",
        "audioPreference": "PhoneAudio",
        "supportedModalities": ["Messaging"],
        "undocumented": {"a": [1, null]},
        "etag": "2943169141",
        "_links": {"self": {"href": "/c"}, "odd": {"href": "/odd"}},
    });
    let mut communication: Communication = serde_json::from_value(body.clone()).unwrap();
    communication.audio_preference = Some("VoipAudio".into());
    let link = communication.links.self_.clone().unwrap();
    let call = link.put(communication);
    let request = call.request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.method(), http::Method::PUT);
    assert_eq!(request.headers()["If-Match"], "\"2943169141\"");
    let mut expected = body;
    expected["audioPreference"] = json!("VoipAudio");
    assert_eq!(serde_json::from_slice::<Value>(request.body()).unwrap(), expected);
}

/// In XML the body of every request is an `input`, a resource that is put back included; a server answers a `resource`.
#[cfg(feature = "xml")]
#[test]
fn a_resource_that_is_put_back_in_xml_is_an_input() {
    let communication: Communication =
        serde_json::from_value(json!({"audioPreference": "PhoneAudio"})).unwrap();
    let request = Link::<Communication>::new("/c")
        .put(communication.clone())
        .request(&base(), WireFormat::Xml)
        .unwrap();
    let body = str::from_utf8(request.body()).unwrap();
    assert!(body.contains("<input") && !body.contains("<resource"), "{body}");
    let received = crate::rest::server::read::<Communication, crate::operation::Put>(&request).unwrap();
    assert_eq!(received.input.audio_preference, Some("PhoneAudio".into()));
    let response = crate::rest::server::ok(&communication, WireFormat::Xml).unwrap();
    assert!(response.body().windows(9).any(|bytes| bytes == b"<resource"));
}

#[test]
fn etags_are_quoted_once() {
    let put = |etag: Value| {
        let communication: Communication = serde_json::from_value(json!({"etag": etag})).unwrap();
        let request = Link::<Communication>::new("/c").put(communication).request(&base(), WireFormat::Json);
        request
            .map(|request| request.headers().get("If-Match").map(|value| value.to_str().unwrap().to_owned()))
    };
    assert_eq!(put(json!("1")).unwrap().as_deref(), Some("\"1\""));
    assert_eq!(put(json!("\"1\"")).unwrap().as_deref(), Some("\"1\""));
    assert_eq!(put(json!("W/\"1\"")).unwrap().as_deref(), Some("W/\"1\""));
    assert_eq!(put(json!(1)).unwrap().as_deref(), Some("\"1\""));
    assert_eq!(put(json!(null)).unwrap(), None);
    assert!(matches!(put(json!("a\nb")), Err(RequestError::Header(name)) if name == "If-Match"));
    let get = Link::<Communication>::new("/c").get();
    let request = get.clone().if_none_match("1").request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.headers()["If-None-Match"], "\"1\"");
    let request = get.if_match("*").request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.headers()["If-Match"], "*");
}

#[test]
fn other_content_is_sent_as_it_is() {
    let offer = RawBody::new("application/sdp", "v=0\r\n");
    let request = Link::<Renegotiations>::new("/r").post(offer).request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.headers()["Content-Type"], "application/sdp");
    assert_eq!(request.headers()["Accept"], EXACT);
    assert_eq!(request.body(), b"v=0\r\n");
    let odd = RawBody::new("text/plain\n", "");
    let refusal = Link::<Renegotiations>::new("/r").post(odd).request(&base(), WireFormat::Json).unwrap_err();
    assert!(matches!(refusal, RequestError::Header(_)), "{refusal}");
    let request = Link::<Photo>::new("/p").get().request(&base(), WireFormat::Json).unwrap();
    assert_eq!(request.headers()["Accept"], "*/*");
    let request = Link::<Renegotiations>::new("/r").delete().request(&base(), WireFormat::Json).unwrap();
    assert_eq!((request.method(), request.body().len()), (&http::Method::DELETE, 0));
}

#[test]
fn scenario_a_post_without_a_body_says_that_it_has_none() {
    let accept = || Link::<Accept>::new("/i/1/accept");
    let offer = |bytes: &str| Link::<Renegotiations>::new("/r").post(RawBody::new("text/plain", bytes));
    let length = |request: http::Request<Vec<u8>>| {
        request.headers().get("Content-Length").map(|value| value.to_str().unwrap().to_owned())
    };
    let json = WireFormat::Json;
    for (what, request, expected) in [
        ("POST without an input", accept().post(()).request(&base(), json), Some("0")),
        ("POST of nothing", offer("").request(&base(), json), Some("0")),
        // HTTP clients know the length of a body.
        ("POST of something", offer("x").request(&base(), json), None),
        ("GET", Link::<Photo>::new("/p").get().request(&base(), json), None),
        ("DELETE", Link::<Renegotiations>::new("/r").delete().request(&base(), json), None),
    ] {
        assert_eq!(length(request.unwrap()).as_deref(), expected, "{what}");
    }
}

#[test]
fn scenario_a_data_link_is_content_and_not_followed() {
    let link = Link::<Photo>::new("data:text/plain,hi");
    let refusal = link.get().request(&base(), WireFormat::Json).unwrap_err();
    assert!(matches!(refusal, RequestError::Href(HrefError::Data)), "{refusal}");
    let query = Search2Query { query: Some("ann".into()), ..Search2Query::default() };
    let refusal = linked::<Search2>("", 2).get().query(query).request(&base(), WireFormat::Json).unwrap_err();
    assert!(matches!(refusal, RequestError::Href(HrefError::Empty)), "{refusal}");
}

#[cfg(feature = "xml")]
#[test]
fn xml_is_sent_and_asked_for() {
    let input =
        StartMessagingInput { to: Some("sip:ann@example.com".into()), ..StartMessagingInput::default() };
    let request = Link::<StartMessaging>::new("/m").post(input).request(&base(), WireFormat::Xml).unwrap();
    for name in ["Accept", "Content-Type"] {
        assert_eq!(request.headers()[name], "application/vnd.microsoft.com.ucwa+xml");
    }
    let body = String::from_utf8(request.into_body()).unwrap();
    assert!(body.contains("<property name=\"to\">sip:ann@example.com</property>"), "{body}");
    let input = StartMessagingInput { to: Some("\u{1}".into()), ..StartMessagingInput::default() };
    let refusal =
        Link::<StartMessaging>::new("/m").post(input).request(&base(), WireFormat::Xml).unwrap_err();
    assert!(matches!(refusal, RequestError::Encode(_)), "{refusal}");
}
