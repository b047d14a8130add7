//! What servers and clients in the field sent: each file of `wire2`, and what it is. It is decoded as something, or is a failure
//! with a known cause and advice.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;

use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use ucwa_tests::shared;
use ucwa_types::api::{
    Accept, Applications, ApplicationsInput, AudioVideoInvitation, ErrorKind, EventDocument, Events, Me,
    Message, MyContacts, MyOnlineMeeting, Note, NoteInput, OnlineMeetingEligibleValues, Presence, Root, User,
};
use ucwa_types::batch::{Batch, requests};
use ucwa_types::operation::{Get, Operation, Post};
use ucwa_types::rest::{BaseUrl, Call, Cause, Output, Reply, ResponseError, WireFormat, server};
use ucwa_types::{Link, Model};

/// A file: what it says, and for a message its start line and head.
struct File {
    start: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl File {
    /// Reads an HTTP message, or a body by itself.
    fn new(name: &str, bytes: &[u8]) -> Self {
        if !name.ends_with(".http") {
            return Self { start: String::new(), headers: HeaderMap::new(), body: bytes.to_vec() };
        }
        let end = bytes.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("a head");
        let head = std::str::from_utf8(&bytes[..end]).expect("a head is text");
        let (start, fields) = head.split_once("\r\n").expect("fields");
        let mut headers = HeaderMap::new();
        for field in fields.split("\r\n") {
            let (name, value) = field.split_once(':').expect("a field");
            headers.append(HeaderName::try_from(name).unwrap(), HeaderValue::from_str(value.trim()).unwrap());
        }
        let mut body = bytes[end + 4..].to_vec();
        // Shortened bodies have the length that they had.
        let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        match length {
            Some(length) if length <= body.len() => body.truncate(length),
            _ => drop(headers.remove(CONTENT_LENGTH)),
        }
        Self { start: start.to_owned(), headers, body }
    }

    /// The answer that it is; a body by itself is one of 200 and of this media type.
    fn response(&self, media_type: &str) -> Response<Vec<u8>> {
        let mut response = Response::new(self.body.clone());
        *response.headers_mut() = self.headers.clone();
        match self.start.split(' ').nth(1) {
            Some(status) => *response.status_mut() = status.parse().unwrap(),
            None => drop(response.headers_mut().insert("content-type", media_type.parse().unwrap())),
        }
        response
    }

    /// The request that it is; a body by itself is that of a POST.
    fn request(&self, media_type: &str) -> Request<Vec<u8>> {
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = http::Method::POST;
        *request.headers_mut() = self.headers.clone();
        if let Some(target) = self.start.split(' ').nth(1) {
            *request.uri_mut() = target.parse().unwrap();
        } else {
            request.headers_mut().insert("content-type", media_type.parse().unwrap());
        }
        request
    }

    fn json<T: Operation<Get, Input = (), Output: Output, Error = ErrorKind>>(&self) -> Read<T> {
        Call::<T, Get>::new(&Link::new("/"), ()).read(self.response(JSON))
    }

    fn xml<T: Operation<Get, Input = (), Output: Output, Error = ErrorKind>>(&self) -> Read<T> {
        Call::<T, Get>::new(&Link::new("/"), ()).read(self.response("application/xml"))
    }
}

const JSON: &str = "application/json";

type Failure = ResponseError<ErrorKind>;
type Read<T> = Result<Reply<<T as Operation<Get>>::Output>, Failure>;

/// The value, with nothing in it that is not known.
fn known<T: Model>(value: T) -> T {
    let unknown = value.parts().unknown;
    assert!(unknown.is_empty(), "{unknown:?}");
    value
}

/// The cause, the advice, and what else there is to know of a failure.
fn failure<O: Debug>(read: Result<Reply<O>, Failure>) -> String {
    let failure = read.expect_err("a failure");
    let cause = match failure.cause() {
        Cause::Service(error) => format!("{:?}", error.kind()),
        Cause::NotUcwa => "NotUcwa".to_owned(),
        Cause::LegacyDiscovery(legacy) => {
            let applications: Option<Link<Applications>> = legacy.applications();
            let location = legacy.access_location.as_deref().unwrap_or_default();
            format!("LegacyDiscovery {location} {}", applications.unwrap().href())
        }
        Cause::Empty => "Empty".to_owned(),
        other => panic!("{other:?}"),
    };
    let mut told = vec![format!("{} {cause}", failure.status().as_u16()), format!("{:?}", failure.advice())];
    told.extend(failure.diagnostics().iter().map(|it| {
        assert!(it.reason().is_some_and(|reason| reason.ends_with('.')));
        format!("{} by {}", it.number.unwrap_or_default(), it.source().unwrap_or_default())
    }));
    told.extend(failure.warnings().iter().map(|it| format!("{} {}", it.code, it.text)));
    told.extend(failure.challenges().into_iter().map(|challenge| challenge.scheme));
    told.extend(failure.token_service().map(|it| format!("{} for {}", it.href, it.grant_types.join(" "))));
    told.join("; ")
}

fn base() -> BaseUrl {
    "https://pool.example.com".parse().unwrap()
}

/// The requests of a batch.
fn parts(file: &File) -> String {
    let media_type = file.headers["content-type"].to_str().unwrap();
    let parts = requests(media_type, &file.body).expect("a batch").map(Result::unwrap);
    let told = parts.map(|part| {
        format!("{} {} {}", part.method(), part.uri().path().rsplit('/').next().unwrap(), part.body().len())
    });
    told.collect::<Vec<_>>().join("; ")
}

const OWN: &str = "/ucwa/oauth/v1/applications/100000000001";

fn link<T>(path: &str) -> Link<T> {
    Link::new(format!("{OWN}{path}"))
}

fn contacts(file: &File) -> String {
    let mut batch = Batch::new(base(), WireFormat::Json);
    // In the other order: the answers are told by their hrefs, which differ in case from those asked.
    let me = batch.add(&link::<Me>("/ME").get()).unwrap();
    let contacts = batch.add(&link::<MyContacts>("/People/contacts").get()).unwrap();
    let mut answers = batch.read(file.response("")).unwrap();
    let contacts = answers.take(&contacts).unwrap().output.unwrap();
    let me = answers.take(&me).unwrap().output.unwrap();
    let uris: Vec<_> =
        contacts.embedded.contact.iter().filter_map(|contact| contact.uri.as_deref()).collect();
    format!("{}; {}", me.name.unwrap(), uris.join(" "))
}

fn note(file: &File) -> String {
    let mut batch = Batch::new(base(), WireFormat::Json);
    let presence = batch.add(&link::<Presence>("/me/presence").get()).unwrap();
    let note = batch.add(&link::<Note>("/me/note").get()).unwrap();
    let post = batch.add(&link::<Note>("/me/note").post(NoteInput::default().with_message("x"))).unwrap();
    let mut answers = batch.read(file.response("")).unwrap();
    let presence = answers.take(&presence).unwrap().output.unwrap();
    let note = answers.take(&note).unwrap().output.unwrap();
    let post = answers.take(&post).unwrap();
    format!(
        "{:?}; {:?}; {} {}",
        presence.availability.unwrap(),
        note.message.unwrap(),
        post.status,
        post.body.len()
    )
}

fn invitation(file: &File) -> String {
    let document = file.json::<Events>().unwrap().output.unwrap();
    assert!(document.links.next.is_some());
    let event = &document.senders[0].events[0];
    let invitation = event.resource_as::<AudioVideoInvitation>().expect("an invitation");
    let parts = invitation.media_offer.as_ref().expect("an offer").parts().unwrap();
    let fallback = |part: &ucwa_types::multipart::Part| {
        part.field("Content-Disposition").is_some_and(|value| value.contains("fallback"))
    };
    let told = parts.iter().map(|part| {
        assert!(part.body.starts_with(b"v=0\r\n"));
        format!("{} fallback={}", part.media_type().unwrap(), fallback(part))
    });
    told.collect::<Vec<_>>().join("; ")
}

fn redirect(read: Read<Root>) -> String {
    let links = known(read.unwrap().output.unwrap()).links;
    assert!(links.user.is_none() && links.xframe.is_some());
    let redirect = links.redirect.unwrap();
    // It leads to the root of the next server.
    let request = redirect.cast::<Root>().get().request(&base(), WireFormat::Json).unwrap();
    format!("{} {}", request.uri().host().unwrap(), request.uri().query().unwrap())
}

fn applications(file: &File, media_type: &str) -> String {
    let received = server::read::<Applications, Post>(&file.request(media_type)).unwrap();
    assert_eq!((received.body.media_type(), received.body.bytes()), (media_type, &*file.body));
    let unknown: Vec<_> =
        received.input.unknown.properties().map(|(name, value)| format!("{name}={value}")).collect();
    let input = received.input;
    let known = [input.culture, input.endpoint_id, input.user_agent, input.r#type];
    let known = known.map(Option::unwrap_or_default);
    format!("{}; {}", known.join(" "), unknown.join(" "))
}

fn create() -> Call<Applications, Post> {
    Link::new("/").post(ApplicationsInput::new("en-US", "1", "example/1.0"))
}

fn application(file: &File) -> String {
    let call = create();
    let reply = call.read(file.response("")).unwrap();
    let application = reply.output.unwrap();
    let communication = application.embedded.communication.unwrap();
    format!(
        "{} {} {} {}",
        reply.status.as_u16(),
        application.links.self_.unwrap().href(),
        application.links.events.unwrap().href(),
        communication.unknown.properties().filter(|(name, _)| name.len() == 36).count()
    )
}

fn meeting(file: &File) -> String {
    let reply = file.json::<MyOnlineMeeting>().unwrap();
    assert_eq!((reply.body, &reply.headers), (file.body.clone(), &file.headers));
    let meeting = reply.output.unwrap();
    // Everything goes back.
    let put = link::<MyOnlineMeeting>("").put(meeting.clone()).request(&base(), WireFormat::Json).unwrap();
    let is_same = serde_json::from_slice::<serde_json::Value>(put.body()).unwrap()
        == serde_json::from_slice::<serde_json::Value>(&file.body).unwrap();
    format!(
        "{} {} {is_same}",
        put.headers()["If-Match"].to_str().unwrap(),
        meeting.unknown.properties().count()
    )
}

type Reader = fn(&File) -> String;

/// Each file with what it is.
const FILES: &[(&str, Reader, &str)] = &[
    (
        "002-user-401-one-field-two-challenges.http",
        |file| failure(file.json::<User>()),
        "401 NotUcwa; Some(RenewToken); Bearer; MsRtcOAuth; https://pool.example.com/WebTicket/oauthtoken \
         for urn:microsoft.rtc:windows urn:microsoft.rtc:anonmeeting password",
    ),
    ("007-batch-contacts-me.request.http", parts, "GET contacts 0; GET me 0"),
    (
        "007-batch-contacts-me.response.http",
        contacts,
        "Person C; sip:PersonA@example.com sip:PersonB@example.com",
    ),
    ("008-batch-204-part.request.http", parts, "GET presence 0; GET note 0; POST note 31"),
    ("008-batch-204-part.response.http", note, "DoNotDisturb; \"\"; 204 No Content 0"),
    (
        "010-events-audioVideoInvitation-started.json",
        invitation,
        "application/sdp fallback=true; application/sdp fallback=false",
    ),
    (
        "012-root-redirect-xframe.json",
        |file| redirect(file.json::<Root>()),
        "webdir1A.example.net originalDomain=example.com",
    ),
    (
        "013-message-html.xml",
        |file| {
            let message = known(file.xml::<Message>().unwrap().output.unwrap());
            assert!(message.plain_message.is_none());
            let html = message.html_message.unwrap();
            assert!(html.to_text().unwrap().starts_with("<span"));
            format!("{} {}", html.media_type().unwrap(), message.time_stamp.unwrap())
        },
        "text/html 2014-06-02T21:00:13.135Z",
    ),
    ("014-myOnlineMeeting-get.http", meeting, "\"1000000002\" 1 true"),
    (
        "016-input-applications-phone.xml",
        |file| applications(file, "application/xml"),
        "en-US 02:00:00:00:00:01 ExampleAnalyzer/5.0 (Windows OS 6.0) Phone; ",
    ),
    (
        "017-input-applications-pascalcase.json",
        |file| applications(file, JSON),
        "en-US 00000000-0000-4000-8000-0000000000ee ExampleClient ; DomainName=\"example.com\"",
    ),
    (
        "021-403-crossdomain-empty.http",
        |file| failure(file.json::<Me>()),
        "403 Empty; Some(GiveUp); 28070 by fe1.example.com",
    ),
    (
        "022-500-webticket-28032.http",
        |file| failure(file.json::<Me>()),
        "500 NotUcwa; Some(RenewToken); 28032 by fe2.example.com",
    ),
    (
        "023-403-invalidtoken-28055.http",
        |file| failure(create().read(file.response(""))),
        "403 Empty; Some(RenewToken); 28055 by fe1.example.net; 120 InvalidToken; Bearer; \
         MsRtcOAuth; https://webdir0b.example.net/WebTicket/oauthtoken for urn:microsoft.rtc:passive \
         urn:microsoft.rtc:anonmeeting",
    ),
    (
        "025-autodiscover-legacy.xml",
        |file| failure(file.xml::<Root>()),
        "200 LegacyDiscovery External https://pool.example.com/ucwa/v1/applications; None",
    ),
    (
        "025b-autodiscover-legacy.json",
        |file| failure(file.json::<User>()),
        "200 LegacyDiscovery External https://pool.example.com/ucwa/v1/applications; None",
    ),
    ("026-root.xml", |file| redirect(file.xml::<Root>()), "webdir1b.example.net originalDomain=example.com"),
    (
        "029-error-mediatype.http",
        |file| failure(file.json::<Me>()),
        "404 Other { code: \"NotFound\", subcode: Some(\"ResourceNotFound\") }; None",
    ),
    (
        "030-webhook-nested-type.http",
        |file| {
            let document: EventDocument = server::read_body(&file.request("")).unwrap();
            assert!(document.links.next.is_none());
            let (sender, event) = document
                .senders
                .iter()
                .flat_map(|it| it.events.iter().map(move |event| (it, event)))
                .next()
                .unwrap();
            format!("{:?} {:?}", sender.rel, event.r#type)
        },
        "Some(\"communication\") Some(Added)",
    ),
    ("032-events-404-empty.http", |file| failure(file.json::<Events>()), "404 Empty; None"),
    (
        "034-411-length-required.http",
        |file| failure(Call::<Accept, Post>::new(&Link::new("/"), ()).read(file.response(""))),
        "411 NotUcwa; Some(GiveUp)",
    ),
    (
        "037-applications-200-existing-instance.http",
        application,
        "200 /ucwa/v1/applications/100000000001?instanceId=abc \
         /ucwa/v1/applications/100000000001/events?ack=17&instanceId=abc 1",
    ),
    (
        "039-challenge-singlequoted.http",
        |file| failure(file.json::<User>()),
        "401 Empty; Some(RenewToken); MsRtcOAuth; https://pool.example.com/WebTicket/oauthtoken \
         for urn:microsoft.rtc:windows urn:microsoft.rtc:anonmeeting password",
    ),
    (
        "043-json-with-bom-and-junk.txt",
        |file| known(file.json::<Root>().unwrap().output.unwrap()).links.user.unwrap().href().to_owned(),
        "https://pool.example.com/Autodiscover/AutodiscoverService.svc/root/oauth/user",
    ),
    (
        "046-onlineMeetingEligibleValues.xml",
        |file| {
            let values = known(file.xml::<OnlineMeetingEligibleValues>().unwrap().output.unwrap());
            assert!(values.links.self_.unwrap().href().contains("AAA=/"));
            let lengths = [
                values.access_levels.unwrap().len(),
                values.automatic_leader_assignments.unwrap().len(),
                values.eligible_online_meeting_rels.unwrap().len(),
                values.entry_exit_announcements.unwrap().len(),
                values.lobby_bypass_for_phone_users_settings.unwrap().len(),
            ];
            format!("{lengths:?}")
        },
        "[4, 3, 2, 2, 2]",
    ),
];

#[test]
fn each_file_is_what_it_is() {
    let Some(folder) = shared("wire2") else { return };
    let mut wrong = Vec::new();
    for (name, read, expected) in FILES {
        let found = read(&File::new(name, &fs::read(folder.join(name)).unwrap()));
        if found != *expected {
            wrong.push(format!("{name}\n    is       {found}\n    expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_file_has_a_test() {
    let Some(folder) = shared("wire2") else { return };
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let files: BTreeSet<_> = files.filter(|name| name != "README.tsv").collect();
    let tested: BTreeSet<_> = FILES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(files, tested);
}
