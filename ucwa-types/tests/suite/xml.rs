//! The same types, in XML.

use std::fmt::Debug;

use proptest::prelude::*;
use serde_json::{Value, json};
use ucwa_types::event::{Event, EventDocument, EventStatus, EventType, Sender};
use ucwa_types::xml_body::{self, Error};
use ucwa_types::{
    DateTime, ErrorBody, ExternalResource, LimitExceeded, Limits, Link, Model, Object, RawJson, ResourceSet,
    Unknown,
};

use crate::mirror::{
    Any, Contact, InvitationState, Message, Participant, PhoneAudioInvitation, StartMessagingInput,
};

fn comes_back<M: Model + Default + PartialEq + Debug>(value: &M) -> String {
    let text = xml_body::to_string(value).unwrap();
    assert_eq!(&xml_body::from_str::<M>(&text).unwrap(), value, "{text}");
    text
}

const INVITATION: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<resource rel="phoneAudioInvitation" href="/i/1?a=1&amp;b=2" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa">
  <link rel="accept" href="/i/1/accept" revision="2" />
  <link rel="contact" href="/c/1" title="Ann &quot;A&quot; Archer" />
  <link rel="contact" href="/c/2" />
  <link rel="customContent" href="data:application/sdp;base64,dj0wDQo=" />
  <link rel="vendorLink" href="/v" />
  <property name="rel">phoneAudioInvitation</property>
  <property name="operationId">74cb</property>
  <property name="state">odd-name</property>
  <property name="joinAudioMuted">False</property>
  <property name="attempts">-3</property>
  <property name="started">2017-07-14T02:40:00Z</property>
  <property name="timeout">PT30S</property>
  <propertyList name="modalities">
    <item>Connected</item>
    <item>Sideways</item>
  </propertyList>
  <propertyList name="times" />
  <propertyList name="vendorList"><item>1</item></propertyList>
  <property name="vendorProperty">&#x41;<![CDATA[<b>]]></property>
  <resource rel="acceptedByParticipant" href="/p/1">
    <property name="rel">participant</property>
    <property name="local">True</property>
    <property name="name"></property>
  </resource>
  <resource rel="from" href="/p/2" />
  <resource rel="vendorThing">
    <link rel="x" href="/x" />
    <property name="y">z</property>
  </resource>
</resource>
"#;

#[test]
fn a_resource_says_the_same_as_in_json() {
    let decoded: PhoneAudioInvitation = xml_body::from_str(INVITATION).unwrap();
    let json: PhoneAudioInvitation = serde_json::from_value(json!({
        "rel": "phoneAudioInvitation",
        "operationId": "74cb",
        "state": "odd-name",
        "joinAudioMuted": false,
        "attempts": -3,
        "started": "/Date(1500000000000)/",
        "timeout": "PT30S",
        "modalities": ["Connected", "Sideways"],
        "times": [],
        "vendorProperty": "A<b>",
        "vendorList": ["1"],
        "_links": {
            "self": {"href": "/i/1?a=1&b=2"},
            "accept": {"href": "/i/1/accept", "revision": "2"},
            "contact": [{"href": "/c/1", "title": "Ann \"A\" Archer"}, {"href": "/c/2"}],
            "customContent": {"href": "data:application/sdp;base64,dj0wDQo="},
            "vendorLink": {"href": "/v"},
        },
        "_embedded": {
            "acceptedByParticipant": [{"rel": "participant", "local": true, "name": "", "_links": {"self": {"href": "/p/1"}}}],
            "from": {"rel": "participant", "_links": {"self": {"href": "/p/2"}}},
            "vendorThing": {"y": "z", "_links": {"x": {"href": "/x"}}},
        },
    }))
    .unwrap();
    assert_eq!(decoded, json);
    assert_eq!(comes_back(&decoded), comes_back(&json));
}

#[test]
fn a_rel_is_read_from_where_it_is() {
    let rel = |text: &str| xml_body::from_str::<Contact>(text).unwrap().rel().map(str::to_owned);
    assert_eq!(rel("<resource/>").as_deref(), Some("contact"));
    assert_eq!(rel(r#"<resource rel="contact"/>"#).as_deref(), Some("contact"));
    assert_eq!(rel(r#"<resource rel="to"/>"#).as_deref(), Some("to"));
    assert_eq!(
        rel(r#"<resource rel="x"><property name="rel">to</property></resource>"#).as_deref(),
        Some("to")
    );
    assert_eq!(rel(r#"<u:resource xmlns:u="urn:x" rel="to"/>"#).as_deref(), Some("to"));
    assert!(xml_body::to_string(&Contact::default()).unwrap().contains(r#"<resource rel="contact" "#));
}

#[test]
fn an_embedded_resource_is_found_by_role_or_by_rel() {
    // `from` is the only one that a participant can be here; in the invitation there are two.
    let text = r#"<resource><resource rel="phoneAudioInvitation"><property name="attempts">1</property></resource></resource>"#;
    let participant: Participant = xml_body::from_str(text).unwrap();
    assert_eq!(participant.embedded.invitation.unwrap().attempts, Some(1));
    let text = r#"<resource><resource rel="phoneAudioInvitation"/><resource rel="invitation"><property name="attempts">2</property></resource></resource>"#;
    let participant: Participant = xml_body::from_str(text).unwrap();
    assert_eq!(participant.embedded.invitation.as_ref().unwrap().attempts, Some(2));
    assert!(participant.unknown.embedded::<Value>("phoneAudioInvitation").is_some());
    let text = r#"<resource><resource rel="participant"/></resource>"#;
    let invitation: PhoneAudioInvitation = xml_body::from_str(text).unwrap();
    assert!(invitation.unknown.embedded::<Participant>("participant").is_some());
}

#[test]
fn what_does_not_fit_is_kept() {
    let text = r#"<resource>
        <link rel="accept" href="/a"/><link rel="accept" href="/b"/><link rel="self" title="no href"/>
        <property name="attempts">many</property><property name="attempts"><property name="a">1</property></property>
        <property name="started"/>
        <property name="local" xmlns:xsi="urn:x" xsi:nil="true"/>
        <resource rel="from"/><resource rel="from"/>
        <other>thing</other>
    </resource>"#;
    let decoded: PhoneAudioInvitation = xml_body::from_str(text).unwrap();
    assert_eq!((&decoded.links.accept, &decoded.attempts, &decoded.started), (&None, &None, &None));
    assert!(decoded.embedded.from.is_none());
    assert_eq!(
        serde_json::to_value(&decoded).unwrap(),
        json!({
            "attempts": {"a": "1"}, "started": "", "local": null, "other": "thing",
            "_links": {"accept": [{"href": "/a"}, {"href": "/b"}], "self": {"title": "no href"}},
            "_embedded": {"from": [{}, {}]},
        })
    );
}

#[test]
fn attributes_are_properties_too() {
    let decoded: PhoneAudioInvitation =
        xml_body::from_str(r#"<input attempts="7" state="" started="soon" to="a"/>"#).unwrap();
    assert_eq!(decoded.attempts, Some(7));
    assert_eq!(
        serde_json::to_value(&decoded).unwrap(),
        json!({"attempts": 7, "state": "", "started": "soon", "to": "a"})
    );
    comes_back(&decoded);
}

#[test]
fn no_links_are_not_written() {
    let contact: Contact =
        serde_json::from_value(json!({"rel": "contact", "_links": {}, "_embedded": {}})).unwrap();
    let text = xml_body::to_string(&contact).unwrap();
    assert!(!text.contains("_links") && !text.contains("_embedded"), "{text}");
}

#[test]
fn an_input_is_an_input() {
    let input = StartMessagingInput {
        to: Some("sip:ann@example.com".to_owned()),
        message: Some(ExternalResource::from_text("text/plain", "hi")),
        ..Default::default()
    };
    assert_eq!(
        comes_back(&input),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <input xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">\
         <link rel=\"message\" href=\"data:text/plain;charset=utf-8,hi\"/>\
         <property name=\"to\">sip:ann@example.com</property></input>"
    );
}

#[test]
fn a_resource_that_is_put_back_is_an_input() {
    let invitation: PhoneAudioInvitation =
        serde_json::from_value(json!({"rel": "phoneAudioInvitation", "subject": "hi", "nick": "b"})).unwrap();
    let written = xml_body::to_input_string(&invitation).unwrap();
    assert!(written.contains("<input rel=\"phoneAudioInvitation\""), "{written}");
    assert_eq!(xml_body::from_str::<PhoneAudioInvitation>(&written).unwrap(), invitation);
}

const EVENTS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<events href="/events?ack=1" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa">
  <link rel="next" href="/events?ack=2" />
  <sender rel="conversation" href="/conversations/1">
    <completed rel="message" href="/m/1" status="Failure">
      <resource rel="message" href="/m/1">
        <link rel="plainMessage" href="data:text/plain,hello+there" />
        <property name="timeStamp">2017-07-14T02:40:00Z</property>
      </resource>
      <reason><code>Gone</code><debugInfo><host>pool.example.com</host></debugInfo></reason>
    </completed>
    <added rel="localParticipant" href="/p/1" title="Ann">
      <in rel="typingParticipants" href="/typing" />
      <resource rel="localParticipant"><property name="rel">participant</property><property name="local">True</property></resource>
    </added>
    <exploded rel="vendorThing" href="/v"><resource rel="vendorThing"><property name="x">1</property></resource></exploded>
  </sender>
  <sender rel="me" href="/me" />
</events>"#;

#[test]
fn events_say_the_same_as_in_json() {
    let decoded: EventDocument<Any> = xml_body::from_str(EVENTS).unwrap();
    let json: EventDocument<Any> = serde_json::from_value(json!({
        "_links": {"self": {"href": "/events?ack=1"}, "next": {"href": "/events?ack=2"}},
        "sender": [
            {"rel": "conversation", "href": "/conversations/1", "events": [
                {
                    "link": {"rel": "message", "href": "/m/1"}, "type": "completed", "status": "Failure",
                    "reason": {"code": "Gone", "debugInfo": {"host": "pool.example.com"}},
                    "_embedded": {"message": {
                        "timeStamp": "/Date(1500000000000)/",
                        "_links": {
                            "self": {"href": "/m/1"}, "plainMessage": {"href": "data:text/plain,hello+there"},
                        },
                    }},
                },
                {
                    "link": {"rel": "localParticipant", "href": "/p/1", "title": "Ann"}, "type": "added",
                    "in": {"rel": "typingParticipants", "href": "/typing"},
                    "_embedded": {"localParticipant": {"rel": "participant", "local": true}},
                },
                {
                    "link": {"rel": "vendorThing", "href": "/v"}, "type": "exploded",
                    "_embedded": {"vendorThing": {"x": "1"}},
                },
            ]},
            {"rel": "me", "href": "/me"},
        ],
    }))
    .unwrap();
    assert_eq!(decoded, json);
    comes_back(&decoded);
    comes_back(&json);
    assert!(matches!(decoded.senders[0].events[0].resource(), Some(Any::Message(_))));
}

#[test]
fn an_error_body_is_a_reason() {
    let text = r#"<reason xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa">
        <code>BadRequest</code><message>No &amp; no</message><link href="https://help.example.com/"/>
        <parameters><item><property name="name">to</property></item></parameters><debugInfo/><more>1</more>
    </reason>"#;
    let error: ErrorBody = xml_body::from_str(text).unwrap();
    assert_eq!(error.message.as_deref(), Some("No & no"));
    assert_eq!(error.link.as_ref().unwrap().href(), "https://help.example.com/");
    assert_eq!(error.parameters, Some(json!([{"name": "to"}])));
    assert_eq!(error.debug_info, Some(json!("")));
    assert_eq!(error.unknown.get("more").map(RawJson::to_value), Some(json!("1")));
    comes_back(&error);
}

/// What is neither a resource nor of the event channel: elements named by their members, and lists by their items.
#[derive(Clone, Debug, Default, PartialEq, Object)]
#[ucwa(element = "report")]
struct Report {
    entries: Option<Vec<Value>>,
    colors: Option<Vec<String>>,
    label: Option<String>,
    #[ucwa(unknown)]
    unknown: Unknown,
}

#[test]
fn lists_are_known_by_the_field_or_by_their_names() {
    let text = r#"<report xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <entries><reportEntry>
            <parameters><parameter><name>to</name><supportedValues><value>a</value></supportedValues></parameter></parameters>
            <range><low>1</low></range>
        </reportEntry></entries>
        <colors><string>red</string><string>blue</string></colors>
        <label><part>x</part></label>
        <operations><operation xsi:nil="true"/></operations>
        <status><statu>odd</statu><other/></status>
        <twice><a>1</a><a>2</a></twice>
    </report>"#;
    let decoded: Report = xml_body::from_str(text).unwrap();
    let json: Report = serde_json::from_value(json!({
        "entries": [
            {"parameters": [{"name": "to", "supportedValues": ["a"]}], "range": {"low": "1"}},
        ],
        "colors": ["red", "blue"],
        "label": {"part": "x"},
        "operations": [null],
        "twice": {"a": ["1", "2"]},
        "status": {"statu": "odd", "other": ""},
    }))
    .unwrap();
    assert_eq!(decoded, json);
    assert_eq!(comes_back(&decoded), comes_back(&json));
}

#[test]
fn lists_in_lists_come_back_without_items_too() {
    let text = r#"<report><propertyList name="vendor"><item>a</item><propertyList/><item/><propertyList>
        <propertyList/><item>b</item></propertyList></propertyList></report>"#;
    let decoded: Report = xml_body::from_str(text).unwrap();
    assert_eq!(decoded.unknown.get("vendor").map(RawJson::to_value), Some(json!(["a", [], "", [[], "b"]])));
    comes_back(&decoded);
}

#[test]
fn any_resource_is_found_by_its_rel() {
    let any = |text: &str| -> Any { xml_body::any_from_slice(text.as_bytes()).unwrap() };
    assert!(matches!(any(r#"<resource rel="contact"/>"#), Any::Contact(_)));
    assert!(matches!(
        any(r#"<resource rel="x"><property name="rel">contact</property></resource>"#),
        Any::Contact(_)
    ));
    assert!(matches!(any(r#"<resource rel="localParticipant"/>"#), Any::Participant(_)));
    let unknown = any(r#"<resource rel="x" href="/x"><property name="y">z</property></resource>"#);
    assert_eq!(unknown, Any::Unknown(json!({"rel": "x", "y": "z", "_links": {"self": {"href": "/x"}}})));
    let named_twice = any(r#"<resource rel="contact"><property name="rel">x</property></resource>"#);
    assert!(matches!(named_twice, Any::Contact(_)));
    for value in [unknown, Any::from(Contact::default()), any("<resource/>"), named_twice] {
        let text = xml_body::any_to_string(&value).unwrap();
        let again: Any = xml_body::any_from_slice(text.as_bytes()).unwrap();
        assert_eq!(again, value, "{text}");
    }
    assert!(xml_body::any_to_string(&Any::Unknown(json!(5))).unwrap().contains("<resource"));
    assert!(matches!(
        xml_body::any_from_slice::<Any>(b"<reason/>"),
        Err(Error::Root { expected: "resource", .. })
    ));
}

#[test]
fn what_is_no_such_document_is_an_error() {
    let error = |text: &str| xml_body::from_str::<Contact>(text).unwrap_err();
    for text in [
        "",
        " ",
        "x",
        "<resource>",
        "</resource>",
        "<resource></reason>",
        "<resource/><resource/>",
        "<resource/>x",
        "<resource a='1' a='2'/>",
        "<resource a=1/>",
        "<resource>&#0;</resource>",
        "<resource>&#xfffe;</resource>",
        "<resource>\u{1}</resource>",
        "<resource a='&#1;'/>",
        "<resource><!-- </resource>",
        "<resource>&#x110000;</resource>",
        "<resource a='&unknown;'/>",
    ] {
        assert!(matches!(error(text), Error::Syntax { .. }), "{text}: {:?}", error(text));
    }
    assert_eq!(error("<resource>&unknown;</resource>"), Error::Entity("unknown".into()));
    assert_eq!(error("<!DOCTYPE x [<!ENTITY y 'z'>]><resource>&y;</resource>"), Error::Doctype);
    assert_eq!(error("<html/>"), Error::Root { expected: "resource", found: "html".into() });
    assert_eq!(xml_body::from_slice::<Contact>(b"<resource>\xff</resource>"), Err(Error::Encoding));
    assert!(xml_body::from_slice::<Contact>(b"\xef\xbb\xbf<resource/>").is_ok());
}

#[test]
fn limits_are_kept_and_named() {
    let nested = |depth: usize| format!("{}{}", "<resource>".repeat(depth), "</resource>".repeat(depth));
    let limits = Limits::default().with_depth(3).with_size(100);
    let decode = |text: &str, limits| xml_body::from_slice_within::<Contact>(text.as_bytes(), limits);
    assert!(decode(&nested(3), limits).is_ok());
    assert_eq!(decode(&nested(4), limits), Err(Error::Limit(LimitExceeded::Depth(3))));
    assert_eq!(decode(&nested(5), limits), Err(Error::Limit(LimitExceeded::Size(100))));
    assert!(decode(&nested(Limits::DEEPEST), Limits::default()).is_ok());
    let deeper = Limits::default().with_depth(usize::MAX);
    assert_eq!(decode(&nested(10_000), deeper), Err(Error::Limit(LimitExceeded::Depth(Limits::DEEPEST))));
}

#[test]
fn what_xml_has_no_character_for_is_an_error() {
    for text in ["\0", "\u{1f}", "\u{fffe}"] {
        let contact = Contact { name: Some(text.to_owned()), ..Default::default() };
        assert_eq!(xml_body::to_string(&contact), Err(Error::Character(text.chars().next().unwrap())));
    }
}

/// Texts with what XML escapes or takes for white space, but nothing that it cannot say.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[a-z]{0,8}",
        1 => prop::collection::vec(
            any::<char>().prop_filter("XML has no such character", |character| {
                matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
            }),
            0..6,
        ).prop_map(String::from_iter),
        1 => "[<>&\"' \r\n\t]{0,4}",
    ]
}

fn link() -> impl Strategy<Value = Link<()>> {
    let attributes =
        prop::collection::vec((prop_oneof!["title|revision|rel|etag|name|x", text()], text()), 0..3);
    (text(), attributes).prop_map(|(href, attributes)| {
        let mut link = Link::new(href);
        for (name, text) in attributes {
            link.set_attribute(name, Some(text.into()));
        }
        link
    })
}

prop_compose! {
    fn unknown_member()(name in prop_oneof!["x|y|nick|item", text().prop_map(|text| format!("~{text}"))], value in prop_oneof![
        text().prop_map(Value::from),
        prop::collection::vec(text(), 0..3).prop_map(Value::from),
        prop::collection::btree_map(text(), text(), 1..3).prop_map(|object| json!(object)),
    ]) -> (String, Value) {
        (name, value)
    }
}

prop_compose! {
    fn participant()(
        name in prop::option::of(text()),
        local in prop::option::of(any::<bool>()),
        self_ in prop::option::of(link()),
        contact in prop::option::of(link()),
        unknown in prop::collection::vec(unknown_member(), 0..3),
        vendor in prop::option::of(link()),
        rel in prop::option::of(text()),
    ) -> Participant {
        let mut participant = Participant { name, local, ..Default::default() };
        participant.links.self_ = self_.map(Link::cast);
        participant.links.contact = contact.map(Link::cast);
        for (name, value) in unknown {
            participant.unknown.insert(name, value);
        }
        if let Some(link) = vendor {
            participant.unknown.insert_link("vendor", &link);
        }
        if let Some(rel) = rel.filter(|rel| rel != "participant") {
            participant.unknown.insert("rel", rel);
        }
        participant
    }
}

prop_compose! {
    fn invitation()(
        operation_id in prop::option::of(text()),
        state in prop::option::of(text()),
        attempts in prop::option::of(any::<i64>()),
        quality in prop::option::of(any::<f64>().prop_filter("JSON has no such number", |number| number.is_finite())),
        started in prop::option::of(any::<i64>()),
        timeout in prop::option::of(any::<i64>()),
        modalities in prop::option::of(prop::collection::vec(text(), 0..3)),
        anything in prop::option::of(unknown_member()),
        content in prop::option::of(link()),
        contacts in prop::collection::vec(link(), 0..3),
        participants in prop::collection::vec(participant(), 0..3),
        from in prop::option::of(participant()),
    ) -> PhoneAudioInvitation {
        let mut invitation = PhoneAudioInvitation {
            operation_id,
            state: state.map(|state| InvitationState::from(state.as_str())),
            attempts,
            quality: quality.and_then(serde_json::Number::from_f64),
            started: started.map(DateTime::from_unix_millis),
            timeout: timeout.map(ucwa_types::TimeSpan::from_ticks),
            modalities: modalities.map(|list| list.iter().map(|text| text.as_str().into()).collect()),
            anything: anything.map(|(_, value)| value),
            custom_content: content.map(|link| link.into_data().into()),
            ..Default::default()
        };
        invitation.links.contact = contacts.into_iter().map(Link::cast).collect();
        invitation.embedded.accepted_by_participant = participants;
        invitation.embedded.from = from.map(Box::new);
        invitation.unknown.insert_embedded("vendor", &Message::default()).unwrap();
        invitation
    }
}

prop_compose! {
    fn event()(
        r#type in prop::option::of(prop_oneof!["added|updated|event|rel|link|xmlish|property", text()]),
        link in prop::option::of(link()),
        in_ in prop::option::of(link()),
        status in prop::option::of(text()),
        code in prop::option::of(text()),
        resource in prop::option::of(participant()),
        unknown in prop::collection::vec(unknown_member(), 0..2),
    ) -> Event<Any> {
        let mut event = Event::<Any>::default();
        event.r#type = r#type.map(|text| EventType::from(text.as_str()));
        event.link = link;
        event.in_ = in_;
        event.status = status.map(|text| EventStatus::from(text.as_str()));
        event.reason = code.map(|code| {
            let mut reason = ErrorBody::default();
            reason.code = Some(code);
            Box::new(reason)
        });
        if let Some(resource) = resource {
            event.embedded.insert("participant", resource.into());
        }
        for (name, value) in unknown {
            event.unknown.insert(name, value);
        }
        event
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_resource_comes_back(invitation in invitation()) {
        comes_back(&invitation);
    }

    #[test]
    fn events_come_back(rel in prop::option::of(text()), events in prop::collection::vec(event(), 0..4), next in link()) {
        let mut sender = Sender::<Any>::default();
        sender.rel = rel;
        sender.events = events;
        let mut document = EventDocument::<Any>::default();
        document.senders.push(sender);
        document.links.next = Some(next.cast());
        comes_back(&document);
    }

    #[test]
    fn whatever_came_from_xml_survives_it(at in 0..INVITATION.len(), byte: u8, cut in 0..INVITATION.len()) {
        let mut body = INVITATION.as_bytes().to_vec();
        body[at] = byte;
        body.truncate(cut.max(at) + 1);
        // Mostly an error; if not, a value like any other. Never a panic.
        if let Ok(decoded) = xml_body::from_slice::<PhoneAudioInvitation>(&body) {
            comes_back(&decoded);
        }
    }
}

/// Documents of the reference, where it is at hand: whatever is in them survives.
#[test]
#[allow(clippy::print_stderr)]
fn samples_of_the_reference_come_back() {
    let Some(corpus) = crate::wire::shared("corpus") else {
        eprintln!("skipped: no reference beside the repository");
        return;
    };
    let mut documents = 0;
    for revision in ["2018-01", "2022-12"] {
        for entry in corpus.join(revision).read_dir().unwrap() {
            let page = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let page =
                page.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            for rest in page.split("<?xml ").skip(1) {
                // A sample ends with its fence, or as a part of a batch.
                let rest = rest.split("```").next().unwrap().split("\n--").next().unwrap();
                let body = format!("<?xml {rest}");
                if body.contains("<events") {
                    comes_back(&xml_body::from_str::<EventDocument<Any>>(&body).unwrap());
                } else if body.contains("<input") {
                    comes_back(&xml_body::from_str::<StartMessagingInput>(&body).unwrap());
                } else if body.contains("<resource") {
                    let any: Any = xml_body::any_from_slice(body.as_bytes()).unwrap();
                    let text = xml_body::any_to_string(&any).unwrap();
                    assert_eq!(xml_body::any_from_slice::<Any>(text.as_bytes()).unwrap(), any, "{text}");
                    assert!(any.view_is_object());
                } else if body.contains("<reason") {
                    comes_back(&xml_body::from_str::<ErrorBody>(&body).unwrap());
                } else {
                    continue;
                }
                documents += 1;
            }
        }
    }
    eprintln!("{documents} documents came back");
    assert!(documents > 400);
}

/// Whether nothing stayed a bare value.
trait ViewIsObject {
    fn view_is_object(&self) -> bool;
}

impl<R: ResourceSet> ViewIsObject for R {
    fn view_is_object(&self) -> bool {
        self.to_value().is_ok_and(|value| value.is_object())
    }
}

#[test]
fn both_formats_have_the_same_functions() {
    use ucwa_types::json_body;

    let contact = Contact::default();
    let json = json_body::to_string(&contact);
    let xml = xml_body::to_string(&contact).unwrap();
    assert_eq!(json_body::from_str::<Contact>(&json).unwrap(), xml_body::from_str(&xml).unwrap());
    assert_eq!(json_body::to_vec(&contact), json.as_bytes());
    assert_eq!(xml_body::to_vec(&contact).unwrap(), xml.as_bytes());
    let any: Any = json_body::any_from_slice(json.as_bytes()).unwrap();
    assert_eq!(any, xml_body::any_from_slice(xml.as_bytes()).unwrap());
    assert_eq!(json_body::any_to_vec(&any), json_body::any_to_string(&any).as_bytes());
    assert_eq!(xml_body::any_to_vec(&any).unwrap(), xml_body::any_to_string(&any).unwrap().as_bytes());
    let [mut in_json, mut in_xml] = [b"> ".to_vec(), b"> ".to_vec()];
    json_body::append(&contact, &mut in_json);
    xml_body::append(&contact, &mut in_xml).unwrap();
    assert_eq!((&in_json[2..], &in_xml[2..]), (json.as_bytes(), xml.as_bytes()));
    let limits = Limits::default().with_size(3);
    assert!(matches!(
        json_body::any_from_slice_within::<Any>(json.as_bytes(), limits),
        Err(json_body::Error::Limit(LimitExceeded::Size(3)))
    ));
    assert!(matches!(
        xml_body::any_from_slice_within::<Any>(xml.as_bytes(), limits),
        Err(Error::Limit(LimitExceeded::Size(3)))
    ));
}
