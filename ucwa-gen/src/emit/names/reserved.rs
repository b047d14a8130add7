//! Names that are taken before the first page is read.

use super::fixed::{ANY_EVENT_TYPE, ERROR_KIND};
use super::runtime;

/// Keywords of any edition, reserved ones included, that can be written raw (`r#type`).
const RAW_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be raw.
const PATH_KEYWORDS: &[&str] = &["Self", "crate", "self", "super"];

/// Types, traits, variants and derive macros of the prelude: a glob import of the generated types must not shadow them.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// What a module cannot be called: built-in types and crates that it would shadow, and files that no Windows can hold.
const MODULES: &[&str] = &[
    "alloc",
    "array",
    "bool",
    "char",
    "core",
    "f128",
    "f16",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "lib",
    "main",
    "proc_macro",
    "std",
    "str",
    "test",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "aux",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "nul",
    "prn",
];

/// Whether the name is a keyword, of any edition.
pub(crate) fn is_keyword(name: &str) -> bool {
    is_raw_keyword(name) || PATH_KEYWORDS.contains(&name)
}

/// Whether the name is a keyword that can be written raw.
pub(crate) fn is_raw_keyword(name: &str) -> bool {
    RAW_KEYWORDS.contains(&name)
}

/// The names that no generated type can have.
pub(crate) fn types() -> impl Iterator<Item = &'static str> {
    let runtime = runtime::ALL.iter().map(|item| item.name);
    let generated = [ERROR_KIND, ANY_EVENT_TYPE];
    PRELUDE.iter().chain(PATH_KEYWORDS).copied().chain(runtime).chain(generated)
}

/// The names that no generated module can have.
pub(crate) fn modules() -> impl Iterator<Item = &'static str> {
    // A raw identifier would name a file `type.rs` that its `mod r#type` has to be matched with by eye.
    MODULES.iter().chain(RAW_KEYWORDS).chain(PATH_KEYWORDS).copied()
}
