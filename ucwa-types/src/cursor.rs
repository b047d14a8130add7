//! A cursor over a short text made of ASCII fields, shared by the date and the time-span parser.

/// What is left of a text to be read.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { rest: text.as_bytes() }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn peek(self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Steps over `byte` if it is next.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    /// Steps over a sign; true if it was a minus. No sign is a plus.
    pub(crate) fn sign(&mut self) -> bool {
        if self.eat(b'-') {
            return true;
        }
        self.eat(b'+');
        false
    }

    /// The digits that come next.
    fn run(&mut self) -> &'a [u8] {
        let length = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (run, rest) = self.rest.split_at(length);
        self.rest = rest;
        run
    }

    /// A number of at least one digit; `None` if there is none or it exceeds the magnitude of an `i64`.
    pub(crate) fn number(&mut self) -> Option<i128> {
        Some(self.counted_number()?.0)
    }

    /// A number and how many digits it was written with.
    pub(crate) fn counted_number(&mut self) -> Option<(i128, usize)> {
        let run = self.run();
        let value = decimal(run)?;
        (!run.is_empty()).then_some((value, run.len()))
    }

    /// A number of exactly `width` digits.
    pub(crate) fn fixed(&mut self, width: usize) -> Option<i128> {
        let run = self.rest.get(..width)?;
        if !run.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.rest = &self.rest[width..];
        decimal(run)
    }

    /// A fraction after its point, in units of 10⁻ᵈⁱᵍⁱᵗˢ; finer digits are cut off.
    pub(crate) fn fraction(&mut self, digits: usize) -> Option<i128> {
        let run = self.run();
        if run.is_empty() {
            return None;
        }
        let kept = run.iter().copied().chain(std::iter::repeat(b'0')).take(digits);
        Some(kept.fold(0, |value, byte| value * 10 + i128::from(byte - b'0')))
    }
}

fn decimal(run: &[u8]) -> Option<i128> {
    let limit = i128::from(i64::MAX) + 1;
    run.iter().try_fold(0, |value: i128, byte| {
        let value = value * 10 + i128::from(byte.checked_sub(b'0')?);
        (value <= limit).then_some(value)
    })
}
