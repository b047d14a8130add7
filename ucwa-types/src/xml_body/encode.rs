//! A model → XML text, through the same slots as to JSON.

use serde_json::{Map, Value};

use super::find::odd;
use super::names::{self, is_bag, is_character, is_member_name, is_name};
use super::{Error, untyped};
use crate::link::LinkData;
use crate::slots::place::{Member, kept, try_members};
use crate::slots::{AnyRef, Model, ModelSlot, Notation, Slot, View};
use crate::unknown::{Entry, Place};

/// Writes a model as a document of its own, whose outermost element has this name.
pub(super) fn document(model: &dyn Model, element: &str) -> Result<String, Error> {
    let mut writer = Writer { text: String::with_capacity(1024) };
    writer.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let mut start = writer.start(element);
    // The type's own; another rel that it names is among its properties, and need not lead to the type.
    if let Some(rel) = model.own_rel().filter(|_| !model.unknown().is_without_rel()) {
        start.attribute(names::REL, rel)?;
    }
    start.attribute("xmlns", names::NAMESPACE)?;
    start.model(model)?;
    Ok(writer.text)
}

struct Writer {
    text: String,
}

/// A start tag that attributes can be added to.
struct Start<'w> {
    writer: &'w mut Writer,
    tag: &'w str,
}

impl Writer {
    fn start<'w>(&'w mut self, tag: &'w str) -> Start<'w> {
        self.text.push('<');
        self.text.push_str(tag);
        Start { writer: self, tag }
    }

    fn escaped(&mut self, text: &str, in_attribute: bool) -> Result<(), Error> {
        let mut at = 0;
        loop {
            let next = odd(text.as_bytes(), at);
            self.text.push_str(&text[at..next]);
            let Some(character) = text[next..].chars().next() else {
                return Ok(());
            };
            match character {
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '&' => self.text.push_str("&amp;"),
                '"' if in_attribute => self.text.push_str("&quot;"),
                // Written as they are, a reader would take them for other white space.
                '\r' => self.text.push_str("&#13;"),
                '\n' if in_attribute => self.text.push_str("&#10;"),
                '\t' if in_attribute => self.text.push_str("&#9;"),
                other if is_character(other) => self.text.push(other),
                other => return Err(Error::Character(other)),
            }
            at = next + character.len_utf8();
        }
    }
}

impl Start<'_> {
    fn attribute(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.writer.text.push(' ');
        self.writer.text.push_str(name);
        self.writer.text.push_str("=\"");
        self.writer.escaped(text, true)?;
        self.writer.text.push('"');
        Ok(())
    }

    fn empty(self) {
        self.writer.text.push_str("/>");
    }

    /// Says that there is no value.
    fn nil(mut self) -> Result<(), Error> {
        self.attribute("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")?;
        self.attribute("xsi:nil", "true")?;
        self.empty();
        Ok(())
    }

    fn text(self, text: &str) -> Result<(), Error> {
        self.content(|writer| writer.escaped(text, false))
    }

    fn content(self, content: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<(), Error> {
        let end = self.writer.text.len();
        self.writer.text.push('>');
        content(self.writer)?;
        if self.writer.text.len() == end + 1 {
            self.writer.text.truncate(end);
            self.empty();
            return Ok(());
        }
        self.writer.text.push_str("</");
        self.writer.text.push_str(self.tag);
        self.writer.text.push('>');
        Ok(())
    }

    /// Adds the attributes that a model's own element has, and writes the rest of it.
    fn model(mut self, model: &dyn Model) -> Result<(), Error> {
        let bag = is_bag(model.element());
        let own_link = self.own_link(model, bag)?;
        let mut in_attributes = Vec::new();
        if !bag {
            try_members(model, Place::Property, |name, slot| {
                let is_type = name == names::TYPE && model.element() == names::EVENT;
                if let Slot::Value(slot) = slot
                    && names::ATTRIBUTES.contains(&name)
                    && let Some(View::Text(text)) = slot.view(Notation::Xml)
                {
                    if !(is_type && self.tag != names::EVENT) {
                        self.attribute(name, &text)?;
                    }
                    in_attributes.push(name);
                }
                Ok::<_, Error>(())
            })?;
        }
        self.content(|writer| {
            writer.links(model, own_link)?;
            if let Some(rel) = model.parts().written_rel() {
                writer.property(names::REL, &View::Text(rel.into()), bag)?;
            }
            try_members(model, Place::Property, |name, slot| {
                let is_own = in_attributes.contains(&name) || own_link == Some(OwnLink::Property(name));
                if is_own { Ok(()) } else { writer.member(name, slot, bag) }
            })?;
            for Entry { name, value, .. } in kept(model, Place::Property) {
                let value = value.to_value();
                if !is_nothing(name, &value) {
                    writer.property(name, &View::Json(&value), true)?;
                }
            }
            writer.embedded(model)
        })
    }

    /// Writes the link that is the attributes of a model's own element.
    fn own_link(&mut self, model: &dyn Model, bag: bool) -> Result<Option<OwnLink>, Error> {
        if !bag
            && model.element() == names::EVENT
            && let Some(Slot::Link(slot)) = slot(model, Place::Property, names::OWN_LINK)
            && let Some(link) = slot.get(0)
        {
            let written = self.link_attributes(link, true)?;
            return Ok(written.then_some(OwnLink::Property(names::OWN_LINK)));
        }
        let typed = match slot(model, Place::Link, names::SELF) {
            Some(Slot::Link(slot)) if slot.count() == 1 => slot.get(0),
            _ => None,
        };
        let written = match typed {
            Some(link) => self.link_attributes(link, false)?,
            None => match model.unknown().link::<()>(names::SELF) {
                Some(link) => self.link_attributes(link.as_data(), false)?,
                None => false,
            },
        };
        Ok(written.then_some(OwnLink::Itself))
    }

    /// Writes a link as attributes, if it can be; it cannot if a name is not XML's or has a meaning here.
    fn link_attributes(&mut self, link: &LinkData, with_rel: bool) -> Result<bool, Error> {
        let attributes = attributes(link);
        let fits = |name: &str| match name {
            names::REL => with_rel,
            names::NAME => false,
            name => is_name(name) && (!with_rel || !names::ATTRIBUTES.contains(&name)),
        };
        if !attributes.iter().all(|(name, _)| fits(name)) {
            return Ok(false);
        }
        // A rel first, as everywhere; it is the first of the texts.
        let rels = attributes.iter().take_while(|(name, _)| *name == names::REL).count();
        for (name, text) in &attributes[..rels] {
            self.attribute(name, text)?;
        }
        self.attribute(names::HREF, link.href())?;
        for (name, text) in &attributes[rels..] {
            self.attribute(name, text)?;
        }
        Ok(true)
    }
}

/// Whether it is the empty object of a resource in JSON that has no links, or nothing embedded.
fn is_nothing(name: &str, value: &Value) -> bool {
    matches!(name, names::LINKS | names::EMBEDDED) && value.as_object().is_some_and(Map::is_empty)
}

/// Which link a model's own element has said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OwnLink {
    Itself,
    Property(&'static str),
}

/// All attributes of a link but its `href`. In XML they are strings.
fn attributes(link: &LinkData) -> Vec<(&str, String)> {
    let texts = link.texts().map(|(name, text)| (name, text.to_owned()));
    texts.chain(link.attributes().filter_map(|(name, value)| Some((name, scalar_text(value)?)))).collect()
}

fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(value) => Some(bool_text(*value).to_owned()),
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn bool_text(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

impl Writer {
    fn links(&mut self, model: &dyn Model, own_link: Option<OwnLink>) -> Result<(), Error> {
        let is_own = |name: &str| own_link == Some(OwnLink::Itself) && name == names::SELF;
        try_members(model, Place::Link, |name, slot| match slot {
            Slot::Link(slot) | Slot::External(slot) if !is_own(name) => {
                (0..).map_while(|index| slot.get(index)).try_for_each(|link| self.link(name, link))
            }
            _ => Ok(()),
        })?;
        for Entry { name, value, .. } in kept(model, Place::Link).filter(|entry| !is_own(entry.name)) {
            let value = value.to_value();
            let one = std::slice::from_ref(&value);
            for object in value.as_array().map_or(one, Vec::as_slice).iter().filter_map(Value::as_object) {
                let mut start = self.start(names::LINK);
                start.attribute(names::REL, name)?;
                let href = object.get(names::HREF).and_then(Value::as_str);
                let rest = object.iter().filter(|(name, _)| href.is_none() || *name != names::HREF);
                let rest = rest.filter_map(|(name, value)| Some((name.as_str(), scalar_text(value)?)));
                start.link(href, rest.collect(), false)?;
            }
        }
        Ok(())
    }

    /// Writes a link under its name.
    fn link(&mut self, name: &str, link: &LinkData) -> Result<(), Error> {
        let mut start = self.start(names::LINK);
        start.attribute(names::REL, name)?;
        start.link(Some(link.href()), attributes(link), false)
    }

    fn member(&mut self, name: &str, slot: Slot<'_>, bag: bool) -> Result<(), Error> {
        match slot {
            Slot::Value(slot) => match slot.view(Notation::Xml) {
                Some(view) => self.property(name, &view, bag),
                None => Ok(()),
            },
            Slot::Link(slot) | Slot::External(slot) => {
                for link in (0..).map_while(|index| slot.get(index)) {
                    let start = self.start_member(name, names::PROPERTY, bag)?;
                    start.link(Some(link.href()), attributes(link), true)?;
                }
                Ok(())
            }
            Slot::Model(slot) => self.objects(name, slot, bag),
            Slot::ByRel(slot) => slot.iter().try_for_each(|(name, resource)| self.resource(name, resource)),
        }
    }

    fn objects(&mut self, name: &str, slot: &dyn ModelSlot, bag: bool) -> Result<(), Error> {
        for model in (0..).map_while(|index| slot.get(index)) {
            if model.element() == names::EVENT {
                let tag = event_type(model).filter(|tag| is_member_name(tag) && !is_typed_name(tag));
                self.start(tag.as_deref().unwrap_or(names::EVENT)).model(model)?;
            } else {
                self.start_member(name, names::PROPERTY, bag)?.model(model)?;
            }
        }
        Ok(())
    }

    /// Starts the element of a member: named by an attribute, or by its own name.
    fn start_member<'w>(&'w mut self, name: &'w str, tag: &'w str, bag: bool) -> Result<Start<'w>, Error> {
        if !bag && (is_member_name(name) || name == names::OWN_LINK) {
            return Ok(self.start(name));
        }
        let mut start = self.start(tag);
        start.attribute(names::NAME, name)?;
        Ok(start)
    }

    fn property(&mut self, name: &str, view: &View<'_>, bag: bool) -> Result<(), Error> {
        let (tag, length) = match view {
            View::List(list) => (names::PROPERTY_LIST, list.len()),
            View::Json(Value::Array(list)) => (names::PROPERTY_LIST, list.len()),
            _ => (names::PROPERTY, 1),
        };
        // Without items, only its name tells a list from an empty text.
        self.start_member(name, tag, bag || length == 0)?.value(view)
    }

    fn embedded(&mut self, model: &dyn Model) -> Result<(), Error> {
        try_members(model, Place::Embedded, |name, slot| match slot {
            Slot::Model(slot) => (0..)
                .map_while(|index| slot.get(index))
                .try_for_each(|model| self.resource(name, AnyRef::Model(model))),
            _ => Ok(()),
        })?;
        kept(model, Place::Embedded)
            .try_for_each(|entry| self.resource(entry.name, AnyRef::Value(&entry.value.to_value())))
    }

    /// Writes an embedded resource under its name, or each of a list of them. What else is no object has no XML.
    fn resource(&mut self, name: &str, resource: AnyRef<'_>) -> Result<(), Error> {
        match resource {
            AnyRef::Value(Value::Array(list)) => {
                return list.iter().try_for_each(|value| self.resource(name, AnyRef::Value(value)));
            }
            AnyRef::Value(value) if !value.is_object() => return Ok(()),
            _ => {}
        }
        let mut start = self.start(names::RESOURCE);
        start.attribute(names::REL, name)?;
        match resource {
            AnyRef::Model(model) => start.model(model),
            AnyRef::Value(value) => start.model(&untyped(value)?),
        }
    }
}

impl Start<'_> {
    /// Adds the attributes of a link, those with a name that XML does not allow as properties.
    fn link(mut self, href: Option<&str>, rest: Vec<(&str, String)>, with_rel: bool) -> Result<(), Error> {
        if let Some(href) = href {
            self.attribute(names::HREF, href)?;
        }
        let fits = |name: &str| match name {
            names::REL => with_rel,
            name => is_name(name) && name != names::NAME,
        };
        let (plain, odd): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(name, _)| fits(name));
        for (name, text) in plain {
            self.attribute(name, &text)?;
        }
        if odd.is_empty() {
            self.empty();
            return Ok(());
        }
        self.content(|writer| {
            odd.into_iter().try_for_each(|(name, text)| writer.property(name, &View::Text(text.into()), true))
        })
    }

    /// Writes a value: text, the items of a list, or the members of an object.
    fn value(self, view: &View<'_>) -> Result<(), Error> {
        match view {
            View::Json(Value::Null) => self.nil(),
            View::Text(text) => self.text(text),
            View::Bool(value) => self.text(bool_text(*value)),
            View::Number(number) => self.text(&number.to_string()),
            View::List(list) => self
                .content(|writer| list.iter().try_for_each(|item| writer.start(item_tag(item)).value(item))),
            View::Json(Value::Array(list)) => self.content(|writer| {
                let mut items = list.iter().map(View::Json);
                items.try_for_each(|item| writer.start(item_tag(&item)).value(&item))
            }),
            View::Json(Value::Object(object)) => self.content(|writer| {
                object.iter().try_for_each(|(name, value)| writer.property(name, &View::Json(value), true))
            }),
            View::Json(scalar) => self.text(&scalar_text(scalar).unwrap_or_default()),
        }
    }
}

/// The element of an item. Only its name distinguishes an empty list from an empty string.
fn item_tag(item: &View<'_>) -> &'static str {
    match item {
        View::List(_) | View::Json(Value::Array(_)) => names::PROPERTY_LIST,
        _ => names::ITEM,
    }
}

/// The slot of a documented member, if there is one of this name.
fn slot<'m>(model: &'m dyn Model, place: Place, name: &str) -> Option<Slot<'m>> {
    Member::find(model, place, name)?.slot(model)
}

/// The type of an event.
fn event_type(model: &dyn Model) -> Option<String> {
    match slot(model, Place::Property, names::TYPE) {
        Some(Slot::Value(slot)) => match slot.view(Notation::Xml) {
            Some(View::Text(text)) => Some(text.into_owned()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a sender has a property of this name, so that an event cannot be named by it.
fn is_typed_name(name: &str) -> bool {
    matches!(name, names::REL | names::HREF | names::EVENTS)
}
