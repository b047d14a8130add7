//! What values are replaced by: numbers that nobody can compute without a secret.

use hmac_sha256::HMAC;

/// A secret. Equal values become equal under one key, and nobody without it can find out which values they were by trying.
pub struct Key([u8; 32]);

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
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| NoRandom(error.to_string()))?;
        Ok(Self(secret))
    }

    /// The key of a seed, for tests: who knows the seed knows the key.
    #[must_use]
    pub fn from_seed(seed: u64) -> Self {
        Self(HMAC::mac(b"ucwa-gen observe", seed.to_le_bytes()))
    }

    /// A number of 48 bits in the place of a text.
    pub(super) fn number(&self, text: &str) -> u64 {
        let mac = HMAC::mac(text.as_bytes(), self.0);
        mac.iter().take(6).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}
