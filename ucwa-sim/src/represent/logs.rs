//! Conversation logs, their transcripts, and missed items.

use ucwa_types::ExternalResource;
use ucwa_types::api::{
    AudioTranscript, AudioTranscriptLinks, ConversationLog, ConversationLogEmbedded, ConversationLogLinks,
    ConversationLogRecipient, ConversationLogRecipientLinks, ConversationLogTranscript,
    ConversationLogTranscriptEmbedded, ConversationLogTranscriptLinks, ConversationLogTranscripts,
    ConversationLogTranscriptsEmbedded, ConversationLogTranscriptsLinks, ConversationLogs,
    ConversationLogsLinks, ErrorTranscript, ErrorTranscriptLinks, ErrorTranscriptReason, MessageTranscript,
    MessageTranscriptLinks, MissedItems, MissedItemsLinks, ModalityType, NextConversationLogTranscripts,
    NextConversationLogTranscriptsEmbedded, NextConversationLogTranscriptsLinks,
};

use crate::ids::{AppId, LogId};
use crate::state::{Log, Said};
use crate::world::World;

/// How many entries a page of a transcript has.
const PAGE: usize = 20;
/// How many people a log embeds.
const RECIPIENTS: usize = 10;
/// How many characters of the first message a log shows.
const PREVIEW: usize = 60;

impl World {
    /// A log of the user of an application.
    pub(crate) fn log(&self, app: AppId, id: LogId) -> Option<&Log> {
        self.areas.logs.get(self.applications.get(&app)?.user, id)
    }

    /// The latest logs.
    pub(crate) fn conversation_logs(&self, app: AppId, limit: Option<usize>) -> Option<ConversationLogs> {
        let user = self.applications.get(&app)?.user;
        let hrefs = self.hrefs(app);
        let own = hrefs.to("communication/conversationLogs");
        let own = limit.map_or(own.clone(), |limit| format!("{own}?limit={limit}"));
        let logs = self.areas.logs.of(user).take(limit.unwrap_or(usize::MAX));
        let links = ConversationLogsLinks::default()
            .with_self(own)
            .with_conversation_log(logs.map(|(id, _)| hrefs.log(id)));
        Some(ConversationLogs::default().with_links(links))
    }

    /// A past conversation.
    pub(crate) fn conversation_log(&self, app: AppId, id: LogId) -> Option<ConversationLog> {
        let log = self.log(app, id)?;
        let own = self.hrefs(app).log(id);
        let mut links = ConversationLogLinks::default()
            .with_conversation_log_transcripts(format!("{own}/transcripts"))
            .with_self(&*own);
        if !log.is_read {
            links = links.with_mark_as_read(format!("{own}/read"));
        }
        if self.continued(app, log).is_some() {
            let [has_messaging, has_phone, has_audio, has_video] =
                [ModalityType::Messaging, ModalityType::PhoneAudio, ModalityType::Audio, ModalityType::Video]
                    .map(|modality| self.has_modality(app, &modality));
            if has_messaging {
                links = links.with_continue_messaging(format!("{own}/messagingInvitations"));
            }
            if has_phone {
                links = links.with_continue_phone_audio(format!("{own}/phoneAudioInvitations"));
            }
            if has_audio {
                links = links.with_continue_audio(format!("{own}/audioInvitations"));
            }
            if has_video {
                links = links.with_continue_video(format!("{own}/videoInvitations"));
            }
            if has_audio && has_video {
                links = links.with_continue_audio_video(format!("{own}/audioVideoInvitations"));
            }
        }
        let recipients = log.recipients.iter().take(RECIPIENTS);
        let recipients = recipients.filter_map(|uri| self.log_recipient(app, id, uri));
        let embedded = ConversationLogEmbedded::default().with_conversation_log_recipient(recipients);
        let count = i64::try_from(log.recipients.len()).unwrap_or(i64::MAX);
        let mut representation = ConversationLog::default()
            .with_creation_time(self.date(log.created))
            .with_direction(log.direction.clone())
            .with_importance(log.importance.clone())
            .with_modalities(log.modalities.iter().cloned())
            .with_status(log.status.clone())
            .with_subject(&*log.subject)
            .with_thread_id(&*log.thread)
            .with_total_recipients_count(count)
            .with_type(log.kind.clone())
            .with_links(links)
            .with_embedded(embedded);
        representation.online_meeting_uri.clone_from(&log.meeting);
        representation.preview_message = log.entries.iter().find_map(|entry| match &entry.said {
            Said::Message { text, .. } => Some(text.chars().take(PREVIEW).collect()),
            Said::Call { .. } | Said::Lost => None,
        });
        Some(representation)
    }

    /// Who is invited if the conversation of a log is continued; `None` if it cannot be.
    pub(crate) fn continued<'l>(&self, app: AppId, log: &'l Log) -> Option<&'l String> {
        let is_available = self.applications.get(&app).is_some_and(|it| it.is_available);
        match log.recipients.as_slice() {
            [one] if is_available && log.meeting.is_none() && self.find_user(one).is_some() => Some(one),
            _ => None,
        }
    }

    /// Somebody who took part in a past conversation.
    pub(crate) fn log_recipient(&self, app: AppId, id: LogId, uri: &str) -> Option<ConversationLogRecipient> {
        let hrefs = self.hrefs(app);
        if !self.log(app, id)?.recipients.iter().any(|known| known == uri) {
            return None;
        }
        let mut links = ConversationLogRecipientLinks::default().with_self(hrefs.log_recipient(id, uri));
        if self.find_user(uri).is_some() {
            links = links
                .with_contact(hrefs.contact(uri))
                .with_contact_photo(hrefs.photo(uri))
                .with_contact_presence(hrefs.of_contact(uri, "presence"));
        }
        let recipient = ConversationLogRecipient::default().with_sip_uri(uri).with_links(links);
        Some(recipient.with_display_name(self.name(uri)))
    }

    /// The first page of the transcript of a past conversation.
    pub(crate) fn transcripts(&self, app: AppId, id: LogId) -> Option<ConversationLogTranscripts> {
        let own = format!("{}/transcripts", self.hrefs(app).log(id));
        let mut links = ConversationLogTranscriptsLinks::default();
        if let Some(next) = self.next_transcripts(app, id, 0)? {
            links = links.with_next_conversation_log_transcripts(next);
        }
        let embedded = ConversationLogTranscriptsEmbedded::default()
            .with_conversation_log_transcript(self.page(app, id, 0));
        Some(ConversationLogTranscripts::default().with_links(links.with_self(own)).with_embedded(embedded))
    }

    /// A later page of it; `None` if the page would be empty.
    pub(crate) fn more_transcripts(
        &self,
        app: AppId,
        id: LogId,
        start: usize,
    ) -> Option<NextConversationLogTranscripts> {
        let own = format!("{}/transcripts/from/{start}", self.hrefs(app).log(id));
        let mut links = NextConversationLogTranscriptsLinks::default();
        if let Some(next) = self.next_transcripts(app, id, start)? {
            links = links.with_next_conversation_log_transcripts(next);
        }
        let page = Some(self.page(app, id, start)).filter(|page| !page.is_empty())?;
        let embedded =
            NextConversationLogTranscriptsEmbedded::default().with_conversation_log_transcript(page);
        Some(
            NextConversationLogTranscripts::default()
                .with_links(links.with_self(own))
                .with_embedded(embedded),
        )
    }

    /// The address of the page after the one that begins here, if there is one.
    fn next_transcripts(&self, app: AppId, id: LogId, start: usize) -> Option<Option<String>> {
        let after = start.saturating_add(PAGE);
        let is_more = self.log(app, id)?.entries.len() > after;
        Some(is_more.then(|| format!("{}/transcripts/from/{after}", self.hrefs(app).log(id))))
    }

    fn page(&self, app: AppId, id: LogId, start: usize) -> Vec<ConversationLogTranscript> {
        (start..start.saturating_add(PAGE)).map_while(|index| self.transcript(app, id, index)).collect()
    }

    /// An entry of the transcript of a past conversation.
    pub(crate) fn transcript(
        &self,
        app: AppId,
        id: LogId,
        index: usize,
    ) -> Option<ConversationLogTranscript> {
        let hrefs = self.hrefs(app);
        let entry = self.log(app, id)?.entries.get(index)?;
        let own = format!("{}/transcripts/{index}", hrefs.log(id));
        let links = ConversationLogTranscriptLinks::default().with_self(own);
        let is_own = self.user_of(app).is_some_and(|user| user.person.uri == entry.author);
        let links = match is_own {
            true => links.with_me(hrefs.to("me")),
            false if self.find_user(&entry.author).is_some() => {
                links.with_contact(hrefs.contact(&entry.author))
            }
            false => links,
        };
        let mut embedded = ConversationLogTranscriptEmbedded::default();
        embedded.message_transcript = self.message_transcript(app, id, index).map(Box::new);
        embedded.audio_transcript = self.audio_transcript(app, id, index).map(Box::new);
        embedded.error_transcript = self.error_transcript(app, id, index).map(Box::new);
        Some(
            ConversationLogTranscript::default()
                .with_time_stamp(self.date(entry.at))
                .with_links(links)
                .with_embedded(embedded),
        )
    }

    /// A message of a past conversation.
    pub(crate) fn message_transcript(
        &self,
        app: AppId,
        id: LogId,
        index: usize,
    ) -> Option<MessageTranscript> {
        let Said::Message { media_type, text } = &self.log(app, id)?.entries.get(index)?.said else {
            return None;
        };
        let own = format!("{}/transcripts/{index}/message", self.hrefs(app).log(id));
        let content = ExternalResource::from_text(media_type, text);
        let transcript =
            MessageTranscript::default().with_links(MessageTranscriptLinks::default().with_self(own));
        Some(match media_type.starts_with("text/html") {
            true => transcript.with_html_message(content),
            false => transcript.with_plain_message(content),
        })
    }

    /// The beginning or the end of a past call.
    pub(crate) fn audio_transcript(&self, app: AppId, id: LogId, index: usize) -> Option<AudioTranscript> {
        let Said::Call { status, duration } = &self.log(app, id)?.entries.get(index)?.said else {
            return None;
        };
        let own = format!("{}/transcripts/{index}/audio", self.hrefs(app).log(id));
        let links = AudioTranscriptLinks::default().with_self(own);
        let mut transcript = AudioTranscript::default().with_status(status.clone()).with_links(links);
        transcript.duration = duration.map(|duration| format!("PT{}S", duration.as_secs()));
        Some(transcript)
    }

    /// What stands for content of a past conversation that is not kept.
    pub(crate) fn error_transcript(&self, app: AppId, id: LogId, index: usize) -> Option<ErrorTranscript> {
        let Said::Lost = self.log(app, id)?.entries.get(index)?.said else { return None };
        let own = format!("{}/transcripts/{index}/error", self.hrefs(app).log(id));
        let links = ErrorTranscriptLinks::default().with_self(own);
        let reason = ErrorTranscriptReason::TranscriptionFailed;
        Some(ErrorTranscript::default().with_reason(reason).with_links(links))
    }

    /// How much the user of an application has missed.
    pub(crate) fn missed_items(&self, app: AppId) -> Option<MissedItems> {
        let user = self.applications.get(&app)?.user;
        let count = |is_counted: fn(&Log) -> bool| {
            let counted = self.areas.logs.of(user).filter(|(_, log)| is_counted(log)).count();
            i64::try_from(counted).unwrap_or(i64::MAX)
        };
        let voicemails = self.areas.missed.voicemails(user);
        let own = self.hrefs(app).to("communication/missedItems");
        Some(
            MissedItems::default()
                .with_conversation_logs_count(count(|_| true))
                .with_conversation_logs_notifications("Disabled")
                .with_missed_conversations_count(count(Log::is_missed))
                .with_unread_missed_conversations_count(count(|log| log.is_missed() && !log.is_read))
                .with_unread_voicemails_count(voicemails.unread)
                .with_voice_mails_count(voicemails.all)
                .with_links(MissedItemsLinks::default().with_self(own)),
        )
    }
}
