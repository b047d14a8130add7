//! Where an application has a resource of a rel, for events that are sent on request.

use crate::hrefs::Hrefs;
use crate::ids::{AppId, ConversationId};
use crate::keys::GroupKey;
use crate::state::{Conversation, Medium};
use crate::world::World;

impl World {
    /// The address of a resource with this rel, or in this role, that has a behaviour; `None` if the application has none.
    pub(crate) fn existing(&self, app: AppId, rel: &str) -> Option<String> {
        let hrefs = self.hrefs(app);
        match rel {
            "me" | "people" | "policies" | "communication" => Some(hrefs.to(rel)),
            "missedItems" => Some(hrefs.to("communication/missedItems")),
            "presence" | "note" | "location" => Some(hrefs.to(&format!("me/{rel}"))),
            "myContactsAndGroupsSubscription" => Some(hrefs.to("people/contactsAndGroupsSubscription")),
            "myContacts" => Some(hrefs.to("people/contacts")),
            "subscribedContacts" => Some(hrefs.to("people/subscribedContacts")),
            "myGroups" => Some(hrefs.to("people/groups")),
            "presenceSubscription" => {
                let subscriptions = &self.applications.get(&app)?.subscriptions;
                subscriptions.keys().next().map(|id| hrefs.subscription(*id))
            }
            _ if rel.ends_with("roup") => self.existing_group(app, rel, &hrefs),
            _ if rel.starts_with("contact") => self.existing_contact(app, rel, &hrefs),
            _ if rel.ends_with("Invitation") => {
                let mut own = self.invitations.iter().filter(|(_, it)| it.app == app).map(|(id, _)| *id);
                own.find(|id| self.invitation_rel(*id) == rel).map(|id| hrefs.invitation(rel, id))
            }
            "audioVideoNegotiation" => {
                let mut own = self.invitations.iter().filter(|(_, it)| it.app == app).map(|(id, _)| *id);
                own.find(|id| self.negotiation(*id).is_some()).map(|id| hrefs.negotiation(id))
            }
            "audioVideoRenegotiation" => {
                let mut all = self.areas.audio_video.renegotiations.iter();
                all.find(|(_, it)| it.app == app).map(|(id, _)| hrefs.renegotiation(*id))
            }
            _ => {
                let mut own = self.conversations.iter().filter(|(_, it)| it.app == app);
                own.find_map(|(id, it)| self.existing_within(*id, it, rel, &hrefs))
            }
        }
    }

    fn existing_group(&self, app: AppId, rel: &str, hrefs: &Hrefs) -> Option<String> {
        let list = &self.user_of(app)?.list;
        let group = match rel {
            "defaultGroup" => GroupKey::Default,
            "pinnedGroup" => GroupKey::Pinned,
            "delegatesGroup" => GroupKey::Delegates,
            "delegatorsGroup" => GroupKey::Delegators,
            "myOrganizationGroup" => GroupKey::Organization,
            "distributionGroup" => GroupKey::Distribution(list.distribution().keys().next()?.clone()),
            "group" => GroupKey::Own(*list.own().keys().next()?),
            _ => return None,
        };
        self.members(app, &group).map(|_| hrefs.group(&group))
    }

    fn existing_contact(&self, app: AppId, rel: &str, hrefs: &Hrefs) -> Option<String> {
        let uri = self.user_of(app)?.list.contacts().next()?;
        Some(match rel {
            "contact" => hrefs.contact(uri),
            "contactPresence" => hrefs.of_contact(uri, "presence"),
            "contactNote" => hrefs.of_contact(uri, "note"),
            "contactLocation" => hrefs.of_contact(uri, "location"),
            "contactSupportedModalities" => hrefs.of_contact(uri, "supportedMedia"),
            "contactPrivacyRelationship" => hrefs.of_contact(uri, "privacyRelationship"),
            _ => return None,
        })
    }

    /// The same in one conversation.
    fn existing_within(
        &self,
        id: ConversationId,
        conversation: &Conversation,
        rel: &str,
        hrefs: &Hrefs,
    ) -> Option<String> {
        let own = hrefs.conversation(id);
        let using = |medium: Medium, path: &str| {
            let members = self.room(id)?.joined();
            let mut using = members.filter(|member| member.media.has(medium));
            using.next().map(|member| format!("{}/{path}", hrefs.participant(id, &member.key)))
        };
        match rel {
            "conversation" => Some(own),
            "messaging" => Some(hrefs.messaging(id)),
            "typingParticipants" => Some(format!("{}/typingParticipants", hrefs.messaging(id))),
            "phoneAudio" => Some(hrefs.phone_audio(id)),
            "audioVideo" => Some(hrefs.audio_video(id)),
            "audioVideoSession" => conversation.session.as_ref().map(|_| hrefs.session(id)),
            "onlineMeeting" | "leaders" | "attendees" => {
                self.in_meeting(id).map(|own| format!("{own}/{rel}"))
            }
            "lobby" => self.in_meeting(id).filter(|_| self.leads(id)).map(|own| format!("{own}/{rel}")),
            "message" => conversation.messages.keys().next().map(|message| hrefs.message(id, *message)),
            "localParticipant" | "applicationSharer" | "videoLockedOnParticipant" => {
                Some(hrefs.participant(id, &conversation.me))
            }
            "participant" => self.others(id).first().map(|member| hrefs.participant(id, &member.key)),
            "participantMessaging" => using(Medium::Messaging, "messaging"),
            "participantAudio" => using(Medium::Audio, "audio"),
            "participantVideo" => using(Medium::Video, "video"),
            _ => None,
        }
    }
}
