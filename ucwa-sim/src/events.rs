//! Turns what has happened into events. No other module makes events.

use ucwa_types::api::{
    AnyResource, Communication, Contact, ContactLocation, ContactNote, ContactPresence,
    ContactSupportedModalities, Conversation, ErrorSubcode, Event, Location, Me, Message, Messaging,
    MessagingInvitation, MyContactsAndGroupsSubscription, Note, Participant, ParticipantMessaging, Presence,
    PresenceSubscription, SubscribedContacts, TypingParticipants,
};
use ucwa_types::event::{EventStatus, EventType};
use ucwa_types::{ErrorBody, Link, Resource};

use crate::channel::{Channel, Priority};
use crate::config::Embedding;
use crate::happening::{Happening, Outcome, Part, Who};
use crate::ids::{AppId, ConversationId};
use crate::world::{Due, World};

/// An event with its sender and priority.
pub(crate) struct Described {
    pub(crate) sender: (&'static str, String),
    pub(crate) priority: Priority,
    pub(crate) event: Event,
}

impl World {
    /// Adds an event to the channels of an application.
    pub(crate) fn emit(&mut self, app: AppId, happening: Happening) {
        let Some(application) = self.applications.get(&app) else { return };
        if application.is_bot {
            self.for_bots.push_back((app, happening));
            return;
        }
        let Described { sender, priority, event } = self.describe(app, &happening);
        let now = self.now();
        let Some(application) = self.applications.get_mut(&app) else { return };
        for channel in application.channels.values_mut() {
            channel.push(sender.clone(), event.clone(), priority, now);
        }
        self.look_at_channels(app);
    }

    /// Asks to be reminded when an answer of a channel of this application is due.
    pub(crate) fn look_at_channels(&mut self, app: AppId) {
        let Some(application) = self.applications.get(&app) else { return };
        let due: Vec<_> = application.channels.values().filter_map(Channel::due).collect();
        for at in due {
            self.clock.remind(at, Due::Events(app));
        }
    }

    /// The event, with the documented sender and priority.
    pub(crate) fn describe(&self, app: AppId, happening: &Happening) -> Described {
        let hrefs = self.hrefs(app);
        let communication = ("communication", hrefs.to("communication"));
        let me = ("me", hrefs.to("me"));
        let people = ("people", hrefs.to("people"));
        let conversation = |id: ConversationId| ("conversation", hrefs.conversation(id));
        let high = |sender, event| Described { sender, priority: Priority::High, event };
        let medium = |sender, event| Described { sender, priority: Priority::Medium, event };
        let invitation = |r#type, id| {
            let event = about::<MessagingInvitation>(r#type, hrefs.invitation(id));
            self.with(event, self.invitation(id))
        };
        let message = |r#type, id, message| {
            let event = about::<Message>(r#type, hrefs.message(id, message));
            self.with(event, self.message(id, message))
        };
        match happening {
            Happening::InvitationStarted(id) => high(communication, invitation(EventType::Started, *id)),
            Happening::InvitationUpdated(id) => high(communication, invitation(EventType::Updated, *id)),
            Happening::InvitationCompleted(id, outcome) => {
                high(communication, ended(invitation(EventType::Completed, *id), outcome))
            }
            Happening::Conversation(r#type, id) => {
                let event = about::<Conversation>(r#type.clone(), hrefs.conversation(*id));
                let resource = self.conversation(*id).filter(|_| *r#type != EventType::Deleted);
                high(communication, self.with(event, resource))
            }
            Happening::Participant(r#type, id, who) => {
                let link = self.participant_of(*id, *who);
                let event = Event::new(r#type.clone(), &link);
                // Other participants are not embedded.
                let is_sent = *who == Who::Local && *r#type != EventType::Deleted;
                let local = is_sent.then(|| self.local(*id)).flatten();
                high(conversation(*id), self.with(event, local))
            }
            Happening::ParticipantMessaging(r#type, id, who) => {
                let link = self.participant_of(*id, *who);
                let event =
                    about::<ParticipantMessaging>(r#type.clone(), format!("{}/messaging", link.href()));
                let event = event.with_collection(&link);
                let uri =
                    self.uri_of(*id, *who).filter(|_| *who == Who::Local && *r#type != EventType::Deleted);
                let resource = uri.and_then(|uri| self.participant_messaging(*id, &uri));
                high(conversation(*id), self.with(event, resource))
            }
            Happening::MessagingUpdated(id) => {
                let event = about::<Messaging>(EventType::Updated, hrefs.messaging(*id));
                high(conversation(*id), self.with(event, self.messaging(*id)))
            }
            Happening::Typing(r#type, id) => {
                let typing = format!("{}/typingParticipants", hrefs.messaging(*id));
                let event = Event::new(r#type.clone(), &self.participant_of(*id, Who::Peer))
                    .with_collection(&Link::<TypingParticipants>::new(typing));
                high(conversation(*id), event)
            }
            Happening::MessageStarted(id, started) => {
                high(conversation(*id), message(EventType::Started, *id, *started))
            }
            Happening::MessageCompleted(id, completed, outcome) => {
                high(conversation(*id), ended(message(EventType::Completed, *id, *completed), outcome))
            }
            Happening::CommunicationUpdated => {
                let event = about::<Communication>(EventType::Updated, hrefs.to("communication"));
                medium(communication, self.with(event, self.communication(app)))
            }
            Happening::MeUpdated => medium(me, about::<Me>(EventType::Updated, hrefs.to("me"))),
            Happening::Own(r#type, part) => {
                let r#type = r#type.clone();
                let event = match part {
                    Part::Presence | Part::Modalities => about::<Presence>(r#type, hrefs.to("me/presence")),
                    Part::Note => about::<Note>(r#type, hrefs.to("me/note")),
                    Part::Location => about::<Location>(r#type, hrefs.to("me/location")),
                };
                medium(me, event)
            }
            Happening::ContactUpdated(uri, part) => {
                let updated = EventType::Updated;
                let event = match part {
                    Part::Presence => about::<ContactPresence>(updated, hrefs.of_contact(uri, "presence")),
                    Part::Note => about::<ContactNote>(updated, hrefs.of_contact(uri, "note")),
                    Part::Location => about::<ContactLocation>(updated, hrefs.of_contact(uri, "location")),
                    Part::Modalities => {
                        about::<ContactSupportedModalities>(updated, hrefs.of_contact(uri, "supportedMedia"))
                    }
                };
                medium(people, event.with_collection(&Link::<Contact>::new(hrefs.contact(uri))))
            }
            Happening::Subscribed(r#type, uri) => {
                let collection = Link::<SubscribedContacts>::new(hrefs.to("people/subscribedContacts"));
                let event = about::<Contact>(r#type.clone(), hrefs.contact(uri));
                medium(people, event.with_collection(&collection))
            }
            Happening::Subscription(r#type, id) => {
                let event = about::<PresenceSubscription>(r#type.clone(), hrefs.subscription(*id));
                let is_sent = *r#type == EventType::Updated;
                medium(people, self.with(event, is_sent.then(|| self.subscription(app, *id)).flatten()))
            }
            Happening::ContactsSubscriptionUpdated => {
                let href = hrefs.to("people/contactsAndGroupsSubscription");
                medium(people, about::<MyContactsAndGroupsSubscription>(EventType::Updated, href))
            }
        }
    }

    /// The event with its resource, if servers embed it.
    fn with<T: Into<AnyResource>>(&self, event: Event, resource: Option<T>) -> Event {
        match resource.filter(|_| self.config.quirks.embedding == Embedding::AsObserved) {
            Some(resource) => event.with_resource(resource),
            None => event,
        }
    }

    fn uri_of(&self, id: ConversationId, who: Who) -> Option<String> {
        let conversation = self.conversations.get(&id)?;
        match who {
            Who::Local => self.user_of(conversation.app).map(|user| user.person.uri.clone()),
            Who::Peer => Some(conversation.peer.clone()),
        }
    }

    /// The link to a participant, with the rel that it has in events.
    fn participant_of(&self, id: ConversationId, who: Who) -> Link<Participant> {
        let mut link = self.participant_link(id, &self.uri_of(id, who).unwrap_or_default());
        if who == Who::Local {
            link.set_attribute("rel", Some("localParticipant".into()));
        }
        link
    }

    fn local(&self, id: ConversationId) -> Option<Participant> {
        self.participant(id, &self.uri_of(id, Who::Local)?)
    }
}

fn about<T: Resource>(r#type: EventType, href: String) -> Event {
    Event::new(r#type, &Link::<T>::new(href))
}

/// The event with the outcome of the operation.
fn ended(event: Event, outcome: &Outcome) -> Event {
    match outcome {
        Outcome::Success => event.with_status(EventStatus::Success),
        Outcome::Failure(code, subcode) => {
            let reason = ErrorBody::new(code.as_str()).with_subcode(subcode.as_str());
            event.with_status(EventStatus::Failure).with_reason(reason.with_message(explained(subcode)))
        }
    }
}

/// Why an operation has failed, in a sentence.
fn explained(subcode: &ErrorSubcode) -> &'static str {
    match subcode {
        ErrorSubcode::DestinationNotFound => "There is no user with this URI.",
        ErrorSubcode::TemporarilyUnavailable => "The user is not available for messages in any application.",
        ErrorSubcode::DoNotDisturb => "The user is not to be disturbed.",
        ErrorSubcode::Unavailable => "The other user has left the conversation.",
        ErrorSubcode::ConnectedElsewhere => "Another application of the user has accepted the invitation.",
        ErrorSubcode::Declined => "The invitation was declined.",
        ErrorSubcode::Canceled => "The invitation was cancelled.",
        ErrorSubcode::Missed => "The invitation was not accepted in time.",
        ErrorSubcode::Timeout => "Nobody has accepted the invitation in time.",
        ErrorSubcode::Expired => "The message was not fetched in time.",
        ErrorSubcode::Unreachable => "The message has not reached the other user.",
        _ => "The operation has failed.",
    }
}

#[cfg(test)]
mod tests;
