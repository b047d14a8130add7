//! Made-up representations: JSON as the schema documents it, and as it does not.

use serde_json::{Map, Value, json};
use ucwa_gen::schema::{Link, Property, Resource, Scalar, Schema, Type};

/// How far a value may stray from what is documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// Only what XML can say too: values of the wrong type are texts, and nothing is empty but texts and plain lists.
    Xml,
    /// Any JSON.
    Json,
}

/// Pseudo-random numbers that a seed determines (SplitMix64).
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a bound, or 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.number() % bound.max(1) as u64).unwrap_or_default()
    }

    /// One time in this many.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// Makes representations up, the same for the same seed.
#[derive(Debug)]
pub struct Maker<'a> {
    schema: &'a Schema,
    random: Random,
    range: Range,
}

/// How deep resources are embedded in each other.
const DEPTH: usize = 3;

const TEXTS: [&str; 14] = [
    "",
    " ",
    "Connected",
    "ann@example.com",
    "<&>\"']]>",
    " a  b\t\n c ",
    "\r\n",
    "é\u{1f600}\u{fffd}",
    "True",
    "7",
    "PT1S",
    "data:,x",
    "&amp;#10;",
    "\u{85}\u{2028}",
];
/// Texts that are of no other type.
const WORDS: [&str; 6] = ["many", " ", "<b>", "2012-13-40", "P", "é "];
const NAMES: [&str; 16] = [
    "vendorThing",
    "name",
    "href",
    "item",
    "link",
    "property",
    "resource",
    "rel-",
    "a b",
    "",
    "xmlns",
    "é",
    "<x>",
    "events",
    "status",
    "0",
];

impl<'a> Maker<'a> {
    /// One that makes values of this schema up.
    #[must_use]
    pub fn new(schema: &'a Schema, range: Range, seed: u64) -> Self {
        Self { schema, random: Random(seed), range }
    }

    /// A representation of this page.
    #[must_use]
    pub fn representation(&mut self, resource: &Resource) -> Value {
        self.resource(resource, DEPTH)
    }

    /// A body of these fields.
    #[must_use]
    pub fn body(&mut self, fields: &[Property]) -> Value {
        let mut object = Map::new();
        let mut links = Map::new();
        self.properties(fields, &mut object, &mut links);
        if !links.is_empty() {
            object.insert("_links".to_owned(), links.into());
        }
        object.into()
    }

    fn resource(&mut self, resource: &Resource, depth: usize) -> Value {
        let schema = self.schema;
        let shape = schema.resource(resource.representation()).unwrap_or(resource);
        let mut object = Map::new();
        match self.random.below(8) {
            0 => {}
            1 => drop(object.insert("rel".to_owned(), "localVendor".into())),
            2 if self.range == Range::Json => drop(object.insert("rel".to_owned(), self.anything(1))),
            _ => drop(object.insert("rel".to_owned(), shape.rel.clone().into())),
        }
        let mut links = Map::new();
        self.properties(&shape.properties, &mut object, &mut links);
        for link in &shape.links {
            if self.random.once_in(2) {
                let value = self.link_member(link.many);
                links.insert(link.rel.clone(), value);
            }
        }
        if self.random.once_in(4) {
            let name = self.name();
            // What no type knows is the one where it came as a list of one.
            let value = self.link_member(false);
            links.entry(name).or_insert(value);
        }
        self.place(&mut object, "_links", links);
        let mut embedded = Map::new();
        if depth > 0 {
            for link in &shape.embedded {
                if self.random.once_in(2) {
                    let value = self.embedded_member(link, depth - 1);
                    embedded.insert(link.rel.clone(), value);
                }
            }
        }
        self.place(&mut object, "_embedded", embedded);
        object.into()
    }

    fn place(&mut self, object: &mut Map<String, Value>, name: &str, members: Map<String, Value>) {
        if self.range == Range::Json && self.random.once_in(12) {
            let value = self.anything(2);
            object.insert(name.to_owned(), value);
        } else if !members.is_empty() {
            object.insert(name.to_owned(), members.into());
        }
    }

    fn properties(
        &mut self,
        properties: &[Property],
        object: &mut Map<String, Value>,
        links: &mut Map<String, Value>,
    ) {
        for property in properties {
            if self.random.once_in(3) {
                continue;
            }
            let is_link =
                matches!(property.ty, Type::Scalar(Scalar::ExternalResource) | Type::Array(Scalar::Byte));
            if is_link && !self.random.once_in(8) {
                let value = self.link_member(false);
                links.insert(property.name.clone(), value);
            } else {
                let value = self.property(&property.ty);
                object.insert(property.name.clone(), value);
            }
        }
        for _ in 0..self.random.below(3) {
            let name = self.name();
            let value = self.unknown(2);
            object.entry(name).or_insert(value);
        }
    }

    /// The value of a property: mostly of its type.
    fn property(&mut self, ty: &Type) -> Value {
        match (ty, self.random.below(10)) {
            (_, 0) => Value::Null,
            (_, 1) => self.random.pick(&WORDS).into(),
            (_, 2) => "".into(),
            (_, 3) if self.range == Range::Json => self.anything(2),
            (Type::Scalar(scalar), _) => self.scalar(scalar),
            (Type::Array(scalar), _) => {
                let length = self.random.below(4);
                (0..length).map(|_| self.scalar(scalar)).collect()
            }
        }
    }

    fn scalar(&mut self, scalar: &Scalar) -> Value {
        match scalar {
            Scalar::Boolean => self.random.once_in(2).into(),
            Scalar::Int32 => {
                self.random.pick(&[0, -1, 7, i64::from(i32::MAX) + 1, i64::MIN, i64::MAX]).into()
            }
            Scalar::DateTime => self
                .random
                .pick(&[
                    "/Date(1500000000000)/",
                    "/Date(-1)/",
                    "/Date(0+0130)/",
                    "2017-07-14T02:40:00Z",
                    "2016-09-26T16:20:24.6066543-07:00",
                    "2017-07-14T02:40:00",
                ])
                .into(),
            Scalar::TimeSpan => {
                self.random.pick(&["PT30S", "00:05:00", "1.02:03:04.5", "-PT0.1S", "P1DT2H"]).into()
            }
            Scalar::Object => self.unknown(2),
            Scalar::Enumeration(name) => {
                let schema = self.schema;
                let members = schema.enumerations.iter().find(|found| found.name == *name);
                let members = members.map(|found| found.members.as_slice()).unwrap_or_default();
                match members.get(self.random.below(members.len() + 1)) {
                    Some(member) => member.name.clone().into(),
                    None => self.random.pick(&TEXTS).into(),
                }
            }
            // Strings, URIs, content, and whatever comes.
            _ => self.random.pick(&TEXTS).into(),
        }
    }

    /// One link or many, where so many are documented.
    fn link_member(&mut self, many: bool) -> Value {
        match self.random.below(8) {
            0 => (0..2 + self.random.below(2)).map(|_| self.link()).collect(),
            1 if many => vec![self.link()].into(),
            2 if self.range == Range::Json => self.anything(2),
            _ => self.link(),
        }
    }

    fn link(&mut self) -> Value {
        let mut link = json!({"href": self.random.pick(&["/ucwa/v1/x?a=1&b=2", "data:text/plain,a+b", ""])});
        if self.random.once_in(4) {
            let (name, text) = (self.name(), self.random.pick(&TEXTS));
            link[name] = text.into();
        }
        if self.random.once_in(4) {
            link["revision"] = "2".into();
        }
        if self.range == Range::Json && self.random.once_in(8) {
            let name = self.name();
            link[name] = self.anything(1);
        }
        link
    }

    fn embedded_member(&mut self, link: &Link, depth: usize) -> Value {
        let schema = self.schema;
        let target = link.target.as_deref().and_then(|name| schema.resource(name));
        if self.range == Range::Json && self.random.once_in(8) {
            return self.anything(2);
        }
        let Some(target) = target else {
            return json!({"rel": "vendor", "x": self.random.pick(&TEXTS), "_links": {"self": self.link()}});
        };
        if link.many && !self.random.once_in(3) {
            let length = 1 + self.random.below(2);
            return (0..length).map(|_| self.resource(target, depth)).collect();
        }
        self.resource(target, depth)
    }

    fn name(&mut self) -> String {
        self.random.pick(&NAMES).to_owned()
    }

    /// The value of a property that is not documented.
    fn unknown(&mut self, depth: usize) -> Value {
        if self.range == Range::Json {
            return self.anything(depth);
        }
        match self.random.below(if depth == 0 { 2 } else { 4 }) {
            0 => Value::Null,
            1 => self.random.pick(&TEXTS).into(),
            2 => (0..1 + self.random.below(3)).map(|_| self.unknown(depth - 1)).collect(),
            _ => {
                let length = 1 + self.random.below(2);
                (0..length).map(|_| (self.name(), self.unknown(depth - 1))).collect()
            }
        }
    }

    /// Any JSON value.
    pub fn anything(&mut self, depth: usize) -> Value {
        match self.random.below(if depth == 0 { 5 } else { 7 }) {
            0 => Value::Null,
            1 => self.random.once_in(2).into(),
            2 => match self.random.below(4) {
                0 => json!(-1.5),
                1 => json!(u64::MAX),
                2 => json!(1e300),
                _ => json!(7),
            },
            3 | 4 => self.random.pick(&TEXTS).into(),
            5 => (0..self.random.below(3)).map(|_| self.anything(depth - 1)).collect(),
            _ => {
                let length = self.random.below(3);
                (0..length).map(|_| (self.name(), self.anything(depth - 1))).collect()
            }
        }
    }
}
