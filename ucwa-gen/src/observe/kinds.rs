//! The kinds of values that something has, and the types that can hold them.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Value;
use super::index::Index;
use crate::resolve::{is_bool, is_date, is_duration, is_integer, is_uri};
use crate::schema::{Property, Scalar, Type};

/// The kinds of all values that were seen of one thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinds {
    nulls: u64,
    has_list: bool,
    has_single: bool,
    has_boolean: bool,
    has_integer: bool,
    has_large: bool,
    has_fraction: bool,
    has_structure: bool,
    /// A link that is content.
    has_content: bool,
    has_text: bool,
    /// What all texts are that say something.
    texts: Option<Texts>,
    values: BTreeSet<String>,
    has_many_values: bool,
}

#[derive(Clone, Copy, Debug)]
struct Texts {
    /// All of them are from XML, where every value is a text.
    untyped: bool,
    boolean: bool,
    integer: bool,
    date: bool,
    duration: bool,
    uri: bool,
}

/// More different values than any enumeration has members, and longer than any of them.
const VALUES: usize = 64;
const LENGTH: usize = 64;

impl Kinds {
    pub(super) fn add(&mut self, value: &Value<'_>) {
        match value {
            Value::Null => self.nulls += 1,
            Value::List(items) => {
                self.has_list = true;
                items.iter().for_each(|item| self.add_one(item));
            }
            single => {
                self.has_single |= !is_silent(single);
                self.add_one(single);
            }
        }
    }

    pub(super) fn add_content(&mut self) {
        self.has_content = true;
    }

    fn add_one(&mut self, value: &Value<'_>) {
        match value {
            Value::Null | Value::List(_) | Value::Structure => self.has_structure = true,
            Value::Boolean => self.has_boolean = true,
            Value::Integer { fits } => {
                self.has_integer = true;
                self.has_large |= !fits;
            }
            Value::Fraction => self.has_fraction = true,
            Value::Text(text) => self.add_text(text, false),
            Value::Untyped(text) => self.add_text(text, true),
        }
    }

    fn add_text(&mut self, text: &str, untyped: bool) {
        self.has_text = true;
        if text.is_empty() {
            return;
        }
        let so_far = self.texts.unwrap_or(Texts {
            untyped: true,
            boolean: true,
            integer: true,
            date: true,
            duration: true,
            uri: true,
        });
        self.texts = Some(Texts {
            untyped: so_far.untyped && untyped,
            boolean: so_far.boolean && is_bool(text),
            integer: so_far.integer && is_integer(text) && text.parse::<i32>().is_ok(),
            date: so_far.date && is_date(text),
            duration: so_far.duration && is_duration(text),
            uri: so_far.uri && is_uri(text),
        });
        if text.len() > LENGTH || (self.values.len() == VALUES && !self.values.contains(text)) {
            self.has_many_values = true;
        } else {
            self.values.insert(text.to_owned());
        }
    }

    /// How often the value was `null`.
    pub(super) fn nulls(&self) -> u64 {
        self.nulls
    }

    /// The type of all values, as an override writes it: that which the name has elsewhere, if it can hold them, or else what they
    /// look like.
    pub(super) fn infer(&self, name: &str, elsewhere: &Elsewhere<'_>, index: &Index<'_>) -> String {
        let ty =
            elsewhere.ty(name).filter(|ty| self.fit(ty, index)).cloned().unwrap_or_else(|| self.likely());
        let nullable = if self.nulls > 0 { "Nullable " } else { "" };
        format!("{nullable}{ty}")
    }

    /// Why the type is `Object`, in words that follow its name; empty for another type, and for structures.
    pub(super) fn why(&self, ty: &str) -> &'static str {
        if !ty.ends_with("Object") {
            ""
        } else if self.has_fraction {
            ", since it has fractions"
        } else if self.has_large {
            ", since it has numbers of more than 32 bits"
        } else if self.has_structure {
            ""
        } else {
            ", since its values are of several types"
        }
    }

    fn likely(&self) -> Type {
        if self.has_content {
            return Type::Scalar(Scalar::ExternalResource);
        }
        let scalar = self.scalar();
        match (self.has_list, self.has_single) {
            (true, true) => Type::Scalar(Scalar::Object),
            (true, false) => Type::Array(scalar),
            _ => Type::Scalar(scalar),
        }
    }

    /// The scalar; a structure of unknown shape, which can be anything, if nothing else can hold all values.
    fn scalar(&self) -> Scalar {
        let is_number = self.has_integer || self.has_fraction;
        let xml = |is: fn(&Texts) -> bool| self.texts.is_none_or(|texts| texts.untyped && is(&texts));
        match (self.has_text, self.has_boolean, is_number) {
            _ if self.has_structure || self.has_fraction || self.has_large => Scalar::Object,
            (_, true, false) if xml(|texts| texts.boolean) => Scalar::Boolean,
            (_, false, true) if xml(|texts| texts.integer) => Scalar::Int32,
            (true, false, false) => self.texts.map_or(Scalar::String, |texts| match texts {
                Texts { untyped: true, boolean: true, .. } => Scalar::Boolean,
                Texts { date: true, .. } => Scalar::DateTime,
                Texts { duration: true, .. } => Scalar::TimeSpan,
                Texts { uri: true, .. } => Scalar::Uri,
                _ => Scalar::String,
            }),
            (false, false, false) => Scalar::String,
            _ => Scalar::Object,
        }
    }

    /// Whether a type can hold all values.
    fn fit(&self, ty: &Type, index: &Index<'_>) -> bool {
        let shape = if ty.is_array() { !self.has_single } else { !self.has_list };
        let only_texts = !self.has_boolean && !self.has_integer && !self.has_fraction && !self.has_structure;
        let all = |is: fn(&Texts) -> bool| self.texts.is_none_or(|texts| is(&texts));
        let fits = match ty.scalar() {
            Scalar::ExternalResource | Scalar::Byte => return self.has_content,
            Scalar::Object => return false,
            Scalar::Enumeration(name) => {
                let is_member = |members: &BTreeSet<&str>| {
                    self.values.iter().all(|value| members.contains(value.as_str()))
                };
                only_texts && !self.has_many_values && index.members(name).is_some_and(is_member)
            }
            Scalar::String => only_texts,
            Scalar::Uri => only_texts && all(|texts| texts.uri),
            Scalar::DateTime => only_texts && all(|texts| texts.date),
            Scalar::TimeSpan => only_texts && all(|texts| texts.duration),
            Scalar::Boolean | Scalar::Int32 => *ty.scalar() == self.scalar(),
        };
        shape && fits && !self.has_content
    }
}

/// Whether a value says nothing of its type.
fn is_silent(value: &Value<'_>) -> bool {
    matches!(value, Value::Null | Value::Text("") | Value::Untyped(""))
}

/// The type of each name that has the same one wherever the schema has it.
pub(super) struct Elsewhere<'s>(BTreeMap<&'s str, &'s Type>);

impl<'s> Elsewhere<'s> {
    pub(super) fn new(index: &Index<'s>) -> Self {
        let mut types: BTreeMap<&str, BTreeSet<&Type>> = BTreeMap::new();
        for resource in &index.schema.resources {
            let operations = resource.operations.iter();
            let fields = operations.flat_map(|operation| operation.query.iter().chain(&operation.input));
            for Property { name, ty, .. } in resource.properties.iter().chain(fields) {
                types.entry(name).or_default().insert(ty);
            }
        }
        types.retain(|_, types| types.len() == 1);
        Self(types.into_iter().filter_map(|(name, types)| Some((name, types.first().copied()?))).collect())
    }

    fn ty(&self, name: &str) -> Option<&'s Type> {
        self.0.get(name).copied()
    }
}

/// The kinds of values, in words, that the type of a property cannot hold; the elements of a list can be of several kinds.
///
/// An empty text says nothing: servers write one for everything that has no value.
pub(super) fn mismatches(property: &Property, value: &Value<'_>) -> BTreeSet<&'static str> {
    let one = match (&property.ty, value) {
        (_, Value::Null) => (!property.nullable).then_some("null"),
        (_, value) if is_silent(value) => None,
        (Type::Scalar(Scalar::Object), _)
        | (Type::Array(Scalar::Byte), Value::Text(_) | Value::Untyped(_)) => None,
        (Type::Array(scalar), Value::List(items)) => {
            return items.iter().filter_map(|item| of_scalar(scalar, item)).collect();
        }
        (Type::Array(_), _) => Some("a single value"),
        (Type::Scalar(scalar), value) => of_scalar(scalar, value),
    };
    one.into_iter().collect()
}

fn of_scalar(scalar: &Scalar, value: &Value<'_>) -> Option<&'static str> {
    let found = match value {
        _ if *scalar == Scalar::Object => return None,
        Value::Null => "null",
        Value::List(_) => "a list",
        Value::Structure => "a structure",
        Value::Boolean if *scalar == Scalar::Boolean => return None,
        Value::Boolean => "true or false",
        Value::Integer { fits: true } if *scalar == Scalar::Int32 => return None,
        Value::Integer { fits: false } if *scalar == Scalar::Int32 => "a number of more than 32 bits",
        Value::Integer { .. } => "a whole number",
        Value::Fraction => "a fraction",
        Value::Text("") | Value::Untyped("") => return None,
        Value::Text(text) | Value::Untyped(text) => {
            let is_untyped = matches!(value, Value::Untyped(_));
            let fits = match scalar {
                Scalar::Boolean => is_untyped && is_bool(text),
                Scalar::Int32 => is_untyped && text.parse::<i32>().is_ok(),
                Scalar::DateTime => is_date(text),
                Scalar::TimeSpan => is_duration(text),
                _ => true,
            };
            match (fits, scalar) {
                (true, _) => return None,
                (false, Scalar::DateTime | Scalar::TimeSpan) => "a text of another kind",
                (false, _) => "a text",
            }
        }
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Elsewhere, Kinds, Value, mismatches};
    use crate::observe::index::Index;
    use crate::schema::{Property, Schema};

    fn property(ty: &str) -> Property {
        let (nullable, ty) = match ty.strip_prefix("Nullable ") {
            Some(ty) => (true, ty),
            None => (false, ty),
        };
        let json = serde_json::json!({"name": "hue", "type": ty, "nullable": nullable, "required": false});
        serde_json::from_value(json).expect("a property")
    }

    fn inferred(values: &[Value<'_>]) -> String {
        let schema = Schema::empty();
        let index = Index::new(&schema);
        kinds(values).infer("hue", &Elsewhere::new(&index), &index)
    }

    fn kinds(values: &[Value<'_>]) -> Kinds {
        let mut kinds = Kinds::default();
        values.iter().for_each(|value| kinds.add(value));
        kinds
    }

    #[test]
    fn the_type_object_is_explained() {
        use Value::{Boolean, Fraction, Integer, List, Structure, Text};
        for (values, expected) in [
            (&[Text("a")][..], ""),
            (&[Structure], ""),
            (&[Fraction, Integer { fits: true }], ", since it has fractions"),
            (&[List(vec![Integer { fits: false }])], ", since it has numbers of more than 32 bits"),
            (&[Boolean, Text("a")], ", since its values are of several types"),
        ] {
            assert_eq!(kinds(values).why(&inferred(values)), expected, "{values:?}");
        }
    }

    #[test]
    fn values_have_a_type() {
        use Value::{Boolean, Fraction, Integer, List, Null, Structure, Text, Untyped};
        let whole = Integer { fits: true };
        for (values, expected) in [
            (&[Text("a"), Text("1")][..], "String"),
            (&[Text("1"), Text("2")], "String"),
            (&[Untyped("1"), whole.clone()], "Int32"),
            (&[whole.clone(), Integer { fits: false }], "Object"),
            (&[Boolean, Untyped("False")], "Boolean"),
            (&[Boolean, Text("false")], "Object"),
            (&[Text("/Date(1)/"), Untyped("2018-02-01T12:00:00Z"), Text("")], "DateTime"),
            (&[Text("PT1H")], "TimeSpan"),
            (&[Text("sip:ann@example.com"), Null], "Nullable Uri"),
            (&[List(vec![Text("a")]), List(vec![])], "Array of String"),
            (&[List(vec![Text("a")]), Text("a")], "Object"),
            (&[List(vec![Structure])], "Array of Object"),
            (&[Fraction], "Object"),
            (&[Null], "Nullable String"),
        ] {
            assert_eq!(inferred(values), expected, "{values:?}");
        }
    }

    #[test]
    fn a_type_says_what_a_value_is_instead() {
        use Value::{Boolean, Integer, List, Null, Text, Untyped};
        for (ty, value, expected) in [
            ("String", Text("a"), ""),
            ("String", Boolean, "true or false"),
            ("String", Null, "null"),
            ("Nullable String", Null, ""),
            ("Int32", Text(""), ""),
            ("Int32", Text("7"), "a text"),
            ("Int32", Untyped("7"), ""),
            ("Int32", Integer { fits: false }, "a number of more than 32 bits"),
            ("DateTime", Text("today"), "a text of another kind"),
            ("Array of String", Untyped("a"), "a single value"),
            ("String", List(vec![]), "a list"),
            ("Array of Int32", List(vec![Integer { fits: true }, Boolean]), "true or false"),
            ("Array of Int32", List(vec![Text("a"), Boolean, Text("b")]), "a text, true or false"),
            ("Object", Boolean, ""),
        ] {
            let found: Vec<&str> = mismatches(&property(ty), &value).into_iter().collect();
            assert_eq!(found.join(", "), expected, "{ty} {value:?}");
        }
    }

    fn value() -> impl Strategy<Value = Value<'static>> {
        let texts = [
            "",
            "a",
            "7",
            "99999999999",
            "true",
            "/Date(7)/",
            "PT1H",
            "01:30:00",
            "sip:a",
            "2018-02-01T12:00:00Z",
        ];
        let text = prop::sample::select(texts.to_vec());
        let one = prop_oneof![
            Just(Value::Null),
            Just(Value::Boolean),
            any::<bool>().prop_map(|fits| Value::Integer { fits }),
            Just(Value::Fraction),
            Just(Value::Structure),
            text.clone().prop_map(Value::Text),
            text.prop_map(Value::Untyped),
        ];
        prop_oneof![3 => one.clone(), 1 => prop::collection::vec(one, 0..3).prop_map(Value::List)]
    }

    proptest! {
        /// What is proposed ends the finding.
        #[test]
        fn the_type_of_some_values_can_hold_them(values in prop::collection::vec(value(), 0..6)) {
            let ty = inferred(&values);
            for value in &values {
                prop_assert!(mismatches(&property(&ty), value).is_empty(), "{} {:?}", ty, value);
            }
        }
    }
}
