//! Resources of phones.
