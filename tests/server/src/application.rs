//! One application, and the one conversation in it.

use serde_json::{Map, Value, json};

use crate::channel::{Channel, Happening};
use crate::pages::{self, GUID, REVISION};
use crate::script::Fault;
use crate::server::Recorded;
use crate::wire::Answer;

/// An application.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) own: String,
    pub(crate) channel: Channel,
    pub(crate) has_me: bool,
    pub(crate) is_available: bool,
    pub(crate) is_accepted: bool,
    etag: u32,
    changes: Map<String, Value>,
}

impl Application {
    pub(crate) fn new(own: String) -> Self {
        Self {
            channel: Channel::new(format!("{own}/events")),
            own,
            has_me: true,
            is_available: false,
            is_accepted: false,
            etag: 41,
            changes: Map::new(),
        }
    }

    pub(crate) fn page(&self) -> Value {
        let events = self.channel.here();
        let mut page = pages::application(&self.own, &events, self.is_available, &self.communication());
        if !self.has_me {
            pages::object(&mut page["_embedded"]).remove("me");
        }
        page
    }

    pub(crate) fn communication(&self) -> Value {
        pages::communication(&self.own, self.etag, &self.changes)
    }

    /// The answer that says that something is not as the client thinks, once there is something to lose.
    pub(crate) fn state_loss(&mut self, state_loss: &Fault) -> Option<Value> {
        if matches!(state_loss, Fault::Quiet) {
            return Some(self.channel.answer("next", None));
        }
        if !self.channel.forget() {
            return None;
        }
        if matches!(state_loss, Fault::Resume) {
            self.is_available = false;
            self.is_accepted = false;
            return Some(self.channel.answer("resume", None));
        }
        let mut document = self.channel.answer("resync", None);
        if matches!(state_loss, Fault::ResyncAmongOthers) {
            for link in ["next", "resume"] {
                document["_links"][link] = json!({"href": format!("{}/not-here", self.own)});
            }
        }
        Some(document)
    }

    pub(crate) fn put_communication(&mut self, request: &Recorded) -> Answer {
        let Ok(Value::Object(changes)) = serde_json::from_slice(&request.body) else {
            return Answer::error(400, "BadRequest", "DeserializationFailure");
        };
        match request.header("if-match") {
            None => return Answer::error(428, "PreconditionRequired", ""),
            Some(etag) if etag != format!("\"{}\"", self.etag) => {
                return Answer::error(412, "PreconditionFailed", "");
            }
            Some(_) => {}
        }
        if [GUID, "rehearsal"].iter().any(|name| !changes.contains_key(*name)) {
            return Answer::error(400, "BadRequest", "ParameterValidationFailure");
        }
        self.etag += 1;
        self.changes = changes.into_iter().filter(|(name, _)| !name.starts_with('_')).collect();
        Answer::empty(200)
    }

    /// Somebody writes.
    pub(crate) fn invite(&mut self, is_bare: bool) {
        let here = format!("{}/invitations/1", self.own);
        let resource = (!is_bare).then(|| pages::invitation(&self.own, true));
        let conversation = format!("{}/conversations/1", self.own);
        let events = [
            pages::event("added", "conversation", &conversation, None),
            pages::event("started", "messagingInvitation", &here, resource),
        ];
        let sender = self.communication_sender();
        self.channel.happen(events.map(|event| Happening { sender: sender.clone(), event }));
    }

    pub(crate) fn accept(&mut self, is_bare: bool) {
        self.is_accepted = true;
        let conversation = format!("{}/conversations/1", self.own);
        let messaging = format!("{conversation}/messaging");
        let bo = format!("{conversation}/participants/bo@example.com");
        let state = |is_connected| (!is_bare).then(|| pages::messaging(&self.own, is_connected));
        let mut typing = pages::event("added", "participant", &bo, None);
        typing["in"] = json!({"rel": "typingParticipants", "href": format!("{conversation}/typing")});
        let mut completed =
            pages::event("completed", "messagingInvitation", &format!("{}/invitations/1", self.own), None);
        completed["status"] = json!("Success");
        let happenings = [
            (self.communication_sender(), completed),
            (
                ("conversation", conversation.clone()),
                pages::event("updated", "messaging", &messaging, state(false)),
            ),
            (("conversation", conversation.clone()), typing),
            (
                ("conversation", conversation.clone()),
                pages::event("updated", "messaging", &messaging, state(true)),
            ),
        ];
        self.channel.happen(happenings.map(|(sender, event)| Happening { sender, event }));
    }

    /// Delivers a message, and says where it is.
    pub(crate) fn send(&mut self, operation: &str, is_undelivered: bool) -> String {
        let conversation = format!("{}/conversations/1", self.own);
        let here = format!("{conversation}/messaging/messages/{operation}");
        let message = json!({"rel": "message", "operationId": operation, "direction": "Outgoing"});
        let mut completed = pages::event("completed", "message", &here, None);
        completed["status"] = json!(if is_undelivered { "Failure" } else { "Success" });
        if is_undelivered {
            completed["reason"] = json!({"code": "RemoteFailure", "subcode": "Unreachable"});
        }
        // A message of somebody else's comes to an end, too.
        let other = pages::event("completed", "message", &format!("{here}-other"), None);
        let events = [pages::event("started", "message", &here, Some(message)), other, completed];
        let sender = ("conversation", conversation);
        self.channel.happen(events.map(|event| Happening { sender: sender.clone(), event }));
        here
    }

    pub(crate) fn start_messaging(&mut self, request: &Recorded, is_old: bool) -> Answer {
        let revision = request.header("x-ms-requiresminresourceversion").unwrap_or("1");
        let offered = if is_old { 1 } else { REVISION };
        if revision.parse().is_ok_and(|revision: u32| revision > offered) {
            return Answer::error(404, "NotFound", "APIVersionNotSupported");
        }
        Answer::empty(201).with("location", format!("{}/invitations/2", self.own))
    }

    fn communication_sender(&self) -> (&'static str, String) {
        ("communication", format!("{}/communication", self.own))
    }
}
