//! What the derives implement alike for all types, but for names: macros, so that it is Rust that compiles by itself
//! here, and because rustc expands them faster than it runs the derives, which mostly are not optimised.

/// Implements serde's traits for a [`Model`](crate::slots::Model). It takes its generic parameters, itself and its bounds.
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ([$($parameters:tt)*] [$type:ty] [$($bounds:tt)*]) => {
        #[automatically_derived]
        impl<$($parameters)*> $crate::codec::serde::Serialize for $type $($bounds)* {
            fn serialize<UcwaS: $crate::codec::serde::Serializer>(
                &self,
                serializer: UcwaS,
            ) -> ::core::result::Result<UcwaS::Ok, UcwaS::Error> {
                $crate::codec::encode(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'ucwa_de, $($parameters)*> $crate::codec::serde::Deserialize<'ucwa_de> for $type $($bounds)* {
            fn deserialize<UcwaD: $crate::codec::serde::Deserializer<'ucwa_de>>(
                deserializer: UcwaD,
            ) -> ::core::result::Result<Self, UcwaD::Error> {
                $crate::codec::deserialize(deserializer)
            }
        }
    };
}

/// Implements what an [`Enumeration`](trait@crate::slots::Enumeration) is beside that.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($type:ident) => {
        #[automatically_derived]
        impl $crate::codec::Element for $type {
            fn slot(field: &::core::option::Option<Self>) -> $crate::codec::Slot<'_> {
                $crate::codec::Slot::Value(field)
            }

            fn slot_mut(field: &mut ::core::option::Option<Self>) -> $crate::codec::SlotMut<'_> {
                $crate::codec::SlotMut::Value(field)
            }
        }

        #[automatically_derived]
        impl $crate::codec::serde::Serialize for $type {
            fn serialize<S: $crate::codec::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::codec::Enumeration::as_str(self))
            }
        }

        #[automatically_derived]
        impl<'de> $crate::codec::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codec::deserialize_enumeration(deserializer)
            }
        }

        #[automatically_derived]
        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                $crate::codec::Enumeration::as_str(self)
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::codec::Enumeration::as_str(self))
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                $crate::codec::Enumeration::from_text(text)
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            // Not `Self::Err`, which a member may be.
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok($crate::codec::Enumeration::from_text(text))
            }
        }
    };
}
