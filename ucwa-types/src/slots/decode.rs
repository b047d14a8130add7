//! Any serde format → a model. Written once for all types: what differs between them is in their slots.
//!
//! Decoding an object never fails over its members: each goes into its slot, or is kept verbatim.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::json_text::{self, EXACT, KNOWS_TEXT, Nearness, Reader};
use crate::limits::Limits;
use crate::link::{LinkData, LinkOrValue, Texts};
use crate::raw_json::RawJson;
use crate::read::{self, AnyName, BorrowedText, Last, Name, Names, visit_odd, visit_scalars};
use crate::slots::encode;
use crate::slots::model::{ByRelSlot, LinkSlot, Model, ModelSlot, SlotMut, Slots, ValueSlot};
use crate::slots::place::{Member, Outcome, table, table_mut};
use crate::slots::scalar::{Incoming, Notation, View};
use crate::unknown::{self, Place};

/// Fills an empty model.
///
/// # Errors
/// Those of the deserializer, and if what it holds is not an object.
pub fn decode<'de, D: Deserializer<'de>>(model: &mut dyn Model, deserializer: D) -> Result<(), D::Error> {
    let mut texts = Texts::default();
    let outcome = deserializer.deserialize_any(Whole(model, &mut texts));
    texts.finish();
    outcome
}

/// What a derived `Deserialize` of a model does.
///
/// # Errors
/// Those of [`decode`].
pub fn deserialize<'de, M: Model, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
    let mut model = M::empty();
    decode(&mut model, deserializer)?;
    Ok(model)
}

/// The visitor of a model that must be there.
struct Whole<'a>(&'a mut dyn Model, &'a mut Texts);

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.own_rel() {
            Some(rel) => write!(f, "an object, the {rel} resource"),
            None => f.write_str("an object"),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        members(self.0, map, self.1)
    }
}

/// The names with a meaning of their own, and their position among them.
const RESERVED: [&str; 3] = [unknown::LINKS, unknown::EMBEDDED, "rel"];
const LINKS: usize = 0;
const REL: usize = 2;

/// Reads the members of an object into a model.
fn members<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    mut map: A,
    texts: &mut Texts,
) -> Result<(), A::Error> {
    let mut seen = [false; RESERVED.len()];
    // Only a model with a rel of its own gives the name `rel` a meaning.
    let own_rel = model.own_rel();
    let has_rel = own_rel.is_some();
    let reserved = if has_rel { &RESERVED[..] } else { &RESERVED[..REL] };
    let names = model.names();
    let keys = Names::of(&map, names, reserved);
    let mut untouched = model.unknown().is_untouched();
    // The rel goes before the properties, and the links after them.
    let mut expected = if has_rel { names.len() + REL } else { 0 };
    while let Some(name) = map.next_key_seed(keys.key(expected))? {
        match name {
            Name::Known(index) => {
                expected = index + 1;
                let read = match model.slot_mut(index) {
                    // Of that name there can only be a link.
                    Some(SlotMut::External(_)) | None => Read::Misfit(Some(map.next_value()?)),
                    Some(slot) => value(slot, &mut map, texts)?,
                };
                // Nearly all are where they belong, and then nothing is asked for each of them.
                if !untouched || !matches!(read, Read::Taken) || !texts.is_exact() {
                    settle(model, Member::new(Place::Property, names, index), read, &mut map, keys, texts)?;
                    untouched = false;
                }
            }
            Name::Reserved(which) => {
                untouched &= which == REL;
                expected = if which == REL { 0 } else { names.len() + which + 1 };
                let mut own = OwnRel(own_rel);
                let target = match which {
                    REL => Target::Scalar(&mut own),
                    _ => {
                        let place = if which == LINKS { Place::Link } else { Place::Embedded };
                        if seen[which] {
                            clear_place(model, place);
                        }
                        Target::Place(&mut *model, place, texts)
                    }
                };
                let read = map.next_value_seed(target)?;
                model.unknown_mut().forget(Place::Property, RESERVED[which]);
                if let Read::Misfit(value) = read {
                    let value = verbatim(value, &mut map, keys)?;
                    model.unknown_mut().keep_misfit(Place::Property, RESERVED[which], value);
                    untouched = false;
                }
                seen[which] = true;
            }
            Name::Other(name, _) => {
                untouched = false;
                let value = map.next_value()?;
                model.unknown_mut().keep(Place::Property, name, value);
            }
        }
    }
    if has_rel && !seen[REL] {
        model.unknown_mut().set_without_rel();
    }
    Ok(())
}

/// Reads the members of `_links` or `_embedded` into a model. An object without any is handed back to be kept.
fn place_members<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    place: Place,
    mut map: A,
    texts: &mut Texts,
) -> Result<Read, A::Error> {
    let mut expected = 0;
    let mut empty = true;
    let names = table(model, place).map_or(&[][..], Slots::names);
    let keys = Names::of(&map, names, &[]);
    let mut untouched = model.unknown().is_untouched();
    while let Some(name) = map.next_key_seed(keys.key(expected))? {
        empty = false;
        match name {
            Name::Known(index) => {
                expected = index + 1;
                let read = match table_mut(model, place).and_then(|slots| slots.slot_mut(index)) {
                    Some(slot) => value(slot, &mut map, texts)?,
                    None => Read::Misfit(Some(map.next_value()?)),
                };
                if !untouched || !matches!(read, Read::Taken) || !texts.is_exact() {
                    settle(model, Member::new(place, names, index), read, &mut map, keys, texts)?;
                    untouched = false;
                }
            }
            Name::Reserved(_) => {}
            Name::Other(name, _) => {
                untouched = false;
                match Member::external(model, place, &name.text) {
                    Some(external) => {
                        let read = match external.slot_mut(model) {
                            Some(slot) => value(slot, &mut map, texts)?,
                            None => Read::Misfit(Some(map.next_value()?)),
                        };
                        settle(model, external, read, &mut map, keys, texts)?;
                    }
                    None => {
                        let value = map.next_value()?;
                        model.unknown_mut().keep(place, name, value);
                    }
                }
            }
        }
    }
    Ok(if empty { Read::Misfit(Some(empty_object())) } else { Read::Taken })
}

/// What became of a value that was read.
enum Read {
    /// It is where it was to go.
    Taken,
    /// The same, but it was a list of one where one is documented, or one where many are.
    Flipped,
    /// It does not fit there. `None` if the reader knows its text.
    Misfit(Option<RawJson>),
}

/// A value that does not fit, by its text if the reader knows that.
fn verbatim<'de, A: MapAccess<'de>>(
    value: Option<RawJson>,
    map: &mut A,
    keys: Names<'_>,
) -> Result<RawJson, A::Error> {
    if keys.knows_text() {
        let text = map.next_value_seed(Last)?;
        return RawJson::parse(text).map_err(A::Error::custom);
    }
    value.ok_or_else(|| A::Error::custom("a value without a text"))
}

/// Notes what became of the value of a documented member.
fn settle<'de, A: MapAccess<'de>>(
    model: &mut dyn Model,
    member: Member,
    read: Read,
    map: &mut A,
    keys: Names<'_>,
    texts: &mut Texts,
) -> Result<(), A::Error> {
    let nearness = texts.take_nearness();
    let mut near = (nearness > Nearness::Exact && keys.knows_text())
        .then(|| verbatim(None, map, keys))
        .transpose()?
        .map(|literal| (literal, nearness));
    let outcome = match read {
        Read::Taken => Outcome::Taken,
        Read::Flipped => Outcome::Flipped,
        Read::Misfit(value) => {
            let value = verbatim(value, map, keys)?;
            match member.slot_mut(model) {
                // It was not offered as a whole, or not what comes nearest to it.
                Some(SlotMut::Value(slot)) if keys.knows_text() => match read_nearest(slot, &value) {
                    Some(nearness) => {
                        near = Some((value, nearness));
                        Outcome::Taken
                    }
                    None => Outcome::Raw(value),
                },
                _ => Outcome::Raw(value),
            }
        }
    };
    let flipped = matches!(outcome, Outcome::Flipped);
    let is_kept = matches!(outcome, Outcome::Raw(_));
    member.settle(model, outcome);
    if let Some((literal, nearness)) = near.filter(|(_, nearness)| !is_kept && *nearness > Nearness::Exact)
        && let Some(slot) = member.slot(model)
    {
        texts.finish();
        let written = encode::text(slot, flipped).map_err(A::Error::custom)?;
        member.keep_literal(model, literal, nearness == Nearness::Lossy, written);
    }
    Ok(())
}

/// Reads what comes nearest to a value, and says how near; `None` if nothing fits.
fn read_nearest(slot: &mut dyn ValueSlot, value: &RawJson) -> Option<Nearness> {
    let (nearest, nearness) = value.nearest();
    if slot.read(Incoming::from(&nearest)) {
        return Some(nearness);
    }
    // Whole numbers may be asked for.
    let (whole, nearness) = json_text::nearest_whole(nearest.as_number()?, value.as_json())?;
    slot.read(Incoming::Json(&Value::from(whole))).then_some(nearness)
}

/// Reads the value of a documented member into its slot.
fn value<'de, A: MapAccess<'de>>(
    slot: SlotMut<'_>,
    map: &mut A,
    texts: &mut Texts,
) -> Result<Read, A::Error> {
    match slot {
        SlotMut::Link(slot) | SlotMut::External(slot) => map.next_value_seed(LinkTarget(slot, texts)),
        SlotMut::Value(slot) => map.next_value_seed(Target::Scalar(slot)),
        SlotMut::Model(slot) => map.next_value_seed(Target::Model(slot, texts)),
        SlotMut::ByRel(slot) => map.next_value_seed(Target::ByRel(slot, texts)),
    }
}

/// Empties `_links` or `_embedded`, which came a second time: the last of one name wins.
fn clear_place(model: &mut dyn Model, place: Place) {
    model.unknown_mut().forget_all(place);
    if let Some(slots) = table_mut(model, place) {
        (0..).map_while(|index| slots.slot_mut(index).map(SlotMut::clear)).for_each(drop);
    }
    if place == Place::Link {
        for index in 0..model.names().len() {
            if let Some(slot @ SlotMut::External(_)) = model.slot_mut(index) {
                slot.clear();
            }
        }
    }
}

/// Where a value goes that is about to be read.
enum Target<'a> {
    /// Into the slot of a scalar, or of a list of them.
    Scalar(&'a mut dyn ValueSlot),
    /// Into the slot of an object, or of a list of them.
    Model(&'a mut dyn ModelSlot, &'a mut Texts),
    /// Into the slot of resources by rel.
    ByRel(&'a mut dyn ByRelSlot, &'a mut Texts),
    /// Into the slot of many objects (or of one, if it is empty), as one more.
    Item(&'a mut dyn ModelSlot, &'a mut Texts),
    /// Into the slot of resources by rel, under this name.
    Named(&'a mut dyn ByRelSlot, &'a str, &'a mut Texts),
    /// Into the links or the embedded resources of a model.
    Place(&'a mut dyn Model, Place, &'a mut Texts),
}

impl Target<'_> {
    fn scalar(self, value: Value) -> Read {
        if self.read(Incoming::from(&value)) { Read::Taken } else { Read::Misfit(Some(value.into())) }
    }

    fn odd(self) -> Read {
        Read::Misfit(None)
    }

    /// Whether a value without members of its own fits.
    fn read(self, incoming: Incoming<'_>) -> bool {
        match self {
            Self::Scalar(slot) => slot.read(incoming),
            _ => false,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Target<'_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        deserializer.deserialize_newtype_struct(EXACT, self)
    }
}

impl<'de> Visitor<'de> for Target<'_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    visit_scalars!();
    visit_odd!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Read, E> {
        Ok(if self.read(Incoming::Text(text)) { Read::Taken } else { Read::Misfit(Some(text.into())) })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Read, A::Error> {
        match self {
            Self::Model(slot, texts) => models(slot, seq, texts),
            Self::Scalar(slot) => scalars(slot, seq),
            _ => read::list_or_text(seq).map(|list| Read::Misfit(list.map(RawJson::from))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Read, A::Error> {
        match self {
            Self::Scalar(_) => read::object_or_text(map)
                .map(|value| value.map_or(Read::Misfit(None), |value| self.scalar(value))),
            Self::Model(slot, texts) => {
                slot.clear();
                members(slot.push(), map, texts)?;
                Ok(one_into(slot.is_list()))
            }
            Self::ByRel(slot, texts) => by_rel(slot, map, texts),
            Self::Item(slot, texts) => members(slot.push(), map, texts).map(|()| Read::Taken),
            Self::Named(slot, name, texts) => match slot.start(name, name) {
                Some(model) => members(model, map, texts).map(|()| Read::Taken),
                None => read::object_or_text(map).map(|value| Read::Misfit(value.map(RawJson::from))),
            },
            Self::Place(model, place, texts) => place_members(model, place, map, texts),
        }
    }
}

/// Where a link goes that is about to be read, or a list of them.
struct LinkTarget<'a>(&'a mut dyn LinkSlot, &'a mut Texts);

impl LinkTarget<'_> {
    fn odd(self) -> Read {
        Read::Misfit(None)
    }

    fn scalar(self, value: Value) -> Read {
        Read::Misfit(Some(value.into()))
    }
}

impl<'de> DeserializeSeed<'de> for LinkTarget<'_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        deserializer.deserialize_newtype_struct(EXACT, self)
    }
}

impl<'de> Visitor<'de> for LinkTarget<'_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a link")
    }

    visit_scalars!();
    visit_odd!();

    fn visit_str<E: Error>(self, text: &str) -> Result<Read, E> {
        Ok(Read::Misfit(Some(text.into())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Read, A::Error> {
        links(self.0, seq, self.1)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Read, A::Error> {
        Ok(match LinkOrValue::read(self.1, map)? {
            Ok(link) => {
                let is_list = self.0.is_list();
                if is_list {
                    self.0.clear();
                }
                self.0.push(link);
                one_into(is_list)
            }
            Err(value) => Read::Misfit(value),
        })
    }
}

/// What became of one value in a slot of one or of many.
fn one_into(is_list: bool) -> Read {
    if is_list { Read::Flipped } else { Read::Taken }
}

/// What becomes of a list of `length` values that each fit a slot: nothing if it must be kept as it is.
fn list_into(is_list: bool, length: usize) -> Option<Read> {
    match (is_list, length) {
        // An empty slot is an absent member, which an empty list is not.
        (_, 0) => None,
        (true, _) => Some(Read::Taken),
        (false, 1) => Some(Read::Flipped),
        (false, _) => None,
    }
}

/// Keeps a list of which this has been read: that, the odd value after it, and the rest.
fn keep_list<'de, A: SeqAccess<'de>>(
    begun: impl FnOnce() -> Result<Vec<Value>, A::Error>,
    odd: Option<Option<RawJson>>,
    knows_text: bool,
    mut seq: A,
) -> Result<Read, A::Error> {
    if knows_text {
        read::skip(seq)?;
        return Ok(Read::Misfit(None));
    }
    let mut list = begun()?;
    list.extend(odd.flatten().map(|odd| odd.to_value()));
    while let Some(value) = seq.next_element()? {
        list.push(value);
    }
    Ok(Read::Misfit(Some(Value::Array(list).into())))
}

/// Reads a list of scalars. Mostly they are texts, which are not copied on the way.
fn scalars<'de, A: SeqAccess<'de>>(slot: &mut dyn ValueSlot, mut seq: A) -> Result<Read, A::Error> {
    let knows_text = seq.size_hint() == KNOWS_TEXT;
    let mut texts = Vec::new();
    let mut odd = None;
    while odd.is_none()
        && let Some(item) = seq.next_element_seed(BorrowedText)?
    {
        match item {
            Ok(text) => texts.push(text),
            Err(value) => odd = Some(value),
        }
    }
    if odd.is_none() && slot.read(Incoming::Texts(&texts)) {
        return Ok(Read::Taken);
    }
    if knows_text && (odd.is_some() || !texts.is_empty()) {
        read::skip(seq)?;
        return Ok(Read::Misfit(None));
    }
    let mut list: Vec<_> = texts.into_iter().map(Value::from).chain(odd.flatten()).collect();
    while let Some(value) = seq.next_element()? {
        list.push(value);
    }
    Ok(Target::Scalar(slot).scalar(Value::Array(list)))
}

/// Reads a list of links.
fn links<'de, A: SeqAccess<'de>>(
    slot: &mut dyn LinkSlot,
    mut seq: A,
    texts: &mut Texts,
) -> Result<Read, A::Error> {
    let knows_text = seq.size_hint() == KNOWS_TEXT;
    let mut links = Vec::new();
    let mut odd = None;
    while odd.is_none()
        && let Some(item) = seq.next_element_seed(LinkOrValue(texts))?
    {
        match item {
            Ok(link) => links.push(link),
            Err(value) => odd = Some(value),
        }
    }
    let read = if odd.is_none() { list_into(slot.is_list(), links.len()) } else { None };
    let Some(read) = read else {
        texts.finish();
        let knows_text = knows_text && (odd.is_some() || !links.is_empty());
        return keep_list(|| Ok(links.iter().map(LinkData::to_value).collect()), odd, knows_text, seq);
    };
    slot.clear();
    links.into_iter().for_each(|link| slot.push(link));
    Ok(read)
}

fn models<'de, A: SeqAccess<'de>>(
    slot: &mut dyn ModelSlot,
    mut seq: A,
    texts: &mut Texts,
) -> Result<Read, A::Error> {
    let knows_text = seq.size_hint() == KNOWS_TEXT;
    slot.clear();
    let odd = loop {
        // One is documented. Whatever else there is, then, it is more than that.
        let one_more = !slot.is_list() && slot.count() == 1;
        let item = if one_more {
            seq.next_element()?.map(|value| Read::Misfit(Some(value)))
        } else {
            seq.next_element_seed(Target::Item(slot, texts))?
        };
        match item {
            None => return Ok(list_into(slot.is_list(), slot.count()).unwrap_or_else(empty_list)),
            Some(Read::Misfit(value)) => break value,
            Some(_) => {}
        }
    };
    let begun = || {
        texts.finish();
        let models = (0..).map_while(|index| slot.get(index));
        models.map(encode::to_value).collect::<Result<_, _>>().map_err(A::Error::custom)
    };
    keep_list(begun, Some(odd), knows_text, seq)
}

fn by_rel<'de, A: MapAccess<'de>>(
    slot: &mut dyn ByRelSlot,
    mut map: A,
    texts: &mut Texts,
) -> Result<Read, A::Error> {
    slot.clear();
    let keys = Names::of(&map, &[], &[]);
    // Kept here, since each resource takes what was noted for its own members.
    let mut farthest = Nearness::Exact;
    while let Some((name, nearness)) = map.next_key_seed(AnyName)? {
        farthest = farthest.max(nearness);
        if let Read::Misfit(value) = map.next_value_seed(Target::Named(slot, &name, texts))? {
            let value = verbatim(value, &mut map, keys)?;
            farthest = farthest.max(put(slot, &name, &value).map_err(A::Error::custom)?);
        }
    }
    texts.note(farthest);
    Ok(if slot.count() == 0 { Read::Misfit(Some(empty_object())) } else { Read::Taken })
}

/// Puts a resource under a name that is not its rel, or whatever else it is, and says how near that comes.
fn put(slot: &mut dyn ByRelSlot, name: &str, value: &RawJson) -> Result<Nearness, serde_json::Error> {
    let text = value.as_json();
    if let Some(rel) = json_text::member(text, "rel")
        && let Some(model) = slot.start(name, &rel)
        && decode(model, &mut Reader::new(text, Limits::DEEPEST)).is_ok()
    {
        return Ok(Nearness::Exact);
    }
    let (value, nearness) = value.nearest();
    slot.put(name, value)?;
    Ok(nearness)
}

fn empty_object() -> RawJson {
    Value::Object(Map::new()).into()
}

fn empty_list() -> Read {
    Read::Misfit(Some(Value::Array(Vec::new()).into()))
}

/// The slot of the `rel`, which holds the type's own and nothing else.
struct OwnRel(Option<&'static str>);

impl ValueSlot for OwnRel {
    fn read(&mut self, incoming: Incoming<'_>) -> bool {
        incoming.text().is_some_and(|rel| self.0 == Some(rel))
    }

    fn view(&self, _: Notation) -> Option<View<'_>> {
        self.0.map(|rel| View::Text(rel.into()))
    }

    fn is_set(&self) -> bool {
        self.0.is_some()
    }

    fn clear(&mut self) {}
}
