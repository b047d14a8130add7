//! Does what is due.

use crate::world::{Due, Outgoing, World};

impl World {
    /// Does what is due.
    pub(crate) fn on_due(&mut self, due: Due) {
        match due {
            Due::Events(app) => self.release(app),
            Due::Idle(app) => self.look_at_idle(app),
            Due::Activity(user) => self.refresh_presence(user),
            Due::Subscription(app, id) => self.look_at_subscription(app, id),
            Due::Contacts(app) => self.look_at_contacts(app),
            Due::Ringing(call) => self.stop_waiting(call),
            Due::RingOthers(call) => self.ring_beside(call),
            Due::Unanswered(call) => self.divert_unanswered(call),
            Due::OwnPhone(call) => self.answer_own_phone(call),
            Due::TheirPhone(call) => self.answer_their_phone(call),
            Due::Typing(conversation) => self.look_at_typing(conversation),
            Due::Message(conversation, message) => self.forget_message(conversation, message),
            Due::Answer(request, answer) => self.outgoing.push(Outgoing { request, answer, fault: None }),
        }
    }
}
