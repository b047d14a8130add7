//! Resources of groups.
