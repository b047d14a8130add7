//! Changes of participants.
