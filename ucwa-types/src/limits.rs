//! Limits on the bodies that are decoded.

use std::fmt;

/// Limits on the bodies that are decoded, against those made to exhaust memory or the stack.
///
/// ```
/// use ucwa_types::Limits;
///
/// let limits = Limits::default().with_size(64 * 1024).with_depth(16);
/// let error = ucwa_types::json_body::from_slice_within::<serde_json::Value>(&[b'['; 17], limits).unwrap_err();
/// assert_eq!(error.to_string(), "nested deeper than the depth limit of 16");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The maximum size of a body, in bytes.
    pub size: usize,
    /// The maximum depth of nested objects and lists, or XML elements. It is capped at [`Limits::DEEPEST`].
    pub depth: usize,
}

impl Limits {
    /// The depth that no limit exceeds.
    pub const DEEPEST: usize = 127;

    /// Sets the maximum size, in bytes.
    #[must_use]
    pub const fn with_size(self, size: usize) -> Self {
        Self { size, ..self }
    }

    /// Sets the maximum depth.
    #[must_use]
    pub const fn with_depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    pub(crate) fn check_size(self, size: usize) -> Result<(), LimitExceeded> {
        if size > self.size { Err(LimitExceeded::Size(self.size)) } else { Ok(()) }
    }

    /// The depth that applies.
    pub(crate) fn deepest(self) -> usize {
        self.depth.min(Self::DEEPEST)
    }

    pub(crate) fn check_depth(self, depth: usize) -> Result<(), LimitExceeded> {
        let deepest = self.deepest();
        if depth > deepest { Err(LimitExceeded::Depth(deepest)) } else { Ok(()) }
    }
}

/// 16 MiB, and [`Limits::DEEPEST`].
impl Default for Limits {
    fn default() -> Self {
        Self { size: 16 << 20, depth: Self::DEEPEST }
    }
}

/// The limit that a body exceeds, and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitExceeded {
    /// The body is larger than this many bytes.
    Size(usize),
    /// The body is nested deeper than this.
    Depth(usize),
}

impl fmt::Display for LimitExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Size(limit) => write!(f, "larger than the size limit of {limit} bytes"),
            Self::Depth(limit) => write!(f, "nested deeper than the depth limit of {limit}"),
        }
    }
}

impl std::error::Error for LimitExceeded {}
