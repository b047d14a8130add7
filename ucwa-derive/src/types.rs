//! Types as they are written, which is all that a derive knows of them.

use syn::{GenericArgument, PathArguments, Type};

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
