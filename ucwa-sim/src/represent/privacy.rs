//! Resources of privacy relationships.
