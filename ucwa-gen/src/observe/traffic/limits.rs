//! Limits on recordings.

use crate::files::size;

/// Limits on recordings. A problem names the limit that is exceeded.
///
/// ```
/// use ucwa_gen::observe::traffic::{Limits, Traffic};
///
/// let mut limits = Limits::default();
/// limits.document_size = 256 << 20;
/// # let recordings = [];
/// let traffic = Traffic::read_within(&recordings, &limits);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The largest size in bytes of a document, of a file of HTTP messages, and of a body without its compression; by default
    /// 16 MiB, far more than any message of the API, and 4 GiB at most.
    pub document_size: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document_size: 16 << 20 }
    }
}

/// The problem with something that is larger than this limit in bytes.
pub(super) fn too_large(limit: usize) -> String {
    format!("it is larger than {}", size(u64::try_from(limit).unwrap_or(u64::MAX)))
}
