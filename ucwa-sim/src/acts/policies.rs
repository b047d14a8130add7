//! Changes of policies.
