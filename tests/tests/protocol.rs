//! What real servers do to representations, on the generated types. The scenarios of requests, answers, the event channel
//! and batches are beside the modules that deal with them, and in `ucwa-sim/tests`.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use ucwa_types::api::{
    AnyResource, Application, Communication, Conversation, ConversationState, MakeMeAvailableInput, Message,
    MessagingInvitation, Participant, Root, User,
};
use ucwa_types::event::EventDocument;
use ucwa_types::rest::{BaseUrl, WireFormat};
use ucwa_types::{ErrorBody, RawJson, ResourceSet, TimeSpan, xml_body};

/// Decodes it, and finds that it comes back as it was.
fn read<T: DeserializeOwned + Serialize>(value: &Value) -> T {
    let decoded: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&decoded).unwrap(), *value);
    decoded
}

#[test]
fn scenario_rel_may_be_absent_and_often_comes_last() {
    let user: User = read(&json!({"_links": {"applications": {"href": "/a"}}}));
    assert_eq!(user.links.applications.unwrap().href(), "/a");
    let text = r#"{"_links": {"self": {"href": "/c"}}, "subject": "Lunch", "rel": "conversation"}"#;
    let AnyResource::Conversation(conversation) = serde_json::from_str(text).unwrap() else {
        panic!("{text}")
    };
    assert_eq!(conversation.subject.as_deref(), Some("Lunch"));
}

#[test]
fn scenario_a_link_and_an_embedded_resource_are_one_object_or_an_array() {
    let one = json!({"href": "/p/1"});
    let accepted = |participants: Value| json!({"rel": "messagingInvitation", "_embedded": {"acceptedByParticipant": participants}});
    for links in [one.clone(), json!([one]), json!([one, one])] {
        let message: Message =
            read(&json!({"_links": {"participant": links, "failedDeliveryParticipant": links}}));
        assert!(!message.links.failed_delivery_participant.is_empty());
        let is_single = links.as_array().is_none_or(|links| links.len() == 1);
        assert_eq!(message.links.participant.is_some(), is_single, "the rest is kept as it came");
    }
    let bo = json!({"rel": "participant", "name": "Bo"});
    for participants in [bo.clone(), json!([bo]), json!([bo, bo])] {
        let invitation: MessagingInvitation = read(&accepted(participants));
        assert!(!format!("{invitation:?}").contains("Unknown { embedded"));
    }
}

#[test]
fn scenario_a_link_has_an_href_and_perhaps_title_revision_rel_etag_and_unknown_attributes() {
    let link = json!({"href": "/s?filter=active", "title": "Ann", "revision": "2", "rel": "x", "etag": "9", "new": [1]});
    let communication: Communication = read(&json!({"_links": {"startMessaging": link}}));
    let link = communication.links.start_messaging.unwrap();
    assert_eq!(
        (link.href(), link.title(), link.revision(), link.rel()),
        ("/s?filter=active", Some("Ann"), 2, Some("x"))
    );
    assert_eq!((link.attribute("etag"), link.attribute("new")), (Some(&json!("9")), Some(&json!([1]))));
}

#[test]
fn scenario_the_key_under_embedded_can_differ_from_the_inner_rel() {
    let own = json!({"rel": "participant", "name": "Ann", "_links": {"self": {"href": "/p/1"}}});
    let document: EventDocument<AnyResource> = read(&json!({"sender": [{"events": [
        {"type": "added", "link": {"rel": "localParticipant", "href": "/p/1"}, "_embedded": {"localParticipant": own}},
    ]}]}));
    let (_, event) = document.events().next().unwrap();
    assert_eq!(event.resource_as::<Participant>().unwrap().name.as_deref(), Some("Ann"));
    assert_eq!(event.resource().unwrap().rel(), Some("participant"));
}

#[test]
fn scenario_a_link_can_be_a_data_uri_that_is_the_content_of_a_property() {
    let message: Message = read(&json!({"_links": {
        "plainMessage": {"href": "data:text/plain;charset=utf-8,hello+world%0d%0a"},
        "htmlMessage": {"href": "data:text/html;base64,PGI+aGk8L2I+"},
    }}));
    let plain = message.plain_message.unwrap();
    assert_eq!((plain.media_type(), plain.charset()), (Some("text/plain"), Some("utf-8")));
    assert_eq!(plain.to_text().as_deref(), Ok("hello world\r\n"));
    assert_eq!(message.html_message.unwrap().to_text().as_deref(), Ok("<b>hi</b>"));
}

#[test]
fn scenario_dates_time_spans_and_empty_strings() {
    for created in ["/Date(1474932023993)/", "/Date(1474932023993+0200)/", "2016-09-26T23:20:23.993Z"] {
        let conversation: Conversation = read(&json!({"created": created}));
        assert_eq!(conversation.created.unwrap().unix_millis(), 1_474_932_023_993, "{created}");
    }
    for (span, seconds) in [("PT1H30M", 5_400), ("01:30:00", 5_400), ("PT0S", 0)] {
        let input: MakeMeAvailableInput = read(&json!({"inactiveTimeout": span}));
        assert_eq!(input.inactive_timeout, Some(TimeSpan::from_secs(seconds)), "{span}");
    }
    let empty: Conversation =
        read(&json!({"created": "", "subject": "", "state": "", "participantCount": ""}));
    assert_eq!((empty.created, empty.subject.as_deref(), empty.participant_count), (None, Some(""), None));
}

#[test]
fn scenario_undocumented_properties_links_and_members_of_enumerations_are_kept() {
    let conversation: Conversation = read(
        &json!({"state": "Hovering", "vendorThing": "Enabled", "_links": {"vendorLink": {"href": "/t"}}}),
    );
    assert!(matches!(conversation.state, Some(ConversationState::Unrecognized(_))));
    assert_eq!(conversation.unknown.get("vendorThing").map(RawJson::as_json), Some("\"Enabled\""));
    assert_eq!(conversation.unknown.link::<()>("vendorLink").unwrap().href(), "/t");
    let application: Application = read(&json!({"expires": "/Date(0)/", "_embedded": {}}));
    assert!(application.embedded.me.is_none(), "what is absent is not allowed now");
}

#[test]
fn scenario_discovery_may_answer_with_a_redirect_from_which_a_server_redirects_again() {
    let second = "https://pool2.example.com/root/user/redirect";
    let first: Root =
        read(&json!({"_links": {"redirect": {"href": "https://pool1.example.com/root/user/redirect"}}}));
    let redirect = first.links.redirect.unwrap();
    let base: BaseUrl = "https://lyncdiscover.example.com".parse().unwrap();
    assert!(!base.same_origin(redirect.get().request(&base, WireFormat::Json).unwrap().uri()));
    // What it leads to is a root again.
    let body = json!({"rel": "redirect", "_links": {"redirect": {"href": second}}}).to_string();
    let response = http::Response::builder().header("Content-Type", "application/json").body(body).unwrap();
    let answer = redirect.get().read(response).unwrap().output.unwrap();
    assert!(answer.links.user.is_none());
    assert_eq!(answer.links.redirect.unwrap().href(), second);
    let base = base.follow(second).unwrap();
    assert_eq!(base.resolve("/x").unwrap(), "https://pool2.example.com/x");
}

const NAMESPACE: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";

#[test]
fn scenario_xml_resources_links_properties_lists_and_booleans() {
    let text = format!(
        "\u{feff}<resource rel=\"conversation\" href=\"/c/1\" xmlns=\"{NAMESPACE}\">\
         <link rel=\"addParticipant\" href=\"/c/1/add\" title=\"Add\" revision=\"2\"/>\
         <propertyList name=\"activeModalities\"><item>Messaging</item></propertyList>\
         <property name=\"created\">2016-09-26T23:20:23.993Z</property>\
         <property name=\"readLocally\">True</property><property name=\"recording\">False</property></resource>"
    );
    let conversation: Conversation = xml_body::from_str(&text).unwrap();
    // The self link is the element's own reference.
    assert_eq!(conversation.links.self_.as_ref().unwrap().href(), "/c/1");
    let add = conversation.links.add_participant.as_ref().unwrap();
    assert_eq!((add.href(), add.title(), add.revision()), ("/c/1/add", Some("Add"), 2));
    assert_eq!(conversation.active_modalities.as_ref().map(Vec::len), Some(1));
    assert_eq!((conversation.read_locally, conversation.recording), (Some(true), Some(false)));
    assert_eq!(conversation.created.as_ref().unwrap().unix_millis(), 1_474_932_023_993);
    let again = xml_body::to_string(&conversation).unwrap();
    assert_eq!(xml_body::from_str(&again).as_ref(), Ok(&conversation));
    // The outermost element may lack its rel.
    let bare = text.replace(" rel=\"conversation\"", "");
    assert_eq!(xml_body::from_str::<Conversation>(&bare).unwrap().links, conversation.links);
}

#[test]
fn scenario_one_link_and_a_list_of_one_cannot_be_told_apart_in_xml() {
    for links in [1, 2] {
        let text = format!(
            "<resource>{}</resource>",
            "<link rel=\"failedDeliveryParticipant\" href=\"/p\"/>".repeat(links)
        );
        let message: Message = xml_body::from_str(&text).unwrap();
        assert_eq!(message.links.failed_delivery_participant.len(), links);
    }
}

#[test]
fn scenario_xml_inputs_events_and_errors_have_elements_of_their_own() {
    let input: MakeMeAvailableInput = xml_body::from_str(&format!(
        "<input xmlns=\"{NAMESPACE}\"><property name=\"signInAs\">Online</property></input>"
    ))
    .unwrap();
    assert!(input.sign_in_as.is_some() && xml_body::to_string(&input).unwrap().contains("<input"));
    let events: EventDocument<AnyResource> = xml_body::from_str(
        "<events href=\"/e\"><link rel=\"next\" href=\"/e2\"/><sender rel=\"conversation\" href=\"/c\">\
         <updated rel=\"participant\" href=\"/p\"><in rel=\"typingParticipants\" href=\"/t\"/>\
         <resource rel=\"participant\"><property name=\"name\">Ann</property></resource></updated></sender></events>",
    )
    .unwrap();
    let (sender, event) = events.events().next().unwrap();
    assert_eq!(
        (sender.href.as_deref(), event.name(), event.in_rel()),
        (Some("/c"), ("participant", "updated"), Some("typingParticipants"))
    );
    assert_eq!(event.resource_as::<Participant>().unwrap().name.as_deref(), Some("Ann"));
    let error: ErrorBody = xml_body::from_str(
        "<reason><code>Conflict</code><subcode>New</subcode><message>No.</message></reason>",
    )
    .unwrap();
    assert_eq!(
        (error.code.as_deref(), error.subcode.as_deref(), error.message.as_deref()),
        (Some("Conflict"), Some("New"), Some("No."))
    );
}
