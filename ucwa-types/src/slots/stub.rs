//! One type for all resources that are there by name alone.

use std::fmt;
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Form, Model, Parts, PartsMut, Resource, Slots};
use crate::unknown::Unknown;

/// Which resource a [`Stub`] stands for.
pub trait StubName: 'static {
    /// The `rel` of the resource.
    const REL: &'static str;

    /// The revision of the resource.
    const REVISION: u32 = 1;
}

/// What stands for a resource without the feature of its group: a resource that documents nothing but its rel.
///
/// The name is a parameter, so that a link to each is still a type of its own. A stub is only compiled where it is used.
#[non_exhaustive]
pub struct Stub<N> {
    /// All of it.
    pub unknown: Unknown,
    name: PhantomData<fn() -> N>,
}

// The name has no values, and need not be anything for a stub to be it: derives would ask for that.
impl<N> Clone for Stub<N> {
    fn clone(&self) -> Self {
        Self { unknown: self.unknown.clone(), name: PhantomData }
    }
}

impl<N> Default for Stub<N> {
    fn default() -> Self {
        Self { unknown: Unknown::default(), name: PhantomData }
    }
}

impl<N> PartialEq for Stub<N> {
    fn eq(&self, other: &Self) -> bool {
        self.unknown == other.unknown
    }
}

impl<N: StubName> fmt::Debug for Stub<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stub").field("rel", &N::REL).field("unknown", &self.unknown).finish()
    }
}

impl<N> Slots for Stub<N> {}

impl<N: StubName> Model for Stub<N> {
    fn empty() -> Self {
        Self::default()
    }

    fn parts(&self) -> Parts<'_> {
        Parts { form: Form::Resource(N::REL), links: None, embedded: None, unknown: &self.unknown }
    }

    fn parts_mut(&mut self) -> PartsMut<'_> {
        PartsMut { links: None, embedded: None, unknown: &mut self.unknown }
    }
}

impl<N: StubName> Resource for Stub<N> {
    const REL: &'static str = N::REL;
    const REVISION: u32 = N::REVISION;
}

impl<N: StubName> Serialize for Stub<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::encode(self, serializer)
    }
}

impl<'de, N: StubName> Deserialize<'de> for Stub<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use serde_json::{Value, json};

    use super::{Stub, StubName};
    use crate::Link;
    use crate::slots::{Model, Resource};

    enum Badge {}

    impl StubName for Badge {
        const REL: &'static str = "badge";
    }

    enum Case2 {}

    impl StubName for Case2 {
        const REL: &'static str = "case";
        const REVISION: u32 = 2;
    }

    #[test]
    fn a_stub_keeps_everything() {
        for value in [
            json!({"rel": "badge", "colour": "red", "_links": {"self": {"href": "/b"}}, "_embedded": {"part": {"rel": "part"}}}),
            json!({"rel": "medal", "colour": null}),
            json!({}),
        ] {
            let stub: Stub<Badge> = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(stub.rel(), Some(value.get("rel").and_then(Value::as_str).unwrap_or("badge")));
            assert_eq!(serde_json::to_value(&stub).unwrap(), value);
            assert_eq!(stub.clone(), stub);
        }
    }

    #[test]
    fn a_stub_is_told_from_others() {
        assert_eq!((Stub::<Badge>::REL, Stub::<Badge>::REVISION), ("badge", 1));
        assert_eq!((Stub::<Case2>::REL, Stub::<Case2>::REVISION), ("case", 2));
        assert_ne!(TypeId::of::<Link<Stub<Badge>>>(), TypeId::of::<Link<Stub<Case2>>>());
        assert!(format!("{:?}", Stub::<Badge>::default()).contains("badge"));
    }
}
