//! Changes of online meetings.
