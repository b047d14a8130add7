//! What values are replaced by: numbers that nobody can compute without a secret.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A secret. Equal values become equal under one key, and nobody without it can find out which values they were by trying.
pub struct Key(Hmac<Sha256>);

/// The system has no random numbers.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random numbers: {0}")]
pub struct NoRandom(String);

impl Key {
    /// A new secret. It is kept nowhere.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub fn random() -> Result<Self, NoRandom> {
        let mut secret = [0; 64];
        getrandom::fill(&mut secret).map_err(|error| NoRandom(error.to_string()))?;
        Ok(Self(Hmac::new(&secret.into())))
    }

    /// The key of a seed, for tests: who knows the seed knows the key.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        let mut secret = [0; 64];
        secret.iter_mut().zip(seed.to_le_bytes()).for_each(|(byte, of_seed)| *byte = of_seed);
        Self(Hmac::new(&secret.into()))
    }

    /// A number of 48 bits in the place of a text.
    pub(super) fn number(&self, text: &str) -> u64 {
        let mac = self.0.clone().chain_update(text).finalize().into_bytes();
        mac.iter().take(6).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}
