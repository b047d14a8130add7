//! Changes of phones.
