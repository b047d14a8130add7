//! A serializer to JSON text, compact.
//!
//! It writes what `serde_json` writes, or fails: at what no representation holds (variants with content, names that are
//! no texts, the private types of `serde_json`). Whoever calls it leaves those to `serde_json`.

use serde::Serialize;
use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, SerializeTupleStruct, Serializer,
};

use super::failed::Failed;
use super::special::{is_plain, special};

/// Writes to the end of a buffer.
pub(super) struct Writer<'a>(pub(super) &'a mut Vec<u8>);

impl Writer<'_> {
    #[inline]
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if !is_plain(bytes) {
            return self.escaped(bytes);
        }
        self.0.reserve(bytes.len() + 2);
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

    /// Numbers, which are rare, as `serde_json` writes them.
    fn number<T: Serialize>(self, number: T) -> Result<(), Failed> {
        serde_json::to_writer(self.0, &number).map_err(|_| Failed)
    }
}

/// The serializer methods for numbers.
macro_rules! numbers {
    ($($method:ident $type:ty,)*) => {$(
        fn $method(self, number: $type) -> Result<(), Failed> {
            self.number(number)
        }
    )*};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Failed;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Impossible<(), Failed>;
    type SerializeMap = Items<'a>;
    type SerializeStruct = Items<'a>;
    type SerializeStructVariant = Impossible<(), Failed>;

    numbers! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
        serialize_f32 f32, serialize_f64 f64,
    }

    #[inline]
    fn serialize_bool(mut self, value: bool) -> Result<(), Failed> {
        self.bytes(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_char(mut self, value: char) -> Result<(), Failed> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    #[inline]
    fn serialize_str(mut self, text: &str) -> Result<(), Failed> {
        self.text(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Failed> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Failed> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failed> {
        value.serialize(self)
    }

    fn serialize_unit(mut self) -> Result<(), Failed> {
        self.bytes(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Failed> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Failed> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Failed> {
        Err(Failed)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Failed> {
        Ok(Items::new(self, b"[]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Failed> {
        Ok(Items::new(self, b"[]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Failed> {
        Ok(Items::new(self, b"[]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Failed> {
        Err(Failed)
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Items<'a>, Failed> {
        Ok(Items::new(self, b"{}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Items<'a>, Failed> {
        // Numbers and texts that only it knows how to write.
        if name.starts_with("$serde_json::private") {
            return Err(Failed);
        }
        Ok(Items::new(self, b"{}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Failed> {
        Err(Failed)
    }
}

/// The members of an object, or the items of a list.
pub(super) struct Items<'a> {
    out: &'a mut Vec<u8>,
    closing: u8,
    first: bool,
}

impl<'a> Items<'a> {
    #[inline]
    fn new(Writer(out): Writer<'a>, [opening, closing]: &[u8; 2]) -> Self {
        out.push(*opening);
        Self { out, closing: *closing, first: true }
    }

    #[inline]
    fn next(&mut self) -> Writer<'_> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        Writer(self.out)
    }

    fn name<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Failed> {
        let writer = self.next();
        let start = writer.0.len();
        name.serialize(writer)?;
        if self.out.get(start) != Some(&b'"') {
            return Err(Failed);
        }
        self.out.push(b':');
        Ok(())
    }

    #[inline]
    fn close(self) {
        self.out.push(self.closing);
    }
}

/// The traits of what is a list.
macro_rules! lists {
    ($($trait:ident $method:ident,)*) => {$(
        impl $trait for Items<'_> {
            type Ok = ();
            type Error = Failed;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                value.serialize(self.next())
            }

            #[inline]
            fn end(self) -> Result<(), Failed> {
                self.close();
                Ok(())
            }
        }
    )*};
}

lists! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
}

impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Failed> {
        self.name(name)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        value.serialize(Writer(self.out))
    }

    #[inline]
    fn end(self) -> Result<(), Failed> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Items<'_> {
    type Ok = ();
    type Error = Failed;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Failed> {
        self.name(name)?;
        value.serialize(Writer(self.out))
    }

    #[inline]
    fn end(self) -> Result<(), Failed> {
        self.close();
        Ok(())
    }
}
