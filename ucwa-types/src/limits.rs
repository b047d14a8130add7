//! How much of a body is read before giving up.

use std::fmt;

/// Bounds on what is decoded, against bodies that were made to exhaust memory or the stack.
///
/// ```
/// use ucwa_types::Limits;
///
/// let limits = Limits::default().with_size(64 * 1024).with_depth(16);
/// let error = ucwa_types::json_body::from_slice_with::<serde_json::Value>(&[b'['; 17], limits).unwrap_err();
/// assert_eq!(error.to_string(), "nested deeper than the depth limit of 16");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The size of a body in bytes.
    pub size: usize,
    /// The number of objects and lists, or of XML elements, inside each other. At most [`Limits::DEEPEST`] counts.
    pub depth: usize,
}

impl Limits {
    /// No limit allows a deeper body than this.
    pub const DEEPEST: usize = 127;

    /// The same limits with another size.
    #[must_use]
    pub const fn with_size(self, size: usize) -> Self {
        Self { size, ..self }
    }

    /// The same limits with another depth.
    #[must_use]
    pub const fn with_depth(self, depth: usize) -> Self {
        Self { depth, ..self }
    }

    pub(crate) fn check_size(self, size: usize) -> Result<(), LimitExceeded> {
        if size > self.size { Err(LimitExceeded::Size(self.size)) } else { Ok(()) }
    }

    /// The depth that counts.
    pub(crate) fn deepest(self) -> usize {
        self.depth.min(Self::DEEPEST)
    }

    pub(crate) fn check_depth(self, depth: usize) -> Result<(), LimitExceeded> {
        let deepest = self.deepest();
        if depth > deepest { Err(LimitExceeded::Depth(deepest)) } else { Ok(()) }
    }
}

/// 16 MiB, and as deep as is possible.
impl Default for Limits {
    fn default() -> Self {
        Self { size: 16 << 20, depth: Self::DEEPEST }
    }
}

/// Which limit a body exceeds, and what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LimitExceeded {
    /// It is larger than this many bytes.
    Size(usize),
    /// It is nested deeper than this.
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
