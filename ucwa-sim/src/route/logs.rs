//! Places of conversation logs.

use super::table::{places, uri};
use crate::hrefs::{Hrefs, segment};
use crate::ids::LogId;

places! {
    /// Places of conversation logs.
    LogPlace {
        ConversationLogs = "conversationLogs";
        ConversationLog(LogId) = "conversationLog";
        Recipient(LogId, String) = "conversationLogRecipient";
        MarkAsRead(LogId) = "markAsRead";
        ContinueMessaging(LogId) = "continueMessaging";
        ContinuePhoneAudio(LogId) = "continuePhoneAudio";
        ContinueAudio(LogId) = "continueAudio";
        ContinueVideo(LogId) = "continueVideo";
        ContinueAudioVideo(LogId) = "continueAudioVideo";
        Transcripts(LogId) = "conversationLogTranscripts";
        MoreTranscripts(LogId, usize) = "nextConversationLogTranscripts";
        Transcript(LogId, usize) = "conversationLogTranscript";
        MessageTranscript(LogId, usize) = "messageTranscript";
        AudioTranscript(LogId, usize) = "audioTranscript";
        ErrorTranscript(LogId, usize) = "errorTranscript";
    }
    |segments| {
        let ["communication", "conversationlogs", rest @ ..] = segments else { return None };
        let [id, rest @ ..] = rest else { return Some(Self::ConversationLogs) };
        let id = id.parse().ok()?;
        Some(match rest {
            [] => Self::ConversationLog(id),
            ["recipients", who] => Self::Recipient(id, uri(who)),
            ["read"] => Self::MarkAsRead(id),
            ["messaginginvitations"] => Self::ContinueMessaging(id),
            ["phoneaudioinvitations"] => Self::ContinuePhoneAudio(id),
            ["audioinvitations"] => Self::ContinueAudio(id),
            ["videoinvitations"] => Self::ContinueVideo(id),
            ["audiovideoinvitations"] => Self::ContinueAudioVideo(id),
            ["transcripts"] => Self::Transcripts(id),
            ["transcripts", "from", start] => Self::MoreTranscripts(id, start.parse().ok()?),
            ["transcripts", index] => Self::Transcript(id, index.parse().ok()?),
            ["transcripts", index, "audio"] => Self::AudioTranscript(id, index.parse().ok()?),
            ["transcripts", index, "error"] => Self::ErrorTranscript(id, index.parse().ok()?),
            ["transcripts", index, "message"] => Self::MessageTranscript(id, index.parse().ok()?),
            _ => return None,
        })
    }
}

impl Hrefs {
    /// A conversation log.
    pub(crate) fn log(&self, id: LogId) -> String {
        self.to(&format!("communication/conversationLogs/{id}"))
    }

    /// Somebody who took part in the conversation of a log.
    pub(crate) fn log_recipient(&self, id: LogId, uri: &str) -> String {
        format!("{}/recipients/{}", self.log(id), segment(uri))
    }
}
