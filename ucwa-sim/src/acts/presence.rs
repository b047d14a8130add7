//! Availability, activity and presence of users.

use std::time::Duration;

use ucwa_types::api::{AudioPreference, Availability, MessageFormat, ModalityType, PreferredAvailability};
use ucwa_types::event::EventType;

use crate::happening::{MeHappening, Part, PeopleHappening};
use crate::ids::{AppId, UserId};
use crate::state::Application;
use crate::world::{Due, World};

/// The input of `makeMeAvailable`.
#[derive(Debug, Default)]
pub(crate) struct Availing {
    pub(crate) chosen: Option<PreferredAvailability>,
    pub(crate) modalities: Option<Vec<ModalityType>>,
    pub(crate) formats: Option<Vec<MessageFormat>>,
    pub(crate) preference: Option<AudioPreference>,
    pub(crate) phone: Option<String>,
    pub(crate) inactive: Option<Duration>,
}

impl Availing {
    /// For instant messages.
    pub(crate) fn messaging() -> Self {
        Self { modalities: Some(vec![ModalityType::Messaging]), ..Self::default() }
    }
}

impl World {
    /// Makes the user of an application available there.
    pub(crate) fn become_available(&mut self, app: AppId, availing: Availing) {
        let etag = self.ids.number();
        let inactive = availing.inactive.unwrap_or(self.config.times.inactive);
        let Some(application) = self.applications.get_mut(&app) else { return };
        let user = application.user;
        application.is_available = true;
        application.inactive = inactive;
        application.settings_etag = etag;
        application.settings.supported_modalities = Some(availing.modalities.unwrap_or_default());
        if let Some(formats) = availing.formats {
            application.settings.supported_message_formats = Some(formats);
        }
        application.settings.audio_preference =
            Some(availing.preference.unwrap_or(AudioPreference::VoipAudio));
        if let Some(phone) = availing.phone {
            application.settings.phone_number = Some(phone);
        }
        if let Some(user) = self.users.get_mut(user.0) {
            user.chosen = availing.chosen;
        }
        self.emit(app, MeHappening::CommunicationUpdated);
        self.emit(app, MeHappening::MeUpdated);
        for part in [Part::Presence, Part::Note, Part::Location] {
            self.emit(app, MeHappening::Own(EventType::Added, part));
        }
        self.note_activity(user);
        // This application has just got an event that `presence` was added.
        self.show(user, Some(app));
        self.tell_subscribers(user, Part::Modalities);
    }

    /// Records activity of a user, and updates the presence.
    pub(crate) fn be_active(&mut self, id: UserId) {
        self.note_activity(id);
        self.refresh_presence(id);
    }

    fn note_activity(&mut self, id: UserId) {
        let now = self.now();
        if let Some(user) = self.users.get_mut(id.0) {
            user.active = now;
        }
        let inactive = self.patience(id);
        self.clock.remind(now + inactive, Due::Activity(id));
        self.clock.remind(now + inactive * 2, Due::Activity(id));
    }

    /// Updates what others see of a user, with events if it has changed.
    pub(crate) fn refresh_presence(&mut self, id: UserId) {
        self.show(id, None);
    }

    /// The same, without an event for the application that knows already.
    fn show(&mut self, id: UserId, knows: Option<AppId>) {
        let shown = self.shown(id);
        let Some(user) = self.users.get_mut(id.0) else { return };
        if user.shown == shown {
            return;
        }
        user.shown = shown;
        self.tell_own(id, Part::Presence, knows);
        self.tell_subscribers(id, Part::Presence);
    }

    /// Publishes a user's note.
    pub(crate) fn set_note(&mut self, id: UserId, note: String) {
        if let Some(user) = self.users.get_mut(id.0) {
            user.note = note;
        }
        self.tell_own(id, Part::Note, None);
        self.tell_subscribers(id, Part::Note);
    }

    /// Publishes a user's location.
    pub(crate) fn set_location(&mut self, id: UserId, location: String) {
        if let Some(user) = self.users.get_mut(id.0) {
            user.location = location;
        }
        self.tell_own(id, Part::Location, None);
        self.tell_subscribers(id, Part::Location);
    }

    /// Publishes the availability that a user has chosen.
    pub(crate) fn choose_presence(&mut self, id: UserId, chosen: Option<PreferredAvailability>) {
        if let Some(user) = self.users.get_mut(id.0) {
            user.chosen = chosen;
        }
        self.be_active(id);
    }

    /// The availability that others see of a user.
    fn shown(&self, id: UserId) -> Availability {
        let mut applications = self.available(id);
        let Some((_, first)) = applications.next() else { return Availability::Offline };
        let Some(user) = self.users.get(id.0) else { return Availability::Offline };
        let is_bot = first.is_bot || applications.any(|(_, it)| it.is_bot);
        let idle = if is_bot { Duration::ZERO } else { self.now().saturating_sub(user.active) };
        let patience = self.patience(id);
        match &user.chosen {
            Some(PreferredAvailability::Busy) if idle >= patience => Availability::IdleBusy,
            Some(PreferredAvailability::Busy) => Availability::Busy,
            Some(PreferredAvailability::DoNotDisturb) => Availability::DoNotDisturb,
            Some(PreferredAvailability::BeRightBack) => Availability::BeRightBack,
            Some(PreferredAvailability::Away | PreferredAvailability::Offwork) => Availability::Away,
            _ if idle >= patience * 2 => Availability::Away,
            _ if idle >= patience => Availability::IdleOnline,
            _ => Availability::Online,
        }
    }

    /// After how long without activity a user is inactive: the longest time of the user's applications.
    fn patience(&self, id: UserId) -> Duration {
        self.available(id).map(|(_, it)| it.inactive).max().unwrap_or(self.config.times.inactive)
    }

    fn tell_own(&mut self, id: UserId, part: Part, knows: Option<AppId>) {
        let others: Vec<AppId> =
            self.available(id).map(|(app, _)| app).filter(|app| Some(*app) != knows).collect();
        for app in others {
            self.emit(app, MeHappening::Own(EventType::Updated, part));
        }
    }

    /// Adds an event for all that are subscribed to the presence of a user.
    pub(crate) fn tell_subscribers(&mut self, id: UserId, part: Part) {
        let Some(uri) = self.users.get(id.0).map(|user| user.person.uri.clone()) else { return };
        let subscribers = self.subscribers.get(&uri).into_iter().flatten().copied();
        let subscribers: Vec<AppId> = subscribers.filter(|app| !self.hides_from(*app, &uri)).collect();
        for app in subscribers {
            self.emit(app, PeopleHappening::ContactUpdated(uri.clone(), part));
        }
    }

    /// The applications in which a user is available.
    pub(crate) fn available(&self, id: UserId) -> impl Iterator<Item = (AppId, &Application)> {
        self.applications_of(id).filter(|(_, it)| it.is_available)
    }
}
