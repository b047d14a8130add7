//! Conversation logs.

/// Something that happened to conversation logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LogHappening {}
