//! Changes of conversation logs.
