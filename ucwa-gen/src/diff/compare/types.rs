//! What another type does to the wire: whether values of the old type are values of the new one.

use std::collections::BTreeSet;

use crate::diff::change::Effect;
use crate::diff::found::{Told, told};
use crate::diff::index::Index;
use crate::schema::{Scalar, Type};

/// What it does that a property has another type. Every value of the old type has to land where it did.
pub(super) fn of_types(old: &Type, new: &Type, sides: &[Index<'_>; 2]) -> Told {
    match effect(old, new, sides) {
        Effect::None => told(Effect::None, Effect::None, "the type has another name, and the same values"),
        Effect::Extends => told(Effect::Extends, Effect::None, "the type has more values"),
        Effect::Breaks => told(Effect::Breaks, Effect::None, "the type lacks values that it had"),
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
    use super::{Index, effect};
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
