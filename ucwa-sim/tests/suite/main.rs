//! Clients on `ucwa-types` and the simulator, in one process and in virtual time.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod addressees;
mod audio_video;
mod bench;
mod bots;
mod caused;
mod channel;
mod chaos;
mod closed;
mod emergency;
mod faults;
mod followed;
mod forms;
mod groups;
mod guests;
mod hostile;
mod links;
mod logs;
mod messaging;
mod participants;
mod parts;
mod phone_audio;
mod presence;
mod privacy;
mod redirecting;
mod scene;
mod scheduling;
mod signing_in;
mod telephony;
mod twin;
mod voicemail;
mod walk;
mod wandering;
