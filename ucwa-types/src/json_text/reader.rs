//! A deserializer over JSON text that is known to be UTF-8 and of some depth.
//!
//! It reads what `serde_json` reads, or fails, and says nothing about why: whoever calls it lets `serde_json` read the
//! body again, which then says what is wrong and where. That is what makes this one short and fast.

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::fallback::Failed;
use super::number;
use super::protocol::{EXACT, KNOWS_TEXT, LAST, NEXT};
use super::special::special;

/// How near a value comes to its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// It is written with the same characters and digits.
    #[default]
    Exact,
    /// It is the same value, which has another spelling.
    Respelt,
    /// It is another value, or not all of it.
    Lossy,
}

/// Where reading has got to.
pub(crate) struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// How many more objects and lists may be open.
    depth: usize,
    /// A text that is not as it stands.
    scratch: String,
    /// Where the value begins that was read last.
    last: usize,
    /// Whether to take the nearest value where there is none.
    lenient: bool,
    nearness: Nearness,
    /// How many members have been read.
    members: usize,
}

impl<'de> Reader<'de> {
    /// Reads what `serde_json` reads.
    pub(crate) fn new(text: &'de str, depth: usize) -> Self {
        Self {
            text,
            at: 0,
            depth,
            scratch: String::new(),
            last: 0,
            lenient: false,
            nearness: Nearness::Exact,
            members: 0,
        }
    }

    /// Reads the nearest value where there is none: U+FFFD for half of a surrogate pair, the nearest number.
    pub(super) fn lenient(text: &'de str, depth: usize) -> Self {
        Self { lenient: true, ..Self::new(text, depth) }
    }

    /// How near all that was read comes to the text.
    pub(super) fn nearness(&self) -> Nearness {
        self.nearness
    }

    /// How many members there were in all that was read.
    pub(super) fn members(&self) -> usize {
        self.members
    }

    fn note(&mut self, nearness: Nearness) {
        self.nearness = self.nearness.max(nearness);
    }

    /// Whether there is nothing but blanks left.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        if self.peek().is_none() { Ok(()) } else { Err(Failed) }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no blank.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.skip(),
        }
    }

    /// Skips blanks: mostly the end of a line, and what the next one is indented with.
    fn skip(&mut self) -> Option<u8> {
        const INDENT: &[u8] = b"        ";
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other,
            }
            while self.rest().starts_with(INDENT) {
                self.at += INDENT.len();
            }
        }
    }

    #[inline]
    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> Result<(), Failed> {
        if self.peek() != Some(byte) {
            return Err(Failed);
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), Failed> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Failed);
        }
        self.at += word.len();
        Ok(())
    }

    fn slice(&self, start: usize, end: usize) -> Result<&'de str, Failed> {
        self.text.get(start..end).ok_or(Failed)
    }

    /// Reads a text, after its opening quote, if it is as it stands; it mostly is.
    fn plain(&mut self) -> Option<&'de str> {
        let start = self.at;
        let end = special(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        self.text.get(start..end)
    }

    /// Reads a text, after its opening quote, into the scratch.
    #[cold]
    fn escaped(&mut self) -> Result<(), Failed> {
        self.scratch.clear();
        loop {
            let start = self.at;
            self.at = special(self.text.as_bytes(), start);
            self.scratch.push_str(self.slice(start, self.at)?);
            let byte = self.byte().ok_or(Failed)?;
            self.at += 1;
            match byte {
                b'"' => return Ok(()),
                b'\\' => {
                    let character = self.escape()?;
                    self.scratch.push(character);
                }
                _ => return Err(Failed),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Failed> {
        let byte = self.byte().ok_or(Failed)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unit()?,
            _ => return Err(Failed),
        })
    }

    /// Reads what follows `\u`.
    fn unit(&mut self) -> Result<char, Failed> {
        let unit = self.hexadecimal()?;
        // Two units make a character beyond the first 65,536.
        let code = if (0xd800..0xdc00).contains(&unit) {
            let after = self.at;
            let low = self.word("\\u").and_then(|()| self.hexadecimal()).ok();
            match low.and_then(|low| low.checked_sub(0xdc00)).filter(|low| *low < 0x400) {
                Some(low) => 0x1_0000 + ((unit - 0xd800) << 10) + low,
                None => {
                    self.at = after;
                    unit
                }
            }
        } else {
            unit
        };
        match char::from_u32(code) {
            Some(character) => Ok(character),
            None if self.lenient => {
                self.note(Nearness::Lossy);
                Ok(char::REPLACEMENT_CHARACTER)
            }
            None => Err(Failed),
        }
    }

    fn hexadecimal(&mut self) -> Result<u32, Failed> {
        let digits = self.slice(self.at, self.at + 4)?;
        self.at += 4;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Failed);
        }
        u32::from_str_radix(digits, 16).map_err(|_| Failed)
    }

    fn number<V: Visitor<'de>>(&mut self, exact: bool, visitor: V) -> Result<V::Value, Failed> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let text = self.slice(start, self.at)?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_whole = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        if is_whole && digits.len() < 19 && !digits.starts_with('0') {
            let number = text.parse::<i64>().map_err(|_| Failed)?;
            return match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_i64(number),
            };
        }
        if text == "0" {
            return visitor.visit_u64(0);
        }
        if self.lenient || exact {
            let (number, nearness) = number::nearest(text).ok_or(Failed)?;
            if exact && nearness > Nearness::Exact {
                return visitor.visit_borrowed_bytes(text.as_bytes());
            }
            self.note(nearness);
            return number.deserialize_any(visitor).map_err(|_| Failed);
        }
        // Fractions, zeros and what has too many digits, and what is no number.
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = deserializer.deserialize_any(visitor).map_err(|_| Failed)?;
        deserializer.end().map_err(|_| Failed)?;
        Ok(value)
    }

    /// Passes over a value, and says only where it ends: it can be anything of which brackets and quotes match.
    fn pass(&mut self) -> Result<&'de str, Failed> {
        let first = self.peek().ok_or(Failed)?;
        let start = self.at;
        match first {
            b'"' => {
                self.at += 1;
                self.pass_string()?;
            }
            b'{' | b'[' => self.pass_brackets()?,
            _ => {
                while !matches!(
                    self.byte(),
                    None | Some(b',' | b'}' | b']' | b':' | b'"' | b' ' | b'\n' | b'\r' | b'\t')
                ) {
                    self.at += 1;
                }
            }
        }
        self.slice(start, self.at)
    }

    /// Passes over a string, after its opening quote.
    fn pass_string(&mut self) -> Result<(), Failed> {
        loop {
            self.at = special(self.text.as_bytes(), self.at);
            match self.byte().ok_or(Failed)? {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.at += 2,
                _ => return Err(Failed),
            }
        }
    }

    fn pass_brackets(&mut self) -> Result<(), Failed> {
        let mut open = 0_usize;
        loop {
            let byte = self.byte().ok_or(Failed)?;
            self.at += 1;
            match byte {
                b'"' => self.pass_string()?,
                b'{' | b'[' => {
                    open += 1;
                    if open > self.depth {
                        return Err(Failed);
                    }
                }
                b'}' | b']' => {
                    open -= 1;
                    if open == 0 {
                        return Ok(());
                    }
                }
                _ => {}
            }
        }
    }

    /// Reads any value; if it has to be [`EXACT`], the text of what has no other form.
    #[inline]
    fn any<V: Visitor<'de>>(&mut self, exact: bool, visitor: V) -> Result<V::Value, Failed> {
        match self.peek().ok_or(Failed)? {
            b'"' => {
                let start = self.at;
                self.at += 1;
                match self.plain() {
                    Some(text) => visitor.visit_borrowed_str(text),
                    None => match self.escaped() {
                        Ok(()) => visitor.visit_str(&self.scratch),
                        Err(_) if exact => {
                            self.at = start;
                            visitor.visit_borrowed_bytes(self.pass()?.as_bytes())
                        }
                        Err(failed) => Err(failed),
                    },
                }
            }
            b'{' => {
                self.begin()?;
                let value = visitor.visit_map(Items { reader: self, first: true })?;
                self.finish(b'}')?;
                Ok(value)
            }
            b'[' => {
                self.begin()?;
                let value = visitor.visit_seq(Items { reader: self, first: true })?;
                self.finish(b']')?;
                Ok(value)
            }
            b't' => self.word("true").and_then(|()| visitor.visit_bool(true)),
            b'f' => self.word("false").and_then(|()| visitor.visit_bool(false)),
            b'n' => self.word("null").and_then(|()| visitor.visit_unit()),
            _ => self.number(exact, visitor),
        }
    }

    #[inline]
    fn begin(&mut self) -> Result<(), Failed> {
        self.at += 1;
        self.depth = self.depth.checked_sub(1).ok_or(Failed)?;
        Ok(())
    }

    #[inline]
    fn finish(&mut self, closing: u8) -> Result<(), Failed> {
        self.depth += 1;
        self.eat(closing)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Failed;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        self.any(false, visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        if self.peek() == Some(b'n') {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        match name {
            EXACT => self.any(true, visitor),
            NEXT => visitor.visit_borrowed_bytes(self.pass()?.as_bytes()),
            LAST => visitor.visit_borrowed_bytes(self.slice(self.last, self.at)?.as_bytes()),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        super::check(self.pass()?).map_err(|_| Failed)?;
        visitor.visit_unit()
    }

    /// Left to `serde_json`.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Failed> {
        Err(Failed)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

/// The members of an object, or the items of a list.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
}

impl<'de> Items<'_, 'de> {
    /// Reads a value, and remembers where it begins.
    #[inline]
    fn value<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Failed> {
        self.reader.peek();
        let start = self.reader.at;
        let value = seed.deserialize(&mut *self.reader)?;
        // To ask for the last one is not to read one.
        if self.reader.at != start {
            self.reader.last = start;
        }
        Ok(value)
    }

    /// Steps to the next one, if there is one.
    #[inline]
    fn step(&mut self, closing: u8) -> Result<bool, Failed> {
        match self.reader.peek() {
            Some(byte) if byte == closing => Ok(false),
            Some(b',') if !self.first => {
                self.reader.at += 1;
                Ok(true)
            }
            // What no comma separates from the one before it.
            _ if std::mem::take(&mut self.first) => Ok(true),
            _ => Err(Failed),
        }
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Failed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failed> {
        if self.step(b']')? { self.value(seed).map(Some) } else { Ok(None) }
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        KNOWS_TEXT
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Failed;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failed> {
        if !self.step(b'}')? {
            return Ok(None);
        }
        self.reader.eat(b'"')?;
        self.reader.members += 1;
        let name = seed.deserialize(Name(self.reader))?;
        self.reader.eat(b':')?;
        Ok(Some(name))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        self.value(seed)
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        KNOWS_TEXT
    }
}

/// The name of a member, after its opening quote.
struct Name<'a, 'de>(&'a mut Reader<'de>);

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        match self.0.plain() {
            Some(name) => visitor.visit_borrowed_str(name),
            None => self.0.escaped().and_then(|()| visitor.visit_str(&self.0.scratch)),
        }
    }

    /// Takes the name of the newtype for the member's, if it is that: then its end need not be looked for. Nothing in it is
    /// escaped, since it is a documented one. Any other name that is not as it stands is given as it is spelt, as bytes.
    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        likely: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        if let Some(rest) = self.0.rest().strip_prefix(likely.as_bytes())
            && rest.first() == Some(&b'"')
        {
            self.0.at += likely.len() + 1;
            return visitor.visit_borrowed_str(likely);
        }
        let start = self.0.at - 1;
        if let Some(name) = self.0.plain() {
            return visitor.visit_borrowed_str(name);
        }
        self.0.pass_string()?;
        visitor.visit_borrowed_bytes(self.0.slice(start, self.0.at)?.as_bytes())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}
