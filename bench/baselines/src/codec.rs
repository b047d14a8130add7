//! What can be measured with a type.

use std::hint::black_box;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A type, to be measured.
pub trait Codec: Sync {
    /// Decodes a body and drops it. Whether it could.
    fn decode(&self, body: &[u8]) -> bool;

    /// Decodes a body to be encoded.
    fn hold(&self, body: &[u8]) -> Option<Box<dyn Held>>;
}

/// A decoded body.
pub trait Held {
    /// Encodes it. Whether it could.
    fn encode(&self, out: &mut Vec<u8>) -> bool;
}

/// A [`Codec`] for any type.
pub struct Type<T>(PhantomData<fn() -> T>);

impl<T> Type<T> {
    /// The only one.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "it is made in constants")]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: Serialize + DeserializeOwned + 'static> Codec for Type<T> {
    fn decode(&self, body: &[u8]) -> bool {
        black_box(serde_json::from_slice::<T>(body)).is_ok()
    }

    fn hold(&self, body: &[u8]) -> Option<Box<dyn Held>> {
        Some(Box::new(Value(serde_json::from_slice::<T>(body).ok()?)))
    }
}

struct Value<T>(T);

impl<T: Serialize> Held for Value<T> {
    fn encode(&self, out: &mut Vec<u8>) -> bool {
        serde_json::to_writer(out, &self.0).is_ok()
    }
}
