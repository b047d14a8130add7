//! The buffers that links share.

use std::sync::{Arc, OnceLock};

use crate::json_text::Nearness;

/// The capacity of a buffer. Most allocators still treat this size as small: glibc, if it is less than 1,024 bytes with its
/// header.
const ROOM: usize = 960;

/// A buffer that links share. It is set once all of it has been read.
pub(super) type Shared = Arc<OnceLock<Box<str>>>;

/// Part of a buffer.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The strings of links that are being read, one after the other.
///
/// The links have their strings only once the decoder has [finished](Self::finish) them.
#[derive(Default)]
pub(crate) struct Texts {
    all: String,
    /// Where the last one begins.
    last: usize,
    shared: Option<Shared>,
    /// How near what was read comes to its text. It is here because all that reads has these texts at hand.
    nearness: Nearness,
}

impl Texts {
    /// Notes how near something comes to its text.
    #[inline]
    pub(crate) fn note(&mut self, nearness: Nearness) {
        self.nearness = self.nearness.max(nearness);
    }

    /// Whether all that was read since [`Self::take_nearness`] is exact.
    #[inline]
    pub(crate) fn is_exact(&self) -> bool {
        self.nearness == Nearness::Exact
    }

    /// How near the farthest is of what was read since the last time.
    pub(crate) fn take_nearness(&mut self) -> Nearness {
        std::mem::take(&mut self.nearness)
    }

    /// Gives the links that have been read their strings.
    #[inline]
    pub(crate) fn finish(&mut self) {
        if let Some(shared) = self.shared.take() {
            // It is set nowhere else.
            let _ = shared.set(self.all.as_str().into());
        }
        self.all.clear();
        self.last = 0;
    }

    /// Where the next link begins. The whole link is in one buffer.
    pub(super) fn begin(&mut self) -> usize {
        if self.all.len() > ROOM - ROOM / 8 {
            self.finish();
        } else if self.all.capacity() == 0 {
            self.all.reserve(ROOM);
        }
        self.all.len()
    }

    /// Adds a string. A shared prefix is stored once: many links begin with the link to the resource itself.
    pub(super) fn add(&mut self, text: &str) -> Part {
        match self.all.get(self.last..).and_then(|last| text.strip_prefix(last)) {
            Some(rest) => self.all.push_str(rest),
            None => {
                self.last = self.all.len();
                self.all.push_str(text);
            }
        }
        Part { start: self.last, end: self.all.len() }
    }

    /// The string of a part.
    pub(super) fn get(&self, part: Part) -> &str {
        self.all.get(part.start..part.end).unwrap_or_default()
    }

    /// Makes one part follow the other.
    pub(super) fn join(&mut self, first: Part, second: Part) -> (Part, Part) {
        if first.end == second.start {
            return (first, second);
        }
        let first = if first.end == self.all.len() { first } else { self.again(first) };
        (first, self.again(second))
    }

    fn again(&mut self, Part { start, end }: Part) -> Part {
        let at = self.all.len();
        self.all.extend_from_within(start..end);
        Part { start: at, end: self.all.len() }
    }

    /// Removes what was added since a link began, because the link has a copy of it.
    pub(super) fn take_back(&mut self, begin: usize) {
        self.all.truncate(begin);
        self.last = self.last.min(begin);
    }

    /// The buffer of a link that has been read.
    #[inline]
    pub(super) fn shared(&mut self) -> Shared {
        Arc::clone(self.shared.get_or_insert_default())
    }
}
