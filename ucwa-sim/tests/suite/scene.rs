//! Ann, Bo and Cy, who can use everything, and what they see.

use ucwa_sim::{Config, Person};
use ucwa_types::Link;
use ucwa_types::api::{
    AddParticipantInput, Conversation, Event, MessagingInvitation, ModalityType, Participant,
    ParticipantInvitation, PhoneAudioInvitation, Sender, StartMessagingInput, StartPhoneAudioInput,
};
use ucwa_types::event::EventType;
use ucwa_types::rest::WireFormat;

use crate::bench::{Bench, Client, config, line};

pub(crate) const CY: &str = "sip:cy@example.com";
pub(crate) const FORMATS: [WireFormat; 2] = [WireFormat::Json, WireFormat::Xml];
/// On which whoever calls by phone takes up the call.
pub(crate) const PHONE: &str = "+14255550101";

/// A simulator, and three clients of it.
pub(crate) struct Scene {
    pub(crate) bench: Bench,
    pub(crate) ann: Client,
    pub(crate) bo: Client,
    pub(crate) cy: Client,
}

/// Ann, Bo and Cy.
pub(crate) fn people(seed: u64) -> Config {
    config(seed).with_user(Person::new(CY, "Cy Example", "cy")).unwrap()
}

impl Scene {
    /// All are available for every modality, and have received the events of that. Their answers are in this format.
    pub(crate) fn new(format: WireFormat) -> Self {
        Self::with(people(1), format)
    }

    pub(crate) fn with(config: Config, format: WireFormat) -> Self {
        let mut bench = Bench::new(config);
        let (mut ann, mut bo) = (bench.ann(), bench.bo());
        let mut cy = bench.sign_in(CY, "cy");
        cy.become_available(&mut bench);
        for client in [&mut ann, &mut bo, &mut cy] {
            client.format = format;
            client.use_everything(&mut bench);
            bench.advance(5);
        }
        for client in [&mut ann, &mut bo, &mut cy] {
            client.events(&mut bench);
        }
        Self { bench, ann, bo, cy }
    }

    /// What each has seen since the last time.
    pub(crate) fn ann_sees(&mut self, expected: &[&str]) {
        assert_eq!(self.ann.lines(&mut self.bench), expected, "Ann");
    }

    pub(crate) fn bo_sees(&mut self, expected: &[&str]) {
        assert_eq!(self.bo.lines(&mut self.bench), expected, "Bo");
    }

    pub(crate) fn cy_sees(&mut self, expected: &[&str]) {
        assert_eq!(self.cy.lines(&mut self.bench), expected, "Cy");
    }

    /// Nobody looks at what has happened.
    pub(crate) fn look_away(&mut self) {
        for client in [&mut self.ann, &mut self.bo, &mut self.cy] {
            client.events(&mut self.bench);
        }
    }

    /// Ann and Bo exchange messages. Returns the conversation of each.
    pub(crate) fn ann_and_bo_talk(&mut self) -> (Link<Conversation>, Link<Conversation>) {
        let Self { bench, ann, bo, .. } = self;
        let link = ann.communication().links.start_messaging.unwrap();
        let input = StartMessagingInput::new(crate::bench::BO).with_subject("Lunch");
        let own: Link<MessagingInvitation> =
            ann.call(bench, &link.post(input)).unwrap().location.unwrap().cast();
        let theirs: MessagingInvitation = started(&bo.events(bench));
        bo.call(bench, &theirs.links.accept.unwrap().post(())).unwrap();
        let ours = ann.get(bench, &own).links.conversation.unwrap();
        self.look_away();
        (ours, theirs.links.conversation.unwrap())
    }

    /// Ann invites Cy to her conversation. Returns her invitation.
    pub(crate) fn ann_invites_cy(&mut self, ours: &Link<Conversation>) -> Link<ParticipantInvitation> {
        let link = self.ann.get(&mut self.bench, ours).links.add_participant.unwrap();
        let input = AddParticipantInput::new(CY).with_operation_id("invite");
        self.ann.call(&mut self.bench, &link.post(input)).unwrap().location.unwrap().cast()
    }

    /// Ann, Bo and Cy in an online meeting. Returns the conversation of each.
    pub(crate) fn all_meet(&mut self) -> [Link<Conversation>; 3] {
        let (ours, theirs) = self.ann_and_bo_talk();
        self.ann_invites_cy(&ours);
        let events = self.cy.events(&mut self.bench);
        let invitation: ucwa_types::api::OnlineMeetingInvitation = started(&events);
        self.cy.call(&mut self.bench, &invitation.links.accept.unwrap().post(())).unwrap();
        self.look_away();
        [ours, theirs, invitation.links.conversation.unwrap()]
    }

    /// The participant with this URI, as a client sees it in a conversation of which it lists leaders and attendees.
    pub(crate) fn participant(
        bench: &mut Bench,
        client: &mut Client,
        conversation: &Link<Conversation>,
        uri: &str,
    ) -> Participant {
        let links = client.get(bench, conversation).links;
        let leaders = client.get(bench, &links.leaders.unwrap()).links.participant;
        let attendees = client.get(bench, &links.attendees.unwrap()).links.participant;
        let all = leaders.into_iter().chain(attendees).map(|link| client.get(bench, &link));
        all.into_iter().find(|it| it.uri.as_deref() == Some(uri)).expect("a participant")
    }
}

/// A client calls somebody by phone. Returns its invitation.
pub(crate) fn call_by_phone(
    bench: &mut Bench,
    client: &mut Client,
    input: StartPhoneAudioInput,
) -> Link<PhoneAudioInvitation> {
    let link = client.communication().links.start_phone_audio.unwrap();
    client.call(bench, &link.post(input.with_phone_number(PHONE))).unwrap().location.unwrap().cast()
}

/// The resource of the first `started` event that has one of this kind.
pub(crate) fn started<T: ucwa_types::Model + Clone>(events: &[(Sender, Event)]) -> T {
    let mut started = events.iter().filter(|(_, event)| event.r#type == Some(EventType::Started));
    let found = started.find_map(|(_, event)| event.resource_as::<T>().cloned());
    found.unwrap_or_else(|| {
        let lines: Vec<_> = events.iter().map(|(sender, event)| line(sender, event)).collect();
        panic!("{lines:?}")
    })
}

/// The modalities that clients can have.
pub(crate) const EVERYTHING: [ModalityType; 4] =
    [ModalityType::Messaging, ModalityType::PhoneAudio, ModalityType::Audio, ModalityType::Video];
