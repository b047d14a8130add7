//! A deserializer over JSON text that is known to be UTF-8 and of some depth.
//!
//! It reads what `serde_json` reads, or fails, and says nothing about why: whoever calls it lets `serde_json` read the
//! body again, which then says what is wrong and where. That is what makes this one short and fast.

use serde::Deserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::fallback::Failed;
use super::special::special;
use crate::read;

/// Where reading has got to.
pub(super) struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// How many more objects and lists may be open.
    depth: usize,
    /// A text that is not as it stands.
    scratch: String,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str, depth: usize) -> Self {
        Self { text, at: 0, depth, scratch: String::new() }
    }

    /// Whether there is nothing but blanks left.
    pub(super) fn end(&mut self) -> Result<(), Failed> {
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
            b'u' => {
                let unit = self.hexadecimal()?;
                // Two units make a character beyond the first 65,536.
                let code = if (0xd800..0xdc00).contains(&unit) {
                    self.word("\\u")?;
                    let low =
                        self.hexadecimal()?.checked_sub(0xdc00).filter(|low| *low < 0x400).ok_or(Failed)?;
                    0x1_0000 + ((unit - 0xd800) << 10) + low
                } else {
                    unit
                };
                char::from_u32(code).ok_or(Failed)?
            }
            _ => return Err(Failed),
        })
    }

    fn hexadecimal(&mut self) -> Result<u32, Failed> {
        let digits = self.slice(self.at, self.at + 4)?;
        self.at += 4;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(Failed);
        }
        u32::from_str_radix(digits, 16).map_err(|_| Failed)
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
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
        // Fractions, zeros and what has too many digits, and what is no number.
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = deserializer.deserialize_any(visitor).map_err(|_| Failed)?;
        deserializer.end().map_err(|_| Failed)?;
        Ok(value)
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
        match self.peek().ok_or(Failed)? {
            b'"' => {
                self.at += 1;
                match self.plain() {
                    Some(text) => visitor.visit_borrowed_str(text),
                    None => self.escaped().and_then(|()| visitor.visit_str(&self.scratch)),
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
            _ => self.number(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        if self.peek() == Some(b'n') {
            self.word("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
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
        tuple_struct map struct identifier ignored_any
    }
}

/// The members of an object, or the items of a list.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
}

impl Items<'_, '_> {
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
        if self.step(b']')? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
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
        let name = seed.deserialize(Name(self.reader))?;
        self.reader.eat(b':')?;
        Ok(Some(name))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failed> {
        seed.deserialize(&mut *self.reader)
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        read::TAKES_LIKELY_NAMES
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
    /// escaped, since it is a documented one.
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
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}
