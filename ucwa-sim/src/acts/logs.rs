//! Keeps past conversations.

use ucwa_types::api::{
    AudioTranscriptStatus, ConversationLogStatus, ConversationLogType, Direction, GenericPolicy,
};

use super::Content;
use crate::happening::MissedHappening;
use crate::ids::{AppId, CallId, ConversationId, InvitationId, LogId, UserId};
use crate::state::{Entry, Kind, Log, Medium, Room, Said};
use crate::world::World;

/// How many messages of a conversation are kept.
const ENTRIES: usize = 1000;

impl World {
    /// Keeps a past conversation of a user.
    pub(super) fn keep_log(&mut self, user: UserId, log: Log) {
        let id: LogId = self.ids.id();
        self.areas.logs.add(user, id, log);
        self.tell_of_missed(user);
    }

    /// Adds an event of the missed items for all applications of a user.
    pub(crate) fn tell_of_missed(&mut self, user: UserId) {
        let all: Vec<AppId> = self.applications_of(user).map(|(app, _)| app).collect();
        for app in all {
            self.emit(app, MissedHappening::Updated);
        }
    }

    /// Keeps a message for the history of all in a conversation.
    pub(super) fn take_down(&mut self, id: ConversationId, content: &Content) {
        let Some(author) = self.local(id).map(|member| member.uri.clone()) else { return };
        let at = self.now();
        let Content { media_type, text } = content.clone();
        let said = Said::Message { media_type, text };
        let Some(room) = self.room_mut(id) else { return };
        match room.entries.len() {
            0..ENTRIES => room.entries.push(Entry { at, author, said }),
            ENTRIES => room.entries.push(Entry { at, author, said: Said::Lost }),
            _ => {}
        }
    }

    /// The same for the message of an invitation.
    pub(super) fn take_down_first(&mut self, id: InvitationId) {
        let Some(invitation) = self.invitations.get(&id) else { return };
        let message = self.calls.get(&invitation.call).and_then(|call| first_message(call.message.as_ref()));
        if let Some(content) = message {
            self.take_down(invitation.conversation, &content);
        }
    }

    /// The log of a conversation that a user leaves, if the user has communicated there and keeps a history.
    pub(super) fn past(&self, id: ConversationId) -> Option<(UserId, Log)> {
        let conversation = self.conversations.get(&id)?;
        let room = self.room(id)?;
        let user = self.applications.get(&conversation.app)?.user;
        let own = self.user_of(conversation.app)?.person.uri.clone();
        if !self.keeps_history(user) || conversation.used.is_empty() {
            return None;
        }
        let first = conversation.invitations.first().and_then(|id| self.invitations.get(id));
        let direction = first.map_or(Direction::Outgoing, |invitation| invitation.direction.clone());
        let mut entries: Vec<Entry> =
            room.entries.iter().filter(|entry| entry.at >= conversation.opened).cloned().collect();
        if let Some(since) = conversation.used.get(&Medium::Audio) {
            let call = |at, status, duration| {
                let said = Said::Call { status, duration };
                Entry { at, author: own.clone(), said }
            };
            let index = entries.iter().position(|entry| entry.at > *since).unwrap_or(entries.len());
            entries.insert(index, call(*since, AudioTranscriptStatus::Connected, None));
            let lasted = self.now().saturating_sub(*since);
            entries.push(call(self.now(), AudioTranscriptStatus::Ended, Some(lasted)));
        }
        // A transcript has entries for messages and calls. Nothing stands for video alone.
        if let Some(since) = conversation.used.get(&Medium::Video)
            && !conversation.used.contains_key(&Medium::Audio)
        {
            entries.push(Entry { at: *since, author: own.clone(), said: Said::Lost });
        }
        let media: Vec<Medium> = conversation.used.keys().copied().collect();
        let log = Log {
            direction,
            kind: kind_of(room, &media),
            modalities: media.iter().map(|medium| medium.name()).collect(),
            recipients: room.guests.iter().filter(|uri| **uri != own).cloned().collect(),
            entries,
            is_read: true,
            ..self.new_log(room, ConversationLogStatus::Archived)
        };
        Some((user, log))
    }

    /// The log of a call that a user has missed, if the user keeps a history.
    pub(super) fn missed(&self, id: CallId) -> Option<(UserId, Log)> {
        let call = self.calls.get(&id).filter(|_| self.is_for_somebody_new(id))?;
        let user = self.find_user(&call.to).filter(|user| self.keeps_history(*user))?;
        let room = self.rooms.get(&call.room)?;
        let caller = room.member(&call.from)?.uri.clone();
        if matches!(call.kind, Kind::Joining) || self.is_blocked(user, &caller) {
            return None;
        }
        let at = self.now();
        let entry = |Content { media_type, text }| {
            let said = Said::Message { media_type, text };
            Entry { at, author: caller.clone(), said }
        };
        let media = call.kind.media();
        let log = Log {
            direction: Direction::Incoming,
            kind: kind_of(room, &media),
            modalities: media.iter().map(|medium| medium.name()).collect(),
            recipients: vec![caller.clone()],
            entries: first_message(call.message.as_ref()).map(entry).into_iter().collect(),
            is_read: false,
            ..self.new_log(room, ConversationLogStatus::Missed)
        };
        Some((user, log))
    }

    fn new_log(&self, room: &Room, status: ConversationLogStatus) -> Log {
        Log {
            created: self.now(),
            direction: Direction::Incoming,
            importance: room.importance.clone(),
            kind: ConversationLogType::UnknownLog,
            modalities: Vec::new(),
            status,
            subject: room.subject.clone(),
            thread: room.thread.clone(),
            recipients: Vec::new(),
            meeting: room.meeting.as_ref().map(|meeting| meeting.uri.clone()),
            entries: Vec::new(),
            is_read: false,
        }
    }

    /// Whether conversations of a user are kept: an application of the user has turned that on.
    fn keeps_history(&self, user: UserId) -> bool {
        self.applications_of(user)
            .any(|(_, it)| it.settings.conversation_history == Some(GenericPolicy::Enabled))
    }
}

/// The type of the log of a conversation for these media, whether it took place or was missed.
fn kind_of(room: &Room, media: &[Medium]) -> ConversationLogType {
    match &room.meeting {
        Some(_) => ConversationLogType::ConferenceLog,
        None if media.contains(&Medium::Video) => ConversationLogType::VideoLog,
        None if media.contains(&Medium::Audio) => ConversationLogType::AudioLog,
        None => ConversationLogType::MessageLog,
    }
}

/// The message of an invitation.
fn first_message(message: Option<&ucwa_types::ExternalResource>) -> Option<Content> {
    let message = message?;
    let media_type = message.media_type().filter(|it| !it.is_empty()).unwrap_or("text/plain").to_owned();
    Some(Content { media_type, text: message.to_text().ok()? })
}
