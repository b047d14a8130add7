//! What the places of every area have in common.

/// Declares the places of an area: each with what its path names, and the rels under which links lead to it. The first is the resource's own.
///
/// ```text
/// places! {
///     /// Places of phones.
///     PhonePlace {
///         Phones = "phones";
///         Phone(String) = "phone";
///     }
///     |segments| Some(match segments {
///         ["me", "phones"] => Self::Phones,
///         ["me", "phones", id] => Self::Phone((*id).to_owned()),
///         _ => return None,
///     })
/// }
/// ```
macro_rules! places {
    (
        $(#[$docs:meta])*
        $name:ident { $($place:ident $(($($field:ty),*))? = $rel:literal $(| $other:literal)*;)* }
        |$segments:ident| $of:expr
    ) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum $name {
            $($place $(($($field),*))?,)*
        }

        impl $name {
            /// The rels under which links lead to these places.
            pub(super) const RELS: &'static [&'static str] = &[$($rel, $($other,)*)*];

            /// The place of a path, in segments that are in lower case and without escapes.
            pub(super) fn of($segments: &[&str]) -> Option<Self> {
                $of
            }

            /// The rel of the resource.
            pub(crate) fn rel(&self) -> &'static str {
                match *self {
                    $(Self::$place { .. } => $rel,)*
                }
            }
        }
    };
}

pub(super) use places;

/// The URI of the user whom a segment names.
pub(super) fn uri(segment: &str) -> String {
    crate::uri::normal(segment)
}
