//! Places of invitations to instant messaging.

use super::table::places;
use crate::hrefs::Hrefs;
use crate::ids::InvitationId;

places! {
    /// Places of invitations to instant messaging.
    InvitationPlace {
        Invitation(InvitationId) = "messagingInvitation";
        Accept(InvitationId) = "accept";
        Decline(InvitationId) = "decline";
        Cancel(InvitationId) = "cancel";
    }
    |segments| Some(match segments {
        ["communication", "messaginginvitations", id] => Self::Invitation(id.parse().ok()?),
        ["communication", "messaginginvitations", id, "accept"] => Self::Accept(id.parse().ok()?),
        ["communication", "messaginginvitations", id, "decline"] => Self::Decline(id.parse().ok()?),
        ["communication", "messaginginvitations", id, "cancel"] => Self::Cancel(id.parse().ok()?),
        _ => return None,
    })
}

impl InvitationPlace {
    /// The invitation that is at this place, or to which it belongs.
    pub(crate) fn id(&self) -> InvitationId {
        match self {
            Self::Invitation(id) | Self::Accept(id) | Self::Decline(id) | Self::Cancel(id) => *id,
        }
    }
}

impl Hrefs {
    /// An invitation.
    pub(crate) fn invitation(&self, id: InvitationId) -> String {
        self.to(&format!("communication/messagingInvitations/{id}"))
    }
}
