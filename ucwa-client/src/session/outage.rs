//! Whether the server can be reached.

/// How many attempts in a row fail before it is reported: the first one and its first retry.
const FAILURES: u32 = 2;

/// Whether the server can be reached.
#[derive(Debug, Default)]
pub(super) struct Outage {
    failures: u32,
    is_reported: bool,
}

impl Outage {
    /// Takes that an attempt has failed. Returns whether to report it.
    pub(super) fn fail(&mut self) -> bool {
        self.failures = self.failures.saturating_add(1);
        let is_new = self.failures >= FAILURES && !self.is_reported;
        self.is_reported |= is_new;
        is_new
    }

    /// Takes that the server was reached. Returns whether to report it.
    pub(super) fn end(&mut self) -> bool {
        self.failures = 0;
        std::mem::take(&mut self.is_reported)
    }

    /// Whether an outage was reported and has not ended.
    pub(super) const fn is_on(&self) -> bool {
        self.is_reported
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_reported_once_and_not_before_a_retry_has_failed() {
        let mut outage = Outage::default();
        assert!(!outage.end());
        assert_eq!([outage.fail(), outage.fail(), outage.fail()], [false, true, false]);
        assert!(outage.is_on() && outage.end() && !outage.is_on() && !outage.end());
        assert_eq!([outage.fail(), outage.fail()], [false, true]);
    }
}
