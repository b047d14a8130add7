//! Changes of privacy relationships.
