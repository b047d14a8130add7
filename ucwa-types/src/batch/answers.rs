//! The answers to a batch.

use std::fmt;

use http::header::CONTENT_TYPE;
use http::{Request, Response};

use crate::batch::entry::Entry;
use crate::batch::matching::{Parsed, assign};
use crate::batch::message::{self, Malformed};
use crate::limits::Limits;
use crate::multipart::{Sections, boundary};
use crate::operation::{ErrorSet, HttpMethod, Operation};
use crate::rest::header::text;
use crate::rest::output::DecodeError;
use crate::rest::reply::{Reply, read, refusal};
use crate::rest::response_error::{Cause, ResponseError};
use crate::rest::{Call, Output};

/// The answers to the operations of a batch.
#[derive(Debug)]
pub struct Answers {
    answers: Vec<Option<Parsed>>,
    surplus: usize,
    limits: Limits,
}

/// Why there is no answer to an operation of a batch.
#[derive(Debug)]
#[non_exhaustive]
pub enum PartError<K> {
    /// There is no part for it, or [`Answers::take`] has returned it before.
    Missing,
    /// Its part is no HTTP message, or the whole is cut short in the head of it.
    Malformed(Malformed),
    /// It is an error response, cannot be decoded, or the whole is cut short in it ([`Cause::Truncated`]).
    Response(ResponseError<K>),
}

impl Answers {
    pub(super) fn read<K: ErrorSet>(
        requests: &[Request<Vec<u8>>],
        response: Response<Vec<u8>>,
        limits: Limits,
    ) -> Result<Self, ResponseError<K>> {
        if !response.status().is_success() {
            let cause = refusal(&response, limits);
            return Err(ResponseError::new(response, cause));
        }
        let Some(boundary) = text(response.headers(), CONTENT_TYPE).and_then(boundary) else {
            return Err(ResponseError::new(response, Cause::NotUcwa));
        };
        if let Err(limit) = limits.check_size(response.body().len()) {
            return Err(ResponseError::new(response, Cause::Undecodable(DecodeError::Limit(limit))));
        }
        let mut parts = Sections::new(response.body(), boundary.as_bytes());
        // A part costs more memory than its bytes, so those that nobody waits for are only counted.
        let expected: Vec<_> = parts.by_ref().take(requests.len()).map(message::response).collect();
        Ok(Self { answers: assign(requests, expected, limits), surplus: parts.count(), limits })
    }

    /// Takes the answer to an operation.
    ///
    /// # Errors
    /// Every [`PartError`]; the other answers are not affected.
    pub fn take<T, M>(&mut self, entry: &Entry<T, M>) -> Result<Reply<T::Output>, PartError<T::Error>>
    where
        T: Operation<M, Output: Output>,
        M: HttpMethod,
    {
        let answer = self.answers.get_mut(entry.index()).and_then(Option::take).ok_or(PartError::Missing)?;
        let part = answer.map_err(PartError::Malformed)?;
        if part.is_cut {
            // What is left of it may look whole: a text, or no body at all.
            let cause = Cause::Truncated("there is no boundary after the part".into());
            return Err(PartError::Response(ResponseError::new(part.message, cause)));
        }
        read(part.message, Call::<T, M>::MAY_BE_EMPTY, self.limits).map_err(PartError::Response)
    }

    /// The number of parts beyond the number of operations.
    #[must_use]
    pub const fn surplus(&self) -> usize {
        self.surplus
    }
}

impl<K> fmt::Display for PartError<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the batch has no answer to this operation"),
            Self::Malformed(malformed) => malformed.fmt(f),
            Self::Response(failure) => failure.fmt(f),
        }
    }
}

impl<K: fmt::Debug + 'static> std::error::Error for PartError<K> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Missing => None,
            Self::Malformed(malformed) => malformed.source(),
            Self::Response(failure) => failure.source(),
        }
    }
}
