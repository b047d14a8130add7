//! A model → JSON text, compact, through the same slots as to XML.
//!
//! It is what [`encode`](crate::slots::encode) has `serde_json` write, without a serializer in between.

use std::io::Write;

use serde_json::{Number, Value};

use crate::json_text::{is_plain, special};
use crate::link::LinkData;
use crate::slots::encode::literal;
use crate::slots::place::kept;
use crate::slots::{AnyRef, LinkSlot, Model, ModelSlot, Notation, Parts, Show, Slot, Slots, View};
use crate::unknown::{EMBEDDED, Entry, LINKS, Place, Unknown};

/// Writes to the end of a buffer.
///
/// A comma follows each member and each item, where the closing bracket then goes: nothing has to know whether it is
/// the first.
pub(super) struct Writer<'a>(pub(super) &'a mut Vec<u8>);

impl Writer<'_> {
    #[inline]
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    #[inline]
    fn comma(&mut self) {
        self.0.push(b',');
    }

    #[inline]
    fn close(&mut self, bracket: u8) {
        match self.0.last_mut() {
            Some(last @ b',') => *last = bracket,
            _ => self.0.push(bracket),
        }
    }

    /// A name that is documented: nothing in it is escaped, which need not be seen again each time.
    fn documented(&mut self, name: &'static str) {
        self.0.reserve(name.len() + 3);
        self.0.push(b'"');
        self.bytes(name.as_bytes());
        self.bytes(b"\":");
    }

    /// Any name.
    fn name(&mut self, name: &str) {
        self.text(name);
        self.0.push(b':');
    }

    fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if !is_plain(bytes) {
            return self.escaped(bytes);
        }
        self.0.reserve(bytes.len() + 3);
        self.0.push(b'"');
        self.bytes(bytes);
        self.0.push(b'"');
    }

    #[cold]
    fn escaped(&mut self, bytes: &[u8]) {
        self.0.push(b'"');
        let mut start = 0;
        loop {
            let end = special(bytes, start);
            self.bytes(bytes.get(start..end).unwrap_or_default());
            let Some(byte) = bytes.get(end) else { break };
            self.escape(*byte);
            start = end + 1;
        }
        self.0.push(b'"');
    }

    fn escape(&mut self, byte: u8) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        match byte {
            b'"' => self.bytes(b"\\\""),
            b'\\' => self.bytes(b"\\\\"),
            0x8 => self.bytes(b"\\b"),
            0xc => self.bytes(b"\\f"),
            b'\n' => self.bytes(b"\\n"),
            b'\r' => self.bytes(b"\\r"),
            b'\t' => self.bytes(b"\\t"),
            _ => {
                let digit = |value: u8| DIGITS[usize::from(value & 0xf)];
                self.bytes(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte)]);
            }
        }
    }

    fn bool(&mut self, value: bool) {
        self.bytes(if value { b"true" } else { b"false" });
    }

    fn number(&mut self, number: &Number) {
        // A list of bytes takes all that is written to it.
        let _ = write!(self.0, "{number}");
    }

    /// Any value.
    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.bytes(b"null"),
            Value::Bool(value) => self.bool(*value),
            Value::Number(number) => self.number(number),
            Value::String(text) => self.text(text),
            Value::Array(items) => {
                self.0.push(b'[');
                for item in items {
                    self.value(item);
                    self.comma();
                }
                self.close(b']');
            }
            Value::Object(members) => {
                self.0.push(b'{');
                for (name, value) in members {
                    self.entry(name, value);
                }
                self.close(b'}');
            }
        }
    }

    /// A member of any value.
    fn entry(&mut self, name: &str, value: &Value) {
        self.name(name);
        self.value(value);
        self.comma();
    }

    /// A model: its `rel`, its properties in declared order, what is unknown, its links, what is embedded.
    pub(super) fn model(&mut self, model: &dyn Model) {
        let parts = model.parts();
        let Parts { links, embedded, unknown, .. } = parts;
        self.0.push(b'{');
        if let Some(rel) = parts.written_rel() {
            self.documented("rel");
            self.text(rel);
            self.comma();
        }
        let mut externals = Vec::new();
        let names = model.names();
        model.each(Show::set(&mut |index, slot| match slot {
            Slot::External(_) => externals.push((names[index], slot)),
            slot => self.member(unknown, Place::Property, names[index], slot),
        }));
        self.kept(model, unknown, Place::Property, |name| name != LINKS && name != EMBEDDED);
        self.place(model, unknown, (LINKS, Place::Link), links, &externals);
        self.place(model, unknown, (EMBEDDED, Place::Embedded), embedded, &[]);
        self.close(b'}');
    }

    /// All links, or all embedded resources, of a model, and those of its properties that stand there.
    fn place(
        &mut self,
        model: &dyn Model,
        unknown: &Unknown,
        (name, place): (&'static str, Place),
        slots: Option<&dyn Slots>,
        externals: &[(&'static str, Slot<'_>)],
    ) {
        let start = self.0.len();
        self.documented(name);
        self.0.push(b'{');
        let empty = self.0.len();
        if let Some(slots) = slots {
            let names = slots.names();
            slots.each(Show::set(&mut |index, slot| self.member(unknown, place, names[index], slot)));
        }
        for (name, slot) in externals {
            self.member(unknown, place, name, *slot);
        }
        self.kept(model, unknown, place, |_| true);
        if self.0.len() > empty {
            self.close(b'}');
            self.comma();
        } else {
            self.0.truncate(start);
            // What came under this name and was no object, or one without members.
            self.kept(model, unknown, Place::Property, |kept| kept == name);
        }
    }

    /// What is not documented, or does not fit what is.
    #[inline]
    fn kept(&mut self, model: &dyn Model, unknown: &Unknown, place: Place, filter: impl Fn(&str) -> bool) {
        if unknown.has_entries(place) {
            for Entry { name, spelling, value } in kept(model, place).filter(|entry| filter(entry.name)) {
                match spelling {
                    Some(spelling) => {
                        self.bytes(spelling.as_bytes());
                        self.0.push(b':');
                    }
                    None => self.name(name),
                }
                self.bytes(value.as_json().as_bytes());
                self.comma();
            }
        }
    }

    /// A documented member.
    #[inline]
    fn member(&mut self, unknown: &Unknown, place: Place, name: &'static str, slot: Slot<'_>) {
        // Whether it came as a list where one is documented, or the other way round.
        let flipped = || unknown.is_flipped(place, name);
        self.documented(name);
        if let Some(literal) = literal(unknown, place, name, slot) {
            self.bytes(literal.as_json().as_bytes());
            return self.comma();
        }
        match slot {
            Slot::Value(slot) => self.view(slot.view(Notation::Json)),
            Slot::Link(slot) | Slot::External(slot) => self.links(slot, flipped()),
            Slot::Model(slot) => self.models(slot, flipped()),
            Slot::ByRel(slot) => {
                self.0.push(b'{');
                for (name, resource) in slot.iter() {
                    self.name(name);
                    self.any(resource);
                    self.comma();
                }
                self.close(b'}');
            }
        }
        self.comma();
    }

    fn view(&mut self, view: Option<View<'_>>) {
        match view {
            None => self.bytes(b"null"),
            Some(View::Text(text)) => self.text(&text),
            Some(View::Bool(value)) => self.bool(value),
            Some(View::Number(number)) => self.number(&number),
            Some(View::Json(value)) => self.value(value),
            Some(View::List(list)) => {
                self.0.push(b'[');
                for item in list {
                    self.view(Some(item));
                    self.comma();
                }
                self.close(b']');
            }
        }
    }

    fn links(&mut self, slot: &dyn LinkSlot, flipped: bool) {
        let list = (slot.is_list(), slot.count());
        self.one_or_list(list, flipped, |writer, index| slot.get(index).map(|link| writer.link(link)));
    }

    fn models(&mut self, slot: &dyn ModelSlot, flipped: bool) {
        let list = (slot.is_list(), slot.count());
        self.one_or_list(list, flipped, |writer, index| slot.get(index).map(|model| writer.model(model)));
    }

    /// One value or a list of them, given what is documented and how many there are.
    #[inline]
    fn one_or_list(
        &mut self,
        (is_list, length): (bool, usize),
        flipped: bool,
        item: impl Fn(&mut Self, usize) -> Option<()>,
    ) {
        if length == 1 && is_list == flipped && item(self, 0).is_some() {
            return;
        }
        self.0.push(b'[');
        for index in 0..length {
            if item(self, index).is_some() {
                self.comma();
            }
        }
        self.close(b']');
    }

    fn link(&mut self, link: &LinkData) {
        self.bytes(b"{\"href\":");
        self.text(link.href());
        self.comma();
        if link.says_more() {
            for (name, text) in link.texts() {
                self.documented(name);
                self.text(text);
                self.comma();
            }
            for (name, value) in link.attributes() {
                self.entry(name, value);
            }
        }
        self.close(b'}');
    }

    /// A resource of any type.
    pub(super) fn any(&mut self, resource: AnyRef<'_>) {
        match resource {
            AnyRef::Model(model) => self.model(model),
            AnyRef::Value(value) => self.value(value),
        }
    }
}
