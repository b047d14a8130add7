//! Generated types in a library without a prelude, which forbids what it can and whose macros have the names of others.

#![no_implicit_prelude]
#![forbid(
    future_incompatible,
    keyword_idents,
    let_underscore,
    missing_docs,
    nonstandard_style,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_code,
    unreachable_pub,
    unsafe_code,
    unused_lifetimes,
    unused_must_use,
    unused_qualifications,
    unused_results
)]
#![deny(clippy::all, clippy::nursery, clippy::pedantic)]

/// Defines macros of these names that cannot be used.
macro_rules! shadow {
    ($dollar:tt $($name:ident)*) => {
        $(
            #[allow(unused_macros, reason = "nobody should use them")]
            macro_rules! $name {
                ($dollar($dollar any:tt)*) => { ::core::compile_error!("this macro is the crate's own") };
            }
        )*
    };
}

shadow!($ assert assert_eq cfg column compile_error concat dbg debug_assert derive env eprintln file format format_args
    global_allocator include include_bytes include_str line matches module_path option_env panic print println stringify
    test thread_local todo unimplemented unreachable vec write writeln);

::ucwa_types::include_ucwa!(
    "words",
    /// Everything is named after words that mean something.
    #[deny(missing_copy_implementations, missing_debug_implementations, unnameable_types)]
    pub mod words
);
::ucwa_types::include_ucwa!(
    "shapes",
    /// One of each kind of thing.
    #[deny(missing_copy_implementations, missing_debug_implementations, unnameable_types)]
    pub mod shapes
);
::ucwa_types::include_ucwa!(
    "groups",
    /// The same, with a feature for each group.
    pub mod groups
);
::ucwa_types::include_ucwa!(
    "badge",
    /// The same, but for one resource as stubs.
    #[deny(missing_copy_implementations, missing_debug_implementations, unnameable_types)]
    pub mod badge
);
::ucwa_types::include_ucwa!(
    "nothing",
    /// No resources at all.
    #[deny(missing_copy_implementations, missing_debug_implementations, unnameable_types)]
    pub mod nothing
);
