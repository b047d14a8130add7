//! Generated types in a program, whose modules are private, and which denies what it can.

#![deny(
    warnings,
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    future_incompatible,
    keyword_idents,
    let_underscore,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    redundant_imports,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

ucwa_types::include_ucwa!("words", mod words);
ucwa_types::include_ucwa!("groups", pub(crate) mod groups);

/// Nothing in it can be reached from outside, whatever is public.
mod inner {
    ucwa_types::include_ucwa!("shapes", pub(crate) mod shapes);
    ucwa_types::include_ucwa!("badge", pub(super) mod badge);
    ucwa_types::include_ucwa!(
        "nothing",
        #[allow(unreachable_pub)]
        pub mod nothing
    );
}

fn main() {
    drop(words::Everything::default());
}

#[cfg(test)]
#[allow(clippy::redundant_pub_crate, reason = "the build script wants it")]
#[path = "../words.rs"]
mod list;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;
    use ucwa_types::operation::{ErrorSet, Get, Operation};

    use super::list;
    use super::words::{EveryMember, Everything};

    type Error = <Everything as Operation<Get>>::Error;

    #[test]
    fn each_word_is_its_own_on_the_wire() {
        for word in list::words() {
            let member = EveryMember::from(word);
            assert!(!matches!(member, EveryMember::Unrecognized(_)), "{word}");
            assert_eq!(member.to_string(), word);
            assert_ne!(Error::from_code(word, None), Error::from_code("", None), "{word}");
            let is_own = ["rel", "_links", "_embedded"].contains(&word);
            let value = if is_own { json!({}) } else { json!({word: word}) };
            let decoded: Everything = serde_json::from_value(value.clone()).unwrap();
            assert!(decoded.unknown.is_empty(), "{word}");
            assert_eq!(serde_json::to_value(&decoded).unwrap(), value);
        }
        assert!(list::words().len() > 300);
    }
}
