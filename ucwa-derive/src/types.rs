//! Types as source text, which is all that a derive knows about them.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

/// What to write in place of a field's type that is a primitive, or holds one, and cannot be a member. Traits cannot report
/// this: they have one message for all types.
pub(crate) fn advice(ty: &Type) -> Option<&'static str> {
    let wrapped = ["Option", "Vec", "Box"].into_iter().find_map(|generic| argument(ty, generic));
    match wrapped {
        Some(ty) => advice(ty),
        None => primitive(ty),
    }
}

fn primitive(ty: &Type) -> Option<&'static str> {
    let Type::Path(path) = ty else {
        return None;
    };
    Some(match path.path.get_ident()?.to_string().as_str() {
        "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i128" | "isize" => {
            "a whole number is an `i64`: `Option<i64>`"
        }
        "f32" | "f64" => {
            "a number that may have a fraction is a `ucwa_types::Number`, which keeps `1` and `1.0` apart: \
             `Option<Number>`"
        }
        "char" | "str" => "a string is a `String`: `Option<String>`",
        _ => return None,
    })
}

/// The `T` of a type that is written as a generic of this name, as in `Box<T>` and `std::boxed::Box<T>`.
pub(crate) fn argument<'t>(ty: &'t Type, generic: &str) -> Option<&'t Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last().filter(|segment| segment.ident == generic)?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(ty)) if arguments.args.len() == 1 => Some(ty),
            _ => None,
        },
        _ => None,
    }
}

/// The span for errors about a field or a variant: its type. All code generated for it has this span, and traits a name of
/// one word: the compiler reports errors with the same text and place once.
pub(crate) fn place(ty: &Type) -> Span {
    ty.span().resolved_at(Span::call_site())
}
