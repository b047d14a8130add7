//! Changes of emergency calls.
