//! The hrefs of one application.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::ids::{AppId, ConversationId, InvitationId, MessageId, SubscriptionId};
use crate::route::APPLICATIONS;
use crate::uri;

/// What is escaped in a segment of a path.
const SEGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'@').remove(b'+');

/// Makes hrefs of an application.
#[derive(Clone, Debug)]
pub(crate) struct Hrefs {
    base: String,
}

impl Hrefs {
    /// The hrefs of this application, relative or with this origin.
    pub(crate) fn new(origin: Option<&str>, app: AppId) -> Self {
        Self { base: format!("{}{APPLICATIONS}/{app}", origin.unwrap_or_default()) }
    }

    /// The application itself.
    pub(crate) fn own(&self) -> &str {
        &self.base
    }

    /// This path below the application.
    pub(crate) fn to(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    /// A contact.
    pub(crate) fn contact(&self, uri: &str) -> String {
        self.to(&format!("people/{}", segment(uri)))
    }

    /// This path below a contact.
    pub(crate) fn of_contact(&self, uri: &str, path: &str) -> String {
        format!("{}/{path}", self.contact(uri))
    }

    /// A photo.
    pub(crate) fn photo(&self, uri: &str) -> String {
        self.to(&format!("photos/{}", segment(uri)))
    }

    /// A conversation.
    pub(crate) fn conversation(&self, id: ConversationId) -> String {
        self.to(&format!("communication/conversations/{id}"))
    }

    /// The instant messaging of a conversation.
    pub(crate) fn messaging(&self, id: ConversationId) -> String {
        format!("{}/messaging", self.conversation(id))
    }

    /// A participant of a conversation.
    pub(crate) fn participant(&self, id: ConversationId, uri: &str) -> String {
        format!("{}/participants/{}", self.conversation(id), segment(uri))
    }

    /// The instant messaging of a participant.
    pub(crate) fn participant_messaging(&self, id: ConversationId, uri: &str) -> String {
        format!("{}/messaging", self.participant(id, uri))
    }

    /// A message.
    pub(crate) fn message(&self, id: ConversationId, message: MessageId) -> String {
        format!("{}/messages/{message}", self.messaging(id))
    }

    /// A subscription to presence.
    pub(crate) fn subscription(&self, id: SubscriptionId) -> String {
        self.to(&format!("people/presenceSubscriptions/{id}"))
    }

    /// The memberships of a subscription.
    pub(crate) fn memberships(&self, id: SubscriptionId) -> String {
        self.to(&format!("people/presenceSubscriptionMemberships?presenceSubscriptionId={id}"))
    }

    /// The membership of a contact in a subscription.
    pub(crate) fn membership(&self, id: SubscriptionId, uri: &str) -> String {
        self.to(&format!("people/presenceSubscriptionMemberships/{id}/{}", segment(uri)))
    }

    /// An invitation.
    pub(crate) fn invitation(&self, id: InvitationId) -> String {
        self.to(&format!("communication/messagingInvitations/{id}"))
    }
}

/// The parameter of a query that names an instance of an application.
pub(crate) fn instance_parameter(instance: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("instanceId", instance).finish()
}

/// A URI as a segment, without its scheme if the segment is read back to the same URI.
fn segment(uri: &str) -> String {
    utf8_percent_encode(uri::short(uri), SEGMENT).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::{Place, Route};

    #[test]
    fn an_href_leads_back() {
        let app: AppId = "2a".parse().unwrap();
        let hrefs = Hrefs::new(None, app);
        let id: SubscriptionId = "7".parse().unwrap();
        for uri in [
            "sip:bo@example.com",
            "sip:o'hara/x@example.com",
            "sip:50%@example.com",
            "sip:bo@example.com:5061",
            "sip:tel:1",
            "tel:+14255550101",
            "sip:+14255550101@example.com;user=phone",
        ] {
            let own = || uri.to_owned();
            for (href, place) in [
                (hrefs.contact(uri), Place::Contact(own())),
                (hrefs.photo(uri), Place::Photo(own())),
                (hrefs.of_contact(uri, "note"), Place::ContactNote(own())),
                (hrefs.membership(id, uri), Place::Membership(id, own())),
            ] {
                assert_eq!(Route::of(&href), Route::In(app, place), "{href}");
            }
        }
        assert_eq!(
            Hrefs::new(Some("https://a:1"), app).own(),
            "https://a:1/ucwa/oauth/v1/applications/00000000002a"
        );
    }
}
