//! Changes of call forwarding.
