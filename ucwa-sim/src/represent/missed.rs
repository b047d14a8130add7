//! Resources of missed items.
