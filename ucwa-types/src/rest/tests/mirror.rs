//! Resources of the shape that the generator emits, with every kind of operation among them.

use serde_json::Value;

use crate::channel::EventSource;
use crate::event::EventDocument;
use crate::operation::{Delete, ErrorSet, Get, Operation, Post, Put, RawBody, Rule};
use crate::{DateTime, ExternalResource, Input, Link, Links, Resource, Unknown};

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "root")]
pub(super) struct Root {
    #[ucwa(links)]
    pub(super) links: RootLinks,
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Links)]
pub(super) struct RootLinks {
    pub(super) redirect: Option<Link<Root>>,
    pub(super) user: Option<Link<Root>>,
}

impl Operation<Get> for Root {
    type Query = ();
    type Input = ();
    type Output = Self;
    type Error = ();
    const STATUSES: &'static [u16] = &[200];
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "communication")]
pub(super) struct Communication {
    pub(super) audio_preference: Option<String>,
    pub(super) supported_modalities: Option<Vec<String>>,
    #[ucwa(links)]
    pub(super) links: CommunicationLinks,
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Links)]
pub(super) struct CommunicationLinks {
    #[ucwa(name = "self")]
    pub(super) self_: Option<Link<Communication>>,
    pub(super) start_messaging: Option<Link<StartMessaging>>,
}

impl Operation<Get> for Communication {
    type Query = ();
    type Input = ();
    type Output = Self;
    type Error = ();
}

impl Operation<Put> for Communication {
    type Query = ();
    type Input = Self;
    type Output = Self;
    type Error = ();
    const INPUT: &'static [Rule] = &[Rule::new("audioPreference").max_length(20)];
    const STATUSES: &'static [u16] = &[204];
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "startMessaging")]
pub(super) struct StartMessaging {
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Input)]
pub(super) struct StartMessagingInput {
    pub(super) operation_id: Option<String>,
    pub(super) to: Option<String>,
    pub(super) message: Option<ExternalResource>,
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

impl Operation<Post> for StartMessaging {
    type Query = ();
    type Input = StartMessagingInput;
    type Output = Invitation;
    type Error = ErrorKind;
    const ERRORS: &'static [ErrorKind] = &[ErrorKind::ConflictAlreadyExists];
    const INPUT: &'static [Rule] = &[Rule::new("operationId").max_length(50), Rule::new("to").required()];
    const STATUSES: &'static [u16] = &[201];
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ErrorKind {
    Conflict,
    ConflictAlreadyExists,
    Busy,
    Other(String, Option<String>),
}

impl ErrorSet for ErrorKind {
    const DOCUMENTED: &'static [(&'static str, Option<&'static str>, Self)] = &[
        ("Conflict", None, Self::Conflict),
        ("Conflict", Some("AlreadyExists"), Self::ConflictAlreadyExists),
        ("ServiceFailure", Some("Busy"), Self::Busy),
    ];
    const GENERIC: &'static [Self] = &[Self::Busy];

    fn other(code: &str, subcode: Option<&str>) -> Self {
        Self::Other(code.to_owned(), subcode.map(str::to_owned))
    }

    fn as_other(&self) -> Option<(&str, Option<&str>)> {
        match self {
            Self::Other(code, subcode) => Some((code, subcode.as_deref())),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "messagingInvitation")]
pub(super) struct Invitation {
    pub(super) operation_id: Option<String>,
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "myOnlineMeetings")]
pub(super) struct MyOnlineMeetings {
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "myOnlineMeeting")]
pub(super) struct MyOnlineMeeting {
    pub(super) subject: Option<String>,
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

impl Operation<Post> for MyOnlineMeetings {
    type Query = ();
    type Input = MyOnlineMeeting;
    type Output = MyOnlineMeeting;
    type Error = ();
    const STATUSES: &'static [u16] = &[200, 201];
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "search", revision = 2)]
pub(super) struct Search2 {
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Input)]
pub(super) struct Search2Query {
    pub(super) query: Option<String>,
    pub(super) limit: Option<i64>,
    pub(super) exact: Option<bool>,
    pub(super) since: Option<DateTime>,
    pub(super) sources: Option<Vec<String>>,
    pub(super) message: Option<ExternalResource>,
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

impl Operation<Get> for Search2 {
    type Query = Search2Query;
    type Input = ();
    type Output = Self;
    type Error = ();
    const QUERY: &'static [Rule] =
        &[Rule::new("query").required().max_length(256), Rule::new("limit").minimum(1).maximum(100)];
}

impl Operation<Post> for Search2 {
    type Query = Search2Query;
    type Input = StartMessagingInput;
    type Output = ();
    type Error = ();
    const INPUT: &'static [Rule] = &[Rule::new("query").required()];
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "renegotiations")]
pub(super) struct Renegotiations {
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

impl Operation<Post> for Renegotiations {
    type Query = ();
    type Input = RawBody;
    type Output = ();
    type Error = ();
}

impl Operation<Delete> for Renegotiations {
    type Query = ();
    type Input = ();
    type Output = ();
    type Error = ();
    const STATUSES: &'static [u16] = &[204];
}

/// An operation without a body.
#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "accept")]
pub(super) struct Accept {
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

impl Operation<Post> for Accept {
    type Query = ();
    type Input = ();
    type Output = ();
    type Error = ();
    const STATUSES: &'static [u16] = &[204];
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "photo")]
pub(super) struct Photo {
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

impl Operation<Get> for Photo {
    type Query = ();
    type Input = ();
    type Output = RawBody;
    type Error = ();
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "events")]
pub(super) struct Events {
    #[ucwa(unknown)]
    pub(super) unknown: Unknown,
}

impl Operation<Get> for Events {
    type Query = ();
    type Input = ();
    type Output = EventDocument<Value>;
    type Error = ();
}

impl EventSource for Events {
    type Resources = Value;
}
