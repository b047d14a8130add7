//! What a build script generated, in a module.

/// Declares a module with the types that a build script generated with `ucwa_gen::Builder`.
///
/// ```ignore
/// ucwa_types::include_ucwa!(pub mod api);
/// // What was written with `.out_dir("people")`, documented and for this crate alone.
/// ucwa_types::include_ucwa!(
///     "people",
///     /// People and what they look like.
///     mod people
/// );
/// ```
///
/// What nobody uses of them is not warned about, and lints for hand-written code are off in them. The first line above is
/// short for
///
/// ```ignore
/// #[allow(unused, clippy::all)]
/// pub mod api {
///     include!(concat!(env!("OUT_DIR"), "/ucwa/mod.rs"));
/// }
/// ```
#[macro_export]
macro_rules! include_ucwa {
    ($(#[$attribute:meta])* $vis:vis mod $name:ident) => {
        $crate::include_ucwa!(".", $(#[$attribute])* $vis mod $name);
    };
    ($folder:literal, $(#[$attribute:meta])* $vis:vis mod $name:ident) => {
        $(#[$attribute])*
        #[allow(
            unused,
            unreachable_pub,
            clippy::all,
            clippy::pedantic,
            reason = "the code is generated, and nobody uses all of it"
        )]
        $vis mod $name {
            include!(concat!(env!("OUT_DIR"), "/", $folder, "/ucwa/mod.rs"));
        }
    };
}
