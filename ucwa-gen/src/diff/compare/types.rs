//! What another type does to the wire: whether values of the old type are values of the new one.

use std::collections::BTreeSet;

use crate::diff::change::Effect;
use crate::diff::found::{Told, told};
use crate::diff::index::Index;
use crate::schema::{Scalar, Type};

/// What it does that a property has another type. Every value of the old type has to land where it did.
pub(super) fn of_types(old: &Type, new: &Type, is_query: bool, sides: &[Index<'_>; 2]) -> Told {
    if is_query && is_text(old, new) {
        return told(
            Effect::Extends,
            Effect::None,
            "the new type allows more values, and a query has the old ones in the same form",
        );
    }
    if let Some(behaviour) = subset(old, new) {
        // They look the same on the wire.
        return match behaviour {
            Effect::Extends => {
                told(Effect::None, behaviour, "the new type allows more values, in the same form on the wire")
            }
            _ => told(
                Effect::None,
                behaviour,
                "the new type allows fewer values, in the same form on the wire",
            ),
        };
    }
    match effect(old, new, sides) {
        Effect::None => {
            told(Effect::None, Effect::None, "the new type has another name, and allows the same values")
        }
        Effect::Extends => told(Effect::Extends, Effect::None, "the new type allows more values"),
        Effect::Breaks => told(Effect::Breaks, Effect::None, "the new type lacks values of the old one"),
    }
}

/// Whether what was a number or a truth value is any text now.
fn is_text(old: &Type, new: &Type) -> bool {
    let is_simple = matches!(old, Type::Scalar(Scalar::Int32 | Scalar::Boolean | Scalar::Byte));
    is_simple && *new == Type::Scalar(Scalar::String)
}

/// What it does that the values of one type are some of those of the other; `None` if they are not.
fn subset(old: &Type, new: &Type) -> Option<Effect> {
    let scalars = match (old, new) {
        (Type::Scalar(old), Type::Scalar(new)) | (Type::Array(old), Type::Array(new)) => (old, new),
        _ => return None,
    };
    // Content has another form.
    let forms = [old, new].map(form);
    if forms[0] != forms[1] {
        return None;
    }
    match scalars {
        (Scalar::Int32, Scalar::Byte) | (Scalar::String, Scalar::Uri) => Some(Effect::Breaks),
        (Scalar::Byte, Scalar::Int32) | (Scalar::Uri, Scalar::String) => Some(Effect::Extends),
        _ => None,
    }
}

fn effect(old: &Type, new: &Type, sides: &[Index<'_>; 2]) -> Effect {
    match (form(old), form(new)) {
        (a, b) if a == b => Effect::None,
        // Content travels as a link, and no other value does.
        (Form::Content, _) | (_, Form::Content) => Effect::Breaks,
        (_, Form::Any) => Effect::Extends,
        (Form::List(a), Form::List(b)) | (Form::One(a), Form::One(b)) => scalar(a, b, sides),
        _ => Effect::Breaks,
    }
}

/// How the values of a type look on the wire.
#[derive(PartialEq, Eq)]
enum Form<'t> {
    One(&'t Scalar),
    List(&'t Scalar),
    /// A link to content, or content as a `data:` URI.
    Content,
    /// Anything.
    Any,
}

fn form(ty: &Type) -> Form<'_> {
    match ty {
        Type::Array(Scalar::Byte) | Type::Scalar(Scalar::ExternalResource) => Form::Content,
        Type::Array(Scalar::ExternalResource) | Type::Scalar(Scalar::Object) => Form::Any,
        Type::Array(Scalar::Uri) => Form::List(&Scalar::String),
        Type::Scalar(Scalar::Uri) => Form::One(&Scalar::String),
        Type::Scalar(Scalar::Byte) => Form::One(&Scalar::Int32),
        Type::Array(scalar) => Form::List(scalar),
        Type::Scalar(scalar) => Form::One(scalar),
    }
}

fn scalar(old: &Scalar, new: &Scalar, [before, after]: &[Index<'_>; 2]) -> Effect {
    match (old, new) {
        (_, Scalar::Object) => Effect::Extends,
        (Scalar::DateTime | Scalar::TimeSpan | Scalar::Enumeration(_), Scalar::String) => Effect::Extends,
        (Scalar::Enumeration(a), Scalar::Enumeration(b)) => {
            let [a, b] = [members(before, a), members(after, b)];
            match (a.is_subset(&b), a == b) {
                (_, true) => Effect::None,
                (true, false) => Effect::Extends,
                (false, _) => Effect::Breaks,
            }
        }
        _ => Effect::Breaks,
    }
}

fn members<'s>(side: &Index<'s>, name: &str) -> BTreeSet<&'s str> {
    side.enumeration(name).into_iter().flat_map(|it| &it.members).map(|it| it.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Index, effect, of_types};
    use crate::diff::change::Effect;
    use crate::schema::{Schema, Type};

    fn schema() -> Schema {
        let enumeration = |name: &str, members: &[&str]| {
            let members: Vec<_> = members.iter().map(|name| serde_json::json!({"name": name})).collect();
            serde_json::json!({"name": name, "members": members})
        };
        let mut schema = Schema::empty();
        schema.enumerations = [enumeration("Few", &["A"]), enumeration("Many", &["A", "B"])]
            .map(|it| serde_json::from_value(it).unwrap())
            .into();
        schema
    }

    #[test]
    fn types_of_one_form_differ_in_their_values() {
        let schema = schema();
        let sides = [Index::new(&schema), Index::new(&schema)];
        for (old, new, is_query, wire, behaviour) in [
            ("Int32", "Byte", false, Effect::None, Effect::Breaks),
            ("Byte", "Int32", false, Effect::None, Effect::Extends),
            ("String", "Uri", false, Effect::None, Effect::Breaks),
            ("Uri", "String", true, Effect::None, Effect::Extends),
            ("Array of String", "Array of Uri", false, Effect::None, Effect::Breaks),
            ("Array of Int32", "Array of Byte", false, Effect::Breaks, Effect::None),
            ("Int32", "String", false, Effect::Breaks, Effect::None),
            ("Int32", "String", true, Effect::Extends, Effect::None),
            ("Boolean", "String", true, Effect::Extends, Effect::None),
            ("Byte", "String", true, Effect::Extends, Effect::None),
            ("String", "Int32", true, Effect::Breaks, Effect::None),
        ] {
            let types = [old, new].map(|ty| ty.parse::<Type>().unwrap());
            let told = of_types(&types[0], &types[1], is_query, &sides);
            assert_eq!((told.wire, told.behaviour), (wire, behaviour), "{old} to {new}");
        }
    }

    #[test]
    fn a_value_of_the_old_type_has_to_be_one_of_the_new() {
        let schema = schema();
        let sides = [Index::new(&schema), Index::new(&schema)];
        for (old, new, there, back) in [
            ("String", "Uri", Effect::None, Effect::None),
            ("Int32", "Byte", Effect::None, Effect::None),
            ("Array of Byte", "ExternalResource", Effect::None, Effect::None),
            ("DateTime", "String", Effect::Extends, Effect::Breaks),
            ("TimeSpan", "Uri", Effect::Extends, Effect::Breaks),
            ("TimeSpan", "DateTime", Effect::Breaks, Effect::Breaks),
            ("Few", "String", Effect::Extends, Effect::Breaks),
            ("Few", "Many", Effect::Extends, Effect::Breaks),
            ("Int32", "Object", Effect::Extends, Effect::Breaks),
            ("Array of Int32", "Object", Effect::Extends, Effect::Breaks),
            ("ExternalResource", "Object", Effect::Breaks, Effect::Breaks),
            ("String", "Array of String", Effect::Breaks, Effect::Breaks),
            ("Array of Few", "Array of Uri", Effect::Extends, Effect::Breaks),
            ("Boolean", "Int32", Effect::Breaks, Effect::Breaks),
        ] {
            let [old, new] = [old, new].map(|ty| ty.parse::<Type>().unwrap());
            assert_eq!(effect(&old, &new, &sides), there, "{old} to {new}");
            assert_eq!(effect(&new, &old, &sides), back, "{new} to {old}");
        }
    }
}
