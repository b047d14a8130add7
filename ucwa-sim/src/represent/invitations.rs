//! Invitations of all kinds.

use ucwa_types::api::{
    Direction, InvitationState, MessagingInvitation, MessagingInvitationEmbedded, MessagingInvitationLinks,
    OnlineMeetingInvitation, OnlineMeetingInvitationEmbedded, OnlineMeetingInvitationLinks, Participant,
    ParticipantInvitation, ParticipantInvitationEmbedded, ParticipantInvitationLinks,
};

use crate::ids::{ConversationId, InvitationId};
use crate::state::{Call, Invitation, Medium, Room};
use crate::world::World;

/// What the representations of all invitations are made of.
pub(super) struct Parts<'w> {
    pub(super) invitation: &'w Invitation,
    pub(super) call: &'w Call,
    pub(super) room: &'w Room,
    /// The address of the invitation.
    pub(super) own: String,
    pub(super) is_incoming: bool,
    pub(super) is_open: bool,
}

/// Returns an invitation with the properties that all kinds have in common.
macro_rules! invitation {
    ($kind:ident, $parts:expr, $links:expr, $embedded:expr) => {{
        let Parts { invitation, call, room, .. } = $parts;
        let mut representation = $kind::default()
            .with_direction(invitation.direction.clone())
            .with_importance(room.importance.clone())
            .with_thread_id(&*room.thread)
            .with_state(invitation.state.clone())
            .with_subject(&*room.subject)
            .with_to(&*call.to)
            .with_links($links)
            .with_embedded($embedded);
        representation.operation_id.clone_from(&invitation.operation);
        representation
    }};
}

pub(super) use invitation;

/// Adds the links that an open invitation has: `accept` and `decline`, or `cancel`.
macro_rules! with_ends {
    ($links:expr, $parts:expr) => {{
        let own = &$parts.own;
        match ($parts.is_open, $parts.is_incoming) {
            (true, true) => {
                $links.with_accept(format!("{own}/accept")).with_decline(format!("{own}/decline"))
            }
            (true, false) => $links.with_cancel(format!("{own}/cancel")),
            (false, _) => $links,
        }
    }};
}

pub(super) use with_ends;

/// Adds the links to the contacts who have accepted, forwarded or transferred a call, and to the one on whose behalf it is made.
macro_rules! with_redirections {
    ($links:expr, $world:expr, $parts:expr) => {{
        let mut links = $links;
        let (call, hrefs) = ($parts.call, $world.hrefs($parts.invitation.app));
        if let Some(contact) = $world.accepted_elsewhere($parts) {
            links = links.with_accepted_by_contact(contact);
        }
        if let Some(by) = call.forwarded_by.last().filter(|_| $parts.is_incoming) {
            links = links.with_forwarded_by(hrefs.contact(by));
        }
        if let Some(by) = call.transferred_by.last().filter(|_| $parts.is_incoming) {
            links = links.with_transferred_by(hrefs.contact(by));
        }
        if let Some(delegator) = &call.delegator {
            links = links.with_delegator(hrefs.contact(delegator));
            if $parts.is_incoming {
                links = links.with_on_behalf_of(hrefs.contact(delegator));
            }
        }
        links
    }};
}

pub(super) use with_redirections;

impl World {
    pub(super) fn parts(&self, id: InvitationId) -> Option<Parts<'_>> {
        let invitation = self.invitations.get(&id)?;
        let call = self.calls.get(&invitation.call)?;
        Some(Parts {
            invitation,
            call,
            room: self.rooms.get(&call.room)?,
            own: self.invitation_href(id)?,
            is_incoming: invitation.direction == Direction::Incoming,
            is_open: invitation.is_open(),
        })
    }

    /// The address of an invitation.
    pub(crate) fn invitation_href(&self, id: InvitationId) -> Option<String> {
        let invitation = self.invitations.get(&id)?;
        Some(self.hrefs(invitation.app).invitation(self.invitation_rel(id), id))
    }

    /// The rel of an invitation; that of messaging if it is unknown.
    pub(crate) fn invitation_rel(&self, id: InvitationId) -> &'static str {
        let Some(invitation) = self.invitations.get(&id) else { return "messagingInvitation" };
        let call = self.calls.get(&invitation.call);
        call.map_or("messagingInvitation", |call| call.kind.rel(&invitation.direction))
    }

    /// The participant who has invited; `None` in the inviter's own representation.
    pub(super) fn inviter(&self, parts: &Parts<'_>) -> Option<Participant> {
        let from = &parts.call.from;
        parts.is_incoming.then(|| self.participant_in_role(parts.invitation.conversation, from)).flatten()
    }

    /// The participant who has accepted.
    pub(super) fn accepter(&self, parts: &Parts<'_>) -> Option<Participant> {
        let guest =
            parts.call.guest.as_ref().filter(|_| parts.invitation.state == InvitationState::Connected)?;
        let derived = parts.call.derived.filter(|_| !parts.is_incoming);
        self.participant_in_role(derived.unwrap_or(parts.invitation.conversation), guest)
    }

    /// The contact who has accepted in the place of the user.
    pub(super) fn accepted_elsewhere(&self, parts: &Parts<'_>) -> Option<String> {
        let uri = parts.call.accepted_by.as_ref().filter(|_| parts.is_incoming && !parts.is_open)?;
        let own = &self.user_of(parts.invitation.app)?.person.uri;
        (uri != own).then(|| self.hrefs(parts.invitation.app).contact(uri))
    }

    /// The conversation that a call of the user's own replaces.
    pub(super) fn replaced(&self, parts: &Parts<'_>) -> Option<ConversationId> {
        parts.call.replaces.filter(|id| !parts.is_incoming && self.conversations.contains_key(id))
    }

    /// The conversation that was derived from that of the caller.
    pub(super) fn derived(&self, parts: &Parts<'_>) -> Option<ConversationId> {
        let derived = parts.call.derived.filter(|_| !parts.is_incoming);
        derived.filter(|id| self.conversations.contains_key(id))
    }

    /// An invitation to instant messaging.
    pub(crate) fn messaging_invitation(&self, id: InvitationId) -> Option<MessagingInvitation> {
        let parts = self.parts(id)?;
        let Parts { invitation, call, own, .. } = &parts;
        let hrefs = self.hrefs(invitation.app);
        let mut links = MessagingInvitationLinks::default()
            .with_self(&**own)
            .with_from(self.participant_link(invitation.conversation, &call.from))
            .with_conversation(hrefs.conversation(invitation.conversation))
            .with_messaging(hrefs.messaging(invitation.conversation));
        // A user who does not exist has no contact.
        if self.find_user(&call.to).is_some() {
            links = links.with_to(hrefs.contact(&call.to));
        }
        links = with_ends!(links, parts);
        if let Some(contact) = self.accepted_elsewhere(&parts) {
            links = links.with_accepted_by_contact(contact);
        }
        if let Some(id) = self.derived(&parts) {
            links = links.with_derived_messaging(hrefs.messaging(id));
        }
        let mut embedded = MessagingInvitationEmbedded::default();
        embedded.from = self.inviter(&parts).map(Box::new);
        embedded = embedded.with_accepted_by_participant(self.accepter(&parts));
        let mut representation = invitation!(MessagingInvitation, &parts, links, embedded);
        representation.message.clone_from(&call.message);
        representation.custom_content.clone_from(&call.custom);
        Some(representation)
    }

    /// The invitation of another participant, as the inviter sees it.
    pub(crate) fn participant_invitation(&self, id: InvitationId) -> Option<ParticipantInvitation> {
        let parts = self.parts(id)?;
        let Parts { invitation, call, own, .. } = &parts;
        let hrefs = self.hrefs(invitation.app);
        let mut links = ParticipantInvitationLinks::default()
            .with_self(&**own)
            .with_from(self.participant_link(invitation.conversation, &call.from))
            .with_conversation(hrefs.conversation(invitation.conversation));
        if self.find_user(&call.to).is_some() {
            links = links.with_to(hrefs.contact(&call.to));
        }
        if parts.is_open {
            links = links.with_cancel(format!("{own}/cancel"));
        }
        let guest = call.guest.as_ref().filter(|_| invitation.state == InvitationState::Connected);
        if let Some(guest) = guest.filter(|guest| self.member(invitation.conversation, guest).is_some()) {
            links = links.with_participant(self.participant_link(invitation.conversation, guest));
        }
        let mut embedded =
            ParticipantInvitationEmbedded::default().with_accepted_by_participant(self.accepter(&parts));
        // Samples embed it here, although the inviter is the user.
        embedded.from = self.participant_in_role(invitation.conversation, &call.from).map(Box::new);
        let mut representation = invitation!(ParticipantInvitation, &parts, links, embedded);
        representation.message.clone_from(&call.message);
        Some(representation)
    }

    /// An invitation to an online meeting, as the invited or joining user sees it.
    pub(crate) fn meeting_invitation(&self, id: InvitationId) -> Option<OnlineMeetingInvitation> {
        let parts = self.parts(id)?;
        let Parts { invitation, call, room, own, .. } = &parts;
        let hrefs = self.hrefs(invitation.app);
        let mut links = OnlineMeetingInvitationLinks::default()
            .with_self(&**own)
            .with_conversation(hrefs.conversation(invitation.conversation));
        if self.member(invitation.conversation, &call.from).is_some() {
            links = links.with_from(self.participant_link(invitation.conversation, &call.from));
        }
        if self.find_user(&call.to).is_some() {
            links = links.with_to(hrefs.contact(&call.to));
        }
        links = with_ends!(links, parts);
        if let Some(contact) = self.accepted_elsewhere(&parts) {
            links = links.with_accepted_by_contact(contact);
        }
        let mut embedded = OnlineMeetingInvitationEmbedded::default();
        embedded.from = self.inviter(&parts).map(Box::new);
        let mut representation = invitation!(OnlineMeetingInvitation, &parts, links, embedded)
            .with_available_modalities(Medium::ALL.map(Medium::name));
        if let Some(meeting) = &room.meeting {
            representation = representation.with_online_meeting_uri(&*meeting.uri);
        }
        if !parts.is_incoming {
            representation.anonymous_display_name = self.guest_name(invitation.app);
        }
        representation.message.clone_from(&call.message);
        Some(representation)
    }
}
