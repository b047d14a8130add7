//! Audio and video: answers to offers, sessions, and changes of their media.

use ucwa_types::api::{CallState, ConversationState, Direction, MediaDirectionType};
use ucwa_types::event::EventType;

use crate::happening::{AudioVideoHappening, ConversationHappening, ParticipantHappening};
use crate::ids::{CallId, ConversationId, InvitationId, RenegotiationId};
use crate::sdp;
use crate::state::{Kind, MediaCall, Medium, Modality, Negotiation, Renegotiation, Session};
use crate::world::World;

/// An answer to a media offer.
#[derive(Debug)]
pub(crate) struct Answering {
    pub(crate) sdp: String,
    pub(crate) context: String,
    /// The id of the part of the offer that is answered.
    pub(crate) processed: Option<String>,
}

impl World {
    /// Answers the offer of an invitation before the user accepts. The caller gets an event.
    pub(crate) fn answer_early(&mut self, id: InvitationId, answering: Answering) {
        let Answering { sdp, processed, .. } = answering;
        self.negotiate(id, |it| {
            it.provisional = Some(sdp);
            it.processed = processed;
        });
    }

    /// Accepts an invitation with an answer to its offer.
    pub(crate) fn accept_with_answer(&mut self, id: InvitationId, answering: Answering) {
        let Answering { sdp, context, processed } = answering;
        let answer = sdp.clone();
        self.negotiate(id, |it| {
            it.answer = Some(sdp);
            it.processed = processed;
        });
        let Some((caller, kind)) = self.begin_accepting(id) else { return };
        self.connect_both(id, caller, &kind, (Modality::AudioVideo, Modality::AudioVideo));
        let Some(here) = self.invitations.get(&id).map(|it| it.conversation) else { return };
        let Some((_, there)) = self.caller_view(caller) else { return };
        let offered = match &kind {
            Kind::AudioVideo(call) => call.context.clone(),
            _ => None,
        };
        let ends = [here, there].map(|view| self.local(view).map(|it| it.uri.clone()).unwrap_or_default());
        let [callee, caller] = ends;
        self.begin_session(here, Some(context), &caller);
        self.begin_session(there, offered, &callee);
        self.direct(here, &answer);
    }

    /// Accepts an invitation on the user's phone. The caller notices no difference.
    pub(crate) fn accept_with_phone(&mut self, id: InvitationId) {
        let offer = self.offer_of(id);
        if let Some(offer) = offer {
            self.negotiate(id, |it| it.answer = Some(sdp::accept(&offer)));
        }
        let Some((caller, kind)) = self.begin_accepting(id) else { return };
        let Kind::AudioVideo(call) = kind else { return };
        let context = call.context.clone();
        // A phone has no video.
        let kind = Kind::AudioVideo(MediaCall { has_audio: true, has_video: false, ..call });
        if let Some(view) = self.invitations.get(&id).map(|it| it.conversation) {
            self.set_modality(view, Modality::AudioVideo, CallState::Disconnected);
        }
        self.connect_both(id, caller, &kind, (Modality::PhoneAudio, Modality::AudioVideo));
        let callee =
            self.invitations.get(&id).and_then(|it| self.local(it.conversation)).map(|it| it.uri.clone());
        if let Some((_, there)) = self.caller_view(caller) {
            self.begin_session(there, context, &callee.unwrap_or_default());
        }
    }

    fn offer_of(&self, id: InvitationId) -> Option<String> {
        match &self.calls.get(&self.invitations.get(&id)?.call)?.kind {
            Kind::AudioVideo(call) => Some(sdp::of_offer(call.offer.as_ref()?)?.0),
            _ => None,
        }
    }

    /// Changes the answers to the offer of an invitation, and tells the caller.
    fn negotiate(&mut self, id: InvitationId, change: impl FnOnce(&mut Negotiation)) {
        let Some(invitation) = self.invitations.get(&id) else { return };
        let (call_id, view) = (invitation.call, invitation.conversation);
        let remote = self.local(view).map(|it| it.uri.clone()).unwrap_or_default();
        let Some(call) = self.calls.get_mut(&call_id) else { return };
        let negotiation = call.negotiation.get_or_insert_default();
        negotiation.remote = remote;
        change(negotiation);
        let caller = call.caller;
        if let Some(app) = self.invitations.get(&caller).map(|it| it.app) {
            self.emit(app, AudioVideoHappening::NegotiationUpdated(caller));
        }
    }

    /// A machine, such as the server of an online meeting, accepts an offer as it is.
    pub(super) fn answer_as_server(&mut self, id: CallId, offered: &MediaCall, remote: &str) {
        let Some((offer, processed)) = offered.offer.as_ref().and_then(sdp::of_offer) else { return };
        let Some(call) = self.calls.get_mut(&id) else { return };
        let remote = remote.to_owned();
        call.negotiation =
            Some(Negotiation { provisional: None, answer: Some(sdp::accept(&offer)), processed, remote });
        let caller = call.caller;
        if let Some(app) = self.invitations.get(&caller).map(|it| it.app) {
            self.emit(app, AudioVideoHappening::NegotiationUpdated(caller));
        }
    }

    /// Begins the media session of a view, or a new one in its place.
    pub(super) fn begin_session(&mut self, view: ConversationId, context: Option<String>, remote: &str) {
        self.end_session(view);
        let context = context.unwrap_or_else(|| self.ids.hex(8));
        let Some(conversation) = self.conversations.get_mut(&view) else { return };
        conversation.session = Some(Session { context, remote: remote.to_owned() });
        let app = conversation.app;
        self.emit(app, AudioVideoHappening::Session(EventType::Added, view));
    }

    /// Ends the media session of a view, with all changes that are under way.
    pub(super) fn end_session(&mut self, view: ConversationId) {
        let Some(conversation) = self.conversations.get_mut(&view) else { return };
        let app = conversation.app;
        if conversation.session.take().is_some() {
            self.emit(app, AudioVideoHappening::Session(EventType::Deleted, view));
        }
        self.areas.audio_video.renegotiations.retain(|_, it| it.conversation != view);
    }

    /// Whether a change of the media of a view is under way, which either side has proposed.
    pub(crate) fn is_renegotiating(&self, view: ConversationId) -> bool {
        let all = &self.areas.audio_video.renegotiations;
        let is_of_view = |it: &Renegotiation| it.conversation == view;
        let mut open = all.values().filter(|it| it.is_open);
        open.any(|it| is_of_view(it) || it.other.and_then(|it| all.get(&it)).is_some_and(is_of_view))
    }

    /// Offers new media for the session of a view. In an online meeting the server accepts at once.
    pub(crate) fn renegotiate(
        &mut self,
        view: ConversationId,
        operation: Option<String>,
        offer: String,
    ) -> RenegotiationId {
        let (id, other): (RenegotiationId, RenegotiationId) = (self.ids.id(), self.ids.id());
        let Some(app) = self.conversations.get(&view).map(|it| it.app) else { return id };
        let there = self.others(view).into_iter().find_map(|member| member.view);
        let there = there.filter(|it| {
            !self.is_meeting(view) && self.conversations.get(it).is_some_and(|it| it.session.is_some())
        });
        let own = Renegotiation {
            app,
            conversation: view,
            direction: Direction::Outgoing,
            offer,
            answer: None,
            operation,
            other: there.map(|_| other),
            is_open: false,
        };
        let offer = own.offer.clone();
        self.areas.audio_video.renegotiations.insert(id, own);
        self.emit(app, AudioVideoHappening::RenegotiationStarted(id));
        match there.and_then(|there| Some((there, self.conversations.get(&there)?.app))) {
            Some((conversation, app)) => {
                let theirs = Renegotiation {
                    app,
                    conversation,
                    direction: Direction::Incoming,
                    offer,
                    answer: None,
                    operation: None,
                    other: Some(id),
                    is_open: true,
                };
                self.areas.audio_video.renegotiations.insert(other, theirs);
                self.emit(app, AudioVideoHappening::RenegotiationStarted(other));
            }
            None => self.settle_renegotiation(id, sdp::accept(&offer)),
        }
        id
    }

    /// Accepts a change of media that the other side proposes.
    pub(crate) fn answer_renegotiation(&mut self, id: RenegotiationId, answer: Option<String>) {
        let Some(renegotiation) = self.areas.audio_video.renegotiations.get_mut(&id) else { return };
        renegotiation.is_open = false;
        let answer = answer.unwrap_or_else(|| sdp::accept(&renegotiation.offer));
        renegotiation.answer = Some(answer.clone());
        let (view, other) = (renegotiation.conversation, renegotiation.other);
        if let Some(other) = other {
            self.settle_renegotiation(other, answer.clone());
        }
        self.direct(view, &answer);
        self.tell_of_session(view);
    }

    /// Declines a change of media that the other side proposes: the session goes on as before.
    pub(crate) fn dismiss(&mut self, id: RenegotiationId) {
        let Some(renegotiation) = self.areas.audio_video.renegotiations.get_mut(&id) else { return };
        renegotiation.is_open = false;
        let other = renegotiation.other.and_then(|it| self.areas.audio_video.renegotiations.get(&it));
        if let Some(view) = other.map(|it| it.conversation) {
            self.tell_of_session(view);
        }
    }

    /// Whoever has proposed a change of media gets the answer.
    fn settle_renegotiation(&mut self, id: RenegotiationId, answer: String) {
        let Some(renegotiation) = self.areas.audio_video.renegotiations.get_mut(&id) else { return };
        renegotiation.answer = Some(answer);
        let (view, offer) = (renegotiation.conversation, renegotiation.offer.clone());
        self.direct(view, &offer);
        self.tell_of_session(view);
    }

    fn tell_of_session(&mut self, view: ConversationId) {
        let Some(app) = self.conversations.get(&view).map(|it| it.app) else { return };
        self.emit(app, AudioVideoHappening::Session(EventType::Updated, view));
        self.emit(app, ConversationHappening::ModalityUpdated(view, Modality::AudioVideo));
    }

    /// The media of the user of a view are as this SDP of the user's own describes. Everybody gets events of what is different.
    pub(super) fn direct(&mut self, view: ConversationId, text: &str) {
        let Some(described) = sdp::read(text) else { return };
        let (key, Some(room)) = (self.key(view), self.conversations.get(&view).map(|it| it.room)) else {
            return;
        };
        for (medium, direction) in [(Medium::Audio, described.audio), (Medium::Video, described.video)] {
            let fresh = self.new_flow(false);
            let member = self.rooms.get_mut(&room).and_then(|room| room.member_mut(&key));
            let Some(member) = member else { continue };
            let r#type = match (member.media.flow_mut(medium), direction) {
                (Some(flow), Some(direction)) if flow.direction == direction => continue,
                (Some(flow), Some(direction)) => {
                    flow.direction = direction;
                    EventType::Updated
                }
                (None, Some(direction)) => {
                    member.media.add(medium, crate::state::Flow { direction, ..fresh });
                    EventType::Added
                }
                (Some(_), None) => {
                    member.media.remove(medium);
                    EventType::Deleted
                }
                (None, None) => continue,
            };
            for (view, app) in self.views(room) {
                self.emit(app, ParticipantHappening::Medium(r#type.clone(), view, key.clone(), medium));
            }
        }
    }

    /// Whether the user of a view has put audio and video on hold: nothing is received.
    pub(crate) fn is_on_hold(&self, view: ConversationId) -> bool {
        let holds = |it: &MediaDirectionType| {
            matches!(it, MediaDirectionType::SendOnly | MediaDirectionType::Inactive)
        };
        let media = self.local(view).map(|me| [me.media.audio.clone(), me.media.video.clone()]);
        let mut flows = media.into_iter().flatten().flatten().peekable();
        flows.peek().is_some() && flows.all(|flow| holds(&flow.direction))
    }

    /// Whether the audio and video of a conversation of two can move to an online meeting.
    pub(crate) fn can_escalate(&self, view: ConversationId) -> bool {
        let conversation = self.conversations.get(&view);
        conversation.is_some_and(|it| it.session.is_some() && it.state == ConversationState::Connected)
    }

    /// The caller's answers to an offer, if there are any.
    pub(crate) fn negotiation_of(&self, id: InvitationId) -> Option<&Negotiation> {
        let invitation = self.invitations.get(&id).filter(|it| it.direction == Direction::Outgoing)?;
        self.calls.get(&invitation.call)?.negotiation.as_ref()
    }
}

/// The other end of the sessions of an online meeting.
pub(super) const SERVER: &str = "sip:audio-video@example.com";
