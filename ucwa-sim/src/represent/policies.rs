//! Resources of policies.
