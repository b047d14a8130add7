//! A tree of elements → a model, through the same slots as from JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::names::{self, is_bag};
use super::tree::{Children, Element};
use super::{Error, Untyped};
use crate::link::LinkData;
use crate::raw_json::RawJson;
use crate::slots::place::{Member, Outcome};
use crate::slots::{self, Incoming, Model, ResourceSet, Slot, SlotMut, ValueSlot};
use crate::unknown::Place;

/// Fills an empty model from an outermost element.
pub(super) fn root(model: &mut dyn Model, element: Element<'_>) -> Result<(), Error> {
    let expected = model.element();
    // A resource that is put back is the input of the operation.
    let is_put = model.own_rel().is_some() && element.name() == names::INPUT;
    if element.name() != expected && !is_put {
        return Err(Error::Root { expected, found: element.name().into() });
    }
    fill(model, element)?;
    // The name in a resource's element is the role it has inside another one. Outermost, it is the rel.
    if let Some(own) = model.own_rel()
        && let Some(rel) = element.attribute(names::REL)
        && rel != own
        && property_rel(element).is_none()
    {
        model.unknown_mut().insert(names::REL, rel);
    }
    Ok(())
}

/// Decodes a resource of the type that its rel names.
pub(super) fn any<R: ResourceSet>(element: Element<'_>) -> Result<R, Error> {
    if element.name() != names::RESOURCE {
        return Err(Error::Root { expected: names::RESOURCE, found: element.name().into() });
    }
    let rels = [property_rel(element), element.attribute(names::REL)];
    for rel in rels.into_iter().flatten() {
        if let Some(mut resource) = R::for_rel(rel) {
            if let Some(model) = resource.model_mut() {
                root(model, element)?;
            }
            return Ok(resource);
        }
    }
    let mut untyped = untyped(element)?;
    if untyped.unknown.get(names::REL).is_none()
        && let Some(rel) = element.attribute(names::REL)
    {
        untyped.unknown.insert(names::REL, rel);
    }
    Ok(R::other(slots::to_value(&untyped)?))
}

/// The rel that a resource names beside the role it has.
fn property_rel(element: Element<'_>) -> Option<&str> {
    let is_rel = |child: &Element<'_>| {
        child.name() == names::PROPERTY && child.attribute(names::NAME) == Some(names::REL)
    };
    element.children().filter(is_rel).last().map(Element::text)
}

fn untyped(element: Element<'_>) -> Result<Untyped, Error> {
    let mut untyped = Untyped::default();
    fill(&mut untyped, element)?;
    Ok(untyped)
}

/// Fills an empty model.
fn fill(model: &mut dyn Model, element: Element<'_>) -> Result<(), Error> {
    own_attributes(model, element);
    let mut links = Vec::new();
    let mut resources = Vec::new();
    let bag = is_bag(model.element());
    for child in element.children() {
        let tag = child.name();
        if !bag && let Some(member) = property_member(model, tag) {
            typed_property(model, member, child)?;
            continue;
        }
        match (tag, child.attribute(names::NAME)) {
            (names::LINK, _) => links.push((child.attribute(names::REL).unwrap_or(""), child)),
            (names::RESOURCE, _) => resources.push((child.attribute(names::REL).unwrap_or(""), child)),
            (names::PROPERTY | names::PROPERTY_LIST, Some(name)) => property(model, name, child)?,
            _ => match event(model) {
                Some(event) => typed_event(event, child)?,
                None => property(model, tag, child)?,
            },
        }
    }
    // Links and resources of one name are one member, wherever they stand.
    links.sort_by_key(|(name, _)| *name);
    for found in links.chunk_by(|(a, _), (b, _)| a == b) {
        let mut each = found.iter().map(|(_, element)| link(*element, false));
        link_member(model, name_of(found), found.len(), &mut each);
    }
    resources.sort_by_key(|(name, _)| *name);
    embed(model, &resources)?;
    if model.own_rel().is_some() && element.attribute(names::REL).is_none() && property_rel(element).is_none()
    {
        model.unknown_mut().set_without_rel();
    }
    Ok(())
}

/// Elements of one name.
type Found<'t> = [(&'t str, Element<'t>)];

fn name_of<'t>(found: &Found<'t>) -> &'t str {
    found.first().map_or("", |(name, _)| name)
}

/// Puts embedded resources, sorted by name, where they belong.
fn embed(model: &mut dyn Model, resources: &Found<'_>) -> Result<(), Error> {
    if resources.is_empty() {
        return Ok(());
    }
    let each = || resources.chunk_by(|(a, _), (b, _)| a == b);
    if let Some(member) = property_member(model, names::EMBEDDED)
        && matches!(member.slot(model), Some(Slot::ByRel(_)))
    {
        return each().try_for_each(|found| by_rel(model, member, found));
    }
    // Where a resource is embedded under its own rel it must not take the place of one under the documented name.
    for by_name in [true, false] {
        for found in each() {
            let named = Member::find(model, Place::Embedded, name_of(found));
            if named.is_some() == by_name {
                embedded_member(model, named, found)?;
            }
        }
    }
    Ok(())
}

/// The attributes of an element, except for those that say what it is called.
fn attributes(element: Element<'_>, keep_rel: bool) -> impl Iterator<Item = (&str, &str)> + Clone {
    let is_property = element.name() == names::PROPERTY;
    let is_kept = move |name| !(name == names::NAME && is_property || name == names::REL && !keep_rel);
    let attributes = element.attributes().iter().map(|(name, text)| (*name, &**text));
    attributes.filter(move |(name, _)| is_kept(*name))
}

/// Reads the attributes of a model's own element: mostly, its link to itself.
fn own_attributes(model: &mut dyn Model, element: Element<'_>) {
    if is_bag(model.element()) {
        // There the rel is the role, which the caller knows what to do with.
        return own_link(model, attributes(element, false));
    }
    let mut rest: Vec<_> = attributes(element, true).collect();
    rest.retain(|(name, text)| {
        let Some(member) = property_member(model, name) else {
            return true;
        };
        match member.slot_mut(model) {
            Some(SlotMut::Value(slot)) => !slot.read(Incoming::Xml(text)),
            _ => true,
        }
    });
    if let Some(member) = property_member(model, names::OWN_LINK)
        && let Some(SlotMut::Link(slot)) = member.slot_mut(model)
        && let Some(link) = link_of(rest.iter().copied())
    {
        return slot.push(link);
    }
    own_link(model, rest.into_iter());
}

/// Reads attributes as a model's link to itself, or else as properties.
fn own_link<'t>(model: &mut dyn Model, attributes: impl Iterator<Item = (&'t str, &'t str)> + Clone) {
    match link_of(attributes.clone()) {
        Some(link) => link_member(model, names::SELF, 1, &mut std::iter::once(Ok(link))),
        None => attributes.for_each(|(name, text)| attribute(model, name, text)),
    }
}

/// Reads an attribute as the property that it would be written as.
fn attribute(model: &mut dyn Model, name: &str, text: &str) {
    let Some(member) = property_member(model, name) else {
        keep(model, Place::Property, name, text.into());
        return;
    };
    let taken = match member.slot_mut(model) {
        Some(SlotMut::Value(slot)) => slot.read(Incoming::Xml(text)),
        _ => false,
    };
    member.settle(model, if taken { Outcome::Taken } else { Outcome::Raw(text.into()) });
}

/// Keeps what is not documented.
fn keep(model: &mut dyn Model, place: Place, name: &str, value: RawJson) {
    model.unknown_mut().keep(place, name.to_owned().into(), value);
}

fn property_member(model: &dyn Model, name: &str) -> Option<Member> {
    let member = Member::find(model, Place::Property, name)?;
    member.slot(model).map(|_| member)
}

/// Reads a property by its name.
fn property(model: &mut dyn Model, name: &str, element: Element<'_>) -> Result<(), Error> {
    if let Some(member) = property_member(model, name) {
        return typed_property(model, member, element);
    }
    let is_own_rel = name == names::REL && model.own_rel() == Some(element.text());
    if !is_own_rel {
        keep(model, Place::Property, name, value(element).into());
    }
    Ok(())
}

fn typed_property(model: &mut dyn Model, member: Member, element: Element<'_>) -> Result<(), Error> {
    let taken = match member.slot_mut(model) {
        Some(SlotMut::Value(slot)) => read(slot, element),
        Some(SlotMut::Link(slot) | SlotMut::External(slot)) => match link(element, true) {
            Ok(link) => {
                slot.push(link);
                true
            }
            Err(_) => false,
        },
        Some(SlotMut::Model(slot)) if element.name() == names::PROPERTY_LIST => {
            for item in element.children() {
                fill(slot.push(), item)?;
            }
            element.has_children()
        }
        Some(SlotMut::Model(slot)) => {
            fill(slot.push(), element)?;
            true
        }
        Some(SlotMut::ByRel(_)) | None => false,
    };
    member.settle(model, if taken { Outcome::Taken } else { Outcome::Raw(value(element).into()) });
    Ok(())
}

/// Reads a scalar or a list of them.
fn read(slot: &mut dyn ValueSlot, element: Element<'_>) -> bool {
    if element.is_nil() {
        slot.read(Incoming::Json(&Value::Null))
    } else if is_text(element) {
        slot.read(Incoming::Xml(element.text()))
    } else if is_list(element) {
        read_list(slot, element.children())
    } else {
        // The field knows better than the names whether it is a list.
        slot.read(Incoming::Json(&value(element)))
            || (are_alike(element.children()) && read_list(slot, element.children()))
    }
}

fn read_list(slot: &mut dyn ValueSlot, items: Children<'_>) -> bool {
    if items.clone().all(|item| is_text(item) && !item.is_nil()) {
        let texts: Vec<_> = items.map(|item| item.text().to_owned()).collect();
        slot.read(Incoming::XmlList(&texts))
    } else {
        slot.read(Incoming::Json(&items.map(value).collect()))
    }
}

/// Whether there is nothing but a text, and none of a list without items.
fn is_text(element: Element<'_>) -> bool {
    !element.has_children() && element.name() != names::PROPERTY_LIST
}

/// Whether it is a list by its name, or by those of its items: `item`, or what its own name is the plural of.
fn is_list(element: Element<'_>) -> bool {
    if element.name() == names::PROPERTY_LIST {
        return true;
    }
    let mut items = element.children();
    match items.clone().next() {
        Some(item) if is_item(item) => items.all(is_item),
        Some(item) => {
            let name = element.attribute(names::NAME).unwrap_or(element.name());
            is_plural(name, item.name()) && are_alike(items)
        }
        None => false,
    }
}

/// Whether it is an item by its name: a value, or a list inside a list.
fn is_item(element: Element<'_>) -> bool {
    matches!(element.name(), names::ITEM | names::PROPERTY_LIST) && element.attribute(names::NAME).is_none()
}

/// Whether these can be the items of one list.
fn are_alike(mut items: Children<'_>) -> bool {
    let first = items.clone().next().map(Element::name);
    items.all(|item| Some(item.name()) == first && item.attribute(names::NAME).is_none())
}

/// Whether a list of this name has items of that: `parameters` of `parameter`, `supportedValues` of `value`.
fn is_plural(list: &str, item: &str) -> bool {
    let stem = list.strip_suffix('s').unwrap_or_default();
    let start = stem.len().checked_sub(item.len());
    start.and_then(|start| stem.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(item))
}

/// What an element says, as JSON: a text, a list, or an object of what is inside it.
fn value(element: Element<'_>) -> Value {
    if element.is_nil() {
        return Value::Null;
    }
    if is_list(element) {
        return Value::Array(element.children().map(value).collect());
    }
    if !element.has_children() {
        return Value::from(element.text());
    }
    let mut members: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for child in element.children() {
        members.entry(child.attribute(names::NAME).unwrap_or(child.name())).or_default().push(value(child));
    }
    Value::Object(members.into_iter().map(|(name, values)| (name.to_owned(), one_or_many(values))).collect())
}

/// A list of one and just the one are the same in XML.
fn one_or_many(mut values: Vec<Value>) -> Value {
    match values.pop() {
        Some(only) if values.is_empty() => only,
        last => Value::Array(values.into_iter().chain(last).collect()),
    }
}

/// A link out of the attributes of an element, which say its rel too: as the name it has, or as one of its own.
fn link(element: Element<'_>, keep_rel: bool) -> Result<LinkData, Value> {
    // Attributes with a name that XML does not allow are written as properties.
    let odd = element.children().filter_map(|child| Some((child.attribute(names::NAME)?, child.text())));
    let attributes = attributes(element, keep_rel).chain(odd);
    link_of(attributes.clone()).ok_or_else(|| {
        let object: Map<_, _> = attributes.map(|(name, text)| (name.to_owned(), Value::from(text))).collect();
        Value::Object(object)
    })
}

/// A link out of attributes, if there is an `href`. Of one name, the last attribute counts.
fn link_of<'t>(attributes: impl Iterator<Item = (&'t str, &'t str)> + Clone) -> Option<LinkData> {
    let (_, href) = attributes.clone().filter(|(name, _)| *name == names::HREF).last()?;
    let mut link = LinkData::new(href);
    for (name, text) in attributes {
        link.set_text(name, text);
    }
    Some(link)
}

/// Puts all links of one name, of which there are this many, where they belong.
fn link_member(
    model: &mut dyn Model,
    name: &str,
    count: usize,
    found: &mut dyn Iterator<Item = Result<LinkData, Value>>,
) {
    let member = Member::find(model, Place::Link, name);
    let mut odd = None;
    if let Some(member) = member
        && let Some(SlotMut::Link(slot) | SlotMut::External(slot)) = member.slot_mut(model)
        && (slot.is_list() || slot.count() + count == 1)
    {
        for link in &mut *found {
            match link {
                Ok(link) => slot.push(link),
                Err(value) => {
                    odd = Some(value);
                    break;
                }
            }
        }
        if odd.is_none() {
            return;
        }
    }
    // Those before the odd one, and the first link to itself that the attributes of its own element may have said.
    let mut values: Vec<Value> = match member.and_then(|member| member.slot(model)) {
        Some(Slot::Link(slot) | Slot::External(slot)) => {
            (0..).map_while(|index| slot.get(index)).map(LinkData::to_value).collect()
        }
        _ => model.unknown_mut().remove_link(name).iter().map(RawJson::to_value).collect(),
    };
    values.extend(odd);
    values.extend(found.map(|link| link.map_or_else(|value| value, |link| link.to_value())));
    let value = one_or_many(values).into();
    match member {
        Some(member) => member.settle(model, Outcome::Raw(value)),
        None => keep(model, Place::Link, name, value),
    }
}

/// Puts the resources of one name where resources of any type belong.
fn by_rel(model: &mut dyn Model, member: Member, found: &Found<'_>) -> Result<(), Error> {
    let Some(SlotMut::ByRel(slot)) = member.slot_mut(model) else {
        return Ok(());
    };
    let name = name_of(found);
    if let [(_, only)] = found {
        for rel in [Some(name), property_rel(*only)].into_iter().flatten() {
            if let Some(model) = slot.start(name, rel) {
                return fill(model, *only);
            }
        }
    }
    Ok(slot.put(name, untyped_values(found)?)?)
}

/// Puts all resources of one name, and of this member if it is a documented one, where they belong.
fn embedded_member(model: &mut dyn Model, named: Option<Member>, found: &Found<'_>) -> Result<(), Error> {
    let name = name_of(found);
    let member = named.or_else(|| only_of_rel(model, name));
    if let Some(member) = member
        && let Some(SlotMut::Model(slot)) = member.slot_mut(model)
        && (slot.is_list() || slot.count() + found.len() == 1)
    {
        for (_, element) in found {
            fill(slot.push(), *element)?;
        }
        return Ok(());
    }
    let value = untyped_values(found)?.into();
    match named {
        Some(member) => member.settle(model, Outcome::Raw(value)),
        None => keep(model, Place::Embedded, name, value),
    }
    Ok(())
}

/// The embedded member whose resources are of this rel, if there is just one.
fn only_of_rel(model: &dyn Model, rel: &str) -> Option<Member> {
    let embedded = model.embedded()?;
    let mut members = (0..embedded.names().len()).filter(|index| match embedded.slot(*index) {
        Some(Slot::Model(slot)) => slot.rel() == Some(rel),
        _ => false,
    });
    let index = members.next()?;
    members.next().is_none().then(|| Member::new(Place::Embedded, embedded.names(), index))
}

fn untyped_values(found: &Found<'_>) -> Result<Value, Error> {
    let values = found.iter().map(|(_, element)| Ok(slots::to_value(&untyped(*element)?)?));
    values.collect::<Result<Vec<_>, Error>>().map(one_or_many)
}

/// The place for one more event, in a sender.
fn event(model: &mut dyn Model) -> Option<&mut dyn Model> {
    if is_bag(model.element()) {
        return None;
    }
    let member = property_member(model, names::EVENTS)?;
    match member.slot_mut(model) {
        Some(SlotMut::Model(slot)) if slot.is_list() => Some(slot.push()),
        _ => None,
    }
}

/// Reads an event, whose element is named by its type.
fn typed_event(model: &mut dyn Model, element: Element<'_>) -> Result<(), Error> {
    if element.name() != names::EVENT
        && let Some(member) = property_member(model, names::TYPE)
        && let Some(SlotMut::Value(slot)) = member.slot_mut(model)
    {
        slot.read(Incoming::Xml(element.name()));
    }
    fill(model, element)
}
