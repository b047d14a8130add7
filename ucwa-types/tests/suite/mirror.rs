//! Types of the shape that the generator emits, with every kind of field among them.

#![allow(missing_docs, unreachable_pub)]

use serde_json::{Number, Value};
use ucwa_types::{
    AnyResource, DateTime, Embedded, Enumeration, ExternalResource, Input, Link, Links, Resource, TimeSpan,
    Unknown,
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Enumeration)]
#[non_exhaustive]
pub enum InvitationState {
    Connected,
    Connecting,
    #[ucwa(name = "odd-name")]
    OddName,
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "phoneAudioInvitation")]
#[non_exhaustive]
pub struct PhoneAudioInvitation {
    pub operation_id: Option<String>,
    pub state: Option<InvitationState>,
    pub join_audio_muted: Option<bool>,
    pub custom_content: Option<ExternalResource>,
    pub attempts: Option<i64>,
    pub quality: Option<Number>,
    pub started: Option<DateTime>,
    pub timeout: Option<TimeSpan>,
    pub modalities: Option<Vec<InvitationState>>,
    pub times: Option<Vec<DateTime>>,
    pub anything: Option<Value>,
    pub r#type: Option<String>,
    #[ucwa(links)]
    pub links: PhoneAudioInvitationLinks,
    #[ucwa(embedded)]
    pub embedded: PhoneAudioInvitationEmbedded,
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Links)]
#[non_exhaustive]
pub struct PhoneAudioInvitationLinks {
    #[ucwa(name = "self")]
    pub self_: Option<Link<PhoneAudioInvitation>>,
    pub accept: Option<Link<()>>,
    pub contact: Vec<Link<Contact>>,
}

#[derive(Clone, Debug, Default, PartialEq, Embedded)]
#[non_exhaustive]
pub struct PhoneAudioInvitationEmbedded {
    pub accepted_by_participant: Vec<Participant>,
    pub from: Option<Box<Participant>>,
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "participant")]
#[non_exhaustive]
pub struct Participant {
    pub name: Option<String>,
    pub local: Option<bool>,
    #[ucwa(links)]
    pub links: ParticipantLinks,
    #[ucwa(embedded)]
    pub embedded: ParticipantEmbedded,
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Links)]
#[non_exhaustive]
pub struct ParticipantLinks {
    #[ucwa(name = "self")]
    pub self_: Option<Link<Participant>>,
    pub contact: Option<Link<Contact>>,
}

#[derive(Clone, Debug, Default, PartialEq, Embedded)]
#[non_exhaustive]
pub struct ParticipantEmbedded {
    pub invitation: Option<Box<PhoneAudioInvitation>>,
}

/// A resource without links or embedded ones of its own.
#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "contact", revision = 2)]
#[non_exhaustive]
pub struct Contact {
    pub name: Option<String>,
    pub email_addresses: Option<Vec<String>>,
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Resource)]
#[ucwa(rel = "message")]
#[non_exhaustive]
pub struct Message {
    pub time_stamp: Option<DateTime>,
    pub plain_message: Option<ExternalResource>,
    #[ucwa(links)]
    pub links: MessageLinks,
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Links)]
#[non_exhaustive]
pub struct MessageLinks {
    pub participant: Option<Link<Participant>>,
}

#[derive(Clone, Debug, Default, PartialEq, Input)]
#[non_exhaustive]
pub struct StartMessagingInput {
    pub operation_id: Option<String>,
    pub to: Option<String>,
    pub message: Option<ExternalResource>,
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

#[derive(Clone, Debug, PartialEq, AnyResource)]
pub enum Any {
    PhoneAudioInvitation(Box<PhoneAudioInvitation>),
    #[ucwa(also("localParticipant", "acceptedByParticipant", "from"))]
    Participant(Box<Participant>),
    Contact(Box<Contact>),
    Message(Box<Message>),
    #[ucwa(unknown)]
    Unknown(Value),
}
