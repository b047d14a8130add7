//! A module with the types that a build script generated.

/// Declares a module with the types that a build script generated with `ucwa_gen::Builder`.
///
/// ```ignore
/// ucwa_types::include_ucwa!(pub mod api);
/// // The types written with `.out_dir("people")`, documented and private to this crate.
/// ucwa_types::include_ucwa!(
///     "people",
///     /// People and what they look like.
///     mod people
/// );
/// ```
///
/// Unused types cause no warnings, and the clippy lints for hand-written code are off. The first line above is short for
///
/// ```ignore
/// #[allow(dead_code, unused_imports, variant_size_differences)]
/// #[allow(clippy::all, clippy::nursery, clippy::pedantic)]
/// pub mod api {
///     include!(concat!(env!("OUT_DIR"), "/ucwa/mod.rs"));
/// }
/// ```
///
/// # Visibility
/// Write the visibility that the module really has. `pub mod` is one that other crates can reach: it compiles under
/// `#![forbid(unreachable_pub)]`, which lets nothing allow the lint again. For `mod`, `pub(crate) mod` and `pub(super) mod`
/// the lint is allowed, since all generated types are `pub`. If a `pub mod` cannot be reached from outside and the crate
/// denies the lint, give it the attribute: `include_ucwa!(#[allow(unreachable_pub)] pub mod api)`.
#[macro_export]
macro_rules! include_ucwa {
    ($(#[$attribute:meta])* pub mod $name:ident) => {
        $crate::include_ucwa!(".", $(#[$attribute])* pub mod $name);
    };
    ($(#[$attribute:meta])* $vis:vis mod $name:ident) => {
        $crate::include_ucwa!(".", $(#[$attribute])* $vis mod $name);
    };
    // `forbid` makes an `allow` an error, and a public module needs none for `unreachable_pub`.
    ($folder:literal, $(#[$attribute:meta])* pub mod $name:ident) => {
        $crate::include_ucwa!(@ $folder, $(#[$attribute])* pub mod $name);
    };
    ($folder:literal, $(#[$attribute:meta])* $vis:vis mod $name:ident) => {
        $crate::include_ucwa!(@ $folder, $(#[$attribute])* #[allow(unreachable_pub)] $vis mod $name);
    };
    (@ $folder:literal, $(#[$attribute:meta])* $vis:vis mod $name:ident) => {
        $(#[$attribute])*
        #[allow(
            dead_code,
            unused_imports,
            variant_size_differences,
            clippy::all,
            clippy::nursery,
            clippy::pedantic,
            reason = "the code is generated, and nobody uses all of it"
        )]
        $vis mod $name {
            // Paths, because the crate may have macros of these names.
            ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $folder, "/ucwa/mod.rs"));
        }
    };
}
