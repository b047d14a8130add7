//! JSON as the samples write it, each value with its place.

use serde_json::Number;

use super::decoded::Decoded;
use super::repair::{self, Repair, Repairs};
use crate::source::Span;

/// A JSON value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; for a member of an object, from the name on.
    pub span: Span,
}

/// A JSON value.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object, in the order of the text.
    Object(Vec<(String, Node)>),
}

impl Node {
    /// The member of this name; none when this is no object, or has no such member.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.members().iter().find(|(member, _)| member == name).map(|(_, node)| node)
    }

    /// The members, in order; none when this is no object.
    #[must_use]
    pub fn members(&self) -> &[(String, Self)] {
        match &self.value {
            Value::Object(members) => members,
            _ => &[],
        }
    }

    /// The elements of an array; the value itself when it is none.
    #[must_use]
    pub fn elements(&self) -> &[Self] {
        match &self.value {
            Value::Array(elements) => elements,
            _ => std::slice::from_ref(self),
        }
    }

    /// The text; none when this is no string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether this is an array.
    #[must_use]
    pub fn is_array(&self) -> bool {
        matches!(self.value, Value::Array(_))
    }

    /// Whether this is an object.
    pub(crate) fn is_object(&self) -> bool {
        matches!(self.value, Value::Object(_))
    }

    /// The value for serde_json. Of two members with one name the last one counts, as it does there.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => text.as_str().into(),
            Value::Array(elements) => elements.iter().map(Self::to_json).collect(),
            Value::Object(members) => {
                members.iter().map(|(name, node)| (name.clone(), node.to_json())).collect()
            }
        }
    }
}

/// Reads one JSON value. Commas that are missing or too many, strings broken across lines and an end that comes too
/// early are repaired; what is not JSON at all is an error.
pub(super) fn parse(text: &Decoded, repairs: &mut Repairs) -> Result<Node, String> {
    let mut parser = Parser { text, at: 0, repairs };
    parser.blank();
    if !matches!(parser.peek(), Some(b'{' | b'[')) {
        return Err("it begins with neither a brace nor a bracket".to_owned());
    }
    let node = parser.value(parser.at, 0)?;
    parser.blank();
    if parser.at < text.as_str().len() {
        let rest = text.as_str()[parser.at..].trim();
        if !rest.chars().all(|c| matches!(c, '}' | ']' | ',' | ' ' | '\n' | '\r' | '\t')) {
            return Err("more text follows its end".to_owned());
        }
        parser.repairs.add(Repair::Unbalanced);
    }
    Ok(node)
}

/// Deeper than any sample, shallow enough for any stack.
const MAX_DEPTH: usize = 64;

struct Parser<'a> {
    text: &'a Decoded,
    at: usize,
    repairs: &'a mut Repairs,
}

impl Parser<'_> {
    fn source(&self) -> &str {
        self.text.as_str()
    }

    fn peek(&self) -> Option<u8> {
        self.source().as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn node(&self, start: usize, value: Value) -> Node {
        Node { value, span: self.text.span(start..self.at) }
    }

    fn value(&mut self, start: usize, depth: usize) -> Result<Node, String> {
        if depth > MAX_DEPTH {
            return Err(format!("it is nested deeper than {MAX_DEPTH} levels"));
        }
        self.repairs.count(1)?;
        match self.peek() {
            Some(b'{') => self.object(start, depth),
            Some(b'[') => self.array(start, depth),
            Some(b'"') => {
                let text = self.string()?;
                let text = repair::scheme(text, self.repairs);
                Ok(self.node(start, Value::String(text)))
            }
            Some(_) => self.word(start),
            None => Err("it ends before its last value".to_owned()),
        }
    }

    fn object(&mut self, start: usize, depth: usize) -> Result<Node, String> {
        self.at += 1;
        let mut members = Vec::new();
        let mut first = true;
        loop {
            if self.separated(b'}', std::mem::take(&mut first))? {
                return Ok(self.node(start, Value::Object(members)));
            }
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("the name of a member"));
            }
            let from = self.at;
            let name = self.string()?;
            self.blank();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("a colon"));
            }
            self.at += 1;
            self.blank();
            let node = self.value(from, depth + 1)?;
            members.extend(repair::name(name, self.repairs).map(|name| (name, node)));
        }
    }

    fn array(&mut self, start: usize, depth: usize) -> Result<Node, String> {
        self.at += 1;
        let mut elements = Vec::new();
        loop {
            if self.separated(b']', elements.is_empty())? {
                return Ok(self.node(start, Value::Array(elements)));
            }
            elements.push(self.value(self.at, depth + 1)?);
        }
    }

    /// Moves past the comma before the next entry; true when the closing mark came instead.
    fn separated(&mut self, close: u8, first: bool) -> Result<bool, String> {
        self.blank();
        let comma = self.peek() == Some(b',');
        if comma {
            self.at += 1;
            self.blank();
        }
        match self.peek() {
            Some(mark) if mark == close => {
                self.at += 1;
                if comma {
                    self.repairs.add(Repair::Commas);
                }
                Ok(true)
            }
            None => {
                self.repairs.add(Repair::Unbalanced);
                Ok(true)
            }
            Some(b'}' | b']') => Err(self.unexpected("the matching bracket")),
            Some(_) => {
                if comma == first {
                    self.repairs.add(Repair::Commas);
                }
                Ok(false)
            }
        }
    }

    fn string(&mut self) -> Result<String, String> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text.as_str()[self.at..];
            let is_special = |byte: u8| matches!(byte, b'"' | b'\\' | b'\n' | b'\r');
            let Some(plain) = rest.bytes().position(is_special) else {
                return Err("a string is not closed".to_owned());
            };
            text.push_str(&rest[..plain]);
            let special = rest.as_bytes()[plain];
            self.at += plain + 1;
            match special {
                b'"' => return Ok(text),
                b'\\' => self.escape(&mut text)?,
                _ => {
                    // The line was broken for the page's sake: neither the break nor the indentation is content.
                    self.blank();
                    self.repairs.add(Repair::BrokenString);
                }
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Result<(), String> {
        let escaped = self.peek().ok_or("a string is not closed")?;
        self.at += 1;
        text.push(match escaped {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode()?,
            _ => return Err("a string has an unknown escape".to_owned()),
        });
        Ok(())
    }

    fn unicode(&mut self) -> Result<char, String> {
        let high = self.hex()?;
        let code = if (0xd800..0xdc00).contains(&high) && self.source()[self.at..].starts_with("\\u") {
            self.at += 2;
            let low = self.hex()?;
            0x10000 + ((high - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff)
        } else {
            high
        };
        Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Result<u32, String> {
        let digits = self.source().get(self.at..self.at + 4).ok_or("a string has a broken escape")?;
        let code = u32::from_str_radix(digits, 16).map_err(|_| "a string has a broken escape")?;
        self.at += 4;
        Ok(code)
    }

    fn word(&mut self, start: usize) -> Result<Node, String> {
        let from = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) {
            self.at += 1;
        }
        let text = self.text;
        let value = match &text.as_str()[from..self.at] {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            word => match word.parse::<Number>().ok().or_else(|| repair::number(word, self.repairs)) {
                Some(number) => Value::Number(number),
                None => {
                    self.at = from;
                    return Err(self.unexpected("a value"));
                }
            },
        };
        Ok(self.node(start, value))
    }

    fn unexpected(&self, expected: &str) -> String {
        let (line, _) = self
            .text
            .span(self.at..self.at)
            .source()
            .line_column(self.text.span(self.at..self.at).range().start);
        match self.source()[self.at..].chars().next() {
            Some(found) => format!("line {line} has `{found}` where {expected} should stand"),
            None => format!("it ends where {expected} should stand"),
        }
    }
}
