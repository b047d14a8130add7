//! Changes of missed items.
