//! Resources whose type is known only when they are decoded.

use std::any;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::slots::decode::decode;
use crate::slots::encode::{Any, to_value};
use crate::slots::field::{Field, boxed};
use crate::slots::model::{AnyRef, ByRelSlot, Model, Resource, Slot, SlotMut};

/// One of a set of resource types, or anything else.
///
/// Derived by `AnyResource`; [`Value`] is the set without types. It cannot be implemented by hand: what it needs is not
/// documented.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of resource types",
    label = "not a set of resource types",
    note = "a set is `Value`, the `AnyResource` of a generated tree, or an enum of your own that derives `AnyResource`"
)]
pub trait ResourceSet: Sized + Send + Sync + 'static {
    #[doc(hidden)]
    /// An empty resource of the type whose rel (or one of its roles) this is.
    fn for_rel(rel: &str) -> Option<Self>;

    #[doc(hidden)]
    /// A value without one of the types.
    fn other(value: Value) -> Self;

    /// The resource, or the value.
    fn view(&self) -> AnyRef<'_>;

    #[doc(hidden)]
    /// The resource, to be written; `None` if it has no type of the set.
    fn model_mut(&mut self) -> Option<&mut dyn Model>;

    /// Decodes any JSON value: an object by its `rel`; what is no object, or has no known `rel`, is kept whole.
    ///
    /// # Errors
    /// Only if a type of the user's own in the set fails to decode an object.
    fn from_value(value: Value) -> Result<Self, serde_json::Error> {
        let known = value.get("rel").and_then(Value::as_str).and_then(Self::for_rel);
        let Some(mut resource) = known else {
            return Ok(Self::other(value));
        };
        if let Some(model) = resource.model_mut() {
            decode(model, value)?;
        }
        Ok(resource)
    }

    /// The JSON value it is.
    ///
    /// # Errors
    /// Only if a type of the user's own fails to be written.
    fn to_value(&self) -> Result<Value, serde_json::Error> {
        match self.view() {
            AnyRef::Model(model) => to_value(model),
            AnyRef::Value(value) => Ok(value.clone()),
        }
    }

    /// Its `rel`.
    fn rel(&self) -> Option<&str> {
        match self.view() {
            AnyRef::Model(model) => model.rel(),
            AnyRef::Value(value) => value.get("rel")?.as_str(),
        }
    }

    /// Itself, if it is a `T`.
    fn downcast_ref<T: Model>(&self) -> Option<&T> {
        match self.view() {
            AnyRef::Model(model) => (model as &dyn any::Any).downcast_ref(),
            AnyRef::Value(_) => None,
        }
    }

    /// Decodes it as a type of your own, whatever it is: the way to a vendor's resource.
    ///
    /// # Errors
    /// If it cannot be a `T`: for a resource that is, if it is not an object.
    fn decode<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_value(self.to_value()?)
    }
}

impl ResourceSet for Value {
    fn for_rel(_: &str) -> Option<Self> {
        None
    }

    fn other(value: Value) -> Self {
        value
    }

    fn view(&self) -> AnyRef<'_> {
        AnyRef::Value(self)
    }

    fn model_mut(&mut self) -> Option<&mut dyn Model> {
        None
    }
}

/// What a derived `Deserialize` of a [`ResourceSet`] does.
///
/// # Errors
/// Those of the deserializer.
pub fn deserialize_any<'de, R: ResourceSet, D: Deserializer<'de>>(deserializer: D) -> Result<R, D::Error> {
    R::from_value(Value::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// What a derived `Serialize` of a [`ResourceSet`] does.
///
/// # Errors
/// Those of the serializer.
pub fn serialize_any<R: ResourceSet, S: Serializer>(resource: &R, serializer: S) -> Result<S::Ok, S::Error> {
    Any(resource.view()).serialize(serializer)
}

/// What a derived [`ResourceSet`] needs of its types. An error about one of them is an error about [`Resource`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource",
    label = "not a resource",
    note = "a resource of your own derives `Resource`, and names its rel: `#[ucwa(rel = \"…\")]`"
)]
pub trait SetMember: Sized {
    const OWN_REL: &'static str;

    fn boxed() -> Box<Self>;

    fn model(&self) -> &dyn Model;

    fn model_mut(&mut self) -> &mut dyn Model;
}

#[diagnostic::do_not_recommend]
impl<R: Resource> SetMember for R {
    const OWN_REL: &'static str = R::REL;

    fn boxed() -> Box<Self> {
        boxed()
    }

    #[inline]
    fn model(&self) -> &dyn Model {
        self
    }

    #[inline]
    fn model_mut(&mut self) -> &mut dyn Model {
        self
    }
}

/// The position of the first rel that an earlier one equals; `None` if all differ.
#[doc(hidden)]
#[must_use]
pub const fn twice(rels: &[&str]) -> Option<usize> {
    let mut largest = 0;
    let mut at = 1;
    while at < rels.len() {
        // Most sets are sorted, and then each rel is compared once.
        if is_less(rels[largest], rels[at]) {
            largest = at;
        } else {
            let mut before = 0;
            while before < at {
                if is_same(rels[before], rels[at]) {
                    return Some(at);
                }
                before += 1;
            }
        }
        at += 1;
    }
    None
}

/// Fails to compile for the type at the position that [`twice`] found.
#[doc(hidden)]
pub const fn distinct(twice: Option<usize>, index: usize) {
    if let Some(twice) = twice {
        assert!(twice != index, "another type of the set has the same rel");
    }
}

const fn is_less(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] < b[at];
        }
        at += 1;
    }
    a.len() < b.len()
}

const fn is_same(a: &str, b: &str) -> bool {
    !is_less(a, b) && !is_less(b, a)
}

/// The types of a set by rel, each as a number. Built once per set by the derive; the first type of one rel is the one
/// found.
pub struct RelTable(Vec<(&'static str, usize)>);

impl RelTable {
    /// Sorts the types by rel.
    #[must_use]
    pub fn new(types: &[(&'static str, usize)]) -> Self {
        let mut sorted = Vec::with_capacity(types.len());
        for &(rel, number) in types {
            // They nearly are in order, and sorting would be a lot of code to compile.
            if let Err(index) = sorted.binary_search_by_key(&rel, |(rel, _)| *rel) {
                sorted.insert(index, (rel, number));
            }
        }
        Self(sorted)
    }

    /// The number of the type with this rel.
    #[must_use]
    pub fn find(&self, rel: &str) -> Option<usize> {
        let index = self.0.binary_search_by_key(&rel, |(rel, _)| rel).ok()?;
        self.0.get(index).map(|(_, number)| *number)
    }
}

impl fmt::Debug for RelTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(rel, _)| rel)).finish()
    }
}

/// Embedded resources of any type, each under a name that mostly is its rel.
#[derive(Clone)]
pub struct EmbeddedResources<R>(Resources<R>);

/// Mostly it is one, which needs no map. However many there are, none takes longer to find for the others.
#[derive(Clone)]
enum Resources<R> {
    Few(Option<(Cow<'static, str>, R)>),
    Many(BTreeMap<Cow<'static, str>, R>),
}

impl<R> EmbeddedResources<R> {
    /// The resource with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&R> {
        match &self.0 {
            Resources::Few(Some((known, resource))) if *known == name => Some(resource),
            Resources::Few(_) => None,
            Resources::Many(resources) => resources.get(name),
        }
    }

    fn get_mut(&mut self, name: &str) -> Option<&mut R> {
        match &mut self.0 {
            Resources::Few(Some((known, resource))) if *known == name => Some(resource),
            Resources::Few(_) => None,
            Resources::Many(resources) => resources.get_mut(name),
        }
    }

    /// Adds a resource; the one that had its name is returned.
    pub fn insert(&mut self, name: impl Into<Box<str>>, resource: R) -> Option<R> {
        self.put_in(Cow::Owned(name.into().into()), resource)
    }

    fn put_in(&mut self, name: Cow<'static, str>, resource: R) -> Option<R> {
        match &mut self.0 {
            Resources::Few(Some((known, old))) if *known == name => Some(std::mem::replace(old, resource)),
            Resources::Few(first) => {
                match first.take() {
                    None => *first = Some((name, resource)),
                    Some(first) => self.0 = Resources::Many(BTreeMap::from([first, (name, resource)])),
                }
                None
            }
            Resources::Many(resources) => resources.insert(name, resource),
        }
    }

    /// Takes a resource out.
    pub fn remove(&mut self, name: &str) -> Option<R> {
        match &mut self.0 {
            Resources::Few(only) => only.take_if(|(known, _)| *known == name).map(|(_, resource)| resource),
            Resources::Many(resources) => resources.remove(name),
        }
    }

    /// All resources, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &R)> {
        let (few, many) = match &self.0 {
            Resources::Few(few) => (few.as_ref(), None),
            Resources::Many(many) => (None, Some(many)),
        };
        let few = few.into_iter().map(|(name, resource)| (&**name, resource));
        few.chain(many.into_iter().flatten().map(|(name, resource)| (&**name, resource)))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Resources::Few(few) => usize::from(few.is_some()),
            Resources::Many(many) => many.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Each resource with its name, sorted by name.
impl<R> IntoIterator for EmbeddedResources<R> {
    type Item = (Box<str>, R);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        let named = |(name, resource): (Cow<'static, str>, R)| (Box::from(name), resource);
        let resources: Vec<_> = match self.0 {
            Resources::Few(few) => few.into_iter().map(named).collect(),
            Resources::Many(many) => many.into_iter().map(named).collect(),
        };
        resources.into_iter()
    }
}

/// Each resource with its name, sorted by name.
impl<'a, R> IntoIterator for &'a EmbeddedResources<R> {
    type Item = (&'a str, &'a R);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

/// Of several resources with one name, the last is kept.
impl<N: Into<Box<str>>, R> FromIterator<(N, R)> for EmbeddedResources<R> {
    fn from_iter<I: IntoIterator<Item = (N, R)>>(resources: I) -> Self {
        let mut embedded = Self(Resources::Few(None));
        for (name, resource) in resources {
            embedded.insert(name, resource);
        }
        embedded
    }
}

impl<R> Default for EmbeddedResources<R> {
    fn default() -> Self {
        Self(Resources::Few(None))
    }
}

impl<R: PartialEq> PartialEq for EmbeddedResources<R> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<R: fmt::Debug> fmt::Debug for EmbeddedResources<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<R: ResourceSet> Field for EmbeddedResources<R> {
    fn slot(&self) -> Slot<'_> {
        Slot::ByRel(self)
    }

    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::ByRel(self)
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }
}

impl<R: ResourceSet> ByRelSlot for EmbeddedResources<R> {
    fn count(&self) -> usize {
        self.len()
    }

    fn iter(&self) -> Box<dyn Iterator<Item = (&str, AnyRef<'_>)> + '_> {
        Box::new(self.iter().map(|(name, resource)| (name, resource.view())))
    }

    fn start(&mut self, name: &str, rel: &str) -> Option<&mut dyn Model> {
        let mut resource = R::for_rel(rel)?;
        // A name that is the rel of its type need not be copied.
        let own = resource.model_mut()?.own_rel().filter(|own| *own == name);
        self.put_in(own.map_or_else(|| name.to_owned().into(), Cow::Borrowed), resource);
        self.get_mut(name)?.model_mut()
    }

    fn put(&mut self, name: &str, value: Value) -> Result<(), serde_json::Error> {
        self.insert(name, R::from_value(value)?);
        Ok(())
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rels_that_are_there_twice_are_found() {
        for (rels, expected) in [
            (&[][..], None),
            (&["a"], None),
            (&["a", "a"], Some(1)),
            (&["a", "b", "ba", "c"], None),
            (&["b", "a", "c"], None),
            (&["a", "c", "b", "c"], Some(3)),
            (&["a", "c", "b", "b", "d"], Some(3)),
            (&["ab", "a"], None),
        ] {
            assert_eq!(twice(rels), expected, "{rels:?}");
        }
    }

    #[test]
    fn resources_are_collected_and_iterated_over() {
        for (given, expected) in [
            (&[][..], &[][..]),
            (&[("a", 1)], &[("a", 1)]),
            (&[("b", 1), ("a", 2), ("b", 3)], &[("a", 2), ("b", 3)]),
        ] {
            let resources: EmbeddedResources<i32> = given.iter().copied().collect();
            let borrowed: Vec<_> =
                (&resources).into_iter().map(|(name, resource)| (name, *resource)).collect();
            assert_eq!(borrowed, expected);
            let owned: Vec<_> = resources.into_iter().collect();
            let owned: Vec<_> = owned.iter().map(|(name, resource)| (&**name, *resource)).collect();
            assert_eq!(owned, expected);
        }
    }

    #[test]
    fn one_resource_and_many_are_alike() {
        let mut resources = EmbeddedResources::default();
        assert_eq!((resources.len(), resources.is_empty()), (0, true));
        assert_eq!(resources.insert("b", 1), None);
        assert_eq!(resources.insert("b", 2), Some(1));
        let one = resources.clone();
        assert_eq!((one.get("b"), one.get("a"), one.len()), (Some(&2), None, 1));
        assert_eq!(resources.insert("a", 3), None);
        assert_eq!(resources.insert("a", 4), Some(3));
        assert_eq!(resources.iter().collect::<Vec<_>>(), [("a", &4), ("b", &2)]);
        assert_ne!(resources, one);
        assert_eq!((resources.remove("c"), resources.remove("a"), resources.len()), (None, Some(4), 1));
        assert_eq!(resources, one);
        assert_eq!(format!("{resources:?}"), format!("{one:?}"));
        assert_eq!(resources.remove("b"), Some(2));
        let mut one = one;
        assert_eq!((one.remove("a"), one.remove("b"), one.is_empty()), (None, Some(2), true));
        assert_eq!(resources, EmbeddedResources::default());
    }
}
